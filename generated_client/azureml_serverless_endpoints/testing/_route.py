# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Finds the operation that a request is meant for."""

import functools
import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence

import attrs

from ._operation import Operation


@attrs.frozen
class Route:
    """Where a request leads.

    Attributes:
        operation: The operation that it is meant for, or None if there is none such.
        values: Values of the operation's path parameters, decoded.
        methods: The methods that the document has for the path.
    """

    operation: Operation | None
    values: Mapping[str, str]
    methods: frozenset[str]


def route(operations: Iterable[Operation], method: str, path: str) -> Route:
    """Find the operation that a request is meant for.

    Upper and lower case do not differ in a path, as in Azure Resource Manager. A path with a
    literal segment goes before one with a parameter in its place.

    Args:
        operations: Where to look.
        method: HTTP method in upper case.
        path: Path of the request as it was sent, still percent-encoded. It is split before it is
            decoded, so that an encoded slash belongs to a name. A segment `.` or `..`, which on
            its way to the service would change the path, leads nowhere.

    Returns:
        Where the request leads.
    """
    segments = [urllib.parse.unquote(segment) for segment in path.split("/")]
    found: list[tuple[Operation, dict[str, str]]] = []
    for operation in sorted(operations, key=lambda each: ["{" in s for s in each.path.split("/")]):
        values = _values(operation.path, segments)
        if values is not None:
            found.append((operation, values))
    methods = frozenset(operation.method for operation, _ in found)
    for operation, values in found:
        if operation.method == method:
            return Route(operation, values, methods)
    return Route(None, {}, methods)


def _values(template: str, segments: Sequence[str]) -> dict[str, str] | None:
    patterns = _patterns(template)
    if len(patterns) != len(segments) or {".", ".."} & set(segments):
        return None
    values: list[str] = []
    for pattern, segment in zip(patterns, segments, strict=True):
        match = pattern.fullmatch(segment)
        if match is None:
            return None
        values += match.groups()
    return dict(zip(re.findall(r"{(.+?)}", template), values, strict=True))


@functools.cache
def _patterns(path: str) -> list[re.Pattern[str]]:
    """Compile each segment of a path template to a pattern with one group for each parameter."""
    return [
        re.compile(
            "(.+)".join(map(re.escape, re.split(r"{.+?}", segment))), re.IGNORECASE | re.DOTALL
        )
        for segment in path.split("/")
    ]
