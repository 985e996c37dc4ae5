"""Stand-ins for the token sources of azure-identity: Microsoft Entra ID, managed identity, az."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from tests.network.socket_server import (
    TOKEN,
    Connection,
    Received,
    Reply,
    respond,
    respond_with_keys,
)

#: The secret of an application. No output may contain it.
CLIENT_SECRET = "cLiEnT-sEcReT-marker"
TENANT = "11111111-2222-3333-4444-555555555555"
APPLICATION = "66666666-7777-8888-9999-000000000000"
HOSTS = (
    "localhost",
    "login.microsoftonline.com",
    "login.microsoftonline.us",
    "management.azure.com",
    "management.usgovcloudapi.net",
)


def token_reply(token: str = TOKEN) -> Reply:
    """Send a token, as Microsoft Entra ID and the endpoint for managed identities do."""
    body = {
        "token_type": "Bearer",
        "access_token": token,
        "expires_in": 7200,
        "refresh_in": 3600,
        "expires_on": str(int(time.time()) + 7200),
        "resource": "https://management.azure.com",
    }
    return respond(200, json.dumps(body).encode())


def azure_reply(token: Reply | None = None, service: Reply | None = None) -> Reply:
    """Answer every request to Azure that a call needs, by its path.

    Args:
        token: The reply to requests for a token, by default a token.
        service: The reply to the operation, by default the keys.
    """

    def reply(connection: Connection, received: Received) -> bool:
        path = received.target.partition("?")[0]
        if path.endswith("/listKeys"):
            return (service or respond_with_keys())(connection, received)
        if path.endswith("/token"):
            return (token or token_reply())(connection, received)
        authority = f"https://{received.headers['host']}/{TENANT}"
        discovery = {
            "tenant_discovery_endpoint": f"{authority}/v2.0/.well-known/openid-configuration",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
            "issuer": f"{authority}/v2.0",
            "metadata": [],
        }
        return respond(200, json.dumps(discovery).encode())(connection, received)

    return reply


def challenge(alphabet: str = "standard") -> Reply:
    """Send a 401 with a claims challenge."""
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1~~?>"}}}).encode()
    encode = base64.b64encode if alphabet == "standard" else base64.urlsafe_b64encode
    value = encode(claims).decode().rstrip("=" if alphabet == "url" else "")
    header = (
        'PoP realm="x", error="insufficient_claims", claims="e30", '
        f'Bearer realm="", error="insufficient_claims", claims="{value}"'
    )
    return respond(401, b"{}", {"www-authenticate": header})


def form(received: Received) -> dict[str, str]:
    """Return the form fields of a request for a token."""
    return {name: values[0] for name, values in parse_qs(received.body.decode()).items()}


def install_az(folder: Path, output: str, *, error: str = "") -> Callable[[], list[str]]:
    """Write a command `az`, and return a function that lists the arguments of each call.

    Args:
        folder: The folder of the command.
        output: What it prints.
        error: What it prints to stderr, in which case it exits with status 1.
    """
    calls = folder / "calls"
    calls.touch()
    (folder / "output").write_text(output)
    (folder / "error").write_text(error)
    command = folder / "az"
    command.write_text(
        "#!/bin/sh\n"
        f'echo "$@" >> "{calls}"\n'
        f'while IFS= read -r line; do echo "$line"; done < "{folder}/output"\n'
        f'while IFS= read -r line; do echo "$line" >&2; done < "{folder}/error"\n'
        f"exit {1 if error else 0}\n"
    )
    command.chmod(0o755)
    return lambda: calls.read_text().splitlines()


def az_output(token: str = TOKEN) -> str:
    """Return what `az account get-access-token` prints."""
    return json.dumps({"accessToken": token, "expires_on": int(time.time()) + 7200}) + "\n"
