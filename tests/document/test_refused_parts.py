"""Operations and schemas that the document stage accepts, but no package can be made from."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart
from tests.generated_packages import refusal
from tests.small_documents import (
    GET,
    answering,
    edited,
    operation,
    parameters,
    taking,
    two,
    with_parameter,
    with_schema,
)

THING = "/components/schemas/Thing"
S = {"type": "string"}
Q = {"name": "q", "in": "query", "schema": S}
CLIENT = {"name": "v", "in": "query", "x-ms-parameter-location": "client"}

PARAMETERS = [
    *(
        (with_parameter(schema), "has no form in a path, a query or a header")
        for schema in (
            {},
            {"type": "object"},
            {"type": "null"},
            {"type": "array", "items": {"type": "array", "items": S}},
            {"type": ["array", "string"], "items": S},
        )
    ),
    (
        with_parameter(
            {"type": "integer"}, **{"x-ms-parameter-location": "client", "x-sdk-environment": "A"}
        ),
        "is read from the environment, which holds strings, but is not a string",
    ),
    *(
        (
            edited(
                with_parameter(schema, **{**marks, "x-sdk-config-key": "q"}),
                {"/x-sdk-config-file": {"names": ["config.json"], **file}},
            ),
            problem,
        )
        for schema, marks, file, problem in (
            ({"type": "integer"}, {}, {}, "is for plain strings: a config file holds no secret"),
            (
                {**S, "format": "password", "x-ms-secret": True},
                {"in": "header"},
                {},
                "is for plain strings: a config file holds no secret",
            ),
            (
                {**S, "default": "a"},
                {"x-ms-parameter-location": "client"},
                {},
                "has no effect: the client has a default, which comes before the file",
            ),
            (
                S,
                {},
                {"id-key": "Scope"},
                "#/x-sdk-config-file/id-key: needs one resource id that starts the paths",
            ),
        )
    ),
    (
        edited(
            two(
                {"operationId": "A_B", "parameters": [{**Q, "x-sdk-config-key": "b"}]},
                {"operationId": "A_C", "parameters": [Q]},
            ),
            {"/x-sdk-config-file": {"names": ["config.json"]}},
        ),
        "the parameter 'q' has another key in other operations",
    ),
    (
        with_parameter(
            {**S, "format": "date-time", "default": "2016-12-31T23:59:60Z"}, required=True
        ),
        f"{GET}/parameters/0/schema/default: is not one of the values that the schema describes",
    ),
    *(
        (
            two(
                *(
                    {"operationId": f"A_{one}", "parameters": [{**CLIENT, **other}]}
                    for one, other in zip("BC", others, strict=True)
                )
            ),
            "the client parameter 'v' is not the same in all operations",
        )
        for others in (
            [{"schema": S, "x-sdk-environment": "B"}, {"schema": S, "x-sdk-environment": "C"}],
            [{"schema": {**S, "default": "1"}}, {"schema": {**S, "default": "2"}}],
        )
    ),
    (parameters({"name": "a"}, {"name": "a"}), "MUST NOT contain duplicates"),
]

BODIES = [
    (operation(responses={"default": {"description": ""}}), "/responses: describes no success"),
    (answering("application/xml", S), "Unsupported content_type application/xml"),
    (answering("application/json", {**S, "format": "binary"}), "bytes inside JSON"),
    (with_schema({"properties": {"a": {**S, "format": "binary"}}}), "bytes inside JSON"),
    (
        taking("application/json", "application/octet-stream", schema={}),
        f"{GET}/requestBody/content: offers several media types; keep one",
    ),
    (taking("multipart/form-data", schema={"type": "object"}), "'multipart/form-data' is not"),
    (taking("text/plain", schema=S), "Unsupported content type text/plain"),
]

SCHEMAS = [
    *(
        (root, "the name of a file, 'bbbb")
        for root in (
            operation(operationId=f"A_{'b' * 201}"),
            operation(operationId="get", tags=["b" * 201]),
            with_schema({}, **{"b" * 201: {"properties": {"a": S}}}),
            with_schema({}, **{"b" * 201: {"enum": ["a"]}}),
        )
    ),
    (with_schema({"type": "array"}), f"{THING}: openapi-python-client refuses it: type array must"),
    (
        with_schema({"allOf": [{"$ref": f"#{THING}"}, {"properties": {}}]}),
        "openapi-python-client refuses it: Reference",
    ),
]


@pytest.mark.parametrize(("root", "words"), [*PARAMETERS, *BODIES, *SCHEMAS])
def test_the_line_says_what_is_wrong_and_where(root: Any, words: str) -> None:
    line = refusal(apart(root))
    assert words in line
    assert "\n" not in line
