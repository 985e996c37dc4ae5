"""A server on a real socket that can fail in every way that a network, a proxy or a service does.

A `SocketServer` answers each request with the next of its replies, and with keys once they are used
up. A reply is a function that writes to the connection; the functions below make the usual ones.
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

#: The keys that the server gives, and the token that the tests send: what nobody may see.
PRIMARY = "pRiMaRy-0f4e-marker"
SECONDARY = "sEcOnDaRy-9b1c-marker"
TOKEN = "tOkEn-77aa-marker"
KEYS = json.dumps({"primaryKey": PRIMARY, "secondaryKey": SECONDARY}).encode()


class Received(NamedTuple):
    """A request as it arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes
    connection: int


class Line:
    """The server's end of a connection."""

    def __init__(self, plain: socket.socket, number: int, stopped: threading.Event) -> None:
        self.socket: socket.socket = plain
        self.number = number
        self.stopped = stopped

    def write(self, data: bytes) -> None:
        self.socket.sendall(data)

    def reset(self) -> None:
        """Ends the connection so that the other side reads an error, not an end."""
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.socket.close()

    def until_left(self) -> None:
        """Waits until the other side closes the connection."""
        with contextlib.suppress(OSError):
            while self.socket.recv(65536):
                pass

    def pause(self, seconds: float) -> bool:
        """Waits, unless the server stops; says whether to go on."""
        return not self.stopped.wait(seconds)


#: Answers a request; the result says whether the connection stays open.
Reply: TypeAlias = Callable[[Line, Received], bool]


def answer(
    status: int,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    length: int | None = None,
) -> Reply:
    """A whole answer; with `length`, one that lies about its body, after which nothing comes."""
    fields = {"content-type": "application/json", "x-ms-request-id": "request-1", **(headers or {})}
    if "transfer-encoding" not in fields:
        fields["content-length"] = str(len(body) if length is None else length)
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    data = f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode() + body

    def reply(line: Line, received: Received) -> bool:
        line.write(data)
        return length is None and fields.get("connection") != "close"

    return reply


def keys() -> Reply:
    """The answer that a caller wants."""
    return answer(200, KEYS)


def failure(status: int, code: str = "Code", headers: dict[str, str] | None = None) -> Reply:
    """An error of the service, in its usual form."""
    body = json.dumps({"error": {"code": code, "message": "The service's words."}}).encode()
    return answer(status, body, headers)


def redirect(status: int, location: str) -> Reply:
    """An answer that points elsewhere; `{port}` is the port that was asked."""

    def reply(line: Line, received: Received) -> bool:
        port = str(line.socket.getsockname()[1])
        return answer(status, headers={"location": location.replace("{port}", port)})(
            line, received
        )

    return reply


def fragment(data: bytes) -> Reply:
    """Some bytes, then the end of the connection."""

    def reply(line: Line, received: Received) -> bool:
        line.write(data)
        return False

    return reply


def reset(line: Line, received: Received) -> bool:
    """A reset connection instead of an answer."""
    line.reset()
    return False


def reset_in_body(line: Line, received: Received) -> bool:
    """A reset connection in the middle of the body."""
    line.write(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:20])
    line.reset()
    return False


def garble(line: Line, received: Received) -> bool:
    """Bytes that are no TLS, on a connection that speaks it."""
    # Past the methods of the TLS socket, by those of the socket beneath.
    socket.socket.sendall(line.socket, b"\x17\x03\x03\x00\x20" + b"?" * 32)
    return False


def hang_up(line: Line, received: Received) -> bool:
    """The end of the connection instead of an answer, as of a connection that was idle too long."""
    return False


def silence(line: Line, received: Received) -> bool:
    """Nothing, until the other side gives up."""
    line.until_left()
    return False


def stalled(data: bytes) -> Reply:
    """Some bytes, then nothing, until the other side gives up."""

    def reply(line: Line, received: Received) -> bool:
        line.write(data)
        return silence(line, received)

    return reply


def tunnel(to: int | None = None) -> Reply:
    """What a proxy answers to CONNECT; whatever was asked for, the port `to` is reached."""

    def reply(line: Line, received: Received) -> bool:
        assert received.method == "CONNECT"
        port = to or int(received.target.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as beyond:
            line.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
            other = {line.socket: beyond, beyond: line.socket}
            while True:
                for end in select.select(list(other), [], [])[0]:
                    if not (data := end.recv(65536)):
                        return False
                    other[end].sendall(data)

    return reply


def trickle(head: bytes, drop: bytes, *, pause: float = 0.02) -> Reply:
    """Some bytes, then a few more again and again, for ever."""

    def reply(line: Line, received: Received) -> bool:
        line.write(head)
        while line.pause(pause):
            line.write(drop)
        return False

    return reply


def flood(head: bytes, block: bytes) -> Reply:
    """Some bytes, then sixteen blocks: more than a client takes, and not without end.

    An event loop that never has to wait for more bytes may read them before it runs the call.
    """

    def reply(line: Line, received: Received) -> bool:
        line.write(head + 16 * block)
        return False

    return reply


def held(reply: Reply, arrived: threading.Event, go: threading.Event) -> Reply:
    """Another reply, after the test says go."""

    def wait(line: Line, received: Received) -> bool:
        arrived.set()
        go.wait(30)
        return reply(line, received)

    return wait


class SocketServer:
    """The server: a thread accepts, another serves each connection.

    Attributes:
        replies: What comes next; `keys()` when it is empty.
        otherwise: What comes when `replies` is empty.
        requests: What arrived.
        connections: How many connections were opened.
    """

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.replies: deque[Reply] = deque()
        self.otherwise: Reply = keys()
        self.requests: list[Received] = []
        self._tls = tls
        self._numbers = itertools.count()
        self._stopped = threading.Event()
        self._open: dict[int, Line] = {}
        self._threads: list[threading.Thread] = []
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=256)
        self.port: int = self._listener.getsockname()[1]
        self.connections = 0

    @property
    def url(self) -> str:
        return f"{'http' if self._tls is None else 'https'}://localhost:{self.port}"

    @property
    def open_connections(self) -> int:
        """How many connections the other side has not closed yet."""
        return len(self._open)

    def __enter__(self) -> SocketServer:
        self._start(self._accept)
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        # Closing alone does not wake a thread that accepts.
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for line in list(self._open.values()):
            with contextlib.suppress(OSError):
                line.socket.shutdown(socket.SHUT_RDWR)
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
        line = Line(plain, next(self._numbers), self._stopped)
        self._open[line.number] = line
        self.connections += 1
        try:
            plain.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            if self._tls is not None:
                line.socket = self._tls.wrap_socket(plain, server_side=True)
            while self._exchange(line):
                pass
        except (OSError, ValueError):
            pass  # The other side left, which is the point of many tests.
        finally:
            self._open.pop(line.number, None)
            line.socket.close()

    def _exchange(self, line: Line) -> bool:
        received = read_request(line)
        if received is None:
            return False
        self.requests.append(received)
        try:
            reply = self.replies.popleft()
        except IndexError:
            reply = self.otherwise
        return reply(line, received)


def read_request(line: Line) -> Received | None:
    """The next request of a connection, or None at its end."""
    data = b""
    while b"\r\n\r\n" not in data:
        block = line.socket.recv(65536)
        if not block:
            return None
        data += block
        if data[0] == 0x16:
            # The greeting of TLS, which a server without it takes for a bad request.
            line.write(b"HTTP/1.1 400 Bad Request\r\n\r\n")
            return None
    head, _, body = data.partition(b"\r\n\r\n")
    first, *rest = head.decode("latin-1").split("\r\n")
    method, target, _ = first.split(" ", 2)
    headers = {name.lower(): value.strip() for name, _, value in (x.partition(":") for x in rest)}
    while len(body) < int(headers.get("content-length", 0)):
        body += line.socket.recv(65536)
    return Received(method, target, headers, body, line.number)


def closed_port() -> int:
    """A port of this machine where nobody listens."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


class Certificates(NamedTuple):
    """A certificate authority, the file that makes clients trust it, and a server's certificate."""

    authority: trustme.CA
    file: Path
    server: ssl.SSLContext

    def client_context(self) -> ssl.SSLContext:
        context = ssl.create_default_context()
        self.authority.configure_trust(context)
        return context


def server_context(authority: trustme.CA, *names: str) -> ssl.SSLContext:
    """A server's side of TLS, for a host of these names."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(*names).configure_cert(context)
    return context
