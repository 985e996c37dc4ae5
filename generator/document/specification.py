"""Checks a document against the OpenAPI Specification.

The rules are the JSON Schema that the specification's authors publish, as openapi-spec-validator
ships it, and JSON Schema's own for what stands in a schema. So a misspelled key is an error, and
later checks can rely on the types.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator
from importlib.metadata import distribution
from pathlib import Path
from typing import Any, Final

import jsonschema_rs

from generator.document.document import Document
from generator.document.pointer import child
from generator.errors import GeneratorError

#: The schema's place in the distribution. Importing the package would take longer than all checks.
_SCHEMA: Final = "openapi_spec_validator/resources/schemas/v3.1/schema.json"


def check_specification(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each place that OpenAPI 3.1 does not allow, and for boolean schemas.

    Args:
        document: A document that holds only JSON values.
    """
    yield from _check(document, "", _openapi(), document.root)
    try:
        schemas = [(root, document.at(root)) for root in document.schema_roots()]
    except (AttributeError, KeyError, TypeError):
        # Only a document that broke the schema above has other types on the way there.
        return
    for root, schema in schemas:
        found = list(_check(document, root, _json_schema(), schema))
        yield from found or _check_booleans(document, root)


@functools.cache
def _schema() -> dict[str, Any]:
    path = Path(str(distribution("openapi-spec-validator").locate_file(_SCHEMA)))
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@functools.cache
def _openapi() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_schema(), mask="the value")


@functools.cache
def _json_schema() -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(
        {"$ref": "https://json-schema.org/draft/2020-12/schema"}, mask="the value"
    )


def _check(
    document: Document, pointer: str, validator: jsonschema_rs.Draft202012Validator, value: Any
) -> Iterator[GeneratorError]:
    places: dict[str, list[jsonschema_rs.ValidationError]] = {}
    for error in validator.iter_errors(value):
        places.setdefault(child(pointer, *error.instance_path), []).append(error)
    for place, errors in places.items():
        # A wrong key says more than what is missing because of it.
        wrong_keys = [one for one in errors if one.schema_path[-1] == "unevaluatedProperties"]
        for error in wrong_keys or errors:
            problem = f"is not what OpenAPI allows: {_words(error)}"
            yield document.error(place, problem, "correct it")


def _words(error: jsonschema_rs.ValidationError) -> str:
    """Return what is wrong; where one of several things would be right, each of them."""
    branches = getattr(error.kind, "context", [])
    failed = [branch[0].message for branch in branches if branch]
    if branches and not failed:
        return f"it has {_alternatives(error)}, of which one is allowed"
    return ", or ".join(failed) or error.message


def _alternatives(error: jsonschema_rs.ValidationError) -> str:
    """Return the keys that exclude each other in a `oneOf` that a value fits twice."""
    found: Any = _schema()
    for step in error.schema_path:
        found = found[step]
    return " and ".join(f"`{key}`" for branch in found for key in branch.get("required", ()))


def _check_booleans(document: Document, root: str) -> Iterator[GeneratorError]:
    for pointer, schema in document.schemas_in(root):
        if isinstance(schema, bool):
            problem = "a schema that is true or false is not supported"
            todo = "write {} for true; for false, remove the property or keyword"
            yield document.error(pointer, problem, todo)
