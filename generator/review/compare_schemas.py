"""Compares typed schemas: what an argument, a field or a result may be."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import combinations
from typing import Any, Final

import attrs

from generator.document.constraints import KEYWORDS
from generator.model.schema import Constraint, Schema
from generator.review import labels
from generator.review.change import Kind
from generator.review.classes import Classes, inside, secrets, shape
from generator.review.findings import Finding, match
from generator.review.grading import (
    Direction,
    Use,
    breaks,
    compare_constraints,
    compare_sets,
    grade_absence,
    grade_type,
    grade_values,
)
from generator.review.quoting import code, listed, movement

_MOST_VALUES: Final = 10
#: Types that can hold what was a secret of any other type.
_HOLDERS: Final = frozenset({"Any", "str", "array", "map"})
#: The kinds of JSON values that a schema's values are read from, if that is not a string.
_READ_FROM: Final = {
    "array": "array",
    "boolean": "boolean",
    "integer": "number",
    "map": "object",
    "number": "number",
    "object": "object",
}
_EVERY_KIND: Final = frozenset({*_READ_FROM.values(), "string"})


@attrs.frozen(kw_only=True)
class Context:
    """Where a schema stands.

    Attributes:
        label: What to call the value.
        pointer: The place of the value in the new document.
        use: Where the value goes.
        classes: The classes of both packages.
        hidden: Whether the value is a secret, which no sentence shows.
        sends_default: Whether the package sends the default, which otherwise the service applies.
    """

    label: str
    pointer: str
    use: Use
    classes: Classes
    hidden: bool = False
    sends_default: bool = False


@attrs.frozen(kw_only=True)
class Absence:
    """Whether a value may be absent, and where the document says so."""

    before: bool
    now: bool
    pointer: str


def compare_schemas(
    old: Schema, new: Schema, context: Context, absence: Absence | None = None
) -> Iterator[Finding]:
    """Compare two schemas; classes for objects are compared apart.

    Args:
        old: The old schema.
        new: The new schema.
        context: Where both stand.
        absence: Whether the value may be absent; by default it is always there.
    """
    present = Absence(before=False, now=False, pointer=context.pointer)
    yield from _none(old, new, context, absence or present)
    yield from _values(old, new, context)


def finding(
    context: Context,
    topic: str,
    kind: Kind,
    words: str,
    *,
    pointer: str = "",
    breaking: bool = False,
) -> Finding:
    """Return a finding about the value in a context.

    Args:
        context: Where the value stands.
        topic: What the finding is about.
        kind: Its class.
        words: The sentence, with `{}` for what to call the value.
        pointer: The place, if it is not that of the value.
        breaking: Whether callers may fail although the class does not say so.
    """
    return Finding(
        pointer=pointer or context.pointer,
        topic=topic,
        kind=kind,
        label=context.label,
        sentence=words.replace("{}", context.label, 1),
        breaking=breaking,
    )


def secret_words(*, now: bool) -> str:
    """Return how to say that a value becomes a secret, or is no longer one."""
    if now:
        return "{} is now a secret: a `SecretStr`, which nothing shows by accident."
    return "{} is no longer a secret, a `SecretStr`: reprs and logs begin to show it."


def python_types(schema: Schema) -> frozenset[str]:
    """Return the Python types of a schema's values, None aside.

    A number takes an int too, so an integer is the narrower type. The members of an enum are values
    of their own type.
    """
    match schema.kind:
        case "union":
            return frozenset[str]().union(*map(python_types, schema.choices))
        case "null":
            return frozenset()
        case "number":
            return frozenset({"float", "int"})
        case "enum":
            return frozenset(type(value).__name__ for _, value in schema.members)
        case "constant":
            return frozenset({type(schema.value).__name__})
        case "object" | "array" | "map":
            return frozenset({schema.kind})
        case _:
            return frozenset({labels.of_type(attrs.evolve(schema, secret=False)).strip("`")})


def alike(old: Schema, new: Schema, classes: Classes) -> bool:
    """Return whether two schemas have the same type in Python, the parts of lists included."""
    return shape(old, lambda one: classes.renamed.get(one, one)) == shape(new, lambda one: one)


def _values(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    """Compare two schemas but for whether the value may be None."""
    yield from _exposed(old, new, context)
    if not _same_class(old, new, context.classes):
        yield from _other_class(old, new, context)
        return
    is_hidden = context.hidden or old.secret or new.secret
    context = attrs.evolve(context, hidden=is_hidden)
    yield from _secret(old, new, context)
    direction = _direction(old, new, context.classes)
    if direction is not None:
        yield _other_type(old, new, context, direction)
        if not python_types(old) & python_types(new):
            return
    yield from _annotations(old, new, context)
    if old.choices or new.choices:
        yield from _choices(old, new, context, is_told=direction is not None)
        return
    yield from _listed(old, new, context)
    # What a list of values and a constraint restrict cannot be compared one by one.
    if (_listing(old) is None) == (_listing(new) is None):
        yield from _constraints(old, new, context)
    if old.items is not None and new.items is not None:
        part, key = labels.of_part(new.kind)
        within = attrs.evolve(
            context,
            label=f"{part} of {context.label}",
            pointer=f"{context.pointer}/{key}",
            sends_default=False,
        )
        yield from compare_schemas(old.items, new.items, within)


# Types.


def _same_class(old: Schema, new: Schema, classes: Classes) -> bool:
    if not (old.class_name and new.class_name) or old.kind != new.kind:
        return True
    return classes.renamed.get(old.class_name) == new.class_name


def _other_class(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    yield _other_type(old, new, context, Direction.OTHER)
    classes = context.classes
    was = {path for path, _ in secrets(old, classes.olds, "")}
    for path, label, part in inside(new, classes.news, context.label):
        if path in was and not part.secret and part.kind == "string":
            within = attrs.evolve(context, label=label, pointer=part.pointer)
            words = secret_words(now=False)
            yield finding(within, "secret", Kind.SECURITY, words, breaking=True)


def _direction(old: Schema, new: Schema, classes: Classes) -> Direction | None:
    before, after = python_types(old), python_types(new)
    if before == after:
        return None
    if "Any" in before | after:
        return Direction.LOOSER if "Any" in after else Direction.STRICTER
    # Each class of a union is a type of its own: one that goes is not made up for by a text.
    before |= {classes.renamed.get(name, name) for name in _class_names(old)}
    return compare_sets(before, after | _class_names(new))


def _class_names(schema: Schema) -> frozenset[str]:
    """Return the names of the classes of a schema's values."""
    return frozenset(one.class_name for one in schema.choices or (schema,) if one.class_name)


def _other_type(old: Schema, new: Schema, context: Context, direction: Direction) -> Finding:
    kind = grade_type(context.use, direction)
    words = f"The type of {{}} changes from {labels.of_type(old)} to {labels.of_type(new)}."
    return finding(context, "type", kind, words, breaking=breaks(kind, direction))


def _none(old: Schema, new: Schema, context: Context, absence: Absence) -> Iterator[Finding]:
    """Compare whether a value can be None, which stands for null and for absence."""
    # `any` holds null without saying so, and is compared as a type.
    is_any = "any" in {old.kind, new.kind}
    null = old.nullable and not is_any, new.nullable and not is_any
    if null[0] == null[1] and absence.before == absence.now:
        return
    pointer = absence.pointer if null[0] == null[1] else context.pointer
    was, now = absence.before or null[0], absence.now or null[1]
    if was == now:
        words = f"{{}} {_missing(null, absence)}; its type keeps `None`."
        yield finding(context, "none", Kind.BEHAVIOUR, words, pointer=pointer)
        return
    direction = Direction.LOOSER if now else Direction.STRICTER
    kind = grade_absence(context.use, direction)
    if context.use is Use.RESULT:
        effect = "may now be `None`" if now else "is never `None` any more"
    elif null[0] != null[1]:
        effect = "now accepts `None`" if now else "no longer accepts `None`"
    else:
        effect = "may now be left out" if now else "must now be given"
    yield finding(context, "none", kind, f"{{}} {effect}.", pointer=pointer)


def _missing(null: tuple[bool, bool], absence: Absence) -> str:
    """Return how a value that can still be None comes to be None."""
    if null == (True, False):
        return "is no longer null, but may be absent"
    if null == (False, True):
        also = " as well as absent" if absence.now else ", but is never absent"
        return f"may now be null{also}"
    if absence.now:
        return "may now be absent as well as null"
    return "is never absent, but may be null"


# Secrets.


def _secret(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    if old.secret != new.secret and {old.kind, new.kind} == {"string"}:
        words = secret_words(now=new.secret)
        yield finding(context, "secret", Kind.SECURITY, words, breaking=True)
    elif old.secret and new.secret and _marks(old) != _marks(new):
        words = "One of the marks of secret {} changes; it stays a `SecretStr`."
        yield finding(context, "secret", Kind.SECURITY, words)


def _marks(schema: Schema) -> tuple[bool, bool]:
    marks = schema.annotations
    return marks.get("format") == "password", marks.get("x-ms-secret") is True


def _exposed(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    """Report secrets inside of a value that may be there as before, but not as secrets."""
    classes = context.classes
    if python_types(old) == python_types(new) and not _loses_fields(old, new, classes):
        return
    was = [label for _, label in secrets(old, classes.olds, context.label)]
    holds = python_types(new) & _HOLDERS or _is_formless(new, classes)
    if was and holds and not any(secrets(new, classes.news, context.label)):
        held = listed(was, _MOST_VALUES)
        words = (
            f"What {held} held as a secret, {{}} may hold as plain text: reprs and logs begin to"
            " show it."
        )
        yield finding(context, "exposed", Kind.SECURITY, words)


def _loses_fields(old: Schema, new: Schema, classes: Classes) -> bool:
    before, after = classes.olds.get(old.class_name), classes.news.get(new.class_name)
    return bool(before and before.fields) and not (after and after.fields)


def _is_formless(schema: Schema, classes: Classes) -> bool:
    model = classes.news.get(schema.class_name)
    return model is not None and model.is_open and not model.fields


# Values.


def _constraints(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    before = {one.keyword: one for one in old.constraints}
    after = {one.keyword: one for one in new.constraints}
    for keyword in ("minimum", "maximum"):
        pair = keyword, f"exclusive{keyword.capitalize()}"
        was = [before[key] for key in pair if key in before]
        now = [after[key] for key in pair if key in after]
        if len(was) == len(now) == 1 and was[0].keyword != now[0].keyword:
            yield _other_bound(was[0], now[0], context)
            before, after = ({k: v for k, v in d.items() if k not in pair} for d in (before, after))
    for keyword in KEYWORDS:
        if before.get(keyword) != after.get(keyword):
            yield from _constraint(keyword, before.get(keyword), after.get(keyword), context)


def _constraint(
    keyword: str, old: Constraint | None, new: Constraint | None, context: Context
) -> Iterator[Finding]:
    values = old and old.value, new and new.value
    moved = f"its {code(keyword)} {movement(*values, hidden=context.hidden)}"
    pointer = f"{context.pointer}/{keyword}"
    is_path = context.use is Use.PATH
    if is_path and keyword == "minLength" and all((value or 0) in {0, 1} for value in values):
        words = f"{{}} accepts the same values: {moved}, and no value in a path may be empty."
        yield finding(context, keyword, Kind.DOCUMENTATION, words, pointer=pointer)
        return
    direction = compare_constraints(old, new)
    if direction is None:
        words = f"{{}} accepts the same values, written differently: {moved}."
        yield finding(context, keyword, Kind.DOCUMENTATION, words, pointer=pointer)
        return
    if keyword == "pattern" and direction is Direction.OTHER:
        moved += "; which values differ is not decided, so compare the two"
    yield _restricted(context, keyword, direction, moved, pointer)


def _other_bound(old: Constraint, new: Constraint, context: Context) -> Finding:
    """Return the finding for a bound that becomes exclusive, or no longer is."""
    sign = 1 if "inimum" in new.keyword else -1
    is_exclusive = [one.keyword.startswith("exclusive") for one in (old, new)]
    # Of two bounds at one value the exclusive one is stricter.
    is_stricter = (sign * float(new.value), is_exclusive[1]) > (
        sign * float(old.value),
        is_exclusive[0],
    )
    of_old, of_new = ("" if context.hidden else f" of {code(one.value)}" for one in (old, new))
    moved = f"its {code(new.keyword)}{of_new} replaces its {code(old.keyword)}{of_old}"
    direction = Direction.STRICTER if is_stricter else Direction.LOOSER
    pointer = f"{context.pointer}/{new.keyword}"
    return _restricted(context, new.keyword, direction, moved, pointer)


def _restricted(
    context: Context, keyword: str, direction: Direction, moved: str, pointer: str
) -> Finding:
    kind = grade_values(context.use, direction)
    effect = {
        Direction.STRICTER: "accepts fewer values than before",
        Direction.LOOSER: "accepts more values than before",
        Direction.OTHER: "may accept other values than before",
    }[direction]
    if context.use is Use.RESULT:
        effect = "may have other values than before"
    words = f"{{}} {effect}: {moved}."
    is_breaking = breaks(kind, direction)
    return finding(context, keyword, kind, words, pointer=pointer, breaking=is_breaking)


def _listed(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    """Compare the values that an enum or a constant lists."""
    before, after = _listing(old), _listing(new)
    if before is None and after is None:
        return
    pointer = context.pointer
    if new.kind == "enum" and labels.is_shared(new.pointer):
        context = attrs.evolve(context, label=code(new.class_name))
        pointer = new.pointer
    if before is not None and after is not None:
        pointer = f"{pointer}/{'const' if new.kind == 'constant' else 'enum'}"
    for direction, effect in _listing_effects(before, after, old, new, context):
        kind = grade_type(context.use, direction)
        if direction is Direction.LOOSER and old.is_open and context.use is Use.RESULT:
            # Callers know that there are values which the document does not name.
            kind = Kind.ADDITIVE
        yield finding(context, direction.value, kind, f"{{}} {effect}.", pointer=pointer)


def _listing(schema: Schema) -> list[Any] | None:
    if schema.kind == "constant":
        return [schema.value]
    return [value for _, value in schema.members] if schema.kind == "enum" else None


def _listing_effects(
    before: list[Any] | None, after: list[Any] | None, old: Schema, new: Schema, context: Context
) -> Iterator[tuple[Direction, str]]:
    is_result = context.use is Use.RESULT
    if before is None or after is None:
        is_now = "is now" if before is None else "is no longer"
        direction = Direction.STRICTER if before is None else Direction.LOOSER
        yield direction, f"{is_now} one of a fixed list of values"
        return
    if old.is_open != new.is_open:
        direction = Direction.LOOSER if new.is_open else Direction.STRICTER
        verb = "may now be" if new.is_open else "is never"
        if not is_result:
            verb = "now accepts" if new.is_open else "no longer accepts"
        yield direction, f"{verb} a value that the document does not name"
    _, gone, came = match(before, after, lambda a, b: type(a) is type(b) and a == b)
    if gone and not new.is_open:
        verb = "is never" if is_result else "no longer accepts"
        yield Direction.STRICTER, f"{verb} {_shown(gone, context)}"
    elif gone:
        yield Direction.STRICTER, f"no longer names {_shown(gone, context)}"
    if came:
        verb = "may now be" if is_result else "now accepts"
        yield Direction.LOOSER, f"{verb} {_shown(came, context)}"


def _shown(values: list[Any], context: Context) -> str:
    if context.hidden:
        return "a value that is not shown here"
    return listed([code(value) for value in sorted(values, key=str)], _MOST_VALUES)


# What changes no type and no value.


def _annotations(old: Schema, new: Schema, context: Context) -> Iterator[Finding]:
    """Compare the keywords that say how the service treats a value."""
    for key in ("default", "format", "readOnly", "writeOnly"):
        before, after = (_annotation(one, key) for one in (old, new))
        if before == after and type(before) is type(after):
            continue
        pointer = f"{context.pointer}/{key}"
        words = _annotation_words(key, before, after, context)
        yield finding(context, key, Kind.BEHAVIOUR, words, pointer=pointer)


def _annotation(schema: Schema, key: str) -> Any:
    value = schema.annotations.get(key)
    # The kind of a schema tells its format, and a secret is compared as such.
    is_told = key == "format" and value in {schema.kind, "binary", "password"}
    return None if is_told or value is False else value


def _annotation_words(key: str, before: Any, after: Any, context: Context) -> str:
    if key == "default":
        at_service = "" if context.sends_default else " at the service"
        return f"The default of {{}}{at_service} {movement(before, after, hidden=context.hidden)}."
    if key == "format":
        return f"The format of {{}} {movement(before, after, hidden=context.hidden)}."
    words, effect = {
        "readOnly": ("read-only", "the service does not take it from a request"),
        "writeOnly": ("write-only", "no response holds it"),
    }[key]
    return f"{{}} is now {words}: {effect}." if after else f"{{}} is no longer {words}."


# Unions.


def _choices(old: Schema, new: Schema, context: Context, *, is_told: bool) -> Iterator[Finding]:
    olds, news = ([_plain(c) for c in one.choices or (one,)] for one in (old, new))
    classes = context.classes
    pairs, gone, came = match(
        olds,
        news,
        lambda a, b: a == b,
        lambda a, b: alike(a, b, classes),
        lambda a, b: _same_class(a, b, classes) and python_types(a) == python_types(b),
    )
    for before, after in pairs:
        # What a plain schema says of all values, a union says of its alternatives.
        yield from _values(before, after, context)
    pairs.sort(key=lambda pair: olds.index(pair[0]))
    if _other_choice(pairs, news):
        yield _other_order(pairs, news, context)
    if is_told:
        return
    is_result = context.use is Use.RESULT
    for direction, ones, verb in (
        (Direction.STRICTER, gone, "is never" if is_result else "no longer accepts"),
        (Direction.LOOSER, came, "may now be" if is_result else "now accepts"),
    ):
        if ones:
            kind = grade_type(context.use, direction)
            names = listed([labels.of_type(one) for one in ones], _MOST_VALUES)
            yield finding(context, direction.value, kind, f"{{}} {verb} {names}.")


def _other_order(
    pairs: list[tuple[Schema, Schema]], order: list[Schema], context: Context
) -> Finding:
    """Return what another order of the alternatives means.

    Args:
        pairs: The alternatives of both sides, in their old order.
        order: The new alternatives, in their order.
        context: Where the value is.
    """
    ones = [new for _, new in pairs]
    before, after = (
        ", then ".join(map(labels.of_type, some[:_MOST_VALUES]))
        for some in (ones, sorted(ones, key=order.index))
    )
    kind, effect = Kind.BEHAVIOUR, "a value that fits several is read as the first"
    if context.use is not Use.RESULT:
        # The class of an argument decides how it is sent.
        kind, effect = Kind.DOCUMENTATION, "what is sent stays the same"
    words = f"{{}} now lists {after} instead of {before}: {effect}."
    return finding(context, "order", kind, words)


def _plain(choice: Schema) -> Schema:
    return choice if choice.kind in {"any", "null"} else attrs.evolve(choice, nullable=False)


def _other_choice(pairs: list[tuple[Schema, Schema]], order: list[Schema]) -> bool:
    """Return whether alternatives that one value can fit change places."""
    return any(
        order.index(new) > order.index(other)
        and shape(new, str) != shape(other, str)
        and _read_from(new) & _read_from(other)
        for (_, new), (_, other) in combinations(pairs, 2)
    )


def _read_from(schema: Schema) -> frozenset[str]:
    """Return the kinds of JSON values that a schema takes."""
    match schema.kind:
        case "any":
            return _EVERY_KIND
        case "enum" | "constant":
            is_number = "int" in python_types(schema)
            return frozenset({"number" if is_number else "string"})
        case _:
            return frozenset({_READ_FROM.get(schema.kind, "string")})
