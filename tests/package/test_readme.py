"""The code and the facts of the READMEs are right."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import azure.identity
import httpx
import httpx_aiohttp
import pytest
from azure.core.credentials import AccessToken
from azureml_serverless_endpoints import RetryPolicy, Timeout
from azureml_serverless_endpoints._environment import environment_proxy
from azureml_serverless_endpoints.testing import StandIn

ROOT = Path(__file__).parents[2]
READMES = {name: (ROOT / name).read_text() for name in ("README.md", "generated_client/README.md")}


class SignedIn:
    """The default credential on a machine where a user has signed in."""

    def __init__(self, **options: Any) -> None:
        self.options = options

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken("signed-in", 4_000_000_000)

    def close(self) -> None:
        pass


def blocks(text: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)


def test_the_package_readme_names_the_errors_of_wrong_use() -> None:
    text = " ".join(READMES["generated_client/README.md"].split())
    assert "a wrong use of the package is a `ValueError`, `TypeError` or `RuntimeError`" in text
    assert "Every error is an `APIError`" not in text
    assert "the next call asks the credential for a new one" in text


def test_the_package_readme_has_the_default_attempts_and_times() -> None:
    text = " ".join(READMES["generated_client/README.md"].split())
    assert RetryPolicy().attempts == 4
    assert RetryPolicy().total_time == 60
    assert "A call is sent up to four times within 60 seconds" in text
    assert Timeout().total == 120
    assert "within the `total` of its `Timeout`, 120 seconds by default" in text


def test_no_proxy_works_as_the_package_readme_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = " ".join(READMES["generated_client/README.md"].split())
    assert "`NO_PROXY` lists hosts, such as `example.org`, `localhost:8443` or `[::1]`" in text
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "example.org, localhost:8443, [::1]")
    beside = ("https://example.org", "https://a.example.org", "https://localhost:8443")
    for url in (*beside, "https://[::1]", "https://[::1]:8443"):
        assert environment_proxy(url) is None
    for url in ("https://myexample.org", "https://localhost:8444"):
        assert environment_proxy(url) is not None


@pytest.mark.parametrize("name", READMES)
def test_every_python_block_runs_against_the_stand_in(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each block runs alone, as a reader would paste it into a file."""
    service = StandIn()

    def handle(transport: object, request: httpx.Request) -> httpx.Response:
        return service.handle_request(request)

    async def handle_async(transport: object, request: httpx.Request) -> httpx.Response:
        return await service.handle_async_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    for transport in (httpx.AsyncHTTPTransport, httpx_aiohttp.AiohttpTransport):
        monkeypatch.setattr(transport, "handle_async_request", handle_async)
    monkeypatch.setattr(azure.identity, "DefaultAzureCredential", SignedIn)
    found = blocks(READMES[name], "python")
    assert found
    for block in found:
        exec(compile(block, name, "exec"), {"__name__": "readme"})
    assert service.requests


def test_the_root_readme_gives_the_commands_for_demo_and_tests() -> None:
    commands = [
        line for block in blocks(READMES["README.md"], "console") for line in block.splitlines()
    ]
    assert "python -m pip install nox && python -m nox -s demo" in commands
    assert "python -m nox -s tests" in commands


def test_every_nox_session_named_in_the_readmes_exists() -> None:
    sessions = set(
        re.findall(r"^def (\w+)\(session", (ROOT / "noxfile.py").read_text(), re.MULTILINE)
    )
    named = {name for text in READMES.values() for name in re.findall(r"nox -s ([a-z]\w*)", text)}
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    named |= set(re.findall(r"nox -s ([a-z]\w*)", contributing))
    assert named <= sessions


def test_every_local_link_of_the_readmes_leads_to_a_file() -> None:
    for name, text in READMES.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"
