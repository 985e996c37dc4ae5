"""10,000 endpoints against the server of the stand-in: how much memory the client takes."""

from __future__ import annotations

import gc
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

from azureml_serverless_endpoints import Client

CALLS: Final = 10_000
#: As many subscriptions that none of them has to wait.
SUBSCRIPTIONS: Final = 100
_ID: Final = (
    "/subscriptions/{}/resourceGroups/test-rg/providers"
    "/Microsoft.MachineLearningServices/workspaces/my-aml-workspace/serverlessEndpoints/string"
)
_SERVER: Final = f"""
import time
from azureml_serverless_endpoints.testing import StandIn, serve
stand_in = StandIn()
for number in range({SUBSCRIPTIONS}):
    path = {{"subscriptionId": f"subscription-{{number}}"}}
    stand_in.add("ServerlessEndpoints_ListKeys", path, {{"primaryKey": "a", "secondaryKey": "b"}})
with serve(stand_in) as server:
    print(server.url, flush=True)
    time.sleep(3600)
"""


@contextmanager
def served() -> Iterator[str]:
    """Yield the URL of a stand-in in a process of its own, whose memory is not measured."""
    command = [sys.executable, "-c", _SERVER]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().strip()
        finally:
            process.terminate()


def growth() -> tuple[int, int]:
    """Return the memory after a tenth of the calls, and after all of them, in bytes."""
    sizes: list[int] = []
    with served() as url, Client("token", base_url=url) as client:
        ids = (_ID.format(f"subscription-{number % SUBSCRIPTIONS}") for number in range(CALLS))
        tracemalloc.start()
        try:
            for number, outcome in enumerate(
                client.serverless_endpoints.list_keys_many(ids), start=1
            ):
                assert outcome.error is None, outcome.error
                if number in {CALLS // 10, CALLS}:
                    gc.collect()
                    sizes.append(tracemalloc.get_traced_memory()[0])
        finally:
            tracemalloc.stop()
    return sizes[0], sizes[1]
