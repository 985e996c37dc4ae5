"""Any value of the headers that are read: `WWW-Authenticate` and those that request a wait."""

from __future__ import annotations

import json
import math

import pytest
from azureml_serverless_endpoints._challenge import requested_claims
from azureml_serverless_endpoints._retry import requested_wait
from hypothesis import example, given
from hypothesis import strategies as st

from tests.fuzz.strategies import memory_limit, texts

LONGEST = 65_536
DATES = st.datetimes().map(lambda when: when.strftime("%a, %d %b %Y %H:%M:%S GMT"))


@given(texts(LONGEST))
@example("a" * LONGEST)
@example("a " * (LONGEST // 2))
@example(("a" * 1_000 + " ") * 65)
@example('a="\\' * (LONGEST // 4))
@example('Bearer error="insufficient_claims", claims="' + "W" * 60_000 + '"')
def test_any_challenge_is_read_as_claims_or_none(header: str) -> None:
    with memory_limit(len(header)):
        claims = requested_claims(header)
    assert claims is None or isinstance(json.loads(claims), dict)


@given(
    st.dictionaries(
        st.sampled_from(["retry-after", "retry-after-ms", "x-ms-retry-after-ms"]),
        texts(LONGEST)
        | st.datetimes().map(lambda when: when.strftime("%a, %d %b %Y %H:%M:%S GMT")),
    ),
    st.floats(0, 1e11),
)
@example({"retry-after": "9" * LONGEST}, 0.0)
@example({"retry-after": "0." + "9" * LONGEST}, 0.0)
@example({"retry-after": "Fri, 31 Dec 9999 23:59:59 -2359"}, 0.0)
@example({"retry-after": "Mon, 01 Jan 0001 00:00:00 +2359"}, 0.0)
@example({"retry-after": "²"}, 0.0)
def test_any_wait_is_read_as_seconds_or_none(headers: dict[str, str], now: float) -> None:
    with memory_limit(sum(map(len, headers.values()))):
        wait = requested_wait(headers, now)
    assert wait is None or (math.isfinite(wait) and wait >= 0)


@pytest.mark.parametrize("name", ["retry-after", "retry-after-ms", "x-ms-retry-after-ms"])
@given(seconds=st.integers(0, 10**9))
def test_an_integer_is_read_without_loss(name: str, seconds: int) -> None:
    units = 1 if name == "retry-after" else 1000
    assert requested_wait({name: f" {seconds} "}, 0.0) == seconds / units
