"""A session of aiohttp as `http_client`: what it brings along, and what the package decides.

The other tests of this folder use one for each client of the kind `aiohttp`.
"""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from azureml_serverless_endpoints import (
    APIResponseError,
    AsyncClient,
    InvalidParameterError,
    NotFoundError,
)

from tests.network.clients import open_client
from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Connection,
    Received,
    SocketServer,
    redirect,
    respond,
)


def run(
    server: SocketServer,
    use: Callable[[AsyncClient, aiohttp.ClientSession], Coroutine[Any, Any, None]],
    **options: Any,
) -> None:
    """Use a client with a session that has the options."""

    async def main() -> None:
        async with (
            aiohttp.ClientSession(**options) as session,
            AsyncClient(
                TOKEN, base_url=server.url, subscription_id="s", http_client=session
            ) as client,
        ):
            await use(client, session)

    asyncio.run(main())


async def list_keys(client: AsyncClient, _: object = None) -> None:
    keys = await client.serverless_endpoints.list_keys("rg", "workspace", "name")
    assert keys.primary_key is not None


def test_the_headers_of_the_session_are_sent_and_those_of_the_package_win(
    plain_server: SocketServer,
) -> None:
    headers = {"x-own": "1", "User-Agent": "own/1", "Authorization": "no", "Accept": "text/plain"}
    run(plain_server, list_keys, headers=headers)
    sent = plain_server.requests[0].headers
    assert (sent["x-own"], sent["user-agent"]) == ("1", "own/1")
    assert (sent["authorization"], sent["accept"]) == (f"Bearer {TOKEN}", "application/json")


def test_the_url_is_sent_as_it_was_built(plain_server: SocketServer) -> None:
    """By itself, aiohttp would quote it in another way."""

    async def use(client: AsyncClient, _: object) -> None:
        await client.serverless_endpoints.list_keys("(rg)", "workspace", "name")

    run(plain_server, use)
    assert "/resourceGroups/%28rg%29/" in plain_server.requests[0].target


def test_redirects_and_raise_for_status_of_the_session_do_not_apply(
    plain_server: SocketServer,
) -> None:
    async def use(client: AsyncClient, _: object) -> None:
        plain_server.replies += [redirect(302, "/elsewhere"), respond(404, b"{}")]
        with pytest.raises(APIResponseError):
            await list_keys(client)
        with pytest.raises(NotFoundError):
            await list_keys(client)

    run(plain_server, use, raise_for_status=True)
    assert len(plain_server.requests) == 2


def test_a_compressed_response_is_read_within_the_limits_of_the_package(
    plain_server: SocketServer,
) -> None:
    def compressed(body: bytes) -> Any:
        return respond(200, gzip.compress(body), {"content-encoding": "gzip"})

    async def use(client: AsyncClient, _: object) -> None:
        plain_server.replies += [compressed(KEYS), compressed(b" " * 9_000_000)]
        await list_keys(client)
        with pytest.raises(APIResponseError, match="longer than 8388608 bytes"):
            await list_keys(client)

    run(plain_server, use)


@pytest.mark.parametrize("http", [None, lambda kind: kind()], ids=["session", "httpx-aiohttp"])
def test_an_error_without_end_is_not_read_for_long(http: Any, server: SocketServer) -> None:
    """The limit is 64 KB. Over TLS, a cancellation did not reach the reader for seconds."""
    sent = 0

    def endless(connection: Connection, received: Received) -> bool:
        nonlocal sent
        connection.write(b"HTTP/1.1 404 Not Found\r\nconnection: close\r\n\r\n")
        for _ in range(4096):
            connection.write(b" " * 65536)
            sent += 65536
        return False

    server.replies.append(endless)
    with open_client("aiohttp", server.url, http=http) as caller:
        assert type(caller.outcome()) is NotFoundError
    assert sent < 50_000_000


@pytest.mark.filterwarnings("ignore:.* deprecated:DeprecationWarning")
def test_a_session_with_auth_is_refused(plain_server: SocketServer) -> None:
    with pytest.raises(InvalidParameterError, match="http_client has `auth`: pass a session with"):
        run(plain_server, list_keys, auth=aiohttp.BasicAuth("user", "password"))


@pytest.mark.parametrize("proxy", [None, "http://localhost:9"], ids=["HTTP_PROXY", "argument"])
def test_a_session_that_sends_plain_http_through_a_proxy_is_refused(
    proxy: str | None, plain_server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    if proxy is None:
        monkeypatch.setenv("HTTP_PROXY", "http://localhost:9")
    options = {"trust_env": True} if proxy is None else {"proxy": proxy}
    with pytest.raises(InvalidParameterError, match="http_client sends http through a proxy"):
        run(plain_server, list_keys, **options)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1,localhost")
    if proxy is None:
        run(plain_server, list_keys, **options)


@pytest.mark.parametrize("host", ["machine localhost", "default"])
def test_a_session_whose_password_from_netrc_would_replace_the_token_is_refused(
    host: str, plain_server: SocketServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "netrc").write_text(f"{host} login user password hunter2\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    with pytest.raises(InvalidParameterError, match="its password from netrc would replace the"):
        run(plain_server, list_keys, trust_env=True)
    run(plain_server, list_keys)


def test_a_closed_session_is_refused_at_once_and_at_a_call(plain_server: SocketServer) -> None:
    async def use(client: AsyncClient, session: aiohttp.ClientSession) -> None:
        await session.close()
        with pytest.raises(RuntimeError, match="the http_client of this client is closed"):
            await list_keys(client)
        with pytest.raises(InvalidParameterError, match="http_client is closed"):
            AsyncClient(TOKEN, subscription_id="s", http_client=session)

    run(plain_server, use)


def test_the_session_stays_open_and_keeps_its_connections(plain_server: SocketServer) -> None:
    async def use(client: AsyncClient, session: aiohttp.ClientSession) -> None:
        for _ in range(3):
            await list_keys(client)
        await client.close()
        assert not session.closed

    run(plain_server, use)
    assert plain_server.connections == 1


def test_hooks_of_the_session_see_the_full_url(plain_server: SocketServer) -> None:
    seen: list[str] = []

    async def note(_: object, __: object, params: aiohttp.TraceRequestStartParams) -> None:
        seen.append(str(params.url))

    config = aiohttp.TraceConfig()
    config.on_request_start.append(note)
    run(plain_server, list_keys, trace_configs=[config])
    assert seen == [f"{plain_server.url}{plain_server.requests[0].target}"]
