"""Schemas of which a part would have no effect on the package."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart, refusals
from tests.small_documents import edited, with_schema

THING = "#/components/schemas/Thing"
BASE_PLACE = "#/components/schemas/Base"
S = {"type": "string"}
REF = {"$ref": "#/components/schemas/Base"}
BASE = {"type": "object", "properties": {"a": {**S, "minLength": 2}}}
UNCHECKED = "is not checked by the package; leave it out, and describe it in words"

KEYWORDS = [
    *(
        (with_schema({"type": kind, **rule}), f"{next(iter(rule))}: {UNCHECKED}")
        for kind, rule in (
            ("object", {"unevaluatedProperties": False}),
            ("object", {"minProperties": 1}),
            ("object", {"maxProperties": 1}),
            ("object", {"propertyNames": {"description": "a"}}),
            ("object", {"dependentRequired": {"a": ["b"]}}),
            ("object", {"dependentSchemas": {"a": {}}}),
            ("string", {"not": {"const": "x"}}),
        )
    ),
    *(
        (with_schema({"type": "array", "items": S, **rule}), f"{next(iter(rule))}: {UNCHECKED}")
        for rule in ({"contains": {"const": "x"}}, {"minContains": 2}, {"unevaluatedItems": False})
    ),
    (
        with_schema({"type": "object", "patternProperties": {"^x-": S}}),
        "patternProperties: is not supported; use additionalProperties, or leave it out",
    ),
    (
        with_schema({"type": "array", "items": S, "prefixItems": [S]}),
        "prefixItems: is not supported; use items, or leave it out",
    ),
    (
        with_schema({"$dynamicRef": "#thing"}),
        "$dynamicRef: is not supported; use $ref, or leave it out",
    ),
    (
        with_schema({"type": "string", "nullable": True}),
        'nullable: means nothing in OpenAPI 3.1; add "null" to its type, or leave it out',
    ),
    (
        with_schema({"type": "string", "maxlength": 3}),
        "maxlength: is not a keyword of JSON Schema; correct it, or leave it out",
    ),
    *(
        (
            with_schema({**schema, key: value}),
            f"{key}: has no effect without the type {wanted}; add `type: {wanted}`, or leave it "
            "out",
        )
        for schema, key, value, wanted in (
            ({}, "maxLength", 3, "string"),
            (S, "minimum", 3, "number"),
            ({}, "items", S, "array"),
            (S, "uniqueItems", True, "array"),
            (S, "additionalProperties", False, "object"),
        )
    ),
    (
        with_schema({"type": "string", "format": "date", "pattern": "^2"}),
        "pattern: has no effect beside the format date; leave one of them out",
    ),
]

VALUES = [
    *(
        (
            with_schema({"const": value}),
            "const: is not a string, a whole number or a boolean; leave it out",
        )
        for value in ({"a": 1}, 1.5)
    ),
    *(
        (
            with_schema({"enum": values}),
            "enum: mixes types, or has values that are neither strings nor whole numbers; use "
            "strings only, or whole numbers only; use const for a boolean",
        )
        for values in (["a", 1], [1.5], [True], [None], [])
    ),
    (
        with_schema({"enum": ["a"], "const": "a"}),
        "const: has no effect beside an enum; keep one of them",
    ),
    (
        with_schema({"type": "string", "pattern": "("}),
        "pattern: Python cannot compile the pattern: missing ), unterminated "
        "subpattern at position 0; write it in another way",
    ),
    *(
        (
            with_schema({"type": kind, **others, least: 3, most: value}),
            f"{least}: leaves no value together with {most}; correct one of them",
        )
        for kind, others, least, most, value in (
            ("string", {}, "minLength", "maxLength", 2),
            ("array", {"items": S}, "minItems", "maxItems", 2),
            ("number", {}, "minimum", "maximum", 2),
            ("number", {}, "minimum", "exclusiveMaximum", 3),
            ("number", {}, "exclusiveMinimum", "maximum", 3),
            ("number", {}, "exclusiveMinimum", "exclusiveMaximum", 3),
        )
    ),
]

NOT_AN_OBJECT = (
    "is in an allOf, but does not describe an object; write the schema out, or use allOf for "
    "objects only"
)
JOINED = [
    *(
        (
            with_schema({"allOf": [REF], **rule}, Base=S),
            f"{next(iter(rule))}: has no effect beside an allOf of one $ref; move it to what the "
            "$ref names, or write the schema out",
        )
        for rule in ({"enum": ["a"]}, {"type": "object"}, {"type": "string"})
    ),
    (with_schema({"allOf": [S, {"type": "object"}]}), f"allOf/0: {NOT_AN_OBJECT}"),
    (with_schema({"type": "string", "allOf": [{"type": "object"}]}), f"allOf/0: {NOT_AN_OBJECT}"),
    (with_schema({"allOf": [REF], "properties": {}}, Base={}), f"{BASE_PLACE}: {NOT_AN_OBJECT}"),
    *(
        (
            with_schema(
                {"allOf": [REF, {"type": "object", "properties": {"a": member}}]}, Base=BASE
            ),
            "#/components/schemas/Base/properties/a: describes 'a' in another way than "
            f"{THING}/allOf/1/properties/a; describe it the same way, or once",
        )
        for member in (S, {"x-ms-client-name": "b"}, {**S, "x-ms-secret": True})
    ),
    *(
        (
            with_schema({"allOf": [REF, BASE]}, Base={"type": "object", **rule}),
            f"#/components/schemas/Base/additionalProperties: has no effect in the allOf at {THING}"
            "; leave it out, or write the schema out without allOf",
        )
        for rule in ({"additionalProperties": False}, {"additionalProperties": {"type": "integer"}})
    ),
    (
        with_schema({"allOf": [{"allOf": [REF]}, BASE]}, Base=BASE),
        "allOf/0/allOf: has no effect in a part of an allOf; move its parts to the outer one",
    ),
    (
        with_schema({**BASE, "required": ["a", "nmae"]}),
        "required/1: 'nmae' is not a property there; correct the name, or describe it in "
        "properties",
    ),
    (
        with_schema({"allOf": [REF, {"required": ["b"]}]}, Base=BASE),
        "allOf/1/required/0: 'b' is not a property there; correct the name, or describe it in "
        "properties",
    ),
    *(
        (
            with_schema({union: [S, {"type": "integer"}], **rule}),
            f"{next(iter(rule))}: has no effect beside {union}; move it into each of the "
            "alternatives",
        )
        for union in ("anyOf", "oneOf")
        for rule in (
            {"properties": {"a": S}},
            {"type": "string"},
            {"type": ["string", "null"]},
            {"enum": ["a"]},
            {"const": "a"},
            {"format": "date"},
        )
    ),
    (
        with_schema({"anyOf": [S], "oneOf": [S]}),
        "oneOf: has no effect beside anyOf; move it into each of the alternatives",
    ),
]

EITHER = {
    "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
    "discriminator": {"propertyName": "kind"},
}


def of_kind(schema: Any, *, required: bool = True) -> dict[str, Any]:
    """Return an object that names its kind."""
    found = {"type": "object", "properties": {"kind": schema}}
    return {**found, "required": ["kind"]} if required else found


def undecided(name: str, place: str) -> str:
    """Return the line about an alternative that does not tell its kind."""
    return (
        f"discriminator: {name!r} in {place} is not required, or has no const that names {place}; "
        "require it there, with a const that is in the mapping or the schema's name"
    )


KINDS = [
    (
        with_schema({**BASE, "discriminator": {"propertyName": "a"}}),
        "discriminator: has no effect without oneOf or anyOf; write a oneOf of all the objects "
        "instead",
    ),
    *(
        (
            with_schema(EITHER, A=of_kind({"const": "A"}), B=other),
            undecided("kind", "#/components/schemas/B"),
        )
        for other in (
            of_kind(S),
            of_kind({"const": "B"}, required=False),
            of_kind({"enum": ["A", "B"]}),
        )
    ),
    (
        with_schema(
            edited(EITHER, {"/discriminator/mapping": {"b": "#/components/schemas/A"}}),
            A=of_kind({"const": "A"}),
            B=of_kind({"const": "b"}),
        ),
        undecided("kind", "#/components/schemas/B"),
    ),
    (
        with_schema({"oneOf": [BASE], "discriminator": {"propertyName": "a"}}),
        undecided("a", f"{THING}/oneOf/0"),
    ),
]


@pytest.mark.parametrize(("root", "line"), [*KEYWORDS, *VALUES, *JOINED, *KINDS])
def test_the_line_says_what_is_wrong_where_and_what_to_do(root: Any, line: str) -> None:
    expected = line if line.startswith("#") else f"{THING}/{line}"
    assert refusals(apart(root)) == [expected]


def test_a_discriminator_without_property_is_refused() -> None:
    root = apart(with_schema({**EITHER, "discriminator": {}}, A=BASE, B=BASE))
    assert refusals(root) == [f"{THING}/discriminator: has no propertyName; add it"]


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "array", "items": {"$ref": THING}},
        {"type": "array", "items": {"type": "array", "items": {"$ref": THING}}},
        {"type": "array", "items": {"$ref": "#/components/schemas/B"}},
        {"oneOf": [S, {"type": "array", "items": {"$ref": THING}}]},
    ],
)
def test_a_schema_that_holds_itself_is_refused(schema: Any) -> None:
    root = with_schema(schema, B={"anyOf": [{"$ref": THING}, S]})
    assert refusals(apart(root)) == [
        f"{THING}: holds itself, with no object between; make one of them a property of an object"
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [REF], "type": "object", "description": "A", "readOnly": True},
        {"allOf": [REF], "required": ["b"], "properties": {"b": S}},
        {"allOf": [REF], "properties": {"a": {"description": "Other words."}}},
        {"anyOf": [REF, {"type": "null"}], "description": "A", "readOnly": True},
        {"type": "string", "anyOf": [{"const": "a"}, S]},
        {
            "oneOf": [{"$ref": "#/components/schemas/A"}, {"type": "null"}],
            "discriminator": {"propertyName": "kind", "mapping": {"a": "A"}},
        },
        {"type": ["string", "null"], "enum": ["a", None]},
        {"enum": ["a"], "x-ms-enum": {"name": "A", "modelAsString": True}},
        {"type": "object", "additionalProperties": {"type": ["string", "null"]}},
        {"type": "array", "items": {**REF, "description": "One."}, "x-ms-identifiers": []},
        {"type": "object", "properties": {"a": {**REF, "x-ms-mutability": ["read"]}}},
        {"type": "object", "properties": {"self": {"$ref": THING}}},
        {"type": "string", "format": "uri", "default": "https://a.example"},
        {"const": True},
    ],
)
def test_what_documents_of_azure_resource_manager_have_is_accepted(schema: Any) -> None:
    assert refusals(apart(with_schema(schema, Base=BASE, A=of_kind({"const": "a"})))) == []
