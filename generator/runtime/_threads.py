"""Functions that block, called in daemon threads for an event loop of asyncio or trio."""

from __future__ import annotations

import sys
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from threading import Thread
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from concurrent.futures import Future


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


def current_loop() -> Any:
    """Return the running event loop: a `TrioToken` of trio, or a loop of asyncio.

    Raises:
        RuntimeError: If no event loop runs.
    """
    # trio comes first: asyncio raises an exception if its loop does not run.
    trio = sys.modules.get("trio")
    if trio is not None and trio.lowlevel.in_trio_run():
        return trio.lowlevel.current_trio_token()
    import asyncio

    return asyncio.get_running_loop()
