"""The readers of a response: JSON, text and bytes, and their limits."""

from __future__ import annotations

import copy
import pickle
import tracemalloc
from collections.abc import AsyncIterator, Iterator
from typing import Any

import anyio.lowlevel
import attrs
import httpx
import pytest
from azureml_serverless_endpoints import (
    APIError,
    APIResponseError,
    ErrorDetail,
    Response,
    RetryPolicy,
    _json,
)
from azureml_serverless_endpoints._error_body import enveloped, read_error
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import MAX_ERROR, MAX_RESULT, MAX_VALUES, Answer

from tests.client.calls import FreshClient

OPERATION = Operation("Things_Get", method="GET", path="/", secured=False, repeatable=True)


def answer(body: bytes, status: int = 200) -> Answer:
    """Return a response with a request id."""
    headers = httpx.Headers({"x-ms-request-id": "r"})
    return Answer(operation=OPERATION, status_code=status, headers=headers, body=body)


def test_json_of_any_type_is_read() -> None:
    assert answer(b"[1, 2]").json(_json.array(_json.integer)) == [1, 2]
    assert answer(b"null").json(_json.nullable(_json.string)) is None


def test_text_must_be_utf_8() -> None:
    assert answer("ä".encode()).text() == "ä"
    with pytest.raises(
        APIResponseError, match=r"the response \(200\) is not UTF-8 \[request id r\]"
    ):
        answer(b"\xff").text()


def test_content_is_unchanged() -> None:
    assert answer(b"\x00\xff").content() == b"\x00\xff"


def test_the_repr_shows_only_the_status_code() -> None:
    assert repr(answer(b"secret")) == "<Answer 200>"


def test_a_response_is_immutable_and_can_be_copied() -> None:
    response = answer(b"5").response(5)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        response.attempts = 2  # type: ignore[misc]
    for twin in (copy.deepcopy(response), pickle.loads(pickle.dumps(response))):
        assert twin == response
        assert isinstance(twin, Response)
        assert twin.headers["X-MS-REQUEST-ID"] == "r"


def integers(count: int) -> bytes:
    """Return a JSON array of so many small integers."""
    return b"[" + b",".join([b"1"] * count) + b"]"


def test_a_result_has_a_limited_number_of_values() -> None:
    decode = _json.array(_json.integer)
    assert len(answer(integers(MAX_VALUES)).json(decode)) == MAX_VALUES
    with pytest.raises(APIResponseError, match=r"\(200\) contains more than 250,000 values \["):
        answer(integers(MAX_VALUES + 1)).json(decode)


def test_a_result_has_a_limited_number_of_members() -> None:
    """Commas inside strings are not counted."""
    decode = _json.mapping(_json.string)
    members = [f'"{number}":","' for number in range(MAX_VALUES)]
    assert len(answer(f"{{{','.join(members)}}}".encode()).json(decode)) == MAX_VALUES
    with pytest.raises(APIResponseError, match="contains more than 250,000 values"):
        answer(f'{{{",".join(members)},"":""}}'.encode()).json(decode)


@pytest.mark.parametrize("text", [",", "[", "{", '\\"'])
def test_only_values_are_counted(text: str) -> None:
    """A string may contain the characters that separate values."""
    body = f'["{text * (MAX_VALUES + 1)}", "{text}"]'.encode()
    assert len(answer(body).json(_json.array(_json.string))) == 2


@pytest.mark.parametrize("status", [200, 404])
def test_many_small_values_need_little_memory(status: int) -> None:
    """8 MB of them would need 440 MB in a result and 700 MB in an error."""
    body = b'{"details": [' + b"{}," * (MAX_RESULT // 3) + b"{}]}"
    response = answer(body, status)

    def read() -> None:
        if status == 200:
            response.json(ErrorDetail.decode)
        raise read_error(response, enveloped(ErrorDetail.decode))

    tracemalloc.start()
    try:
        with pytest.raises(APIError):
            read()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < MAX_RESULT


class Endless(httpx.SyncByteStream, httpx.AsyncByteStream):
    """An endless body that counts the bytes that are read."""

    def __init__(self) -> None:
        self.read = 0

    def __iter__(self) -> Iterator[bytes]:
        while True:
            self.read += 1024
            yield b" " * 1024

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            # A checkpoint, as in a socket, lets the reader be cancelled.
            await anyio.lowlevel.checkpoint()
            yield chunk


@pytest.mark.parametrize(
    ("status", "most"), [(200, MAX_RESULT), (307, MAX_ERROR), (404, MAX_ERROR), (500, MAX_ERROR)]
)
def test_a_body_is_read_only_up_to_its_limit(
    fresh_client: FreshClient, status: int, most: int
) -> None:
    body = Endless()
    transport = httpx.MockTransport(lambda _: httpx.Response(status, stream=body))
    client: Any = httpx.Client if fresh_client.kind == "sync" else httpx.AsyncClient
    options = {"http_client": client(transport=transport), "retry": RetryPolicy(attempts=1)}
    with pytest.raises(APIError) as caught:
        fresh_client.list_keys(client=options)
    assert most < body.read <= most + 4096
    assert getattr(caught.value, "status_code", None) == (None if status == 200 else status)
