"""The config file of a project: which file is read, and what it gives."""

from __future__ import annotations

import inspect
import json
from pathlib import Path
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import (
    AsyncClient,
    Client,
    EndpointAuthKeys,
    InvalidParameterError,
    SecretStr,
)
from azureml_serverless_endpoints.testing import StandIn

SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
CONFIG = {
    "subscription_id": SUBSCRIPTION,
    "resource_group": "test-rg",
    "workspace_name": "my-aml-workspace",
}
ARGUMENTS = {"resource_group_name": "test-rg", "workspace_name": "my-aml-workspace"}
WORKSPACE = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/test-rg/providers/"
    "Microsoft.MachineLearningServices/workspaces/my-aml-workspace"
)
NAMES = [
    ".azureml/config.json",
    ".azureml/project.json",
    "aml_config/config.json",
    "aml_config/project.json",
    "config.json",
    "project.json",
]


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Make the current folder one with many parents, so that no file of the machine is found."""
    deep = tmp_path.joinpath(*map(str, range(20)))
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    return deep


def write(path: Path, content: Any = CONFIG, **changes: Any) -> Path:
    """Write a config file, and return its path."""
    path.parent.mkdir(exist_ok=True)
    text = content if isinstance(content, str) else json.dumps({**content, **changes})
    path.write_text(text, "utf-8", "surrogateescape")
    return path


def refusal(**options: Any) -> str:
    """Return the message of a config file that cannot be used."""
    with pytest.raises(InvalidParameterError) as caught:
        Client.from_config("token", **options)
    return str(caught.value)


@pytest.mark.anyio
async def test_the_arguments_of_the_file_name_the_resource_of_a_call(folder: Path) -> None:
    """The file gives the client's subscription, and `config` has the other arguments."""
    write(folder / "config.json")
    stand_in = StandIn()
    with Client.from_config("t", http_client=httpx.Client(transport=stand_in)) as client:
        assert client.config == ARGUMENTS
        keys = client.serverless_endpoints.list_keys(**client.config, name="string")
    http_client = httpx.AsyncClient(transport=stand_in)
    async with AsyncClient.from_config("t", http_client=http_client) as async_client:
        assert keys == await async_client.serverless_endpoints.list_keys(
            **async_client.config, name="string"
        )
    assert isinstance(keys, EndpointAuthKeys)
    assert [request.path.rpartition("/serverless")[0] for request in stand_in.requests] == [
        WORKSPACE,
        WORKSPACE,
    ]


def test_an_earlier_name_counts_before_a_nearer_folder(folder: Path) -> None:
    """As in azure-ai-ml: every folder is searched for a name before the next name."""
    for index, name in reversed(list(enumerate(NAMES))):
        # The later the name, the nearer is its folder.
        holder = folder.parents[len(NAMES) - index]
        write(holder / name, workspace_name=f"workspace-{index}")
        config = Client.from_config("token").config
        assert config["workspace_name"] == f"workspace-{index}", name


def test_the_search_ends_after_twenty_parent_folders(folder: Path) -> None:
    write(folder.parents[19] / "config.json")
    assert Client.from_config("token").config == ARGUMENTS
    (folder / "deeper").mkdir()
    assert "leads to no" in refusal(path="deeper")


@pytest.mark.parametrize("is_file", [True, False])
def test_a_path_is_the_file_or_the_folder_to_search(folder: Path, *, is_file: bool) -> None:
    file = write(folder / "there" / ("other.json" if is_file else "config.json"))
    path = file if is_file else str(file.parent)
    assert Client.from_config("token", path=path).config == ARGUMENTS


def test_an_argument_takes_precedence_over_the_file_and_the_file_over_the_environment(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write(folder / "config.json")
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", "of-the-environment")
    assert Client.from_config("token").subscription_id == SUBSCRIPTION
    assert Client.from_config("token", subscription_id="mine").subscription_id == "mine"


@pytest.mark.parametrize("resource_id", [WORKSPACE, WORKSPACE.lower(), f"{WORKSPACE}/datastores/a"])
def test_the_file_can_give_the_resource_id_of_the_workspace(folder: Path, resource_id: str) -> None:
    """Files that azureml-core wrote have the member `Scope`, which counts before the others."""
    write(folder / "config.json", {"Scope": resource_id, "workspace_name": "another"})
    client = Client.from_config("token")
    assert (client.subscription_id, client.config) == (SUBSCRIPTION, ARGUMENTS)


def test_a_byte_order_mark_is_no_part_of_the_content(folder: Path) -> None:
    """Editors of Windows write one."""
    write(folder / "config.json", f"\ufeff{json.dumps(CONFIG)}")
    assert Client.from_config("token").config == ARGUMENTS


def test_a_missing_file_is_an_error_that_names_the_folders(folder: Path) -> None:
    message = refusal()
    assert f"{', '.join(NAMES[:-1])} or {NAMES[-1]} (searched: {folder}, {folder.parent}" in message


def test_a_path_that_does_not_exist_is_not_searched_from(folder: Path) -> None:
    """The file of another project must not be used because of a misspelled path."""
    write(folder / "config.json")
    assert refusal(path="confg.json") == (
        f"from_config: path must be a file or a folder that exists, not {folder / 'confg.json'}"
    )


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        ('{"a": hunter2}', "which is not valid JSON (line 1, column 7); correct it"),
        ('{"a": "\udcff"}', "which is not JSON in UTF-8; save it as UTF-8"),
        *(
            (text, "which has a number too long or is nested too deeply; correct it")
            for text in ("[" * 100_000, f'{{"a": {"9" * 5000}}}')
        ),
        ('["hunter2"]', "which is not a JSON object; pass the path of another file"),
        (
            {"password": "hunter2"},
            "which has no text for subscription_id, resource_group, workspace_name; add it, or "
            "pass the path of another file",
        ),
        (
            {**CONFIG, "workspace_name": 5, "resource_group": ""},
            "which has no text for resource_group, workspace_name; add it, or pass the path of "
            "another file",
        ),
        *(
            (
                {**CONFIG, "Scope": scope},
                "whose Scope is not of the form /subscriptions/{subscription_id}/resourceGroups/"
                "{resource_group_name}/providers/Microsoft.MachineLearningServices/workspaces/"
                "{workspace_name}; correct it",
            )
            for scope in (f"/hunter2{WORKSPACE}", WORKSPACE.replace("/test-rg", "/"), 5)
        ),
    ],
)
def test_a_file_of_another_kind_is_refused_without_its_content(
    folder: Path, content: Any, problem: str
) -> None:
    """The content may hold secrets: it is in no message and in no frame that a reporter prints."""
    file = write(folder / "config.json", content)
    with pytest.raises(InvalidParameterError) as caught:
        Client.from_config("token")
    assert str(caught.value) == f"from_config: path leads to {file}, {problem}"
    error = caught.value
    assert error.__cause__ is None
    assert error.__context__ is None
    frames = [entry.frame for entry in caught.traceback][1:]
    assert "hunter2" not in repr([frame.f_locals for frame in frames])


def test_a_file_that_cannot_be_read_is_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = write(folder / "config.json")

    def read_text(*_: Any, **__: Any) -> str:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "read_text", read_text)
    assert refusal() == (
        f"from_config: path leads to {file}, which cannot be read: Permission denied"
    )


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_every_argument_of_the_client_is_passed_on(folder: Path, kind: Any) -> None:
    write(folder / "config.json")
    passed: dict[str, Any] = {}

    class Recorder(kind):  # type: ignore[misc]
        def __init__(self, *arguments: Any, **options: Any) -> None:
            passed.update(options, credential=arguments[0])

    names = [name for name in inspect.signature(kind).parameters if name != "self"]
    wanted = {name: object() for name in names} | {"credential": SecretStr("token")}
    Recorder.from_config(**wanted)
    assert passed == wanted
    assert [*inspect.signature(kind.from_config).parameters] == [names[0], "path", *names[1:]]


def test_only_a_client_from_a_config_file_has_its_arguments() -> None:
    with pytest.raises(AttributeError, match="only a client that from_config made has it"):
        _ = Client("token").config
