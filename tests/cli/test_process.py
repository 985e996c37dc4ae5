"""The command as a process: pipes, signals, terminals and completion."""

from __future__ import annotations

import contextlib
import json
import os
import pty
import re
import select
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from azureml_serverless_endpoints.__main__ import main
from azureml_serverless_endpoints.testing import Server, StandIn

from .conftest import COMMAND, ENDPOINT, PRIMARY, SECONDARY, SUBSCRIPTION, TOKEN

NAME = "azureml-serverless-endpoints"
VARIABLE = "_AZUREML_SERVERLESS_ENDPOINTS_COMPLETE"


def invocation(server: Server, *arguments: str) -> list[str]:
    """Return the command that lists the keys of the endpoint."""
    options = ["--base-url", server.url, "--token-stdin", "--subscription", SUBSCRIPTION]
    return [*COMMAND, "list-keys", *options, *ENDPOINT, *arguments]


def test_a_result_goes_to_standard_output_alone(server: Server) -> None:
    done = subprocess.run(
        invocation(server, "-o", "json"), input=TOKEN.encode(), capture_output=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"primaryKey": PRIMARY, "secondaryKey": SECONDARY}
    assert b"\r" not in done.stdout


def test_a_closed_pipe_ends_the_command_without_a_message(server: Server) -> None:
    """As in `list-keys … | true`, and with standard error closed as well."""
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            invocation(server, "-o", "json"),
            input=TOKEN.encode(),
            stdout=closed,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.parametrize("option", ["--version", "--help"])
def test_help_that_nobody_reads_ends_like_a_result(option: str) -> None:
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "wb") as closed:
        done = subprocess.run(
            [*COMMAND, option], stdout=closed, stderr=subprocess.PIPE, check=False
        )
    assert (done.returncode, done.stderr) == (141, b"")


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="there is no /dev/full")  # noqa: PTH110
def test_output_that_cannot_be_written_is_an_error(server: Server) -> None:
    with open("/dev/full", "wb") as full:  # noqa: PTH123
        done = subprocess.run(
            invocation(server, "-o", "json"),
            input=TOKEN.encode(),
            stdout=full,
            stderr=subprocess.PIPE,
            check=False,
        )
    assert done.returncode == 1
    expected = f"{NAME}: standard output cannot be written: No space left on device\n"
    assert done.stderr.decode() == expected


@pytest.mark.skipif(os.name == "nt", reason="the shell of Windows cannot close a stream")
@pytest.mark.parametrize(
    ("closing", "code", "words"),
    [
        ("<&-", 2, "standard input cannot be read; pipe a token to the command"),
        (">&-", 1, "standard output is closed"),
    ],
)
def test_a_stream_that_is_closed_is_an_error(
    server: Server, closing: str, code: int, words: str
) -> None:
    """As for a job of a scheduler without a terminal."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closing}', "sh", *invocation(server)],
        input=TOKEN.encode(),
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (code, b"")
    assert done.stderr.decode() == f"{NAME}: {words}\n"


def test_ctrl_c_ends_the_command_with_one_line(server: Server) -> None:
    stand_in: StandIn = server.stand_in
    stand_in.reset()
    stand_in.fail(200, body={}, delay=60)
    with subprocess.Popen(
        invocation(server), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as process:
        assert process.stdin
        process.stdin.write(TOKEN.encode())
        process.stdin.close()
        process.stdin = None
        while not stand_in.requests:
            time.sleep(0.01)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    # The empty line ends the one on which a terminal shows ^C.
    assert (process.returncode, out, err) == (130, b"", f"\n{NAME}: interrupted\n".encode())


_CODES = re.compile(r"\x1b(\[[0-9;?]*[A-Za-z]|[()=>].?|\][^\x07]*\x07)")


class Terminal:
    """A process that has a terminal as standard input, output and error."""

    def __init__(self, command: list[str], environment: Mapping[str, str]) -> None:
        self._fd, self._inner = pty.openpty()
        self.seen = ""
        # The first process of a session that opens a terminal gets it as its own, as shells need.
        opening = ["sh", "-c", 'exec "$@" <"$0" >"$0" 2>&1', os.ttyname(self._inner)]
        self.process = subprocess.Popen(
            [*opening, *command],
            start_new_session=True,
            env={"PATH": os.environ["PATH"], "TERM": "xterm-256color", **environment},
        )

    def type(self, text: str) -> None:
        """Type a text."""
        os.write(self._fd, text.encode())

    def until(self, wanted: str) -> str:
        """Return what the terminal has shown since the last call, once it contains a text.

        Codes for colours and the cursor do not count.
        """
        end = time.monotonic() + 60
        while wanted not in _CODES.sub("", self.seen):
            ready, _, _ = select.select([self._fd], [], [], end - time.monotonic())
            assert ready, f"{wanted!r} does not come: {self.seen!r}"
            self.seen += os.read(self._fd, 4096).decode(errors="replace")
        shown, self.seen = self.seen, ""
        return shown

    def close(self) -> int:
        """Wait for the process, and return its exit status."""
        status = self.process.wait(60)
        os.close(self._fd)
        os.close(self._inner)
        return status


@contextlib.contextmanager
def terminal(command: list[str], **environment: str) -> Iterator[Terminal]:
    """Start a process in a terminal, with the modules that this process can import."""
    shared = {"PYTHONPATH": os.pathsep.join(filter(None, [os.environ.get("PYTHONPATH")]))}
    started = Terminal(command, {**shared, **environment})
    try:
        yield started
    finally:
        started.process.kill()
        started.process.wait()


@pytest.mark.parametrize(("environment", "is_coloured"), [({}, True), ({"NO_COLOR": "1"}, False)])
def test_a_terminal_asks_for_the_token_and_shows_a_table(
    server: Server, environment: dict[str, str], is_coloured: bool
) -> None:
    """The token is not echoed. The table has colour unless NO_COLOR is set."""
    server.stand_in.reset()
    with terminal(invocation(server), **environment) as window:
        window.until("Token: ")
        window.type(f"{TOKEN}\n")
        shown = window.until("*" * 10)
        assert window.close() == 0
    assert TOKEN not in shown
    assert ("\x1b[1;36mPrimaryKey" in shown) is is_coloured
    assert "PrimaryKey" in shown
    assert f"Bearer {TOKEN}" == server.stand_in.requests[-1].headers["authorization"]


COMPLETIONS = [
    (["list-keys", "--work"], "--workspace-name"),
    (["list-"], "list-keys"),
    (["run", "--resource"], "--resource-group"),
    (["list-keys", "-o", "js"], "json"),
    (["list-keys", "--cloud", "AzureU"], "AzureUSGovernment"),
]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
@pytest.mark.parametrize(("typed", "completed"), COMPLETIONS)
def test_each_shell_is_told_how_to_complete(
    shell: str,
    typed: list[str],
    completed: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In the protocol of click, whose scripts ask the command itself."""
    monkeypatch.setenv(VARIABLE, f"{shell}_complete")
    monkeypatch.setenv("COMP_WORDS", " ".join([NAME, *typed]))
    # fish passes the word itself, the others its number.
    monkeypatch.setenv("COMP_CWORD", typed[-1] if shell == "fish" else str(len(typed)))
    with pytest.raises(SystemExit) as caught:
        main([])
    assert caught.value.code == 0
    assert completed in re.split(r"[\n,\t]", capsys.readouterr().out)


@pytest.fixture
def bin_folder(tmp_path: Path) -> Path:
    """Return a folder with the command, as pip would install it."""
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / NAME
    script.write_text(f'#!/bin/sh\nexec {COMMAND[0]} -m {COMMAND[2]} "$@"\n')
    script.chmod(0o700)
    return folder


#: How to start each shell with a start file: its name, the lines before and after, the options.
SHELLS = {
    "bash": (
        "bashrc",
        f'PS1="ready> "\neval "$({VARIABLE}=bash_source {NAME})"\n',
        "--noprofile -i",
    ),
    "zsh": (
        ".zshrc",
        f'autoload -U compinit; compinit -u\neval "$({VARIABLE}=zsh_source {NAME})"\n'
        'PS1="ready> "\n',
        "-i",
    ),
    "fish": (
        ".config/fish/config.fish",
        f"{VARIABLE}=fish_source {NAME} | source\nfunction fish_prompt; echo 'ready> '; end\n",
        "-i",
    ),
}


@pytest.mark.parametrize("shell", SHELLS)
def test_a_shell_completes_what_is_typed(shell: str, bin_folder: Path) -> None:
    """A real one, with the line of the help in its start file, and a real Tab key."""
    path = shutil.which(shell)
    if path is None:
        pytest.skip(f"{shell} is not installed")
    name, text, options = SHELLS[shell]
    start = bin_folder / name
    start.parent.mkdir(parents=True, exist_ok=True)
    start.write_text(text)
    command = [path, *options.split()]
    if shell == "bash":
        command[2:2] = ["--rcfile", str(start)]
    home = {
        "HOME": str(bin_folder),
        "ZDOTDIR": str(bin_folder),
        "XDG_CONFIG_HOME": f"{bin_folder}/.config",
    }
    search = f"{bin_folder}{os.pathsep}{os.environ['PATH']}"
    with terminal(command, PATH=search, **home) as window:
        window.until("ready> ")
        window.type(f"{NAME} list-k\t")
        window.until("list-keys ")
        window.type("--worksp\t")
        window.until("--workspace-name ")
        window.type("\x15exit\n")
        assert window.close() == 0


def test_the_help_shows_the_line_for_each_shell(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--help"]) == 0
    shown = capsys.readouterr().out
    for shell in ("bash", "zsh", "fish"):
        assert f"{VARIABLE}={shell}_source {NAME}" in shown
