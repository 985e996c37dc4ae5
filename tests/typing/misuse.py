"""Wrong uses of the package, never run. Each marked line is an error for every type checker.

`python tests/typing/check_types.py` checks this file. A wrong line ends in `# wrong`, or in
`# wrong, but not to <checker>: <reason>` if one does not see it. All other lines are right.
"""

from __future__ import annotations

import azure.identity.aio
import httpx
from azure.core.credentials import AccessToken
from azureml_serverless_endpoints import (
    APIStatusError,
    AsyncClient,
    Client,
    EndpointAuthKeys,
    ErrorDetail,
    Response,
    RetryPolicy,
    SecretStr,
    Timeout,
    Violation,
)
from azureml_serverless_endpoints.testing import StandIn, serve


async def fetch_token() -> str:
    """Return a token."""
    return "token"


class AsyncNewer:
    """An async credential with only the newer method of azure-core."""

    async def get_token_info(self, *scopes: str, options: object = None) -> AccessToken:
        """Return a token."""
        return AccessToken("token", 4_000_000_000)


def make_clients() -> None:
    """Pass arguments that the clients do not accept."""
    Client("token", "subscription")  # wrong
    Client("token", cloud="AzureGermanCloud")  # wrong
    Client("token", subscription_id=1)  # wrong
    Client.from_config("token", "folder")  # wrong
    from_config = Client.from_config("token")
    from_config.serverless_endpoints.list_keys(**from_config.config)  # wrong
    from_config.config["subscription_id"]  # wrong
    Client("token", timeout="30")  # wrong
    Client("token", retry=3)  # wrong
    Client("token", proxy=8080)  # wrong
    Client("token", api_version=None)  # wrong
    Client("token", http_client=httpx.AsyncClient())  # wrong
    AsyncClient("token", http_client=httpx.Client())  # wrong
    Client(b"token")  # wrong
    Client(42)  # wrong
    Client(fetch_token)  # wrong
    Client(azure.identity.aio.DefaultAzureCredential())  # wrong
    Client(AsyncNewer())  # wrong
    RetryPolicy(3)  # wrong
    RetryPolicy(attempts="3")  # wrong
    Timeout(30)  # wrong
    Timeout(write=1)  # wrong


def call(client: Client, key: SecretStr) -> None:
    """Pass arguments that the operation does not accept."""
    group = client.serverless_endpoints
    group.list_keys("rg", "ws")  # wrong
    group.list_keys("rg", "ws", "name", "subscription")  # wrong
    group.list_keys("rg", "ws", 1)  # wrong
    group.list_keys("rg", None, "name")  # wrong
    group.list_keys("rg", "ws", endpoint="name")  # wrong
    group.list_keys("rg", "ws", key)  # wrong
    group.list_keys_many([1])  # wrong
    group.list_keys_many(["id"], concurrency="4")  # wrong
    group.list_keys_by_id("id", subscription_id="subscription")  # wrong
    group.list_keys("rg", "ws", "name", headers=[("a", "b")])  # wrong
    group.list_keys("rg", "ws", "name", headers={"a": 1})  # wrong
    group.list_keys("rg", "ws", "name", timeout="5")  # wrong
    group.list_keys("rg", "ws", "name", retry=False)  # wrong
    group.list_key("rg", "ws", "name")  # wrong
    client.endpoints  # wrong  # noqa: B018


def read(keys: EndpointAuthKeys, response: Response[EndpointAuthKeys]) -> None:
    """Read values as a wrong type."""
    _bare: str = keys.primary_key  # wrong
    keys.primary_key.get_secret_value()  # wrong
    _nothing: None = keys.secondary_key  # wrong
    if keys.primary_key is not None:
        _text: str = keys.primary_key  # wrong
        _joined = "key: " + keys.primary_key  # wrong
        _key: str = keys.primary_key.get_secret_value()
    keys.primaryKey  # wrong  # noqa: B018
    response.primary_key  # wrong  # noqa: B018
    _status: str = response.status_code  # wrong
    _request_id: str = response.request_id  # wrong


def write(keys: EndpointAuthKeys, secret: SecretStr, response: Response[EndpointAuthKeys]) -> None:
    """Change immutable values, and construct values wrongly."""
    keys.primary_key = secret  # wrong
    response.attempts = 2  # wrong
    EndpointAuthKeys(secret)  # wrong
    EndpointAuthKeys(primary_key="one")  # wrong
    EndpointAuthKeys(primaryKey=secret)  # wrong
    EndpointAuthKeys.from_dict([])  # wrong
    ErrorDetail(details=[{"code": "C"}])  # wrong
    SecretStr(None)  # wrong
    SecretStr(b"bytes")  # wrong


def handle(error: APIStatusError, violation: Violation) -> None:
    """Read attributes of errors wrongly."""
    _code: str = error.code  # wrong
    _wait: float = error.retry_after + 1  # wrong
    _text: str = error.error.code  # wrong
    violation.value  # wrong  # noqa: B018


async def call_async(client: AsyncClient, sync_client: Client) -> None:
    """Use the wrong kind of client, or forget `await`."""
    _keys: EndpointAuthKeys = client.serverless_endpoints.list_keys("rg", "ws", "name")  # wrong
    await sync_client.serverless_endpoints.list_keys("rg", "ws", "name")  # wrong
    with AsyncClient("token"):  # wrong
        pass
    async with Client("token"):  # wrong
        pass


def test_own_code(stand_in: StandIn) -> None:
    """Use the testing kit wrongly."""
    stand_in.fail("429")  # wrong
    stand_in.fail(429, times="all")  # wrong
    stand_in.fail(exception=ValueError)  # wrong
    stand_in.add("ServerlessEndpoints_ListKeys")  # wrong
    stand_in.add("ServerlessEndpoints_ListKeys", {"name": 1})  # wrong
    stand_in.requests = ()  # wrong
    serve("127.0.0.1")  # wrong
