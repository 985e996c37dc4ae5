"""What a package is made from: the document, the generator, and the tools, each by its identity."""

from __future__ import annotations

import hashlib
from importlib.metadata import version
from pathlib import Path
from typing import Final

import attrs

_HERE: Final = Path(__file__).parent
_TOOLS: Final = ("openapi-python-client", "ruff", "griffelib")
#: What shapes the output: code, templates, schema and pins. The configuration, which is YAML, shows
#: itself in the package.
_SHAPING: Final = frozenset({".py", ".jinja", ".json", ".txt"})


@attrs.frozen(kw_only=True)
class Provenance:
    """What a package is made from.

    Attributes:
        document_sha256: Digest of the document's bytes.
        generator_sha256: Digest of the generator's code, templates, runtime and pins.
        tools: Versions of the tools that shape the output, by their names.
    """

    document_sha256: str
    generator_sha256: str
    tools: dict[str, str]


def provenance(document: Path, generator: Path = _HERE) -> Provenance:
    """What a package would be made from here and now.

    Args:
        document: The document's file.
        generator: The generator's folder.
    """
    return Provenance(
        document_sha256=hashlib.sha256(document.read_bytes()).hexdigest(),
        generator_sha256=_digest(generator),
        tools={name: version(name) for name in _TOOLS},
    )


def _digest(folder: Path) -> str:
    """One digest of names and contents, the same on every machine."""
    total = hashlib.sha256()
    for path in sorted(folder.rglob("*"), key=lambda path: path.relative_to(folder).as_posix()):
        if path.suffix in _SHAPING and "__pycache__" not in path.parts:
            name = path.relative_to(folder).as_posix()
            total.update(f"{name}\0{hashlib.sha256(path.read_bytes()).hexdigest()}\n".encode())
    return total.hexdigest()
