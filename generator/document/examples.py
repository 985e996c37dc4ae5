"""Finds the example that a document gives for a value."""

from __future__ import annotations

from typing import Any

from generator.document.document import Document
from generator.document.pointer import child


def example_of(document: Document, pointer: str) -> Any:
    """Return the first example of a parameter or a media type as a JSON value, or None.

    Its own examples come first, then those of its schema, of which a default and a constant are
    examples, too.

    Args:
        document: The document.
        pointer: The place of the parameter or media type.
    """
    node = document.at(pointer)
    for name in node.get("examples", {}):
        _, example = document.resolve(child(pointer, "examples", name))
        if "value" in example:
            return example["value"]
    if "example" in node or "schema" not in node:
        return node.get("example")
    schema = document.resolve(f"{pointer}/schema")[1]
    found = [*schema.get("examples", ())]
    found += [schema[key] for key in ("example", "default", "const") if key in schema]
    return found[0] if found else None
