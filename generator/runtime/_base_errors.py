"""The errors that need no model of the document; `errors` holds the whole tree.

Models raise some of these, and the errors in `errors` refer to models. Two modules avoid an import
cycle.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NamedTuple


class APIError(Exception):
    """The base class of every error that a call raises itself.

    Attributes:
        attempts: How often the request was sent; 0 if nothing was sent.
        client_request_id: The id that this call was sent with, or None if nothing was sent.
        resource_id: The id of the resource that the call is about, or the path of the request if
            the resource has none, as for a list. None if the request could not be built.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.attempts: int = 0
        self.client_request_id: str | None = None
        self.resource_id: str | None = None

    def __str__(self) -> str:
        return str(self.args[0])

    def _repr_html_(self) -> str:
        # Imported here: only notebooks need it.
        from ._html import error_table

        return error_table(self)

    def __reduce__(self) -> tuple[Any, ...]:
        # Exception.__reduce__ calls the class with `args`, which some classes here do not accept.
        return _restore, (type(self), self.args, self.__dict__.copy())


def _restore(kind: type[APIError], args: tuple[Any, ...], state: dict[str, Any]) -> APIError:
    error = kind.__new__(kind, *args)
    error.args = args
    error.__dict__.update(state)
    return error


class Violation(NamedTuple):
    """A constraint that an argument violates.

    Attributes:
        parameter: The name of the argument.
        rule: The constraint, as the end of a sentence. It begins with `.` or `[` if it is about a
            value inside the argument. It never contains the value.
    """

    parameter: str
    rule: str

    def __str__(self) -> str:
        return f"{self.parameter}{'' if self.rule[0] in '.[' else ' '}{self.rule}"


class InvalidParameterError(APIError, ValueError):
    """An argument violates a constraint; nothing was sent.

    Attributes:
        violations: Every constraint that was violated. Empty if the error was made from its message
            alone, as Celery does.
    """

    def __init__(self, subject: str, violations: Iterable[Violation] = ()) -> None:
        self.violations: tuple[Violation, ...] = tuple(violations)
        rules = "; ".join(map(str, self.violations))
        super().__init__(f"{subject}: {rules}" if rules else subject)


class APIResponseError(APIError):
    """The response does not match the API description: HTML, invalid JSON, wrong types, a redirect.

    Attributes:
        status_code: The HTTP status code of the response, or None if no response could be read.
        request_id: The service's id of the request, for a support case.
        correlation_request_id: The service's id of the operation, shown in its activity log.
    """

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.status_code: int | None = None
        self.request_id: str | None = None
        self.correlation_request_id: str | None = None
