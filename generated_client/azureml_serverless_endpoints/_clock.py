# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The time and randomness of the rules for retries and tokens, so that a test can replace both.

Deadlines of sockets use `time.monotonic`.
"""

from __future__ import annotations

import random
import threading
import time
from typing import TYPE_CHECKING, Final

from ._threads import within

if TYPE_CHECKING:
    import anyio

#: Seconds of a wait that Ctrl-C does not interrupt on Windows.
_SLICE: Final = 0.5


class Clock:
    """The time and the randomness of the machine, and waits that end when the client is closed."""

    def __init__(self) -> None:
        self._ended = threading.Event()
        self._async_ended: anyio.Event | None = None

    def monotonic(self) -> float:
        """Return seconds since some moment; they never go back."""
        return time.monotonic()

    def time(self) -> float:
        """Return seconds since the epoch."""
        return time.time()

    def uniform(self, low: float, high: float) -> float:
        """Return a random number between two others."""
        return random.uniform(low, high)  # noqa: S311 - spreads waits, protects nothing

    def sleep(self, seconds: float) -> None:
        """Wait; Ctrl-C and `end_waits` end it."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0 and not self._ended.wait(min(left, _SLICE)):
            pass

    async def async_sleep(self, seconds: float) -> None:
        """Wait under asyncio or trio; a cancellation and `end_waits` end it."""
        # anyio is a dependency of httpx; only an AsyncClient needs it.
        import anyio

        if self._async_ended is None:
            self._async_ended = anyio.Event()
        await within(seconds, self._async_ended.wait())

    def end_waits(self) -> None:
        """End each wait, in all threads, or in all tasks of the event loop of the caller."""
        self._ended.set()
        if self._async_ended is not None:
            self._async_ended.set()
