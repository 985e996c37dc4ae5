"""Wrong uses of the package, never run: each marked line is an error for every type checker.

Judged by `python tests/typing/judge.py`. A line ends in `# wrong`, or `# wrong, but not to NAME:
why` for a checker that cannot see it. Unmarked lines are right.
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
    """An async source of tokens."""
    return "token"


class AsyncNewer:
    """An async credential by azure-core's newer method alone."""

    async def get_token_info(self, *scopes: str, options: object = None) -> AccessToken:
        """A token."""
        return AccessToken("token", 4_000_000_000)


def make_clients() -> None:
    """Arguments that the clients do not take."""
    Client("token", "subscription")  # wrong
    Client("token", cloud="AzureGermanCloud")  # wrong
    Client("token", subscription_id=1)  # wrong
    Client("token", timeout="30")  # wrong
    Client("token", retry=3)  # wrong
    Client("token", proxy="http://localhost")  # wrong
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
    """Arguments that the operation does not take."""
    group = client.serverless_endpoints
    group.list_keys("rg", "ws")  # wrong
    group.list_keys("rg", "ws", "name", "subscription")  # wrong
    group.list_keys("rg", "ws", 1)  # wrong
    group.list_keys("rg", None, "name")  # wrong
    group.list_keys("rg", "ws", endpoint="name")  # wrong
    group.list_keys("rg", "ws", key)  # wrong
    group.list_keys("rg", "ws", "name", headers=[("a", "b")])  # wrong
    group.list_keys("rg", "ws", "name", headers={"a": 1})  # wrong
    group.list_keys("rg", "ws", "name", timeout="5")  # wrong
    group.list_keys("rg", "ws", "name", retry=False)  # wrong
    group.list_key("rg", "ws", "name")  # wrong
    client.endpoints  # wrong  # noqa: B018


def read(keys: EndpointAuthKeys, response: Response[EndpointAuthKeys]) -> None:
    """What is read as something else than it is."""
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
    """What does not change, or is not made so."""
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
    """Errors that are read wrongly."""
    _code: str = error.code  # wrong
    _wait: float = error.retry_after + 1  # wrong
    _text: str = error.error.code  # wrong
    violation.value  # wrong  # noqa: B018


async def call_async(client: AsyncClient, sync_client: Client) -> None:
    """The wrong kind of client, or no await."""
    _keys: EndpointAuthKeys = client.serverless_endpoints.list_keys("rg", "ws", "name")  # wrong
    await sync_client.serverless_endpoints.list_keys("rg", "ws", "name")  # wrong
    with AsyncClient("token"):  # wrong
        pass
    async with Client("token"):  # wrong
        pass


def test_own_code(stand_in: StandIn) -> None:
    """The testing kit, used wrongly."""
    stand_in.fail("429")  # wrong
    stand_in.fail(429, times="all")  # wrong
    stand_in.fail(exception=ValueError)  # wrong
    stand_in.add("ServerlessEndpoints_ListKeys")  # wrong
    stand_in.add("ServerlessEndpoints_ListKeys", {"name": 1})  # wrong
    stand_in.requests = ()  # wrong
    serve("127.0.0.1")  # wrong
