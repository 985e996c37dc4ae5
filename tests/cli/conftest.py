"""What the tests of the command share: a server with endpoints, and the command in-process."""

from __future__ import annotations

import io
import logging
import socket
import sys
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import pytest
from azureml_serverless_endpoints.__main__ import main
from azureml_serverless_endpoints.testing import Server, StandIn, serve

SUBSCRIPTION: Final = "00000000-1111-2222-3333-444444444444"
#: Long enough for the search for secrets in an output to find no other text.
TOKEN: Final = "a-token-of-the-tests"
PRIMARY: Final = "primary-key-0123456789"
SECONDARY: Final = "secondary-key-0123456789"
OPERATION: Final = "ServerlessEndpoints_ListKeys"
#: The command as a process.
COMMAND: Final = (sys.executable, "-m", "azureml_serverless_endpoints")
#: Options that name the endpoint.
ENDPOINT: Final = ("-g", "test-rg", "-w", "my-aml-workspace", "-n", "ep")


class Done(NamedTuple):
    """How the command ended."""

    code: int
    out: str
    err: str

    @property
    def shown(self) -> str:
        """Everything that was written."""
        return self.out + self.err


#: Runs the command in this process, with a token on standard input.
Run = Callable[..., Done]


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    """Serve a stand-in that has one endpoint."""
    with serve(StandIn()) as running:
        running.stand_in.add(
            OPERATION, {"name": "ep"}, {"primaryKey": PRIMARY, "secondaryKey": SECONDARY}
        )
        running.stand_in.add(OPERATION, {"name": "no-keys"}, {"primaryKey": None})
        yield running


@pytest.fixture(autouse=True)
def _log_as_before() -> Iterator[None]:
    """Undo what `--debug` does to the logger of the package."""
    logger = logging.getLogger("azureml_serverless_endpoints")
    handlers, level = logger.handlers[:], logger.level
    yield
    logger.handlers[:] = handlers
    logger.setLevel(level)


@pytest.fixture
def stand_in(server: Server) -> StandIn:
    """Return the stand-in that the server serves, without a script and recorded requests."""
    server.stand_in.reset()
    return server.stand_in


@pytest.fixture
def run(server: Server, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Return a function that runs the command against the server."""
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", SUBSCRIPTION)

    def run(name: str, *arguments: str, token: str = TOKEN) -> Done:
        stdin = io.TextIOWrapper(io.BytesIO(token.encode()))
        monkeypatch.setattr("sys.stdin", stdin)
        code = main([name, "--base-url", server.url, "--token-stdin", *arguments])
        out, err = capsys.readouterr()
        assert token not in out + err or not token
        return Done(code, out, err)

    return run


@pytest.fixture
def unused_port() -> int:
    """Return a port of this machine on which nothing listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        number: int = taken.getsockname()[1]
    return number
