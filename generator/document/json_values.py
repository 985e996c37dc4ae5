"""Checks that a document is an OpenAPI 3.1 document and holds only values that JSON has."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from collections.abc import Iterator
from typing import Any, Final

from generator.document.document import Document
from generator.document.pointer import child
from generator.errors import GeneratorError

_VERSION: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(-preview)?|v?\d+(\.\d+)*(-[a-z][a-z0-9]*(\.[a-z0-9]+)*)?", re.ASCII
)


def check_json_values(document: Document) -> Iterator[GeneratorError]:
    """Yield the errors that later checks could not name as clearly, or could not survive.

    Args:
        document: Any value that a YAML file can hold.
    """
    root: Any = document.root
    if not isinstance(root, dict):
        yield document.error("", "is not an OpenAPI document", "start with `openapi: 3.1.0`")
        return
    if "swagger" in root:
        yield document.error("/swagger", "is a Swagger document", "convert it to OpenAPI 3.1.0")
        return
    yield from _check_openapi_version(document, root.get("openapi"))
    yield from _check_info(document, root.get("info"))
    yield from _check_value(document, "", root, set())


def _check_openapi_version(document: Document, version: Any) -> Iterator[GeneratorError]:
    if isinstance(version, str) and re.fullmatch(r"3\.1\.[0-9]+", version):
        return
    found = "is missing" if version is None else f"is {version!r}"
    todo = "write `openapi: 3.1.0`"
    if isinstance(version, str) and version.startswith("3.0"):
        # In 3.1 `nullable` and a boolean `exclusiveMinimum` mean nothing.
        todo = "convert the document to 3.1.0, which describes null and bounds differently"
    yield document.error("/openapi", f"the OpenAPI version {found}", todo)


def _check_info(document: Document, info: Any) -> Iterator[GeneratorError]:
    info = info if isinstance(info, dict) else {}
    if not isinstance(info.get("title"), str) or not info["title"].strip():
        yield document.error("/info/title", "is missing", "name the service there")
    version = info.get("version")
    if isinstance(version, (dt.date, float, int)) and _VERSION.fullmatch(str(version)):
        todo = f'quote it: version: "{version}"'
        yield document.error("/info/version", "is not a string", todo)
    elif not isinstance(version, str) or _VERSION.fullmatch(version) is None:
        todo = 'write one such as "2025-09-01"'
        yield document.error("/info/version", "is not a version", todo)


def _check_value(
    document: Document, pointer: str, value: Any, seen: set[int]
) -> Iterator[GeneratorError]:
    if isinstance(value, (dict, list)):
        if id(value) in seen:
            # An alias of an alias of an alias can be larger than any machine, so that it is not
            # followed.
            problem, todo = "is an alias of another place (YAML's *)", "use $ref, or write it out"
            yield document.error(pointer, problem, todo)
            return
        seen.add(id(value))
    if isinstance(value, dict):
        for key, member in value.items():
            here = child(pointer, key)
            if isinstance(key, str):
                yield from _check_text(document, here, key)
            else:
                todo = f'quote it: "{_written(key)}"'
                yield document.error(here, "the key is not a string", todo)
            yield from _check_value(document, here, member, seen)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _check_value(document, child(pointer, index), item, seen)
    elif isinstance(value, str):
        yield from _check_text(document, pointer, value)
    elif isinstance(value, dt.date):
        if pointer != "/info/version":
            yield document.error(pointer, "is read as a date", f'quote it: "{_written(value)}"')
    elif isinstance(value, float) and not math.isfinite(value):
        yield document.error(pointer, "is not a number that JSON has", "write a finite one")
    elif not isinstance(value, (int, float, type(None))):
        problem = f"is of YAML type {type(value).__name__}, which JSON does not have"
        yield document.error(pointer, problem, "write a string, number, boolean, list or mapping")


def _written(value: Any) -> str:
    """Return a value about as the document writes it."""
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, default=str)


def _check_text(document: Document, pointer: str, text: str) -> Iterator[GeneratorError]:
    if any("\ud800" <= character <= "\udfff" for character in text):
        problem = "holds half of a character (a surrogate)"
        yield document.error(pointer, problem, "write the whole character")
