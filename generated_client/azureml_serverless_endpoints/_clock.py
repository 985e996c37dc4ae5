# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Time and chance, in one place so that a test can stand in for both."""

from __future__ import annotations

import random
import time


class Clock:
    """The machine's own time and chance."""

    def monotonic(self) -> float:
        """Seconds since some moment; never goes back."""
        return time.monotonic()

    def time(self) -> float:
        """Seconds since the epoch."""
        return time.time()

    def uniform(self, low: float, high: float) -> float:
        """A random number between two others."""
        return random.uniform(low, high)  # noqa: S311 - spreads waits, guards nothing

    def sleep(self, seconds: float) -> None:
        """Waits; Ctrl-C ends it."""
        time.sleep(seconds)

    async def async_sleep(self, seconds: float) -> None:
        """Waits under asyncio or trio; a cancellation ends it."""
        # anyio comes with httpx, which runs on it; without an AsyncClient nothing needs it.
        import anyio

        await anyio.sleep(seconds)
