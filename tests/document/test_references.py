"""`$ref`s: where they lead, and what stands beside them."""

from __future__ import annotations

from typing import Any

import pytest

from generator.document.document import Document
from generator.document.keywords import keywords_at
from tests.document.refused import apart, refusals
from tests.small_documents import (
    edited,
    minimal,
    operation,
    with_parameter,
    with_schema,
)

PLACE = "#/paths/~1things/get"
THING = "#/components/schemas/Thing"
TO_S = {"$ref": "#/components/schemas/S"}


@pytest.mark.parametrize(
    ("root", "line"),
    [
        (
            with_schema({"$ref": "#/components/schemas/No"}),
            f"{THING}: $ref '#/components/schemas/No' leads nowhere; correct it",
        ),
        (
            with_schema({"$ref": "#/components/schemas/Thing"}),
            f"{THING}: $ref '{THING}' leads back to itself; write the schema out",
        ),
        (
            with_schema({"$ref": "other.yaml#/a"}),
            f"{THING}: $ref 'other.yaml#/a' leads out of the document; point to a place in this "
            "document, such as #/components/schemas/Name",
        ),
        *(
            (with_schema({"$ref": ref}), f"{THING}: $ref '{ref}' leads nowhere; correct it")
            for ref in ("#/info/0/1", "#/paths/x/y", "#/components/schemas/%54hing")
        ),
        *(
            (root, f"{place}: $ref '#/info' does not lead to a component of the right kind; {todo}")
            for root, place, todo in (
                (
                    with_schema({"$ref": "#/info"}),
                    THING,
                    "point to #/components/schemas/Name",
                ),
                (
                    operation(parameters=[{"$ref": "#/info"}]),
                    f"{PLACE}/parameters/0",
                    "point to #/components/parameters/Name",
                ),
                (
                    operation(responses={"200": {"$ref": "#/info"}}),
                    f"{PLACE}/responses/200",
                    "point to #/components/responses/Name",
                ),
                (
                    operation(requestBody={"$ref": "#/info"}),
                    f"{PLACE}/requestBody",
                    "point to #/components/requestBodies/Name",
                ),
                (
                    with_parameter({"type": "string"}, examples={"a": {"$ref": "#/info"}}),
                    f"{PLACE}/parameters/0/examples/a",
                    "point to #/components/examples/Name",
                ),
            )
        ),
        *(
            (
                with_schema({**TO_S, key: value}, S={"type": "string"}),
                f"{THING}/{key}: has no effect beside a $ref; move it to what the $ref names",
            )
            for key, value in {
                "maxLength": 3,
                "type": "string",
                "enum": ["a"],
                "format": "date",
                "x-ms-secret": True,
                "x-ms-enum": {"name": "A"},
            }.items()
        ),
        (
            edited(
                minimal(parameters={"P": {"name": "a", "in": "query", "schema": {}}}),
                {
                    "/paths/~1things/get/parameters": [
                        {"$ref": "#/components/parameters/P", "deprecated": True}
                    ]
                },
            ),
            f"{PLACE}/parameters/0: is not what OpenAPI allows: Unevaluated properties are not "
            "allowed ('deprecated' was unexpected); correct it",
        ),
    ],
)
def test_the_line_says_what_is_wrong_where_and_what_to_do(root: Any, line: str) -> None:
    assert refusals(root) == [line]


def test_two_references_in_a_circle_are_refused() -> None:
    root = with_schema({"$ref": "#/components/schemas/B"}, B={"$ref": "#/components/schemas/Thing"})
    assert all("leads back to itself" in line for line in refusals(root))
    assert refusals(root)


def test_what_looks_like_a_reference_in_data_is_none() -> None:
    lost = {"$ref": "./examples/list.json"}
    root = operation(**{"x-ms-examples": {"List": lost}})
    root["components"] = {"schemas": {"A": {"example": lost, "examples": [lost]}}}
    assert refusals(apart(root)) == []
    Document("things.yaml", root).used()


#: What may stand beside the `$ref` of a schema in documents of Azure Resource Manager.
BESIDE = {
    "default": "b",
    "deprecated": True,
    "description": "Here.",
    "example": "b",
    "examples": ["b"],
    "externalDocs": {"url": "https://docs.example"},
    "readOnly": True,
    "title": "Here",
    "writeOnly": True,
    "x-ms-client-name": "other",
    "x-ms-mutability": ["read"],
}


@pytest.mark.parametrize("key", BESIDE)
def test_what_stands_beside_a_reference_goes_before_what_is_there(key: str) -> None:
    named = {"type": "string", "maxLength": 3, key: "there"}
    root = with_schema(
        {"properties": {"a": {**TO_S, key: BESIDE[key]}}}, S={"type": "string", "maxLength": 3}
    )
    assert refusals(root) == []
    root["components"]["schemas"]["S"] = named
    found = keywords_at(Document("things.yaml", root), f"{THING[1:]}/properties/a")
    assert found == {**named, key: BESIDE[key]}


def test_references_in_a_row_are_followed_with_what_stands_beside_each() -> None:
    root = with_schema(
        {"$ref": "#/components/schemas/A", "title": "first"},
        A={**TO_S, "title": "second", "description": "second"},
        S={"type": "string", "description": "third"},
    )
    found = keywords_at(Document("things.yaml", root), THING[1:])
    assert found == {"type": "string", "title": "first", "description": "second"}


@pytest.mark.parametrize(
    ("key", "value", "place"), [("default", 1, "default"), ("examples", ["a", 1], "examples/1")]
)
def test_a_value_beside_a_reference_has_to_fit_the_schema_there(
    key: str, value: Any, place: str
) -> None:
    (line,) = refusals(with_schema({**TO_S, key: value}, S={"type": "string"}))
    assert line.startswith(f"{THING}/{place}: does not fit its own schema: ")


def test_a_default_beside_a_reference_to_a_secret_is_refused() -> None:
    root = with_schema({**TO_S, "default": "pw"}, S={"type": "string", "x-ms-secret": True})
    assert refusals(root) == [
        f"{THING}: shows the value of a secret; leave default, const and enum out"
    ]


def test_an_api_version_beside_a_reference_has_to_be_that_of_the_document() -> None:
    root = with_parameter({**TO_S, "default": "9"}, **{"x-ms-parameter-location": "client"})
    root["paths"]["/things"]["get"]["parameters"][0]["name"] = "api-version"
    root["components"]["schemas"] = {"S": {"type": "string", "default": "1.0"}}
    assert refusals(root) == [
        f"{PLACE}/parameters/0/schema/default: is '9', while #/info/version is '1.0'; let them "
        "agree: `python -m generator bump VERSION` changes both"
    ]
