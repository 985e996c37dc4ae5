"""Compares the classes of two packages and their members."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from generator.model.package import Enum, Field, Model, Operation, Package
from generator.model.schema import Schema
from generator.review import labels
from generator.review.change import Kind
from generator.review.classes import Class, Classes, inside
from generator.review.compare_schemas import (
    Absence,
    Context,
    compare_schemas,
    finding,
    python_types,
)
from generator.review.findings import Finding, match
from generator.review.grading import Use
from generator.review.quoting import code, codes


@attrs.frozen
class Member:
    """A field or an argument.

    Attributes:
        label: What to call it.
        pointer: Its place.
        schema: What it may be.
    """

    label: str
    pointer: str
    schema: Schema


def compare_classes(old: Package, new: Package, classes: Classes) -> Iterator[Finding]:
    """Compare the members of the classes that both packages have.

    Args:
        old: The old package.
        new: The new package.
        classes: Their classes.
    """
    old_uses, new_uses = uses(old), uses(new)
    for before, after in classes.pairs:
        if before.name != after.name:
            sentence = f"Class {code(before.name)} is renamed to {code(after.name)}."
            yield _of_class(after, Kind.BREAKING, sentence)
        # No operation may use a class, but `from_dict` still reads it, as it reads results.
        both = old_uses.get(before.name, set()) & new_uses.get(after.name, set())
        for use in sorted(both or {Use.RESULT}, key=lambda one: one.value):
            yield from _class(before, after, use, classes, is_used=bool(both))


def compare_names(classes: Classes, told: Iterable[Finding]) -> Iterator[Finding]:
    """Report the classes that go and come.

    Args:
        classes: The classes of both packages.
        told: All other findings. A class of an inline schema goes and comes with what holds it.
    """
    graves: set[str] = set()
    others: set[str] = set()
    for one in told:
        (graves if one.breaking or one.kind is Kind.BREAKING else others).add(one.pointer)
    for gone in classes.gone:
        if not _is_within(gone.pointer, graves):
            sentence = f"Class {code(gone.name)} is removed."
            yield _of_class(gone, Kind.BREAKING, sentence, topic="removed")
    for came in classes.came:
        if not _is_within(came.pointer, graves | others):
            sentence = f"Class {code(came.name)} is new."
            yield _of_class(came, Kind.ADDITIVE, sentence, topic="added")


def uses(package: Package) -> Mapping[str, set[Use]]:
    """Return the ways in which operations use each class of a package."""
    models = {model.name: model for model in package.models}
    found: dict[str, set[Use]] = {}
    for use, schemas in _uses_of_operations(package.operations):
        for schema in schemas:
            parts = [schema, *(part for _, _, part in inside(schema, models, ""))]
            for part in parts:
                if part.class_name:
                    found.setdefault(part.class_name, set()).add(use)
    return found


def unmasked(gone: list[Member], came: list[Member]) -> Iterator[Finding]:
    """Report secrets that go while members come that hold the same type but not a secret.

    Args:
        gone: Members that go.
        came: Members that come.
    """
    secrets = [one for one in gone if one.schema.secret]
    types = [python_types(one.schema) for one in secrets]
    is_plain = [not one.schema.secret and python_types(one.schema) in types for one in came]
    plain = [one for one, holds in zip(came, is_plain, strict=True) if holds]
    if plain and len(secrets) > sum(one.schema.secret for one in came):
        was, now = (" and ".join(one.label for one in ones) for ones in (secrets, plain))
        yield Finding(
            pointer=plain[0].pointer,
            topic="unmasked",
            kind=Kind.SECURITY,
            label=was,
            sentence=(
                f"{was} was a secret and is removed, and {now}, which is new, is not a secret: if"
                " it holds the same value, reprs and logs show it."
            ),
        )


def _uses_of_operations(operations: list[Operation]) -> Iterator[tuple[Use, list[Schema]]]:
    for operation in operations:
        yield Use.RESULT, [*operation.results, *operation.errors]
        bodies = [operation.body.schema] if operation.body else []
        own = [one for one in operation.parameters if one.location != "path"]
        yield Use.REQUEST, [*bodies, *(one.schema for one in own)]
        paths = [one.schema for one in operation.parameters if one.location == "path"]
        yield Use.PATH, paths


def _class(
    old: Class, new: Class, use: Use, classes: Classes, *, is_used: bool
) -> Iterator[Finding]:
    context = Context(label=code(new.name), pointer=new.pointer, use=use, classes=classes)
    match old, new:
        case Model(), Model():
            yield from _fields(old, new, context)
            yield from _additional(old, new, context)
        case Enum(), Enum():
            yield from _member_names(old, new)
            if not is_used:
                yield from compare_schemas(_schema(old), _schema(new), context)
        case _:
            raise TypeError("an object is compared with an enum")


def _fields(old: Model, new: Model, context: Context) -> Iterator[Finding]:
    pairs, gone, came = match(
        old.fields,
        new.fields,
        lambda a, b: a.name == b.name,
        lambda a, b: a.python_name == b.python_name,
    )
    for field in gone:
        within = _of_field(new, field, context)
        yield finding(within, "removed", Kind.BREAKING, "{} is removed.")
    for field in came:
        must = field.required and context.use is not Use.RESULT
        words = "{} is new and must be given." if must else "{} is new."
        kind = Kind.BREAKING if must else Kind.ADDITIVE
        yield finding(_of_field(new, field, context), "added", kind, words)
    for before, after in pairs:
        yield from _field(before, after, new, _of_field(new, after, context))
    yield from unmasked(
        [Member(labels.of_field(old, f.python_name), f.pointer, f.schema) for f in gone],
        [Member(labels.of_field(new, f.python_name), f.pointer, f.schema) for f in came],
    )


def _field(old: Field, new: Field, model: Model, context: Context) -> Iterator[Finding]:
    if old.python_name != new.python_name:
        within = attrs.evolve(context, label=labels.of_field(model, old.python_name))
        words = f"{{}} is renamed to {code(new.python_name)}."
        yield finding(within, "name", Kind.BREAKING, words)
    if old.name != new.name:
        names = codes(old.name, new.name)
        words = f"{{}} is called {names[1]} in JSON instead of {names[0]}."
        yield finding(context, "wire", Kind.BEHAVIOUR, words)
    if old.deprecated != new.deprecated:
        words = "{} is deprecated." if new.deprecated else "{} is no longer deprecated."
        pointer = f"{context.pointer}/deprecated"
        yield finding(context, "deprecated", Kind.BEHAVIOUR, words, pointer=pointer)
    optional = Absence(before=not old.required, now=not new.required, pointer=new.pointer)
    yield from compare_schemas(old.schema, new.schema, context, optional)


def _of_field(model: Model, field: Field, context: Context) -> Context:
    label = labels.of_field(model, field.python_name)
    return attrs.evolve(context, label=label, pointer=field.pointer)


def _additional(old: Model, new: Model, context: Context) -> Iterator[Finding]:
    """Compare the members that the document does not name."""
    pointer = f"{context.pointer}/additionalProperties"
    if old.is_open != new.is_open:
        kind, verb = Kind.BEHAVIOUR, "may now have" if new.is_open else "no longer has"
        if context.use is not Use.RESULT:
            kind = Kind.ADDITIVE if new.is_open else Kind.BREAKING
            verb = "now accepts" if new.is_open else "no longer accepts"
        words = f"{{}} {verb} members that the document does not name."
        yield finding(context, "additional", kind, words, pointer=pointer)
    elif new.is_open:
        label = f"each additional property of {context.label}"
        within = attrs.evolve(context, label=label, pointer=pointer)
        yield from compare_schemas(old.additional, new.additional, within)


def _member_names(old: Enum, new: Enum) -> Iterator[Finding]:
    """Report the members of an enum whose names change while their values stay."""
    before = {value: name for name, value in old.members}
    for name, value in new.members:
        was = before.get(value, name)
        if was != name:
            was, name = (code(f"{new.name}.{one}") for one in (was, name))
            yield _of_class(new, Kind.BREAKING, f"{was} is renamed to {name}.", topic=str(value))


def _schema(enum: Enum) -> Schema:
    return Schema(
        kind="enum",
        class_name=enum.name,
        members=enum.members,
        is_open=enum.is_open,
        pointer=enum.pointer,
    )


def _of_class(one: Class, kind: Kind, sentence: str, *, topic: str = "class") -> Finding:
    return Finding(
        pointer=one.pointer, topic=topic, kind=kind, label=code(one.name), sentence=sentence
    )


def _is_within(pointer: str, places: set[str]) -> bool:
    """Return whether a place is one of some others or inside of one."""
    return any(pointer[:end] in places for end in (*_ends(pointer), len(pointer)))


def _ends(pointer: str) -> Iterator[int]:
    return (index for index, letter in enumerate(pointer) if letter == "/" and index)
