"""A stand-in for what azure-identity asks: Microsoft Entra, a machine's own endpoint, az."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

from tests.network.socket_server import TOKEN, Line, Received, Reply, answer, keys

#: The secret of an application, which nobody may see either.
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


def token_answer(token: str = TOKEN) -> Reply:
    """A token, as Microsoft Entra and the endpoint of a machine give it."""
    body = {
        "token_type": "Bearer",
        "access_token": token,
        "expires_in": 7200,
        "refresh_in": 3600,
        "expires_on": str(int(time.time()) + 7200),
        "resource": "https://management.azure.com",
    }
    return answer(200, json.dumps(body).encode())


def azure(token: Reply | None = None, service: Reply | None = None) -> Reply:
    """Everything of Azure that a call needs, told apart by path."""

    def reply(line: Line, received: Received) -> bool:
        path = received.target.partition("?")[0]
        if path.endswith("/listKeys"):
            return (service or keys())(line, received)
        if path.endswith("/token"):
            return (token or token_answer())(line, received)
        authority = f"https://{received.headers['host']}/{TENANT}"
        discovery = {
            "tenant_discovery_endpoint": f"{authority}/v2.0/.well-known/openid-configuration",
            "authorization_endpoint": f"{authority}/oauth2/v2.0/authorize",
            "token_endpoint": f"{authority}/oauth2/v2.0/token",
            "issuer": f"{authority}/v2.0",
            "metadata": [],
        }
        return answer(200, json.dumps(discovery).encode())(line, received)

    return reply


def challenge(alphabet: str = "standard") -> Reply:
    """A 401 that asks for a token with more in it."""
    claims = json.dumps({"access_token": {"nbf": {"essential": True, "value": "1~~?>"}}}).encode()
    encode = base64.b64encode if alphabet == "standard" else base64.urlsafe_b64encode
    value = encode(claims).decode().rstrip("=" if alphabet == "url" else "")
    header = (
        'PoP realm="x", error="insufficient_claims", claims="e30", '
        f'Bearer realm="", error="insufficient_claims", claims="{value}"'
    )
    return answer(401, b"{}", {"www-authenticate": header})


def form(received: Received) -> dict[str, str]:
    """The form of a request for a token."""
    return {name: values[0] for name, values in parse_qs(received.body.decode()).items()}


def az(folder: Path, output: str, *, error: str = "") -> Callable[[], list[str]]:
    """Writes a command `az` that prints something; the result tells how it was called."""
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
    """What `az account get-access-token` prints."""
    return json.dumps({"accessToken": token, "expires_on": int(time.time()) + 7200}) + "\n"
