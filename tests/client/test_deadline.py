"""The end of a call, as its requests and its connections know it."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import APITimeoutError, RetryPolicy, Timeout
from azureml_serverless_endpoints._deadline import Wait, _Stream, keep_to_waits

from tests.client.caller import KEYS, Caller


class Bytes:
    """Stands for a stream of httpcore; notes how long each read may wait."""

    def __init__(self) -> None:
        self.waits: list[float | None] = []

    def read(self, max_bytes: int, timeout: float | None) -> bytes:
        self.waits.append(timeout)
        return b"x" * max_bytes

    write = close = get_extra_info = start_tls = read


def test_no_wait_begins_after_the_end() -> None:
    stream = Bytes()
    with pytest.raises(httpx.ReadTimeout, match="the time of the call is up"):
        _Stream(stream).read(5, Wait(10.0, time.monotonic() - 1.0))
    assert stream.waits == []


def test_a_wait_ends_with_the_call() -> None:
    stream = Bytes()
    assert _Stream(stream).read(5, Wait(1000.0, time.monotonic() + 100.0)) == b"xxxxx"
    (wait,) = stream.waits
    assert wait is not None
    assert 0 < wait <= 100


def test_a_wait_over_tls_ends_with_the_call_too() -> None:
    stream = Bytes()
    stream.start_tls = lambda context: stream  # type: ignore[assignment]
    with pytest.raises(httpx.ReadTimeout, match="the time of the call is up"):
        _Stream(stream).start_tls(None).read(5, Wait(10.0, time.monotonic() - 1.0))


def test_any_other_wait_stays_as_it_is() -> None:
    stream = Bytes()
    for timeout in (None, 7.0, Wait(7.0, time.monotonic() + 100.0)):
        _Stream(stream).read(5, timeout)
    assert stream.waits == [None, 7.0, 7.0]


def test_an_httpx_that_looks_otherwise_is_left_alone() -> None:
    for transport in (object(), httpx.MockTransport(lambda _: httpx.Response(200))):
        before = dict(vars(transport)) if hasattr(transport, "__dict__") else {}
        keep_to_waits(transport)  # type: ignore[arg-type]
        assert (vars(transport) if before else {}) == before


@pytest.mark.parametrize(
    ("timeout", "limits"),
    [
        (Timeout(), {"connect": 10.0, "read": 65.0, "write": 65.0, "pool": 120.0}),
        (Timeout(total=60, read=4), {"connect": 10.0, "read": 4.0, "write": 4.0, "pool": 60.0}),
        (5, {"connect": 5.0, "read": 5.0, "write": 5.0, "pool": 5.0}),
    ],
)
def test_no_limit_of_a_request_is_beyond_that_of_the_call(
    timeout: Any, limits: dict[str, float]
) -> None:
    seen: list[Any] = []

    def handle(request: httpx.Request) -> httpx.Response:
        seen.append(request.extensions["timeout"])
        return httpx.Response(200, json=KEYS)

    with httpx.Client(transport=httpx.MockTransport(handle)) as http_client:
        Caller("sync").list_keys(timeout=timeout, client={"http_client": http_client})
    assert seen == [limits]


class Trickle(httpx.SyncByteStream):
    """A body that comes byte by byte."""

    def __iter__(self) -> Iterator[bytes]:
        for _ in range(200):
            time.sleep(0.005)
            yield b" "


def test_a_client_of_ones_own_ends_a_body_that_trickles() -> None:
    """Its connections know no end, so the body is not read on once the time is up."""
    body = Trickle()
    transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
    with (
        httpx.Client(transport=transport) as http_client,
        pytest.raises(APITimeoutError, match=r"not complete after 0\.05 s"),
    ):
        Caller("sync").list_keys(
            client={"http_client": http_client},
            timeout=Timeout(total=0.05),
            retry=RetryPolicy(attempts=1),
        )
