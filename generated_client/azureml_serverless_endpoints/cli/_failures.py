# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""How the command ends: its exit codes, and the line on standard error for each error."""

from __future__ import annotations

import enum
from collections.abc import Iterable

from .. import errors
from ._facts import Option


class Code(enum.IntEnum):
    """The exit codes; `HELP` explains them. Those of the az command have the same numbers."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    DENIED = 4
    NO_RESPONSE = 5
    TRY_LATER = 6
    #: Of `run`, as those of env(1), nohup(1) and timeout(1).
    RUN_FAILED = 125
    NOT_EXECUTABLE = 126
    NO_COMMAND = 127
    #: 128 and the number of the signal, as shells have it.
    INTERRUPTED = 130
    CLOSED_PIPE = 141


#: A row for each exit code, for the help.
HELP = (
    (Code.DONE, "success"),
    (Code.FAILED, "the request failed for a reason without a code of its own"),
    (Code.USAGE, "wrong option, argument, environment or config file; nothing was sent"),
    (Code.NOT_FOUND, "the resource does not exist"),
    (Code.DENIED, "no token, or no permission"),
    (Code.NO_RESPONSE, "no response: connection, proxy, certificates or timeout"),
    (Code.TRY_LATER, "too many requests, or the service failed: try again later"),
    (Code.INTERRUPTED, "interrupted by Ctrl-C"),
    (Code.CLOSED_PIPE, "the reader of the output closed the pipe"),
)

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
