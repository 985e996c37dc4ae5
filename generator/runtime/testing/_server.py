"""The stand-in as a real HTTP server on this machine."""

import contextlib
import functools
import http
import http.server
import ipaddress
import os
import re
import socket
import socketserver
import ssl
import sys
import threading
from collections.abc import Callable, Generator
from typing import Any

import attrs
import httpx

from ._stand_in import StandIn

_BODY_LIMIT = 8 * 1024 * 1024  # bytes, the limit of Azure Resource Manager
_BACKLOG = 128  # connections that may wait to be accepted


@attrs.frozen
class Server:
    """A running server.

    Attributes:
        url: Where it listens, such as `http://127.0.0.1:54321`.
        stand_in: What it serves; it may be changed while the server runs.
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

    Args:
        stand_in: What to serve.
        host: An address of this machine alone: `127.0.0.1`, `::1` or `localhost`.
        port: Where to listen, 0 to 65535; 0 takes a free one.
        ssl_context: Certificate and key to serve HTTPS with. Plain HTTP if left out.

    Yields:
        The running server.

    Raises:
        TypeError: The stand-in is none, such as the class itself.
        ValueError: The host can be reached from other machines, or the port is no port.
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
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two servers share a port
    request_queue_size = _BACKLOG

    def __init__(
        self, stand_in: StandIn, host: str, port: int, ssl_context: ssl.SSLContext | None
    ) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._connections: set[socket.socket] = set()
        super().__init__((host, port), functools.partial(_Handler, stand_in))
        if ssl_context:
            # The handshake is left to the connection's own thread, where it holds up no one else.
            self.socket = ssl_context.wrap_socket(
                self.socket, server_side=True, do_handshake_on_connect=False
            )

    def server_bind(self) -> None:
        # Not HTTPServer's, which asks the DNS for the name of the host.
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
                # The plain socket's method: TLS's own disturbs the thread that reads.
                socket.socket.shutdown(connection, socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        if not isinstance(sys.exception(), OSError):  # the client has gone away: nothing to tell
            super().handle_error(request, client_address)


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def __init__(self, stand_in: StandIn, *connection: Any) -> None:
        self._stand_in = stand_in
        super().__init__(*connection)

    def _answer(self) -> None:
        # What cannot be read is refused without the headers of an answer, as by a server in front
        # of the service.
        if "Transfer-Encoding" in self.headers:
            self.send_error(http.HTTPStatus.LENGTH_REQUIRED)
            return
        declared = self.headers.get("Content-Length", "0")
        if not re.fullmatch("[0-9]{1,18}", declared):
            self.send_error(http.HTTPStatus.BAD_REQUEST)
            return
        length = int(declared)
        if length > _BODY_LIMIT:
            self.send_error(http.HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            return
        body = self.rfile.read(length)
        if len(body) < length:
            self.close_connection = True  # the client has gone away
            return
        try:
            self._send(self._stand_in.handle_request(self._request(body)))
        except httpx.InvalidURL:
            self.send_error(http.HTTPStatus.BAD_REQUEST)
        except httpx.RequestError:
            self.close_connection = True

    def _request(self, body: bytes) -> httpx.Request:
        url = httpx.URL(scheme="http", host="localhost", raw_path=self.path.encode("latin-1"))
        stream = httpx.ByteStream(body)  # as content= it would add headers
        return httpx.Request(self.command, url, headers=self.headers.items(), stream=stream)

    def _send(self, response: httpx.Response) -> None:
        status = f"HTTP/1.1 {response.status_code} {response.reason_phrase}".encode()
        fields = [name + b": " + value for name, value in response.headers.raw]
        self.wfile.write(b"\r\n".join([status, *fields, b"", b""]))
        for chunk in response.iter_raw():
            self.wfile.write(chunk)

    def __getattr__(self, name: str) -> Callable[[], None]:
        # Any method is answered, since it is for the stand-in to say which are allowed.
        if name.startswith("do_"):
            return self._answer
        raise AttributeError(name)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002
        """Log nothing: the stand-in records the requests."""
