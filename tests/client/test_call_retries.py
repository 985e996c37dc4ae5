"""When a call sends its request again, and when it gives up: its steps, driven by hand."""

from __future__ import annotations

import logging
import random
from typing import Any

import pytest
from azureml_serverless_endpoints import (
    APIConnectionError,
    APIResponseError,
    APITimeoutError,
    RetryPolicy,
    Timeout,
)
from azureml_serverless_endpoints._call import FOREIGN, Failure

from tests.client.course import OPEN, REFUSED, TIMED_OUT, WRITE, Course, answer

BUSY = answer(503)
MAY_PASS = (408, 429, 500, 502, 503, 504)


def after(seconds: str, status: int = 429, header: str = "retry-after") -> Any:
    """An answer that asks to wait."""
    return answer(status, {header: seconds})


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_the_end(status: int) -> None:
    course = Course(answer(status))
    assert course.run().attempts == 1
    assert course.waits == []


@pytest.mark.parametrize("status", MAY_PASS)
def test_a_status_that_may_pass_is_tried_again_until_the_attempts_are_used_up(status: int) -> None:
    course = Course(*[answer(status)] * 4)
    final = course.run()
    assert (final.status_code, final.attempts) == (status, 4)
    assert course.waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [s for s in range(100, 600) if s not in MAY_PASS])
def test_no_other_status_is_tried_again(status: int) -> None:
    course = Course(answer(status, {"retry-after": "1"}))
    assert course.run().attempts == 1
    assert course.waits == []


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (TIMED_OUT, APITimeoutError, "no response from service.example in time (ReadTimeout)."),
        (REFUSED, APIConnectionError, "no response from service.example (ConnectError)."),
        (
            FOREIGN,
            APIResponseError,
            "the response from service.example belongs to another request (it has the "
            "x-ms-client-request-id of another request).",
        ),
    ],
)
def test_a_failure_that_may_pass_is_tried_again(failure: Failure, kind: Any, words: str) -> None:
    assert Course(failure, failure, answer(200)).run().attempts == 3
    course = Course(*[failure] * 4)
    with pytest.raises(kind) as caught:
        course.run()
    error = caught.value
    assert type(error) is kind
    assert str(error).startswith(f"Things_Read: {words} Check the ")
    assert (error.attempts, error.client_request_id) == (4, "id-of-the-call")
    assert error.__cause__ is failure.cause


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (
            Failure("certificate", "self-signed"),
            APIConnectionError,
            "the TLS certificate of service.example is not trusted (self-signed). If a proxy",
        ),
        (
            Failure("answer", "it is too long"),
            APIResponseError,
            "the response from service.example cannot be read: it is too long.",
        ),
    ],
)
def test_a_failure_that_will_not_pass_is_the_end(failure: Failure, kind: Any, words: str) -> None:
    course = Course(failure)
    with pytest.raises(kind) as caught:
        course.run()
    assert type(caught.value) is kind
    assert str(caught.value).startswith(f"Things_Read: {words}")
    assert (caught.value.attempts, course.waits) == (1, [])


@pytest.mark.parametrize("outcome", [BUSY, after("1"), TIMED_OUT, REFUSED, FOREIGN])
def test_an_operation_that_changes_something_is_sent_once(outcome: Any) -> None:
    course = Course(outcome, operation=WRITE)
    if isinstance(outcome, Failure):
        with pytest.raises((APIConnectionError, APIResponseError)) as caught:
            course.run()
        assert caught.value.attempts == 1
    else:
        assert course.run().attempts == 1
    assert course.waits == []


@pytest.mark.parametrize("attempts", [1, 2, 7])
def test_the_policy_says_how_often(attempts: int) -> None:
    course = Course(*[BUSY] * attempts, retry=RetryPolicy(attempts=attempts))
    assert course.run().attempts == attempts
    assert len(course.waits) == attempts - 1


def test_waits_double_up_to_their_ceiling() -> None:
    retry = RetryPolicy(attempts=8, first_wait=1, longest_wait=10, total_time=1000)
    course = Course(*[BUSY] * 8, retry=retry)
    course.run()
    assert course.waits == [1, 2, 4, 8, 10, 10, 10]


def test_a_wait_is_any_part_of_its_ceiling() -> None:
    course = Course(BUSY, BUSY, answer(200))
    course.clock.share = 0.25
    course.run()
    assert course.waits == [0.125, 0.25]


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({"retry-after": "3"}, 3.0),
        ({"retry-after": " 3 "}, 3.0),
        ({"retry-after": "2.5"}, 2.5),
        ({"retry-after-ms": "1500"}, 1.5),
        ({"x-ms-retry-after-ms": "250"}, 0.25),
        ({"retry-after": "9", "x-ms-retry-after-ms": "8", "retry-after-ms": "7"}, 0.007),
        ({"retry-after": "9", "retry-after-ms": "soon"}, 9.0),
        # The time of the course begins at 1700001000, which is 22:30:00.
        ({"retry-after": "Tue, 14 Nov 2023 22:30:04 GMT"}, 4.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:30:04"}, 4.0),
        ({"retry-after": "Tue, 14 Nov 2023 23:30:04 +0100"}, 4.0),
        ({"retry-after": "Tuesday, 14-Nov-23 22:30:04 GMT"}, 4.0),
        ({"retry-after": "Tue Nov 14 22:30:04 2023"}, 4.0),
        # The usual wait, since these ask for none.
        ({"retry-after": "0"}, 0.5),
        ({"retry-after": "Tue, 14 Nov 2023 22:29:00 GMT"}, 0.5),
        ({"retry-after": ""}, 0.5),
        ({"retry-after": "."}, 0.5),
        ({"retry-after": "-5"}, 0.5),
        ({"retry-after": "+5"}, 0.5),
        ({"retry-after": "1e3"}, 0.5),
        ({"retry-after": "1.2.3"}, 0.5),
        ({"retry-after": "1_0"}, 0.5),
        ({"retry-after": "nan"}, 0.5),
        ({"retry-after": "inf"}, 0.5),
        ({"retry-after": "9" * 400}, 0.5),
        ({"retry-after": "soon"}, 0.5),
        ({"retry-after": "5, 6"}, 0.5),
        ({"retry-after": "Tue, 99 Nov 2023 22:30:04 GMT"}, 0.5),
        ({"retry-after": "Tue, 14 Nov 99999 22:30:04 GMT"}, 0.5),
        ({"retry-after": "²"}, 0.5),
    ],
)
def test_the_service_says_how_long_to_wait(headers: dict[str, str], wait: float) -> None:
    course = Course(answer(429, headers), answer(200))
    course.run()
    assert course.waits == [wait]


@pytest.mark.parametrize("status", MAY_PASS)
def test_a_wait_counts_with_every_status_that_is_tried_again(status: int) -> None:
    course = Course(after("3", status), answer(200))
    course.run()
    assert course.waits == [3.0]


def test_a_requested_wait_may_be_longer_than_the_ceiling() -> None:
    course = Course(after("30"), answer(200))
    course.run()
    assert course.waits == [30.0]


@pytest.mark.parametrize(
    ("seconds", "tried_again"), [("59", True), ("60", False), ("3600", False), ("9" * 99, False)]
)
def test_a_wait_beyond_the_total_time_is_not_begun(seconds: str, tried_again: bool) -> None:
    course = Course(after(seconds), *[answer(200)] * tried_again)
    final = course.run()
    assert final.attempts == 1 + tried_again
    assert course.waits == [float(seconds)] * tried_again


def test_the_time_of_the_attempts_counts() -> None:
    course = Course((50, BUSY), after("9"), after("1"), retry=RetryPolicy(longest_wait=0.5))
    assert course.run().attempts == 3
    # 50 s, 0.5 s and 9 s are gone, and another second would end past the 60th.
    assert course.waits == [0.5, 9.0]


def test_no_wait_goes_beyond_the_deadline_of_the_call() -> None:
    course = Course(after("9"), after("2"), timeout=Timeout(total=10))
    assert course.run().attempts == 2
    assert course.waits == [9.0]


def test_a_wait_that_took_longer_than_it_should_is_the_end() -> None:
    """A machine that sleeps in between wakes up after the deadline."""
    for limits in ({"timeout": Timeout(total=10)}, {"retry": RetryPolicy(total_time=10)}):
        course = Course(after("5"), **limits)
        course.clock.sleep = lambda seconds, clock=course.clock: setattr(clock, "now", 1050.0)  # type: ignore[method-assign]
        assert course.run().attempts == 1
    course = Course(REFUSED)
    course.clock.sleep = lambda seconds: setattr(course.clock, "now", 9999.0)  # type: ignore[method-assign]
    with pytest.raises(APIConnectionError):
        course.run()


def test_every_attempt_is_told_how_much_time_is_left() -> None:
    course = Course((20, after("10")), (5, BUSY), answer(200), timeout=Timeout(total=60))
    course.run()
    assert [send.seconds_left for send in course.sent] == [60.0, 30.0, 24.0]
    assert [ask.seconds_left for ask in course.asked] == [60.0, 30.0, 24.0]


def test_the_time_left_is_never_nothing() -> None:
    course = Course((99, answer(307, {"location": "/a"})), answer(200), timeout=Timeout(total=10))
    course.run()
    assert course.sent[1].seconds_left == 0.001


def test_attempts_are_counted_to_the_one_that_succeeds() -> None:
    assert Course(TIMED_OUT, BUSY, after("1"), answer(200)).run().attempts == 4


def test_any_mix_of_failures_keeps_to_the_budget() -> None:
    """A thousand courses of random failures: no attempt too many, none after its time."""
    chance = random.Random(7)
    for _ in range(1000):
        retry = RetryPolicy(attempts=chance.randint(1, 6), total_time=chance.uniform(1, 60))
        timeout = Timeout(total=chance.uniform(1, 60))
        course = Course(retry=retry, timeout=timeout, operation=OPEN)
        course.clock.share = chance.random()
        outcomes = [TIMED_OUT, REFUSED, BUSY, after("2"), after("0"), answer(200)]
        course._outcomes = [(chance.uniform(0, 20), chance.choice(outcomes)) for _ in range(9)]
        begun: list[float] = []
        do = course._do

        def noted(step: Any, do: Any = do, course: Any = course, begun: Any = begun) -> Any:
            begun.append(course.clock.now - 1000.0)
            return do(step)

        course._do = noted  # type: ignore[method-assign]
        left = list(course._outcomes)
        with pytest.raises((AssertionError, APIConnectionError)):
            course.run()
        assert 1 <= len(course.sent) <= retry.attempts
        assert all(moment < min(retry.total_time, timeout.total) for moment in begun)
        assert len(left) - len(course._outcomes) == len(course.sent)


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """Return logger, level and message of each record."""
    return [(each.name, each.levelname, each.getMessage()) for each in caplog.records]


PACKAGE = "azureml_serverless_endpoints"
SENT = "POST service.example [client request id id-of-the-call]"


def test_requests_and_responses_are_logged_at_debug_without_a_secret(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Neither the target nor the body, and of the headers those of an allow-list alone."""
    caplog.set_level(logging.DEBUG, PACKAGE)
    busy = answer(503, {"x-ms-request-id": "r-1", "set-cookie": "marker"}, b"marker")
    Course((0.25, busy), REFUSED, answer(200)).run()
    assert [each for each in logged(caplog) if each[1] != "INFO"] == [
        (PACKAGE, "DEBUG", f"Things_Read: attempt 1: {SENT}"),
        (PACKAGE, "DEBUG", "Things_Read: attempt 1: 503 [request id r-1] in 0.250 s"),
        (PACKAGE, "DEBUG", f"Things_Read: attempt 2: {SENT}"),
        (PACKAGE, "DEBUG", "Things_Read: attempt 2: ConnectError in 0.000 s"),
        (PACKAGE, "DEBUG", f"Things_Read: attempt 3: {SENT}"),
        (PACKAGE, "DEBUG", "Things_Read: attempt 3: 200 in 0.000 s"),
    ]


def test_retries_alone_are_logged_at_info(caplog: pytest.LogCaptureFixture) -> None:
    """A retry heals a failure by itself, so that it is no warning."""
    caplog.set_level(logging.INFO, PACKAGE)
    Course(answer(503, {"x-ms-request-id": "r-1"}), REFUSED, answer(200)).run()
    failed = "Things_Read: attempt 1 failed: 503 [request id r-1]; retrying in 0.500 s"
    lost = "Things_Read: attempt 2 failed: ConnectError; retrying in 1.000 s"
    assert logged(caplog) == [(PACKAGE, "INFO", failed), (PACKAGE, "INFO", lost)]
