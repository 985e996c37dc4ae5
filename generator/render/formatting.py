"""Formats the package's Python files with ruff."""

from __future__ import annotations

import subprocess
import tempfile
from pathlib import Path
from typing import Final

from ruff import find_ruff_bin  # type: ignore[import-untyped]

from generator.errors import GeneratorError
from generator.files import Tree, write_files

#: All settings are given here, so that no configuration file of the machine changes the output.
_RUFF: Final = (
    "--isolated",
    "--no-cache",
    "--no-respect-gitignore",
    "--target-version=py311",
    "--line-length=100",
    "--config=exclude=[]",
)
_ISORT: Final = ("--config", "lint.isort.split-on-trailing-comma=false")


def formatted(tree: Tree) -> dict[str, bytes]:
    """Return the tree with its Python files formatted, and imports sorted and reduced.

    Raises:
        GeneratorError: If ruff cannot read a file, which means that a template is wrong.
    """
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        write_files(tree, root)
        for command in (
            (
                "check",
                "--fix",
                "--quiet",
                "--output-format=concise",
                "--select=I,F401",
                *_ISORT,
                *_RUFF,
            ),
            ("format", *_RUFF),
        ):
            done = subprocess.run(
                [find_ruff_bin(), *command, "."],
                cwd=root,
                capture_output=True,
                text=True,
                encoding="utf-8",
                check=False,
            )
            if done.returncode != 0:
                words = " ".join((done.stderr or done.stdout).split())
                raise GeneratorError(
                    "templates", "", f"ruff failed: {words}", "correct the template"
                )
        return {name: (root / name).read_bytes() for name in tree}
