# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Many resources: a line for each outcome, the progress on a terminal, and what is missing."""

from __future__ import annotations

import signal
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Final, Self, TextIO

from .. import errors
from ..many import Outcome, Outcomes
from . import _output
from ._codes import Code
from ._facts import Option
from ._failures import Failure, code_of, message_of
from ._journal import Journal

#: The least time between two updates of the progress, in seconds.
_PAUSE: Final = 0.1


class Run:
    """A call for many ids.

    Args:
        command: The name of the subcommand.
        ids: The ids, each once.
        place: The cloud or the URL that requests go to.
        resume: The file that notes which ids succeeded, or None.
        line: Returns the line for an outcome.
        options: The options of the subcommand.

    Raises:
        Failure: If the file of `--resume` cannot be used.
    """

    def __init__(
        self,
        command: str,
        ids: Sequence[str],
        *,
        place: str,
        resume: str | None,
        line: Callable[..., str],
        options: Sequence[Option],
    ) -> None:
        self._line = line
        self._options = options
        self._resume = resume
        self._journal: Journal | None = None
        if resume is not None:
            self._journal = Journal(resume, {"command": command, "service": place}, ids)
        known = frozenset[str]() if self._journal is None else self._journal.done
        self._ids = [id_ for id_ in ids if id_.lower() not in known]
        self._known = len(ids) - len(self._ids)
        self._done = self._failed = 0
        self._codes: set[Code] = set()

    def print_all(
        self, call: Callable[[Iterable[str]], Outcomes[Any]], say: Callable[[str], None]
    ) -> Code:
        """Print a line for each outcome.

        Args:
            call: Starts the calls for ids.
            say: Writes a line to standard error.

        Returns:
            The exit code: that of all failures, or `Code.FAILED` if they differ.

        Raises:
            Failure: If there is no token for the first call, or the output cannot be written.
            KeyboardInterrupt: On Ctrl-C, after a line that says what is missing.
        """
        progress = Progress(len(self._ids), sys.stderr, time.monotonic)
        try:
            with Interrupts() as interrupts, call(self._ids) as outcomes:
                for outcome in outcomes:
                    with interrupts.held():
                        self._print(outcome, progress)
        except BaseException as error:
            progress.clear()
            # Without a token, or a reader, nothing more is to be said.
            if not isinstance(error, errors.CredentialError | Failure):
                say(self._so_far())
            raise
        finally:
            progress.clear()
            if self._journal is not None:
                self._journal.close()
        if self._failed:
            again = "" if self._resume is None else "; to try these again, run the same command"
            say(f"{self._failed} of {len(self._ids)} failed; their lines have an error{again}")
        return Code.DONE if not self._codes else _common(self._codes)

    def _print(self, outcome: Outcome[Any], progress: Progress) -> None:
        error = outcome.error
        if isinstance(error, errors.CredentialError) and not self._done:
            # All others would fail like this one.
            raise error
        said = None if error is None else self._said(error)
        text = self._line(outcome.resource_id, error=said, result=None if error else outcome.result)
        given: TextIO | None = sys.stdout
        if given is not None and given.isatty():
            progress.clear()
        _output.write(text)
        # After the line: a result that was not written is asked for again.
        if error is None and self._journal is not None:
            self._journal.add(outcome.resource_id)
        self._done += error is None
        self._failed += error is not None
        progress.show(self._done, self._failed)

    def _said(self, error: Exception) -> Mapping[str, Any]:
        """Return what the line of a failed call says of its error."""
        code, message = Code.FAILED, f"unexpected {type(error).__name__}; please report it"
        if isinstance(error, errors.APIError):
            code, message = code_of(error), message_of(error, self._options)
        self._codes.add(code)
        return {
            "exitCode": int(code),
            "status": getattr(error, "status_code", None),
            "code": getattr(error, "code", None),
            "message": message,
        }

    def _so_far(self) -> str:
        """Return what is missing, and how to go on."""
        total = self._known + len(self._ids)
        missing = len(self._ids) - self._done - self._failed
        text = f"{missing} of {total} are missing"
        text += f", {self._failed} failed" if self._failed else ""
        if self._resume is not None:
            return f"{text}; to go on, run the same command again"
        return f"{text}; a run with --resume FILE can go on after its end"


class Interrupts:
    """Ctrl-C, kept back while an outcome is written, so that each line is noted and counted.

    A second Ctrl-C is not kept back: the reader of the output may have stopped to read.
    """

    def __init__(self) -> None:
        self._is_held = self._is_pending = False
        # Not ours if a process in the background ignores Ctrl-C, or outside of the main thread.
        self._is_ours = signal.getsignal(signal.SIGINT) is signal.default_int_handler
        self._is_ours &= threading.current_thread() is threading.main_thread()

    def __enter__(self) -> Self:
        if self._is_ours:
            signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._is_ours:
            signal.signal(signal.SIGINT, signal.default_int_handler)

    def _take(self, *_: object) -> None:
        if self._is_held and not self._is_pending:
            self._is_pending = True
        else:
            raise KeyboardInterrupt

    @contextmanager
    def held(self) -> Generator[None, None, None]:
        """Keep Ctrl-C back until the end of the block."""
        self._is_held = True
        try:
            yield
        finally:
            self._is_held = False
        if self._is_pending:
            raise KeyboardInterrupt


class Progress:
    """A line that shows how far a run is; nothing unless the stream is a terminal.

    Args:
        total: The number of ids.
        stream: The stream to write to.
        clock: Returns seconds.
    """

    def __init__(self, total: int, stream: Any, clock: Callable[[], float]) -> None:
        self._total = total
        self._stream = stream
        self._clock = clock
        self._began = clock()
        self._shown_at = float("-inf")
        self._width = 0
        # A closed stream is None, or raises.
        self._is_shown = False
        with suppress(AttributeError, ValueError):
            self._is_shown = stream.isatty()

    def show(self, done: int, failed: int) -> None:
        """Show the numbers, the rate and the time that is left."""
        now = self._clock()
        if not self._is_shown or (self._width and now - self._shown_at < _PAUSE):
            return
        self._shown_at = now
        ended, seconds = done + failed, max(now - self._began, 0.001)
        rate = ended / seconds
        left = (self._total - ended) / rate
        text = f"{ended} of {self._total}, {failed} failed, {rate:.1f}/s, {_time(left)} left"
        self._write(f"\r{text.ljust(self._width)}")
        self._width = max(self._width, len(text))

    def clear(self) -> None:
        """Remove the line."""
        if self._width:
            self._write(f"\r{' ' * self._width}\r")
            self._width = 0

    def _write(self, text: str) -> None:
        # The terminal may have gone.
        with suppress(OSError):
            self._stream.write(text)
            self._stream.flush()


def _common(codes: set[Code]) -> Code:
    """Return the code of all failures, or that of failures of several kinds."""
    return next(iter(codes)) if len(codes) == 1 else Code.FAILED


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"
