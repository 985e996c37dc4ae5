# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The command that serves the stand-in until Ctrl-C."""

from __future__ import annotations

import argparse
import json
import shlex
import signal
import sys
import time
import urllib.parse
from collections.abc import Sequence
from typing import Any, Final, TypeVar

from ._contract import API_VERSION, CLIENT_ARGUMENTS, OPERATIONS, SERVERS
from ._operation import Operation
from ._server import Server, serve
from ._stand_in import StandIn

_Number = TypeVar("_Number", int, float)
_LAST_PORT: Final = 65535
_PACKAGE = (__package__ or "").rpartition(".")[0]
_ORIGIN = next(iter(SERVERS), "the service")


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve the stand-in on 127.0.0.1 until Ctrl-C or SIGTERM.

    Args:
        arguments: Arguments of the command line; those of the process by default.

    Returns:
        The exit code: 0 when stopped, 2 if it cannot listen on the port.

    Raises:
        SystemExit: With the code 2, if an argument is wrong, and 0 after `--help`.
    """
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description=f"A stand-in for {_ORIGIN} on this machine, until Ctrl-C.",
    )
    parser.add_argument(
        "--port", type=port_number, default=0, help="where to listen; a free port by default"
    )
    parser.add_argument(
        "--fail",
        type=failure,
        action="append",
        default=[],
        metavar="STATUS[,KEY=VALUE...]",
        help=(
            "let requests fail: 503 the next one, 503,every=10 each tenth, 403,NAME=VALUE those "
            "with this path parameter; also times=N, delay=SECONDS, retry-after=SECONDS; may be "
            "repeated"
        ),
    )
    given = parser.parse_args(arguments)
    port: int = given.port
    stand_in = StandIn()
    for script in given.fail:
        try:
            stand_in.fail(**script)
        except ValueError as problem:
            parser.error(f"argument --fail: {problem}")
    try:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.default_int_handler)
        with serve(stand_in, port=port) as server:
            print(_greeting(server), flush=True)
            while True:
                # Short sleeps: Python handles a signal that arrives just before a sleep after it.
                time.sleep(0.25)
    except KeyboardInterrupt:
        return 0
    except OSError as problem:
        print(f"Cannot listen on port {port}: {problem.strerror}.", file=sys.stderr)
        return 2


def port_number(text: str) -> int:
    """Read a port from the command line.

    Args:
        text: The argument.

    Returns:
        The port, 0 to 65535.

    Raises:
        argparse.ArgumentTypeError: The text is not a port.
    """
    port = int(text) if text.isdecimal() else -1
    if not 0 <= port <= _LAST_PORT:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port: give a number from 0 to 65535")
    return port


def failure(text: str) -> dict[str, Any]:
    """Read a failure from the command line.

    Args:
        text: The argument: a status, and keys with values, separated by commas.

    Returns:
        The arguments of `StandIn.fail`. A key that is none of them is a path parameter.

    Raises:
        argparse.ArgumentTypeError: The text is of another form.
    """
    status, *pairs = text.split(",")
    found: dict[str, Any] = {"status": _number("the status", status, int)}
    where: dict[str, str] = {}
    for pair in pairs:
        key, equals, value = pair.partition("=")
        if not equals:
            raise argparse.ArgumentTypeError(f"{pair!r} is not of the form KEY=VALUE")
        if key in ("times", "every"):
            found[key] = _number(key, value, int)
        elif key == "delay":
            found[key] = _number(key, value, float)
        elif key == "retry-after":
            found["headers"] = {"Retry-After": value}
        else:
            where[key] = value
    return {**found, "where": where} if where else found


def _number(key: str, text: str, kind: type[_Number]) -> _Number:
    try:
        return kind(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{key} is {text!r}, not a number") from None


def _greeting(server: Server) -> str:
    given = {"base_url": server.url} | {**CLIENT_ARGUMENTS, "base_url": server.url}
    shown = [f"{name}={json.dumps(value)}" for name, value in given.items()]
    arguments = ", ".join(['"any"', *shown])
    lines = [
        server.url,
        f"Stands in for {_ORIGIN}, api-version {API_VERSION}.",
        "It accepts any bearer token. Press Ctrl-C to stop.",
        f"In Python: {_PACKAGE}.Client({arguments})",
    ]
    commands = (curl_command(server.url, operation) for operation in OPERATIONS)
    first = next(filter(None, commands), None)
    return "\n".join([*lines, "Try:", first] if first else lines)


def curl_command(url: str, operation: Operation) -> str | None:
    """Return a curl command for an operation, with the document's examples.

    Args:
        url: URL of the stand-in.
        operation: The operation.

    Returns:
        The command, or None if the document lacks an example that the operation needs.
    """
    if operation.body_required:
        return None
    command = ["curl", "-X", operation.method]
    if operation.secured:
        command += ["-H", "Authorization: Bearer any"]
    path = operation.path
    query: dict[str, str] = {}
    for parameter in operation.parameters:
        value = API_VERSION if parameter.name == "api-version" else parameter.sample
        if not parameter.required:
            continue
        if value is None:
            return None
        if parameter.location == "path":
            path = path.replace(f"{{{parameter.name}}}", urllib.parse.quote(value, safe=""))
        elif parameter.location == "query":
            query[parameter.name] = value
        else:
            command += ["-H", f"{parameter.name}: {value}"]
    target = f"{url}{path}?{urllib.parse.urlencode(query)}" if query else f"{url}{path}"
    return shlex.join([*command, target])


if __name__ == "__main__":
    sys.exit(main())
