"""The work of the generator is linear in the size of the document; `bench` measures its time."""

from __future__ import annotations

import cProfile
import json
from pathlib import Path

import jinja2
import pytest

from generator.document.reading import read_document
from generator.model.translate import translate
from generator.render.templating import render
from tests.generated_packages import CONFIG, PROVENANCE, tree_of
from tests.small_documents import large, library


def calls(folder: Path, operations: int) -> int:
    """Count the calls of functions, Python's own included, from a document to its files.

    The formatter is not part of it. A count does not depend on the load of the machine.
    """
    path = folder / f"large{operations}.yaml"
    path.write_text(json.dumps(large(operations)))
    profile = cProfile.Profile()
    with profile:
        render(translate(read_document(path, "large.yaml"), CONFIG), PROVENANCE)
    return sum(entry.callcount for entry in profile.getstats())


def test_the_work_grows_linearly_with_the_number_of_operations(tmp_path: Path) -> None:
    """Ten times the operations need at most eleven times the function calls."""
    calls(tmp_path, 1)
    assert calls(tmp_path, 200) <= 11 * calls(tmp_path, 20)


def test_each_template_is_compiled_once(monkeypatch: pytest.MonkeyPatch) -> None:
    tree_of(library())
    compiled: list[object] = []
    monkeypatch.setattr(jinja2.Environment, "compile", compiled.append)
    tree_of(library())
    assert compiled == []
