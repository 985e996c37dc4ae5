"""Names that collide in Python, and secrets that would show."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart
from tests.generated_packages import refusal
from tests.small_documents import (
    GET,
    answering,
    operation,
    parameters,
    two,
    with_parameter,
    with_schema,
)

THING = "/components/schemas/Thing"
SECRET = {"type": "string", "x-ms-secret": True}
#: An object that becomes a class.
NAMED = {"type": "object", "properties": {"a": {"type": "string"}}}

NAMES = [
    (
        two({"operationId": "A_GetIt"}, {"operationId": "A_getIT"}),
        "has the name 'a.get_it' in Python",
    ),
    (
        two({"operationId": "A_Get"}, {"operationId": "A_GetDetailed"}),
        "another operation has the name 'a.get_detailed'",
    ),
    (
        two({"operationId": "A1b_Get"}, {"operationId": "A_1b_Get"}),
        "/operationId: makes a class of the name 'A1BOperations', as another schema or group does; "
        "give it another operationId",
    ),
    *(
        (
            two({"operationId": "A_b", "tags": [first]}, {"operationId": "A_c", "tags": [second]}),
            "#/paths/~1things/put/tags/0: makes a class of the name "
            f"'{name}Operations', as another schema or group does; choose another tag",
        )
        for first, second, name in (
            ("foo1", "foo 1", "Foo1"),
            ("things", "async things", "AsyncThings"),
        )
    ),
    (operation(operationId="A_2", tags=["Ⅷ"]), f"{GET}/tags/0: 'Ⅷ' cannot be a name in Python"),
    (
        operation(operationId="Close_Get"),
        "its group 'close' has the name of a member of the client",
    ),
    (
        parameters({"name": "timeout"}),
        "its name 'timeout' in Python has a meaning in every call; give it another with",
    ),
    (parameters({"name": "body"}), "has a meaning in every call"),
    (
        with_parameter({"type": "string"}, **{"x-sdk-option": "-o/--only"}),
        f"{GET}/parameters/0: its option -o belongs to every subcommand already; give it another",
    ),
    (
        parameters({"name": "first", "x-sdk-option": "--same"}, {"name": "same"}),
        f"{GET}/parameters/1: its option --same belongs to 'first' already; give it another",
    ),
    (
        operation(**{"operationId": "Things_Run", "x-sdk-run": True}),
        f"{GET}: another subcommand has the name 'run'; leave x-sdk-run out",
    ),
    (
        two(
            {"operationId": "Things_Get", "x-sdk-run": True},
            {"operationId": "Things_Put", "x-sdk-run": True},
        ),
        "/put/x-sdk-run: is the second operation for `run`; mark the one whose result programs",
    ),
    (parameters({"name": "fromEnvironment"}), "has a meaning in every call"),
    (parameters({"name": "retry"}), "has a meaning in every call"),
    (
        parameters({"name": "credential", "x-ms-parameter-location": "client"}),
        "has a meaning in every client",
    ),
    (
        parameters({"name": "fooBar"}, {"name": "foo_bar"}),
        "its name 'foo_bar' in Python is also that of 'fooBar'",
    ),
    (
        parameters({"name": "a"}, {"name": "a", "in": "header"}),
        "its name 'a' in Python is also that of 'a'",
    ),
    (
        parameters({"name": "class"}, {"name": "Class"}),
        "its name 'class_' in Python is also that of 'class'",
    ),
    (
        parameters({"name": "a", "x-ms-client-name": "b"}, {"name": "b"}),
        "in Python is also that of 'a'",
    ),
    (parameters({"name": "straße"}, {"name": "strasse"}), "in Python is also that of 'straße'"),
    (parameters({"name": "\ufb01le"}), "cannot be a name in Python"),
    (parameters({"name": "{}"}), "cannot be a name in Python"),
    (
        with_schema({"properties": {"fooBar": {}, "foo-bar": {}}}),
        "its name 'foo_bar' in Python is also that of 'fooBar'",
    ),
    (
        with_schema({"properties": {"foo.bar": {}, "foo-bar": {}}}),
        "in Python is also that of 'foo.bar'",
    ),
    (
        with_schema(
            {
                "allOf": [
                    {"properties": {"aB": {}}, "type": "object"},
                    {"properties": {"a_b": {}}, "type": "object"},
                ]
            }
        ),
        "its name 'a_b' in Python is also that of",
    ),
    (
        with_schema({"properties": {"toDict": {}}}),
        "its name 'to_dict' in Python is a member of every model",
    ),
    (with_schema({"properties": {"attrs": {}}}), "is a member of every model"),
    (
        with_schema({}, AB=NAMED, Ab=NAMED),
        "#/components/schemas/Ab: makes a module of the name 'ab', as another schema or group "
        "does; rename the schema, or give it a title",
    ),
    (with_schema({}, A={"type": "object", "title": "B"}, B={"type": "object"}), "duplicate models"),
    (
        with_schema({}, ThingsOperations=NAMED),
        "#/components/schemas/ThingsOperations: makes a class of the name 'ThingsOperations'",
    ),
    (
        with_schema({**NAMED, "title": "part Ⅷ"}),
        f"{THING}: makes a class of the name 'PartⅧ', which Python changes when it reads it",
    ),
    (
        with_schema({"enum": ["a", "b", "a"]}),
        f"{THING}/enum: lists a value twice; remove one of them",
    ),
    (with_schema({"enum": ["a-b", "a_b"]}), f"{THING}: two of its values have the name"),
    (with_schema({"enum": ["a", "A"]}), "two of its values have the name"),
    (with_schema({"enum": ["\u00aa"]}), "cannot be a name in Python"),
    (
        with_schema(
            {
                "enum": [1, 2],
                "x-ms-enum": {"values": [{"value": 1, "name": "x"}, {"value": 2, "name": "X"}]},
            }
        ),
        "two of its values have the name",
    ),
]

SECRETS = [
    (
        with_schema({"properties": {"a": {"type": "integer", "x-ms-secret": True}}}),
        "would have no effect",
    ),
    (with_schema({"properties": {"a": {"format": "uuid", **SECRET}}}), "would have no effect"),
    (
        with_schema({"properties": {"a": {"type": "object", "x-ms-secret": True}}}),
        "would have no effect",
    ),
    (with_schema({"anyOf": [{"type": "string"}, SECRET]}), "would have no effect"),
    (
        with_schema(
            {
                "allOf": [
                    {"$ref": "#/components/schemas/Base"},
                    {"properties": {"a": {"type": "string"}}},
                ]
            },
            Base={"properties": {"a": SECRET}},
        ),
        "#/components/schemas/Base/properties/a: describes 'a' in another way than #",
    ),
    (
        with_schema({"properties": {"a": {"x-ms-secret": "true"}}}),
        "/x-ms-secret: is not true or false",
    ),
    (
        with_schema({"properties": {"a": {"default": "pw", **SECRET}}}),
        "shows the value of a secret",
    ),
    (
        with_schema({"properties": {"a": {"enum": ["pw"], **SECRET}}}),
        "shows the value of a secret",
    ),
    (with_parameter(SECRET), f"{GET}/parameters/0: is a secret in a URL"),
    (with_parameter({"type": "string"}, **{"x-ms-secret": True}), "is a secret in a URL"),
    (with_parameter({"type": "integer"}, **{"x-ms-secret": True}), "would have no effect"),
    (answering("text/plain", SECRET), "would have no effect"),
]


@pytest.mark.parametrize(("root", "words"), [*NAMES, *SECRETS])
def test_the_line_says_what_is_wrong_and_where(root: Any, words: str) -> None:
    assert words in refusal(apart(root))
