"""The project as it stands in the working tree or in a git revision, or with another document."""

from __future__ import annotations

import io
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import attrs

from . import project
from .config import Config, read_config
from .document import Document, read_document
from .errors import GeneratorError
from .project import CHANGELOG, CONFIG, DOCUMENT, PACKAGE, source_name
from .tree import Tree, read

_FILES: Final = (DOCUMENT, CONFIG, CHANGELOG)
_MAIN_BRANCHES: Final = ("origin/main", "origin/master", "main", "master")


@attrs.frozen(kw_only=True)
class Snapshot:
    """What two states of the project are compared by.

    Attributes:
        label: What to call it.
        document: The document.
        content: The document's bytes.
        package: The files of the package that stand there; none beside a document in a file.
        tracked: Which of them git knows.
        config: The configuration.
        settings: The configuration's bytes.
        changelog: The text of the changelog.
        revision: The git commit, or None for what is on disk.
    """

    label: str
    document: Document
    content: bytes
    package: Tree
    tracked: tuple[str, ...]
    config: Config
    settings: bytes
    changelog: str
    revision: str | None = None


def working_tree() -> Snapshot:
    """The project as it stands on disk."""
    listed = _git("ls-files", "-z", "--", PACKAGE)
    package = read(project.ROOT / PACKAGE)
    return _snapshot("the working tree", _on_disk(), DOCUMENT, package, _inside(listed))


def snapshot(name: str) -> Snapshot:
    """The project at a git revision; or as it stands on disk, with the document in a file.

    Raises:
        GeneratorError: If it is neither, or holds no document to read.
    """
    path = Path(name)
    if path.is_file():
        # The package on disk belongs to the document on disk.
        files = {**_on_disk(), DOCUMENT: path.read_bytes()}
        return _snapshot(name, files, source_name(path))
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        todo = "check the name, and that git and its history are there"
        raise GeneratorError(name, "", "is neither a file nor a git revision", todo)
    revision = commit.decode().strip()
    shown = {path: _git("show", f"{revision}:{path}") for path in _FILES}
    files = {path: content for path, content in shown.items() if content is not None}
    label = name if name != revision else revision[:12]
    listed = _git("ls-tree", "-r", "-z", "--name-only", revision, "--", PACKAGE)
    with tempfile.TemporaryDirectory() as folder:
        if listed:
            _extract(revision, PACKAGE, Path(folder))
        package = read(Path(folder, PACKAGE))
    source = f"{label}:{DOCUMENT}"
    return _snapshot(label, files, source, package, _inside(listed), revision)


def merge_base() -> str:
    """The revision where this work left the main branch.

    Raises:
        GeneratorError: If there is no git history to find it in.
    """
    for branch in _MAIN_BRANCHES:
        base = _git("merge-base", "HEAD", branch)
        if base is not None:
            return base.decode().strip()
    problem = f"finds no common history with any of {', '.join(_MAIN_BRANCHES)}"
    raise GeneratorError("git", "", problem, "fetch one, or name what to compare with")


def extract_generator(revision: str, folder: Path) -> None:
    """Puts the generator of a snapshot's revision into a folder."""
    # The snapshot was read from the same revision, and with it the generator's configuration.
    _extract(revision, "generator", folder)


def _extract(revision: str, path: str, folder: Path) -> None:
    archive = _git("archive", "--format=tar", revision, path)
    with tarfile.open(fileobj=io.BytesIO(archive or b"")) as members:
        members.extractall(folder, filter="data")


def _inside(listed: bytes | None) -> tuple[str, ...]:
    """Paths that git lists, from the package's folder on."""
    names = (listed or b"").decode("utf-8", "backslashreplace").split("\0")
    return tuple(name.removeprefix(f"{PACKAGE}/") for name in names if name)


def _on_disk() -> dict[str, bytes]:
    paths = {name: project.ROOT / name for name in _FILES}
    return {name: path.read_bytes() for name, path in paths.items() if path.is_file()}


def _snapshot(
    label: str,
    files: Mapping[str, bytes],
    source: str,
    package: Tree | None = None,
    tracked: tuple[str, ...] = (),
    revision: str | None = None,
) -> Snapshot:
    for name in (DOCUMENT, CONFIG):
        if name not in files:
            todo = "compare with another revision"
            raise GeneratorError(name, "", f"is not there in {label}", todo)
    with tempfile.TemporaryDirectory() as folder:
        document, config = Path(folder, "document.yaml"), Path(folder, Path(CONFIG).name)
        document.write_bytes(files[DOCUMENT])
        config.write_bytes(files[CONFIG])
        return Snapshot(
            label=label,
            document=read_document(document, source),
            content=files[DOCUMENT],
            package=package or {},
            tracked=tracked,
            config=read_config(config),
            settings=files[CONFIG],
            changelog=files.get(CHANGELOG, b"").decode(),
            revision=revision,
        )


def _git(*arguments: str) -> bytes | None:
    """What git prints, or None where it fails."""
    try:
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=project.ROOT, capture_output=True, check=False)
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
