# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Decides what the service answers: pure, from a request and what exists."""

import contextlib
import datetime as dt
import re
from collections.abc import Mapping
from typing import TypeAlias

import httpx

from ._constraint import Violation, read_json, text_violation, violation
from ._operation import Json, Operation
from ._reply import Reply, error
from ._request import RecordedRequest
from ._route import Route

Resource: TypeAlias = tuple[str, ...]
"""The id of an operation and the values of its path parameters, in lower case."""

_API_VERSION = "api-version"


def resource(operation: Operation, values: Mapping[str, str]) -> Resource:
    """Name the resource that an operation is about.

    Args:
        operation: The operation.
        values: Values of all of its path parameters.

    Returns:
        The name. Upper and lower case do not differ, as in Azure Resource Manager.
    """
    parameters = operation.path_parameters
    return (operation.id, *(_one_spelling(values[one.name], one.schema) for one in parameters))


def _one_spelling(text: str, schema: Mapping[str, Json]) -> str:
    """Write a value of a path in the one way in which it is compared."""
    with contextlib.suppress(ValueError):  # else it is compared as it is
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
    """Answer a request the way Azure Resource Manager does, the first objection first.

    Args:
        request: The request.
        route: Where the request leads.
        api_version: The one value of the query parameter `api-version` that is known.
        resources: What exists, each with the body of the answer, or None where neither the document
            nor the test says what to answer.

    Returns:
        The answer.
    """
    operation = route.operation
    if operation is None:
        return _nowhere(route)
    return (
        _authentication_failure(request, operation)
        or _api_version_failure(request, operation, api_version)
        or _parameter_failure(request, operation, route.values)
        or _body_failure(request, operation)
        or _result(operation, route.values, resources)
    )


def _nowhere(route: Route) -> Reply:
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
        "Authentication failed. Send the header 'Authorization: Bearer <token>', with any token.",
        headers={"WWW-Authenticate": "Bearer"},
    )


def _api_version_failure(
    request: RecordedRequest, operation: Operation, known: str
) -> Reply | None:
    asked = [p for p in operation.parameters if (p.name, p.location) == (_API_VERSION, "query")]
    version = dict(request.query).get(_API_VERSION)
    # Where the document names several versions, they are checked as any other parameter is.
    if not asked or "enum" in asked[0].schema or (version is None and not asked[0].required):
        return None
    if not version:
        return error(
            400,
            "MissingApiVersionParameter",
            "The api-version query parameter (?api-version=) is required for all requests.",
        )
    if version != known:
        return error(
            400,
            "NoRegisteredProviderFound",
            f"No registered resource provider found for API version '{version}'."
            f" The supported api-versions are '{known}'.",
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
        for value in values:
            if found := text_violation(value, parameter.schema, parameter.name):
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
    return error(400, code, f"The value of '{found.target}' {found.rule}.", target=found.target)


def _result(
    operation: Operation, path: Mapping[str, str], resources: Mapping[Resource, bytes | None]
) -> Reply:
    name = resource(operation, path)
    if name not in resources:
        return error(
            404,
            "ResourceNotFound",
            "No resource of this name exists."
            f" Tests make one with stand_in.add({operation.id!r}, …).",
        )
    body = resources[name]
    if body is None:
        return error(
            501,
            "NoExample",
            "The document has no example of this answer."
            f" Tests give one with stand_in.add({operation.id!r}, …, body).",
        )
    status, media_type = operation.success.status, operation.success.media_type
    headers = httpx.Headers({"Content-Type": media_type} if media_type else None)
    return Reply(int(status) if status.isdecimal() else 200, body, headers)
