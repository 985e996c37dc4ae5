# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The operations of the group `serverless_endpoints`."""

from __future__ import annotations

from collections.abc import AsyncIterable, Iterable, Mapping
from typing import TYPE_CHECKING

from ..._operation import from_environment
from ..._response import Response
from ..._retry import RetryPolicy
from ..._timeout import Timeout
from . import list_keys as _list_keys

if TYPE_CHECKING:
    from ..._parameters import ClientParameters
    from ..._transport import AsyncTransport, SyncTransport
    from ...many import AsyncOutcomes, Outcomes
    from ...models.endpoint_auth_keys import EndpointAuthKeys


class ServerlessEndpointsOperations:
    """Endpoints that serve a model without a compute resource to manage.

    The attribute `serverless_endpoints` of a `Client`.
    """

    def __init__(self, client: ClientParameters, transport: SyncTransport) -> None:
        self._client = client
        self._transport = transport

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}: list_keys>"

    def list_keys(
        self,
        resource_group_name: str,
        workspace_name: str,
        name: str,
        *,
        subscription_id: str | None = None,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> EndpointAuthKeys:
        """List the keys of a serverless endpoint.

        Returns the two keys of an endpoint that authenticates its callers by key. Nothing is
        changed, but Azure Resource Manager counts the call as a write: a ReadOnly lock blocks it,
        and the limits on writes apply.

        Args:
            resource_group_name: Name of the resource group; upper and lower case do not differ. 1
                to 90 characters.
            workspace_name: Name of the Azure Machine Learning workspace. Matches
                `^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$`.
            name: Name of the serverless endpoint. Matches `^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$`.
            subscription_id: Id of the Azure subscription, a UUID in practice. At least 1 character.
                No space and no slash. When None, the client's, else the environment variable
                AZURE_SUBSCRIPTION_ID.
            timeout: The limits of this call, or its total in seconds. None means the client's.
            retry: The retry policy of this call. None means the client's.
            headers: More headers to send. A `User-Agent` replaces the client's; headers that the
                client needs, such as `Authorization`, and `Cookie` are refused.

        Returns:
            The result of the operation.
            Secrets in it are masked, also in a format string. A header needs the text:
            `f"Bearer {result.primary_key.get_secret_value()}"`.

        Raises:
            InvalidParameterError: If an argument is invalid; nothing was sent.
            CredentialError: If there is no token.
            APIConnectionError: If there is no response.
            APIStatusError: If the service returns an error.
            APIResponseError: If the response does not match the API description.
            ValueError: If `timeout` is not above 0.
            TypeError: If `timeout` or `retry` has a wrong type.
            RuntimeError: If the client is closed.
        """
        return self.list_keys_detailed(
            resource_group_name,
            workspace_name,
            name,
            subscription_id=subscription_id,
            timeout=timeout,
            retry=retry,
            headers=headers,
        ).parsed

    def list_keys_detailed(
        self,
        resource_group_name: str,
        workspace_name: str,
        name: str,
        *,
        subscription_id: str | None = None,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[EndpointAuthKeys]:
        """Call `list_keys`, and also return status, headers, ids and attempts."""
        return self._transport.call(
            _list_keys.build_request(
                subscription_id=from_environment(
                    "AZURE_SUBSCRIPTION_ID", subscription_id, self._client.subscription_id
                ),
                resource_group_name=resource_group_name,
                workspace_name=workspace_name,
                name=name,
                api_version=self._client.api_version,
            ),
            _list_keys.parse_response,
            timeout=timeout,
            retry=retry,
            headers=headers,
        )

    def list_keys_by_id(
        self,
        resource_id: str,
        *,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> EndpointAuthKeys:
        """Call `list_keys` for a resource that its id names, in any subscription.

        Other arguments, the result and the errors are those of `list_keys`.

        Args:
            resource_id: The id of the resource, as the Azure portal, `az` and Resource Graph show it.
                Its fixed parts may be in upper or lower case; spaces around it are ignored. An id of
                another type, of a child or with an action is refused.
        """
        return self._transport.call(
            _list_keys.build_request_by_id(
                resource_id,
                api_version=self._client.api_version,
            ),
            _list_keys.parse_response,
            timeout=timeout,
            retry=retry,
            headers=headers,
        ).parsed

    def list_keys_many(
        self,
        resource_ids: Iterable[str],
        *,
        concurrency: int = 16,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Outcomes[EndpointAuthKeys]:
        """Call `list_keys` for many resources, and return the outcomes as they come.

        One failure does not stop the others: the outcome of an id has the result or the error. A
        wrong or blank id has an error, too, and each duplicate an outcome of its own. An exception of
        `resource_ids` itself is raised after the outcomes of the ids before it.

        The service accepts 200 calls at once in each subscription, then 10 a second. The calls keep to
        that, and to what the service says is left. When it refuses one with 429, only the calls of that
        subscription wait. Other programs with the same sign-in share the limit.

        Args:
            resource_ids: Ids as of `list_keys_by_id`. Each is read when its call can be sent. While
                subscriptions have to wait, up to 1,000 ids are read ahead, to find others.
            concurrency: The greatest number of calls at once, from 1 to 100.
            timeout: The limits of each call, or its total in seconds. None means the client's. The
                wait for the first attempt does not count.
            retry: The retry policy of each call. None means the client's.
            headers: More headers to send, but not `x-ms-client-request-id`.

        Other arguments are those of `list_keys`.

        Returns:
            An iterator. `close()`, or leaving its `with` block, ends all calls early.

        Raises:
            InvalidParameterError: If `concurrency` or `headers` is invalid.
            ValueError: If `timeout` is not above 0.
            TypeError: If `resource_ids`, `timeout` or `retry` has a wrong type.
            RuntimeError: If the client is closed, also from the iterator.
        """
        # Imported here: most programs make single calls.
        from functools import partial

        from ..._pace import Limit
        from ...many import Calls, Outcomes

        return Outcomes(
            resource_ids,
            Calls(
                _list_keys.OPERATION,
                partial(
                    _list_keys.build_request_by_id,
                    api_version=self._client.api_version,
                ),
                _list_keys.parse_response,
                Limit(200, 10),
                concurrency,
                timeout,
                retry,
                headers,
            ),
            self._transport,
        )


class AsyncServerlessEndpointsOperations:
    """Endpoints that serve a model without a compute resource to manage.

    The attribute `serverless_endpoints` of an `AsyncClient`.
    """

    def __init__(self, client: ClientParameters, transport: AsyncTransport) -> None:
        self._client = client
        self._transport = transport

    def __repr__(self) -> str:
        return f"<{type(self).__name__} of {self._client!r}: list_keys>"

    async def list_keys(
        self,
        resource_group_name: str,
        workspace_name: str,
        name: str,
        *,
        subscription_id: str | None = None,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> EndpointAuthKeys:
        """List the keys of a serverless endpoint.

        Arguments, result and errors are those of `ServerlessEndpointsOperations.list_keys`.
        """
        return (
            await self.list_keys_detailed(
                resource_group_name,
                workspace_name,
                name,
                subscription_id=subscription_id,
                timeout=timeout,
                retry=retry,
                headers=headers,
            )
        ).parsed

    async def list_keys_detailed(
        self,
        resource_group_name: str,
        workspace_name: str,
        name: str,
        *,
        subscription_id: str | None = None,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Response[EndpointAuthKeys]:
        """Call `list_keys`, and also return status, headers, ids and attempts."""
        return await self._transport.call(
            _list_keys.build_request(
                subscription_id=from_environment(
                    "AZURE_SUBSCRIPTION_ID", subscription_id, self._client.subscription_id
                ),
                resource_group_name=resource_group_name,
                workspace_name=workspace_name,
                name=name,
                api_version=self._client.api_version,
            ),
            _list_keys.parse_response,
            timeout=timeout,
            retry=retry,
            headers=headers,
        )

    async def list_keys_by_id(
        self,
        resource_id: str,
        *,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> EndpointAuthKeys:
        """Call `list_keys` for a resource that its id names.

        Arguments, result and errors are those of `ServerlessEndpointsOperations.list_keys_by_id`.
        """
        response = await self._transport.call(
            _list_keys.build_request_by_id(
                resource_id,
                api_version=self._client.api_version,
            ),
            _list_keys.parse_response,
            timeout=timeout,
            retry=retry,
            headers=headers,
        )
        return response.parsed

    def list_keys_many(
        self,
        resource_ids: Iterable[str] | AsyncIterable[str],
        *,
        concurrency: int = 16,
        timeout: Timeout | float | None = None,
        retry: RetryPolicy | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> AsyncOutcomes[EndpointAuthKeys]:
        """Call `list_keys` for many resources, and return the outcomes as they come.

        Arguments and errors are those of `ServerlessEndpointsOperations.list_keys_many`. The result is an
        async iterator, with `aclose()`.
        """
        from functools import partial

        from ..._pace import Limit
        from ...many import AsyncOutcomes, Calls

        return AsyncOutcomes(
            resource_ids,
            Calls(
                _list_keys.OPERATION,
                partial(
                    _list_keys.build_request_by_id,
                    api_version=self._client.api_version,
                ),
                _list_keys.parse_response,
                Limit(200, 10),
                concurrency,
                timeout,
                retry,
                headers,
            ),
            self._transport,
        )
