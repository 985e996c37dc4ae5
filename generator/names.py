"""The Python names that the package gives to names of the document.

The engine decides these names when it renders. Whoever talks about the package without rendering
it, such as the report on changes, needs the same ones; the tests hold the two side by side.
"""

import builtins
import keyword
import re

# The engine appends "_" to these, because a module or a class body of the package uses them itself.
RESERVED = frozenset(
    {*dir(builtins), *keyword.kwlist, "self", "true", "false", "datetime"} - {"id"}
)
# What the engine puts before a name that cannot start a Python identifier; its default.
PREFIX = "field_"
DELIMITERS = ". _-"


def snake_case(name: str) -> str:
    """Return `name` in snake_case: `api-version` becomes `api_version`."""
    return "_".join(_words(name)).lower()


def identifier(name: str) -> str:
    """Return the name of the argument, field or method that stands for `name`."""
    result = snake_case(name)
    result = f"{result}_" if result in RESERVED else result
    if not result.isidentifier() or _known_characters(name).startswith("_"):
        return PREFIX + result
    return result


def class_name(name: str) -> str:
    """Return the name of the class that stands for `name`."""
    joined = _joined(name)
    return joined if joined.isidentifier() else _joined(PREFIX + joined)


def _joined(name: str) -> str:
    joined = "".join(word if word.isupper() else word.capitalize() for word in _words(name))
    return f"{joined}_" if joined in RESERVED else joined


def _known_characters(name: str) -> str:
    return "".join(c for c in name if c.isidentifier() or c.isdecimal() or c in DELIMITERS)


def _words(name: str) -> list[str]:
    known = _known_characters(name)
    if any(character.isupper() for character in known):
        known = " ".join(re.split("([A-Z]?[a-z]+)", known))
    return re.findall(rf"[^{re.escape(DELIMITERS)}]+", known)
