"""Use the package in an environment that holds only the package and its dependencies.

`python -m nox -s package` runs it as `python -I -W error fresh_install.py EXTRA...`.
"""

from __future__ import annotations

import asyncio
import importlib
import importlib.util
import pkgutil
import subprocess
import sys
from importlib import metadata

import azureml_serverless_endpoints as package
import httpx
from azureml_serverless_endpoints.testing import StandIn, serve

SAMPLE = ("test-rg", "my-aml-workspace", "string")
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"


def main(extras: list[str]) -> None:
    """Import every module, call with both clients, and use the given extras."""
    for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        # Only the extra installs what the command line imports.
        if "cli" in extras or ".cli." not in module.name:
            importlib.import_module(module.name)
    for name in package.__all__:
        getattr(package, name)
    with httpx.Client(transport=StandIn()) as transport:
        check(client(package.Client, transport).serverless_endpoints.list_keys(*SAMPLE))
    asyncio.run(call_async())
    with serve(StandIn()) as server:
        options = {"subscription_id": SUBSCRIPTION, "base_url": server.url}
        with package.Client("token", **options) as over_socket:
            check(over_socket.serverless_endpoints.list_keys(*SAMPLE))
        asyncio.run(call_over_socket(options))
    pytest_plugin()
    default_credential("identity" in extras)
    command("cli" in extras)
    versions = {
        (dist.metadata["Name"] or "").lower(): dist.version for dist in metadata.distributions()
    }
    shown = [name for name in ("attrs", "httpx", "azure-identity") if name in versions]
    print(", ".join(f"{name} {versions[name]}" for name in shown))


def client(kind: type, transport: object) -> package.Client:
    """Return a client of either kind over a transport in memory."""
    made = kind("token", subscription_id=SUBSCRIPTION, http_client=transport)
    assert "token" not in repr(made)
    return made


async def call_async() -> None:
    """Call with the async client, in memory."""
    async with httpx.AsyncClient(transport=StandIn()) as transport:
        check(await client(package.AsyncClient, transport).serverless_endpoints.list_keys(*SAMPLE))


async def call_over_socket(options: dict[str, str]) -> None:
    """Call with the async client, over a socket."""
    async with package.AsyncClient("token", **options) as over_socket:
        check(await over_socket.serverless_endpoints.list_keys(*SAMPLE))


def check(keys: package.EndpointAuthKeys) -> None:
    """Check that the keys are those of the example in the document."""
    values = [key and key.get_secret_value() for key in (keys.primary_key, keys.secondary_key)]
    if values != ["string", "string"] or "'string'" in repr(keys):
        raise SystemExit(f"not the keys of the example: {keys!r}")


def pytest_plugin() -> None:
    """Check that pytest will find the plugin, which needs no pytest until then."""
    for plugin in metadata.entry_points(group="pytest11"):
        if plugin.dist and plugin.dist.name == package._about.DISTRIBUTION:
            found = importlib.util.find_spec(plugin.module)
            if found is not None and plugin.name == plugin.module:
                return
    raise SystemExit("the package has no pytest plugin")


def default_credential(has_identity: bool) -> None:
    """Check that a client without a credential uses or names the extra `identity`."""
    with httpx.Client(transport=StandIn()) as transport:
        made = package.Client(subscription_id=SUBSCRIPTION, http_client=transport)
        if not has_identity:
            try:
                made.serverless_endpoints.list_keys(*SAMPLE)
            except package.CredentialError as error:
                if "pip install" in str(error) and "[identity]" in str(error):
                    return
            raise SystemExit("without the extra, no error says how to install it")
        azure_identity = importlib.import_module("azure.identity")
        azure_identity.DefaultAzureCredential().close()
        azure_identity.DefaultAzureCredential = SignedIn
        check(made.serverless_endpoints.list_keys(*SAMPLE))
        made.close()


def command(has_cli: bool) -> None:
    """Check that the command works, or says how to install it."""
    run = [sys.executable, "-I", "-m", package.__name__, "list-keys", "--help"]
    done = subprocess.run(run, capture_output=True, text=True)
    expected = (0, "--resource-group", "") if has_cli else (2, "", "[cli]'")
    if done.returncode != expected[0] or not (
        expected[1] in done.stdout and expected[2] in done.stderr
    ):
        raise SystemExit(f"the command ended with {done.returncode}: {done.stderr}")


class SignedIn:
    """The default credential on a machine where a user has signed in."""

    def __init__(self, **options: object) -> None:
        self.options = options

    def get_token(self, *scopes: str, **options: object) -> object:
        """Return a token."""
        access_token = importlib.import_module("azure.core.credentials").AccessToken
        return access_token("signed-in", 4_102_444_800)

    def close(self) -> None:
        """Do nothing."""


main(sys.argv[1:])
