# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""HTTP headers: those of every request, those that callers must not set, and valid values.

This module imports no other module of the package: the generator reads it as well.
"""

from __future__ import annotations

import re
from typing import Final

_FIELD_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: RFC 9110 without obs-text: no space at either end.
_FIELD_VALUE: Final = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")

#: Headers that are the same on every request, by lower-case names.
STANDARD: Final = {
    "accept": "application/json",
    # Responses are small, and an uncompressed one cannot be a decompression bomb.
    "accept-encoding": "identity",
    "connection": "keep-alive",
    "x-ms-return-client-request-id": "true",
}
#: Headers that neither a caller nor a header parameter of a document may set.
RESERVED: Final = frozenset(STANDARD) | {
    # The credential of the client authenticates the request, and nothing else does.
    *("authorization", "cookie", "proxy-authorization"),
    # The HTTP library frames the message and manages the connection.
    *("content-encoding", "content-length", "content-type", "expect", "host", "http2-settings"),
    *("keep-alive", "proxy-connection", "te", "trailer", "transfer-encoding", "upgrade"),
    # They select another operation than the one that was called.
    *("x-http-method", "x-http-method-override", "x-method-override"),
}
#: Other headers of every request. The caller of an operation may replace them.
REPLACEABLE: Final = frozenset({"user-agent", "x-ms-client-request-id"})


def is_field_name(name: str) -> bool:
    """Return whether HTTP allows a header name."""
    return _FIELD_NAME.fullmatch(name) is not None


def is_field_value(value: object) -> bool:
    """Return whether a header can hold a value: visible ASCII on one line, no space at an end."""
    return isinstance(value, str) and _FIELD_VALUE.fullmatch(value) is not None
