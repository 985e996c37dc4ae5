"""The README of a package shows calls in valid Python, whatever the document contains."""

from __future__ import annotations

import ast
import copy
import re
import shlex
from typing import Any

import attrs
import pytest

from tests.generated_packages import CONFIG, tree_of
from tests.small_documents import (
    GET,
    edited,
    library,
    minimal,
    parameters,
    taking,
    two,
    with_parameter,
)

NAMED = {"type": "string"}
PATH = {"name": "the-id", "in": "path", "required": True}
OF_CLIENT = {"x-ms-parameter-location": "client"}


def first(**described: Any) -> dict[str, Any]:
    return {"operationId": "Things_First", **described}


SECOND = {
    "operationId": "Others_Second",
    "parameters": [{"name": "q", "in": "query", "schema": NAMED, "example": "a", "required": True}],
}
BODY = {"required": True, "content": {"application/json": {"schema": {}}}}
NEEDS_BODY = first(requestBody=BODY)

CALLS = {
    "no argument": (minimal(), "client.things.list()"),
    "a body that may be left out": (taking("application/json", schema=NAMED), "things.list()"),
    "a body alone": (
        two(NEEDS_BODY, {"operationId": "A_B", "requestBody": copy.deepcopy(BODY)}),
        "first(body)",
    ),
    "a body, then none": (two(NEEDS_BODY, SECOND), "client.others.second(q='a')"),
    "no example": (parameters(PATH, path="/things/{the-id}"), "list(the_id)"),
    "an example in the schema": (
        parameters({**PATH, "schema": {"type": "integer", "example": 3}}, path="/t/{the-id}"),
        "list(3)",
    ),
    "an example of an enum": (
        parameters({**PATH, "schema": {"enum": ["a"], "example": "a"}}, path="/t/{the-id}"),
        "list(the_id)",
    ),
    "a query that is required": (with_parameter(NAMED, required=True), "list(q=q)"),
    "an array": (
        with_parameter({"type": "array", "items": NAMED}, required=True, example=["a", "b"]),
        "list(q=['a', 'b'])",
    ),
    "a query with a default": (with_parameter({"default": "b", **NAMED}, required=True), "list()"),
    "an example with quotes": (
        with_parameter(NAMED, required=True, example="'\"\n```"),
        "list(q='\\'\"\\n```')",
    ),
    "an argument of the client": (with_parameter(NAMED, required=True, **OF_CLIENT), "(q=q)"),
    "one that may be left out": (with_parameter(NAMED, **OF_CLIENT), "with Client() as client"),
    "no server": (
        edited(minimal(), {"/servers": []}),
        'with Client(base_url="https://service.example") as client',
    ),
    "a keyword as a name": (
        edited(minimal(), {f"{GET}/operationId": "Import_Class"}),
        "client.import_.class_()",
    ),
    "the library": (library(), "client.books.delete('978')"),
}


def python_of(root: Any) -> list[str]:
    """Return the blocks of Python code of a README."""
    text = tree_of(root)["README.md"].decode()
    blocks = re.findall(r"^```python\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    assert len(blocks) == text.count("```python")
    return blocks


@pytest.mark.parametrize(("root", "call"), CALLS.values(), ids=CALLS.keys())
def test_the_readme_shows_valid_python(root: Any, call: str) -> None:
    blocks = python_of(root)
    for block in blocks:
        ast.parse(block)
    assert call in "".join(blocks)
    assert "None" not in "".join(blocks).replace("is not None", "")


def test_the_readme_shows_a_call_on_the_command_line_if_the_package_has_a_command() -> None:
    config = attrs.evolve(CONFIG, extras={"cli": ["click"]})
    text = tree_of(library(), config)["README.md"].decode()
    (command,) = re.findall(r"^town-library books .*$", text, re.MULTILINE)
    assert shlex.split(command)[:3] == ["town-library", "books", "delete"]
    assert "## In a shell" not in tree_of(library())["README.md"].decode()


def test_the_description_keeps_its_paragraphs() -> None:
    root = edited(minimal(), {"/info/description": "One.\n\n- two\n- three\n"})
    assert "\n\nOne.\n\n- two\n- three\n\nA typed client" in tree_of(root)["README.md"].decode()
    assert "# town-library\n\nA typed client" in tree_of(minimal())["README.md"].decode()
