"""The life of a client: concurrency, interrupts, and closing."""

from __future__ import annotations

import asyncio
import gc
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import anyio
import anyio.lowlevel
import httpcore
import httpx
import pytest
import trio
from azureml_serverless_endpoints import (
    APIError,
    AsyncClient,
    Client,
    CredentialError,
    RetryPolicy,
    Timeout,
)
from azureml_serverless_endpoints import _connections as connections
from azureml_serverless_endpoints._clock import Clock

from tests.network.clients import OWN_CONNECTION_KINDS, JumpClock, open_client
from tests.network.socket_server import (
    KEYS,
    TOKEN,
    Reply,
    SocketServer,
    failure,
    fragment,
    hang_up,
    held,
    reset,
    respond_with_keys,
    silence,
    stalled,
)

ONCE = RetryPolicy(attempts=1)


@pytest.fixture
def restless() -> Iterator[None]:
    """Switch threads as often as possible, so that races are likely."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


def list_keys(client: Client, **options: Any) -> None:
    client.serverless_endpoints.list_keys("rg", "workspace", "endpoint", **options)


@pytest.mark.usefixtures("restless")
def test_fifty_threads_share_a_client_and_each_attempt_succeeds(plain_server: SocketServer) -> None:
    """The pool of httpx gives a closed connection to some of so many calls."""
    with (
        Client(TOKEN, base_url=plain_server.url, subscription_id="s", retry=ONCE) as client,
        ThreadPoolExecutor(50) as threads,
    ):
        for future in [threads.submit(list_keys, client) for _ in range(2000)]:
            future.result()
    assert len(plain_server.requests) == 2000
    assert plain_server.connections <= 50


def test_fifty_tasks_share_a_client(async_client_kind: str, server: SocketServer) -> None:
    with open_client(async_client_kind, server.url, retry=ONCE) as caller:
        method = caller.client.serverless_endpoints.list_keys

        async def all_of_them() -> None:
            async with anyio.create_task_group() as group:
                for _ in range(50):
                    group.start_soon(method, "rg", "workspace", "endpoint")

        caller.do(all_of_them)
        before = server.connections
        caller.do(all_of_them)
    assert before <= 50
    # All connections were kept, and none was opened again.
    assert server.connections == before
    assert len(server.requests) == 100


def test_no_more_than_a_hundred_connections_are_opened(
    client_kind: str, plain_server: SocketServer
) -> None:
    if client_kind == "sync":
        with (
            open_client(client_kind, plain_server.url) as caller,
            ThreadPoolExecutor(150) as threads,
        ):
            list(threads.map(lambda _: caller.list_keys(), range(300)))
    else:
        with open_client(client_kind, plain_server.url) as caller:
            method = caller.client.serverless_endpoints.list_keys

            async def all_of_them() -> None:
                async with anyio.create_task_group() as group:
                    for _ in range(300):
                        group.start_soon(method, "rg", "workspace", "endpoint")

            caller.do(all_of_them)
    assert plain_server.connections <= 100
    assert len(plain_server.requests) == 300


def test_a_connection_is_kept_between_calls(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url) as caller:
        for _ in range(5):
            caller.list_keys()
    assert server.connections == 1


def test_a_connection_that_closed_while_idle_is_replaced(
    client_kind: str, server: SocketServer
) -> None:
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        caller.list_keys()
        server.replies.append(hang_up)
        assert caller.list_keys().attempts == 2
    assert server.connections == 2


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_another_event_loop_is_a_clear_error(backend: str, plain_server: SocketServer) -> None:
    client = AsyncClient(TOKEN, base_url=plain_server.url, subscription_id="s")

    async def call() -> None:
        await client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")

    async def first() -> None:
        await call()
        # Closed here, because the other loop must not close them.
        for line, _ in list(client._transport._connections._idle):
            await line.transport.aclose()

    anyio.run(first, backend=backend)
    with pytest.raises(RuntimeError, match="another event loop: make one for each loop"):
        anyio.run(call, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_cannot_be_closed_in_another_event_loop(
    backend: str, plain_server: SocketServer
) -> None:
    """A connection can be closed only in its own event loop."""
    client = AsyncClient(TOKEN, base_url=plain_server.url, subscription_id="s")

    async def call() -> None:
        await client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
        # Closed here, because the other loop must not close them.
        await client._transport._connections.close()

    anyio.run(call, backend=backend)
    for _ in range(2):
        with pytest.raises(RuntimeError, match="another event loop: close it there, before that"):
            anyio.run(client.close, backend=backend)


@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_a_client_without_connections_of_its_own_closes_in_any_event_loop(backend: str) -> None:
    unused = AsyncClient(TOKEN, subscription_id="s")
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=KEYS))
    borrowing = AsyncClient(
        TOKEN, subscription_id="s", http_client=httpx.AsyncClient(transport=transport)
    )

    async def call() -> None:
        await borrowing.serverless_endpoints.list_keys("rg", "workspace", "endpoint")

    anyio.run(call, backend=backend)
    for client in (unused, borrowing):
        anyio.run(client.close, backend=backend)
        assert client._transport.closed


def test_closing_twice_is_fine_and_a_call_afterwards_is_a_clear_error(
    client_kind: str, server: SocketServer
) -> None:
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
        caller.close()
        caller.close()
        with pytest.raises(RuntimeError, match="this client is closed: make a new one"):
            caller.list_keys()
    assert len(server.requests) == 1


class Closing(JumpClock):
    """A clock that closes the client during a wait."""

    def __init__(self) -> None:
        super().__init__()
        self.client: Any = None

    def sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        self.client.close()

    async def async_sleep(self, seconds: float) -> None:
        super().sleep(seconds)
        await self.client.close()


@pytest.mark.parametrize("http", [None, lambda kind: kind()], ids=["own", "http_client"])
def test_a_call_that_waits_for_a_retry_sends_no_more_once_the_client_is_closed(
    http: Any, client_kind: str, server: SocketServer
) -> None:
    """The same is true with an `http_client`, which stays open."""
    server.default_reply = failure(503)
    clock = Closing()
    with open_client(client_kind, server.url, clock=clock, http=http) as caller:
        clock.client = caller.client
        with pytest.raises(RuntimeError, match="this client is closed: make a new one"):
            caller.list_keys()
    assert len(server.requests) == len(clock.waits) == 1


def test_close_ends_a_wait_for_a_retry_at_once(client_kind: str, server: SocketServer) -> None:
    server.replies.append(failure(503))
    clock = Patient()
    with (
        open_client(client_kind, server.url, clock=clock) as caller,
        ThreadPoolExecutor(1) as threads,
    ):
        call = threads.submit(caller.list_keys)
        assert clock.waiting.wait(10)
        caller.close()
        with pytest.raises(RuntimeError, match="this client is closed: make a new one"):
            call.result(20)
    assert len(server.requests) == 1


def test_a_call_under_way_finishes_when_the_client_is_closed_and_leaves_nothing_open(
    client_kind: str, server: SocketServer
) -> None:
    arrived, go = threading.Event(), threading.Event()
    server.replies.append(held(respond_with_keys(), arrived, go))
    with open_client(client_kind, server.url) as caller, ThreadPoolExecutor(1) as threads:
        call = threads.submit(caller.list_keys)
        assert arrived.wait(10)
        caller.close()
        go.set()
        assert call.result(20).attempts == 1
        assert client_kind == "aiohttp" or not caller.client._transport._connections._idle
        assert client_kind == "aiohttp" or no_connection_is_open(server)


def test_a_call_that_waits_for_a_connection_sends_nothing_once_the_client_is_closed(
    own_client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connections, "_MOST", 1)
    arrived, go = threading.Event(), threading.Event()
    server.replies.append(held(respond_with_keys(), arrived, go))
    with open_client(own_client_kind, server.url) as caller, ThreadPoolExecutor(2) as threads:
        first = threads.submit(caller.list_keys)
        assert arrived.wait(10)
        waiting = threading.Event()
        second = threads.submit(call_and_signal, caller, waiting)
        assert waiting.wait(10)
        caller.close()
        go.set()
        first.result(20)
        with pytest.raises(RuntimeError, match="this client is closed: make a new one"):
            second.result(20)
    assert len(server.requests) == 1


def call_and_signal(caller: Any, begun: threading.Event) -> None:
    """Make a call, and set an event when its clock is first read."""
    monotonic = caller.client._transport.clock.monotonic

    def note() -> float:
        begun.set()
        return float(monotonic())

    caller.client._transport.clock.monotonic = note
    caller.list_keys()


def no_connection_is_open(server: SocketServer) -> bool:
    """Return whether the clients have closed their connections, which the server sees later."""
    for _ in range(500):
        if server.open_connections == 0:
            return True
        threading.Event().wait(0.01)
    return False


@pytest.fixture(params=OWN_CONNECTION_KINDS)
def own_client_kind(request: pytest.FixtureRequest) -> str:
    """Return each kind of client with its own connections in turn."""
    return str(request.param)


def test_a_client_works_without_a_with_statement(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
        caller.close()
        assert client_kind == "aiohttp" or not caller.client._transport._connections._idle


def test_the_callers_own_http_client_stays_open(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url, http=lambda kind: kind()) as caller:
        caller.close()
        own = caller.client._transport._client
        assert not own.is_closed
        with open_client(client_kind, server.url, http=lambda kind: kind()) as other:
            other.do(
                other.client._transport._client.close if client_kind == "sync" else _aclose(other)
            )
            with pytest.raises(RuntimeError, match="closed"):
                other.list_keys()


def _aclose(caller: Any) -> Callable[..., Any]:
    return caller.client._transport._client.aclose  # type: ignore[no-any-return]


class Patient(Clock):
    """A clock that waits for ever, and signals the start of a wait."""

    def __init__(self) -> None:
        super().__init__()
        self.waiting = threading.Event()

    def sleep(self, seconds: float) -> None:
        self.waiting.set()
        super().sleep(600)

    async def async_sleep(self, seconds: float) -> None:
        self.waiting.set()
        await super().async_sleep(600)


class Slow:
    """A sync credential that blocks for ever."""

    def __init__(self) -> None:
        self.waiting = threading.Event()
        self.go = threading.Event()

    def get_token(self, *scopes: str, **options: Any) -> Any:
        self.waiting.set()
        self.go.wait(600)
        raise AssertionError("the call that waited has ended")


def interrupted(client: Client, waiting: threading.Event) -> KeyboardInterrupt:
    """Send SIGINT to this process as soon as a call waits."""

    def press() -> None:
        assert waiting.wait(10)
        # In any Python program, a signal just before a blocking system call does not interrupt it.
        threading.Event().wait(0.1)
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)

    thread = threading.Thread(target=press)
    thread.start()
    try:
        with pytest.raises(KeyboardInterrupt) as caught:
            list_keys(client)
    finally:
        thread.join()
    return caught.value


@pytest.mark.parametrize("where", ["a wait", "a response", "a body", "a credential"])
def test_ctrl_c_ends_a_call_at_once(where: str, server: SocketServer) -> None:
    clock, slow = Patient(), Slow()
    arrived = threading.Event()
    waits = {"a wait": clock.waiting, "a credential": slow.waiting}
    reply: Reply = {
        "a wait": failure(503),
        "a body": stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
    }.get(where, silence)
    server.replies.append(reply)
    credential: Any = slow if where == "a credential" else TOKEN
    with Client(credential, base_url=server.url, subscription_id="s", scope="x") as client:
        client._transport.clock = clock
        if where not in waits:
            server.replies[0] = signal_arrival(reply, arrived)
        interrupted(client, waits.get(where, arrived))
        if where == "a credential":
            slow.go.set()
            return
        # The client remains usable.
        client._transport.clock = JumpClock()
        list_keys(client)


def signal_arrival(reply: Reply, arrived: threading.Event) -> Reply:
    """Set an event when the request arrives, and send another reply."""
    go = threading.Event()
    go.set()
    return held(reply, arrived, go)


@pytest.mark.parametrize("where", ["a wait", "a response", "a body", "a sync credential"])
def test_cancellation_ends_a_call_at_once(
    where: str, async_client_kind: str, server: SocketServer
) -> None:
    clock, slow = Patient(), Slow()
    arrived = threading.Event()
    reply: Reply = {
        "a wait": failure(503),
        "a body": stalled(b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n"),
    }.get(where, silence)
    server.replies.append(signal_arrival(reply, arrived))
    waiting = {"a wait": clock.waiting, "a sync credential": slow.waiting}.get(where, arrived)
    credential: Any = slow if where == "a sync credential" else TOKEN
    with open_client(
        async_client_kind, server.url, credential, clock=clock, scope="x", timeout=Timeout(total=60)
    ) as caller:
        method = caller.client.serverless_endpoints.list_keys

        async def cancelled() -> bool:
            with anyio.fail_after(20):
                async with anyio.create_task_group() as group:
                    group.start_soon(method, "rg", "workspace", "endpoint")
                    while not waiting.is_set():
                        await anyio.sleep(0.002)
                    group.cancel_scope.cancel()
            return True

        assert caller.do(cancelled)
        slow.go.set()
        if where != "a sync credential":
            timed: Any = caller.client
            timed._transport.clock = JumpClock()
            caller.list_keys()


def test_a_cancelled_task_of_asyncio_raises_cancelled_error(server: SocketServer) -> None:
    arrived = threading.Event()
    server.replies.append(signal_arrival(silence, arrived))

    async def main() -> None:
        async with AsyncClient(TOKEN, base_url=server.url, subscription_id="s") as client:
            task = asyncio.create_task(
                client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
            )
            await asyncio.to_thread(arrived.wait, 10)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            server.replies.append(silence)
            call = client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
            with pytest.raises(TimeoutError):
                await asyncio.wait_for(call, 0.05)

    asyncio.run(main())


def test_a_credential_that_never_answers_ends_in_time(
    async_client_kind: str, server: SocketServer
) -> None:
    slow = Slow()
    with open_client(
        async_client_kind, server.url, slow, scope="x", timeout=Timeout(total=0.2)
    ) as caller:
        outcome = caller.outcome()
        slow.go.set()
    assert type(outcome) is CredentialError
    assert "none came within 0.2 s" in str(outcome)
    assert not server.requests


def test_a_program_ends_while_a_credential_blocks() -> None:
    """Python waits at exit for a thread that is not a daemon."""
    subprocess.run([sys.executable, "-c", ENDING], timeout=60, check=True)


ENDING = """
import asyncio, threading
from azureml_serverless_endpoints import AsyncClient, CredentialError

async def main():
    async with AsyncClient(threading.Event().wait, subscription_id="s", timeout=0.05) as client:
        try:
            await client.serverless_endpoints.list_keys("rg", "workspace", "endpoint")
        except CredentialError:
            return
    raise AssertionError("the call did not end in time")

asyncio.run(main())
"""


def test_a_client_works_after_many_failures(client_kind: str, plain_server: SocketServer) -> None:
    """A failed connection no longer counts towards the limit of 100."""
    plain_server.replies.extend([reset, fragment(b"HTTP/1.1 200 OK\r\n")] * 60)
    with open_client(client_kind, plain_server.url, retry=ONCE) as caller:
        for _ in range(120):
            assert isinstance(caller.outcome(), APIError)
        caller.list_keys(timeout=2)


class Oversleeping(JumpClock):
    """A clock whose waits take a hundred times as long as requested."""

    def jump(self, seconds: float) -> None:
        super().jump(100 * seconds)


def test_no_attempt_follows_a_wait_that_took_too_long(
    client_kind: str, server: SocketServer
) -> None:
    server.replies.append(failure(503))
    with open_client(client_kind, server.url, clock=Oversleeping()) as caller:
        outcome = caller.outcome()
    assert isinstance(outcome, APIError)
    assert outcome.attempts == len(server.requests) == 1


def test_nothing_is_left_open_after_a_failure(client_kind: str, server: SocketServer) -> None:
    server.replies.extend([silence, hang_up, failure(404), stalled(b"HTTP/1.1 200 OK\r\n")])
    with open_client(client_kind, server.url, retry=ONCE, timeout=Timeout(total=0.2)) as caller:
        for _ in range(4):
            assert isinstance(caller.outcome(), APIError)
        caller.list_keys()
    gc.collect()
    with socket.create_connection(("127.0.0.1", server.port)):
        pass
    assert no_connection_is_open(server)


def test_trio_and_asyncio_are_told_apart(plain_server: SocketServer) -> None:
    """A client that trio used first belongs to another loop when asyncio uses it."""
    client = AsyncClient(TOKEN, base_url=plain_server.url, subscription_id="s", http_client=None)

    async def call() -> None:
        client._transport._bind()

    trio.run(call)
    with pytest.raises(RuntimeError, match="another event loop"):
        asyncio.run(call())


def test_httpx_has_the_private_attribute_that_the_connections_replace() -> None:
    """Without it, an upgrade of httpx would silently lose the deadlines."""
    client = Client(TOKEN, base_url="https://localhost", subscription_id="s")
    line = client._transport._connections._take()
    own: Any = httpx.HTTPTransport()
    assert type(own._pool) is httpcore.ConnectionPool
    own.close()
    requests: list[Any] = []
    line.handle_request = requests.append
    with pytest.raises(AttributeError):
        line.transport.handle_request(httpx.Request("GET", "https://localhost"))
    assert len(requests) == 1
    client.close()
