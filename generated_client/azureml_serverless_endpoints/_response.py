# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The response as it arrived, and the result that a caller gets from it."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from itertools import islice
from typing import Any, Final, Generic, NoReturn, TypeVar

import attrs

from ._base_errors import APIResponseError
from ._json import Decoder, Mismatch, is_object, is_too_deep
from ._operation import Operation
from ._secret import SecretStr, without_secret
from ._text import one_line, without_tokens

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)

#: The greatest size of the body of a success in bytes. Azure Resource Manager allows no more.
MAX_RESULT: Final = 8 * 1024 * 1024
#: The greatest size of the body of an error in bytes. Errors have a few kilobytes; the errors of a
#: deployment of many resources have some tens of kilobytes.
MAX_ERROR: Final = 64 * 1024
#: The greatest number of JSON values in a result. One value costs up to a hundred times the memory
#: of its text. Results of Azure Resource Manager have 30 bytes or more a value, so that a result of
#: MAX_RESULT bytes has about as many values as this.
MAX_VALUES: Final = 250_000

#: The strings and separators of JSON. A string without an end is one token as well: else the time
#: would be quadratic.
_TOKENS: Final = rb'(?s)"[^"\\]*+(?:\\.[^"\\]*+)*+"?|([,\[{])'


def max_size(status_code: int) -> int:
    """Return the greatest size in bytes of the body of a response with this status code."""
    return MAX_RESULT if 200 <= status_code < 300 else MAX_ERROR


@attrs.frozen(kw_only=True)
class Response(Generic[T_co]):
    """A result, with facts about the call that returned it.

    Attributes:
        parsed: The result, of the type that the document names.
        status_code: The HTTP status code of the response.
        headers: The headers of the response; names are case-insensitive. Not shown in the repr.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, shown in its activity log.
        client_request_id: The id that this call was sent with, the same in each attempt.
        attempts: How often the request was sent until this response arrived.
        resource_id: The id of the resource that the call is about, or the path of the request if
            the resource has none, as for a list.
    """

    parsed: T_co
    status_code: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    request_id: str | None
    correlation_request_id: str | None
    client_request_id: str
    attempts: int
    resource_id: str | None = None

    def _repr_html_(self) -> str:
        # Imported here: only notebooks need it.
        from ._html import fields_table

        return fields_table(self)


class Answer:
    """A complete response that is not yet read. Its repr shows only the status code.

    Attributes:
        attempts: How often the request was sent.
        target: Path and query of the request.
        token: The token that was sent, or None. Nothing that is shown of the response contains it.
    """

    __slots__ = (
        "attempts",
        "body",
        "client_request_id",
        "headers",
        "operation",
        "status_code",
        "target",
        "token",
    )

    def __init__(
        self,
        *,
        operation: Operation,
        status_code: int,
        headers: Mapping[str, str],
        body: bytes,
        attempts: int = 1,
        client_request_id: str = "",
    ) -> None:
        self.operation: Final = operation
        self.status_code: Final = status_code
        self.headers: Final = headers
        self.body: Final = body
        self.attempts = attempts
        self.client_request_id: Final = client_request_id
        self.target = ""
        self.token: SecretStr | None = None

    @property
    def resource_id(self) -> str | None:
        """The id of the resource that the request was about; see `Operation.resource_id`."""
        return self.operation.resource_id(self.target) if self.target else None

    def __repr__(self) -> str:
        return f"<Answer {self.status_code}>"

    def json(self, decoder: Decoder[T]) -> T:
        """Return the body, read as JSON and decoded.

        Raises:
            APIResponseError: If the body is not JSON, is too large, or does not match the document.
                Neither the error nor a frame of its traceback contains a part of the body.
        """
        try:
            result = decoder(self._parse(), False)
        except Mismatch as mismatch:
            problem = f"does not match the API description: {mismatch}"
        except RecursionError:
            problem = "is nested too deeply"
        except _TooManyValuesError:
            problem = f"contains more than {MAX_VALUES:,} values"
        except ValueError:
            problem = self._why_not_json()
        else:
            if not _contains_error(result):
                return result
            del result
            problem = "contains an error instead of a result"
        raise self.refusal(problem)

    def text(self) -> str:
        """Return the body as text.

        Raises:
            APIResponseError: If the body is not UTF-8.
        """
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            pass
        raise self.refusal("is not UTF-8")

    def content(self) -> bytes:
        """Return the body as it arrived."""
        return self.body

    def refusal(self, problem: str) -> APIResponseError:
        """Return the error for a response that does not match the document.

        Args:
            problem: What is wrong, as the end of a sentence. Contains no part of the body.
        """
        error = APIResponseError(
            f"{self.operation.operation_id}: the response ({self.status_code}) {problem}"
            f"{self.ids()}"
        )
        error.resource_id = self.resource_id
        error.status_code = self.status_code
        error.request_id = self.header("x-ms-request-id")
        error.correlation_request_id = self.header("x-ms-correlation-request-id")
        error.attempts = self.attempts
        error.client_request_id = self.client_request_id
        return error

    def ids(self) -> str:
        """Return the ids of the request and the resource in brackets, for the end of a message."""
        return ids(self.header("x-ms-request-id"), self.resource_id)

    def header(self, name: str) -> str | None:
        """Return the value of a header without the token, or None if there is no such header."""
        value = self.headers.get(name)
        return None if value is None else self.clean(value)

    def location(self) -> str:
        """Return the URL of a redirect; empty if there is none, or if it contains the token."""
        value = self.headers.get("location", "")
        return value if value == without_secret(value, self.token, "") else ""

    def clean(self, text: str) -> str:
        """Return a text of the service without the token that was sent, or what looks like one."""
        return without_tokens(without_secret(text, self.token, "[token]"))

    def response(self, parsed: T) -> Response[T]:
        """Return what a caller gets: the result and the facts of this response."""
        return Response(
            parsed=parsed,
            status_code=self.status_code,
            headers=self.headers,
            request_id=self.header("x-ms-request-id"),
            correlation_request_id=self.header("x-ms-correlation-request-id"),
            client_request_id=self.client_request_id,
            attempts=self.attempts,
            resource_id=self.resource_id,
        )

    def _parse(self) -> Any:
        if _has_too_many_values(self.body):
            raise _TooManyValuesError
        value = json.loads(self.body, parse_constant=_refuse_constant)
        if is_too_deep(value):
            raise RecursionError
        return value

    def _why_not_json(self) -> str:
        start = self.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if not start:
            return "is empty"
        if start == b"<":
            return (
                "is HTML or XML, for example a page of a proxy or a sign-in page between this "
                "machine and the service"
            )
        return "is not valid JSON; it may be truncated"


def ids(request_id: str | None, resource_id: str | None) -> str:
    """Return the ids of a request and of its resource in brackets, for the end of a message."""
    named = (("request id", request_id), ("resource", resource_id))
    shown = ", ".join([f"{name} {one_line(value)}" for name, value in named if value])
    return f" [{shown}]" if shown else ""


class _TooManyValuesError(Exception):
    """A result contains more JSON values than MAX_VALUES."""


def _has_too_many_values(body: bytes) -> bool:
    # Every value but the first follows a comma or begins an array or an object. This fast count
    # includes the characters inside strings.
    if body.count(b",") + body.count(b"[") + body.count(b"{") <= MAX_VALUES:
        return False
    tokens = re.finditer(_TOKENS, body)
    # A value has at most three of these tokens: a separator, its name, and itself.
    separators = sum(1 for token in islice(tokens, 3 * MAX_VALUES) if token[1])
    return separators > MAX_VALUES or next(tokens, None) is not None


def _contains_error(result: Any) -> bool:
    """Whether the members of a model that the document does not name contain an error."""
    others: Mapping[str, Any] = getattr(result, "additional_properties", {})
    if not others or getattr(result, "_is_map", False):
        return False
    # Services write these names in lower case or with a capital.
    error = others.get("error", others.get("Error"))
    if is_object(error) or _is_text(error):
        return True
    # Or an error without a member of its own: a message, and nothing that the document names.
    message = others.get("message", others.get("Message"))
    is_message = isinstance(message, (str, SecretStr))
    return is_message and result.to_dict().keys() == others.keys()


def _is_text(value: object) -> bool:
    """Whether a value is a text, plain or secret, with more than spaces."""
    text = value.get_secret_value() if isinstance(value, SecretStr) else value
    return isinstance(text, str) and bool(text.strip())


def _refuse_constant(_: str) -> NoReturn:
    # Python reads NaN and Infinity, which JSON does not have.
    raise ValueError
