# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Decodes JSON values into the Python types that the document names, and encodes them again.

A decoder is a function of a JSON value and of `lenient`. If `lenient` is false, it raises
`Mismatch` at the first value of another type. If `lenient` is true, as for error responses, it
decodes everything that it can: a member that does not match stays among the unknown members, and an
item that does not match is dropped from its array.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import sys
import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar
from uuid import UUID

from ._argument import found
from ._base_errors import APIResponseError
from ._secret import SecretStr, protect

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)
Decoder: TypeAlias = Callable[[object, bool], T]

#: Python accepts many more forms of dates than RFC 3339, and writes all of them in one form.
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
#: The offset is optional, because some services omit it.
_DATE_TIME: Final = (
    _DATE + r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-9]{2}(\.[0-9]+)?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
)
_UUID: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

#: The greatest number of arrays and objects inside each other.
_MAX_DEPTH: Final = 100
#: The types of JSON values without other values inside.
_SCALARS: Final = frozenset({str, int, float, bool, type(None)})


class Mismatch(Exception):  # noqa: N818 - used inside the package; callers never see it
    """A value is not of the type that the document names.

    Contains the expected type and the place, never the value.
    """

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self._steps: list[str] = []

    def __str__(self) -> str:
        return f"{self.path.removeprefix('.') or 'it'} should be {self.expected}"

    def inside(self, step: str) -> None:
        """Add the member or the index that led to the value, from the inside to the outside."""
        self._steps.append(step)

    @property
    def path(self) -> str:
        """The place of the value, such as `.details[0].code`; empty for the whole document."""
        return "".join(reversed(self._steps))


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Return whether a JSON value is an object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    """Return whether a JSON value is an array."""
    return isinstance(value, (list, tuple))


def is_too_deep(value: object) -> bool:
    """Return whether more than 100 arrays and objects are nested in a value.

    Python parses deeper values, but cannot copy or print them.
    """
    level: list[Any] = [value]
    for _ in range(_MAX_DEPTH):
        # By identity, so that a value that contains itself does not grow without end.
        inner = {
            id(item): item
            for outer in level
            for item in _items(outer)
            if type(item) not in _SCALARS
        }
        if not inner:
            return False
        level = list(inner.values())
    return any(_is_container(item) for item in level)


def _is_container(value: object) -> bool:
    return is_object(value) or is_array(value)


def _items(value: object) -> Iterable[object]:
    if is_object(value):
        return value.values()
    return value if is_array(value) else ()


def string(value: object, _lenient: bool) -> str:
    """Decode a JSON string."""
    if isinstance(value, str):
        return value
    raise Mismatch("a string")


def secret(value: object, _lenient: bool) -> SecretStr:
    """Decode a JSON string that is a secret."""
    if isinstance(value, str):
        return SecretStr(value)
    raise Mismatch("a string")


def integer(value: object, _lenient: bool) -> int:
    """Decode a JSON number without a fraction. JSON Schema includes 1.0."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise Mismatch("an integer")


def number(value: object, _lenient: bool) -> float:
    """Decode a JSON number."""
    # Not 1e400, which Python parses as infinity, nor an integer that no float can represent.
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and abs(value) <= sys.float_info.max
    ):
        return float(value)
    raise Mismatch("a number")


def boolean(value: object, _lenient: bool) -> bool:
    """Decode true or false."""
    if isinstance(value, bool):
        return value
    raise Mismatch("true or false")


def null(value: object, _lenient: bool) -> None:
    """Decode null."""
    if value is not None:
        raise Mismatch("null")


def anything(value: object, _lenient: bool) -> Any:
    """Return any JSON value unchanged."""
    return value


def date_time(value: object, _lenient: bool) -> dt.datetime:
    """Decode a JSON string with a date and time (RFC 3339); the offset is optional."""
    return _text(value, _DATE_TIME, dt.datetime.fromisoformat, "a date and time (RFC 3339)")


def date(value: object, _lenient: bool) -> dt.date:
    """Decode a JSON string with a date (RFC 3339)."""
    return _text(value, _DATE, dt.date.fromisoformat, "a date (YYYY-MM-DD)")


def uuid(value: object, _lenient: bool) -> UUID:
    """Decode a JSON string with a UUID in the form of RFC 4122."""
    return _text(value, _UUID, UUID, "a UUID")


def _text(value: object, form: str, read: Callable[[str], T], expected: str) -> T:
    if isinstance(value, str) and re.fullmatch(form, value):
        try:
            # Python does not accept `t` and `z` in lower case.
            return read(value.upper())
        except ValueError:
            pass
    raise Mismatch(expected)


def member_of(kind: type[E]) -> Decoder[E]:
    """Return a decoder of the values of an enum."""

    def decode(value: object, _lenient: bool) -> E:
        # True == 1, so that an enum of integers would accept a boolean.
        if not isinstance(value, bool):
            try:
                return kind(value)
            except ValueError:
                pass
        raise Mismatch(f"a value of {kind.__name__}")

    return decode


def open_member_of(kind: type[E]) -> Decoder[E | str]:
    """Return a decoder of an extensible enum of strings.

    A string that the enum does not contain is returned unchanged: the service may know more values
    than the document (`modelAsString: true` in Microsoft's extension `x-ms-enum`).
    """

    def decode(value: object, _lenient: bool) -> E | str:
        if not isinstance(value, str):
            raise Mismatch("a string")
        try:
            return kind(value)
        except ValueError:
            return value

    return decode


def constant(expected: object) -> Decoder[Any]:
    """Return a decoder of the only value that the document allows.

    Its type is left open: type checkers infer `str` for a text, not the literal of the annotation.
    """

    def decode(value: object, _lenient: bool) -> Any:
        if type(value) is type(expected) and value == expected:
            return expected
        raise Mismatch(f"the constant {expected!r}")

    return decode


def array(item: Decoder[T]) -> Decoder[list[T]]:
    """Return a decoder of a JSON array whose items `item` decodes."""

    def decode(value: object, lenient: bool) -> list[T]:
        if not is_array(value):
            raise Mismatch("an array")
        items: list[T] = []
        for index, element in enumerate(value):
            try:
                items.append(item(element, lenient))
            except Mismatch as mismatch:
                if not lenient:
                    mismatch.inside(f"[{index}]")
                    raise
        return items

    return decode


def mapping(item: Decoder[T]) -> Decoder[dict[str, T]]:
    """Return a decoder of a JSON object whose values `item` decodes."""

    def decode(value: object, lenient: bool) -> dict[str, T]:
        return Members(value, lenient).rest(item)

    return decode


def nullable(inner: Decoder[T]) -> Decoder[T | None]:
    """Return a decoder of null, or of what `inner` decodes."""

    def decode(value: object, lenient: bool) -> T | None:
        return None if value is None else inner(value, lenient)

    return decode


class _Outcomes(threading.local):
    """What each choice within the outermost one came to, by decoder, id of the value and mode."""

    held: dict[tuple[object, int, bool], Any] | None = None


_OUTCOMES: Final = _Outcomes()


def one_of(*choices: Decoder[T]) -> Decoder[T]:
    """Return a decoder that uses the first of `choices` that matches.

    A choice within a choice is decoded once for each value. Else the time would double with each
    level of a document that refers to itself.
    """

    def decode(value: object, lenient: bool) -> T:
        outcomes = _OUTCOMES.held
        if outcomes is None:
            _OUTCOMES.held = {}
            try:
                return decode(value, lenient)
            finally:
                _OUTCOMES.held = None
        key = decode, id(value), lenient
        if key not in outcomes:
            outcomes[key] = _first(choices, value, lenient)
        outcome = outcomes[key]
        if isinstance(outcome, _Expected):
            raise Mismatch(outcome)
        result: T = outcome
        return result

    return decode


class _Expected(str):
    """What a value should have been."""

    __slots__ = ()


def _first(choices: Iterable[Decoder[T]], value: object, lenient: bool) -> T | _Expected:
    """Return the result of the first choice that matches, or what all of them expect."""
    expected: list[str] = []
    # A lenient decoder accepts nearly everything, so every choice is tried strictly first.
    for mode in (False, True) if lenient else (False,):
        for choice in choices:
            try:
                return choice(value, mode)
            except Mismatch as mismatch:
                place = f" at {mismatch.path}" if mismatch.path else ""
                expected.append(f"{mismatch.expected}{place}")
    return _Expected(" or ".join(dict.fromkeys(expected)))


class Members:
    """The members of a JSON object, taken out one by one; the unknown ones remain."""

    __slots__ = ("_left", "_lenient")

    def __init__(self, value: object, lenient: bool) -> None:
        if not is_object(value):
            raise Mismatch("an object")
        self._left = dict(value)
        self._lenient = lenient

    def required(self, name: str, decode: Decoder[T]) -> T:
        """Take a required member."""
        if name not in self._left:
            mismatch = Mismatch("present")
            mismatch.inside(_step(name))
            raise mismatch
        return self._take(name, decode)

    def optional(self, name: str, decode: Decoder[T]) -> T | None:
        """Take an optional member, or return None if it is missing or null.

        Services send null for a missing value even if the document does not declare it, so null is
        never an error here.
        """
        if self._left.get(name) is None:
            self._left.pop(name, None)
            return None
        try:
            return self._take(name, decode)
        except Mismatch:
            if self._lenient:
                return None
            raise

    def rest(self, decode: Decoder[T]) -> dict[str, T]:
        """Take the members that the document does not name."""
        found: dict[str, T] = {}
        for name in list(self._left):
            try:
                found[name] = self._take(name, decode)
            except Mismatch:
                if not self._lenient:
                    raise
        return found

    def _take(self, name: str, decode: Decoder[T]) -> T:
        try:
            value = decode(self._left[name], self._lenient)
        except Mismatch as mismatch:
            mismatch.inside(_step(name))
            raise
        del self._left[name]
        return value


def _step(name: str) -> str:
    # The service chooses the names of unknown members: make them printable and short.
    shown = name if name.isprintable() else ascii(name)[1:-1]
    return f".{shown if len(shown) <= 80 else shown[:79] + '…'}"


def hide(model: object, *names: str) -> None:
    """Turn plain strings in some fields of a new model into secrets, at any depth."""
    for name in names:
        # The model is frozen.
        object.__setattr__(model, name, _hidden(getattr(model, name)))


def hide_texts(model: object, *names: str) -> None:
    """Turn the string in each of some fields of a new model into a secret.

    Raises:
        TypeError: If a field holds something else than a string, a secret or None. The message
            names its type, not its value.
    """
    for name in names:
        value = protect(getattr(model, name))
        if value is not None and not isinstance(value, SecretStr):
            owner, given = type(model).__name__, found(value)
            # No local of this frame shows the value.
            del model, value
            raise TypeError(f"{name} of {owner} must be a str, a SecretStr or None, not {given}")
        object.__setattr__(model, name, value)


def _hidden(value: object) -> Any:
    if type(value) is str:
        return SecretStr(value)
    if type(value) in _SCALARS:
        return value
    if is_object(value):
        return {name: _hidden(member) for name, member in value.items()}
    if is_array(value):
        return [_hidden(item) for item in value]
    # A member of an enum may be a string too, and is not a secret.
    return value if isinstance(value, enum.Enum) else protect(value)


def decode(decoder: Decoder[T], value: object, name: str) -> T:
    """Return the decoded form of a value that a caller passed.

    Args:
        decoder: The decoder.
        value: The value.
        name: The name of the value in messages.

    Raises:
        APIResponseError: If the value does not match the document. The message names the member and
            the expected type, never the value.
    """
    try:
        if is_too_deep(value):
            raise RecursionError
        return decoder(value, False)
    except Mismatch as mismatch:
        problem = f"{name}{mismatch.path} should be {mismatch.expected}"
    except RecursionError:
        problem = f"{name} is nested too deeply"
    raise APIResponseError(problem)


#: The types whose values are JSON values.
_PLAIN: Final = (str, bool, int, float, type(None))


def encode(value: object) -> Any:
    """Return the JSON value of a model, a secret, an enum, a date, or a container of them.

    Raises:
        TypeError: If the value has no JSON form. The message names its type, not its value.
    """
    # The member of an enum of strings is a str too, so this check is the first one.
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, _PLAIN):
        return value
    if isinstance(value, SecretStr):
        return value.get_secret_value()
    if isinstance(value, (dt.datetime, dt.date)):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if is_object(value):
        return {str(name): encode(member) for name, member in value.items()}
    if is_array(value):
        return [encode(item) for item in value]
    to_dict = getattr(value, "to_dict", None)
    if callable(to_dict):
        return to_dict()
    raise TypeError(f"a value of type {type(value).__name__} has no JSON form")


def encode_members(
    unknown: Mapping[str, Any], *, required: Mapping[str, Any], optional: Mapping[str, Any]
) -> dict[str, Any]:
    """Return the JSON object of a model.

    Args:
        unknown: The members that the document does not name.
        required: The members that are always written, by their names in JSON.
        optional: The members that are omitted if they are None.
    """
    given = {name: value for name, value in optional.items() if value is not None}
    return {name: encode(value) for name, value in {**unknown, **required, **given}.items()}
