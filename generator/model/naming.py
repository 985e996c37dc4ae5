"""The Python names of what a document describes, each one checked to be a name of its own."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from generator.document.document import Document, Node
from generator.document.pointer import child
from generator.errors import GeneratorError
from generator.model import engine

_RENAME: Final = "give it another with x-ms-client-name"
#: What to do about the name of an operation's method.
REIDENTIFY: Final = "give it another operationId"


def python_name(name: str, described: Any = None) -> str:
    """The argument, field or method that stands for a name of the document.

    Args:
        name: The name.
        described: What stands there; its `x-ms-client-name` comes before the name.
    """
    return engine.snake_case(_wanted(name, described))


def is_kept(name: str) -> bool:
    """Whether Python keeps a name as it is, which it does not for `Ⅷ`."""
    return name.isidentifier() and unicodedata.normalize("NFKC", name) == name


def identifier(
    document: Document, pointer: str, name: str, described: Any = None, *, todo: str = _RENAME
) -> str:
    """A name of the document in Python, checked.

    Args:
        document: The document.
        pointer: The place that the name belongs to.
        name: The name.
        described: As for `python_name`.
        todo: What to do about a name that is none.

    Raises:
        GeneratorError: If Python would take it for another one.
    """
    wanted = _wanted(name, described)
    found = engine.snake_case(wanted)
    if found == engine.PREFIX or not is_kept(found):
        raise document.error(pointer, f"{wanted!r} is no name that Python keeps as it is", todo)
    return found


def group_and_method(operation_id: str, tags: Sequence[str] | None) -> tuple[str, str]:
    """What the group and the method of an operation are called in the document.

    The group is the first tag, and the operationId does not have to repeat it: `Books_List` of the
    tag `books` is the method `List`. Without a tag, what stands before the last `_` is the group.

    Args:
        operation_id: The operationId.
        tags: The tags, if any.
    """
    prefix, _, rest = operation_id.rpartition("_")
    group = tags[0] if tags else prefix or "default"
    while tags and prefix and _alike(prefix) != _alike(group):
        prefix, _, step = prefix.rpartition("_")
        rest = f"{step}_{rest}"
    return group, rest or operation_id


def group_of(document: Document, operation: str) -> str:
    """Return what the document calls the group of the operation at a JSON pointer."""
    node = document.at(operation)
    return group_and_method(node["operationId"], node.get("tags"))[0]


def place_of_group(document: Document, operation: str) -> tuple[str, str]:
    """Return the place that names the group of an operation, and how to name it otherwise."""
    if document.at(operation).get("tags"):
        return f"{operation}/tags/0", "choose another tag"
    return f"{operation}/operationId", REIDENTIFY


def taken(document: Document, pointer: str, python_name: str, other: str) -> GeneratorError:
    """The error for a name that another one has in Python too."""
    problem = f"its name {python_name!r} in Python is that of {other!r} too"
    return document.error(pointer, problem, _RENAME)


def check_names(document: Document) -> None:
    """Checks the names of properties, parameters and values of enums.

    The engine has ways of its own with names that collide: it renames some, and drops others.

    Raises:
        GeneratorError: If two have one name in Python, or one has none.
    """
    for pointer, schema in document.schemas():
        members = schema.get("properties", {})
        places = ((child(pointer, "properties", name), name, members[name]) for name in members)
        _check_distinct(document, places)
        if "enum" in schema and schema.get("type") != "boolean":
            _check_values(document, pointer, schema)
    for pointer, _, _, _ in document.operations():
        parameters = document.parameters(pointer)
        _check_distinct(document, ((place, one["name"], one) for place, one in parameters))


def _alike(name: str) -> str:
    """A name without what a document writes now so, now otherwise: case, spaces, dashes and `_`."""
    return engine.snake_case(name).replace("_", "")


def _wanted(name: str, described: Any) -> str:
    marks: Mapping[str, Any] = described if isinstance(described, Mapping) else {}
    return marks.get("x-ms-client-name") or name


def _check_distinct(document: Document, named: Iterable[tuple[str, str, Any]]) -> None:
    seen: dict[str, str] = {}
    for pointer, name, described in named:
        own_name = identifier(document, pointer, name, described)
        # In capitals, because the rules of a parameter stand in a constant.
        constant = own_name.upper()
        if constant in seen:
            raise taken(document, pointer, own_name, seen[constant])
        seen[constant] = name


def _check_values(document: Document, pointer: str, schema: Node) -> None:
    values = [value for value in schema["enum"] if value is not None]
    todo = "name the members in x-enum-varnames"
    if len(set(values)) < len(values):
        raise document.error(f"{pointer}/enum", "a value stands there twice", "take one out")
    try:
        names = engine.enum_names(values, schema.get("x-enum-varnames", []))
    except (ValueError, TypeError, AttributeError):
        names = []
    if len(names) != len(values):
        raise document.error(pointer, "two of its values have one name in Python", todo)
    for name in names:
        if not is_kept(name):
            raise document.error(pointer, f"{name!r} is no name for a value in Python", todo)
