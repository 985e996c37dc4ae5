"""The retry policy: whether to send a request again, and after how long. It reads no clock."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Mapping
from typing import Final

import attrs

from ._argument import found

#: Status codes of temporary failures.
RETRYABLE_STATUSES: Final = frozenset({408, 429, 500, 502, 503, 504})


def _positive(_: object, attribute: attrs.Attribute[float], value: float) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not value > 0:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"{attribute.name} of RetryPolicy must be a number above 0")


def _whole(_: object, attribute: attrs.Attribute[int], value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ValueError(f"{attribute.name} of RetryPolicy must be a whole number of 1 or more")


@attrs.frozen(kw_only=True)
class RetryPolicy:
    """The limits for the retries of a failed call.

    Only idempotent operations are retried: GET, HEAD, OPTIONS, PUT and DELETE, and others that the
    service's description marks as safe to repeat. They are retried after a temporary failure: no
    connection, no response, or one of the statuses 408, 429, 500, 502, 503 and 504.

    The client waits as long as the service requests. If the service requests nothing, or 0 seconds,
    the wait is random ("full jitter"), from 0 to a limit that doubles from `first_wait` to
    `longest_wait`.

    Args:
        attempts: How often the request is sent at most, including the first time; 1 means no retry.
        total_time: Seconds from the start of the call after which no attempt starts. A wait that
            would end later does not start: the error is raised at once and says how long the
            service asked to wait.
        first_wait: Upper limit of the first wait, in seconds.
        longest_wait: Upper limit of every wait, in seconds. A wait that the service requests may be
            longer.

    Raises:
        ValueError: If a number is not positive, or `attempts` is not an integer.
    """

    attempts: int = attrs.field(default=4, validator=_whole)
    total_time: float = attrs.field(default=60.0, validator=_positive)
    first_wait: float = attrs.field(default=0.5, validator=_positive)
    longest_wait: float = attrs.field(default=8.0, validator=_positive)

    @classmethod
    def of(cls, value: object) -> RetryPolicy:
        """Return a policy unchanged.

        :meta private:

        Raises:
            TypeError: If it is not a policy, such as a number of attempts.
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
        """Return the seconds to wait before the next attempt, or None to give up.

        :meta private:

        Args:
            failures: The number of failed attempts.
            elapsed: Seconds since the start of the call.
            requested: The wait that the service requests, in seconds, or None.
            uniform: Returns a random number between two others.
        """
        if failures >= self.attempts:
            return None
        # A service that requests 0 seconds is still busy: an immediate retry would fail again.
        if not requested:
            # 2.0**1024 overflows, and a policy may allow as many attempts.
            doublings = min(failures - 1, 64)
            requested = uniform(0.0, min(self.longest_wait, self.first_wait * 2.0**doublings))
        return requested if elapsed + requested < self.total_time else None


#: Header names, and how many of their units make a second. The first valid one is used.
_WAIT_HEADERS: Final = (
    ("retry-after-ms", 1000.0),
    ("x-ms-retry-after-ms", 1000.0),
    ("retry-after", 1.0),
)


def requested_wait(headers: Mapping[str, str], now: float) -> float | None:
    """Return the seconds that a service requests to wait, or None without a valid header.

    Args:
        headers: The headers of the response, by lower-case names.
        now: Seconds since the epoch, to compare a date in Retry-After with.
    """
    for name, units in _WAIT_HEADERS:
        value = headers.get(name)
        if value is None:
            continue
        value = value.strip()
        # float() also accepts "1e3", "nan" and "1_000", which are invalid in these headers.
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
        # HTTP dates are in GMT; Python takes a date without a zone for local time.
        return (moment if moment.tzinfo else moment.replace(tzinfo=dt.UTC)).timestamp()
    except (TypeError, ValueError, OverflowError, IndexError):
        return None
