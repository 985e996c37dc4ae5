# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The behaviour of the service: pure functions of a request and of the existing resources."""

from __future__ import annotations

import contextlib
import datetime as dt
import functools
import re
import urllib.parse
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

import attrs
import httpx

from ..errors import Violation
from ._messages import RecordedRequest, Reply, error
from ._operation import Json, Operation
from ._schema import parameter_violation, read_json, violation

Resource: TypeAlias = tuple[str, ...]
"""The id of an operation and the values of its path parameters, in lower case."""

_API_VERSION: Final = "api-version"


@attrs.frozen
class Route:
    """The operation that a request is for.

    Attributes:
        operation: The operation, or None if no operation matches.
        values: Values of the operation's path parameters, decoded.
        methods: The methods that the document has for the path.
    """

    operation: Operation | None
    values: Mapping[str, str]
    methods: frozenset[str]


def route(operations: Iterable[Operation], method: str, path: str) -> Route:
    """Find the operation that a request is for.

    Paths are case-insensitive, as in Azure Resource Manager. A literal segment takes precedence
    over a parameter in the same place.

    Args:
        operations: The operations of the service.
        method: HTTP method in upper case.
        path: Path of the request as it was sent, still percent-encoded. It is split before it is
            decoded, so that an encoded slash belongs to a name. No operation matches a path with a
            segment `.` or `..`, since HTTP clients send such a request to another path.

    Returns:
        The operation and the values of its path parameters.
    """
    segments = [urllib.parse.unquote(segment) for segment in path.split("/")]
    found: list[tuple[Operation, dict[str, str]]] = []
    for operation in sorted(operations, key=lambda each: ["{" in s for s in each.path.split("/")]):
        values = _path_values(operation.path, segments)
        if values is not None:
            found.append((operation, values))
    methods = frozenset(operation.method for operation, _ in found)
    for operation, values in found:
        if operation.method == method:
            return Route(operation, values, methods)
    return Route(None, {}, methods)


def _path_values(template: str, segments: Sequence[str]) -> dict[str, str] | None:
    patterns = _segment_patterns(template)
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
def _segment_patterns(path: str) -> list[re.Pattern[str]]:
    """Compile each segment of a path template to a pattern with one group for each parameter."""
    return [
        re.compile(
            "(.+)".join(map(re.escape, re.split(r"{.+?}", segment))), re.IGNORECASE | re.DOTALL
        )
        for segment in path.split("/")
    ]


def resource(operation: Operation, values: Mapping[str, str]) -> Resource:
    """Name the resource that an operation is about.

    Args:
        operation: The operation.
        values: Values of all of its path parameters.

    Returns:
        The name. It is case-insensitive, as in Azure Resource Manager.
    """
    parameters = operation.path_parameters
    return (operation.id, *(normal(values[one.name], one.schema) for one in parameters))


def normal(text: str, schema: Mapping[str, Json]) -> str:
    """Return the form of a path parameter's value by which values are compared.

    Args:
        text: The value as it is sent, decoded.
        schema: The schema of the parameter.
    """
    with contextlib.suppress(ValueError):  # An invalid value is compared as it is.
        if schema.get("type") == "number":
            return str(float(text))
        if schema.get("format") == "date-time":
            return dt.datetime.fromisoformat(text).isoformat()
    return text.lower()


def respond(
    request: RecordedRequest,
    route: Route,
    *,
    api_version: str,
    resources: Mapping[Resource, bytes | None],
) -> Reply:
    """Answer a request as Azure Resource Manager does, with the first error that applies.

    Args:
        request: The request.
        route: The operation that it is for.
        api_version: The only accepted value of the query parameter `api-version`.
        resources: The existing resources, each with the body of the response, or None if neither
            the document nor the test gives one.

    Returns:
        The response.
    """
    operation = route.operation
    if operation is None:
        return _no_operation(route)
    return (
        _authentication_failure(request, operation)
        or _api_version_failure(request, operation, api_version)
        or _parameter_failure(request, operation, route.values)
        or _body_failure(request, operation)
        or _result(operation, route.values, resources)
    )


def _no_operation(route: Route) -> Reply:
    if not route.methods:
        return error(404, "NotFound", "The document has no operation with this path.")
    methods = ", ".join(sorted(route.methods))
    return error(
        405,
        "MethodNotAllowed",
        f"The methods of this path are: {methods}.",
        headers={"Allow": methods},
    )


def _authentication_failure(request: RecordedRequest, operation: Operation) -> Reply | None:
    credentials = request.headers.get("Authorization", "")
    if not operation.secured or re.fullmatch(r"Bearer +\S+", credentials, re.IGNORECASE):
        return None
    return error(
        401,
        "AuthenticationFailed",
        "The header 'Authorization' is not 'Bearer <token>'. The stand-in takes any token.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _api_version_failure(
    request: RecordedRequest, operation: Operation, known: str
) -> Reply | None:
    asked = [p for p in operation.parameters if (p.name, p.location) == (_API_VERSION, "query")]
    version = dict(request.query).get(_API_VERSION)
    # If the document names several versions, they are checked like any other parameter.
    if not asked or "enum" in asked[0].schema or (version is None and not asked[0].required):
        return None
    if not version:
        return error(
            400,
            "MissingApiVersionParameter",
            f"The query has no api-version. The stand-in takes '{known}'.",
        )
    if version != known:
        return error(
            400,
            "NoRegisteredProviderFound",
            f"The api-version is '{version}'. The stand-in takes '{known}'.",
        )
    return None


def _parameter_failure(
    request: RecordedRequest, operation: Operation, path: Mapping[str, str]
) -> Reply | None:
    for parameter in operation.parameters:
        if parameter.location == "path":
            values = [path[parameter.name]]
        elif parameter.location == "query":
            values = [value for name, value in request.query if name == parameter.name]
        else:
            values = request.headers.get_list(parameter.name)
        if parameter.required and not values:
            return error(
                400,
                f"MissingRequired{parameter.location.title()}Parameter",
                f"The {parameter.location} parameter '{parameter.name}' is required.",
                target=parameter.name,
            )
        if values and (found := parameter_violation(values, parameter)):
            return _refusal("InvalidParameter", found)
    return None


def _body_failure(request: RecordedRequest, operation: Operation) -> Reply | None:
    if operation.body is None:
        return None
    if not request.body:
        missing = Violation("body", "is required")
        return _refusal("InvalidRequestContent", missing) if operation.body_required else None
    if "json" not in operation.body_media_type.lower():
        return None
    try:
        body = read_json(request.body)
    except ValueError:
        return _refusal("InvalidRequestContent", Violation("body", "must be JSON"))
    found = violation(body, operation.body, "body")
    return _refusal("InvalidRequestContent", found) if found else None


def _refusal(code: str, found: Violation) -> Reply:
    place, rule = found
    return error(400, code, f"The value of '{place}' {rule}.", target=place)


def _result(
    operation: Operation, path: Mapping[str, str], resources: Mapping[Resource, bytes | None]
) -> Reply:
    name = resource(operation, path)
    if name not in resources:
        message = f"{_missing(operation, path, name, resources)} Tests add one with"
        return error(404, "ResourceNotFound", f"{message} stand_in.add({operation.id!r}, …).")
    body = resources[name]
    if body is None:
        return error(
            501,
            "NoExample",
            "The document has no example of this response."
            f" Tests give one with stand_in.add({operation.id!r}, …, body).",
        )
    status, media_type = operation.success.status, operation.success.media_type
    headers = httpx.Headers({"Content-Type": media_type} if media_type else None)
    return Reply(int(status) if status.isdecimal() else 200, body, headers)


def _missing(
    operation: Operation,
    path: Mapping[str, str],
    name: Resource,
    resources: Mapping[Resource, bytes | None],
) -> str:
    """Return in which parameters a name differs from the one that exists and is most alike."""

    def differing(other: Resource) -> list[int]:
        return [index for index, value in enumerate(other) if value != name[index]]

    known = [one for one in resources if one[0] == operation.id]
    if not known:
        return "The stand-in has no resource of this kind."
    nearest = min(known, key=lambda one: len(differing(one)))
    # The first part of a name is the id of the operation.
    wrong = [(operation.path_parameters[i - 1].name, nearest[i]) for i in differing(nearest)]
    found = " and ".join(f"{key} is {path[key]!r}, not {value!r}" for key, value in wrong)
    return f"The stand-in has no such resource: {found}."
