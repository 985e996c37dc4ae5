"""The examples in a document: finds the one for a value, and checks each against its schema."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import quote

import jsonschema_rs

from generator.document.document import Document
from generator.document.keywords import keywords_at
from generator.document.pointer import child
from generator.errors import GeneratorError

#: How a schema names the document that holds it.
_URI: Final = "urn:openapi:document"


def example_of(document: Document, pointer: str) -> Any:
    """Return the first example of a parameter or a media type as a JSON value, or None.

    Its own examples come first, then those of its schema, then its default and its constant.

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
    schema = keywords_at(document, f"{pointer}/schema")
    found = [*schema.get("examples", ())]
    found += [schema[key] for key in ("example", "default", "const") if key in schema]
    return found[0] if found else None


def check_examples(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each value in the document that its schema does not allow.

    Args:
        document: A document whose references can be followed.
    """
    examples = list(_examples(document))
    if not examples:
        return
    registry = jsonschema_rs.Registry([(_URI, document.root)])
    # All at once: each schema may lead to all others, so that one by one would take quadratic time.
    validator = _validator(registry, [schema for _, schema, _ in examples])
    if validator is None:
        yield from _unusable(document, registry, examples)
        return
    for error in validator.iter_errors([value for *_, value in examples]):
        number, *inside = error.instance_path
        place, schema, _ = examples[int(number)]
        problem = f"does not fit its own schema: {error.message}"
        yield document.error(child(place, *inside), problem, f"correct it, or #{schema}")


def _validator(
    registry: jsonschema_rs.Registry, schemas: list[str]
) -> jsonschema_rs.Draft202012Validator | None:
    """Return a validator of an array with one value for each schema; None if one cannot be used."""
    try:
        return jsonschema_rs.Draft202012Validator(
            {"prefixItems": [{"$ref": f"{_URI}#{quote(schema)}"} for schema in schemas]},
            registry=registry,
            validate_formats=True,
            mask="the value",
            offline=True,
        )
    except (ValueError, jsonschema_rs.ReferencingError):
        return None


def _unusable(
    document: Document, registry: jsonschema_rs.Registry, examples: list[tuple[str, str, Any]]
) -> Iterator[GeneratorError]:
    """Yield the error for what stops the validator from checking any example."""
    todo = "write it in another way, or leave the examples out"
    patterns = [
        document.error(f"{pointer}/pattern", "is a pattern that the validator cannot use", todo)
        for pointer, schema in document.schemas()
        if "pattern" in schema and not _is_usable(schema["pattern"])
    ]
    yield from patterns
    if not patterns:
        culprit = next(one for _, one, _ in examples if _validator(registry, [one]) is None)
        yield document.error(culprit, "is a schema that the validator cannot use", todo)


def _is_usable(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return False
    return True


def _examples(document: Document) -> Iterator[tuple[str, str, Any]]:
    """Yield place, place of the schema, and value of each example, default, constant and enum."""
    for holder, value in document.schema_holders():
        if "schema" not in value:
            continue
        schema = f"{holder}/schema"
        if "example" in value:
            yield f"{holder}/example", schema, value["example"]
        for name in value.get("examples", {}):
            place, example = document.resolve(child(holder, "examples", name))
            if "value" in example:
                yield f"{place}/value", schema, example["value"]
    for pointer, schema_value in document.schemas(references=True):
        for keyword in ("const", "default", "example"):
            if keyword in schema_value:
                yield f"{pointer}/{keyword}", pointer, schema_value[keyword]
        for keyword in ("enum", "examples"):
            for index, value in enumerate(schema_value.get(keyword, ())):
                yield f"{pointer}/{keyword}/{index}", pointer, value
