"""The classes of two packages, and which of them belong together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

import attrs

from generator.model.package import Enum, Model, Package
from generator.model.schema import Schema
from generator.review import labels
from generator.review.findings import match

#: A class for an object or for a list of values.
Class: TypeAlias = Model | Enum


@attrs.frozen(kw_only=True)
class Classes:
    """The classes of two packages.

    Attributes:
        olds: The old package's classes for objects, by name.
        news: The new package's.
        pairs: Classes that belong together.
        gone: Classes that only the old package has.
        came: Classes that only the new package has.
        renamed: The new names of the old classes, of those that stay.
    """

    olds: Mapping[str, Model]
    news: Mapping[str, Model]
    pairs: tuple[tuple[Class, Class], ...]
    gone: tuple[Class, ...]
    came: tuple[Class, ...]
    renamed: Mapping[str, str]


def classes(old: Package, new: Package) -> Classes:
    """Return the classes of two packages, paired by name, else by place, else by content."""
    olds: tuple[Class, ...] = (*old.models, *old.enums)
    news: tuple[Class, ...] = (*new.models, *new.enums)
    names = {one.name for one in olds}.symmetric_difference(one.name for one in news)

    def has_moved(name: str) -> str:
        # While two classes are compared, those that they refer to may have other names as well.
        return "" if name in names else name

    pairs, gone, came = match(
        olds,
        news,
        lambda a, b: type(a) is type(b) and a.name == b.name,
        lambda a, b: a.pointer == b.pointer and _overlap(a, b),
        lambda a, b: _content(a, has_moved) == _content(b, has_moved),
    )
    return Classes(
        olds={model.name: model for model in old.models},
        news={model.name: model for model in new.models},
        pairs=tuple(pairs),
        gone=tuple(gone),
        came=tuple(came),
        renamed={before.name: after.name for before, after in pairs},
    )


def shape(schema: Schema, name: Callable[[str], str]) -> tuple[Any, ...]:
    """Return what the type of a schema's values is made of, the same for the same types.

    Args:
        schema: The schema.
        name: Gives the names by which classes are compared.
    """
    return (
        schema.kind,
        schema.nullable,
        schema.secret,
        schema.value,
        name(schema.class_name),
        schema.items and shape(schema.items, name),
        tuple(shape(choice, name) for choice in schema.choices),
    )


def secrets(
    schema: Schema, models: Mapping[str, Model], label: str
) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the path in JSON and the label of each secret inside the values of a schema.

    Args:
        schema: The schema; if its own values are secrets, they do not count.
        models: The classes for objects, by name.
        label: What to call the values.
    """
    for path, name, inner in inside(schema, models, label):
        if inner.secret:
            yield path, name


def inside(
    schema: Schema, models: Mapping[str, Model], label: str
) -> Iterator[tuple[tuple[str, ...], str, Schema]]:
    """Yield path, label and schema of each part of a schema's values, each class once."""
    pending: list[tuple[tuple[str, ...], str, Schema]] = [((), label, schema)]
    visited: set[str] = set()
    while pending:
        path, name, whole = pending.pop(0)
        found: list[tuple[tuple[str, ...], str, Schema]] = []
        if whole.items is not None:
            part, _ = labels.of_part(whole.kind)
            found.append(((*path, part), f"{part} of {name}", whole.items))
        found += [(path, name, choice) for choice in whole.choices]
        model = models.get(whole.class_name)
        if model is not None and model.name not in visited:
            visited.add(model.name)
            found += [
                ((*path, field.name), f"`{model.name}.{field.python_name}`", field.schema)
                for field in model.fields
            ]
            extra = f"each additional property of `{model.name}`"
            found.append(((*path, "{}"), extra, model.additional))
        yield from found
        pending += found


def _overlap(old: Class, new: Class) -> bool:
    """Whether two classes of one place have anything in common."""
    match old, new:
        case Model(), Model():
            names = {field.name for field in old.fields}
            return not names or not new.fields or any(field.name in names for field in new.fields)
        case Enum(), Enum():
            values = {value for _, value in old.members}
            return any(value in values for _, value in new.members)
        case _:
            return False


def _content(one: Class, name: Callable[[str], str]) -> tuple[Any, ...]:
    """Return what makes two classes of different names the same class."""
    if isinstance(one, Enum):
        return "enum", one.is_open, one.members
    fields = {
        (f.name, f.python_name, f.required, f.schema.constraints, shape(f.schema, name))
        for f in one.fields
    }
    return "model", fields, one.is_open, shape(one.additional, name)
