"""How the command ends: the exit code and the line on standard error for each error."""

from __future__ import annotations

from collections.abc import Iterable

from .. import errors
from ._codes import Code
from ._facts import Option

#: The code of an error is that of the first class that it is an instance of.
_CODES = (
    (errors.InvalidParameterError, Code.USAGE),
    (errors.NotFoundError, Code.NOT_FOUND),
    (errors.CredentialError, Code.DENIED),
    (errors.AuthenticationError, Code.DENIED),
    (errors.PermissionDeniedError, Code.DENIED),
    (errors.APIConnectionError, Code.NO_RESPONSE),
    (errors.RateLimitError, Code.TRY_LATER),
    (errors.InternalServerError, Code.TRY_LATER),
)


class Failure(Exception):  # noqa: N818 - it ends the command; no caller handles it
    """The end of the command with a message.

    Attributes:
        code: The exit code.
    """

    def __init__(self, message: str, code: Code = Code.USAGE) -> None:
        super().__init__(message)
        self.code = code


def code_of(error: errors.APIError) -> Code:
    """Return the exit code for an error of a call."""
    return next((code for kind, code in _CODES if isinstance(error, kind)), Code.FAILED)


def message_of(error: errors.APIError, options: Iterable[Option]) -> str:
    """Return the text of an error, with the names of options instead of arguments.

    Args:
        error: The error of a call.
        options: The options of the subcommand.
    """
    if not isinstance(error, errors.InvalidParameterError):
        return str(error)
    flags = {option.argument: option.flag for option in options}
    flags |= {"base_url": "--base-url", "cloud": "--cloud", "scope": "--scope"}
    flags["resource_id"] = "--ids"
    violations = (
        one._replace(parameter=flags.get(one.parameter, one.parameter)) for one in error.violations
    )
    return "; ".join(map(str, violations))
