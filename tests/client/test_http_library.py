"""The HTTP library: the package imports one of httpx and httpx2, and refuses clients of the other.

`nox -s httpx2` exchanges the two names in these tests as well.
"""

from __future__ import annotations

import logging
import subprocess
import sys
from typing import Any

import httpx
import httpx2
import pytest
from azureml_serverless_endpoints import AsyncClient, Client

from tests.client.calls import SUBSCRIPTION, TOKEN


@pytest.mark.parametrize(
    ("kind", "other", "wanted"),
    [
        (Client, httpx2.Client, httpx.Client),
        (Client, httpx2.AsyncClient, httpx.Client),
        (AsyncClient, httpx2.AsyncClient, httpx.AsyncClient),
    ],
)
def test_a_client_of_the_other_library_is_refused_with_the_one_to_pass(
    kind: Any, other: type[Any], wanted: type[Any]
) -> None:
    """The two look the same, and nothing else would say why the client does not fit."""
    with pytest.raises(TypeError) as caught:
        kind(TOKEN, subscription_id=SUBSCRIPTION, http_client=other())
    also = " or an aiohttp.ClientSession" if kind is AsyncClient else ""
    assert str(caught.value) == (
        f"http_client of {kind.__name__} must be an httpx.{wanted.__name__}{also}, not of type "
        f"httpx2.{other.__name__}; this package uses httpx, not httpx2: pass an "
        f"httpx.{wanted.__name__}"
    )


def test_the_other_library_is_never_imported() -> None:
    """Neither by a client, nor by the stand-in and its server."""
    code = """
import sys
from azureml_serverless_endpoints import AsyncClient, Client, testing
from azureml_serverless_endpoints.testing import _server
AsyncClient("token", subscription_id="s")
Client("token", subscription_id="s").close()
print(sorted(sys.modules.keys() & {"httpx", "httpcore", "httpx2", "httpcore2"}))
"""
    command = [sys.executable, "-c", code]
    printed = subprocess.run(command, capture_output=True, check=True, text=True).stdout
    assert printed == "['httpcore', 'httpx']\n"


def test_logs_of_both_cores_show_no_header_values() -> None:
    """`httpx2.alias_httpx()` lets `import httpx` lead to httpx2, in this package as well."""
    Client(TOKEN, subscription_id=SUBSCRIPTION).close()
    shown: list[str] = []
    for name in ("httpcore.http11", "httpcore2.http11"):
        logger = logging.getLogger(name)
        text = "receive_response_headers.complete return_value=[(b'X', b'secret')]"
        record = logger.makeRecord(name, logging.DEBUG, "", 0, text, (), None)
        assert logger.filter(record)
        shown.append(record.getMessage())
    assert shown == ["receive_response_headers.complete return_value=[…])"] * 2
