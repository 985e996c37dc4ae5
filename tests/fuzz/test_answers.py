"""Any status, headers and body: the result is keys or an error of the package."""

from __future__ import annotations

import asyncio
import copy
import pickle
from collections.abc import Iterator, Mapping

import httpx
import pytest
from azureml_serverless_endpoints import (
    APIError,
    APIStatusError,
    AsyncClient,
    Client,
    EndpointAuthKeys,
    RetryPolicy,
)
from azureml_serverless_endpoints._response import Answer
from azureml_serverless_endpoints.api.serverless_endpoints.list_keys import (
    OPERATION,
    parse_response,
)
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.strategies import BODIES, CANARY, check_error, memory_limit, texts

SAMPLE = ("test-rg", "my-aml-workspace", "string")
STATUSES = st.sampled_from([200, 201, 204, 304, 307, 400, 401, 403, 404, 409, 429, 500, 503]) | (
    st.integers(200, 999)
)
_READ = """
retry-after retry-after-ms x-ms-retry-after-ms www-authenticate content-type content-encoding
x-ms-request-id x-ms-correlation-request-id x-ms-failure-cause
"""
#: Headers that are read, with values that HTTP can carry.
HEADERS = st.dictionaries(
    st.sampled_from(_READ.split()),
    (
        texts(2_000).map(lambda text: text.encode("latin-1", "replace"))
        | st.binary(max_size=60)
        | st.sampled_from([b"gzip", b"deflate", b"br", b"identity", b"application/json"])
    ).map(lambda value: value.translate(None, b"\r\n\0")),
    max_size=4,
)

Raw = Mapping[str, bytes]


def headers_of(raw: Raw) -> httpx.Headers:
    """Return headers of httpx."""
    return httpx.Headers([(name.encode(), value) for name, value in raw.items()])


@given(status=STATUSES, headers=HEADERS, body=BODIES)
@example(status=404, headers={}, body=b'{"error":{"details":[' * 400)
@example(status=404, headers={}, body=b'{"error":' + b"[" * 90_000)
@example(status=404, headers={}, body=b'{"error":{"code":' + b"9" * 5_000 + b"}}")
@example(status=200, headers={}, body=b'{"primaryKey":"\\ud800"}')
@example(status=500, headers={}, body=b"<code " * 30_000)
def test_any_response_is_read_as_keys_or_as_an_error_of_the_package(
    status: int, headers: Raw, body: bytes
) -> None:
    answer = Answer(operation=OPERATION, status_code=status, headers=headers_of(headers), body=body)
    with memory_limit(len(body)):
        try:
            result: EndpointAuthKeys | APIError = parse_response(answer)
        except APIError as error:
            result = error
        if isinstance(result, APIError):
            check_error(result)
        else:
            assert status == 200
            assert copy.deepcopy(result) == result
    if status < 400:
        assert CANARY not in f"{result} {result!r} {getattr(result, '__dict__', '')}"


@pytest.mark.parametrize("depth", [*range(20, 1_000, 20), 5_000, 100_000])
@pytest.mark.parametrize(
    ("status", "begin", "end"),
    [
        (200, '{"x":[', "]}"),
        (200, "[", "]"),
        (404, '{"error":', "}"),
        (404, '{"details":[', "]}"),
        (404, '{"info":[', "]}"),
    ],
)
def test_deep_nesting_does_not_crash(status: int, begin: str, end: str, depth: int) -> None:
    """The depth at which Python raises RecursionError varies, so many depths are tried."""
    name = "error" if status == 404 else "x"
    answer = Answer(
        operation=OPERATION,
        status_code=status,
        headers=httpx.Headers(),
        body=f'{{"{name}":{begin * depth}1{end * depth}}}'.encode(),
    )
    try:
        result: EndpointAuthKeys | APIError = parse_response(answer)
    except APIError as error:
        result = error
    assert repr(result)
    copies = copy.deepcopy(result), pickle.loads(pickle.dumps(result))
    assert type(result) is type(copies[0]) is type(copies[1])


@pytest.fixture(scope="module")
def loop() -> Iterator[asyncio.AbstractEventLoop]:
    """Run one event loop for all examples."""
    with asyncio.Runner() as runner:
        yield runner.get_loop()


@pytest.mark.parametrize("kind", ["sync", "async"])
@given(status=STATUSES, headers=HEADERS, body=BODIES)
def test_any_call_returns_keys_or_raises_an_error_of_the_package(
    kind: str, loop: asyncio.AbstractEventLoop, status: int, headers: Raw, body: bytes
) -> None:
    """The whole call except for the socket."""

    def answer(request: httpx.Request) -> httpx.Response:
        stream = httpx.ByteStream(body)
        return httpx.Response(status, headers=headers_of(headers), stream=stream)

    transport = httpx.MockTransport(answer)
    more = {"subscription_id": "subscription", "retry": RetryPolicy(attempts=1)}

    def call() -> EndpointAuthKeys:
        with httpx.Client(transport=transport) as http:
            client = Client("token", http_client=http, **more)
            return client.serverless_endpoints.list_keys(*SAMPLE)

    async def acall() -> EndpointAuthKeys:
        async with httpx.AsyncClient(transport=transport) as http:
            client = AsyncClient("token", http_client=http, **more)
            return await client.serverless_endpoints.list_keys(*SAMPLE)

    try:
        result: EndpointAuthKeys | APIError = (
            call() if kind == "sync" else loop.run_until_complete(acall())
        )
    except APIError as error:
        result = error
    if isinstance(result, APIError):
        check_error(result)
        unreadable = "cannot be read" in str(result)
        assert isinstance(result, APIStatusError) == (status >= 400 and not unreadable)
    else:
        assert status == 200
