"""Connections: how many there are, how long they live, and what a caller's own client decides."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator, Iterator
from types import SimpleNamespace
from typing import Any

import anyio
import httpx
import pytest
from azureml_serverless_endpoints import APIResponseError, APITimeoutError
from azureml_serverless_endpoints import _connections as connections

from tests.client.caller import Caller
from tests.network.socket_server import TOKEN, SocketServer, held, keys, redirect
from tests.network.ways import open_client


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy.example:8080"}, "http://proxy.example:8080"),
        ({"HTTPS_PROXY": "proxy.example:8080"}, "http://proxy.example:8080"),
        ({"HTTP_PROXY": "proxy.example:8080"}, None),
        ({"HTTPS_PROXY": "a.example", "ALL_PROXY": "b.example"}, "http://a.example"),
        ({"ALL_PROXY": "socks5://b.example"}, "socks5://b.example"),
        ({"HTTPS_PROXY": "a.example", "NO_PROXY": "service.example"}, None),
    ],
)
def test_the_environment_names_a_proxy(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert connections.environment_proxy("https://service.example/base") == proxy


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Let the connections look at a clock of the test's, whose time is `at`."""
    clock = SimpleNamespace(at=1000.0)
    clock.monotonic = lambda: clock.at
    monkeypatch.setattr(connections, "time", clock)
    return clock


def test_an_idle_connection_is_closed_after_some_seconds(now: SimpleNamespace) -> None:
    kept = connections.SyncConnections(None)
    first, second, third = kept._take(), kept._take(), kept._take()
    closed: list[str] = []
    first.close = lambda: closed.append("first")  # type: ignore[method-assign]
    kept._give_back(first, is_sound=True)
    now.at += 4.9
    kept._give_back(second, is_sound=True)
    assert closed == []
    now.at += 0.2
    kept._give_back(third, is_sound=True)
    assert closed == ["first"]
    assert kept._take() is third
    assert kept._take() is second


def test_an_idle_connection_of_an_event_loop_is_closed_after_some_seconds(
    now: SimpleNamespace,
) -> None:
    kept = connections.AsyncConnections(None)
    first, second, third = kept._take(), kept._take(), kept._take()
    closed: list[str] = []

    async def close() -> None:
        closed.append("first")

    first.aclose = close  # type: ignore[method-assign]

    async def main() -> None:
        await kept._give_back(first, is_sound=True)
        now.at += 4.9
        await kept._give_back(second, is_sound=True)
        assert closed == []
        now.at += 0.2
        await kept._give_back(third, is_sound=True)

    anyio.run(main)
    assert closed == ["first"]
    assert kept._take() is third
    assert kept._take() is second


def test_a_connection_that_failed_is_closed_and_not_kept() -> None:
    kept = connections.SyncConnections(None)
    transport = kept._take()
    closed: list[str] = []
    transport.close = lambda: closed.append("it")  # type: ignore[method-assign]
    kept._give_back(transport, is_sound=False)
    assert closed == ["it"]
    assert kept._take() is not transport


def test_a_connection_that_failed_in_an_event_loop_is_closed_and_not_kept() -> None:
    kept = connections.AsyncConnections(None)
    transport = kept._take()
    closed: list[str] = []

    async def close() -> None:
        closed.append("it")

    async def main() -> None:
        await kept._give_back(transport, is_sound=False)

    transport.aclose = close  # type: ignore[method-assign]
    anyio.run(main)
    assert closed == ["it"]
    assert kept._take() is not transport


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio"])
def test_a_call_waits_for_a_free_connection_only_as_long_as_it_may(
    way: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_MOST", 1)
    arrived, go = threading.Event(), threading.Event()
    server.replies.append(held(keys(), arrived, go))
    with open_client(way, server.url) as caller:
        first = threading.Thread(target=caller.detailed)
        first.start()
        assert arrived.wait(10)
        outcome = caller.outcome(timeout=0.05)
        go.set()
        first.join()
        caller.detailed()
    assert type(outcome) is APITimeoutError
    assert len(server.requests) == 2


def test_a_client_of_ones_own_does_not_decide_over_tokens(way: str, server: SocketServer) -> None:
    """It adds what its owner told it to; where a token goes, and which, is not its business."""

    def own(kind: Any) -> Any:
        headers = {"x-own": "1"}
        return kind(auth=("user", "password"), follow_redirects=True, headers=headers)

    server.replies.append(redirect(302, "/elsewhere"))
    with open_client(way, server.url, http=own) as caller:
        outcome = caller.outcome()
        caller.detailed()
    assert type(outcome) is APIResponseError
    first, second = (request.headers for request in server.requests)
    assert first["authorization"] == second["authorization"] == f"Bearer {TOKEN}"
    assert first["x-own"] == "1"


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body beyond all bounds, which knows whether it was closed."""

    def __init__(self) -> None:
        self.is_closed = False

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(20):
            yield b" " * 1024 * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            await anyio.sleep(0)
            yield chunk

    def close(self) -> None:
        self.is_closed = True

    async def aclose(self) -> None:
        self.is_closed = True


def test_an_answer_of_a_client_of_ones_own_is_closed(kind: str) -> None:
    """Also where it was not read to its end."""
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    http = httpx.Client if kind == "sync" else httpx.AsyncClient
    with pytest.raises(APIResponseError, match="longer than 8388608 bytes"):
        Caller(kind).list_keys(client={"http_client": http(transport=transport)})
    assert body.is_closed


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of client in turn."""
    return str(request.param)
