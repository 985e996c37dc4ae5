"""When a call retries, how long it waits before, and when it gives up."""

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

from tests.client.scripted_call import OPEN, REFUSED, TIMED_OUT, WRITE, ScriptedCall, answer

BUSY = answer(503)
RETRIED = (408, 429, 500, 502, 503, 504)


def after(seconds: str, status: int = 429, header: str = "retry-after") -> Any:
    """Return a response that requests a wait."""
    return answer(status, {header: seconds})


@pytest.mark.parametrize("status", [200, 201, 204])
def test_a_success_is_not_retried(status: int) -> None:
    call = ScriptedCall(answer(status))
    assert call.run().attempts == 1
    assert call.waits == []


@pytest.mark.parametrize("status", RETRIED)
def test_a_temporary_status_is_retried_until_the_attempts_are_used_up(status: int) -> None:
    call = ScriptedCall(*[answer(status)] * 4)
    final = call.run()
    assert (final.status_code, final.attempts) == (status, 4)
    assert call.waits == [0.5, 1.0, 2.0]


@pytest.mark.parametrize("status", [s for s in range(100, 600) if s not in RETRIED])
def test_no_other_status_is_retried(status: int) -> None:
    call = ScriptedCall(answer(status, {"retry-after": "1"}))
    assert call.run().attempts == 1
    assert call.waits == []


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
def test_a_temporary_failure_is_retried(failure: Failure, kind: Any, words: str) -> None:
    assert ScriptedCall(failure, failure, answer(200)).run().attempts == 3
    call = ScriptedCall(*[failure] * 4)
    with pytest.raises(kind) as caught:
        call.run()
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
def test_a_permanent_failure_is_not_retried(failure: Failure, kind: Any, words: str) -> None:
    call = ScriptedCall(failure)
    with pytest.raises(kind) as caught:
        call.run()
    assert type(caught.value) is kind
    assert str(caught.value).startswith(f"Things_Read: {words}")
    assert (caught.value.attempts, call.waits) == (1, [])


@pytest.mark.parametrize("outcome", [BUSY, after("1"), TIMED_OUT, REFUSED, FOREIGN])
def test_an_operation_that_is_not_repeatable_is_sent_once(outcome: Any) -> None:
    call = ScriptedCall(outcome, operation=WRITE)
    if isinstance(outcome, Failure):
        with pytest.raises((APIConnectionError, APIResponseError)) as caught:
            call.run()
        assert caught.value.attempts == 1
    else:
        assert call.run().attempts == 1
    assert call.waits == []


@pytest.mark.parametrize("attempts", [1, 2, 7])
def test_the_policy_limits_the_attempts(attempts: int) -> None:
    call = ScriptedCall(*[BUSY] * attempts, retry=RetryPolicy(attempts=attempts))
    assert call.run().attempts == attempts
    assert len(call.waits) == attempts - 1


def test_waits_double_up_to_the_longest_wait() -> None:
    retry = RetryPolicy(attempts=8, first_wait=1, longest_wait=10, total_time=1000)
    call = ScriptedCall(*[BUSY] * 8, retry=retry)
    call.run()
    assert call.waits == [1, 2, 4, 8, 10, 10, 10]


def test_a_wait_is_a_random_share_of_its_maximum() -> None:
    call = ScriptedCall(BUSY, BUSY, answer(200))
    call.clock.share = 0.25
    call.run()
    assert call.waits == [0.125, 0.25]


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
        # The time of the call begins at 1700001000, which is 22:30:00.
        ({"retry-after": "Tue, 14 Nov 2023 22:30:04 GMT"}, 4.0),
        ({"retry-after": "Tue, 14 Nov 2023 22:30:04"}, 4.0),
        ({"retry-after": "Tue, 14 Nov 2023 23:30:04 +0100"}, 4.0),
        ({"retry-after": "Tuesday, 14-Nov-23 22:30:04 GMT"}, 4.0),
        ({"retry-after": "Tue Nov 14 22:30:04 2023"}, 4.0),
        # These request no wait, so the backoff applies.
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
def test_the_wait_that_the_service_requests_is_kept(headers: dict[str, str], wait: float) -> None:
    call = ScriptedCall(answer(429, headers), answer(200))
    call.run()
    assert call.waits == [wait]


@pytest.mark.parametrize("status", RETRIED)
def test_a_requested_wait_is_kept_for_each_status_that_is_retried(status: int) -> None:
    call = ScriptedCall(after("3", status), answer(200))
    call.run()
    assert call.waits == [3.0]


def test_a_requested_wait_may_exceed_the_longest_wait_of_the_policy() -> None:
    call = ScriptedCall(after("30"), answer(200))
    call.run()
    assert call.waits == [30.0]


@pytest.mark.parametrize(
    ("seconds", "retried"), [("59", True), ("60", False), ("3600", False), ("9" * 99, False)]
)
def test_a_requested_wait_beyond_the_total_time_ends_the_call(seconds: str, retried: bool) -> None:
    call = ScriptedCall(after(seconds), *[answer(200)] * retried)
    final = call.run()
    assert final.attempts == 1 + retried
    assert call.waits == [float(seconds)] * retried


def test_the_total_time_includes_the_attempts() -> None:
    call = ScriptedCall((50, BUSY), after("9"), after("1"), retry=RetryPolicy(longest_wait=0.5))
    assert call.run().attempts == 3
    # After 50 s, 0.5 s and 9 s, another wait of a second would exceed 60 s.
    assert call.waits == [0.5, 9.0]


def test_a_wait_beyond_the_deadline_of_the_call_ends_it() -> None:
    call = ScriptedCall(after("9"), after("2"), timeout=Timeout(total=10))
    assert call.run().attempts == 2
    assert call.waits == [9.0]


def test_no_attempt_follows_a_wait_that_ended_after_the_deadline() -> None:
    """A machine that was suspended wakes up after the deadline."""
    for limits in ({"timeout": Timeout(total=10)}, {"retry": RetryPolicy(total_time=10)}):
        call = ScriptedCall(after("5"), **limits)
        call.clock.sleep = lambda seconds, clock=call.clock: setattr(clock, "now", 1050.0)  # type: ignore[method-assign]
        assert call.run().attempts == 1
    call = ScriptedCall(REFUSED)
    call.clock.sleep = lambda seconds: setattr(call.clock, "now", 9999.0)  # type: ignore[method-assign]
    with pytest.raises(APIConnectionError):
        call.run()


def test_every_attempt_gets_the_remaining_time() -> None:
    call = ScriptedCall((20, after("10")), (5, BUSY), answer(200), timeout=Timeout(total=60))
    call.run()
    assert [send.seconds_left for send in call.sent] == [60.0, 30.0, 24.0]
    assert [ask.seconds_left for ask in call.asked] == [60.0, 30.0, 24.0]


def test_the_remaining_time_is_never_zero() -> None:
    call = ScriptedCall(
        (99, answer(307, {"location": "/a"})), answer(200), timeout=Timeout(total=10)
    )
    call.run()
    assert call.sent[1].seconds_left == 0.001


def test_the_number_of_attempts_includes_the_last_one() -> None:
    assert ScriptedCall(TIMED_OUT, BUSY, after("1"), answer(200)).run().attempts == 4


def test_any_sequence_of_failures_stays_within_the_policy() -> None:
    """A thousand calls with random failures make no extra attempt and start none too late."""
    chance = random.Random(7)
    for _ in range(1000):
        retry = RetryPolicy(attempts=chance.randint(1, 6), total_time=chance.uniform(1, 60))
        timeout = Timeout(total=chance.uniform(1, 60))
        call = ScriptedCall(retry=retry, timeout=timeout, operation=OPEN)
        call.clock.share = chance.random()
        outcomes = [TIMED_OUT, REFUSED, BUSY, after("2"), after("0"), answer(200)]
        call._outcomes = [(chance.uniform(0, 20), chance.choice(outcomes)) for _ in range(9)]
        begun: list[float] = []
        do = call._do

        def record(step: Any, do: Any = do, call: Any = call, begun: Any = begun) -> Any:
            begun.append(call.clock.now - 1000.0)
            return do(step)

        call._do = record  # type: ignore[method-assign]
        left = list(call._outcomes)
        with pytest.raises((AssertionError, APIConnectionError)):
            call.run()
        assert 1 <= len(call.sent) <= retry.attempts
        assert all(moment < min(retry.total_time, timeout.total) for moment in begun)
        assert len(left) - len(call._outcomes) == len(call.sent)


def logged(caplog: pytest.LogCaptureFixture) -> list[tuple[str, str, str]]:
    """Return logger, level and message of each record."""
    return [(each.name, each.levelname, each.getMessage()) for each in caplog.records]


PACKAGE = "azureml_serverless_endpoints"
SENT = "POST service.example [client request id id-of-the-call]"


def test_requests_and_responses_are_logged_at_debug_without_a_secret(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The records contain neither the query nor the body, and only headers of an allow-list."""
    caplog.set_level(logging.DEBUG, PACKAGE)
    busy = answer(503, {"x-ms-request-id": "r-1", "set-cookie": "marker"}, b"marker")
    ScriptedCall((0.25, busy), REFUSED, answer(200)).run()
    assert [each for each in logged(caplog) if each[1] != "INFO"] == [
        (PACKAGE, "DEBUG", f"Things_Read: attempt 1: {SENT}"),
        (
            PACKAGE,
            "DEBUG",
            "Things_Read: attempt 1: 503 [request id r-1, resource /things] in 0.250 s",
        ),
        (PACKAGE, "DEBUG", f"Things_Read: attempt 2: {SENT}"),
        (PACKAGE, "DEBUG", "Things_Read: attempt 2: ConnectError [resource /things] in 0.000 s"),
        (PACKAGE, "DEBUG", f"Things_Read: attempt 3: {SENT}"),
        (PACKAGE, "DEBUG", "Things_Read: attempt 3: 200 [resource /things] in 0.000 s"),
    ]


def test_only_retries_are_logged_at_info(caplog: pytest.LogCaptureFixture) -> None:
    """A retry is not a warning, because the call may still succeed."""
    caplog.set_level(logging.INFO, PACKAGE)
    ScriptedCall(answer(503, {"x-ms-request-id": "r-1"}), REFUSED, answer(200)).run()
    ids = "[request id r-1, resource /things]"
    failed = f"Things_Read: attempt 1 failed: 503 {ids}; retrying in 0.500 s"
    lost = "Things_Read: attempt 2 failed: ConnectError [resource /things]; retrying in 1.000 s"
    assert logged(caplog) == [(PACKAGE, "INFO", failed), (PACKAGE, "INFO", lost)]
