"""The real clock."""

from __future__ import annotations

import time

import anyio
import pytest
from azureml_serverless_endpoints._clock import Clock


def test_the_clock_has_the_time_of_the_machine() -> None:
    clock = Clock()
    assert abs(clock.time() - time.time()) < 60
    before = time.monotonic()
    assert before <= clock.monotonic() <= time.monotonic()


def test_random_numbers_differ_and_stay_within_their_bounds() -> None:
    drawn = {Clock().uniform(1.0, 2.0) for _ in range(100)}
    assert len(drawn) > 90
    assert all(1.0 <= value <= 2.0 for value in drawn)


def test_a_sync_wait_takes_its_time() -> None:
    start = time.monotonic()
    Clock().sleep(0.01)
    assert time.monotonic() >= start + 0.01


def test_no_wait_starts_after_the_end_of_all_waits() -> None:
    clock = Clock()
    clock.end_waits()
    clock.sleep(600)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_async_wait_does_not_block_other_tasks(backend: str) -> None:
    order: list[str] = []

    async def wait() -> None:
        await Clock().async_sleep(0.01)
        order.append("waited")

    async def main() -> None:
        async with anyio.create_task_group() as group:
            group.start_soon(wait)
            await anyio.lowlevel.checkpoint()
            order.append("went on")

    anyio.run(main, backend=backend)
    assert order == ["went on", "waited"]
