# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What differs between asyncio and trio: the event loop, its timeouts, and threads beside it."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from concurrent.futures import Future

T = TypeVar("T")


def in_daemon_thread(function: Callable[..., Any], *arguments: Any) -> Future[Any]:
    """Call a function in a daemon thread, in the context of the caller.

    The call goes on if the task that waits for it is cancelled. At exit, Python waits for the
    threads of `anyio.to_thread` and `asyncio.to_thread`, but not for a daemon.

    Returns:
        The future result of the function, or the exception that it raises.

    Raises:
        RuntimeError: If the system allows no more threads.
    """
    # Imported here: most programs need no thread.
    from concurrent.futures import Future

    future: Future[Any] = Future()

    def run() -> None:
        try:
            result = function(*arguments)
        except BaseException as error:
            future.set_exception(error)
        else:
            future.set_result(result)

    Thread(target=copy_context().run, args=(run,), daemon=True).start()
    return future


async def until_done(future: Future[Any]) -> None:
    """Wait until a future is done; a cancellation of the task does not reach its function."""
    import anyio

    loop = current_loop()
    # trio and asyncio have different names for this.
    schedule = getattr(loop, "run_sync_soon", None) or loop.call_soon_threadsafe
    done = anyio.Event()

    def wake(_: Future[Any]) -> None:
        # RuntimeError: the event loop has ended, and nobody waits any longer.
        with suppress(RuntimeError):
            schedule(done.set)

    future.add_done_callback(wake)
    await done.wait()


def in_trio() -> bool:
    """Return whether the event loop that runs is one of trio."""
    trio = sys.modules.get("trio")
    return trio is not None and trio.lowlevel.in_trio_run()


def current_loop() -> Any:
    """Return the running event loop: a `TrioToken` of trio, or a loop of asyncio.

    Raises:
        RuntimeError: If no event loop runs.
    """
    # trio comes first: asyncio raises an exception if its loop does not run.
    if in_trio():
        return sys.modules["trio"].lowlevel.current_trio_token()
    import asyncio

    return asyncio.get_running_loop()


async def within(seconds: float, awaitable: Awaitable[T]) -> T | None:
    """Return the result of an awaitable, or None if it takes too long and is cancelled."""
    if in_trio():
        import anyio

        with anyio.move_on_after(seconds):
            return await awaitable
        return None
    # Takes half as long as a cancel scope of anyio.
    import asyncio

    limit = asyncio.timeout(seconds)
    try:
        async with limit:
            return await awaitable
    except TimeoutError:
        if not limit.expired():
            raise
    return None
