"""Requests as they are sent."""

from __future__ import annotations

import platform
import uuid
from pathlib import Path
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import (
    API_VERSION,
    InvalidParameterError,
    RetryPolicy,
    __version__,
)
from pytest_httpx import HTTPXMock

from generator.document.yaml import load
from tests.client.calls import KEYS, NAMES, PATH, SUBSCRIPTION, TOKEN, URL, FreshClient, Masked

ROOT = Path(__file__).parents[2]


def sent(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, *names: Any, **options: Any
) -> httpx.Request:
    """Return the request of a call that succeeds."""
    httpx_mock.add_response(json=KEYS)
    fresh_client.list_keys(*names, **options)
    (request,) = httpx_mock.get_requests()
    return request


def test_method_and_url_are_those_of_the_document(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    request = sent(fresh_client, httpx_mock)
    assert request.method == "POST"
    assert str(request.url) == URL


def test_a_request_without_body_has_no_content_type(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    request = sent(fresh_client, httpx_mock)
    assert request.read() == b""
    assert request.headers["content-length"] == "0"
    assert "content-type" not in request.headers
    assert "transfer-encoding" not in request.headers


def test_the_headers_of_a_request_are_exactly_these(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    headers = dict(sent(fresh_client, httpx_mock).headers)
    assert uuid.UUID(headers.pop("x-ms-client-request-id")).version == 4
    assert headers == {
        "host": "management.azure.com",
        "authorization": f"Bearer {TOKEN}",
        "accept": "application/json",
        "accept-encoding": "identity",
        "connection": "keep-alive",
        "content-length": "0",
        "user-agent": (
            f"azureml-serverless-endpoints/{__version__} Python/{platform.python_version()} "
            f"httpx/{httpx.__version__}"
        ),
        "x-ms-return-client-request-id": "true",
    }


@pytest.mark.parametrize(
    ("value", "quoted"),
    [
        ("a\\b", "a%5Cb"),
        ("a?b#c", "a%3Fb%23c"),
        ("a%2Fb", "a%252Fb"),
        ("a;b&c=d+e", "a%3Bb%26c%3Dd%2Be"),
        ("Gruppe-ä", "Gruppe-%C3%A4"),
        ("グループ", "%E3%82%B0%E3%83%AB%E3%83%BC%E3%83%97"),
        ("-._~()", "-._~%28%29"),
        ("...", "..."),
        ("a..b", "a..b"),
        (".a", ".a"),
    ],
)
def test_a_value_stays_within_its_segment_of_the_path(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, value: str, quoted: str
) -> None:
    """No api-version has a pattern for the subscription, so every text can be tried."""
    request = sent(fresh_client, httpx_mock, subscription_id=value)
    path = PATH.replace(SUBSCRIPTION, quoted)
    assert request.url.raw_path.decode() == f"{path}?api-version={API_VERSION}"


def test_the_api_version_is_that_of_the_document(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    """All other tests take it from the package."""
    version = load(ROOT / "openapi" / "serverless-endpoints.yaml")["info"]["version"]
    assert sent(fresh_client, httpx_mock).url.params["api-version"] == version == API_VERSION


def test_the_api_version_is_quoted_too(fresh_client: FreshClient, httpx_mock: HTTPXMock) -> None:
    request = sent(fresh_client, httpx_mock, client={"api_version": "2024-10-01&a=b"})
    assert request.url.query == b"api-version=2024-10-01%26a%3Db"


def test_the_callers_headers_are_sent_beside_those_of_the_client(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    headers = {"X-Ms-Correlation-Request-Id": "abc", "traceparent": "00-1-2-01"}
    request = sent(fresh_client, httpx_mock, headers=headers)
    assert request.headers["x-ms-correlation-request-id"] == "abc"
    assert request.headers["traceparent"] == "00-1-2-01"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"


@pytest.mark.parametrize(
    ("headers", "rule"),
    [
        (
            {Masked("authorization"): "x"},
            "headers must not set authorization: pass the token as `credential` of the client",
        ),
        ({"X-A": "x", "x-a": "y"}, "headers must not set x-a, which the call sets already$"),
        ({"bad name": "x"}, "headers must have valid HTTP header names, not 'bad name'$"),
        ({"x-ä\n": "x"}, r"headers must have valid HTTP header names, not 'x-\\xe4'$"),
        ({"Bearer tok": "x"}, r"headers must have valid HTTP header names, not '\[token\]'$"),
        ({"a " * 99: "x"}, "headers must have valid HTTP header names, not '(a ){29}a$"),
        ({"": "x"}, "headers must have valid HTTP header names, not ''$"),
        ({5: "x"}, "headers must have names of type str, not int$"),
        ([("x-a", "x")], "headers must be a mapping of names to values, not of type list"),
        ("x-a: x", "headers must be a mapping of names to values, not of type str"),
        (5, "headers must be a mapping of names to values, not of type int"),
        (
            {"x-a": "line\r\nx-b: y"},
            r"must have values of visible ASCII on one line, .*\(x-a\)",
        ),
        ({"x-a": "ä"}, r"must have values of visible ASCII on one line, .*\(x-a\)"),
        ({"x-a": " v"}, r"without space at an end \(x-a\)"),
        ({"x-a": "v "}, r"without space at an end \(x-a\)"),
        ({"x-a": "\t"}, r"without space at an end \(x-a\)"),
        ({"X-A": 5}, r"headers must have values of type str, not int \(x-a\)"),
        ({"x-a": b"x"}, r"headers must have values of type str, not bytes \(x-a\)"),
        ({"x-a": None}, r"headers must have values of type str, not NoneType \(x-a\)"),
    ],
)
def test_an_invalid_header_is_refused(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, headers: Any, rule: str
) -> None:
    with pytest.raises(InvalidParameterError, match=rule):
        fresh_client.list_keys(headers=headers)
    assert httpx_mock.get_requests() == []


RESERVED = (
    "Accept Accept-Encoding Connection Content-Encoding Content-Length Content-Type "
    "Cookie Expect HOST HTTP2-Settings Keep-Alive Proxy-Authorization Proxy-Connection TE Trailer "
    "Transfer-Encoding Upgrade X-HTTP-Method X-HTTP-Method-Override X-Method-Override "
    "x-ms-return-client-request-id"
)


@pytest.mark.parametrize("name", RESERVED.split())
def test_a_reserved_header_is_refused(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, name: str
) -> None:
    rule = f"headers must not set {name.lower()}: it is reserved for the client$"
    with pytest.raises(InvalidParameterError, match=rule):
        fresh_client.list_keys(headers={name: "x"})
    assert httpx_mock.get_requests() == []


def test_every_call_has_an_id_of_its_own(fresh_client: FreshClient, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=KEYS, is_reusable=True)
    first, second = (fresh_client.list_keys_detailed().client_request_id for _ in range(2))
    assert first != second
    assert [r.headers["x-ms-client-request-id"] for r in httpx_mock.get_requests()] == [
        first,
        second,
    ]


def test_the_attempts_of_a_call_have_one_id(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(status_code=503)
    httpx_mock.add_response(json=KEYS)
    response = fresh_client.list_keys_detailed()
    ids = {r.headers["x-ms-client-request-id"] for r in httpx_mock.get_requests()}
    assert ids == {response.client_request_id}
    assert response.attempts == 3
    assert fresh_client.clock.waits == [0.5, 1.0]


def test_the_content_of_a_str_subclass_is_sent(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    request = sent(
        fresh_client,
        httpx_mock,
        *map(Masked, NAMES),
        client={"credential": Masked(TOKEN), "user_agent": Masked("suffix")},
        headers={Masked("x-name"): Masked("value")},
    )
    assert str(request.url) == URL
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["user-agent"].endswith(" suffix")
    assert request.headers["x-name"] == "value"


def test_a_caller_may_set_the_client_request_id(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(status_code=404)
    with pytest.raises(Exception, match="404") as caught:
        fresh_client.list_keys(headers={"X-MS-Client-Request-ID": "mine"})
    (request,) = httpx_mock.get_requests()
    assert request.headers.get_list("x-ms-client-request-id") == ["mine"]
    assert caught.value.client_request_id == "mine"


def test_the_argument_user_agent_is_added_to_the_header(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    request = sent(fresh_client, httpx_mock, client={"user_agent": "deploy/1.0"})
    assert request.headers["user-agent"].startswith("azureml-serverless-endpoints/")
    assert request.headers["user-agent"].endswith(" deploy/1.0")


def agents(fresh_client: FreshClient, httpx_mock: HTTPXMock, **options: Any) -> list[str]:
    """Return the `User-Agent` lines of a request that is made with the caller's own client."""
    kind = httpx.Client if fresh_client.kind == "sync" else httpx.AsyncClient
    own = kind(headers=options.pop("own", {}))
    client = {"http_client": own, **options.pop("client", {})}
    return sent(fresh_client, httpx_mock, client=client, **options).headers.get_list("user-agent")


def test_a_user_agent_of_the_call_is_sent_alone(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    found = agents(
        fresh_client, httpx_mock, headers={"User-Agent": "mine/1"}, own={"User-Agent": "x"}
    )
    assert found == ["mine/1"]


def test_the_user_agent_of_the_callers_own_client_is_kept(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    assert agents(fresh_client, httpx_mock, own={"User-Agent": "mine/1"}) == ["mine/1"]


def test_the_argument_user_agent_is_added_to_that_of_the_callers_own_client(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    client = {"user_agent": "deploy/1.0"}
    found = agents(fresh_client, httpx_mock, own={"user-agent": "mine/1"}, client=client)
    assert found == ["mine/1 deploy/1.0"]


def test_the_default_user_agent_of_httpx_is_replaced_by_that_of_the_package(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    (agent,) = agents(fresh_client, httpx_mock)
    assert agent.startswith("azureml-serverless-endpoints/")


@pytest.mark.parametrize("suffix", ["two\nlines", "ä", "a\x00b"])
def test_a_user_agent_that_a_header_cannot_hold_is_refused(
    fresh_client: FreshClient, suffix: str
) -> None:
    with pytest.raises(InvalidParameterError, match="user_agent must be visible ASCII"):
        fresh_client.list_keys(client={"user_agent": suffix})


def test_a_call_may_override_the_retry_policy(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(status_code=503)
    with pytest.raises(Exception, match="503") as caught:
        fresh_client.list_keys(retry=RetryPolicy(attempts=1))
    assert caught.value.attempts == 1


def test_a_call_may_name_another_subscription(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    request = sent(fresh_client, httpx_mock, subscription_id="other")
    assert request.url.path == PATH.replace(SUBSCRIPTION, "other")
