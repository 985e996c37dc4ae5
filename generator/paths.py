"""Paths of the project's files, relative to its root."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parent.parent

DOCUMENT: Final = "openapi/serverless-endpoints.yaml"
CONFIG: Final = "generator/config.yaml"
PACKAGE: Final = "generated_client"
CHANGELOG: Final = "CHANGELOG.md"

#: The file of the package that holds its public surface.
SURFACE: Final = "api.md"
#: The file that names the document and the tools that made a package.
PROVENANCE: Final = "_provenance.py"


def source_name(path: Path) -> str:
    """Return how files and messages name a file: its path in the project, or its bare name."""
    full = real_path(path)
    name = full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else path.name
    # The name of a file need not be valid text.
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def real_path(path: Path) -> Path:
    """Return the path with all links followed; a link to itself stays as it is."""
    return Path(os.path.realpath(path))
