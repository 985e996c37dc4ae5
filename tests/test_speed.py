"""The work of a generation grows with the document and no faster; `bench` compares its time."""

from __future__ import annotations

import cProfile
import json
from pathlib import Path

import jinja2
import pytest

from generator.document.reading import read_document
from generator.model.translate import translate
from generator.render.templating import render
from tests.generated_packages import CONFIG, FACTS, tree_of
from tests.small_documents import large, library


def calls(folder: Path, operations: int) -> int:
    """Count the calls of functions, Python's own included, from a document to its files.

    The formatter is not part of it. A count does not depend on the load of the machine.
    """
    path = folder / f"large{operations}.yaml"
    path.write_text(json.dumps(large(operations)))
    profile = cProfile.Profile()
    with profile:
        render(translate(read_document(path, "large.yaml"), CONFIG), FACTS)
    return sum(entry.callcount for entry in profile.getstats())


def test_work_is_at_most_linear_in_the_number_of_operations(tmp_path: Path) -> None:
    """Ten times the operations take at most eleven times the calls of functions."""
    calls(tmp_path, 1)
    assert calls(tmp_path, 200) <= 11 * calls(tmp_path, 20)


def test_a_process_compiles_no_template_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    tree_of(library())
    compiled: list[object] = []
    monkeypatch.setattr(jinja2.Environment, "compile", compiled.append)
    tree_of(library())
    assert compiled == []
