"""The constraints that the document puts on arguments, checked before anything is sent."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from ._json import is_array, is_object
from ._secret import SecretStr
from .errors import Violation


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    # Only a value that a pattern is about needs the module.
    from ._pattern import compiled

    return compiled(pattern)


class Constraint:
    """What values an argument may have: anything, unless a subclass says less."""

    __slots__ = ()

    def violations(self, _value: Any, /) -> Iterator[str]:
        """Each rule that a value breaks, as the end of a sentence. Never holds the value."""
        return iter(())


class String(Constraint):
    """A string, plain or secret.

    Args:
        min_length: The least number of characters.
        max_length: The greatest number of characters.
        pattern: A regular expression of ECMA 262 that must be found in the value.
    """

    __slots__ = ("_max_length", "_min_length", "_pattern")

    def __init__(
        self,
        *,
        min_length: int | None = None,
        max_length: int | None = None,
        pattern: str | None = None,
    ) -> None:
        self._min_length = min_length
        self._max_length = max_length
        self._pattern = pattern

    def violations(self, value: Any) -> Iterator[str]:
        if isinstance(value, SecretStr):
            value = value.get_secret_value()
        if not isinstance(value, str):
            yield f"must be a string, not of type {type(value).__name__}"
            return
        # What is sent: a subclass may say of itself what it likes.
        value = str.__str__(value)
        if self._min_length is not None and len(value) < self._min_length:
            yield f"must have at least {_count(self._min_length, 'character')}"
        if self._max_length is not None and len(value) > self._max_length:
            yield f"must have at most {_count(self._max_length, 'character')}"
        if self._pattern is not None and _compiled(self._pattern).search(value) is None:
            yield f"must match {self._pattern}"


class Number(Constraint):
    """A number.

    Args:
        integer: Whether it has to be whole.
        minimum: The least value.
        maximum: The greatest value.
        exclusive_minimum: What the value has to be above.
        exclusive_maximum: What the value has to be below.
        multiple_of: What the value has to be a multiple of.
    """

    __slots__ = ("_bounds", "_integer", "_multiple_of")

    def __init__(
        self,
        *,
        integer: bool = False,
        minimum: float | None = None,
        maximum: float | None = None,
        exclusive_minimum: float | None = None,
        exclusive_maximum: float | None = None,
        multiple_of: float | None = None,
    ) -> None:
        self._integer = integer
        self._multiple_of = multiple_of
        self._bounds = (minimum, maximum, exclusive_minimum, exclusive_maximum)

    def violations(self, value: Any) -> Iterator[str]:
        kind = "a whole number" if self._integer else "a number"
        if isinstance(value, bool) or not isinstance(value, int if self._integer else (int, float)):
            yield f"must be {kind}, not of type {type(value).__name__}"
            return
        # What no double can hold, few services read, and Python does not always write.
        if not abs(value) <= sys.float_info.max:
            yield "must be finite, and no larger than a double can be"
            return
        minimum, maximum, exclusive_minimum, exclusive_maximum = self._bounds
        if minimum is not None and value < minimum:
            yield f"must be at least {minimum}"
        if maximum is not None and value > maximum:
            yield f"must be at most {maximum}"
        if exclusive_minimum is not None and value <= exclusive_minimum:
            yield f"must be above {exclusive_minimum}"
        if exclusive_maximum is not None and value >= exclusive_maximum:
            yield f"must be below {exclusive_maximum}"
        if self._multiple_of is not None and not _is_multiple(value, self._multiple_of):
            yield f"must be a multiple of {self._multiple_of}"


class Boolean(Constraint):
    """True or False."""

    __slots__ = ()

    def violations(self, value: Any) -> Iterator[str]:
        if not isinstance(value, bool):
            yield f"must be True or False, not of type {type(value).__name__}"


class InstanceOf(Constraint):
    """An object of a class that has but one form when sent: an enum, a date, a UUID, bytes."""

    __slots__ = ("_kind",)

    def __init__(self, kind: type[object]) -> None:
        self._kind = kind

    def violations(self, value: Any) -> Iterator[str]:
        # A datetime is a date to Python, but its JSON form is another one.
        if type(value) is not self._kind and not (
            isinstance(value, self._kind) and self._kind is not dt.date
        ):
            yield f"must be a {self._kind.__name__}, not of type {type(value).__name__}"
        elif isinstance(value, dt.datetime) and value.utcoffset() is None:
            yield "must have a time zone"


class OneValue(Constraint):
    """The one value that the document allows."""

    __slots__ = ("_value",)

    def __init__(self, value: object) -> None:
        self._value = value

    def violations(self, value: Any) -> Iterator[str]:
        if type(value) is not type(self._value) or value != self._value:
            yield "must be the constant of the document"


class Array(Constraint):
    """A sequence of values.

    Args:
        item: What each value may be.
        min_items: The least number of them.
        max_items: The greatest number of them.
        unique: Whether no two may be equal.
    """

    __slots__ = ("_item", "_max_items", "_min_items", "_unique")

    def __init__(
        self,
        item: Constraint,
        *,
        min_items: int | None = None,
        max_items: int | None = None,
        unique: bool = False,
    ) -> None:
        self._item = item
        self._min_items = min_items
        self._max_items = max_items
        self._unique = unique

    def violations(self, value: Any) -> Iterator[str]:
        if not is_array(value):
            yield f"must be a list or a tuple, not of type {type(value).__name__}"
            return
        if self._min_items is not None and len(value) < self._min_items:
            yield f"must have at least {_count(self._min_items, 'item')}"
        if self._max_items is not None and len(value) > self._max_items:
            yield f"must have at most {_count(self._max_items, 'item')}"
        if self._unique and any(item in value[:index] for index, item in enumerate(value)):
            yield "must not hold equal items"
        for index, item in enumerate(value):
            for violation in self._item.violations(item):
                yield str(Violation(f"[{index}]", violation))


class Object(Constraint):
    """An object of one of the models.

    Args:
        model: The class.
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
    """The members of an object that the document does not name, as a mapping.

    Args:
        value: What each of them may be, or None where the document allows none of them.
        fields: The names of the others, in JSON: what stands under one of these would be sent in
            the place of an optional field, unchecked.
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
    """None, or what another constraint permits."""

    __slots__ = ("_inner",)

    def __init__(self, inner: Constraint) -> None:
        self._inner = inner

    def violations(self, value: Any) -> Iterator[str]:
        return iter(()) if value is None else self._inner.violations(value)


class AnyOf(Constraint):
    """What at least one of several constraints permits."""

    __slots__ = ("_choices",)

    def __init__(self, *choices: Constraint) -> None:
        self._choices = choices

    def violations(self, value: Any) -> Iterator[str]:
        found = [next(choice.violations(value), None) for choice in self._choices]
        if None not in found:
            yield " or ".join(dict.fromkeys(violation for violation in found if violation))


def _is_multiple(value: float, step: float) -> bool:
    # Binary fractions are off: 0.3 / 0.1 is not 3. What people write in decimals is exact.
    from fractions import Fraction

    return Fraction(str(value)) % Fraction(str(step)) == 0


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
