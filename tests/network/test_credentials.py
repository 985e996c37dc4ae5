"""All kinds of credentials: how they are called, and how tokens are cached and renewed."""

from __future__ import annotations

import threading
from collections.abc import Callable
from types import SimpleNamespace
from typing import Any, NamedTuple

import anyio
import pydantic
import pytest
from azureml_serverless_endpoints import AuthenticationError, CredentialError, SecretStr

from tests.network.clients import JumpClock, open_client
from tests.network.sign_in import challenge
from tests.network.socket_server import TOKEN, SocketServer, failure, reset


class Token(NamedTuple):
    token: str
    expires_on: float
    refresh_on: float | None = None


class StillClock(JumpClock):
    """A clock whose time of day passes only in jumps, however slow the machine is."""

    def time(self) -> float:
        return 1_700_000_000.0 + self.jumped


class Counting:
    """A credential that numbers its tokens and records the options of each call."""

    def __init__(self, clock: JumpClock, lasts: float = 3600.0, renew: float | None = None) -> None:
        self.clock = clock
        self.lasts = lasts
        self.renew = renew
        self.asked: list[dict[str, Any]] = []
        self.threads: list[int] = []
        self.error: Exception | None = None

    def _token(self, **options: Any) -> Token:
        self.asked.append(options)
        self.threads.append(threading.get_ident())
        if self.error is not None:
            raise self.error
        now = self.clock.time()
        refresh_on = None if self.renew is None else now + self.renew
        return Token(f"token-{len(self.asked)}", now + self.lasts, refresh_on)


class Modern(Counting):
    def get_token_info(self, *scopes: str, options: dict[str, Any]) -> Token:
        return self._token(scopes=scopes, **options)


class Classic(Counting):
    def get_token(self, *scopes: str, **options: Any) -> Token:
        return self._token(scopes=scopes, **options)


class Strict(Counting):
    """An old credential, which accepts no options."""

    def get_token(self, *scopes: str) -> Token:
        return self._token(scopes=scopes)


class Asynchronous(Counting):
    async def get_token(self, *scopes: str, **options: Any) -> Token:
        await anyio.sleep(0)
        return self._token(scopes=scopes, **options)


def sent(server: SocketServer) -> list[str]:
    return [request.headers["authorization"].removeprefix("Bearer ") for request in server.requests]


ASKED = {"scopes": ("scope",), "enable_cae": True}


@pytest.mark.parametrize(
    ("kind", "asked"), [(Modern, ASKED), (Classic, ASKED), (Strict, {"scopes": ("scope",)})]
)
def test_a_credential_is_called_once_with_the_options_that_it_accepts(
    kind: type[Counting], asked: dict[str, Any], client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    credential = kind(clock)
    server.replies.extend([failure(503), reset])
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
        caller.list_keys()
    assert credential.asked == [asked]
    assert sent(server) == ["token-1"] * 4


def test_a_sync_credential_runs_beside_the_event_loop(
    async_client_kind: str, server: SocketServer
) -> None:
    credential = Classic(JumpClock())
    with open_client(async_client_kind, server.url, credential, scope="scope") as caller:
        caller.list_keys()
        assert caller.do(_ident) not in credential.threads


async def _ident() -> int:
    return threading.get_ident()


def test_an_async_credential_in_a_sync_client_is_a_clear_error(server: SocketServer) -> None:
    with open_client("sync", server.url, Asynchronous(JumpClock()), scope="scope") as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "the credential is async; use an AsyncClient" in str(outcome)


def test_an_async_credential_serves_every_event_loop(
    async_client_kind: str, server: SocketServer
) -> None:
    credential = Asynchronous(JumpClock())
    with open_client(async_client_kind, server.url, credential, scope="scope") as caller:
        caller.list_keys()
    assert credential.asked == [ASKED]


def test_an_async_credential_needs_no_thread(
    async_client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A cancelled call would leave the thread behind."""
    monkeypatch.delattr("azureml_serverless_endpoints._tokens.in_daemon_thread")
    credential = Asynchronous(JumpClock())
    with open_client(async_client_kind, server.url, credential, scope="scope") as caller:
        caller.list_keys()


def _async(value: Any) -> Callable[[], Any]:
    async def give() -> Any:
        return value

    return give


@pytest.mark.parametrize(
    "credential",
    [
        TOKEN,
        SecretStr(TOKEN),
        pydantic.SecretStr(TOKEN),
        lambda: TOKEN,
        lambda: SecretStr(TOKEN),
        lambda: pydantic.SecretStr(TOKEN),
    ],
)
def test_a_token_and_a_callable_are_credentials(
    credential: Any, client_kind: str, server: SocketServer
) -> None:
    with open_client(client_kind, server.url, credential) as caller:
        caller.list_keys()
    assert sent(server) == [TOKEN]


def test_an_async_callable_is_a_credential(async_client_kind: str, server: SocketServer) -> None:
    with open_client(async_client_kind, server.url, _async(TOKEN)) as caller:
        caller.list_keys()
    assert sent(server) == [TOKEN]


@pytest.mark.parametrize("client_kind", ["asyncio", "aiohttp"])
def test_a_callable_may_turn_out_to_be_async(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url, lambda: _async(TOKEN)()) as caller:
        caller.list_keys()
    assert sent(server) == [TOKEN]


@pytest.mark.parametrize("credential", [TOKEN, lambda: TOKEN])
def test_a_static_token_is_sent_once_to_a_service_that_rejects_it(
    credential: Any, client_kind: str, server: SocketServer
) -> None:
    """The next call sends it again: only the caller can replace it."""
    server.replies.extend([challenge()] * 2)
    with open_client(client_kind, server.url, credential) as caller:
        outcomes = [caller.outcome(), caller.outcome()]
        caller.list_keys()
    assert sent(server) == [TOKEN] * 3
    for outcome in outcomes:
        assert type(outcome) is AuthenticationError
        assert outcome.attempts == 1
        assert "passed the token as a string, create a client with a new one" in str(outcome)


def test_a_callable_needs_no_scope(client_kind: str, server: SocketServer) -> None:
    with open_client(client_kind, server.url, lambda: TOKEN, scope=None) as caller:
        caller.list_keys()
    assert sent(server) == [TOKEN]


@pytest.mark.parametrize(
    ("credential", "words"),
    [
        ("two words", "visible ASCII without spaces"),
        ("Bearer abc", "remove a prefix such as `Bearer `"),
        ("", "the token is empty"),
        ("abc\n", "starts or ends with a space or a line end; strip it"),
        (" abc", "starts or ends with a space"),
        ("töken", "visible ASCII"),
        ("a\r\nX-Evil: 1", "visible ASCII"),
        (lambda: 7, "a token must be a str, not of type int"),
    ],
)
def test_the_error_of_a_wrong_token_says_what_is_wrong(
    credential: Any, words: str, client_kind: str, server: SocketServer
) -> None:
    with open_client(client_kind, server.url, credential) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert words in str(outcome)
    assert outcome.attempts == 0
    assert not server.requests


def test_a_base_url_gets_no_token_for_the_cloud_without_a_scope(
    client_kind: str, server: SocketServer
) -> None:
    credential = Classic(JumpClock())
    with open_client(client_kind, server.url, credential, scope=None, cloud="AzureCloud") as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "a `base_url` has no default scope; pass `scope` to the client" in str(outcome)
    assert not credential.asked
    assert not server.requests


@pytest.mark.parametrize(
    ("renew", "before", "after"),
    [
        # Five minutes before the expiry, and up to a tenth of that earlier, at random.
        (None, 3600 - 300 - 30 - 2, 3600 - 300 - 30 + 2),
        (1000.0, 1000 - 30 - 2, 1000 - 30 + 2),
    ],
)
def test_a_token_is_renewed_ahead_of_its_end(
    renew: float | None, before: float, after: float, client_kind: str, server: SocketServer
) -> None:
    clock = StillClock()
    credential = Modern(clock, renew=renew)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
        clock.jump(before)
        caller.list_keys()
        clock.jump(after - before)
        caller.list_keys()
    assert sent(server) == ["token-1", "token-1", "token-2"]


def test_an_early_renewal_that_fails_does_not_fail_the_call(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    credential = Classic(clock)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
        credential.error = OSError("no network")
        clock.jump(3400)
        caller.list_keys()
        caller.list_keys()
        # It is repeated after a pause, not before each call.
        assert len(credential.asked) == 2
        credential.error = None
        clock.jump(31)
        caller.list_keys()
        credential.error = OSError("no network")
        clock.jump(3700)
        outcome = caller.outcome()
    assert sent(server) == ["token-1"] * 3 + ["token-3"]
    assert type(outcome) is CredentialError
    assert "OSError: no network" in str(outcome)


def test_one_caller_renews_while_the_others_use_the_cached_token(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    started, go = threading.Event(), threading.Event()

    class Slow(Classic):
        def _token(self, **options: Any) -> Token:
            if self.asked:
                started.set()
                assert go.wait(10)
            return super()._token(**options)

    credential = Slow(clock)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
        clock.jump(3400)
        renewing = threading.Thread(target=caller.list_keys)
        renewing.start()
        assert started.wait(10)
        for _ in range(3):
            caller.list_keys()
        assert len(credential.asked) == 1
        go.set()
        renewing.join()
    assert sent(server) == ["token-1"] * 4 + ["token-2"]


def test_the_first_token_is_fetched_once_for_all_callers(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    credential = Classic(clock)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        threads = [threading.Thread(target=caller.list_keys) for _ in range(8)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(credential.asked) == 1
    assert len(server.requests) == 8


def test_a_401_drops_the_token(client_kind: str, server: SocketServer) -> None:
    clock = JumpClock()
    credential = Classic(clock)
    server.replies.append(failure(401, "InvalidAuthenticationToken"))
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        outcome = caller.outcome()
        caller.list_keys()
    assert type(outcome) is AuthenticationError
    assert sent(server) == ["token-1", "token-2"]


def test_a_token_that_expires_during_a_wait_is_replaced(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    credential = Classic(clock, lasts=4)
    server.replies.append(failure(503, headers={"retry-after": "5"}))
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
    assert sent(server) == ["token-1", "token-2"]


def test_a_short_lived_token_is_used_for_half_of_its_lifetime(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    credential = Classic(clock, lasts=100)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        caller.list_keys()
        clock.jump(40)
        caller.list_keys()
        clock.jump(20)
        caller.list_keys()
    assert sent(server) == ["token-1", "token-1", "token-2"]


class Giving:
    """A credential that returns a given object."""

    def __init__(self, given: Any) -> None:
        self.given = given

    def get_token(self, *scopes: str, **options: Any) -> Any:
        return self.given


END = (
    "no token: `expires_on` of the credential's token must be a number of seconds since the epoch, "
    "not of type "
)
NO_TOKEN = (
    "no token: the credential must return an object with `token` and `expires_on`, such as "
    "azure-core's AccessToken, not of type "
)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (SimpleNamespace(token=TOKEN), f"{END}NoneType"),
        (SimpleNamespace(token=TOKEN, expires_on="4000000000"), f"{END}str"),
        (SimpleNamespace(token=TOKEN, expires_on=True), f"{END}bool"),
        (TOKEN, f"{NO_TOKEN}str"),
        ({"token": TOKEN, "expires_on": 4000000000}, f"{NO_TOKEN}dict"),
        (None, f"{NO_TOKEN}NoneType"),
        (
            SimpleNamespace(token=7, expires_on=4000000000),
            "no token to send: a token must be a str, not of type int",
        ),
    ],
)
def test_the_error_of_a_wrong_result_of_a_credential_says_what_is_wrong(
    given: Any, words: str, client_kind: str, server: SocketServer
) -> None:
    with open_client(client_kind, server.url, Giving(given), scope="scope") as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    place = f"[resource {outcome.resource_id}]"
    assert str(outcome) == f"ServerlessEndpoints_ListKeys: {words} {place}"
    assert not server.requests


def test_the_error_of_a_callable_says_where_it_was_raised(
    client_kind: str, server: SocketServer
) -> None:
    def broken() -> str:
        raise LookupError("nothing here")

    with open_client(client_kind, server.url, broken) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert str(outcome) == (
        "ServerlessEndpoints_ListKeys: no token: the credential raised LookupError: nothing here "
        f"[resource {outcome.resource_id}]"
    )
    (note,) = outcome.__notes__
    assert note.startswith(f"raised in broken, {__file__}:")


class Default:
    """A replacement for azure-identity's default credential."""

    made = closed = 0

    def __init__(self, **options: Any) -> None:
        type(self).made += 1

    def get_token(self, *scopes: str, **options: Any) -> Token:
        # It has already expired, so that each call requests another one.
        return Token(TOKEN, 1.0)

    def close(self) -> None:
        type(self).closed += 1


def test_the_default_credential_is_made_once_and_closed_with_its_client(
    client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    default = type("Default", (Default,), {})
    monkeypatch.setattr("azure.identity.DefaultAzureCredential", default)
    with open_client(client_kind, server.url, None) as caller:
        assert default.made == 0
        caller.list_keys()
        caller.list_keys()
        assert (default.made, default.closed) == (1, 0)
        caller.close()
        caller.close()
        assert (default.made, default.closed) == (1, 1)


class Waited:
    """A lock that counts the callers that wait for it."""

    def __init__(self, lock: Any) -> None:
        self.lock = lock
        self.came = threading.Semaphore(0)

    def acquire(self, **options: Any) -> bool:
        self.came.release()
        return self.lock.acquire(**options)  # type: ignore[no-any-return]

    def release(self) -> None:
        self.lock.release()

    async def __aenter__(self) -> None:
        self.came.release()
        await self.lock.__aenter__()

    async def __aexit__(self, *error: Any) -> None:
        await self.lock.__aexit__(*error)


def test_a_caller_that_waits_for_a_token_uses_the_one_that_another_got(
    client_kind: str, server: SocketServer
) -> None:
    clock = JumpClock()
    go = threading.Event()

    class Slow(Classic):
        def _token(self, **options: Any) -> Token:
            assert go.wait(10)
            return super()._token(**options)

    credential = Slow(clock)
    with open_client(client_kind, server.url, credential, clock=clock, scope="scope") as caller:
        made = threading.Lock if client_kind == "sync" else anyio.Lock
        lock = Waited(caller.do(_made, made) if caller.portal else made())
        tokens: Any = caller.client._transport._tokens
        tokens._lock = lock
        threads = [threading.Thread(target=caller.list_keys) for _ in range(2)]
        for thread in threads:
            thread.start()
        for _ in threads:
            assert lock.came.acquire(timeout=10)
        go.set()
        for thread in threads:
            thread.join()
    assert sent(server) == ["token-1", "token-1"]


async def _made(kind: Callable[[], Any]) -> Any:
    return kind()
