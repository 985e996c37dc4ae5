"""Documents that are no OpenAPI, or hold examples that break their schemas: one clear line."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.generator.generate.making import (
    GET,
    GONE,
    edited,
    library,
    minimal,
    operation,
    parameters,
    refusal,
    with_parameter,
    with_schema,
)

THING = "/components/schemas/Thing"
SECRET = {"type": "string", "x-ms-secret": True}

HEADS = [
    (["a"], ": is no OpenAPI document; start with"),
    (None, ": is no OpenAPI document"),
    ({"swagger": "2.0"}, "#/swagger: is a Swagger document; convert it to OpenAPI 3.1.0"),
    ({"info": {}}, "#/openapi: the OpenAPI version is missing"),
    (
        edited(minimal(), {"/openapi": "3.0.3"}),
        "#/openapi: the OpenAPI version is '3.0.3'; convert the document to 3.1.0",
    ),
    (edited(minimal(), {"/openapi": "3.2.0"}), "#/openapi: the OpenAPI version is '3.2.0'"),
    (edited(minimal(), {"/openapi": 3.1}), "#/openapi: the OpenAPI version is 3.1"),
    (edited(minimal(), {"/info": 1}), "#/info/title: is missing"),
    (edited(minimal(), {"/info/title": " "}), "#/info/title: is missing"),
    (
        edited(minimal(), {"/info/version": dt.date(2024, 9, 1)}),
        '#/info/version: is no string; quote it: version: "2024-09-01"',
    ),
    (
        edited(minimal(), {"/info/version": 1.5}),
        '#/info/version: is no string; quote it: version: "1.5"',
    ),
    (edited(minimal(), {"/info/version": "latest"}), "#/info/version: is no version"),
    (edited(minimal(), {"/info/version": "1.0.0-"}), "#/info/version: is no version"),
    (
        edited(minimal(), {"/info/version": True}),
        "#/info/version: is no version; write one such as",
    ),
    (
        operation(
            parameters=[
                {
                    "name": "api-version",
                    "in": "query",
                    "x-ms-parameter-location": "client",
                    "schema": {"type": "string", "default": "9.9"},
                }
            ]
        ),
        f"{GET}/parameters/0/schema/default: is '9.9', while #/info/version is '1.0'; "
        "let them agree: `python -m generator bump VERSION` moves both",
    ),
    (edited(minimal(), {"/paths": {}}), "#/paths: holds no operation"),
    (edited(minimal(), {"/paths": GONE}), "#"),
    (edited(minimal(), {"/paths/~1things": {}}), "#/paths: holds no operation"),
    (
        edited(minimal(), {f"{GET}/responses": {200: {}}}),
        '/responses/200: the key is no string; quote it: "200"',
    ),
    (operation(summary=dt.date(2024, 9, 1)), '/summary: is read as a date; quote it: "2024-09-01"'),
    (
        operation(summary=dt.datetime(2024, 9, 1, tzinfo=dt.UTC)),
        '/summary: is read as a date; quote it: "2024-09-01T00:00:00+00:00"',
    ),
    (operation(**{"x-a": {None: 1}}), '/x-a/None: the key is no string; quote it: "null"'),
    (operation(**{"x-a": {True: 1}}), '/x-a/True: the key is no string; quote it: "true"'),
    (operation(summary=b"1"), "/summary: is of YAML type bytes"),
    (operation(summary="\ud800"), "/summary: holds half of a character"),
    (edited(minimal(), {"/info/\udfff": 1}), ": holds half of a character"),
    (with_schema({"maximum": float("inf")}), f"{THING}/maximum: is no number that JSON has"),
    (edited(minimal(), {"/x-nothing": float("nan")}), "/x-nothing: is no number that JSON has"),
]

SPECIFICATION = [
    (operation(requestBodi={}), f"{GET}: is not what OpenAPI allows: Unevaluated properties"),
    (operation(summary=5), f"{GET}/summary: is not what OpenAPI allows: the value is not of type"),
    (operation(responses=GONE), f"{GET}/responses: is missing"),
    (operation(responses={}), f"{GET}/responses: is not what OpenAPI allows"),
    (operation(responses={"abc": {"description": ""}}), f"{GET}/responses: is not what"),
    (with_schema({"type": "strin"}), f"{THING}/type: is not what OpenAPI allows"),
    (
        operation(responses={"2xx": {"description": ""}}),
        f"{GET}/responses: is not what OpenAPI allows: Unevaluated properties are not allowed "
        "('2xx' was unexpected); correct it",
    ),
    (
        with_schema({"type": "file"}),
        f'{THING}/type: is not what OpenAPI allows: the value is not one of "array", "boolean" or '
        '5 other candidates, or the value is not of type "array"; correct it',
    ),
    (
        edited(minimal(), {f"{GET}/parameters": [{"name": "a", "in": "query"}]}),
        f'{GET}/parameters/0: is not what OpenAPI allows: "schema" is a required property, or '
        '"content" is a required property; correct it',
    ),
    (with_schema({"minLength": -1}), f"{THING}/minLength: is not what OpenAPI allows"),
    (with_schema({"properties": []}), f"{THING}/properties: is not what OpenAPI allows"),
    (with_schema({"$ref": 1}), f"{THING}/$ref: is not what OpenAPI allows"),
    (
        with_schema({"items": True, "type": "array"}),
        f"{THING}/items: is not made here: a schema that is true or false; for true, write {{}}",
    ),
    (
        parameters({"name": "a", "in": "path", "required": True, "schema": True}, path="/b/{a}"),
        "#/paths/~1b~1{a}/get/parameters/0/schema: is not made here: a schema that is true or",
    ),
    (edited(minimal(), {"/servers": [{}]}), '#/servers/0: is not what OpenAPI allows: "url"'),
]

REFERENCES = [
    (
        with_schema({"$ref": "#/components/schemas/No"}),
        f"{THING}: $ref '#/components/schemas/No' leads nowhere",
    ),
    (with_schema({"$ref": "#/components/schemas/Thing"}), "leads back to itself"),
    (
        with_schema({"$ref": "#/components/schemas/B"}, B={"$ref": "#/components/schemas/Thing"}),
        "leads back to itself",
    ),
    (with_schema({"$ref": "other.yaml#/a"}), "leads out of the document"),
    (with_schema({"$ref": "#/info/0/1"}), "leads nowhere"),
    (with_schema({"$ref": "#/paths/x/y"}), "leads nowhere"),
    (
        with_schema({"$ref": "#/info"}),
        "leads to no place that is read from here; point to #/components/schemas/Name",
    ),
    (operation(parameters=[{"$ref": "#/info"}]), "point to #/components/parameters/Name"),
    (operation(responses={"200": {"$ref": "#/info"}}), "point to #/components/responses/Name"),
    (
        operation(responses={"200": {"description": ""}, "default": {"$ref": "#/no"}}),
        "leads nowhere",
    ),
    (operation(requestBody={"$ref": "#/info"}), "point to #/components/requestBodies/Name"),
    (
        with_schema({"$ref": "#/components/schemas/S", "maxLength": 3}, S={}),
        f"{THING}/maxLength: beside a $ref is lost",
    ),
    (with_schema({"$ref": "#/components/schemas/S", **SECRET}, S={}), "beside a $ref is lost"),
    (
        edited(minimal(pathItems={"P": {}}), {"/paths/~1more/$ref": "#/components/pathItems/P"}),
        "#/paths/~1more/$ref: of a path is not made here",
    ),
    (
        with_schema({"allOf": [{"$ref": "#/components/schemas/Thing"}, {"properties": {}}]}),
        "no package can be made of",
    ),
]

EXAMPLES = [
    (
        with_parameter({"type": "integer"}, example="no"),
        f"{GET}/parameters/0/example: breaks its own schema",
    ),
    (
        with_parameter({"type": "string", "minLength": 3}, examples={"a": {"value": "ab"}}),
        "/examples/a/value: breaks its own schema",
    ),
    (with_schema({"type": "string", "example": 3}), f"{THING}/example: breaks its own schema"),
    (
        with_schema({"type": "string", "examples": ["a", 3]}),
        f"{THING}/examples/1: breaks its own schema",
    ),
    (with_schema({"type": "integer", "default": "x"}), f"{THING}/default: breaks its own schema"),
    (with_schema({"format": "uuid", "example": "x"}), f"{THING}/example: breaks its own schema"),
    (with_schema({"type": "string", "pattern": "^a$", "example": "b"}), "breaks its own schema"),
    (
        with_schema({"type": "string", "pattern": r"[\b]", "example": "b"}),
        f"{THING}/pattern: is a pattern that the validator cannot use; write it so that",
    ),
    (
        with_schema(
            {"properties": {"a": {"type": "array", "items": {"$ref": "#/components/schemas/B"}}}},
            B={"type": "string", "pattern": r"[\b]", "example": "b"},
        ),
        "#/components/schemas/B/pattern: is a pattern that the validator cannot use",
    ),
    (
        with_schema({"properties": {"n": {"type": "integer", "minimum": 5}}, "example": {"n": 4}}),
        f"{THING}/example/n: breaks its own",
    ),
    (
        edited(
            with_schema(
                {"type": "array", "items": {"$ref": "#/components/schemas/N"}},
                N={"type": "integer"},
            ),
            {f"{GET}/responses/200/content/application~1json/example": [1, "x"]},
        ),
        f"{GET}/responses/200/content/application~1json/example/1: breaks its own schema",
    ),
]


@pytest.mark.parametrize(("root", "words"), [*HEADS, *SPECIFICATION, *REFERENCES, *EXAMPLES])
def test_the_line_says_what_is_wrong_and_where(root: Any, words: str) -> None:
    assert words in refusal(root)


def test_an_alias_is_refused_before_it_grows() -> None:
    """Ten aliases of ten aliases, and so on, are more than any machine can hold."""
    bomb: Any = ["x"]
    for _ in range(20):
        bomb = [bomb] * 10
    assert "is an alias of another place (YAML's *)" in refusal(
        edited(minimal(), {"/x-bomb": 0}) | {"x-bomb": bomb}
    )


def test_what_holds_itself_is_refused() -> None:
    root = minimal()
    root["x-self"] = root
    assert "#/x-self: is an alias" in refusal(root)


def test_a_document_that_is_nested_too_deep_is_refused() -> None:
    deep: Any = {}
    for _ in range(3000):
        deep = {"items": deep, "type": "array"}
    assert ": is nested too deep" in refusal(with_schema(deep))


def test_a_long_text_is_cut_in_the_message() -> None:
    assert len(refusal(with_schema({"enum": ["a", 1, "x" * 9999]}))) < 1000
    assert len(refusal(operation(operationId="x" * 9999 + "\n"))) < 1000
    assert len(refusal(edited(minimal(), {"/openapi": "9" * 9999}))) < 1000


def test_the_library_itself_is_fine() -> None:
    with pytest.raises(AssertionError, match="makes a package"):
        refusal(library())
