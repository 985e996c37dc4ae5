# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""When to send a request again, and how long to wait before: pure, without a clock of its own."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from ._argument import found

#: Answers that a second attempt may turn into a success.
RETRYABLE_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})


def _positive(_: object, attribute: attrs.Attribute[float], value: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"{attribute.name} of RetryPolicy must be a number above 0")


def _whole(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"{attribute.name} of RetryPolicy must be a whole number of 1 or more")


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """How often, and for how long, a call that failed is tried again.

    Only operations that do no more twice than once are sent again: those by GET, HEAD, OPTIONS, PUT
    or DELETE, and others where the service's description says so. And only after a failure that may
    pass: no connection, no answer, or one of the statuses 408, 429, 500, 502, 503 and 504. The wait
    is the one that the service asks for. Where it asks for none, or for 0 seconds, the wait is a
    random part ("full jitter") of a time that doubles from `first_wait` to `longest_wait`.

    Args:
        attempts: How often the request is sent at the most, the first time included; 1 means never
            again.
        total_time: Seconds from the start of the call after which no attempt begins. A wait that
            would end later is not begun: the error is raised at once and says how long the service
            asked to wait.
        first_wait: Ceiling of the first wait, in seconds.
        longest_wait: Ceiling of every wait, in seconds. One that the service asks for may be
            longer.

    Raises:
        ValueError: If a number is not positive, or `attempts` is not whole.
    """

    attempts: int = attrs.field(default=4, validator=_whole)
    total_time: float = attrs.field(default=60.0, validator=_positive)
    first_wait: float = attrs.field(default=0.5, validator=_positive)
    longest_wait: float = attrs.field(default=8.0, validator=_positive)

    @classmethod
    def of(cls, value: object) -> RetryPolicy:
        """A policy as it is.

        :meta private:

        Raises:
            TypeError: If it is none, such as a bare number of attempts.
        """
        if isinstance(value, RetryPolicy):
            return value
        raise TypeError(f"retry must be a RetryPolicy of this package, not {found(value)}")

    def wait(
        self,
        *,
        failures: int,
        elapsed: float,
        requested: float | None,
        uniform: Callable[[float, float], float],
    ) -> float | None:
        """Seconds to wait before the next attempt, or None to give up.

        :meta private:

        Args:
            failures: How many attempts have failed so far.
            elapsed: Seconds since the call began.
            requested: The wait that the service asked for, in seconds, or None.
            uniform: Draws a number between two others.
        """
        if failures >= self.attempts:
            return None
        # A service that asks for 0 seconds is no less busy: asked again at once, it fails again.
        if not requested:
            # 2**failures overflows a float when somebody allows a thousand attempts.
            doublings = min(failures - 1, 64)
            requested = uniform(0.0, min(self.longest_wait, self.first_wait * 2.0**doublings))
        return requested if elapsed + requested < self.total_time else None


#: Header names, and how many of their units make a second. The first readable one counts.
_WAIT_HEADERS: Final = (
    ("retry-after-ms", 1000.0),
    ("x-ms-retry-after-ms", 1000.0),
    ("retry-after", 1.0),
)


def requested_wait(headers: Mapping[str, str], now: float) -> float | None:
    """The seconds that a service asks to wait, or None where it says nothing readable.

    Args:
        headers: Of the answer, by lower-case names.
        now: Seconds since the epoch, to measure a date in Retry-After against.
    """
    for name, units in _WAIT_HEADERS:
        value = headers.get(name)
        if value is None:
            continue
        value = value.strip()
        # float() also reads "1e3", "nan" and "1_000", none of which the header may hold.
        if value and value.isascii() and value.replace(".", "", 1).isdigit():
            seconds = float(value) / units
            if math.isfinite(seconds):
                return seconds
        elif units == 1.0:
            moment = _http_date(value)
            if moment is not None:
                return max(0.0, moment - now)
    return None


def _http_date(value: str) -> float | None:
    from email.utils import parsedate_to_datetime

    try:
        moment = parsedate_to_datetime(value)
        # HTTP's dates are in GMT; Python would take one without a zone for local time.
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
