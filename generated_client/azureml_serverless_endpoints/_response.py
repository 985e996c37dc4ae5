# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What comes back: the answer as it arrived, and the result that a caller gets of it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final, Generic, NoReturn, TypeVar

import attrs

from ._json import Decoder, Mismatch, is_too_deep
from .errors import APIResponseError

if TYPE_CHECKING:
    from ._error_model import ErrorModel
    from ._operation import Operation
    from .errors import APIError

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)


@attrs.frozen(kw_only=True)
class Response(Generic[T_co]):
    """A result, with the facts about the call that brought it.

    Attributes:
        parsed: The result, of the type that the document names.
        status_code: HTTP status of the answer.
        headers: Headers of the answer, looked up in any case. Not shown in the repr.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, found in its activity log.
        client_request_id: The id that this call was sent with, the same in each attempt.
        attempts: How often the request was sent until this answer came.
    """

    parsed: T_co
    status_code: int
    headers: Mapping[str, str] = attrs.field(repr=False)
    request_id: str | None
    correlation_request_id: str | None
    client_request_id: str
    attempts: int


class Answer:
    """An answer whose body is complete but not yet understood. Its repr shows the status alone."""

    __slots__ = ("attempts", "body", "client_request_id", "headers", "operation", "status_code")

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

    def __repr__(self) -> str:
        return f"<Answer {self.status_code}>"

    def json(self, decoder: Decoder[T]) -> T:
        """The body, read as JSON and decoded.

        Raises:
            APIResponseError: If the body is no JSON, or not what the document says. No frame
                between the body and the error holds a part of it, and neither does the error.
        """
        try:
            result = decoder(self._parse(), False)
        except Mismatch as mismatch:
            problem = f"the answer{mismatch.path} should be {mismatch.expected}"
        except RecursionError:
            problem = "its JSON is nested too deep"
        except ValueError:
            problem = self._not_json()
        else:
            if not _holds_error(result):
                return result
            del result
            problem = "an error stands where the result should be"
        raise self.refusal(problem)

    def text(self) -> str:
        """The body as text.

        Raises:
            APIResponseError: If it is not UTF-8.
        """
        try:
            return self.body.decode()
        except UnicodeDecodeError:
            pass
        raise self.refusal("the text is not UTF-8")

    def content(self) -> bytes:
        """The body as it arrived."""
        return self.body

    def error(self, decoder: Decoder[ErrorModel], *, is_text: bool = False) -> APIError:
        """The error that this answer is, for a status that is no success.

        Args:
            decoder: What reads the model of such an error, as far as it can be read.
            is_text: Whether it reads the text of the body, not the JSON that it is.
        """
        # Only failures need the reader of error bodies, so only they pay for its import.
        from ._error_body import read_error

        return read_error(self, decoder, is_text=is_text)

    def refusal(self, problem: str) -> APIResponseError:
        """The error for an answer that the document does not know.

        Args:
            problem: What is wrong with it, as the end of a sentence. No part of the body.
        """
        error = APIResponseError(
            f"{self.operation.operation_id}: the answer ({self.status_code}) is not what the "
            f"document says: {problem}{self.ids()}"
        )
        error.status_code = self.status_code
        error.request_id = self.headers.get("x-ms-request-id")
        error.correlation_request_id = self.headers.get("x-ms-correlation-request-id")
        error.attempts = self.attempts
        error.client_request_id = self.client_request_id
        return error

    def ids(self) -> str:
        """The service's id of the request in brackets, for the end of a message."""
        request_id = self.headers.get("x-ms-request-id")
        if not request_id:
            return ""
        from ._error_body import one_line

        return f" [request id {one_line(request_id)}]"

    def response(self, parsed: T) -> Response[T]:
        """The result that a caller gets, with the facts of this answer."""
        return Response(
            parsed=parsed,
            status_code=self.status_code,
            headers=self.headers,
            request_id=self.headers.get("x-ms-request-id"),
            correlation_request_id=self.headers.get("x-ms-correlation-request-id"),
            client_request_id=self.client_request_id,
            attempts=self.attempts,
        )

    def _parse(self) -> Any:
        value = json.loads(self.body, parse_constant=_refuse_constant)
        if is_too_deep(value):
            raise RecursionError
        return value

    def _not_json(self) -> str:
        start = self.body[:1024].lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
        if not start:
            return "it is empty"
        if start == b"<":
            return "it is HTML or XML, as of a proxy or a sign-in page between here and the service"
        return "it is no JSON, or a JSON that was cut"


def _holds_error(result: Any) -> bool:
    """Whether there is an error among the members of a model of which the document is silent."""
    others: Mapping[str, Any] = getattr(result, "additional_properties", {})
    if not others or getattr(result, "_is_map", False):
        return False
    # Services write such names in small letters or with a capital.
    error = others.get("error", others.get("Error"))
    # An empty text stands for none.
    if isinstance(error, Mapping) or (isinstance(error, str) and bool(error.strip())):
        return True
    # Or the error has no member of its own: words, and nothing of what the document names.
    message = others.get("message", others.get("Message"))
    return isinstance(message, str) and result.to_dict().keys() == others.keys()


def _refuse_constant(_: str) -> NoReturn:
    # Python reads NaN and Infinity, which JSON does not have.
    raise ValueError
