"""The stand-in as a command: `python -m azureml_serverless_endpoints.testing`."""

from __future__ import annotations

import importlib
import shlex
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator

import httpx
import pytest
from azureml_serverless_endpoints import API_VERSION, APIStatusError, RetryPolicy
from azureml_serverless_endpoints.testing import Answer, Operation, Parameter, Server, __main__

COMMAND = [sys.executable, "-m", "azureml_serverless_endpoints.testing"]


@pytest.fixture
def signals() -> Iterator[None]:
    """Restore the signal handlers after the test."""
    kept = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in kept.items():
        signal.signal(number, handler)


@pytest.fixture
def busy_port() -> Iterator[int]:
    """Listen on a port."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_the_command_serves_until_a_signal_stops_it(number: signal.Signals) -> None:
    """The printed commands make the sample call; the command ends silently with exit code 0."""
    with subprocess.Popen(
        COMMAND, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout
        url = process.stdout.readline().strip()
        rest = [process.stdout.readline() for _ in range(5)]
        words = shlex.split(rest[-1])
        assert words[:2] == ["curl", "-X"]
        headers = dict([words[4].split(": ")])
        assert words[5].startswith(f"{url}/subscriptions/")
        response = httpx.request(words[2], words[5], headers=headers, trust_env=False, timeout=60)
        assert response.json() == {"primaryKey": "string", "secondaryKey": "string"}
        python = rest[2].removeprefix("In Python: ")
        module, call = python.split(".", 1)
        with eval(call, vars(importlib.import_module(module))) as client:
            assert repr(client) == f"<Client {url}>"
            keys = client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")
        assert keys.primary_key.get_secret_value() == "string"
        process.send_signal(number)
        assert process.communicate(timeout=20) == ("", "")
    assert process.returncode == 0
    origin = "https://management.azure.com"
    assert rest[0] == f"Stands in for {origin}, api-version {API_VERSION}.\n"
    assert "any bearer token" in rest[1]
    assert python.startswith(f'azureml_serverless_endpoints.Client("any", base_url="{url}", ')


def test_the_command_prints_one_line_for_a_port_in_use(busy_port: int) -> None:
    process = subprocess.run(
        [*COMMAND, "--port", str(busy_port)],
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )
    assert (process.returncode, process.stdout) == (2, "")
    assert process.stderr == f"Cannot listen on port {busy_port}: Address already in use.\n"


@pytest.mark.usefixtures("signals")
def test_a_port_in_use_is_exit_code_2(busy_port: int, capsys: pytest.CaptureFixture[str]) -> None:
    assert __main__.main(["--port", str(busy_port)]) == 2
    assert f"port {busy_port}" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("argument", "problem"),
    [
        *(
            (f"--port={port}", f"--port: '{port}' is not a port: give a number from 0 to 65535")
            for port in ("-1", "65536", "eighty", "²", "")
        ),
        ("--fail=often", "--fail: the status is 'often', not a number"),
        ("--fail=700", "--fail: Give a status from 200 to 599, or an exception."),
        ("--fail=503,10", "--fail: '10' is not of the form KEY=VALUE"),
        ("--fail=503,every=tenth", "--fail: every is 'tenth', not a number"),
        ("--fail=503,every=0", "--fail: every is 1 or more."),
        ("--fail=503,delay=nan", "--fail: delay is in seconds: 0 or more."),
        (
            "--fail=403,endpoint=a",
            "--fail: where: no operation has a path parameter 'endpoint'. There are: "
            "subscriptionId, resourceGroupName, workspaceName, name.",
        ),
    ],
)
def test_a_wrong_argument_is_refused_with_what_is_right(
    argument: str, problem: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as caught:
        __main__.main([argument])
    assert caught.value.code == 2
    assert capsys.readouterr().err.endswith(f"error: argument {problem}\n")


@pytest.mark.usefixtures("signals")
def test_failures_can_be_scripted(monkeypatch: pytest.MonkeyPatch) -> None:
    """As with `StandIn.fail`: for a resource, a share of requests, and with a wait."""
    seen: list[list[object]] = []

    def call(server: Server) -> str:
        client = server.stand_in.client(retry=RetryPolicy(attempts=1))
        for name in ("string", "ep7", "string", "string"):
            try:
                client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", name)
                seen.append([200, None])
            except APIStatusError as error:
                seen.append([error.status_code, error.retry_after])
        raise KeyboardInterrupt

    monkeypatch.setattr(__main__, "_greeting", call)
    script = ["--fail", "403,name=ep7", "--fail", "429,every=2,times=1,retry-after=7,delay=0"]
    assert __main__.main(script) == 0
    assert seen == [[200, None], [403, None], [429, 7], [200, None]]


def operation(*parameters: Parameter, body_required: bool = False) -> Operation:
    """Describe an operation of another service."""
    return Operation(
        id="Get",
        method="GET",
        path="/items/{item}" if parameters else "/items",
        secured=False,
        parameters=parameters,
        answers=(Answer(status="204"),),
        body_required=body_required,
    )


ITEM = Parameter(name="item", location="path", required=True, example="a b/{c}")
COUNT = Parameter(name="count", location="header", required=True, example=3)
TOP = Parameter(name="top", location="query", required=False)
NEEDED = Parameter(name="needed", location="query", required=True)


@pytest.mark.parametrize(
    ("described", "command"),
    [
        (operation(), "curl -X GET http://here/items"),
        (
            operation(ITEM, COUNT, TOP),
            "curl -X GET -H 'count: 3' http://here/items/a%20b%2F%7Bc%7D",
        ),
        (operation(ITEM, NEEDED), None),
        (operation(body_required=True), None),
    ],
)
def test_the_curl_command_has_the_examples_of_the_document(
    described: Operation, command: str | None
) -> None:
    assert __main__.curl_command("http://here", described) == command


def test_an_open_connection_does_not_keep_the_command_alive() -> None:
    """A client that keeps its connection open does not keep the process alive."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        url = httpx.URL(process.stdout.readline().strip())
        with socket.create_connection((url.host, url.port or 0)):
            process.send_signal(signal.SIGTERM)
            assert process.wait(timeout=20) == 0
