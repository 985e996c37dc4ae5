"""The rules fit what they break; whether tests notice is for `python -m nox -s mutation` to say."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from .__main__ import RULES
from .rule import Rule
from .trial import ROOT

GENERATOR = ROOT / "generator"
#: Files that state nothing a caller could notice while a program runs.
WITHOUT_RULES = {
    "templates/api_init.py.jinja",
    "templates/gitignore.jinja",
    "templates/py.typed.jinja",
}


def files() -> list[str]:
    """The runtime's modules and the templates, from `generator/` on."""
    paths = [*GENERATOR.glob("runtime/**/*.py"), *GENERATOR.glob("templates/*")]
    return sorted(path.relative_to(GENERATOR).as_posix() for path in paths)


@pytest.mark.parametrize("file", sorted({rule.file for rule in RULES}))
def test_every_rule_stands_exactly_once_in_its_file(file: str) -> None:
    assert [rule.broken for rule in RULES if rule.file == file and rule.is_stale(ROOT)] == []


def test_every_file_of_runtime_and_templates_has_a_rule() -> None:
    assert set(files()) - WITHOUT_RULES == {rule.file for rule in RULES}


def test_no_rule_stands_twice() -> None:
    assert len({(rule.file, rule.old, rule.new) for rule in RULES}) == len(RULES)
    assert len({(rule.file, rule.broken) for rule in RULES}) == len(RULES)


def test_every_rule_names_tests_that_are_there() -> None:
    named = {test for rule in RULES for test in rule.tests}
    assert [test for test in sorted(named) if not is_there(test)] == []


def is_there(test: str) -> bool:
    """Whether a test, or a file or folder of tests, exists; its parameters are not looked at."""
    path, _, name = test.partition("[")[0].partition("::")
    if not name:
        return (ROOT / path).exists()
    function = name.rpartition("::")[2]
    tree = ast.parse((ROOT / path).read_text("utf-8"))
    return any(
        isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.name == function
        for node in ast.walk(tree)
    )


def test_a_rule_is_broken_in_the_generator_and_in_the_package(tmp_path: Path) -> None:
    package = tmp_path / "generated_client" / "some_package"
    places = [tmp_path / "generator" / "runtime" / "_a.py", package / "_a.py"]
    for place in [*places, package / "py.typed"]:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("one two")
    rule = Rule("runtime/_a.py", "Two is three.", "two", "three", ("tests",))
    assert not rule.is_stale(tmp_path)
    rule.apply(tmp_path)
    assert [place.read_text() for place in places] == ["one three"] * 2
    assert rule.is_stale(tmp_path)
