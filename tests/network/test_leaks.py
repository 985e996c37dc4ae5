"""No secret of a call occurs in a log, an error, a traceback or an error report."""

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

from tests.network.clients import (
    OWN_CONNECTION_KINDS,
    PROXY_PASSWORD,
    JumpClock,
    open_client,
)
from tests.network.leak_detection import FAST_PRINTERS, PRINTERS, LogRecorder, find_secrets
from tests.network.response_cases import RESPONSE_CASES, ResponseCase
from tests.network.sign_in import APPLICATION, CLIENT_SECRET, HOSTS, TENANT, azure_reply
from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Certificates,
    Connection,
    Received,
    Reply,
    SocketServer,
    failure,
    fragment,
    reset,
    respond,
    server_context,
    silence,
    stalled,
    tunnel,
)
from tests.network.test_lifecycle import interrupted, signal_arrival

#: Responses with keys in places that a parser may quote.
QUOTED: dict[str, Reply] = {
    "a chunk size that is a key": fragment(
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n" + KEYS + b"\r\n"
    ),
    "a status line that is a key": fragment(KEYS + b"\r\n\r\n"),
    "a header that is a key": fragment(b"HTTP/1.1 200 OK\r\n" + KEYS + b" x\r\n\r\n"),
    "a length that is a key": fragment(b"HTTP/1.1 200 OK\r\ncontent-length: " + KEYS + b"\r\n\r\n"),
    "keys of a wrong type": respond(200, KEYS.replace(b'"pRi', b'["pRi').replace(b'r",', b'r"],')),
    "keys in a 201": respond(201, KEYS),
    "keys twice": respond(200, KEYS + KEYS),
    "keys that are not UTF-8": respond(200, KEYS.replace(b"-", b"\xff")),
    "keys in a list": respond(200, b"[" + KEYS + b"]"),
    "keys in a deep list": respond(200, b"[" * 100_000 + KEYS + b"]" * 100_000),
    "keys in an unknown member": respond(200, b'{"primaryKey": 5, "x": ' + KEYS + b"}"),
    "keys beside an error": respond(200, KEYS.replace(b"}", b', "error": {"code": "x"}}')),
    "keys in an error": respond(404, KEYS),
    "keys in a truncated error": respond(404, KEYS[:-9]),
    "keys in a plain text error": respond(404, b"got " + KEYS),
    "keys beside the error of an error": respond(404, KEYS.replace(b"}", b', "error": {}}')),
}

#: Responses that repeat the token, which no pattern recognises.
ECHOES: dict[str, Reply] = {
    "the message": respond(404, json.dumps({"message": f"got {TOKEN}", "code": "c"}).encode()),
    "the code and the target": respond(404, json.dumps({"code": TOKEN, "target": TOKEN}).encode()),
    "an unknown member": respond(404, json.dumps({"error": {"code": "c", TOKEN: TOKEN}}).encode()),
    "HTML": respond(404, b"<html><title>" + TOKEN.encode() + b"</title></html>"),
    "the request ids of an error": respond(
        404, b"{}", {"x-ms-request-id": TOKEN, "x-ms-correlation-request-id": TOKEN}
    ),
    "the request ids of a response that is not JSON": respond(
        200, b"", {"x-ms-request-id": TOKEN, "x-ms-correlation-request-id": TOKEN}
    ),
    "the host of a redirect": respond(307, b"", {"location": f"https://{TOKEN}.example/"}),
    "the path of a redirect": respond(307, b"", {"location": f"/{TOKEN}"}),
}


@pytest.fixture(autouse=True)
def log() -> Iterator[LogRecorder]:
    """Record the records of every logger at level DEBUG."""
    handler = LogRecorder()
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


def assert_no_secret_shown(
    error: BaseException, log: LogRecorder, printers: Any = FAST_PRINTERS
) -> None:
    for printer in printers:
        assert not find_secrets(printer(error)), printer.__name__
    # azure-identity itself logs a token response that it cannot read.
    assert not find_secrets(
        "\n".join(text for text in log.texts if "ClientSecretCredential" not in text)
    )


@pytest.mark.parametrize("client_kind", ["sync", "asyncio", "aiohttp"])
@pytest.mark.parametrize("case", RESPONSE_CASES, ids=[case.sentence for case in RESPONSE_CASES])
def test_no_result_or_error_shows_a_secret(
    case: ResponseCase, client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    server.replies.extend(case.replies)
    options = {"retry": RetryPolicy(attempts=1), **case.options}
    with open_client(client_kind, server.url, clock=JumpClock(), **options) as caller:
        outcome = caller.outcome()
    if isinstance(outcome, Exception):
        assert_no_secret_shown(outcome, log)
    else:
        assert not find_secrets(repr(outcome) + "\n".join(log.texts))


@pytest.mark.parametrize("name", QUOTED)
def test_no_error_about_an_invalid_response_shows_a_secret(
    name: str, client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    server.replies.append(QUOTED[name])
    with open_client(client_kind, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception), outcome
    use_rich = name.startswith(("a chunk", "keys twice")) and client_kind in {"sync", "asyncio"}
    assert_no_secret_shown(outcome, log, PRINTERS if use_rich else FAST_PRINTERS)


@pytest.mark.parametrize("place", ECHOES)
def test_no_error_repeats_the_token(
    place: str, client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    server.replies.append(ECHOES[place])
    with open_client(client_kind, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception), outcome
    assert_no_secret_shown(outcome, log)
    assert len(server.requests) == 1


def test_no_log_record_repeats_the_token(
    client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    server.replies.append(respond(503, b"", {"x-ms-request-id": TOKEN}))
    server.default_reply = respond(200, KEYS, {"x-ms-request-id": TOKEN})
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        response = caller.list_keys()
    assert response.request_id == "[token]"
    assert any("503 [request id [token], resource /" in text for text in log.texts)
    assert not find_secrets(repr(response) + "\n".join(log.texts))


def test_the_recorder_sees_the_loggers_of_the_package_and_of_httpx(
    client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    """Without records, these tests would pass whatever is logged."""
    server.replies.append(reset)
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        caller.list_keys()
    # aiohttp logs nothing about a request.
    library = set() if client_kind == "aiohttp" else {"httpcore"}
    assert log.names >= {"azureml_serverless_endpoints"} | library


def test_each_printer_finds_a_secret_in_a_frame() -> None:
    """Otherwise these tests would pass whatever a frame contains."""

    def leaky(value: str) -> None:
        raise ValueError(len(value))

    for printer in PRINTERS:
        with pytest.raises(ValueError, match="17") as caught:
            leaky(TOKEN)
        assert find_secrets(printer(caught.value)), printer.__name__


def test_a_result_shows_no_key(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url) as caller:
        response = caller.list_keys()
        shown = [
            *(repr(x) for x in (caller.client, response, response.parsed, vars(caller.client))),
            *(str(x) for x in (response, response.parsed, response.parsed.primary_key)),
            f"{response} {response.parsed} {response.parsed.primary_key:>40}",
            pprint.pformat(attrs.asdict(response)),
            pprint.pformat(attrs.asdict(response.parsed)),
            repr(vars(caller.client._transport)),
            repr(vars(caller.client._transport._tokens)),
        ]
    assert not find_secrets("\n".join(shown))
    with pytest.raises(TypeError) as caught:
        json.dumps(attrs.asdict(response.parsed))
    assert not find_secrets(str(caught.value))


def reachable(*roots: object) -> Iterator[object]:
    """Return all objects that can be reached through those of the package, httpx and builtins."""
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


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_no_object_refers_to_the_body_after_it_is_read(
    client_kind: str, server: SocketServer
) -> None:
    """Neither the client nor the response keeps it, in the package or in httpx."""
    backwards: list[str] = []

    def fresh(connection: Connection, received: Received) -> bool:
        key = f"fresh-{secrets.token_hex(16)}"
        backwards.append(key[::-1])
        return respond(200, json.dumps({"primaryKey": key}).encode())(connection, received)

    server.default_reply = fresh
    with open_client(client_kind, server.url) as caller:
        method = caller.client.serverless_endpoints.list_keys_detailed
        response = caller.do(method, "rg", "workspace", "endpoint")
        # The next response overwrites the buffer of the TLS library.
        caller.do(method, "rg", "workspace", "endpoint")
        key = backwards[0][::-1]
        assert response.parsed.primary_key == SecretStr(key)
        held = list(reachable(caller.client, response))
        assert any(value == key for value in held), "the search does not find the key itself"
        kept = [
            value
            for value in held
            if (isinstance(value, str) and key in value and value != key)
            or (isinstance(value, (bytes, bytearray)) and key.encode() in value)
        ]
    assert not kept


@pytest.mark.parametrize("where", ["a response", "a body"])
def test_ctrl_c_shows_no_secret(where: str, server: SocketServer, log: LogRecorder) -> None:
    arrived = threading.Event()
    body = stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:60])
    server.replies.append(signal_arrival(silence if where == "a response" else body, arrived))
    with open_client("sync", server.url) as caller:
        error = interrupted(caller.client, arrived)
    assert_no_secret_shown(error, log, PRINTERS)


@pytest.mark.parametrize("client_kind", ["sync", "asyncio"])
def test_ctrl_c_while_the_token_becomes_a_header_shows_no_secret(
    client_kind: str, server: SocketServer, log: LogRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = httpx.Headers.__setitem__

    def press(headers: httpx.Headers, name: str, value: str) -> None:
        if name == "Authorization":
            raise InterruptError
        usual(headers, name, value)

    with open_client(client_kind, server.url) as caller:
        monkeypatch.setattr(httpx.Headers, "__setitem__", press)
        with pytest.raises(InterruptError) as caught:
            caller.list_keys()
    assert_no_secret_shown(caught.value, log, PRINTERS)


class InterruptError(Exception):
    """A replacement for KeyboardInterrupt, which would also stop the event loop of the tests."""


@pytest.mark.parametrize("where", ["a response", "a body"])
def test_a_cancelled_task_shows_no_secret(
    where: str, server: SocketServer, log: LogRecorder
) -> None:
    arrived = threading.Event()
    body = stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n" + KEYS[:60])
    server.replies.append(signal_arrival(silence if where == "a response" else body, arrived))

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

    assert_no_secret_shown(asyncio.run(main(SecretStr(TOKEN))), log, PRINTERS)


class _Leaky:
    """A credential that raises an exception whose frames contain a secret."""

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
    words: str, client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    error = OSError(words)
    error.response = TOKEN  # type: ignore[attr-defined]
    words = ""
    with open_client(client_kind, server.url, _Leaky(error), scope="x") as caller:
        del error
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "OSError: " in str(outcome)
    assert_no_secret_shown(outcome, log)


def test_ctrl_c_in_a_credential_shows_no_secret(server: SocketServer, log: LogRecorder) -> None:
    with (
        open_client("sync", server.url, _Leaky(KeyboardInterrupt()), scope="x") as caller,
        pytest.raises(KeyboardInterrupt) as caught,
    ):
        caller.list_keys()
    assert_no_secret_shown(caught.value, log, PRINTERS)


@pytest.mark.parametrize("shape", [str, SecretStr, lambda token: lambda: token])
def test_the_error_of_a_token_that_a_header_cannot_hold_does_not_show_it(
    shape: Any, client_kind: str, server: SocketServer, log: LogRecorder
) -> None:
    with open_client(client_kind, server.url, shape(f"{TOKEN}\n")) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert_no_secret_shown(outcome, log)


@pytest.mark.parametrize(
    "token",
    [
        respond(200, json.dumps({"token_type": "Bearer", "access_token": TOKEN})[:-5].encode()),
        respond(200, json.dumps({"access_token": TOKEN, "expires_in": "soon"}).encode()),
        respond(401, json.dumps({"error": "invalid_client", "error_description": "No."}).encode()),
        respond(500, b"<html>"),
    ],
    ids=["cut", "wrong", "refused", "failed"],
)
def test_a_sign_in_that_fails_shows_no_secret(
    token: Reply,
    client_kind: str,
    trusted: Certificates,
    monkeypatch: pytest.MonkeyPatch,
    log: LogRecorder,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.file))
    with (
        SocketServer(server_context(trusted.authority, *HOSTS)) as azure_server,
        SocketServer() as proxy,
    ):
        azure_server.default_reply = azure_reply(token=token)
        proxy.default_reply = tunnel(azure_server.port)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        credential = azure.identity.ClientSecretCredential(
            TENANT, APPLICATION, CLIENT_SECRET, retry_total=0
        )
        with open_client(client_kind, None, credential) as caller:
            outcome = caller.outcome()
    assert type(outcome) is CredentialError, repr(outcome)
    assert not any("/listKeys" in request.target for request in azure_server.requests)
    assert_no_secret_shown(outcome, log)


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_the_error_of_a_proxy_does_not_show_its_password(
    client_kind: str,
    server: SocketServer,
    plain_server: SocketServer,
    log: LogRecorder,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain_server.default_reply = failure(407)
    url = f"http://user:pAsSwOrD-marker@127.0.0.1:{plain_server.port}"
    monkeypatch.setenv("HTTPS_PROXY", url)
    url = ""
    with open_client(client_kind, server.url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, Exception)
    assert "407" in str(outcome)
    assert_no_secret_shown(outcome, log)
