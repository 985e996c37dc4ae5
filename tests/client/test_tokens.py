"""Tokens that many callers need at once, and their renewal while calls go on."""

from __future__ import annotations

import gc
import os
import subprocess
import sys
import threading
from collections.abc import Awaitable, Callable
from types import SimpleNamespace
from typing import Any

import anyio
import pytest
from azureml_serverless_endpoints import CredentialError, SecretStr
from azureml_serverless_endpoints._tokens import AsyncTokens, SyncTokens

from tests.client.calls import FakeClock
from tests.client.scripted_call import PLACE

#: A timeout in seconds that always expires.
AT_ONCE = 0.004
#: A timeout in seconds that expires only in a test that fails.
LONG = 60.0
LOOPS = pytest.mark.parametrize("backend", ["asyncio", "trio"])


class Numbered:
    """A credential that numbers its tokens. Each is valid for an hour, and its renewal is due now.

    Attributes:
        asked: The claims of each call.
        errors: The exceptions to raise, by the number of the call.
        hanging: The numbers of the calls that block until `go`.
    """

    def __init__(self) -> None:
        self.clock = FakeClock()
        self.asked: list[str | None] = []
        self.errors: dict[int, Exception] = {}
        self.hanging: set[int] = set()
        self.waiting = threading.Event()
        self.go = threading.Event()

    def get_token(self, *scopes: str, claims: str | None = None, **options: Any) -> Any:
        self.asked.append(claims)
        number = len(self.asked)
        if number in self.hanging:
            self.waiting.set()
            assert self.go.wait(LONG)
        return self.outcome(number)

    def outcome(self, number: int) -> Any:
        if number in self.errors:
            raise self.errors[number]
        now = self.clock.time()
        return SimpleNamespace(token=f"token-{number}", expires_on=now + 3600, refresh_on=now - 1)


class AsyncNumbered(Numbered):
    """The same for an event loop, where a call hangs until it is cancelled."""

    async def get_token(self, *scopes: str, claims: str | None = None, **options: Any) -> Any:
        self.asked.append(claims)
        number = len(self.asked)
        if number in self.hanging:
            self.waiting.set()
            await anyio.sleep_forever()
        await anyio.sleep(0)
        return self.outcome(number)


class Tokens:
    """The tokens of a sync client, as plain strings."""

    def __init__(self) -> None:
        self.credential = Numbered()
        self.tokens = SyncTokens(self.credential, PLACE, self.credential.clock)

    def get(
        self, seconds_left: float = LONG, claims: str | None = None, rejected: str | None = None
    ) -> str:
        refused = None if rejected is None else SecretStr(rejected)
        return self.tokens.get(claims, refused, seconds_left).get_secret_value()

    def until_renewed(self) -> None:
        """Wait for the thread that renews."""
        assert self.tokens._lock.acquire(timeout=LONG)
        self.tokens._lock.release()


def test_a_renewal_that_hangs_does_not_delay_a_call() -> None:
    tokens = Tokens()
    credential = tokens.credential
    credential.hanging = {2}
    assert tokens.get() == "token-1"
    assert tokens.get(AT_ONCE) == "token-1"
    assert tokens.get(AT_ONCE) == "token-1"
    assert credential.waiting.wait(LONG)
    assert len(credential.asked) == 2
    credential.go.set()
    tokens.until_renewed()
    assert tokens.get() == "token-2"
    # The renewal of the new token is due as well, but only after a pause.
    assert len(credential.asked) == 2
    credential.clock.now += 31
    assert tokens.get() == "token-3"


def test_a_token_is_renewed_after_its_expiry_if_no_thread_can_start(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuse(_: object) -> None:
        raise RuntimeError("can't start new thread")

    tokens = Tokens()
    assert tokens.get() == "token-1"
    monkeypatch.setattr("threading.Thread.start", refuse)
    assert tokens.get() == "token-1"
    tokens.credential.clock.now += 3601
    assert tokens.get() == "token-2"


def test_two_threads_that_find_a_renewal_due_renew_once() -> None:
    tokens = Tokens()
    assert tokens.get() == "token-1"
    assert tokens.get() == "token-2"
    tokens.tokens._renew()
    assert len(tokens.credential.asked) == 2


def test_a_renewal_runs_in_the_context_of_the_call() -> None:
    """The context holds, for example, the current span of a trace."""
    import contextvars

    variable = contextvars.ContextVar[str]("variable")
    seen: list[str] = []
    tokens = Tokens()
    assert tokens.get() == "token-1"
    outcome = tokens.credential.outcome

    def noting(number: int) -> Any:
        seen.append(variable.get("none"))
        return outcome(number)

    tokens.credential.outcome = noting  # type: ignore[method-assign]
    variable.set("mine")
    assert tokens.get() == "token-2"
    assert seen == ["mine"]


def run(backend: str, main: Callable[[AsyncNumbered, AsyncTokens], Awaitable[None]]) -> None:
    """Run a test in an event loop."""

    async def made() -> None:
        credential = AsyncNumbered()
        with anyio.fail_after(LONG):
            await main(credential, AsyncTokens(credential, PLACE, credential.clock))

    anyio.run(made, backend=backend)


@LOOPS
def test_a_renewal_that_hangs_does_not_delay_a_task(backend: str) -> None:
    async def main(credential: AsyncNumbered, tokens: AsyncTokens) -> None:
        async def get(seconds_left: float) -> str:
            return (await tokens.get(None, None, seconds_left)).get_secret_value()

        credential.hanging = {2}
        assert await get(LONG) == "token-1"
        assert await get(AT_ONCE) == "token-1"
        assert await get(AT_ONCE) == "token-1"
        assert len(credential.asked) == 2
        credential.clock.now += 31
        assert await get(LONG) == "token-3"
        assert await get(LONG) == "token-3"

    run(backend, main)


class Waited:
    """A lock that counts the callers that wait for it."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.came = threading.Semaphore(0)

    def acquire(self, timeout: float) -> bool:
        self.came.release()
        return self.lock.acquire(timeout=timeout)

    def release(self) -> None:
        self.lock.release()

    def locked(self) -> bool:
        return self.lock.locked()


class Crowd:
    """Threads that wait for the first token, while the credential is called for it."""

    def __init__(self, *claims: str | None) -> None:
        self.tokens = Tokens()
        self.credential = self.tokens.credential
        self.credential.hanging = {1}
        self.credential.errors = {1: OSError("no network")}
        self.outcomes: list[str] = []
        lock: Any = Waited()
        self.tokens.tokens._lock = lock
        self.threads = [threading.Thread(target=self._get, args=(each,)) for each in claims]
        for thread in self.threads:
            thread.start()
            assert lock.came.acquire(timeout=LONG)
            assert self.credential.waiting.wait(LONG)

    def _get(self, claims: str | None) -> None:
        try:
            self.outcomes.append(self.tokens.get(claims=claims))
        except CredentialError as error:
            self.outcomes.append(str(error))

    def end(self) -> None:
        self.credential.go.set()
        for thread in self.threads:
            thread.join()


def test_threads_that_wait_for_a_token_share_a_failure() -> None:
    crowd = Crowd(*[None] * 5)
    crowd.end()
    assert crowd.outcomes == ["no token: the credential raised OSError: no network"] * 5
    assert crowd.credential.asked == [None]
    # A later caller does not share the failure.
    assert crowd.tokens.get() == "token-2"


def test_a_thread_that_needs_other_claims_requests_its_own_token() -> None:
    crowd = Crowd(None, "{}")
    crowd.end()
    assert crowd.outcomes == ["no token: the credential raised OSError: no network", "token-2"]
    assert crowd.credential.asked == [None, "{}"]


def test_a_thread_that_waits_for_a_token_gives_up_at_its_deadline() -> None:
    crowd = Crowd(None)
    with pytest.raises(CredentialError, match=r"^no token: none came within 0\.004 s$"):
        crowd.tokens.get(AT_ONCE)
    crowd.end()
    assert crowd.credential.asked == [None]


def test_a_timeout_longer_than_the_platform_maximum_is_capped(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A lock waits for at most 49 days on Windows; a timeout may be 30 years."""
    monkeypatch.setattr("threading.TIMEOUT_MAX", 5.0)
    tokens = Tokens()
    waits: list[float] = []

    class Noting(Waited):
        def acquire(self, timeout: float) -> bool:
            waits.append(timeout)
            return super().acquire(timeout)

    lock: Any = Noting()
    tokens.tokens._lock = lock
    assert tokens.get(1e9) == "token-1"
    assert waits == [5.0]


@LOOPS
def test_tasks_that_wait_for_a_token_share_a_failure(backend: str) -> None:
    outcomes: list[str] = []

    async def main(credential: AsyncNumbered, tokens: AsyncTokens) -> None:
        credential.errors = {1: OSError("no network")}

        async def get(claims: str | None) -> None:
            try:
                outcomes.append((await tokens.get(claims, None, LONG)).get_secret_value())
            except CredentialError as error:
                outcomes.append(str(error))

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(get, None)
        assert credential.asked == [None]
        await get(None)
        assert credential.asked == [None, None]

    run(backend, main)
    assert outcomes == ["no token: the credential raised OSError: no network"] * 5 + ["token-2"]


@LOOPS
def test_a_task_that_needs_other_claims_requests_its_own_token(backend: str) -> None:
    async def main(credential: AsyncNumbered, tokens: AsyncTokens) -> None:
        credential.errors = {1: OSError("no network"), 2: OSError("no network")}

        async def fail(claims: str | None) -> None:
            with pytest.raises(CredentialError, match="OSError: no network"):
                await tokens.get(claims, None, LONG)

        async with anyio.create_task_group() as group:
            group.start_soon(fail, None)
            group.start_soon(fail, "{}")
        assert sorted(map(str, credential.asked)) == ["None", "{}"]

    run(backend, main)


class Blocking:
    """A sync credential, which blocks its first answer, under an async client."""

    def __init__(self) -> None:
        self.credential = Numbered()
        self.credential.hanging = {1}
        self.tokens = AsyncTokens(self.credential, PLACE, self.credential.clock)

    async def get(self, claims: str | None = None) -> str:
        return (await self.tokens.get(claims, None, LONG)).get_secret_value()

    async def give_up(self) -> None:
        """Ask for a token, and cancel that while the credential blocks."""
        async with anyio.create_task_group() as group:
            group.start_soon(self.get)
            await anyio.wait_all_tasks_blocked()
            assert self.credential.waiting.wait(LONG)
            group.cancel_scope.cancel()

    def answered(self) -> None:
        """Let the credential answer, and wait until all have been told."""
        assert self.tokens._pending is not None
        told = threading.Event()
        self.tokens._pending.future.add_done_callback(lambda _: told.set())
        self.credential.go.set()
        assert told.wait(LONG)


@LOOPS
def test_tasks_that_give_up_leave_one_request_to_a_credential_that_blocks(backend: str) -> None:
    async def main() -> None:
        blocking = Blocking()
        before = threading.active_count()
        for _ in range(20):
            await blocking.give_up()
        assert blocking.credential.asked == [None]
        assert threading.active_count() == before + 1
        blocking.credential.go.set()
        assert await blocking.get() == "token-1"
        assert blocking.credential.asked == [None]

    anyio.run(main, backend=backend)


@LOOPS
def test_a_token_that_comes_after_all_gave_up_is_kept(backend: str) -> None:
    async def main() -> None:
        blocking = Blocking()
        await blocking.give_up()
        blocking.answered()
        assert await blocking.get() == "token-1"
        assert blocking.credential.asked == [None]

    anyio.run(main, backend=backend)


@LOOPS
def test_a_failure_that_comes_after_all_gave_up_is_forgotten(backend: str) -> None:
    async def main() -> None:
        blocking = Blocking()
        blocking.credential.errors = {1: OSError("no network")}
        await blocking.give_up()
        blocking.answered()
        assert await blocking.get() == "token-2"

    anyio.run(main, backend=backend)


@LOOPS
def test_a_credential_that_blocks_is_asked_for_other_claims_afterwards(backend: str) -> None:
    async def main() -> None:
        blocking = Blocking()
        await blocking.give_up()
        outcomes: list[str] = []

        async def get() -> None:
            outcomes.append(await blocking.get("{}"))

        async with anyio.create_task_group() as group:
            group.start_soon(get)
            await anyio.wait_all_tasks_blocked()
            assert blocking.credential.asked == [None]
            blocking.credential.go.set()
        assert outcomes == ["token-2"]
        assert blocking.credential.asked == [None, "{}"]

    anyio.run(main, backend=backend)


@LOOPS
def test_a_credential_may_answer_after_the_event_loop_has_ended(
    backend: str, caplog: pytest.LogCaptureFixture
) -> None:
    blocking = Blocking()
    anyio.run(blocking.give_up, backend=backend)
    blocking.answered()
    assert caplog.messages == []


@LOOPS
def test_an_awaitable_that_comes_after_all_gave_up_is_closed(backend: str) -> None:
    """Python warns of a coroutine that is never awaited."""

    async def token() -> str:
        return "token"

    async def main() -> None:
        blocking = Blocking()
        blocking.credential.outcome = lambda number: token()  # type: ignore[method-assign]
        blocking.tokens._credential = lambda: blocking.credential.get_token()
        await blocking.give_up()
        blocking.answered()
        assert await blocking.get() == "token"
        gc.collect()

    anyio.run(main, backend=backend)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_child_that_was_forked_waits_for_no_thread_of_its_parent() -> None:
    """The child does not have the thread that holds the lock inside the credential."""
    subprocess.run([sys.executable, "-c", FORKING], timeout=LONG, check=True)


FORKING = """
import os, threading
from types import SimpleNamespace
from azureml_serverless_endpoints._clock import Clock
from azureml_serverless_endpoints._destination import Destination
from azureml_serverless_endpoints._tokens import SyncTokens

inside, go = threading.Event(), threading.Event()
parent = os.getpid()

class Credential:
    def get_token(self, *scopes, **options):
        if os.getpid() == parent:
            inside.set()
            go.wait()
        return SimpleNamespace(token="token", expires_on=4e9)

tokens = SyncTokens(Credential(), Destination("https://a.example", "a", "scope", None), Clock())
thread = threading.Thread(target=tokens.get, args=(None, None, 60.0))
thread.start()
inside.wait()
child = os.fork()
if child == 0:
    # Shorter than the timeout of the test, and long enough for a busy machine.
    os._exit(0 if tokens.get(None, None, 20.0) else 1)
go.set()
thread.join()
assert os.waitpid(child, 0)[1] == 0
"""


@pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")
def test_a_credential_may_fork() -> None:
    """The child returns from the credential, as the parent does."""
    subprocess.run([sys.executable, "-c", FORKED], timeout=LONG, check=True)


FORKED = """
import os
from types import SimpleNamespace
from azureml_serverless_endpoints._clock import Clock
from azureml_serverless_endpoints._destination import Destination
from azureml_serverless_endpoints._tokens import SyncTokens

children = []

class Credential:
    def get_token(self, *scopes, **options):
        children.append(os.fork())
        return SimpleNamespace(token="token", expires_on=4e9)

tokens = SyncTokens(Credential(), Destination("https://a.example", "a", "scope", None), Clock())
tokens.get(None, None, 60.0)
if children == [0]:
    os._exit(0)
assert os.waitpid(children[0], 0)[1] == 0
"""


class Caching(Numbered):
    """A credential that returns one token from a cache, which claims bypass."""

    def __init__(self, token: str = "cached") -> None:
        super().__init__()
        self.token = token

    def outcome(self, number: int) -> Any:
        if number in self.errors:
            raise self.errors[number]
        if self.asked[-1] is not None:
            self.token = f"token-{number}"
        return SimpleNamespace(token=self.token, expires_on=self.clock.time() + 3600)


def caching() -> Tokens:
    """Return tokens of a credential with a cache, after the service has refused the first one."""
    tokens = Tokens()
    tokens.credential = Caching()
    tokens.tokens = SyncTokens(tokens.credential, PLACE, tokens.credential.clock)
    assert tokens.get() == "cached"
    tokens.tokens.forget(SecretStr("cached"))
    return tokens


def test_a_credential_that_returns_a_refused_token_is_asked_to_bypass_its_cache() -> None:
    tokens = caching()
    assert tokens.get() == "token-3"
    assert tokens.credential.asked == [None, None, "{}"]
    assert tokens.get() == "token-3"
    assert len(tokens.credential.asked) == 3


def test_a_refused_token_is_sent_again_if_the_cache_cannot_be_bypassed() -> None:
    """As by the credential of the command az, which refuses claims."""
    tokens = caching()
    tokens.credential.errors = {3: ValueError("claims are not supported")}
    assert tokens.get() == "cached"
    assert tokens.credential.asked == [None, None, "{}"]


def test_a_cache_is_bypassed_once_in_thirty_seconds() -> None:
    """A service that refuses all tokens causes no request for a new token by each call."""
    tokens = caching()
    assert tokens.get() == "token-3"
    tokens.tokens.forget(SecretStr("token-3"))
    tokens.credential.clock.now += 29
    assert tokens.get() == "token-3"
    assert tokens.credential.asked == [None, None, "{}", None]
    tokens.tokens.forget(SecretStr("token-3"))
    tokens.credential.clock.now += 1
    assert tokens.get() == "token-6"
    assert tokens.credential.asked[4:] == [None, "{}"]
