"""What the command says when it fails, and its exit codes."""

from __future__ import annotations

import logging
import sys
from typing import Any

import pytest
from azureml_serverless_endpoints import __main__, errors
from azureml_serverless_endpoints.cli import _codes, _failures
from azureml_serverless_endpoints.testing import Server, StandIn

from .conftest import ENDPOINT, PRIMARY, SUBSCRIPTION, TOKEN, Run

PREFIX = "azureml-serverless-endpoints: "


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (400, 1, "400"),
        (409, 1, "409"),
        (404, 3, "Check each name"),
        (401, 4, "401"),
        (403, 4, "serverlessEndpoints/listKeys/action"),
        (429, 6, "429"),
        (500, 6, "500"),
        (503, 6, "503"),
    ],
)
def test_each_kind_of_failure_has_its_exit_code(
    run: Run, stand_in: StandIn, status: int, code: int, words: str
) -> None:
    """With one line on standard error that says what to do, and nothing on standard output."""
    # The wait that this asks for exceeds the timeout, so that nothing is tried again.
    stand_in.fail(status, times=None, headers={"Retry-After": "60"})
    done = run("list-keys", *ENDPOINT, "--timeout", "20", "-o", "json")
    assert (done.code, done.out) == (code, "")
    assert done.err.startswith(PREFIX)
    assert done.err.count("\n") == 1
    assert words in done.err
    stand_in.reset()


def test_no_response_is_exit_code_5(run: Run, unused_port: int) -> None:
    url = f"http://127.0.0.1:{unused_port}"
    done = run("list-keys", *ENDPOINT, "--base-url", url, "--timeout", "0.5")
    assert (done.code, done.out) == (5, "")
    assert str(unused_port) in done.err


@pytest.mark.deviates("the response is cut")
def test_a_response_that_is_not_json_is_exit_code_1(run: Run, stand_in: StandIn) -> None:
    stand_in.fail(200, body=f'{{"primaryKey": "{PRIMARY}', headers={"Content-Type": "text/plain"})
    done = run("list-keys", *ENDPOINT, "-o", "json", "--debug")
    assert done.code == 1
    assert "not valid JSON" in done.err
    assert PRIMARY not in done.shown


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--colour",), "--colour"),
        (("extra",), "unexpected argument 'extra'; ids follow --ids"),
        (("-o", "yaml"), "'yaml' is not one of"),
        (("--cloud", "Azure"), "'Azure' is not one of"),
        (("-w", "x"), "--workspace-name must match ^["),
        (("-n", ".."), "--name must "),
        (("-w", "x", "-n", ""), "--workspace-name must match ^"),
        (("--subscription", ""), "--subscription must have at least 1 character"),
        (("--api-version", ""), "--api-version must have at least 1 character"),
        (("--base-url", "ftp://a"), "--base-url must be https"),
        (("--base-url", "http://example.com"), "plain http is allowed only for localhost"),
        (("--scope", "a b"), "--scope must be"),
        (("--timeout", "0"), "--timeout: must be above 0"),
        (("--timeout", "soon"), "'soon' is not a valid float"),
        (("--query", "a["), "--query: "),
        (("--query", "nope(@)"), "--query: "),
    ],
)
def test_wrong_usage_is_exit_code_2_and_sends_nothing(
    run: Run, stand_in: StandIn, options: tuple[str, ...], words: str
) -> None:
    done = run("list-keys", *ENDPOINT, *options)
    assert (done.code, done.out) == (2, "")
    assert done.err.startswith(PREFIX)
    assert words in done.err
    assert done.err.count("\n") == 1
    assert not stand_in.requests


def test_all_missing_options_are_named_at_once(
    run: Run, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn
) -> None:
    monkeypatch.delenv("AZURE_SUBSCRIPTION_ID")
    done = run("list-keys")
    assert done.code == 2
    for words in ("--resource-group", "AZURE_DEFAULTS_GROUP", "--name", "AZURE_SUBSCRIPTION_ID"):
        assert words in done.err
    assert not stand_in.requests


def test_values_come_from_the_environment_unless_an_option_gives_them(
    run: Run, monkeypatch: pytest.MonkeyPatch, stand_in: StandIn
) -> None:
    monkeypatch.setenv("AZURE_DEFAULTS_GROUP", "other-rg")
    monkeypatch.setenv("AZURE_DEFAULTS_WORKSPACE", "my-aml-workspace")
    done = run("list-keys", "-n", "ep", "-g", "test-rg", "-o", "tsv", "--debug")
    assert done.code == 0
    assert (
        "debug: --workspace-name is 'my-aml-workspace', from AZURE_DEFAULTS_WORKSPACE" in done.err
    )
    assert "other-rg" not in done.err
    done = run("list-keys", "-n", "ep")
    assert done.code == 3
    assert "--resource-group is 'other-rg', from AZURE_DEFAULTS_GROUP" in done.err
    assert "/resourceGroups/other-rg/" in stand_in.requests[-1].path


@pytest.mark.parametrize(
    ("token", "words"),
    [
        ("", "standard input is empty"),
        (" \n", "standard input is empty"),
        ('{"accessToken": "abcdefgh"}', "not a token alone"),
        ("a" * 70_000, "not a token alone"),
        ("Bearer abcdefgh", "remove a prefix such as"),
    ],
)
def test_a_token_that_is_none_is_refused(run: Run, token: str, words: str) -> None:
    done = run("list-keys", *ENDPOINT, token=token)
    assert done.code in {2, 4}
    assert words in done.err
    assert "abcdefgh" not in done.err


def test_a_token_of_a_windows_file_is_accepted(run: Run, stand_in: StandIn) -> None:
    assert run("list-keys", *ENDPOINT, token=f"\ufeff{TOKEN}\r\n").code == 0
    assert stand_in.requests[-1].headers["authorization"] == f"Bearer {TOKEN}"


def test_a_function_of_the_query_that_fails_shows_no_key(run: Run) -> None:
    """The message of jmespath contains the value."""
    done = run("list-keys", *ENDPOINT, "--query", "sum(primaryKey)", "-o", "json", "--debug")
    assert (done.code, done.out) == (1, "")
    assert "--query: a function" in done.err
    assert PRIMARY not in done.shown


def test_debug_shows_requests_and_no_secret(run: Run) -> None:
    done = run("list-keys", *ENDPOINT, "--debug")
    assert done.code == 0
    assert "POST" in done.err
    assert PRIMARY not in done.shown


def test_an_error_of_the_command_itself_shows_no_text(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its text could hold a key."""

    def broken(result: Any) -> Any:
        raise ValueError(PRIMARY)

    monkeypatch.setattr("azureml_serverless_endpoints.cli._output.plain", broken)
    done = run("list-keys", *ENDPOINT, "-o", "json", "--debug")
    assert (done.code, done.out) == (1, "")
    assert "unexpected ValueError in " in done.err
    assert PRIMARY not in done.shown


def test_the_help_lists_every_exit_code(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["-h"], ["list-keys", "--help"]):
        assert __main__.main(arguments) == 0
        shown = capsys.readouterr().out
        for code, text in _codes.HELP:
            assert f"{code:<4d}{text}" in shown
    assert {code for code, _ in (*_codes.HELP, *_codes.RUN_HELP)} == set(_codes.Code)
    assert __main__.main(["run", "--help"]) == 0
    shown = capsys.readouterr().out
    assert all(f"  {code:<4d}{text}" in shown for code, text in _codes.RUN_HELP)


def test_every_error_of_a_call_has_an_exit_code() -> None:
    """Only those that no script treats in its own way share the code 1."""
    general = {
        name
        for name in errors.__all__
        if isinstance(kind := getattr(errors, name), type)
        and issubclass(kind, errors.APIError)
        and _failures.code_of(kind.__new__(kind)) is _codes.Code.FAILED
    }
    assert general == {
        "APIError", "APIResponseError", "APIStatusError", "BadRequestError", "ConflictError"
    }  # fmt: skip


def test_without_the_extra_the_command_says_how_to_install_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(__main__, "_NEEDED", ("click", "a_missing_module"))
    assert __main__.main(["list-keys"]) == 2
    assert "pip install 'azureml-serverless-endpoints[cli]'" in capsys.readouterr().err
    assert __main__.main(["--version"]) == 0


def test_without_a_token_the_message_names_the_option(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: Server
) -> None:
    """The extra `identity` may be missing."""
    monkeypatch.setitem(sys.modules, "azure.identity", None)
    options = ["--subscription", SUBSCRIPTION, "--base-url", server.url, "--scope", "any"]
    assert __main__.main(["list-keys", *ENDPOINT, *options]) == 4
    err = capsys.readouterr().err
    assert "[identity]'`, or pipe a token to `--token-stdin` [resource " in err
    assert err.count("--token-stdin") == 1


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--api-version", "2020-01-01"), "check `--api-version`."),
        (("--base-url", "http://127.0.0.1:1"), "check the port of `--base-url`."),
    ],
)
def test_advice_names_options_and_not_arguments_of_python(
    run: Run, options: tuple[str, ...], words: str
) -> None:
    assert words in run("list-keys", *ENDPOINT, "--timeout", "5", *options).err


def test_without_a_token_azure_identity_signs_in_and_logs_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], server: Server
) -> None:
    """Its own log would print the failure a second time."""

    class Refused:
        def __init__(self, **_: object) -> None:
            pass

        def get_token(self, *_: object, **__: object) -> object:
            logging.getLogger("azure.identity").warning("a wall of text")
            raise ValueError("nobody has signed in")

        def close(self) -> None:
            pass

    monkeypatch.setattr("azure.identity.DefaultAzureCredential", Refused)
    options = ["--subscription", SUBSCRIPTION, "--base-url", server.url, "--scope", "any"]
    assert __main__.main(["list-keys", *ENDPOINT, *options]) == 4
    err = capsys.readouterr().err
    assert "nobody has signed in" in err
    assert "a wall of text" not in err
    assert err.count("\n") == 1
