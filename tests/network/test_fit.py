"""How clients fit into what is around them: proxies, certificates, a caller's own HTTP client."""

from __future__ import annotations

import re
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
import trustme
from azureml_serverless_endpoints import APIConnectionError, RetryPolicy
from opentelemetry import trace
from opentelemetry.instrumentation.httpx import HTTPXClientInstrumentor
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

from tests.network.socket_server import (
    TOKEN,
    Certificates,
    SocketServer,
    answer,
    closed_port,
    reset,
    server_context,
    tunnel,
)
from tests.network.ways import PROXY_PASSWORD, JumpClock, open_client

PASSWORD = "pAsSwOrD-marker"


@pytest.fixture
def proxy() -> Iterator[SocketServer]:
    """Run a proxy that opens tunnels."""
    with SocketServer() as running:
        running.otherwise = tunnel()
        yield running


def address(proxy: SocketServer, user: str = "") -> str:
    return f"http://{user}127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("variable", ["HTTPS_PROXY", "https_proxy", "ALL_PROXY"])
def test_the_proxy_of_the_environment_is_used_for_retries_too(
    variable: str,
    way: str,
    server: SocketServer,
    proxy: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(variable, address(proxy))
    server.replies.append(reset)
    with open_client(way, server.url, clock=JumpClock()) as caller:
        assert caller.detailed().attempts == 2
    assert {request.target for request in proxy.requests} == {f"localhost:{server.port}"}
    assert not any("authorization" in request.headers for request in proxy.requests)
    assert len(server.requests) == 2


def test_a_cloud_is_reached_through_a_proxy(
    way: str, certificates: Certificates, trusted: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    tls = server_context(certificates.authority, "management.usgovcloudapi.net")
    with SocketServer(tls) as cloud, SocketServer() as proxy:
        proxy.otherwise = tunnel(cloud.port)
        monkeypatch.setenv("HTTPS_PROXY", address(proxy))
        with open_client(way, None, cloud="AzureUSGovernment") as caller:
            caller.detailed()
        assert proxy.requests[0].target == "management.usgovcloudapi.net:443"
        assert cloud.requests[0].headers["host"] == "management.usgovcloudapi.net"


def test_no_proxy_is_kept(
    way: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy))
    monkeypatch.setenv("NO_PROXY", "example.org,localhost")
    with open_client(way, server.url) as caller:
        caller.detailed()
    assert not proxy.requests


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_a_proxy_that_wants_a_password_gets_it(
    way: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy, f"user:{PASSWORD}@"))
    with open_client(way, server.url) as caller:
        caller.detailed()
    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")
    assert "proxy-authorization" not in server.requests[0].headers


@pytest.mark.filterwarnings(PROXY_PASSWORD)
def test_a_proxy_that_refuses_is_named_without_its_password(
    way: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy, f"user:{PASSWORD}@"))
    proxy.otherwise = answer(407)
    with open_client(way, server.url) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == len(proxy.requests) == 1
    assert re.search(
        r": the proxy on the way to localhost:\d+ wants credentials \(.*407.*\)\. Put them into "
        r"the proxy's URL, such as HTTPS_PROXY\.$",
        str(outcome),
    )
    assert PASSWORD not in repr(outcome)
    assert not server.requests


def test_a_proxy_that_is_busy_is_asked_again(
    way: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", address(proxy))
    proxy.replies.append(answer(503))
    with open_client(way, server.url, clock=JumpClock()) as caller:
        assert caller.detailed().attempts == 2


def test_a_proxy_that_is_not_there_is_an_error(
    way: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    with open_client(way, server.url, clock=JumpClock()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 4


def test_a_refused_connection_is_tried_again_and_named(way: str) -> None:
    with open_client(way, f"https://localhost:{closed_port()}", clock=JumpClock()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 4
    assert "no response from localhost" in str(outcome)


@pytest.mark.parametrize("fault", ["unknown authority", "another name"])
def test_a_wrong_certificate_is_final_and_says_what_to_do(
    fault: str, way: str, trusted: Certificates
) -> None:
    authority = trustme.CA() if fault == "unknown authority" else trusted.authority
    name = "localhost" if fault == "unknown authority" else "example.org"
    with (
        SocketServer(server_context(authority, name)) as server,
        open_client(way, server.url, clock=JumpClock()) as caller,
    ):
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert outcome.attempts == 1
    assert re.search(r"certificate of localhost:\d+ is not trusted", str(outcome))
    assert "SSL_CERT_FILE" in str(outcome)
    assert not server.requests


def test_a_port_without_tls_is_an_error(
    way: str, plain_server: SocketServer, trusted: Certificates
) -> None:
    url = plain_server.url.replace("http:", "https:")
    with open_client(way, url, retry=RetryPolicy(attempts=1)) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert not plain_server.requests


def test_plain_http_goes_to_this_machine(way: str, plain_server: SocketServer) -> None:
    with open_client(way, plain_server.url) as caller:
        caller.detailed()


def test_a_client_of_ones_own_brings_its_proxy_and_certificate(
    way: str, certificates: Certificates, proxy: SocketServer
) -> None:
    tls = server_context(certificates.authority, "localhost")
    tls.verify_mode = ssl.CERT_REQUIRED
    certificates.authority.configure_trust(tls)
    context = certificates.client_context()
    certificates.authority.issue_cert("client@example.org").configure_cert(context)
    with SocketServer(tls) as server:
        server.replies.append(reset)
        with open_client(
            way,
            server.url,
            clock=JumpClock(),
            http=lambda kind: kind(verify=context, proxy=address(proxy)),
        ) as caller:
            assert caller.detailed().attempts == 2
        assert proxy.requests
        # Without its certificate nobody gets in.
        with open_client(
            way,
            server.url,
            retry=RetryPolicy(attempts=1),
            http=lambda kind: kind(verify=certificates.client_context()),
        ) as caller:
            assert type(caller.outcome()) is APIConnectionError


def hooks(way: str, seen: list[Any], *, read: bool = False, error: Exception | None = None) -> Any:
    """Event hooks of both kinds, for a sync or an async client."""

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

    chosen = hook if way == "sync" else async_hook
    return {"request": [chosen], "response": [chosen]}


@pytest.mark.parametrize("read", [False, True])
def test_event_hooks_see_every_attempt(read: bool, way: str, server: SocketServer) -> None:
    seen: list[Any] = []
    server.replies.append(answer(503, b"{}"))
    with open_client(
        way,
        server.url,
        clock=JumpClock(),
        http=lambda kind: kind(event_hooks=hooks(way, seen, read=read)),
    ) as caller:
        assert caller.detailed().attempts == 2
    assert [type(message) for message in seen] == [httpx.Request, httpx.Response] * 2


@pytest.mark.filterwarnings("ignore:Async generator:ResourceWarning")  # httpx's own, under trio
def test_a_hook_that_cannot_read_the_answer_is_an_error_of_the_call(
    way: str, server: SocketServer
) -> None:
    server.replies.append(answer(200, b"no gzip", {"content-encoding": "gzip"}))
    with (
        open_client(
            way, server.url, http=lambda kind: kind(event_hooks=hooks(way, [], read=True))
        ) as caller,
        pytest.raises(Exception, match="cannot be read: DecodingError"),
    ):
        caller.detailed()


def test_the_error_of_a_hook_goes_to_its_writer(way: str, server: SocketServer) -> None:
    with open_client(
        way,
        server.url,
        http=lambda kind: kind(event_hooks=hooks(way, [], error=KeyError("own"))),
    ) as caller:
        with pytest.raises(KeyError, match="own") as caught:
            caller.detailed()
        assert "test_fit.py" in caught.value.__notes__[0]
        caller.client._transport._client.event_hooks = {}
        caller.detailed()


def test_what_a_caller_handles_while_it_calls_stays_as_it_is(
    way: str, server: SocketServer
) -> None:
    """The error of a hook stands before it, and is told where it was raised; this one is not."""
    with open_client(
        way,
        server.url,
        http=lambda kind: kind(event_hooks=hooks(way, [], error=KeyError("own"))),
    ) as caller:

        async def in_a_task() -> None:
            try:
                raise LookupError("before")
            except LookupError as before:
                with pytest.raises(KeyError, match="own"):
                    await caller.client.serverless_endpoints.list_keys("rg", "workspace", "e")
                handled.append(before)

        handled: list[LookupError] = []
        if way == "sync":
            try:
                raise LookupError("before")
            except LookupError as before:
                with pytest.raises(KeyError, match="own"):
                    caller.detailed()
                handled.append(before)
        else:
            caller.do(in_a_task)
    (error,) = handled
    assert error.__traceback__ is not None
    assert not hasattr(error, "__notes__")


class OfItsOwn(httpx.ConnectError):
    """An error of a transport of the caller's own, which is made of more than words."""

    def __init__(self, host: str, port: int, *, request: httpx.Request) -> None:
        super().__init__(f"no way to {host}:{port}", request=request)


def test_an_error_of_a_transport_of_ones_own_is_an_error_of_the_call(way: str) -> None:
    def fail(request: httpx.Request) -> httpx.Response:
        raise OfItsOwn("there", 5, request=request)

    with open_client(
        way,
        "https://localhost",
        clock=JumpClock(),
        http=lambda kind: (
            httpx.Client(transport=httpx.MockTransport(fail))
            if way == "sync"
            else httpx.AsyncClient(transport=httpx.MockTransport(fail))
        ),
    ) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert "OfItsOwn: no way to there:5" in str(outcome)
    assert type(outcome.__cause__) is httpx.ConnectError
    assert outcome.attempts == 4


def test_traces_of_opentelemetry_show_every_attempt_and_no_secret(
    way: str, server: SocketServer
) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))

    def instrumented(kind: type[Any]) -> Any:
        made = kind()
        HTTPXClientInstrumentor.instrument_client(made, tracer_provider=provider)
        return made

    server.replies.append(reset)
    with open_client(way, server.url, clock=JumpClock(), http=instrumented) as caller:
        caller.detailed()
    spans = exporter.get_finished_spans()
    assert [span.name for span in spans] == ["POST", "POST"]
    assert all(span.kind is trace.SpanKind.CLIENT for span in spans)
    assert "traceparent" in server.requests[0].headers
    assert TOKEN not in "".join(span.to_json() for span in spans)


def test_all_clients_of_the_process_can_be_traced(way: str, server: SocketServer) -> None:
    exporter = InMemorySpanExporter()
    provider = TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(exporter))
    HTTPXClientInstrumentor().instrument(tracer_provider=provider)
    try:
        with open_client(way, server.url) as caller:
            caller.detailed()
    finally:
        HTTPXClientInstrumentor().uninstrument()
    expected = 0 if way == "aiohttp" else 1
    assert len(exporter.get_finished_spans()) == expected


def test_every_attempt_carries_the_headers_of_the_service(way: str, server: SocketServer) -> None:
    server.replies.append(reset)
    with open_client(way, server.url, clock=JumpClock(), user_agent="deploy/1.0") as caller:
        response = caller.detailed(headers={"x-custom": "1"})
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
