"""Examples, defaults and listed values that their own schemas do not allow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart, refusals
from tests.small_documents import edited, minimal, with_parameter, with_schema

GET = "#/paths/~1things/get"
THING = "#/components/schemas/Thing"
S = {"type": "string"}


@pytest.mark.parametrize(
    ("root", "place"),
    [
        (with_parameter({"type": "integer"}, example="no"), f"{GET}/parameters/0/example"),
        (
            with_parameter({**S, "minLength": 3}, examples={"a": {"value": "ab"}}),
            f"{GET}/parameters/0/examples/a/value",
        ),
        (
            edited(
                with_parameter(
                    {**S, "minLength": 3}, examples={"a": {"$ref": "#/components/examples/A"}}
                ),
                {"/components/examples": {"A": {"value": "ab"}}},
            ),
            "#/components/examples/A/value",
        ),
        (with_schema({**S, "example": 3}), f"{THING}/example"),
        (with_schema({**S, "examples": ["a", 3]}), f"{THING}/examples/1"),
        (with_schema({"type": "integer", "default": "x"}), f"{THING}/default"),
        (with_schema({"format": "uuid", "example": "x"}), f"{THING}/example"),
        (with_schema({**S, "pattern": "^a$", "example": "b"}), f"{THING}/example"),
        (with_schema({**S, "enum": [1]}), f"{THING}/enum/0"),
        (with_schema({"type": "integer", "const": "x"}), f"{THING}/const"),
        (
            with_schema(
                {"properties": {"n": {"type": "integer", "minimum": 5}}, "example": {"n": 4}}
            ),
            f"{THING}/example/n",
        ),
        (
            edited(
                with_schema(
                    {"type": "array", "items": {"$ref": "#/components/schemas/N"}},
                    N={"type": "integer"},
                ),
                {f"{GET[1:]}/responses/200/content/application~1json/example": [1, "x"]},
            ),
            f"{GET}/responses/200/content/application~1json/example/1",
        ),
    ],
)
def test_a_value_that_its_schema_does_not_allow_is_refused(root: Any, place: str) -> None:
    (line,) = refusals(apart(root))
    assert line.startswith(f"{place}: does not fit its own schema: ")


def test_every_such_value_is_named() -> None:
    schema = {"type": "object", "properties": {"a": S, "b": S}, "example": {"a": 1, "b": 2}}
    lines = refusals(apart(with_schema({**schema, "default": 1})))
    assert [line.partition(": ")[0] for line in lines] == [
        f"{THING}/example/a",
        f"{THING}/example/b",
        f"{THING}/default",
    ]


@pytest.mark.parametrize("name", ["Thing", "Other"])
def test_a_pattern_that_examples_cannot_be_checked_with_is_refused(name: str) -> None:
    odd = {**S, "pattern": r"[\b]", "example": "b"}
    items = {"type": "array", "items": {"$ref": "#/components/schemas/Other"}}
    root = minimal(schemas={"Thing": items, "Other": odd} if name == "Other" else {name: odd})
    assert refusals(root) == [
        f"#/components/schemas/{name}/pattern: is a pattern that the validator cannot use; write "
        "it in another way, or leave the examples out"
    ]
