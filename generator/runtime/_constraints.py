"""Checks arguments against the constraints of the document, before anything is sent."""

from __future__ import annotations

import datetime as dt
import enum
import sys
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Final, Literal

from ._base_errors import Violation
from ._json import is_array, is_object
from ._secret import SecretStr

if TYPE_CHECKING:
    import re


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    from ._pattern import compiled  # Only operations with a pattern pay for the import.

    return compiled(pattern)


class Rule:
    """A constraint keyword of JSON Schema.

    Args:
        type: JSON type of the values that the keyword constrains. Other values satisfy it.
        is_broken: Returns whether a value breaks the rule, given the keyword's argument.
        text: Returns the rule as the end of a sentence, given the keyword's argument.
    """

    __slots__ = ("is_broken", "text", "type")

    def __init__(
        self,
        type: Literal["string", "number", "array"],  # noqa: A002 - the name in JSON Schema
        is_broken: Callable[[Any, Any], bool],
        text: Callable[[Any], str],
    ) -> None:
        self.type: Final = type
        self.is_broken: Final = is_broken
        self.text: Final = text


#: The constraint keywords of JSON Schema, in snake_case: the arguments of `String`, `Number` and
#: `Array`. The stand-in looks up the keywords of a schema here.
RULES: Final[Mapping[str, Rule]] = {
    "min_length": Rule(
        "string",
        lambda value, least: len(value) < least,
        lambda least: f"must have at least {_count(least, 'character')}",
    ),
    "max_length": Rule(
        "string",
        lambda value, most: len(value) > most,
        lambda most: f"must have at most {_count(most, 'character')}",
    ),
    "pattern": Rule(
        "string",
        lambda value, pattern: _compiled(pattern).search(value) is None,
        lambda pattern: f"must match {pattern}",
    ),
    "minimum": Rule(
        "number",
        lambda value, least: value < least,
        lambda least: f"must be at least {least}",
    ),
    "maximum": Rule(
        "number",
        lambda value, most: value > most,
        lambda most: f"must be at most {most}",
    ),
    "exclusive_minimum": Rule(
        "number",
        lambda value, bound: value <= bound,
        lambda bound: f"must be greater than {bound}",
    ),
    "exclusive_maximum": Rule(
        "number",
        lambda value, bound: value >= bound,
        lambda bound: f"must be less than {bound}",
    ),
    "multiple_of": Rule(
        "number",
        lambda value, step: not _is_multiple(value, step),
        lambda step: f"must be a multiple of {step}",
    ),
    "min_items": Rule(
        "array",
        lambda value, least: len(value) < least,
        lambda least: f"must have at least {_count(least, 'item')}",
    ),
    "max_items": Rule(
        "array",
        lambda value, most: len(value) > most,
        lambda most: f"must have at most {_count(most, 'item')}",
    ),
    "unique_items": Rule(
        "array",
        lambda value, wanted: wanted and _has_equal_items(value),
        lambda _: "must not hold equal items",
    ),
}


class Constraint:
    """A constraint that every value satisfies; subclasses restrict the values."""

    __slots__ = ()

    def violations(self, _value: Any, /) -> Iterator[str]:
        """Yield each rule that a value breaks, as the end of a sentence without the value."""
        return iter(())


class _Limited(Constraint):
    """A value within limits.

    Args:
        limits: Arguments of the keywords of `RULES`.
    """

    __slots__ = ("_limits",)

    def __init__(self, **limits: Any) -> None:
        self._limits = [(RULES[keyword], limit) for keyword, limit in limits.items()]

    def _broken_limits(self, value: Any) -> Iterator[str]:
        for rule, limit in self._limits:
            if rule.is_broken(value, limit):
                yield rule.text(limit)


class String(_Limited):
    """A string, plain or secret.

    Args:
        limits: Arguments of the keywords of `RULES` that constrain strings.
    """

    __slots__ = ()

    def violations(self, value: Any) -> Iterator[str]:
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if not isinstance(value, str):
            yield f"must be a string, not of type {type(value).__name__}"
            return
        # The text that is sent: a subclass may override `__str__` and `__len__`.
        yield from self._broken_limits(str.__str__(value))


class Number(_Limited):
    """A number.

    Args:
        integer: Whether the number must be a whole one.
        limits: Arguments of the keywords of `RULES` that constrain numbers.
    """

    __slots__ = ("_integer",)

    def __init__(self, *, integer: bool = False, **limits: Any) -> None:
        super().__init__(**limits)
        self._integer = integer

    def violations(self, value: Any) -> Iterator[str]:
        kind = "a whole number" if self._integer else "a number"
        if isinstance(value, bool) or not isinstance(value, int if self._integer else (int, float)):
            yield f"must be {kind}, not of type {type(value).__name__}"
        elif not is_double(value):
            yield "must be finite, and no larger than a double can be"
        else:
            yield from self._broken_limits(value)


class Boolean(Constraint):
    """True or False."""

    __slots__ = ()

    def violations(self, value: Any) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"must be True or False, not of type {type(value).__name__}"


class InstanceOf(Constraint):
    """An instance of a class that has one JSON form: an enum, a date, a UUID, bytes.

    Args:
        kind: The class.
    """

    __slots__ = ("_kind",)

    def __init__(self, kind: type[object]) -> None:
        self._kind = kind

    def violations(self, value: Any) -> Iterator[str]:
        # A datetime is an instance of date, but its JSON form differs.
        if type(value) is not self._kind and not (
            isinstance(value, self._kind) and self._kind is not dt.date
        ):
            yield f"must be a {self._kind.__name__}, not of type {type(value).__name__}"
        elif isinstance(value, dt.datetime) and value.utcoffset() is None:
            yield "must have a time zone"


class OpenEnum(Constraint):
    """A member of an extensible enum, or a string that the document does not name.

    Args:
        kind: The enum.
    """

    __slots__ = ("_kind",)

    def __init__(self, kind: type[enum.Enum]) -> None:
        self._kind = kind

    def violations(self, value: Any) -> Iterator[str]:
        if not isinstance(value, (self._kind, str)):
            name = self._kind.__name__
            yield f"must be a {name} or a string, not of type {type(value).__name__}"


class OneValue(Constraint):
    """The only value that the document allows.

    Args:
        value: The value.
    """

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def violations(self, value: Any) -> Iterator[str]:
        if type(value) is not type(self._value) or value != self._value:
            yield "must be the constant of the document"


class Array(_Limited):
    """A list or a tuple.

    Args:
        item: Constraint of each item.
        limits: Arguments of the keywords of `RULES` that constrain arrays.
    """

    __slots__ = ("_item",)

    def __init__(self, item: Constraint, /, **limits: Any) -> None:
        super().__init__(**limits)
        self._item = item

    def violations(self, value: Any) -> Iterator[str]:
        if not is_array(value):
            yield f"must be a list or a tuple, not of type {type(value).__name__}"
            return
        yield from self._broken_limits(value)
        for index, item in enumerate(value):
            for violation in self._item.violations(item):
                yield str(Violation(f"[{index}]", violation))


class Object(Constraint):
    """An instance of a model, with its fields.

    Args:
        model: The class of the model.
    """

    __slots__ = ("_model",)

    def __init__(self, model: type[Any]) -> None:
        self._model = model

    def violations(self, value: Any) -> Iterator[str]:
        if not isinstance(value, self._model):
            yield f"must be of type {self._model.__name__}, not {type(value).__name__}"
            return
        constraints: Mapping[str, Constraint] = self._model.constraints()
        for name, constraint in constraints.items():
            for violation in constraint.violations(getattr(value, name)):
                yield str(Violation(f".{name}", violation))


class OtherMembers(Constraint):
    """A mapping of the members of an object that the document does not name.

    Args:
        value: Constraint of each member, or None if the document allows no such member.
        fields: JSON names of the model's fields. A member with such a name would replace the field
            in the request without a check.
    """

    __slots__ = ("_fields", "_value")

    def __init__(self, value: Constraint | None, fields: frozenset[str] = frozenset()) -> None:
        self._value = value
        self._fields = fields

    def violations(self, value: Any) -> Iterator[str]:
        if not is_object(value):
            yield f"must be a mapping, not of type {type(value).__name__}"
            return
        if self._value is None:
            if value:
                yield "must be empty: the document names all members"
            return
        members: Mapping[Any, Any] = value
        for name, member in members.items():
            if not isinstance(name, str):
                yield f"must have names that are strings, not of type {type(name).__name__}"
            elif name in self._fields:
                yield f"must not hold {name!r}, which has a field of its own"
            else:
                for violation in self._value.violations(member):
                    yield str(Violation(f"[{name!r}]", violation))


class Nullable(Constraint):
    """None, or a value that satisfies another constraint.

    Args:
        inner: The other constraint.
    """

    __slots__ = ("_inner",)

    def __init__(self, inner: Constraint) -> None:
        self._inner = inner

    def violations(self, value: Any) -> Iterator[str]:
        return iter(()) if value is None else self._inner.violations(value)


class AnyOf(Constraint):
    """A value that satisfies at least one of several constraints.

    Args:
        choices: The constraints.
    """

    __slots__ = ("_choices",)

    def __init__(self, *choices: Constraint) -> None:
        self._choices = choices

    def violations(self, value: Any) -> Iterator[str]:
        found = [next(choice.violations(value), None) for choice in self._choices]
        if None not in found:
            yield " or ".join(dict.fromkeys(violation for violation in found if violation))


def is_double(value: float) -> bool:
    """Return whether a double can hold a number; many services read no other number."""
    return abs(value) <= sys.float_info.max


def _is_multiple(value: float, step: float) -> bool:
    # As binary fractions, 0.3 / 0.1 is not 3. The decimal notation is exact.
    from fractions import Fraction

    return Fraction(str(value)) % Fraction(str(step)) == 0


def _has_equal_items(items: Sequence[Any]) -> bool:
    try:
        return len({_key(item) for item in items}) < len(items)
    except TypeError:  # Some models have no hash.
        return any(item in items[:index] for index, item in enumerate(items))


def _key(value: Any) -> Hashable:
    """Return a key that two values have in common if they are equal in JSON."""
    if is_object(value):
        return frozenset((name, _key(member)) for name, member in value.items())
    if is_array(value):
        return tuple(_key(item) for item in value)
    return isinstance(value, bool), value  # True equals 1 in Python.


def _count(number: float, noun: str) -> str:
    # JSON Schema allows 3.0 as a count.
    return f"{int(number)} {noun}" if number == 1 else f"{int(number)} {noun}s"
