# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""A connection under asyncio, read and written without a layer between asyncio and httpcore.

The streams of anyio, which httpcore uses, open a cancel scope and run a turn of the event loop for
each read and each write.
"""

from __future__ import annotations

import asyncio
import select
import ssl
from typing import Any, Final

import httpcore

#: Reading pauses while so many bytes wait to be read.
_FULL: Final = 64 * 1024
#: What httpcore asks a stream for, and what asyncio calls it.
_INFOS: Final = {
    "ssl_object": "ssl_object",
    "socket": "socket",
    "client_addr": "sockname",
    "server_addr": "peername",
}


class _Protocol(asyncio.Protocol):
    """Keeps what arrives until it is read. One task at a time waits."""

    def __init__(self) -> None:
        self.buffer = bytearray()
        #: Whether no more bytes arrive.
        self.is_at_end = False
        self.is_lost = False
        self.error: Exception | None = None
        #: Whether the receiver of the other side is slow.
        self.is_clogged = False
        self.is_paused = False
        self.transport: Any = None
        self._waiter: asyncio.Future[None] | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        # Bytes may come with the end of a TLS handshake, before there is a transport.
        if len(self.buffer) >= _FULL and not self.is_paused and self.transport is not None:
            self.is_paused = True
            self.transport.pause_reading()
        self._wake()

    def eof_received(self) -> bool:
        self.is_at_end = True
        self._wake()
        # The request may still be on its way. asyncio always closes TLS.
        return self.transport is not None and self.tls() is None

    def connection_lost(self, exc: Exception | None) -> None:
        self.is_at_end = self.is_lost = True
        self.error = exc
        self._wake()

    def pause_writing(self) -> None:
        self.is_clogged = True

    def resume_writing(self) -> None:
        self.is_clogged = False
        self._wake()

    def tls(self) -> ssl.SSLObject | None:
        """Return what reads and writes TLS."""
        tls: ssl.SSLObject | None = self.transport.get_extra_info("ssl_object")
        return tls

    def take(self, size: int) -> bytes:
        """Return the first bytes that wait to be read."""
        data = bytes(self.buffer[:size])
        del self.buffer[:size]
        if self.is_paused and len(self.buffer) < _FULL:
            self.is_paused = False
            self.transport.resume_reading()
        return data

    async def change(self, timeout: float | None, error: type[Exception]) -> None:
        """Wait until something happens; raise `error` if nothing does in time."""
        loop = asyncio.get_running_loop()
        self._waiter = waiter = loop.create_future()
        timer = None if timeout is None else loop.call_later(timeout, _expire, waiter, error)
        try:
            await waiter
        finally:
            self._waiter = None
            if timer is not None:
                timer.cancel()

    def _wake(self) -> None:
        if self._waiter is not None and not self._waiter.done():
            self._waiter.set_result(None)


def _expire(waiter: asyncio.Future[None], error: type[Exception]) -> None:
    if not waiter.done():
        waiter.set_exception(error("nothing happened in time"))


class AsyncioStream(httpcore.AsyncNetworkStream):
    """A connection that notices surplus bytes.

    The last byte that arrived stays in the buffer until it is asked for, as by `_network._Tail`.

    Args:
        protocol: Receives the bytes.
        network: Where each new stream is kept, as its attribute `stream`.
        is_http: Whether HTTP is read from it, and not the handshake of a SOCKS proxy.
    """

    def __init__(self, protocol: _Protocol, network: Any, *, is_http: bool) -> None:
        self._protocol = protocol
        self._network = network
        self._is_http = is_http

    @classmethod
    async def connect(
        cls, address: str, port: int, network: Any, *, is_http: bool
    ) -> AsyncioStream:
        """Connect to an address.

        Raises:
            httpcore.ConnectError: If that fails.
        """
        loop = asyncio.get_running_loop()
        try:
            _, protocol = await loop.create_connection(_Protocol, address, port)
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        return cls(protocol, network, is_http=is_http)

    def is_clean(self) -> bool:
        """Return whether no byte was received beyond the last response."""
        if not self._is_http or self._protocol.buffer:
            return False
        tls = self._protocol.tls()
        # While reading was paused, asyncio left what arrived in the buffer of TLS.
        return tls is None or is_drained(tls)

    async def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        """Receive bytes; none at the end."""
        protocol = self._protocol
        while not protocol.buffer:
            if protocol.error is not None:
                raise httpcore.ReadError(protocol.error) from protocol.error
            if protocol.is_at_end:
                return b""
            await protocol.change(timeout, httpcore.ReadTimeout)
        if protocol.is_paused:
            # A scope of anyio cancels no task whose wait is already over, as here all of them are.
            await asyncio.sleep(0)
        if self._is_http:
            max_bytes = min(max_bytes, max(1, len(protocol.buffer) - 1))
        return protocol.take(max_bytes)

    async def write(self, buffer: bytes, timeout: float | None = None) -> None:
        """Send bytes."""
        protocol = self._protocol
        if buffer and not protocol.is_lost:
            protocol.transport.write(buffer)
        while protocol.is_clogged and not protocol.is_lost:
            await protocol.change(timeout, httpcore.WriteTimeout)
        if protocol.is_lost:
            raise httpcore.WriteError(protocol.error or "the connection is closed")

    async def aclose(self) -> None:
        """Close the connection."""
        self._protocol.transport.abort()
        # In the next turn, asyncio closes the socket.
        await asyncio.sleep(0)

    async def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> AsyncioStream:
        """Shake hands."""
        # With a new protocol, bytes that arrived before TLS do not pass for the first ones within.
        protocol = _Protocol()
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(timeout):
                protocol.transport = await loop.start_tls(
                    self._protocol.transport,
                    protocol,
                    ssl_context,
                    server_hostname=server_hostname,
                    ssl_handshake_timeout=timeout,
                )
        except TimeoutError as error:
            raise httpcore.ConnectTimeout(error) from error
        except OSError as error:
            raise httpcore.ConnectError(error) from error
        stream = AsyncioStream(protocol, self._network, is_http=True)
        self._network.stream = stream
        return stream

    def get_extra_info(self, info: str) -> Any:
        """Return what httpcore asks for."""
        if info != "is_readable":
            return self._protocol.transport.get_extra_info(_INFOS.get(info, info))
        if self._protocol.buffer or self._protocol.is_at_end:
            return True
        # It may have arrived since the last turn of the event loop.
        return is_readable(self._protocol.transport.get_extra_info("socket"))


def is_drained(tls: ssl.SSLObject) -> bool:
    """Return whether no byte waits in the buffer of TLS. A byte that waits is lost."""
    try:
        tls.read(1)
    except ssl.SSLWantReadError:
        return True
    except ssl.SSLError:
        pass
    return False


def is_readable(socket: Any) -> bool:
    """Return whether bytes wait at a socket, or its other side has closed it."""
    if socket.fileno() < 0:
        return True
    if not hasattr(select, "poll"):
        return bool(select.select([socket], [], [], 0)[0])
    poll = select.poll()
    poll.register(socket, select.POLLIN)
    return bool(poll.poll(0))
