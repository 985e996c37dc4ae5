"""The Python expressions that generated code consists of: values, constraints, decoders."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import attrs

from generator.document.pattern import python_pattern
from generator.model.package import Type, union

ANY: Final = Type(
    annotation="Any", decoder="_json.anything", constraint="Constraint()", nullable=True
)
NOTHING: Final = Type(
    annotation="None", decoder="_json.null", constraint="Constraint()", nullable=True
)
TEXT: Final = Type(annotation="str", decoder="", constraint="String()")
BYTES: Final = Type(annotation="bytes", decoder="", constraint="InstanceOf(bytes)")


def literal(value: object) -> str:
    """A value as Python code, in ASCII.

    What `repr` escapes depends on the Unicode tables of the Python that runs; `ascii` does not.
    """
    return ascii(value)


def string(schema: Mapping[str, Any], *, secret: bool) -> Type:
    """A string, plain or secret."""
    pattern = schema.get("pattern")
    constraint = _call(
        "String",
        min_length=_count(schema.get("minLength")),
        max_length=_count(schema.get("maxLength")),
        pattern=None if pattern is None else python_pattern(pattern),
    )
    return Type(
        annotation="SecretStr" if secret else "str",
        decoder="_json.secret" if secret else "_json.string",
        constraint=constraint,
    )


def number(schema: Mapping[str, Any], *, integer: bool) -> Type:
    """A number, whole or not."""
    constraint = _call(
        "Number",
        integer=integer or None,
        minimum=schema.get("minimum"),
        maximum=schema.get("maximum"),
        exclusive_minimum=schema.get("exclusiveMinimum"),
        exclusive_maximum=schema.get("exclusiveMaximum"),
        multiple_of=schema.get("multipleOf"),
    )
    return Type(
        annotation="int" if integer else "float",
        decoder="_json.integer" if integer else "_json.number",
        constraint=constraint,
    )


def constant(value: object) -> Type:
    """The one value that the document allows."""
    code = literal(value)
    return Type(
        annotation=f"Literal[{code}]",
        decoder=f"_json.constant({code})",
        constraint=f"OneValue({code})",
    )


def array(item: Type, schema: Mapping[str, Any]) -> Type:
    """A list."""
    constraint = _call(
        "Array",
        item.constraint,
        min_items=_count(schema.get("minItems")),
        max_items=_count(schema.get("maxItems")),
        unique=schema.get("uniqueItems") or None,
    )
    return Type(
        annotation=f"list[{item.annotation}]",
        decoder=f"_json.array({item.decoder})",
        constraint=constraint,
        models=item.models,
    )


def wrapped(error: Type) -> Type:
    """An error that stands in an object's member `error`, or that Azure answers without it."""
    return attrs.evolve(error, decoder=f"_json.wrapped({error.decoder})")


def one_of(choices: Sequence[Type]) -> Type:
    """A value of one of several types."""
    values = [choice for choice in choices if choice != NOTHING]
    if not values:
        return NOTHING
    if ANY in values:
        return ANY
    given = values[0]
    if len(values) > 1:
        given = Type(
            annotation=union(choice.annotation for choice in values),
            decoder=_call("_json.one_of", *(choice.decoder for choice in values)),
            constraint=_call("AnyOf", *(choice.constraint for choice in values)),
            models=frozenset().union(*(choice.models for choice in values)),
        )
    if not any(choice.nullable for choice in choices):
        return given
    return Type(
        annotation=union([given.annotation, "None"]),
        decoder=f"_json.nullable({given.decoder})",
        constraint=f"Nullable({given.constraint})",
        models=given.models,
        nullable=True,
        given=given,
    )


def _count(value: float | None) -> int | None:
    # JSON Schema allows a count to be written 3.0.
    return None if value is None else int(value)


def _call(name: str, *positional: str, **keywords: Any) -> str:
    given = {key: value for key, value in keywords.items() if value is not None}
    arguments = [*positional, *(f"{key}={_readable(value)}" for key, value in given.items())]
    return f"{name}({', '.join(arguments)})"


def _readable(value: object) -> str:
    """A value as Python code; a pattern as a raw string, as people read patterns."""
    if isinstance(value, str) and "\\" in value:
        is_raw = value.isascii() and value.isprintable() and '"' not in value
        if is_raw and not value.endswith("\\"):
            return f'r"{value}"'
    return literal(value)
