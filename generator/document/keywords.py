"""The part of JSON Schema that a package can be made from.

Each keyword of a schema has its effect on the package, or only words for people, or is refused: a
rule that is left out without a word is one that a caller relies on in vain.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import unquote

from generator.document.document import Document
from generator.document.pointer import child
from generator.runtime._pattern import check_pattern

#: Keywords that allow no value less; other extensions than ours are such, too.
_WORDS: Final = frozenset(
    {"$anchor", "$comment", "$defs", "$schema", "contentEncoding", "contentMediaType"}
    | {"contentSchema", "default", "deprecated", "description", "example", "examples"}
    | {"externalDocs", "readOnly", "title", "writeOnly", "xml"}
)
#: Keywords that say something of values of one type only.
_OF_TYPE: Final = {
    **dict.fromkeys(("maxLength", "minLength", "pattern"), "string"),
    **dict.fromkeys(("exclusiveMaximum", "exclusiveMinimum", "maximum", "minimum"), "number"),
    "multipleOf": "number",
    **dict.fromkeys(("items", "maxItems", "minItems", "uniqueItems"), "array"),
    **dict.fromkeys(("additionalProperties", "properties", "required"), "object"),
}
_UNIONS: Final = ("anyOf", "oneOf")
#: All others with an effect.
_OTHERS: Final = frozenset({"allOf", "const", "discriminator", "enum", "format", "type", *_UNIONS})
#: Extensions that change what the package makes of a schema.
_MARKS: Final = frozenset({"x-enum-varnames", "x-ms-client-name", "x-ms-secret"})
#: What to do about keywords that have none.
_INSTEAD: Final = {
    "$dynamicRef": "use $ref",
    "nullable": 'add "null" to its type',
    "patternProperties": "use additionalProperties",
    "prefixItems": "use items",
}
#: Strings of these formats are made other Python values, whose text is not looked at.
_OWN_CLASS: Final = frozenset({"binary", "date", "date-time", "uuid"})
_TYPE_OF: Final = {str: "string", int: "integer", bool: "boolean"}
_BOUNDS: Final = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)


def is_secret(schema: Any) -> bool:
    """Whether a schema marks its values as secret."""
    return isinstance(schema, dict) and (
        schema.get("format") == "password" or schema.get("x-ms-secret") is True
    )


def has_rules(schema: Any) -> bool:
    """Whether a schema is more than words about a value that may be anything."""
    return bool(_rules(schema))


def described(document: Document, pointer: str) -> dict[str, list[tuple[str, Any]]]:
    """For each member of an object, the places that describe it, and what they say.

    Besides the object itself these are the parts of its allOf, the last one first.

    Args:
        document: The document.
        pointer: Where the object's schema stands.
    """
    found: dict[str, list[tuple[str, Any]]] = {}
    for place, part in joined(document, pointer):
        for name, member in part.get("properties", {}).items():
            here = child(place, "properties", name)
            meant = _written_out(document.resolve(here)[1])
            beside = {key: value for key, value in _written_out(member).items() if key != "$ref"}
            found.setdefault(name, []).append((here, {**meant, **beside}))
    return found


def joined(document: Document, pointer: str) -> list[tuple[str, Any]]:
    """A schema and the parts of its allOf, and of theirs, with their places.

    Args:
        document: The document.
        pointer: Where the schema stands.
    """
    found: dict[str, Any] = {}
    pending = [pointer]
    while pending:
        place, schema = document.resolve(pending.pop())
        if place not in found and isinstance(schema, dict):
            found[place] = schema
            pending += [child(place, "allOf", i) for i in range(len(schema.get("allOf", ())))]
    return list(found.items())


def check_schema(document: Document, pointer: str, schema: Any) -> None:
    """Checks that all that a schema says has its effect on the package.

    Raises:
        GeneratorError: If something has none.
    """
    _check_pattern(document, pointer, schema)
    _check_values(document, pointer, schema)
    _check_known(document, pointer, schema)
    _check_union(document, pointer, schema)
    _check_parts(document, pointer, schema)
    _check_types(document, pointer, schema)
    _check_bounds(document, pointer, schema)
    _check_members(document, pointer, schema)


def _rules(schema: Any) -> dict[str, Any]:
    return {
        key: value
        for key, value in _written_out(schema).items()
        if key in _MARKS or not (key in _WORDS or key.startswith("x-"))
    }


def _written_out(schema: Any) -> dict[str, Any]:
    """A schema as an object, which true and false are short for."""
    if isinstance(schema, dict):
        return schema
    return {} if schema else {"not": {}}


def _check_pattern(document: Document, pointer: str, schema: Any) -> None:
    if "pattern" in schema:
        try:
            check_pattern(schema["pattern"])
        except ValueError as error:
            raise document.error(f"{pointer}/pattern", str(error), "write it another way") from None


def _check_values(document: Document, pointer: str, schema: Any) -> None:
    """Checks the values that a schema names."""
    if "const" in schema and not isinstance(schema["const"], (str, int)):
        raise document.error(
            f"{pointer}/const", "is no string, whole number or boolean", "leave it out"
        )
    if is_secret(schema) and ("default" in schema or "const" in schema or "enum" in schema):
        raise document.error(
            pointer, "gives the value of a secret away", "leave default, const and enum out"
        )
    if "enum" in schema:
        kinds = {type(value) for value in schema["enum"] if value is not None}
        if schema.get("type") != "boolean" and kinds not in ({str}, {int}):
            todo = "use strings only, or whole numbers only"
            raise document.error(f"{pointer}/enum", "mixes types, or has others than these", todo)
        if "const" in schema:
            raise document.error(f"{pointer}/const", "beside an enum is lost", "keep one of them")


def _check_known(document: Document, pointer: str, schema: Any) -> None:
    for key in schema:
        if key in _WORDS or key in _OTHERS or key in _OF_TYPE or key.startswith("x-"):
            continue
        todo = _INSTEAD.get(key, "correct it")
        raise document.error(child(pointer, key), "has no effect here", f"{todo}, or leave it out")


def _check_union(document: Document, pointer: str, schema: Any) -> None:
    union = next((key for key in _UNIONS if key in schema), None)
    if union is None:
        if "discriminator" in schema:
            todo = "write a oneOf of all the objects instead"
            raise document.error(
                f"{pointer}/discriminator", "has no effect without oneOf or anyOf", todo
            )
        return
    choices = [document.resolve(child(pointer, union, i)) for i in range(len(schema[union]))]
    beside = _rules(schema).keys() - {union, "discriminator", "x-ms-client-name", "x-ms-secret"}
    kinds = _types({"type": schema["type"]} if isinstance(schema.get("type"), str) else {})
    if all(_types(choice) and _types(choice) <= kinds for _, choice in choices):
        beside -= {"type"}
    for key in sorted(beside):
        todo = "move it into each of the alternatives"
        raise document.error(child(pointer, key), f"beside {union} is lost", todo)
    if "discriminator" in schema:
        _check_discriminator(document, pointer, schema["discriminator"], choices)


def _check_discriminator(
    document: Document, pointer: str, discriminator: Any, choices: list[tuple[str, Any]]
) -> None:
    """Checks that objects tell by themselves which alternative they are.

    That is how the package reads them. A discriminator then says no more than their constants do.
    """
    match discriminator:
        case {"propertyName": str(name), "mapping": dict(mapping)}:
            pass
        case {"propertyName": str(name)}:
            mapping = {}
        case _:
            raise document.error(f"{pointer}/discriminator", "has no propertyName", "name it")
    for place, choice in choices:
        if choice == {"type": "null"}:
            continue
        required = {one for _, part in joined(document, place) for one in part.get("required", ())}
        meant = {
            _schema_called(str(mapping.get(str(value), value)))
            for _, member in described(document, place).get(name, ())
            for value in _values(member)
        }
        if name not in required or meant != {place}:
            problem = f"{name!r} in #{place} is not required, or no const that leads there"
            todo = "require it there, with a const that is in the mapping or the schema's name"
            raise document.error(f"{pointer}/discriminator", problem, todo)


def _schema_called(name: str) -> str:
    """The place of the schema that a discriminator means, by its name or as a `$ref` has it."""
    return unquote(name[1:]) if "/" in name else child("/components/schemas", name)


def _check_parts(document: Document, pointer: str, schema: Any) -> None:
    """Checks that an allOf joins objects, or is no more than another name for one schema."""
    parts = schema.get("allOf", ())
    is_alias = len(parts) == 1 and isinstance(parts[0], dict) and "$ref" in parts[0]
    if is_alias and schema.keys().isdisjoint({"properties", "required"}):
        beside = _rules(schema).keys() - {"allOf", "x-ms-client-name"}
        target = document.resolve(f"{pointer}/allOf/0")[1]
        if schema.get("type") == "object" and _is_object(target, is_named=True):
            beside -= {"type"}
        for key in sorted(beside):
            todo = "move it to what the $ref names, or write the schema out"
            raise document.error(child(pointer, key), "beside an allOf of one $ref is lost", todo)
        return
    for index, part in enumerate(parts):
        here = child(pointer, "allOf", index)
        place, meant = document.resolve(here)
        is_object = _is_object(meant, is_named=meant is not part)
        if schema.get("type", "object") != "object" or not is_object:
            todo = "write the schema out, or use it for objects"
            raise document.error(place, "is in an allOf, but describes no object", todo)
        if meant is part and "allOf" in part:
            todo = "move its parts to the outer one"
            raise document.error(f"{here}/allOf", "in a part of an allOf is lost", todo)
    for place, part in joined(document, pointer) if parts else ():
        if has_rules(part.get("additionalProperties", True)):
            # Each part would be about all members that it does not itself name.
            todo = "leave it out, or write the schema out without allOf"
            raise document.error(
                f"{place}/additionalProperties", f"is lost in the allOf at #{pointer}", todo
            )


def _check_types(document: Document, pointer: str, schema: Any) -> None:
    """Checks that what is said of one type is said of a schema of that type."""
    types = _types(schema)
    if not types and _is_part(pointer):
        types = {"object"}
    for key in schema:
        wanted = _OF_TYPE.get(key)
        if wanted is not None and wanted not in types:
            todo = f"add `type: {wanted}`, or leave it out"
            raise document.error(
                child(pointer, key), f"has no effect without the type {wanted}", todo
            )
        is_text = wanted == "string" and schema.get("format") in _OWN_CLASS
        if is_text and schema.keys().isdisjoint({"const", "enum"}):
            problem = f"beside the format {schema['format']} has no effect"
            raise document.error(child(pointer, key), problem, "leave one of them out")


def _check_bounds(document: Document, pointer: str, schema: Any) -> None:
    for least, most in _BOUNDS:
        if least in schema and most in schema:
            is_open = "exclusive" in f"{least} {most}"
            if schema[least] > schema[most] or (is_open and schema[least] == schema[most]):
                problem = f"leaves no value together with {most}"
                raise document.error(child(pointer, least), problem, "correct one of them")


def _check_members(document: Document, pointer: str, schema: Any) -> None:
    """Checks that required members are described, and members of an allOf in one way only."""
    if _is_part(pointer) or schema.keys().isdisjoint({"allOf", "required"}):
        return
    members = described(document, pointer)
    for place, part in joined(document, pointer):
        for index, name in enumerate(part.get("required", ())):
            if name not in members:
                todo = "correct the name, or describe it in properties"
                raise document.error(
                    child(place, "required", index), f"{name!r} is no property there", todo
                )
    for name, places in members.items():
        ruled = [(place, _rules(one)) for place, one in places if has_rules(one)]
        for place, rules in ruled[1:]:
            if rules != ruled[0][1]:
                problem = f"has other rules for {name!r} than #{ruled[0][0]}, and one would be lost"
                raise document.error(place, problem, "describe it the same way, or once")


def _is_part(pointer: str) -> bool:
    return re.search(r"/allOf/\d+$", pointer) is not None


def _values(schema: Any) -> list[Any]:
    """The values that a schema names, if it does."""
    return list(schema.get("enum", [schema["const"]] if "const" in schema else []))


def _types(schema: Any) -> set[str]:
    """The types of a schema's values, of which it names none if it allows all."""
    schema = _written_out(schema)
    types = schema.get("type", [])
    found = {types} if isinstance(types, str) else set(types)
    found = found or {_TYPE_OF.get(type(value), "null") for value in _values(schema)}
    if not found and not schema.keys().isdisjoint({"allOf", "properties"}):
        found = {"object"}
    return found | ({"number"} if "integer" in found else set())


def _is_object(schema: Any, *, is_named: bool) -> bool:
    if not isinstance(schema, dict) or schema.get("type", "object") != "object":
        return False
    if is_named and schema.keys().isdisjoint({"type", "properties", "allOf"}):
        return False
    return schema.keys().isdisjoint({"anyOf", "oneOf", "enum", "const", "not"})
