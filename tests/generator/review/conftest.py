"""What the tests of the review share: a project with a history, made once and copied for each."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import project
from generator.generation import generate_tree
from generator.project import CHANGELOG, CONFIG, DOCUMENT, PACKAGE
from generator.tree import write
from tests.generator.review.repository import Repository, environment


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the repository that each test copies: the project, committed on the branch main."""
    root = tmp_path_factory.mktemp("original")
    ignore = shutil.ignore_patterns("__pycache__", ".*_cache")
    for folder in ("generator", "openapi"):
        shutil.copytree(project.ROOT / folder, root / folder, ignore=ignore)
    shutil.copy(project.ROOT / CHANGELOG, root / CHANGELOG)
    # As today's generator makes it, whatever is committed.
    write(generate_tree(project.ROOT / DOCUMENT, project.ROOT / CONFIG), root / PACKAGE)
    for command in (
        ["init", "--quiet", "--initial-branch=main"],
        ["add", "--all"],
        ["commit", "--quiet", "--message", "Begin."],
    ):
        subprocess.run(["git", *command], cwd=root, check=True, env=environment())
    return root


@pytest.fixture
def repository(
    original: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Repository:
    """Make a repository for one test, and let the commands take it for the project."""
    clean = environment()
    for name in os.environ.keys() - clean.keys():
        monkeypatch.delenv(name)
    for name in clean.keys() - os.environ.keys():
        monkeypatch.setenv(name, clean[name])
    root = tmp_path / "project"
    shutil.copytree(original, root)
    monkeypatch.setattr(project, "ROOT", root)
    return Repository(root, capsys)
