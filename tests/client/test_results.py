"""A response with status 200: keys, or an error that shows no part of the body."""

from __future__ import annotations

import json
import traceback
from typing import Any

import pytest
from azureml_serverless_endpoints import APIResponseError, EndpointAuthKeys, SecretStr
from pytest_httpx import HTTPXMock

from tests.client.calls import KEYS, RESOURCE, FreshClient

MARK = "s3cr3t-marker"
PREFIX = "ServerlessEndpoints_ListKeys: the response (200) "


def keys(primary: str | None = None, secondary: str | None = None, **more: Any) -> EndpointAuthKeys:
    """Return the expected keys."""
    return EndpointAuthKeys(
        primary_key=None if primary is None else SecretStr(primary),
        secondary_key=None if secondary is None else SecretStr(secondary),
        additional_properties=more,
    )


@pytest.mark.parametrize(
    ("body", "result"),
    [
        (json.dumps(KEYS), keys("first-key", "second-key")),
        ('{"primaryKey": null, "secondaryKey": "b"}', keys(None, "b")),
        ('{"secondaryKey": "b"}', keys(None, "b")),
        ("{}", keys()),
        ('{"primaryKey": ""}', keys("")),
        ('{"primaryKey": "\\u00e4\\ud83d\\ude00\\u0000"}', keys("ä😀\0")),
        ('{"primaryKey": "a", "tertiaryKey": "c", "n": [1]}', keys("a", tertiaryKey="c", n=[1])),
        ('{"PrimaryKey": "a"}', keys(PrimaryKey="a")),
        ('{"primaryKey": "a", "primaryKey": "b"}', keys("b")),
        ('{"error": null, "primaryKey": "a"}', keys("a", error=None)),
        ('{"error": " ", "primaryKey": "a"}', keys("a", error=" ")),
        ('{"error": 5, "primaryKey": "a"}', keys("a", error=5)),
        ('{"message": "m", "primaryKey": "a"}', keys("a", message="m")),
        ('{"message": ["m"]}', keys(message=["m"])),
        ('{"code": "c"}', keys(code="c")),
        ('{"n": 1' + "0" * 400 + "}", keys(n=10**400)),
        (b"\xef\xbb\xbf" + b'{"primaryKey": "a"}', keys("a")),
        ('{"primaryKey": "a"}'.encode("utf-16"), keys("a")),
        (' \r\n\t{"primaryKey": "a"}\n', keys("a")),
        ('{"x": ' + "[" * 98 + "]" * 98 + "}", keys(x=json.loads("[" * 98 + "]" * 98))),
    ],
)
def test_a_result_is_read(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, body: str | bytes, result: EndpointAuthKeys
) -> None:
    httpx_mock.add_response(content=body if isinstance(body, bytes) else body.encode())
    assert fresh_client.list_keys() == result


NO_JSON = "is not valid JSON; it may be truncated"
PAGE = (
    "is HTML or XML, for example a page of a proxy or a sign-in page between this machine and the "
    "service"
)
DIFFERS = "does not match the API description: "
STRING = f"{DIFFERS}primaryKey should be a string"
OBJECT = f"{DIFFERS}it should be an object"
INSIDE = "contains an error instead of a result"
DEEP = "is nested too deeply"
MANY = "contains more than 250,000 values"

#: Name, body, and the problem that the error names.
WRONG: list[tuple[str, str | bytes, str]] = [
    ("nothing", "", "is empty"),
    ("spaces", " \r\n", "is empty"),
    ("only a byte order mark", b"\xef\xbb\xbf", "is empty"),
    ("HTML", f"<!DOCTYPE html><p>{MARK}</p>", PAGE),
    ("XML with a byte order mark", f"\ufeff<?xml?><a>{MARK}</a>", PAGE),
    ("a text", MARK, NO_JSON),
    ("truncated JSON", f'{{"primaryKey": "{MARK}', NO_JSON),
    ("JSON and more", f'{{"primaryKey": "{MARK}"}} {{}}', NO_JSON),
    ("a comma too many", f'{{"primaryKey": "{MARK}",}}', NO_JSON),
    ("not UTF-8", b'{"primaryKey": "s3cr3t-marker\xff"}', NO_JSON),
    ("NaN", f'{{"primaryKey": "{MARK}", "n": NaN}}', NO_JSON),
    ("infinity", f'{{"primaryKey": "{MARK}", "n": -Infinity}}', NO_JSON),
    ("a huge integer", f'{{"primaryKey": "{MARK}", "n": {"1" * 5000}}}', NO_JSON),
    ("just too deep", '{"x": ' + "[" * 100 + "]" * 100 + "}", DEEP),
    ("too deep", f'{{"primaryKey": "{MARK}", "n": {"[" * 50_000}', DEEP),
    ("deep", '{"n": ' + "[" * 150 + "]" * 150 + "}", DEEP),
    ("too many values", f'{{"primaryKey": "{MARK}", "n": [{"1," * 250_000}1]}}', MANY),
    ("an array", f'["{MARK}"]', OBJECT),
    ("a string", f'"{MARK}"', OBJECT),
    ("a number", "5", OBJECT),
    ("null", "null", OBJECT),
    ("true", "true", OBJECT),
    ("a number for a key", '{"primaryKey": 31337}', STRING),
    (
        "an object for a key",
        f'{{"secondaryKey": {{"value": "{MARK}"}}}}',
        f"{DIFFERS}secondaryKey should be a string",
    ),
    ("an array for one", f'{{"primaryKey": ["{MARK}"]}}', STRING),
    ("true for a key", '{"primaryKey": true}', STRING),
    ("an error inside", f'{{"error": {{"code": "{MARK}"}}}}', INSIDE),
    ("an error beside", f'{{"primaryKey": "{MARK}", "error": {{}}}}', INSIDE),
    ("an error of text", f'{{"error": "{MARK}"}}', INSIDE),
    ("an error with a capital", f'{{"Error": {{"Code": "{MARK}"}}}}', INSIDE),
    ("a message alone", f'{{"message": "{MARK}"}}', INSIDE),
    ("a code and a message", f'{{"Code": "X", "Message": "{MARK}", "primaryKey": null}}', INSIDE),
]  # fmt: skip


@pytest.mark.parametrize(("body", "problem"), [pytest.param(*row, id=name) for name, *row in WRONG])
def test_an_invalid_body_raises_an_error_that_shows_no_part_of_it(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, body: str | bytes, problem: str
) -> None:
    httpx_mock.add_response(
        content=body if isinstance(body, bytes) else body.encode(),
        headers={"x-ms-request-id": "r-1"},
    )
    with pytest.raises(APIResponseError) as caught:
        fresh_client.list_keys()
    error = caught.value
    assert str(error) == f"{PREFIX}{problem} [request id r-1, resource {RESOURCE}]"
    assert (error.status_code, error.request_id, error.attempts) == (200, "r-1", 1)
    assert error.client_request_id is not None
    assert error.__cause__ is None
    assert error.__context__ is None
    assert len(httpx_mock.get_requests()) == 1
    shown = traceback.TracebackException.from_exception(error, capture_locals=True)
    # The frames of the test itself contain the body.
    kept = [frame for frame in shown.stack if "azureml_serverless_endpoints" in frame.filename]
    assert kept
    text = "".join(str(frame.locals) for frame in kept) + repr(vars(error))
    assert MARK not in text
    assert "31337" not in text
    # An error reporter may also inspect objects.
    frames = [frame for frame, _ in traceback.walk_tb(error.__traceback__)]
    assert not any(isinstance(one, EndpointAuthKeys) for f in frames for one in f.f_locals.values())


def test_a_detailed_result_has_the_status_the_ids_and_the_attempts(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(
        json=KEYS,
        headers={
            "x-ms-request-id": "r-1",
            "x-ms-correlation-request-id": "c-1",
            "X-Ms-Routing-Request-Id": "WESTEUROPE:1",
        },
    )
    response = fresh_client.list_keys_detailed()
    assert response.parsed == keys("first-key", "second-key")
    assert (response.status_code, response.attempts) == (200, 1)
    assert (response.request_id, response.correlation_request_id) == ("r-1", "c-1")
    assert response.headers["x-ms-routing-request-id"] == "WESTEUROPE:1"
    (request,) = httpx_mock.get_requests()
    assert response.client_request_id == request.headers["x-ms-client-request-id"]
    assert response.resource_id == RESOURCE


def test_a_missing_request_id_is_none(fresh_client: FreshClient, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=KEYS)
    response = fresh_client.list_keys_detailed()
    assert (response.request_id, response.correlation_request_id) == (None, None)


def test_a_response_shows_neither_keys_nor_headers(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(json=KEYS, headers={"set-cookie": "session=abc"})
    response = fresh_client.list_keys_detailed()
    for text in (repr(response), str(response), f"{response}"):
        assert "first-key" not in text
        assert "session" not in text
        assert "**********" in text
