"""Values from a workspace's config.json: after options and the environment, and only if needed."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from azureml_serverless_endpoints.testing import StandIn

from .conftest import PRIMARY, SUBSCRIPTION, Run

CONTENT = {
    "subscription_id": SUBSCRIPTION,
    "resource_group": "test-rg",
    "workspace_name": "my-aml-workspace",
}

Write = Callable[[object], Path]


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Write:
    """Return a function that writes the file of a project, in which the command then runs."""
    inside = tmp_path / "src" / "deep"
    inside.mkdir(parents=True)
    monkeypatch.chdir(inside)

    def write(content: object) -> Path:
        path = tmp_path / ".azureml" / "config.json"
        path.parent.mkdir(exist_ok=True)
        path.write_text(content if isinstance(content, str) else json.dumps(content))
        monkeypatch.delenv("AZURE_SUBSCRIPTION_ID", raising=False)
        return path

    return write


def test_it_gives_all_but_the_name(run: Run, config: Write) -> None:
    path = config(CONTENT)
    done = run("list-keys", "-n", "ep", "-o", "tsv", "--query", "primaryKey", "--debug")
    assert (done.code, done.out) == (0, f"{PRIMARY}\n")
    assert f"debug: --resource-group is 'test-rg', from {path}" in done.err


def test_options_and_the_environment_count_before_it(
    run: Run, config: Write, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn
) -> None:
    config({**CONTENT, "workspace_name": "of-the-file"})
    monkeypatch.setenv("AZURE_DEFAULTS_GROUP", "of-the-environment")
    assert run("list-keys", "-n", "ep", "--subscription", "of-the-option").code == 3
    path = stand_in.requests[-1].path
    assert path.split("/")[2] == "of-the-option"
    assert "/resourceGroups/of-the-environment/" in path
    assert "/workspaces/of-the-file/" in path


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("{", "config.json, which is not valid JSON (line 1, column 2); correct it"),
        ({"name": "a-web-app"}, "has no text for subscription_id, resource_group, workspace_name"),
        ([], "which is not a JSON object"),
    ],
)
def test_a_file_that_cannot_be_used_is_an_error_only_if_it_is_needed(
    run: Run, config: Write, stand_in: StandIn, content: object, words: str
) -> None:
    path = config(content)
    done = run("list-keys", "-n", "ep")
    assert (done.code, done.out) == (2, "")
    assert (
        "missing: --resource-group (or the environment variable AZURE_DEFAULTS_GROUP, or "
        in done.err
    )
    assert words in done.err
    assert not stand_in.requests
    given = ["-g", "test-rg", "-w", "my-aml-workspace", "--subscription", SUBSCRIPTION]
    assert run("list-keys", "-n", "ep", *given).code == 0
    done = run("list-keys", "-n", "ep", *given, "--config-file", str(path))
    assert done.code == 2
    assert done.err.startswith("azureml-serverless-endpoints: --config-file leads to")


def test_a_file_that_may_not_be_read_is_named(
    run: Run, config: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = config(CONTENT)

    def denied(*_: object, **__: object) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", denied)
    done = run("list-keys", "-n", "ep")
    assert done.code == 2
    assert f"{path}, which cannot be read: Permission denied" in done.err


def test_a_folder_that_is_named_is_where_the_search_starts(
    run: Run, config: Write, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = config(CONTENT).parent.parent
    monkeypatch.chdir("/")
    assert run("list-keys", "-n", "ep").code == 2
    assert run("list-keys", "-n", "ep", "--config-file", str(folder)).code == 0
    done = run("list-keys", "-n", "ep", "--config-file", str(tmp_path / "nowhere"))
    assert done.code == 2
    assert "--config-file must be a file or a folder that exists" in done.err
