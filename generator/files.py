"""The files of a package: in memory, on disk, and how the two differ."""

from __future__ import annotations

import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from generator.errors import GeneratorError
from generator.paths import real_path

#: Contents by their path inside the package's folder, with `/` between the parts.
Tree: TypeAlias = Mapping[str, bytes]

#: The first line of every generated file, as a comment, with the name of the document.
HEADER: Final = "Generated from {} by `python -m generator generate`; do not edit."

#: How much of a difference is shown, so that the names of the files stay in sight.
_MOST_FILES: Final = 10
_MOST_LINES: Final = 60
_MOST_NAMES: Final = 3

_HEADER: Final = re.compile(rb"(# |<!-- |\()" + re.escape(HEADER).replace(r"\{\}", ".+").encode())
#: In bytes: a file without line ends may be large.
_LONGEST_HEADER: Final = 5_000

_CACHES: Final = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})


@attrs.frozen(kw_only=True)
class Drift:
    """How files on disk differ from a tree."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    stray: tuple[str, ...]
    #: Unified diff, from what is there to what should be; cut where it is long.
    diff: str


@attrs.frozen(kw_only=True)
class Written:
    """What `write` did to a folder.

    Attributes:
        removed: Generated files of an earlier run that the tree no longer has.
        kept: Other files and links, which nothing here made.
    """

    removed: tuple[str, ...]
    kept: tuple[str, ...]


def write(tree: Tree, folder: Path) -> Written:
    """Write a tree to a folder in place of the files that an earlier run wrote there.

    Only files that begin with the header of generated files are replaced or removed. Everything
    else stays, such as `.git` or notes. A failure on the way leaves the folder as it was.

    Args:
        tree: The files.
        folder: Where they go; a link is followed.

    Raises:
        GeneratorError: If the tree has a file where something else is, or if the folder is a file.
    """
    folder = real_path(folder)
    existed = folder.exists() or folder.is_symlink()
    if existed and not folder.is_dir():
        todo = "choose another place with --output"
        raise GeneratorError(str(folder), "", "is not a folder", todo)
    there = _paths(folder)
    own = {name for name in there if is_generated(folder / name)}
    _check_free(tree, folder, there, own)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        write_files(tree, new)
        away = [(folder / name, old / name) for name in sorted(own)]
        into = [(new / name, folder / name) for name in tree]
        try:
            _move_all([*away, *into])
        except BaseException:
            if not existed:
                shutil.rmtree(folder, ignore_errors=True)
            raise
    for name in own - tree.keys():
        _remove_empty((folder / name).parent, folder)
    return Written(removed=tuple(sorted(own - tree.keys())), kept=tuple(sorted(there - own)))


def is_generated(path: Path) -> bool:
    """Return whether a file begins with the header of generated files."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        return _HEADER.match(file.readline(_LONGEST_HEADER)) is not None


def compare(tree: Tree, folder: Path) -> Drift:
    """Return how a folder differs from a tree; caches of tools do not count."""
    there = read(folder)
    changed = sorted(name for name in tree if name in there and there[name] != tree[name])
    missing = sorted(tree.keys() - there.keys())
    stray = sorted(there.keys() - tree.keys())
    diff: list[str] = []
    # The diff of a missing file would be the whole file.
    differing = sorted([*changed, *stray])
    for name in differing[:_MOST_FILES]:
        diff += _differences(name, there[name], tree.get(name, b""))
    more = len(differing) - _MOST_FILES
    if more > 0:
        diff.append(f"... and {more} more files\n")
    return Drift(
        changed=tuple(changed), missing=tuple(missing), stray=tuple(stray), diff="".join(diff)
    )


def _differences(name: str, there: bytes, expected: bytes) -> list[str]:
    if there != expected and there.replace(b"\r\n", b"\n") == expected:
        return [f"there/{name}: the line ends are CRLF; nothing else differs\n"]
    labels = f"there/{name}", f"expected/{name}"
    lines = list(difflib.unified_diff(_lines(there), _lines(expected), *labels))
    more = len(lines) - _MOST_LINES
    return lines if more <= 0 else [*lines[:_MOST_LINES], f"... and {more} more lines\n"]


def read(folder: Path) -> Tree:
    """Return the files of a folder, without the caches of tools; for a link, where it leads."""
    found: dict[str, bytes] = {}
    for root, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in _CACHES]
        for path in (Path(root, name) for name in [*names, *files]):
            name = path.relative_to(folder).as_posix()
            if path.is_symlink():
                # No file of a tree is one, wherever it leads.
                found[name] = f"a link to {path.readlink()}\n".encode()
            elif path.is_file():
                found[name] = path.read_bytes()
    return found


def _paths(folder: Path) -> set[str]:
    """Return the files and links of a folder, without the caches of tools."""
    found: set[str] = set()
    for root, names, files in os.walk(folder):
        names[:] = [name for name in names if name not in _CACHES]
        links = [name for name in names if Path(root, name).is_symlink()]
        found |= {Path(root, name).relative_to(folder).as_posix() for name in [*files, *links]}
    return found


def _check_free(tree: Tree, folder: Path, there: set[str], own: set[str]) -> None:
    """Refuse to replace what an earlier run did not write, and to mix with an unrelated project."""
    foreign = there - own
    if not own and any(not name.startswith(".git/") for name in foreign):
        problem = f"holds {_listed(foreign)}, but no generated package"
        todo = "choose another place with --output, or empty it"
        raise GeneratorError(str(folder), "", problem, todo)
    places = {parent.as_posix() for name in tree for parent in [Path(name), *Path(name).parents]}
    taken = sorted(foreign & places) + sorted(
        name for name in tree if (folder / name).is_dir() and not (folder / name).is_symlink()
    )
    if taken:
        problem = f"holds {_listed(taken)}, which the generator did not write"
        todo = "move these away, or choose another place with --output"
        raise GeneratorError(str(folder), "", problem, todo)


def _listed(names: Iterable[str]) -> str:
    """Return the first names of a list, and how many more there are."""
    names = sorted(names)
    more = f" and {len(names) - _MOST_NAMES} more" if len(names) > _MOST_NAMES else ""
    return ", ".join(names[:_MOST_NAMES]) + more


def _move_all(moves: list[tuple[Path, Path]]) -> None:
    """Move files one after another; if one cannot be moved, move the others back."""
    done: list[tuple[Path, Path]] = []
    try:
        for source, target in moves:
            target.parent.mkdir(parents=True, exist_ok=True)
            os.replace(source, target)
            done.append((source, target))
    except BaseException:
        # An interrupt included: the package on disk is the old one or the new one.
        for source, target in reversed(done):
            source.parent.mkdir(parents=True, exist_ok=True)
            os.replace(target, source)
        raise


def _remove_empty(folder: Path, root: Path) -> None:
    """Remove a folder, and those around it below the root, as far as they are empty."""
    while folder != root and folder.is_dir():
        left = [path for path in folder.iterdir() if path.name not in _CACHES]
        if left:
            return
        shutil.rmtree(folder)
        folder = folder.parent


def _lines(content: bytes) -> list[str]:
    # Split at \n alone, so that other line ends show.
    lines = content.decode("utf-8", "backslashreplace").split("\n")
    end = [f"{lines[-1]}\n\\ No newline at end of file\n"] if lines[-1] else []
    return [*(f"{line}\n" for line in lines[:-1]), *end]


def write_files(tree: Tree, folder: Path) -> None:
    """Write each file of a tree below a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tree.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
