"""Properties of all documents, on documents that are made up by chance."""

from __future__ import annotations

import json
import string
import sys
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import HealthCheck, Phase, assume, given, settings
from hypothesis import strategies as st
from openapi_spec_validator import validate
from ruamel.yaml import YAML

from generator.document import Document
from generator.errors import GeneratorError
from generator.generation import generate_tree
from generator.identifiers import check_names
from generator.tree import write
from tests.generator.generate.making import CONFIG, Importer, minimal, tree_of
from tests.generator.generate.test_types import _output

#: The same documents each time, and no limit of time: the machine may be busy.
COMMON = settings(derandomize=True, deadline=None, suppress_health_check=list(HealthCheck))

TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
NAMES = st.one_of(
    st.text(string.ascii_letters, min_size=1, max_size=8),
    st.sampled_from(["class", "from", "id", "self", "x-y", "fooBar", "value", "Any", "größe"]),
)
COUNTS = st.integers(0, 20)


def _scalars() -> st.SearchStrategy[tuple[dict[str, Any], st.SearchStrategy[Any]]]:
    """Schemas of scalars, each with the values that it allows."""
    dates = st.dates().map(lambda value: value.isoformat())
    pairs: list[tuple[dict[str, Any], st.SearchStrategy[Any]]] = [
        ({"type": "string"}, TEXT),
        ({"type": "string", "x-ms-secret": True}, TEXT),
        ({"type": "string", "pattern": "^[a-z]+$"}, st.text(string.ascii_lowercase, min_size=1)),
        ({"type": "string", "format": "date"}, dates),
        ({"type": "string", "format": "uuid"}, st.uuids().map(str)),
        ({"type": "integer", "minimum": -5, "maximum": 5}, st.integers(-5, 5)),
        ({"type": "number"}, st.floats(allow_nan=False, allow_infinity=False)),
        ({"type": "boolean"}, st.booleans()),
        ({"type": ["string", "null"]}, TEXT),
        ({"enum": ["red", "green", "on hold"]}, st.sampled_from(["red", "green", "on hold"])),
        ({"enum": [1, 2, -3]}, st.sampled_from([1, 2, -3])),
        ({"const": "fixed"}, st.just("fixed")),
        ({}, st.one_of(st.integers(), TEXT, st.lists(st.integers(), max_size=2))),
    ]
    return st.sampled_from(pairs)


@st.composite
def _objects(draw: st.DrawFn, depth: int = 2) -> tuple[dict[str, Any], Any]:
    """The schema of an object, with a value that it allows."""
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    properties: dict[str, Any] = {}
    data: dict[str, Any] = {}
    for name in names:
        kind = draw(st.integers(0, 3 if depth else 1))
        if kind == 3:
            schema, value = draw(_objects(depth=depth - 1))
        elif kind == 2:
            inner, values = draw(_scalars())
            assume("null" not in str(inner.get("type")))
            schema, value = {"type": "array", "items": inner}, draw(st.lists(values, max_size=3))
        else:
            schema, values = draw(_scalars())
            value = draw(values)
        properties[name] = {**schema, "description": draw(TEXT)}
        data[name] = value
    required = [name for name in names if draw(st.booleans())]
    schema = {"type": "object", "properties": properties, "description": draw(TEXT)}
    return ({**schema, "required": required} if required else schema), data


@st.composite
def _documents(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document with some models, and a value for each of them."""
    models = draw(st.lists(_objects(), min_size=1, max_size=3))
    names = [f"Thing{index}" for index in range(len(models))]
    root = minimal(schemas={name: schema for name, (schema, _) in zip(names, models, strict=True)})
    root["info"] = {"title": f"T{draw(TEXT)}", "version": "1.0", "description": draw(TEXT)}
    for name in names:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        parameters = []
        for parameter in draw(
            st.lists(st.sampled_from(["skip", "top", "x-y"]), max_size=3, unique=True)
        ):
            schema, _ = draw(_scalars())
            assume(schema and "x-ms-secret" not in schema)
            place = draw(st.sampled_from(["query", "header"]))
            parameters.append(
                {"name": parameter, "in": place, "schema": schema, "description": draw(TEXT)}
            )
        root["paths"][f"/{name}"] = {
            "put": {
                "operationId": f"{draw(st.sampled_from(['Group', 'Other']))}_Put{name}",
                "summary": draw(TEXT),
                "parameters": parameters,
                "requestBody": {"required": draw(st.booleans()), "content": content},
                "responses": {
                    "200": {"description": draw(TEXT), "content": json.loads(json.dumps(content))}
                },
            }
        }
    return root, {name: data for name, (_, data) in zip(names, models, strict=True)}


def _has_collisions(root: dict[str, Any]) -> bool:
    """Whether chance has brought names that are one in Python, which is all that it may bring."""
    try:
        check_names(Document("chance.yaml", root))
    except GeneratorError:
        return True
    return False


@settings(COMMON, max_examples=12)
@given(document=_documents())
def test_a_document_makes_a_package_whose_models_go_there_and_back(
    document: tuple[dict[str, Any], dict[str, Any]], tmp_path_factory: pytest.TempPathFactory
) -> None:
    root, values = document
    validate(root)
    assume(not _has_collisions(root))
    tree = tree_of(root)
    assert tree == tree_of(json.loads(json.dumps(root)))
    imported = Importer(tmp_path_factory.mktemp("made"))
    try:
        package = imported(root)
        for name, data in values.items():
            model = getattr(package, name).from_dict(data)
            assert model.to_dict() == data
            assert getattr(package, name).from_dict(model.to_dict()) == model
            described = root["components"]["schemas"][name]["properties"].values()
            fields = attrs.astuple(model, recurse=False)
            masked = [one for one in fields if isinstance(one, package.SecretStr)]
            assert len(masked) == sum("x-ms-secret" in one for one in described)
    finally:
        imported.forget()


@settings(COMMON, max_examples=2, phases=[Phase.generate])
@given(document=_documents())
def test_a_package_made_by_chance_passes_the_type_checker(
    document: tuple[dict[str, Any], Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    """As it is written in the end; few of them, because the checker takes its time."""
    folder: Path = tmp_path_factory.mktemp("typed")
    YAML(typ="safe").dump(document[0], folder / "document.yaml")
    (folder / "config.yaml").write_text(
        json.dumps(attrs.asdict(CONFIG, filter=lambda _, value: value not in ({}, [])))
    )
    assume(not _has_collisions(document[0]))
    write(generate_tree(folder / "document.yaml", folder / "config.yaml"), folder / "made")
    # The cache is shared: what comes from the runtime is the same each time.
    options = ["--strict", "--config-file=", f"--cache-dir={folder.parent / 'cache'}"]
    command = [sys.executable, "-m", "mypy", *options, "-p", CONFIG.package]
    found = _output(command, folder / "made")
    assert found.startswith("Success"), found
