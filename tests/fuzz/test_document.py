"""Any document generates a package or is refused with clear errors."""

from __future__ import annotations

import ast
import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from generator.config import read_config
from generator.document.reading import read_document
from generator.document.yaml import load
from generator.errors import GeneratorError
from generator.model.translate import translate
from generator.render.provenance import provenance
from generator.render.templating import render
from tests.fuzz.strategies import BODIES, JSON, memory_limit, texts
from tests.summary import counts

ROOT = Path(__file__).parents[2]
DOCUMENTS = [
    ROOT / "openapi" / "serverless-endpoints.yaml",
    ROOT / "tests" / "documents" / "library.yaml",
    ROOT / "tests" / "documents" / "serverless-endpoint-group.yaml",
]
CONFIG = read_config(ROOT / "generator" / "config.yaml")
FACTS = provenance(DOCUMENTS[0])
#: All examples write the same file.
WRITES = settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
GONE = object()


def check_lines(error: GeneratorError) -> None:
    """Check that each error is one readable line that says what to do."""
    for line in str(error).split("\n"):
        assert line.isprintable()
        assert len(line) < 2_000
        place, problem = line.split(": ", 1)
        assert place
        assert "; " in problem


@given(content=BODIES | st.just(DOCUMENTS[0].read_bytes()))
@example(content=b"a: &a [*a]")
@example(content=b"a: &a [x, x]\nb: &b [*a, *a]\nc: &c [*b, *b]\nd: [*c, *c]")
@example(content=b"? [a, b]\n: 1")
@example(content=b"[" * 50_000)
@example(content=b"- " * 50_000)
@example(content=b"{a: " * 101)
@example(content=b"openapi: 3.1.0\n---\nopenapi: 3.1.0")
@example(content=b"!!python/object:os.system x")
@WRITES
def test_any_file_is_read_or_refused_with_clear_errors(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    path.write_bytes(content)
    # The constant is for the parser of YAML, which needs memory even for a small file.
    with memory_limit(1_000_000 + len(content)):
        try:
            read_document(path, path.name)
        except GeneratorError as error:
            check_lines(error)


def places(value: Any) -> list[tuple[str | int, ...]]:
    """Return every place in a document, as a path of keys and indexes."""
    found: list[tuple[str | int, ...]] = []
    below = value.items() if isinstance(value, dict) else enumerate(value)
    for step, child in below:
        found.append((step,))
        if isinstance(child, dict | list):
            found += [(step, *rest) for rest in places(child)]
    return found


ROOTS = [load(path) for path in DOCUMENTS]
#: Values that have a meaning somewhere in a document.
MEANINGFUL = st.sampled_from(
    [
        *(
            "string",
            "integer",
            "array",
            "object",
            "null",
            "path",
            "query",
            "header",
            "body",
            "POST",
        ),
        *("#/components/schemas/ErrorDetail", "#/components", "#", "https://elsewhere.example/x"),
        *("3.0.3", "3.2.0", "2024-09-01", "^(a+)+$", "(?<n>a)", "default", "200", "2XX", "self"),
        *({}, [], [{}], {"type": "string"}, {"$ref": "#/components/schemas/ErrorDetail"}),
        {"type": ["string", "null"], "enum": ["a", None]},
        {"oneOf": [{"type": "string"}, {"type": "integer"}]},
        {"type": "object", "additionalProperties": {"type": "integer"}},
    ]
)


def edited(root: Any, place: tuple[str | int, ...], value: Any) -> Any:
    """Return a copy of a document with a place replaced or removed."""
    root = copy.deepcopy(root)
    *above, last = place
    holder = root
    for step in above:
        holder = holder[step]
    if value is GONE:
        del holder[last]
    else:
        holder[last] = value
    return root


@st.composite
def edits(draw: st.DrawFn) -> tuple[int, Any]:
    """Return the number of a valid document, and a copy with one to three changes."""
    number = draw(st.integers(0, len(ROOTS) - 1))
    root = ROOTS[number]
    for _ in range(draw(st.integers(1, 3))):
        place = draw(st.sampled_from(places(root)))
        other = draw(st.sampled_from(places(root)))
        moved = root
        for step in other:
            moved = moved[step]
        value = draw(st.just(GONE) | MEANINGFUL | st.just(moved) | texts(300) | JSON)
        root = edited(root, place, value)
    return number, root


@given(document=edits())
@WRITES
def test_a_changed_document_generates_a_package_or_is_refused_with_clear_errors(
    document: tuple[int, Any], tmp_path: Path
) -> None:
    counts["inputs"] += 1
    number, root = document
    path = tmp_path / DOCUMENTS[number].name
    try:
        written(root, path)
    except ValueError:
        return  # JSON or UTF-8 cannot encode it.
    try:
        tree = render(translate(read_document(path, path.name), CONFIG), FACTS)
    except GeneratorError as error:
        check_lines(error)
        return
    for name, content in tree.items():
        if name.endswith(".py"):
            ast.parse(content)


def written(root: Any, path: Path) -> None:
    """Write a document as JSON, which is also YAML."""
    path.write_text(json.dumps(root, allow_nan=False, ensure_ascii=False), encoding="utf-8")


@pytest.mark.parametrize("number", range(len(DOCUMENTS)))
def test_the_unchanged_documents_generate_packages(number: int, tmp_path: Path) -> None:
    path = tmp_path / DOCUMENTS[number].name
    written(ROOTS[number], path)
    assert render(translate(read_document(path, path.name), CONFIG), FACTS)
