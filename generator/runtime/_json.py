"""Reads JSON values into Python ones of the types that the document names, and writes them back.

A decoder is a function of a JSON value and of `lenient`. A strict one raises `Mismatch` at the
first value of another type. A lenient one, for error answers, reads all that it can: what does not
fit is left among the unknown members, or dropped from its array.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, TypeAlias, TypeGuard, TypeVar
from uuid import UUID

from ._secret import SecretStr, protect
from .errors import APIResponseError

T = TypeVar("T")
E = TypeVar("E", bound=enum.Enum)
Decoder: TypeAlias = Callable[[object, bool], T]

#: Python reads far more than the forms that services agree on, and writes it in another one.
_DATE: Final = r"[0-9]{4}-[0-9]{2}-[0-9]{2}"
#: The offset may be missing: some services leave it out.
_DATE_TIME: Final = (
    _DATE + r"[Tt]([01][0-9]|2[0-3]):[0-5][0-9]:[0-9]{2}(\.[0-9]+)?"
    r"([Zz]|[+-]([01][0-9]|2[0-3]):[0-5][0-9])?"
)
_UUID: Final = r"[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}"

#: How many arrays and objects may stand inside of each other.
_DEEPEST: Final = 100


class Mismatch(Exception):  # noqa: N818 - a signal within the package, which no caller sees
    """A value is not of the type that the document says. Holds what and where, never the value."""

    def __init__(self, expected: str) -> None:
        super().__init__(expected)
        self.expected = expected
        self._steps: list[str] = []

    def inside(self, step: str) -> None:
        """Adds the member or the index that led to the value, from the inside out."""
        self._steps.append(step)

    @property
    def path(self) -> str:
        """Where the value stands, such as `.details[0].code`; empty for the whole document."""
        return "".join(reversed(self._steps))


def is_object(value: object) -> TypeGuard[Mapping[str, Any]]:
    """Whether a JSON value is an object."""
    return isinstance(value, Mapping)


def is_array(value: object) -> TypeGuard[Sequence[Any]]:
    """Whether a JSON value is an array."""
    return isinstance(value, (list, tuple))


def is_too_deep(value: object) -> bool:
    """Whether a JSON value is nested deeper than a caller's program can be expected to take.

    Python reads deeper ones than it can then copy or print.
    """
    level = {id(value): value}
    for _ in range(_DEEPEST):
        inner = (
            item
            for outer in level.values()
            if is_object(outer) or is_array(outer)
            for item in (outer.values() if is_object(outer) else outer)
        )
        # By identity, so that a value which holds itself does not grow without end.
        level = {id(item): item for item in inner}
        if not level:
            return False
    return True


def string(value: object, _lenient: bool) -> str:
    """A JSON string."""
    if isinstance(value, str):
        return value
    raise Mismatch("a string")


def secret(value: object, _lenient: bool) -> SecretStr:
    """A JSON string that nobody may see by accident."""
    if isinstance(value, str):
        return SecretStr(value)
    raise Mismatch("a string")


def integer(value: object, _lenient: bool) -> int:
    """A JSON number without a fraction; 1.0 counts, as JSON Schema has it."""
    if isinstance(value, int) and not isinstance(value, bool):
        return value
    if isinstance(value, float) and value.is_integer():
        return int(value)
    raise Mismatch("an integer")


def number(value: object, _lenient: bool) -> float:
    """A JSON number."""
    # Not 1e400, which Python reads as infinity, nor an integer that no float can hold.
    if (
        isinstance(value, (int, float))
        and not isinstance(value, bool)
        and abs(value) <= sys.float_info.max
    ):
        return float(value)
    raise Mismatch("a number")


def boolean(value: object, _lenient: bool) -> bool:
    """JSON's true or false."""
    if isinstance(value, bool):
        return value
    raise Mismatch("true or false")


def null(value: object, _lenient: bool) -> None:
    """JSON's null."""
    if value is not None:
        raise Mismatch("null")


def anything(value: object, _lenient: bool) -> Any:
    """Any JSON value, as it is."""
    return value


def date_time(value: object, _lenient: bool) -> dt.datetime:
    """A JSON string that holds an RFC 3339 date and time, perhaps without its offset."""
    return _text(value, _DATE_TIME, dt.datetime.fromisoformat, "a date and time (RFC 3339)")


def date(value: object, _lenient: bool) -> dt.date:
    """A JSON string that holds an RFC 3339 date."""
    return _text(value, _DATE, dt.date.fromisoformat, "a date (YYYY-MM-DD)")


def uuid(value: object, _lenient: bool) -> UUID:
    """A JSON string that holds a UUID, in the form of RFC 4122."""
    return _text(value, _UUID, UUID, "a UUID")


def _text(value: object, form: str, read: Callable[[str], T], expected: str) -> T:
    if isinstance(value, str) and re.fullmatch(form, value):
        try:
            # Python knows no small T and Z.
            return read(value.upper())
        except ValueError:
            pass
    raise Mismatch(expected)


def member_of(kind: type[E]) -> Decoder[E]:
    """Decodes a value of an enum of the document."""

    def decode(value: object, _lenient: bool) -> E:
        # True == 1, so that bool would pass for an enum of integers.
        if not isinstance(value, bool):
            try:
                return kind(value)
            except ValueError:
                pass
        raise Mismatch(f"a value of {kind.__name__}")

    return decode


def constant(expected: T) -> Decoder[T]:
    """Decodes the one value that the document allows."""

    def decode(value: object, _lenient: bool) -> T:
        if type(value) is type(expected) and value == expected:
            return expected
        raise Mismatch("the constant of the document")

    return decode


def array(item: Decoder[T]) -> Decoder[list[T]]:
    """Decodes a JSON array whose items `item` decodes."""

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


def nullable(inner: Decoder[T]) -> Decoder[T | None]:
    """Decodes null, or what `inner` decodes."""

    def decode(value: object, lenient: bool) -> T | None:
        return None if value is None else inner(value, lenient)

    return decode


def one_of(*choices: Decoder[T]) -> Decoder[T]:
    """Decodes what the first fitting one of `choices` decodes."""

    def decode(value: object, lenient: bool) -> T:
        expected: list[str] = []
        # A lenient decoder takes nearly everything, so each choice is first asked strictly.
        for mode in (False, True) if lenient else (False,):
            for choice in choices:
                try:
                    return choice(value, mode)
                except Mismatch as mismatch:
                    place = f" at {mismatch.path}" if mismatch.path else ""
                    expected.append(f"{mismatch.expected}{place}")
        raise Mismatch(" or ".join(dict.fromkeys(expected)))

    return decode


def wrapped(error: Decoder[T]) -> Decoder[T]:
    """Decodes the error that Azure puts into an object's member `error`, in whatever form it came.

    The norm's names may begin with capitals, and the wrapping may be missing.
    """

    def decode(value: object, lenient: bool) -> T:
        # Only failures need the reader of error bodies, so only they pay for its import.
        from ._error_body import unwrapped

        detail = unwrapped(value)
        if not detail:
            raise Mismatch("an error")
        return error(detail, lenient)

    return decode


class Members:
    """The members of a JSON object, taken out one by one; what is left are the unknown ones."""

    __slots__ = ("_left", "_lenient")

    def __init__(self, value: object, lenient: bool) -> None:
        if not is_object(value):
            raise Mismatch("an object")
        self._left = dict(value)
        self._lenient = lenient

    def required(self, name: str, decode: Decoder[T]) -> T:
        """Takes a member that has to be there."""
        if name not in self._left:
            mismatch = Mismatch("a member that is there")
            mismatch.inside(_step(name))
            raise mismatch
        return self._take(name, decode)

    def optional(self, name: str, decode: Decoder[T]) -> T | None:
        """Takes a member that may be missing; a null counts as missing.

        The services send null for what they have no value for, also where the document does not
        declare it, so null is never an error here.
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
        """Takes all that the document does not name."""
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
    # The names of unknown members come from the service: printable and short, or they are cut.
    shown = name if name.isprintable() else ascii(name)[1:-1]
    return f".{shown if len(shown) <= 80 else shown[:79] + '…'}"


def hide(model: object, *names: str) -> None:
    """Makes secrets of the plain strings that a new model holds by some names, also in a list."""
    for name in names:
        # The model is frozen for everybody else.
        object.__setattr__(model, name, _hidden(getattr(model, name)))


def _hidden(value: object) -> Any:
    if is_object(value):
        return {name: _hidden(member) for name, member in value.items()}
    if is_array(value):
        return [_hidden(item) for item in value]
    # A member of an enum may be a string too, and no secret.
    return value if isinstance(value, enum.Enum) else protect(value)


def decode(decoder: Decoder[T], value: object, name: str) -> T:
    """Decodes a value that a caller holds, or raises the package's own error.

    Raises:
        APIResponseError: If the value is not what the document says. Names the member and the
            expected type, never the value.
    """
    try:
        if is_too_deep(value):
            raise RecursionError
        return decoder(value, False)
    except Mismatch as mismatch:
        problem = f"{name}{mismatch.path} should be {mismatch.expected}"
    except RecursionError:
        problem = f"{name} is nested too deep"
    raise APIResponseError(problem)


_AS_THEY_ARE: Final = (str, bool, int, float, type(None))


def encode(value: object) -> Any:
    """The JSON value of a Python one: a model, a secret, an enum, a date, or containers of them.

    Raises:
        TypeError: If the value has no JSON form. The message names its type, not its value.
    """
    # An enum of strings is a str too, so it has to be asked for first.
    if isinstance(value, enum.Enum):
        return value.value
    if isinstance(value, _AS_THEY_ARE):
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
    """The JSON object of a model.

    Args:
        unknown: Members that the document does not name.
        required: Members that are always written, by their names in JSON.
        optional: Members that are left out when they are None.
    """
    given = {name: value for name, value in optional.items() if value is not None}
    return {name: encode(value) for name, value in {**unknown, **required, **given}.items()}
