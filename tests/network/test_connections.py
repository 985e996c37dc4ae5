"""Connections: how many there are, how long they live, and what a caller's own client decides."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
import threading
from collections import deque
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import anyio
import anyio.lowlevel
import httpx
import pytest
from azureml_serverless_endpoints import (
    APIResponseError,
    APITimeoutError,
    AsyncClient,
    Client,
    InvalidParameterError,
    _environment,
)
from azureml_serverless_endpoints import _connections as connections
from azureml_serverless_endpoints._environment import environment_proxy

from tests.client.caller import Caller
from tests.network.exposure import by_hand, leaks
from tests.network.socket_server import TOKEN, SocketServer, held, keys, redirect
from tests.network.ways import open_client


@pytest.mark.parametrize(
    ("variables", "proxy"),
    [
        ({}, None),
        ({"HTTPS_PROXY": "http://proxy.example:8080"}, "http://proxy.example:8080"),
        ({"HTTPS_PROXY": "proxy.example:8080"}, "http://proxy.example:8080"),
        ({"HTTPS_PROXY": "HTTPS://proxy.example/"}, "https://proxy.example/"),
        ({"HTTPS_PROXY": "http://[::1]:8080"}, "http://[::1]:8080"),
        ({"HTTP_PROXY": "proxy.example:8080"}, None),
        ({"HTTPS_PROXY": "a.example", "ALL_PROXY": "b.example"}, "http://a.example"),
        ({"ALL_PROXY": "b.example"}, "http://b.example"),
        ({"HTTPS_PROXY": "a.example", "NO_PROXY": "service.example"}, None),
    ],
)
def test_the_environment_names_a_proxy(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = environment_proxy("https://service.example/base")
    assert (found if found is None else str(found.url)) == proxy


@pytest.mark.parametrize("url", ["http://localhost:8000", "HTTP://127.0.0.1", "http://[::1]:80"])
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_plain_http_never_uses_a_proxy(
    url: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The token would leave this machine, in clear text."""
    monkeypatch.setenv(variable, "http://proxy.example:8080")
    assert environment_proxy(url) is None


def refusal(kind: Any, **options: Any) -> InvalidParameterError:
    """The error of a client that cannot be made, which holds no password, not even in a frame."""
    with pytest.raises(InvalidParameterError) as caught:
        kind(TOKEN, subscription_id="s", **options)
    assert leaks(by_hand(caught.value)) == []
    return caught.value


SHAPE = (
    "must be a URL such as http://host:port or http://user:password@host:port, where user name and "
    "password are quoted: %2F for /, %40 for @"
)


@pytest.mark.parametrize(
    ("proxy", "rule"),
    [
        ("http://us:pAsSwOrD/12@127.0.0.1:80", SHAPE),
        ("us:pAsSwOrD/12@127.0.0.1:80", SHAPE),
        ("http://us:123/pAsSwOrD@127.0.0.1:80", SHAPE),
        ("http://us:123?pAsSwOrD@127.0.0.1:80", SHAPE),
        ("http://us:123#pAsSwOrD@127.0.0.1:80", SHAPE),
        ("http://us:pAsSwOrD@", SHAPE),
        ("http://us:pAsSwOrD@proxy.example:99999", SHAPE),
        ("http://us:pAsSwOrD@proxy..example", SHAPE),
        ("http://proxy.example:port", SHAPE),
        ("ftp://us:pAsSwOrD@proxy.example", "must begin with http://, https://, socks5:// or"),
        ("socks5://us:pAsSwOrD@proxy.example", "pip install 'httpx[socks]'"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_proxy_that_is_none_is_refused_at_once_and_by_its_variable(
    kind: Any, variable: str, proxy: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda name: None)
    monkeypatch.setenv(variable, proxy)
    error = str(refusal(kind))
    assert error.startswith(f"the client: {variable.upper()} ")
    assert rule in error


def test_a_socks_proxy_is_used_where_httpx_can(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda name: name)
    monkeypatch.setenv("ALL_PROXY", "socks5h://proxy.example:1080")
    found = environment_proxy("https://service.example")
    assert found is not None
    assert str(found.url) == "socks5h://proxy.example:1080"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "SSL_CERT_FILE"])
def test_a_client_of_ones_own_does_not_ask_the_environment(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with httpx.Client() as own:
        monkeypatch.setenv(variable, "/of/no:use")
        Client(TOKEN, subscription_id="s", http_client=own).close()


@pytest.mark.parametrize(
    ("variables", "named"),
    [
        (["SSL_CERT_FILE"], "SSL_CERT_FILE names"),
        (["SSLKEYLOGFILE"], "SSLKEYLOGFILE names"),
        (["SSL_CERT_FILE", "SSLKEYLOGFILE"], "SSL_CERT_FILE or SSLKEYLOGFILE names"),
    ],
)
@pytest.mark.parametrize("place", ["nowhere", "a folder", "no certificate"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_certificates_that_are_none_are_refused_at_once_and_by_their_variable(
    kind: Any,
    place: str,
    variables: list[str],
    named: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    text = tmp_path / "text"
    text.write_text("no certificate")
    path = {"nowhere": tmp_path / "none" / "here", "a folder": tmp_path}.get(place, text)
    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    for variable in variables:
        monkeypatch.setenv(variable, str(path))
    if (variables, place) == (["SSLKEYLOGFILE"], "no certificate"):
        return  # A log is written to any file.
    error = str(refusal(kind))
    assert error.startswith(f"the client: {named} a file that cannot be used (")


def test_certificates_that_no_variable_names_stay_an_error_of_the_machine(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken() -> None:
        raise OSError("certifi is not whole")

    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(httpx, "create_ssl_context", broken)
    with pytest.raises(OSError, match="certifi is not whole"):
        Client(TOKEN, subscription_id="s")


def test_a_connection_that_cannot_be_made_takes_no_place(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred may be open; one that was never made is none of them."""
    monkeypatch.setattr(connections, "_MOST", 1)

    def fail(self: Any) -> None:
        raise KeyError("no connection")

    arguments: dict[str, Any] = {"base_url": "https://localhost", "subscription_id": "s"}

    async def calls() -> None:
        async with AsyncClient(TOKEN, **arguments) as client:
            for _ in range(3):
                with pytest.raises(KeyError):
                    await client.serverless_endpoints.list_keys("rg", "workspace", "e", timeout=1)

    if kind == "sync":
        monkeypatch.setattr(connections.SyncConnections, "_take", fail)
        with Client(TOKEN, **arguments) as client:
            for _ in range(3):
                with pytest.raises(KeyError):
                    client.serverless_endpoints.list_keys("rg", "workspace", "e", timeout=1)
    else:
        monkeypatch.setattr(connections.AsyncConnections, "_take", fail)
        anyio.run(calls, backend=kind)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_processes_that_were_forked_share_no_connection(server: SocketServer) -> None:
    """Where they do, each may get the answer to the request of another."""
    ran = subprocess.run([sys.executable, "-c", FORKING, server.url, TOKEN], timeout=60, check=True)
    assert ran.returncode == 0
    first, child, last = (request.connection for request in server.requests)
    assert first == last != child


#: Calls in a parent, in its child, and in the parent again. All places but one are taken when it
#: forks, by threads that the child does not have.
FORKING = """
import os, sys
from azureml_serverless_endpoints import Client, _connections

_connections._MOST = 1
client = Client(sys.argv[2], base_url=sys.argv[1], subscription_id="s", timeout=20)
call = lambda: client.serverless_endpoints.list_keys("rg", "workspace", "e")
call()
client._transport._connections._free.acquire()
child = os.fork()
if child == 0:
    call()
    os._exit(0)
assert os.waitpid(child, 0)[1] == 0
client._transport._connections._free.release()
call()
"""


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> SimpleNamespace:
    """Let the connections look at a clock of the test's, whose time is `at`."""
    clock = SimpleNamespace(at=1000.0)
    clock.monotonic = lambda: clock.at
    monkeypatch.setattr(connections, "time", clock)
    return clock


@pytest.fixture(params=[connections.SyncConnections, connections.AsyncConnections])
def kept(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """Connections of both kinds in turn, none of which is opened."""
    for line in (connections.SyncLine, connections.AsyncLine):
        monkeypatch.setattr(line, "has_expired", lambda line: False)
    return Kept(request.param(None))


class Kept:
    """Connections, used from ordinary code."""

    def __init__(self, made: Any) -> None:
        self.connections = made
        self.closed: list[Any] = []

    def take(self) -> Any:
        line = self._do(self.connections._take)

        def close() -> Any:
            self.closed.append(line)
            return nothing() if isinstance(line, connections.AsyncLine) else None

        line.close = line.aclose = close
        return line

    def give_back(self, line: Any, *, is_sound: bool = True) -> None:
        self._do(self.connections._give_back, line, is_sound=is_sound)

    def close(self) -> None:
        self._do(self.connections.close)

    def _do(self, method: Any, *arguments: Any, **options: Any) -> Any:
        result = method(*arguments, **options)
        if not inspect.isawaitable(result):
            return result

        async def main() -> Any:
            return await result

        return anyio.run(main)


async def nothing() -> None:
    """What an async close comes to in a test."""


def test_an_idle_connection_is_closed_after_some_seconds(now: SimpleNamespace, kept: Kept) -> None:
    first, second, third = kept.take(), kept.take(), kept.take()
    kept.give_back(first)
    now.at += 4.9
    kept.give_back(second)
    assert kept.closed == []
    now.at += 0.2
    kept.give_back(third)
    assert kept.closed == [first]
    assert kept.take() is third
    assert kept.take() is second


def test_a_connection_that_failed_is_closed_and_not_kept(kept: Kept) -> None:
    line = kept.take()
    kept.give_back(line, is_sound=False)
    assert kept.closed == [line]
    assert kept.take() is not line


def test_an_idle_connection_that_the_server_closed_is_not_used(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = kept.take(), kept.take()
    kept.give_back(first)
    kept.give_back(second)
    monkeypatch.setattr(type(first), "has_expired", lambda line: line is second)
    assert kept.take() is first
    assert kept.closed == [second]


def test_a_connection_that_is_given_back_after_the_close_is_closed(kept: Kept) -> None:
    idle, busy = kept.take(), kept.take()
    kept.give_back(idle)
    kept.close()
    assert kept.closed == [idle]
    kept.give_back(busy)
    assert kept.closed == [idle, busy]
    with pytest.raises(RuntimeError, match="this client is closed"):
        kept.take()


def test_a_connection_that_is_given_back_during_the_close_is_closed(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread closes the client just before the connection lies on the stack."""
    if not isinstance(kept.connections, connections.SyncConnections):
        return  # In an event loop nothing comes between.

    class Stack(deque[Any]):
        def append(self, item: Any) -> None:
            kept.close()
            super().append(item)

    line = kept.take()
    kept.connections._idle = Stack()
    kept.give_back(line)
    assert kept.closed == [line]


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
        self.given = 0

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(20):
            self.given += 1
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
    """Also where it was not read to its end, and it is not read beyond the limit."""
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    http = httpx.Client if kind == "sync" else httpx.AsyncClient
    with pytest.raises(APIResponseError, match="longer than 8388608 bytes"):
        Caller(kind).list_keys(client={"http_client": http(transport=transport)})
    assert body.is_closed
    assert body.given <= 12


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(request: pytest.FixtureRequest) -> str:
    """Each kind of client in turn."""
    return str(request.param)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_of_ones_own_gets_a_bounded_number_of_requests_at_once(backend: str) -> None:
    """The pool of httpx becomes very slow when a thousand requests wait in it."""
    under_way: list[int] = []
    most = 0

    async def handle(request: httpx.Request) -> httpx.Response:
        nonlocal most
        under_way.append(1)
        most = max(most, len(under_way))
        for _ in range(5):
            await anyio.lowlevel.checkpoint()
        under_way.pop()
        return httpx.Response(200, json={"primaryKey": "k"})

    async def main() -> None:
        transport = httpx.MockTransport(handle)
        async with (
            httpx.AsyncClient(transport=transport) as own,
            AsyncClient(TOKEN, subscription_id="s", http_client=own) as client,
            anyio.create_task_group() as group,
        ):
            for _ in range(200):
                group.start_soon(client.serverless_endpoints.list_keys, "rg", "workspace", "e")

    anyio.run(main, backend=backend)
    assert (most, under_way) == (64, [])
