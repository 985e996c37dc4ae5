"""The limits of Azure Resource Manager: when a call may be sent, and which one is next."""

from __future__ import annotations

import itertools
from collections.abc import Mapping

import pytest
from azureml_serverless_endpoints._pace import Bucket, Done, Limit, Read, Schedule, Start, Wait

#: The limit for writes.
WRITES = Limit(burst=200, per_second=10)
LEFT = "x-ms-ratelimit-remaining-subscription-writes"


def sent_by(bucket: Bucket, end: float, start: float = 0.0) -> list[float]:
    """Return when calls are sent by somebody who always has one more, up to a time."""
    times: list[float] = []
    now = start
    while now <= end:
        if delay := bucket.delay(now):
            now += delay
        else:
            bucket.reserve(now)
            times.append(now)
    return times


def test_a_bucket_allows_its_burst_less_a_reserve_and_then_its_rate() -> None:
    """The reserve is for requests that arrive closer together than they were sent."""
    times = sent_by(Bucket(WRITES, 0.0), end=10.0)
    assert times.count(0.0) == 180
    gaps = [later - earlier for earlier, later in itertools.pairwise(times[179:])]
    assert gaps == pytest.approx([0.1] * 100)


@pytest.mark.parametrize("jitter", [0.0, 0.5, 2.0])
def test_the_bucket_of_the_service_is_never_empty(jitter: float) -> None:
    """Even if each second request takes longer to arrive than the one after it."""
    sent = sent_by(Bucket(WRITES, 0.0), end=30.0)
    arrivals = sorted(time + jitter * (number % 2) for number, time in enumerate(sent))
    tokens, last = 200.0, 0.0
    for arrival in arrivals:
        tokens, last = min(200.0, tokens + 10 * (arrival - last)), arrival
        tokens -= 1
        assert tokens >= 0


def test_an_idle_bucket_fills_again_but_not_above_its_burst() -> None:
    bucket = Bucket(WRITES, 0.0)
    sent_by(bucket, end=0.0)
    assert sent_by(bucket, end=5.0, start=5.0).count(5.0) == 50
    assert sent_by(bucket, end=900.0, start=900.0).count(900.0) == 180


def test_a_small_bucket_has_no_reserve() -> None:
    assert sent_by(Bucket(Limit(burst=1, per_second=2), 0.0), end=1.0) == [0.0, 0.5, 1.0]


@pytest.mark.parametrize(
    ("headers", "left"),
    [
        ({LEFT: "50"}, 30),
        ({LEFT.upper(): " 50 "}, 30),
        ({LEFT: "199", "x-ms-ratelimit-remaining-subscription-global-writes": "25"}, 5),
        ({LEFT: "20"}, 0),
        ({LEFT: "11999"}, 180),
        ({LEFT: "many"}, 180),
        ({LEFT: "-1"}, 180),
        ({LEFT: "1" * 5000}, 180),
        ({"x-ms-ratelimit-remaining-tenant-writes": "0"}, 180),
        ({}, 180),
    ],
)
def test_the_service_says_what_is_left(headers: Mapping[str, str], left: int) -> None:
    """Others with the same sign-in take from the same bucket."""
    bucket = Bucket(WRITES, 0.0)
    bucket.observe(200, headers, None, 0.0)
    assert sent_by(bucket, end=0.0).count(0.0) == left


@pytest.mark.parametrize(("wait", "resumed"), [(7.0, 7.0), (0.0, 0.1), (None, 0.1)])
def test_a_429_is_followed_by_a_wait_and_then_one_call_at_a_time(
    wait: float | None, resumed: float
) -> None:
    bucket = Bucket(WRITES, 0.0)
    bucket.observe(429, {}, wait, 0.0)
    times = sent_by(bucket, end=resumed + 0.25)
    assert times == pytest.approx([resumed, resumed + 0.1, resumed + 0.2])


def test_a_wait_of_days_does_not_stop_a_subscription_for_longer_than_an_hour() -> None:
    """A date in Retry-After beside a wrong clock asks for such a wait."""
    bucket = Bucket(WRITES, 0.0)
    bucket.observe(429, {}, 86_400.0, 0.0)
    assert bucket.delay(0.0) == pytest.approx(3600.0)


def test_of_two_waits_the_longer_one_counts() -> None:
    bucket = Bucket(WRITES, 0.0)
    bucket.observe(429, {}, 9.0, 0.0)
    bucket.observe(429, {}, 2.0, 1.0)
    assert bucket.delay(1.0) == pytest.approx(8.0)


def test_a_retry_takes_the_next_place_in_the_bucket() -> None:
    bucket = Bucket(Limit(burst=1, per_second=2), 0.0)
    assert [bucket.reserve(0.0) for _ in range(3)] == [0.0, 0.5, 1.0]
    assert bucket.delay(0.0) == 1.5


class Plan:
    """A schedule with the buckets of its subscriptions, and a clock.

    Args:
        limit: The limit in each subscription.
        concurrency: Of the schedule.
        ahead: Of the schedule.
    """

    def __init__(self, limit: Limit = WRITES, concurrency: int = 10, ahead: int = 100) -> None:
        self.now = 0.0
        self.buckets: dict[str, Bucket] = {}
        self._limit = limit
        self.schedule: Schedule[str] = Schedule(self.bucket, concurrency=concurrency, ahead=ahead)

    def bucket(self, subscription: str) -> Bucket:
        return self.buckets.setdefault(subscription, Bucket(self._limit, self.now))

    def run(self, *jobs: str) -> list[tuple[float, str]]:
        """Start jobs that end at once, named by subscription; return when each starts."""
        started: list[tuple[float, str]] = []
        source = iter(jobs)
        while not isinstance(step := self.schedule.step(self.now), Done):
            if isinstance(step, Start):
                started.append((round(self.now, 3), step.job))
                self.schedule.finish()
            elif isinstance(step, Read):
                job = next(source, None)
                if job is None:
                    self.schedule.exhausted = True
                else:
                    self.schedule.add(job[0], job, self.now)
            else:
                assert step.seconds is not None
                self.now += step.seconds
        return started


SLOW = Limit(burst=1, per_second=1)


def test_jobs_start_in_the_order_in_which_they_are_read() -> None:
    jobs = ["a1", "b1", "a2", "a3", "b2"]
    assert Plan().run(*jobs) == [(0.0, job) for job in jobs]


def test_other_subscriptions_go_on_while_one_has_to_wait() -> None:
    started = Plan(SLOW).run("a1", "a2", "a3", "b1", "b2", "c1")
    assert started == [
        (0.0, "a1"),
        (0.0, "b1"),
        (0.0, "c1"),
        (1.0, "a2"),
        (1.0, "b2"),
        (2.0, "a3"),
    ]


def test_no_job_is_read_before_it_can_start() -> None:
    plan = Plan(concurrency=2)
    for number in range(2):
        assert isinstance(plan.schedule.step(0.0), Read)
        plan.schedule.add("a", f"a{number}", 0.0)
        assert plan.schedule.step(0.0) == Start(f"a{number}")
    assert plan.schedule.step(0.0) == Wait(None)
    plan.schedule.finish()
    assert isinstance(plan.schedule.step(0.0), Read)


def test_only_so_many_jobs_are_read_ahead() -> None:
    plan = Plan(SLOW, ahead=3)
    read = 0
    while not isinstance(step := plan.schedule.step(0.0), Wait):
        if isinstance(step, Read):
            plan.schedule.add("a", f"a{read}", 0.0)
            read += 1
    assert (read, plan.schedule.waiting, step.seconds) == (4, 3, 1.0)


def test_a_wait_that_the_service_asks_for_holds_for_jobs_that_wait_already() -> None:
    plan = Plan(SLOW)
    plan.schedule.add("a", "a1", 0.0)
    plan.schedule.add("b", "b1", 0.0)
    plan.bucket("a").observe(429, {}, 5.0, 0.0)
    assert plan.run() == [(0.0, "b1"), (5.0, "a1")]


def test_subscriptions_take_turns() -> None:
    """However many jobs one of them has, and in whatever order they are read."""
    plan = Plan(SLOW)
    for job in ("a1", "a2", "a3", "b1", "b2", "b3"):
        plan.schedule.add(job[0], job, 0.0)
    assert [job for _, job in plan.run()] == ["a1", "b1", "a2", "b2", "a3", "b3"]
