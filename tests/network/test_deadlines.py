"""A call ends within its `total`, whatever phase the network stalls in.

Every stall here lasts much longer than `ENOUGH`, so that only a deadline can end the call before.
"""

from __future__ import annotations

import asyncio
import contextlib
import socket
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from azureml_serverless_endpoints import (
    APIConnectionError,
    APITimeoutError,
    AsyncClient,
    Client,
    RetryPolicy,
    Timeout,
    _network,
)

from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Certificates,
    Line,
    Received,
    Reply,
    SocketServer,
    server_context,
    silence,
    stalled,
    trickle,
    tunnel,
)
from tests.network.ways import open_client

OWN = ("sync", "asyncio", "trio")

#: What a call may take, and what it may take on a machine that is busy with other tests.
TOTAL, ENOUGH = 0.4, 8.0
LIMITS: dict[str, Any] = {"timeout": Timeout(total=TOTAL), "retry": RetryPolicy(attempts=1)}

#: A name that no name server knows, for the lookups that the tests answer.
HOST = "service.example"


def assert_ends_in_time(way: str, url: str, **options: Any) -> None:
    with open_client(way, url, **LIMITS) as caller:
        start = time.monotonic()
        outcome = caller.outcome(**options)
        took = time.monotonic() - start
    assert type(outcome) is APITimeoutError, repr(outcome)
    assert took < ENOUGH


@contextlib.contextmanager
def names(monkeypatch: pytest.MonkeyPatch, lookup: Any) -> Iterator[None]:
    """Let a test look up its own name; every other is looked up as usual."""
    usual = socket.getaddrinfo

    def getaddrinfo(host: Any, port: Any, *arguments: Any, **options: Any) -> Any:
        if host not in {HOST, HOST.encode()}:
            return usual(host, port, *arguments, **options)
        if options.get("flags", 0) & socket.AI_NUMERICHOST:
            raise socket.gaierror("not a number")
        return lookup(port)

    with monkeypatch.context() as patch:
        patch.setattr(socket, "getaddrinfo", getaddrinfo)
        yield


def found(port: int, *addresses: str) -> list[Any]:
    """Return what a lookup finds."""
    return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]


@pytest.fixture
def stuck(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Let the lookup of the name take until the test ends, or this event is set."""
    ended = threading.Event()

    def wait(port: int) -> Any:
        ended.wait(60)
        raise socket.gaierror("no name server")

    with names(monkeypatch, wait):
        yield ended
        ended.set()


@pytest.mark.parametrize("way", OWN)
def test_a_name_that_is_not_resolved_in_time(way: str, stuck: threading.Event) -> None:
    assert_ends_in_time(way, f"https://{HOST}")
    assert not stuck.is_set()


def test_an_event_loop_does_not_wait_for_a_name_after_its_end(stuck: threading.Event) -> None:
    """A thread of the loop's own would be waited for by `asyncio.run`."""
    outcomes: list[BaseException] = []

    async def main() -> None:
        async with AsyncClient(
            TOKEN, base_url=f"https://{HOST}", subscription_id="s", **LIMITS
        ) as client:
            try:
                await client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
            except APITimeoutError as error:
                outcomes.append(error)

    thread = threading.Thread(target=asyncio.run, args=(main(),))
    thread.start()
    thread.join(ENOUGH)
    is_stuck = thread.is_alive()
    stuck.set()
    thread.join()
    assert not is_stuck
    assert len(outcomes) == 1


@pytest.mark.parametrize("way", OWN)
def test_a_name_that_does_not_exist(way: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(port: int) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with (
        names(monkeypatch, fail),
        open_client(way, f"https://{HOST}", retry=RetryPolicy(attempts=1)) as caller,
    ):
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert "Name or service not known" in str(outcome)


@pytest.mark.parametrize("way", OWN)
def test_a_name_where_no_thread_can_be_started(
    way: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A `Client` does without; an event loop must not be blocked."""

    def refuse(*_: Any) -> Any:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_network, "in_daemon_thread", refuse)
    with open_client(way, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    if way == "sync":
        assert not isinstance(outcome, Exception), outcome
    else:
        assert type(outcome) is APIConnectionError
        assert "can't start new thread" in str(outcome)


@contextlib.contextmanager
def unreachable(*addresses: str) -> Iterator[int]:
    """Give a port where connections to some addresses of this machine wait for ever."""
    with contextlib.ExitStack() as stack:
        port = 0
        for address in addresses:
            listener = stack.enter_context(socket.create_server((address, port), backlog=0))
            port = listener.getsockname()[1]
            # These fill its queue, so that Linux drops all others.
            for _ in range(2):
                filler = stack.enter_context(socket.socket())
                filler.setblocking(False)
                filler.connect_ex((address, port))
        yield port


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs 127.0.0.2 and a queue of Linux")
SIX = [f"127.0.0.{number}" for number in range(2, 8)]


@LINUX
@pytest.mark.parametrize("way", OWN)
def test_a_name_with_six_addresses_that_cannot_be_reached(
    way: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unreachable(*SIX) as port, names(monkeypatch, lambda port: found(port, *SIX)):
        # Long enough for six timeouts one after the other to be noticed.
        assert_ends_in_time(way, f"https://{HOST}:{port}", timeout=2)


@LINUX
@pytest.mark.parametrize("way", OWN)
def test_an_address_that_cannot_be_reached_leaves_time_for_the_next(
    way: str, certificates: Certificates, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = server_context(certificates.authority, HOST)
    with (
        SocketServer(tls) as server,
        socket.create_server(("127.0.0.2", server.port), backlog=0),
        contextlib.ExitStack() as stack,
        names(monkeypatch, lambda port: found(port, "127.0.0.2", "127.0.0.3", "127.0.0.1")),
    ):
        for _ in range(2):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.2", server.port))
        # 127.0.0.2 does not answer, 127.0.0.3 refuses, and 127.0.0.1 is the server.
        limits = Timeout(total=30, connect=3)
        with open_client(
            way, f"https://{HOST}:{server.port}", timeout=limits, retry=RetryPolicy(attempts=1)
        ) as caller:
            caller.detailed()


@pytest.fixture
def proxy() -> Iterator[SocketServer]:
    """Run a proxy."""
    with SocketServer() as running:
        yield running


@contextlib.contextmanager
def accepting() -> Iterator[int]:
    """Give a port that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "http", "https"])
@pytest.mark.parametrize("way", OWN)
def test_a_proxy_that_accepts_and_says_nothing(
    way: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with accepting() as port:
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:{port}")
        assert_ends_in_time(way, "https://service.example")


@pytest.mark.parametrize("way", OWN)
def test_a_proxy_that_trickles(
    way: str, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.otherwise = trickle(b"HTTP/1.1 200 OK\r\nx: ", b"x", pause=0.1)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert_ends_in_time(way, "https://service.example")


@pytest.mark.parametrize("way", OWN)
def test_a_slow_tunnel_followed_by_a_tls_handshake_that_stalls(
    way: str, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(line: Line, received: Received) -> bool:
        line.pause(TOTAL * 0.8)
        return stalled(b"HTTP/1.1 200 Connection established\r\n\r\n")(line, received)

    proxy.otherwise = slow
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert_ends_in_time(way, "https://service.example")


@pytest.mark.parametrize("way", OWN)
def test_a_tls_handshake_that_stalls(way: str) -> None:
    with accepting() as port:
        assert_ends_in_time(way, f"https://localhost:{port}")


def trickling_tls(line: Line, received: Received) -> bool:
    """Open a tunnel, and send the head of a TLS record and then its bytes one by one."""
    return trickle(
        b"HTTP/1.1 200 Connection established\r\n\r\n\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb",
        b"\x03",
        pause=0.1,
    )(line, received)


@pytest.mark.parametrize("is_tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("way", OWN)
def test_a_tls_handshake_that_trickles(
    way: str, is_tls: bool, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With a proxy of https it runs within another TLS, which Python has no timeout for."""
    with SocketServer(trusted.server if is_tls else None) as proxy:
        proxy.otherwise = trickling_tls
        scheme = "https" if is_tls else "http"
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://localhost:{proxy.port}")
        assert_ends_in_time(way, "https://service.example")


@pytest.mark.parametrize("way", OWN)
def test_a_proxy_of_https_is_used(
    way: str, server: SocketServer, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SocketServer(trusted.server) as proxy:
        proxy.otherwise = tunnel()
        monkeypatch.setenv("HTTPS_PROXY", f"https://localhost:{proxy.port}")
        with open_client(way, server.url) as caller:
            for _ in range(2):
                caller.detailed()
    assert server.connections == 1


RESPONSES: dict[str, Reply] = {
    "no response": silence,
    "a head that trickles": trickle(b"HTTP/1.1 200 OK\r\nx: ", b"x", pause=0.1),
    "a body that trickles": trickle(
        b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n{", b" ", pause=0.1
    ),
    "a body that stalls": stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 999\r\n\r\n" + KEYS),
    "responses of status 100 for ever": trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.1),
}


@pytest.mark.parametrize("name", RESPONSES)
@pytest.mark.parametrize("way", OWN)
def test_a_response_that_does_not_end(name: str, way: str, server: SocketServer) -> None:
    server.otherwise = RESPONSES[name]
    assert_ends_in_time(way, server.url)


def socks(line: socket.socket, to: int) -> None:
    """Speak the server's side of SOCKS 5 with a password, and open a tunnel to a port."""
    version, methods = line.recv(2)
    assert (version, line.recv(methods)) == (5, b"\x02")
    line.sendall(b"\x05\x02")
    _, length = line.recv(2)
    user = line.recv(length)
    password = line.recv(line.recv(1)[0])
    assert (user, password) == (b"user", b"pAsSwOrD-marker")
    line.sendall(b"\x01\x00")
    assert line.recv(512)[:2] == b"\x05\x01"
    line.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
    with socket.create_connection(("127.0.0.1", to)) as beyond:
        back = threading.Thread(target=pump, args=(beyond, line))
        back.start()
        pump(line, beyond)
        back.join()


def pump(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
        target.shutdown(socket.SHUT_WR)


@contextlib.contextmanager
def socks_proxy(to: int) -> Iterator[int]:
    """Run a SOCKS proxy for one connection, and give its port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def serve() -> None:
            line, _ = listener.accept()
            with line:
                socks(line, to)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize("way", OWN)
def test_a_socks_proxy_is_used_and_its_password_is_not_logged(
    way: str,
    server: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "httpcore")
    with socks_proxy(server.port) as port:
        monkeypatch.setenv("ALL_PROXY", f"socks5h://user:pAsSwOrD-marker@127.0.0.1:{port}")
        with open_client(way, server.url) as caller:
            for _ in range(2):
                caller.detailed()
    assert "setup_socks5_connection.started" in caplog.text
    assert "pAsSwOrD" not in caplog.text
    assert server.connections == 1


def test_a_body_that_the_server_reads_slowly_is_sent_only_until_the_end() -> None:
    """Each block of a long body has the time that is left, and no new timeout of its own."""
    network = _network.SyncNetwork(has_proxy=False)
    with accepting() as port:
        network.deadline = time.monotonic() + TOTAL
        stream = network.connect_tcp("127.0.0.1", port)
        start = time.monotonic()
        with pytest.raises(Exception, match=r"timed out|is up"):
            stream.write(b"x" * 64 * 1024 * 1024, timeout=60)
        stream.close()
    assert time.monotonic() - start < ENOUGH


def test_the_client_is_as_good_as_before_after_a_timeout(server: SocketServer) -> None:
    server.replies.append(silence)
    with Client(TOKEN, base_url=server.url, subscription_id="s", **LIMITS) as client:
        with pytest.raises(APITimeoutError):
            client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
        client.serverless_endpoints.list_keys("rg", "workspace", "endpoint", timeout=20)
