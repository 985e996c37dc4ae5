"""The call as a careful programmer writes it with only httpx or httpx2."""

from __future__ import annotations

import asyncio
import uuid
from typing import Any
from urllib.parse import quote

import httpx

#: A token as long as a real one of Microsoft Entra ID.
TOKEN = "e" * 1400
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
GROUP, WORKSPACE, NAME = "test-rg", "my-aml-workspace", "my-endpoint"
API_VERSION = "2024-04-01"
USER_AGENT = "by-hand/0.1.0 Python/3 httpx/0.28"


def list_keys(client: httpx.Client, base_url: str) -> tuple[str, str]:
    """Return both keys of the endpoint."""
    return _keys(client.post(_url(base_url), headers=_headers()))


async def async_list_keys(client: httpx.AsyncClient, base_url: str) -> tuple[str, str]:
    """Return both keys of the endpoint."""
    return _keys(await client.post(_url(base_url), headers=_headers()))


async def bounded_list_keys(
    client: httpx.AsyncClient, base_url: str, places: asyncio.Semaphore
) -> tuple[str, str]:
    """Return both keys of the endpoint, with a limited number of requests at the same time."""
    async with places:
        return await async_list_keys(client, base_url)


def script(base_url: str) -> None:
    """Run a whole script with one call."""
    with httpx.Client() as client:
        list_keys(client, base_url)


def _url(base_url: str) -> str:
    return (
        f"{base_url}/subscriptions/{quote(SUBSCRIPTION, safe='')}"
        f"/resourceGroups/{quote(GROUP, safe='')}"
        f"/providers/Microsoft.MachineLearningServices/workspaces/{quote(WORKSPACE, safe='')}"
        f"/serverlessEndpoints/{quote(NAME, safe='')}/listKeys?api-version={API_VERSION}"
    )


def _headers() -> dict[str, str]:
    return {
        "Accept": "application/json",
        "Accept-Encoding": "identity",
        "User-Agent": USER_AGENT,
        "x-ms-return-client-request-id": "true",
        "x-ms-client-request-id": str(uuid.uuid4()),
        "Authorization": f"Bearer {TOKEN}",
    }


def _keys(response: httpx.Response) -> tuple[str, str]:
    if response.status_code != 200:
        raise RuntimeError(f"status {response.status_code}")
    keys: dict[str, Any] = response.json()
    return keys["primaryKey"], keys["secondaryKey"]
