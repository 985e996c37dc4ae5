"""The files of the repository that change: what they hide from a reader, and who judges them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath
from typing import Final

import attrs

from generator.document.characters import is_hidden, named, other_script
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE

_LINK: Final = "120000"
_SUBMODULE: Final = "160000"
_EXECUTABLE: Final = "100755"

#: Documentation, which nothing runs: its text and its pictures.
_PROSE: Final = frozenset({".md", ".png"})
#: Git's attributes that change nothing of what a reviewer is shown.
_HARMLESS: Final = frozenset({"text", "text=auto", "eol=lf", "linguist-generated=false"})
#: Nobody scrolls so far to the right.
_GAP: Final = re.compile(r"\S[ \t]{80,}\S")


@attrs.frozen(kw_only=True)
class ChangedFile:
    """A file that differs between two states of the project, as git sees it.

    Attributes:
        name: Its path from the root of the project, with `/` between the parts.
        mode: The mode that git gives it in the new state, such as `100644`.
        content: Its bytes in the new state; None if it is removed.
    """

    name: str
    mode: str
    content: bytes | None


def concealed(files: Iterable[ChangedFile], names: Iterable[str]) -> Iterator[str]:
    """Yield what the changed files hide from a reader of their diff, one sentence each.

    Args:
        files: The files that change.
        names: The names of all files in the new state.
    """
    for file in files:
        if file.content is not None:
            yield from (f"{file.name}{sentence}" for sentence in _concealed(file))
    yield from _alike(names)


def uncompared(files: Iterable[ChangedFile]) -> tuple[str, ...]:
    """Return the names of the changed files that no comparison judges, the most decisive first.

    The comparisons judge the document, the configuration and the package. Prose is not run.
    """
    names = [
        file.name
        for file in files
        if file.name not in {DOCUMENT, CONFIG, CHANGELOG, "LICENSE"}
        and not file.name.startswith(f"{PACKAGE}/")
        and PurePosixPath(file.name).suffix not in _PROSE
    ]
    return tuple(sorted(names, key=lambda name: (_place(name), name)))


def _place(name: str) -> int:
    """Return how late a file is listed: what starts the checks comes first, their tests last."""
    top = name.partition("/")[0]
    return {"generator": 1, "tests": 2}.get(top, 0)


def _concealed(file: ChangedFile) -> Iterator[str]:
    if file.mode == _LINK:
        yield ": is a link, so that its diff does not show what it holds: commit the file itself."
        return
    if file.mode == _SUBMODULE:
        yield ": is a submodule, so that its diff does not show its files: commit them here."
        return
    is_made = file.name.startswith(f"{PACKAGE}/")
    if is_made and file.mode == _EXECUTABLE:
        yield ": is executable, but the generator makes plain files: `git update-index --chmod=-x`."
    if is_made or PurePosixPath(file.name).suffix == ".png":
        # `check` compares the bytes of the package.
        return
    try:
        text = (file.content or b"").decode()
    except UnicodeDecodeError:
        yield ": is not text in UTF-8, so that its diff is not shown: make it from text in a test."
        return
    if PurePosixPath(file.name).name == ".gitattributes":
        yield from _attributes(file.name, text)
    if file.name != DOCUMENT:
        # `check_characters` knows which texts of a document are names.
        yield from _characters(file.name, text)


def _characters(name: str, text: str) -> Iterator[str]:
    """Yield the first character of each line that misleads a reader.

    In code outside of the tests, a letter beyond ASCII can be taken for another one.
    """
    may_hold_letters = name.startswith("tests/") or PurePosixPath(name).suffix == ".md"
    # A person or a company may be called otherwise.
    may_hold_letters |= name == CONFIG
    for number, line in enumerate(text.split("\n"), 1):
        line = line.removesuffix("\r")
        if _GAP.search(line):
            yield f":{number}: goes on after 80 spaces or more, out of sight: wrap the line."
        if line.isascii() and line.isprintable():
            continue
        hidden = next((letter for letter in line if is_hidden(letter) or _is_control(letter)), None)
        if hidden is not None:
            yield f":{number}: holds {named(hidden)}, which no reader sees: write its escape."
            continue
        alike = other_script(line)
        if not may_hold_letters:
            alike = next((one for one in line if not one.isascii() and one.isalpha()), "")
        if alike:
            yield f":{number}: holds {named(alike)}, which may look like another: write its escape."


def _is_control(letter: str) -> bool:
    return unicodedata.category(letter) == "Cc" and letter != "\t"


def _attributes(name: str, text: str) -> Iterator[str]:
    """Yield the lines that hide a file from reviewers, or that change it on its way to the disk.

    The diff of the package may be folded: `check` makes it anew.
    """
    for number, line in enumerate(text.split("\n"), 1):
        pattern, *attributes = line.split() or ["#"]
        if pattern.startswith("#") or (name == ".gitattributes" and pattern == f"{PACKAGE}/**"):
            continue
        if others := [one for one in attributes if one not in _HARMLESS]:
            yield f":{number}: `{' '.join(others)}` may hide files from a reviewer: remove it."


def _alike(names: Iterable[str]) -> Iterator[str]:
    """Yield the paths that differ, but are one path where case does not count (macOS, Windows)."""
    paths = {
        path.as_posix()
        for name in names
        for path in (PurePosixPath(name), *PurePosixPath(name).parents)
    }
    known: dict[str, str] = {}
    for path in sorted(paths):
        other = known.setdefault(unicodedata.normalize("NFC", path).casefold(), path)
        if other != path:
            yield f"{path}: is the same file as {other} where case does not count: rename one."
