"""The tokens of a client: requested from its credential, cached, and renewed before they expire."""

from __future__ import annotations

import inspect
import os
import re
import sys
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final, NamedTuple
from weakref import WeakSet

from ._argument import found
from ._clock import Clock
from ._credential import NoCredential, method_of
from ._destination import Destination
from ._exceptions import cleaned, described, drop_frames, place_of
from ._secret import SecretStr, protect
from ._threads import in_daemon_thread, until_done
from .errors import CredentialError

if TYPE_CHECKING:
    from concurrent.futures import Future

    import anyio

#: Seconds before its expiry at which a token is renewed, unless its issuer names a time.
_AHEAD: Final = 300.0
#: Seconds between two early renewals, whether they succeed or not.
_PAUSE: Final = 30.0
#: A call waits for an early renewal for at most so many seconds, and at most this part of its
#: time: the cached token is still valid.
_PATIENCE: Final = 5.0
_PART: Final = 0.25
#: Claims that ask for nothing. Credentials bypass their cache for any claims.
_ANEW: Final = "{}"
#: A token that a header can hold: visible ASCII.
_TOKEN: Final = re.compile(r"[!-~]+")


class _Token:
    __slots__ = ("expires_on", "refresh_on", "value")

    def __init__(self, value: SecretStr, expires_on: float, refresh_on: float) -> None:
        self.value = value
        self.expires_on = expires_on
        self.refresh_on = refresh_on


class _Tokens:
    """The token cache of both kinds of client, without the locks and the waiting."""

    def __init__(self, credential: Any, destination: Destination, clock: Clock) -> None:
        if isinstance(credential, NoCredential):
            raise TypeError(credential.problem)
        self._credential = credential
        self._owned: Any = None
        self._scope = destination.scope
        self._sign_in_host = destination.sign_in_host
        self.clock = clock
        self._token: _Token | None = None
        self._next_early_renewal = 0.0
        #: The last token that the service refused, and when to ask for another one at the earliest.
        self._refused: SecretStr | None = None
        self._next_anew = 0.0
        #: The last failure of the credential: the requested claims and the message.
        self._failure: tuple[str | None, str] | None = None

    def forget(self, token: SecretStr) -> None:
        """Drop a token that the service refused, unless the cache holds a newer one."""
        held = self._token
        if held is not None and held.value == token:
            self._token = None
            self._refused = token

    def _is_refused(self, token: SecretStr) -> bool:
        """Return whether to ask again, because the credential returned a token that was refused.

        azure-identity caches tokens as well, for an hour or more. A request with claims bypasses
        its cache. Asks once in 30 seconds at most, in case that the service refuses all tokens.
        """
        now = self.clock.time()
        if token != self._refused or now < self._next_anew:
            return False
        self._next_anew = now + _PAUSE
        return True

    def _said_once(self) -> AbstractContextManager[None]:
        """Return a context in which a chain of azure-identity does not log what it raises."""
        # The default credential imports azure-identity.
        self._source()
        if "azure.identity" not in sys.modules:
            return nullcontext()
        from ._sign_in import said_once

        return said_once()

    def _given(self) -> SecretStr | None:
        """Return a static token, which is neither cached nor renewed, or None."""
        return _checked(self._credential) if isinstance(self._credential, SecretStr) else None

    def _held(self, rejected: SecretStr | None) -> _Token | None:
        """Return the cached token if it is valid and not the rejected one, or None."""
        held = self._token
        if held is None or self.clock.time() >= held.expires_on or held.value == rejected:
            return None
        return held

    def ready(self, rejected: SecretStr | None) -> SecretStr | None:
        """Return the static token, or the cached one if it need not be renewed yet, or None.

        Args:
            rejected: A token that the service rejected and that must not be returned again.

        Raises:
            CredentialError: If a header cannot hold the static token.
        """
        if (given := self._given()) is not None:
            return given
        held = self._held(rejected)
        return None if held is None or self._is_due(held) else held.value

    def _is_due(self, token: _Token) -> bool:
        return self.clock.time() >= max(token.refresh_on, self._next_early_renewal)

    def _request(self, claims: str | None) -> Any:
        """Call the credential, and return its token or an awaitable of one."""
        credential = self._source()
        options: dict[str, Any] = {"enable_cae": True}
        if claims is not None:
            options["claims"] = claims
        if self._scope is None and not self._is_callable():
            raise CredentialError(
                "no token: a `base_url` has no default scope; pass `scope` to the client, or pass "
                "a token as the credential"
            )
        method = method_of(credential)
        if method is None:
            return credential()
        if hasattr(credential, "get_token_info"):
            return method(self._scope, options=options)
        return method(self._scope, **_accepted(method, options))

    def _source(self) -> Any:
        """Return the caller's credential, or azure-identity's default one."""
        if self._credential is None:
            if self._owned is None:
                self._owned = _default_credential(self._sign_in_host)
            return self._owned
        return self._credential

    def _is_callable(self) -> bool:
        """Return whether the credential is a function, which caches its tokens itself."""
        return callable(self._credential) and method_of(self._credential) is None

    def _keep(self, raw: Any) -> SecretStr:
        """Return the token in the result of a credential, and cache it if it has an expiry.

        Args:
            raw: The result: a token for a function, else an object with `token` and `expires_on`.

        Raises:
            CredentialError: If there is no valid token in it.
        """
        now = self.clock.time()
        kind = found(raw)
        # No local of this frame shows the token when something fails below.
        raw = protect(raw)
        if self._is_callable():
            return _checked(raw)
        value = protect(getattr(raw, "token", None))
        expires_on, refresh_on = getattr(raw, "expires_on", None), getattr(raw, "refresh_on", None)
        del raw
        if value is None:
            raise CredentialError(
                "no token: the credential must return an object with `token` and `expires_on`, "
                f"such as azure-core's AccessToken, not {kind}"
            )
        value = _checked(value)
        if isinstance(expires_on, bool) or not isinstance(expires_on, (int, float)):
            raise CredentialError(
                "no token: `expires_on` of the credential's token must be a number of seconds "
                f"since the epoch, not {found(expires_on)}"
            )
        ahead = min(_AHEAD, max(0.0, (expires_on - now) / 2))
        if not isinstance(refresh_on, (int, float)):
            refresh_on = expires_on - ahead
        # Jitter: processes that started together do not renew their tokens together.
        refresh_on -= self.clock.uniform(0.0, ahead / 10)
        self._token = _Token(value, expires_on, refresh_on)
        return value

    def _early_renewal_ended(self) -> None:
        self._next_early_renewal = self.clock.time() + _PAUSE

    def _failed(self, claims: str | None, error: Exception) -> CredentialError:
        """Return the error of a failed request, and keep it for those who wait for the lock."""
        failure = error
        if not isinstance(failure, CredentialError):
            failure = CredentialError(f"no token: {_reason(error)}")
            failure.add_note(place_of(error) or "")
        self._failure = claims, str(failure)
        return failure

    def _take_over(self, before: tuple[str | None, str] | None, claims: str | None) -> None:
        """Raise the failure of the request that this caller waited for, instead of repeating it.

        Args:
            before: The last failure when the caller began to wait.
            claims: The claims that the caller needs.
        """
        last = self._failure
        if last is not None and last is not before and last[0] == claims:
            raise CredentialError(last[1])


class SyncTokens(_Tokens):
    """The tokens of a `Client`. One thread at a time calls the credential."""

    def __init__(self, credential: Any, destination: Destination, clock: Clock) -> None:
        super().__init__(credential, destination, clock)
        self._lock = threading.Lock()
        _ALL.add(self)

    def get(self, claims: str | None, rejected: SecretStr | None, seconds_left: float) -> SecretStr:
        """Return a token to send.

        Args:
            claims: The claims that the service requires of the token, as JSON, or None.
            rejected: A token that the service rejected and that must not be returned again.
            seconds_left: How long to wait for another thread that calls the credential.

        Raises:
            CredentialError: If there is no token.
        """
        if (ready := self.ready(rejected)) is not None:
            return ready
        held = self._held(rejected)
        if held is not None:
            if not self._lock.locked():
                self._renew_beside(min(_PATIENCE, _PART * seconds_left))
            return (self._held(rejected) or held).value
        before = self._failure
        # A fork inside the credential replaces the lock of the child; each releases its own.
        lock = self._lock
        if not lock.acquire(timeout=min(seconds_left, threading.TIMEOUT_MAX)):
            raise CredentialError(f"no token: none came within {seconds_left:.3g} s")
        try:
            held = self._held(rejected)
            if held is not None:
                return held.value
            self._take_over(before, claims)
            return self._fetch(claims)
        finally:
            lock.release()

    def leave(self) -> None:
        """Replace the lock in a forked child, which does not have the thread that holds it."""
        self._lock = threading.Lock()

    def _renew_beside(self, seconds: float) -> None:
        """Renew the token in a daemon thread, and wait for it for some seconds."""
        from concurrent.futures import wait

        # RuntimeError: the system allows no more threads. The token is renewed when it has expired.
        with suppress(RuntimeError):
            wait([in_daemon_thread(self._renew)], seconds)

    def _renew(self) -> None:
        lock = self._lock
        if not lock.acquire(blocking=False):
            return
        try:
            # Another thread may have renewed it in the meantime.
            if self._token is not None and self._is_due(self._token):
                self._fetch(None)
        except CredentialError:
            pass
        finally:
            self._early_renewal_ended()
            lock.release()

    def _fetch(self, claims: str | None) -> SecretStr:
        handled = sys.exception()
        try:
            with self._said_once():
                token = self._keep(_not_awaitable(self._request(claims)))
                if self._is_refused(token):
                    with suppress(Exception):
                        token = self._keep(_not_awaitable(self._request(_ANEW)))
            return token
        except Exception as error:
            failure = self._failed(claims, error)
        except BaseException as error:
            drop_frames(error, handled)
            raise
        raise failure

    def close(self) -> None:
        """Close the credential if the client made it."""
        if self._owned is not None:
            self._owned.close()


#: All that are in use, for the hook of `os.fork`.
_ALL: Final[WeakSet[SyncTokens]] = WeakSet()


def _leave_all() -> None:
    for each in list(_ALL):
        each.leave()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_leave_all)


class _Pending(NamedTuple):
    """A call of a sync credential in a thread, which outlives the tasks that wait for it."""

    claims: str | None
    future: Future[Any]


class AsyncTokens(_Tokens):
    """The tokens of an `AsyncClient`. One task at a time calls the credential."""

    _lock: anyio.Lock | None = None
    _pending: _Pending | None = None

    async def get(
        self, claims: str | None, rejected: SecretStr | None, seconds_left: float
    ) -> SecretStr:
        """Return a token to send; arguments and errors as those of `SyncTokens.get`.

        The caller cancels this when its time is over.
        """
        if (ready := self.ready(rejected)) is not None:
            return ready
        held = self._held(rejected)
        import anyio

        if self._lock is None:
            self._lock = anyio.Lock()
        if held is not None:
            if not self._lock.locked():
                with anyio.move_on_after(min(_PATIENCE, _PART * seconds_left)):
                    await self._renew(self._lock)
            return (self._held(rejected) or held).value
        before = self._failure
        async with self._lock:
            self._keep_late()
            held = self._held(rejected)
            if held is not None:
                return held.value
            self._take_over(before, claims)
            return await self._fetch(claims)

    async def _renew(self, lock: anyio.Lock) -> None:
        async with lock:
            try:
                await self._fetch(None)
            except CredentialError:
                pass
            finally:
                self._early_renewal_ended()

    async def _fetch(self, claims: str | None) -> SecretStr:
        handled = sys.exception()
        try:
            with self._said_once():
                token = self._keep(await self._ask(claims))
                if self._is_refused(token):
                    with suppress(Exception):
                        token = self._keep(await self._ask(_ANEW))
            return token
        except Exception as error:
            failure = self._failed(claims, error)
        except BaseException as error:
            drop_frames(error, handled)
            raise
        raise failure

    async def _ask(self, claims: str | None) -> Any:
        source = self._source()
        if inspect.iscoroutinefunction(method_of(source) or source):
            return await self._request(claims)
        # A sync credential may block for seconds, so that it runs beside the event loop. The lock
        # is held here, and a call that outlived its task is joined: there is one at a time.
        while True:
            if self._pending is None:
                self._pending = _Pending(claims, in_daemon_thread(self._request, claims))
            pending = self._pending
            await until_done(pending.future)
            self._pending = None
            if pending.claims == claims:
                result = pending.future.result()
                return await result if inspect.isawaitable(result) else result

    def _keep_late(self) -> None:
        """Cache a token that came after every task had given up; a late failure is dropped."""
        if self._pending is not None and self._pending.future.done():
            future, self._pending = self._pending.future, None
            if future.exception() is None:
                with suppress(CredentialError):
                    self._keep(_not_awaitable(future.result()))

    async def close(self) -> None:
        """Close the credential if the client made it."""
        if self._owned is not None:
            self._owned.close()


def _default_credential(sign_in_host: str | None) -> Any:
    try:
        from azure.identity import DefaultAzureCredential
    except ImportError:
        pass
    else:
        options = {} if sign_in_host is None else {"authority": sign_in_host}
        return DefaultAzureCredential(**options)
    from ._about import DISTRIBUTION

    raise CredentialError(
        "no token: no credential was passed, and azure-identity is not installed; run "
        f"`pip install '{DISTRIBUTION}[identity]'`, or pass `credential`"
    )


def _reason(error: Exception) -> str:
    if "azure.identity" in sys.modules:
        from ._sign_in import attempts

        if (words := attempts(cleaned(error))) is not None:
            return words
    return f"the credential raised {described(error)}"


def _accepted(function: Callable[..., Any], options: dict[str, Any]) -> dict[str, Any]:
    """Return the options that a function accepts: older credentials do not accept all."""
    try:
        parameters = inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return options
    return {name: value for name, value in options.items() if name in parameters}


def _not_awaitable(result: Any) -> Any:
    if not inspect.isawaitable(result):
        return result
    if inspect.iscoroutine(result):
        result.close()
    raise CredentialError("no token: the credential is async; use an AsyncClient")


def _checked(value: Any) -> SecretStr:
    """Return a token that a header can hold.

    Raises:
        CredentialError: If it cannot. No local of the frame shows the value.
    """
    token = protect(value)
    del value
    if isinstance(token, SecretStr):
        # The content of a subclass of str, whose methods may show another text.
        token = SecretStr(str.__str__(token.get_secret_value()))
        problem = _problem(token)
        if problem is None:
            return token
    else:
        problem = f"a token must be a str, not of type {type(token).__name__}"
    del token
    raise CredentialError(f"no token to send: {problem}")


def _problem(token: SecretStr) -> str | None:
    """Return why a header cannot hold a token, or None if it can."""
    if _TOKEN.fullmatch(token.get_secret_value()):
        return None
    if not token:
        return "the token is empty"
    if _TOKEN.fullmatch(token.get_secret_value().strip()):
        return "the token starts or ends with a space or a line end; strip it"
    return "a token must be visible ASCII without spaces; remove a prefix such as `Bearer `"
