"""The environment of a client: proxies, certificates, an `http_client`, hooks and tracing."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import trustme
from azureml_serverless_endpoints import APIConnectionError, InvalidParameterError, RetryPolicy
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.network.clients import OWN_CONNECTION_KINDS, PROXY_PASSWORD, JumpClock, open_client
from tests.network.socket_server import (
    TOKEN,
    Certificates,
    SocketServer,
    closed_port,
    fragment,
    reset,
    respond,
    server_context,
    tunnel,
)

PASSWORD = "pAsSwOrD-marker"


@pytest.fixture
def proxy() -> Iterator[SocketServer]:
    """Run a proxy that opens tunnels."""
    with SocketServer() as running:
        running.default_reply = tunnel()
        yield running


def call(kind: type[Any]) -> Any:
    return kind()


def address(proxy: SocketServer, user: str = "") -> str:
    return f"http://{user}127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_proxy_of_the_environment_is_used_for_retries_too(
    variable: str,
    client_kind: str,
    server: SocketServer,
    proxy: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, address(proxy))
    server.replies.append(reset)
    # A session of aiohttp does not read ALL_PROXY; a client of httpx-aiohttp does.
    http = call if client_kind == "aiohttp" else None
    with open_client(client_kind, server.url, clock=JumpClock(), http=http) as caller:
        assert caller.list_keys().attempts == 2
    assert {request.target for request in proxy.requests} == {f"localhost:{server.port}"}
    assert not any("authorization" in request.headers for request in proxy.requests)
    assert len(server.requests) == 2


def test_a_cloud_is_reached_through_a_proxy(
    client_kind: str,
    certificates: Certificates,
    trusted: Certificates,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    tls = server_context(certificates.authority, "management.usgovcloudapi.net")
    with SocketServer(tls) as cloud, SocketServer() as proxy:
        proxy.default_reply = tunnel(cloud.port)
        monkeypatch.setenv("HTTPS_PROXY", address(proxy))
        with open_client(client_kind, None, cloud="AzureUSGovernment") as caller:
            caller.list_keys()
        assert proxy.requests[0].target == "management.usgovcloudapi.net:443"
        assert cloud.requests[0].headers["host"] == "management.usgovcloudapi.net"


def test_no_proxy_is_used_for_a_host_in_no_proxy(
    client_kind: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy))
    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
    assert not proxy.requests


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_a_proxy_gets_the_password_of_its_url(
    client_kind: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy, f"user:{PASSWORD}@"))
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")
    assert "proxy-authorization" not in server.requests[0].headers


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_the_error_of_a_proxy_that_refuses_the_password_does_not_show_it(
    client_kind: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy, f"user:{PASSWORD}@"))
    proxy.default_reply = respond(407)
    with open_client(client_kind, server.url) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == len(proxy.requests) == 1
    assert re.search(
        r": the proxy( http://127\.0\.0\.1:\d+)? on the way to localhost:\d+ wants credentials "
        r"\(.*407.*\)\. Put them into the proxy's URL \(`proxy` or HTTPS_PROXY\)\. \[resource ",
        str(outcome),
    )
    assert PASSWORD not in repr(outcome)
    assert not server.requests


def test_a_503_of_the_proxy_is_retried(
    client_kind: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy))
    proxy.replies.append(respond(503))
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        assert caller.list_keys().attempts == 2


def test_a_proxy_that_refuses_connections_is_an_error(
    client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 4


def test_a_refused_connection_is_retried_and_the_error_names_the_port(client_kind: str) -> None:
    with open_client(
        client_kind, f"https://localhost:{closed_port()}", clock=JumpClock()
    ) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 4
    assert re.search(r": nothing listens on localhost:\d+ \(", str(outcome))
    assert "Start the server, or check the port of `base_url`." in str(outcome)


@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_a_wrong_certificate_is_final_and_the_error_says_what_to_do(
    fault: str, client_kind: str, trusted: Certificates
) -> None:
    authority = trustme.CA() if fault == "unknown authority" else trusted.authority
    name = "localhost" if fault == "unknown authority" else "example.org"
    with (
        SocketServer(server_context(authority, name)) as server,
        open_client(client_kind, server.url, clock=JumpClock()) as caller,
    ):
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 1
    assert re.search(r"certificate of localhost:\d+ is not trusted", str(outcome))
    assert "SSL_CERT_FILE" in str(outcome)
    assert not server.requests


def test_the_error_of_a_port_without_tls_says_so(
    client_kind: str, plain_server: SocketServer, trusted: Certificates
) -> None:
    url = plain_server.url.replace("http:", "https:")
    with open_client(client_kind, url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert f"localhost:{plain_server.port} does not speak TLS (" in str(outcome)
    assert "Start `base_url` with http:// if the server has no certificate." in str(outcome)
    assert not plain_server.requests


def test_the_proxy_and_the_certificates_of_an_http_client_are_used(
    client_kind: str, certificates: Certificates, proxy: SocketServer
) -> None:
    tls = server_context(certificates.authority, "localhost")
    tls.verify_mode = ssl.CERT_REQUIRED
    certificates.authority.configure_trust(tls)
    context = certificates.client_context()
    certificates.authority.issue_cert("client@example.org").configure_cert(context)
    with SocketServer(tls) as server:
        server.replies.append(reset)
        with open_client(
            client_kind,
            server.url,
            clock=JumpClock(),
            http=lambda kind: kind(verify=context, proxy=address(proxy)),
        ) as caller:
            assert caller.list_keys().attempts == 2
        assert proxy.requests
        # The server refuses a client without a certificate.
        with open_client(
            client_kind,
            server.url,
            retry=RetryPolicy(attempts=1),
            http=lambda kind: kind(verify=certificates.client_context()),
        ) as caller:
            assert type(caller.outcome()) is APIConnectionError


@pytest.mark.parametrize("is_given", [True, False], ids=["argument", "HTTP_PROXY"])
def test_an_http_client_that_sends_plain_http_through_a_proxy_is_refused(
    is_given: bool,
    client_kind: str,
    proxy: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The token would leave this machine in clear text."""
    if not is_given:
        monkeypatch.setenv("HTTP_PROXY", address(proxy))

    def make(kind: Any) -> Any:
        return kind(proxy=address(proxy)) if is_given else kind()

    words = "http_client sends http through a proxy, so that the token would leave this machine"
    with (
        pytest.raises(InvalidParameterError, match=words),
        open_client(client_kind, "http://localhost:9", http=make),
    ):
        pass
    assert not proxy.requests


def hooks(
    client_kind: str, seen: list[Any], *, read: bool = False, error: Exception | None = None
) -> Any:
    """Return event hooks for requests and responses.

    Args:
        client_kind: The kind of client.
        seen: A list that gets each request and response.
        read: Whether the hook reads the response.
        error: What the hook raises for a response.
    """

    def note(message: Any) -> None:
        seen.append(message)
        if error is not None and isinstance(message, httpx.Response):
            raise error

    def hook(message: Any) -> None:
        note(message)
        if read and isinstance(message, httpx.Response):
            message.read()

    async def async_hook(message: Any) -> None:
        note(message)
        if read and isinstance(message, httpx.Response):
            await message.aread()

    chosen = hook if client_kind == "sync" else async_hook
    return {"request": [chosen], "response": [chosen]}


@pytest.mark.parametrize("read", [False, True])
def test_event_hooks_see_every_attempt(read: bool, client_kind: str, server: SocketServer) -> None:
    seen: list[Any] = []
    server.replies.append(respond(503, b"{}"))
    with open_client(
        client_kind,
        server.url,
        clock=JumpClock(),
        http=lambda kind: kind(event_hooks=hooks(client_kind, seen, read=read)),
    ) as caller:
        assert caller.list_keys().attempts == 2
    assert [type(message) for message in seen] == [httpx.Request, httpx.Response] * 2


@pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")  # httpx's own, under trio
def test_an_event_hook_that_cannot_decode_the_response_is_an_error_of_the_call(
    client_kind: str, server: SocketServer
) -> None:
    server.replies.append(respond(200, b"no gzip", {"content-encoding": "gzip"}))
    with (
        open_client(
            client_kind,
            server.url,
            http=lambda kind: kind(event_hooks=hooks(client_kind, [], read=True)),
        ) as caller,
        pytest.raises(Exception, match="cannot be read: DecodingError"),
    ):
        caller.list_keys()


def test_the_exception_of_an_event_hook_is_raised_unchanged_with_a_note_of_its_place(
    client_kind: str, server: SocketServer
) -> None:
    with open_client(
        client_kind,
        server.url,
        http=lambda kind: kind(event_hooks=hooks(client_kind, [], error=KeyError("own"))),
    ) as caller:
        with pytest.raises(KeyError, match="own") as caught:
            caller.list_keys()
        assert __file__ in caught.value.__notes__[0]
        caller.client._transport._client.event_hooks = {}
        caller.list_keys()


def test_an_exception_that_the_caller_handles_during_a_call_keeps_its_frames(
    client_kind: str, server: SocketServer
) -> None:
    """It is the context of the exception of the hook, whose own frames are dropped."""
    with open_client(
        client_kind,
        server.url,
        http=lambda kind: kind(event_hooks=hooks(client_kind, [], error=KeyError("own"))),
    ) as caller:

        async def in_a_task() -> None:
            try:
                raise LookupError("before")
            except LookupError as before:
                with pytest.raises(KeyError, match="own"):
                    await caller.client.serverless_endpoints.list_keys("rg", "workspace", "e")
                handled.append(before)

        handled: list[LookupError] = []
        if client_kind == "sync":
            try:
                raise LookupError("before")
            except LookupError as before:
                with pytest.raises(KeyError, match="own"):
                    caller.list_keys()
                handled.append(before)
        else:
            caller.do(in_a_task)
    (error,) = handled
    assert error.__traceback__ is not None
    assert not hasattr(error, "__notes__")


class CustomConnectError(httpx.ConnectError):
    """An error of a custom transport whose constructor takes other arguments."""

    def __init__(self, host: str, port: int, *, request: httpx.Request) -> None:
        super().__init__(f"no way to {host}:{port}", request=request)


def test_a_custom_exception_of_a_transport_becomes_an_error_of_the_call(client_kind: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise CustomConnectError("there", 5, request=request)

    with open_client(
        client_kind,
        "https://localhost",
        clock=JumpClock(),
        http=lambda kind: (
            httpx.Client(transport=httpx.MockTransport(fail))
            if client_kind == "sync"
            else httpx.AsyncClient(transport=httpx.MockTransport(fail))
        ),
    ) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert "CustomConnectError: no way to there:5" in str(outcome)
    assert type(outcome.__cause__) is httpx.ConnectError
    assert outcome.attempts == 4


def test_opentelemetry_records_every_attempt_and_no_secret(
    client_kind: str, server: SocketServer
) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def instrumented(kind: type[Any]) -> Any:
        made = kind()
        HTTPXClientInstrumentor.instrument_client(made, tracer_provider=provider)
        return made

    server.replies.append(reset)
    with open_client(client_kind, server.url, clock=JumpClock(), http=instrumented) as caller:
        caller.list_keys()
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["POST", "POST"]
    assert all(span.kind is trace.SpanKind.CLIENT for span in spans)
    assert "traceparent" in server.requests[0].headers
    assert TOKEN not in "".join(span.to_json() for span in spans)


@pytest.mark.parametrize("client_kind", OWN_CONNECTION_KINDS)
def test_opentelemetry_exports_the_first_bytes_of_a_response_that_is_not_http(
    client_kind: str, server: SocketServer
) -> None:
    """The documentation says so: its instrumentation works below this package."""
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    server.replies.append(fragment(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"))
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    try:
        with open_client(client_kind, server.url, retry=RetryPolicy(attempts=1)) as caller:
            outcome = caller.outcome()
    finally:
        HTTPXClientInstrumentor().uninstrument()
    assert type(outcome) is APIConnectionError
    assert "SSH-2.0" not in "".join([str(outcome), repr(outcome.__cause__)])
    (span,) = exporter.get_finished_spans()
    assert "SSH-2.0" in (span.status.description or "")


def test_opentelemetry_can_instrument_all_clients_of_the_process(
    client_kind: str, server: SocketServer
) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    try:
        with open_client(client_kind, server.url) as caller:
            caller.list_keys()
    finally:
        HTTPXClientInstrumentor().uninstrument()
    expected = 0 if client_kind == "aiohttp" else 1
    assert len(exporter.get_finished_spans()) == expected


def test_every_attempt_has_the_headers_of_the_service(
    client_kind: str, server: SocketServer
) -> None:
    server.replies.append(reset)
    with open_client(client_kind, server.url, clock=JumpClock(), user_agent="deploy/1.0") as caller:
        response = caller.list_keys(headers={"x-custom": "1"})
    first, second = (request.headers for request in server.requests)
    assert first == second
    assert first["authorization"] == f"Bearer {TOKEN}"
    assert first["accept"] == "application/json"
    assert first["x-ms-client-request-id"] == response.client_request_id
    assert first["x-ms-return-client-request-id"] == "true"
    assert first["x-custom"] == "1"
    assert first["user-agent"].startswith("azureml-serverless-endpoints/")
    assert first["user-agent"].endswith(" deploy/1.0")
    assert server.requests[0].body == b""
