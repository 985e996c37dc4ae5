# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The stand-in: an httpx transport with resources, scripted failures and recorded requests."""

from __future__ import annotations

import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from types import EllipsisType
from typing import TYPE_CHECKING, Any, Final

import attrs
import httpx

from ._contract import API_VERSION, CLIENT_ARGUMENTS, OPERATIONS, SERVERS
from ._messages import RecordedRequest, Reply, encoded
from ._operation import Json, Operation
from ._schema import parameter_violation
from ._script import Script, scripted
from ._service import Resource, Route, resource, respond, route

if TYPE_CHECKING:
    from .._client import AsyncClient, Client
    from .._credential import AsyncCredential, Credential

#: The token bucket that Azure Resource Manager has for the writes to each subscription.
_WRITES: Final = 200
_WRITES_A_SECOND: Final = 10
#: Bytes of request bodies that are kept in memory; `RecordedRequest.body_dropped` names the limit.
_KEPT_BYTES: Final = 16 * 1024 * 1024


async def _sleep(seconds: float) -> None:
    import anyio  # Only scripted delays need it; it takes longer to load than everything else.

    await anyio.sleep(seconds)


def _new_id() -> str:
    return str(uuid.uuid4())


class StandIn(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A stand-in for the service, in memory.

    It is a transport for `httpx.Client` and `httpx.AsyncClient`, and answers for every host: for a
    server of the document below that server's path, for any other host with or without such a path.
    At first one resource exists for each operation: the one that the examples of the document's
    parameters name, with the document's example as the response. Requests change nothing: after a
    `DELETE` the resource still exists. Several threads may use it at once.
    """

    def __init__(
        self,
        operations: Iterable[Operation] = OPERATIONS,
        *,
        api_version: str = API_VERSION,
        servers: Iterable[str] = SERVERS,
        sleep: Callable[[float], None] = time.sleep,
        async_sleep: Callable[[float], Awaitable[None]] = _sleep,
        new_id: Callable[[], str] = _new_id,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        """Make a stand-in.

        Args:
            operations: The operations of the service; the document's by default.
            api_version: The only accepted value of the query parameter `api-version`; the
                document's version by default.
            servers: URLs that the paths of the operations are appended to; the document's by
                default.
            sleep: Waits for a scripted delay, given the seconds.
            async_sleep: The same for asynchronous requests; the default works under asyncio and
                trio.
            new_id: Returns a new id for a response header; a random UUID by default.
            clock: Returns seconds. Responses say how many writes are left to a subscription: 200
                at first, and 10 more each second. None is refused.

        Raises:
            ValueError: An example in the operations violates the constraints of its parameter.
        """
        self._operations = {operation.id: operation for operation in operations}
        self._api_version = api_version
        self._servers = [httpx.URL(server) for server in servers]
        self._sleep = sleep
        self._async_sleep = async_sleep
        self._new_id = new_id
        self._clock = clock
        self._lock = threading.Lock()
        self._resources: dict[Resource, bytes | None] = {}
        self._script = Script()
        self._requests: list[RecordedRequest] = []
        self._kept_bytes = 0
        self._dropped = 0
        #: For each subscription, how many writes were left, and when.
        self._writes: dict[str, tuple[float, float]] = {}
        for operation in self._operations.values():
            if all(parameter.sample is not None for parameter in operation.path_parameters):
                self._resources[_named(operation, {})] = _example(operation)

    def add(
        self,
        operation_id: str,
        path_parameters: Mapping[str, str],
        body: Json | bytes | EllipsisType = ...,
    ) -> None:
        """Add a resource, or change the response about an existing one.

        Args:
            operation_id: The operationId of the operation that finds the resource.
            path_parameters: Values of the path parameters that name the resource. An omitted one
                has the document's example.
            body: The operation's response body: a JSON value, or for another media type a text or
                bytes. The document's example if omitted.

        Raises:
            ValueError: There is no such operation or parameter, a value violates its constraints,
                the operation's response has no body, or the document has no example.
            TypeError: The body is not made of JSON values.
        """
        operation = self._operation(operation_id)
        name = _named(operation, path_parameters)
        media_type = operation.success.media_type
        if isinstance(body, EllipsisType):
            response_body = _example(operation)
            if response_body is None:
                raise ValueError(
                    f"The document has no example of a response to {operation_id}: give a body."
                )
        elif media_type is None:
            raise ValueError(f"The response to {operation_id} has no body: omit it.")
        else:
            response_body = encoded(body, media_type)
        with self._lock:
            self._resources[name] = response_body

    def remove(self, operation_id: str, path_parameters: Mapping[str, str]) -> None:
        """Remove a resource, so that the response about it is 404.

        Args:
            operation_id: The operationId of the operation that finds the resource.
            path_parameters: Values of the path parameters that name the resource. An omitted one
                has the document's example.

        Raises:
            ValueError: There is no such operation, parameter or resource, or a value violates its
                constraints.
        """
        name = _named(self._operation(operation_id), path_parameters)
        with self._lock:
            if name not in self._resources:
                raise ValueError(f"No such resource exists for {operation_id}: add it first.")
            del self._resources[name]

    def fail(
        self,
        status: int | None = None,
        *,
        body: Json | bytes | EllipsisType = ...,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        times: int | EllipsisType | None = ...,
        where: Mapping[str, str] | None = None,
        every: int | None = None,
        exception: type[httpx.RequestError] | None = None,
    ) -> None:
        """Script the response to the next requests, after those scripted before.

        A scripted request is not checked: it may lack a token, or name a resource that does not
        exist. Of several scripts that apply to a request, the oldest counts.

        Args:
            status: Status code of the response, 200 to 599.
            body: Body of the response: a JSON value, or a str or bytes sent as they are. If
                omitted, an error of Azure Resource Manager for a status of 400 or more, else
                nothing.
            headers: Headers of the response, in addition to those of every response. A
                `Content-Length` larger than the body's makes a response that is cut short.
            delay: Seconds before the response, 0 or more. In memory, a delay that exceeds the
                request's read timeout ends in `httpx.ReadTimeout`.
            times: The number of requests that fail, 1 or more; None means no limit. By default one
                request fails, but with `where` or `every` there is no limit.
            where: Values of path parameters, by the names in the document. Only requests with these
                values fail, in upper or lower case.
            every: Only each n-th of these requests fails, beginning with the n-th; 1 or more.
            exception: Instead of a status, the exception to raise in memory. The real server
                closes the connection without a response.

        Raises:
            ValueError: An argument is out of its range, HTTP does not allow a header, status and
                exception are both given or both omitted, or no request can have the values of
                `where`.
            TypeError: An argument is of another type, or the body is not made of JSON values.
        """
        if isinstance(times, EllipsisType):
            times = 1 if where is None and every is None else None
        failure = scripted(
            status,
            body=body,
            headers=headers,
            delay=delay,
            times=times,
            where=where,
            every=every,
            exception=exception,
            operations=self._operations.values(),
        )
        with self._lock:
            self._script.add(failure)

    def client(self, credential: Credential = "any-token", **options: Any) -> Client:
        """Return a client whose requests the stand-in answers.

        Args:
            credential: As for `Client`.
            **options: Other arguments of `Client`. Those that are omitted have the document's
                examples, as the resources have.

        Raises:
            TypeError: `http_client` is given, or there is no such argument.
            InvalidParameterError: An argument is invalid.
        """
        # Imported here: the server of the stand-in needs no client.
        from .._client import Client

        given = {**CLIENT_ARGUMENTS, **options}
        return Client(credential, http_client=httpx.Client(transport=self), **given)

    def async_client(
        self, credential: AsyncCredential = "any-token", **options: Any
    ) -> AsyncClient:
        """Return an async client whose requests the stand-in answers; see `client`."""
        from .._client import AsyncClient

        given = {**CLIENT_ARGUMENTS, **options}
        return AsyncClient(credential, http_client=httpx.AsyncClient(transport=self), **given)

    def reset(self) -> None:
        """Forget the script and the recorded requests. The resources stay."""
        with self._lock:
            self._script.clear()
            self._requests.clear()
            self._kept_bytes = self._dropped = 0
            self._writes.clear()

    @property
    def requests(self) -> tuple[RecordedRequest, ...]:
        """Every request since the start or the last reset, in the order of arrival."""
        with self._lock:
            return tuple(self._requests)

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request; called by `httpx.Client`.

        Args:
            request: The request.

        Returns:
            The response, with its body unread.

        Raises:
            httpx.RequestError: A test scripted it, or a delay that exceeds the read timeout.
        """
        request.read()
        delay, outcome = self._outcome(request)
        if delay:
            self._sleep(delay)
        return _returned(outcome)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request; called by `httpx.AsyncClient`.

        Args:
            request: The request.

        Returns:
            The response, with its body unread.

        Raises:
            httpx.RequestError: A test scripted it, or a delay that exceeds the read timeout.
        """
        await request.aread()
        delay, outcome = self._outcome(request)
        if delay:
            await self._async_sleep(delay)
        return _returned(outcome)

    def _operation(self, operation_id: str) -> Operation:
        try:
            return self._operations[operation_id]
        except KeyError:
            raise ValueError(
                f"There is no operation {operation_id!r}. There are: {', '.join(self._operations)}."
            ) from None

    def _outcome(self, request: httpx.Request) -> tuple[float, httpx.Response | httpx.RequestError]:
        """Record a request whose body has been read, and decide how it ends.

        Returns:
            The seconds to wait, and the response or the exception to raise.
        """
        received = RecordedRequest.received(request)
        path = self._route(request.url, received)
        if path.operation is not None:
            received = attrs.evolve(received, operation_id=path.operation.id)
        with self._lock:
            self._record(received)
            headers = self._headers(received)
            failure = self._script.failure_of(path)
            if failure is None:
                reply = respond(
                    received, path, api_version=self._api_version, resources=self._resources
                )
                return 0.0, reply.response(request, headers)
        timeout: float | None = request.extensions.get("timeout", {}).get("read")
        if timeout is not None and failure.delay > timeout:
            return timeout, httpx.ReadTimeout("The read operation timed out", request=request)
        if isinstance(failure.outcome, Reply):
            return failure.delay, failure.outcome.response(request, headers)
        return failure.delay, failure.outcome("Scripted by a test", request=request)

    def _record(self, request: RecordedRequest) -> None:
        self._requests.append(request)
        self._kept_bytes += len(request.body)
        while self._kept_bytes > _KEPT_BYTES:
            oldest = self._requests[self._dropped]
            if oldest.body:
                self._kept_bytes -= len(oldest.body)
                dropped = attrs.evolve(oldest, body=b"", body_dropped=True)
                self._requests[self._dropped] = dropped
            self._dropped += 1

    def _route(self, url: httpx.URL, request: RecordedRequest) -> Route:
        found = Route(None, {}, frozenset())
        for path in self._paths(url, request.path):
            found = route(self._operations.values(), request.method, path)
            if found.methods:
                break
        return found

    def _paths(self, url: httpx.URL, path: str) -> Iterator[str]:
        """Yield each form that a path can have in the document, without the server's path."""
        own = [each for each in self._servers if (each.host, each.port) == (url.host, url.port)]
        bases = [each.raw_path.decode("ascii").rstrip("/") for each in own or self._servers]
        for base in dict.fromkeys(bases if own else ["", *bases]):
            if path.lower().startswith(f"{base}/".lower()):
                yield path[len(base) :]

    def _headers(self, request: RecordedRequest) -> httpx.Headers:
        """Return the headers of every response."""
        headers = httpx.Headers({"Cache-Control": "no-cache"})
        for name in ("request", "correlation-request", "routing-request"):
            headers[f"x-ms-{name}-id"] = self._new_id()
        client_id = request.headers.get("x-ms-client-request-id")
        if client_id and request.headers.get("x-ms-return-client-request-id") == "true":
            headers["x-ms-client-request-id"] = client_id
        if request.method not in ("GET", "HEAD"):
            headers["x-ms-ratelimit-remaining-subscription-writes"] = self._writes_left(request)
        return headers

    def _writes_left(self, request: RecordedRequest) -> str:
        """Count a write, and return how many are left to its subscription."""
        subscription = request.path.lower().partition("/subscriptions/")[2].partition("/")[0]
        now = self._clock()
        left, at = self._writes.get(subscription, (_WRITES, now))
        left = max(0.0, min(_WRITES, left + (now - at) * _WRITES_A_SECOND) - 1)
        self._writes[subscription] = left, now
        return str(int(left))


def _named(operation: Operation, values: Mapping[str, str]) -> Resource:
    """Name a resource, with the document's examples for the omitted values."""
    parameters = {parameter.name: parameter for parameter in operation.path_parameters}
    for name in values:
        if name not in parameters:
            raise ValueError(
                f"{operation.id} has no path parameter {name!r}."
                f" It has: {', '.join(parameters) or 'none'}."
            )
    complete: dict[str, str] = {}
    for name, parameter in parameters.items():
        value = values.get(name, parameter.sample)
        if value is None:
            raise ValueError(f"The document has no example of {name!r}: give a value.")
        if found := parameter_violation([value], parameter):
            raise ValueError(f"The value of {found.parameter!r} {found.rule}.")
        complete[name] = value
    return resource(operation, complete)


def _example(operation: Operation) -> bytes | None:
    """Encode the document's example of the response; return None if the example is missing."""
    answer = operation.success
    if answer.media_type is None:
        return b""
    return None if answer.body is None else encoded(answer.body, answer.media_type)


def _returned(outcome: httpx.Response | httpx.RequestError) -> httpx.Response:
    if isinstance(outcome, httpx.RequestError):
        raise outcome
    return outcome
