# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The stand-in as a real HTTP server on this machine."""

from __future__ import annotations

import contextlib
import functools
import http
import http.server
import io
import ipaddress
import os
import re
import socket
import socketserver
import ssl
import sys
import threading
import time
from collections.abc import Callable, Generator
from typing import Any, Final

import attrs
import httpx

from ._stand_in import StandIn

#: Bytes of a request body, the limit of Azure Resource Manager.
_BODY_LIMIT: Final = 8 * 1024 * 1024
#: Seconds in which a client must send a request, counted from the connection or from the previous
#: response; and those in which it must take a part of the response.
_REQUEST_LIMIT: Final = 60.0
_RESPONSE_LIMIT: Final = 60.0
#: Connections that may wait to be accepted.
_BACKLOG: Final = 128

_clock = time.monotonic


@attrs.frozen
class Server:
    """A running server.

    Attributes:
        url: Its URL, such as `http://127.0.0.1:54321`.
        stand_in: The stand-in that it serves; it may be changed while the server runs.
    """

    url: str
    stand_in: StandIn


@contextlib.contextmanager
def serve(
    stand_in: StandIn,
    host: str = "127.0.0.1",
    port: int = 0,
    *,
    ssl_context: ssl.SSLContext | None = None,
) -> Generator[Server, None, None]:
    """Serve a stand-in over HTTP until the context ends.

    The server closes a connection on which no complete request arrives for 60 seconds, and refuses
    request bodies above 8 MB.

    Args:
        stand_in: The stand-in.
        host: A loopback address: `127.0.0.1`, `::1` or `localhost`.
        port: Port to listen on, 0 to 65535; 0 takes a free one.
        ssl_context: Certificate and key for HTTPS; plain HTTP if omitted.

    Yields:
        The running server.

    Raises:
        TypeError: `stand_in` is not a stand-in, but for instance the class itself.
        ValueError: Other machines can reach the host, or the port is out of range.
        OSError: The port is in use or not allowed.
    """
    given: Any = stand_in
    if not isinstance(given, StandIn):
        found = (
            "the class: make one of it" if given is StandIn else f"of type {type(given).__name__}"
        )
        raise TypeError(f"stand_in is a StandIn, not {found}.")
    if not 0 <= port <= 65535:
        raise ValueError("port is 0 to 65535.")
    if not _is_loopback(host):
        raise ValueError(f"{host!r} is not a loopback host: give 127.0.0.1, ::1 or localhost.")
    server = _HTTPServer(stand_in, host, port, ssl_context)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        scheme = "https" if ssl_context else "http"
        shown = f"[{host}]" if ":" in host else host
        yield Server(f"{scheme}://{shown}:{server.server_address[1]}", stand_in)
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


class _HTTPServer(http.server.ThreadingHTTPServer):
    allow_reuse_address = os.name == "posix"  # On Windows, two servers could share a port.
    request_queue_size = _BACKLOG

    def __init__(
        self, stand_in: StandIn, host: str, port: int, ssl_context: ssl.SSLContext | None
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._connections: set[socket.socket] = set()
        super().__init__((host, port), functools.partial(_Handler, stand_in))
        if ssl_context:
            # The connection's own thread makes the handshake, so that it blocks no other client.
            self.socket = ssl_context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def server_bind(self) -> None:
        # HTTPServer's own method looks up the name of the host in the DNS.
        socketserver.TCPServer.server_bind(self)

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for connection in tuple(self._connections):
            with contextlib.suppress(OSError):
                # The method of TLS sockets would disturb the thread that reads.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # That is a client that went away.
            super().handle_error(request, client_address)


class _Incoming(io.RawIOBase):
    """The bytes that a client sends, which must complete a request within the time limit."""

    def __init__(self, connection: socket.socket) -> None:
        self._connection = connection
        self.begin()

    def begin(self) -> None:
        """Wait for a new request from now on."""
        self._deadline = _clock() + _REQUEST_LIMIT
        #: Whether a part of the request has arrived, so that it must not end here.
        self.is_request = False

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any, /) -> int:
        left = self._deadline - _clock()
        if left <= 0:
            raise TimeoutError
        self._connection.settimeout(left)
        count = self._connection.recv_into(buffer)
        if not count and self.is_request:
            raise ConnectionError("The client closed the connection within a request.")
        return count


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    raw_requestline: bytes

    def __init__(self, stand_in: StandIn, *connection: Any) -> None:
        self._stand_in = stand_in
        super().__init__(*connection)

    def setup(self) -> None:
        super().setup()
        self.rfile.close()
        self._incoming = _Incoming(self.connection)
        self.rfile = io.BufferedReader(self._incoming)

    def handle_one_request(self) -> None:
        self._incoming.begin()
        super().handle_one_request()

    def parse_request(self) -> bool:
        if not self.raw_requestline.endswith(b"\n"):
            self.close_connection = True  # The client closed the connection within the line.
            return False
        self._incoming.is_request = True
        try:
            return super().parse_request()
        except TimeoutError:
            self.send_error(http.HTTPStatus.REQUEST_TIMEOUT)
            return False

    def _answer(self) -> None:
        # A request that cannot be read is refused like by a gateway in front of the service,
        # without the usual headers.
        if "Transfer-Encoding" in self.headers:
            self.send_error(http.HTTPStatus.LENGTH_REQUIRED)
            return
        declared = self.headers.get("Content-Length", "0")
        is_readable = self.path.isascii() and not self.headers.defects
        if not (is_readable and re.fullmatch("[0-9]{1,18}", declared)):
            self.send_error(http.HTTPStatus.BAD_REQUEST)
            return
        if int(declared) > _BODY_LIMIT:
            self.send_error(http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        try:
            request = self._request(self.rfile.read(int(declared)))
        except TimeoutError:
            self.send_error(http.HTTPStatus.REQUEST_TIMEOUT)
            return
        except httpx.InvalidURL:
            self.send_error(http.HTTPStatus.BAD_REQUEST)
            return
        try:
            self._send(self._stand_in.handle_request(request))
        except httpx.RequestError:
            self.close_connection = True

    def _request(self, body: bytes) -> httpx.Request:
        url = httpx.URL(scheme="http", host="localhost", raw_path=self.path.encode("ascii"))
        # http.server decodes headers as Latin-1; httpx encodes texts as ASCII.
        headers = [
            (name.encode("latin-1"), value.encode("latin-1"))
            for name, value in self.headers.items()
        ]
        stream = httpx.ByteStream(body)  # The argument content= would add headers.
        return httpx.Request(self.command, url, headers=headers, stream=stream)

    def _send(self, response: httpx.Response) -> None:
        status = f"HTTP/1.1 {response.status_code} {response.reason_phrase}".encode()
        fields = [name + b": " + value for name, value in response.headers.raw]
        self.connection.settimeout(_RESPONSE_LIMIT)
        self.wfile.write(b"\r\n".join([status, *fields, b"", b""]))
        for chunk in response.iter_raw():
            self.wfile.write(chunk)

    def __getattr__(self, name: str) -> Callable[[], None]:
        # The stand-in decides which methods are allowed.
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: the stand-in records the requests."""
