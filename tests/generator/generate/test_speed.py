"""Time grows with the document and no faster, and stays near that of the bare engine."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from openapi_python_client import Project
from openapi_python_client.config import Config, ConfigFile, MetaType
from openapi_python_client.parser.openapi import GeneratorData

from generator.build import build_package
from generator.document import read_document
from generator.provenance import provenance
from generator.render import render
from generator.yaml import load
from tests.generator.generate.making import CONFIG, LIBRARY


def large(operations: int) -> dict[str, Any]:
    """A document with many operations in ten groups, each with a model and an example."""
    root: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1.0"},
        "servers": [{"url": "https://large.example"}],
        "paths": {},
        "components": {"schemas": {}},
    }
    for index in range(operations):
        following = f"#/components/schemas/Thing{(index + 1) % operations}"
        root["components"]["schemas"][f"Thing{index}"] = {
            "type": "object",
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z]+$"},
                "size": {"type": "integer"},
                "key": {"type": "string", "x-ms-secret": True},
                "next": {"$ref": following},
            },
        }
        content = {
            "schema": {"$ref": f"#/components/schemas/Thing{index}"},
            "example": {"name": "a", "size": index, "next": {"name": "b"}},
        }
        root["paths"][f"/things{index}/{{id}}"] = {
            "get": {
                "operationId": f"Group{index % 10}_Get{index}",
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                        "example": "a",
                    },
                    {"name": "q", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                ],
                "responses": {
                    "200": {"description": "One.", "content": {"application/json": content}},
                    "default": {"description": "None."},
                },
            }
        }
    return root


def least(work: Callable[[], object], times: int) -> float:
    """The least processor time, in seconds; what the machine does beside it does not count."""
    found = []
    for _ in range(times):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def making(folder: Path, operations: int) -> Callable[[], object]:
    """All that happens in this process from a document to the files, before the formatter."""
    path = folder / f"large{operations}.yaml"
    path.write_text(json.dumps(large(operations)))
    facts = provenance(LIBRARY)
    return lambda: render(build_package(read_document(path, "large.yaml"), CONFIG), facts)


def test_time_is_at_most_linear_in_the_number_of_operations(tmp_path: Path) -> None:
    """Ten times the operations take at most eleven times as long."""
    few, many = making(tmp_path, 50), making(tmp_path, 500)
    few()
    assert least(many, 1) / least(few, 3) <= 11


def test_the_bare_engine_is_not_much_faster(tmp_path: Path) -> None:
    """Against its own reading, rendering and writing of it, without its formatter."""
    ours = making(tmp_path, 100)
    path = tmp_path / "large100.yaml"

    def bare() -> None:
        out = tmp_path / "bare"
        settings = ConfigFile(post_hooks=[])
        config = Config.from_sources(settings, MetaType.NONE, path, "utf-8", True, out)
        data = GeneratorData.from_dict(load(path), config=config)
        assert isinstance(data, GeneratorData)
        assert list(Project(openapi=data, config=config).build()) == []

    bare()
    assert least(ours, 2) / least(bare, 2) <= 1.5
