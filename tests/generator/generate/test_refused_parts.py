"""Parts of OpenAPI that no package is made from: one clear line."""

from __future__ import annotations

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
        for name in ("Host", "content-length", "Transfer-Encoding", "x-ms-client-request-id")
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
        "offers several media types; keep one",
    ),
    (
        taking("multipart/form-data", schema={"type": "object"}),
        "the media type 'multipart/form-data' is not made here",
    ),
    (taking("text/plain", schema={"type": "string"}), "Unsupported content type text/plain"),
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
    (with_schema({"type": "array"}), "type array must have items"),
]


@pytest.mark.parametrize(("root", "words"), [*SUBSET])
def test_the_line_says_what_is_wrong_and_where(root: Any, words: str) -> None:
    assert words in refusal(root)


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
