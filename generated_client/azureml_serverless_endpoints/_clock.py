# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The time and randomness of the rules for retries and tokens, so that a test can replace both.

Deadlines of sockets use `time.monotonic`.
"""

from __future__ import annotations

import random
import time


class Clock:
    """The time and the randomness of the machine."""

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
        """Wait; Ctrl-C ends it."""
        time.sleep(seconds)

    async def async_sleep(self, seconds: float) -> None:
        """Wait under asyncio or trio; a cancellation ends it."""
        # anyio is a dependency of httpx; only an AsyncClient needs it.
        import anyio

        await anyio.sleep(seconds)
