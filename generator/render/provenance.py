"""What a package is made from: the document and the tools, each by its identity."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

import attrs

_TOOLS: Final = ("openapi-python-client", "ruff", "griffelib")


@attrs.frozen(kw_only=True)
class Provenance:
    """What a package is made from.

    Attributes:
        document_sha256: SHA-256 digest of the document's bytes, in hexadecimal.
        tools: Versions of the tools that shape the output, by distribution name.
    """

    document_sha256: str
    tools: dict[str, str]


def provenance(document: Path) -> Provenance:
    """Return what a package made now is made from.

    Args:
        document: The document's file.
    """
    return Provenance(
        document_sha256=hashlib.sha256(document.read_bytes()).hexdigest(),
        tools={name: version(name) for name in _TOOLS},
    )
