"""A copy of the project in a git repository of its own, for commands to work on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import attrs
import pytest

from generator.__main__ import main


def environment() -> dict[str, str]:
    """Return the environment without what would let the machine's git settings in."""
    plain = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    person = {"NAME": "Someone", "EMAIL": "someone@example.com"}
    return {
        **plain,
        "GIT_CONFIG_GLOBAL": os.devnull,
        "GIT_CONFIG_NOSYSTEM": "1",
        **{f"GIT_AUTHOR_{key}": value for key, value in person.items()},
        **{f"GIT_COMMITTER_{key}": value for key, value in person.items()},
    }


@attrs.frozen
class Repository:
    """A copy of the project, which commands of this process work on."""

    root: Path
    _capture: pytest.CaptureFixture[str]

    def git(self, *arguments: str) -> str:
        """Run git, and return what it prints."""
        done = subprocess.run(
            ["git", *arguments],
            cwd=self.root,
            env=environment(),
            capture_output=True,
            check=True,
            text=True,
        )
        return done.stdout.strip()

    def commit(self) -> str:
        """Commit all files, and return the revision."""
        self.git("add", "--all")
        self.git("commit", "--quiet", "--allow-empty", "--message", "Change.")
        return self.git("rev-parse", "HEAD")

    def read(self, name: str) -> str:
        """Return the text of a file."""
        return (self.root / name).read_text(encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        """Replace the first occurrence of a text in a file."""
        text = self.read(name)
        assert old in text, f"{name} does not hold {old!r}"
        (self.root / name).write_text(text.replace(old, new, 1), encoding="utf-8")

    def files(self) -> dict[str, bytes]:
        """Return the content of every file outside of git's own folder."""
        paths = (path for path in self.root.rglob("*") if path.is_file())
        names = ((path.relative_to(self.root).as_posix(), path) for path in paths)
        return {name: path.read_bytes() for name, path in names if not name.startswith(".git/")}

    def run(self, *arguments: str) -> tuple[int, str, str]:
        """Run a command of the generator: its exit status, and what it prints where."""
        self._capture.readouterr()
        status = main(list(arguments))
        out, err = self._capture.readouterr()
        return status, out, err

    def start(self, command: str, **variables: str) -> subprocess.CompletedProcess[bytes]:
        """Run a command of the generator in a process of its own, with more in its environment."""
        return subprocess.run(
            [sys.executable, "-m", "generator", command],
            cwd=self.root,
            env={**os.environ, **variables},
            capture_output=True,
            check=False,
        )
