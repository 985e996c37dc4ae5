"""A rule of the generated package, and how it is broken."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple, TypeAlias


class Rule(NamedTuple):
    """A change after which the package does something wrong.

    Attributes:
        file: The file to change, from `generator/` on.
        broken: What is wrong afterwards, as a sentence.
        old: Text that stands exactly once in the file.
        new: What is written in its place.
        tests: Files, or tests in them, that should notice.
    """

    file: str
    broken: str
    old: str
    new: str
    tests: tuple[str, ...]

    @property
    def is_generated_from(self) -> bool:
        """Whether the package has to be made anew: a runtime file is copied as it stands."""
        return not self.file.startswith("runtime/")

    def places(self, root: Path) -> list[Path]:
        """The files to change in a project: that of the generator, and its copy in the package."""
        places = [root / "generator" / self.file]
        if not self.is_generated_from:
            (package,) = (path.parent for path in root.glob("generated_client/*/py.typed"))
            places.append(package / self.file.removeprefix("runtime/"))
        return places

    def is_stale(self, root: Path) -> bool:
        """Whether the text no longer stands exactly once in the file."""
        return any(
            not path.is_file() or path.read_text("utf-8").count(self.old) != 1
            for path in self.places(root)
        )

    def apply(self, root: Path) -> None:
        """Breaks the rule in a copy of the project."""
        for path in self.places(root):
            text = path.read_text("utf-8").replace(self.old, self.new)
            # A new file in its place: the old one may be another copy's too.
            path.unlink()
            path.write_text(text, "utf-8")


#: What is wrong, the old text, the new one; then tests, where they are not those of the table.
Row: TypeAlias = tuple[str, ...]


def table(file: str, tests: str | tuple[str, ...], rows: Iterable[Row]) -> list[Rule]:
    """The rules of one file.

    Args:
        file: The file, from `generator/` on.
        tests: The tests of every row that names none of its own, from `tests/` on.
        rows: What is wrong, the old text, the new one, and perhaps tests.
    """
    usual = (tests,) if isinstance(tests, str) else tests
    return [
        Rule(file, broken, old, new, tuple(f"tests/{each}" for each in own or usual))
        for broken, old, new, *own in rows
    ]
