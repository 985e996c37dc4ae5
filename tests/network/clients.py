"""One interface to each kind of client, so that a test is written once for all of them."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import Callable, Iterator
from typing import Any, TypeAlias

import aiohttp
import anyio
import anyio.from_thread
import httpx
from azureml_serverless_endpoints import (
    AsyncClient,
    Client,
    EndpointAuthKeys,
    Response,
    Timeout,
)
from azureml_serverless_endpoints._clock import Clock
from packaging.requirements import Requirement

from generator.config import read_config
from generator.paths import CONFIG, ROOT
from tests.network.socket_server import PRIMARY, SECONDARY, TOKEN

CLIENT_KINDS = ("sync", "asyncio", "trio", "aiohttp")
ASYNC_CLIENT_KINDS = CLIENT_KINDS[1:]
#: The kinds whose connections the package itself makes.
OWN_CONNECTION_KINDS = ("sync", "asyncio", "trio")

#: httpx-aiohttp works with httpx alone, so a package for httpx2 does not come with it.
HAS_HTTPX_AIOHTTP = any(
    Requirement(text).name == "httpx-aiohttp"
    for requirements in read_config(ROOT / CONFIG).extras.values()
    for text in requirements
)
#: httpx-aiohttp 0.2.0 passes the password of a proxy in a form that aiohttp deprecates.
PROXY_PASSWORD = "ignore:.* deprecated and will be removed in (aiohttp 4.0|v4):DeprecationWarning"

#: Limits that are short enough for a test and long enough for a busy machine.
PATIENCE = Timeout(total=30.0, connect=10.0, read=10.0)


class JumpClock(Clock):
    """A clock that skips and records every wait. Random numbers are always the highest possible."""

    def __init__(self) -> None:
        super().__init__()
        self.waits: list[float] = []
        self.jumped = 0.0

    def monotonic(self) -> float:
        return time.monotonic() + self.jumped

    def time(self) -> float:
        return time.time() + self.jumped

    def uniform(self, low: float, high: float) -> float:
        return high

    def jump(self, seconds: float) -> None:
        self.jumped += seconds

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.jump(seconds)

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)


class Caller:
    """A client of any kind with blocking methods."""

    def __init__(
        self, client: Client | AsyncClient, portal: anyio.from_thread.BlockingPortal | None
    ) -> None:
        self.client = client
        self.portal = portal

    def do(self, method: Callable[..., Any], *arguments: Any, **options: Any) -> Any:
        """Call a method of the client, and wait for its result."""
        if self.portal is None:
            return method(*arguments, **options)
        return self.portal.call(lambda: method(*arguments, **options))

    def list_keys(self, **options: Any) -> Response[EndpointAuthKeys]:
        """Call `list_keys_detailed`, and check that the keys are those of the server."""
        method = self.client.serverless_endpoints.list_keys_detailed
        response: Response[EndpointAuthKeys] = self.do(
            method, "rg", "workspace", "endpoint", **options
        )
        keys = response.parsed
        assert keys.primary_key is not None
        assert keys.secondary_key is not None
        assert keys.primary_key.get_secret_value() == PRIMARY
        assert keys.secondary_key.get_secret_value() == SECONDARY
        return response

    def outcome(self, **options: Any) -> Response[EndpointAuthKeys] | Exception:
        """Return the response, or the exception, of `list_keys`."""
        try:
            return self.list_keys(**options)
        except Exception as error:
            return error

    def close(self) -> None:
        self.do(self.client.close)


SCOPE = "https://management.azure.com/.default"

Open: TypeAlias = Callable[..., contextlib.AbstractContextManager[Caller]]


@contextlib.contextmanager
def open_client(
    client_kind: str,
    url: str | None,
    credential: Any = TOKEN,
    *,
    clock: Clock | None = None,
    http: Callable[[type[Any]], Any] | None = None,
    **options: Any,
) -> Iterator[Caller]:
    """Open a client, and close it at the end.

    Args:
        client_kind: One of `CLIENT_KINDS`.
        url: The base URL, or None for that of the cloud.
        credential: The credential of the client.
        clock: A clock to use instead of the real one.
        http: A function that makes an `http_client` of the given class.
        options: More arguments of the client.
    """
    arguments: dict[str, Any] = {
        "base_url": url,
        # A custom base URL has no default scope.
        "scope": None if url is None else SCOPE,
        "subscription_id": "sub",
        "timeout": PATIENCE,
        **options,
    }
    kind: type[Any] = httpx.Client if client_kind == "sync" else httpx.AsyncClient
    if client_kind == "aiohttp" and HAS_HTTPX_AIOHTTP:
        from httpx_aiohttp import HttpxAiohttpClient

        kind = HttpxAiohttpClient
    if client_kind == "sync":
        with contextlib.ExitStack() as stack:
            if http is not None:
                arguments["http_client"] = stack.enter_context(http(kind))
            with timed(Client(credential, **arguments), clock) as client:
                yield Caller(client, None)
        return
    backend = "trio" if client_kind == "trio" else "asyncio"
    with anyio.from_thread.start_blocking_portal(backend) as portal:

        def build() -> tuple[AsyncClient, httpx.AsyncClient | aiohttp.ClientSession | None]:
            if http is not None:
                arguments["http_client"] = http(kind)
            elif client_kind == "aiohttp":
                arguments["http_client"] = session()
            made = timed(AsyncClient(credential, **arguments), clock)
            return made, arguments.get("http_client")

        client, own = portal.call(build)
        try:
            yield Caller(client, portal)
        finally:
            portal.call(client.close)
            if own is not None:
                portal.call(own.close if isinstance(own, aiohttp.ClientSession) else own.aclose)
            if client_kind == "aiohttp":
                portal.call(until_closed)


def session() -> aiohttp.ClientSession:
    """Return a session with the certificates and proxies of the environment."""
    connector = aiohttp.TCPConnector(ssl=httpx.create_ssl_context())
    return aiohttp.ClientSession(connector=connector, trust_env=True)


async def until_closed() -> None:
    """Wait until aiohttp has closed its connections, which its `close` alone does not do.

    https://docs.aiohttp.org/en/stable/client_advanced.html#graceful-shutdown
    """
    selector: Any = vars(asyncio.get_running_loop())["_selector"]
    with anyio.fail_after(10):
        # The socket that wakes the loop is always registered.
        while len(selector.get_map()) > 1:
            await anyio.sleep(0.005)


def timed(client: Any, clock: Clock | None) -> Any:
    """Replace the clock of a client, if another is given."""
    if clock is not None:
        client._transport.clock = clock
        client._transport._tokens.clock = clock
    return client
