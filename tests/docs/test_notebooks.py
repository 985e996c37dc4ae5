"""The page about notebooks, run as a notebook by a real kernel."""

from __future__ import annotations

import asyncio
import os
import sys
from pathlib import Path
from typing import Any

import nbclient
import nbformat
import pytest

from tests.samples import blocks

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "how-to" / "notebooks.md").read_text("utf-8")
#: What the kernel runs first: it puts the stand-in in place of Azure.
SETUP = """
import pathlib, pytest
from tests.samples import Reader
reader = Reader(pathlib.Path.cwd(), pytest.MonkeyPatch())
"""
#: What a user tries who knows asyncio from scripts, and what the page says to do instead.
IN_A_LOOP = """
import asyncio

def function():
    async def call():
        async with AsyncClient.from_config() as client:
            return await client.serverless_endpoints.list_keys(**client.config, name="string")
    return asyncio.run(call())
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with a config file, and keep the settings of Jupyter inside."""
    (config,) = (block for block in blocks(PAGE) if block.language == "json")
    (tmp_path / str(config.name)).write_text(config.text)
    for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "JUPYTER_RUNTIME_DIR"):
        monkeypatch.setenv(name, str(tmp_path / name))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(os.path.abspath, sys.path)))
    return tmp_path


def run(folder: Path, *cells: str) -> list[list[Any]]:
    """Return the outputs of each cell."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(one) for one in cells])
    client = nbclient.NotebookClient(
        notebook, allow_errors=True, resources={"metadata": {"path": str(folder)}}
    )
    asyncio.run(client.async_execute())
    return [cell["outputs"] for cell in notebook["cells"]]


def test_the_page_is_right_about_notebooks(folder: Path) -> None:
    """Sync calls, `await` at the top level and tables work; `asyncio.run` fails as it says."""
    page = [block.text for block in blocks(PAGE) if block.language == "python"]
    extra = ["function()", "await asyncio.to_thread(function)"]
    setup, *shown, _, fails, works = run(folder, SETUP, *page, IN_A_LOOP, *extra)
    assert setup == []
    *tables, nothing = [_html(outputs) for outputs in shown]
    assert [table.count("**********") for table in tables] == [2, 0]
    assert "404" in tables[1]
    assert nothing == ""
    assert f"`{fails[0]['ename']}: {fails[0]['evalue']}`" in " ".join(PAGE.split())
    assert _html(works) == tables[0]


def _html(outputs: list[Any]) -> str:
    """Return the HTML that a cell shows; an error of the cell fails the test."""
    assert [one["output_type"] for one in outputs] == ["execute_result"] * len(outputs), outputs
    return "".join(one["data"]["text/html"] for one in outputs)
