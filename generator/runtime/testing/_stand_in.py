"""The stand-in: what exists, what is scripted and what was asked, as a transport of httpx."""

import collections
import threading
import time
import uuid
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping
from types import EllipsisType

import attrs
import httpx

from ._constraint import text_violation
from ._contract import API_VERSION, OPERATIONS, SERVERS
from ._exchange import Exchange
from ._failure import Failure
from ._operation import Json, Operation
from ._reply import encoded
from ._request import RecordedRequest
from ._respond import Resource, resource, respond
from ._route import Route, route

_WRITES_LEFT = 199  # what Azure Resource Manager reports after the first write of a full bucket


async def _sleep(seconds: float) -> None:
    import anyio  # only when a test scripts a delay: it takes longer to load than the rest

    await anyio.sleep(seconds)


def _new_id() -> str:
    return str(uuid.uuid4())


class StandIn(httpx.BaseTransport, httpx.AsyncBaseTransport):
    """A stand-in for the service, kept in memory.

    It is a transport of httpx, for `httpx.Client` and `httpx.AsyncClient` alike, and answers for
    every host: for one of the document's servers below that server's own path, for any other with
    or without such a path. From the start it knows one resource for each operation: the one that
    the examples of the document's parameters name, with the document's example as the answer.
    Requests change nothing: a `DELETE` leaves the resource there. It may be used from several
    threads.
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
    ) -> None:
        """Make a stand-in.

        Args:
            operations: The operations of the service. The document's own by default.
            api_version: The one value of the query parameter `api-version` that it accepts. The
                document's version by default.
            servers: URLs that the paths of the operations are appended to. The document's own by
                default.
            sleep: Waits so many seconds, for a scripted delay.
            async_sleep: The same for asynchronous requests. The default works under asyncio and
                trio.
            new_id: Makes the ids of the answers' headers. Random UUIDs by default.

        Raises:
            ValueError: An example in the operations violates the constraints of its parameter.
        """
        self._operations = {operation.id: operation for operation in operations}
        self._api_version = api_version
        self._servers = [httpx.URL(server) for server in servers]
        self._sleep = sleep
        self._async_sleep = async_sleep
        self._new_id = new_id
        self._lock = threading.Lock()
        self._resources: dict[Resource, bytes | None] = {}
        self._script: collections.deque[Failure] = collections.deque()
        self._requests: list[RecordedRequest] = []
        self._writes_left = _WRITES_LEFT
        for operation in self._operations.values():
            if all(parameter.sample is not None for parameter in operation.path_parameters):
                self._resources[_named(operation, {})] = _example(operation)

    def add(
        self,
        operation_id: str,
        path_parameters: Mapping[str, str],
        body: Json | bytes | EllipsisType = ...,
    ) -> None:
        """Make one more resource exist, or change the answer about one that does.

        Args:
            operation_id: The document's operationId of the operation that finds the resource.
            path_parameters: Name the resource. One that is left out takes the document's example.
            body: What the operation answers: a JSON value, or for another media type a text or
                bytes. The document's example if left out.

        Raises:
            ValueError: There is no such operation or parameter, a value violates its constraints,
                the operation answers without a body, or the document has no example to fall back
                on.
            TypeError: The body is not made of JSON values.
        """
        operation = self._operation(operation_id)
        name = _named(operation, path_parameters)
        media_type = operation.success.media_type
        if isinstance(body, EllipsisType):
            content = _example(operation)
            if content is None:
                raise ValueError(
                    f"The document has no example of an answer to {operation_id}: give a body."
                )
        elif media_type is None:
            raise ValueError(f"{operation_id} answers without a body: give none.")
        else:
            content = encoded(body, media_type)
        with self._lock:
            self._resources[name] = content

    def remove(self, operation_id: str, path_parameters: Mapping[str, str]) -> None:
        """Make a resource not exist, so that the answer about it is 404.

        Args:
            operation_id: The document's operationId of the operation that finds the resource.
            path_parameters: Name the resource. One that is left out takes the document's example.

        Raises:
            ValueError: There is no such operation, parameter or resource, or a value violates its
                constraints.
        """
        name = _named(self._operation(operation_id), path_parameters)
        with self._lock:
            if name not in self._resources:
                raise ValueError(f"No such resource exists for {operation_id}: add it before.")
            del self._resources[name]

    def fail(
        self,
        status: int | None = None,
        *,
        body: Json | bytes | EllipsisType = ...,
        headers: Mapping[str, str] | None = None,
        delay: float = 0.0,
        times: int | None = 1,
        exception: type[httpx.RequestError] | None = None,
    ) -> None:
        """Script what becomes of the next requests, after those scripted before.

        A scripted request is not looked at: it may lack a token, or ask for what does not exist.

        Args:
            status: Status code of the answer, 200 to 599.
            body: Body of the answer: a JSON value, or a str or bytes sent as they are. If left out,
                an error of Azure Resource Manager for a status of 400 or more, else nothing.
            headers: Headers of the answer, on top of those that every answer has. A larger
                `Content-Length` than the body's makes an answer that is cut short.
            delay: Seconds before the answer, 0 or more. In memory, `httpx.ReadTimeout` is raised
                once the request's read timeout has passed.
            times: How many requests to meet, 1 or more; None for every request from then on.
            exception: In place of a status, the exception to raise in memory. The real server
                closes the connection without an answer.

        Raises:
            ValueError: An argument is out of its range, a header is one that HTTP does not allow,
                or status and exception are both given or both left out.
            TypeError: An argument is of another type, or the body is not made of JSON values.
        """
        failure = Failure.scripted(status, body, headers, delay, times, exception)
        with self._lock:
            self._script.append(failure)

    def reset(self) -> None:
        """Forget the script and the recorded requests. What exists stays."""
        with self._lock:
            self._script.clear()
            self._requests.clear()
            self._writes_left = _WRITES_LEFT

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
            The answer, its body unread.

        Raises:
            httpx.RequestError: A test has scripted it, or a delay beyond the read timeout.
        """
        request.read()
        exchange = self._exchange(request)
        if exchange.delay:
            self._sleep(exchange.delay)
        return exchange.end()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Answer a request; called by `httpx.AsyncClient`.

        Args:
            request: The request.

        Returns:
            The answer, its body unread.

        Raises:
            httpx.RequestError: A test has scripted it, or a delay beyond the read timeout.
        """
        await request.aread()
        exchange = self._exchange(request)
        if exchange.delay:
            await self._async_sleep(exchange.delay)
        return exchange.end()

    def _operation(self, operation_id: str) -> Operation:
        try:
            return self._operations[operation_id]
        except KeyError:
            raise ValueError(
                f"There is no operation {operation_id!r}. There are: {', '.join(self._operations)}."
            ) from None

    def _exchange(self, request: httpx.Request) -> Exchange:
        """Record a request whose body has been read, and decide what becomes of it."""
        received = RecordedRequest.received(request)
        path = self._route(request.url, received)
        if path.operation is not None:
            received = attrs.evolve(received, operation_id=path.operation.id)
        with self._lock:
            self._requests.append(received)
            headers = self._headers(received)
            failure = self._next_failure()
            if failure:
                return Exchange.of(request, failure.outcome, failure.delay, headers)
            reply = respond(
                received, path, api_version=self._api_version, resources=self._resources
            )
            return Exchange.of(request, reply, 0.0, headers)

    def _route(self, url: httpx.URL, request: RecordedRequest) -> Route:
        found = Route(None, {}, frozenset())
        for path in self._paths(url, request.path):
            found = route(self._operations.values(), request.method, path)
            if found.methods:
                break
        return found

    def _paths(self, url: httpx.URL, path: str) -> Iterator[str]:
        """Yield what a path can be to the document, without the path of the server."""
        own = [each for each in self._servers if (each.host, each.port) == (url.host, url.port)]
        bases = [each.raw_path.decode("ascii").rstrip("/") for each in own or self._servers]
        for base in dict.fromkeys(bases if own else ["", *bases]):
            if path.lower().startswith(f"{base}/".lower()):
                yield path[len(base) :]

    def _next_failure(self) -> Failure | None:
        if not self._script:
            return None
        failure = self._script[0]
        if failure.times == 1:
            self._script.popleft()
        elif failure.times is not None:
            self._script[0] = attrs.evolve(failure, times=failure.times - 1)
        return failure

    def _headers(self, request: RecordedRequest) -> httpx.Headers:
        """Make the headers that every answer has."""
        headers = httpx.Headers({"Cache-Control": "no-cache"})
        for name in ("request", "correlation-request", "routing-request"):
            headers[f"x-ms-{name}-id"] = self._new_id()
        client_id = request.headers.get("x-ms-client-request-id")
        if client_id and request.headers.get("x-ms-return-client-request-id") == "true":
            headers["x-ms-client-request-id"] = client_id
        if request.method not in ("GET", "HEAD"):
            headers["x-ms-ratelimit-remaining-subscription-writes"] = str(self._writes_left)
            self._writes_left = max(0, self._writes_left - 1)
        return headers


def _named(operation: Operation, values: Mapping[str, str]) -> Resource:
    """Name a resource, with the document's examples for the values left out."""
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
        if found := text_violation(value, parameter.schema, name):
            raise ValueError(f"The value of {found.target!r} {found.rule}.")
        complete[name] = value
    return resource(operation, complete)


def _example(operation: Operation) -> bytes | None:
    """Encode the document's example of the answer; None if there is none but should be one."""
    answer = operation.success
    if answer.media_type is None:
        return b""
    return None if answer.body is None else encoded(answer.body, answer.media_type)
