"""Calls of `list_keys` with each kind of client, and what such a call should send and return."""

from __future__ import annotations

from typing import Any

import anyio
from azureml_serverless_endpoints import API_VERSION, AsyncClient, Client
from azureml_serverless_endpoints._clock import Clock

KINDS = ("sync", "asyncio", "trio")

TOKEN = "token-of-the-fresh_client"
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
NAMES = ("test-rg", "my-aml-workspace", "my-endpoint")
PATH = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/test-rg/providers"
    "/Microsoft.MachineLearningServices/workspaces/my-aml-workspace"
    "/serverlessEndpoints/my-endpoint/listKeys"
)
RESOURCE = PATH.removesuffix("/listKeys")
URL = f"https://management.azure.com{PATH}?api-version={API_VERSION}"
KEYS = {"primaryKey": "first-key", "secondaryKey": "second-key"}


class Masked(str):
    """A `str` whose methods return another text and another length than its content."""

    def __str__(self) -> str:
        return "****"

    def __format__(self, spec: str) -> str:
        return "****"

    def __len__(self) -> int:
        return 1

    def encode(self, *_: Any, **__: Any) -> bytes:
        return b"****"

    def lower(self) -> str:
        return "****"

    def rstrip(self, *_: Any) -> str:
        return "****"


class FakeClock(Clock):
    """A clock that advances only during waits.

    Attributes:
        now: Its time, in seconds.
        waits: The seconds of each wait.
        share: The random number of each range, as a share from 0 to 1.
    """

    def __init__(self) -> None:
        super().__init__()
        self.now = 1000.0
        self.waits: list[float] = []
        self.share = 1.0

    def monotonic(self) -> float:
        return self.now

    def time(self) -> float:
        return 1_700_000_000.0 + self.now

    def uniform(self, low: float, high: float) -> float:
        return low + (high - low) * self.share

    def sleep(self, seconds: float) -> None:
        self.waits.append(seconds)
        self.now += seconds

    async def async_sleep(self, seconds: float) -> None:
        self.sleep(seconds)


class FreshClient:
    """A client of a kind that is made anew for each call, with blocking methods.

    Args:
        kind: One of `KINDS`.
    """

    def __init__(self, kind: str) -> None:
        self.kind = kind
        self.clock = FakeClock()

    def list_keys(self, *names: Any, client: dict[str, Any] | None = None, **options: Any) -> Any:
        """Call `list_keys`.

        Args:
            names: The path parameters, by default `NAMES`.
            client: More arguments of the client.
            options: More arguments of the method.
        """
        return self._call("list_keys", names or NAMES, client or {}, options)

    def list_keys_detailed(
        self, *names: Any, client: dict[str, Any] | None = None, **options: Any
    ) -> Any:
        """Call `list_keys_detailed` with the same arguments as `list_keys`."""
        return self._call("list_keys_detailed", names or NAMES, client or {}, options)

    def list_keys_by_id(
        self, resource_id: Any, *, client: dict[str, Any] | None = None, **options: Any
    ) -> Any:
        """Call `list_keys_by_id`; other arguments as of `list_keys`."""
        return self._call("list_keys_by_id", (resource_id,), client or {}, options)

    def _call(
        self, method: str, names: tuple[Any, ...], client: dict[str, Any], options: dict[str, Any]
    ) -> Any:
        arguments = {"credential": TOKEN, "subscription_id": SUBSCRIPTION, **client}
        if self.kind == "sync":
            with Client(**arguments) as opened:
                opened._transport.clock = self.clock
                return getattr(opened.serverless_endpoints, method)(*names, **options)

        async def main() -> Any:
            async with AsyncClient(**arguments) as opened:
                opened._transport.clock = self.clock
                return await getattr(opened.serverless_endpoints, method)(*names, **options)

        return anyio.run(main, backend=self.kind)
