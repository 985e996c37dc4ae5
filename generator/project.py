"""Where the files of this project stand, from its root on."""

from __future__ import annotations

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
    full = path.resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else path.name
