"""Runs the samples of the documentation as a reader would, with the stand-in in place of Azure."""

from __future__ import annotations

import ast
import asyncio
import contextlib
import doctest
import inspect
import io
import itertools
import os
import re
import runpy
import shlex
import signal
import subprocess
import sys
import types
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final, NoReturn

import aiohttp
import attrs
import azure.identity
import azure.identity.aio
import httpx
import pytest
from azure.core.credentials import AccessToken, AccessTokenInfo
from azureml_serverless_endpoints.testing import StandIn
from azureml_serverless_endpoints.testing import __main__ as stand_in_command
from packaging.requirements import Requirement

from generator.config import read_config
from generator.document.yaml import load
from generator.paths import CONFIG

ROOT: Final = Path(__file__).parents[1]
SUBSCRIPTION: Final = "00000000-1111-2222-3333-444444444444"
DISTRIBUTION: Final = read_config(ROOT / CONFIG).distribution

#: A fenced block: plain, such as ```python, or a directive, such as ```{code-block} python.
_FENCE: Final = re.compile(r"^(`{3,}|:{3,})([^\n]*)\n(.*?)^\1$", re.MULTILINE | re.DOTALL)
_OPTION: Final = re.compile(r"^:([\w-]+): ?(.*)\n", re.MULTILINE)
#: A line that prints, with the output that it promises.
_PROMISE: Final = re.compile(r"^ *print\(.*\)  # (.+)$", re.MULTILINE)
_PYTEST_PLUGIN: Final = "pytest_azureml_serverless_endpoints"
_EXPIRES: Final = 4_000_000_000

#: What the documentation shows of other tools. It runs against Azure only, and its pages say so.
NOT_RUN: Final = frozenset({"az", "source"})


@attrs.frozen
class Block:
    """A block of code of a page.

    Attributes:
        language: The language that its fence names; empty for a directive without code.
        name: The file that a reader saves it in, or None.
        text: The code.
        line: Where it begins on the page.
    """

    language: str
    name: str | None
    text: str
    line: int


def blocks(text: str) -> list[Block]:
    """Return the blocks of code of a page, in order."""
    found = []
    for match in _FENCE.finditer(text):
        info, body = match[2].strip(), match[3]
        line = text.count("\n", 0, match.start()) + 1
        directive = re.fullmatch(r"\{(\S+)\} ?(.*)", info)
        if directive is None:
            found.append(Block(info, None, body, line))
        elif directive[1] == "code-block":
            options = dict(_OPTION.findall(body))
            code = _OPTION.sub("", body).removeprefix("\n")
            found.append(Block(directive[2], options.get("caption"), code, line))
        else:
            found += [attrs.evolve(one, line=one.line + line) for one in blocks(body)]
    return found


class Reader:
    """Follows one page: keeps its files in a folder, and its variables in the environment."""

    def __init__(self, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = folder
        self.service = StandIn()
        self.saved: set[str] = set()
        self.status = 0
        self._monkeypatch = monkeypatch
        monkeypatch.chdir(folder)
        _replace_the_network(monkeypatch, self.service)
        _sign_in(monkeypatch)

    def follow(self, block: Block) -> None:
        """Run or check a block of any language that the documentation uses.

        Raises:
            AssertionError: If it does not work, or does not print what the page shows.
        """
        if block.name is not None:
            (self.folder / block.name).write_text(block.text, "utf-8")
            # A program reads a config file, and no command runs it.
            self.saved |= {block.name} if block.language != "json" else set()
        else:
            _LANGUAGES[block.language](self, block.text)

    def python(self, code: str) -> None:
        """Run code alone, as a reader would paste it into a file, and compare what it prints."""
        output = io.StringIO()
        with contextlib.redirect_stdout(output):
            # A notebook allows `await` at the top level.
            compiled = compile(code, "sample", "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT)
            result = eval(compiled, {"__name__": "sample"})
            if inspect.iscoroutine(result):
                asyncio.run(result)
        promised = _PROMISE.findall(code)
        printed = output.getvalue().splitlines()
        assert [line for line in printed if line in promised] == promised, printed

    def console(self, text: str) -> None:
        """Run commands one by one, and compare what they print with the lines below them."""
        for command, wanted in commands(text):
            output = self.command(command)
            options = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE
            # Outcomes come as they are ready.
            is_same = doctest.OutputChecker().check_output(
                outcomes_sorted(wanted), outcomes_sorted(output), options
            )
            assert not wanted or is_same, f"{command}\nwanted:\n{wanted}\nprinted:\n{output}"

    def command(self, command: str) -> str:
        """Run a command in this process where that is possible, and return what it prints."""
        if match := re.fullmatch(r"export (\w+)=(?:\$\((.*)\)|(.*))", command):
            value = self.command(match[2]).strip() if match[2] else shlex.split(match[3])[0]
            self._monkeypatch.setenv(match[1], value)
            return ""
        if command == "echo $?":
            return str(self.status)
        if match := re.fullmatch(r"echo (\S+) \| (.*)", command):
            with self._monkeypatch.context() as patch:
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(match[1].encode())))
                return self.command(match[2])
        words = shlex.split(command, comments=True)
        if words[0] == "unset":
            for name in words[1:]:
                self._monkeypatch.delenv(name)
            return ""
        if words[0] in NOT_RUN:
            return ""
        if words[0] == DISTRIBUTION:
            self.saved -= set(words)
            return self._captured(lambda: self._run_our_command(words[1:]))
        if words[:3] == ["python", "-m", "venv"]:
            return ""
        if words[:3] == ["python", "-m", "pip"] or words[0] == "pip":
            check_installation(words[words.index("install") + 1 :])
            return ""
        if words[:4] == ["python", "-m", "nox", "-s"]:
            assert words[4] in sessions(), f"{command}: there is no such session"
            return ""
        if words[:3] == ["python", "-m", stand_in_command.__spec__.parent]:
            return self._captured(lambda: _serve_once(words[3:], self._monkeypatch))
        if words[0] == "python":
            self.saved.discard(words[1])
            return self._captured(lambda: runpy.run_path(words[1], run_name="__main__"))
        if words[0] == "pytest":
            self.saved -= set(words)
            # Apart from the settings and the crash handler of the run that this is a part of. An
            # installed package has its plugin loaded by itself.
            alone = ["-c", os.devnull, "--rootdir=.", "-p", _PYTEST_PLUGIN]
            alone += ["-p", "no:cacheprovider", "-p", "no:faulthandler"]
            return self._captured(lambda: sys.exit(pytest.main([*words[1:], *alone])))
        raise AssertionError(f"{command}: tests/samples.py does not know how to run this")

    def _captured(self, run: Callable[[], object]) -> str:
        output = io.StringIO()
        with contextlib.redirect_stdout(output), contextlib.redirect_stderr(output):
            self.status = 0
            try:
                run()
            except SystemExit as end:
                self.status = end.code if isinstance(end.code, int) else int(end.code is not None)
                if isinstance(end.code, str):
                    output.write(end.code)
        return output.getvalue()

    def _run_our_command(self, words: list[str]) -> NoReturn:
        """Run the command of the package; a program that it starts runs beside this process."""
        from azureml_serverless_endpoints.cli._application import main

        def execute(path: str, command: list[str], variables: Mapping[str, str]) -> NoReturn:
            done = subprocess.run(
                [path, *command[1:]], capture_output=True, text=True, env=variables
            )
            sys.stdout.write(done.stdout)
            raise SystemExit(done.returncode)

        source, target = (words[words.index(sign) + 1] if sign in words else None for sign in "<>")
        arguments = list(itertools.takewhile(lambda word: word not in {"<", ">"}, words))
        with self._monkeypatch.context() as patch:
            patch.setattr(os, "execve", execute)
            patch.setattr(signal, "signal", lambda *_: None)
            if source is not None:
                patch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(Path(source).read_bytes())))
            if target is None:
                raise SystemExit(main(arguments))
            with Path(target).open("w", encoding="utf-8") as file, contextlib.redirect_stdout(file):
                raise SystemExit(main(arguments))


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block with the output below it; without `$`, all are commands."""
    joined = text.replace("\\\n", " ")
    if not re.search(r"^\$ ", joined, re.MULTILINE):
        yield from ((line, "") for line in re.split(r"\n| && ", joined) if line)
        return
    for part in re.split(r"^\$ ", joined, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def outcomes_sorted(text: str) -> str:
    """Return an output whose lines of JSON, one for each resource, are in the order of the ids."""
    lines = text.splitlines(keepends=True)
    outcomes = iter(sorted(line for line in lines if line.startswith('{"id": ')))
    return "".join(next(outcomes) if line.startswith('{"id": ') else line for line in lines)


def check_installation(wanted: list[str]) -> None:
    """Check that each requirement is valid, and that our package has the extras it names."""
    for text in wanted:
        requirement = Requirement(text)
        if requirement.name == DISTRIBUTION:
            assert requirement.extras <= set(read_config(ROOT / CONFIG).extras), text


def sessions() -> set[str]:
    """Return the names of the nox sessions."""
    noxfile = (ROOT / "noxfile.py").read_text("utf-8")
    return set(re.findall(r"^def (\w+)\(session", noxfile, re.MULTILINE))


def _yaml(reader: Reader, text: str) -> None:
    """Check YAML: GitHub workflows pin actions by hash and state their permissions."""
    for number, part in enumerate(re.split(r"^---$", text, flags=re.MULTILINE)):
        path = reader.folder / f"sample-{number}.yaml"
        path.write_text(part, "utf-8")
        document: Any = load(path)
        if "jobs" in document:
            used = re.findall(r"uses: (.+)", part)
            pin = re.compile(r"[\w.-]+/[\w.-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+")
            assert [one for one in used if not pin.fullmatch(one)] == []
            for job in document["jobs"].values():
                assert "permissions" in job
                for variable, value in job.get("env", {}).items():
                    # The only value of another place that a sample needs is a subscription.
                    reader.command(f"export {variable}={re.sub(r'[$]{{.*}}', SUBSCRIPTION, value)}")
                for step in job["steps"]:
                    if step.get("run", "").startswith(DISTRIBUTION):
                        output = reader.command(step["run"])
                        assert reader.status == 0, output
        else:
            assert {"apiVersion", "kind", "metadata"} <= set(document), part


_LANGUAGES: Final[Mapping[str, Callable[[Reader, str], None]]] = {
    "python": Reader.python,
    "console": Reader.console,
    "yaml": _yaml,
}


def _serve_once(arguments: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Run the command of the stand-in up to the point where it would wait for Ctrl-C."""

    def stop(_: float) -> None:
        raise KeyboardInterrupt

    serve_anywhere = stand_in_command.serve

    @contextlib.contextmanager
    def serve(stand_in: StandIn, *, port: int) -> Iterator[types.SimpleNamespace]:
        # Another program, or the test of another page, may use the port that the page names.
        with serve_anywhere(stand_in):
            yield types.SimpleNamespace(url=f"http://127.0.0.1:{port}")

    with monkeypatch.context() as patch:
        patch.setattr(stand_in_command, "time", types.SimpleNamespace(sleep=stop))
        patch.setattr(stand_in_command, "serve", serve)
        patch.setattr("signal.signal", lambda *_: None)
        assert stand_in_command.main(arguments) == 0


def _replace_the_network(monkeypatch: pytest.MonkeyPatch, service: StandIn) -> None:
    """Let the stand-in answer what httpx and aiohttp would send."""

    def handle(_: object, request: httpx.Request) -> httpx.Response:
        return service.handle_request(request)

    async def handle_async(_: object, request: httpx.Request) -> httpx.Response:
        return await service.handle_async_request(request)

    monkeypatch.setattr(httpx.HTTPTransport, "handle_request", handle)
    monkeypatch.setattr(httpx.AsyncHTTPTransport, "handle_async_request", handle_async)

    async def request(_: object, method: str, url: Any, **sent: Any) -> types.SimpleNamespace:
        headers, data = sent["headers"], sent["data"]
        response = service.handle_request(
            httpx.Request(method, str(url), headers=headers, content=data)
        )
        return types.SimpleNamespace(
            status=response.status_code,
            raw_headers=response.headers.raw,
            content=types.SimpleNamespace(iter_any=response.aiter_bytes),
            close=response.close,
        )

    monkeypatch.setattr(aiohttp.ClientSession, "request", request)


def _sign_in(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every credential of azure-identity return a token; their constructors stay real."""

    def token(*_: Any, **__: Any) -> AccessToken:
        return AccessToken("signed-in", _EXPIRES)

    def token_info(*_: Any, **__: Any) -> AccessTokenInfo:
        return AccessTokenInfo("signed-in", _EXPIRES)

    async def async_token(*_: Any, **__: Any) -> AccessToken:
        return token()

    async def async_token_info(*_: Any, **__: Any) -> AccessTokenInfo:
        return token_info()

    pairs = (
        (azure.identity, token, token_info),
        (azure.identity.aio, async_token, async_token_info),
    )
    for module, get_token, get_token_info in pairs:
        for name in module.__all__:
            kind = getattr(module, name)
            if hasattr(kind, "get_token"):
                monkeypatch.setattr(kind, "get_token", get_token)
                monkeypatch.setattr(kind, "get_token_info", get_token_info)
