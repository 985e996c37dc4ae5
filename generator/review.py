"""What a change of the project means for callers, and whether version and changelog follow it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

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
from .project import CHANGELOG, CONFIG, DOCUMENT, PACKAGE, SURFACE
from .snapshot import Snapshot, extract_generator
from .tree import Tree, read

_HEADING: Final = re.compile(r"^## \[?([^\]\s]+).*$", re.MULTILINE)


def review(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Every change between two states of the project.

    The documents tell what changed because of the service. The new generator then reads both: the
    two surfaces tell what the documents' comparison does not see, and where that of the old
    document is not the one that was committed with it, what changed because of the generator.
    """
    changes = compare(old.document.root, new.document.root)
    before, after = _packages(old, new)
    changes += unsaid(compare_surfaces(_surface(before), _surface(after)), changes)
    changes += compare_settings(old.config, new.config)
    if old.surface is not None:
        changes += compare_surfaces(old.surface, _surface(before))
    return changes


def gate(old: Snapshot, new: Snapshot, changes: tuple[Change, ...]) -> list[str]:
    """What is missing for the changes to be released: one sentence each, none when all is there."""
    if not changes:
        return []
    version, step = new.config.version, version_step(changes)
    proposed = propose(released(old), step)
    missing: list[str] = []
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
