"""Checks that a document holds what JSON has, and is an OpenAPI 3.1 document at all."""

from __future__ import annotations

import datetime as dt
import json
import math
import re
from typing import Any, Final

from generator.document.document import Document
from generator.document.pointer import child

_VERSION: Final = re.compile(
    r"\d{4}-\d{2}-\d{2}(-preview)?|v?\d+(\.\d+)*(-[a-z][a-z0-9]*(\.[a-z0-9]+)*)?", re.ASCII
)


def check_plain(document: Document) -> None:
    """Checks what the checks against the specification rely on, or could not say as clearly.

    Raises:
        GeneratorError: If something is wrong.
    """
    root: Any = document.root
    if not isinstance(root, dict):
        raise document.error("", "is no OpenAPI document", "start with `openapi: 3.1.0`")
    if "swagger" in root:
        raise document.error("/swagger", "is a Swagger document", "convert it to OpenAPI 3.1.0")
    version = root.get("openapi")
    if not (isinstance(version, str) and re.fullmatch(r"3\.1\.[0-9]+", version)):
        found = "is missing" if version is None else f"is {version!r}"
        todo = "write `openapi: 3.1.0`"
        if isinstance(version, str) and version.startswith("3.0"):
            # Under the other label `nullable` and a boolean `exclusiveMinimum` mean nothing.
            todo = "convert the document to 3.1.0: what it says of null and of bounds differs"
        raise document.error("/openapi", f"the OpenAPI version {found}", todo)
    info = root.get("info")
    if (
        not isinstance(info, dict)
        or not isinstance(info.get("title"), str)
        or not info["title"].strip()
    ):
        raise document.error("/info/title", "is missing", "name the service there")
    api_version = info.get("version")
    if isinstance(api_version, (dt.date, float, int)) and _VERSION.fullmatch(str(api_version)):
        raise document.error("/info/version", "is no string", f'quote it: version: "{api_version}"')
    if not isinstance(api_version, str) or _VERSION.fullmatch(api_version) is None:
        raise document.error("/info/version", "is no version", 'write one such as "2025-09-01"')
    _check_values(document, "", root, set())


def _check_values(document: Document, pointer: str, value: Any, seen: set[int]) -> None:
    if isinstance(value, (dict, list)):
        if id(value) in seen:
            # Followed to its end, an alias of an alias of an alias can be larger than any machine.
            raise document.error(
                pointer, "is an alias of another place (YAML's *)", "use $ref, or write it out"
            )
        seen.add(id(value))
    if isinstance(value, dict):
        for key, member in value.items():
            here = child(pointer, key)
            if not isinstance(key, str):
                raise document.error(here, "the key is no string", f'quote it: "{_written(key)}"')
            _check_text(document, here, key)
            _check_values(document, here, member, seen)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_values(document, child(pointer, index), item, seen)
    elif isinstance(value, str):
        _check_text(document, pointer, value)
    elif isinstance(value, dt.date):
        raise document.error(pointer, "is read as a date", f'quote it: "{_written(value)}"')
    elif isinstance(value, float) and not math.isfinite(value):
        raise document.error(pointer, "is no number that JSON has", "write a finite one")
    elif not isinstance(value, (int, float, type(None))):
        raise document.error(
            pointer, f"is of YAML type {type(value).__name__}", "use what JSON has"
        )


def _written(value: Any) -> str:
    """A value as the document writes it, more or less."""
    return value.isoformat() if isinstance(value, dt.date) else json.dumps(value, default=str)


def _check_text(document: Document, pointer: str, text: str) -> None:
    if any("\ud800" <= character <= "\udfff" for character in text):
        raise document.error(
            pointer, "holds half of a character (a surrogate)", "write the whole character"
        )
