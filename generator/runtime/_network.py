"""Network backends for httpcore: every wait ends with the call, and surplus bytes are noticed.

httpcore passes no timeout to a SOCKS handshake, starts each timeout anew for every address and for
every byte, and resolves names without any. So the end of the call stands here, beneath httpcore, in
one place for all phases: name resolution, connecting, proxies, TLS, sending and receiving.
"""

from __future__ import annotations

import math
import socket
import ssl
import time
from collections.abc import Callable, Iterable
from concurrent.futures import Future, wait
from functools import partial
from typing import TYPE_CHECKING, Any, Final, TypeVar

import httpcore

from ._threads import in_daemon_thread, in_trio, until_done

if TYPE_CHECKING:
    from anyio import Event

    from ._asyncio_stream import AsyncioStream

T = TypeVar("T")

#: Bytes to send at once, so that a slow receiver cannot extend one timeout for a long body.
_BLOCK: Final = 16 * 1024
#: Seconds until the next address is tried beside a slow one (RFC 8305, section 5).
_STAGGER: Final = 0.25


class _Tail:
    """Holds back the last byte of what arrived until it is asked for.

    httpcore reads every byte of a response. If a byte is still held back when the response is
    complete, the server sent surplus bytes. httpcore would read them as the next response, so the
    connection is not used again.
    """

    is_withheld = False
    _byte = b""

    def cut(self, data: bytes) -> bytes:
        """Return the data without the byte that is held back; a single byte passes."""
        self.is_withheld = len(data) > 1
        if self.is_withheld:
            self._byte = data[-1:]
            return data[:-1]
        return data

    def take(self) -> bytes:
        """Return the byte that is held back."""
        self.is_withheld = False
        return self._byte


class SyncNetwork(httpcore.NetworkBackend):
    """Opens the streams of one connection.

    Args:
        has_proxy: Whether connections lead to a proxy first.

    Attributes:
        deadline: When the current call ends, by `time.monotonic`; set for each request.
        stream: The stream that was opened last, or None.
    """

    def __init__(self, *, has_proxy: bool) -> None:
        self.deadline = math.inf
        self.stream: SyncStream | None = None
        self._has_proxy = has_proxy
        self._backend = httpcore.SyncBackend()

    def left(self, timeout: float | None, error: type[Exception]) -> float:
        """Return how many seconds a wait may take; raise `error` if the call is over."""
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise error("the time of the call is up")
        return left if timeout is None else min(timeout, left)

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,
    ) -> httpcore.NetworkStream:
        """Connect to the first address that answers; all of them share the timeout."""
        end = time.monotonic() + self.left(timeout, httpcore.ConnectTimeout)
        failure: Exception | None = None
        addresses = _addresses(host, port, end)
        for number, address in enumerate(addresses):
            share = (end - time.monotonic()) / (len(addresses) - number)
            if share <= 0:
                break
            try:
                stream = self._backend.connect_tcp(
                    address, port, share, local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                failure = error
            else:
                return SyncStream(stream, self, is_http=not self._has_proxy)
        raise failure or httpcore.ConnectTimeout("no address answered")


class SyncStream(httpcore.NetworkStream):
    """A stream whose waits end with the call.

    Args:
        stream: The stream of httpcore.
        network: Knows when the call ends.
        is_http: Whether HTTP is read from it, and not the handshake of a SOCKS proxy.
        is_nested: Whether it is TLS within TLS, which restarts its timeout for every byte.
    """

    def __init__(
        self,
        stream: httpcore.NetworkStream,
        network: SyncNetwork,
        *,
        is_http: bool,
        is_nested: bool = False,
    ) -> None:
        self._stream = stream
        self._network = network
        self._tail = _Tail() if is_http else None
        self._is_nested = is_nested
        network.stream = self

    def is_clean(self) -> bool:
        """Return whether no byte was received beyond the last response."""
        return self._tail is not None and not self._tail.is_withheld

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive bytes."""
        tail = self._tail
        if tail is not None and tail.is_withheld:
            return tail.take()
        data = self._within(self._stream.read, max_bytes, timeout, httpcore.ReadTimeout)
        return data if tail is None else tail.cut(data)

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        for start in range(0, len(buffer), _BLOCK):
            block = buffer[start : start + _BLOCK]
            self._within(self._stream.write, block, timeout, httpcore.WriteTimeout)

    def close(self) -> None:
        """Close the connection."""
        self._stream.close()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks for."""
        return self._stream.get_extra_info(info)

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        """Shake hands."""
        self._is_nested = self.get_extra_info("ssl_object") is not None
        start = partial(self._stream.start_tls, ssl_context)
        stream = self._within(start, server_hostname, timeout, httpcore.ConnectTimeout)
        return SyncStream(stream, self._network, is_http=True, is_nested=self._is_nested)

    def _within(
        self,
        method: Callable[[Any, float], T],
        argument: Any,
        timeout: float | None,
        error: type[Exception],
    ) -> T:
        left = self._network.left(timeout, error)
        if not self._is_nested:
            return method(argument, left)
        return _in_thread(partial(method, argument, left), time.monotonic() + left, error)


class AsyncNetwork(httpcore.AsyncNetworkBackend):
    """Opens the streams of one connection under asyncio or trio; attributes as `SyncNetwork`'s.

    The event loop cancels a call that is over, so no deadline is needed here. httpcore's own choice
    of a backend tries to import sniffio for each request, which is slow where it is missing.
    """

    def __init__(self, *, has_proxy: bool) -> None:
        self.stream: AsyncStream | AsyncioStream | None = None
        self._is_http = not has_proxy

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,  # noqa: ARG002 - the package sets none
        socket_options: Iterable[httpcore.SOCKET_OPTION] | None = None,  # noqa: ARG002 - the same
    ) -> httpcore.AsyncNetworkStream:
        """Connect to the first address that answers; see RFC 8305."""
        import anyio

        streams: list[AsyncStream | AsyncioStream] = []
        failures: list[Exception] = []

        async def attempt(address: str, failed: Event) -> None:
            try:
                stream = await self._open(address, port)
            except httpcore.ConnectError as error:
                failures.append(error)
                failed.set()
            else:
                streams.append(stream)
                group.cancel_scope.cancel()

        try:
            with anyio.move_on_after(timeout):
                addresses = await _async_addresses(host, port)
                async with anyio.create_task_group() as group:
                    for address in addresses:
                        failed = anyio.Event()
                        group.start_soon(attempt, address, failed)
                        with anyio.move_on_after(_STAGGER):
                            await failed.wait()
            if not streams:
                raise failures[-1] if failures else httpcore.ConnectTimeout("no address answered")
            self.stream = streams.pop()
            return self.stream
        finally:
            with anyio.CancelScope(shield=True):
                for surplus in streams:
                    await surplus.aclose()

    async def _open(self, address: str, port: int) -> AsyncStream | AsyncioStream:
        if in_trio():
            backend: Any = httpcore.AnyIOBackend()
            stream = await backend.connect_tcp(address, port)
            return AsyncStream(stream, self, is_http=self._is_http)
        from ._asyncio_stream import AsyncioStream

        return await AsyncioStream.connect(address, port, self, is_http=self._is_http)


class AsyncStream(httpcore.AsyncNetworkStream):
    """A stream under trio that notices surplus bytes; arguments as `SyncStream`'s."""

    def __init__(
        self, stream: httpcore.AsyncNetworkStream, network: AsyncNetwork, *, is_http: bool
    ) -> None:
        self._stream = stream
        self._network = network
        self._tail = _Tail() if is_http else None
        self._tls: ssl.SSLObject | None = stream.get_extra_info("ssl_object")

    def is_clean(self) -> bool:
        """Return whether no byte was received beyond the last response."""
        if self._tail is None or self._tail.is_withheld:
            return False
        if self._tls is None:
            return True
        # The next record of TLS may have arrived too. It waits in memory, not at the socket.
        from ._asyncio_stream import is_drained

        return is_drained(self._tls)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive bytes."""
        tail = self._tail
        if tail is not None and tail.is_withheld:
            return tail.take()
        data = await self._stream.read(max_bytes, timeout)
        return data if tail is None else tail.cut(data)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        if buffer:
            await self._stream.write(buffer, timeout)

    async def aclose(self) -> None:
        """Close the connection."""
        await self._stream.aclose()

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks for."""
        return self._stream.get_extra_info(info)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.AsyncNetworkStream:
        """Shake hands."""
        stream = await self._stream.start_tls(ssl_context, server_hostname, timeout)
        self._network.stream = AsyncStream(stream, self._network, is_http=True)
        return self._network.stream


def _addresses(host: str, port: int, end: float) -> list[str]:
    """Return the addresses of a host.

    Raises:
        httpcore.ConnectError: If it has none.
        httpcore.ConnectTimeout: If it is not known in time.
    """
    try:
        return _lookup(host, port, socket.AI_NUMERICHOST)
    except OSError:
        pass
    try:
        return _in_thread(partial(_lookup, host, port), end, httpcore.ConnectTimeout)
    except OSError as error:
        raise httpcore.ConnectError(error) from error


async def _async_addresses(host: str, port: int) -> list[str]:
    """Return the addresses of a host; errors as those of `_addresses`, without a timeout."""
    try:
        return _lookup(host, port, socket.AI_NUMERICHOST)
    except OSError:
        pass
    try:
        # Not in a thread of the event loop, which would wait for it before it ends.
        lookup = in_daemon_thread(_lookup, host, port)
        await until_done(lookup)
        found: list[str] = lookup.result()
    except (OSError, RuntimeError) as error:
        # RuntimeError: the system allows no more threads.
        raise httpcore.ConnectError(error) from error
    return found


def _lookup(host: str, port: int, flags: int = 0) -> list[str]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=flags)
    numeric = socket.NI_NUMERICHOST | socket.NI_NUMERICSERV
    # By getnameinfo, which keeps the scope of a link-local address.
    return list(dict.fromkeys(socket.getnameinfo(each[4], numeric)[0] for each in found))


def _in_thread(function: Callable[[], T], end: float, error: type[Exception]) -> T:
    """Call a function that has no reliable timeout, and raise `error` if it does not end in time.

    Its thread goes on until it ends, and does not keep the process alive.
    """
    try:
        started: Future[T] = in_daemon_thread(function)
    except RuntimeError:
        # The system allows no more threads: be slow, but right.
        return function()
    wait([started], max(0.0, end - time.monotonic()))
    if not started.done():
        raise error("the time of the call is up")
    return started.result()
