"""The client classes: their arguments, their repr, and `close`."""

from __future__ import annotations

import inspect
import pydoc
import tomllib
import traceback
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

import anyio
import httpx
import pytest
from azureml_serverless_endpoints import (
    AsyncClient,
    Client,
    InvalidParameterError,
    __version__,
    models,
    testing,
)
from azureml_serverless_endpoints._about import DISTRIBUTION
from azureml_serverless_endpoints.api.serverless_endpoints import (
    AsyncServerlessEndpointsOperations,
    ServerlessEndpointsOperations,
)

from tests.client.calls import NAMES, SUBSCRIPTION, TOKEN

PYPROJECT = Path(__file__).parents[2] / "generated_client" / "pyproject.toml"


@pytest.mark.parametrize("method", ["list_keys", "list_keys_detailed"])
@pytest.mark.parametrize(
    "group", [ServerlessEndpointsOperations, AsyncServerlessEndpointsOperations]
)
def test_path_parameters_are_positional_and_all_others_keyword_only(
    group: Any, method: str
) -> None:
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
def test_the_repr_of_a_client_shows_only_its_url(kind: Any) -> None:
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
def test_all_lists_exactly_the_public_names(module: ModuleType, names: list[str]) -> None:
    assert module.__all__ == names
    assert [name for name in names if not hasattr(module, name)] == []


@pytest.mark.parametrize("wrong", [{"subscription_id": ""}, {"api_version": None}])
def test_each_call_checks_the_parameters_of_its_request(
    wrong: dict[str, Any],
) -> None:
    text = " ".join((Client.__doc__ or "").split())
    assert (
        "Each call checks the parameters of its request: `subscription_id`, `api_version`." in text
    )
    with Client(TOKEN, **{"subscription_id": SUBSCRIPTION, **wrong}) as client:
        for _ in range(2):
            with pytest.raises(InvalidParameterError, match=next(iter(wrong))):
                client.serverless_endpoints.list_keys(*NAMES)


def frames(error: BaseException) -> list[dict[str, Any]]:
    """Return the locals of the frames of the package, without those of the test."""
    return [frame.f_locals for frame, _ in traceback.walk_tb(error.__traceback__)][1:]


@pytest.mark.parametrize(
    ("credential", "found"),
    [
        (TOKEN.encode(), "of type bytes"),
        ({"token": TOKEN}, "of type dict"),
        (7, "of type int"),
        (object(), "of type object"),
        (Client, "the class Client; pass an instance of it"),
        (
            "00000000-2222-3333-4444-555555555555",
            "a UUID; pass an id by its name, such as `subscription_id=`",
        ),
    ],
)
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_wrong_credential_is_refused_at_once_and_not_shown(
    kind: Any, credential: Any, found: str
) -> None:
    words = (
        "credential must be a token as a str, an object with `get_token`, or a callable that "
        f"returns a token, not {found}"
    )
    with pytest.raises(TypeError) as caught:
        kind(credential, subscription_id=SUBSCRIPTION)
    assert str(caught.value) == words
    shown = [value for each in frames(caught.value) for value in each.values()]
    assert credential not in shown


@pytest.mark.parametrize(
    ("kind", "http_client", "found"),
    [
        (Client, httpx.AsyncClient(), "an httpx.Client, not of type httpx.AsyncClient"),
        (Client, httpx.Client, "an httpx.Client, not the class Client; pass an instance of it"),
        (Client, httpx.HTTPTransport, "an httpx.Client, not the class HTTPTransport"),
        (Client, {}, "an httpx.Client, not of type dict"),
        (
            AsyncClient,
            httpx.Client(),
            "an httpx.AsyncClient or an aiohttp.ClientSession, not of type httpx.Client",
        ),
        (
            AsyncClient,
            httpx.AsyncClient,
            "an httpx.AsyncClient or an aiohttp.ClientSession, not the class AsyncClient",
        ),
        (
            Client,
            testing.StandIn(),
            r"an httpx.Client, not of type .*StandIn; pass httpx.Client\(transport=...\) with it",
        ),
    ],
)
def test_a_wrong_http_client_is_refused_at_once(kind: Any, http_client: Any, found: str) -> None:
    with pytest.raises(TypeError, match=f"http_client of {kind.__name__} must be {found}"):
        kind(TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client)


def test_an_http_client_that_was_closed_is_refused_at_once() -> None:
    with httpx.Client() as http_client:
        pass
    with pytest.raises(InvalidParameterError) as caught:
        Client(TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client)
    assert str(caught.value) == "the client: http_client is closed: pass one that is open"


def test_an_http_client_with_a_wrong_user_agent_is_refused_at_once() -> None:
    with (
        httpx.Client(headers={"User-Agent": "two\nlines"}) as http_client,
        pytest.raises(InvalidParameterError, match="http_client has a User-Agent that is not visi"),
    ):
        Client(TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client)


@pytest.mark.parametrize("user_agent", [5, b"suffix", ""])
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_wrong_user_agent_is_refused_at_once(kind: Any, user_agent: Any) -> None:
    with pytest.raises(InvalidParameterError, match="user_agent must be visible ASCII"):
        kind(TOKEN, subscription_id=SUBSCRIPTION, user_agent=user_agent)


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_a_client_with_refused_arguments_has_a_repr(kind: Any) -> None:
    """Error reporters print the locals of frames, which include the incomplete client."""
    with pytest.raises(InvalidParameterError) as caught:
        kind(TOKEN, base_url="x")
    shown = [repr(each["self"]) for each in frames(caught.value) if "self" in each]
    assert shown[0] == f"<{kind.__name__}>"


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


def test_a_client_makes_no_call_when_its_http_client_was_closed() -> None:
    with httpx.Client() as http_client:
        client = Client(TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client)
    words = "the http_client of this client is closed: make a new one, and a client with it"
    with pytest.raises(RuntimeError, match=words):
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


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_dir_and_help_of_a_client_class_show_its_operations(kind: Any) -> None:
    assert "serverless_endpoints" in dir(kind)
    text = pydoc.render_doc(kind, renderer=pydoc.plaintext)
    assert "serverless_endpoints = <class " in text
    call = "`list_keys(resource_group_name, workspace_name, name)`"
    assert call in pydoc.render_doc(Client, renderer=pydoc.plaintext)


def test_a_mock_of_the_client_class_has_the_operations_with_their_signatures() -> None:
    client = mock.create_autospec(Client)(TOKEN, subscription_id=SUBSCRIPTION)
    client.serverless_endpoints.list_keys.return_value = "keys"
    assert client.serverless_endpoints.list_keys(*NAMES) == "keys"
    with pytest.raises(TypeError, match="workspace_name"):
        client.serverless_endpoints.list_keys("rg")
    with pytest.raises(AttributeError):
        client.serverless_endpoints.list_key(*NAMES)


def test_a_mock_of_the_async_client_class_has_operations_to_await() -> None:
    client = mock.create_autospec(AsyncClient)(TOKEN, subscription_id=SUBSCRIPTION)
    client.serverless_endpoints.list_keys.return_value = "keys"

    async def main() -> str:
        return await client.serverless_endpoints.list_keys(*NAMES)

    assert anyio.run(main) == "keys"
    with pytest.raises(TypeError, match="workspace_name"):
        client.serverless_endpoints.list_keys("rg")
