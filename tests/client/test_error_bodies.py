"""Every form of error body seen in the field, and the error that is read from it."""

from __future__ import annotations

import json
import pickle
from typing import Any, ClassVar

import attrs
import httpx
import pytest
from azureml_serverless_endpoints import (
    ErrorAdditionalInfo,
    ErrorDetail,
    NotFoundError,
    RetryPolicy,
    SecretStr,
    _json,
)
from azureml_serverless_endpoints._error_body import enveloped, read_error
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import MAX_ERROR, Answer
from azureml_serverless_endpoints._text import one_line
from pytest_httpx import HTTPXMock

from tests.client.calls import FreshClient

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

#: Name, body, and the code, message and target that are read from it.
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
    ("bytes that are not UTF-8", b'{"code": "c", "message": "\xe9t\xe9"}', "c", "�t�", None),
    ("a lone surrogate", '{"message": "a\\ud800b"}', None, "a b", None),
    ("lines", {"message": " a\r\n\tb\u2028c\u202e "}, None, "a b c", None),
    ("not a number", '{"error": {"code": "c", "n": NaN}}', "c", None, None),
    ("truncated JSON", '{"error":{"code":"c","mess', "c", None, None),
    ("truncated in the message", '{"message":"Say \\"no\\" and', None, 'Say "no" and', None),
    ("truncated in an escape", '{"error":{"message":"a\\u00', None, "a\\u00", None),
    ("JSON nested too deeply", '{"code":"c","message":"m","a":' + "[" * 9_999, "c", "m", None),
    ("a valid JSON too deep", '{"code":"c","a":' + "[" * 101 + "]" * 101 + "}", "c", None, None),
    ("a huge error", '{"error":{"code":"c","message":"m","a":"' + "x" * 9_000_000, "c", "m", None),
    ("a long code in truncated JSON", '{"code":"' + "x" * 101 + '","message":"m"', None, "m", None),
]  # fmt: skip


def encoded(body: Any) -> bytes:
    """Return a body as bytes."""
    if isinstance(body, bytes):
        return body
    return body.encode() if isinstance(body, str) else json.dumps(body).encode()


def read(
    body: Any,
    status: int = 404,
    *,
    headers: dict[str, str] | None = None,
    token: str | None = None,
    returns_secrets: bool = False,
) -> Any:
    """Return the error that is read from a response to a request with a token."""
    operation = Operation(
        "Op",
        method="POST",
        path="/",
        secured=True,
        repeatable=True,
        returns_secrets=returns_secrets,
    )
    answer = Answer(
        operation=operation,
        status_code=status,
        headers=httpx.Headers(headers),
        body=encoded(body),
    )
    answer.token = None if token is None else SecretStr(token)
    return read_error(answer, enveloped(ErrorDetail.decode))


def everything(error: Any) -> str:
    """Return everything that a debugger or an error reporter finds in an error."""
    shown = [str(error), repr(error), repr(vars(error)), pickle.dumps(error).decode("latin-1")]
    return "\n".join(shown)


@pytest.mark.parametrize(
    ("body", "code", "message", "target"),
    [pytest.param(*row, id=name) for name, *row in BODIES],
)
def test_the_error_has_everything_that_can_be_read(
    body: Any, code: str | None, message: str | None, target: str | None
) -> None:
    error = read(body)
    assert (error.code, error.message, error.target) == (code, message, target)
    assert str(error).isprintable()
    assert str(error).startswith(f"Op: 404{f' {code}' if code else ''}")


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
def test_an_error_is_one_line(body: Any, status: int, words: str) -> None:
    assert str(read(body, status)) == words


def test_the_error_has_the_model_of_the_document() -> None:
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
def test_a_member_of_another_type_is_kept_as_an_additional_property(body: Any, model: Any) -> None:
    assert read(body).error == model


def test_members_inside_the_envelope_take_precedence_over_those_beside_it() -> None:
    error = read({"message": "outer", "code": "outer", "error": {"code": "inner"}})
    assert (error.code, error.message) == ("inner", "outer")


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
def test_what_looks_like_a_token_is_removed(body: Any) -> None:
    error = read(body)
    assert "abc.def" not in everything(error)
    assert error.error is not None
    assert "abc.def" not in json.dumps(error.error.to_dict())


#: No pattern recognises this token, and JSON and HTML may escape its characters.
TOKEN = "opaque+tOkEn/marker=="


@pytest.mark.parametrize(
    "body",
    [
        {"error": {"code": TOKEN, "message": f"sent {TOKEN}.", "target": f"<{TOKEN}>"}},
        {"error": {"details": [{"message": TOKEN}], "additionalInfo": [{"info": [TOKEN]}]}},
        {"error": {"code": "c"}, "sent": {TOKEN: [TOKEN]}},
        {"message": "x" * 590 + TOKEN},
        '{"message": "sent opaque\\u002BtOkEn\\/marker=="}',
        '{"message": "sent opaque\\u002BtOkEn\\/marker==',
        f"sent {TOKEN}",
        f"<html><title>sent {TOKEN}</title></html>",
        "<Error><Code>c</Code><Message>opaque&#43;tOkEn/marker==</Message></Error>",
        f"<Error><Code>{TOKEN}</Code></Error>",
    ],
)
def test_the_token_of_the_request_is_removed_from_the_error(body: Any) -> None:
    error = read(body, token=TOKEN)
    assert "tOkEn" not in everything(error)
    assert "[token]" in everything(error)


@pytest.mark.parametrize("status", [404, 204, 307])
def test_the_token_of_the_request_is_removed_from_the_ids(status: int) -> None:
    ids = ("x-ms-request-id", "x-ms-correlation-request-id", "x-ms-routing-request-id")
    headers = dict.fromkeys((*ids, "x-ms-failure-cause"), f"id-{TOKEN}")
    error = read("", status, headers=headers, token=TOKEN)
    assert (error.request_id, error.correlation_request_id) == ("id-[token]", "id-[token]")
    assert "[request id id-[token]]" in str(error)
    assert "tOkEn" not in everything(error)


def test_the_token_of_the_request_is_removed_from_a_location() -> None:
    token = "opaque-tOkEn-marker"
    headers = {"location": f"https://{token}.example/{token}"}
    assert "is a redirect to https://[token].example, which" in str(
        read("", 307, headers=headers, token=token)
    )


KEY = "s3cr3t-marker"


@pytest.mark.parametrize(
    ("body", "code", "message"),
    [
        (f'{{"primaryKey":"{KEY}', None, None),
        (f'{{"error":{{"code":"c","message":"m"}},"primaryKey":"{KEY}', "c", "m"),
        (f'{{"error":{{"code":"c","message":"m {{\\"k\\":\\"{KEY}', "c", "m …"),
        ({"primaryKey": KEY}, None, None),
        ({"error": {"code": "c", "message": "m"}, "primaryKey": KEY}, "c", "m"),
        ({"error": {"code": "c", "primaryKey": [{"value": KEY}]}}, "c", None),
        ({"error": {"code": "c", "details": [{"primaryKey": KEY}]}}, "c", None),
        ({"error": {"code": "c", "message": f'got {{"primaryKey": "{KEY}"}}'}}, "c", "got …"),
        ([{"primaryKey": KEY}], None, None),
        (json.dumps(json.dumps({"primaryKey": KEY})), None, "…"),
        (KEY, None, None),
        (f"primaryKey={KEY}", None, None),
        (f"<keys><primaryKey>{KEY}</primaryKey></keys>", None, None),
        (b"\xff" + KEY.encode(), None, None),
    ],
)
def test_the_error_of_an_operation_that_returns_secrets_contains_no_secret(
    body: Any, code: str | None, message: str | None
) -> None:
    error = read(body, returns_secrets=True)
    assert KEY not in everything(error)
    assert (error.code, error.message) == (code, message)


def test_documented_members_are_kept_for_an_operation_that_returns_secrets() -> None:
    error = read({**NORM, "trace": "t", "retries": 5}, returns_secrets=True).error
    assert error.additional_properties == {"trace": "[hidden]", "retries": 5}
    plain = read(NORM).error
    assert (error.details, error.additional_info) == (plain.details, plain.additional_info)


@attrs.frozen
class Reasons:
    """A model of which the document says that each member is a string."""

    additional_properties: dict[str, Any]
    _is_map: ClassVar[bool] = True


def test_a_documented_map_is_kept_for_an_operation_that_returns_secrets() -> None:
    def decode(value: Any, _lenient: bool) -> Any:
        return [Reasons(dict(value))]

    operation = Operation(
        "Op", method="GET", path="/", secured=True, repeatable=True, returns_secrets=True
    )
    body = encoded({"name": "is too long"})
    answer = Answer(operation=operation, status_code=400, headers=httpx.Headers(), body=body)
    assert read_error(answer, decode).error == [Reasons({"name": "is too long"})]  # type: ignore[attr-defined]


def test_an_error_without_a_model_shows_only_known_members_beside_secrets() -> None:
    operation = Operation(
        "Op", method="GET", path="/", secured=True, repeatable=True, returns_secrets=True
    )
    body = encoded({"error": {"code": "c", "message": "m", "primaryKey": KEY, "n": [KEY]}})
    answer = Answer(operation=operation, status_code=404, headers=httpx.Headers(), body=body)
    error: Any = read_error(answer, enveloped(_json.anything))
    assert error.error == {
        "code": "c",
        "message": "m",
        "primaryKey": "[hidden]",
        "n": "[hidden]",
    }


def test_a_long_message_is_cut() -> None:
    error = read({"message": "x" * 1_000_000})
    assert len(error.message) == 600
    assert error.message.endswith("x…")
    assert len(str(error)) < 1000


def test_an_error_is_read_up_to_its_limit() -> None:
    assert read(b"<" + b" " * (MAX_ERROR - 100) + b"<title>near</title>").message == "near"
    assert read(b"<" + b" " * MAX_ERROR + b"<title>far</title>").message is None


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
def test_a_text_of_the_service_becomes_one_line(text: str, line: str) -> None:
    assert one_line(text) == line


def test_no_id_breaks_the_line_of_a_message(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=404, headers={"x-ms-request-id": "r\x1b[2J" + "x" * 5000})
    with pytest.raises(NotFoundError) as caught:
        FreshClient("sync").list_keys(retry=RetryPolicy(attempts=1))
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 1000
