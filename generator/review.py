"""What a change of the project means for callers, and whether version and changelog follow it."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

from packaging.version import Version

from . import project
from .changes import Change, compare, compare_surfaces, propose, version_step
from .errors import GeneratorError
from .generation import generate_tree
from .project import CHANGELOG, CONFIG, DOCUMENT, SURFACE
from .snapshot import Snapshot, extract_generator

_HEADING: Final = re.compile(r"^## \[?([^\]\s]+).*$", re.MULTILINE)


def review(old: Snapshot, new: Snapshot) -> tuple[Change, ...]:
    """Every change between two states of the project.

    The documents tell what changed because of the service. What changed because of the generator
    shows when the new generator reads the old document: where its surface is not the one that was
    committed with it.
    """
    changes = compare(old.document.root, new.document.root)
    if old.surface is not None:
        changes += compare_surfaces(old.surface, _surface_of(old.content, new.revision))
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


def _surface_of(document: bytes, revision: str | None) -> str:
    """The surface that a document has by the generator of a revision, or by this one."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, Path(DOCUMENT).name)
        path.write_bytes(document)
        if revision is None:
            return generate_tree(path, project.ROOT / CONFIG)[SURFACE].decode()
        extract_generator(revision, Path(folder))
        command = [sys.executable, "-m", "generator", "generate"]
        options = ["--document", path.name, "--output", "package"]
        done = subprocess.run(
            [*command, *options], cwd=folder, capture_output=True, text=True, check=False
        )
        if done.returncode != 0:
            problem = f"its generator cannot read the older document: {done.stderr}"
            raise GeneratorError(revision[:12], "", problem, "name two files instead")
        return Path(folder, "package", SURFACE).read_text(encoding="utf-8")
