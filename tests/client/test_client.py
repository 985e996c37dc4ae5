"""The clients as objects: their arguments, what they show, and that they close."""

from __future__ import annotations

import inspect
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import anyio
import httpx
import pytest
from azureml_serverless_endpoints import AsyncClient, Client, __version__, models, testing
from azureml_serverless_endpoints._about import DISTRIBUTION
from azureml_serverless_endpoints.api.serverless_endpoints import (
    AsyncServerlessEndpointsOperations,
    ServerlessEndpointsOperations,
)

from tests.client.caller import NAMES, SUBSCRIPTION, TOKEN

PYPROJECT = Path(__file__).parents[2] / "generated_client" / "pyproject.toml"


@pytest.mark.parametrize("method", ["list_keys", "list_keys_detailed"])
@pytest.mark.parametrize(
    "group", [ServerlessEndpointsOperations, AsyncServerlessEndpointsOperations]
)
def test_names_may_go_by_place_and_all_else_by_name(group: Any, method: str) -> None:
    kinds = {
        name: parameter.kind.name
        for name, parameter in inspect.signature(getattr(group, method)).parameters.items()
    }
    assert list(kinds.items()) == [
        ("self", "POSITIONAL_OR_KEYWORD"),
        ("resource_group_name", "POSITIONAL_OR_KEYWORD"),
        ("workspace_name", "POSITIONAL_OR_KEYWORD"),
        ("name", "POSITIONAL_OR_KEYWORD"),
        ("subscription_id", "KEYWORD_ONLY"),
        ("timeout", "KEYWORD_ONLY"),
        ("retry", "KEYWORD_ONLY"),
        ("headers", "KEYWORD_ONLY"),
    ]


def test_the_package_knows_its_name_and_version() -> None:
    project = tomllib.loads(PYPROJECT.read_text("utf-8"))["project"]
    assert (project["name"], project["version"]) == (DISTRIBUTION, __version__)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_shows_its_place_alone(kind: Any) -> None:
    client = kind(TOKEN, subscription_id=SUBSCRIPTION)
    assert repr(client) == f"<{kind.__name__} https://management.azure.com>"


@pytest.mark.parametrize(
    ("module", "names"),
    [
        (
            models,
            ["EndpointAuthKeys", "ErrorAdditionalInfo", "ErrorDetail", "ErrorResponse"],
        ),
        (
            testing,
            [
                "Answer",
                "Json",
                "Operation",
                "Parameter",
                "RecordedRequest",
                "Server",
                "StandIn",
                "serve",
            ],
        ),
    ],
)
def test_each_module_names_what_it_offers(module: ModuleType, names: list[str]) -> None:
    assert module.__all__ == names
    assert [name for name in names if not hasattr(module, name)] == []


CLOSED = "this client is closed: make a new one"


@pytest.mark.parametrize("by", ["with", "close"])
def test_a_client_that_was_closed_makes_no_call(by: str) -> None:
    client = Client(TOKEN, subscription_id=SUBSCRIPTION)
    if by == "with":
        with client as entered:
            assert entered is client
    else:
        client.close()
    with pytest.raises(RuntimeError, match=CLOSED):
        client.serverless_endpoints.list_keys(*NAMES)


def test_a_client_says_so_too_when_its_callers_own_client_was_closed() -> None:
    with httpx.Client() as http_client:
        client = Client(TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client)
    with pytest.raises(RuntimeError, match=CLOSED):
        client.serverless_endpoints.list_keys(*NAMES)


@pytest.mark.parametrize("by", ["with", "close"])
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_an_async_client_that_was_closed_makes_no_call(by: str, backend: str) -> None:
    async def main() -> None:
        client = AsyncClient(TOKEN, subscription_id=SUBSCRIPTION)
        if by == "with":
            async with client as entered:
                assert entered is client
        else:
            await client.close()
        with pytest.raises(RuntimeError, match=CLOSED):
            await client.serverless_endpoints.list_keys(*NAMES)

    anyio.run(main, backend=backend)
