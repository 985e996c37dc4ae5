"""Documents that OpenAPI itself does not allow."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import refusals
from tests.small_documents import (
    GONE,
    edited,
    minimal,
    operation,
    parameters,
    with_schema,
)

PLACE = "#/paths/~1things/get"
THING = "#/components/schemas/Thing"


@pytest.mark.parametrize(
    ("root", "place", "words"),
    [
        (operation(requestBodi={}), PLACE, "Unevaluated properties are not allowed ('requestBodi'"),
        (operation(summary=5), f"{PLACE}/summary", 'the value is not of type "string"'),
        (
            operation(responses={"2xx": {"description": ""}}),
            f"{PLACE}/responses",
            "Unevaluated properties are not allowed ('2xx' was unexpected)",
        ),
        (
            with_schema({"type": "file"}),
            f"{THING}/type",
            'the value is not one of "array", "boolean" or 5 other candidates, or the value is not '
            'of type "array"',
        ),
        (
            edited(minimal(), {"/paths/~1things/get/parameters": [{"name": "a", "in": "query"}]}),
            f"{PLACE}/parameters/0",
            '"schema" is a required property, or "content" is a required property',
        ),
        (with_schema({"minLength": -1}), f"{THING}/minLength", "the value is less than"),
        (with_schema({"properties": []}), f"{THING}/properties", "the value is not of type"),
        (with_schema({"$ref": 1}), f"{THING}/$ref", "the value is not of type"),
        (edited(minimal(), {"/servers": [{}]}), "#/servers/0", '"url" is a required property'),
        (
            parameters({"name": "a", "content": {"text/plain": {}}}),
            f"{PLACE}/parameters/0",
            "it has `schema` and `content`, of which one is allowed",
        ),
        (
            operation(
                responses={
                    "200": {
                        "description": "",
                        "headers": {"X": {"schema": {}, "content": {"text/plain": {}}}},
                    }
                }
            ),
            f"{PLACE}/responses/200/headers/X",
            "it has `schema` and `content`, of which one is allowed",
        ),
        (
            operation(
                responses={
                    "200": {
                        "description": "",
                        "links": {"X": {"operationId": "a", "operationRef": "b"}},
                    }
                }
            ),
            f"{PLACE}/responses/200/links/X",
            "it has `operationRef` and `operationId`, of which one is allowed",
        ),
    ],
)
def test_the_line_names_the_place_and_the_rule(root: Any, place: str, words: str) -> None:
    (line,) = refusals(root)
    assert line.startswith(f"{place}: is not what OpenAPI allows: {words}")
    assert line.endswith("; correct it")


@pytest.mark.parametrize("value", [True, False])
@pytest.mark.parametrize(
    ("root", "place"),
    [
        (lambda value: with_schema({"type": "array", "items": value}), f"{THING}/items"),
        (lambda value: with_schema({"properties": {"a": value}}), f"{THING}/properties/a"),
        (lambda value: with_schema({"allOf": [value, {"type": "object"}]}), f"{THING}/allOf/0"),
        (
            lambda value: parameters(
                {"name": "a", "in": "path", "required": True, "schema": value}, path="/b/{a}"
            ),
            "#/paths/~1b~1{a}/get/parameters/0/schema",
        ),
    ],
)
def test_a_schema_that_is_true_or_false_is_refused(root: Any, place: str, value: bool) -> None:
    assert refusals(root(value)) == [
        f"{place}: a schema that is true or false is not supported; write {{}} for true; for "
        "false, remove the property or keyword"
    ]


@pytest.mark.parametrize("value", [True, False])
def test_members_that_are_not_named_may_be_allowed_or_not(value: bool) -> None:
    properties = {"properties": {"type": "object", "additionalProperties": value}}
    root = with_schema({"type": "object", "additionalProperties": value, "properties": properties})
    assert refusals(root) == []


@pytest.mark.parametrize(
    "change", [{"/components/schemas": []}, {"/paths": 1}, {f"{PLACE[1:]}/responses/200": None}]
)
def test_a_document_of_other_types_is_refused(change: dict[str, Any]) -> None:
    (line,) = refusals(edited(minimal(), change))
    assert line.startswith(f"#{next(iter(change))}: is not what OpenAPI allows: ")


def test_every_place_is_named_in_one_run() -> None:
    root = operation(summary=5, responses=GONE, description=6)
    root["info"]["extra"] = 1
    root["components"] = {"schemas": {"A": {"type": "strin"}, "B": {"minLength": -1}}}
    assert [line.partition(": ")[0] for line in refusals(root)] == [
        "#/info",
        f"{PLACE}/summary",
        f"{PLACE}/description",
        "#/components/schemas/A/type",
        "#/components/schemas/B/minLength",
    ]
