"""Errors in the document or the configuration, for the person who maintains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

#: Characters of a part of a message. A message may quote the document, whose texts have any length.
_LONGEST: Final = 400


class GeneratorError(Exception):
    """One error in a document or a configuration.

    Args:
        source: The file.
        place: The place in the file, as a JSON pointer that starts with `#`; may be empty.
        problem: What is wrong.
        todo: What to do about it.
    """

    def __init__(self, source: str, place: str, problem: str, todo: str) -> None:
        super().__init__(source, place, problem, todo)
        self.source = source
        self.place = place
        self.problem = problem
        self.todo = todo

    def __str__(self) -> str:
        where = f"{self.source}: {self.place}" if self.place else self.source
        return f"{_shown(where)}: {_shown(self.problem)}; {_shown(self.todo)}"


class CombinedError(GeneratorError):
    """Several errors, one a line; its other attributes are those of the first one.

    Args:
        errors: The errors, at least one.
    """

    def __init__(self, errors: Sequence[GeneratorError]) -> None:
        first = errors[0]
        super().__init__(first.source, first.place, first.problem, first.todo)
        self.errors = tuple(errors)

    def __str__(self) -> str:
        return "\n".join(map(str, self.errors))


def raise_all(errors: Iterable[GeneratorError]) -> None:
    """Raise the errors that there are.

    Args:
        errors: The errors, in the order in which they are shown. Of equal ones the first is kept.

    Raises:
        GeneratorError: The error, if there is one; a `CombinedError` if there are several.
    """
    found = list({str(error): error for error in errors}.values())
    if len(found) == 1:
        raise found[0]
    if found:
        raise CombinedError(found)


def refused(error: OSError) -> GeneratorError:
    """Return the error for an operation that the operating system refuses."""
    where = str(error.filename or "the operating system")
    todo = "check the path" if error.filename else "correct that"
    return GeneratorError(where, "", f"refused: {error.strerror or error}", todo)


def _shown(text: str) -> str:
    """Return foreign text on one line, without characters that a terminal interprets."""
    line = " ".join(text.split())
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
