# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Tokens: where they come from, how long they are kept, and when they are renewed."""

from __future__ import annotations

import inspect
import re
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from contextvars import copy_context
from typing import TYPE_CHECKING, Any, Final

from ._argument import found
from ._clock import Clock
from ._credential import NoCredential, method_of
from ._destination import Destination
from ._exceptions import described, drop_frames, place_of
from ._secret import SecretStr, protect
from .errors import CredentialError

if TYPE_CHECKING:
    import anyio

#: Seconds before its end at which a token is renewed, where its issuer says nothing.
_AHEAD: Final = 300.0
#: Seconds after an early renewal in which no other is tried, whatever came of it.
_PAUSE: Final = 30.0
#: Seconds that a call waits for an early renewal, and part of its time that it takes, at the most:
#: the token that is kept is still good.
_PATIENCE: Final = 5.0
_PART: Final = 0.25
#: What a header may hold as a token: visible ASCII.
_TOKEN: Final = re.compile(r"[!-~]+")


class _Token:
    __slots__ = ("expires_on", "refresh_on", "value")

    def __init__(self, value: SecretStr, expires_on: float, refresh_on: float) -> None:
        self.value = value
        self.expires_on = expires_on
        self.refresh_on = refresh_on


class _Tokens:
    """What the tokens of both kinds of client have in common: all but the waiting."""

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
        #: The last failure of the credential: the claims that it was asked for, and the words.
        self._failure: tuple[str | None, str] | None = None

    def forget(self, token: SecretStr) -> None:
        """Drops a token that the service refused, unless a newer one took its place."""
        held = self._token
        if held is not None and held.value == token:
            self._token = None

    def _given(self) -> SecretStr | None:
        """The token where it was given as such: nothing keeps or renews it."""
        return _checked(self._credential) if isinstance(self._credential, SecretStr) else None

    def _held(self, rejected: SecretStr | None) -> _Token | None:
        """The token that is kept, if it still counts and is not the rejected one."""
        held = self._token
        if held is None or self.clock.time() >= held.expires_on or held.value == rejected:
            return None
        return held

    def _is_due(self, token: _Token) -> bool:
        return self.clock.time() >= max(token.refresh_on, self._next_early_renewal)

    def _request(self, claims: str | None) -> Any:
        """Asks the credential; the result is a token, or awaits one."""
        credential = self._source()
        options: dict[str, Any] = {"enable_cae": True}
        if claims is not None:
            options["claims"] = claims
        if self._scope is None and not self._is_callable():
            raise CredentialError(
                "no token: it is not known for which scope to ask; pass `scope` to the client"
            )
        method = method_of(credential)
        if method is None:
            return credential()
        if hasattr(credential, "get_token_info"):
            return method(self._scope, options=options)
        return method(self._scope, **_accepted(method, options))

    def _source(self) -> Any:
        """The credential to ask: the caller's, or azure-identity's default one."""
        if self._credential is None:
            if self._owned is None:
                self._owned = _default_credential(self._sign_in_host)
            return self._owned
        return self._credential

    def _is_callable(self) -> bool:
        """Whether the credential is a function that gives tokens, and keeps them itself."""
        return callable(self._credential) and method_of(self._credential) is None

    def _keep(self, raw: Any) -> SecretStr:
        """Takes a token from what a credential gave, and keeps it where it says how long."""
        now = self.clock.time()
        kind = found(raw)
        # What shows the token leaves this frame before anything can fail.
        raw = protect(raw)
        if self._is_callable():
            return _checked(raw)
        value = protect(getattr(raw, "token", None))
        expires_on, refresh_on = getattr(raw, "expires_on", None), getattr(raw, "refresh_on", None)
        del raw
        if value is None:
            raise CredentialError(
                "no token: what the credential gave has no `token` and `expires_on`, as "
                f"azure-core's AccessToken has them: it is {kind}"
            )
        value = _checked(value)
        if isinstance(expires_on, bool) or not isinstance(expires_on, (int, float)):
            raise CredentialError(
                "no token: the credential does not say when its token ends: `expires_on` must be a "
                f"number of seconds since the epoch, not {found(expires_on)}"
            )
        ahead = min(_AHEAD, max(0.0, (expires_on - now) / 2))
        if not isinstance(refresh_on, (int, float)):
            refresh_on = expires_on - ahead
        # Many processes that got their tokens together should not renew them together.
        refresh_on -= self.clock.uniform(0.0, ahead / 10)
        self._token = _Token(value, expires_on, refresh_on)
        return value

    def _early_renewal_ended(self) -> None:
        self._next_early_renewal = self.clock.time() + _PAUSE

    def _failed(self, claims: str | None, error: Exception) -> CredentialError:
        """The error of an ask that failed, for its caller and for those who wait for it."""
        failure = error
        if not isinstance(failure, CredentialError):
            failure = CredentialError(f"no token: the credential raised {described(error)}")
            failure.add_note(place_of(error) or "")
        self._failure = claims, str(failure)
        return failure

    def _take_over(self, before: tuple[str | None, str] | None, claims: str | None) -> None:
        """Fails who waited for another's ask that failed, instead of asking one after the other."""
        last = self._failure
        if last is not None and last is not before and last[0] == claims:
            raise CredentialError(last[1])


class SyncTokens(_Tokens):
    """The tokens of a `Client`: asked for by one thread at a time."""

    def __init__(self, credential: Any, destination: Destination, clock: Clock) -> None:
        super().__init__(credential, destination, clock)
        self._lock = threading.Lock()

    def get(self, claims: str | None, rejected: SecretStr | None, seconds_left: float) -> SecretStr:
        """A token to send.

        Args:
            claims: What the service asks the token to hold, as JSON, or None.
            rejected: A token that the service did not accept, not to be given again.
            seconds_left: How long to wait for others that ask the credential, at the most.

        Raises:
            CredentialError: If there is none.
        """
        if (given := self._given()) is not None:
            return given
        held = self._held(rejected)
        if held is not None:
            if self._is_due(held) and not self._lock.locked():
                self._renew_beside(min(_PATIENCE, _PART * seconds_left))
            return (self._held(rejected) or held).value
        before = self._failure
        if not self._lock.acquire(timeout=min(seconds_left, threading.TIMEOUT_MAX)):
            raise CredentialError(f"no token: none came within {seconds_left:.3g} s")
        try:
            held = self._held(rejected)
            if held is not None:
                return held.value
            self._take_over(before, claims)
            return self._fetch(claims)
        finally:
            self._lock.release()

    def _renew_beside(self, seconds: float) -> None:
        """Renews the token in a thread, which goes on where it takes longer than some seconds."""
        # A daemon, since a program that is done does not wait for a token.
        thread = threading.Thread(target=copy_context().run, args=(self._renew,), daemon=True)
        # Where there can be no more threads, the token is renewed when it has ended.
        with suppress(RuntimeError):
            thread.start()
            thread.join(seconds)

    def _renew(self) -> None:
        if not self._lock.acquire(blocking=False):
            return
        try:
            # Another thread may have done it since.
            if self._token is not None and self._is_due(self._token):
                self._fetch(None)
        except CredentialError:
            pass
        finally:
            self._early_renewal_ended()
            self._lock.release()

    def _fetch(self, claims: str | None) -> SecretStr:
        handled = sys.exception()
        try:
            return self._keep(_not_awaitable(self._request(claims)))
        except Exception as error:
            failure = self._failed(claims, error)
        except BaseException as error:
            drop_frames(error, handled)
            raise
        raise failure

    def close(self) -> None:
        """Closes the credential, if it was made here."""
        if self._owned is not None:
            self._owned.close()


class AsyncTokens(_Tokens):
    """The tokens of an `AsyncClient`: asked for by one task at a time."""

    _lock: anyio.Lock | None = None

    async def get(
        self, claims: str | None, rejected: SecretStr | None, seconds_left: float
    ) -> SecretStr:
        """A token to send; arguments and errors as those of `SyncTokens.get`.

        Who calls this gives it up when the time is over.
        """
        if (given := self._given()) is not None:
            return given
        held = self._held(rejected)
        if held is not None and not self._is_due(held):
            return held.value
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
            return self._keep(await self._ask(claims))
        except Exception as error:
            failure = self._failed(claims, error)
        except BaseException as error:
            drop_frames(error, handled)
            raise
        raise failure

    async def _ask(self, claims: str | None) -> Any:
        from anyio import to_thread

        source = self._source()
        if inspect.iscoroutinefunction(method_of(source) or source):
            return await self._request(claims)
        # A credential that is not async may block for seconds, so it does so beside the event loop.
        result = await to_thread.run_sync(self._request, claims, abandon_on_cancel=True)
        return await result if inspect.isawaitable(result) else result

    async def close(self) -> None:
        """Closes the credential, if it was made here."""
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
        "no token: no credential was given, and azure-identity is not installed to find one; run "
        f"`pip install '{DISTRIBUTION}[identity]'`, or pass `credential`"
    )


def _accepted(function: Callable[..., Any], options: dict[str, Any]) -> dict[str, Any]:
    """Those options that a function takes: not every credential knows each."""
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
    raise CredentialError("no token: this credential is async, for an AsyncClient")


def _checked(value: Any) -> SecretStr:
    """A value as a token that a header can hold. Raises where no frame holds the value unmasked."""
    token = protect(value)
    del value
    if isinstance(token, SecretStr):
        # Of a subclass of str the text that it holds, whatever it shows.
        token = SecretStr(str.__str__(token.get_secret_value()))
        problem = _problem(token)
        if problem is None:
            return token
    else:
        problem = f"a token is a string, not of type {type(token).__name__}"
    del token
    raise CredentialError(f"no token to send: {problem}")


def _problem(token: SecretStr) -> str | None:
    """Why no header can hold a token, or None where one can."""
    if _TOKEN.fullmatch(token.get_secret_value()):
        return None
    if not token:
        return "the token is empty"
    if _TOKEN.fullmatch(token.get_secret_value().strip()):
        return "the token has a space or a line end at its beginning or end: strip it"
    return "a token is visible ASCII without spaces, so without `Bearer ` before it"
