"""Workarounds for openapi-python-client: one function each, with its reason.

Each function changes the copy of the document that the engine parses. The package is made from the
original; the engine only decides what becomes a class, and names things. `tests/model/
test_workarounds.py` holds a document for each function and fails once the engine no longer needs
it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeAlias

from generator.document.document import Document, entries, media_types
from generator.document.keywords import has_rules
from generator.document.pointer import child

#: Changes the copy of a document in place.
Workaround: TypeAlias = Callable[[Document], None]

#: Stand for the braces of a path while the engine has it; a supported path has no brackets.
_HIDE: Final = str.maketrans("{}", "[]")
_SHOW: Final = str.maketrans("[]", "{}")


def mark_places(copy: Document) -> None:
    """Write each place's pointer into a text that the engine carries along.

    The engine drops constraints, marks and everything else that its own templates do not use
    (upstream issue 726). A schema carries its pointer in `example`, other parts in `description`.
    """
    for pointer, schema in copy.schemas():
        # If several parts of an allOf describe a property, the engine keeps the last example. So
        # parts without rules get none.
        schema.pop("example", None)
        if has_rules(schema):
            schema["example"] = pointer
    for pointer, part in copy.parts():
        if "$ref" not in part:
            part["description"] = pointer
    for pointer, _, _, operation in copy.operations():
        operation["description"] = pointer


def drop_types_of_constants(copy: Document) -> None:
    """Drop the type beside a constant: the engine refuses constants of some types.

    No upstream issue is known.
    """
    for _, schema in copy.schemas():
        if "const" in schema:
            schema.pop("type", None)


def drop_defaults(copy: Document) -> None:
    """Drop defaults, of which the engine refuses some that JSON Schema allows.

    Such as a date and time in lower case, or 1.0 for an integer. The package reads defaults from
    the document itself. No upstream issue is known.
    """
    for _, schema in copy.schemas():
        schema.pop("default", None)


def drop_type_lists_of_enums(copy: Document) -> None:
    """Drop a list of types beside an enum: the engine makes one class for each of the types.

    The values express the types. No upstream issue is known.
    """
    for _, schema in copy.schemas():
        if "enum" in schema and isinstance(schema.get("type"), list):
            del schema["type"]


def keep_siblings_of_all_of(copy: Document) -> None:
    """Add an empty part to an allOf of one reference with members beside it.

    The engine takes such an allOf for the class that the reference names and drops what stands
    beside it. Upstream issue 1432 is about the same for a plain reference.
    """
    for _, schema in copy.schemas():
        if len(schema.get("allOf", ())) == 1 and schema.keys() & {"properties", "required"}:
            schema["allOf"].append({"type": "object"})


def order_media_types(copy: Document) -> None:
    """Put JSON first: the engine takes the first media type that it can read.

    No upstream issue is known.
    """
    for _, part in copy.parts():
        if "content" in part:
            content = part["content"]
            part["content"] = {one: content[one] for one in media_types(content)}


def move_parameters_to_the_query(copy: Document) -> None:
    """Declare every parameter as one of the query.

    The engine refuses arrays and dates in headers and paths (upstream issue 881); the package
    serialises them itself.
    """
    for _, part in copy.parts():
        if "in" in part:
            part["in"] = "query"


def drop_extensions_of_responses(copy: Document) -> None:
    """Drop extensions among responses, which the engine takes for status codes.

    No upstream issue is known.
    """
    for _, _, _, operation in copy.operations():
        operation["responses"] = entries(operation["responses"])


def hide_path_parameters(copy: Document) -> None:
    """Replace each path by its pointer without braces.

    Every parameter is one of the query by now, and the engine refuses braces without a parameter of
    the path. Goes last: it changes all pointers. No upstream issue is known.
    """
    items = copy.paths().items()
    copy.root["paths"] = {child("/paths", path).translate(_HIDE): item for path, item in items}


#: All of them, in the order in which they are applied.
WORKAROUNDS: Final[tuple[Workaround, ...]] = (
    mark_places,
    drop_types_of_constants,
    drop_defaults,
    drop_type_lists_of_enums,
    keep_siblings_of_all_of,
    order_media_types,
    move_parameters_to_the_query,
    drop_extensions_of_responses,
    hide_path_parameters,
)


def shown_path(text: str) -> str:
    """Return a text of the engine with the braces that `hide_path_parameters` replaced."""
    return text.translate(_SHOW)
