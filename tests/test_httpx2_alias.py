"""A program that has moved to httpx2 can let this package run on it, too."""

from __future__ import annotations

import subprocess
import sys

PROGRAM = """
import httpx2
httpx2.alias_httpx()
import sys
from azureml_serverless_endpoints import APIConnectionError, Client, RetryPolicy
from azureml_serverless_endpoints.testing import StandIn

stand_in = StandIn()
given = {"subscription_id": "00000000-1111-2222-3333-444444444444"}
names = "test-rg", "my-aml-workspace", "string"
with httpx2.Client(transport=stand_in) as http_client:
    client = Client("token", **given, http_client=http_client, retry=RetryPolicy(attempts=1))
    print(client.serverless_endpoints.list_keys(*names).primary_key.get_secret_value())
    stand_in.fail(exception=httpx2.ConnectError)
    try:
        client.serverless_endpoints.list_keys(*names)
    except APIConnectionError as error:
        print(type(error.__cause__).__module__)
print(sys.modules["httpx"].__name__, sys.modules["httpcore"].__name__)
"""


def test_a_program_can_let_the_package_run_on_httpx2() -> None:
    """`httpx2.alias_httpx()` lets every `import httpx` of the process lead to httpx2."""
    command = [sys.executable, "-c", PROGRAM]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert printed.splitlines() == ["string", "httpx2", "httpx2 httpcore2"]
