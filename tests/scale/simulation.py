"""100,000 endpoints in 200 subscriptions, by a clock that jumps from one event to the next.

The package's own `AsyncClient` makes the calls; only the clock and the service are simulated. The
service has the published limits: in each subscription a bucket of 200 calls, refilled with 10 a
second, and a 429 with `Retry-After` for a call beyond it.
"""

from __future__ import annotations

import asyncio
import math
import random
import selectors
from collections import Counter
from collections.abc import Iterator
from typing import Any, Final

import attrs
import httpx
from azureml_serverless_endpoints import AsyncClient
from azureml_serverless_endpoints._clock import Clock

SUBSCRIPTIONS: Final = 200
ENDPOINTS: Final = 500
CONCURRENCY: Final = 64
BURST: Final = 200
PER_SECOND: Final = 10


class Selector(selectors.SelectSelector):
    """A selector that waits no time, but moves the clock of its loop."""

    now = 0.0

    def select(self, timeout: float | None = None) -> Any:
        """Return what is ready. If nothing is, it is later."""
        ready = super().select(0)
        if not ready:
            if timeout is None:
                raise RuntimeError("nothing is going to happen")
            self.now += max(timeout, 0.0)
        return ready


class Loop(asyncio.SelectorEventLoop):
    """An event loop whose time is simulated."""

    def __init__(self) -> None:
        self._simulated = Selector()
        super().__init__(self._simulated)

    def time(self) -> float:
        """Return simulated seconds since the start."""
        return self._simulated.now


class SimulatedClock(Clock):
    """The clock of the loop, and random numbers that are the same each time."""

    def __init__(self, loop: Loop, seed: int) -> None:
        super().__init__()
        self._loop = loop
        self._random = random.Random(seed)

    def monotonic(self) -> float:
        """Return simulated seconds since the start."""
        return self._loop.time()

    def time(self) -> float:
        """Return simulated seconds since the epoch."""
        return 1.8e9 + self._loop.time()

    def uniform(self, low: float, high: float) -> float:
        """Return a number between two others."""
        return self._random.uniform(low, high)

    async def async_sleep(self, seconds: float) -> None:
        """Wait a simulated time."""
        await asyncio.sleep(seconds)


class Service(httpx.AsyncBaseTransport):
    """Azure Resource Manager: its limits, and times as users measure them.

    Attributes:
        refused: The number of responses with 429.
        accepted: The number of calls that were accepted in each second.
    """

    def __init__(self, loop: Loop, seed: int) -> None:
        self.refused = 0
        self.accepted: Counter[int] = Counter()
        self._loop = loop
        self._random = random.Random(seed)
        self._buckets: dict[str, tuple[float, float]] = {}

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request, after the time of the network and that of the service."""
        await asyncio.sleep(self._random.uniform(0.02, 0.2))
        subscription = request.url.path.split("/")[2]
        now = self._loop.time()
        tokens, at = self._buckets.get(subscription, (float(BURST), now))
        tokens = min(float(BURST), tokens + (now - at) * PER_SECOND)
        if tokens < 1:
            self.refused += 1
            self._buckets[subscription] = tokens, now
            wait = math.ceil((1 - tokens) / PER_SECOND)
            return httpx.Response(429, headers={"Retry-After": f"{wait}"}, json={})
        self._buckets[subscription] = tokens - 1, now
        self.accepted[int(now)] += 1
        await asyncio.sleep(self._random.lognormvariate(-1.8, 0.5))
        left = {"x-ms-ratelimit-remaining-subscription-writes": f"{int(tokens - 1)}"}
        return httpx.Response(200, headers=left, json={"primaryKey": "a", "secondaryKey": "b"})


@attrs.frozen
class Report:
    """What a simulation shows.

    Attributes:
        order: The order of the ids.
        seconds: How long it took, in simulated seconds.
        refused: The number of responses with 429.
        failed: The number of outcomes with an error.
        ended: For each subscription, when its last outcome came.
        accepted: The number of calls that the service accepted in each second.
        ahead: The greatest number of ids that were read before the outcomes came.
    """

    order: str
    seconds: float
    refused: int
    failed: int
    ended: dict[str, float]
    accepted: Counter[int]
    ahead: int


def grouped(subscriptions: int, endpoints: int) -> Iterator[tuple[int, int]]:
    """Yield subscription and number of each endpoint, as Resource Graph sorts them."""
    for subscription in range(subscriptions):
        for endpoint in range(endpoints):
            yield subscription, endpoint


def mixed(subscriptions: int, endpoints: int) -> Iterator[tuple[int, int]]:
    """Yield the same endpoints in no order."""
    found = list(grouped(subscriptions, endpoints))
    random.Random(7).shuffle(found)
    yield from found


#: The orders in which ids may come.
ORDERS: Final = {"grouped": grouped, "mixed": mixed}


def simulate(order: str, subscriptions: int = SUBSCRIPTIONS, endpoints: int = ENDPOINTS) -> Report:
    """List the keys of endpoints, and return what happened.

    Args:
        order: One of `ORDERS`.
        subscriptions: The number of subscriptions.
        endpoints: The number of endpoints in each of them.
    """
    loop = Loop()
    try:
        ids = ORDERS[order](subscriptions, endpoints)
        report = loop.run_until_complete(_simulated(order, ids, loop))
    finally:
        loop.close()
    assert len(report.ended) == subscriptions
    return report


async def _simulated(order: str, endpoints: Iterator[tuple[int, int]], loop: Loop) -> Report:
    service = Service(loop, seed=1)
    read = came = ahead = failed = 0
    ended: dict[str, float] = {}

    def ids() -> Iterator[str]:
        nonlocal read
        for subscription, endpoint in endpoints:
            read += 1
            yield (
                f"/subscriptions/{subscription:03}/resourceGroups/group/providers"
                "/Microsoft.MachineLearningServices/workspaces/workspace"
                f"/serverlessEndpoints/endpoint{endpoint}"
            )

    http_client = httpx.AsyncClient(transport=service)
    async with http_client, AsyncClient("token", http_client=http_client) as client:
        client._transport.clock = SimulatedClock(loop, seed=2)
        calls = client.serverless_endpoints.list_keys_many(ids(), concurrency=CONCURRENCY)
        async for outcome in calls:
            came += 1
            ahead = max(ahead, read - came)
            failed += outcome.error is not None
            ended[outcome.resource_id.split("/")[2]] = loop.time()
    return Report(order, loop.time(), service.refused, failed, ended, service.accepted, ahead)
