"""The call of `by_hand` with the package."""

from __future__ import annotations

from typing import Any

from azureml_serverless_endpoints import AsyncClient, Client

from .by_hand import API_VERSION, GROUP, NAME, SUBSCRIPTION, TOKEN, WORKSPACE


class Credential:
    """A credential as in azure-identity. Its token does not expire during a run."""

    def get_token(self, *scopes: Any, **options: Any) -> Token:
        """Return the token."""
        return Token()


class Token:
    """The token of the credential."""

    token = TOKEN
    expires_on = 2**32


def client(base_url: str, http_client: Any = None) -> Client:
    """Return a client for the server."""
    return Client(
        Credential(),
        subscription_id=SUBSCRIPTION,
        base_url=base_url,
        scope="scope",
        api_version=API_VERSION,
        http_client=http_client,
    )


def async_client(base_url: str, http_client: Any = None) -> AsyncClient:
    """Return an async client for the server."""
    return AsyncClient(
        Credential(),
        subscription_id=SUBSCRIPTION,
        base_url=base_url,
        scope="scope",
        api_version=API_VERSION,
        http_client=http_client,
    )


def list_keys(client: Client) -> tuple[str, str]:
    """Return both keys of the endpoint."""
    return _keys(client.serverless_endpoints.list_keys(GROUP, WORKSPACE, NAME))


async def async_list_keys(client: AsyncClient) -> tuple[str, str]:
    """Return both keys of the endpoint."""
    return _keys(await client.serverless_endpoints.list_keys(GROUP, WORKSPACE, NAME))


def script(base_url: str) -> None:
    """Run a whole script with one call."""
    with client(base_url) as opened:
        list_keys(opened)


def _keys(keys: Any) -> tuple[str, str]:
    return keys.primary_key.get_secret_value(), keys.secondary_key.get_secret_value()
