"""An end to all waits of a sync call together.

By httpx alone, each byte that arrives starts the wait for the next one anew, and a server that
sends them one by one is never too slow. Event loops can cancel such a wait; a thread cannot, so the
connection itself has to know when the call is over.
"""

from __future__ import annotations

import time
from typing import Any

import httpx


class Wait(float):
    """Seconds that one wait for bytes may take; a plain float to any other transport.

    Args:
        seconds: How long one wait may take.
        end: When none may go on, by `time.monotonic`.
    """

    end: float

    def __new__(cls, seconds: float, end: float) -> Wait:
        self = super().__new__(cls, seconds)
        self.end = end
        return self


def keep_to_waits(transport: httpx.HTTPTransport) -> None:
    """Makes the connections of a transport keep to the end of a `Wait`.

    httpx offers no place for that, so it is done beneath it. A later httpx whose transport looks
    otherwise merely lacks the end; a test tells when that happens.
    """
    pool: Any = getattr(transport, "_pool", None)
    backend = getattr(pool, "_network_backend", None)
    if backend is not None:
        pool._network_backend = _Network(backend)


class _Network:
    """Opens connections that know `Wait`; else as the backend of httpcore beneath it."""

    def __init__(self, backend: Any) -> None:
        self.sleep = backend.sleep
        self._connect = backend.connect_tcp

    def connect_tcp(self, *arguments: Any, **options: Any) -> _Stream:
        return _Stream(self._connect(*arguments, **options))


class _Stream:
    def __init__(self, stream: Any) -> None:
        self.write = stream.write
        self.close = stream.close
        self.get_extra_info = stream.get_extra_info
        self._read = stream.read
        self._start_tls = stream.start_tls

    def read(self, max_bytes: int, timeout: float | None = None) -> Any:
        if isinstance(timeout, Wait):
            left = timeout.end - time.monotonic()
            if left <= 0:
                raise httpx.ReadTimeout("the time of the call is up")
            timeout = min(timeout, left)
        return self._read(max_bytes, timeout)

    def start_tls(self, *arguments: Any, **options: Any) -> _Stream:
        return _Stream(self._start_tls(*arguments, **options))
