"""The connections of a client without an `http_client`: those of httpx, without its pool.

The pool of httpx looks at all of its connections for each request, so that many at once are slower
than one after the other (https://github.com/encode/httpx/issues/3215), and one thread can close a
connection that another has just taken. Here every request under way has a connection to itself;
idle ones wait on a stack.
"""

from __future__ import annotations

import os
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Generator
from contextlib import aclosing, asynccontextmanager, closing, contextmanager
from typing import TYPE_CHECKING, Any, Final
from weakref import WeakSet

import httpcore
import httpx

from ._environment import Settings
from ._network import AsyncNetwork, SyncNetwork

if TYPE_CHECKING:
    import ssl

    import anyio

#: How many connections may be open, and for how many seconds an idle one is kept: as by httpx.
_MOST: Final = 100
_KEPT: Final = 5.0
#: How many requests a caller's own async client gets at once. With a thousand, the pool of httpx
#: takes ten times as long for each.
_MOST_OF_OWN: Final = 64


class _Line:
    """One connection, used through a transport of httpx, which mocks and tracers can replace.

    Attributes:
        network: Opens the connection.
        transport: Sends requests.
    """

    network: Any
    #: A connection of httpcore, made for the first request.
    _connection: Any = None
    _proxy: httpx.Proxy | None

    def is_reusable(self) -> bool:
        """Return whether the last response is complete and nothing came after it."""
        stream = self.network.stream
        is_idle = self._connection is not None and self._connection.is_idle()
        return is_idle and stream is not None and stream.is_clean()

    def has_expired(self) -> bool:
        """Return whether an idle connection is too old, or the server closed it or sent more."""
        return self._connection is None or self._connection.has_expired()

    def _is_before_proxy(self) -> bool:
        """Return whether there is a proxy, and no connection to it."""
        if self._proxy is None:
            return False
        stream = self.network.stream
        needs_tls = self._proxy.url.scheme == "https"
        return stream is None or (needs_tls and stream.get_extra_info("ssl_object") is None)


#: Errors of httpcore while it connects. On the way to a proxy, the proxy should be named.
_CONNECTING: Final = (httpcore.NetworkError, httpcore.TimeoutException)


class SyncLine(_Line):
    """A connection for threads, one at a time.

    Args:
        settings: How to connect.
    """

    def __init__(self, settings: Settings) -> None:
        proxy, tls = settings
        self._proxy = proxy
        self.network: SyncNetwork = SyncNetwork(has_proxy=proxy is not None)
        kinds = (httpcore.ConnectionPool, httpcore.HTTPProxy, httpcore.SOCKSProxy)
        self._pool: httpcore.ConnectionPool = _pool(kinds, proxy, tls, self.network)
        self.transport = httpx.HTTPTransport(verify=tls, proxy=proxy)
        # httpx has no parameter for the backend. If a later httpx renames `_pool`, this assignment
        # has no effect: each connection serves one request, without a deadline. A test detects it.
        replaced: Any = self.transport
        replaced._pool = self

    def handle_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; httpx calls this."""
        if self._connection is None:
            self._connection = self._pool.create_connection(request.url.origin)
        try:
            response: httpcore.Response = self._connection.handle_request(request)
        except _CONNECTING as error:
            if self._is_before_proxy():
                raise httpcore.ProxyError(str(error)) from error
            raise
        return response

    def close(self) -> None:
        """Close the connection; httpx calls this."""
        if self._connection is not None:
            self._connection.close()
        # httpcore leaves a connection open whose handshake failed.
        if self.network.stream is not None:
            self.network.stream.close()


class SyncConnections:
    """Connections for threads.

    Args:
        settings: How to connect.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._free = threading.Semaphore(_MOST)
        #: Idle connections, and when each became so.
        self._idle: deque[tuple[SyncLine, float]] = deque()
        self._closed = False
        _ALL.add(self)

    @contextmanager
    def answer(self, request: httpx.Request, deadline: float) -> Generator[httpx.Response]:
        """Send a request; the body can be read as long as the context lasts.

        Args:
            request: What to send.
            deadline: When the call ends, by `time.monotonic`.

        Raises:
            RuntimeError: If the connections were closed before a connection was free.
        """
        if not self._free.acquire(timeout=max(0.0, deadline - time.monotonic())):
            raise httpx.PoolTimeout(f"all {_MOST} connections are in use")
        line: SyncLine | None = None
        is_sound = False
        try:
            line = self._take()
            line.network.deadline = deadline
            with closing(line.transport.handle_request(request)) as response:
                yield response
            is_sound = line.is_reusable()
        finally:
            self._free.release()
            if line is not None:
                self._give_back(line, is_sound=is_sound)

    def _take(self) -> SyncLine:
        if self._closed:
            raise closed()
        while True:
            try:
                line, _ = self._idle.pop()
            except IndexError:
                return SyncLine(self._settings)
            if not line.has_expired():
                return line
            line.transport.close()

    def _give_back(self, line: SyncLine, *, is_sound: bool) -> None:
        if not is_sound:
            line.transport.close()
            return
        now = time.monotonic()
        self._idle.append((line, now))
        # Looked at after the connection was given back: either this or `close` closes it.
        if self._closed:
            self._drain()
        # The least recently used connection is at the bottom. Another thread can take it between
        # this check and `popleft`.
        while self._idle and self._idle[0][1] < now - _KEPT:
            try:
                self._idle.popleft()[0].transport.close()
            except IndexError:
                break

    def close(self) -> None:
        """Close idle connections now, and each other one when its response is complete."""
        self._closed = True
        self._drain()

    def _drain(self) -> None:
        while True:
            try:
                self._idle.pop()[0].transport.close()
            except IndexError:
                break

    def leave(self) -> None:
        """Leave all connections to the process that this one was forked from."""
        self._free = threading.Semaphore(_MOST)
        # Closes them in this process alone: a close says nothing to the other side.
        self._drain()


#: Connections belong to the process that made them: where two use one, each may get the answer to
#: a request of the other.
_ALL: Final[WeakSet[SyncConnections]] = WeakSet()


def _leave_all() -> None:
    for each in list(_ALL):
        each.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


class AsyncLine(_Line):
    """A connection for the tasks of one event loop; arguments as of `SyncLine`."""

    def __init__(self, settings: Settings) -> None:
        proxy, tls = settings
        self._proxy = proxy
        self.network: AsyncNetwork = AsyncNetwork(has_proxy=proxy is not None)
        kinds = (httpcore.AsyncConnectionPool, httpcore.AsyncHTTPProxy, httpcore.AsyncSOCKSProxy)
        self._pool: httpcore.AsyncConnectionPool = _pool(kinds, proxy, tls, self.network)
        self.transport = httpx.AsyncHTTPTransport(verify=tls, proxy=proxy)
        replaced: Any = self.transport
        replaced._pool = self

    async def handle_async_request(self, request: httpcore.Request) -> httpcore.Response:
        """Send a request; httpx calls this."""
        if self._connection is None:
            self._connection = self._pool.create_connection(request.url.origin)
        try:
            response: httpcore.Response = await self._connection.handle_async_request(request)
        except _CONNECTING as error:
            if self._is_before_proxy():
                raise httpcore.ProxyError(str(error)) from error
            raise
        return response

    async def aclose(self) -> None:
        """Close the connection; httpx calls this."""
        import anyio

        with anyio.CancelScope(shield=True):
            if self._connection is not None:
                await self._connection.aclose()
            if self.network.stream is not None:
                await self.network.stream.aclose()


class AsyncConnections:
    """Connections for the tasks of one event loop; arguments as of `SyncConnections`."""

    _free: anyio.Semaphore | None = None

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: deque[tuple[AsyncLine, float]] = deque()
        self._closed = False

    @asynccontextmanager
    async def answer(self, request: httpx.Request) -> AsyncGenerator[httpx.Response]:
        """Send a request; the body can be read as long as the context lasts."""
        if self._free is None:
            self._free = _semaphore(_MOST)
        await _acquire(self._free)
        line: AsyncLine | None = None
        is_sound = False
        try:
            line = await self._take()
            async with aclosing(await line.transport.handle_async_request(request)) as response:
                yield response
            is_sound = line.is_reusable()
        finally:
            self._free.release()
            if line is not None:
                await self._give_back(line, is_sound=is_sound)

    async def _take(self) -> AsyncLine:
        if self._closed:
            raise closed()
        while self._idle:
            line, _ = self._idle.pop()
            if not line.has_expired():
                return line
            await line.transport.aclose()
        return AsyncLine(self._settings)

    async def _give_back(self, line: AsyncLine, *, is_sound: bool) -> None:
        if not is_sound or self._closed:
            await line.transport.aclose()
            return
        now = time.monotonic()
        self._idle.append((line, now))
        while self._idle and self._idle[0][1] < now - _KEPT:
            await self._idle.popleft()[0].transport.aclose()

    async def close(self) -> None:
        """Close idle connections now, and each other one when its response is complete."""
        self._closed = True
        while self._idle:
            await self._idle.pop()[0].transport.aclose()


class OwnConnections:
    """The connections of a caller's own async client: a bounded number of requests at once.

    Args:
        client: The caller's client.
    """

    _free: anyio.Semaphore | None = None

    def __init__(self, client: httpx.AsyncClient) -> None:
        self._client = client

    @asynccontextmanager
    async def answer(self, request: httpx.Request) -> AsyncGenerator[httpx.Response]:
        """Send a request; redirects and `auth` of the caller's client do not apply."""
        if self._free is None:
            self._free = _semaphore(_MOST_OF_OWN)
        await _acquire(self._free)
        try:
            response = await self._client.send(
                request, stream=True, auth=None, follow_redirects=False
            )
            async with aclosing(response):
                yield response
        finally:
            self._free.release()


def uses_proxy(client: httpx.Client | httpx.AsyncClient, url: httpx.URL) -> bool:
    """Return whether a caller's own client sends requests for a URL through a proxy.

    httpx has no public name for this. If a later httpx renames one of these, a test detects it.
    """
    own: Any = client
    transport = own._transport_for_url(url)
    # httpx-aiohttp keeps a proxy as `proxy`.
    kinds = (
        httpcore.HTTPProxy,
        httpcore.SOCKSProxy,
        httpcore.AsyncHTTPProxy,
        httpcore.AsyncSOCKSProxy,
    )
    pool = getattr(transport, "_pool", None)
    return isinstance(pool, kinds) or getattr(transport, "proxy", None) is not None


@contextmanager
def answer_of(
    client: httpx.Client, request: httpx.Request, _deadline: float
) -> Generator[httpx.Response]:
    """Send a request by the caller's own client, which knows no deadline; see `OwnConnections`."""
    with closing(client.send(request, stream=True, auth=None, follow_redirects=False)) as response:
        yield response


def closed() -> RuntimeError:
    """Return the error of a call for which a closed client must not send."""
    return RuntimeError("this client is closed: make a new one")


def _semaphore(places: int) -> anyio.Semaphore:
    # anyio takes a while to import, and a `Client` does not need it.
    import anyio

    return anyio.Semaphore(places)


async def _acquire(semaphore: anyio.Semaphore) -> None:
    """Acquire, without a turn of the event loop where a place is free."""
    import anyio

    try:
        semaphore.acquire_nowait()
    except anyio.WouldBlock:
        await semaphore.acquire()


class _Masked(bytes):
    """A user name or password of a proxy, which httpcore logs by its repr."""

    def __repr__(self) -> str:
        return "b'[secret]'"


def _pool(kinds: Any, proxy: httpx.Proxy | None, tls: ssl.SSLContext, network: Any) -> Any:
    """Return a pool of httpcore, which opens connections by way of the proxy."""
    plain, http, socks = kinds
    options = {"ssl_context": tls, "keepalive_expiry": _KEPT, "network_backend": network}
    if proxy is None:
        return plain(**options)
    url = proxy.url
    options["proxy_url"] = httpcore.URL(
        scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path
    )
    if proxy.raw_auth is not None:
        options["proxy_auth"] = tuple(map(_Masked, proxy.raw_auth))
    if url.scheme.startswith("socks"):
        return socks(**options)
    return http(proxy_headers=proxy.headers.raw, proxy_ssl_context=proxy.ssl_context, **options)
