# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The errors that a call can raise.

```
APIError
├── InvalidParameterError (ValueError)   an argument violates a constraint; nothing was sent
├── CredentialError                      no token, or the token must not be sent to this host
├── APIConnectionError                   no response: name resolution, TLS, connect, read
│   └── APITimeoutError                  the timeout expired
├── APIResponseError                     the response does not match the API description
└── APIStatusError                       the service returned an error
    ├── BadRequestError 400        ├── ConflictError 409
    ├── AuthenticationError 401    ├── RateLimitError 429
    ├── PermissionDeniedError 403  └── InternalServerError 5xx
    └── NotFoundError 404
```

No error contains a secret: no token, no key, no body of a successful response. Every error can be
copied and pickled, and made again from its message: `NotFoundError(*error.args)`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from ._base_errors import APIError, APIResponseError, InvalidParameterError, Violation

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

# Tracebacks and pickles name the public module.
for _kind in (APIError, APIResponseError, InvalidParameterError, Violation):
    _kind.__module__ = __name__


class CredentialError(APIError):
    """There is no token to send, or the token must not be sent to this host."""


class APIConnectionError(APIError):
    """There is no response: name resolution, connection or TLS failed, or the connection broke."""


class APITimeoutError(APIConnectionError):
    """There is no complete response within the timeout."""


class APIStatusError(APIError):
    """The service returned an error.

    Attributes:
        status_code: The HTTP status code of the response. An error that was made from its message
            alone has the status of its class, 500 for `InternalServerError`, else 0.
        error: The error as the document describes it, with everything that could be read; None if
            the response contains no error. If the operation returns secrets, texts in members
            that the document does not name are replaced by `[hidden]`.
        code: The service's name of the error, or None.
        message: The service's description of the error, on one line, or None.
        target: What the error is about, or None.
        advice: What to do about the error, or None.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, shown in its activity log.
        routing_request_id: The id of the route that the request took inside Azure.
        failure_cause: `gateway` if Azure Resource Manager itself failed, `service` if the service
            behind it failed, else None.
        retry_after: The seconds that the service asks to wait, or None.
    """

    #: The status code of an error that was made without one.
    _status: ClassVar[int] = 0

    def __init__(
        self,
        text: str,
        *,
        status_code: int | None = None,
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
        self.status_code: int = self._status if status_code is None else status_code
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

    _status = 400


class AuthenticationError(APIStatusError):
    """401: the token is missing, expired, or issued for another service.

    The next call asks the credential for a new token, also if it has a cache, as azure-identity
    has. The command `az` has one that cannot be bypassed: sign in again. If you passed the token as
    a string, create a client with a new one.
    """

    _status = 401


class PermissionDeniedError(APIStatusError):
    """403: the caller has no permission for the operation."""

    _status = 403


class NotFoundError(APIStatusError):
    """404: a resource that the request names does not exist."""

    _status = 404


class ConflictError(APIStatusError):
    """409: the state of the resource does not allow the operation, for example due to a lock."""

    _status = 409


class RateLimitError(APIStatusError):
    """429: too many requests."""

    _status = 429


class InternalServerError(APIStatusError):
    """5xx: the service failed."""

    _status = 500
