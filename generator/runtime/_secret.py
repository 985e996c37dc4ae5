"""Strings that are masked wherever they could be shown by accident."""

from __future__ import annotations

from hmac import compare_digest
from typing import Any, Final, NoReturn

_MASK: Final = "**********"
#: The least length of a secret that is searched for. A shorter text is found by chance in words.
_SHORTEST: Final = 8


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def protect(value: Any) -> Any:
    """Return a string as a secret, also one in a secret of another library such as pydantic's.

    Any other value is returned unchanged.
    """
    if isinstance(value, str):
        return SecretStr(value)
    # Looked for in the type: a mock has a method of any name.
    if not isinstance(value, SecretStr) and hasattr(value.__class__, "get_secret_value"):
        return _adopted(value)
    return value


def _adopted(secret: Any) -> Any:
    """Return a secret of another library as a `SecretStr`, or unchanged if it holds no string."""
    try:
        value = secret.get_secret_value()
    except Exception:
        return secret
    return SecretStr(value) if isinstance(value, str) else secret


def without_secret(text: str, secret: SecretStr | None, mark: str) -> str:
    """Return `text` with `mark` in place of a secret of at least 8 characters."""
    # No local variable holds the value: a traceback could show it.
    if secret is None or len(secret.get_secret_value()) < _SHORTEST:
        return text
    return text.replace(secret.get_secret_value(), mark)


class SecretStr:
    """A string that is masked in repr, str, format and JSON.

    A program has to ask for the value: `f"Bearer {key}"` is `Bearer **********`, and
    `f"Bearer {key.get_secret_value()}"` contains it. Copies and pickles contain the value.

    The name and `get_secret_value` are those of pydantic's type, so that code for that type works
    with this one. A field of a pydantic model may have this type: a string becomes a secret, and
    its JSON shows asterisks. pydantic itself is not needed.

    Args:
        value: The secret. Any string, including an empty one.

    Raises:
        TypeError: If `value` is not a string. The message names its type, not its value.
    """

    __slots__ = ("_value",)

    _value: str

    def __init__(self, value: str) -> None:
        if not _is_text(value):
            kind = type(value).__name__
            del value
            raise TypeError(f"a secret must be a string, not of type {kind}")
        object.__setattr__(self, "_value", value)

    def get_secret_value(self) -> str:
        """Return the value itself, which nothing masks from here on."""
        return self._value

    def __repr__(self) -> str:
        return f"SecretStr('{_MASK}')"

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str, /) -> str:
        return format(_MASK, spec)

    def __len__(self) -> int:
        return len(self._value)

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        # In constant time, so that the duration reveals nothing about the value.
        if not isinstance(other, SecretStr):
            return NotImplemented
        return compare_digest(
            self._value.encode("utf-8", "surrogatepass"),
            other._value.encode("utf-8", "surrogatepass"),
        )

    def __hash__(self) -> int:
        return hash((SecretStr, self._value))

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError("a SecretStr cannot be changed; create a new one")

    def __delattr__(self, name: str) -> NoReturn:
        raise AttributeError("a SecretStr cannot be changed; create a new one")

    def __reduce__(self) -> tuple[type[SecretStr], tuple[str]]:
        # Copying and pickling are deliberate. The default implementation would call __setattr__.
        return SecretStr, (self._value,)

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: Any) -> Any:
        """Return how pydantic reads and writes a field of this type. Only pydantic calls this.

        :meta private:
        """
        from pydantic_core import core_schema

        return core_schema.json_or_python_schema(
            json_schema=core_schema.no_info_after_validator_function(cls, core_schema.str_schema()),
            python_schema=core_schema.no_info_before_validator_function(
                protect, core_schema.is_instance_schema(cls)
            ),
            serialization=core_schema.plain_serializer_function_ser_schema(
                str, return_schema=core_schema.str_schema(), when_used="json"
            ),
        )

    @classmethod
    def __get_pydantic_json_schema__(cls, schema: Any, handler: Any) -> Any:
        """Return the JSON schema of a field of this type. Only pydantic calls this.

        :meta private:
        """
        return {**handler(schema), "format": "password", "writeOnly": True}
