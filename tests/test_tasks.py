"""The tasks: which sessions CI and a release run, and that CONTRIBUTING lists each session."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import Any

import pytest
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


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflows_pin_actions_by_hash_and_name_their_version(path: Path) -> None:
    """A tag can move; Dependabot keeps the hash and the version in the comment together."""
    used = re.findall(r"uses: (.+)", path.read_text("utf-8"))
    pinned = re.compile(r"[\w.-]+/[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
    own = re.compile(r"\$/\.github/workflows/[\w.-]+")
    assert [one for one in used if not (pinned.fullmatch(one) or own.fullmatch(one))] == []


RELEASE: Any = load(ROOT / ".github" / "workflows" / "release.yml")


def test_a_release_is_published_only_after_ci_and_the_release_session() -> None:
    jobs = RELEASE["jobs"]
    assert RELEASE["on"] == {"push": {"tags": ["v*"]}}
    assert jobs["checks"]["uses"].endswith("/.github/workflows/ci.yml")
    order = {name: job.get("needs") for name, job in jobs.items()}
    assert order == {"checks": None, "build": "checks", "publish": "build", "announce": "publish"}
    commands = [step.get("run", "") for step in jobs["build"]["steps"]]
    assert 'python -m nox -s release -- "$GITHUB_REF_NAME"' in commands


def test_only_the_job_that_publishes_can_ask_pypi_for_an_upload() -> None:
    """It has an environment, and runs no code of this project."""
    assert RELEASE["permissions"] == {}
    rights = {name: job["permissions"] for name, job in RELEASE["jobs"].items()}
    reading = {"contents": "read"}
    assert rights == {
        "checks": reading,
        "build": reading,
        "publish": {"id-token": "write"},
        "announce": {"contents": "write"},
    }
    publish = RELEASE["jobs"]["publish"]
    assert publish["environment"] == "pypi"
    assert [step for step in publish["steps"] if "run" in step] == []


def test_only_the_job_that_publishes_the_documentation_can_change_the_site() -> None:
    """It has an environment, and runs no code of this project."""
    workflow: Any = load(ROOT / ".github" / "workflows" / "docs.yml")
    jobs = workflow["jobs"]
    assert workflow["permissions"] == {}
    assert {name: job["permissions"] for name, job in jobs.items()} == {
        "build": {"contents": "read"},
        "publish": {"pages": "write", "id-token": "write"},
    }
    assert jobs["publish"]["needs"] == "build"
    assert jobs["publish"]["environment"] == "github-pages"
    assert [step for step in jobs["publish"]["steps"] if "run" in step] == []
    commands = [step.get("run", "") for step in jobs["build"]["steps"]]
    assert "python -m nox -s docs" in commands


def test_contributing_tells_of_every_session() -> None:
    rows = re.findall(r"^\| (`.+?) \|", (ROOT / "CONTRIBUTING.md").read_text("utf-8"), re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert defined() <= told


def test_no_test_has_to_follow_another_api_version() -> None:
    """`bump` is the whole task: tests take the version from the package, or have own documents."""
    written = re.compile(rf"api.version\W{{0,20}}{API_VERSION}", re.IGNORECASE)
    files = [path for path in (ROOT / "tests").rglob("*.*") if path.is_file()]
    code = [path for path in files if path.suffix != ".pyc" and path.parent.name != "documents"]
    texts = {path: path.read_text("utf-8") for path in code}
    assert [str(path) for path, text in texts.items() if written.search(text)] == []
