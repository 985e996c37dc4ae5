# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""When calls may be sent within the limits of Azure Resource Manager, without any I/O.

Its token buckets:
https://learn.microsoft.com/en-us/azure/azure-resource-manager/management/request-limits-and-throttling

`Schedule` says what to do next. So the rules stand here once, for threads and event loops, and
tests need neither a network nor time.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from heapq import heappop, heappush
from threading import Lock
from typing import Final, Generic, NamedTuple, TypeAlias, TypeVar

T = TypeVar("T")

#: The part of a bucket that is kept for requests that arrive closer together than they were sent.
#: A tenth of 200 calls, refilled at 10 a second, allows for 2 seconds.
_RESERVE: Final = 0.1
#: Headers with the number of calls that are left in a bucket of a subscription.
_REMAINING: Final = "x-ms-ratelimit-remaining-subscription-"
#: The longest wait that calls of others keep to, in seconds. A longer one is a wrong header, or a
#: date beside a wrong clock, and would stop the iterator for good.
_LONGEST: Final = 3600.0
#: Seconds that make no difference. Sums of floats are not exact.
_NOTHING: Final = 1e-6


class Limit(NamedTuple):
    """How many calls a service accepts in each subscription: a token bucket.

    Attributes:
        burst: The number of calls that a full bucket allows at once.
        per_second: The calls that are added to it each second.
    """

    burst: int
    per_second: float


class Bucket:
    """What this client knows of the token bucket of one subscription. Threads may share it.

    Args:
        limit: The limit of the service.
        now: The time, in seconds. The bucket is taken to be full.
    """

    __slots__ = ("_at", "_limit", "_lock", "_reserve", "_tokens")

    def __init__(self, limit: Limit, now: float) -> None:
        self._limit: Final = limit
        self._reserve: Final = int(limit.burst * _RESERVE)
        self._tokens = float(limit.burst - self._reserve)
        #: When `_tokens` was right; in the future while the service asks to wait.
        self._at = now
        self._lock: Final = Lock()

    def delay(self, now: float) -> float:
        """Return the seconds until a call may be sent; 0 if that is now."""
        with self._lock:
            return self._delay(now)

    def reserve(self, now: float) -> float:
        """Count a call, and return the seconds until it may be sent."""
        with self._lock:
            delay = self._delay(now)
            self._tokens -= 1
            return delay

    def observe(
        self, status_code: int, headers: Mapping[str, str], wait: float | None, now: float
    ) -> None:
        """Take notice of what a response says about the limit.

        Args:
            status_code: The status code of the response.
            headers: The headers of the response, by lower-case names.
            wait: The seconds that the service asks to wait, or None.
            now: The time, in seconds.
        """
        left = [_count(headers[name]) for name in headers if name.lower().startswith(_REMAINING)]
        known = [count for count in left if count is not None]
        with self._lock:
            self._refill(now)
            if known:
                self._tokens = min(self._tokens, min(known) - self._reserve)
            if status_code == 429:
                # The bucket was empty. After the wait it has room for one call, and refills.
                self._tokens = min(self._tokens, 1.0)
                asked = min(wait or 1 / self._limit.per_second, _LONGEST)
                self._at = max(self._at, now + asked)

    def _delay(self, now: float) -> float:
        self._refill(now)
        missing = max(0.0, 1 - self._tokens) / self._limit.per_second
        delay = max(0.0, self._at - now) + missing
        return delay if delay > _NOTHING else 0.0

    def _refill(self, now: float) -> None:
        if now > self._at:
            most = self._limit.burst - self._reserve
            gained = (now - self._at) * self._limit.per_second
            self._tokens = min(most, self._tokens + gained)
            self._at = now


def _count(value: str) -> int | None:
    text = value.strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


class Start(NamedTuple, Generic[T]):
    """The step to start a job, whose call may be sent now."""

    job: T


class Read(NamedTuple):
    """The step to read one more job.

    Attributes:
        seconds: When the next job may be started that waits already, in seconds from now.
    """

    seconds: float | None


class Wait(NamedTuple):
    """The step to wait until a job ends, but not longer than some seconds, if there is a limit."""

    seconds: float | None


class Done(NamedTuple):
    """The end: no job runs, and none is to come."""


Step: TypeAlias = Start[T] | Read | Wait | Done


class Schedule(Generic[T]):
    """Which job to start next, when, and how many to read.

    A job is read only when it could be started, or when all jobs that were read wait for their
    subscriptions: then others are looked for in other subscriptions. Subscriptions take turns.

    Args:
        bucket: Returns the bucket of a subscription.
        concurrency: The greatest number of jobs that run at once.
        ahead: The greatest number of jobs that wait for their subscriptions.

    Attributes:
        running: The number of jobs that run.
        waiting: The number of jobs that were read and have not been started.
        exhausted: Whether all jobs have been read. The owner sets it.
    """

    def __init__(self, bucket: Callable[[str], Bucket], *, concurrency: int, ahead: int) -> None:
        self._bucket = bucket
        self._concurrency = concurrency
        self._ahead = ahead
        self._jobs: dict[str, deque[T]] = {}
        #: For each subscription with jobs, the time from which one may be started, and a turn.
        self._turns: list[tuple[float, int, str]] = []
        self._turn = 0
        self.running = 0
        self.waiting = 0
        self.exhausted = False

    def add(self, subscription: str, job: T, now: float) -> None:
        """Add a job that was read."""
        self.waiting += 1
        if subscription in self._jobs:
            self._jobs[subscription].append(job)
        else:
            self._jobs[subscription] = deque([job])
            self._queue(subscription, now)

    def step(self, now: float) -> Step[T]:
        """Return what to do next. Of a job that it starts, it counts the call."""
        if self.running < self._concurrency:
            while self._turns and self._turns[0][0] <= now:
                _, _, subscription = heappop(self._turns)
                # The service may have asked to wait in the meantime.
                if self._bucket(subscription).delay(now):
                    self._queue(subscription, now)
                else:
                    return Start(self._started(subscription, now))
            seconds = self._turns[0][0] - now if self._turns else None
            if not self.exhausted and self.waiting < self._ahead:
                return Read(seconds)
            if seconds is not None:
                return Wait(seconds)
        return Wait(None) if self.running else Done()

    def finish(self) -> None:
        """Count the end of a job."""
        self.running -= 1

    def _started(self, subscription: str, now: float) -> T:
        jobs = self._jobs[subscription]
        job = jobs.popleft()
        self._bucket(subscription).reserve(now)
        if jobs:
            self._queue(subscription, now)
        else:
            del self._jobs[subscription]
        self.waiting -= 1
        self.running += 1
        return job

    def _queue(self, subscription: str, now: float) -> None:
        self._turn += 1
        ready = now + self._bucket(subscription).delay(now)
        heappush(self._turns, (ready, self._turn, subscription))
