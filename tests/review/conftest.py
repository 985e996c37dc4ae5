"""What the tests of the review share: a project with a history, made once and copied for each."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from generator import paths
from generator.files import write
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE
from generator.pipeline import generate_tree
from tests.review.repository import Repository, environment


@pytest.fixture(scope="session")
def original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Make the repository that each test copies: the project, committed on the branch main."""
    root = tmp_path_factory.mktemp("original")
    ignore = shutil.ignore_patterns("__pycache__", ".*_cache")
    for folder in ("generator", "openapi"):
        shutil.copytree(paths.ROOT / folder, root / folder, ignore=ignore)
    # As if it had never been released since, so that no test has to follow a release.
    (root / CHANGELOG).write_text("# Changelog\n\n## 0.1.0\n\n- Everything.\n", "utf-8")
    config = (root / CONFIG).read_text("utf-8")
    config = re.sub("^version: .*$", "version: 0.1.0", config, flags=re.MULTILINE)
    (root / CONFIG).write_text(config, "utf-8")
    # As today's generator makes it, whatever is committed.
    write(generate_tree(root / DOCUMENT, root / CONFIG, DOCUMENT), root / PACKAGE)
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
    monkeypatch.setattr(paths, "ROOT", root)
    return Repository(root, capsys)
