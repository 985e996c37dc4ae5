"""Everything that could show a secret: log records, and the tools that print an exception."""

from __future__ import annotations

import copy
import io
import logging
import pickle
import pprint
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import rich.console
import rich.traceback
import sentry_sdk
import sentry_sdk.envelope
import sentry_sdk.transport
import sentry_sdk.utils
from azureml_serverless_endpoints import APIError

#: The start of every secret of these tests, so that a part of a secret is found too.
MARKERS = ("pRiMaRy", "sEcOnDaRy", "tOkEn", "cLiEnT-sEcReT", "pAsSwOrD")


def find_secrets(text: str) -> list[str]:
    """Return each secret in a text, with the text around it."""
    return [
        text[max(0, at - 200) : at + 40] for marker in MARKERS if (at := text.find(marker)) >= 0
    ]


class LogRecorder(logging.Handler):
    """A handler that keeps every record, as text and with its attributes."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.texts: list[str] = []
        self.names: set[str] = set()

    def emit(self, record: logging.LogRecord) -> None:
        self.names.add(record.name.partition(".")[0])
        self.texts += [self.format(record), repr(record.__dict__)]


class _Envelopes(sentry_sdk.transport.Transport):
    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def capture_envelope(self, envelope: sentry_sdk.envelope.Envelope) -> None:
        self.texts.append(envelope.serialize().decode())


_ENVELOPES = _Envelopes()
_SENTRY = sentry_sdk.Client(
    dsn="https://key@example.org/1",
    transport=_ENVELOPES,
    default_integrations=False,
    include_local_variables=True,
    max_value_length=100_000,
)


def frames(trace: TracebackType | None) -> Iterator[dict[str, Any]]:
    """Return the locals of each frame of a traceback."""
    while trace is not None:
        yield trace.tb_frame.f_locals
        trace = trace.tb_next


def chain(error: BaseException) -> Iterator[BaseException]:
    """Return an exception with all its causes and contexts."""
    seen: set[int] = set()
    pending: list[BaseException | None] = [error]
    while pending:
        current = pending.pop()
        if current is not None and id(current) not in seen:
            seen.add(id(current))
            yield current
            pending += [current.__cause__, current.__context__]


def by_rich(error: BaseException) -> str:
    """Return the traceback with locals, as rich prints it."""
    console = rich.console.Console(file=io.StringIO(), width=240)
    shown = rich.traceback.Traceback.from_exception(
        type(error),
        error,
        error.__traceback__,
        show_locals=True,
        locals_max_length=1000,
        locals_max_string=100_000,
        locals_hide_dunder=False,
        extra_lines=0,
    )
    console.print(shown)
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def by_traceback(error: BaseException) -> str:
    """Return the traceback with locals, as the standard library prints it."""
    return "".join(traceback.TracebackException.from_exception(error, capture_locals=True).format())


def by_sentry(error: BaseException) -> str:
    """Return what the SDK of Sentry sends for an exception."""
    event, hint = sentry_sdk.utils.event_from_exception(error, client_options=_SENTRY.options)
    _ENVELOPES.texts.clear()
    _SENTRY.capture_event(event, hint)
    (text,) = _ENVELOPES.texts
    return text


def by_debugger(error: BaseException) -> str:
    """Return what a debugger finds: the locals of all frames, the content of all exceptions."""
    found: list[Any] = []
    for each in chain(error):
        found += [repr(each), str(each), each.args, getattr(each, "__notes__", None)]
        found += [pprint.pformat(vars(each))]
        for variables in frames(each.__traceback__):
            found += [repr(value) for value in variables.values()]
        if isinstance(each, APIError):
            found += [pickle.dumps(each), pickle.dumps(each).decode("latin-1")]
            found += [vars(copy.deepcopy(each))]
    return "\n".join(map(str, found))


#: rich needs a third of a second, each of the others a millisecond.
FAST_PRINTERS = (by_traceback, by_sentry, by_debugger)
PRINTERS = (*FAST_PRINTERS, by_rich)
