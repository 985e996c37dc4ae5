"""Hundreds of calls through faults: each ends in keys or the right error, and nothing is left."""

from __future__ import annotations

import gc
import random
import threading
import time
import warnings
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
from azureml_serverless_endpoints import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APITimeoutError,
    BadRequestError,
    EndpointAuthKeys,
    InternalServerError,
    RateLimitError,
    RetryPolicy,
    Timeout,
)

from tests.network.socket_server import (
    KEYS,
    PRIMARY,
    Line,
    Received,
    Reply,
    SocketServer,
    answer,
    failure,
    fragment,
    hang_up,
    keys,
    redirect,
    reset,
    reset_in_body,
    silence,
    stalled,
)
from tests.network.ways import Caller, JumpClock, open_client

#: Fewer under trio, which takes several times as long for the same.
CALLS = {"sync": 400, "asyncio": 400, "trio": 200, "aiohttp": 400}
ATTEMPTS = 3
#: Roomy, so that a busy machine does not end a call; below the 30 s that one fault asks to wait.
POLICY = RetryPolicy(attempts=ATTEMPTS, total_time=25.0)
LIMITS = Timeout(total=60.0, connect=20.0, read=2.5)

#: Each fault with the error that it is when it comes last; None where the next request follows it.
FAULTS: list[tuple[Reply, type[APIError] | None]] = [
    (reset, APIConnectionError),
    (hang_up, APIConnectionError),
    (reset_in_body, APIConnectionError),
    (fragment(b"HTTP/1.1 200 OK\r\ncontent-"), APIConnectionError),
    (answer(200, KEYS[:9], length=90), APIConnectionError),
    (fragment(b"no HTTP at all\r\n\r\n"), APIConnectionError),
    (silence, APITimeoutError),
    (stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"), APITimeoutError),
    (failure(429, headers={"retry-after": "1"}), RateLimitError),
    (failure(429, headers={"retry-after": "30"}), RateLimitError),
    (failure(503), InternalServerError),
    (failure(500), InternalServerError),
    (failure(400), BadRequestError),
    (answer(200, b"<html>"), APIResponseError),
    (answer(200, KEYS[:30]), APIResponseError),
    (redirect(302, "https://example.org/"), APIResponseError),
    (redirect(307, "/elsewhere"), None),
]
#: What is final, so that it ends a call at once.
FINAL = {BadRequestError, APIResponseError}


class Weather:
    """Answers three in ten requests with a fault, the same ones in every run, and keeps a diary.

    The faults of a call follow from its number alone, in whatever order threads or tasks come.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.diary: dict[str, list[int | None]] = {}

    def __call__(self, line: Line, received: Received) -> bool:
        call = received.headers["x-call"]
        entries = self.diary.setdefault(call, [])
        chance = random.Random(f"{self.seed} {call} {len(entries)}")
        fault = chance.randrange(len(FAULTS)) if chance.random() < 0.3 else None
        entries.append(fault)
        return (keys() if fault is None else FAULTS[fault][0])(line, received)

    def check(self, call: int, outcome: Any) -> None:
        """Fails unless the outcome is what the faults of this call have to lead to."""
        faults = self.diary[str(call)]
        kinds = [None if fault is None else FAULTS[fault][1] for fault in faults]
        followed = sum(fault is not None and FAULTS[fault][1] is None for fault in faults)
        assert len(faults) <= ATTEMPTS + followed
        assert outcome.attempts == len(faults) or type(outcome) is EndpointAuthKeys
        if isinstance(outcome, APIError):
            assert type(outcome) is kinds[-1], (faults, repr(outcome))
            waits_too_long = getattr(outcome, "retry_after", None) == 30.0
            at_the_end = len(faults) - followed == ATTEMPTS
            assert at_the_end or waits_too_long or kinds[-1] in FINAL, (faults, repr(outcome))
        else:
            assert faults[-1] is None, faults
            assert outcome.parsed.primary_key.get_secret_value() == PRIMARY
        # Nothing that ends a call is followed by another attempt.
        assert not FINAL & set(kinds[:-1])


def outcomes(caller: Caller, way: str) -> list[Any]:
    """The outcome of each call, of as many at once as may be."""
    if way == "sync":
        with ThreadPoolExecutor(40) as threads:
            return list(
                threads.map(
                    lambda call: caller.outcome(headers={"x-call": str(call)}), range(CALLS[way])
                )
            )
    found: list[Any] = [None] * CALLS[way]
    method = caller.client.serverless_endpoints.list_keys_detailed
    numbers = iter(range(CALLS[way]))

    async def worker() -> None:
        for call in numbers:
            try:
                found[call] = await method(
                    "rg", "workspace", "endpoint", headers={"x-call": str(call)}
                )
            except Exception as error:
                found[call] = error

    async def workers() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(40):
                group.start_soon(worker)

    caller.do(workers)
    return found


class NoWait(JumpClock):
    """Skips every wait, without making the others older: each call has the time of its own."""

    def monotonic(self) -> float:
        return time.monotonic()


def running_threads() -> set[threading.Thread]:
    """The threads of this process, but for those that trio keeps for a while in case of need."""
    return {thread for thread in threading.enumerate() if "Trio" not in thread.name}


def test_a_call_through_faults_ends_in_keys_or_its_error(way: str, server: SocketServer) -> None:
    weather = Weather(seed=20250901)
    server.otherwise = weather
    before = running_threads()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with open_client(way, server.url, clock=NoWait(), retry=POLICY, timeout=LIMITS) as caller:
            results = outcomes(caller, way)
        gc.collect()
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, APIError) for error in errors), errors
    for call, result in enumerate(results):
        weather.check(call, result)
    seen = {type(error) for error in errors}
    assert seen == {kind for _, kind in FAULTS if kind is not None}
    assert len(errors) < CALLS[way] / 5
    deadline = time.monotonic() + 10
    while server.open_connections and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not server.open_connections, "a connection was left open"
    while running_threads() - before and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not running_threads() - before
