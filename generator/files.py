"""A package as files in memory: written whole or not at all, or compared with what is there."""

from __future__ import annotations

import difflib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Final, TypeAlias

import attrs

from generator.errors import GeneratorError
from generator.paths import real_path

#: Contents by their path inside the package's folder, with `/` between the parts.
Tree: TypeAlias = Mapping[str, bytes]

#: How the first line of every generated file begins, after the sign of a comment.
NOTICE: Final = "Generated from "

#: How much of a difference is shown; a whole package would hide the names of its files.
_MOST_FILES: Final = 10
_MOST_LINES: Final = 60

_CACHES: Final = frozenset({"__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache"})


@attrs.frozen(kw_only=True)
class Drift:
    """How files on disk differ from a tree."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    stray: tuple[str, ...]
    #: Unified diff, from what is there to what should be, the beginning of it where it is long.
    diff: str


def write(tree: Tree, folder: Path) -> None:
    """Makes a folder hold exactly a tree, whole or not at all.

    The new folder is written beside the old one and then takes its place, so that a failure on the
    way leaves the old one as it was.

    Raises:
        GeneratorError: If what stands there was not made by this generator and would be lost.
    """
    # A link stays one, and what it leads to is written.
    folder = real_path(folder)
    _check_place(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=f".{folder.name}-", dir=folder.parent) as scratch:
        new, old = Path(scratch, "new"), Path(scratch, "old")
        write_files(tree, new)
        replaces = folder.exists()
        if replaces:
            os.replace(folder, old)
        try:
            os.replace(new, folder)
        except BaseException:
            if replaces:
                os.replace(old, folder)
            raise


def compare(tree: Tree, folder: Path) -> Drift:
    """How a folder differs from a tree; caches of tools do not count."""
    there = read(folder)
    changed = sorted(name for name in tree if name in there and there[name] != tree[name])
    missing = sorted(tree.keys() - there.keys())
    stray = sorted(there.keys() - tree.keys())
    diff: list[str] = []
    # Of a missing file every line would be told.
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
    """The files of a folder, without the caches of tools; a link as the words that it is one."""
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


def _check_place(folder: Path) -> None:
    if not folder.exists() and not folder.is_symlink():
        return
    if not folder.is_dir():
        todo = "choose another place with --output"
        raise GeneratorError(str(folder), "", "is no folder", todo)
    head = folder / "pyproject.toml"
    is_ours = head.is_file() and head.read_bytes().startswith(f"# {NOTICE}".encode())
    if not is_ours and any(path.name not in _CACHES for path in folder.iterdir()):
        todo = "choose another place with --output, or empty it"
        raise GeneratorError(str(folder), "", "holds files, but no generated package", todo)


def _lines(content: bytes) -> list[str]:
    # By \n alone, so that other line ends show. A last line without one would swallow the next.
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
