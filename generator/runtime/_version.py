"""Version and provenance of the package, for `--version`."""

from __future__ import annotations

from . import _provenance
from ._about import API_VERSION, DISTRIBUTION, VERSION


def version() -> str:
    """Return version and provenance, one fact a line."""
    facts = {
        "api-version": API_VERSION,
        "document sha256": _provenance.DOCUMENT_SHA256,
        **_provenance.TOOLS,
    }
    lines = (f"{name}: {value}" for name, value in facts.items())
    return "\n".join([f"{DISTRIBUTION} {VERSION}", *lines])
