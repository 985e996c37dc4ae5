"""Parts of OpenAPI that no package is made from: one clear line."""

from __future__ import annotations

import json
from typing import Any

import pytest

from tests.generator.generate.making import (
    GET,
    answering,
    edited,
    minimal,
    operation,
    parameters,
    refusal,
    secured,
    taking,
    two,
    with_parameter,
    with_schema,
)

THING = "/components/schemas/Thing"
SECRET = {"type": "string", "x-ms-secret": True}

PATH = {"in": "path", "required": True, "schema": {"type": "string"}}
OTHER = {"operationId": "Other", "responses": {"200": {"description": ""}}}

SUBSET = [
    (
        edited(minimal(), {"/x-sdk-colour": "red"}),
        "#/x-sdk-colour: is no extension of this generator; use one of x-sdk-",
    ),
    (operation(**{"x-sdk-repeatable": "yes"}), "/x-sdk-repeatable: is not true or false"),
    (operation(**{"x-sdk-permission": ""}), "/x-sdk-permission: is not a name"),
    (parameters({"name": "a", "x-ms-parameter-location": "cloud"}), "is not client or method"),
    (
        parameters({"name": "a", "x-sdk-environment": "A"}),
        "only a client parameter is read from the environment",
    ),
    (parameters({"name": "a", "in": "cookie"}), "is a cookie parameter; use path, query or header"),
    (parameters({"name": "a", "schema": {}}, {"name": "a"}), "MUST NOT contain duplicates"),
    (
        edited(
            minimal(),
            {f"{GET}/parameters": [{"name": "a", "in": "query", "content": {"text/plain": {}}}]},
        ),
        f"{GET}/parameters/0: has no schema; describe its values in `schema`",
    ),
    (parameters({"name": "a", "style": "pipeDelimited"}), "/style: is not made here"),
    (parameters({"name": "a", "allowReserved": True}), "/allowReserved: is not made here"),
    (
        parameters({"name": "Authorization", "in": "header"}),
        "'Authorization' is no header of an operation's own",
    ),
    (parameters({"name": "a b", "in": "header"}), "'a b' is no header of an operation's own"),
    (parameters({"name": "a", "in": "path", "required": True}), "the path has no {a}"),
    (parameters(path="/things/{a}"), "{a} in the path is no parameter, or twice there"),
    (parameters({"name": "a", "in": "path", "required": True}, path="/{a}/{a}"), "or twice there"),
    (parameters(path="/a b"), "#/paths/~1a b: is no path that is sent as it stands"),
    (parameters(path="/a/../b"), "is no path that is sent as it stands"),
    (parameters(path="/a{b"), "is no path that is sent as it stands"),
    (parameters(path="/ä"), "is no path that is sent as it stands"),
    (with_parameter({}), f"{GET}/parameters/0/schema: has no form in a path, a query or a header"),
    (with_parameter({"type": "object"}), "has no form"),
    (with_parameter({"type": "null"}), "has no form"),
    (
        with_parameter({"type": "array", "items": {"type": "array", "items": {"type": "string"}}}),
        "has no form",
    ),
    (with_parameter({"type": "array", "items": {"type": ["string", "null"]}}), "has no form"),
    (with_parameter({"type": ["array", "string"], "items": {"type": "string"}}), "has no form"),
    (
        with_parameter(
            {"enum": ["a"]}, **{"x-ms-parameter-location": "client", "x-sdk-environment": "A"}
        ),
        "comes from the environment, which holds strings, but is none; describe a string",
    ),
    (
        parameters(
            {"name": "X-A", "in": "header"},
            {"name": "x-a", "in": "header", "x-ms-client-name": "b"},
        ),
        "'x-a' is no header of an operation's own, or twice there",
    ),
    *(
        (parameters({"name": name, "in": "header"}), "is no header of an operation's own")
        for name in ("Host", "Cookie", "Transfer-Encoding", "x-ms-client-request-id")
    ),
    (
        edited(
            parameters({**PATH, "name": "x"}, path="/a/{x}"),
            {"/paths/~1a~1{y}": {"get": {**OTHER, "parameters": [{**PATH, "name": "y"}]}}},
        ),
        "#/paths/~1a~1{y}: is the path '/a/{x}' with other names; describe both under one path",
    ),
    (answering("application/json\r\nX: y", {}), "is no media type; write one such as"),
    (taking("application", schema={}), "is no media type"),
    (taking(schema={}), f"{GET}/requestBody/content: offers no media type"),
    (operation(servers=[{"url": "https://other.example"}]), f"{GET}/servers: is not made here"),
    (
        edited(minimal(), {"/paths/~1things/servers": [{"url": "https://o.example"}]}),
        "of a path is not made here",
    ),
    *(
        (
            edited(minimal(), {"/servers/0/url": url}),
            "#/servers/0/url: is no place to send a token to; write https://host",
        )
        for url in (
            "http://a.example",
            "/",
            "https://",
            "https://{host}",
            "https://u@a.example",
            "https://a.example?b",
            "https://a.example#b",
            "https://a\\b",
            "https://a:x",
            "https://[a",
            "https://a:0",
            "https://bücher.example",
            "https://a.example/../b",
            "https://a%2eb",
            "https://...",
            'https://a.example/"',
        )
    ),
    (
        edited(minimal(), {"/servers/-": {"url": "https://things.example/v2"}}),
        "is there twice; give it another x-sdk-cloud",
    ),
    (
        edited(minimal(), {"/servers/0/x-sdk-sign-in-host": "https://login.example"}),
        "#/servers/0/x-sdk-sign-in-host: is no host; write a name such as",
    ),
    (with_schema({"pattern": r"^\uD83D\uDE00$"}), "half of a character in the pattern means"),
    *(
        (root, "makes a file of the name 'bbbb")
        for root in (
            operation(operationId=f"A_{'b' * 201}"),
            operation(operationId="get", tags=["b" * 201]),
            with_schema({}, **{"b" * 201: {"type": "object"}}),
            with_schema({}, **{"b" * 201: {"enum": ["a"]}}),
        )
    ),
    (secured(), "the scheme 'key' is not declared"),
    (
        secured(type="apiKey", name="k", **{"in": "header"}),
        "#/components/securitySchemes/key: is no bearer token",
    ),
    (secured(type="http", scheme="basic"), "is no bearer token"),
    (operation(responses={"default": {"description": ""}}), f"{GET}/responses: holds no success"),
    (answering("application/xml", {"type": "string"}), "Unsupported content_type application/xml"),
    (
        answering("application/json", {"type": "string", "format": "binary"}),
        "bytes inside JSON are not made here",
    ),
    (
        with_schema({"properties": {"a": {"type": "string", "format": "binary"}}}),
        "bytes inside JSON",
    ),
    (
        taking("application/json", "application/octet-stream", schema={}),
        f"{GET}/requestBody/content: offers several media types; keep one",
    ),
    (
        taking("application/json", "Application/JSON", schema={}),
        f"{GET}/requestBody/content: offers several media types; keep one",
    ),
    (
        taking("multipart/form-data", schema={"type": "object"}),
        "the media type 'multipart/form-data' is not made here",
    ),
    (
        taking("text/plain", schema={"type": "string"}),
        f"{GET}: no package can be made of it: Unsupported content type text/plain",
    ),
    (with_schema({"pattern": "("}), f"{THING}/pattern: "),
    (
        with_schema({"pattern": r"\Aa"}),
        f"{THING}/pattern: the escape \\A in the pattern means something else to Python",
    ),
    (with_schema({"const": {"a": 1}}), f"{THING}/const: is no string, whole number or boolean"),
    (with_schema({"const": 1.5}), f"{THING}/const: is no string, whole number or boolean"),
    (with_schema({"enum": ["a", 1]}), f"{THING}/enum: mixes types"),
    (with_schema({"enum": [1.5]}), f"{THING}/enum: mixes types"),
    (with_schema({"enum": []}), f"{THING}/enum: "),
    (
        with_schema({"allOf": [{"type": "string"}, {"type": "object"}]}),
        "/allOf/0: is in an allOf, but describes no object",
    ),
    (
        with_schema({"allOf": [{"$ref": "#/components/schemas/S"}], "properties": {}}, S={}),
        "describes no object",
    ),
    (with_schema({"type": "string", "allOf": [{"minLength": 1}]}), "describes no object"),
    (with_schema({"allOf": [True, {"type": "object"}]}), "/allOf/0: is in an allOf"),
    (with_schema({"type": "array"}), f"{THING}: no package can be made of it: type array must"),
    *(
        (
            with_schema(schema, B={"anyOf": [{"$ref": f"#{THING}"}, {"type": "string"}]}),
            f"{THING}: holds itself, with no object between; make one of them a property of an obj",
        )
        for schema in (
            {"type": "array", "items": {"$ref": f"#{THING}"}},
            {"type": "array", "items": {"type": "array", "items": {"$ref": f"#{THING}"}}},
            {"type": "array", "items": {"$ref": "#/components/schemas/B"}},
            {"oneOf": [{"type": "string"}, {"type": "array", "items": {"$ref": f"#{THING}"}}]},
        )
    ),
    (
        with_parameter(
            {"type": "string", "format": "date-time", "default": "2016-12-31T23:59:60Z"},
            required=True,
        ),
        f"{GET}/parameters/0/schema/default: is none of the values that it stands for",
    ),
]

S = {"type": "string"}
NO_EFFECT = [
    *(
        (with_schema({"type": kind, **rule}), f"{THING}/{next(iter(rule))}: has no effect here")
        for kind, rule in (
            ("object", {"patternProperties": {"^x-": S}}),
            ("object", {"unevaluatedProperties": False}),
            ("object", {"minProperties": 1}),
            ("object", {"maxProperties": 1}),
            ("object", {"propertyNames": {"pattern": "^a"}}),
            ("object", {"dependentRequired": {"a": ["b"]}}),
            ("object", {"dependentSchemas": {"a": {}}}),
            ("object", {"if": {}, "then": {}}),
            ("object", {"$dynamicRef": "#thing"}),
            ("string", {"not": {"const": "x"}}),
            ("string", {"maxlength": 3}),
            ("string", {"nullable": True}),
        )
    ),
    *(
        (
            with_schema({"type": "array", "items": S, **rule}),
            f"{THING}/{next(iter(rule))}: has no effect here",
        )
        for rule in (
            {"contains": {"const": "x"}},
            {"minContains": 2},
            {"prefixItems": [S]},
            {"unevaluatedItems": False},
        )
    ),
    (with_schema({"patternProperties": {"a": S}}), "; use additionalProperties, or leave it out"),
    (with_schema({"nullable": True}), '; add "null" to its type, or leave it out'),
    (
        with_schema({"maxLength": 3}),
        f"{THING}/maxLength: has no effect without the type string; add `type: string`, or",
    ),
    (with_schema({"type": "string", "minimum": 3}), "has no effect without the type number"),
    (with_schema({"items": S}), "has no effect without the type array"),
    (with_schema({"required": ["a"]}), "has no effect without the type object"),
    (
        with_schema({"type": "string", "format": "date", "pattern": "^2"}),
        f"{THING}/pattern: beside the format date has no effect; leave one of them out",
    ),
    (
        with_schema({"enum": ["a", "b"], "const": "a"}),
        f"{THING}/const: beside an enum is lost; keep one of them",
    ),
]

REF = {"$ref": "#/components/schemas/Base"}
BASE = {"type": "object", "properties": {"a": {**S, "minLength": 2}}}
JOINED = [
    *(
        (
            with_schema({"allOf": [REF], **rule}, Base=S),
            f"{THING}/{next(iter(rule))}: beside an allOf of one $ref is lost; move it to what",
        )
        for rule in (
            {"pattern": "^a"},
            {"maxLength": 3},
            {"enum": ["a"]},
            {"type": "object"},
            {"type": "string"},
        )
    ),
    (
        with_schema({"allOf": [REF], "properties": {"a": {**S, "maxLength": 3}}}, Base=BASE),
        "#/components/schemas/Base/properties/a: has other rules for 'a' than "
        f"#{THING}/properties/a, and one would be lost; describe it the same way, or once",
    ),
    (
        with_schema({"allOf": [REF, {"properties": {"a": S}}]}, Base=BASE),
        "has other rules for 'a'",
    ),
    (
        with_schema({"allOf": [REF, {"properties": {"a": False}}]}, Base=BASE),
        "has other rules for 'a'",
    ),
    (
        with_schema({"allOf": [REF, {"properties": {"a": {"x-ms-client-name": "b"}}}]}, Base=BASE),
        "has other rules for 'a'",
    ),
    *(
        (
            with_schema({"allOf": [REF, BASE]}, Base={"type": "object", **rule}),
            "#/components/schemas/Base/additionalProperties: is lost in the allOf at #",
        )
        for rule in ({"additionalProperties": False}, {"additionalProperties": {"type": "integer"}})
    ),
    (
        with_schema({"allOf": [{"allOf": [REF]}, BASE]}, Base=BASE),
        f"{THING}/allOf/0/allOf: in a part of an allOf is lost; move its parts to the outer one",
    ),
    *(
        (
            with_schema({union: [S, {"type": "integer"}], **rule}),
            f"{THING}/{next(iter(rule))}: beside {union} is lost; move it into each of the",
        )
        for union in ("anyOf", "oneOf")
        for rule in (
            {"properties": {"a": S}},
            {"type": "string"},
            {"type": ["string", "null"]},
            {"pattern": "^a"},
            {"enum": ["a"]},
            {"const": "a"},
            {"format": "date"},
        )
    ),
    (
        with_schema({"properties": {"a": S}, "oneOf": [{"required": ["a"]}]}),
        f"{THING}/properties: beside oneOf is lost",
    ),
    (with_schema({"anyOf": [S], "oneOf": [S]}), f"{THING}/oneOf: beside anyOf is lost"),
    (with_schema({"anyOf": [BASE], "allOf": [BASE]}), f"{THING}/allOf: beside anyOf is lost"),
]

EITHER = {
    "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
    "discriminator": {"propertyName": "kind"},
}


def of_kind(schema: Any, *, required: bool = True) -> dict[str, Any]:
    """An object that names its kind."""
    found = {"type": "object", "properties": {"kind": schema}}
    return {**found, "required": ["kind"]} if required else found


KINDS = [
    (
        with_schema({**BASE, "discriminator": {"propertyName": "a"}}),
        f"{THING}/discriminator: has no effect without oneOf or anyOf; write a oneOf of all the",
    ),
    (
        with_schema(EITHER, A=of_kind({"const": "A"}), B=of_kind(S)),
        f"{THING}/discriminator: 'kind' in #/components/schemas/B is not required, or no "
        "const that leads there; require it there, with a const that is in the mapping or",
    ),
    (
        with_schema(EITHER, A=of_kind({"const": "A"}), B=of_kind({"const": "B"}, required=False)),
        "'kind' in #/components/schemas/B is not required, or no const",
    ),
    (
        with_schema(EITHER, A=of_kind({"const": "A"}), B=of_kind({"enum": ["A", "B"]})),
        "'kind' in #/components/schemas/B is not required, or no const",
    ),
    (
        with_schema(
            edited(EITHER, {"/discriminator/mapping": {"a": "B", "b": "#/components/schemas/A"}}),
            A=of_kind({"const": "a"}),
            B=of_kind({"const": "b"}),
        ),
        "'kind' in #/components/schemas/A is not required, or no const",
    ),
    (with_schema({**EITHER, "discriminator": {}}, A=BASE, B=BASE), "has no propertyName"),
    (
        with_schema({"oneOf": [S, BASE], "discriminator": {"propertyName": "a"}}),
        "oneOf/0 is not required",
    ),
]

#: Whose parts contradict each other, so that no value is right.
CONTRADICTIONS = [
    (
        with_schema({"type": "string", "enum": [1, 2]}),
        f"{THING}/enum/0: breaks its own schema",
    ),
    (with_schema({"type": "integer", "enum": ["1"]}), f"{THING}/enum/0: breaks its own schema"),
    (with_schema({"type": "integer", "const": "x"}), f"{THING}/const: breaks its own schema"),
    (
        with_schema({"type": "string", "minLength": 5, "maxLength": 3}),
        f"{THING}/minLength: leaves no value together with maxLength; correct one of them",
    ),
    (
        with_schema({"type": "array", "items": S, "minItems": 2, "maxItems": 1}),
        f"{THING}/minItems: leaves no value together with maxItems",
    ),
    *(
        (with_schema({"type": "number", least: 3, most: value}), f"{THING}/{least}: leaves no")
        for least, most, value in (
            ("minimum", "maximum", 2),
            ("minimum", "exclusiveMaximum", 3),
            ("exclusiveMinimum", "maximum", 3),
            ("exclusiveMinimum", "exclusiveMaximum", 3),
        )
    ),
    (
        with_schema({**BASE, "required": ["a", "nmae"]}),
        f"{THING}/required/1: 'nmae' is no property there; correct the name, or describe it",
    ),
    (
        with_schema({"allOf": [REF, {"required": ["b"]}]}, Base=BASE),
        f"{THING}/allOf/1/required/0: 'b' is no property there",
    ),
    (with_schema({"type": "object", "required": ["a"]}), f"{THING}/required/0: 'a' is no property"),
    (
        edited(minimal(), {"/tags": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}),
        "#/tags/2: the tag 'a' is there twice; describe it once",
    ),
    (
        edited(
            secured(
                type="oauth2",
                flows={
                    "x-a": 1,
                    "implicit": {"authorizationUrl": "https://a.example", "scopes": {"read": ""}},
                },
            ),
            {"/security": [{"key": ["read", "write"]}]},
        ),
        f"{GET}/security: the scheme 'key' has no scope 'write'; correct it, or declare it in "
        "#/components/securitySchemes/key",
    ),
]

CLIENT = {"name": "v", "in": "query", "schema": S, "x-ms-parameter-location": "client"}
MARKS = [
    *(
        (
            edited(
                parameters({"name": "a", "schema": {"type": "array", "items": S}}), {place: value}
            ),
            f"#{place}: has no effect here; move it to the {owner}",
        )
        for place, value, owner in (
            ("/x-sdk-permission", "a", "operation that it is about"),
            ("/info/x-sdk-cloud", "a", "server that"),
            (f"{GET}/x-sdk-cloud", "a", "server that"),
            ("/paths/~1things/x-sdk-repeatable", True, "operation that"),
            (f"{GET}/parameters/0/x-sdk-repeatable", True, "operation that"),
            (f"{GET}/x-ms-client-name", "a", "parameter or the property that"),
            (f"{GET}/parameters/0/schema/x-ms-client-name", "a", "parameter or the property"),
            (f"{GET}/x-ms-parameter-location", "client", "parameter that"),
            (f"{GET}/parameters/0/schema/x-sdk-environment", "A", "parameter that"),
            (f"{GET}/responses/200/x-ms-secret", True, "parameter or the property or the schema"),
        )
    ),
    (with_schema({**S, "x-ms-client-name": "a"}), f"{THING}/x-ms-client-name: has no effect here"),
    (
        two(
            *(
                {"operationId": f"A_{one}", "parameters": [{**CLIENT, "x-sdk-environment": one}]}
                for one in ("B", "C")
            )
        ),
        "the client parameter 'v' is not the same in all operations",
    ),
]


@pytest.mark.parametrize(
    ("root", "words"), [*SUBSET, *NO_EFFECT, *JOINED, *KINDS, *CONTRADICTIONS, *MARKS]
)
def test_the_line_says_what_is_wrong_and_where(root: Any, words: str) -> None:
    # Through JSON, because a value may stand at one place only.
    assert words in refusal(json.loads(json.dumps(root)))


def test_an_enum_of_the_client_has_to_be_the_same_everywhere() -> None:
    described = [{"name": "q", "in": "query", "x-ms-parameter-location": "client"}] * 2
    schemas = [{"enum": ["a"]}, {"enum": ["b"]}]
    assert "conflicting enums named Q" in refusal(
        two(
            *(
                {"operationId": f"A_{index}", "parameters": [{**one, "schema": schema}]}
                for index, (one, schema) in enumerate(zip(described, schemas, strict=True))
            )
        )
    )


def test_client_parameters_have_to_be_the_same_everywhere() -> None:
    root = two({"operationId": "A_B"}, {"operationId": "A_C"})
    for method, default in (("get", "1"), ("put", "2")):
        root["paths"]["/things"][method]["parameters"] = [
            {
                "name": "v",
                "in": "query",
                "schema": {"type": "string", "default": default},
                "x-ms-parameter-location": "client",
            }
        ]
    assert "the client parameter 'v' is not the same in all operations" in refusal(root)
