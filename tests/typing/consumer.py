"""Right uses of the whole public surface, never run, without type errors.

`python tests/typing/check_types.py` checks this file.
"""

from __future__ import annotations

import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, assert_type

import azure.core.credentials
import azure.identity
import azure.identity.aio
import azureml_serverless_endpoints as package
import httpx
import pydantic
from azureml_serverless_endpoints import (
    API_VERSION,
    APIConnectionError,
    APIError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    AsyncClient,
    AuthenticationError,
    BadRequestError,
    Client,
    ConflictError,
    CredentialError,
    EndpointAuthKeys,
    ErrorAdditionalInfo,
    ErrorDetail,
    ErrorResponse,
    InternalServerError,
    InvalidParameterError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    Response,
    RetryPolicy,
    SecretStr,
    Timeout,
    Violation,
    errors,
)
from azureml_serverless_endpoints.many import AsyncOutcomes, Outcome, Outcomes
from azureml_serverless_endpoints.testing import (
    Answer,
    Json,
    Operation,
    Parameter,
    RecordedRequest,
    Server,
    StandIn,
    serve,
)


def fetch_token() -> str:
    """Return a token as a string."""
    return "token"


def fetch_secret() -> SecretStr:
    """Return a token as a secret."""
    return SecretStr("token")


async def fetch_token_async() -> str:
    """Return a token as a string."""
    return "token"


async def fetch_secret_async() -> SecretStr:
    """Return a token as a secret."""
    return SecretStr("token")


class Token:
    """A token whose expiry is a float."""

    token = "token"
    expires_on = 4_000_000_000.5


class Newer:
    """A credential with only the newer method of azure-core."""

    def get_token_info(
        self, *scopes: str, options: azure.core.credentials.TokenRequestOptions | None = None
    ) -> azure.core.credentials.AccessTokenInfo:
        """Return a token."""
        return azure.core.credentials.AccessTokenInfo("token", 4_000_000_000)


class AsyncNewer:
    """An async credential with only the newer method of azure-core."""

    async def get_token_info(
        self, *scopes: str, options: azure.core.credentials.TokenRequestOptions | None = None
    ) -> Token:
        """Return a token."""
        return Token()


class Older:
    """A custom credential with a custom token."""

    def get_token(self, *scopes: str, **options: object) -> Token:
        """Return a token."""
        return Token()


def make_clients() -> None:
    """Make clients with every argument and every kind of credential."""
    _versions: list[str] = [package.__version__, API_VERSION]
    Client()
    Client("token")
    client = Client.from_config("token", path=Path("folder"), timeout=30)
    assert_type(client.config["workspace_name"], str)
    # Only the strict preset of pyrefly wants a closed TypedDict, which Python 3.15 has.
    # pyrefly: ignore[open-unpacking]
    keys = client.serverless_endpoints.list_keys(**client.config, name="endpoint", timeout=5)
    assert_type(AsyncClient.from_config(fetch_token_async), AsyncClient)
    assert_type(keys, EndpointAuthKeys)
    Client(SecretStr("token"))
    Client(pydantic.SecretStr("token"))
    Client(fetch_token)
    Client(fetch_secret)
    Client(lambda: "token")
    Client(Newer())
    Client(Older())
    Client(credential=azure.identity.DefaultAzureCredential())
    Client(azure.identity.ClientSecretCredential("tenant", "client", "secret"))
    Client(azure.identity.AzureCliCredential(), cloud="AzureChinaCloud")
    client = Client(
        None,
        subscription_id="subscription",
        cloud="AzureUSGovernment",
        base_url="https://example.test",
        scope="https://example.test/.default",
        api_version="2024-10-01",
        timeout=30,
        retry=RetryPolicy(attempts=2, total_time=10, first_wait=0.1, longest_wait=1),
        http_client=httpx.Client(),
        user_agent="tool/1",
    )
    Client(proxy="http://proxy.test:3128", ssl_context=ssl.create_default_context())
    Client(proxy=SecretStr("http://user:password@proxy.test"), trust_env=False)
    Client(proxy=httpx.Proxy("http://proxy.test"))
    assert_type(client.subscription_id, str | None)
    assert_type(client.api_version, str)
    client.close()
    with Client(timeout=Timeout(total=10, connect=1, read=5)) as opened:
        assert_type(opened, Client)


async def make_async_clients() -> None:
    """Make async clients, which also accept async credentials."""
    AsyncClient()
    AsyncClient("token")
    AsyncClient(SecretStr("token"))
    AsyncClient(fetch_token)
    AsyncClient(fetch_token_async)
    AsyncClient(fetch_secret_async)
    AsyncClient(Newer())
    AsyncClient(AsyncNewer())
    AsyncClient(Older())
    AsyncClient(azure.identity.DefaultAzureCredential())
    AsyncClient(azure.identity.aio.DefaultAzureCredential())
    client = AsyncClient(
        None,
        subscription_id="subscription",
        cloud="AzureCloud",
        base_url="https://example.test",
        scope="https://example.test/.default",
        api_version="2024-10-01",
        timeout=30.5,
        retry=RetryPolicy(),
        http_client=httpx.AsyncClient(),
        user_agent="tool/1",
    )
    await client.close()
    async with AsyncClient(timeout=Timeout()) as opened:
        assert_type(opened, AsyncClient)


def call(client: Client) -> None:
    """Call the operation with every argument."""
    keys = client.serverless_endpoints.list_keys("rg", "ws", "name")
    assert_type(keys, EndpointAuthKeys)
    client.serverless_endpoints.list_keys(
        resource_group_name="rg",
        workspace_name="ws",
        name="name",
        subscription_id="subscription",
        timeout=5,
        retry=RetryPolicy(attempts=1),
        headers={"x-ms-client-request-id": "id"},
    )
    assert_type(client.serverless_endpoints.list_keys_by_id("id", timeout=5), EndpointAuthKeys)
    with client.serverless_endpoints.list_keys_many(["id"], concurrency=4) as outcomes:
        assert_type(outcomes, Outcomes[EndpointAuthKeys])
        for outcome in outcomes:
            assert_type(outcome, Outcome[EndpointAuthKeys])
            assert_type(outcome.resource_id, str)
            assert_type(outcome.error, Exception | None)
            assert_type(outcome.result, EndpointAuthKeys)
    response = client.serverless_endpoints.list_keys_detailed(
        "rg", "ws", "name", subscription_id=None, timeout=Timeout(total=1), retry=None, headers=None
    )
    assert_type(response, Response[EndpointAuthKeys])
    read(response)


async def more_ids() -> AsyncIterator[str]:
    """Yield ids, as a database driver does."""
    yield "id"


async def call_async(client: AsyncClient) -> None:
    """Call the operation of the async client."""
    keys = await client.serverless_endpoints.list_keys("rg", "ws", "name")
    assert_type(keys, EndpointAuthKeys)
    by_id = await client.serverless_endpoints.list_keys_by_id("id", timeout=5)
    assert_type(by_id, EndpointAuthKeys)
    async with client.serverless_endpoints.list_keys_many(more_ids()) as outcomes:
        assert_type(outcomes, AsyncOutcomes[EndpointAuthKeys])
        async for outcome in outcomes:
            assert_type(outcome.result, EndpointAuthKeys)
    response = await client.serverless_endpoints.list_keys_detailed(
        "rg",
        "ws",
        "name",
        subscription_id="subscription",
        timeout=Timeout(total=1),
        retry=RetryPolicy(),
        headers={},
    )
    assert_type(response, Response[EndpointAuthKeys])
    read(response)


def read(response: Response[EndpointAuthKeys]) -> None:
    """Read every attribute of a response."""
    assert_type(response.parsed, EndpointAuthKeys)
    assert_type(response.status_code, int)
    assert_type(response.headers, Mapping[str, str])
    assert_type(response.request_id, str | None)
    assert_type(response.correlation_request_id, str | None)
    assert_type(response.client_request_id, str)
    assert_type(response.attempts, int)


def models() -> None:
    """Construct, decode and encode the models."""
    keys = EndpointAuthKeys(primary_key=SecretStr("one"), secondary_key=None)
    assert_type(keys.primary_key, SecretStr | None)
    assert_type(keys.secondary_key, SecretStr | None)
    assert_type(keys.additional_properties, dict[str, Any])
    if keys.primary_key is not None:
        assert_type(keys.primary_key.get_secret_value(), str)
    assert_type(EndpointAuthKeys.from_dict({"primaryKey": "one"}), EndpointAuthKeys)
    assert_type(keys.to_dict(), dict[str, Any])
    fact = ErrorAdditionalInfo(type_="Location", info={"value": "here"})
    detail = ErrorDetail(
        code="C", message="M", target="T", details=[ErrorDetail()], additional_info=[fact]
    )
    assert_type(detail.code, str | None)
    assert_type(detail.message, str | None)
    assert_type(detail.target, str | None)
    assert_type(detail.details, list[ErrorDetail] | None)
    assert_type(detail.additional_info, list[ErrorAdditionalInfo] | None)
    assert_type(fact.type_, str | None)
    assert_type(ErrorResponse(error=detail).error, ErrorDetail | None)
    assert_type(ErrorResponse.from_dict({}), ErrorResponse)
    secret = SecretStr("value")
    assert_type(bool(secret), bool)
    assert_type(secret == SecretStr("value"), bool)


def handle(client: Client) -> str | None:
    """Handle every error, from the most specific one to the root."""
    try:
        client.serverless_endpoints.list_keys("rg", "ws", "name")
    except InvalidParameterError as error:
        assert_type(error.violations, tuple[Violation, ...])
        return ", ".join(f"{each.parameter} {each.rule}" for each in error.violations)
    except CredentialError as error:
        return str(error)
    except APITimeoutError as error:
        return str(error)
    except APIConnectionError as error:
        return str(error)
    except (AuthenticationError, PermissionDeniedError) as error:
        return error.advice
    except RateLimitError as error:
        assert_type(error.retry_after, float | None)
    except (BadRequestError, ConflictError, InternalServerError, NotFoundError) as error:
        return error.code
    except APIStatusError as error:
        assert_type(error.status_code, int)
        assert_type(error.error, ErrorDetail | None)
        assert_type(error.message, str | None)
        assert_type(error.target, str | None)
        assert_type(error.request_id, str | None)
        assert_type(error.correlation_request_id, str | None)
        assert_type(error.failure_cause, str | None)
    except APIResponseError as error:
        assert_type(error.status_code, int | None)
        assert_type(error.request_id, str | None)
    except errors.APIError as error:
        assert_type(error.attempts, int)
        assert_type(error.client_request_id, str | None)
    return None


def as_value_error(error: InvalidParameterError) -> ValueError:
    """Return the error as the builtin class that it also is."""
    return error


def to_root(error: InternalServerError) -> APIError:
    """Return the error as the root of the tree."""
    return error


def test_own_code(body: Json) -> None:
    """Use every part of the testing kit."""
    stand_in = StandIn()
    stand_in.add("ServerlessEndpoints_ListKeys", {"name": "mine"}, body={"primaryKey": "one"})
    stand_in.add("ServerlessEndpoints_ListKeys", {"name": "mine"}, body)
    stand_in.remove("ServerlessEndpoints_ListKeys", {"name": "mine"})
    stand_in.fail(429, headers={"Retry-After": "1"}, delay=0.5, times=None)
    stand_in.fail(502, body="<html>")
    stand_in.fail(exception=httpx.ConnectError)
    with httpx.Client(transport=stand_in) as transport:
        call(Client("token", http_client=transport))
    assert_type(stand_in.requests, tuple[RecordedRequest, ...])
    for request in stand_in.requests:
        assert_type(request.method, str)
        assert_type(request.path, str)
        assert_type(request.query, tuple[tuple[str, str], ...])
        assert_type(request.headers, httpx.Headers)
        assert_type(request.body, bytes)
        assert_type(request.operation_id, str | None)
    stand_in.reset()
    with serve(stand_in, "127.0.0.1", 0, ssl_context=None) as server:
        assert_type(server, Server)
        assert_type(server.url, str)
        assert_type(server.stand_in, StandIn)
    other = Operation(
        id="Get",
        method="GET",
        path="/items/{item}",
        secured=False,
        parameters=(Parameter(name="item", location="path", required=True),),
        answers=(Answer(status="200", media_type="application/json", body=[]),),
    )
    StandIn([other], api_version="1", sleep=lambda _: None, new_id=lambda: "id")


async def test_own_async_code() -> None:
    """Use the stand-in with an async client."""
    async with httpx.AsyncClient(transport=StandIn()) as transport:
        await call_async(AsyncClient("token", http_client=transport))


def pass_on(get: Callable[[], str], aget: Callable[[], Awaitable[str]]) -> None:
    """Pass callables as credentials."""
    Client(get)
    AsyncClient(get)
    AsyncClient(aget)
