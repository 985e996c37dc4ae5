"""Requests of operations other than this document's: queries, headers, arrays, bodies."""

from __future__ import annotations

import datetime as dt
import enum
import traceback
from typing import Any

import pytest
from azureml_serverless_endpoints import InvalidParameterError, SecretStr
from azureml_serverless_endpoints._constraints import (
    AnyOf,
    Array,
    Boolean,
    Constraint,
    InstanceOf,
    Nullable,
    Number,
    OtherMembers,
    String,
)
from azureml_serverless_endpoints._operation import (
    Body,
    Operation,
    Parameter,
    Request,
    checked_headers,
    from_environment,
)

from tests.client.calls import Masked


class Colour(enum.StrEnum):
    RED = "red"


class Spelled(enum.StrEnum):
    """An enum of strings whose `value` differs from the string itself."""

    def __new__(cls, value: str) -> Spelled:
        self = str.__new__(cls, value.upper())
        self._value_ = value
        return self

    RED = "red"


def operation(path: str = "/things", body: Body | None = None) -> Operation:
    """Return an operation with a path and, if given, a body."""
    return Operation("Op", method="POST", path=path, secured=False, repeatable=False, body=body)


def parameter(location: Any, constraint: Constraint | None = None, **options: Any) -> Parameter:
    """Return a parameter whose names in the request and in Python differ."""
    return Parameter(
        "theName",
        argument="the_name",
        location=location,
        constraint=constraint or Constraint(),
        **options,
    )


def refused(*arguments: Any, path: str = "/things", **options: Any) -> list[tuple[str, str]]:
    """Return the violations of the arguments of a request."""
    body = options.pop("body_of", None)
    with pytest.raises(InvalidParameterError) as caught:
        operation(path, body).request(*arguments, **options)
    return [tuple(violation) for violation in caught.value.violations]


@pytest.mark.parametrize(
    ("constraint", "value", "text"),
    [
        (String(), "a b&c", "a%20b%26c"),
        (String(), "", ""),
        (String(), SecretStr("s&"), "s%26"),
        (String(), Masked("a b"), "a%20b"),
        (String(), SecretStr(Masked("a b")), "a%20b"),
        (String(), Spelled.RED, "RED"),
        (Number(), 5, "5"),
        (Number(), 0.5, "0.5"),
        (Boolean(), True, "true"),
        (Boolean(), False, "false"),
        (InstanceOf(Colour), Colour.RED, "red"),
        (
            InstanceOf(dt.datetime),
            dt.datetime(2024, 9, 1, tzinfo=dt.UTC),
            "2024-09-01T00%3A00%3A00%2B00%3A00",
        ),
        (AnyOf(Number(), Boolean()), True, "true"),
    ],
)
def test_a_value_is_encoded_in_a_query(constraint: Constraint, value: Any, text: str) -> None:
    request = operation().request((parameter("query", constraint), value))
    assert request.target == f"/things?theName={text}"


def test_the_name_of_a_parameter_is_quoted_too() -> None:
    filters = Parameter("$filter[a]", argument="filter", location="query", constraint=String())
    assert operation().request((filters, "x")).target == "/things?%24filter%5Ba%5D=x"


@pytest.mark.parametrize(
    ("value", "exploded", "joined"),
    [
        (["a", "b,c"], "?theName=a&theName=b%2Cc", "?theName=a,b%2Cc"),
        (("a",), "?theName=a", "?theName=a"),
        (["a", None], "?theName=a", "?theName=a"),
        ([True], "?theName=true", "?theName=true"),
        ([Masked("a"), Spelled.RED], "?theName=a&theName=RED", "?theName=a,RED"),
        ([], "", ""),
        (None, "", ""),
    ],
)
@pytest.mark.parametrize("wrap", [lambda c: c, Nullable, lambda c: AnyOf(Number(), c)])
def test_the_items_of_an_array_in_a_query(
    wrap: Any, value: Any, exploded: str, joined: str
) -> None:
    constraint = wrap(Array(Constraint()))
    for explode, query in ((True, exploded), (False, joined)):
        array = parameter("query", constraint, required=False, explode=explode)
        assert operation().request((array, value)).target == f"/things{query}"


def test_the_items_of_an_array_in_a_path_and_in_a_header_are_joined() -> None:
    array = Array(String())
    request = operation("/a/{theName}/b").request((parameter("path", array), ["x/y", "z,"]))
    assert request.target == "/a/x%2Fy,z%2C/b"
    assert operation().request((parameter("header", array), ["x", "y"])).headers == {
        "theName": "x,y"
    }


def test_several_parameters_may_share_a_segment() -> None:
    first, second = (
        Parameter(name, argument=name, location="path", constraint=String()) for name in "ab"
    )
    both = operation("/x-{a}:{b}.json/{a}")
    assert both.request((first, "1 "), (second, "2/")).target == "/x-1%20:2%2F.json/1%20"
    dots = [(name, "must not make the path segment `.` or `..`") for name in "ab"]
    assert refused((first, "."), (second, "."), path="/{a}{b}") == dots
    assert operation("/.{a}").request((first, "a")).target == "/.a"
    assert refused((first, "."), path="/.{a}") == dots[:1]


def test_dot_segments_in_the_document_are_kept() -> None:
    assert operation("/a/./b").request().target == "/a/./b"


@pytest.mark.parametrize(
    ("location", "value", "rule"),
    [
        ("path", "", "must not be empty"),
        ("path", [], "must not be empty"),
        ("path", "a\rb", "must not contain control characters"),
        ("query", "a\x00", "must not contain control characters"),
        ("query", ["a", "\ud800"], "must be valid Unicode"),
        ("header", "a\r\nb: c", "must not contain control characters"),
        ("header", "ä", "must be ASCII"),
        ("header", " a", "must not begin or end with a space"),
        ("header", "a ", "must not begin or end with a space"),
    ],
)
def test_a_text_that_cannot_be_sent_is_refused(location: Any, value: Any, rule: str) -> None:
    path = "/{theName}" if location == "path" else "/"
    assert refused((parameter(location), value), path=path) == [("the_name", rule)]


def test_a_rule_that_several_items_break_is_reported_once() -> None:
    found = refused((parameter("query", Array(String())), ["a\n", "b\n"]))
    assert found == [("the_name", "must not contain control characters")]


def test_a_missing_value_is_refused_where_it_is_required() -> None:
    assert refused((parameter("query"), None)) == [("the_name", "is missing: pass it to the call")]
    assert refused((parameter("header", hint="set it"), None)) == [
        ("the_name", "is missing: set it")
    ]
    for location in ("query", "header"):
        request = operation().request((parameter(location, required=False), None))
        assert (request.target, request.headers, request.content) == ("/things", {}, None)


JSON = Body("application/json", constraint=Constraint(), required=True)
OPTIONAL = Body("application/merge-patch+json", constraint=Constraint(), required=False)
BYTES = Body("application/octet-stream", constraint=InstanceOf(bytes), required=True)


@pytest.mark.parametrize(
    ("body", "value", "content"),
    [
        (JSON, {"a": [1, True, None], "ä": SecretStr("s")}, b'{"a":[1,true,null],"\\u00e4":"s"}'),
        (JSON, "text", b'"text"'),
        (JSON, [], b"[]"),
        (JSON, False, b"false"),
        (JSON, "\ud800", b'"\\ud800"'),
        (OPTIONAL, {}, b"{}"),
        (BYTES, b"\x00\xff", b"\x00\xff"),
        (BYTES, b"", b""),
    ],
)
def test_a_body_is_sent_with_its_type(body: Body, value: Any, content: bytes) -> None:
    request = operation(body=body).request(body=value)
    assert request.content == content
    assert request.headers == {"content-type": body.content_type}


def test_an_optional_body_may_be_left_out() -> None:
    request = operation(body=OPTIONAL).request()
    assert (request.content, request.headers) == (None, {})


def nested() -> list[Any]:
    """Return a list that contains itself."""
    value: list[Any] = []
    value.append(value)
    return value


NO_FORM = "contains a value that JSON cannot represent"


@pytest.mark.parametrize(
    ("body", "value", "rule"),
    [
        (JSON, None, "is missing: pass it to the call"),
        (JSON, b"bytes", NO_FORM),
        (JSON, {"a": object()}, NO_FORM),
        (JSON, {"a": float("nan")}, NO_FORM),
        (JSON, [10**5000], NO_FORM),
        (JSON, nested(), NO_FORM),
        (BYTES, "text", "must be a bytes, not of type str"),
        (
            Body("application/json", constraint=OtherMembers(Constraint()), required=True),
            [],
            "must be a mapping, not of type list",
        ),
    ],
)
def test_a_body_that_breaks_a_rule_is_refused(body: Body, value: Any, rule: str) -> None:
    assert refused(body_of=body, body=value) == [("body", rule)]


def test_violations_of_parameters_and_body_are_reported_together() -> None:
    found = refused((parameter("query", Number()), "x"), body_of=JSON)
    assert [name for name, _ in found] == ["the_name", "body"]


def test_no_frame_of_a_refused_request_shows_a_secret() -> None:
    secret = parameter("header", String())
    with pytest.raises(InvalidParameterError) as caught:
        operation(body=JSON).request(
            (secret, SecretStr("marker")),
            (parameter("query", Number()), "x"),
            body={"key": SecretStr("marker")},
        )
    shown = traceback.TracebackException.from_exception(caught.value, capture_locals=True)
    assert "marker" not in "".join(str(frame.locals) for frame in shown.stack[1:])


def test_a_header_of_the_caller_does_not_replace_an_argument() -> None:
    request = operation().request((parameter("header", String()), "x"))
    with pytest.raises(InvalidParameterError) as caught:
        checked_headers(request, {"thename": "y"})
    assert str(caught.value) == "Op: headers must not set thename, which the call sets already"


def test_a_header_of_the_caller_replaces_an_argument_that_was_left_out() -> None:
    request = operation().request((parameter("header", String(), required=False), None))
    assert checked_headers(request, {"TheName": "y"}) == {"thename": "y"}


def test_the_repr_of_a_request_shows_only_its_operation() -> None:
    made = operation().request((parameter("query"), SecretStr("marker")))
    assert isinstance(made, Request)
    assert repr(made) == "<Request Op>"


@pytest.mark.parametrize(
    ("variable", "given", "result"),
    [
        ("set", ["a", "b"], "a"),
        ("set", [None, "b"], "b"),
        ("set", [None, ""], ""),
        ("set", [None, None], "set"),
        ("", [None], None),
        (None, [None], None),
    ],
)
def test_arguments_take_precedence_over_the_environment(
    monkeypatch: pytest.MonkeyPatch, variable: str | None, given: list[Any], result: Any
) -> None:
    monkeypatch.delenv("OF_A_TEST", raising=False)
    if variable is not None:
        monkeypatch.setenv("OF_A_TEST", variable)
    assert from_environment("OF_A_TEST", *given) == result


@pytest.mark.parametrize(
    ("value", "quoted"), [("a b", "a%20b"), ("a/b", "a%2Fb"), ("a/..b/c", "a%2F..b%2Fc")]
)
def test_a_value_with_a_space_or_a_slash_is_quoted(value: str, quoted: str) -> None:
    operation = Operation("Op", method="GET", path="/x/{i}", secured=True, repeatable=True)
    parameter = Parameter("i", argument="i", location="path", constraint=String())
    assert operation.request((parameter, value)).target == f"/x/{quoted}"
    with pytest.raises(InvalidParameterError, match="must not make the path segment"):
        operation.request((parameter, "a/../b"))


PATH = "must be an id alone, not a path: pass the part between two slashes"
SPACES = "must be an id, not a name with spaces"


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("/subscriptions/00000000-1111-2222-3333-444444444444", PATH),
        ("a/b c", PATH),
        ("My Subscription", SPACES),
        (" a", SPACES),
        ("a\u00a0", SPACES),
        ("00000000-1111-2222-3333-444444444444", None),
        ("any_other.id", None),
    ],
)
def test_an_identifier_with_a_slash_or_a_space_is_refused(value: str, rule: str | None) -> None:
    options: dict[str, Any] = {"argument": "id", "location": "path", "constraint": String()}
    operation = Operation("Op", method="GET", path="/{i}", secured=True, repeatable=True)
    operation.request((Parameter("i", **options), value))
    parameter = Parameter("i", is_identifier=True, **options)
    if rule is None:
        operation.request((parameter, value))
        return
    with pytest.raises(InvalidParameterError) as caught:
        operation.request((parameter, value))
    assert str(caught.value) == f"Op: id {rule}"


@pytest.mark.parametrize(
    ("method", "path", "target", "resource_id"),
    [
        (
            "POST",
            "/groups/{g}/things/{t}/list",
            "/groups/a/things/b/list?v=1",
            "/groups/a/things/b",
        ),
        ("POST", "/groups/{g}/things/{t}", "/groups/a/things/b", "/groups/a/things/b"),
        ("POST", "/groups/{g}/things/check", "/groups/a/things/check", "/groups/a/things/check"),
        ("GET", "/groups/{g}/things/{t}", "/groups/a/things/b%20c?v=%2F", "/groups/a/things/b c"),
        ("GET", "/groups/{g}/things", "/groups/a/things?v=1", "/groups/a/things"),
        ("POST", "/", "/", "/"),
    ],
)
def test_the_resource_id_is_the_path_without_an_action(
    method: str, path: str, target: str, resource_id: str
) -> None:
    operation = Operation("Op", method=method, path=path, secured=True, repeatable=True)
    assert operation.resource_id(target) == resource_id
