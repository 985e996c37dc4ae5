"""Names in Python for what a document describes, and checks that each name is free.

Names follow those of Microsoft's own clients where Python allows: the method of `Things_List` is
`list`, and the member for `SystemAssigned,UserAssigned` is `SYSTEM_ASSIGNED_USER_ASSIGNED`.
"""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final

from generator.document.document import Document, Node
from generator.document.pointer import child
from generator.errors import GeneratorError
from generator.model import engine
from generator.model.schema import Scalar

_RENAME: Final = "give it another with x-ms-client-name"
#: An operationId as the guidelines for Azure's documents require it: a noun and a verb.
_AZURE_ID: Final = re.compile(r"([A-Z][A-Za-z0-9]*)_([A-Z][A-Za-z0-9]*)")
#: Builtin types that annotations use. A method with such a name keeps its trailing `_`. `list` is
#: allowed, since many operations have that name: annotations then say `builtins.list`.
_ANNOTATIONS: Final = frozenset({"bool", "bytes", "dict", "float", "int", "str"})
#: What to do about the name of an operation's method.
REIDENTIFY: Final = "give it another operationId"


def is_kept(name: str) -> bool:
    """Return whether Python keeps a name as it is; it turns `Ⅷ` into `VIII`."""
    return name.isidentifier() and unicodedata.normalize("NFKC", name) == name


def identifier(
    document: Document, pointer: str, name: str, node: Any = None, *, todo: str = _RENAME
) -> str:
    """Return the name in Python of an argument, a field or a group.

    Args:
        document: The document.
        pointer: The place that the name belongs to.
        name: The name in the document.
        node: What stands there; its `x-ms-client-name` replaces the name.
        todo: What to do about a name that cannot be used.

    Raises:
        GeneratorError: If Python cannot use the name, or would change it.
    """
    wanted = _wanted(name, node)
    found = engine.snake_case(wanted)
    if found == engine.PREFIX or not is_kept(found):
        raise document.error(pointer, f"{wanted!r} cannot be a name in Python", todo)
    return found


def method_name(document: Document, pointer: str, name: str) -> str:
    """Return the name of an operation's method, which may be that of a builtin such as `list`.

    Args:
        document: The document.
        pointer: The place of the operation.
        name: What the document calls the method.

    Raises:
        GeneratorError: If Python cannot use the name, or would change it.
    """
    found = identifier(document, f"{pointer}/operationId", name, todo=REIDENTIFY)
    bare = found.rstrip("_")
    return found if keyword.iskeyword(bare) or bare in _ANNOTATIONS else bare


def member_names(node: Node) -> list[str]:
    """Return the names of an enum's members, in the order of its values.

    A name comes from `x-ms-enum`, or else from the value itself.

    Args:
        node: The schema as the document has it.
    """
    values: list[Scalar] = [value for value in node["enum"] if value is not None]
    described = node.get("x-ms-enum", {}).get("values", ())
    given = {one["value"]: one["name"] for one in described if "name" in one}
    return [_member_name(given.get(value, value)) for value in values]


def group_and_method(operation_id: str, tags: Sequence[str] | None) -> tuple[str, str]:
    """Return what the document calls the group and the method of an operation.

    Azure's operationIds name both, whatever the tags are: `Books_List` is the method `List` of the
    group `Books`. Otherwise the group is the first tag, which the operationId may repeat:
    `list_books` of the tag `books` is `list_books`, and `books_list` is `list`. Without a tag, the
    group is the part before the last `_`.

    Args:
        operation_id: The operationId.
        tags: The tags, if any.
    """
    if azure := _AZURE_ID.fullmatch(operation_id):
        return azure[1], azure[2]
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
    node = document.at(operation)
    if node.get("tags") and not _AZURE_ID.fullmatch(node["operationId"]):
        return f"{operation}/tags/0", "choose another tag"
    return f"{operation}/operationId", REIDENTIFY


def taken(document: Document, pointer: str, python_name: str, other: str) -> GeneratorError:
    """Return the error for two names that are one in Python."""
    problem = f"its name {python_name!r} in Python is also that of {other!r}"
    return document.error(pointer, problem, _RENAME)


def check_names(document: Document) -> None:
    """Check the names of properties, parameters and values of enums.

    Of names that collide, the engine renames some and drops others.

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


def _member_name(value: Scalar) -> str:
    if isinstance(value, int):
        return f"VALUE_{value}" if value >= 0 else f"VALUE_NEGATIVE_{-value}"
    # The prefix stands before what is not an identifier, such as `2fa`.
    name = engine.snake_case(value).removeprefix(engine.PREFIX).upper().strip("_")
    return name if name.isidentifier() else f"VALUE_{name or 'EMPTY'}"


def _alike(name: str) -> str:
    """Return a name without case, spaces, dashes and `_`, which a document may vary."""
    return engine.snake_case(name).replace("_", "")


def _wanted(name: str, node: Any) -> str:
    marks: Mapping[str, Any] = node if isinstance(node, Mapping) else {}
    return str(marks.get("x-ms-client-name") or name)


def _check_distinct(document: Document, named: Iterable[tuple[str, str, Any]]) -> None:
    seen: dict[str, str] = {}
    for pointer, name, described in named:
        own_name = identifier(document, pointer, name, described)
        # In capitals, because the rules of a parameter stand in a constant.
        constant = own_name.upper()
        if constant in seen:
            raise taken(document, pointer, own_name, seen[constant])
        seen[constant] = name


def _check_values(document: Document, pointer: str, node: Node) -> None:
    values = [value for value in node["enum"] if value is not None]
    if len(set(values)) < len(values):
        problem = "lists a value twice"
        raise document.error(f"{pointer}/enum", problem, "remove one of them")
    names = member_names(node)
    todo = "name the members in x-ms-enum"
    if len(set(names)) < len(names):
        twice = next(name for name in names if names.count(name) > 1)
        problem = f"two of its values have the name {twice} in Python"
        raise document.error(pointer, problem, todo)
    for name in names:
        if not is_kept(name):
            raise document.error(pointer, f"{name!r} cannot be a name in Python", todo)
