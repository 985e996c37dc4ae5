# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Claims challenges in the header `WWW-Authenticate` (continuous access evaluation, CAE).

Format: https://learn.microsoft.com/entra/identity-platform/claims-challenge
"""

from __future__ import annotations

import base64
import json
import re
from typing import Final

_LETTER: Final = r"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_NAME: Final = f"{_LETTER}++"
#: A parameter, with the scheme before it if it is the first of a challenge. The time is linear:
#: a match starts only at the start of a name, and the possessive quantifiers do not backtrack.
_PARAMETER: Final = re.compile(
    rf"(?<!{_LETTER})(?:(?P<scheme>{_NAME})[ \t]++)?(?P<name>{_NAME})[ \t]*+=[ \t]*+"
    r'(?:"(?P<quoted>(?:[^"\\]|\\.)*+)"|(?P<bare>[^\s,"]++))'
)
_ESCAPED: Final = re.compile(r"\\(.)")
#: The most characters of a header to read; a real challenge has a few hundred.
_LONGEST: Final = 65_536


def requested_claims(header: str | None) -> str | None:
    """Return the claims of the first claims challenge as JSON, or None if there is none.

    Args:
        header: The value of `WWW-Authenticate`, or several values joined by commas.
    """
    if header is None or len(header) > _LONGEST:
        return None
    challenges: list[dict[str, str]] = []
    for match in _PARAMETER.finditer(header):
        if match["scheme"] is not None or not challenges:
            challenges.append({"": (match["scheme"] or "").lower()})
        quoted = match["quoted"]
        value = match["bare"] if quoted is None else _ESCAPED.sub(r"\1", quoted)
        challenges[-1].setdefault(match["name"].lower(), value)
    for challenge in challenges:
        if challenge[""] == "bearer" and challenge.get("error") == "insufficient_claims":
            claims = _decoded(challenge.get("claims", ""))
            if claims is not None:
                return claims
    return None


def _decoded(value: str) -> str | None:
    """Return the JSON object in base64 of either alphabet, with or without padding, or None."""
    standard = value.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        text = base64.b64decode(standard + "=" * (-len(standard) % 4), validate=True).decode()
        return text if isinstance(json.loads(text), dict) else None
    except (ValueError, RecursionError):
        return None
