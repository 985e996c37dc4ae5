"""Errors of the engine and the formatter are reported as clear lines."""

from __future__ import annotations

import subprocess
from typing import Any

import pytest
from openapi_python_client.parser.errors import GeneratorError as EngineError
from openapi_python_client.parser.openapi import GeneratorData

from generator.document.document import Document
from generator.errors import GeneratorError
from generator.model import engine
from generator.render.formatting import formatted
from tests.generated_packages import refusal
from tests.small_documents import edited, library, minimal


@pytest.mark.parametrize("error", [ZeroDivisionError("a\nb"), RecursionError(), AssertionError()])
def test_an_exception_of_the_engine_is_reported_as_one_line(
    monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    def stumble(*_: Any, **__: Any) -> None:
        raise error

    monkeypatch.setattr(GeneratorData, "from_dict", stumble)
    line = refusal(minimal())
    assert f"the engine cannot read it ({type(error).__name__}: " in line
    assert line.endswith("; simplify the document step by step to find the place")


def test_a_message_of_the_engine_is_quoted_without_addresses(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    refused = EngineError(header="No", detail="because of <x.Y object at 0x7f00>\nand more")
    monkeypatch.setattr(GeneratorData, "from_dict", lambda *_, **__: refused)
    line = refusal(minimal())
    assert line == (
        "things.yaml: openapi-python-client refuses it: No because of (...) and more; "
        "describe it in another way"
    )


def test_a_warning_of_the_engine_is_an_error() -> None:
    """With a warning, the engine leaves out an endpoint or a model."""
    root = edited(minimal(), {"/paths/~1things/get/responses/200/content": {"a/b": {"schema": {}}}})
    place = "#/paths/~1things/get/responses/200"
    assert f"{place}: openapi-python-client refuses it: Cannot parse" in refusal(root)


def test_parsing_does_not_change_the_document() -> None:
    """Workarounds change only the copy that the engine gets."""
    document = Document("library.yaml", library())
    engine.parse(document)
    assert document.root == library()


def test_a_syntax_error_of_a_template_is_reported_with_its_place() -> None:
    with pytest.raises(
        GeneratorError, match=r"templates: ruff failed: a\.py:1:5: .*; correct the template"
    ):
        formatted({"a.py": b"def (\n"})


def test_the_formatter_is_the_pinned_one_whatever_path_holds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """PATH is not searched."""
    monkeypatch.setenv("PATH", "/nowhere")
    assert formatted({"a.py": b"import b\nx = {  'a':1 }\n"}) == {"a.py": b'x = {"a": 1}\n'}
    with pytest.raises(FileNotFoundError):
        subprocess.run(["ruff"], check=True)
