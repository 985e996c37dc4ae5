# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Checks a value against the constraints of its schema, and says which rule it breaks."""

import contextlib
import functools
import json
import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any, NoReturn, TypeGuard

import attrs

from ._operation import Json

_HAS_TYPE: Mapping[str, Callable[[Json], bool]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value % 1 == 0,
    "number": lambda value: _is_number(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}


@attrs.frozen
class Violation:
    """A value that its schema does not allow.

    Attributes:
        target: Name of the parameter, or path to the member of a body.
        rule: What the value must be, as the end of a sentence. It never quotes the value.
    """

    target: str
    rule: str


def read_json(text: str | bytes) -> Any:
    """Read JSON, and only what the standard calls JSON.

    Args:
        text: The text; bytes are in one of the encodings of Unicode.

    Returns:
        The value.

    Raises:
        ValueError: The text is not JSON, or nested too deeply to be read.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def text_violation(text: str, schema: Mapping[str, Json], target: str) -> Violation | None:
    """Check a parameter as it stands in a path, a query or a header.

    Args:
        text: The value, percent-decoded.
        schema: Schema of the parameter.
        target: Name of the parameter.

    Returns:
        The first rule that the value breaks, or None.
    """
    types = _types(schema)
    if types & {"array", "object"}:
        return None
    found = violation(text, schema, target)
    if found and types != {"string"}:
        with contextlib.suppress(ValueError):  # else it stays a string
            value = read_json(text)
            if isinstance(value, bool | int | float):
                return violation(value, schema, target)
    return found


def violation(value: Json, schema: Mapping[str, Json], target: str) -> Violation | None:
    """Check a JSON value, and what it is made of.

    Args:
        value: The value.
        schema: Its schema. Known are type, enum, pattern, minLength, maxLength, minimum, maximum,
            required, properties, additionalProperties and items; other keywords allow everything.
        target: Name of the value; names of members are appended to it.

    Returns:
        The first rule that the value breaks, or None.
    """
    for rule in _broken_rules(value, schema):
        return Violation(target, rule)
    for name, member, rules in _members(value, schema):
        if isinstance(rules, Mapping) and (found := violation(member, rules, f"{target}.{name}")):
            return found
    return None


def _broken_rules(value: Json, schema: Mapping[str, Json]) -> Iterator[str]:
    types = _types(schema)
    if types and not any(_HAS_TYPE[each](value) for each in types):
        yield f"must be of type {' or '.join(sorted(types))}"
    for keyword, argument in schema.items():
        match keyword, argument, value:
            case "enum", [*allowed], _ if value not in allowed:
                yield f"must be one of {', '.join(map(json.dumps, allowed))}"
            case "pattern", str(pattern), str(text) if not _compiled(pattern).search(text):
                yield f"must match the pattern {pattern}"
            case "minLength", int(least), str(text) if len(text) < least:
                yield f"must have a length of at least {least}"
            case "maxLength", int(most), str(text) if len(text) > most:
                yield f"must have a length of at most {most}"
            case "minimum", int(least) | float(least), int(n) | float(n) if n < least:
                yield f"must be at least {least}"
            case "maximum", int(most) | float(most), int(n) | float(n) if n > most:
                yield f"must be at most {most}"
            case "additionalProperties", False, dict() if unknown := _unknown(value, schema):
                yield f"must not have the member {unknown[0]}"
            case "required", [*names], dict() if missing := [n for n in names if n not in value]:
                yield f"must have the member {missing[0]}"
            case _:
                pass


def _members(value: Json, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json, Json]]:
    match value, schema:
        case dict(), _:
            properties = _properties(schema)
            for name in properties:
                if name in value:
                    yield name, value[name], properties[name]
            for name in _unknown(value, schema):
                yield name, value[name], schema.get("additionalProperties")
        case list(), {"items": items}:
            for index, member in enumerate(value):
                yield str(index), member, items
        case _:
            pass


def _properties(schema: Mapping[str, Json]) -> Mapping[str, Json]:
    properties = schema.get("properties")
    return properties if isinstance(properties, Mapping) else {}


def _unknown(value: Mapping[str, Json], schema: Mapping[str, Json]) -> list[str]:
    """Return the names of the members that `additionalProperties` is about."""
    if "patternProperties" in schema:  # which are not read here
        return []
    return [name for name in value if name not in _properties(schema)]


def _types(schema: Mapping[str, Json]) -> set[str]:
    match schema.get("type"):
        case str(one):
            return {one}
        case [*several]:
            return set(map(str, several))
        case _:
            return set()


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


@functools.cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a pattern of ECMAScript: `$` is the very end there, and a digit or word is ASCII."""
    parts = re.sub(
        r"\\.|\[(?:\\.|[^\]\\])*\]|\$",
        lambda part: r"\Z" if part[0] == "$" else part[0],
        pattern,
        flags=re.DOTALL,
    )
    return re.compile(parts, re.ASCII)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
