"""The command of another document: all operations of the endpoint group, with bodies and enums."""

from __future__ import annotations

import importlib
import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from generator.document.yaml import load
from generator.model.command import SHARED
from tests.generated_packages import Importer
from tests.small_documents import ROOT, operation, two

DOCUMENT = ROOT / "tests" / "documents" / "serverless-endpoint-group.yaml"
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
WORKSPACE = ["-g", "test-rg", "--workspace-name", "my-aml-workspace"]
ENDPOINT = [*WORKSPACE, "--name", "my-endpoint"]
RESOURCE = {"location": "westeurope", "properties": {"authMode": "Key"}}
UPDATED = {**RESOURCE, "tags": {"team": "a"}}
RESPONSES = {
    "ServerlessEndpoints_List": {"value": [RESOURCE]},
    "ServerlessEndpoints_CreateOrUpdate": RESOURCE,
    "ServerlessEndpoints_Update": UPDATED,
    "ServerlessEndpoints_ListKeys": {"primaryKey": "first-key", "secondaryKey": None},
    "ServerlessEndpoints_RegenerateKeys": {"primaryKey": "second-key"},
}

Run = Callable[..., tuple[int, str, str]]


def command_of(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Run:
    """Return a function that runs the command of a package."""
    main = importlib.import_module(f"{package.__name__}.__main__").main

    def run(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
        code = main(list(arguments))
        return code, *capsys.readouterr()

    return run


@pytest.fixture
def package(imported: Importer) -> ModuleType:
    """Import the package of the service's whole endpoint group."""
    return imported(load(DOCUMENT))


@pytest.fixture
def run(
    package: ModuleType, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Iterator[Run]:
    """Yield a function that runs a subcommand against a server with one endpoint."""
    testing = importlib.import_module(f"{package.__name__}.testing")
    stand_in = testing.StandIn()
    for operation_id, body in RESPONSES.items():
        names = {} if operation_id.endswith("_List") else {"name": "my-endpoint"}
        stand_in.add(operation_id, names, body)
    call = command_of(package, monkeypatch, capsys)
    with testing.serve(stand_in) as server:

        def run(name: str, *arguments: str) -> tuple[int, str, str]:
            options = ["--base-url", server.url, "--token-stdin", "--subscription", SUBSCRIPTION]
            return call(name, *options, *arguments, stdin="token")

        yield run


def test_every_operation_is_a_subcommand(run: Run, tmp_path: Path) -> None:
    """Also those with bodies, an array of items as the result, or none."""
    assert run("list", *WORKSPACE)[:2] == (0, "Location\n----------\nwesteurope\n")
    code, out, _ = run("get", *ENDPOINT, "-o", "json")
    assert (code, json.loads(out)["kind"]) == (0, "string")
    body = tmp_path / "body.json"
    body.write_text(json.dumps(RESOURCE))
    code, out, _ = run("create-or-update", *ENDPOINT, "--body", f"@{body}", "-o", "json")
    assert (code, json.loads(out)) == (0, RESOURCE)
    change = '{"tags": {"team": "a"}}'
    query = ["--query", "tags.team", "-o", "tsv"]
    assert run("update", *ENDPOINT, "--if-match", "*", "--body", change, *query) == (0, "a\n", "")
    assert run("delete", *ENDPOINT) == (0, "", "")
    code, out, _ = run("list-keys", *ENDPOINT)
    assert (code, out.split()[-1]) == (0, "**********")
    keys = ["--body", '{"keyType": "Primary"}', "-o", "env"]
    assert run("regenerate-keys", *ENDPOINT, *keys) == (0, "PRIMARY_KEY=second-key\n", "")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ('{"keyType": 5}', "--body: keyType should be "),
        ("{", "--body: is not valid JSON"),
        ("word", "--body: should be an object"),
        ("@nowhere.json", "--body: the file 'nowhere.json' cannot be read: No such file"),
        ("[" * 5000, "--body: is not valid JSON"),
        ("[" * 500 + "]" * 500, "--body: is nested too deeply"),
    ],
)
def test_a_wrong_body_is_refused_before_it_is_sent(run: Run, body: str, words: str) -> None:
    code, out, err = run("regenerate-keys", *ENDPOINT, "--body", body)
    assert (code, out) == (2, "")
    assert words in err


def test_a_token_and_a_body_cannot_share_standard_input(run: Run) -> None:
    code, _, err = run("regenerate-keys", *ENDPOINT, "--body", "-")
    assert code == 2
    assert "--token-stdin and --body - exclude each other, because both read" in err


def test_values_have_the_types_of_the_document(
    imported: Importer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Numbers, enums, dates, arrays, and secrets, which are read from a file only."""
    schemas: dict[str, Any] = {
        "count": {"type": "integer", "maximum": 5},
        "flag": {"type": "boolean"},
        "kind": {"type": "string", "enum": ["big", "small"]},
        "day": {"type": "string", "format": "date"},
        "tags": {"type": "array", "items": {"type": "string"}},
        "either": {"anyOf": [{"type": "integer"}, {"type": "string"}]},
        "output": {"type": "string"},
    }
    parameters: list[Any] = [
        {"name": name, "in": "query", "schema": schema} for name, schema in schemas.items()
    ]
    parameters.append(
        {"name": "X-Key", "in": "header", "schema": {"type": "string"}, "x-ms-secret": True}
    )
    package = imported(operation(operationId="Things_Get", parameters=parameters))
    sent: list[Any] = []
    operations = importlib.import_module(f"{package.__name__}.api.things").ThingsOperations
    monkeypatch.setattr(operations, "get", lambda self, **given: sent.append(given))
    run = command_of(package, monkeypatch, capsys)
    options = "--count 3 --flag true --kind big --day 2026-01-02 --tags a --tags b --either word"
    base = ["--base-url", "http://localhost"]
    given_options = [*options.split(), "--output-value", "x", "--x-key", "-"]
    assert run("get", *base, *given_options, stdin="k\n") == (0, "", "")
    (given,) = sent
    assert repr(given.pop("x_key")) == "SecretStr('**********')"
    assert given["kind"].value == "big"
    assert str(given.pop("day")) == "2026-01-02"
    del given["kind"]
    assert given == {
        "count": 3, "flag": True, "tags": ["a", "b"], "either": "word", "output": "x"
    }  # fmt: skip
    for wrong, words in (
        (["--count", "x"], "--count: should be an integer"),
        (["--kind", "red"], "--kind: should be a value of"),
        (["--day", "soon"], "--day: should be a date"),
        (["--x-key", "my-secret"], "--x-key takes @FILE, or - for standard input"),
    ):
        code, _, err = run("get", *base, *wrong)
        assert code == 2
        assert words in err
        assert "my-secret" not in err


def test_several_groups_are_subcommands_of_their_own(
    imported: Importer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    package = imported(two({"operationId": "Books_Get"}, {"operationId": "Members_Get"}))
    run = command_of(package, monkeypatch, capsys)
    assert "books" in run()[1]
    assert run("members", "get", "--help")[0] == 0
    code, _, err = run("members")
    assert code == 2
    assert "missing command; see `town-library members --help`" in err
    assert err.count("\n") == 1


def test_the_options_that_the_generator_reserves_are_those_of_every_subcommand(
    package: ModuleType,
) -> None:
    """A document cannot use them for its own parameters."""
    application = importlib.import_module(f"{package.__name__}.cli._application")
    facts = importlib.import_module(f"{package.__name__}.cli._commands")
    own = {flag for command in facts.COMMANDS for one in command.options for flag in one.flags}
    root = application._application()
    flags = {
        flag
        for command in (root, *root.commands.values())
        for parameter in command.params
        for flag in parameter.opts
        if flag.startswith("-")
    }
    assert (flags | {"-h", "--help"}) - (own - {"--body"}) == set(SHARED)


def test_a_secret_may_come_from_the_environment_and_is_not_shown(
    imported: Importer, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Only the command line is visible to others."""
    key = {
        "name": "X-Key",
        "in": "header",
        "required": True,
        "schema": {"type": "string"},
        "x-ms-secret": True,
        "x-sdk-option-environment": "SHOP_KEY",
    }
    package = imported(operation(operationId="Things_Get", parameters=[key]))
    sent: list[Any] = []
    operations = importlib.import_module(f"{package.__name__}.api.things").ThingsOperations
    monkeypatch.setattr(operations, "get", lambda self, **given: sent.append(given))
    monkeypatch.setenv("SHOP_KEY", "my-secret")
    run = command_of(package, monkeypatch, capsys)
    code, out, err = run("get", "--base-url", "http://localhost", "--debug")
    assert (code, out) == (0, "")
    assert sent[0]["x_key"].get_secret_value() == "my-secret"
    assert "--x-key is hidden, from SHOP_KEY" in err
    assert "my-secret" not in err
