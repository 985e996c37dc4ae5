"""Time grows with the document and no faster, and stays near that of the bare engine."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from generator.document.reading import read_document
from generator.model.translate import translate
from generator.render.provenance import provenance
from generator.render.templating import render
from tests.generator.generate.making import CONFIG, CONFIG_TEXT, LIBRARY, ROOT


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
    return lambda: render(translate(read_document(path, "large.yaml"), CONFIG), facts)


def test_time_is_at_most_linear_in_the_number_of_operations(tmp_path: Path) -> None:
    """Ten times the operations take at most eleven times as long."""
    few, many = making(tmp_path, 50), making(tmp_path, 500)
    few()
    assert least(many, 1) / least(few, 3) <= 11


def children(command: list[str], folder: Path) -> float:
    """The processor time, in seconds, of a command and all that it starts."""
    before = os.times()
    subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment())
    after = os.times()
    return sum(after[2:4]) - sum(before[2:4])


def environment() -> dict[str, str]:
    """Where commands find this generator, and the engine finds the formatter."""
    programs = Path(sys.executable).parent
    path = os.pathsep.join([str(programs), os.environ.get("PATH", "")])
    return {**os.environ, "PATH": path, "PYTHONPATH": str(ROOT)}


def test_the_engine_alone_is_not_much_faster(tmp_path: Path) -> None:
    """From one command to the files of 500 operations, as each of the two formats them.

    The document is JSON, which both read in no time; with YAML, which costs both of them the same
    seconds more, the ratio is nearer to 1.
    """
    (tmp_path / "large.json").write_text(json.dumps(large(500)))
    (tmp_path / "config.yaml").write_text(CONFIG_TEXT)
    python = [sys.executable, "-m"]
    ours = [*python, "generator", "generate", "--document", "large.json"]
    ours += ["--config", "config.yaml", "--output", "ours"]
    engine = [*python, "openapi_python_client", "generate", "--path", "large.json"]
    engine += ["--meta", "none", "--output-path", "engine", "--overwrite"]
    # In turns, so that a machine that grows slower does so for both.
    times = [(children(ours, tmp_path), children(engine, tmp_path)) for _ in range(2)]
    assert min(time for time, _ in times) / min(time for _, time in times) <= 1.5
