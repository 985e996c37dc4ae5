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

from .changes import (
    Change,
    compare,
    compare_settings,
    compare_surfaces,
    propose,
    unsaid,
    version_step,
)
from .errors import GeneratorError
from .generation import generate_tree
from .project import CHANGELOG, CONFIG, DOCUMENT, PACKAGE, PROVENANCE, SURFACE
from .snapshot import Snapshot, extract_generator
from .tree import Tree, read

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
    """
    changes = compare(old.document.root, new.document.root)
    before, after = _packages(old, new)
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
        stray=tuple(sorted(set(new.tracked) - after.keys())),
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
    if not found.changes:
        return missing
    version, step = new.config.version, version_step(found.changes)
    proposed = propose(released(old), step)
    # A pre-release of the proposed version follows it as well.
    if Version(version).release < Version(proposed).release:
        missing.append(
            f"{CONFIG}: the version is {version}, but the changes are a {step} step from "
            f"{old.config.version}: set it to {proposed} and regenerate."
        )
    entry = _entry(new.changelog, version)
    if not entry:
        missing.append(f"{CHANGELOG}: has no entry `## {version}`: write what changes for users.")
    elif entry == _entry(old.changelog, version):
        missing.append(f"{CHANGELOG}: the entry `## {version}` is as before: add the changes.")
    return missing


def released(snapshot: Snapshot) -> str:
    """The version of a snapshot's package as X.Y.Z, without marks such as `rc1`."""
    return ".".join(str(part) for part in (*Version(snapshot.config.version).release, 0, 0)[:3])


def _entry(changelog: str, version: str) -> str:
    """What a changelog says about a version."""
    parts = _HEADING.split(changelog)
    return dict(zip(parts[1::2], parts[2::2], strict=True)).get(version, "").strip()


def _surface(package: Tree) -> str:
    return package[SURFACE].decode()


def _packages(old: Snapshot, new: Snapshot) -> tuple[Tree, Tree]:
    """The packages of both snapshots as the generator of the new one makes them."""
    before = _package(old, new.revision)
    same = (old.content, old.settings) == (new.content, new.settings)
    return before, before if same else _package(new, new.revision)


def _package(snapshot: Snapshot, revision: str | None) -> Tree:
    """The package of a snapshot as the generator of a revision makes it, or this one."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document, config, output = folder / DOCUMENT, folder / "config.yaml", folder / PACKAGE
        document.parent.mkdir()
        document.write_bytes(snapshot.content)
        config.write_bytes(snapshot.settings)
        if revision is None:
            return generate_tree(document, config, DOCUMENT)
        extract_generator(revision, folder)
        command = [sys.executable, "-m", "generator", "generate", "--config", str(config)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            problem = f"its generator cannot read {snapshot.label}: {done.stderr.strip()}"
            raise GeneratorError(revision[:12], "", problem, "name two files instead")
        return read(output)
