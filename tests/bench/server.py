"""A fast server that answers every request with the same two keys.

`serve()` runs it in a separate process, so its time does not count for the client. It implements
only the part of HTTP/1.1 that requests without a body need.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

BODY = b'{"primaryKey":"0123456789abcdef0123456789abcdef","secondaryKey":"fedcba9876543210"}'
ANSWER = (
    b"HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=utf-8\r\n"
    b"x-ms-request-id: 11111111-2222-3333-4444-555555555555\r\n"
    b"x-ms-correlation-request-id: 66666666-7777-8888-9999-000000000000\r\n"
    b"Date: Mon, 01 Sep 2025 00:00:00 GMT\r\n"
    b"Content-Length: %d\r\n\r\n%b" % (len(BODY), BODY)
)


class Addresses(NamedTuple):
    """The addresses of the server.

    Attributes:
        http: The base URL without TLS.
        https: The base URL with TLS.
        certificates: A file with the certificates to trust, including the public ones.
    """

    http: str
    https: str
    certificates: Path


class _Connection(asyncio.Protocol):
    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = cast(asyncio.Transport, transport)
        self._head = b""

    def data_received(self, data: bytes) -> None:
        self._head += data
        while b"\r\n\r\n" in self._head:
            self._head = self._head.partition(b"\r\n\r\n")[2]
            self._transport.write(ANSWER)


@contextlib.contextmanager
def serve() -> Iterator[Addresses]:
    """Run the server in a separate process."""
    import certifi
    import trustme

    authority = trustme.CA()
    with tempfile.TemporaryDirectory() as folder:
        chain = Path(folder, "server.pem")
        authority.issue_cert("localhost", "127.0.0.1").private_key_and_cert_chain_pem.write_to_path(
            chain
        )
        # A client of the real service loads all public certificates, so both sides do it, too.
        certificates = Path(folder, "trusted.pem")
        certificates.write_bytes(Path(certifi.where()).read_bytes())
        authority.cert_pem.write_to_path(certificates, append=True)
        process = subprocess.Popen(
            [sys.executable, "-m", __name__, str(chain)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        with process:
            assert process.stdin is not None
            assert process.stdout is not None
            plain, tls = process.stdout.readline().split()
            try:
                yield Addresses(
                    f"http://127.0.0.1:{plain}", f"https://127.0.0.1:{tls}", certificates
                )
            finally:
                process.stdin.close()


async def _listen(chain: str) -> None:
    loop = asyncio.get_running_loop()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(chain)
    plain = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=500)
    tls = await loop.create_server(_Connection, "127.0.0.1", 0, backlog=500, ssl=context)
    print(*(server.sockets[0].getsockname()[1] for server in (plain, tls)), flush=True)
    # Standard input ends when the parent process ends, for whatever reason.
    await loop.run_in_executor(None, sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(_listen(sys.argv[1]))
