"""How long a call may take."""

from __future__ import annotations

from typing import Final

import attrs

from ._argument import found

#: Some 30 years. Sockets refuse much more.
_LONGEST: Final = 1e9


def _seconds(_: object, attribute: attrs.Attribute[float], value: float) -> None:
    if (
        isinstance(value, bool)
        or not isinstance(value, (int, float))  # pyright: ignore[reportUnnecessaryIsInstance]
        or not 0 < value <= _LONGEST
    ):
        raise ValueError(
            f"{attribute.name} of Timeout must be a number of seconds above 0 and at most 1e9"
        )


@attrs.frozen(kw_only=True)
class Timeout:
    """Limits of a call, in seconds.

    Azure Resource Manager gives a service 60 s before it answers in its place, hence the default of
    `read`.

    Args:
        total: For the whole call: every attempt, the waits between them, and the tokens. A `Client`
            cannot interrupt its credential: where that takes longer, the call ends when it answers,
            by a `CredentialError`. Nor can it interrupt an `http_client` of yours, which reads on
            as long as bytes come. An `AsyncClient` ends in time.
        connect: For one connection to be made, TLS included.
        read: For one wait for bytes, and for sending.

    Raises:
        ValueError: If a number is not above 0, or above 1e9.
    """

    total: float = attrs.field(default=120.0, validator=_seconds)
    connect: float = attrs.field(default=10.0, validator=_seconds)
    read: float = attrs.field(default=65.0, validator=_seconds)

    @classmethod
    def of(cls, value: Timeout | float) -> Timeout:
        """A `Timeout` as it is; a number as the `total` of an otherwise normal one.

        :meta private:

        Raises:
            TypeError: If it is neither.
            ValueError: If the number is not above 0, or above 1e9.
        """
        if isinstance(value, Timeout):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
            words = "timeout must be a Timeout of this package or a number of seconds"
            raise TypeError(f"{words}, not {found(value)}")
        return cls(total=value)
