"""Extensions that the generator reads: their values and their places."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import apart, refusals
from tests.small_documents import (
    edited,
    minimal,
    operation,
    parameters,
    with_parameter,
    with_schema,
)

GET = "/paths/~1things/get"
THING = "#/components/schemas/Thing"
ARRAY = {"type": "array", "items": {"type": "string"}}


@pytest.mark.parametrize(
    ("root", "line"),
    [
        (
            edited(minimal(), {"/x-sdk-colour": "red"}),
            "#/x-sdk-colour: is not an extension of this generator; use one of "
            "x-sdk-specification, x-sdk-cloud, x-sdk-token-scope, x-sdk-sign-in-host, "
            "x-sdk-repeatable, x-sdk-permission, x-sdk-rate-limit, x-sdk-environment, "
            "x-sdk-config-file, x-sdk-config-key, x-sdk-option, x-sdk-option-environment, "
            "x-sdk-identifier, x-sdk-run",
        ),
        (
            with_parameter({"type": "string"}, **{"x-sdk-identifier": True}),
            f"#{GET}/parameters/0/x-sdk-identifier: is for the ids in a path, where a slash "
            "separates two of them; leave it out",
        ),
        *(
            (
                with_parameter({"type": "string"}, **{"x-sdk-option": spelling}),
                f"#{GET}/parameters/0/x-sdk-option: is not the spelling of an option; write it as "
                "-n/--name or --name",
            )
            for spelling in ("name", "-n", "--name/-n", "-nm/--name", "--Name", "--a--b")
        ),
        (
            operation(**{"x-sdk-repeatable": "yes"}),
            f"#{GET}/x-sdk-repeatable: is not true or false; correct it",
        ),
        *(
            (
                operation(**{"x-sdk-permission": value}),
                f"#{GET}/x-sdk-permission: is not a name in printable ASCII characters; correct it",
            )
            for value in ("", 1, "Läsen", "a\n", " a")
        ),
        (
            with_parameter({"type": "string"}, **{"x-ms-parameter-location": "cloud"}),
            f"#{GET}/parameters/0/x-ms-parameter-location: is not client or method; correct it",
        ),
        (
            with_schema({"properties": {"a": {"type": "string", "x-ms-secret": "true"}}}),
            f"{THING}/properties/a/x-ms-secret: is not true or false; correct it",
        ),
        (
            with_schema({"enum": ["a"], "x-ms-enum": "A"}),
            f"{THING}/x-ms-enum: is not a mapping; correct it",
        ),
        (
            with_schema({"type": "string", "x-nullable": True}),
            f'{THING}/x-nullable: means nothing in OpenAPI 3.1; add "null" to its type',
        ),
        (
            with_parameter({"type": "string"}, **{"x-ms-skip-url-encoding": True}),
            f"#{GET}/parameters/0/x-ms-skip-url-encoding: is not supported: values are always "
            "encoded; leave it out",
        ),
        (
            edited(minimal(), {"/x-ms-paths": {"/a?b": {}}}),
            "#/x-ms-paths: is not supported; move its operations to paths",
        ),
        *(
            (
                edited(with_parameter(ARRAY), {place: value}),
                f"#{place}: has no effect here; move it to the {owners} that it describes",
            )
            for place, value, owners in (
                ("/x-sdk-permission", "a", "operation"),
                ("/info/x-sdk-cloud", "a", "server"),
                (f"{GET}/x-sdk-cloud", "a", "server"),
                ("/paths/~1things/x-sdk-repeatable", True, "operation"),
                (f"{GET}/parameters/0/x-sdk-repeatable", True, "operation"),
                (f"{GET}/x-ms-client-name", "a", "parameter or the property"),
                (f"{GET}/parameters/0/schema/x-ms-client-name", "a", "parameter or the property"),
                (f"{GET}/x-ms-parameter-location", "client", "parameter"),
                (f"{GET}/parameters/0/schema/x-sdk-environment", "A", "parameter"),
                (f"{GET}/x-sdk-config-file", {}, "document"),
                (f"{GET}/x-sdk-config-key", "a", "parameter"),
                (
                    f"{GET}/responses/200/x-ms-secret",
                    True,
                    "parameter or the property or the schema",
                ),
            )
        ),
    ],
)
def test_the_line_says_what_is_wrong_where_and_what_to_do(root: Any, line: str) -> None:
    assert refusals(apart(root)) == [line]


@pytest.mark.parametrize(
    ("schema", "lines"),
    [
        (
            {"type": "string", "x-ms-enum": {"name": "A"}},
            ["x-ms-enum: has no effect without enum; list the values in enum"],
        ),
        (
            {"enum": ["a"], "x-ms-enum": {"name": "", "modelAsString": "yes", "values": {}}},
            [
                "x-ms-enum/name: is of another type; correct it",
                "x-ms-enum/modelAsString: is of another type; correct it",
                "x-ms-enum/values: is of another type; correct it",
            ],
        ),
        (
            {"enum": ["a"], "x-ms-enum": {"open": True}},
            ["x-ms-enum/open: is not a key that is read here; use name, modelAsString, values"],
        ),
        (
            {"enum": ["a"], "x-ms-enum": {"values": ["a", {"name": "A"}]}},
            [
                "x-ms-enum/values/0: does not name a value; write {value: ...}",
                "x-ms-enum/values/1: does not name a value; write {value: ...}",
            ],
        ),
        (
            {"enum": ["a"], "x-ms-enum": {"values": [{"value": "b", "named": "B"}]}},
            [
                "x-ms-enum/values/0/value: is not one of the values in enum; list it in enum, too, "
                "or leave it out",
                "x-ms-enum/values/0/named: is not a key that is read here; use value, name, "
                "description",
            ],
        ),
    ],
)
def test_a_description_of_an_enum_has_to_fit_the_enum(
    schema: dict[str, Any], lines: list[str]
) -> None:
    assert refusals(with_schema(schema)) == [f"{THING}/{line}" for line in lines]


@pytest.mark.parametrize(
    ("file", "lines"),
    [
        (
            {"names": [], "id-path": "/a"},
            [
                "/names: names no file; list at least one",
                "/id-path: is not a key that is read here; use names, id-key",
            ],
        ),
        ({}, ["/names: names no file; list at least one"]),
        (
            {"names": "config.json", "id-key": 1},
            [
                "/names: is of another type; correct it",
                "/id-key: is of another type; correct it",
            ],
        ),
        (
            {"names": ["a/config.json", "", "/a", "../a", "a/../b", "a\\b", "a b", 1]},
            [
                f"/names/{index}: is not the path of a file; write a relative path such as "
                "folder/config.json"
                for index in range(1, 8)
            ],
        ),
    ],
)
def test_a_config_file_has_names_and_perhaps_an_id(file: dict[str, Any], lines: list[str]) -> None:
    root = with_parameter({"type": "string"}, **{"x-sdk-config-key": "q"})
    root["x-sdk-config-file"] = file
    assert refusals(root) == [f"#/x-sdk-config-file{line}" for line in lines]


def test_a_config_file_and_the_keys_of_its_parameters_need_each_other() -> None:
    file = {"names": ["config.json"]}
    assert refusals(edited(minimal(), {"/x-sdk-config-file": file})) == [
        "#/x-sdk-config-file: gives no parameter; mark the parameters that it gives with "
        "x-sdk-config-key"
    ]
    assert refusals(with_parameter({"type": "string"}, **{"x-sdk-config-key": "q"})) == [
        f"#{GET}/parameters/0/x-sdk-config-key: has no effect without the file; describe the file "
        "in x-sdk-config-file at the top of the document"
    ]


@pytest.mark.parametrize(
    ("limit", "lines"),
    [
        (200, [": is not a mapping; correct it"]),
        (
            {},
            [
                ": has no burst; write {burst: ..., per-second: ...}",
                ": has no per-second; write {burst: ..., per-second: ...}",
            ],
        ),
        (
            {"burst": 0, "per-second": -1.5},
            [
                "/burst: is not a number above 0; correct it",
                "/per-second: is not a number above 0; correct it",
            ],
        ),
        (
            {"burst": True, "per-second": "10"},
            [
                "/burst: is not a number above 0; correct it",
                "/per-second: is of another type; correct it",
            ],
        ),
        (
            {"burst": 1, "per-second": 1, "per-minute": 1},
            ["/per-minute: is not a key that is read here; use burst, per-second"],
        ),
    ],
)
def test_a_rate_limit_is_a_bucket(limit: Any, lines: list[str]) -> None:
    root = operation(**{"x-sdk-rate-limit": limit})
    assert refusals(root) == [f"#{GET}/x-sdk-rate-limit{line}" for line in lines]


def test_an_extension_of_others_may_stand_anywhere() -> None:
    root = parameters({"name": "a", "x-ms-anything": {"x-sdk-colour": 1}})
    root["x-ms-parameterized-host"] = False
    assert refusals(root) == []
