"""What stops the generator, said to the person who can mend it."""

from __future__ import annotations

from typing import Final

#: A message may quote the document, whose texts have any length.
_LONGEST: Final = 400


class GeneratorError(Exception):
    """A document or a configuration that no package can be made from.

    Args:
        source: The file.
        place: Where in it, as a JSON pointer that starts with `#`, or an empty string.
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


def refused(error: OSError) -> GeneratorError:
    """The error for what the operating system refuses."""
    where = str(error.filename or "the operating system")
    todo = "check the path" if error.filename else "mend that"
    return GeneratorError(where, "", f"refused: {error.strerror or error}", todo)


def _shown(text: str) -> str:
    """Foreign text on one line, with nothing in it that a terminal would act on."""
    line = " ".join(text.split())
    plain = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in line)
    return plain if len(plain) <= _LONGEST else f"{plain[: _LONGEST - 1]}…"
