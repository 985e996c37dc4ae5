# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The caller's own session of aiohttp, in the place of an `httpx.AsyncClient`.

aiohttp parses HTTP in C. Without the layers of httpx above it, a call takes half as long.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Any, Final, Protocol
from urllib.request import getproxies, proxy_bypass

import httpx

from ._asyncio_stream import is_readable


class AiohttpSession(Protocol):
    """An `aiohttp.ClientSession`, described without an import of aiohttp, which is optional."""

    @property
    def closed(self) -> bool:
        """Whether the session is closed."""
        ...

    @property
    def connector(self) -> Any:
        """The connections of the session."""
        ...

    @property
    def cookie_jar(self) -> Any:
        """The cookies of the session."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that the session adds to each request."""
        ...


class Message:
    """A request, with those attributes of an `httpx.Request` that each attempt sets anew."""

    __slots__ = ("content", "extensions", "headers", "method", "url")

    def __init__(
        self, method: str, url: httpx.URL, *, headers: dict[str, str], content: bytes | None
    ) -> None:
        self.method: Final = method
        self.url = url
        self.headers = headers
        self.content: Final = content
        self.extensions: dict[str, Any] = {}


class Reply:
    """A response of which the body is not read, with the attributes of an `httpx.Response`."""

    __slots__ = ("_content", "headers", "status_code")

    #: No hook reads the response before.
    is_stream_consumed = False

    def __init__(self, response: Any) -> None:
        self.status_code: Final[int] = response.status
        self.headers: Final = httpx.Headers(response.raw_headers)
        self._content = response.content

    @property
    def is_success(self) -> bool:
        """Whether the status code is 2xx."""
        return 200 <= self.status_code < 300

    @property
    def stream(self) -> AsyncIterator[bytes]:
        """The body, as it arrives."""
        body: AsyncIterator[bytes] = self._content.iter_any()
        return body


class Session:
    """A session, with the attributes of an `httpx.AsyncClient` that the transport needs.

    Args:
        session: The caller's `aiohttp.ClientSession`.
    """

    #: Makes a request, as `build_request` of an `httpx.AsyncClient`.
    build_request = Message

    def __init__(self, session: Any) -> None:
        # Both are there: the caller has made a session. They take a while to import.
        import aiohttp
        import yarl

        self._session = session
        self._timeout = aiohttp.ClientTimeout
        self._url = yarl.URL

    @property
    def is_closed(self) -> bool:
        """Whether the session is closed."""
        return bool(self._session.closed)

    @property
    def headers(self) -> Mapping[str, str]:
        """The headers that the session adds to each request."""
        headers: Mapping[str, str] = self._session.headers
        return headers

    def uses_proxy(self, url: httpx.URL) -> bool:
        """Return whether requests for a URL go through a proxy."""
        # aiohttp has no public name for the proxy of a session.
        if getattr(self._session, "_default_proxy", None) is not None:
            return True
        is_from_environment = self._session.trust_env and not proxy_bypass(url.host)
        return bool(is_from_environment and getproxies().get(url.scheme))

    def has_password(self, host: str) -> bool:
        """Return whether the session takes a password for a host from netrc."""
        if not self._session.trust_env:
            return False
        from aiohttp.helpers import netrc_from_env

        found = netrc_from_env()
        return found is not None and found.authenticators(host) is not None

    @asynccontextmanager
    async def answer(self, request: Message) -> AsyncGenerator[Reply]:
        """Send a request; the body can be read as long as the context lasts.

        What the session has in common with the package, such as redirects, does not apply.
        """
        self._drop_surplus(request.url.host)
        limits = request.extensions["timeout"]
        response = await self._session.request(
            request.method,
            # Its quoting is right already.
            self._url(str(request.url), encoded=True),
            headers=request.headers,
            data=request.content,
            allow_redirects=False,
            auto_decompress=False,
            compress=False,
            raise_for_status=False,
            timeout=self._timeout(sock_connect=limits["connect"], sock_read=limits["read"]),
        )
        try:
            yield Reply(response)
        finally:
            # Ends the connection, unless the body was read to its end.
            response.close()

    def _drop_surplus(self, host: str) -> None:
        """Close idle connections on which bytes arrived that no request asked for.

        aiohttp would read them as the response to the next request. It has no public name for its
        idle connections. If a later aiohttp renames `_conns`, a test detects it.
        """
        for key, kept in getattr(self._session.connector, "_conns", {}).items():
            if key.host != host:
                continue
            for protocol, _ in kept:
                transport = protocol.transport
                if transport is not None and (
                    protocol.should_close or is_readable(transport.get_extra_info("socket"))
                ):
                    protocol.close()
