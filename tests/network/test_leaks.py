"""The hunt for leaks: no secret of any call is in any log, error, traceback or report."""

from __future__ import annotations

import asyncio
import gc
import json
import logging
import pprint
import secrets
import threading
import types
from collections.abc import Iterator
from typing import Any

import attrs
import azure.identity
import httpx
import pytest
from azureml_serverless_endpoints import AsyncClient, CredentialError, RetryPolicy, SecretStr

from tests.network.cases import CASES, Case
from tests.network.exposure import FAST_PRINTERS, PRINTERS, Log, leaks
from tests.network.sign_in import APPLICATION, CLIENT_SECRET, HOSTS, TENANT
from tests.network.sign_in import azure as azure_reply
from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Certificates,
    Line,
    Received,
    Reply,
    SocketServer,
    answer,
    failure,
    fragment,
    reset,
    server_context,
    silence,
    stalled,
    tunnel,
)
from tests.network.test_life import interrupted, noted
from tests.network.ways import PROXY_PASSWORD, JumpClock, open_client

#: Further answers with keys where a parser may quote them.
QUOTED: dict[str, Reply] = {
    "a chunk size that is a key": fragment(
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + KEYS + b"\r\n"
    ),
    "a status line that is a key": fragment(KEYS + b"\r\n\r\n"),
    "a header that is a key": fragment(b"HTTP/1.1 200 OK\r\n" + KEYS + b" x\r\n\r\n"),
    "a length that is a key": fragment(b"HTTP/1.1 200 OK\r\ncontent-length: " + KEYS + b"\r\n\r\n"),
    "keys of a wrong type": answer(200, KEYS.replace(b'"pRi', b'["pRi').replace(b'r",', b'r"],')),
    "keys in a created answer": answer(201, KEYS),
    "keys twice": answer(200, KEYS + KEYS),
    "keys that are no UTF-8": answer(200, KEYS.replace(b"-", b"\xff")),
    "keys in a list": answer(200, b"[" + KEYS + b"]"),
    "keys in a deep list": answer(200, b"[" * 100_000 + KEYS + b"]" * 100_000),
    "keys in an unknown member": answer(200, b'{"primaryKey": 5, "x": ' + KEYS + b"}"),
    "keys beside an error": answer(200, KEYS.replace(b"}", b', "error": {"code": "x"}}')),
    "keys in an error": answer(404, KEYS),
    "keys in a truncated error": answer(404, KEYS[:-9]),
    "keys in an error of text": answer(404, b"got " + KEYS),
    "keys beside the error of an error": answer(404, KEYS.replace(b"}", b', "error": {}}')),
}

#: Responses that repeat the token, which no pattern recognises.
ECHOES: dict[str, Reply] = {
    "the message": answer(404, json.dumps({"message": f"got {TOKEN}", "code": "c"}).encode()),
    "the code and the target": answer(404, json.dumps({"code": TOKEN, "target": TOKEN}).encode()),
    "an unknown member": answer(404, json.dumps({"error": {"code": "c", TOKEN: TOKEN}}).encode()),
    "HTML": answer(404, b"<html><title>" + TOKEN.encode() + b"</title></html>"),
    "the request ids of an error": answer(
        404, b"{}", {"x-ms-request-id": TOKEN, "x-ms-correlation-request-id": TOKEN}
    ),
    "the request ids of a response that is not JSON": answer(
        200, b"", {"x-ms-request-id": TOKEN, "x-ms-correlation-request-id": TOKEN}
    ),
    "the host of a redirect": answer(307, b"", {"location": f"https://{TOKEN}.example/"}),
    "the path of a redirect": answer(307, b"", {"location": f"/{TOKEN}"}),
}


@pytest.fixture(autouse=True)
def log() -> Iterator[Log]:
    """Record every logger at its most talkative."""
    handler = Log()
    root = logging.getLogger()
    loggers = [root, *map(logging.getLogger, ("httpx", "httpcore", "aiohttp", "azure", "msal"))]
    levels = [logger.level for logger in loggers]
    for logger in loggers:
        logger.setLevel(logging.DEBUG)
    root.addHandler(handler)
    yield handler
    root.removeHandler(handler)
    for logger, level in zip(loggers, levels, strict=True):
        logger.setLevel(level)


def assert_nothing_shows(error: BaseException, log: Log, printers: Any = FAST_PRINTERS) -> None:
    for printer in printers:
        assert not leaks(printer(error)), printer.__name__
    # azure-identity itself logs the answer that it could not read, whoever calls it.
    assert not leaks("\n".join(text for text in log.texts if "ClientSecretCredential" not in text))


@pytest.mark.parametrize("way", ["sync", "asyncio", "aiohttp"])
@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_no_outcome_shows_a_secret(case: Case, way: str, server: SocketServer, log: Log) -> None:
    server.replies.extend(case.replies)
    options = {"retry": RetryPolicy(attempts=1), **case.options}
    with open_client(way, server.url, clock=JumpClock(), **options) as caller:
        outcome = caller.outcome()
    if isinstance(outcome, Exception):
        assert_nothing_shows(outcome, log)
    else:
        assert not leaks(repr(outcome) + "\n".join(log.texts))


@pytest.mark.parametrize("name", QUOTED)
def test_no_quoted_answer_shows_a_secret(
    name: str, way: str, server: SocketServer, log: Log
) -> None:
    server.replies.append(QUOTED[name])
    with open_client(way, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception), outcome
    by_rich_too = name.startswith(("a chunk", "keys twice")) and way in {"sync", "asyncio"}
    assert_nothing_shows(outcome, log, PRINTERS if by_rich_too else FAST_PRINTERS)


@pytest.mark.parametrize("place", ECHOES)
def test_no_error_repeats_the_token(place: str, way: str, server: SocketServer, log: Log) -> None:
    server.replies.append(ECHOES[place])
    with open_client(way, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception), outcome
    assert_nothing_shows(outcome, log)
    assert len(server.requests) == 1


def test_no_log_record_repeats_the_token(way: str, server: SocketServer, log: Log) -> None:
    server.replies.append(answer(503, b"", {"x-ms-request-id": TOKEN}))
    server.otherwise = answer(200, KEYS, {"x-ms-request-id": TOKEN})
    with open_client(way, server.url, clock=JumpClock()) as caller:
        response = caller.detailed()
    assert response.request_id == "[token]"
    assert any("503 [request id [token]]" in text for text in log.texts)
    assert not leaks(repr(response) + "\n".join(log.texts))


def test_the_loggers_were_awake(way: str, server: SocketServer, log: Log) -> None:
    """Else the hunt would find nothing, whatever was written."""
    server.replies.append(reset)
    with open_client(way, server.url, clock=JumpClock()) as caller:
        caller.detailed()
    assert log.names >= {
        "azureml_serverless_endpoints",
        "httpx" if way == "aiohttp" else "httpcore",
    }


def test_a_leak_would_be_found() -> None:
    """Every printer shows what a frame or an exception holds, so each of them hunts."""

    def leaky(value: str) -> None:
        raise ValueError(len(value))

    for printer in PRINTERS:
        with pytest.raises(ValueError, match="17") as caught:
            leaky(TOKEN)
        assert leaks(printer(caught.value)), printer.__name__


def test_a_result_shows_no_key(way: str, server: SocketServer) -> None:
    with open_client(way, server.url) as caller:
        response = caller.detailed()
        shown = [
            *(repr(x) for x in (caller.client, response, response.parsed, vars(caller.client))),
            *(str(x) for x in (response, response.parsed, response.parsed.primary_key)),
            f"{response} {response.parsed} {response.parsed.primary_key:>40}",
            pprint.pformat(attrs.asdict(response)),
            pprint.pformat(attrs.asdict(response.parsed)),
            repr(vars(caller.client._transport)),
            repr(vars(caller.client._transport._tokens)),
        ]
    assert not leaks("\n".join(shown))
    with pytest.raises(TypeError) as caught:
        json.dumps(attrs.asdict(response.parsed))
    assert not leaks(str(caught.value))


def reachable(*roots: object) -> Iterator[object]:
    """All that some objects hold, through objects of the package, of httpx, and plain ones."""
    modules = {
        "azureml_serverless_endpoints",
        "builtins",
        "collections",
        "h11",
        "httpcore",
        "httpx",
    }
    pending: list[object] = list(roots)
    seen: set[int] = set()
    while pending:
        current = pending.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        is_code = isinstance(current, (type, types.ModuleType, types.FunctionType))
        if not is_code and type(current).__module__.partition(".")[0] in modules:
            pending += gc.get_referents(current)


@pytest.mark.parametrize("way", ["sync", "asyncio", "trio"])
def test_the_body_is_gone_once_it_is_read(way: str, server: SocketServer) -> None:
    """By nothing that a client and its response hold, in the package and in httpx."""
    backwards: list[str] = []

    def fresh(line: Line, received: Received) -> bool:
        key = f"fresh-{secrets.token_hex(16)}"
        backwards.append(key[::-1])
        return answer(200, json.dumps({"primaryKey": key}).encode())(line, received)

    server.otherwise = fresh
    with open_client(way, server.url) as caller:
        method = caller.client.serverless_endpoints.list_keys_detailed
        response = caller.do(method, "rg", "workspace", "endpoint")
        # The next answer overwrites what the TLS library kept of this one.
        caller.do(method, "rg", "workspace", "endpoint")
        key = backwards[0][::-1]
        assert response.parsed.primary_key == SecretStr(key)
        held = list(reachable(caller.client, response))
        assert any(value == key for value in held), "the search would not find what is there"
        kept = [
            value
            for value in held
            if (isinstance(value, str) and key in value and value != key)
            or (isinstance(value, (bytes, bytearray)) and key.encode() in value)
        ]
    assert not kept


@pytest.mark.parametrize("where", ["an answer", "a body"])
def test_ctrl_c_shows_no_secret(where: str, server: SocketServer, log: Log) -> None:
    arrived = threading.Event()
    body = stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:60])
    server.replies.append(noted(silence if where == "an answer" else body, arrived))
    with open_client("sync", server.url) as caller:
        error = interrupted(caller.client, arrived)
    assert_nothing_shows(error, log, PRINTERS)


@pytest.mark.parametrize("way", ["sync", "asyncio"])
def test_ctrl_c_while_the_token_becomes_a_header_shows_no_secret(
    way: str, server: SocketServer, log: Log, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = httpx.Headers.__setitem__

    def press(headers: httpx.Headers, name: str, value: str) -> None:
        if name == "Authorization":
            raise InterruptError
        usual(headers, name, value)

    with open_client(way, server.url) as caller:
        monkeypatch.setattr(httpx.Headers, "__setitem__", press)
        with pytest.raises(InterruptError) as caught:
            caller.detailed()
    assert_nothing_shows(caught.value, log, PRINTERS)


class InterruptError(Exception):
    """Stands for a KeyboardInterrupt, which would also stop the event loop of the tests."""


@pytest.mark.parametrize("where", ["an answer", "a body"])
def test_a_cancelled_task_shows_no_secret(where: str, server: SocketServer, log: Log) -> None:
    arrived = threading.Event()
    body = stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:60])
    server.replies.append(noted(silence if where == "an answer" else body, arrived))

    async def main(credential: SecretStr) -> BaseException:
        async with AsyncClient(credential, base_url=server.url, subscription_id="s") as client:
            task = asyncio.create_task(
                client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
            )
            await asyncio.to_thread(arrived.wait, 10)
            task.cancel()
            try:
                await task
            except asyncio.CancelledError as error:
                return error
            raise AssertionError("the task was not cancelled")

    assert_nothing_shows(asyncio.run(main(SecretStr(TOKEN))), log, PRINTERS)


class _Leaky:
    """A credential whose frames hold a secret when it fails."""

    def __init__(self, error: BaseException) -> None:
        self.error = error

    def get_token(self, *scopes: str, **options: Any) -> Any:
        secret = TOKEN
        assert secret
        raise self.error


@pytest.mark.parametrize(
    "words",
    [
        "no network",
        f'cut: {{"access_token": "{TOKEN}',
        f"client_secret={CLIENT_SECRET}&scope=x",
        f"{{'refresh_token': '{TOKEN}'}}",
        f"JSON is invalid\nContent: {TOKEN}",
    ],
)
def test_a_credential_that_fails_shows_no_secret(
    words: str, way: str, server: SocketServer, log: Log
) -> None:
    error = OSError(words)
    error.response = TOKEN  # type: ignore[attr-defined]
    words = ""
    with open_client(way, server.url, _Leaky(error), scope="x") as caller:
        del error
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "OSError: " in str(outcome)
    assert_nothing_shows(outcome, log)


def test_ctrl_c_in_a_credential_shows_no_secret(server: SocketServer, log: Log) -> None:
    with (
        open_client("sync", server.url, _Leaky(KeyboardInterrupt()), scope="x") as caller,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        caller.detailed()
    assert_nothing_shows(caught.value, log, PRINTERS)


@pytest.mark.parametrize("shape", [str, SecretStr, lambda token: lambda: token])
def test_a_token_that_no_header_can_hold_is_not_shown(
    shape: Any, way: str, server: SocketServer, log: Log
) -> None:
    with open_client(way, server.url, shape(f"{TOKEN}\n")) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert_nothing_shows(outcome, log)


@pytest.mark.parametrize(
    "token",
    [
        answer(200, json.dumps({"token_type": "Bearer", "access_token": TOKEN})[:-5].encode()),
        answer(200, json.dumps({"access_token": TOKEN, "expires_in": "soon"}).encode()),
        answer(401, json.dumps({"error": "invalid_client", "error_description": "No."}).encode()),
        answer(500, b"<html>"),
    ],
    ids=["cut", "wrong", "refused", "failed"],
)
def test_a_sign_in_that_fails_shows_no_secret(
    token: Reply,
    way: str,
    trusted: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    log: Log,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.file))
    with (
        SocketServer(server_context(trusted.authority, *HOSTS)) as azure_server,
        SocketServer() as proxy,
    ):
        azure_server.otherwise = azure_reply(token=token)
        proxy.otherwise = tunnel(azure_server.port)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        credential = azure.identity.ClientSecretCredential(
            TENANT, APPLICATION, CLIENT_SECRET, retry_total=0
        )
        with open_client(way, None, credential) as caller:
            outcome = caller.outcome()
    assert isinstance(outcome, CredentialError), repr(outcome)
    assert_nothing_shows(outcome, log)


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_a_password_of_a_proxy_is_not_shown(
    way: str,
    server: SocketServer,
    plain_server: SocketServer,
    log: Log,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain_server.otherwise = failure(407)
    url = f"http://user:pAsSwOrD-marker@127.0.0.1:{plain_server.port}"
    monkeypatch.setenv("HTTPS_PROXY", url)
    url = ""
    with open_client(way, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception)
    assert "407" in str(outcome)
    assert_nothing_shows(outcome, log)
