"""Servers, paths, operations, parameters, bodies and security that no package is made from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart, refusals
from tests.small_documents import (
    GONE,
    answering,
    edited,
    minimal,
    operation,
    parameters,
    secured,
    taking,
    two,
    with_parameter,
)

GET = "#/paths/~1things/get"
IN_PATH = {"in": "path", "required": True, "schema": {"type": "string"}}
OTHER = {"operationId": "Other", "responses": {"200": {"description": ""}}}
OAUTH = {
    "type": "oauth2",
    "flows": {
        "x-a": 1,
        "implicit": {"authorizationUrl": "https://a.example", "scopes": {"read": ""}},
    },
}

SERVERS = [
    *(
        (
            edited(minimal(), {"/servers/0/url": url}),
            "#/servers/0/url: is not an https URL without variables, where a token can be sent; "
            "write one such as https://host",
        )
        for url in (
            "http://a.example",
            "/",
            "https://",
            "https://{host}",
            "https://u@a.example",
            "https://u:p@a.example",
            "https://a.example?b",
            "https://a.example#b",
            "https://a\\b",
            "https://a:x",
            "https://[::1]",
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
        "#/servers/1: the cloud 'things.example' is described twice; give it another x-sdk-cloud",
    ),
    (
        edited(minimal(), {"/servers/0/x-sdk-sign-in-host": "https://login.example"}),
        "#/servers/0/x-sdk-sign-in-host: is not a host; write a name such as login.example.com",
    ),
    (
        edited(minimal(), {"/tags": [{"name": "a"}, {"name": "b"}, {"name": "a"}]}),
        "#/tags/2: the tag 'a' is described twice; describe it once",
    ),
]

PATHS = [
    *(
        (edited(minimal(), change), "#/paths: has no operation; describe at least one")
        for change in ({"/paths": {}}, {"/paths/~1things": {}})
    ),
    *(
        (
            parameters(path=path),
            f"#/paths/{path.replace('/', '~1')}: is a path that cannot be sent as it is; use "
            "letters, digits, -._~ and {name}, and no segment that is . or ..",
        )
        for path in ("/a b", "/a/../b", "/a{b", "/ä")
    ),
    (
        edited(
            parameters({**IN_PATH, "name": "x"}, path="/a/{x}"),
            {"/paths/~1a~1{y}": {"get": {**OTHER, "parameters": [{**IN_PATH, "name": "y"}]}}},
        ),
        "#/paths/~1a~1{y}: is the path '/a/{x}' with other names; describe both under one path",
    ),
    (
        edited(minimal(pathItems={"P": {}}), {"/paths/~1more/$ref": "#/components/pathItems/P"}),
        "#/paths/~1more/$ref: is not supported in a path; write the path item out",
    ),
    (
        edited(minimal(), {"/paths/~1things/servers": [{"url": "https://o.example"}]}),
        "#/paths/~1things/servers: are not supported in a path; move them to the document's "
        "servers",
    ),
    (
        operation(servers=[{"url": "https://other.example"}]),
        f"{GET}/servers: are not supported in an operation; move them to the document's servers",
    ),
    (
        operation(responses=GONE),
        f"{GET}/responses: is missing; say what the operation returns",
    ),
    *(
        (
            operation(operationId=name),
            f"{GET}/operationId: is missing or not a name; name the operation with letters, "
            "digits, - and _, such as Group_Verb",
        )
        for name in (GONE, "a b", "../up", "1a", "-a")
    ),
    (
        two({"operationId": "A_B"}, {"operationId": "A_B"}),
        f"#/paths/~1things/put/operationId: 'A_B' is used twice; {GET} has it, too: give one "
        "another name",
    ),
]

PARAMETERS = [
    (
        parameters({"name": "a", "in": "cookie"}),
        f"{GET}/parameters/0/in: cookie parameters are not supported; use path, query or header",
    ),
    (
        edited(
            minimal(),
            {
                f"{GET[1:]}/parameters": [
                    {"name": "a", "in": "query", "content": {"a/b": {"schema": {}}}}
                ]
            },
        ),
        f"{GET}/parameters/0/content: is not supported in a parameter; describe its values in "
        "`schema`",
    ),
    (
        parameters({"name": "a", "style": "pipeDelimited"}),
        f"{GET}/parameters/0/style: is not supported; leave it out",
    ),
    (
        parameters({"name": "a", "allowReserved": True}),
        f"{GET}/parameters/0/allowReserved: is not supported: values are always encoded; leave it "
        "out",
    ),
    *(
        (
            parameters({"name": name, "in": "header"}),
            f"{GET}/parameters/0/name: the client sets the header {name!r} itself; leave the "
            "parameter out",
        )
        for name in ("Authorization", "Host", "content-length", "x-ms-client-request-id")
    ),
    (
        parameters({"name": "a b", "in": "header"}),
        f"{GET}/parameters/0/name: 'a b' is not the name of a header; use letters, digits and -",
    ),
    (
        parameters({"name": "X-A", "in": "header"}, {"name": "x-a", "in": "header"}),
        f"{GET}/parameters/1/name: the header 'x-a' is described twice; leave one out",
    ),
    (
        parameters({"name": "a", "in": "path", "required": True}),
        f"{GET}/parameters/0: the path has no {{a}}; put it into the path, or leave this out",
    ),
    (
        parameters(path="/a/{a}"),
        "#/paths/~1a~1{a}/get: {a} in the path is not described; describe it among the parameters, "
        "with `in: path`",
    ),
    (
        parameters({**IN_PATH, "name": "a"}, path="/{a}/{a}"),
        "#/paths/~1{a}~1{a}/get: {a} is in the path twice; use two names",
    ),
    (
        parameters({"name": "a", "x-sdk-environment": "A"}),
        f"{GET}/parameters/0: is read from the environment, which only a client parameter can be; "
        "add x-ms-parameter-location: client",
    ),
    (
        with_parameter({"enum": ["a"]}, **{"x-ms-parameter-location": "client"}),
        f"{GET}/parameters/0/schema/enum: is an enum inside a client parameter; move the schema to "
        "#/components/schemas, and point there with $ref",
    ),
    (
        with_parameter(
            {"type": "array", "items": {"enum": ["a"]}}, **{"x-ms-parameter-location": "client"}
        ),
        f"{GET}/parameters/0/schema/items/enum: is an enum inside a client parameter; move the "
        "schema to #/components/schemas, and point there with $ref",
    ),
    (
        parameters(
            {
                "name": "api-version",
                "x-ms-parameter-location": "client",
                "schema": {"type": "string", "default": "9.9"},
            }
        ),
        f"{GET}/parameters/0/schema/default: is '9.9', while #/info/version is '1.0'; let them "
        "agree: `python -m generator bump VERSION` changes both",
    ),
]

BODIES = [
    *(
        (
            answering(media_type, {}),
            f"{GET}/responses/200/content/{media_type.replace('/', '~1')}: is not a media type; "
            "write one such as application/json, in lower case",
        )
        for media_type in ("application", "Application/json", "a/b;c", "a/b, c/d")
    ),
    (
        taking(schema={}),
        f"{GET}/requestBody/content: has no media type; describe it, or leave the body out",
    ),
    (
        operation(responses={"200": {"description": "", "content": {"application/json": {}}}}),
        f"{GET}/responses/200/content/application~1json: has no schema; add one; {{}} allows every "
        "value",
    ),
]

SECURITY = [
    (
        secured(),
        "#/security: the scheme 'key' is not declared; declare it in #/components/securitySchemes",
    ),
    *(
        (
            secured(**scheme),
            "#/components/securitySchemes/key: is not a bearer token; use oauth2, openIdConnect or "
            "http bearer",
        )
        for scheme in (
            {"type": "apiKey", "name": "k", "in": "header"},
            {"type": "http", "scheme": "basic"},
        )
    ),
    (
        edited(secured(**OAUTH), {"/security": [{"key": ["read", "write"]}]}),
        "#/security: the scheme 'key' has no scope 'write'; correct it, or declare it in "
        "#/components/securitySchemes/key",
    ),
    (
        edited(secured(**OAUTH), {f"{GET[1:]}/security": [{"key": ["write"]}]}),
        f"{GET}/security: the scheme 'key' has no scope 'write'; correct it, or declare it in "
        "#/components/securitySchemes/key",
    ),
]


@pytest.mark.parametrize(("root", "line"), [*SERVERS, *PATHS, *PARAMETERS, *BODIES, *SECURITY])
def test_the_line_says_what_is_wrong_where_and_what_to_do(root: Any, line: str) -> None:
    assert refusals(apart(root)) == [line]


def test_a_content_type_with_a_line_break_is_refused() -> None:
    """It would be a header of its own."""
    (line,) = refusals(answering("application/json\r\nX: y", {}))
    assert ": is not a media type; " in line


@pytest.mark.parametrize(
    "root",
    [
        operation(operationId="list-things"),
        answering("application/json; charset=utf-8", {}),
        edited(minimal(), {"/servers/0/url": "https://a.example:8443/base/"}),
        parameters({"name": "a", "style": "form", "allowReserved": False}),
        edited(minimal(schemas={"E": {"enum": ["a"]}}), {"/servers": []}),
        with_parameter({"enum": ["a"]}),
        secured(type="http", scheme="Bearer"),
        secured(type="openIdConnect", openIdConnectUrl="https://a.example"),
        operation(**{"x-ms-examples": {"a": {"$ref": "./examples/a.json"}}}),
    ],
)
def test_what_documents_of_azure_resource_manager_have_is_accepted(root: Any) -> None:
    assert refusals(root) == []
