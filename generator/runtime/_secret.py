"""Strings that do not show themselves."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any, Final, NoReturn

_MASK: Final = "**********"


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def protect(value: Any) -> Any:
    """A string becomes a secret; anything else stays as it is."""
    return SecretStr(value) if isinstance(value, str) else value


class SecretStr:
    """A string that is masked wherever it could appear by accident: repr, str, format, JSON.

    The name and `get_secret_value` are those of pydantic's type, so that code which knows that one
    knows this one; pydantic itself is not needed.

    Args:
        value: The secret. Any string, also an empty one.

    Raises:
        TypeError: If `value` is not a string. The message names its type, not its value.
    """

    __slots__ = ("_value",)

    _value: str

    def __init__(self, value: str) -> None:
        if not _is_text(value):
            kind = type(value).__name__
            del value
            raise TypeError(f"a secret is a string, not of type {kind}")
        object.__setattr__(self, "_value", value)

    def get_secret_value(self) -> str:
        """The value itself. What calls this is where the secret leaves its protection."""
        return self._value

    def __repr__(self) -> str:
        return f"SecretStr('{_MASK}')"

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str, /) -> str:
        return format(_MASK, spec)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        # In constant time, so that how long a comparison takes says nothing about the value.
        if not isinstance(other, SecretStr):
            return NotImplemented
        return compare_digest(
            self._value.encode("utf-8", "surrogatepass"),
            other._value.encode("utf-8", "surrogatepass"),
        )

    def __hash__(self) -> int:
        return hash((SecretStr, self._value))

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("a SecretStr does not change; make a new one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a SecretStr does not change; make a new one")

    def __reduce__(self) -> tuple[type[SecretStr], tuple[str]]:
        # Copying and pickling are deliberate acts; without this they would trip over __setattr__.
        return SecretStr, (self._value,)
