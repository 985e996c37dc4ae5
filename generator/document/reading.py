"""Reads an OpenAPI document and refuses what the generator cannot make a package from."""

from __future__ import annotations

from pathlib import Path

from generator.document.document import Document
from generator.document.plain import check_plain
from generator.document.subset import check_subset
from generator.document.validation import check_examples, check_specification
from generator.document.yaml import load
from generator.errors import GeneratorError


def read_document(path: Path, source: str) -> Document:
    """Reads a document and checks all that the generator relies on.

    Args:
        path: The file.
        source: How messages and generated files name it.

    Raises:
        GeneratorError: If the file is no OpenAPI 3.1 document, or uses what no package can be made
            from.
    """
    try:
        root = load(path)
    except GeneratorError as error:
        raise GeneratorError(source, error.place, error.problem, error.todo) from None
    return checked(Document(source, root))


def checked(document: Document) -> Document:
    """The same document, once all is checked that the generator relies on.

    Raises:
        GeneratorError: As `read_document`.
    """
    try:
        for check in (check_plain, check_specification, check_subset, check_examples):
            check(document)
    except RecursionError:
        todo = "move schemas to #/components/schemas"
        raise document.error("", "is nested too deep", todo) from None
    return document
