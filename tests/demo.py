"""List the keys of the sample endpoint of the document through the installed package.

`python -m nox -s demo` runs it in an environment that holds only the package and its dependencies.
The service is the stand-in of the package, as a server in a separate process.
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
    """Start the stand-in, call it with both kinds of client, and print the keys."""
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
    # The keys of the stand-in are not secret, and this program exists to show them.
    print(json.dumps({"sync": shown(sync_keys), "async": shown(async_keys)}, indent=2))
    print(f"Listed twice, sync and async, from the stand-in at {url}")
    print(f"by the package installed in {__file__.rpartition('azureml_serverless_endpoints')[0]}")


async def list_keys(url: str) -> EndpointAuthKeys:
    """List the keys with the async client."""
    async with AsyncClient("demo-token", subscription_id=SUBSCRIPTION, base_url=url) as client:
        return await client.serverless_endpoints.list_keys(*SAMPLE)


def shown(keys: EndpointAuthKeys) -> dict[str, Any]:
    """Return the keys in plain text, ready for JSON."""
    return keys.to_dict()


if __name__ == "__main__":
    main()
