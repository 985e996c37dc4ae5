# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The failure of azure-identity's chains of credentials: in short lines, and said once.

The error of its default credential has a paragraph for each of nine attempts, and azure-identity
logs it as a warning too, which Python prints even if a program configures no logging. Imported only
when a token is requested from a credential while azure-identity is in use.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Generator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Final

from ._text import one_line

#: The beginning of the attempts in the message of azure-identity.
_ATTEMPTS: Final = "\nAttempted credentials:"
#: What azure-identity says before the reason of an attempt, which follows from the list itself.
_UNAVAILABLE: Final = re.compile(r"^\w+ (?:authentication )?unavailable\.?\s*")
#: The greatest length of a reason.
_LONGEST: Final = 160
_LOGGERS: Final = ("azure.identity._credentials.chained", "azure.identity.aio._credentials.chained")
_ADVICE: Final = (
    "sign in with `az login`, use a managed identity, set AZURE_TENANT_ID, AZURE_CLIENT_ID and "
    "AZURE_CLIENT_SECRET, or pass a `credential` of your own"
)

_in_call: Final[ContextVar[bool]] = ContextVar("_in_call", default=False)


def attempts(text: str) -> str | None:
    """Return what to do about the failure of a chain, and a short line for each attempt.

    Args:
        text: The message of an exception, without secrets.

    Returns:
        The lines, or None if it is not the message of a chain.
    """
    head, found, tried = text.partition(_ATTEMPTS)
    if not found:
        return None
    if not head.startswith("DefaultAzureCredential"):
        head = "correct one of these credentials, or pass another `credential`"
    else:
        head = _ADVICE
    return "\n".join([head, *map(_line, tried.split("\n\t")[1:])])


def _line(attempt: str) -> str:
    name, _, reason = attempt.partition(": ")
    reason = _UNAVAILABLE.sub("", reason).partition("\n")[0]
    # The sentences after the first one name guides.
    reason = one_line(re.split(r"(?<=[.!?])\s", reason, maxsplit=1)[0]).rstrip(".")
    if len(reason) > _LONGEST:
        reason = f"{reason[: _LONGEST - 1]}…"
    return f"  {one_line(name)}: {reason or 'unavailable'}"


@contextmanager
def said_once() -> Generator[None]:
    """Keep chains from logging their failure while this package calls them, which raises it.

    A filter drops one record, in this context alone: calls by others are logged as before. If its
    logger is at level DEBUG, the record is kept.
    """
    for name in _LOGGERS:
        # Adding the same filter again has no effect.
        logging.getLogger(name).addFilter(_is_wanted)
    before = _in_call.set(True)
    try:
        yield
    finally:
        _in_call.reset(before)


def _is_wanted(record: logging.LogRecord) -> bool:
    is_repeated = _in_call.get() and _ATTEMPTS in str(record.msg)
    return not is_repeated or logging.getLogger(record.name).isEnabledFor(logging.DEBUG)
