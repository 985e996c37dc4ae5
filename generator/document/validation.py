"""Checks a document against the OpenAPI Specification, and its examples against their schemas.

The rules are the JSON Schemas that the specification's authors publish: `openapi-3.1.schema.json`
is theirs (https://spec.openapis.org/oas/3.1/schema/2022-10-07, Apache-2.0), and what stands in a
schema follows JSON Schema's own. So a misspelled key is an error, and all that comes after may rely
on the types.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import jsonschema_rs

from generator.document.document import Document
from generator.document.pointer import child

#: How a schema names the document that holds it.
_URI: Final = "urn:openapi:document"

#: The keyword that refuses keys which the specification does not know.
_UNKNOWN_KEYS: Final = "unevaluatedProperties"


@functools.cache
def _openapi() -> jsonschema_rs.Draft202012Validator:
    schema = json.loads(
        Path(__file__).with_name("openapi-3.1.schema.json").read_text(encoding="utf-8")
    )
    return jsonschema_rs.Draft202012Validator(schema, mask="the value")


@functools.cache
def _json_schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": "https://json-schema.org/draft/2020-12/schema"}, mask="the value"
    )


def check_specification(document: Document) -> None:
    """Checks that a document is what OpenAPI 3.1 allows.

    Raises:
        GeneratorError: If it is not.
    """
    _check(document, "", _openapi(), document.root)
    for pointer in document.schema_roots():
        _check(document, pointer, _json_schema(), document.at(pointer))


def check_examples(document: Document) -> None:
    """Checks that each value that a schema names is one that it allows.

    Raises:
        GeneratorError: If one is not.
    """
    examples = list(_examples(document))
    if not examples:
        return
    registry = jsonschema_rs.Registry([(_URI, document.root)])
    # All at once: each schema may lead to all others, so that one by one would take quadratic time.
    judge = _judge(registry, [schema for _, schema, _ in examples])
    if judge is None:
        todo = "write it so that the examples can be checked, or leave them out"
        for pointer, schema_value in document.schemas():
            if "pattern" in schema_value and _is_unusable(schema_value["pattern"]):
                problem = "is a pattern that the validator cannot use"
                raise document.error(f"{pointer}/pattern", problem, todo)
        culprit = next(one for _, one, _ in examples if _judge(registry, [one]) is None)
        raise document.error(culprit, "is a schema that the validator cannot use", todo)
    for error in judge.iter_errors([value for *_, value in examples]):
        number, *inside = error.instance_path
        place, schema, _ = examples[int(number)]
        problem = f"breaks its own schema: {error.message}"
        raise document.error(child(place, *inside), problem, f"correct it, or #{schema}")


def _judge(
    registry: jsonschema_rs.Registry, schemas: list[str]
) -> jsonschema_rs.Draft202012Validator | None:
    """The validator of an array whose items are one value for each of some schemas."""
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


def _is_unusable(pattern: str) -> bool:
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern})
    except ValueError:
        return True
    return False


def _check(
    document: Document, pointer: str, validator: jsonschema_rs.Draft202012Validator, value: Any
) -> None:
    # The error furthest in is the one that says most; of those, one that names a wrong key, and
    # then the first one in the document.
    errors = sorted(
        validator.iter_errors(value),
        key=lambda error: (-len(error.instance_path), error.schema_path[-1] != _UNKNOWN_KEYS),
    )
    for error in errors:
        place = child(pointer, *error.instance_path)
        problem = f"is not what OpenAPI allows: {_words(error)}"
        raise document.error(place, problem, "correct it")


def _words(error: jsonschema_rs.ValidationError) -> str:
    """What is wrong; where one of several things would have been right, with each of them."""
    branches = getattr(error.kind, "context", [])
    return ", or ".join(branch[0].message for branch in branches) or error.message


def _examples(document: Document) -> Iterator[tuple[str, str, Any]]:
    """Each example, default, constant and value of an enum, with its place and its schema's."""
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
    for pointer, schema_value in document.schemas():
        for keyword in ("const", "default", "example"):
            if keyword in schema_value:
                yield f"{pointer}/{keyword}", pointer, schema_value[keyword]
        for keyword in ("enum", "examples"):
            for index, value in enumerate(schema_value.get(keyword, ())):
                yield f"{pointer}/{keyword}/{index}", pointer, value
