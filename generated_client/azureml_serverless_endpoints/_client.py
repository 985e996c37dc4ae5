# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The clients."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from ._about import API_VERSION, CLOUDS, CloudName
from ._credential import AsyncCredential, Credential
from ._credential import guarded as _guarded
from ._destination import destination as _destination
from ._retry import RetryPolicy
from ._timeout import Timeout
from .api.serverless_endpoints import (
    AsyncServerlessEndpointsOperations,
    ServerlessEndpointsOperations,
)

if TYPE_CHECKING:
    import httpx

    from ._transport import AsyncTransport, SyncTransport

_TIMEOUT: Final = Timeout()
_RETRY: Final = RetryPolicy()


class Client:
    """Azure Machine Learning serverless endpoints. Any number of threads may use one client at once.

    Reads the keys that programs send to a serverless endpoint of an Azure Machine Learning
    workspace. The operation belongs to Azure Resource Manager, so it takes a Microsoft Entra token.

    Args:
        credential: A token, a credential with `get_token` as those of azure-identity, or a callable
            that returns a token. When None, azure-identity's `DefaultAzureCredential`, which the
            extra `identity` installs.
        subscription_id: Id of the Azure subscription, a UUID in practice. At least 1 character.
            When None, the environment variable AZURE_SUBSCRIPTION_ID. A call may pass another.
        cloud: The cloud to talk to: AzureCloud, AzureUSGovernment, AzureChinaCloud.
        base_url: Another place to send requests and tokens to: https, or http to this machine's
            loopback.
        scope: Scope of the tokens, where it is not the cloud's own. A `base_url` has none of its own,
            so that a token for the cloud does not go elsewhere unasked. Nor does the cloud say then
            where to sign in: to azure-identity, `AZURE_AUTHORITY_HOST` does.
        api_version: Version of the service's interface to speak. At least 1 character.
        timeout: Limits of each call, or its total in seconds, above 0.
        retry: When a call is tried again.
        http_client: A client of the caller's own, with its proxies, certificates, headers and hooks.
            Its `auth`, `params` and redirects are not used, and it stays open when this client is
            closed. A hook that raises ends the call by its own error. A sync one cannot be cut short
            while the head of an answer comes byte by byte, whatever the `total` of `timeout`.
        user_agent: Added to the `User-Agent` of this package, in visible ASCII.

    Raises:
        InvalidParameterError: If an argument breaks a rule, or the environment names a proxy or
            certificates that cannot be used. What goes into requests is checked by each call:
            `subscription_id`, `api_version`.
        ValueError: If `timeout` is not above 0.
        TypeError: If `credential`, `timeout`, `retry` or `http_client` is of a type that cannot be one.
    """

    def __init__(
        self,
        credential: Credential | None = None,
        *,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        http_client: httpx.Client | None = None,
        user_agent: str | None = None,
    ) -> None:
        # First of all: from here on a token that was given as a string does not show itself.
        credential = _guarded(credential)
        # Here, so that a program which makes no client does not wait for httpx.
        from ._transport import SyncTransport

        self.subscription_id: str | None = subscription_id
        self.api_version: str = api_version
        self._transport = SyncTransport(
            credential,
            _destination(CLOUDS, cloud=cloud, base_url=base_url, scope=scope),
            timeout=Timeout.of(timeout),
            retry=retry,
            http_client=http_client,
            user_agent=user_agent,
        )
        self.serverless_endpoints: ServerlessEndpointsOperations = ServerlessEndpointsOperations(
            self, self._transport
        )

    def __repr__(self) -> str:
        # Also where an argument was refused before there was a transport: reporters print locals.
        transport: SyncTransport | None = vars(self).get("_transport")
        place = "" if transport is None else f" {transport.destination.base_url}"
        return f"<{type(self).__name__}{place}>"

    def close(self) -> None:
        """Closes the connections. Closing again does nothing; a call afterwards is a RuntimeError."""
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient:
    """Azure Machine Learning serverless endpoints. For asyncio and trio; one client for each event loop.

    Arguments and errors are those of `Client`. A credential may be async or not: one that is not runs
    beside the event loop.
    """

    def __init__(
        self,
        credential: AsyncCredential | None = None,
        *,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        http_client: httpx.AsyncClient | None = None,
        user_agent: str | None = None,
    ) -> None:
        # First of all: from here on a token that was given as a string does not show itself.
        credential = _guarded(credential)
        # Here, so that a program which makes no client does not wait for httpx.
        from ._transport import AsyncTransport

        self.subscription_id: str | None = subscription_id
        self.api_version: str = api_version
        self._transport = AsyncTransport(
            credential,
            _destination(CLOUDS, cloud=cloud, base_url=base_url, scope=scope),
            timeout=Timeout.of(timeout),
            retry=retry,
            http_client=http_client,
            user_agent=user_agent,
        )
        self.serverless_endpoints: AsyncServerlessEndpointsOperations = (
            AsyncServerlessEndpointsOperations(self, self._transport)
        )

    def __repr__(self) -> str:
        # Also where an argument was refused before there was a transport: reporters print locals.
        transport: AsyncTransport | None = vars(self).get("_transport")
        place = "" if transport is None else f" {transport.destination.base_url}"
        return f"<{type(self).__name__}{place}>"

    async def close(self) -> None:
        """Closes the connections. Closing again does nothing; a call afterwards is a RuntimeError."""
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
