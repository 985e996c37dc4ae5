"""The project in the working tree, in a git revision, or with another document."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final

import attrs

from generator import paths
from generator.config import Config, read_config
from generator.document.document import Document
from generator.document.reading import read_document
from generator.errors import GeneratorError
from generator.files import Tree, read
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE, source_name
from generator.review.changed_files import ChangedFile

_FILES: Final = (DOCUMENT, CONFIG, CHANGELOG)
#: The folder of the generator that runs.
_RUNNING: Final = Path(__file__).parents[1]
#: In full: git would prefer a tag that is called `origin/main`.
_MAIN_BRANCHES: Final = (
    "refs/remotes/origin/main",
    "refs/remotes/origin/master",
    "refs/heads/main",
    "refs/heads/master",
)


@attrs.frozen(kw_only=True)
class Snapshot:
    """What a comparison reads of one state of the project.

    Attributes:
        label: What to call it.
        source: How messages name its document.
        files: The document, the configuration and the changelog, if they exist.
        package: The committed files of the package; none for a document in a file.
        tracked: The names of those that git knows.
        revision: The git commit, or None for what is on disk.
    """

    label: str
    source: str
    files: Mapping[str, bytes]
    package: Tree = attrs.field(factory=dict[str, bytes])
    tracked: tuple[str, ...] = ()
    revision: str | None = None

    @cached_property
    def document(self) -> Document:
        """The document.

        Raises:
            GeneratorError: If it does not exist, or no package can be made from it.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, Path(DOCUMENT).name)
            path.write_bytes(self.content(DOCUMENT))
            return read_document(path, self.source)

    @cached_property
    def config(self) -> Config:
        """The configuration.

        Raises:
            GeneratorError: If it does not exist or is not valid.
        """
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, Path(CONFIG).name)
            path.write_bytes(self.content(CONFIG))
            return read_config(path)

    @property
    def changelog(self) -> str:
        """The text of the changelog; empty if there is none.

        Raises:
            GeneratorError: If it is not UTF-8.
        """
        try:
            return self.files.get(CHANGELOG, b"").decode()
        except UnicodeDecodeError:
            problem = f"is not UTF-8 in {self.label}"
            raise GeneratorError(CHANGELOG, "", problem, "write it in UTF-8") from None

    def content(self, name: str) -> bytes:
        """Return the bytes of the document or of the configuration.

        Raises:
            GeneratorError: If it does not exist.
        """
        if name not in self.files:
            todo = "compare with another revision"
            raise GeneratorError(name, "", f"is not there in {self.label}", todo)
        return self.files[name]


def working_tree() -> Snapshot:
    """Return the state of the project on disk."""
    listed = (_git("ls-files", "-z", "--", PACKAGE) or b"").split(b"\0")
    return Snapshot(
        label="the working tree",
        source=DOCUMENT,
        files=_on_disk(),
        package=read(paths.ROOT / PACKAGE),
        tracked=tuple(_inside({_name(path): b"" for path in listed if path})),
    )


def snapshot(name: str) -> Snapshot:
    """Return the state of the project in a git revision, or on disk with the document in a file.

    Raises:
        GeneratorError: If it is neither.
    """
    path = Path(name)
    if path.is_file():
        # The package on disk belongs to the document on disk.
        source = source_name(path)
        return Snapshot(
            label=name, source=source, files={**_on_disk(), DOCUMENT: path.read_bytes()}
        )
    commit = _git("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    if commit is None:
        todo = "check the name, and that git and its history are there"
        raise GeneratorError(name or "''", "", "is neither a file nor a git revision", todo)
    revision = commit.decode().strip()
    label = name if name != revision else revision[:12]
    files = _files(revision, *_FILES, PACKAGE)
    package = _inside(files)
    return Snapshot(
        label=label,
        source=f"{label}:{DOCUMENT}",
        files=files,
        package=package,
        tracked=tuple(package),
        revision=revision,
    )


def merge_base() -> str:
    """Return the revision where the current branch left the main branch.

    Raises:
        GeneratorError: If there is no common git history.
    """
    for branch in _MAIN_BRANCHES:
        base = _git("merge-base", "HEAD", branch)
        if base is not None:
            return base.decode().strip()
    names = [name.split("/", 2)[2] for name in _MAIN_BRANCHES]
    problem = f"finds no common history with any of {', '.join(names)}"
    raise GeneratorError("git", "", problem, "fetch one, or name what to compare with")


def changed_files(old: Snapshot, new: Snapshot) -> tuple[ChangedFile, ...]:
    """Return the files of the repository that differ; none if the old state is not a revision.

    Raises:
        GeneratorError: If git cannot tell.
    """
    if old.revision is None:
        return ()
    revisions = [old.revision, *([new.revision] if new.revision else [])]
    # Neither settings nor attributes of git may leave a file out.
    command = ["diff", "--raw", "-z", "--no-renames", "--no-ext-diff", "--no-abbrev", "--relative"]
    told = _git(*command, "--ignore-submodules=none", *revisions, "--")
    if told is None:
        todo = "check that the repository is complete"
        raise GeneratorError("git", "", f"cannot compare with {old.label}", todo)
    parts = told.split(b"\0")
    found = [(head.split(), path) for head, path in zip(parts[::2], parts[1::2], strict=False)]
    contents = _blobs([head[3] for head, _ in found]) if new.revision else {}
    return tuple(
        ChangedFile(
            name=_name(path),
            mode=head[1].decode(),
            content=None
            if head[4] == b"D"
            else contents.get(head[3], b"")
            if new.revision
            else _read(paths.ROOT / os.fsdecode(path)),
        )
        for head, path in found
    )


def all_names(state: Snapshot) -> tuple[str, ...]:
    """Return the names of all files of the repository that git knows in a state."""
    if state.revision is None:
        told = _git("ls-files", "-z")
    else:
        told = _git("ls-tree", "-r", "-z", "--name-only", state.revision)
    return tuple(_name(path) for path in (told or b"").split(b"\0") if path)


def extract_generator(revision: str, folder: Path) -> None:
    """Write the generator of a revision into a folder."""
    for name, content in _files(revision, "generator").items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def is_running(revision: str) -> bool:
    """Return whether the generator of a revision is the one that runs."""
    running = {f"generator/{name}": content for name, content in read(_RUNNING).items()}
    committed = _files(revision, "generator")
    # The configuration belongs to a snapshot.
    return all(
        running.get(name) == committed.get(name)
        for name in (running.keys() | committed.keys()) - {CONFIG}
    )


def _files(revision: str, *paths: str) -> dict[str, bytes]:
    """Return the files of a revision at and below some paths, as git holds them.

    It reads object by object, because `git archive` obeys `.gitattributes`: it leaves files out and
    rewrites others.
    """
    listed = _git("ls-tree", "-r", "-z", revision, "--", *paths) or b""
    entries = [entry.partition(b"\t") for entry in listed.split(b"\0") if entry]
    blobs = {_name(path): head.split()[2] for head, _, path in entries if b" blob " in head}
    contents = _blobs(list(blobs.values()))
    return {name: contents[blob] for name, blob in blobs.items()}


def _blobs(names: list[bytes]) -> dict[bytes, bytes]:
    """Return the contents of git's objects by their names; those that are missing are left out."""
    told = _git("cat-file", "--batch", given=b"".join(name + b"\n" for name in names))
    rest, found = told or b"", dict[bytes, bytes]()
    for name in names:
        head, _, rest = rest.partition(b"\n")
        if head.endswith(b" missing"):
            # A file that is removed, or the commit of a submodule.
            continue
        size = int(head.split()[2])
        found[name], rest = rest[:size], rest[size + 1 :]
    return found


def _inside(files: Tree) -> dict[str, bytes]:
    """Return the files that are in the package, by their names there."""
    start = f"{PACKAGE}/"
    return {
        name.removeprefix(start): content
        for name, content in files.items()
        if name.startswith(start)
    }


def _name(path: bytes) -> str:
    return path.decode("utf-8", "backslashreplace")


def _read(path: Path) -> bytes:
    # A submodule is a folder. Where a link leads does not matter.
    return path.read_bytes() if path.is_file() and not path.is_symlink() else b""


def _on_disk() -> dict[str, bytes]:
    files = {name: paths.ROOT / name for name in _FILES}
    return {name: path.read_bytes() for name, path in files.items() if path.is_file()}


def _git(*arguments: str, given: bytes | None = None) -> bytes | None:
    """Return what git prints, or None if it fails."""
    try:
        command = ["git", *arguments]
        done = subprocess.run(
            command, cwd=paths.ROOT, input=given, capture_output=True, check=False
        )
    except OSError:
        return None
    return done.stdout if done.returncode == 0 else None
