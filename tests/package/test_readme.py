"""The code and the facts of the READMEs are right."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from azureml_serverless_endpoints import RetryPolicy, Timeout
from azureml_serverless_endpoints._environment import settings

from generator.config import read_config
from tests.samples import Reader, blocks, sessions

ROOT = Path(__file__).parents[2]
READMES = {name: (ROOT / name).read_text() for name in ("README.md", "generated_client/README.md")}

#: The config file of a workspace.
CONFIG = {
    "subscription_id": "00000000-1111-2222-3333-444444444444",
    "resource_group": "test-rg",
    "workspace_name": "my-aml-workspace",
}


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


def test_no_proxy_works_as_the_documentation_says(monkeypatch: pytest.MonkeyPatch) -> None:
    text = (ROOT / "docs" / "how-to" / "proxies.md").read_text("utf-8")
    assert "hosts without a proxy, such as `example.org`, `localhost:8443` or `[::1]`" in text
    monkeypatch.setenv("ALL_PROXY", "http://proxy.example:8080")
    monkeypatch.setenv("NO_PROXY", "example.org, localhost:8443, [::1]")
    beside = ("https://example.org", "https://a.example.org", "https://localhost:8443")
    for url in (*beside, "https://[::1]", "https://[::1]:8443"):
        assert settings(url).proxy is None
    for url in ("https://myexample.org", "https://localhost:8444"):
        assert settings(url).proxy is not None


def test_the_package_readme_leads_with_the_site_the_installation_a_call_and_the_command() -> None:
    text = READMES["generated_client/README.md"]
    urls = read_config(ROOT / "generator" / "config.yaml").urls
    lead = [
        urls["Documentation"],
        "pip install",
        "list_keys(",
        "azureml-serverless-endpoints list-keys",
    ]
    places = [text.index(part) for part in lead]
    assert places == sorted(places)
    assert text[: places[-1]].count("\n") < 50


@pytest.mark.parametrize("name", READMES)
def test_a_readme_names_what_people_search_for(name: str) -> None:
    """The names that other tools give the operation."""
    text = " ".join(READMES[name].split())
    assert "`az ml serverless-endpoint get-credentials`" in text
    assert "get_keys`" in text


@pytest.mark.parametrize("name", READMES)
def test_every_block_of_a_readme_works(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reader = Reader(tmp_path, monkeypatch)
    (tmp_path / "config.json").write_text(json.dumps(CONFIG))
    found = [block for block in blocks(READMES[name]) if block.language != "mermaid"]
    for block in found:
        reader.follow(block)
    assert reader.service.requests


def test_the_root_readme_gives_the_commands_for_demo_and_tests() -> None:
    commands = [
        line
        for block in blocks(READMES["README.md"])
        if block.language == "console"
        for line in block.text.splitlines()
    ]
    assert "python -m pip install nox && python -m nox -s demo" in commands
    assert "python -m nox -s tests" in commands


def test_every_nox_session_named_in_the_readmes_exists() -> None:
    named = {name for text in READMES.values() for name in re.findall(r"nox -s ([a-z]\w*)", text)}
    contributing = (ROOT / "CONTRIBUTING.md").read_text()
    named |= set(re.findall(r"nox -s ([a-z]\w*)", contributing))
    assert named <= sessions()


def test_every_local_link_of_the_readmes_leads_to_a_file() -> None:
    for name, text in READMES.items():
        for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", text):
            assert ((ROOT / name).parent / target).exists(), f"{name}: {target}"
