"""What a change of the project means for callers, and whether version and changelog follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import attrs
from packaging.version import Version

from generator.errors import GeneratorError
from generator.files import Tree
from generator.model.package import Package
from generator.paths import CHANGELOG, CONFIG, PACKAGE, PROVENANCE, SURFACE
from generator.review.change import Change, Kind, gravest_first, propose, version_step
from generator.review.compare_settings import compare_settings
from generator.review.compare_surfaces import compare_surfaces
from generator.review.comparison import Side, compare_sides
from generator.review.quoting import code
from generator.review.report import legible
from generator.review.snapshot import Snapshot

_HEADING: Final = re.compile(r"^## \[?([^\]\s]+).*$", re.MULTILINE)


@attrs.frozen(kw_only=True)
class Made:
    """What a generator makes of a snapshot.

    Attributes:
        snapshot: The snapshot.
        package: The model of its package, by the generator that compares.
        tree: The files of its package; None if they are not needed.
    """

    snapshot: Snapshot
    package: Package
    tree: Tree | None


@attrs.frozen(kw_only=True)
class Review:
    """What is found between two states of the project.

    Attributes:
        changes: What changes for callers, the gravest first.
        unjudged: The files of the package that change for other reasons: the generator changed, or
            the document says the same in another way. A person has to read their diff.
        stray: The files of the new package that git knows and that the generator does not make.
    """

    changes: tuple[Change, ...]
    unjudged: tuple[str, ...]
    stray: tuple[str, ...]


def review(old: Made, new: Made) -> Review:
    """Return every change between two states of the project.

    The models show what changes because of the document. If the package that was committed with the
    old document is not what the new generator makes of it, the generator changed, too.

    Args:
        old: The old state, made by the generator of the new one.
        new: The new state.
    """
    before, after = old.snapshot, new.snapshot
    changes = [
        *compare_sides(Side(before.document, old.package), Side(after.document, new.package)),
        *compare_settings(before.config, after.config),
    ]
    touched: set[str] = set()
    if before.package and old.tree is not None:
        if SURFACE in before.package:
            changes += compare_surfaces(_surface(before.package), _surface(old.tree))
        touched = _differing(before.package, old.tree)
    if not changes and before.config == after.config and old.tree and new.tree:
        touched |= _differing(old.tree, new.tree)
    return Review(
        changes=gravest_first(changes), unjudged=tuple(sorted(touched)), stray=_stray(new)
    )


def review_packages(old: Snapshot, new: Made, refusal: GeneratorError) -> Review:
    """Return what changes since a state whose document the generator refuses.

    Nobody can mend history, so its package is compared alone. What is not known may be of any
    class, so it counts as the gravest.

    Args:
        old: The old state, with its package.
        new: The new state, with its files.
        refusal: Why the generator refuses the old document.
    """
    unread = Change(
        pointer="",
        kind=Kind.SECURITY,
        sentence=(
            f"The document of {code(old.label)} cannot be compared ({code(refusal)}), so only the"
            " packages were. Read its diff for changes of hosts, scopes, secrets and requests."
        ),
        breaking=False,
    )
    changes = [
        unread,
        *compare_surfaces(_surface(old.package), _surface(new.tree or {})),
        *compare_settings(old.config, new.snapshot.config),
    ]
    return Review(changes=gravest_first(changes), unjudged=(), stray=_stray(new))


def gate(old: Snapshot, new: Snapshot, found: Review) -> list[str]:
    """Return what is missing for the changes to be released, one sentence each.

    Args:
        old: The old state.
        new: The new state.
        found: What is found between them.
    """
    missing = [
        f"{PACKAGE}/{name}: is in git, but the generator does not make it: remove it."
        for name in found.stray
    ]
    version, step = new.config.version, version_step(found.changes, found.unjudged)
    before, now = Version(old.config.version), Version(version)
    if step == "none" and now == before:
        return missing
    proposed = propose(old.config.version, step)
    # A pre-release of the proposed version follows it as well.
    if now.release < Version(proposed).release or now < before:
        missing.append(
            f"{CONFIG}: the version goes back from {before} to {now}: set it to {before}."
            if step == "none"
            else f"{CONFIG}: the version is {version}, but the changes are a {step} step from "
            f"{old.config.version}: set it to {proposed} and regenerate."
        )
    entry = _entry(new.changelog, version)
    if not entry:
        missing.append(f"{CHANGELOG}: has no entry `## {version}`: write what changes for users.")
    elif entry == _entry(old.changelog, version):
        missing.append(f"{CHANGELOG}: the entry `## {version}` is as before: add the changes.")
    else:
        missing += _unacknowledged(found.changes, entry, version)
    return missing


def _unacknowledged(changes: tuple[Change, ...], entry: str, version: str) -> Iterator[str]:
    """Yield the security changes whose sentence is not in the changelog.

    The changelog is where a reviewer and a user see it: the sentence stands in the diff beside the
    version, and a list of pointers would have to be looked up.
    """
    text = " ".join(entry.split())
    for change in changes:
        sentence = legible(change.sentence)
        if change.kind is Kind.SECURITY and " ".join(sentence.split()) not in text:
            yield (
                f"{CHANGELOG}: the entry `## {version}` does not acknowledge a security change: if"
                f" it is intended, add the line: - {sentence}"
            )


def _entry(changelog: str, version: str) -> str:
    """Return what a changelog says about a version."""
    parts = _HEADING.split(changelog)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()


def _differing(old: Tree, new: Tree) -> set[str]:
    """Return the files that differ, but for the surface, which is compared, and the provenance.

    The provenance says what made a package; a comment in the document changes it.
    """
    return {
        name
        for name in old.keys() | new.keys()
        if old.get(name) != new.get(name) and Path(name).name not in {SURFACE, PROVENANCE}
    }


def _stray(new: Made) -> tuple[str, ...]:
    return () if new.tree is None else tuple(sorted(set(new.snapshot.tracked) - new.tree.keys()))


def _surface(package: Tree) -> str:
    return package.get(SURFACE, b"").decode()
