# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The errors that a call can raise.

```
APIError
├── InvalidParameterError (ValueError)   nothing was sent: an argument breaks a rule
├── CredentialError                      no token, or a place that may not have it
├── APIConnectionError                   no answer: name look-up, TLS, connect, read
│   └── APITimeoutError                  the time was up
├── APIResponseError                     an answer that the document does not know
└── APIStatusError                       the service answered with an error
    ├── BadRequestError 400        ├── ConflictError 409
    ├── AuthenticationError 401    ├── RateLimitError 429
    ├── PermissionDeniedError 403  └── InternalServerError 5xx
    └── NotFoundError 404
```

No error holds a secret: no token, no key, no body of a successful answer. Each can be copied and
pickled.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from ._error_model import ErrorModel

__all__ = [
    "APIConnectionError",
    "APIError",
    "APIResponseError",
    "APIStatusError",
    "APITimeoutError",
    "AuthenticationError",
    "BadRequestError",
    "ConflictError",
    "CredentialError",
    "InternalServerError",
    "InvalidParameterError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "Violation",
]


class APIError(Exception):
    """The root of the tree: catch it to catch all that a call raises on its own account.

    Attributes:
        attempts: How often the request was sent; 0 when nothing was.
        client_request_id: The id that this call was sent with, or None when nothing was sent.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.attempts: int = 0
        self.client_request_id: str | None = None

    def __str__(self) -> str:
        return str(self.args[0])

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception's own way calls the class with `args`, which not every class here takes.
        return _restore, (type(self), self.args, self.__dict__.copy())


def _restore(kind: type[APIError], args: tuple[Any, ...], state: dict[str, Any]) -> APIError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class Violation(NamedTuple):
    """A rule that an argument breaks.

    Attributes:
        parameter: Name of the argument.
        rule: What must hold, as the end of a sentence; it begins with `.` or `[` where it is about
            something inside the argument. Never holds the value.
    """

    parameter: str
    rule: str

    def __str__(self) -> str:
        return f"{self.parameter}{'' if self.rule[0] in '.[' else ' '}{self.rule}"


class InvalidParameterError(APIError, ValueError):
    """An argument breaks a rule; nothing was sent.

    Attributes:
        violations: Every rule that was broken.
    """

    def __init__(self, subject: str, violations: Iterable[Violation]) -> None:
        self.violations: tuple[Violation, ...] = tuple(violations)
        super().__init__(f"{subject}: {'; '.join(map(str, self.violations))}")


class CredentialError(APIError):
    """There is no token to send, or it may not go where the request goes."""


class APIConnectionError(APIError):
    """No answer came: the name was not found, the connection or TLS failed, or it broke off."""


class APITimeoutError(APIConnectionError):
    """No answer came in time."""


class APIResponseError(APIError):
    """An answer came that the document does not know: HTML, cut JSON, wrong types, a redirect.

    Attributes:
        status_code: HTTP status of the answer, or None where there was no answer to read.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, found in its activity log.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.status_code: int | None = None
        self.request_id: str | None = None
        self.correlation_request_id: str | None = None


class APIStatusError(APIError):
    """The service answered with an error.

    Attributes:
        status_code: HTTP status of the answer.
        error: The error as the document describes it, with all that could be read; None where the
            answer held none.
        code: The service's name of the error, or None.
        message: The service's words, on one line, or None.
        target: What the error is about, or None.
        advice: What to do about it, or None.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, found in its activity log.
        routing_request_id: The id of the way that the request took inside Azure.
        failure_cause: `gateway` where Azure Resource Manager itself failed, `service` where the
            service behind it did, else None.
        retry_after: Seconds that the service asks to wait, or None.
    """

    def __init__(
        self,
        text: str,
        *,
        status_code: int,
        error: ErrorModel | None = None,
        code: str | None = None,
        message: str | None = None,
        target: str | None = None,
        advice: str | None = None,
        request_id: str | None = None,
        correlation_request_id: str | None = None,
        routing_request_id: str | None = None,
        failure_cause: str | None = None,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(text)
        self.status_code: int = status_code
        self.error: ErrorModel | None = error
        self.code: str | None = code
        self.message: str | None = message
        self.target: str | None = target
        self.advice: str | None = advice
        self.request_id: str | None = request_id
        self.correlation_request_id: str | None = correlation_request_id
        self.routing_request_id: str | None = routing_request_id
        self.failure_cause: str | None = failure_cause
        self.retry_after: float | None = retry_after


class BadRequestError(APIStatusError):
    """400: the service does not accept the request."""


class AuthenticationError(APIStatusError):
    """401: the token is missing, expired, or not for this service.

    The next call asks the credential for a new token. One that was given as a string stays what it
    is: make a client with a new one.
    """


class PermissionDeniedError(APIStatusError):
    """403: the caller may not do this."""


class NotFoundError(APIStatusError):
    """404: something that the request names does not exist."""


class ConflictError(APIStatusError):
    """409: the state of the resource does not allow it, such as a lock."""


class RateLimitError(APIStatusError):
    """429: too many requests."""


class InternalServerError(APIStatusError):
    """5xx: the service failed."""
