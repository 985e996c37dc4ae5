"""Calls of the clients to Prism, a mock server that knows only the document.

`python -m nox -s contract` installs Prism, sets PRISM to its path, and runs these tests.
"""

from __future__ import annotations

import asyncio
import collections
import os
import re
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from azureml_serverless_endpoints import (
    API_VERSION,
    APIStatusError,
    AsyncClient,
    Client,
    EndpointAuthKeys,
    NotFoundError,
    RetryPolicy,
)

from tests.constraints import BROKEN, with_name
from tests.contract.traffic_plugin import DOCUMENT

SAMPLE = ("test-rg", "my-aml-workspace", "string")
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
PATH = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{{}}/providers"
    "/Microsoft.MachineLearningServices/workspaces/{}/serverlessEndpoints/{}/listKeys"
)
VERSION = f"?api-version={API_VERSION}"
#: Texts beyond the constraints of the document that a URL can hold as a segment of its path.
SENDABLE = [(name, text) for name, text in BROKEN if text.isprintable() and text not in {"", ".."}]
ONCE = RetryPolicy(attempts=1)

Call = Callable[..., EndpointAuthKeys]


@pytest.fixture(scope="session")
def prism() -> Iterator[str]:
    """Run Prism with the document, and return its URL."""
    command = [os.environ["PRISM"], "mock", "--host", "127.0.0.1", "--port", "0", str(DOCUMENT)]
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = []
        for line in process.stdout:
            said.append(line)
            if listening := re.search(r"listening on (http://127\.0\.0\.1:\d+)", line):
                break
        else:
            pytest.fail("Prism did not start:\n" + "".join(said))
        # Prism logs every request, and blocks if nobody reads the pipe.
        reader = threading.Thread(target=collections.deque, args=(process.stdout, 0), daemon=True)
        reader.start()
        yield listening[1]
        process.terminate()
        reader.join()


@pytest.fixture(params=["sync", "async"])
def list_keys(request: pytest.FixtureRequest, prism: str) -> Call:
    """Return a function that calls the operation, with each kind of client in turn."""

    def call(*names: str, headers: Mapping[str, str] | None = None) -> EndpointAuthKeys:
        client: dict[str, Any] = {"subscription_id": SUBSCRIPTION, "base_url": prism, "retry": ONCE}
        if request.param == "sync":
            with Client("token", **client) as sync_client:
                return sync_client.serverless_endpoints.list_keys(*names, headers=headers)

        async def acall() -> EndpointAuthKeys:
            async with AsyncClient("token", **client) as async_client:
                return await async_client.serverless_endpoints.list_keys(*names, headers=headers)

        return asyncio.run(acall())

    return call


@pytest.mark.parametrize(
    "names",
    [
        SAMPLE,
        ("r", "a-_", "0"),
        ("r" * 90, "A" * 33, "z" * 255),
        ("a.b_(c)-", "0_-Z", "a-b_C"),
    ],
)
def test_prism_accepts_the_request_and_the_client_reads_the_example(
    list_keys: Call, names: tuple[str, ...]
) -> None:
    keys = list_keys(*names)
    assert keys.primary_key
    assert keys.primary_key.get_secret_value() == "string"
    assert keys.secondary_key
    assert keys.secondary_key.get_secret_value() == "string"


def test_random_keys_that_match_the_schema_are_read(list_keys: Call) -> None:
    """Prism generates responses with or without each key."""
    for _ in range(10):
        keys = list_keys(*SAMPLE, headers={"Prefer": "dynamic=true"})
        for key in (keys.primary_key, keys.secondary_key):
            assert key is None or isinstance(key.get_secret_value(), str)


def test_the_example_of_an_error_is_read(list_keys: Call) -> None:
    with pytest.raises(NotFoundError) as caught:
        list_keys(*SAMPLE, headers={"Prefer": "code=404"})
    assert caught.value.status_code == 404
    assert caught.value.code == "ResourceNotFound"
    assert caught.value.message == "The serverless endpoint was not found in the workspace."
    assert caught.value.error
    assert caught.value.error.additional_info
    assert caught.value.error.additional_info[0].info == {"value": "westeurope"}


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 429, 500, 503])
def test_an_error_of_each_status_is_a_status_error(list_keys: Call, status: int) -> None:
    with pytest.raises(APIStatusError) as caught:
        list_keys(*SAMPLE, headers={"Prefer": f"code={status}"})
    assert (caught.value.status_code, caught.value.code) == (status, "ResourceNotFound")


@pytest.mark.parametrize(
    ("names", "query", "token", "status"),
    [
        (SAMPLE, VERSION, True, 200),
        (SAMPLE, VERSION, False, 401),
        (SAMPLE, "", True, 422),
        *((with_name(SAMPLE, *broken), VERSION, True, 422) for broken in SENDABLE),
    ],
)
def test_prism_refuses_what_the_client_refuses_to_send(
    prism: str, names: tuple[str, ...], query: str, token: bool, status: int
) -> None:
    """The requests are sent with httpx, because no client of this package sends them."""
    headers = {"Authorization": "Bearer token"} if token else {}
    response = httpx.post(
        f"{prism}{PATH.format(*(quote(name, safe='') for name in names))}{query}",
        headers=headers,
        trust_env=False,
    )
    assert response.status_code == status, response.text
