"""The real azure-identity, with stand-ins for the services that it calls."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import azure.identity
import azure.identity.aio
import pytest
from azure.core.exceptions import ClientAuthenticationError
from azureml_serverless_endpoints import AuthenticationError, CredentialError

from tests.network.clients import SCOPE, JumpClock, open_client
from tests.network.sign_in import (
    APPLICATION,
    CLIENT_SECRET,
    HOSTS,
    TENANT,
    az_output,
    azure_reply,
    challenge,
    form,
    install_az,
    token_reply,
)
from tests.network.socket_server import (
    TOKEN,
    Certificates,
    SocketServer,
    failure,
    respond,
    respond_with_keys,
    server_context,
    tunnel,
)


@pytest.fixture
def azure_server(trusted: Certificates, monkeypatch: pytest.MonkeyPatch) -> Iterator[SocketServer]:
    """Run all services of Azure on one server; a proxy maps every host name to it."""
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(trusted.file))
    with (
        SocketServer(server_context(trusted.authority, *HOSTS)) as server,
        SocketServer() as proxy,
    ):
        server.default_reply = azure_reply()
        proxy.default_reply = tunnel(server.port)
        monkeypatch.setenv("HTTPS_PROXY", f"http://127.0.0.1:{proxy.port}")
        yield server


@pytest.fixture
def no_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Set PATH to an empty folder, so that no tool of this machine returns a token."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def sent_tokens(server: SocketServer) -> list[str]:
    return [
        request.headers["authorization"]
        for request in server.requests
        if "/listKeys" in request.target
    ]


def test_the_command_az_gives_a_token_once(
    client_kind: str, server: SocketServer, no_path: Path
) -> None:
    calls = install_az(no_path, az_output())
    credential = azure.identity.AzureCliCredential()
    with open_client(client_kind, server.url, credential, clock=JumpClock()) as caller:
        server.replies.append(failure(503))
        caller.list_keys()
        caller.list_keys()
    assert sent_tokens(server) == [f"Bearer {TOKEN}"] * 3
    (call,) = calls()
    assert call.startswith("account get-access-token")
    assert call.endswith("--resource https://management.azure.com")


@pytest.mark.parametrize("error", ["ERROR: Please run 'az login' to setup account.", "ERROR: boom"])
def test_az_without_a_login_is_an_error_that_says_so(
    error: str, client_kind: str, server: SocketServer, no_path: Path
) -> None:
    install_az(no_path, "", error=error + "\n")
    with open_client(client_kind, server.url, azure.identity.AzureCliCredential()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "az login" in str(outcome) or "boom" in str(outcome)
    assert "\n" not in str(outcome)
    assert not server.requests


def test_the_error_of_az_for_a_challenge_names_the_login_command(
    client_kind: str, server: SocketServer, no_path: Path
) -> None:
    """The command az cannot answer a challenge, but names the command that can."""
    install_az(no_path, az_output())
    server.replies.append(challenge())
    with open_client(client_kind, server.url, azure.identity.AzureCliCredential()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "az login" in str(outcome)
    assert outcome.attempts == 1


def client_secret() -> Any:
    return azure.identity.ClientSecretCredential(TENANT, APPLICATION, CLIENT_SECRET)


def test_a_client_secret_requests_a_token_with_cae(
    client_kind: str, azure_server: SocketServer
) -> None:
    with open_client(client_kind, None, client_secret()) as caller:
        caller.list_keys()
        caller.list_keys()
    assert sent_tokens(azure_server) == [f"Bearer {TOKEN}"] * 2
    (request,) = [form(r) for r in azure_server.requests if r.target.endswith("/token")]
    assert request["scope"] == SCOPE
    assert request["client_secret"] == CLIENT_SECRET
    assert "CP1" in request["claims"]


@pytest.mark.parametrize("client_kind", ["asyncio", "aiohttp"])
def test_an_async_credential_serves_async_clients(
    client_kind: str, azure_server: SocketServer, trusted: Certificates
) -> None:
    """The async credentials of azure-identity do not run with trio."""
    credential = azure.identity.aio.ClientSecretCredential(
        TENANT, APPLICATION, CLIENT_SECRET, connection_verify=str(trusted.file)
    )
    with open_client(client_kind, None, credential) as caller:
        caller.list_keys()
        caller.do(credential.close)
    assert sent_tokens(azure_server) == [f"Bearer {TOKEN}"]


@pytest.mark.parametrize("alphabet", ["standard", "url"])
def test_a_challenge_is_answered_once(
    alphabet: str, client_kind: str, azure_server: SocketServer
) -> None:
    replies = [challenge(alphabet), challenge(alphabet), *[failure(404)] * 9]

    def service(connection: Any, received: Any) -> bool:
        return replies.pop(0)(connection, received)  # type: ignore[no-any-return]

    issued = [token_reply(), token_reply(f"{TOKEN}-of-the-claims")]

    def token(connection: Any, received: Any) -> bool:
        return issued.pop(0)(connection, received)

    azure_server.default_reply = azure_reply(token, service)
    with open_client(client_kind, None, client_secret()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is AuthenticationError
    assert outcome.attempts == 2
    requests = [form(r) for r in azure_server.requests if r.target.endswith("/token")]
    assert len(requests) == 2
    assert "1~~?>" not in requests[0]["claims"]
    assert "1~~?>" in requests[1]["claims"]


@pytest.mark.parametrize(
    ("cloud", "host", "scope"),
    [
        ("AzureCloud", "login.microsoftonline.com", SCOPE),
        (
            "AzureUSGovernment",
            "login.microsoftonline.us",
            "https://management.core.usgovcloudapi.net/.default",
        ),
    ],
)
def test_without_a_credential_the_default_one_signs_in_where_the_cloud_does(
    cloud: str,
    host: str,
    scope: str,
    client_kind: str,
    azure_server: SocketServer,
    no_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_CLIENT_ID", APPLICATION)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", CLIENT_SECRET)
    with open_client(client_kind, None, None, cloud=cloud) as caller:
        caller.list_keys()
    assert sent_tokens(azure_server) == [f"Bearer {TOKEN}"]
    (request,) = [r for r in azure_server.requests if r.target.endswith("/token")]
    assert request.headers["host"] == host
    assert form(request)["scope"] == scope


def test_a_managed_identity_gives_a_token(
    client_kind: str,
    server: SocketServer,
    plain_server: SocketServer,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    plain_server.default_reply = azure_reply()
    monkeypatch.setenv("AZURE_POD_IDENTITY_AUTHORITY_HOST", plain_server.url)
    credential = azure.identity.ManagedIdentityCredential()
    with open_client(client_kind, server.url, credential) as caller:
        caller.list_keys()
    assert sent_tokens(server) == [f"Bearer {TOKEN}"]
    assert "resource=https" in plain_server.requests[0].target
    assert plain_server.requests[0].headers["metadata"] == "true"


def test_a_default_credential_that_the_caller_passes_finds_az(
    client_kind: str, server: SocketServer, no_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    install_az(no_path, az_output())
    credential = azure.identity.DefaultAzureCredential(
        exclude_managed_identity_credential=True, exclude_shared_token_cache_credential=True
    )
    with open_client(client_kind, server.url, credential) as caller:
        caller.list_keys()
    assert sent_tokens(server) == [f"Bearer {TOKEN}"]


def chain(kind: str) -> Any:
    """Return a chain of credentials, none of which can sign in."""
    if kind == "default":
        return azure.identity.DefaultAzureCredential(
            exclude_managed_identity_credential=True, exclude_shared_token_cache_credential=True
        )
    return azure.identity.ChainedTokenCredential(
        azure.identity.EnvironmentCredential(), azure.identity.AzureCliCredential()
    )


TODO = {
    "default": "sign in with `az login`, use a managed identity, set AZURE_TENANT_ID, "
    "AZURE_CLIENT_ID and AZURE_CLIENT_SECRET, or pass a `credential` of your own",
    "chained": "correct one of these credentials, or pass another `credential`",
}
ENVIRONMENT = "  EnvironmentCredential: Environment variables are not fully configured"
AZ = "  AzureCliCredential: Azure CLI not found on path"


@pytest.mark.parametrize("kind", TODO)
def test_the_error_of_a_chain_says_what_to_do_and_has_a_short_line_for_each_attempt(
    kind: str, client_kind: str, server: SocketServer, no_path: Path
) -> None:
    with open_client(client_kind, server.url, chain(kind)) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    first, *lines = str(outcome).splitlines()
    assert first == (
        f"ServerlessEndpoints_ListKeys: no token: {TODO[kind]} [resource {outcome.resource_id}]"
    )
    assert {ENVIRONMENT, AZ} <= set(lines)
    assert all(re.fullmatch(r"  \w+Credential: .{1,160}", line) for line in lines)
    assert not server.requests


def test_the_reason_of_a_refused_sign_in_is_in_the_line_of_its_attempt(
    client_kind: str, azure_server: SocketServer, no_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AZURE_TENANT_ID", TENANT)
    monkeypatch.setenv("AZURE_CLIENT_ID", APPLICATION)
    monkeypatch.setenv("AZURE_CLIENT_SECRET", CLIENT_SECRET)
    body = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
    azure_server.default_reply = azure_reply(token=respond(401, json.dumps(body).encode()))
    with open_client(client_kind, None, None) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    line = next(each for each in str(outcome).splitlines() if "AADSTS7000215" in each)
    assert line.startswith("  EnvironmentCredential: ")
    assert CLIENT_SECRET not in repr(outcome)


@pytest.mark.parametrize(("level", "records"), [("WARNING", 0), ("DEBUG", 1)])
def test_a_chain_does_not_log_what_the_error_says(
    level: str,
    records: int,
    client_kind: str,
    server: SocketServer,
    no_path: Path,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """Calls of the chain by others are logged as before."""
    caplog.set_level(level, "azure.identity")
    credential = chain("default")
    with open_client(client_kind, server.url, credential) as caller:
        assert type(caller.outcome()) is CredentialError
    assert caplog.text.count("Attempted credentials:") == records
    with pytest.raises(ClientAuthenticationError):
        credential.get_token(SCOPE)
    assert caplog.text.count("Attempted credentials:") == records + 1


def test_after_a_401_azure_identity_gives_a_new_token(
    client_kind: str, azure_server: SocketServer
) -> None:
    """It has a cache of its own, which the second call bypasses, with the same request."""
    replies = [failure(401), respond_with_keys(), respond_with_keys()]
    issued = [token_reply(), token_reply(f"{TOKEN}-anew")]
    azure_server.default_reply = azure_reply(
        lambda *request: issued.pop(0)(*request), lambda *request: replies.pop(0)(*request)
    )
    with open_client(client_kind, None, client_secret(), clock=JumpClock()) as caller:
        assert type(caller.outcome()) is AuthenticationError
        caller.list_keys()
        caller.list_keys()
    assert sent_tokens(azure_server) == [f"Bearer {TOKEN}", *[f"Bearer {TOKEN}-anew"] * 2]
    first, second = [form(r) for r in azure_server.requests if r.target.endswith("/token")]
    assert first["claims"] == second["claims"]


def test_after_a_401_the_token_of_az_is_sent_again(
    client_kind: str, server: SocketServer, no_path: Path
) -> None:
    """The command has a cache, too, which no program can bypass: its credential refuses claims."""
    install_az(no_path, az_output())
    server.replies.append(failure(401))
    with open_client(client_kind, server.url, azure.identity.AzureCliCredential()) as caller:
        assert type(caller.outcome()) is AuthenticationError
        caller.list_keys()
    assert sent_tokens(server) == [f"Bearer {TOKEN}"] * 2


def test_without_azure_identity_the_error_says_how_to_install_it(
    client_kind: str, server: SocketServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    with open_client(client_kind, server.url, None) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "`pip install 'azureml-serverless-endpoints[identity]'`" in str(outcome)
    assert outcome.attempts == 0
    assert not server.requests


def test_a_refused_sign_in_says_why(client_kind: str, azure_server: SocketServer) -> None:
    body = {"error": "invalid_client", "error_description": "AADSTS7000215: Invalid client secret."}
    azure_server.default_reply = azure_reply(token=respond(401, json.dumps(body).encode()))
    with open_client(client_kind, None, client_secret()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is CredentialError
    assert "AADSTS7000215: Invalid client secret." in str(outcome)
    assert CLIENT_SECRET not in repr(outcome)
