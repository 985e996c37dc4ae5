"""Scripted failures: which requests fail, and how."""

from __future__ import annotations

import http.client
import math
import re
from collections.abc import Collection, Mapping
from types import EllipsisType
from typing import Any, Final

import attrs
import httpx

from .._headers import is_field_name
from ._messages import Reply, content, error
from ._operation import Json, Operation
from ._schema import parameter_violation
from ._service import Route, normal

_HEADER_VALUE: Final = re.compile(r"[\t -~]*")

_ARM_ERRORS: Final = {
    401: ("AuthenticationFailed", "Authentication failed."),
    403: ("AuthorizationFailed", "The client has no authorization to perform the action."),
    404: ("ResourceNotFound", "The resource was not found."),
    409: ("ScopeLocked", "The scope cannot perform the operation because it is locked."),
    429: ("SubscriptionRequestsThrottled", "Number of requests for the subscription exceeded."),
}


@attrs.frozen(kw_only=True)
class Failure:
    """How some requests end.

    Attributes:
        outcome: The response, or the class of the exception to raise instead.
        delay: Seconds before the outcome.
        times: The number of requests that fail, or None for no limit.
        where: The values of path parameters that such a request has.
        every: Each n-th of these requests fails.
    """

    outcome: Reply | type[httpx.RequestError]
    delay: float
    times: int | None
    where: Mapping[str, str]
    every: int

    def applies_to(self, route: Route) -> bool:
        """Return whether a request has the values of `where`."""
        if route.operation is None:
            return not self.where
        schemas = {one.name: one.schema for one in route.operation.path_parameters}
        return all(
            name in route.values
            and normal(route.values[name], schemas[name]) == normal(value, schemas[name])
            for name, value in self.where.items()
        )


class Script:
    """The failures that a test has scripted, the oldest first."""

    def __init__(self) -> None:
        #: Each failure, with how many requests it applied to.
        self._entries: list[tuple[Failure, int]] = []

    def add(self, failure: Failure) -> None:
        """Add a failure."""
        self._entries.append((failure, 0))

    def clear(self) -> None:
        """Remove all failures."""
        self._entries.clear()

    def failure_of(self, route: Route) -> Failure | None:
        """Return how a request fails, and count it; None if it does not fail."""
        for index, (failure, count) in enumerate(self._entries):
            if not failure.applies_to(route):
                continue
            count += 1
            self._entries[index] = failure, count
            if count % failure.every == 0:
                if count // failure.every == failure.times:
                    del self._entries[index]
                return failure
        return None


def scripted(
    status: int | None,
    *,
    body: Json | bytes | EllipsisType,
    headers: Mapping[str, str] | None,
    delay: float,
    times: int | None,
    where: Mapping[str, str] | None,
    every: int | None,
    exception: type[httpx.RequestError] | None,
    operations: Collection[Operation],
) -> Failure:
    """Make a failure from the arguments of `StandIn.fail`, which documents them and its errors."""
    _check_types(status, delay, times, every, exception)
    _check_headers(headers)
    if not 0 <= delay < math.inf:
        raise ValueError("delay is in seconds: 0 or more.")
    if times is not None and times < 1:
        raise ValueError("times is 1 or more, or None for every request.")
    if every is not None and every < 1:
        raise ValueError("every is 1 or more.")
    if exception is not None and (status, body, headers) != (None, ..., None):
        raise ValueError("An exception leaves no response: give no status, body or headers.")
    if exception is None and (status is None or not 200 <= status <= 599):
        raise ValueError("Give a status from 200 to 599, or an exception.")
    return Failure(
        outcome=exception or _scripted_reply(status or 0, body, headers),
        delay=delay,
        times=times,
        where=_checked_values(where, operations),
        every=every or 1,
    )


def _checked_values(
    where: Mapping[str, str] | None, operations: Collection[Operation]
) -> Mapping[str, str]:
    """Return the values of `where`, each of which some operation accepts."""
    given: Any = {} if where is None else where
    if not isinstance(given, Mapping):
        found = type(given).__name__
        raise TypeError(f"where is a mapping of names to values, not of type {found}.")
    known = [one for operation in operations for one in operation.path_parameters]
    for name, value in (where or {}).items():
        if not _is_text(value):
            found = type(value).__name__
            raise TypeError(f"where holds values of type str, not {found} ({name!r}).")
        named = [one for one in known if one.name == name]
        if not named:
            names = ", ".join(dict.fromkeys(one.name for one in known))
            problem = f"where: no operation has a path parameter {name!r}."
            raise ValueError(f"{problem} There are: {names or 'none'}.")
        violations = [parameter_violation([value], one) for one in named]
        if all(violations) and violations[0] is not None:
            raise ValueError(f"where: the value of {name!r} {violations[0].rule}.")
    return dict(where or {})


def _check_types(
    status: object, delay: object, times: object, every: object, exception: object
) -> None:
    """Raise for an argument that would fail only later, inside the call under test."""
    if not (status is None or _is_whole(status)):
        raise TypeError(f"status is a whole number, not of type {type(status).__name__}.")
    if not (_is_whole(delay) or isinstance(delay, float)):
        raise TypeError(f"delay is a number of seconds, not of type {type(delay).__name__}.")
    if not (times is None or _is_whole(times)):
        raise TypeError(f"times is a whole number, or None, not of type {type(times).__name__}.")
    if not (every is None or _is_whole(every)):
        raise TypeError(f"every is a whole number, not of type {type(every).__name__}.")
    if exception is None:
        return
    found = f"of type {type(exception).__name__}"
    if isinstance(exception, type):
        if issubclass(exception, httpx.RequestError):
            return
        found = exception.__name__
    raise TypeError(f"exception is a class of httpx's RequestError, not {found}.")


def _check_headers(headers: Mapping[str, str] | None) -> None:
    given: Any = headers
    if not (given is None or isinstance(given, Mapping)):
        found = type(given).__name__
        raise TypeError(f"headers is a mapping of names to values, not of type {found}.")
    for name, value in (headers or {}).items():
        for text in (name, value):
            if not _is_text(text):
                found = type(text).__name__
                raise TypeError(f"headers holds names and values of type str, not {found}.")
        if not is_field_name(name):
            raise ValueError(f"headers holds a name that HTTP does not allow: {name!a}.")
        if not _HEADER_VALUE.fullmatch(value):
            raise ValueError(f"The value of the header {name!a} is visible ASCII on one line.")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _scripted_reply(
    status: int, body: Json | bytes | EllipsisType, headers: Mapping[str, str] | None
) -> Reply:
    if isinstance(body, EllipsisType):
        if status < 400:
            return Reply(status, headers=httpx.Headers(headers))
        phrase = http.client.responses.get(status, "Unknown Error")
        code, message = _ARM_ERRORS.get(status, (phrase.replace(" ", ""), f"{phrase}."))
        return error(status, code, f"{message} Scripted by a test.", headers=headers)
    match body:
        case str():
            media_type = "text/plain; charset=utf-8"
        case bytes():
            media_type = "application/octet-stream"
        case _:
            media_type = "application/json; charset=utf-8"
    reply = content(status, body, media_type, headers)
    if reply.body and status in (204, 304):
        raise ValueError(f"A response with status {status} has no body.")
    return reply
