"""The stand-in as a real server, in this process."""

from __future__ import annotations

import http.client
import socket
import ssl
import threading
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import trustme
from azureml_serverless_endpoints.testing import Server, StandIn, _server, serve

TOKEN = {"Authorization": "Bearer secret-token"}


@pytest.fixture
def server(stand_in: StandIn) -> Iterator[Server]:
    """Serve the stand-in."""
    with serve(stand_in) as running:
        yield running


@pytest.fixture
def client(server: Server) -> Iterator[httpx.Client]:
    """Open a client that sends a token to the server."""
    with httpx.Client(base_url=server.url, headers=TOKEN, trust_env=False, timeout=60) as opened:
        yield opened


def connect(server: Server) -> socket.socket:
    """Open a bare connection to the server."""
    url = httpx.URL(server.url)
    return socket.create_connection((url.host, url.port or 0), timeout=10)


def read_all(connection: socket.socket) -> bytes:
    """Read until the server closes the connection."""
    return b"".join(iter(lambda: connection.recv(65536), b""))


def test_the_server_answers_like_the_transport(
    client: httpx.Client, server: Server, sample: str, capfd: pytest.CaptureFixture[str]
) -> None:
    assert server.url.startswith("http://127.0.0.1:")
    response = client.post(sample, content=b"body")
    assert response.json() == {"primaryKey": "string", "secondaryKey": "string"}
    assert response.headers["x-ms-request-id"] == "id-0"
    assert client.post(sample, headers={"Authorization": ""}).status_code == 401
    assert client.get(sample).status_code == 405
    first = server.stand_in.requests[0]
    assert (first.body, first.operation_id) == (b"body", "ServerlessEndpoints_ListKeys")
    assert first.headers["authorization"] == TOKEN["Authorization"]
    assert "secret" not in f"{first!r} {first.headers!r} {server!r}"
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("method", ["GET", "HEAD", "TRACE", "CONNECT", "QUERY", "made-up"])
def test_every_other_method_is_not_allowed(client: httpx.Client, sample: str, method: str) -> None:
    assert client.request(method, sample).status_code == 405


def test_a_response_does_not_wait_for_an_acknowledgement(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nagle's algorithm would delay the body of each response by 40 ms."""
    options: list[tuple[Any, ...]] = []

    class Recorded(socket.socket):
        def setsockopt(self, *arguments: Any) -> None:
            options.append(arguments)
            super().setsockopt(*arguments)

    monkeypatch.setattr(socket, "socket", Recorded)
    with connect(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\nConnection: close\r\n\r\n")
        read_all(connection)
    assert (socket.IPPROTO_TCP, socket.TCP_NODELAY, True) in options


def test_one_connection_carries_many_requests(server: Server, sample: str) -> None:
    url = httpx.URL(server.url)
    connection = http.client.HTTPConnection(url.host, url.port, timeout=10)
    connection.connect()
    kept = connection.sock
    for _ in range(3):
        connection.request("POST", sample, headers=TOKEN)
        assert connection.getresponse().read().startswith(b'{"primaryKey"')
        assert connection.sock is kept
    connection.close()


def test_the_server_sends_scripted_failures(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    stand_in.fail(429, headers={"Retry-After": "7"}, delay=0.001)
    response = client.post(sample)
    assert (response.status_code, response.headers["retry-after"]) == (429, "7")


def test_a_scripted_exception_closes_the_connection(
    client: httpx.Client, stand_in: StandIn, sample: str, capfd: pytest.CaptureFixture[str]
) -> None:
    stand_in.fail(exception=httpx.ConnectError)
    with pytest.raises(httpx.RemoteProtocolError, match="without sending a response"):
        client.post(sample)
    assert client.post(sample).status_code == 200
    assert capfd.readouterr() == ("", "")


@pytest.mark.deviates("The service may break off in the middle of its answer.")
def test_a_response_can_be_cut_short(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    stand_in.fail(200, body='{"primaryKey": "se', headers={"Content-Length": "60"})
    with pytest.raises(httpx.RemoteProtocolError, match="complete message body"):
        client.post(sample)
    assert client.post(sample).status_code == 200


@pytest.mark.parametrize(
    ("head", "status"),
    [
        ("POST / HTTP/1.1\r\nContent-Length: 8388609", 413),
        ("POST / HTTP/1.1\r\nContent-Length: -1", 400),
        ("POST / HTTP/1.1\r\nContent-Length: many", 400),
        ("POST / HTTP/1.1\r\nTransfer-Encoding: chunked", 411),
        ("GET /\x01 HTTP/1.1", 400),
        ("GET /\xe9 HTTP/1.1", 400),
        ("GET / HTTP/1.1\r\nX-\xe9: x", 400),
        ("GET / HTTP/1.1\r\nno header", 400),
    ],
)
def test_a_request_that_cannot_be_read_is_refused_and_not_logged(
    server: Server, stand_in: StandIn, head: str, status: int, capfd: pytest.CaptureFixture[str]
) -> None:
    with connect(server) as connection:
        connection.sendall(f"{head}\r\n\r\n".encode("latin-1"))
        assert f" {status} ".encode() in read_all(connection).splitlines()[0]
    assert stand_in.requests == ()
    assert capfd.readouterr() == ("", "")


def test_the_server_answers_expect_100_continue(server: Server) -> None:
    with connect(server) as connection:
        connection.sendall(
            b"POST / HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n"
            b"Connection: close\r\n\r\n"
        )
        assert connection.recv(100).startswith(b"HTTP/1.1 100 ")
        connection.sendall(b"{}")
        assert read_all(connection).startswith(b"HTTP/1.1 404 ")


def test_a_client_that_goes_away_before_its_response_leaves_no_trace(
    capfd: pytest.CaptureFixture[str],
) -> None:
    arrived = threading.Event()
    gone = threading.Event()

    def sleep(_: float) -> None:
        arrived.set()
        gone.wait(10)

    slow = StandIn(sleep=sleep)
    slow.fail(200, body=b"x" * 10_000_000, delay=1)
    with serve(slow) as slow_server:
        connection = connect(slow_server)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\1\0\0\0\0\0\0\0")
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert arrived.wait(10)
        connection.close()
        gone.set()
    wait_for_threads()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize("encoding", ["utf-8", "latin-1"])
def test_a_header_value_that_is_not_ascii_gets_an_answer(
    server: Server, stand_in: StandIn, encoding: str, capfd: pytest.CaptureFixture[str]
) -> None:
    with connect(server) as connection:
        head = (
            "GET / HTTP/1.1\r\nConnection: close\r\nX-Name: wért\r\n"
            "x-ms-client-request-id: é\r\nx-ms-return-client-request-id: true\r\n\r\n"
        )
        connection.sendall(head.encode(encoding))
        answer = read_all(connection)
    assert answer.startswith(b"HTTP/1.1 404 ")
    assert b"\r\nx-ms-client-request-id: \xc3\xa9\r\n" in answer
    (request,) = stand_in.requests
    assert request.headers["x-name"] == "wért"
    assert capfd.readouterr() == ("", "")


class Clock:
    """A clock that passes the time limit when it has been read a number of times."""

    def __init__(self, readings: int) -> None:
        self._left = readings

    def __call__(self) -> float:
        self._left -= 1
        return 0.0 if self._left >= 0 else 1_000.0


@pytest.mark.parametrize(
    ("sent", "answer"),
    [
        (b"", b""),
        (b"POST / HT", b""),
        (b"POST / HTTP/1.1\r\nContent-Len", b"HTTP/1.1 408 "),
        (b"POST / HTTP/1.1\r\nContent-Length: 10\r\n\r\nhalf", b"HTTP/1.1 408 "),
    ],
)
def test_a_request_that_is_not_complete_in_time_ends_its_connection_and_thread(
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
    sent: bytes,
    answer: bytes,
    capfd: pytest.CaptureFixture[str],
) -> None:
    # The connection, the start of the request and the first piece each read the clock.
    monkeypatch.setattr(_server, "_clock", Clock(readings=3 if sent else 2))
    with serve(stand_in) as server, connect(server) as connection:
        connection.sendall(sent)
        assert read_all(connection)[: len(b"HTTP/1.1 408 ")] == answer
        wait_for_threads()
    assert stand_in.requests == ()
    assert capfd.readouterr() == ("", "")


def test_a_connection_without_a_further_request_ends_in_time(
    stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_server, "_clock", Clock(readings=4))
    with serve(stand_in) as server, connect(server) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert read_all(connection).startswith(b"HTTP/1.1 404 ")
        wait_for_threads()
    assert len(stand_in.requests) == 1


def test_a_client_that_does_not_take_its_response_ends_its_thread(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    large = StandIn()
    large.fail(200, body=b"x" * 50_000_000)
    with serve(large) as server, connect(server) as connection:
        # The request is complete before the limit counts.
        monkeypatch.setattr(_server, "_RESPONSE_LIMIT", 0.05)
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert connection.recv(9) == b"HTTP/1.1 "
        wait_for_threads()
    assert capfd.readouterr() == ("", "")


@pytest.mark.parametrize(
    "sent",
    [b"POST / HT", b"POST / HTTP/1.1\r\n", b"POST / HTTP/1.1\r\nContent-Length: 5\r\n\r\nha"],
)
def test_a_request_that_breaks_off_is_not_recorded(
    server: Server, stand_in: StandIn, sent: bytes, capfd: pytest.CaptureFixture[str]
) -> None:
    with connect(server) as connection:
        connection.sendall(sent)
        connection.shutdown(socket.SHUT_WR)
        assert read_all(connection) == b""
    wait_for_threads()
    assert stand_in.requests == ()
    assert capfd.readouterr() == ("", "")


def wait_for_threads() -> None:
    """Wait until the threads of closed connections have ended."""
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(10)
            assert not thread.is_alive()


def test_a_bug_is_shown(server: Server, capfd: pytest.CaptureFixture[str]) -> None:
    def broken() -> str:
        raise LookupError("broken")

    with serve(StandIn(new_id=broken)) as running, connect(running) as connection:
        connection.sendall(b"GET / HTTP/1.1\r\n\r\n")
        assert read_all(connection) == b""
    assert "LookupError: broken" in capfd.readouterr().err


def test_the_server_closes_its_connections_when_it_ends(stand_in: StandIn, sample: str) -> None:
    with serve(stand_in) as server:
        client = httpx.Client(base_url=server.url, headers=TOKEN, trust_env=False, timeout=60)
        assert client.post(sample).status_code == 200
    wait_for_threads()
    with pytest.raises(httpx.ConnectError):
        client.post(sample)
    client.close()


def test_the_server_answers_many_clients_at_once(
    server: Server, stand_in: StandIn, sample: str
) -> None:
    """Each response waits for all others, so a server that answers one by one would hang."""
    together = threading.Barrier(20, timeout=20)

    def sleep(_: float) -> None:
        together.wait()

    crowd = StandIn(sleep=sleep)
    crowd.fail(503, delay=1, times=20)
    statuses: list[int] = []
    with serve(crowd) as running:

        def ask() -> None:
            statuses.append(httpx.post(running.url, trust_env=False, timeout=30).status_code)

        threads = [threading.Thread(target=ask) for _ in range(20)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert statuses == [503] * 20


@pytest.mark.parametrize("host", ["localhost", "127.0.0.2", "::1"])
def test_the_server_listens_on_loopback_hosts(stand_in: StandIn, sample: str, host: str) -> None:
    try:
        with serve(stand_in, host) as server:
            response = httpx.post(server.url + sample, headers=TOKEN, trust_env=False, timeout=60)
    except OSError:
        pytest.skip(f"{host} is not set up on this machine")
    assert response.status_code == 200


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "", "192.0.2.1", "example.com"])
def test_the_server_refuses_hosts_that_other_machines_can_reach(
    stand_in: StandIn, host: str
) -> None:
    with pytest.raises(ValueError, match="not a loopback host"), serve(stand_in, host):
        pytest.fail("it listens")


@pytest.mark.parametrize(
    ("what", "found"),
    [(StandIn, "the class: make one of it"), (None, "of type NoneType"), (5, "of type int")],
)
def test_the_server_refuses_an_object_that_is_not_a_stand_in(what: Any, found: str) -> None:
    with (
        pytest.raises(TypeError, match=f"stand_in is a StandIn, not {found}."),
        serve(what),
    ):
        pytest.fail("it listens")


@pytest.mark.parametrize("port", [-1, 65536, 70000])
def test_an_invalid_port_is_an_error(stand_in: StandIn, port: int) -> None:
    with pytest.raises(ValueError, match="port is 0 to 65535"), serve(stand_in, port=port):
        pytest.fail("it listens")


def test_a_port_in_use_is_an_error(server: Server, stand_in: StandIn) -> None:
    port = httpx.URL(server.url).port or 0
    with pytest.raises(OSError, match="in use"), serve(stand_in, port=port):
        pytest.fail("it listens")


def test_the_server_can_use_https(
    stand_in: StandIn, sample: str, capfd: pytest.CaptureFixture[str]
) -> None:
    """A client that breaks off the handshake or sends plain HTTP does not affect others."""
    authority = trustme.CA()
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert("127.0.0.1").configure_cert(served)
    trusting = ssl.create_default_context()
    authority.configure_trust(trusting)
    with serve(stand_in, ssl_context=served) as server:
        assert server.url.startswith("https://127.0.0.1:")
        with (
            connect(server) as silent,
            connect(server) as plain,
            httpx.Client(verify=trusting, headers=TOKEN, trust_env=False, timeout=60) as client,
        ):
            plain.sendall(b"GET / HTTP/1.1\r\n\r\n")
            assert client.post(server.url + sample).status_code == 200
            assert silent.fileno() > 0
            with pytest.raises(httpx.ConnectError):
                httpx.post(server.url + sample, trust_env=False, timeout=60)
    wait_for_threads()
    assert capfd.readouterr() == ("", "")
