"""The typed schema: what a value may be, with every fact that later stages read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal, TypeAlias

import attrs

#: What a value is. `constant` is one value, `union` one of several schemas, `any` no restriction,
#: `map` an object with members of one schema and no named ones.
Kind: TypeAlias = Literal[
    "any",
    "array",
    "boolean",
    "bytes",
    "constant",
    "date",
    "date-time",
    "enum",
    "integer",
    "map",
    "null",
    "number",
    "object",
    "string",
    "union",
    "uuid",
]
#: A value of an enum or a constant.
Scalar: TypeAlias = str | int | bool


@attrs.frozen
class Constraint:
    """A constraint keyword with its value, such as `maxLength` and 90.

    Attributes:
        keyword: The keyword of JSON Schema; a row of `document.constraints.KEYWORDS`.
        value: Its value in the document. A whole number is an `int` where the row says so.
    """

    keyword: str
    value: str | float | bool


@attrs.frozen(kw_only=True)
class Schema:
    """The values that an argument, a field or a body may have.

    Two schemas are equal if they describe the same values, wherever they stand.

    Attributes:
        kind: What the values are.
        pointer: JSON pointer to the place in the document; empty where several places are joined.
        nullable: Whether None belongs to the values. Always true for `any` and `null`.
        secret: Whether a string is a secret, which no repr or log shows.
        constraints: Constraint keywords, in the order of `document.constraints.KEYWORDS`.
        items: Schema of the items of an array, or of the values of a map.
        choices: Schemas of a union, none of which is `null`.
        value: The value of a constant.
        class_name: Name of the class that holds an enum or an object.
        module: Name of the module of that class, below `models`.
        members: Names and values of an enum's members, in the document's order.
        is_open: Whether an enum has values that the document does not name (`modelAsString`).
        annotations: Keywords of the place in the document that change no type and restrict no
            value, such as `readOnly`, an unknown `format` or `default`. For the comparison alone.
    """

    kind: Kind
    pointer: str = attrs.field(default="", eq=False)
    nullable: bool = False
    secret: bool = False
    constraints: tuple[Constraint, ...] = ()
    items: Schema | None = None
    choices: tuple[Schema, ...] = ()
    value: Scalar | None = None
    class_name: str = ""
    module: str = ""
    members: tuple[tuple[str, Scalar], ...] = ()
    is_open: bool = False
    annotations: Mapping[str, Any] = attrs.field(factory=dict[str, Any], eq=False)

    @property
    def given(self) -> Schema:
        """The schema without None; itself where nothing else would be left."""
        if not self.nullable or self.kind in {"any", "null"}:
            return self
        return attrs.evolve(self, nullable=False)

    @property
    def parts(self) -> Iterator[Schema]:
        """The schema itself, its items and its choices, and theirs in turn."""
        yield self
        for inner in (*self.choices, *([self.items] if self.items else [])):
            yield from inner.parts

    @property
    def holds_secrets(self) -> bool:
        """Whether each string in the values, alone or in a list, is a secret."""
        strings = [
            part.secret
            for part in self.parts
            if part.kind == "string" or (part.kind == "constant" and isinstance(part.value, str))
        ]
        return bool(strings) and all(strings)

    @property
    def has_secret(self) -> bool:
        """Whether any string in the values, alone or in a list, is a secret."""
        return any(part.secret for part in self.parts)


ANY = Schema(kind="any", nullable=True)
NULL = Schema(kind="null", nullable=True)
TEXT = Schema(kind="string")
BYTES = Schema(kind="bytes")


def union(choices: list[Schema], pointer: str = "") -> Schema:
    """Return the schema of a value that fits one of several schemas.

    Args:
        choices: The schemas, in the order in which they are tried.
        pointer: The place of the union in the document.

    Returns:
        `any` if one of them is; one of them if no other but `null` is there; else a union.
    """
    values = [choice for choice in choices if choice.kind != "null"]
    if not values:
        return NULL
    if any(choice.kind == "any" for choice in values):
        return ANY
    found = values[0]
    if len(values) > 1:
        found = Schema(kind="union", pointer=pointer, choices=tuple(values))
    nullable = any(choice.nullable for choice in choices)
    return attrs.evolve(found, nullable=True) if nullable else found
