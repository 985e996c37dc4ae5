"""A call ends within its `total`, whatever phase the network stalls in.

Every stall lasts much longer than `DURATION_LIMIT`, so only a deadline can end the call in time.
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
    RetryPolicy,
    Timeout,
    _network,
)

from tests.network.clients import OWN_CONNECTION_KINDS, open_client
from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Certificates,
    Connection,
    Received,
    Reply,
    SocketServer,
    server_context,
    silence,
    stalled,
    trickle,
    tunnel,
)

#: The total of a call in seconds, and the limit of its duration on a busy machine.
TOTAL, DURATION_LIMIT = 0.4, 8.0
LIMITS: dict[str, Any] = {"timeout": Timeout(total=TOTAL), "retry": RetryPolicy(attempts=1)}

#: A name that no name server knows, for the lookups that the tests answer.
HOST = "service.example"


def assert_ends_in_time(client_kind: str, url: str, **options: Any) -> None:
    with open_client(client_kind, url, **LIMITS) as caller:
        start = time.monotonic()
        outcome = caller.outcome(**options)
        took = time.monotonic() - start
    assert type(outcome) is APITimeoutError, repr(outcome)
    assert took < DURATION_LIMIT


@contextlib.contextmanager
def lookup_replaced(monkeypatch: pytest.MonkeyPatch, lookup: Any) -> Iterator[None]:
    """Replace the lookup of `HOST`. Other names are looked up as usual."""
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
    """Block the lookup of `HOST` until the test ends or sets this event."""
    ended = threading.Event()

    def wait(port: int) -> Any:
        ended.wait(60)
        raise socket.gaierror("no name server")

    with lookup_replaced(monkeypatch, wait):
        yield ended
        ended.set()


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_the_name_lookup_hangs(
    client_kind: str, stuck: threading.Event
) -> None:
    assert_ends_in_time(client_kind, f"https://{HOST}")
    assert not stuck.is_set()


def test_asyncio_run_does_not_wait_for_a_name_lookup_that_hangs(stuck: threading.Event) -> None:
    """`asyncio.run` waits for the threads of the default executor."""
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
    thread.join(DURATION_LIMIT)
    is_stuck = thread.is_alive()
    stuck.set()
    thread.join()
    assert not is_stuck
    assert len(outcomes) == 1


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_an_unknown_name_is_a_connection_error(
    client_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(port: int) -> Any:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    with (
        lookup_replaced(monkeypatch, fail),
        open_client(client_kind, f"https://{HOST}", retry=RetryPolicy(attempts=1)) as caller,
    ):
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert "Name or service not known" in str(outcome)


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_name_is_looked_up_without_a_thread_only_in_a_sync_client(
    client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The lookup must not block an event loop."""

    def refuse(*_: Any) -> Any:
        raise RuntimeError("can't start new thread")

    monkeypatch.setattr(_network, "in_daemon_thread", refuse)
    with open_client(client_kind, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    if client_kind == "sync":
        assert not isinstance(outcome, Exception), outcome
    else:
        assert type(outcome) is APIConnectionError
        assert "can't start new thread" in str(outcome)


@contextlib.contextmanager
def unreachable(*addresses: str) -> Iterator[int]:
    """Return a port on which connections to some local addresses wait for ever."""
    with contextlib.ExitStack() as stack:
        port = 0
        for address in addresses:
            listener = stack.enter_context(socket.create_server((address, port), backlog=0))
            port = listener.getsockname()[1]
            # These connections fill the backlog, so Linux drops all others.
            for _ in range(2):
                filler = stack.enter_context(socket.socket())
                filler.setblocking(False)
                filler.connect_ex((address, port))
        yield port


LINUX = pytest.mark.skipif(sys.platform != "linux", reason="needs 127.0.0.2 and a queue of Linux")
SIX = [f"127.0.0.{number}" for number in range(2, 8)]


@LINUX
@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_six_addresses_do_not_answer(
    client_kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with unreachable(*SIX) as port, lookup_replaced(monkeypatch, lambda port: found(port, *SIX)):
        # Six consecutive timeouts of this length would exceed `DURATION_LIMIT`.
        assert_ends_in_time(client_kind, f"https://{HOST}:{port}", timeout=2)


@LINUX
@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_an_address_that_does_not_answer_leaves_time_for_the_next(
    client_kind: str,
    certificates: Certificates,
    trusted: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tls = server_context(certificates.authority, HOST)
    with (
        SocketServer(tls) as server,
        socket.create_server(("127.0.0.2", server.port), backlog=0),
        contextlib.ExitStack() as stack,
        lookup_replaced(
            monkeypatch, lambda port: found(port, "127.0.0.2", "127.0.0.3", "127.0.0.1")
        ),
    ):
        for _ in range(2):
            filler = stack.enter_context(socket.socket())
            filler.setblocking(False)
            filler.connect_ex(("127.0.0.2", server.port))
        # 127.0.0.2 does not answer, 127.0.0.3 refuses, and 127.0.0.1 is the server.
        limits = Timeout(total=30, connect=3)
        with open_client(
            client_kind,
            f"https://{HOST}:{server.port}",
            timeout=limits,
            retry=RetryPolicy(attempts=1),
        ) as caller:
            caller.list_keys()


@pytest.fixture
def proxy() -> Iterator[SocketServer]:
    """Run a proxy."""
    with SocketServer() as running:
        yield running


@contextlib.contextmanager
def accepting() -> Iterator[int]:
    """Return a port that accepts connections and sends nothing."""
    with socket.create_server(("127.0.0.1", 0), backlog=16) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "http", "https"])
@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_the_proxy_sends_nothing(
    client_kind: str, scheme: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with accepting() as port:
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://127.0.0.1:{port}")
        assert_ends_in_time(client_kind, "https://service.example")


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_the_proxy_trickles(
    client_kind: str, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy.default_reply = trickle(b"HTTP/1.1 200 OK\r\nx: ", b"x", pause=0.1)
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert_ends_in_time(client_kind, "https://service.example")


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_tls_stalls_after_a_slow_tunnel(
    client_kind: str, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    def slow(connection: Connection, received: Received) -> bool:
        connection.pause(TOTAL * 0.8)
        return stalled(b"HTTP/1.1 200 Connection established\r\n\r\n")(connection, received)

    proxy.default_reply = slow
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
    assert_ends_in_time(client_kind, "https://service.example")


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_tls_stalls(client_kind: str) -> None:
    with accepting() as port:
        assert_ends_in_time(client_kind, f"https://localhost:{port}")


def trickling_tls(connection: Connection, received: Received) -> bool:
    """Open a tunnel, and send the head of a TLS record and then its bytes one by one."""
    return trickle(
        b"HTTP/1.1 200 Connection established\r\n\r\n\x16\x03\x03\x3f\xff\x02\x00\x3f\xfb",
        b"\x03",
        pause=0.1,
    )(connection, received)


@pytest.mark.parametrize("is_tls", [False, True], ids=["http", "https"])
@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_tls_trickles(
    client_kind: str, is_tls: bool, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With an https proxy it is TLS in TLS, for which Python has no timeout."""
    with SocketServer(trusted.server if is_tls else None) as proxy:
        proxy.default_reply = trickling_tls
        scheme = "https" if is_tls else "http"
        monkeypatch.setenv("HTTPS_PROXY", f"{scheme}://localhost:{proxy.port}")
        assert_ends_in_time(client_kind, "https://service.example")


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_an_https_proxy_is_used(
    client_kind: str, server: SocketServer, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with SocketServer(trusted.server) as proxy:
        proxy.default_reply = tunnel()
        monkeypatch.setenv("HTTPS_PROXY", f"https://localhost:{proxy.port}")
        with open_client(client_kind, server.url) as caller:
            for _ in range(2):
                caller.list_keys()
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
@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_call_ends_in_time_if_the_response_does_not_end(
    name: str, client_kind: str, server: SocketServer
) -> None:
    """The response cases have the same replies, but do not limit the duration of the call."""
    server.default_reply = RESPONSES[name]
    assert_ends_in_time(client_kind, server.url)


def socks(client: socket.socket, to: int) -> None:
    """Run the server side of SOCKS 5 with a password, and open a tunnel to a port."""
    version, methods = client.recv(2)
    assert (version, client.recv(methods)) == (5, b"\x02")
    client.sendall(b"\x05\x02")
    _, length = client.recv(2)
    user = client.recv(length)
    password = client.recv(client.recv(1)[0])
    assert (user, password) == (b"user", b"pAsSwOrD-marker")
    client.sendall(b"\x01\x00")
    assert client.recv(512)[:2] == b"\x05\x01"
    client.sendall(b"\x05\x00\x00\x01\x7f\x00\x00\x01\x00\x50")
    with socket.create_connection(("127.0.0.1", to)) as target:
        back = threading.Thread(target=pump, args=(target, client))
        back.start()
        pump(client, target)
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
            client, _ = listener.accept()
            with client:
                socks(client, to)

        thread = threading.Thread(target=serve)
        thread.start()
        yield listener.getsockname()[1]
        thread.join(10)
        assert not thread.is_alive()


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_a_socks_proxy_is_used_and_its_password_is_not_logged(
    client_kind: str,
    server: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level("DEBUG", "httpcore")
    with socks_proxy(server.port) as port:
        monkeypatch.setenv("ALL_PROXY", f"socks5h://user:pAsSwOrD-marker@127.0.0.1:{port}")
        with open_client(client_kind, server.url) as caller:
            for _ in range(2):
                caller.list_keys()
    assert "setup_socks5_connection.started" in caplog.text
    assert "pAsSwOrD" not in caplog.text
    assert server.connections == 1


def test_a_request_body_that_the_server_does_not_read_is_sent_only_until_the_deadline() -> None:
    """Each block of a long body has the remaining time, not a new timeout."""
    network = _network.SyncNetwork(has_proxy=False)
    with accepting() as port:
        network.deadline = time.monotonic() + TOTAL
        stream = network.connect_tcp("127.0.0.1", port)
        start = time.monotonic()
        with pytest.raises(Exception, match=r"timed out|is up"):
            stream.write(b"x" * 64 * 1024 * 1024, timeout=60)
        stream.close()
    assert time.monotonic() - start < DURATION_LIMIT
