"""Tasks of asyncio or trio that run beside the caller's."""

from __future__ import annotations

import sys
from collections.abc import AsyncIterable, Callable, Coroutine
from contextlib import suppress
from contextvars import copy_context
from typing import Any, Generic, TypeVar, cast

from ._threads import current_loop

T = TypeVar("T")


class Tasks:
    """Tasks that outlive the call that starts them: tasks of asyncio, or system tasks of trio.

    An iterator cannot use a nursery or a task group: these must be closed by the call that opens
    them, and `__anext__` returns while its tasks go on.
    """

    def __init__(self) -> None:
        self.are_cancelled = False
        self._cancels: dict[object, Callable[[], object]] = {}
        self._loop: Any = None
        self._woken: Any = None

    def start(self, function: Callable[[], Coroutine[Any, Any, None]]) -> None:
        """Start a task that raises nothing, in the context of the caller."""
        self._loop = current_loop()
        if hasattr(self._loop, "create_task"):
            task = self._loop.create_task(function())
            self._cancels[task] = task.cancel
            task.add_done_callback(self._ended)
        else:
            trio = sys.modules["trio"]
            scope = trio.CancelScope()

            async def run() -> None:
                try:
                    with scope:
                        await function()
                finally:
                    self._ended(scope)

            self._cancels[scope] = scope.cancel
            trio.lowlevel.spawn_system_task(run, context=copy_context())

    def _ended(self, task: object) -> None:
        del self._cancels[task]
        self.notify()

    def notify(self) -> None:
        """Wake all that wait."""
        if self._woken is not None:
            self._woken.set()
            self._woken = None

    async def wait(self, seconds: float | None) -> None:
        """Wait until a task ends or notifies, but not longer than some seconds, if any."""
        import anyio

        if self._woken is None:
            self._woken = anyio.Event()
        with anyio.move_on_after(seconds):
            await self._woken.wait()

    def cancel(self) -> None:
        """Cancel all tasks, from any thread; do not wait for them."""
        self.are_cancelled = True
        if self._cancels:
            # trio and asyncio have different names for this.
            schedule = getattr(self._loop, "run_sync_soon", None) or self._loop.call_soon_threadsafe
            # RuntimeError: the event loop has ended, and its tasks with it.
            with suppress(RuntimeError):
                schedule(self._cancel_all)

    def _cancel_all(self) -> None:
        for cancel in list(self._cancels.values()):
            cancel()

    async def join(self) -> None:
        """Wait until all tasks have ended, also in a scope that is cancelled."""
        import anyio

        with anyio.CancelScope(shield=True):
            while self._cancels:
                await self.wait(None)


class Reader(Generic[T]):
    """A task that reads an async iterable, one item each time that it is asked."""

    def __init__(self, source: AsyncIterable[T], tasks: Tasks) -> None:
        self._source = source
        self._tasks = tasks
        self._is_asked = False
        self._asked: Any = None
        self._answer: tuple[T | None, Exception | None] | None = None

    def is_ready(self) -> bool:
        """Return whether there is an item to take; ask for one if not."""
        if self._answer is not None:
            return True
        if not self._is_asked:
            self._is_asked = True
            if self._asked is None:
                self._tasks.start(self._read)
            else:
                self._asked.set()
        return False

    def take(self) -> T:
        """Return the item, or raise what ended the iterable."""
        if self._answer is None:
            raise LookupError
        (item, error), self._answer = self._answer, None
        self._is_asked = False
        if error is not None:
            raise error
        return cast(T, item)

    async def _read(self) -> None:
        import anyio

        try:
            # One task reads all: an async generator may hold a cancel scope open.
            async for item in self._source:
                self._asked = anyio.Event()
                self._answer = item, None
                self._tasks.notify()
                await self._asked.wait()
        except Exception as error:
            self._answer = None, error
        else:
            self._answer = None, StopAsyncIteration()
