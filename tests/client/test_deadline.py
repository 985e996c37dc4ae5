"""How the deadline of a call limits its requests and its connections."""

from __future__ import annotations

import ssl
import time
from collections.abc import Iterator
from typing import Any

import httpcore
import httpx
import pytest
from azureml_serverless_endpoints import APITimeoutError, RetryPolicy, Timeout, _network

from tests.client.calls import KEYS, FreshClient


class FakeTime:
    """A clock that advances only during waits for the network."""

    def __init__(self) -> None:
        self.now = 1000.0

    def monotonic(self) -> float:
        return self.now


class Stalling(httpcore.NetworkStream, httpcore.NetworkBackend):
    """A network whose operations take their whole timeout.

    Attributes:
        timeouts: The timeout of each operation.
        answers: Whether a connection succeeds.
    """

    def __init__(self, clock: FakeTime) -> None:
        self.clock = clock
        self.timeouts: list[float] = []
        self.answers = True

    def wait(self, timeout: float | None) -> None:
        assert timeout is not None
        self.timeouts.append(timeout)
        self.clock.now += timeout

    def connect_tcp(self, host: str, port: int, timeout: Any = None, *_: Any) -> Stalling:
        self.wait(timeout)
        if not self.answers:
            raise httpcore.ConnectTimeout(host)
        return self

    def start_tls(self, context: Any, hostname: Any = None, timeout: Any = None) -> Stalling:
        self.wait(timeout)
        return self

    def read(self, max_bytes: int, timeout: Any = None) -> bytes:
        self.wait(timeout)
        return b"x"

    def write(self, buffer: bytes, timeout: Any = None) -> None:
        self.wait(timeout)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> FakeTime:
    """Replace the clock of the network."""
    made = FakeTime()
    monkeypatch.setattr(_network, "time", made)
    return made


@pytest.fixture
def network(clock: FakeTime, monkeypatch: pytest.MonkeyPatch) -> _network.SyncNetwork:
    """Return a network that stalls, for a call of ten seconds."""
    monkeypatch.setattr(httpcore, "SyncBackend", lambda: Stalling(clock))
    made = _network.SyncNetwork(has_proxy=False)
    made.deadline = clock.now + 10.0
    return made


def timeouts(network: _network.SyncNetwork) -> list[float]:
    stalling: Any = network._backend
    return [round(timeout, 3) for timeout in stalling.timeouts]


def test_all_addresses_of_a_name_share_one_timeout(
    network: _network.SyncNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    addresses = [f"192.0.2.{number}" for number in range(6)]
    monkeypatch.setattr(_network, "_addresses", lambda *_: addresses)
    stalling: Any = network._backend
    stalling.answers = False
    with pytest.raises(httpcore.ConnectTimeout):
        network.connect_tcp("service.example", 443, timeout=3.0)
    assert timeouts(network) == [0.5] * 6
    with pytest.raises(httpcore.ConnectTimeout):
        network.connect_tcp("service.example", 443, timeout=60.0)
    assert sum(timeouts(network)) == pytest.approx(10.0, abs=0.01)
    with pytest.raises(httpcore.ConnectTimeout, match="the time of the call is up"):
        network.connect_tcp("service.example", 443, timeout=60.0)


@pytest.mark.parametrize("timeout", [4.0, None])
def test_no_timeout_of_a_connection_exceeds_the_deadline_of_the_call(
    timeout: float | None, network: _network.SyncNetwork
) -> None:
    context = ssl.create_default_context()
    stream = network.connect_tcp("127.0.0.1", 443, timeout=1.0)
    stream.write(b"CONNECT", timeout)
    if timeout is not None:
        stream = stream.start_tls(context, "service.example", timeout)
        stream.write(b"POST", timeout)
    limits = [1.0, 9.0] if timeout is None else [1.0, 4.0, 4.0, 1.0]
    assert timeouts(network) == limits
    for wait, kind in (
        (lambda: stream.read(5, timeout), httpcore.ReadTimeout),
        (lambda: stream.write(b"x", timeout), httpcore.WriteTimeout),
        (lambda: stream.start_tls(context, None, timeout), httpcore.ConnectTimeout),
    ):
        with pytest.raises(kind, match="the time of the call is up"):
            wait()
    assert timeouts(network) == limits


def test_all_blocks_of_a_body_share_the_deadline_of_the_call(network: _network.SyncNetwork) -> None:
    stream = network.connect_tcp("127.0.0.1", 443, timeout=1.0)
    with pytest.raises(httpcore.WriteTimeout):
        stream.write(b"x" * 1024 * 1024, timeout=4.0)
    assert timeouts(network) == [1.0, 4.0, 4.0, 1.0]


def test_the_next_call_has_its_own_deadline(clock: FakeTime, network: _network.SyncNetwork) -> None:
    stream = network.connect_tcp("127.0.0.1", 443)
    with pytest.raises(httpcore.ReadTimeout):
        stream.read(5)
    network.deadline = clock.now + 7.0
    assert stream.read(5) == b"x"
    assert timeouts(network) == [10.0, 7.0]


def test_the_last_byte_is_held_back_until_the_next_read(
    network: _network.SyncNetwork, monkeypatch: pytest.MonkeyPatch
) -> None:
    stream: Any = network.connect_tcp("127.0.0.1", 443, timeout=1.0)
    data = [b"abc", b"d", b""]
    stream._stream.read = lambda *_: data.pop(0)
    seen = []
    for expected in (b"ab", b"c", b"d", b""):
        seen.append(stream.is_clean())
        assert stream.read(100) == expected
    assert (seen, stream.is_clean()) == ([True, False, True, True], True)


@pytest.mark.parametrize(
    ("timeout", "limits"),
    [
        (Timeout(), {"connect": 10.0, "read": 65.0, "write": 65.0, "pool": 120.0}),
        (Timeout(total=60, read=4), {"connect": 10.0, "read": 4.0, "write": 4.0, "pool": 60.0}),
        (5, {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}),
    ],
)
def test_no_timeout_of_httpx_exceeds_that_of_the_call(
    timeout: Any, limits: dict[str, float]
) -> None:
    seen: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json=KEYS)

    with httpx.Client(transport=httpx.MockTransport(handle)) as http_client:
        FreshClient("sync").list_keys(timeout=timeout, client={"http_client": http_client})
    assert seen == [limits]


class Trickle(httpx.SyncByteStream):
    """A body that arrives byte by byte."""

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.005)
            yield b" "


def test_a_trickling_body_from_an_http_client_of_the_caller_ends_at_the_deadline() -> None:
    """Its connections know no deadline, so the call checks the time between two reads."""
    body = Trickle()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    with (
        httpx.Client(transport=transport) as http_client,
        pytest.raises(APITimeoutError, match=r"not complete after 0\.05 s"),
    ):
        FreshClient("sync").list_keys(
            client={"http_client": http_client},
            timeout=Timeout(total=0.05),
            retry=RetryPolicy(attempts=1),
        )
