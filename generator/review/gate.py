"""What a change of the project means for callers, and whether version and changelog follow it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

import attrs
from packaging.version import Version

from generator.errors import GeneratorError
from generator.files import Tree
from generator.model.package import Package
from generator.paths import CHANGELOG, CONFIG, PACKAGE, PROVENANCE, SURFACE
from generator.review.change import Change, Kind, gravest_first, propose, version_step
from generator.review.compare_builds import BUILD, compare_builds
from generator.review.compare_settings import compare_settings
from generator.review.compare_surfaces import compare_surfaces
from generator.review.comparison import Side, compare_sides
from generator.review.quoting import code
from generator.review.report import legible
from generator.review.snapshot import Snapshot

_HEADING: Final = re.compile(r"^## \[?([^\]\s]+).*$", re.MULTILINE)
#: What a changelog holds and its page does not show at once: comments, and elements that can be
#: folded or hidden.
_FOLDED: Final = re.compile(
    r"<!--.*?(?:-->|\Z)"
    r"|<(details|dialog|div|p|script|section|span|style|template)\b.*?(?:</\1>|\Z)",
    re.DOTALL | re.IGNORECASE,
)
_BREAKING: Final = "**Breaking:** "
#: A digest or a version in the provenance.
_FACT: Final = re.compile(rb'"(?:[0-9a-f]{64}|[0-9][0-9a-z.]*)"')


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
        concealed: What changed files hide from a reader of their diff, one sentence each.
        uncompared: The changed files that no comparison judges.
    """

    changes: tuple[Change, ...]
    unjudged: tuple[str, ...]
    stray: tuple[str, ...]
    concealed: tuple[str, ...] = ()
    uncompared: tuple[str, ...] = ()


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
        if BUILD in before.package:
            changes += compare_builds(before.package[BUILD], old.tree[BUILD])
        touched = _differing(before.package, old.tree, old.package)
    if not changes and old.tree and new.tree:
        # A template must not make other code only where the version is another one.
        versions = after.config.version.encode(), before.config.version.encode()
        same = {name: content.replace(*versions) for name, content in new.tree.items()}
        touched |= _differing(old.tree, same, new.package)
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
    missing += found.concealed
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
    first, entry = _newest(new.changelog)
    if first != version or not entry:
        missing.append(
            f"{CHANGELOG}: has no entry `## {version}` above all others: write what changes for"
            " users."
        )
    elif (version, entry) == _newest(old.changelog):
        missing.append(f"{CHANGELOG}: the entry `## {version}` is as before: add the changes.")
    else:
        missing += _unacknowledged(found.changes, entry, version)
    return missing


def _unacknowledged(changes: tuple[Change, ...], entry: str, version: str) -> Iterator[str]:
    """Yield the security changes whose sentence is not in the changelog.

    The changelog is where a reviewer and a user see it: the sentence stands in the diff beside the
    version, and a list of pointers would have to be looked up.
    """
    items = [" ".join(item.split()) for item in re.split("^- ", entry, flags=re.MULTILINE)[1:]]
    said = [item.removeprefix(_BREAKING) for item in items]
    for change in changes:
        sentence = legible(change.sentence)
        # More words may follow, such as a reason.
        wanted = " ".join(sentence.split())
        if change.kind is Kind.SECURITY and not any(item.startswith(wanted) for item in said):
            yield (
                f"{CHANGELOG}: the entry `## {version}` does not acknowledge a security change: if"
                f" it is intended, add the line: - {sentence}"
            )


def _newest(changelog: str) -> tuple[str, str]:
    """Return the version and the text of the first entry, the one that a reader sees first."""
    _, version, text, *_ = [*_HEADING.split(_FOLDED.sub("", changelog)), "", ""]
    return version, text.strip()


def _differing(old: Tree, new: Tree, package: Package) -> set[str]:
    """Return the files that differ, but for the surface, which is compared, and the provenance.

    The provenance says what made a package; a comment in the document changes the digest there, and
    another release of a tool its version. Code there counts.
    """
    origin = f"{package.config.package}/{PROVENANCE}"

    def content(tree: Tree, name: str) -> bytes | None:
        found = tree.get(name)
        return _FACT.sub(b'""', found) if found is not None and name == origin else found

    return {
        name
        for name in (old.keys() | new.keys()) - {SURFACE}
        if content(old, name) != content(new, name)
    }


def _stray(new: Made) -> tuple[str, ...]:
    return () if new.tree is None else tuple(sorted(set(new.snapshot.tracked) - new.tree.keys()))


def _surface(package: Tree) -> str:
    return package.get(SURFACE, b"").decode()
