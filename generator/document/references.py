"""Checks every `$ref`: where it leads, and what stands beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.document.document import Document
from generator.document.pointer import child
from generator.document.support import BESIDE_SCHEMA_REF, MARKS
from generator.errors import GeneratorError


def check_references(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each `$ref` that cannot be followed, or hides what stands beside it.

    Args:
        document: A document that OpenAPI allows.
    """
    for pointer, value, kind in document.objects():
        if not isinstance(value.get("$ref"), str) or kind == "pathItems":
            continue
        try:
            document.resolve(pointer)
        except GeneratorError as error:
            yield error
            continue
        if not re.fullmatch(f"#/components/{kind}/[A-Za-z0-9._-]+", value["$ref"]):
            problem = f"$ref {value['$ref']!r} does not lead to a component of the right kind"
            yield document.error(pointer, problem, f"point to #/components/{kind}/Name")
        # OpenAPI itself refuses all but words beside other references.
        for key in value if kind == "schemas" else ():
            if key != "$ref" and not _may_stand_beside(key):
                todo = "move it to what the $ref names"
                yield document.error(child(pointer, key), "has no effect beside a $ref", todo)


def _may_stand_beside(key: str) -> bool:
    return key in BESIDE_SCHEMA_REF or (key.startswith("x-") and key not in MARKS)
