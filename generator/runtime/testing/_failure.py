"""A failure that a test has scripted."""

import http.client
import math
import re
from collections.abc import Mapping
from types import EllipsisType
from typing import Any

import attrs
import httpx

from ._operation import Json
from ._reply import Reply, content, error

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_VALUE = re.compile(r"[\t -~]*")

_ARM_ERRORS = {
    401: ("AuthenticationFailed", "Authentication failed."),
    403: ("AuthorizationFailed", "The client has no authorization to perform the action."),
    404: ("ResourceNotFound", "The resource was not found."),
    409: ("ScopeLocked", "The scope cannot perform the operation because it is locked."),
    429: ("SubscriptionRequestsThrottled", "Number of requests for the subscription exceeded."),
}


@attrs.frozen
class Failure:
    """What becomes of the next requests, whatever they ask.

    Attributes:
        outcome: The answer, or the exception of httpx to raise in its place.
        delay: Seconds before the outcome.
        times: How many requests it meets, or None for all from then on.
    """

    outcome: Reply | type[httpx.RequestError]
    delay: float = 0.0
    times: int | None = 1

    @classmethod
    def scripted(
        cls,
        status: int | None,
        body: Json | bytes | EllipsisType,
        headers: Mapping[str, str] | None,
        delay: float,
        times: int | None,
        exception: type[httpx.RequestError] | None,
    ) -> "Failure":
        """Make a failure of the arguments of `StandIn.fail`, which documents them."""
        _check_types(status, delay, times, exception)
        _check_headers(headers)
        if not 0 <= delay < math.inf:
            raise ValueError("delay is in seconds: 0 or more.")
        if times is not None and times < 1:
            raise ValueError("times is 1 or more, or None for every request.")
        if exception is not None:
            if (status, body, headers) != (None, ..., None):
                raise ValueError("An exception leaves no answer: give no status, body or headers.")
            return cls(exception, delay, times)
        if status is None or not 200 <= status <= 599:
            raise ValueError("Give a status from 200 to 599, or an exception.")
        return cls(_reply(status, body, headers), delay, times)


def _check_types(status: object, delay: object, times: object, exception: object) -> None:
    """Raise for what would only fail later, inside the call that a test makes."""
    if not (status is None or _is_whole(status)):
        raise TypeError(f"status is a whole number, not of type {type(status).__name__}.")
    if not (_is_whole(delay) or isinstance(delay, float)):
        raise TypeError(f"delay is a number of seconds, not of type {type(delay).__name__}.")
    if not (times is None or _is_whole(times)):
        raise TypeError(f"times is a whole number, or None, not of type {type(times).__name__}.")
    if exception is None:
        return
    found = f"of type {type(exception).__name__}"
    if isinstance(exception, type):
        if issubclass(exception, httpx.RequestError):
            return
        found = exception.__name__
    raise TypeError(f"exception is a class of httpx's RequestError, not {found}.")


def _check_headers(headers: Mapping[str, str] | None) -> None:
    if headers is None:
        return
    given: Any = headers
    if not isinstance(given, Mapping):
        found = type(given).__name__
        raise TypeError(f"headers is a mapping of names to values, not of type {found}.")
    for name, value in headers.items():
        _check_header(name, value)


def _check_header(name: object, value: object) -> None:
    if not isinstance(name, str) or not isinstance(value, str):
        found = type(value if isinstance(name, str) else name).__name__
        raise TypeError(f"headers holds names and values of type str, not {found}.")
    if not _NAME.fullmatch(name):
        raise ValueError(f"headers holds a name that HTTP does not allow: {name!a}.")
    if not _VALUE.fullmatch(value):
        raise ValueError(f"The value of the header {name!a} is visible ASCII on one line.")


def _is_whole(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _reply(
    status: int, body: Json | bytes | EllipsisType, headers: Mapping[str, str] | None
) -> Reply:
    if isinstance(body, EllipsisType):
        if status < 400:
            return Reply(status, headers=httpx.Headers(headers))
        phrase = http.client.responses.get(status, "Unknown Error")
        code, message = _ARM_ERRORS.get(status, (phrase.replace(" ", ""), f"{phrase}."))
        return error(status, code, message, headers=headers)
    match body:
        case str():
            media_type = "text/plain; charset=utf-8"
        case bytes():
            media_type = "application/octet-stream"
        case _:
            media_type = "application/json; charset=utf-8"
    reply = content(status, body, media_type, headers)
    if reply.body and status in (204, 304):
        raise ValueError(f"An answer of status {status} has no body.")
    return reply
