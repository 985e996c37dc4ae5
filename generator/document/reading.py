"""Reads an OpenAPI document and checks all that the generator relies on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, Final

from generator.document.characters import check_characters
from generator.document.document import Document
from generator.document.examples import check_examples
from generator.document.extensions import check_extensions
from generator.document.json_values import check_json_values
from generator.document.operation_checks import check_operations
from generator.document.pointer import steps
from generator.document.references import check_references
from generator.document.schema_checks import check_schemas
from generator.document.specification import check_specification
from generator.document.yaml import load
from generator.errors import GeneratorError, raise_all

#: The checks, in stages. Those of a stage rely on all that the stages before it have checked.
_STAGES: Final[tuple[tuple[Callable[[Document], Iterator[GeneratorError]], ...], ...]] = (
    (check_json_values,),
    (check_specification,),
    (check_references, check_characters),
    (check_extensions, check_operations, check_schemas, check_examples),
)


def read_document(path: Path, source: str) -> Document:
    """Read a document and check it.

    Args:
        path: The file.
        source: How messages and generated files name it.

    Raises:
        GeneratorError: If the file is not an OpenAPI 3.1 document, or uses what no package can be
            made from.
    """
    try:
        root = load(path)
    except GeneratorError as error:
        raise GeneratorError(source, error.place, error.problem, error.todo) from None
    return checked(Document(source, root))


def checked(document: Document) -> Document:
    """Return the same document, once it is checked.

    Raises:
        GeneratorError: As `read_document`: all errors of the first stage that has any, in the
            document's order.
    """
    for stage in _STAGES:
        try:
            errors = [error for check in stage for error in check(document)]
        except RecursionError:
            todo = "move schemas to #/components/schemas"
            raise document.error("", "is nested too deep", todo) from None
        raise_all(sorted(errors, key=lambda error: _position(document, error.place)))
    return document


def _position(document: Document, place: str) -> tuple[int, ...]:
    """Return where in the document a place is, for sorting: the index of each step on the way."""
    value: Any = document.root
    found: list[int] = []
    for step in steps(place):
        keys = [*map(str, value)] if isinstance(value, dict) else [*map(str, range(len(value)))]
        if step not in keys:
            # A key that is missing; what is around it comes first.
            break
        found.append(keys.index(step))
        value = [*value.values()][found[-1]] if isinstance(value, dict) else value[found[-1]]
        if not isinstance(value, (dict, list)):
            break
    return tuple(found)
