# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Checks values against JSON Schema, by the same constraints as the package itself."""

from __future__ import annotations

import contextlib
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Final, NoReturn, TypeGuard

from .._constraints import RULES, is_double
from ..errors import Violation
from ._operation import Json, Parameter

_HAS_TYPE: Final[Mapping[str, Callable[[Json], bool]]] = {
    "null": lambda value: value is None,
    "boolean": lambda value: isinstance(value, bool),
    "integer": lambda value: _is_number(value) and value % 1 == 0,
    "number": lambda value: _is_number(value),
    "string": lambda value: isinstance(value, str),
    "array": lambda value: isinstance(value, list),
    "object": lambda value: isinstance(value, dict),
}

#: The rules of the package by the keyword of JSON Schema.
_RULES: Final = {
    re.sub("_([a-z])", lambda found: found[1].upper(), name): rule for name, rule in RULES.items()
}


class _Text(str):
    """The text of a parameter, which can also be the notation of a number or a boolean."""

    __slots__ = ()


def read_json(text: str | bytes) -> Any:
    """Read JSON, without the constants that Python adds to the standard.

    Args:
        text: The text; bytes are in one of the encodings of Unicode.

    Returns:
        The value.

    Raises:
        ValueError: The text is not JSON, or nested too deeply.
    """
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except RecursionError:
        raise ValueError("nested too deeply") from None


def parameter_violation(texts: Sequence[str], parameter: Parameter) -> Violation | None:
    """Check the values that a request has for a parameter.

    Args:
        texts: The values, percent-decoded. Where commas separate the items of an array, a comma
            within an item separates too.
        parameter: The parameter.

    Returns:
        The first broken rule, or None.
    """
    schema = parameter.schema
    types = _types(schema, schema)
    if "object" in types:
        return None
    values: list[Json] = [_Text(text) for text in texts]
    if "array" in types:
        if parameter.location != "query" or not parameter.explode:
            values = [_Text(item) for text in texts for item in text.split(",")]
        values = [values]
    found = (violation(value, schema, parameter.name) for value in values)
    return next(filter(None, found), None)


def violation(value: Json, schema: Mapping[str, Json], name: str) -> Violation | None:
    """Check a JSON value.

    Args:
        value: The value.
        schema: Its schema, with the keywords that `Operation.body` documents.
        name: Name of the value, to which the place of a violation within it is appended.

    Returns:
        The first broken rule, or None. It never quotes the value.

    Raises:
        ValueError: If a `$ref` leads nowhere in the schema, or a pattern has no equivalent in
            Python.
    """
    try:
        return next(_violations(value, schema, schema, name), None)
    except RecursionError:
        return Violation(name, "must not be nested so deeply")


def _violations(value: Json, schema: Json, root: Json, place: str) -> Iterator[Violation]:
    if schema is False:
        yield Violation(place, "must not be given")
    if not isinstance(schema, Mapping):
        return
    if "$ref" in schema:
        yield from _violations(value, _target(schema["$ref"], root), root, place)
        return
    if isinstance(value, _Text):
        yield from _text_violations(value, schema, root, place)
        return
    for rule in _broken_rules(value, schema):
        yield Violation(place, rule)
    for name, member, rules in _members(value, schema):
        yield from _violations(member, rules, root, f"{place}{name}")
    for part in _list(schema, "allOf"):
        yield from _violations(value, part, root, place)
    for keyword in ("anyOf", "oneOf"):
        choices = [
            next(_violations(value, choice, root, place), None) for choice in _list(schema, keyword)
        ]
        if choices and None not in choices:
            yield _of_choices(place, list(filter(None, choices)))


def _of_choices(place: str, violations: Sequence[Violation]) -> Violation:
    """Return one violation for those of all alternatives."""
    inner = [one for one in violations if one.parameter != place]
    if len(inner) == 1:  # The other alternatives are for values of other types.
        return inner[0]
    rules = [str(Violation(one.parameter.removeprefix(place), one.rule)) for one in violations]
    return Violation(place, " or ".join(dict.fromkeys(rule.strip() for rule in rules)))


def _text_violations(
    text: _Text, schema: Mapping[str, Json], root: Json, place: str
) -> Iterator[Violation]:
    readings: list[Json] = [str(text)]
    with contextlib.suppress(ValueError):  # Not JSON, so it can only be a string.
        number = read_json(text)
        if isinstance(number, (bool, int, float)):
            readings.append(number)
    found = [list(_violations(reading, schema, root, place)) for reading in readings]
    if [] not in found:
        yield from found[0 if "string" in _types(schema, root) else -1]


def _broken_rules(value: Json, schema: Mapping[str, Json]) -> Iterator[str]:
    types = _named_types(schema)
    if types and not any(_HAS_TYPE[each](value) for each in types):
        yield f"must be of type {' or '.join(sorted(types))}"
        return
    for keyword, argument in schema.items():
        rule = _RULES.get(keyword)
        if rule and _HAS_TYPE[rule.type](value) and rule.is_broken(value, argument):
            yield rule.text(argument)
        match keyword, argument, value:
            case "const", _, _ if not _is_equal(value, argument):
                yield f"must be {json.dumps(argument)}"
            case "enum", [*allowed], _ if not any(_is_equal(value, each) for each in allowed):
                if not (_is_extensible(schema) and isinstance(value, str)):
                    yield f"must be one of {', '.join(map(json.dumps, allowed))}"
            case "required", [*names], dict() if missing := [n for n in names if n not in value]:
                yield f"must have the member {missing[0]}"
            case _:
                pass


def _members(value: Json, schema: Mapping[str, Json]) -> Iterator[tuple[str, Json, Json]]:
    """Yield the place, the value and the schema of each member and item of a value."""
    if isinstance(value, dict):
        given = schema.get("properties")
        properties: Mapping[str, Json] = given if isinstance(given, Mapping) else {}
        for name, member in value.items():
            yield f".{name}", member, properties.get(name, schema.get("additionalProperties"))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield f"[{index}]", item, schema.get("items")


def _target(ref: Json, root: Json) -> Json:
    """Return the schema that a `$ref` such as `#/$defs/Name` leads to."""
    for step in str(ref).split("/")[1:]:
        name = step.replace("~1", "/").replace("~0", "~")
        if not isinstance(root, Mapping) or name not in root:
            raise ValueError(f"The schema has no {ref}.")
        root = root[name]
    return root


def _types(schema: Json, root: Json) -> set[str]:
    """Return the types that a schema and its alternatives name."""
    if not isinstance(schema, Mapping):
        return set()
    if "$ref" in schema:
        return _types(_target(schema["$ref"], root), root)
    alternatives = [*_list(schema, "anyOf"), *_list(schema, "oneOf"), *_list(schema, "allOf")]
    return _named_types(schema).union(*(_types(each, root) for each in alternatives))


def _named_types(schema: Mapping[str, Json]) -> set[str]:
    types = schema.get("type")
    return {types} if isinstance(types, str) else set(map(str, _list(schema, "type")))


def _list(schema: Mapping[str, Json], keyword: str) -> Sequence[Json]:
    value = schema.get(keyword)
    return value if isinstance(value, (list, tuple)) else ()


def _is_extensible(schema: Mapping[str, Json]) -> bool:
    """Return whether an enum of strings only names the values that are known today."""
    match schema.get("x-ms-enum"):
        case {"modelAsString": True}:
            return True
        case _:
            return False


def _is_equal(one: Json, other: Json) -> bool:
    return isinstance(one, bool) is isinstance(other, bool) and one == other


def _is_number(value: Json) -> TypeGuard[int | float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and is_double(value)


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
