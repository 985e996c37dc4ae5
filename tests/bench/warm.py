"""Calls with a client that has open connections, one at a time or many at once."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any, TypeVar

import httpx
from aiohttp import ClientSession
from httpx_aiohttp import HttpxAiohttpClient

from . import by_hand, by_package
from .comparison import Comparison

C = TypeVar("C")

#: In one run: the calls of a single caller, the number of concurrent callers, and their calls each.
CALLS, CROWD, CALLS_EACH, CALLS_OF_THREAD = 25, 50, 6, 20
#: The calls that start at once, and the limit of concurrent requests of a careful programmer.
GATHERED, PLACES = 1000, 64

#: The limits of the pool of the package. With fewer, httpx would have to reconnect.
LIMITS: dict[str, Any] = {"max_connections": 100, "max_keepalive_connections": 100}

ALONE = {"wall per call": 0.90, "cpu per call": 0.90}
ONE_TASK = {"wall per call": 1.00, "cpu per call": 1.00}
THREADS = {"wall per call": 1.00, "99th percentile": 1.10}
FOUR_TIMES_HTTPX = {"wall per call": 1 / 4, "99th percentile": 1 / 4}
FASTER_THAN_HTTPX2 = {"wall per call": 1 / 1.2, "99th percentile": 1.00}
SIX_TIMES_HTTPX = {"wall per call": 1 / 6, "99th percentile": 1 / 6}
AIOHTTP = {"wall per call": 1.00, "99th percentile": 1.00}
AS_FAST = {"wall per call": 1.05}
#: The pairs in a batch of short runs.
MANY = 40
#: The pairs that make 50,000 calls of threads, none of which may fail.
FIFTY_THOUSAND = 50_000 // (CROWD * CALLS_OF_THREAD)


@contextlib.contextmanager
def comparisons(base_url: str) -> Iterator[list[Comparison]]:
    """Return the comparisons with open clients, and close the clients at the end."""
    with contextlib.ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())

        def opened(client: contextlib.AbstractAsyncContextManager[C]) -> C:
            asyncs = contextlib.AsyncExitStack()
            stack.callback(lambda: runner.run(asyncs.aclose()))
            return runner.run(asyncs.enter_async_context(client))

        async def new_session() -> ClientSession:
            # It looks for the running event loop.
            return ClientSession()

        def by_hand_with(client: Any) -> Callable[[], Awaitable[object]]:
            return lambda: by_hand.async_list_keys(client, base_url)

        def with_package(client: Any) -> Callable[[], Awaitable[object]]:
            return lambda: by_package.async_list_keys(client)

        def alone(call: Callable[[], Awaitable[object]]) -> Callable[[], dict[str, float]]:
            return lambda: runner.run(_tasks(call, 1, CALLS))

        def crowd(call: Callable[[], Awaitable[object]]) -> Callable[[], dict[str, float]]:
            return lambda: runner.run(_tasks(call, CROWD, CALLS_EACH))

        def gathered(call: Callable[[], Awaitable[object]]) -> Callable[[], dict[str, float]]:
            return lambda: runner.run(_tasks(call, GATHERED, 1))

        package = stack.enter_context(by_package.client(base_url))
        hand = stack.enter_context(httpx.Client(limits=httpx.Limits(**LIMITS)))

        def ours() -> object:
            return by_package.list_keys(package)

        def theirs() -> object:
            return by_hand.list_keys(hand, base_url)

        async_ours = with_package(opened(by_package.async_client(base_url)))
        async_theirs = by_hand_with(opened(httpx.AsyncClient(limits=httpx.Limits(**LIMITS))))
        session = opened(runner.run(new_session()))
        aiohttp_ours = with_package(opened(by_package.async_client(base_url, session)))
        aiohttp_theirs = by_hand_with(opened(HttpxAiohttpClient(limits=httpx.Limits(**LIMITS))))
        own, other = opened(httpx.AsyncClient()), opened(httpx.AsyncClient())
        own_ours = with_package(opened(by_package.async_client(base_url, own)))
        places = asyncio.Semaphore(PLACES)

        def own_theirs() -> Awaitable[object]:
            return by_hand.bounded_list_keys(other, base_url, places)

        tasks = f"{CROWD} tasks on one client"
        made = [
            Comparison(
                "one call",
                lambda: _threads(ours, 1, CALLS),
                lambda: _threads(theirs, 1, CALLS),
                ALONE,
                pairs=MANY,
                peer="httpx",
            ),
            Comparison(
                "one async call",
                alone(async_ours),
                alone(async_theirs),
                ONE_TASK,
                pairs=MANY,
                peer="httpx",
            ),
            Comparison(
                f"{CROWD} threads on one client",
                lambda: _threads(ours, CROWD, CALLS_OF_THREAD),
                lambda: _threads(theirs, CROWD, CALLS_OF_THREAD),
                THREADS,
                pairs=FIFTY_THOUSAND,
                peer="httpx",
            ),
            Comparison(
                tasks, crowd(async_ours), crowd(async_theirs), FOUR_TIMES_HTTPX, peer="httpx"
            ),
            Comparison(
                f"{CROWD} tasks, ours over aiohttp",
                crowd(aiohttp_ours),
                crowd(async_theirs),
                SIX_TIMES_HTTPX,
                peer="httpx",
            ),
            Comparison(
                f"{CROWD} tasks, both over aiohttp",
                crowd(aiohttp_ours),
                crowd(aiohttp_theirs),
                AIOHTTP,
                peer="httpx-aiohttp",
            ),
            Comparison(
                f"{GATHERED} tasks at once with an http_client",
                gathered(own_ours),
                gathered(own_theirs),
                AS_FAST,
                pairs=7,
                peer=f"httpx, {PLACES} at a time",
            ),
        ]
        if find_spec("httpx2") is not None:
            httpx2: Any = import_module("httpx2")
            second = by_hand_with(opened(httpx2.AsyncClient(limits=httpx2.Limits(**LIMITS))))
            made.append(
                Comparison(
                    tasks, crowd(async_ours), crowd(second), FASTER_THAN_HTTPX2, peer="httpx2"
                )
            )
        yield made


def _threads(call: Callable[[], Any], crowd: int, calls: int) -> dict[str, float]:
    """Run so many threads with so many calls each. Any error ends the benchmark."""
    times: list[float] = []
    errors: list[BaseException] = []
    start = threading.Barrier(crowd + 1)

    def work() -> None:
        start.wait()
        try:
            for _ in range(calls):
                began = time.perf_counter()
                call()
                times.append(time.perf_counter() - began)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(crowd)]
    for thread in threads:
        thread.start()
    start.wait()
    wall, cpu = time.perf_counter(), time.process_time()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
    return _run(time.perf_counter() - wall, time.process_time() - cpu, times)


async def _tasks(call: Callable[[], Awaitable[Any]], crowd: int, calls: int) -> dict[str, float]:
    """Run so many tasks with so many calls each."""
    times: list[float] = []

    async def work() -> None:
        for _ in range(calls):
            began = time.perf_counter()
            await call()
            times.append(time.perf_counter() - began)

    wall, cpu = time.perf_counter(), time.process_time()
    await asyncio.gather(*(work() for _ in range(crowd)))
    return _run(time.perf_counter() - wall, time.process_time() - cpu, times)


def _run(wall: float, cpu: float, times: list[float]) -> dict[str, float]:
    return {
        "wall per call": wall / len(times),
        "cpu per call": cpu / len(times),
        "99th percentile": sorted(times)[len(times) * 99 // 100],
    }
