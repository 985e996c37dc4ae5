"""Copies the project to a folder, for tests of another api-version or another HTTP library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from generator.paths import PACKAGE, ROOT


def copy_project(folder: Path) -> None:
    """Copy the files that git knows or would add, as they are on disk, without the package.

    Args:
        folder: A folder that is empty, or that does not exist yet.
    """
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True, text=True)
    for name in listed.stdout.split("\0")[:-1]:
        source, target = ROOT / name, folder / name
        if source.is_file() and not name.startswith(f"{PACKAGE}/"):
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())


def generate(folder: Path) -> None:
    """Generate the package of a copy, with the generator of the copy."""
    subprocess.run([sys.executable, "-m", "generator", "generate"], cwd=folder, check=True)
