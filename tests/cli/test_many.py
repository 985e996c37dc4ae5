"""Many resources in the shell: a line for each, the progress, Ctrl-C, and going on after an end."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import azure.identity
import pytest
from azure.core.credentials import AccessToken
from azureml_serverless_endpoints.__main__ import main
from azureml_serverless_endpoints.cli._many import Interrupts, Progress
from azureml_serverless_endpoints.testing import Server, StandIn

from .conftest import COMMAND, OPERATION, PRIMARY, SECONDARY, SUBSCRIPTION, TOKEN, Done, Run
from .test_process import terminal

NAME = "azureml-serverless-endpoints"


def endpoint(name: str) -> str:
    """Return the id of an endpoint."""
    return (
        f"/subscriptions/{SUBSCRIPTION}/resourceGroups/test-rg/providers"
        "/Microsoft.MachineLearningServices/workspaces/my-aml-workspace"
        f"/serverlessEndpoints/{name}"
    )


NAMES = [f"many{number}" for number in range(5)]
IDS = [endpoint(name) for name in NAMES]


@pytest.fixture
def stand_in(server: Server, stand_in: StandIn) -> StandIn:
    """Return the stand-in with some more endpoints."""
    for name in NAMES:
        keys = {"primaryKey": PRIMARY, "secondaryKey": SECONDARY}
        stand_in.add(OPERATION, {"name": name}, keys)
    return stand_in


class SignedIn:
    """The default credential on a machine where a user has signed in."""

    def __init__(self, **options: Any) -> None:
        pass

    def get_token(self, *scopes: str, **options: Any) -> AccessToken:
        return AccessToken(TOKEN, 4_000_000_000)

    def close(self) -> None:
        pass


@pytest.fixture
def piped(
    server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., Done]:
    """Return a function that runs `list-keys --ids -` with a text on standard input."""
    monkeypatch.setattr(azure.identity, "DefaultAzureCredential", SignedIn)

    def run(text: str, *arguments: str, encoding: str = "utf-8") -> Done:
        monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(text.encode(encoding))))
        options = ["--base-url", server.url, "--scope", "https://scope.example/.default"]
        code = main(["list-keys", *options, "--ids", "-", *arguments])
        return Done(code, *capsys.readouterr())

    return run


def lines(done: Done) -> dict[str, Any]:
    """Return the outcomes by id; each id has one line."""
    found = [json.loads(line) for line in done.out.splitlines()]
    by_id = {one.pop("id"): one for one in found}
    assert len(by_id) == len(found)
    return by_id


def called(stand_in: StandIn) -> list[str]:
    """Return the names of the endpoints whose keys were listed, sorted."""
    return sorted(request.path.split("/")[-2] for request in stand_in.requests)


# --- Output ---


def test_each_id_has_a_line_and_keys_are_masked_by_default(run: Run, stand_in: StandIn) -> None:
    done = run("list-keys", "--ids", *IDS)
    assert (done.code, done.err) == (0, "")
    masked = {"primaryKey": "*" * 10, "secondaryKey": "*" * 10}
    assert lines(done) == {id_: {"result": masked} for id_ in IDS}
    assert called(stand_in) == NAMES


def test_json_and_a_query_print_keys(run: Run, stand_in: StandIn) -> None:
    done = run("list-keys", "--ids", *IDS[:2], "-o", "json")
    keys = {"primaryKey": PRIMARY, "secondaryKey": SECONDARY}
    assert lines(done) == {id_: {"result": keys} for id_ in IDS[:2]}
    done = run("list-keys", "--ids", *IDS[:2], "-o", "json", "--query", "primaryKey")
    assert lines(done) == {id_: {"result": PRIMARY} for id_ in IDS[:2]}


@pytest.mark.parametrize(
    "text",
    [
        "\n".join(IDS),
        "\r\n".join(["", *IDS, "  ", ""]),
        "\ufeff" + "\n".join(f"\t{id_} " for id_ in IDS),
        "\n".join([*IDS, *IDS, *map(str.upper, IDS)]),
        json.dumps(IDS, indent=2),
    ],
    ids=["lines", "windows", "spaces", "duplicates", "json"],
)
def test_ids_come_from_standard_input_in_every_form(
    piped: Callable[..., Done], stand_in: StandIn, text: str
) -> None:
    """As az and Resource Graph print them, also in JSON, and as Windows ends lines."""
    done = piped(text)
    assert (done.code, done.err, sorted(lines(done))) == (0, "", IDS)
    assert called(stand_in) == NAMES


def test_a_failure_has_a_line_too_and_stops_no_other(run: Run, stand_in: StandIn) -> None:
    ids = [*IDS, endpoint("missing"), "wrong"]
    done = run("list-keys", "--ids", *ids, "-o", "json")
    found = lines(done)
    assert sorted(id_ for id_ in found if "result" in found[id_]) == IDS
    missing, wrong = found[endpoint("missing")]["error"], found["wrong"]["error"]
    assert (missing["exitCode"], missing["status"], missing["code"]) == (3, 404, "ResourceNotFound")
    assert (wrong["exitCode"], wrong["status"], wrong["code"]) == (2, None, None)
    assert wrong["message"].startswith("--ids must begin with `/subscriptions/`")
    assert done.code == 1
    assert done.err == f"{NAME}: 2 of 7 failed; their lines have an error\n"


def test_failures_of_one_kind_have_its_exit_code(run: Run, stand_in: StandIn) -> None:
    done = run("list-keys", "--ids", endpoint("missing"), endpoint("gone"), IDS[0])
    assert done.code == 3


def test_without_a_token_nothing_is_tried_for_the_others(
    piped: Callable[..., Done], stand_in: StandIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    def get_token(*_: Any, **__: Any) -> AccessToken:
        raise OSError("no sign-in")

    monkeypatch.setattr(SignedIn, "get_token", get_token)
    done = piped("\n".join(IDS))
    assert (done.code, done.out) == (4, "")
    assert "no token" in done.err
    assert done.err.count("\n") == 1
    assert called(stand_in) == []


def test_files_of_windows_are_read(piped: Callable[..., Done], stand_in: StandIn) -> None:
    """PowerShell writes UTF-16, and joined files have byte order marks inside."""
    assert sorted(lines(piped("\r\n".join(IDS), encoding="utf-16"))) == IDS
    assert sorted(lines(piped("\ufeff" + "\r\n\ufeff".join([*IDS, ""])))) == IDS


# --- Wrong use ---


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--ids", *IDS, "-o", "tsv"), "-o tsv is for one id; use -o json, a line for each"),
        (("--ids", *IDS, "-o", "env"), "-o env is for one id"),
        (("--ids", IDS[0], IDS[1], "-n", "ep"), "--ids and --name exclude each other"),
        (("--ids", "-"), "--token-stdin and --ids - exclude each other"),
        (("--ids", IDS[0], "-"), "--token-stdin and --ids - exclude each other"),
        (("--resume", "file", "-n", "ep"), "--resume is for --ids"),
        (("--ids", " ", "\n"), "--ids is blank; pass the id of a resource"),
        (("--ids", "--debug", IDS[0]), "--ids takes the option --debug for an id"),
        (("--ids", IDS[0], "--resume", "/no/such/folder/file"), "cannot be used: No such file"),
        (("--ids", IDS[0], "--resume", "/"), "/: is not a file; pass the name of a file"),
        (("--ids", IDS[0], "--resume", "/dev/null"), "/dev/null: is not a file"),
        (("--ids", IDS[0], "--resume", ""), "'': is not a file"),
        (("--ids", IDS[0], "--resume", "-"), "-: is not a file"),
    ],
)
def test_wrong_use_is_one_line_and_exit_code_2(
    run: Run, stand_in: StandIn, arguments: tuple[str, ...], words: str
) -> None:
    done = run("list-keys", *arguments)
    assert (done.code, done.out, called(stand_in)) == (2, "", [])
    assert words in done.err
    assert done.err.count("\n") == 1


@pytest.mark.parametrize("text", ["", "\n \r\n", "[]"])
def test_standard_input_without_an_id_is_refused(piped: Callable[..., Done], text: str) -> None:
    done = piped(text)
    assert (done.code, done.out) == (2, "")
    assert done.err == f"{NAME}: standard input is blank; pass the id of a resource\n"


def test_run_takes_one_id(run: Run, stand_in: StandIn) -> None:
    done = run("run", "--ids", f"{IDS[0]} {IDS[1]}", "--", "true")
    assert done.code == 125
    assert "--ids takes one id here" in done.err


# --- Going on ---


def test_a_run_goes_on_where_it_ended(run: Run, stand_in: StandIn, tmp_path: Path) -> None:
    """With the ids that failed or were not tried. The file holds no key."""
    file = tmp_path / "run"
    options = ("--resume", str(file), "-o", "json", "--ids", *IDS)
    stand_in.fail(403)
    first = run("list-keys", *options)
    assert first.code == 4
    assert f"{NAME}: 1 of 5 failed" in first.err
    assert "to try these again, run the same command" in first.err
    (failed,) = [id_ for id_, one in lines(first).items() if "error" in one]
    assert PRIMARY not in file.read_text()
    # Another order and case make no other run.
    again = [id_.upper().replace("MANY", "many") for id_ in reversed(IDS)]
    stand_in.reset()
    second = run("list-keys", *options[:-5], *again)
    assert [id_.lower() for id_ in lines(second)] == [failed.lower()]
    third = run("list-keys", *options)
    assert (third.code, third.out, third.err) == (0, "", "")


def test_a_line_that_was_cut_does_not_count(run: Run, stand_in: StandIn, tmp_path: Path) -> None:
    """A process may be killed, or a disk be full, in the middle of a line."""
    file = tmp_path / "run"
    options = ("--resume", str(file), "--ids", *IDS)
    assert run("list-keys", *options).code == 0
    head, *done = file.read_text().splitlines()
    assert sorted(done) == IDS
    file.write_text("\n".join([head, *done[:2], done[2][:-1]]))
    again = run("list-keys", *options)
    assert sorted(lines(again)) == sorted(done[2:])
    assert sorted(file.read_text().splitlines()[1:]) == IDS


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("keys for later\n", "is not a file of --resume; name another one"),
        ("{}\n", "is not a file of --resume; name another one"),
        ("5\n", "is not a file of --resume; name another one"),
        ('{"resume": 1', "is not a file of --resume; name another one"),
        (b"\xff\xfe\x00", "is not a file of --resume; name another one"),
    ],
)
def test_another_file_is_refused_and_not_touched(
    run: Run, stand_in: StandIn, tmp_path: Path, content: Any, words: str
) -> None:
    file = tmp_path / "notes"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    before = file.read_bytes()
    done = run("list-keys", "--resume", str(file), "--ids", *IDS)
    assert (done.code, done.out, called(stand_in)) == (2, "", [])
    assert done.err == f"{NAME}: --resume {file}: {words}\n"
    assert file.read_bytes() == before
    assert list(tmp_path.iterdir()) == [file]


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"ids": 6}, "other ids"),
        ({"sha256": "0"}, "other ids"),
        ({"service": "AzureChinaCloud"}, "another service"),
        ({"command": "list"}, "another command"),
    ],
)
def test_the_file_of_another_run_is_refused(
    run: Run, stand_in: StandIn, tmp_path: Path, change: dict[str, Any], words: str
) -> None:
    file = tmp_path / "run"
    assert run("list-keys", "--resume", str(file), "--ids", *IDS).code == 0
    head, *rest = file.read_text().splitlines()
    file.write_text("\n".join([json.dumps({**json.loads(head), **change}), *rest]) + "\n")
    stand_in.reset()
    done = run("list-keys", "--resume", str(file), "--ids", *IDS)
    assert (done.code, done.out, called(stand_in)) == (2, "", [])
    assert f"belongs to a run with {words}; name another file, or remove it" in done.err


# --- As a process ---


def test_a_closed_output_is_an_error_of_many_too(server: Server) -> None:
    done = subprocess.run(
        ["sh", "-c", 'exec "$@" >&-', "sh", *words(server, "--ids", *IDS)],
        input=TOKEN.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr.decode()) == (1, f"{NAME}: standard output is closed\n")


def words(server: Server, *arguments: str) -> list[str]:
    options = ["--base-url", server.url, "--token-stdin"]
    return [*COMMAND, "list-keys", *options, *arguments]


def test_ctrl_c_says_what_is_missing_and_the_run_can_go_on(
    server: Server, stand_in: StandIn, tmp_path: Path
) -> None:
    """The lines that were written are whole."""
    file = tmp_path / "run"
    stand_in.fail(200, body={}, delay=1.5)
    command = words(server, "--resume", str(file), "-o", "json", "--ids", *IDS)
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    with subprocess.Popen(command, **pipes) as process:  # type: ignore[call-overload]
        process.stdin.write(TOKEN.encode())
        process.stdin.close()
        process.stdin = None
        written = [json.loads(process.stdout.readline())["id"] for _ in IDS[1:]]
        process.send_signal(signal.SIGINT)
        rest, err = process.communicate(timeout=30)
    assert (process.returncode, rest) == (130, b"")
    said = f"{NAME}: 1 of 5 are missing; to go on, run the same command again\n"
    assert said in err.decode()
    assert err.decode().endswith(f"{NAME}: interrupted\n")
    stand_in.reset()
    done = subprocess.run(command, input=TOKEN.encode(), capture_output=True, check=True)
    missing = [json.loads(line)["id"] for line in done.stdout.splitlines()]
    assert (sorted(written + missing), len(missing), done.stderr) == (IDS, 1, b"")


def test_a_closed_pipe_ends_the_command_without_a_message(
    server: Server, stand_in: StandIn
) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            words(server, "--ids", *IDS),
            input=TOKEN.encode(),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


def test_a_terminal_shows_the_progress(server: Server, stand_in: StandIn) -> None:
    """And no part of it stays on the lines of the outcomes."""
    with terminal(words(server, "--ids", *IDS)) as window:
        window.until("Token: ")
        window.type(f"{TOKEN}\n")
        shown = window.until("0:00 left")
        assert window.close() == 0
    for line in shown.split("\n"):
        if '{"id"' in line:
            assert line.strip().split("\r")[-1].startswith('{"id"')


def test_ctrl_c_is_kept_back_while_a_line_is_written() -> None:
    """Unless it comes again: the reader of the output may have stopped to read."""
    seen = []
    before = signal.getsignal(signal.SIGINT)

    def interrupted(times: int) -> None:
        with Interrupts() as interrupts, interrupts.held():
            for _ in range(times):
                signal.raise_signal(signal.SIGINT)
                seen.append(times)

    with pytest.raises(KeyboardInterrupt):
        interrupted(1)
    with pytest.raises(KeyboardInterrupt):
        interrupted(2)
    assert seen == [1, 2]
    with pytest.raises(KeyboardInterrupt), Interrupts():
        signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


# --- The progress ---


class Screen(io.StringIO):
    """A terminal."""

    def isatty(self) -> bool:
        return True


def test_the_progress_shows_numbers_rate_and_time_left() -> None:
    now = [0.0]
    screen = Screen()
    progress = Progress(10_000, screen, lambda: now[0])
    now[0] = 10.0
    progress.show(98, 2)
    assert screen.getvalue() == "\r100 of 10000, 2 failed, 10.0/s, 16:30 left"
    # No more than ten times a second.
    progress.show(99, 2)
    assert screen.getvalue().count("\r") == 1
    now[0] = 1000.0
    progress.show(200, 0)
    assert screen.getvalue().endswith("\r200 of 10000, 0 failed, 0.2/s, 13:36:40 left")
    progress.clear()
    assert screen.getvalue().endswith("\r")
    progress.clear()
    assert screen.getvalue().count("\r") == 4


@pytest.mark.parametrize("stream", [io.StringIO(), None])
def test_there_is_no_progress_without_a_terminal(stream: Any) -> None:
    progress = Progress(2, stream, time.monotonic)
    progress.show(1, 0)
    progress.clear()
    assert stream is None or stream.getvalue() == ""
