"""The stand-in accepts what the client accepts, and refuses the rest with the same words."""

from __future__ import annotations

import enum
from typing import Any

import pytest
from azureml_serverless_endpoints._constraints import (
    RULES,
    AnyOf,
    Array,
    Constraint,
    Nullable,
    Number,
    OneValue,
    OpenEnum,
    String,
)
from azureml_serverless_endpoints.testing import Parameter
from azureml_serverless_endpoints.testing._schema import parameter_violation, violation


class Color(enum.StrEnum):
    RED = "red"


#: By keyword of the constraints: schema, constraint, an accepted and a refused value.
KEYWORDS: dict[str, tuple[dict[str, Any], Constraint, Any, Any]] = {
    "min_length": ({"type": "string", "minLength": 2}, String(min_length=2), "ab", "a"),
    "max_length": ({"type": "string", "maxLength": 1}, String(max_length=1), "a", "ab"),
    "pattern": ({"type": "string", "pattern": "^a$"}, String(pattern="^a$"), "a", "a\n"),
    "minimum": ({"type": "number", "minimum": 1}, Number(minimum=1), 1, 0.5),
    "maximum": ({"type": "number", "maximum": 1}, Number(maximum=1), 1, 1.5),
    "exclusive_minimum": (
        {"type": "number", "exclusiveMinimum": 1},
        Number(exclusive_minimum=1),
        1.5,
        1,
    ),
    "exclusive_maximum": (
        {"type": "number", "exclusiveMaximum": 1},
        Number(exclusive_maximum=1),
        0.5,
        1,
    ),
    "multiple_of": ({"type": "number", "multipleOf": 0.1}, Number(multiple_of=0.1), 0.3, 0.35),
    "min_items": ({"type": "array", "minItems": 1}, Array(Constraint(), min_items=1), [0], []),
    "max_items": ({"type": "array", "maxItems": 1}, Array(Constraint(), max_items=1), [0], [0, 1]),
    "unique_items": (
        {"type": "array", "uniqueItems": True},
        Array(Constraint(), unique_items=True),
        [1, True, {"a": 1}, {"a": 2}],
        [{"a": 1}, {"a": 1.0}],
    ),
}


def test_every_constraint_keyword_has_an_example() -> None:
    assert KEYWORDS.keys() == RULES.keys()


@pytest.mark.parametrize("keyword", KEYWORDS)
def test_the_stand_in_checks_each_constraint_keyword_like_the_client(keyword: str) -> None:
    schema, constraint, accepted, refused = KEYWORDS[keyword]
    assert violation(accepted, schema, "body") is None
    assert list(constraint.violations(accepted)) == []
    (rule,) = constraint.violations(refused)
    assert violation(refused, schema, "body") == ("body", rule)


@pytest.mark.parametrize(
    ("schema", "constraint", "accepted", "refused"),
    [
        ({"type": "number"}, Number(), [0, -1.5, 10**300], ["1", True, None, 10**400]),
        ({"type": "integer"}, Number(integer=True), [0, 10**300], ["1", False, 1.5, 10**400]),
        ({"const": 1}, OneValue(1), [1], [True, 2, "1"]),
        (
            {"type": "string", "enum": ["red"], "x-ms-enum": {"modelAsString": True}},
            OpenEnum(Color),
            ["red", "green"],
            [5, None],
        ),
        (
            {"enum": ["red"], "x-ms-enum": {"modelAsString": True}},
            OpenEnum(Color),
            ["red", "green"],
            [5, None],
        ),
        (
            {"type": ["string", "null"], "minLength": 1},
            Nullable(String(min_length=1)),
            [None, "a"],
            ["", 5],
        ),
        (
            {"anyOf": [{"type": "string", "minLength": 2}, {"type": "integer"}]},
            AnyOf(String(min_length=2), Number(integer=True)),
            ["ab", 1],
            ["a", 1.5, None],
        ),
        (
            {"oneOf": [{"type": "string"}, {"type": "string", "maxLength": 1}]},
            AnyOf(String(), String(max_length=1)),
            ["a", "ab"],
            [1],
        ),
    ],
)
def test_the_stand_in_and_the_client_accept_the_same_values(
    schema: dict[str, Any], constraint: Constraint, accepted: list[Any], refused: list[Any]
) -> None:
    for value in accepted:
        assert (violation(value, schema, "body"), list(constraint.violations(value))) == (None, [])
    for value in refused:
        assert violation(value, schema, "body") is not None, value
        assert list(constraint.violations(value)) != [], value


TREE: dict[str, Any] = {
    "$ref": "#/$defs/a~1b",
    "$defs": {
        "a/b": {
            "type": "object",
            "required": ["size"],
            "properties": {
                "size": {"type": "integer", "minimum": 1},
                "parts": {"type": "array", "items": {"$ref": "#/$defs/a~1b"}},
                "color": {"enum": ["red", "blue"]},
                "one": {"anyOf": [{"$ref": "#/$defs/a~1b"}, {"type": "null"}]},
                "joined": {"allOf": [{"required": ["x"]}, {"properties": {"x": {"const": 1}}}]},
                "others": {"type": "object", "additionalProperties": {"type": "string"}},
                "closed": {"properties": {"x": True}, "additionalProperties": False},
            },
        }
    },
}


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ({"size": 1, "parts": [{"size": 2, "parts": []}], "one": None, "unknown": 1}, None),
        ({"size": 1, "color": "red", "joined": {"x": 1}, "closed": {"x": []}}, None),
        ([], ("body", "must be of type object")),
        ({}, ("body", "must have the member size")),
        ({"size": 0}, ("body.size", "must be at least 1")),
        ({"size": 1, "parts": [{"size": 1}, {}]}, ("body.parts[1]", "must have the member size")),
        ({"size": 1, "color": "green"}, ("body.color", 'must be one of "red", "blue"')),
        ({"size": 1, "one": {"size": 0}}, ("body.one.size", "must be at least 1")),
        (
            {"size": 1, "one": {}},
            ("body.one", "must have the member size or must be of type null"),
        ),
        ({"size": 1, "joined": {}}, ("body.joined", "must have the member x")),
        ({"size": 1, "joined": {"x": 2}}, ("body.joined.x", "must be 1")),
        ({"size": 1, "others": {"a": 1}}, ("body.others.a", "must be of type string")),
        ({"size": 1, "closed": {"y": 1}}, ("body.closed.y", "must not be given")),
    ],
)
def test_the_first_violation_is_named_with_its_place(
    value: Any, found: tuple[str, str] | None
) -> None:
    assert violation(value, TREE, "body") == found


def test_a_value_that_is_nested_too_deeply_is_refused() -> None:
    value: dict[str, Any] = {"size": 1}
    for _ in range(10_000):
        value = {"size": 1, "one": value}
    assert violation(value, TREE, "body") == ("body", "must not be nested so deeply")


def test_a_reference_that_leads_nowhere_is_an_error() -> None:
    with pytest.raises(ValueError, match="The schema has no #/\\$defs/b"):
        violation(1, {"$ref": "#/$defs/b", "$defs": {"a": {}}}, "body")


#: A constraint that can be broken in an item, and by the number of items.
LIST: dict[str, Any] = {
    "type": "array",
    "items": {"type": "integer", "minimum": 1},
    "maxItems": 2,
    "uniqueItems": True,
}


@pytest.mark.parametrize(
    ("location", "explode", "texts", "found"),
    [
        ("query", True, ["1", "2"], None),
        ("query", True, ["1", "1"], ("list", "must not hold equal items")),
        ("query", True, ["1", "2", "3"], ("list", "must have at most 2 items")),
        ("query", True, ["1,2"], ("list[0]", "must be of type integer")),
        ("query", True, ["1", "0"], ("list[1]", "must be at least 1")),
        ("query", False, ["1,2"], None),
        ("query", False, ["1,1"], ("list", "must not hold equal items")),
        ("path", True, ["1,2,3"], ("list", "must have at most 2 items")),
        ("header", True, ["1", "2,0"], ("list", "must have at most 2 items")),
    ],
)
def test_an_array_parameter_is_checked_as_it_is_sent(
    location: Any, explode: bool, texts: list[str], found: tuple[str, str] | None
) -> None:
    parameter = Parameter(
        name="list", location=location, required=True, schema=LIST, explode=explode
    )
    assert parameter_violation(texts, parameter) == found


@pytest.mark.parametrize(
    ("schema", "text", "rule"),
    [
        ({"type": "string", "minLength": 2}, "5", "must have at least 2 characters"),
        ({"type": "integer", "minimum": 1}, "0", "must be at least 1"),
        ({"type": "number"}, "1e999", "must be of type number"),
        ({"type": "integer"}, "[" * 5000, "must be of type integer"),
        ({"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer", "minimum": 1}}}, "1", None),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "1", None),
        ({"anyOf": [{"type": "array", "minItems": 2}, {"type": "null"}]}, "1,2", None),
        ({"type": "object", "required": ["a"]}, "a,1", None),
        ({"enum": [1, 2]}, "3", "must be one of 1, 2"),
    ],
)
def test_the_text_of_a_parameter_stands_for_a_value_of_its_type(
    schema: dict[str, Any], text: str, rule: str | None
) -> None:
    parameter = Parameter(name="p", location="path", required=True, schema=schema)
    found = parameter_violation([text], parameter)
    assert (None if found is None else found.rule) == rule
