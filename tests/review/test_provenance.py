"""The package knows what made it, and the project can tell whether that is true."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import azureml_serverless_endpoints
import pytest
from azureml_serverless_endpoints import API_VERSION, _provenance
from azureml_serverless_endpoints.__main__ import main

from generator import pipeline
from generator.paths import CONFIG, DOCUMENT, PACKAGE, ROOT
from generator.pipeline import generate_tree
from generator.render import provenance
from tests.review.repository import Repository

MODULE = "azureml_serverless_endpoints/_provenance.py"


def test_the_package_tells_what_made_it(capsys: pytest.CaptureFixture[str]) -> None:
    """`--version` prints every fact, one a line."""
    assert main(["--version"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        f"azureml-serverless-endpoints {azureml_serverless_endpoints.__version__}",
        f"api-version: {API_VERSION}",
        f"document sha256: {_provenance.DOCUMENT_SHA256}",
        *(f"{name}: {version}" for name, version in _provenance.TOOLS.items()),
    ]


def test_the_package_runs_as_a_command() -> None:
    """As people type it, in a process of its own."""
    command = [sys.executable, "-m", "azureml_serverless_endpoints", "--version"]
    done = subprocess.run(command, capture_output=True, check=True, text=True)
    assert done.stdout.startswith("azureml-serverless-endpoints ")
    assert done.stderr == ""


def test_the_facts_are_true() -> None:
    """Each comes from the thing itself."""
    made = provenance.provenance(ROOT / DOCUMENT)
    assert made.document_sha256 == hashlib.sha256((ROOT / DOCUMENT).read_bytes()).hexdigest()
    assert made.tools == {
        name: metadata.version(name) for name in ("openapi-python-client", "ruff", "griffelib")
    }


def test_another_version_of_a_tool_changes_one_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """An upgrade that makes the same output is one line for the reviewer."""
    before = generate_tree(ROOT / DOCUMENT, ROOT / CONFIG)
    monkeypatch.setattr(provenance, "version", lambda name: f"9.9.9.{len(name)}")
    after = generate_tree(ROOT / DOCUMENT, ROOT / CONFIG)
    assert before.keys() == after.keys()
    assert [name for name in after if before[name] != after[name]] == [MODULE]
    assert after[MODULE].count(b"9.9.9.") == 3


def check(repository: Repository) -> tuple[int, list[str]]:
    """Run `check`: its status, and the files that it names."""
    status, out, err = repository.run("check")
    assert err == ""
    kinds = ("changed: ", "missing: ", "stray: ")
    return status, [line for line in out.splitlines() if line.startswith(kinds)]


def test_check_passes_for_what_was_just_made(repository: Repository) -> None:
    """Nothing is said to differ."""
    assert check(repository) == (0, [])


def test_a_comment_in_the_document_shows(repository: Repository) -> None:
    """It changes no other file, but the package was made from another document."""
    repository.edit(DOCUMENT, "openapi: 3.1.0", "# A word.\nopenapi: 3.1.0")
    assert check(repository) == (1, [f"changed: {MODULE}"])


@pytest.mark.parametrize(
    ("fact", "other"),
    [("document_sha256", "0" * 64), ("tools", {"ruff": "0"})],
)
def test_each_fact_that_does_not_hold_shows(
    repository: Repository, monkeypatch: pytest.MonkeyPatch, fact: str, other: object
) -> None:
    """Another document, generator or tool than the package says it was made by."""
    now = provenance.provenance

    def elsewhere(document: Path) -> provenance.Provenance:
        made = now(document)
        facts = {**{name: getattr(made, name) for name in made.__slots__ if name[0] != "_"}}
        return provenance.Provenance(**{**facts, fact: other})

    monkeypatch.setattr(pipeline, "provenance", elsewhere)
    assert check(repository) == (1, [f"changed: {MODULE}"])


def test_what_another_engine_makes_can_be_compared_without_its_version(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that an engine that is tried can pass; whatever else differs still fails."""
    monkeypatch.setattr(provenance, "version", lambda name: "9.9.9")
    assert repository.run("check")[0] == 1
    assert repository.run("check", "--any-origin")[0] == 0
    path = repository.root / PACKAGE / MODULE
    path.with_name("stray.py").write_text("")
    assert repository.run("check", "--any-origin")[0] == 1
    path.with_name("stray.py").unlink()
    repository.edit(f"{PACKAGE}/api.md", "class Client", "class Klient")
    assert repository.run("check", "--any-origin")[0] == 1
    repository.run("generate")
    path.unlink()
    assert repository.run("check", "--any-origin")[0] == 1


def test_a_provenance_that_was_edited_shows(repository: Repository) -> None:
    """As does one that is not there, and one that nobody made."""
    repository.edit(f"{PACKAGE}/{MODULE}", '"ruff": "', '"ruff": "9')
    assert check(repository) == (1, [f"changed: {MODULE}"])
    path = repository.root / PACKAGE / MODULE
    path.rename(path.with_name("_origin.py"))
    stray = MODULE.replace("_provenance", "_origin")
    assert check(repository) == (1, [f"missing: {MODULE}", f"stray: {stray}"])
