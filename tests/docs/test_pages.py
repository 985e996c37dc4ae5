"""Every block of code on the pages of the documentation works."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from docs import links
from tests.samples import Block, Reader, blocks

ROOT = Path(__file__).parents[2]
PAGES = {
    path.relative_to(ROOT).as_posix(): path
    for path in sorted((ROOT / "docs").rglob("*.md"))
    # tests/review/test_next_versions.py makes these and compares every line.
    if not path.name.startswith("bump-")
}
#: Modules that only another session installs, with the file that runs their samples there.
ELSEWHERE = {"azure.ai.ml": "tests/contract/parity.py"}


def runs_elsewhere(block: Block) -> bool:
    """Return whether a block imports a module that the tests do not install."""
    return block.language == "python" and any(
        f"from {module} import" in block.text for module in ELSEWHERE
    )


@pytest.mark.parametrize("name", PAGES)
def test_every_block_of_a_page_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In order, as a reader follows the page."""
    reader = Reader(tmp_path, monkeypatch)
    for block in blocks(PAGES[name].read_text("utf-8")):
        if runs_elsewhere(block):
            ast.parse(block.text)
            continue
        try:
            reader.follow(block)
        except Exception as error:
            error.add_note(f"{name}, line {block.line}")
            raise
    assert not reader.saved, f"{name}: no command runs these files"


def test_every_file_that_a_page_names_exists() -> None:
    named = re.compile(r"`((?:tests|generator|openapi|generated_client|docs)/[\w./-]+)`")
    wrong = [
        f"{name}: {path}"
        for name, page in PAGES.items()
        for path in named.findall(page.read_text("utf-8"))
        if not (ROOT / path).exists()
    ]
    assert wrong == []


def test_the_lines_that_the_page_about_reports_explains_are_in_the_report() -> None:
    folder = ROOT / "docs" / "maintainers"
    report = (folder / "bump-2025-12-01.md").read_text("utf-8")
    page = (folder / "reading-a-report.md").read_text("utf-8")
    explained = re.findall(r"^> (.+)$", page, re.MULTILINE)
    assert explained
    assert [line for line in explained if line not in report] == []


def test_a_broken_link_of_the_built_site_is_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#two">x</a><a href="c.html">y</a>')
    (tmp_path / "b.html").write_text('<p id="one"><a href="a.html">ok</a><a href="#one">ok</a></p>')
    assert list(links.broken(tmp_path)) == [
        "a.html: b.html#two: the page has no such part",
        "a.html: c.html: there is no such file",
    ]
