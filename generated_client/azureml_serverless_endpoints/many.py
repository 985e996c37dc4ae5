# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Calls for many resources at once: their outcomes as they come, within the service's limits.

Methods such as `list_keys_many` return an `Outcomes` or an `AsyncOutcomes`. Neither has to be
imported, except for annotations.
"""

from __future__ import annotations

from collections import deque
from collections.abc import AsyncIterable, Callable, Iterable, Iterator, Mapping
from contextvars import copy_context
from queue import Empty, SimpleQueue
from threading import Event, Thread
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, Self, cast

import attrs

from ._argument import found
from ._operation import Operation, Request, checked_headers
from ._pace import Bucket, Done, Limit, Read, Schedule, Start
from ._response import Answer, T, T_co
from ._retry import RetryPolicy
from ._tasks import Reader, Tasks
from ._timeout import Timeout
from .errors import APIError, InvalidParameterError, Violation

if TYPE_CHECKING:
    from ._transport import AsyncTransport, SyncTransport

__all__ = ["AsyncOutcomes", "Outcome", "Outcomes"]

#: A client opens no more connections.
_MOST_AT_ONCE: Final = 100
#: The greatest number of ids that wait while their subscriptions have to. They take less than 2 MB.
_AHEAD: Final = 1000
#: How often a thread that waits for a retry looks whether its iterator was closed, in seconds.
_GLANCE: Final = 0.1
_INTERRUPTED: Final = "an exception ended these calls early: start again with the missing ids"


@attrs.frozen(kw_only=True)
class Outcome(Generic[T_co]):
    """What became of one resource.

    Attributes:
        resource_id: The id as it was given.
        error: Why there is no result: an `APIError`, or the exception of a hook of your own
            `http_client`. None after a success.
    """

    resource_id: str
    error: Exception | None = None
    _result: T_co | None = attrs.field(default=None, alias="result")

    @property
    def result(self) -> T_co:
        """The result.

        Raises:
            Exception: The `error`, if the call failed.
        """
        if self.error is not None:
            raise self.error
        return cast(T_co, self._result)

    def _repr_html_(self) -> str:
        # Imported here: only notebooks need it.
        from ._html import fields_table

        return fields_table(self)


class _Job(NamedTuple):
    """A call to make."""

    resource_id: str
    request: Request
    bucket: Bucket


class Calls(NamedTuple, Generic[T]):
    """What all calls of an iterator have in common.

    :meta private:

    Attributes:
        operation: The operation that is called.
        build: Builds the request for a resource id, or raises an `InvalidParameterError`.
        parse: Reads a response, or raises.
        limit: The limit of the service in each subscription.
        concurrency: The greatest number of calls at once.
        timeout: The limits of each call, or None.
        retry: The retry policy of each call, or None.
        headers: More headers to send, or None.
    """

    operation: Operation
    build: Callable[[str], Request]
    parse: Callable[[Answer], T]
    limit: Limit
    concurrency: int
    timeout: Timeout | float | None
    retry: RetryPolicy | None
    headers: Mapping[str, str] | None

    def check(self, resource_ids: object) -> None:
        """Check the arguments that are not ids.

        Raises:
            InvalidParameterError: If `concurrency` or `headers` is invalid.
            ValueError: If `timeout` is not above 0.
            TypeError: If `resource_ids`, `timeout` or `retry` has a wrong type.
        """
        if isinstance(resource_ids, (str, bytes)) or not isinstance(
            resource_ids, (Iterable, AsyncIterable)
        ):
            raise TypeError(f"resource_ids must be an iterable of ids, not {found(resource_ids)}")
        subject = self.operation.operation_id
        at_once: Any = self.concurrency
        if type(at_once) is not int or not 1 <= at_once <= _MOST_AT_ONCE:
            rule = f"must be a whole number from 1 to {_MOST_AT_ONCE}"
            raise InvalidParameterError(subject, [Violation("concurrency", rule)])
        if self.timeout is not None:
            Timeout.of(self.timeout)
        if self.retry is not None:
            RetryPolicy.of(self.retry)
        own = checked_headers(Request(self.operation, "", {}, None), self.headers)
        if "x-ms-client-request-id" in own:
            rule = "must not set x-ms-client-request-id: each call has one of its own"
            raise InvalidParameterError(subject, [Violation("headers", rule)])


class _Plan(Generic[T]):
    """The schedule of the calls, and what both kinds of iterators do with it."""

    def __init__(self, calls: Calls[T], transport: SyncTransport | AsyncTransport) -> None:
        self._calls = calls
        self._transport = transport
        self.clock = transport.clock
        self.schedule: Schedule[_Job] = Schedule(
            self._bucket, concurrency=calls.concurrency, ahead=_AHEAD
        )

    def add(self, resource_id: Any) -> Outcome[T] | None:
        """Add the call for an id; return the outcome of a wrong one."""
        try:
            request = self._calls.build(resource_id)
        except InvalidParameterError as error:
            return Outcome(resource_id=resource_id, error=error.with_traceback(None))
        # The path of every resource begins with `/subscriptions/{subscription}/`.
        subscription = request.target.split("/", 3)[2].lower()
        job = _Job(resource_id, request, self._bucket(subscription))
        self.schedule.add(subscription, job, self.clock.monotonic())
        return None

    def _bucket(self, subscription: str) -> Bucket:
        # In the client, so that calls that follow, and other iterators, know what is left.
        buckets, key = self._transport.buckets, (self._calls.limit, subscription)
        if key not in buckets:
            buckets.setdefault(key, Bucket(key[0], self.clock.monotonic()))
        return buckets[key]


def _failed(job: _Job, error: Exception) -> Outcome[Any]:
    # The message says all; frames would only keep their locals alive.
    if isinstance(error, APIError):
        error = error.with_traceback(None)
    return Outcome(resource_id=job.resource_id, error=error)


class Outcomes(Generic[T]):
    """An iterator over the outcomes of a call for many resources, in the order in which they end.

    It reads an id only when its call can be sent. While subscriptions have to wait for the limits
    of the service, it looks up to 1,000 ids ahead for others. It sends nothing between two calls of
    `next`, and holds at most as many outcomes as calls may be sent at once.

    Leave it early with `close()` or by `with`: no further call is sent, and its threads end.
    Dropping it does the same, but does not wait for the calls that were sent already.
    """

    def __init__(
        self, resource_ids: Iterable[str], calls: Calls[T], transport: SyncTransport
    ) -> None:
        """Check the arguments. The first `next` reads the first id.

        :meta private:
        """
        self._stop = Event()
        self._jobs: SimpleQueue[_Job | None] = SimpleQueue()
        #: None wakes a thread that waits for an outcome while another one closes the iterator.
        self._ended: SimpleQueue[Outcome[T] | BaseException | None] = SimpleQueue()
        self._threads: list[Thread] = []
        calls.check(resource_ids)
        transport.check()
        self._ids: Iterator[str] = iter(resource_ids)
        self._transport = transport
        self._plan: _Plan[T] = _Plan(calls, transport)
        self._call = _sync_call(calls, transport, self._stop)
        #: What ends the iteration after the last outcome.
        self._end: BaseException = StopIteration()
        self._is_busy = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Outcome[T]:
        if self._is_busy:
            raise RuntimeError("another thread waits for the next outcome")
        self._is_busy = True
        try:
            return self._next()
        except BaseException:
            if not self._stop.is_set():
                self._end = RuntimeError(_INTERRUPTED)
            self._release()
            raise
        finally:
            self._is_busy = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __del__(self) -> None:
        """Send no further call.

        :meta private:
        """
        self._release()

    def close(self) -> None:
        """Send no further call, and wait until those that were sent have ended."""
        self._release()
        for thread in self._threads:
            thread.join()

    def _next(self) -> Outcome[T]:
        plan = self._plan
        schedule, clock = plan.schedule, plan.clock
        while True:
            if self._stop.is_set():
                raise self._end
            # Outcomes come first: reading an id may take long.
            if (outcome := self._ready(0.0)) is not None:
                return outcome
            step = schedule.step(clock.monotonic())
            if isinstance(step, Start):
                self._transport.check()
                self._start(step.job)
            elif isinstance(step, Read):
                if (outcome := self._read()) is not None:
                    return outcome
            elif isinstance(step, Done):
                self.close()
            elif schedule.running:
                if (outcome := self._ready(step.seconds)) is not None:
                    return outcome
            else:
                clock.sleep(step.seconds or 0.0)
                self._transport.check()

    def _ready(self, seconds: float | None) -> Outcome[T] | None:
        """Return the outcome of a call that has ended, or ends within some seconds."""
        try:
            ended = self._ended.get(seconds != 0.0, seconds)
        except Empty:
            return None
        if ended is None:
            return None
        self._plan.schedule.finish()
        if isinstance(ended, BaseException):
            raise ended
        return ended

    def _read(self) -> Outcome[T] | None:
        """Read an id; return the outcome of a wrong one."""
        try:
            resource_id = next(self._ids)
        except StopIteration:
            self._plan.schedule.exhausted = True
        except Exception as error:
            # The outcomes of the ids that were read come first.
            self._plan.schedule.exhausted = True
            self._end = error
        else:
            return self._plan.add(resource_id)
        return None

    def _start(self, job: _Job) -> None:
        self._jobs.put(job)
        # Each of them has a call.
        if len(self._threads) < self._plan.schedule.running:
            # Threads must not refer to the iterator, so that it can be dropped.
            work = (_work, self._jobs, self._ended, self._call)
            thread = Thread(target=copy_context().run, args=work, daemon=True)
            thread.start()
            self._threads.append(thread)

    def _release(self) -> None:
        """Let the threads end; do not wait for them."""
        if not self._stop.is_set():
            self._stop.set()
            self._jobs.put(None)
            self._ended.put(None)


def _sync_call(calls: Calls[T], transport: SyncTransport, stop: Event) -> Callable[[_Job], T]:
    """Return what makes a call in a thread."""
    clock = transport.clock

    def sleep(seconds: float) -> None:
        end = clock.monotonic() + seconds
        while (left := end - clock.monotonic()) > 0:
            if stop.is_set():
                raise RuntimeError("the iterator was closed")
            # It ends at once in a client that is closed.
            transport.check()
            clock.sleep(min(left, _GLANCE))

    def call(job: _Job) -> T:
        return transport.call(
            job.request,
            calls.parse,
            timeout=calls.timeout,
            retry=calls.retry,
            headers=calls.headers,
            bucket=job.bucket,
            sleep=sleep,
        ).parsed

    return call


def _work(
    jobs: SimpleQueue[_Job | None],
    ended: SimpleQueue[Outcome[T] | BaseException | None],
    call: Callable[[_Job], T],
) -> None:
    """Make calls until there is None to make."""
    for job in iter(jobs.get, None):
        try:
            ended.put(Outcome(resource_id=job.resource_id, result=call(job)))
        except Exception as error:
            ended.put(_failed(job, error))
        except BaseException as error:
            ended.put(error)
    # For the other threads.
    jobs.put(None)


class AsyncOutcomes(Generic[T]):
    """An iterator as `Outcomes`, under asyncio or trio. It also reads async iterables.

    Leave it early with `aclose()` or by `async with`: its tasks are cancelled. Dropping it, or
    cancelling a wait for the next outcome, does the same, but does not wait for the tasks.
    """

    def __init__(
        self,
        resource_ids: Iterable[str] | AsyncIterable[str],
        calls: Calls[T],
        transport: AsyncTransport,
    ) -> None:
        """Check the arguments. The first `anext` reads the first id.

        :meta private:
        """
        self._tasks = Tasks()
        calls.check(resource_ids)
        self._transport = transport
        self._calls = calls
        self._plan: _Plan[T] = _Plan(calls, transport)
        self._ended: deque[Outcome[T]] = deque()
        self._ids: Iterator[str] | Reader[str]
        if isinstance(resource_ids, AsyncIterable):
            self._ids = Reader(resource_ids, self._tasks)
        else:
            self._ids = iter(resource_ids)
        #: What ends the iteration after the last outcome.
        self._end: BaseException = StopAsyncIteration()
        self._is_busy = False

    def __aiter__(self) -> Self:
        return self

    async def __anext__(self) -> Outcome[T]:
        if self._is_busy:
            raise RuntimeError("another task waits for the next outcome")
        self._is_busy = True
        try:
            return await self._next()
        except BaseException:
            if not self._tasks.are_cancelled:
                self._end = RuntimeError(_INTERRUPTED)
            self._tasks.cancel()
            raise
        finally:
            self._is_busy = False

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __del__(self) -> None:
        """Cancel all calls.

        :meta private:
        """
        self._tasks.cancel()

    async def aclose(self) -> None:
        """Cancel all calls, and wait until they have ended."""
        self._tasks.cancel()
        await self._tasks.join()

    async def _next(self) -> Outcome[T]:
        plan, tasks = self._plan, self._tasks
        schedule, clock = plan.schedule, plan.clock
        while True:
            if tasks.are_cancelled:
                raise self._end
            if self._ended:
                schedule.finish()
                return self._ended.popleft()
            step = schedule.step(clock.monotonic())
            if isinstance(step, Start):
                self._transport.check()
                self._start(step.job)
            elif isinstance(step, Done):
                await self.aclose()
            elif isinstance(step, Read):
                if (outcome := await self._read(step.seconds)) is not None:
                    # Other tasks run between the outcomes of wrong ids, too.
                    await clock.async_sleep(0.0)
                    return outcome
            elif schedule.running:
                await tasks.wait(step.seconds)
            else:
                await clock.async_sleep(step.seconds or 0.0)
                self._transport.check()

    async def _read(self, seconds: float | None) -> Outcome[T] | None:
        """Read an id, or wait some seconds for one; return the outcome of a wrong one."""
        try:
            if isinstance(self._ids, Reader):
                if not self._ids.is_ready():
                    await self._tasks.wait(seconds)
                    return None
                resource_id = self._ids.take()
            else:
                resource_id = next(self._ids)
        except (StopIteration, StopAsyncIteration):
            self._plan.schedule.exhausted = True
        except Exception as error:
            # The outcomes of the ids that were read come first.
            self._plan.schedule.exhausted = True
            self._end = error
        else:
            return self._plan.add(resource_id)
        return None

    def _start(self, job: _Job) -> None:
        # The task must not refer to the iterator, so that it can be dropped.
        calls, transport, ended = self._calls, self._transport, self._ended

        async def call() -> None:
            try:
                response = await transport.call(
                    job.request,
                    calls.parse,
                    timeout=calls.timeout,
                    retry=calls.retry,
                    headers=calls.headers,
                    bucket=job.bucket,
                )
            except Exception as error:
                ended.append(_failed(job, error))
            else:
                ended.append(Outcome(resource_id=job.resource_id, result=response.parsed))

        self._tasks.start(call)
