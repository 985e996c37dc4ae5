"""Lists the keys of the document's sample endpoint through the installed package.

Run by `python -m nox -s demo` in an environment that holds the package and nothing else of this
project. The service is the package's own stand-in, as a real server in a process of its own.
"""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from typing import Any

from azureml_serverless_endpoints import AsyncClient, Client, EndpointAuthKeys, __file__

SAMPLE = ("test-rg", "my-aml-workspace", "string")
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"


def main() -> None:
    """Starts the stand-in, calls it both ways, and prints what came back."""
    command = [sys.executable, "-m", "azureml_serverless_endpoints.testing"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        url = server.stdout.readline().strip()
        try:
            with Client("demo-token", subscription_id=SUBSCRIPTION, base_url=url) as client:
                sync_keys = client.serverless_endpoints.list_keys(*SAMPLE)
            async_keys = asyncio.run(list_keys(url))
        finally:
            server.terminate()
    # Keys of a stand-in are no secrets, and this program was asked to show them.
    print(json.dumps({"sync": shown(sync_keys), "async": shown(async_keys)}, indent=2))
    print(f"Listed twice, sync and async, from the stand-in at {url}")
    print(f"by the package installed in {__file__.rpartition('azureml_serverless_endpoints')[0]}")


async def list_keys(url: str) -> EndpointAuthKeys:
    """The same call in an event loop."""
    async with AsyncClient("demo-token", subscription_id=SUBSCRIPTION, base_url=url) as client:
        return await client.serverless_endpoints.list_keys(*SAMPLE)


def shown(keys: EndpointAuthKeys) -> dict[str, Any]:
    """The keys in plain text, as JSON."""
    return keys.to_dict()


if __name__ == "__main__":
    main()
