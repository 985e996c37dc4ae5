"""Hundreds of calls through random faults: each has the right outcome, and nothing leaks."""

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

from tests.network.clients import Caller, JumpClock, open_client
from tests.network.socket_server import (
    KEYS,
    PRIMARY,
    Connection,
    Received,
    Reply,
    SocketServer,
    failure,
    fragment,
    hang_up,
    redirect,
    reset,
    reset_in_body,
    respond,
    respond_with_keys,
    silence,
    stalled,
)

#: Fewer with trio, which needs several times as long.
CALLS = {"sync": 400, "asyncio": 400, "trio": 200, "aiohttp": 400}
ATTEMPTS = 3
#: Long enough for a busy machine, and less than the wait of 30 s that one fault requests.
POLICY = RetryPolicy(attempts=ATTEMPTS, total_time=25.0)
LIMITS = Timeout(total=60.0, connect=20.0, read=2.5)

#: Each fault with the error of a call that ends with it, or None for a redirect, which is followed.
FAULTS: list[tuple[Reply, type[APIError] | None]] = [
    (reset, APIConnectionError),
    (hang_up, APIConnectionError),
    (reset_in_body, APIConnectionError),
    (fragment(b"HTTP/1.1 200 OK\r\ncontent-"), APIConnectionError),
    (respond(200, KEYS[:9], length=90), APIConnectionError),
    (fragment(b"no HTTP at all\r\n\r\n"), APIConnectionError),
    (silence, APITimeoutError),
    (stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 90\r\n\r\n{"), APITimeoutError),
    (failure(429, headers={"retry-after": "1"}), RateLimitError),
    (failure(429, headers={"retry-after": "30"}), RateLimitError),
    (failure(503), InternalServerError),
    (failure(500), InternalServerError),
    (failure(400), BadRequestError),
    (respond(200, b"<html>"), APIResponseError),
    (respond(200, KEYS[:30]), APIResponseError),
    (redirect(302, "https://example.org/"), APIResponseError),
    (redirect(307, "/elsewhere"), None),
]
#: The errors that end a call at once.
FINAL = {BadRequestError, APIResponseError}


class RandomFaults:
    """A reply that is a fault for three in ten requests, the same in every run.

    The faults of a call depend only on its number, not on the order of threads or tasks.

    Attributes:
        sent: For each call, the fault of each of its requests, or None for keys.
    """

    def __init__(self, seed: int) -> None:
        self.seed = seed
        self.sent: dict[str, list[int | None]] = {}

    def __call__(self, connection: Connection, received: Received) -> bool:
        call = received.headers["x-call"]
        faults = self.sent.setdefault(call, [])
        chance = random.Random(f"{self.seed} {call} {len(faults)}")
        fault = chance.randrange(len(FAULTS)) if chance.random() < 0.3 else None
        faults.append(fault)
        return (respond_with_keys() if fault is None else FAULTS[fault][0])(connection, received)

    def check(self, call: int, outcome: Any) -> None:
        """Check that the outcome of a call follows from its faults."""
        faults = self.sent[str(call)]
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
        # No attempt follows a final error.
        assert not FINAL & set(kinds[:-1])


def outcomes(caller: Caller, client_kind: str) -> list[Any]:
    """Return the outcome of each call. Forty calls run at the same time."""
    if client_kind == "sync":
        with ThreadPoolExecutor(40) as threads:
            return list(
                threads.map(
                    lambda call: caller.outcome(headers={"x-call": str(call)}),
                    range(CALLS[client_kind]),
                )
            )
    found: list[Any] = [None] * CALLS[client_kind]
    method = caller.client.serverless_endpoints.list_keys_detailed
    numbers = iter(range(CALLS[client_kind]))

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
    """A clock that skips every wait and does not advance, so that no call shortens another."""

    def monotonic(self) -> float:
        return time.monotonic()


def running_threads() -> set[threading.Thread]:
    """Return the threads of this process, without the idle workers that trio keeps."""
    return {thread for thread in threading.enumerate() if "Trio" not in thread.name}


def test_calls_through_random_faults_have_the_right_outcome(
    client_kind: str, server: SocketServer
) -> None:
    faults = RandomFaults(seed=20250901)
    server.default_reply = faults
    before = running_threads()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with open_client(
            client_kind, server.url, clock=NoWait(), retry=POLICY, timeout=LIMITS
        ) as caller:
            results = outcomes(caller, client_kind)
        gc.collect()
    errors = [result for result in results if isinstance(result, Exception)]
    assert all(isinstance(error, APIError) for error in errors), errors
    for call, result in enumerate(results):
        faults.check(call, result)
    seen = {type(error) for error in errors}
    assert seen == {kind for _, kind in FAULTS if kind is not None}
    assert len(errors) < CALLS[client_kind] / 5
    deadline = time.monotonic() + 10
    while server.open_connections and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not server.open_connections, "a connection was left open"
    while running_threads() - before and time.monotonic() < deadline:
        threading.Event().wait(0.01)
    assert not running_threads() - before
