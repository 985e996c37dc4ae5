"""Writes the package for httpx, or for its successor httpx2, which has the same interface.

Templates and runtime are written for httpx, so that they can be linted, checked and tested as they
are. For httpx2 the two names are exchanged wherever they stand as words, in code and in prose.
"""

from __future__ import annotations

import re
from typing import Final

#: The names as words of their own: not in `httpx-aiohttp`, in a URL or in another identifier.
_NAMES: Final = re.compile(r"(?<![\w./-])(httpx|httpcore)(2?)(?![\w-])")


def written_for(http_library: str, text: str) -> str:
    """Return the text of a template or of a file of the runtime for an HTTP library.

    Args:
        http_library: `httpx` or `httpx2`.
        text: The text as it is written for httpx. Where it names httpx2, it gets httpx.
    """
    if http_library == "httpx":
        return text
    return _NAMES.sub(lambda match: f"{match[1]}{'' if match[2] else '2'}", text)
