"""Calls for many resources: each outcome, the pace, and what is left running."""

from __future__ import annotations

import asyncio
import gc
import itertools
import threading
import time
from collections import Counter
from collections.abc import AsyncIterator, Callable, Iterable, Iterator
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
import trio
from azureml_serverless_endpoints import (
    API_VERSION,
    AsyncClient,
    Client,
    CredentialError,
    EndpointAuthKeys,
    InvalidParameterError,
    NotFoundError,
    RateLimitError,
    RetryPolicy,
)
from azureml_serverless_endpoints._clock import Clock
from azureml_serverless_endpoints._pace import Limit
from azureml_serverless_endpoints.api.serverless_endpoints import list_keys
from azureml_serverless_endpoints.many import AsyncOutcomes, Calls, Outcome, Outcomes

from tests.client.calls import KEYS, KINDS, SUBSCRIPTION, TOKEN, FakeClock

Handler = Callable[[httpx.Request], httpx.Response]


def endpoint(name: object, subscription: str = SUBSCRIPTION) -> str:
    """Return the id of an endpoint."""
    return (
        f"/subscriptions/{subscription}/resourceGroups/test-rg/providers"
        "/Microsoft.MachineLearningServices/workspaces/my-aml-workspace"
        f"/serverlessEndpoints/{name}"
    )


def endpoints(count: int) -> list[str]:
    return [endpoint(f"e{number}") for number in range(count)]


def name_in(request: httpx.Request) -> str:
    return request.url.path.split("/")[-2]


def with_keys(_: httpx.Request) -> httpx.Response:
    return httpx.Response(200, json=KEYS)


def collected(
    kind: str, ids: Any, handle: Handler = with_keys, clock: Clock | None = None, **options: Any
) -> list[Outcome[EndpointAuthKeys]]:
    """Return all outcomes of a client of a kind, whose requests a function answers."""
    transport = httpx.MockTransport(handle)
    if kind == "sync":
        with Client(TOKEN, http_client=httpx.Client(transport=transport)) as client:
            client._transport.clock = clock or client._transport.clock
            return list(client.serverless_endpoints.list_keys_many(ids, **options))

    async def main() -> list[Outcome[EndpointAuthKeys]]:
        http_client = httpx.AsyncClient(transport=transport)
        async with AsyncClient(TOKEN, http_client=http_client) as client:
            client._transport.clock = clock or client._transport.clock
            outcomes = client.serverless_endpoints.list_keys_many(ids, **options)
            return [outcome async for outcome in outcomes]

    return anyio.run(main, backend=kind)


class Transport:
    """The transport of a client that makes each call by a function, without requests.

    Attributes:
        clock: Its clock.
        buckets: What is known of the limits.
        most: The greatest number of calls at once.
        made: The number of calls that have ended.

    Args:
        work: Makes a call.
    """

    def __init__(self, work: Callable[[], Any] = lambda: None, clock: Clock | None = None) -> None:
        self.clock = clock or Clock()
        self.buckets: dict[Any, Any] = {}
        self.most = self.made = self._now = 0
        self._work = work
        self._lock = threading.Lock()

    def check(self) -> None:
        """Allow every call."""

    def call(self, request: Any, parse: Any, **options: Any) -> Any:
        with self._lock:
            self._now += 1
            self.most = max(self.most, self._now)
        try:
            return Parsed(self._work())
        finally:
            with self._lock:
                self._now -= 1
                self.made += 1


class AsyncTransport(Transport):
    """As `Transport`, for tasks."""

    async def call(self, request: Any, parse: Any, **options: Any) -> Any:
        self._now += 1
        self.most = max(self.most, self._now)
        try:
            return Parsed(await self._work())
        finally:
            self._now -= 1
            self.made += 1


class Parsed:
    """A response with a result."""

    def __init__(self, parsed: Any) -> None:
        self.parsed = parsed


#: A limit that no test reaches.
WIDE = Limit(burst=1_000_000, per_second=1_000_000)


def calls(limit: Limit = WIDE, concurrency: int = 4) -> Calls[Any]:
    """Return what the calls of an iterator have in common."""
    build = partial(list_keys.build_request_by_id, api_version=API_VERSION)
    return Calls(
        list_keys.OPERATION, build, list_keys.parse_response, limit, concurrency, None, None, None
    )


def threads() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.daemon}


def gone(found: Callable[[], bool]) -> bool:
    """Return whether something is no longer true soon."""
    deadline = time.monotonic() + 10
    while found() and time.monotonic() < deadline:
        time.sleep(0.001)
    return not found()


# --- Outcomes ---


@pytest.mark.parametrize("kind", KINDS)
def test_each_id_has_one_outcome_and_a_failure_stops_no_other(kind: str) -> None:
    ids = [*endpoints(40), endpoint("missing"), "wrong", "", endpoint("e1"), endpoint("..")]

    def handle(request: httpx.Request) -> httpx.Response:
        if name_in(request) == "missing":
            return httpx.Response(404, json={"error": {"code": "ResourceNotFound"}})
        return with_keys(request)

    outcomes = collected(kind, iter(ids), handle)
    assert Counter(outcome.resource_id for outcome in outcomes) == Counter(ids)
    failed = {one.resource_id: type(one.error) for one in outcomes if one.error is not None}
    assert failed == {
        endpoint("missing"): NotFoundError,
        "wrong": InvalidParameterError,
        "": InvalidParameterError,
        endpoint(".."): InvalidParameterError,
    }
    results = {one.result for one in outcomes if one.error is None}
    assert results == {EndpointAuthKeys.from_dict(KEYS)}


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("wrong", [None, 7, b"/subscriptions/"])
def test_an_id_that_is_no_text_is_an_outcome_with_an_error(kind: str, wrong: Any) -> None:
    (first, second) = collected(kind, [wrong, endpoint("e1")])
    assert isinstance(first.error, InvalidParameterError)
    assert first.resource_id is wrong
    assert second.error is None


def test_the_result_of_a_failed_call_is_its_error() -> None:
    error = NotFoundError("no such endpoint", status_code=404)
    outcome: Outcome[EndpointAuthKeys] = Outcome(resource_id="id", error=error)
    with pytest.raises(NotFoundError) as caught:
        _ = outcome.result
    assert caught.value is error


def test_no_key_is_in_the_repr_of_an_outcome() -> None:
    outcome = Outcome(resource_id="id", result=EndpointAuthKeys.from_dict(KEYS))
    assert outcome.result.primary_key is not None
    assert "first-key" not in repr(outcome) + str(outcome)
    assert "EndpointAuthKeys" in repr(outcome)


@pytest.mark.parametrize("kind", KINDS)
def test_no_ids_have_no_outcomes(kind: str) -> None:
    assert collected(kind, []) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_of_the_ids_comes_after_the_outcomes(kind: str) -> None:
    """The calls for the ids before it were sent already."""

    def ids() -> Iterator[str]:
        yield endpoint("e1")
        yield endpoint("e2")
        raise LookupError("the database is gone")

    seen: list[str] = []

    def note(request: httpx.Request) -> httpx.Response:
        seen.append(name_in(request))
        return with_keys(request)

    with pytest.raises(LookupError, match="the database is gone"):
        collected(kind, ids(), note)
    assert sorted(seen) == ["e1", "e2"]


@pytest.mark.parametrize("kind", KINDS)
def test_an_exception_of_a_hook_is_an_outcome(kind: str) -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        if name_in(request) == "e1":
            raise LookupError("of a hook")
        return with_keys(request)

    outcomes = {one.resource_id: one for one in collected(kind, endpoints(3), handle)}
    assert isinstance(outcomes[endpoint("e1")].error, LookupError)
    assert [one.error for one in outcomes.values()].count(None) == 2


@pytest.mark.parametrize("kind", KINDS)
def test_without_a_token_each_outcome_says_so(kind: str) -> None:
    def credential() -> str:
        raise OSError("no sign-in")

    async def main() -> list[Any]:
        async with AsyncClient(credential) as client:
            found = client.serverless_endpoints.list_keys_many(endpoints(3))
            return [type(outcome.error) async for outcome in found]

    if kind == "sync":
        with Client(credential) as client:
            found = client.serverless_endpoints.list_keys_many(endpoints(3))
            errors = [type(outcome.error) for outcome in found]
    else:
        errors = anyio.run(main, backend=kind)
    assert errors == [CredentialError] * 3


# --- Arguments ---


@pytest.mark.parametrize("kind", [Client, AsyncClient])
@pytest.mark.parametrize(
    ("arguments", "error", "words"),
    [
        (("id",), TypeError, "resource_ids must be an iterable of ids, not of type str"),
        ((b"id",), TypeError, "resource_ids must be an iterable of ids, not of type bytes"),
        ((5,), TypeError, "resource_ids must be an iterable of ids, not of type int"),
        *(
            (([],), {"concurrency": value}, "concurrency must be a whole number from 1 to 100")
            for value in (0, 101, 1.0, True, "4")
        ),
        (([],), {"timeout": 0}, "timeout"),
        (([],), {"retry": 3}, "retry must be a RetryPolicy"),
        (([],), {"headers": {"Authorization": "a"}}, "headers must not set authorization"),
        (
            ([],),
            {"headers": {"X-Ms-Client-Request-Id": "a"}},
            "headers must not set x-ms-client-request-id: each call has one of its own",
        ),
    ],
)
def test_wrong_arguments_are_refused_before_an_id_is_read(
    kind: Any, arguments: Any, error: Any, words: str
) -> None:
    options = error if isinstance(error, dict) else {}
    client = kind(TOKEN)
    with pytest.raises((TypeError, ValueError), match=words):
        client.serverless_endpoints.list_keys_many(*arguments, **options)


def test_a_client_that_was_closed_makes_no_calls() -> None:
    with Client(TOKEN) as client:
        pass
    with pytest.raises(RuntimeError, match="this client is closed"):
        client.serverless_endpoints.list_keys_many([])


def test_closing_the_client_ends_the_iteration_with_an_error() -> None:
    client = Client(TOKEN, http_client=httpx.Client(transport=httpx.MockTransport(with_keys)))
    outcomes = client.serverless_endpoints.list_keys_many(itertools.cycle(endpoints(9)))
    next(outcomes)
    client.close()
    with pytest.raises(RuntimeError, match="this client is closed"):
        for _ in outcomes:
            pass


#: One call at once, and the next one after 100 seconds.
STUCK = Limit(burst=1, per_second=0.01)


def test_closing_the_client_ends_a_wait_for_the_limit() -> None:
    client = Client(TOKEN, http_client=httpx.Client(transport=httpx.MockTransport(with_keys)))
    outcomes = Outcomes(endpoints(2), calls(STUCK), client._transport)
    next(outcomes)
    closer = threading.Timer(0.05, client.close)
    closer.start()
    with pytest.raises(RuntimeError, match="this client is closed"):
        next(outcomes)
    closer.join()


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_closing_an_async_client_ends_a_wait_for_the_limit(backend: str) -> None:
    async def main() -> None:
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(with_keys))
        client = AsyncClient(TOKEN, http_client=http_client)
        outcomes = AsyncOutcomes(endpoints(2), calls(STUCK), client._transport)
        await anext(outcomes)
        with anyio.fail_after(10):
            async with anyio.create_task_group() as group:

                async def close() -> None:
                    await anyio.sleep(0.01)
                    await client.close()

                group.start_soon(close)
                with pytest.raises(RuntimeError, match="this client is closed"):
                    await anext(outcomes)

    anyio.run(main, backend=backend)


# --- Order, concurrency, reading ---


def test_outcomes_come_in_the_order_in_which_calls_end() -> None:
    may_end = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        if name_in(request) == "e0":
            assert may_end.wait(10)
        return with_keys(request)

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    with Client(TOKEN, http_client=http_client) as client:
        outcomes = client.serverless_endpoints.list_keys_many(endpoints(2))
        assert next(outcomes).resource_id == endpoint("e1")
        may_end.set()
        assert [outcome.resource_id for outcome in outcomes] == [endpoint("e0")]


@pytest.mark.parametrize("kind", KINDS)
def test_no_more_calls_than_the_concurrency_are_made_at_once(kind: str) -> None:
    if kind == "sync":
        together = threading.Barrier(3)
        transport = Transport(lambda: together.wait(10))
        assert len(list(Outcomes(endpoints(30), calls(concurrency=3), transport))) == 30  # type: ignore[arg-type]
    else:
        transport = AsyncTransport(partial(anyio.sleep, 0.001))

        async def main() -> int:
            found = AsyncOutcomes(endpoints(30), calls(concurrency=3), transport)  # type: ignore[arg-type]
            return len([outcome async for outcome in found])

        assert anyio.run(main, backend=kind) == 30
    assert transport.most == 3


@pytest.mark.parametrize("kind", KINDS)
def test_ids_are_read_only_when_their_calls_can_be_sent(kind: str) -> None:
    """So a generator of a million ids, or one that costs money, is never ahead of the calls."""
    read: list[str] = []

    def ids() -> Iterator[str]:
        for resource_id in map(endpoint, itertools.count()):
            read.append(resource_id)
            yield resource_id

    if kind == "sync":
        with Outcomes(ids(), calls(), Transport()) as outcomes:  # type: ignore[arg-type]
            for number in range(1, 20):
                next(outcomes)
                assert number <= len(read) <= number + 4
    else:

        async def main() -> None:
            transport = AsyncTransport(partial(anyio.sleep, 0))
            async with AsyncOutcomes(ids(), calls(), transport) as outcomes:  # type: ignore[arg-type]
                for number in range(1, 20):
                    await anext(outcomes)
                    assert number <= len(read) <= number + 4

        anyio.run(main, backend=kind)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_ids_of_an_async_iterable_are_read_only_when_their_calls_can_be_sent(backend: str) -> None:
    read: list[str] = []

    async def ids() -> AsyncIterator[str]:
        # A scope that stays open between two ids, as in the client of a database.
        with anyio.CancelScope():
            for number in range(50):
                await anyio.sleep(0)
                read.append(endpoint(number))
                yield endpoint(number)

    async def main() -> None:
        transport = AsyncTransport(partial(anyio.sleep, 0))
        count = 0
        async with AsyncOutcomes(ids(), calls(), transport) as outcomes:  # type: ignore[arg-type]
            async for outcome in outcomes:
                count += 1
                assert outcome.resource_id in read
                assert count <= len(read) <= count + 4
        assert count == 50

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_outcomes_do_not_wait_for_the_next_id_of_an_async_iterable(backend: str) -> None:
    async def main() -> None:
        more = anyio.Event()

        async def ids() -> AsyncIterator[str]:
            yield endpoint("e1")
            await more.wait()
            yield endpoint("e2")

        transport = AsyncTransport(partial(anyio.sleep, 0))
        outcomes = AsyncOutcomes(ids(), calls(), transport)  # type: ignore[arg-type]
        assert (await anext(outcomes)).resource_id == endpoint("e1")
        more.set()
        assert [outcome.resource_id async for outcome in outcomes] == [endpoint("e2")]

    anyio.run(main, backend=backend)


@pytest.mark.parametrize("kind", KINDS)
def test_memory_stays_flat(kind: str) -> None:
    """However many ids there are, few jobs and outcomes exist at a time."""

    def alive() -> int:
        return sum(type(found).__name__ in {"Outcome", "_Job"} for found in gc.get_objects())

    found: list[int] = []

    def note(number: int) -> None:
        if number % 500 == 0:
            gc.collect()
            found.append(alive())

    ids = (endpoint(number) for number in range(2_000))
    if kind == "sync":
        before = alive()
        for number, _ in enumerate(Outcomes(ids, calls(), Transport()), 1):  # type: ignore[arg-type]
            note(number)
    else:

        async def main() -> None:
            transport = AsyncTransport(partial(anyio.sleep, 0))
            outcomes = AsyncOutcomes(ids, calls(), transport)  # type: ignore[arg-type]
            number = 0
            async for _ in outcomes:
                number += 1
                note(number)

        before = alive()
        anyio.run(main, backend=kind)
    assert len(found) == 4
    # Jobs and outcomes of four calls, and the outcome that the loop holds.
    assert max(found) - before <= 9


# --- Pace ---


@pytest.mark.parametrize("kind", KINDS)
def test_calls_keep_to_the_bucket_of_their_subscription(kind: str) -> None:
    """The first 180 at once, then ten a second: by a clock that only advances during waits."""
    clock = FakeClock()
    times: list[float] = []

    def note(request: httpx.Request) -> httpx.Response:
        times.append(clock.now - 1000.0)
        return with_keys(request)

    outcomes = collected(kind, endpoints(200), note, clock, concurrency=1)
    assert [one.error for one in outcomes] == [None] * 200
    assert times[:180] == [0.0] * 180
    assert times[180:] == pytest.approx([0.1 * number for number in range(1, 21)])


@pytest.mark.parametrize("kind", KINDS)
def test_a_429_pauses_its_subscription_and_no_other(kind: str) -> None:
    clock = FakeClock()
    times: list[tuple[str, float]] = []

    def handle(request: httpx.Request) -> httpx.Response:
        subscription = request.url.path.split("/")[2]
        times.append((subscription, clock.now - 1000.0))
        if times == [("busy", 0.0)]:
            return httpx.Response(429, headers={"Retry-After": "7"}, json={})
        return with_keys(request)

    busy = [endpoint(f"e{number}", "busy") for number in range(3)]
    free = [endpoint(f"e{number}", "free") for number in range(2)]
    # The retry is up to the caller here, so that the clock stands still while others go on.
    ids = [busy[0], *busy[1:], *free]
    outcomes = collected(kind, ids, handle, clock, concurrency=1, retry=RetryPolicy(attempts=1))
    assert [type(one.error) for one in outcomes].count(RateLimitError) == 1
    assert times == [
        ("busy", 0.0),
        ("free", 0.0),
        ("free", 0.0),
        ("busy", pytest.approx(7.0)),
        ("busy", pytest.approx(7.1)),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_a_retry_takes_a_place_in_the_bucket(kind: str) -> None:
    clock = FakeClock()
    clock.share = 0.0
    times: list[float] = []

    def handle(request: httpx.Request) -> httpx.Response:
        times.append(clock.now - 1000.0)
        left = {"x-ms-ratelimit-remaining-subscription-writes": "10"}
        return httpx.Response(503 if len(times) < 3 else 200, headers=left, json=KEYS)

    (outcome,) = collected(kind, endpoints(1), handle, clock)
    assert outcome.error is None
    # Ten calls are left in the bucket of the service, and a reserve of 20 is kept.
    assert times == pytest.approx([0.0, 1.1, 2.2])


def test_the_next_iterator_knows_what_the_last_one_used() -> None:
    clock = FakeClock()
    http_client = httpx.Client(transport=httpx.MockTransport(with_keys))
    with Client(TOKEN, http_client=http_client) as client:
        client._transport.clock = clock
        for ids, waits in ((endpoints(180), 0), ([endpoint("e1").upper()], 1)):
            ids = [one.replace("TEST-RG", "test-rg") for one in ids]
            for outcome in client.serverless_endpoints.list_keys_many(ids, concurrency=1):
                assert outcome.error is None or outcome.resource_id.isupper()
            assert len(clock.waits) == waits


# --- Leaving early ---


@pytest.mark.parametrize("leave", ["close", "with", "drop", "exhaust", "raise"])
def test_no_thread_is_left(leave: str) -> None:
    before = threads()
    transport = Transport()
    ids: Iterable[str] = itertools.cycle(endpoints(9))
    if leave == "exhaust":
        ids = endpoints(9)
    outcomes: Any = Outcomes(ids, calls(), transport)  # type: ignore[arg-type]
    if leave == "exhaust":
        assert len(list(outcomes)) == 9
    elif leave == "with":
        with outcomes:
            next(outcomes)
    elif leave == "raise":
        with pytest.raises(ZeroDivisionError), outcomes:
            _ = next(outcomes).resource_id.index("/") / 0
    else:
        next(outcomes)
        if leave == "close":
            outcomes.close()
        else:
            del outcomes
    assert gone(lambda: bool(threads() - before))
    made = transport.made
    assert made < 20
    if leave != "drop":
        # And after the end comes no more.
        assert next(outcomes, None) is None
        assert transport.made == made


def test_closing_waits_for_calls_that_were_sent() -> None:
    """A thread cannot be interrupted, and its call may have an effect."""
    both, may_end = threading.Barrier(3), threading.Event()

    def work() -> None:
        both.wait(10)
        assert may_end.wait(10)

    transport = Transport(work)
    outcomes = Outcomes(itertools.cycle(endpoints(9)), calls(concurrency=2), transport)  # type: ignore[arg-type]
    waiter = threading.Thread(target=lambda: next(outcomes, None), daemon=True)
    waiter.start()
    both.wait(10)
    closer = threading.Thread(target=outcomes.close)
    closer.start()
    assert closer.is_alive()
    may_end.set()
    closer.join(10)
    waiter.join(10)
    assert (transport.most, transport.made) == (2, 2)


def test_closing_ends_the_wait_for_a_retry() -> None:
    """Otherwise it would last as long as the service asks."""
    sent = threading.Event()

    def handle(request: httpx.Request) -> httpx.Response:
        sent.set()
        return httpx.Response(429, headers={"Retry-After": "50"})

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    with Client(TOKEN, http_client=http_client) as client:
        outcomes = client.serverless_endpoints.list_keys_many(endpoints(1))
        waiter = threading.Thread(target=lambda: next(outcomes, None), daemon=True)
        waiter.start()
        assert sent.wait(10)
        began = time.monotonic()
        outcomes.close()
        assert time.monotonic() - began < 20


def test_an_exit_in_a_thread_ends_the_iteration() -> None:
    def handle(request: httpx.Request) -> httpx.Response:
        raise SystemExit(3)

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    with Client(TOKEN, http_client=http_client) as client:
        outcomes = client.serverless_endpoints.list_keys_many(endpoints(1))
        with pytest.raises(SystemExit):
            next(outcomes)
        with pytest.raises(RuntimeError, match="start again with the missing ids"):
            next(outcomes)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
@pytest.mark.parametrize("leave", ["aclose", "with", "drop", "cancel", "scope"])
def test_no_task_is_left(backend: str, leave: str) -> None:
    async def main() -> None:
        running = 0
        ended = anyio.Event()

        async def work() -> None:
            nonlocal running
            running += 1
            try:
                if running > 1:
                    await anyio.sleep_forever()
            finally:
                running -= 1
                if running == 0:
                    ended.set()

        async def source() -> AsyncIterator[str]:
            for number in itertools.count():
                yield endpoint(number)

        ids = source()
        outcomes: Any = AsyncOutcomes(ids, calls(), AsyncTransport(work))  # type: ignore[arg-type]
        if leave == "with":
            async with outcomes:
                await anext(outcomes)
            assert running == 0
        elif leave == "scope":
            with anyio.move_on_after(0.01):
                async with outcomes:
                    async for _ in outcomes:
                        pass
            assert running == 0
        elif leave == "cancel":
            with anyio.move_on_after(0.01):
                async for _ in outcomes:
                    pass
            with pytest.raises(RuntimeError, match="start again with the missing ids"):
                await anext(outcomes)
        else:
            await anext(outcomes)
            if leave == "aclose":
                await outcomes.aclose()
                assert running == 0
                assert await anext(outcomes, None) is None
            else:
                del outcomes
        with anyio.fail_after(10):
            if running:
                await ended.wait()
            await settled(backend)
        await ids.aclose()

    anyio.run(main, backend=backend)


async def settled(backend: str) -> None:
    """Wait until no task but the caller's is left."""

    def others() -> int:
        if backend == "asyncio":
            return len(asyncio.all_tasks()) - 1
        root = trio.lowlevel.current_root_task()
        assert root is not None
        return sum(
            "_tasks.Tasks" in task.name
            for nursery in root.child_nurseries
            for task in nursery.child_tasks
        )

    while others():
        await anyio.sleep(0.001)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_one_iterator_serves_one_task(backend: str) -> None:
    async def main() -> None:
        transport = AsyncTransport(anyio.sleep_forever)
        outcomes: Any = AsyncOutcomes(endpoints(3), calls(), transport)  # type: ignore[arg-type]
        async with outcomes, anyio.create_task_group() as group:
            group.start_soon(outcomes.__anext__)
            await anyio.sleep(0.001)
            with pytest.raises(RuntimeError, match="another task waits for the next outcome"):
                await anext(outcomes)
            group.cancel_scope.cancel()

    anyio.run(main, backend=backend)
