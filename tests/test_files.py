"""Writing a package never loses a file that the generator did not write."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from generator.errors import GeneratorError
from generator.files import Tree, Written, read, write

HEADER = b"# Generated from things.yaml by `python -m generator generate`; do not edit.\n"
OLD: Tree = {"pyproject.toml": HEADER, "things/a.py": HEADER, "things/sub/b.py": HEADER}
NEW: Tree = {"pyproject.toml": HEADER + b"x = 1\n", "things/a.py": HEADER, "things/c.py": HEADER}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Write an old package."""
    write(OLD, tmp_path / "package")
    return tmp_path / "package"


def test_generated_files_are_replaced_and_removed(folder: Path) -> None:
    assert write(NEW, folder) == Written(removed=("things/sub/b.py",), kept=())
    assert read(folder) == NEW
    assert not (folder / "things" / "sub").exists()


def test_other_files_stay(folder: Path) -> None:
    (folder / ".git").mkdir()
    (folder / ".git" / "HEAD").write_text("ref: refs/heads/main\n")
    (folder / "things" / "sub" / "notes.md").write_text("years of work")
    (folder / "link").symlink_to("elsewhere")
    written = write(NEW, folder)
    assert written.kept == (".git/HEAD", "link", "things/sub/notes.md")
    assert (folder / "things" / "sub" / "notes.md").read_text() == "years of work"
    assert (folder / ".git" / "HEAD").exists()
    assert (folder / "link").is_symlink()


@pytest.mark.parametrize(
    "foreign",
    ["things/c.py", "things/c.py/inner.txt"],
    ids=["a file in the place of a new one", "a folder in the place of a new file"],
)
def test_a_place_that_is_taken_is_refused(folder: Path, foreign: str) -> None:
    path = folder / foreign
    path.parent.mkdir(exist_ok=True)
    path.write_text("years of work")
    with pytest.raises(GeneratorError, match=r"holds things/c\.py.*, which the generator did not"):
        write(NEW, folder)
    assert path.read_text() == "years of work"
    assert read(folder) == {**OLD, foreign: b"years of work"}


def test_nothing_is_written_through_a_link(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    (folder / "things").rename(outside)
    (folder / "things").symlink_to(outside)
    with pytest.raises(GeneratorError, match="holds things, which the generator did not write"):
        write(NEW, folder)
    assert sorted(path.name for path in outside.iterdir()) == ["a.py", "sub"]


def test_a_project_that_begins_like_a_generated_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text("# Generated from a template\n")
    (tmp_path / "main.py").write_text("years of work")
    with pytest.raises(GeneratorError, match=r"holds main\.py, pyproject\.toml, but no generated"):
        write(NEW, tmp_path)
    assert (tmp_path / "main.py").read_text() == "years of work"


def test_a_new_repository_may_be_filled(tmp_path: Path) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / ".git" / "HEAD").touch()
    assert write(NEW, tmp_path).kept == (".git/HEAD",)


@pytest.mark.parametrize("failure", [OSError(28, "No space left on device"), KeyboardInterrupt()])
@pytest.mark.parametrize("moves", range(6))
def test_a_failure_leaves_the_folder_as_it_was(
    folder: Path, monkeypatch: pytest.MonkeyPatch, failure: BaseException, moves: int
) -> None:
    """Three files are moved away and three are moved in; any of the moves may fail."""
    (folder / "notes.md").write_text("years of work")
    before = read(folder)
    real, done = os.replace, []

    def failing(source: Path, target: Path) -> None:
        if len(done) == moves:
            done.append(target)
            raise failure
        done.append(target)
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    with pytest.raises(type(failure)):
        write(NEW, folder)
    assert read(folder) == before
    assert [path.name for path in folder.parent.iterdir()] == ["package"]
