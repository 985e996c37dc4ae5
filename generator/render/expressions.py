"""Python expressions for schemas: annotations, decoders, constraints and values."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from json import dumps
from typing import Any, Final

from generator.document.constraints import KEYWORDS
from generator.model.defaults import accepts
from generator.model.package import ErrorBody, Parameter
from generator.model.schema import ANY, Schema

#: Annotation, decoder and constraint of the kinds that need nothing else.
_PLAIN: Final = {
    "any": ("Any", "_json.anything", "Constraint()"),
    "null": ("None", "_json.null", "Constraint()"),
    "boolean": ("bool", "_json.boolean", "Boolean()"),
    "bytes": ("bytes", "", "InstanceOf(bytes)"),
    "date": ("datetime.date", "_json.date", "InstanceOf(datetime.date)"),
    "date-time": ("datetime.datetime", "_json.date_time", "InstanceOf(datetime.datetime)"),
    "uuid": ("UUID", "_json.uuid", "InstanceOf(UUID)"),
}
_NUMBERS: Final = {"integer": ("int", "_json.integer"), "number": ("float", "_json.number")}


def literal(value: object) -> str:
    """Return a value as Python code, in ASCII.

    What `repr` escapes depends on the Unicode tables of the Python that runs; `ascii` does not.
    """
    return ascii(value)


def annotation(schema: Schema, array: str = "list") -> str:
    """Return how a value is declared.

    Args:
        schema: What the value may be.
        array: How to write `list`, which a method may be named.
    """
    return union(_alternatives_or_none(schema, array))


def _alternatives(schema: Schema, array: str) -> list[str]:
    """Return the annotations of which the one of a schema is the union, without None."""
    match schema.kind:
        case "constant":
            return [f"Literal[{literal(schema.value)}]"]
        case "string":
            return ["SecretStr" if schema.secret else "str"]
        case "integer" | "number":
            return [_NUMBERS[schema.kind][0]]
        case "enum":
            # A value that the document does not name is passed on as it is.
            return [schema.class_name, *(["str"] if schema.is_open else [])]
        case "object":
            return [schema.class_name]
        case "array":
            return [f"{array}[{annotation(_items(schema), array)}]"]
        case "map":
            return [f"dict[str, {annotation(_items(schema), array)}]"]
        case "union":
            return [
                text for choice in schema.choices for text in _alternatives_or_none(choice, array)
            ]
        case _:
            return [_PLAIN[schema.kind][0]]


def _alternatives_or_none(schema: Schema, array: str) -> list[str]:
    return [*_alternatives(schema, array), *(["None"] if schema.nullable else [])]


def optional(schema: Schema, array: str = "list") -> str:
    """Return how a value is declared that may also be left out; see `annotation`."""
    return union([*_alternatives_or_none(schema, array), "None"])


def result(schemas: Iterable[Schema], array: str = "list") -> str:
    """Return how a value is declared that has one of several schemas; see `annotation`."""
    return union(text for schema in schemas for text in _alternatives_or_none(schema, array))


def union(annotations: Iterable[str]) -> str:
    """Return the annotation of a value of one of several types, each once and None last."""
    parts = dict.fromkeys(annotations)
    if "Any" in parts:
        return "Any"
    none = [part for part in parts if part == "None"]
    return " | ".join([*(part for part in parts if part != "None"), *none])


def decoder(schema: Schema) -> str:
    """Return what reads a value from JSON."""
    match schema.kind:
        case "constant":
            found = f"_json.constant({literal(schema.value)})"
        case "string":
            found = "_json.secret" if schema.secret else "_json.string"
        case "integer" | "number":
            found = _NUMBERS[schema.kind][1]
        case "enum":
            decode = "open_member_of" if schema.is_open else "member_of"
            found = f"_json.{decode}({schema.class_name})"
        case "object":
            found = f"{schema.class_name}.decode"
        case "array":
            found = f"_json.array({decoder(_items(schema))})"
        case "map":
            found = f"_json.mapping({decoder(_items(schema))})"
        case "union":
            found = f"_json.one_of({', '.join(map(decoder, schema.choices))})"
        case "any" | "null":
            return _PLAIN[schema.kind][1]
        case _:
            found = _PLAIN[schema.kind][1]
    return f"_json.nullable({found})" if schema.nullable else found


def form(schema: Schema) -> str:
    """Return how a text on the command line holds a value: as `text`, as `json`, or as `bytes`."""
    if schema.kind == "array":
        return form(_items(schema))
    if schema.kind == "bytes":
        return "bytes"
    texts = schema.kind in {"string", "date", "date-time", "uuid"}
    values = [value for _, value in schema.members] + [schema.value] * (schema.kind == "constant")
    are_texts = bool(values) and all(isinstance(value, str) for value in values)
    return "text" if texts or are_texts else "json"


def choices(schema: Schema) -> list[str]:
    """Return the values that the document names, as texts on the command line."""
    if schema.kind == "array":
        return choices(_items(schema))
    if schema.kind == "boolean":
        return ["true", "false"]
    values = [value for _, value in schema.members] + [schema.value] * (schema.kind == "constant")
    return [value if isinstance(value, str) else dumps(value) for value in values]


def error_decoder(bodies: Sequence[ErrorBody]) -> str:
    """Return what reads an error from JSON.

    Args:
        bodies: What the error may be, in the order in which they are tried.
    """
    found = [
        f"enveloped({decoder(body.schema)})" if body.enveloped else decoder(body.schema)
        for body in bodies
    ]
    return found[0] if len(found) == 1 else f"_json.one_of({', '.join(found)})"


def constraint(schema: Schema) -> str:
    """Return what checks a value before it is sent."""
    match schema.kind:
        case "constant":
            found = f"OneValue({literal(schema.value)})"
        case "string":
            found = _call("String", _constraints(schema))
        case "integer" | "number":
            whole = ["integer=True"] if schema.kind == "integer" else []
            found = _call("Number", [*whole, *_constraints(schema)])
        case "enum":
            found = f"{'OpenEnum' if schema.is_open else 'InstanceOf'}({schema.class_name})"
        case "object":
            found = f"Object({schema.class_name})"
        case "array":
            found = _call("Array", [constraint(_items(schema)), *_constraints(schema)])
        case "map":
            found = f"OtherMembers({constraint(_items(schema))})"
        case "union":
            found = _call("AnyOf", map(constraint, schema.choices))
        case _:
            found = _PLAIN[schema.kind][2]
    is_nullable = schema.nullable and schema.kind not in {"any", "null"}
    return f"Nullable({found})" if is_nullable else found


def constant(parameter: Parameter) -> str:
    """Return the name of the constant of a parameter; no class starts with an underscore."""
    return f"_{parameter.python_name.upper().rstrip('_')}"


def is_inferred(schema: Schema) -> bool:
    """Return whether type checkers infer what the decoder of a schema decodes.

    They infer no union and no constant.
    """
    if schema.kind in {"array", "map"}:
        return is_inferred(_items(schema))
    return schema.kind not in {"union", "constant"}


def value(schema: Schema, json: Any) -> str:
    """Return a JSON value as Python code of the type that the schema is declared as.

    Args:
        schema: The schema.
        json: A value that the schema accepts.
    """
    match schema.kind:
        case "union":
            chosen = next(choice for choice in schema.choices if accepts(choice, json))
            return value(chosen, json)
        case "array":
            return f"[{', '.join(value(_items(schema), item) for item in json)}]"
        case "enum":
            names = (name for name, member in schema.members if member == json)
            name = next(names, None)
            return literal(json) if name is None else f"{schema.class_name}.{name}"
        case "integer":
            return literal(int(json))
        case "uuid":
            return f"UUID({literal(json)})"
        case "date" | "date-time":
            return f"{_PLAIN[schema.kind][0]}.fromisoformat({literal(json.upper())})"
        case _:
            return literal(json)


def _items(schema: Schema) -> Schema:
    return schema.items or ANY


def _constraints(schema: Schema) -> list[str]:
    return [
        f"{KEYWORDS[one.keyword].argument}={_readable(one.keyword, one.value)}"
        for one in schema.constraints
    ]


def _readable(keyword: str, given: object) -> str:
    """Return the value of a keyword as Python code; a pattern as a raw string where it can be."""
    if keyword == "pattern":
        text = str(given)
        is_raw = "\\" in text and text.isascii() and text.isprintable() and '"' not in text
        return f'r"{text}"' if is_raw and not text.endswith("\\") else literal(text)
    return literal(given)


def _call(name: str, arguments: Iterable[str]) -> str:
    return f"{name}({', '.join(arguments)})"
