"""Every shape of error body seen in the field: the right class, with all that could be read."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import (
    ErrorAdditionalInfo,
    ErrorDetail,
    NotFoundError,
    RetryPolicy,
    _json,
)
from azureml_serverless_endpoints._error_body import one_line, read_error
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import Answer
from pytest_httpx import HTTPXMock

from tests.client.caller import Caller

NORM = {
    "error": {
        "code": "ResourceNotFound",
        "message": "Not here.",
        "target": "name",
        "details": [{"code": "Inner", "message": "Why.", "details": []}],
        "additionalInfo": [
            {"type": "ComponentName", "info": {"value": "managementfrontend"}},
            {"type": "Correlation", "info": {"value": {"operation": "o", "request": "r"}}},
        ],
    }
}
SHORT = '{"error": {"code": "c", "message": "m", "target": "name"}}'
HTML = "<!DOCTYPE html>\n<html><head><title>502 Bad\nGateway</title></head><h1>Oops</h1></html>"
XML = '<?xml version="1.0"?><Error><Code>AuthFailed</Code><Message>No &amp; no.</Message></Error>'

#: Name, body, and the code, message and target that can be read in it.
BODIES: list[tuple[str, Any, str | None, str | None, str | None]] = [
    ("the norm", NORM, "ResourceNotFound", "Not here.", "name"),
    ("no code", {"error": {"message": "m"}}, None, "m", None),
    ("a null code", {"error": {"code": None, "message": "m"}}, None, "m", None),
    ("a null error", {"error": None}, None, None, None),
    ("a null error beside words", {"error": None, "message": "m"}, None, "m", None),
    ("null details", {"error": {"code": "c", "message": "m", "details": None}}, "c", "m", None),
    ("null facts", {"error": {"code": "c", "additionalInfo": None}}, "c", None, None),
    ("a fact without info", {"error": {"code": "c", "additionalInfo": [{}]}}, "c", None, None),
    ("a fact of text", {"error": {"code": "c", "additionalInfo": ["t", None]}}, "c", None, None),
    ("an error of text", {"error": "Only words."}, None, "Only words.", None),
    ("an empty error of text", {"error": " "}, None, None, None),
    ("no envelope", {"code": "c", "message": "m"}, "c", "m", None),
    ("only words", {"message": "m"}, None, "m", None),
    ("capital names", {"Code": "c", "Message": "m", "Target": "t"}, "c", "m", "t"),
    ("a capital envelope", {"Error": {"Code": "c", "Message": "m"}}, "c", "m", None),
    ("siblings", {"error": {"code": "c"}, "environment": "eu", "time": "now"}, "c", None, None),
    ("a code that is a number", {"error": {"code": 404, "message": 5}}, "404", "5", None),
    ("a code that is an object", {"error": {"code": {}, "message": []}}, None, None, None),
    ("a code that is true", {"error": {"code": True, "message": "m"}}, None, "m", None),
    ("an error that is an array", {"error": [1]}, None, None, None),
    ("an array", [{"code": "c"}], None, None, None),
    ("a string", '"Just words."', None, "Just words.", None),
    ("a number", "5", None, None, None),
    ("null", "null", None, None, None),
    ("nothing", "", None, None, None),
    ("spaces", " \r\n ", None, None, None),
    ("a text", "upstream connect error\n", None, "upstream connect error", None),
    ("a text with tags", "a <title>b</title>", None, "a <title>b</title>", None),
    ("HTML", HTML, None, "502 Bad Gateway", None),
    ("HTML with a heading", "<html><h1 class=x>Too &lt; big</h1></html>", None, "Too < big", None),
    ("HTML without words", "<html><title> </title></html>", None, None, None),
    ("XML", XML, "AuthFailed", "No & no.", None),
    ("XML with a mark", XML.encode("utf-8-sig"), "AuthFailed", "No & no.", None),
    ("XML in UTF-16", XML.encode("utf-16"), "AuthFailed", "No & no.", None),
    ("JSON with a mark", SHORT.encode("utf-8-sig"), "c", "m", "name"),
    ("JSON in UTF-16", SHORT.encode("utf-16"), "c", "m", "name"),
    ("bytes that are no UTF-8", b'{"code": "c", "message": "\xe9t\xe9"}', "c", "�t�", None),
    ("a lone surrogate", '{"message": "a\\ud800b"}', None, "a b", None),
    ("lines", {"message": " a\r\n\tb\u2028c\u202e "}, None, "a b c", None),
    ("not a number", '{"error": {"code": "c", "n": NaN}}', "c", None, None),
    ("a cut JSON", '{"error":{"code":"c","mess', "c", '{"error":{"code":"c","mess', None),
    ("a JSON too deep", '{"code":"c","a":' + "[" * 100_000, "c", ..., None),
]  # fmt: skip


def encoded(body: Any) -> bytes:
    """A body as it comes over the wire."""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def read(body: Any, status: int = 404) -> Any:
    """The error of an answer."""
    operation = Operation("Op", method="POST", path="/", secured=True, repeatable=True)
    headers = httpx.Headers()
    answer = Answer(operation=operation, status_code=status, headers=headers, body=encoded(body))
    return read_error(answer, _json.wrapped(ErrorDetail.decode))


@pytest.mark.parametrize(
    ("body", "code", "message", "target"),
    [pytest.param(*row, id=name) for name, *row in BODIES],
)
def test_all_that_can_be_read_of_a_body_is_on_the_error(
    caller: Caller,
    httpx_mock: HTTPXMock,
    body: Any,
    code: str | None,
    message: Any,
    target: str | None,
) -> None:
    httpx_mock.add_response(status_code=404, content=encoded(body))
    with pytest.raises(NotFoundError) as caught:
        caller.list_keys()
    error = caught.value
    assert (error.code, error.target) == (code, target)
    assert error.message == message or message is ...
    assert str(error).isprintable()
    assert str(error).startswith(f"ServerlessEndpoints_ListKeys: 404{f' {code}' if code else ''}")


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        ("", 404, "Op: 404. Check each name that was passed, and the cloud."),
        ("", 418, "Op: 418"),
        ({"message": "m"}, 418, "Op: 418: m"),
        ({"code": "c"}, 418, "Op: 418 c"),
        ({"code": "c", "target": "t"}, 418, "Op: 418 c (target: t)"),
        ({"code": "c", "message": "m", "target": "t"}, 418, "Op: 418 c: m (target: t)"),
        (
            NORM,
            404,
            "Op: 404 ResourceNotFound: Not here. (target: name) Check each name that was "
            "passed, and the cloud.",
        ),
    ],
)
def test_an_error_reads_as_one_line(body: Any, status: int, words: str) -> None:
    assert str(read(body, status)) == words


def test_the_norm_is_read_into_the_model_of_the_document() -> None:
    assert read(NORM).error == ErrorDetail(
        code="ResourceNotFound",
        message="Not here.",
        target="name",
        details=[ErrorDetail(code="Inner", message="Why.", details=[])],
        additional_info=[
            ErrorAdditionalInfo(type_="ComponentName", info={"value": "managementfrontend"}),
            ErrorAdditionalInfo(
                type_="Correlation", info={"value": {"operation": "o", "request": "r"}}
            ),
        ],
    )


@pytest.mark.parametrize(
    ("body", "model"),
    [
        ({"error": {"code": "c", "details": None}}, ErrorDetail(code="c")),
        ({"error": "words"}, ErrorDetail(message="words")),
        ({"Code": "c", "Message": "m"}, ErrorDetail(code="c", message="m")),
        ({"error": {"code": "c", "AdditionalInfo": []}}, ErrorDetail(code="c", additional_info=[])),
        (
            {"error": {"code": "c"}, "environment": "eu"},
            ErrorDetail(code="c", additional_properties={"environment": "eu"}),
        ),
        (
            {"error": {"code": 5, "details": "none", "message": "m"}},
            ErrorDetail(message="m", additional_properties={"code": 5, "details": "none"}),
        ),
        (
            {"error": {"details": [{"code": "c"}, "text", None, {"code": 1}]}},
            ErrorDetail(
                details=[ErrorDetail(code="c"), ErrorDetail(additional_properties={"code": 1})]
            ),
        ),
        (
            {"error": {"additionalInfo": [None, {"info": [1]}, {"type": "t", "more": 1}]}},
            ErrorDetail(
                additional_info=[
                    ErrorAdditionalInfo(info=[1]),
                    ErrorAdditionalInfo(type_="t", additional_properties={"more": 1}),
                ]
            ),
        ),
        ({"code": "c", "Other": 1}, ErrorDetail(code="c", additional_properties={"Other": 1})),
        ("<Error><Code>c</Code></Error>", ErrorDetail(code="c")),
        ({"error": None}, None),
        ({"error": " "}, None),
        ("", None),
        ("[]", None),
    ],
)
def test_what_fits_is_read_and_what_does_not_is_kept_beside_it(body: Any, model: Any) -> None:
    assert read(body).error == model


def test_what_the_envelope_holds_comes_before_what_stands_beside_it() -> None:
    error = read({"message": "outer", "code": "outer", "error": {"code": "inner"}})
    assert (error.code, error.message) == ("inner", "outer")


def test_a_nesting_that_the_model_cannot_take_leaves_the_words() -> None:
    detail = '{"details": [' * 300 + "]}" * 300
    error = read('{"error": {"code": "c", "details": [' + detail + "]}}")
    assert error.code == "c"
    assert error.message.startswith('{"error": {"code": "c"')


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": "Bearer abc.def", "message": "sent Bearer abc.def"}},
        {"message": "it was eyJhbGciOiJub25lIn0.abc.def, see"},
        "<html><title>bearer abc.def</title></html>",
        "Authorization: Bearer abc.def",
        {
            "error": {
                "details": [{"message": "Bearer abc.def"}],
                "abc": "eyJhbGciOiJub25lIn0.abc.def",
            }
        },
    ],
)
def test_a_token_that_the_service_sends_back_is_nowhere(body: Any) -> None:
    error = read(body)
    assert "abc.def" not in repr(error.__dict__) + str(error) + repr(error)
    assert error.error is not None
    assert "abc.def" not in json.dumps(error.error.to_dict())


def test_a_long_message_is_cut() -> None:
    error = read({"message": "x" * 1_000_000})
    assert len(error.message) == 600
    assert error.message.endswith("x…")
    assert len(str(error)) < 1000


def test_a_long_text_is_looked_at_only_at_its_start() -> None:
    assert read(b"<" + b" " * 20_000 + b"<title>far</title>").message is None


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("a\nb", "a b"),
        ("", ""),
        ("\x1b[31mred\x1b[0m", "[31mred [0m"),
        ("Bearer abc", "[token]"),
        ("x" * 600, "x" * 600),
        ("x" * 601, "x" * 599 + "…"),
    ],
)
def test_foreign_words_are_made_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_no_id_breaks_the_line_of_a_message(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=404, headers={"x-ms-request-id": "r\x1b[2J" + "x" * 5000})
    with pytest.raises(NotFoundError) as caught:
        Caller("sync").list_keys(retry=RetryPolicy(attempts=1))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000
