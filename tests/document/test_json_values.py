"""Files that are not OpenAPI 3.1 documents, and values that JSON does not have."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest

from tests.document.refused import refusals
from tests.small_documents import edited, minimal, operation, with_schema

PLACE = "#/paths/~1things/get"


@pytest.mark.parametrize(
    ("root", "line"),
    [
        (["a"], "is not an OpenAPI document; start with `openapi: 3.1.0`"),
        (None, "is not an OpenAPI document; start with `openapi: 3.1.0`"),
        ({"swagger": "2.0"}, "#/swagger: is a Swagger document; convert it to OpenAPI 3.1.0"),
        (
            edited(minimal(), {"/openapi": "3.0.3"}),
            "#/openapi: the OpenAPI version is '3.0.3'; convert the document to 3.1.0, which "
            "describes null and bounds differently",
        ),
        (
            edited(minimal(), {"/openapi": "3.2.0"}),
            "#/openapi: the OpenAPI version is '3.2.0'; write `openapi: 3.1.0`",
        ),
        (
            edited(minimal(), {"/openapi": 3.1}),
            "#/openapi: the OpenAPI version is 3.1; write `openapi: 3.1.0`",
        ),
        (
            edited(minimal(), {"/info/title": " "}),
            "#/info/title: is missing; name the service there",
        ),
        (
            edited(minimal(), {"/info/version": dt.date(2024, 9, 1)}),
            '#/info/version: is not a string; quote it: version: "2024-09-01"',
        ),
        (
            edited(minimal(), {"/info/version": 1.5}),
            '#/info/version: is not a string; quote it: version: "1.5"',
        ),
        *(
            (
                edited(minimal(), {"/info/version": version}),
                '#/info/version: is not a version; write one such as "2025-09-01"',
            )
            for version in ("latest", "1.0.0-", True)
        ),
        (
            edited(minimal(), {"/paths/~1things/get/responses": {200: {}}}),
            f'{PLACE}/responses/200: the key is not a string; quote it: "200"',
        ),
        (
            operation(summary=dt.datetime(2024, 9, 1, tzinfo=dt.UTC)),
            f'{PLACE}/summary: is read as a date; quote it: "2024-09-01T00:00:00+00:00"',
        ),
        (
            operation(**{"x-a": {None: 1}}),
            f'{PLACE}/x-a/None: the key is not a string; quote it: "null"',
        ),
        (
            operation(summary="\ud800"),
            f"{PLACE}/summary: holds half of a character (a surrogate); write the whole character",
        ),
        (
            operation(**{"x-a": b"a"}),
            f"{PLACE}/x-a: is of YAML type bytes, which JSON does not have; write a string, "
            "number, boolean, list or mapping",
        ),
        (
            operation(**{"x-a": float("nan")}),
            f"{PLACE}/x-a: is not a number that JSON has; write a finite one",
        ),
    ],
)
def test_the_line_says_what_is_wrong_where_and_what_to_do(root: Any, line: str) -> None:
    assert refusals(root) == [line]


def test_a_document_without_version_and_title_gets_a_line_for_each() -> None:
    assert refusals({"info": {}}) == [
        "#/openapi: the OpenAPI version is missing; write `openapi: 3.1.0`",
        "#/info/title: is missing; name the service there",
        '#/info/version: is not a version; write one such as "2025-09-01"',
    ]


def test_an_alias_is_refused_before_it_grows() -> None:
    """Ten aliases of ten aliases, and so on, are more than any machine can hold."""
    bomb: Any = ["x"]
    for _ in range(20):
        bomb = [bomb] * 10
    found = refusals(minimal() | {"x-bomb": bomb})
    assert found[0].endswith("is an alias of another place (YAML's *); use $ref, or write it out")
    assert len(found) == 9 * 20


def test_a_value_that_holds_itself_is_refused() -> None:
    root = minimal()
    root["x-self"] = root
    assert refusals(root) == [
        "#/x-self: is an alias of another place (YAML's *); use $ref, or write it out"
    ]


def test_a_document_that_is_nested_too_deep_is_refused() -> None:
    deep: Any = {}
    for _ in range(3000):
        deep = {"items": deep, "type": "array"}
    assert refusals(with_schema(deep)) == [
        "is nested too deep; move schemas to #/components/schemas"
    ]


@pytest.mark.parametrize(
    "root",
    [
        with_schema({"enum": ["a", 1, "x" * 9999]}),
        operation(operationId="x" * 9999 + "\n"),
        edited(minimal(), {"/openapi": "9" * 9999}),
    ],
)
def test_a_long_text_is_cut_in_the_message(root: Any) -> None:
    (line,) = refusals(root)
    assert len(line) < 1000
