# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The limits of a call in time."""

from __future__ import annotations

from typing import Final

import attrs

from ._argument import found

#: About 30 years, in seconds. Sockets refuse much longer timeouts.
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

    Azure Resource Manager answers with 504 when a service takes longer than 60 s, hence the default
    of `read`.

    Args:
        total: For the whole call: every attempt, the waits between them, and the tokens. It covers
            name resolution, proxies and TLS. A `Client` cannot interrupt two things. If its
            credential takes longer, the call ends with a `CredentialError` when the credential
            returns. An `http_client` of your own keeps its own limits for connecting, and reads the
            head of a response for as long as bytes arrive. An `AsyncClient` ends in time.
        connect: For name resolution and all addresses of a host together, and again for each TLS
            handshake.
        read: For one wait for bytes, and for sending.

    Raises:
        ValueError: If a number is not above 0, or is above 1e9.
    """

    total: float = attrs.field(default=120.0, validator=_seconds)
    connect: float = attrs.field(default=10.0, validator=_seconds)
    read: float = attrs.field(default=65.0, validator=_seconds)

    @classmethod
    def of(cls, value: Timeout | float) -> Timeout:
        """Return a `Timeout` unchanged, and a number as the `total` of a `Timeout`.

        :meta private:

        Raises:
            TypeError: If the value is neither.
            ValueError: If the number is not above 0, or is above 1e9.
        """
        if isinstance(value, Timeout):
            return value
        if isinstance(value, bool) or not isinstance(value, (int, float)):  # pyright: ignore[reportUnnecessaryIsInstance]
            words = "timeout must be a Timeout of this package or a number of seconds"
            raise TypeError(f"{words}, not {found(value)}")
        if not 0 < value <= _LONGEST:
            raise ValueError("timeout must be a number of seconds above 0 and at most 1e9")
        return cls(total=value)
