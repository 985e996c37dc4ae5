# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The connections of a client that was given no `http_client`: those of httpx, without its pool.

That pool looks at all of its connections for each request, so that many at once are slower than one
after the other (https://github.com/encode/httpx/issues/3215), and one thread can close a connection
that another has just taken. Here every request under way has a transport of httpx to itself, which
holds one connection; those that are idle wait on a stack.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING, Final
from weakref import WeakSet

import httpx

from ._deadline import keep_to_waits
from ._environment import environment_tls

if TYPE_CHECKING:
    import anyio

#: How many connections may be open, and for how many seconds an idle one is kept: as by httpx.
_MOST: Final = 100
_KEPT: Final = 5.0
_ONE: Final = httpx.Limits(max_connections=1, max_keepalive_connections=1, keepalive_expiry=_KEPT)


class SyncConnections:
    """Connections for threads.

    Args:
        proxy: The proxy to go by, or None.

    Raises:
        InvalidParameterError: If the environment names certificates that are none.
    """

    def __init__(self, proxy: httpx.Proxy | None) -> None:
        self._proxy = proxy
        # Loading the certificates takes longer than all else here, so it is done once.
        self._tls = environment_tls()
        self._free = threading.Semaphore(_MOST)
        #: Idle transports, and when each became so.
        self._idle: deque[tuple[httpx.HTTPTransport, float]] = deque()
        _ALL.add(self)

    @contextmanager
    def answer(self, request: httpx.Request) -> Generator[httpx.Response]:
        """Sends a request; the body can be read as long as the context lasts."""
        if not self._free.acquire(timeout=request.extensions["timeout"]["pool"]):
            raise httpx.PoolTimeout(f"all {_MOST} connections are in use")
        transport: httpx.HTTPTransport | None = None
        is_sound = False
        try:
            transport = self._take()
            with closing(transport.handle_request(request)) as response:
                yield response
            is_sound = True
        finally:
            self._free.release()
            if transport is not None:
                self._give_back(transport, is_sound=is_sound)

    def _take(self) -> httpx.HTTPTransport:
        try:
            return self._idle.pop()[0]
        except IndexError:
            transport = httpx.HTTPTransport(verify=self._tls, limits=_ONE, proxy=self._proxy)
            keep_to_waits(transport)
            return transport

    def _give_back(self, transport: httpx.HTTPTransport, *, is_sound: bool) -> None:
        if not is_sound:
            transport.close()
            return
        now = time.monotonic()
        self._idle.append((transport, now))
        # What was not used for longest lies at the bottom of the stack. Another thread may take it
        # between the look and the grasp.
        while self._idle and self._idle[0][1] < now - _KEPT:
            try:
                self._idle.popleft()[0].close()
            except IndexError:
                break

    def close(self) -> None:
        """Closes all idle connections."""
        while self._idle:
            self._idle.pop()[0].close()

    def leave(self) -> None:
        """Leaves all connections to the process that this one was forked from."""
        self._free = threading.Semaphore(_MOST)
        # Closes them here alone: a close says nothing to the other side.
        self.close()


#: Connections belong to the process that made them: where two use one, each may get the answer to
#: a request of the other.
_ALL: Final[WeakSet[SyncConnections]] = WeakSet()


def _leave_all() -> None:
    for each in list(_ALL):
        each.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


class AsyncConnections:
    """Connections for the tasks of one event loop; arguments and errors as of `SyncConnections`."""

    _free: anyio.Semaphore | None = None

    def __init__(self, proxy: httpx.Proxy | None) -> None:
        self._proxy = proxy
        self._tls = environment_tls()
        self._idle: deque[tuple[httpx.AsyncHTTPTransport, float]] = deque()

    @asynccontextmanager
    async def answer(self, request: httpx.Request) -> AsyncGenerator[httpx.Response]:
        """Sends a request; the body can be read as long as the context lasts."""
        import anyio

        if self._free is None:
            self._free = anyio.Semaphore(_MOST)
        try:
            self._free.acquire_nowait()
        except anyio.WouldBlock:
            await self._free.acquire()
        transport: httpx.AsyncHTTPTransport | None = None
        is_sound = False
        try:
            transport = self._take()
            async with aclosing(await transport.handle_async_request(request)) as response:
                yield response
            is_sound = True
        finally:
            self._free.release()
            if transport is not None:
                await self._give_back(transport, is_sound=is_sound)

    def _take(self) -> httpx.AsyncHTTPTransport:
        if self._idle:
            return self._idle.pop()[0]
        return httpx.AsyncHTTPTransport(verify=self._tls, limits=_ONE, proxy=self._proxy)

    async def _give_back(self, transport: httpx.AsyncHTTPTransport, *, is_sound: bool) -> None:
        if not is_sound:
            await transport.aclose()
            return
        now = time.monotonic()
        self._idle.append((transport, now))
        while self._idle and self._idle[0][1] < now - _KEPT:
            await self._idle.popleft()[0].aclose()

    async def close(self) -> None:
        """Closes all idle connections."""
        while self._idle:
            await self._idle.pop()[0].aclose()


@contextmanager
def answer_of(client: httpx.Client, request: httpx.Request) -> Generator[httpx.Response]:
    """Sends a request by the caller's own client; what decides over tokens stays here."""
    with closing(client.send(request, stream=True, auth=None, follow_redirects=False)) as response:
        yield response


@asynccontextmanager
async def async_answer_of(
    client: httpx.AsyncClient, request: httpx.Request
) -> AsyncGenerator[httpx.Response]:
    """Sends a request by the caller's own async client; see `answer_of`."""
    response = await client.send(request, stream=True, auth=None, follow_redirects=False)
    async with aclosing(response):
        yield response
