# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The headers that a caller adds to a call."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, Final

from ._operation import Operation
from .errors import InvalidParameterError, Violation

_FIELD_NAME: Final = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
#: As RFC 9110 has it, in ASCII: no space at either end.
_FIELD_VALUE: Final = re.compile(r"(?:[!-~](?:[\t -~]*[!-~])?)?")
#: Headers that only this client sets: they decide where the request goes, who asks, what is read.
_RESERVED: Final = frozenset(
    {"accept", "accept-encoding", "authorization", "connection", "content-length", "content-type"}
    | {"host", "transfer-encoding", "x-ms-return-client-request-id"}
)


def is_field_value(value: object) -> bool:
    """Whether a header can hold a value: visible ASCII on one line, no space at either end."""
    return isinstance(value, str) and _FIELD_VALUE.fullmatch(value) is not None


def checked_headers(operation: Operation, headers: Mapping[str, str] | None) -> dict[str, str]:
    """The caller's headers by lower-case names."""
    if headers is None:
        return {}
    given: Any = headers
    if not isinstance(given, Mapping):
        rule = f"must be a mapping of names to values, not of type {type(given).__name__}"
        raise InvalidParameterError(operation.operation_id, [Violation("headers", rule)])
    violations: list[Violation] = []
    checked: dict[str, str] = {}
    for name, value in headers.items():
        broken = _broken(name, value)
        if broken is None:
            # By `str` itself: a subclass may show another text than the one that was checked.
            checked[str.lower(name)] = str.__str__(value)
        else:
            violations.append(Violation("headers", broken))
    if violations:
        raise InvalidParameterError(operation.operation_id, violations)
    return checked


def _broken(name: object, value: object) -> str | None:
    """The rule that a header breaks, or None. Without the value, which may be a secret."""
    if not isinstance(name, str):
        return f"must have names of type str, not {type(name).__name__}"
    if not _FIELD_NAME.fullmatch(name):
        from ._error_body import one_line

        return f"must have names that HTTP allows, not {one_line(name)!a:.60}"
    key = str.lower(name)
    if key in _RESERVED:
        return f"must not set {key}: the client does"
    if not isinstance(value, str):
        return f"must hold values of type str, not {type(value).__name__} ({key})"
    if not is_field_value(value):
        return f"must hold visible ASCII on one line, no space at its ends ({key})"
    return None
