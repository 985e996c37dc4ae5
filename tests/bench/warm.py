"""Calls on a client that has its connections already: one at a time, or many at once."""

from __future__ import annotations

import asyncio
import contextlib
import threading
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any, TypeVar

import httpx
from httpx_aiohttp import HttpxAiohttpClient

from . import by_hand, by_package
from .comparison import Comparison

C = TypeVar("C")

#: Calls in one run of a single caller; callers of a crowd, and the calls of each in one run.
CALLS, CROWD, CALLS_EACH = 25, 50, 6

#: The pool that the package has by itself, so that a crowd is not compared by its reconnecting.
LIMITS = httpx.Limits(max_connections=100, max_keepalive_connections=100)

ALONE = {"wall per call": 1.05, "cpu per call": 1.05}
#: No fewer calls per second, and no longer waits at the end of the line.
CROWDED = {"wall per call": 1.00, "99th percentile": 1.10}
#: A ceiling against regressions, not parity: what our checks and our deadline cost is a larger
#: share of a call over aiohttp, and more so on a busy machine.
AIOHTTP = {"wall per call": 1.75, "99th percentile": 1.75}
#: Pairs of short runs between two looks.
MANY = 40


@contextlib.contextmanager
def comparisons(base_url: str) -> Iterator[list[Comparison]]:
    """All that is compared on warm clients; they are open as long as this context is."""
    with contextlib.ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner())

        def opened(client: contextlib.AbstractAsyncContextManager[C]) -> C:
            asyncs = contextlib.AsyncExitStack()
            stack.callback(lambda: runner.run(asyncs.aclose()))
            return runner.run(asyncs.enter_async_context(client))

        package = stack.enter_context(by_package.client(base_url))
        hand = stack.enter_context(httpx.Client(limits=LIMITS))
        async_package = opened(by_package.async_client(base_url))
        async_hand = opened(httpx.AsyncClient(limits=LIMITS))
        aiohttp = opened(HttpxAiohttpClient(limits=LIMITS))
        aiohttp_package = opened(by_package.async_client(base_url, aiohttp))

        def ours() -> object:
            return by_package.list_keys(package)

        def theirs() -> object:
            return by_hand.list_keys(hand, base_url)

        def async_ours() -> Awaitable[object]:
            return by_package.async_list_keys(async_package)

        def async_theirs() -> Awaitable[object]:
            return by_hand.async_list_keys(async_hand, base_url)

        def aiohttp_ours() -> Awaitable[object]:
            return by_package.async_list_keys(aiohttp_package)

        def aiohttp_theirs() -> Awaitable[object]:
            return by_hand.async_list_keys(aiohttp, base_url)

        def alone(call: Callable[[], Awaitable[object]]) -> Callable[[], dict[str, float]]:
            return lambda: runner.run(_tasks(call, 1, CALLS))

        def crowd(call: Callable[[], Awaitable[object]]) -> Callable[[], dict[str, float]]:
            return lambda: runner.run(_tasks(call, CROWD, CALLS_EACH))

        yield [
            Comparison(
                "one call",
                lambda: _threads(ours, 1, CALLS),
                lambda: _threads(theirs, 1, CALLS),
                ALONE,
                MANY,
            ),
            Comparison("one async call", alone(async_ours), alone(async_theirs), ALONE, MANY),
            Comparison(
                f"{CROWD} threads on one client",
                lambda: _threads(ours, CROWD, CALLS_EACH),
                lambda: _threads(theirs, CROWD, CALLS_EACH),
                CROWDED,
            ),
            Comparison(
                f"{CROWD} tasks on one client", crowd(async_ours), crowd(async_theirs), CROWDED
            ),
            Comparison(
                f"{CROWD} tasks, ours over aiohttp",
                crowd(aiohttp_ours),
                crowd(async_theirs),
                CROWDED,
            ),
            Comparison(
                f"{CROWD} tasks, both over aiohttp",
                crowd(aiohttp_ours),
                crowd(aiohttp_theirs),
                AIOHTTP,
            ),
        ]


def _threads(call: Callable[[], Any], crowd: int, calls: int) -> dict[str, float]:
    """So many threads make so many calls each; any error ends the benchmark."""
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
    """So many tasks make so many calls each."""
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
