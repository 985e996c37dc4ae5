"""`Timeout` and `RetryPolicy`: their arguments, and the waits of a policy."""

from __future__ import annotations

import math
import time
from collections.abc import Iterator
from typing import Any

import attrs
import httpx
import pytest
from azureml_serverless_endpoints import AsyncClient, Client, RetryPolicy, Timeout
from azureml_serverless_endpoints._retry import requested_wait
from hypothesis import given, strategies

from tests.client.calls import FreshClient

NUMBERS = [0, -1, -0.5, math.nan, True, None, "5", [5]]


@pytest.mark.parametrize("name", ["total", "connect", "read"])
@pytest.mark.parametrize("value", [*NUMBERS, math.inf, 1e9 + 1, 10**400])
def test_a_timeout_must_be_a_finite_number_above_zero(name: str, value: Any) -> None:
    with pytest.raises(
        ValueError, match=f"{name} of Timeout must be a number of seconds above 0 and at most 1e9"
    ):
        Timeout(**{name: value})


@pytest.mark.parametrize("name", ["total_time", "first_wait", "longest_wait"])
@pytest.mark.parametrize("value", NUMBERS)
def test_a_time_of_a_policy_must_be_a_number_above_zero(name: str, value: Any) -> None:
    with pytest.raises(ValueError, match=f"{name} of RetryPolicy must be a number above 0"):
        RetryPolicy(**{name: value})


@pytest.mark.parametrize("value", [*NUMBERS, 1.0, math.inf])
def test_attempts_must_be_an_integer_above_zero(value: Any) -> None:
    with pytest.raises(ValueError, match="attempts of RetryPolicy must be a whole number of 1 or"):
        RetryPolicy(attempts=value)


def test_the_defaults_are_the_documented_ones() -> None:
    assert Timeout() == Timeout(total=120, connect=10, read=65)
    assert RetryPolicy() == RetryPolicy(attempts=4, total_time=60, first_wait=0.5, longest_wait=8)


@pytest.mark.parametrize("limits", [Timeout(), RetryPolicy()])
def test_limits_are_immutable_and_keyword_only(limits: Any) -> None:
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        setattr(limits, attrs.fields(type(limits))[0].name, 5)
    with pytest.raises(TypeError):
        type(limits)(5)
    assert hash(limits) == hash(type(limits)())


def test_the_longest_timeout_is_allowed() -> None:
    assert Timeout(total=1e9, connect=10**9, read=0.001).total == 1e9


def test_a_number_is_the_total_of_a_timeout() -> None:
    assert Timeout.of(5) == Timeout(total=5)
    assert Timeout.of(Timeout(read=1)) == Timeout(read=1)


@pytest.mark.parametrize("value", [0, -1, -0.5, math.nan, math.inf, 10**400])
def test_a_client_and_a_call_refuse_a_wrong_timeout(fresh_client: FreshClient, value: Any) -> None:
    with pytest.raises(ValueError, match=r"^timeout must be a number of seconds above 0"):
        fresh_client.list_keys(timeout=value)
    for kind in (Client, AsyncClient):
        with pytest.raises(ValueError, match=r"^timeout must be a number of seconds above 0"):
            kind("token", timeout=value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        ("5", "of type str"),
        (True, "of type bool"),
        (None, "of type NoneType"),
        ([5], "of type list"),
        (httpx.Timeout(5), "of type httpx.Timeout"),
        (Timeout, "the class Timeout; pass an instance of it"),
    ],
)
def test_the_error_of_a_wrong_timeout_names_its_type(
    fresh_client: FreshClient, value: Any, found: str
) -> None:
    words = f"timeout must be a Timeout of this package or a number of seconds, not {found}$"
    for kind in (Client, AsyncClient):
        with pytest.raises(TypeError, match=words):
            kind("token", timeout=value)
    if value is not None:
        with pytest.raises(TypeError, match=words):
            fresh_client.list_keys(timeout=value)


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (5, "of type int"),
        (None, "of type NoneType"),
        ({"attempts": 5}, "of type dict"),
        (RetryPolicy, "the class RetryPolicy; pass an instance of it"),
    ],
)
def test_the_error_of_a_wrong_policy_names_its_type(
    fresh_client: FreshClient, value: Any, found: str
) -> None:
    words = f"retry must be a RetryPolicy of this package, not {found}$"
    for kind in (Client, AsyncClient):
        with pytest.raises(TypeError, match=words):
            kind("token", retry=value)
    if value is not None:
        with pytest.raises(TypeError, match=words):
            fresh_client.list_keys(retry=value)


def high(low: float, high: float) -> float:
    """Return the highest random number."""
    return high


@pytest.mark.parametrize(
    ("failures", "elapsed", "requested", "wait"),
    [
        (1, 0.0, None, 0.5),
        (2, 0.0, None, 1.0),
        (3, 0.0, None, 2.0),
        (4, 0.0, None, None),
        (5, 0.0, None, None),
        (1, 59.4, None, 0.5),
        (1, 59.5, None, None),
        (1, 0.0, 59.0, 59.0),
        (1, 1.0, 59.0, None),
        (4, 0.0, 1.0, None),
        (1, 0.0, 0.0, 0.5),
        (1, 0.0, 0.001, 0.001),
        (1, 0.0, math.inf, None),
    ],
)
def test_the_policy_returns_the_wait_or_none_to_give_up(
    failures: int, elapsed: float, requested: float | None, wait: float | None
) -> None:
    decided = RetryPolicy().wait(
        failures=failures, elapsed=elapsed, requested=requested, uniform=high
    )
    assert decided == wait


def test_the_wait_of_a_very_late_attempt_does_not_overflow() -> None:
    policy = RetryPolicy(attempts=10_000, total_time=math.inf)
    assert policy.wait(failures=9_999, elapsed=0, requested=None, uniform=high) == 8.0


def test_the_random_wait_has_a_range_from_zero_to_the_maximum() -> None:
    asked: list[tuple[float, float]] = []

    def uniform(low: float, high: float) -> float:
        asked.append((low, high))
        return 0.3

    assert RetryPolicy().wait(failures=2, elapsed=0, requested=None, uniform=uniform) == 0.3
    assert asked == [(0.0, 1.0)]


@given(strategies.text(max_size=40) | strategies.text("0123456789.:, GMTueNov+-", max_size=40))
def test_no_retry_after_header_raises_an_exception(value: str) -> None:
    wait = requested_wait({"retry-after": value}, 1_700_000_000.0)
    assert wait is None or wait >= 0.0


@pytest.fixture
def _time_zone_of_tokyo(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "XXX-9")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.usefixtures("_time_zone_of_tokyo")
def test_a_date_without_a_time_zone_is_utc() -> None:
    for date in ("Tue Nov 14 22:30:04 2023", "Tue, 14 Nov 2023 22:30:04 -0000"):
        assert requested_wait({"retry-after": date}, 1_700_001_000.0) == 4.0


def test_no_header_requests_no_wait() -> None:
    assert requested_wait({}, 0.0) is None
