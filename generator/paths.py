"""Where the files of this project stand, from its root on."""

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
#: The file that says what made a package: the one that changes when only a tool's version does.
PROVENANCE: Final = "_provenance.py"


def source_name(path: Path) -> str:
    """How files and messages name a file: by its path in this project, or by its bare name."""
    full = real_path(path)
    name = full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else path.name
    # The name of a file may be no text.
    return os.fsencode(name).decode("utf-8", "backslashreplace")


def real_path(path: Path) -> Path:
    """Where a path leads; a link that leads to itself stays as it is."""
    return Path(os.path.realpath(path))
