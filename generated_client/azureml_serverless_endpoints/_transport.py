# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The shells that carry out `_call.steps`: one for threads and one for event loops."""

from __future__ import annotations

import ssl
import sys
import time
import zlib
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, Final, TypeVar
from uuid import uuid4

import httpx

from ._about import DISTRIBUTION, VERSION
from ._argument import found
from ._call import FOREIGN, Authorize, Failure, Send, Terms, is_foreign, steps
from ._clock import Clock
from ._connections import (
    AsyncConnections,
    OwnConnections,
    SyncConnections,
    answer_of,
    closed,
    uses_proxy,
)
from ._destination import Destination, origin_of
from ._environment import Settings, refuse_settings, settings
from ._exceptions import drop_frames, failure_of, unquote_logs
from ._headers import STANDARD, is_field_value
from ._operation import Operation, Request, checked_headers
from ._response import MAX_RESULT, Answer, Response, max_size
from ._retry import RetryPolicy
from ._secret import SecretStr
from ._threads import current_loop, in_trio, within
from ._timeout import Timeout
from ._tokens import AsyncTokens, SyncTokens
from .errors import CredentialError, InvalidParameterError, Violation

if TYPE_CHECKING:
    from ._aiohttp import AiohttpSession, Message, Reply, Session
    from ._pace import Bucket, Limit

T = TypeVar("T")


class _Transport:
    """What both shells share: building requests and reading responses."""

    #: The caller's own client, or None if the connections belong to this client.
    _client: httpx.Client | httpx.AsyncClient | Session | None

    def __init__(
        self,
        destination: Destination,
        *,
        timeout: Timeout,
        retry: RetryPolicy,
        user_agent: str | None,
    ) -> None:
        if self._client is not None and self._client.is_closed:
            violation = Violation("http_client", "is closed: pass one that is open")
            raise InvalidParameterError("the client", [violation])
        url = _parsed(destination.base_url)
        if self._client is not None and url.scheme == "http" and self._uses_proxy(url):
            rule = (
                "sends http through a proxy, so that the token would leave this machine: make it "
                "with trust_env=False and without a proxy"
            )
            raise InvalidParameterError("the client", [Violation("http_client", rule)])
        self.destination = destination
        self.timeout = timeout
        self.retry = RetryPolicy.of(retry)
        self.clock = Clock()
        #: What is known of the limits in each subscription; see `many`.
        self.buckets: dict[tuple[Limit, str], Bucket] = {}
        self.closed = False
        unquote_logs()
        python = ".".join(map(str, sys.version_info[:3]))
        agent = f"{DISTRIBUTION}/{VERSION} Python/{python} httpx/{httpx.__version__}"
        if self._client is not None:
            own = self._client.headers.get("user-agent", "")
            # Every client of httpx has this default; any other value comes from the caller.
            if own not in {"", f"python-{httpx.__name__}/{httpx.__version__}"}:
                if not is_field_value(own):
                    rule = "has a User-Agent that is not visible ASCII on one line"
                    raise InvalidParameterError("the client", [Violation("http_client", rule)])
                agent = own
        if user_agent is not None:
            if not user_agent or not is_field_value(user_agent):
                rule = "must be visible ASCII on one line, no space at its ends"
                violation = Violation("user_agent", rule)
                raise InvalidParameterError("the client", [violation])
            agent = f"{agent} {str.__str__(user_agent)}"
        self._headers: Final = {**STANDARD, "user-agent": agent}

    def _uses_proxy(self, url: httpx.URL) -> bool:
        if isinstance(self._client, (httpx.Client, httpx.AsyncClient)):
            return uses_proxy(self._client, url)
        return self._client is not None and self._client.uses_proxy(url)

    def _connect_by(
        self,
        proxy: Any,
        ssl_context: ssl.SSLContext | None,
        trust_env: bool,
    ) -> Settings:
        """Return how to connect, and note the proxy for messages."""
        chosen = settings(
            self.destination.base_url, proxy=proxy, ssl_context=ssl_context, trust_env=trust_env
        )
        if chosen.proxy is not None:
            # Without user name and password.
            shown = origin_of(str(chosen.proxy.url))
            self.destination = self.destination._replace(proxy=shown)
        return chosen

    def check(self) -> None:
        """Raise a `RuntimeError` if no call can be made."""
        self._refuse_closed()

    def _refuse_closed(self) -> None:
        if self.closed:
            raise closed()
        if self._client is not None and self._client.is_closed:
            raise RuntimeError(
                "the http_client of this client is closed: make a new one, and a client with it"
            )

    def _terms(
        self,
        request: Request,
        timeout: Timeout | float | None,
        retry: RetryPolicy | None,
        headers: Mapping[str, str] | None,
        bucket: Bucket | None,
    ) -> tuple[Terms, dict[str, str]]:
        """Return the limits of a call, and the headers of its caller."""
        own = checked_headers(request, headers)
        client_request_id = own.setdefault("x-ms-client-request-id", str(uuid4()))
        terms = Terms(
            self.destination,
            self.timeout if timeout is None else Timeout.of(timeout),
            self.retry if retry is None else RetryPolicy.of(retry),
            client_request_id,
            bucket,
        )
        return terms, own

    def _build(self, request: Request, headers: Mapping[str, str]) -> Any:
        """Return the request for httpx or aiohttp, which serves all attempts of a call."""
        # The caller's own client adds its own headers.
        make = httpx.Request if self._client is None else self._client.build_request
        try:
            return make(
                request.operation.method,
                _parsed(f"{self.destination.base_url}{request.target}"),
                headers={**self._headers, **request.headers, **headers},
                content=request.content,
            )
        except httpx.InvalidURL:
            pass
        violation = Violation("the URL", "is too long: pass shorter arguments")
        raise InvalidParameterError(request.operation.operation_id, [violation])


class SyncTransport(_Transport):
    """The transport of a `Client`. Any number of threads may use it at once.

    Args:
        credential: Where tokens come from; see `Client`.
        destination: Where requests go.
        timeout: The limits of a call that sets none of its own.
        retry: The policy of a call that sets none of its own.
        proxy: The proxy to go through, or None for that of the environment.
        ssl_context: The certificates to trust, or None for those of the environment.
        trust_env: Whether the environment is read.
        http_client: The caller's own client, which stays open when this is closed.
        user_agent: Added to the `User-Agent` of this package.
    """

    def __init__(
        self,
        credential: Any,
        destination: Destination,
        *,
        timeout: Timeout,
        retry: RetryPolicy,
        proxy: Any,
        ssl_context: ssl.SSLContext | None,
        trust_env: bool,
        http_client: httpx.Client | None,
        user_agent: str | None,
    ) -> None:
        self._client = _checked(http_client, httpx.Client, "Client")
        super().__init__(destination, timeout=timeout, retry=retry, user_agent=user_agent)
        self._tokens = SyncTokens(credential, destination, self.clock)
        if http_client is None:
            self._connections = SyncConnections(self._connect_by(proxy, ssl_context, trust_env))
            self._answer = self._connections.answer
        else:
            refuse_settings(proxy, ssl_context, trust_env=trust_env)
            self._answer = partial(answer_of, http_client)

    def call(
        self,
        request: Request,
        parse: Callable[[Answer], T],
        *,
        timeout: Timeout | float | None,
        retry: RetryPolicy | None,
        headers: Mapping[str, str] | None,
        bucket: Bucket | None = None,
        sleep: Callable[[float], None] | None = None,
    ) -> Response[T]:
        """Make a call and return its response.

        Args:
            request: What to send.
            parse: Reads the response, or raises.
            timeout: Limits of this call; None for the client's.
            retry: Policy of this call; None for the client's.
            headers: More headers to send.
            bucket: Paces the retries, if the call is one of many.
            sleep: Waits between attempts, instead of the clock.

        Raises:
            APIError: If there is no result.
            RuntimeError: If the client is closed, or is closed before the last attempt.
        """
        self._refuse_closed()
        operation = request.operation
        terms, own = self._terms(request, timeout, retry, headers, bucket)
        message = self._build(request, own)
        course = steps(operation, request.target, terms, self.clock, self._tokens.forget)
        outcome: Any = None
        while True:
            try:
                step = course.send(outcome)
            except StopIteration as end:
                answer: Answer = end.value
                break
            self._refuse_closed()
            if isinstance(step, Send):
                outcome = self._send(message, step, terms, operation)
            elif isinstance(step, Authorize):
                try:
                    outcome = self._tokens.get(*step)
                except CredentialError as error:
                    outcome = error
            else:
                (sleep or self.clock.sleep)(step.seconds)
                outcome = None
        return answer.response(parse(answer))

    def _send(
        self, message: httpx.Request, step: Send, terms: Terms, operation: Operation
    ) -> Answer | Failure:
        deadline = time.monotonic() + step.seconds_left
        handled = sys.exception()
        try:
            _prepare(message, step, terms.timeout)
            return self._exchange(message, deadline, terms, operation)
        except BaseException as error:
            if (failure := failure_of(error)) is None:
                drop_frames(error, handled)
                raise
        return _too_slow(terms) if time.monotonic() >= deadline else failure

    def _exchange(
        self, message: httpx.Request, deadline: float, terms: Terms, operation: Operation
    ) -> Answer | Failure:
        # A function of its own, so that no frame in a traceback holds the body.
        with self._answer(message, deadline) as response:
            if is_foreign(response.headers, terms.client_request_id):
                return FOREIGN
            if response.is_stream_consumed:
                # A hook of the caller's own client has read, and decoded, the response.
                return _answer(response, response.content, operation, terms)
            body = bytearray()
            most = max_size(response.status_code)
            chunks: Any = response.stream
            for chunk in chunks:
                body += chunk
                if len(body) > most:
                    break
                if time.monotonic() >= deadline:
                    return _too_slow(terms)
        return _decoded(response, bytes(body), operation, terms)

    def close(self) -> None:
        """Close the connections and the credential that belong to this client.

        A request under way finishes, and then its connection is closed. A call that has to send
        again ends with a `RuntimeError`; its wait ends now.
        """
        if not self.closed:
            self.closed = True
            self.clock.end_waits()
            self._tokens.close()
            if self._client is None:
                self._connections.close()


class AsyncTransport(_Transport):
    """The transport of an `AsyncClient`, under asyncio or trio; arguments as of `SyncTransport`.

    Any number of tasks of one event loop may use it at once.
    """

    def __init__(
        self,
        credential: Any,
        destination: Destination,
        *,
        timeout: Timeout,
        retry: RetryPolicy,
        proxy: Any,
        ssl_context: ssl.SSLContext | None,
        trust_env: bool,
        http_client: httpx.AsyncClient | AiohttpSession | None,
        user_agent: str | None,
    ) -> None:
        own = _session(http_client, destination) or _checked(
            http_client, httpx.AsyncClient, "AsyncClient"
        )
        self._client = own
        super().__init__(destination, timeout=timeout, retry=retry, user_agent=user_agent)
        self._tokens = AsyncTokens(credential, destination, self.clock)
        self._answer: Callable[[Any], AbstractAsyncContextManager[Any]]
        if own is None:
            self._connections = AsyncConnections(self._connect_by(proxy, ssl_context, trust_env))
            self._answer = self._connections.answer
        else:
            refuse_settings(proxy, ssl_context, trust_env=trust_env)
            client = OwnConnections(own) if isinstance(own, httpx.AsyncClient) else own
            self._answer = client.answer
        self._loop: object = None

    async def call(
        self,
        request: Request,
        parse: Callable[[Answer], T],
        *,
        timeout: Timeout | float | None,
        retry: RetryPolicy | None,
        headers: Mapping[str, str] | None,
        bucket: Bucket | None = None,
    ) -> Response[T]:
        """Make a call and return its response; arguments and errors as of `SyncTransport.call`.

        Raises:
            RuntimeError: Also if the client was used in another event loop before.
        """
        self.check()
        operation = request.operation
        terms, own = self._terms(request, timeout, retry, headers, bucket)
        message = self._build(request, own)
        course = steps(operation, request.target, terms, self.clock, self._tokens.forget)
        outcome: Any = None
        while True:
            try:
                step = course.send(outcome)
            except StopIteration as end:
                answer: Answer = end.value
                break
            self._refuse_closed()
            if isinstance(step, Send):
                outcome = await self._send(message, step, terms, operation)
            elif isinstance(step, Authorize):
                outcome = await self._authorize(step, terms)
            else:
                await self.clock.async_sleep(step.seconds)
                outcome = None
        return answer.response(parse(answer))

    def check(self) -> None:
        """Raise a `RuntimeError` if no call can be made, or not in this event loop."""
        self._refuse_closed()
        self._bind()

    async def _authorize(self, step: Authorize, terms: Terms) -> SecretStr | CredentialError:
        try:
            token = self._tokens.ready(step.rejected)
            if token is None:
                token = await within(step.seconds_left, self._tokens.get(*step))
        except CredentialError as error:
            return error
        if token is None:
            return CredentialError(f"no token: none came within {terms.timeout.total:g} s")
        return token

    async def _send(
        self, message: Any, step: Send, terms: Terms, operation: Operation
    ) -> Answer | Failure:
        handled = sys.exception()
        try:
            _prepare(message, step, terms.timeout)
            outcome = await within(step.seconds_left, self._exchange(message, terms, operation))
        except BaseException as error:
            if (failure := failure_of(error)) is None:
                drop_frames(error, handled)
                raise
            return failure
        return _too_slow(terms) if outcome is None else outcome

    async def _exchange(self, message: Any, terms: Terms, operation: Operation) -> Answer | Failure:
        async with self._answer(message) as response:
            if is_foreign(response.headers, terms.client_request_id):
                return FOREIGN
            if response.is_stream_consumed:
                return _answer(response, response.content, operation, terms)
            body = await _read(response.stream, max_size(response.status_code))
        return _decoded(response, body, operation, terms)

    def _bind(self) -> None:
        """Refuse another event loop: connections and locks belong to the one that made them."""
        loop = current_loop()
        if self._loop is None:
            self._loop = loop
        elif self._loop is not loop:
            raise RuntimeError(
                "this AsyncClient was used in another event loop: make one for each loop, inside it"
            )

    async def close(self) -> None:
        """Close the connections and the credential that belong to this client.

        Requests under way are treated as by `SyncTransport.close`.

        Raises:
            RuntimeError: If the connections were made in another event loop, where they have to be
                closed.
        """
        if not self.closed:
            if self._client is None and self._loop not in {None, current_loop()}:
                raise RuntimeError(
                    "this AsyncClient was used in another event loop: close it there, before that "
                    "loop ends"
                )
            self.closed = True
            self.clock.end_waits()
            await self._tokens.close()
            if self._client is None:
                await self._connections.close()


def _checked(http_client: Any, kind: type[T], owner: str) -> T | None:
    """Return the caller's own client; raise `TypeError` if it is of a wrong type."""
    if http_client is None or isinstance(http_client, kind):
        return http_client
    words = f"http_client of {owner} must be an httpx.{kind.__name__}"
    if kind is httpx.AsyncClient:
        words += " or an aiohttp.ClientSession"
    words = f"{words}, not {found(http_client)}"
    if type(http_client).__module__.partition(".")[0] == "httpx2":
        words = f"{words}; this package uses httpx, not httpx2: pass an httpx.{kind.__name__}"
    if isinstance(http_client, (httpx.BaseTransport, httpx.AsyncBaseTransport)):
        words = f"{words}; pass httpx.{kind.__name__}(transport=...) with it"
    raise TypeError(words)


def _session(http_client: Any, destination: Destination) -> Session | None:
    """Return the caller's own client if it is a session of aiohttp, or None."""
    # Nobody has a session who has not imported aiohttp.
    aiohttp = sys.modules.get("aiohttp")
    if aiohttp is None or not isinstance(http_client, aiohttp.ClientSession):
        return None
    from ._aiohttp import Session

    session = Session(http_client)
    rule: str | None = None
    if http_client.auth is not None:
        rule = "has `auth`: pass a session without, because the credential authenticates requests"
    elif session.has_password(_parsed(destination.base_url).host):
        rule = (
            "has trust_env=True, and its password from netrc would replace the token: pass a "
            "session with trust_env=False, and with `proxy` if one is needed"
        )
    if rule is not None:
        raise InvalidParameterError("the client", [Violation("http_client", rule)])
    return session


#: Parses a URL, which takes longer than all else that is done for a request.
_parsed: Final = lru_cache(maxsize=64)(httpx.URL)

_TOO_LONG: Final = Failure("answer", f"it is longer than {MAX_RESULT} bytes")


def _too_slow(terms: Terms) -> Failure:
    return Failure("timeout", f"it was not complete after {terms.timeout.total:g} s")


def _prepare(message: httpx.Request | Message, step: Send, timeout: Timeout) -> None:
    """Set the token, the URL and the timeouts of the next attempt."""
    if step.token is not None:
        message.headers["Authorization"] = f"Bearer {step.token.get_secret_value()}"
    message.url = _parsed(step.url)
    left = step.seconds_left
    read = min(timeout.read, left)
    message.extensions["timeout"] = {
        "connect": min(timeout.connect, left),
        "read": read,
        "write": read,
        "pool": left,
    }


async def _read(stream: Any, most: int) -> bytes:
    """Return a body; of one that is too long, a part that is too long as well."""
    body = bytearray()
    chunks = aiter(stream)
    async for chunk in chunks:
        body += chunk
        if len(body) > most:
            if in_trio():
                await _cancel(chunks)
            break
    return bytes(body)


async def _cancel(chunks: AsyncIterator[bytes]) -> None:
    """End a generator, and those that it reads from: trio warns about one that is left open.

    asyncio closes them itself. There, a sender that never pauses would delay the cancellation.
    """
    import anyio

    with anyio.CancelScope() as scope:
        scope.cancel()
        async for _ in chunks:
            pass


def _decoded(
    response: httpx.Response | Reply, body: bytes, operation: Operation, terms: Terms
) -> Answer | Failure:
    """Return the response with its body decoded.

    A success with an unreadable body is a `Failure`. An error is returned without its body: its
    status and headers are enough.
    """
    most = max_size(response.status_code)
    problem = _TOO_LONG if len(body) > most else None
    coding = response.headers.get("content-encoding", "identity").lower()
    if body and coding != "identity":
        # No compression was asked for. gzip and deflate are read all the same, up to the limit.
        decoder = zlib.decompressobj(wbits=zlib.MAX_WBITS | 32)
        try:
            body = decoder.decompress(body, most)
        except zlib.error:
            words = f"it is compressed ({coding!a:.40}), which was not asked for"
            problem, body = Failure("answer", words), b""
        else:
            problem = _TOO_LONG if decoder.unconsumed_tail else problem
    if problem is not None and response.is_success:
        return problem
    return _answer(response, body, operation, terms)


def _answer(
    response: httpx.Response | Reply, body: bytes, operation: Operation, terms: Terms
) -> Answer:
    return Answer(
        operation=operation,
        status_code=response.status_code,
        headers=response.headers,
        body=body,
        client_request_id=terms.client_request_id,
    )
