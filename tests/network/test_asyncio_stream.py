"""Streams under asyncio: slow and fast peers, closed connections, and what comes before TLS."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from types import SimpleNamespace
from typing import Any, TypeAlias

import anyio
import httpcore
import pytest
from azureml_serverless_endpoints._asyncio_stream import AsyncioStream, _Protocol

from tests.network.conftest import Certificates

Peer: TypeAlias = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]

#: More than any buffer between the two sides holds.
MUCH = b"x" * 16 * 1024 * 1024


@contextlib.asynccontextmanager
async def connected(peer: Peer) -> AsyncIterator[AsyncioStream]:
    """Return a stream to a server that treats its connection as `peer` does."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with contextlib.suppress(ConnectionError):
                await peer(reader, writer)
        finally:
            writer.transport.abort()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    stream = await AsyncioStream.connect("127.0.0.1", port, SimpleNamespace(), is_http=True)
    try:
        yield stream
    finally:
        await stream.aclose()
        server.close()


async def ignore(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Read nothing and send nothing."""
    transport: Any = writer.transport
    transport.pause_reading()
    await asyncio.sleep(30)


def test_a_peer_that_reads_nothing_ends_a_write_at_its_timeout() -> None:
    async def main() -> None:
        async with connected(ignore) as stream:
            with pytest.raises(httpcore.WriteTimeout):
                await stream.write(MUCH, 0.05)

    asyncio.run(main())


def test_a_write_ends_when_a_slow_peer_has_read_enough() -> None:
    async def read(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readexactly(len(MUCH))
        writer.write(b"ab")
        await reader.read()

    async def main() -> None:
        async with connected(read) as stream:
            await stream.write(MUCH, 30)
            assert (await stream.read(100, 30), stream.is_clean()) == (b"a", False)
            assert (await stream.read(100, 30), stream.is_clean()) == (b"b", True)

    asyncio.run(main())


def test_a_closed_connection_is_readable_and_cannot_be_written() -> None:
    async def hang_up(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        pass

    async def main() -> None:
        async with connected(hang_up) as stream:
            with contextlib.suppress(httpcore.ReadError):
                assert await stream.read(100, 30) == b""
            assert stream.get_extra_info("is_readable")
            with pytest.raises(httpcore.WriteError):
                await stream.write(MUCH, 30)

    asyncio.run(main())


def test_a_stream_that_was_closed_here_reads_as_closed() -> None:
    async def main() -> None:
        async with connected(ignore) as stream:
            assert not stream.get_extra_info("is_readable")
            await stream.aclose()
            assert stream.get_extra_info("is_readable")
            assert await stream.read(100, 30) == b""

    asyncio.run(main())


async def flood(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Send as fast as the other side reads."""
    while True:
        writer.write(MUCH)
        await writer.drain()


def test_a_flood_is_received_only_as_fast_as_it_is_read() -> None:
    async def main() -> None:
        async with connected(flood) as stream:
            for _ in range(200):
                await asyncio.sleep(0)
            assert 64 * 1024 <= len(stream._protocol.buffer) <= 1024 * 1024

    asyncio.run(main())


def test_plain_bytes_before_tls_do_not_pass_for_bytes_within_it(trusted: Certificates) -> None:
    """A proxy could put a response before the one of the service."""

    async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"ok, foreign")
        await writer.start_tls(trusted.server)
        writer.write(b"own")
        await reader.read()

    async def main() -> None:
        async with connected(upgrade) as plain:
            assert await plain.read(100, 30) == b"ok, foreig"
            context = ssl.create_default_context(cafile=trusted.file)
            stream = await plain.start_tls(context, "localhost", 30)
            assert await stream.read(100, 30) == b"ow"
            await stream.aclose()

    asyncio.run(main())


def test_a_flood_within_tls_does_not_delay_a_cancellation(trusted: Certificates) -> None:
    """A scope of anyio cancels no task whose wait is already over, and each of these is."""

    async def upgrade(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await writer.start_tls(trusted.server)
        for _ in range(16):
            writer.write(MUCH)
            await writer.drain()

    async def main() -> None:
        received = 0
        async with connected(upgrade) as plain:
            context = ssl.create_default_context(cafile=trusted.file)
            stream = await plain.start_tls(context, "localhost", 30)
            with anyio.CancelScope() as scope:
                while data := await stream.read(1024 * 1024, 30):
                    received += len(data)
                    scope.cancel()
            await stream.aclose()
        assert received < len(MUCH)

    asyncio.run(main())


def test_bytes_that_arrive_in_tls_while_reading_is_paused_are_surplus(
    trusted: Certificates,
) -> None:
    """Asyncio reads them into the buffer of TLS, and passes them on in a later turn."""
    first = b"x" * 64 * 1024

    async def upgrade(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await writer.start_tls(trusted.server)
        writer.write(first)
        await reader.readexactly(1)
        writer.write(b"surplus")
        await reader.read()

    async def main() -> None:
        async with connected(upgrade) as plain:
            context = ssl.create_default_context(cafile=trusted.file)
            stream = await plain.start_tls(context, "localhost", 30)
            while not stream._protocol.is_paused:
                await asyncio.sleep(0)
            await stream.write(b"1")
            async with asyncio.timeout(30):
                while not stream._protocol.transport._ssl_protocol._incoming.pending:
                    await asyncio.sleep(0)
            received = await stream.read(len(first))
            assert received + await stream.read(1) == first
            assert not stream.is_clean()
            await stream.aclose()

    asyncio.run(main())


@pytest.mark.parametrize("data", [b"x" * 128 * 1024, b""], ids=["many bytes", "the end"])
def test_bytes_may_come_before_the_transport_of_tls(
    data: bytes,
) -> None:
    """With TLS 1.2, the last bytes of the handshake and what follows can come at once."""
    protocol = _Protocol()
    if data:
        protocol.data_received(data)
    else:
        assert not protocol.eof_received()
    assert (bytes(protocol.buffer), protocol.is_at_end) == (data, not data)


def test_a_tls_handshake_that_stalls_ends_at_its_timeout() -> None:
    async def main() -> None:
        async with connected(ignore) as stream:
            with pytest.raises(httpcore.ConnectTimeout):
                await stream.start_tls(ssl.create_default_context(), "localhost", 0.05)

    asyncio.run(main())
