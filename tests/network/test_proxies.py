"""The arguments `proxy`, `ssl_context` and `trust_env` of a client, and errors of proxies."""

from __future__ import annotations

import re
import socket
import ssl
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import (
    APIConnectionError,
    APITimeoutError,
    AsyncClient,
    Client,
    InvalidParameterError,
    RetryPolicy,
    SecretStr,
    Timeout,
)

from tests.network.clients import JumpClock, open_client
from tests.network.leak_detection import by_debugger, frames
from tests.network.socket_server import (
    TOKEN,
    Certificates,
    SocketServer,
    closed_port,
    reset,
    respond,
    server_context,
    tunnel,
)

PASSWORD = "pAsSwOrD-marker"


@pytest.fixture(params=["sync", "asyncio", "trio"])
def kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of client with connections of its own."""
    return str(request.param)


@pytest.fixture
def proxy() -> Iterator[SocketServer]:
    """Run a proxy that opens tunnels."""
    with SocketServer() as running:
        running.default_reply = tunnel()
        yield running


def address(proxy: SocketServer, user: str = "") -> str:
    return f"http://{user}127.0.0.1:{proxy.port}"


@pytest.mark.parametrize("form", [str, SecretStr, httpx.Proxy])
def test_the_proxy_that_was_given_is_used_instead_of_that_of_the_environment(
    form: Any, kind: str, server: SocketServer, proxy: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    monkeypatch.setenv("NO_PROXY", "localhost")
    server.replies.append(reset)
    given = form(address(proxy, f"user:{PASSWORD}@"))
    with open_client(kind, server.url, clock=JumpClock(), proxy=given) as caller:
        assert caller.list_keys().attempts == 2
        caller.list_keys()
    assert {request.target for request in proxy.requests} == {f"localhost:{server.port}"}
    assert proxy.requests[0].headers["proxy-authorization"].startswith("Basic ")
    # One connection for each tunnel, which the third request used again.
    assert (len(proxy.requests), len(server.requests)) == (2, 3)


def test_the_certificates_that_were_given_are_used(kind: str, certificates: Certificates) -> None:
    """Those to trust, for the service and an https proxy, and the one to present."""
    tls = server_context(certificates.authority, "localhost")
    tls.verify_mode = ssl.CERT_REQUIRED
    certificates.authority.configure_trust(tls)
    context = certificates.client_context()
    certificates.authority.issue_cert("client@example.org").configure_cert(context)
    with SocketServer(tls) as server, SocketServer(certificates.server) as proxy:
        proxy.default_reply = tunnel()
        with open_client(kind, server.url, ssl_context=context) as caller:
            caller.list_keys()
        https = f"https://localhost:{proxy.port}"
        with open_client(kind, server.url, ssl_context=context, proxy=https) as caller:
            caller.list_keys()
        assert proxy.requests


def test_a_proxy_that_was_given_is_not_changed() -> None:
    """Another client of the same program may use it, with other certificates."""
    given = httpx.Proxy("https://localhost:9")
    with Client("t", subscription_id="s", proxy=given, ssl_context=ssl.create_default_context()):
        assert given.ssl_context is None


def test_the_environment_is_not_read_without_trust_env(
    kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{closed_port()}")
    with open_client(kind, server.url, trust_env=False) as caller:
        outcome = caller.outcome()
    # Neither the proxy, which is closed, nor SSL_CERT_FILE, which names the right authority.
    assert "certificate of localhost" in str(outcome)


FAILURES: dict[str, tuple[str, str]] = {
    "refuses": (
        "http",
        r"no connection to localhost:\d+ through the proxy http://127\.0\.0\.1:\d+",
    ),
    "sends 502": (
        "http",
        r"no connection to localhost:\d+ through the proxy .* \(ProxyError: 502 ",
    ),
    "has no TLS": ("https", r"the proxy https://127\.0\.0\.1:\d+ does not speak TLS \("),
    "is not trusted": (
        "https",
        r"certificate of the proxy https://127\.0\.0\.1:\d+ is not trusted",
    ),
    "asks for a password": (
        "http",
        r"the proxy http://127\.0\.0\.1:\d+ on the way to localhost:\d+",
    ),
}


@pytest.mark.parametrize("failure", FAILURES)
def test_a_failing_proxy_is_named_without_its_password(
    failure: str, kind: str, certificates: Certificates
) -> None:
    scheme, words = FAILURES[failure]
    is_tls = failure == "is not trusted"
    with SocketServer(certificates.server if is_tls else None) as proxy:
        proxy.default_reply = respond(407 if failure == "asks for a password" else 502)
        port = closed_port() if failure == "refuses" else proxy.port
        with open_client(
            kind,
            "https://localhost:9",
            retry=RetryPolicy(attempts=1),
            proxy=f"{scheme}://user:{PASSWORD}@127.0.0.1:{port}",
            # Trusts no authority.
            ssl_context=ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT),
        ) as caller:
            outcome = caller.outcome()
    assert type(outcome) is APIConnectionError
    assert re.search(words, str(outcome)), str(outcome)
    assert "`proxy` or HTTPS_PROXY" in str(outcome) or is_tls
    assert PASSWORD not in by_debugger(outcome)


def test_a_proxy_that_does_not_answer_its_handshake_is_named(kind: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        url = f"https://127.0.0.1:{silent.getsockname()[1]}"
        with open_client(
            kind,
            "https://localhost:9",
            timeout=Timeout(total=30, connect=0.3),
            retry=RetryPolicy(attempts=1),
            proxy=url,
        ) as caller:
            outcome = caller.outcome()
    assert type(outcome) is APITimeoutError
    assert f"the proxy {url} did not answer in time (" in str(outcome)


def test_an_error_behind_the_proxy_names_the_service_and_the_proxy(
    kind: str, proxy: SocketServer, server: SocketServer
) -> None:
    server.default_reply = reset
    with open_client(
        kind, server.url, retry=RetryPolicy(attempts=1), proxy=address(proxy)
    ) as caller:
        outcome = caller.outcome()
    words = f"no response from localhost:{server.port} through the proxy {address(proxy)} ("
    assert words in str(outcome)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"proxy": "proxy.example:80"}, "proxy must begin with http://, https://, socks5:// or"),
        ({"proxy": f"http://u:{PASSWORD}/@proxy.example"}, "proxy must be a URL such as http://"),
        (
            {"proxy": f"http://u:{PASSWORD}@proxy.example", "base_url": "http://localhost"},
            "proxy is not used for http: the token would leave this machine",
        ),
        (
            {"proxy": "http://proxy.example", "http_client": True},
            "proxy has no effect with `http_client`: set it where that client is made",
        ),
        (
            {"ssl_context": ssl.create_default_context(), "http_client": True},
            "ssl_context has no effect with `http_client`: set it where that client is made",
        ),
        (
            {"trust_env": False, "http_client": True},
            "trust_env has no effect with `http_client`: set it where that client is made",
        ),
    ],
)
@pytest.mark.parametrize("made", [Client, AsyncClient])
def test_a_setting_that_cannot_be_used_is_refused_at_once(
    made: Any, arguments: dict[str, Any], words: str
) -> None:
    if "http_client" in arguments:
        own = httpx.Client() if made is Client else httpx.AsyncClient()
        arguments = {**arguments, "http_client": own}
    with pytest.raises(InvalidParameterError) as caught:
        made(TOKEN, subscription_id="s", **arguments)
    assert str(caught.value).startswith(f"the client: {words}")
    # The frame of this test holds the password.
    variables = list(frames(caught.value.__traceback__))[1:]
    assert PASSWORD not in repr(variables) + str(caught.value)


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ({"proxy": 8080}, "^proxy must be a URL as a str, or an httpx.Proxy, not of type int$"),
        ({"proxy": {"https": PASSWORD}}, "^proxy must be a URL as a str, or an httpx.Proxy, not"),
        (
            {"ssl_context": "ca.pem"},
            "^ssl_context must be an ssl.SSLContext, not of type str; make one with "
            r"ssl.create_default_context\(cafile=...\)$",
        ),
    ],
)
@pytest.mark.parametrize("made", [Client, AsyncClient])
def test_a_setting_of_a_wrong_type_is_refused_at_once(
    made: Any, arguments: dict[str, Any], words: str
) -> None:
    with pytest.raises(TypeError, match=words):
        made(TOKEN, subscription_id="s", **arguments)
