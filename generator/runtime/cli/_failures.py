"""How the command ends: the exit code and the line on standard error for each error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping

from .. import errors
from ._codes import Code
from ._facts import Option

_PIPE_IT = "pipe a token to `--token-stdin`"
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


#: Arguments of a client that are options of every subcommand.
_CONNECTION = ("base_url", "cloud", "scope", "timeout")
#: What messages say to those who write Python, and what to say in a shell.
_IN_PYTHON = (
    (re.compile(r"`(?:proxy|ssl_context)` or "), ""),
    (re.compile(r"pass (?:a |another )?`credential`(?: of your own)?"), _PIPE_IT),
    (re.compile(r"pass a token as the credential"), _PIPE_IT),
    (re.compile(r"`scope` to the client"), "`scope`"),
    (re.compile(r"the client's `"), "`"),
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
    flags = {option.argument: option.flag for option in options}
    flags |= {name: f"--{name.replace('_', '-')}" for name in _CONNECTION}
    if not isinstance(error, errors.InvalidParameterError):
        return _for_a_shell(str(error), flags)
    flags["resource_id"] = "--ids"
    violations = (
        one._replace(parameter=flags.get(one.parameter, one.parameter)) for one in error.violations
    )
    return "; ".join(map(str, violations))


def _for_a_shell(text: str, flags: Mapping[str, str]) -> str:
    """Return a message with options in the place of Python's arguments."""
    for pattern, words in _IN_PYTHON:
        text = pattern.sub(words, text)
    return re.sub(r"`(\w+)`", lambda found: f"`{flags.get(found[1], found[1])}`", text)
