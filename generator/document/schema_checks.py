"""Checks that all that a schema says has its effect on the package."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final

from generator.document.constraints import BOUNDS
from generator.document.document import Document, Node
from generator.document.keywords import (
    described,
    has_rules,
    is_part,
    is_secret,
    joined,
    keywords_at,
    rules,
    types_of,
    values_of,
)
from generator.document.pointer import child
from generator.document.support import EFFECTIVE, INFORMATIVE, OF_TYPE, REFUSED_KEYWORDS
from generator.errors import GeneratorError
from generator.runtime._pattern import check_pattern

_UNIONS: Final = ("anyOf", "oneOf")
#: Strings of these formats become other Python values, whose text is not checked.
_OWN_CLASS: Final = frozenset({"binary", "date", "date-time", "uuid"})


def check_schemas(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each part of a schema that the package would ignore.

    Args:
        document: A document whose references can be followed.
    """
    for pointer, schema in document.schemas(references=True):
        yield from _check_secret(document, pointer, schema)
        if "$ref" in schema:
            continue
        for check in _CHECKS:
            yield from check(document, pointer, schema)
    yield from _check_circles(document)


def _check_secret(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    if is_secret(keywords_at(document, pointer)) and schema.keys() & {"default", "const", "enum"}:
        todo = "leave default, const and enum out"
        yield document.error(pointer, "shows the value of a secret", todo)


def _check_pattern(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    if "pattern" in schema:
        try:
            check_pattern(schema["pattern"])
        except ValueError as error:
            todo = "write it in another way"
            yield document.error(f"{pointer}/pattern", str(error), todo)


def _check_values(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    """Check the values that a schema lists."""
    if "const" in schema and not isinstance(schema["const"], (str, int)):
        problem = "is not a string, a whole number or a boolean"
        yield document.error(f"{pointer}/const", problem, "leave it out")
    if "enum" in schema:
        kinds = {type(value) for value in schema["enum"] if value is not None}
        if kinds not in ({str}, {int}):
            problem = "mixes types, or has values that are neither strings nor whole numbers"
            todo = "use strings only, or whole numbers only; use const for a boolean"
            yield document.error(f"{pointer}/enum", problem, todo)
        if "const" in schema:
            problem = "has no effect beside an enum"
            yield document.error(f"{pointer}/const", problem, "keep one of them")


def _check_known(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    for key in schema:
        if key in REFUSED_KEYWORDS:
            refusal = REFUSED_KEYWORDS[key]
            yield document.error(child(pointer, key), refusal.problem, refusal.todo)
        elif not (key in EFFECTIVE | INFORMATIVE or key in OF_TYPE or key.startswith("x-")):
            todo = "correct it, or leave it out"
            yield document.error(child(pointer, key), "is not a keyword of JSON Schema", todo)


def _check_union(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    union = next((key for key in _UNIONS if key in schema), None)
    if union is None:
        if "discriminator" in schema:
            problem = "has no effect without oneOf or anyOf"
            todo = "write a oneOf of all the objects instead"
            yield document.error(f"{pointer}/discriminator", problem, todo)
        return
    choices = [document.resolve(child(pointer, union, i)) for i in range(len(schema[union]))]
    beside = rules(schema).keys() - {union, "discriminator", "x-ms-client-name", "x-ms-secret"}
    types = types_of({"type": schema["type"]} if isinstance(schema.get("type"), str) else {})
    if all(types_of(choice) and types_of(choice) <= types for _, choice in choices):
        beside -= {"type"}
    for key in sorted(beside - REFUSED_KEYWORDS.keys()):
        todo = "move it into each of the alternatives"
        yield document.error(child(pointer, key), f"has no effect beside {union}", todo)
    if "discriminator" in schema:
        yield from _check_discriminator(document, pointer, schema["discriminator"], choices)


def _check_discriminator(
    document: Document, pointer: str, discriminator: Any, choices: list[tuple[str, Node]]
) -> Iterator[GeneratorError]:
    """Check that objects tell by themselves which alternative they are.

    The package reads them by their constants, so that a discriminator must say the same.
    """
    match discriminator:
        case {"propertyName": str(name), "mapping": dict(mapping)}:
            pass
        case {"propertyName": str(name)}:
            mapping = {}
        case _:
            yield document.error(f"{pointer}/discriminator", "has no propertyName", "add it")
            return
    for place, choice in choices:
        if choice == {"type": "null"}:
            continue
        required = {one for _, part in joined(document, place) for one in part.get("required", ())}
        named = {
            _schema_called(str(mapping.get(str(value), value)))
            for _, member in described(document, place).get(name, ())
            for value in values_of(member)
        }
        if name not in required or named != {place}:
            problem = f"{name!r} in #{place} is not required, or has no const that names #{place}"
            todo = "require it there, with a const that is in the mapping or the schema's name"
            yield document.error(f"{pointer}/discriminator", problem, todo)


def _schema_called(name: str) -> str:
    """Return the place of the schema that a discriminator names, by its name or as a `$ref`."""
    return name[1:] if "/" in name else child("/components/schemas", name)


def _check_all_of(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    """Check that an allOf joins objects, or is only another name for one schema."""
    parts = schema.get("allOf", ())
    if (
        len(parts) == 1
        and "$ref" in parts[0]
        and schema.keys().isdisjoint({"properties", "required"})
    ):
        beside = rules(schema).keys() - {"allOf", "x-ms-client-name"}
        target = document.resolve(f"{pointer}/allOf/0")[1]
        if schema.get("type") == "object" and _is_object(target, is_named=True):
            beside -= {"type"}
        for key in sorted(beside - REFUSED_KEYWORDS.keys()):
            problem = "has no effect beside an allOf of one $ref"
            todo = "move it to what the $ref names, or write the schema out"
            yield document.error(child(pointer, key), problem, todo)
        return
    for index, part in enumerate(parts):
        here = child(pointer, "allOf", index)
        place, meant = document.resolve(here)
        is_object = _is_object(meant, is_named=meant is not part)
        if schema.get("type", "object") != "object" or not is_object:
            todo = "write the schema out, or use allOf for objects only"
            yield document.error(place, "is in an allOf, but does not describe an object", todo)
        if meant is part and "allOf" in part:
            problem = "has no effect in a part of an allOf"
            yield document.error(f"{here}/allOf", problem, "move its parts to the outer one")
    for place, part in joined(document, pointer) if parts else ():
        others = part.get("additionalProperties", True)
        if others is False or (isinstance(others, dict) and has_rules(others)):
            # It would also apply to the properties of the other parts.
            problem = f"has no effect in the allOf at #{pointer}"
            todo = "leave it out, or write the schema out without allOf"
            yield document.error(f"{place}/additionalProperties", problem, todo)


def _check_types(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    """Check that a keyword for one type stands in a schema of that type."""
    types = types_of(schema)
    if not types and is_part(pointer):
        types = {"object"}
    for key in schema:
        wanted = OF_TYPE.get(key)
        if wanted is not None and wanted not in types:
            problem = f"has no effect without the type {wanted}"
            todo = f"add `type: {wanted}`, or leave it out"
            yield document.error(child(pointer, key), problem, todo)
        is_text = wanted == "string" and schema.get("format") in _OWN_CLASS
        if is_text and schema.keys().isdisjoint({"const", "enum"}):
            problem = f"has no effect beside the format {schema['format']}"
            yield document.error(child(pointer, key), problem, "leave one of them out")


def _check_bounds(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    for least, most in BOUNDS:
        if least in schema and most in schema:
            is_open = "exclusive" in f"{least} {most}"
            if schema[least] > schema[most] or (is_open and schema[least] == schema[most]):
                problem = f"leaves no value together with {most}"
                yield document.error(child(pointer, least), problem, "correct one of them")


def _check_members(document: Document, pointer: str, schema: Node) -> Iterator[GeneratorError]:
    """Check that required members are described, and members of an allOf in one way only."""
    if is_part(pointer) or schema.keys().isdisjoint({"allOf", "required"}):
        return
    members = described(document, pointer)
    for place, part in joined(document, pointer):
        for index, name in enumerate(part.get("required", ())):
            if name not in members:
                problem = f"{name!r} is not a property there"
                todo = "correct the name, or describe it in properties"
                yield document.error(child(place, "required", index), problem, todo)
    for name, places in members.items():
        ruled = [(place, rules(one)) for place, one in places if has_rules(one)]
        for place, found in ruled[1:]:
            if found != ruled[0][1]:
                problem = f"describes {name!r} in another way than #{ruled[0][0]}"
                todo = "describe it the same way, or once"
                yield document.error(place, problem, todo)


def _is_object(schema: Node, *, is_named: bool) -> bool:
    if schema.get("type", "object") != "object":
        return False
    if is_named and schema.keys().isdisjoint({"type", "properties", "allOf"}):
        return False
    return schema.keys().isdisjoint({"anyOf", "oneOf", "enum", "const"})


def _check_circles(document: Document) -> Iterator[GeneratorError]:
    """Check that no array or union holds itself without an object, which is a class, between."""
    done: set[str] = set()

    def visit(pointer: str, above: tuple[str, ...]) -> Iterator[GeneratorError]:
        place, schema = document.resolve(pointer)
        if place in above:
            todo = "make one of them a property of an object"
            yield document.error(place, "holds itself, with no object between", todo)
        if place in done or place in above or "properties" in schema:
            return
        inner = [f"{place}/items"] if "items" in schema else []
        for union in _UNIONS:
            inner += [f"{place}/{union}/{index}" for index in range(len(schema.get(union, ())))]
        for one in inner:
            yield from visit(one, (*above, place))
        done.add(place)

    for pointer in document.schema_roots():
        yield from visit(pointer, ())


_CHECKS: Final = (
    _check_pattern,
    _check_values,
    _check_known,
    _check_union,
    _check_all_of,
    _check_types,
    _check_bounds,
    _check_members,
)
