"""A server on a real socket that reproduces the failures of a network, a proxy or a service.

A `SocketServer` answers each request with the next of its replies, and with keys after the last. A
reply is a function that writes to the connection. The functions below make the usual replies.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import select
import socket
import ssl
import struct
import threading
from collections import deque
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple, TypeAlias

import trustme

#: The keys that the server returns and the token that the tests send. No output may contain them.
PRIMARY = "pRiMaRy-0f4e-marker"
SECONDARY = "sEcOnDaRy-9b1c-marker"
TOKEN = "tOkEn-77aa-marker"
KEYS = json.dumps({"primaryKey": PRIMARY, "secondaryKey": SECONDARY}).encode()


class Received(NamedTuple):
    """A request as the server received it."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


class Connection:
    """The server side of a connection."""

    def __init__(self, plain: socket.socket, number: int, stopped: threading.Event) -> None:
        self.socket: socket.socket = plain
        self.number = number
        self.stopped = stopped

    def write(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reset(self) -> None:
        """Close the connection with RST, so that the client reads an error and not an end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def until_closed(self) -> None:
        """Wait until the client closes the connection."""
        with contextlib.suppress(OSError):
            while self.socket.recv(65536):
                pass

    def pause(self, seconds: float) -> bool:
        """Wait, and return whether the server still runs."""
        return not self.stopped.wait(seconds)


#: Answers a request, and returns whether the connection stays open.
Reply: TypeAlias = Callable[[Connection, Received], bool]


def respond(
    status: int,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    length: int | None = None,
) -> Reply:
    """Send a response.

    Args:
        status: Its status code.
        body: Its body.
        headers: Headers to add or to replace.
        length: A wrong `Content-Length`. The connection closes after the body.
    """
    fields = {"content-type": "application/json", "x-ms-request-id": "request-1", **(headers or {})}
    if "transfer-encoding" not in fields:
        fields["content-length"] = str(len(body) if length is None else length)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    data = f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + body

    def reply(connection: Connection, received: Received) -> bool:
        connection.write(data)
        return length is None and fields.get("connection") != "close"

    return reply


def respond_with_keys() -> Reply:
    """Send a 200 with the keys."""
    return respond(200, KEYS)


def failure(status: int, code: str = "Code", headers: dict[str, str] | None = None) -> Reply:
    """Send an error of the service in its usual form."""
    body = json.dumps({"error": {"code": code, "message": "The service's words."}}).encode()
    return respond(status, body, headers)


def redirect(status: int, location: str) -> Reply:
    """Send a redirect. `{port}` in the location stands for the port of the server."""

    def reply(connection: Connection, received: Received) -> bool:
        port = str(connection.socket.getsockname()[1])
        return respond(status, headers={"location": location.replace("{port}", port)})(
            connection, received
        )

    return reply


def fragment(data: bytes) -> Reply:
    """Send some bytes, then close the connection."""

    def reply(connection: Connection, received: Received) -> bool:
        connection.write(data)
        return False

    return reply


def reset(connection: Connection, received: Received) -> bool:
    """Reset the connection instead of a response."""
    connection.reset()
    return False


def reset_in_body(connection: Connection, received: Received) -> bool:
    """Reset the connection in the middle of the body."""
    connection.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:20])
    connection.reset()
    return False


def garble(connection: Connection, received: Received) -> bool:
    """Send bytes that are not TLS on a TLS connection."""
    # The method of the plain socket bypasses that of the TLS socket.
    socket.socket.sendall(connection.socket, b"\x17\x03\x03\x00\x20" + b"?" * 32)
    return False


def hang_up(connection: Connection, received: Received) -> bool:
    """Close the connection instead of a response, as after a long idle time."""
    return False


def silence(connection: Connection, received: Received) -> bool:
    """Send nothing, and wait until the client closes the connection."""
    connection.until_closed()
    return False


def stalled(data: bytes) -> Reply:
    """Send some bytes, then nothing, and wait until the client closes the connection."""

    def reply(connection: Connection, received: Received) -> bool:
        connection.write(data)
        return silence(connection, received)

    return reply


def tunnel(to: int | None = None) -> Reply:
    """Answer CONNECT as a proxy: connect to the requested port, or to the port `to` if given."""

    def reply(connection: Connection, received: Received) -> bool:
        assert received.method == "CONNECT"
        port = to or int(received.target.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as target:
            connection.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other = {connection.socket: target, target: connection.socket}
            while True:
                for end in select.select(list(other), [], [])[0]:
                    if not (data := end.recv(65536)):
                        return False
                    other[end].sendall(data)

    return reply


def trickle(head: bytes, drop: bytes, *, pause: float = 0.02) -> Reply:
    """Send some bytes, then a few more after each pause of so many seconds, for ever."""

    def reply(connection: Connection, received: Received) -> bool:
        connection.write(head)
        while connection.pause(pause):
            connection.write(drop)
        return False

    return reply


def flood(head: bytes, block: bytes) -> Reply:
    """Send some bytes, then sixteen blocks, which is more than a client reads.

    The number is limited because an event loop that never waits may read all bytes before it runs
    the call.
    """

    def reply(connection: Connection, received: Received) -> bool:
        connection.write(head + 16 * block)
        return False

    return reply


def held(reply: Reply, arrived: threading.Event, go: threading.Event) -> Reply:
    """Set `arrived`, and send another reply after `go` is set."""

    def wait(connection: Connection, received: Received) -> bool:
        arrived.set()
        go.wait(30)
        return reply(connection, received)

    return wait


class SocketServer:
    """The server. One thread accepts connections, and another thread serves each of them.

    Attributes:
        replies: The next replies.
        default_reply: The reply when `replies` is empty.
        requests: The requests that arrived.
        connections: The number of connections that clients opened.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.replies: deque[Reply] = deque()
        self.default_reply: Reply = respond_with_keys()
        self.requests: list[Received] = []
        self._tls = tls
        self._numbers = itertools.count()
        self._stopped = threading.Event()
        self._open: dict[int, Connection] = {}
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://localhost:{self.port}"

    @property
    def open_connections(self) -> int:
        """Return the number of connections that clients have not closed yet."""
        return len(self._open)

    def __enter__(self) -> SocketServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        # `close` alone does not wake the thread in `accept`.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in list(self._open.values()):
            with contextlib.suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(10)
            assert not thread.is_alive(), "a connection of the server is stuck"

    def _start(self, target: Callable[..., None], *arguments: object) -> None:
        thread = threading.Thread(target=target, args=arguments, daemon=True)
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                plain, _ = self._listener.accept()
            except OSError:
                return
            self._start(self._serve, plain)

    def _serve(self, plain: socket.socket) -> None:
        connection = Connection(plain, next(self._numbers), self._stopped)
        self._open[connection.number] = connection
        self.connections += 1
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                connection.socket = self._tls.wrap_socket(plain, server_side=True)
            while self._exchange(connection):
                pass
        except (OSError, ValueError):
            pass  # The client closed the connection, as many tests intend.
        finally:
            self._open.pop(connection.number, None)
            connection.socket.close()

    def _exchange(self, connection: Connection) -> bool:
        received = read_request(connection)
        if received is None:
            return False
        self.requests.append(received)
        try:
            reply = self.replies.popleft()
        except IndexError:
            reply = self.default_reply
        return reply(connection, received)


def read_request(connection: Connection) -> Received | None:
    """Return the next request of a connection, or None at its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        block = connection.socket.recv(65536)
        if not block:
            return None
        data += block
        if data[0] == 0x16:
            # A TLS ClientHello, which is a bad request for a server without TLS.
            connection.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return None
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in rest)}
    while len(body) < int(headers.get("content-length", 0)):
        body += connection.socket.recv(65536)
    return Received(method, target, headers, body, connection.number)


def closed_port() -> int:
    """Return a local port without a listener."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Certificates(NamedTuple):
    """A certificate authority, the file that lets clients trust it, and the TLS of the server."""

    authority: trustme.CA
    file: Path
    server: ssl.SSLContext

    def client_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """Return the TLS settings of a server with these host names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context
