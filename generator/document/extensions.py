"""Checks the extensions that the generator reads: their values, and where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.document.document import Document
from generator.document.pointer import child
from generator.document.support import (
    CONFIG_FILE_KEYS,
    ENUM_KEYS,
    ENUM_VALUE_KEYS,
    EXTENSIONS,
    RATE_LIMIT_KEYS,
    REFUSED_EXTENSIONS,
)
from generator.errors import GeneratorError

#: A name in an extension, such as a scope or a host: a reviewer has to read it with certainty.
_NAME: Final = re.compile(r"[!-~]+( [!-~]+)*")
#: A relative path, without `.` and `..` as segments.
_FILE: Final = re.compile(r"(?!\.{1,2}(/|$))[A-Za-z0-9._-]+(/(?!\.{1,2}(/|$))[A-Za-z0-9._-]+)*")
#: Spellings of an option, such as `-n/--name`.
_OPTION: Final = re.compile(r"(-[A-Za-z]/)?--[a-z][a-z0-9]*(-[a-z0-9]+)*")
_OWN: Final = [name for name in EXTENSIONS if name.startswith("x-sdk-")]


def check_extensions(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each extension that is unknown, wrong or in a place without effect.

    Args:
        document: A document whose references can be followed.
    """
    places = _places(document)
    for pointer, value, _ in document.objects():
        for key, member in value.items():
            if key.startswith("x-"):
                yield from _check(document, child(pointer, key), key, member, places.get(pointer))
        if "x-ms-enum" in value and isinstance(value["x-ms-enum"], dict):
            yield from _check_enum(document, pointer, value)
        if isinstance(limit := value.get("x-sdk-rate-limit"), dict):
            yield from _check_rate_limit(document, f"{pointer}/x-sdk-rate-limit", limit)
    yield from _check_config_file(document)


def _places(document: Document) -> dict[str, str]:
    """Return what stands at the places where extensions have an effect."""
    found = {"": "document"}
    found |= {
        f"/servers/{index}": "server" for index in range(len(document.root.get("servers", ())))
    }
    found["/info"] = "info"
    found |= {pointer: "operation" for pointer, *_ in document.operations()}
    found |= {pointer: "parameter" for pointer, value in document.parts() if "in" in value}
    for pointer, schema in document.schemas(references=True):
        found.setdefault(pointer, "schema")
        for name in schema.get("properties", ()):
            found[child(pointer, "properties", name)] = "property"
    return found


def _check(
    document: Document, pointer: str, key: str, value: Any, place: str | None
) -> Iterator[GeneratorError]:
    if refusal := REFUSED_EXTENSIONS.get(key) if value is not False else None:
        yield document.error(pointer, refusal.problem, refusal.todo)
    elif key.startswith("x-sdk-") and key not in EXTENSIONS:
        todo = f"use one of {', '.join(_OWN)}"
        yield document.error(pointer, "is not an extension of this generator", todo)
    elif key in EXTENSIONS:
        allowed, places = EXTENSIONS[key]
        if isinstance(allowed, tuple):
            if value not in allowed:
                yield document.error(pointer, f"is not {' or '.join(allowed)}", "correct it")
        elif type(value) is not allowed or (isinstance(value, str) and not _NAME.fullmatch(value)):
            words = {bool: "true or false", dict: "a mapping"}
            problem = f"is not {words.get(allowed, 'a name in printable ASCII characters')}"
            yield document.error(pointer, problem, "correct it")
        elif key == "x-sdk-option" and not _OPTION.fullmatch(str(value)):
            todo = "write it as -n/--name or --name"
            yield document.error(pointer, "is not the spelling of an option", todo)
        if place not in places:
            todo = f"move it to the {' or the '.join(places)} that it describes"
            yield document.error(pointer, "has no effect here", todo)


def _check_rate_limit(
    document: Document, here: str, limit: Mapping[str, Any]
) -> Iterator[GeneratorError]:
    """Check `x-sdk-rate-limit`, the token bucket of an operation."""
    yield from _check_keys(document, here, limit, RATE_LIMIT_KEYS)
    for key in RATE_LIMIT_KEYS:
        number = limit.get(key)
        if number is None:
            yield document.error(here, f"has no {key}", "write {burst: ..., per-second: ...}")
        elif isinstance(number, (int, float)) and (isinstance(number, bool) or number <= 0):
            yield document.error(child(here, key), "is not a number above 0", "correct it")


def _check_enum(
    document: Document, pointer: str, schema: Mapping[str, Any]
) -> Iterator[GeneratorError]:
    """Check `x-ms-enum`, Microsoft's description of an enum."""
    here = f"{pointer}/x-ms-enum"
    if "enum" not in schema:
        yield document.error(here, "has no effect without enum", "list the values in enum")
        return
    marks: dict[str, Any] = schema["x-ms-enum"]
    yield from _check_keys(document, here, marks, ENUM_KEYS)
    values = marks.get("values", [])
    for index, item in enumerate(values if isinstance(values, list) else ()):
        place = f"{here}/values/{index}"
        if not isinstance(item, dict) or "value" not in item:
            yield document.error(place, "does not name a value", "write {value: ...}")
            continue
        yield from _check_keys(document, place, item, ENUM_VALUE_KEYS)
        if item["value"] not in schema["enum"]:
            todo = "list it in enum, too, or leave it out"
            yield document.error(f"{place}/value", "is not one of the values in enum", todo)


def _check_config_file(document: Document) -> Iterator[GeneratorError]:
    """Check `x-sdk-config-file`, and that it and the keys of the parameters go together."""
    here, marks = "/x-sdk-config-file", document.root.get("x-sdk-config-file")
    keyed = {
        pointer: parameter["name"]
        for pointer, parameter in document.parts()
        if "in" in parameter and "x-sdk-config-key" in parameter
    }
    if not isinstance(marks, dict):
        for pointer in keyed if marks is None else ():
            todo = "describe the file in x-sdk-config-file at the top of the document"
            place = f"{pointer}/x-sdk-config-key"
            yield document.error(place, "has no effect without the file", todo)
        return
    yield from _check_keys(document, here, marks, CONFIG_FILE_KEYS)
    if not keyed:
        todo = "mark the parameters that it gives with x-sdk-config-key"
        yield document.error(here, "gives no parameter", todo)
    names = marks.get("names", [])
    if names == []:
        yield document.error(f"{here}/names", "names no file", "list at least one")
    for index, name in enumerate(names if isinstance(names, list) else ()):
        if not isinstance(name, str) or not _FILE.fullmatch(name):
            todo = "write a relative path such as folder/config.json"
            yield document.error(f"{here}/names/{index}", "is not the path of a file", todo)


def _check_keys(
    document: Document, pointer: str, value: Mapping[str, Any], types: Mapping[str, Any]
) -> Iterator[GeneratorError]:
    for key, member in value.items():
        if key not in types:
            todo = f"use {', '.join(types)}"
            yield document.error(child(pointer, key), "is not a key that is read here", todo)
        elif not isinstance(member, types[key]) or member == "":
            yield document.error(child(pointer, key), "is of another type", "correct it")
