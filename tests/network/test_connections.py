"""Connections: proxies and certificates, their number and lifetime, and an `http_client`."""

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
from azureml_serverless_endpoints._environment import settings

from tests.client.calls import FreshClient
from tests.network.clients import open_client
from tests.network.leak_detection import by_debugger, find_secrets
from tests.network.socket_server import TOKEN, SocketServer, held, redirect, respond_with_keys


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
def test_the_proxy_comes_from_the_environment(
    variables: dict[str, str], proxy: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    found = settings("https://service.example/base").proxy
    assert (found if found is None else str(found.url)) == proxy


@pytest.mark.parametrize("url", ["http://localhost:8000", "HTTP://127.0.0.1", "http://[::1]:80"])
@pytest.mark.parametrize("variable", ["HTTP_PROXY", "http_proxy", "ALL_PROXY"])
def test_plain_http_never_uses_a_proxy(
    url: str, variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Through a proxy, the token would leave this machine in plain text."""
    monkeypatch.setenv(variable, "http://proxy.example:8080")
    assert settings(url).proxy is None


def refused_client(kind: Any, **options: Any) -> InvalidParameterError:
    """Return the error of an invalid client, after a check that it contains no password."""
    with pytest.raises(InvalidParameterError) as caught:
        kind(TOKEN, subscription_id="s", **options)
    assert find_secrets(by_debugger(caught.value)) == []
    return caught.value


URL_FORM = (
    "must be a URL such as http://host:port or http://user:password@host:port, where user name and "
    "password are quoted: %2F for /, %40 for @"
)


@pytest.mark.parametrize(
    ("proxy", "rule"),
    [
        ("http://us:pAsSwOrD/12@127.0.0.1:80", URL_FORM),
        ("us:pAsSwOrD/12@127.0.0.1:80", URL_FORM),
        ("http://us:123/pAsSwOrD@127.0.0.1:80", URL_FORM),
        ("http://us:123?pAsSwOrD@127.0.0.1:80", URL_FORM),
        ("http://us:123#pAsSwOrD@127.0.0.1:80", URL_FORM),
        ("http://us:pAsSwOrD@", URL_FORM),
        ("http://us:pAsSwOrD@proxy.example:99999", URL_FORM),
        ("http://us:pAsSwOrD@proxy..example", URL_FORM),
        ("http://proxy.example:port", URL_FORM),
        ("ftp://us:pAsSwOrD@proxy.example", "must begin with http://, https://, socks5:// or"),
        ("socks5://us:pAsSwOrD@proxy.example", "pip install 'httpx[socks]'"),
    ],
)
@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_an_invalid_proxy_is_refused_with_the_name_of_its_variable(
    kind: Any, variable: str, proxy: str, rule: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda name: None)
    monkeypatch.setenv(variable, proxy)
    error = str(refused_client(kind))
    assert error.startswith(f"the client: {variable.upper()} ")
    assert rule in error


def test_a_socks_proxy_is_accepted_if_httpx_supports_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_environment, "find_spec", lambda name: name)
    monkeypatch.setenv("ALL_PROXY", "socks5h://proxy.example:1080")
    found = settings("https://service.example").proxy
    assert found is not None
    assert str(found.url) == "socks5h://proxy.example:1080"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "SSL_CERT_FILE"])
def test_the_environment_is_not_read_for_an_http_client_of_the_caller(
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
def test_an_unusable_certificate_file_is_refused_with_the_name_of_its_variable(
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
        return  # SSLKEYLOGFILE may name any file.
    error = str(refused_client(kind))
    assert error.startswith(f"the client: {named} a file that cannot be used (")


def test_an_error_of_the_default_certificates_is_not_changed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def broken(**_: bool) -> None:
        raise OSError("certifi is damaged")

    monkeypatch.delenv("SSL_CERT_FILE", raising=False)
    monkeypatch.setattr(httpx, "create_ssl_context", broken)
    with pytest.raises(OSError, match="certifi is damaged"):
        Client(TOKEN, subscription_id="s")


def test_a_connection_that_cannot_be_made_does_not_count(
    kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed connection does not count towards the limit of 100."""
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
def test_forked_processes_share_no_connection(server: SocketServer) -> None:
    """On a shared connection, a process may get the response to a request of another."""
    ran = subprocess.run([sys.executable, "-c", FORKING, server.url, TOKEN], timeout=60, check=True)
    assert ran.returncode == 0
    first, child, last = (request.connection for request in server.requests)
    assert first == last != child


#: Calls in a parent, in its child, and in the parent again. Only one connection is allowed, and at
#: the fork a thread that the child does not have holds it.
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
    """Replace the clock of the connections. Its time is the attribute `at`."""
    clock = SimpleNamespace(at=1000.0)
    clock.monotonic = lambda: clock.at
    monkeypatch.setattr(connections, "time", clock)
    return clock


@pytest.fixture(params=[connections.SyncConnections, connections.AsyncConnections])
def pool(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Pool:
    """Return the sync and the async connection pool in turn. No connection is opened."""
    for line in (connections.SyncLine, connections.AsyncLine):
        monkeypatch.setattr(line, "has_expired", lambda line: False)
    return Pool(request.param(settings("https://service.example")))


class Pool:
    """A connection pool with blocking methods.

    Attributes:
        closed: The connections that were closed.
    """

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
    """Do nothing, as the `aclose` of a connection."""


def test_an_idle_connection_is_closed_after_five_seconds(now: SimpleNamespace, pool: Pool) -> None:
    first, second, third = pool.take(), pool.take(), pool.take()
    pool.give_back(first)
    now.at += 4.9
    pool.give_back(second)
    assert pool.closed == []
    now.at += 0.2
    pool.give_back(third)
    assert pool.closed == [first]
    assert pool.take() is third
    assert pool.take() is second


def test_a_failed_connection_is_closed_and_not_kept(pool: Pool) -> None:
    line = pool.take()
    pool.give_back(line, is_sound=False)
    assert pool.closed == [line]
    assert pool.take() is not line


def test_an_idle_connection_that_the_server_closed_is_not_used(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = pool.take(), pool.take()
    pool.give_back(first)
    pool.give_back(second)
    monkeypatch.setattr(type(first), "has_expired", lambda line: line is second)
    assert pool.take() is first
    assert pool.closed == [second]


def test_a_connection_that_is_given_back_after_the_close_is_closed(pool: Pool) -> None:
    idle, busy = pool.take(), pool.take()
    pool.give_back(idle)
    pool.close()
    assert pool.closed == [idle]
    pool.give_back(busy)
    assert pool.closed == [idle, busy]
    with pytest.raises(RuntimeError, match="this client is closed"):
        pool.take()


def test_a_connection_that_is_given_back_during_the_close_is_closed(
    pool: Pool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another thread closes the client just before the connection becomes idle."""
    if not isinstance(pool.connections, connections.SyncConnections):
        return  # In an event loop, no other task runs in between.

    class Stack(deque[Any]):
        def append(self, item: Any) -> None:
            pool.close()
            super().append(item)

    line = pool.take()
    pool.connections._idle = Stack()
    pool.give_back(line)
    assert pool.closed == [line]


@pytest.mark.parametrize("client_kind", ["sync", "asyncio", "trio"])
def test_a_call_that_waits_for_a_free_connection_ends_at_its_timeout(
    client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_MOST", 1)
    arrived, go = threading.Event(), threading.Event()
    server.replies.append(held(respond_with_keys(), arrived, go))
    with open_client(client_kind, server.url) as caller:
        first = threading.Thread(target=caller.list_keys)
        first.start()
        assert arrived.wait(10)
        outcome = caller.outcome(timeout=0.05)
        go.set()
        first.join()
        caller.list_keys()
    assert type(outcome) is APITimeoutError
    assert len(server.requests) == 2


def test_an_http_client_of_the_caller_neither_replaces_the_token_nor_follows_redirects(
    client_kind: str, server: SocketServer
) -> None:
    """Its own headers are sent, but its `auth` and `follow_redirects` are ignored."""

    def own(kind: Any) -> Any:
        headers = {"x-own": "1"}
        return kind(auth=("user", "password"), follow_redirects=True, headers=headers)

    server.replies.append(redirect(302, "/elsewhere"))
    with open_client(client_kind, server.url, http=own) as caller:
        outcome = caller.outcome()
        caller.list_keys()
    assert type(outcome) is APIResponseError
    first, second = (request.headers for request in server.requests)
    assert first["authorization"] == second["authorization"] == f"Bearer {TOKEN}"
    assert first["x-own"] == "1"


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """A body of 20 MB that records whether it was closed and how many MB were read."""

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


def test_a_response_of_an_http_client_of_the_caller_is_closed_before_its_end(kind: str) -> None:
    """The response is longer than the limit, so it is not read to its end."""
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    http = httpx.Client if kind == "sync" else httpx.AsyncClient
    with pytest.raises(APIResponseError, match="longer than 8388608 bytes"):
        FreshClient(kind).list_keys(client={"http_client": http(transport=transport)})
    assert body.is_closed
    assert body.given <= 12


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of client in turn."""
    return str(request.param)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_http_client_of_the_caller_gets_at_most_64_requests_at_once(backend: str) -> None:
    """The pool of httpx is very slow while a thousand requests wait in it."""
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
