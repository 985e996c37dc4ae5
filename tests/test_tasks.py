"""The tasks: which sessions CI and a release run, and that CONTRIBUTING lists each session."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import tomllib
from pathlib import Path
from typing import Any

import pytest
from azureml_serverless_endpoints import API_VERSION

from generator.document.yaml import load

ROOT = Path(__file__).parents[1]


#: The sessions of the noxfile.
SESSIONS = {
    node.name: node
    for node in ast.parse((ROOT / "noxfile.py").read_text("utf-8")).body
    if isinstance(node, ast.FunctionDef)
    and any(ast.unparse(each).startswith("nox.session") for each in node.decorator_list)
}


def asked_for(command: str) -> set[str]:
    """The sessions that a command runs."""
    (names,) = re.findall(r" -s ((?:\w+ ?)+)", command)
    return set(names.split())


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text("utf-8")
COMMANDS = (ROOT / ".ci" / "run").read_text("utf-8")
IN_CI = set().union(*(asked_for(line) for line in COMMANDS.splitlines() if " -s " in line))


def test_ci_runs_sessions_that_are_there() -> None:
    """Those of the first table of CONTRIBUTING, and no fewer."""
    first, _ = re.findall(r"^\| session \|.*?(?=\n\n)", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    assert set(re.findall(r"^\| `(\w+)`", first, re.MULTILINE)) == IN_CI
    assert {"check", "gate", "lint", "tests", "types"} <= IN_CI <= SESSIONS.keys()


@pytest.mark.parametrize("failing", ["", *sorted(IN_CI)])
def test_ci_fails_if_one_of_its_sessions_fails(tmp_path: Path, failing: str) -> None:
    """The script runs with stand-ins for git and Python, of which one session fails."""
    log, tools = tmp_path / "log", tmp_path / "tools"
    python = f"""#!/bin/sh
echo "$@" >>{log}
case " $* " in *" -s"*" {failing or "none"} "*) exit 1 ;; esac
if [ "$2" = venv ]; then mkdir -p "$3/bin"; cp "$0" "$3/bin/python"; fi
"""
    git = """#!/bin/sh
case "$1" in clone) for folder; do :; done; mkdir "$folder" ;; *) exit 1 ;; esac
"""
    script = tmp_path / "project" / ".ci" / "run"
    for path, text in (
        (tools / "python3", python),
        (tools / "git", git),
        (script, COMMANDS),
    ):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
        path.chmod(0o755)
    variables = {"PATH": f"{tools}:{os.environ['PATH']}", "TMPDIR": str(tmp_path)}
    status = subprocess.run([script], env=variables, capture_output=True, check=False).returncode
    assert (status == 0) is (failing == "")
    if not failing:
        ran = [line for line in log.read_text().splitlines() if " -s " in line]
        assert set().union(*map(asked_for, ran)) == IN_CI


@pytest.mark.parametrize("name", sorted(IN_CI))
def test_a_session_of_ci_hides_no_failure(name: str) -> None:
    """It runs a command, and accepts no status but 0."""
    nodes = list(ast.walk(SESSIONS[name]))
    calls = [node for node in nodes if isinstance(node, ast.Call)]
    assert any(ast.unparse(call.func) in {"session.run", "last_line"} for call in calls)
    assert [call for call in calls if "success_codes" in {key.arg for key in call.keywords}] == []
    assert [node for node in nodes if isinstance(node, ast.Try | ast.Return)] == []


@pytest.mark.parametrize(("name", "command"), [("check", "'check'"), ("gate", "'diff', '--gate'")])
def test_what_stops_a_merge_does_nothing_else(name: str, command: str) -> None:
    assert [ast.unparse(each) for each in SESSIONS[name].body[1:]] == [
        "install_generator(session)",
        f"session.run('python', '-m', 'generator', {command}, *session.posargs)",
    ]


REQUIREMENTS = sorted(
    path
    for folder in ("*", "tests/*")
    for path in ROOT.glob(f"{folder}/requirements*.txt")
    if path.parent.name != ".nox"
)


@pytest.mark.parametrize("path", REQUIREMENTS, ids=lambda path: path.parent.name)
def test_requirements_are_exact_releases_of_the_usual_index(path: Path) -> None:
    """No URL, no other index and no other file."""
    exact = re.compile(r"[A-Za-z0-9][\w.-]*(\[[\w,-]+\])?==[0-9][\w.]*")
    lines = [line for line in path.read_text("utf-8").splitlines() if line and line[0] != "#"]
    assert [line for line in lines if not exact.fullmatch(line)] == []


def test_nothing_sends_an_installer_to_another_index() -> None:
    """No file that pip, uv or npm read by themselves, and no option or variable in a command."""
    for name in ("pip.conf", "uv.toml", ".python-version", "setup.py", "setup.cfg", ".npmrc"):
        assert not (ROOT / name).exists()
    assert "uv" not in tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]
    assert "registry" not in (ROOT / "tests" / "contract" / ".npmrc").read_text("utf-8")
    written = re.compile(r"--(extra-)?index|--find-links|INDEX_URL|--registry|\bgit\+|@ http")
    commands = [ROOT / "noxfile.py", ROOT / ".ci" / "run", *WORKFLOWS]
    assert [path.name for path in commands if written.search(path.read_text("utf-8"))] == []


def test_no_module_at_the_root_stands_in_for_a_library() -> None:
    """`python -m generator` looks there before it looks at what is installed."""
    modules = [path for path in ROOT.iterdir() if list(path.glob("__init__.*"))]
    modules += [path for path in ROOT.iterdir() if path.suffix in {".py", ".pyc", ".pyd", ".so"}]
    assert {path.name for path in modules} <= {"generator", "noxfile.py"}


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
    """For every pull request, and whatever fails there fails the job."""
    workflow: Any = load(ROOT / ".github" / "workflows" / "ci.yml")
    assert workflow["on"]["pull_request"] is None
    assert workflow["permissions"] == {"contents": "read"}
    job = workflow["jobs"]["ci"]
    assert job.keys() == {"runs-on", "timeout-minutes", "steps"}
    assert {"name": "All checks", "run": ".ci/run"} in job["steps"]
    assert [step for step in job["steps"] if "continue-on-error" in step] == []
    commands = [step.get("run", "") for step in job["steps"]]
    (report,) = (command for command in commands if "GITHUB_STEP_SUMMARY" in command)
    assert asked_for(report) == {"diff"}


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
    assert 'git merge-base --is-ancestor "$GITHUB_SHA" origin/main' in commands
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
    rows = re.findall(r"^\| (`.+?) \|", CONTRIBUTING, re.MULTILINE)
    told = {name for row in rows for name in re.findall(r"`(\w+)`", row)}
    assert told >= SESSIONS.keys()


def test_no_test_has_to_follow_another_api_version() -> None:
    """`bump` is the whole task: tests take the version from the package, or have own documents."""
    written = re.compile(rf"api.version\W{{0,20}}{API_VERSION}", re.IGNORECASE)
    files = [path for path in (ROOT / "tests").rglob("*.*") if path.is_file()]
    code = [path for path in files if path.suffix != ".pyc" and path.parent.name != "documents"]
    texts = {path: path.read_text("utf-8") for path in code}
    assert [str(path) for path, text in texts.items() if written.search(text)] == []
