"""The tasks: what runs where, and that a newcomer is told of each."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

from azureml_serverless_endpoints import API_VERSION

from generator.document.yaml import load

ROOT = Path(__file__).parents[1]


def defined() -> set[str]:
    """The sessions of the noxfile."""
    tree = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    return {
        node.name
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
        and any(ast.unparse(each).startswith("nox.session") for each in node.decorator_list)
    }


def asked_for(command: str) -> set[str]:
    """The sessions that a command runs."""
    (names,) = re.findall(r" -s ((?:\w+ ?)+)", command)
    return set(names.split())


COMMANDS = (ROOT / ".ci" / "run").read_text("utf-8")
IN_CI = set().union(*(asked_for(line) for line in COMMANDS.splitlines() if " -s " in line))


def test_ci_runs_sessions_that_are_there() -> None:
    assert {"check", "lint", "types", "tests"} <= IN_CI
    assert defined() >= IN_CI


def test_ci_runs_the_commands_of_the_readme_as_they_are_written() -> None:
    """Those of the section that a newcomer follows, in their order."""
    (section,) = re.findall(
        r"^## Try it$(.*?)^## ", (ROOT / "README.md").read_text("utf-8"), re.M | re.S
    )
    blocks = re.findall(r"^```console\n(.*?)\n```$", section, re.M | re.S)
    assert len(blocks) == 2
    assert re.findall(r"^as_reader '(.*)'$", COMMANDS, re.MULTILINE) == blocks


def test_pre_commit_runs_the_sessions_of_ci() -> None:
    config: Any = load(ROOT / ".pre-commit-config.yaml")
    hooks = [hook for repo in config["repos"] for hook in repo["hooks"]]
    assert set().union(*(asked_for(hook["entry"]) for hook in hooks)) == IN_CI


def test_github_runs_ci_and_shows_the_report() -> None:
    workflow: Any = load(ROOT / ".github" / "workflows" / "ci.yml")
    commands = [step.get("run", "") for step in workflow["jobs"]["ci"]["steps"]]
    assert ".ci/run" in commands
    (report,) = (command for command in commands if "GITHUB_STEP_SUMMARY" in command)
    assert asked_for(report) == {"diff"}


def test_contributing_tells_of_every_session() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert defined() <= told


def test_no_test_has_to_follow_another_api_version() -> None:
    """`bump` is the whole task: what tests need to know of the version, the package tells them."""
    written = re.compile(rf"api.version\W{{0,20}}{API_VERSION}", re.IGNORECASE)
    files = [path for path in (ROOT / "tests").rglob("*.*") if path.is_file()]
    # The documents of the tests have versions of their own.
    files = [path for path in files if path.parent != ROOT / "tests" / "documents"]
    texts = {path: path.read_text("utf-8") for path in files if path.suffix != ".pyc"}
    assert [str(path) for path, text in texts.items() if written.search(text)] == []
