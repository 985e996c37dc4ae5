"""The meaning of a schema's keywords: what a `$ref` or an allOf adds, and what is a rule."""

from __future__ import annotations

import re
from typing import Any

from generator.document.document import Document, Node
from generator.document.pointer import child
from generator.document.support import INFORMATIVE, MARKS

_TYPE_OF = {str: "string", int: "integer", bool: "boolean"}


def keywords_at(document: Document, pointer: str) -> Node:
    """Return the effective keywords of a schema.

    If it has a `$ref`, these are the keywords of the schema there, and those that stand beside the
    `$ref`, which take precedence. `support.BESIDE_SCHEMA_REF` says which may stand there.

    Args:
        document: The document.
        pointer: The place of the schema.
    """
    schema: Node = document.at(pointer)
    target = document.target(pointer)
    if target is None:
        return schema
    beside = {key: value for key, value in schema.items() if key != "$ref"}
    return {**keywords_at(document, target), **beside}


def place_of(document: Document, pointer: str, keyword: str) -> str:
    """Return the place of an effective keyword of a schema: beside its `$ref`, or where that leads.

    Args:
        document: The document.
        pointer: The place of the schema.
        keyword: One of `keywords_at`.
    """
    while keyword not in document.at(pointer) and (target := document.target(pointer)) is not None:
        pointer = target
    return child(pointer, keyword)


def is_secret(schema: Node) -> bool:
    """Return whether a schema marks its values as secret."""
    return schema.get("format") == "password" or schema.get("x-ms-secret") is True


def has_rules(schema: Node) -> bool:
    """Return whether a schema is more than words about a value that may be anything."""
    return bool(rules(schema))


def rules(schema: Node) -> Node:
    """Return the keywords of a schema that affect the package."""
    return {
        key: value
        for key, value in schema.items()
        if key in MARKS or not (key in INFORMATIVE or key.startswith("x-"))
    }


def described(document: Document, pointer: str) -> dict[str, list[tuple[str, Node]]]:
    """Return, for each member of an object, the places that describe it, with their keywords.

    The places are in the object itself and in the parts of its allOf, the last part first.

    Args:
        document: The document.
        pointer: The place of the object's schema.
    """
    found: dict[str, list[tuple[str, Node]]] = {}
    for place, part in joined(document, pointer):
        for name in part.get("properties", {}):
            here = child(place, "properties", name)
            found.setdefault(name, []).append((here, keywords_at(document, here)))
    return found


def joined(document: Document, pointer: str) -> list[tuple[str, Node]]:
    """Return a schema and the parts of its allOf, and of theirs, with their places.

    Args:
        document: The document.
        pointer: The place of the schema.
    """
    found: dict[str, Node] = {}
    pending = [pointer]
    while pending:
        place, schema = document.resolve(pending.pop())
        if place not in found:
            found[place] = schema
            pending += [child(place, "allOf", i) for i in range(len(schema.get("allOf", ())))]
    return list(found.items())


def is_part(pointer: str) -> bool:
    """Return whether a schema stands in an allOf."""
    return re.search(r"/allOf/\d+$", pointer) is not None


def values_of(schema: Node) -> list[Any]:
    """Return the values that a schema lists; none if it lists none."""
    return list(schema.get("enum", [schema["const"]] if "const" in schema else []))


def types_of(schema: Node) -> set[str]:
    """Return the types of a schema's values; none if it allows all.

    An integer is a number, too. Without `type` the listed values tell, or keywords for objects.
    """
    types = schema.get("type", [])
    found = {types} if isinstance(types, str) else set(types)
    found = found or {_TYPE_OF.get(type(value), "null") for value in values_of(schema)}
    if not found and not schema.keys().isdisjoint({"allOf", "properties"}):
        found = {"object"}
    return found | ({"number"} if "integer" in found else set())
