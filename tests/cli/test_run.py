"""`run`: a program with the keys in its environment, and in no other place."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from azureml_serverless_endpoints.__main__ import main
from azureml_serverless_endpoints.cli import _run
from azureml_serverless_endpoints.cli._codes import Code
from azureml_serverless_endpoints.cli._failures import Failure
from azureml_serverless_endpoints.testing import Server, StandIn

from .conftest import COMMAND, ENDPOINT, PRIMARY, SECONDARY, SUBSCRIPTION, TOKEN, Run

KEYS = {"primaryKey": PRIMARY, "secondaryKey": None}


def start(server: Server, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command as a process of its own, with a token on standard input."""
    options = ["--base-url", server.url, "--token-stdin", "--subscription", SUBSCRIPTION]
    return subprocess.run(
        [*COMMAND, "run", *options, *ENDPOINT, *arguments],
        input=TOKEN,
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, **environment},
        check=False,
    )


@pytest.mark.skipif(os.name == "nt", reason="Windows cannot replace a process")
def test_the_program_takes_the_place_of_the_command(server: Server, tmp_path: Path) -> None:
    """It has the keys, the same process, all signals, and its own end; nothing else is written."""
    script = tmp_path / "show"
    script.write_text(
        "#!/bin/sh\n"
        'echo "$PRIMARY_KEY $SECONDARY_KEY $1"\n'
        "ps -o ppid= -p $$ | tr -d ' '\n"
        "grep SigIgn /proc/$$/status || echo SigIgn: 0000000000000000\n"
        "kill -TERM $$\n"
    )
    script.chmod(0o700)
    done = start(server, "--", str(script), "-n", HOME=str(tmp_path), TMPDIR=str(tmp_path))
    assert done.returncode == -signal.SIGTERM
    keys, parent, ignored = done.stdout.splitlines()
    assert keys == f"{PRIMARY} {SECONDARY} -n"
    assert parent == str(os.getpid())
    # Signal n is bit n - 1. Others may be ignored by whoever runs the tests.
    assert not int(ignored.split()[1], 16) & (1 << signal.SIGPIPE - 1 | 1 << signal.SIGXFSZ - 1)
    assert done.stderr == ""
    assert list(tmp_path.iterdir()) == [script]


@pytest.mark.skipif(os.name == "nt", reason="Windows starts it through a shell")
def test_a_file_that_the_system_cannot_execute_is_exit_code_126(
    server: Server, tmp_path: Path
) -> None:
    program = tmp_path / "program"
    program.write_bytes(b"\x00\x01")
    program.chmod(0o700)
    done = start(server, "--", str(program))
    assert (done.returncode, done.stdout) == (126, "")
    assert "cannot be executed: Exec format error" in done.stderr
    assert PRIMARY not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (
            ["--", "a-program-that-is-nowhere"],
            127,
            "there is no program 'a-program-that-is-nowhere'",
        ),
        (["--", os.sep], 126, f"{os.sep!r} is not a program"),
        (["--", "./nowhere/program"], 127, "there is no program"),
        ([], 125, "-- COMMAND"),
        (["--env", "1A=primaryKey", "--", "true"], 125, "'1A=primaryKey' is not of the form NAME="),
        (["--env", "A", "--", "true"], 125, "not of the form NAME=MEMBER"),
        (["--env", "A=b", "--env", "A=c", "--", "true"], 125, "names A twice"),
        (["-w", "x", "--", sys.executable], 125, "--workspace-name must match"),
        (["-o", "json", "--", "true"], 125, "-o"),
    ],
)
def test_what_fails_before_the_request_sends_nothing(
    run: Run, stand_in: StandIn, arguments: list[str], code: int, words: str
) -> None:
    done = run("run", *ENDPOINT, *arguments)
    assert (done.code, done.out) == (code, "")
    assert words in done.err
    assert not stand_in.requests


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["-n", "nowhere"], "404"),
        (["-n", "no-keys"], "the result holds no value"),
        (["-n", "no-keys", "--env", "KEY=primaryKey"], "the result has no primaryKey"),
        (["--env", "KEY=thirdKey"], "the result has no thirdKey"),
    ],
)
def test_without_keys_no_program_is_started(run: Run, arguments: list[str], words: str) -> None:
    """The exit code differs from those of the program, so a script can tell which one failed."""
    done = run("run", *ENDPOINT, *arguments, "--", sys.executable, "-c", "print('started')")
    assert (done.code, done.out) == (125, "")
    assert words in done.err


def test_the_names_of_variables_can_be_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    """Then there are no others."""
    monkeypatch.setattr(os, "environ", {"PATH": "a", "PRIMARY_KEY": "old"})
    names = _run.parsed_names(["api_key=primaryKey"])
    assert _run.environment(KEYS, names) == {
        "PATH": "a", "PRIMARY_KEY": "old", "api_key": PRIMARY
    }  # fmt: skip


def test_a_key_that_is_absent_does_not_leave_an_older_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two keys of different endpoints would look like a pair."""
    old = {"PATH": "a", "PRIMARY_KEY": "old", "SECONDARY_KEY": "old"}
    monkeypatch.setattr(os, "environ", old)
    assert _run.environment(KEYS, {}) == {"PATH": "a", "PRIMARY_KEY": PRIMARY}


def test_members_with_similar_names_are_not_mixed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "environ", {})
    result = {"key1": PRIMARY, "Key1": SECONDARY}
    assert _run.environment(result, {"A": "Key1", "B": "key1"}) == {"A": SECONDARY, "B": PRIMARY}
    with pytest.raises(Failure, match="'KEY1' would name two variables"):
        _run.environment(result, {})


def test_a_value_that_no_variable_can_hold_is_an_error_without_it() -> None:
    with pytest.raises(Failure, match="PRIMARY_KEY contains a null character") as caught:
        _run.environment({"primaryKey": f"{PRIMARY}\0"}, {})
    assert PRIMARY not in str(caught.value)


def test_windows_waits_and_passes_the_exit_status_on(monkeypatch: pytest.MonkeyPatch) -> None:
    handlers: list[tuple[object, object]] = []
    monkeypatch.setattr(signal, "signal", lambda *handler: handlers.append(handler))
    monkeypatch.setattr(os, "name", "nt")
    code = "import os; raise SystemExit(int(os.environ['CODE']))"
    with pytest.raises(SystemExit) as caught:
        _run.execute(sys.executable, ["python", "-c", code], {**os.environ, "CODE": "7"})
    assert caught.value.code == 7
    assert handlers == [(signal.SIGINT, signal.SIG_IGN)]


def test_only_its_own_failures_have_its_exit_codes(run: Run) -> None:
    """Another subcommand that fails the same way has the code of its kind."""
    assert run("list-keys", *ENDPOINT, "-n", "nowhere").code == Code.NOT_FOUND
    assert main(["run", "--help"]) == 0
