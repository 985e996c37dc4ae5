# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Prepares text from services and libraries for messages."""

from __future__ import annotations

import re
from typing import Final

#: The greatest number of characters that a message quotes.
_LONGEST: Final = 600
#: What looks like a token. It ends where JSON or XML continue.
_TOKEN: Final = r"(?i)\b(?:bearer\s+[^\s\"'\\<>,;]+|eyJ[\w-]{8,}(?:\.[\w-]*)*)"  # noqa: S105


def one_line(text: str) -> str:
    """Return `text` on one line of at most 600 characters, without tokens."""
    # Unprintable characters include those that change the direction of writing.
    clean = "".join(c if c.isprintable() else " " for c in text[: 4 * _LONGEST])
    clean = without_tokens(" ".join(clean.split()))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def without_tokens(text: str) -> str:
    """Return `text` with `[token]` in place of everything that looks like a token."""
    # Most texts contain no token, and compiling the expression takes longer than a call.
    lower = text.lower()
    if "bearer" not in lower and "eyj" not in lower:
        return text
    return re.sub(_TOKEN, "[token]", text)
