"""What a change of the project means for callers, and whether version and changelog follow it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

import attrs
from packaging.version import Version

from generator.errors import GeneratorError
from generator.files import Tree, read
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE, PROVENANCE, SURFACE
from generator.pipeline import generate_tree
from generator.review import (
    Change,
    Kind,
    code,
    compare,
    compare_settings,
    compare_surfaces,
    propose,
    unsaid,
    version_step,
)
from generator.review.snapshot import Snapshot, extract_generator

_HEADING: Final = re.compile(r"^## \[?([^\]\s]+).*$", re.MULTILINE)


@attrs.frozen(kw_only=True)
class Review:
    """What is found between two states of the project.

    Attributes:
        changes: What changes for callers.
        unjudged: The files of the package that the new generator makes otherwise of one and the
            same document. What such a change means, a person has to read.
        stray: The files of the new package that git knows and that the generator does not make.
    """

    changes: tuple[Change, ...]
    unjudged: tuple[str, ...]
    stray: tuple[str, ...]


def review(old: Snapshot, new: Snapshot) -> Review:
    """Every change between two states of the project.

    The documents tell what changed because of the service. The new generator then reads both: the
    two surfaces tell what the documents' comparison does not see, and where that of the old
    document is not the one that was committed with it, what changed because of the generator.

    A revision whose document the new generator refuses, or that has none in this place, is history
    that nobody can mend: its package is compared alone.

    Raises:
        GeneratorError: If there is no package to compare either, or the new state is not in order.
    """
    root, after = new.document.root, _package(new, new.revision)
    stray = tuple(sorted(set(new.tracked) - after.keys()))
    try:
        changes = compare(old.document.root, root)
        before = after if _same_input(old, new) else _package(old, new.revision)
    except GeneratorError as refusal:
        if SURFACE not in old.package:
            raise
        changes = (_unread(old, refusal), *compare_surfaces(_surface(old.package), _surface(after)))
        changes += compare_settings(old.config, new.config)
        return Review(changes=changes, unjudged=(), stray=stray)
    changes += unsaid(_surface(before), _surface(after), changes)
    changes += compare_settings(old.config, new.config)
    if SURFACE in old.package:
        changes += compare_surfaces(_surface(old.package), _surface(before))
    touched = (name for name in before if old.package and before[name] != old.package.get(name))
    gone = old.package.keys() - before.keys()
    return Review(
        changes=changes,
        # The surface was compared, and the provenance only says that something is otherwise.
        unjudged=tuple(
            name
            for name in sorted({*touched, *gone})
            if Path(name).name not in {SURFACE, PROVENANCE}
        ),
        stray=stray,
    )


def gate(old: Snapshot, new: Snapshot, found: Review) -> list[str]:
    """What is missing for the changes to be released: one sentence each, none when all is there.

    A change of the generator that shows in no surface asks for nothing: the report names the files
    that it touches, and whoever reads their diff decides what it is worth.
    """
    missing = [
        f"{PACKAGE}/{name}: is in git, but the generator does not make it: take it out."
        for name in found.stray
    ]
    version, step = new.config.version, version_step(found.changes)
    before, now = Version(old.config.version), Version(version)
    if not found.changes and now == before:
        return missing
    proposed = propose(old.config.version, step)
    # A pre-release of the proposed version follows it as well.
    if now.release < Version(proposed).release or now < before:
        missing.append(
            f"{CONFIG}: the version is {version}, but the changes are a {step} step from "
            f"{old.config.version}: set it to {proposed} and regenerate."
            if found.changes
            else f"{CONFIG}: the version goes back from {before} to {now}: set it to {before}."
        )
    entry = _entry(new.changelog, version)
    if not entry:
        missing.append(f"{CHANGELOG}: has no entry `## {version}`: write what changes for users.")
    elif entry == _entry(old.changelog, version):
        missing.append(f"{CHANGELOG}: the entry `## {version}` is as before: add the changes.")
    return missing


def _entry(changelog: str, version: str) -> str:
    """What a changelog says about a version."""
    parts = _HEADING.split(changelog)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()


def _surface(package: Tree) -> str:
    return package[SURFACE].decode()


def _unread(old: Snapshot, refusal: GeneratorError) -> Change:
    """What is not known may be of any kind, so it counts as the gravest."""
    sentence = (
        f"The document of {code(old.label)} cannot be compared ({code(refusal)}): only the packages"
        " were. Read its diff for what changes in hosts, scopes, secrets and requests."
    )
    return Change(pointer="", kind=Kind.SECURITY, sentence=sentence, breaking=False)


def _same_input(old: Snapshot, new: Snapshot) -> bool:
    return all(old.content(name) == new.content(name) for name in (DOCUMENT, CONFIG))


def _package(snapshot: Snapshot, revision: str | None) -> Tree:
    """The package of a snapshot as the generator of a revision makes it, or this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document, config, output = folder / DOCUMENT, folder / "config.yaml", folder / PACKAGE
        document.parent.mkdir()
        document.write_bytes(snapshot.content(DOCUMENT))
        config.write_bytes(snapshot.content(CONFIG))
        if revision is None:
            try:
                return generate_tree(document, config, DOCUMENT)
            except GeneratorError as error:
                # The files name the usual place of a document, the person needs this one's.
                source = snapshot.source if error.source == DOCUMENT else error.source
                raise GeneratorError(source, error.place, error.problem, error.todo) from None
        extract_generator(revision, folder)
        command = [sys.executable, "-m", "generator", "generate", "--config", str(config)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            problem = f"its generator cannot read {snapshot.label}: {done.stderr.strip()}"
            raise GeneratorError(revision[:12], "", problem, "name two files instead")
        return read(output)
