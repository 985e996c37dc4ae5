"""The directive `facts`: tables of the reference, from the document and from the package itself.

    ```{facts} advice
    ```

Each function of `FACTS` returns Markdown. Nothing is copied by hand: the tables of errors show what
the package raises when its stand-in fails.
"""

from __future__ import annotations

import contextlib
import functools
import io
import logging
import os
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any, Final
from unittest import mock

import azureml_serverless_endpoints as package
import httpx
from azureml_serverless_endpoints import _advice, errors
from azureml_serverless_endpoints.__main__ import main
from azureml_serverless_endpoints.testing import StandIn
from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.application import Sphinx
from sphinx.util.docutils import SphinxDirective

from generator.model.package import Package
from generator.pipeline import read_package
from generator.render.docstrings import rules

ROOT: Final = Path(__file__).parents[1]
DOCUMENT: Final = ROOT / "openapi" / "serverless-endpoints.yaml"
CONFIG: Final = ROOT / "generator" / "config.yaml"

#: The failures of a connection that the stand-in can play, with what causes them in practice.
FAILURES: Final[Mapping[str, type[httpx.RequestError]]] = {
    "The connection fails: name resolution, a firewall, a refused port": httpx.ConnectError,
    "The connection breaks before the response is complete": httpx.ReadError,
    "The response takes longer than the timeout": httpx.ReadTimeout,
    "The proxy refuses the connection": httpx.ProxyError,
}


@functools.cache
def model() -> Package:
    """Return the model of the package, from the document and the configuration."""
    return read_package(DOCUMENT, CONFIG)


def table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Return a table in Markdown."""
    lines = [list(head), *map(list, rows)]
    lines.insert(1, ["---"] * len(lines[0]))
    escaped = ([cell.replace("|", "\\|") for cell in line] for line in lines)
    return "\n".join(f"| {' | '.join(line)} |" for line in escaped)


def code(text: str) -> str:
    """Return text as inline code, also if it contains a backtick."""
    return f"`` {text} ``" if "`" in text else f"`{text}`"


def operations() -> str:
    """Return what each operation sends, takes and needs."""
    parts: list[str] = []
    for operation in model().operations:
        parts += [
            f"## {code(operation.operation_id)}",
            operation.description or operation.summary,
            f"{code(f'{operation.method} {operation.path}')}",
            table(
                ("parameter", "argument", "sent in", "description", "constraint"),
                (
                    (
                        code(one.name),
                        f"{code(one.python_name)} of the {'client' if one.is_client else 'call'}",
                        one.location,
                        one.description,
                        rules(one.schema) or "none",
                    )
                    for one in operation.parameters
                ),
            ),
            table(
                ("fact", "value"),
                (
                    ("Azure RBAC action that the caller needs", code(operation.permission or "-")),
                    (
                        "Sent again after a temporary failure",
                        "yes" if operation.is_repeatable else "no",
                    ),
                    ("Needs a token", "yes" if operation.is_secured else "no"),
                    ("Returns secrets", "yes" if model().returns_secrets(operation) else "no"),
                ),
            ),
        ]
    return "\n\n".join(parts)


def clouds() -> str:
    """Return the clouds: where requests go, and which tokens they take."""
    head = ("`cloud=`", "requests go to", "scope of the token", "sign-in host")
    rows = (
        (code(c.name), code(c.url), code(c.scope or "-"), code(c.sign_in_host or "-"))
        for c in model().clouds
    )
    return table(head, rows)


def statuses() -> str:
    """Return the class and the advice of an error of each status code, as the client raises it."""
    known = sorted({*_advice._BY_STATUS, 403, 429, 500, 503})
    return table(
        ("status code", "error", "advice"),
        ((str(one), _kind(raised(status=one)), raised(status=one).advice) for one in known),
    )


def codes() -> str:
    """Return the advice on each known code of Azure Resource Manager, as the client raises it."""
    rows = []
    for name in _advice._BY_CODE:
        error = raised(status=400, body={"error": {"code": name, "message": "…"}})
        rows.append((code(name), error.advice))
    return table(("code", "advice"), rows)


def connections() -> str:
    """Return the text of the error for each failure of a connection."""
    rows = []
    for cause, exception in FAILURES.items():
        error = raised(exception=exception)
        # Each message ends with the resource of the call.
        rows.append((cause, _kind(error), str(error).partition(" [resource ")[0]))
    return table(("cause", "error", "message"), rows)


def tree() -> str:
    """Return the classes of the errors as a tree."""
    lines: list[str] = []

    def add(kind: type[Exception], depth: int) -> None:
        text = (kind.__doc__ or "").strip().splitlines()[0]
        lines.append(f"{'  ' * depth}- {_kind(kind)}: {text}")
        for below in kind.__subclasses__():
            if below.__module__ == errors.__name__:
                add(below, depth + 1)

    add(package.APIError, 0)
    return "\n".join(lines)


def command() -> str:
    """Return what each subcommand prints with `--help`."""
    from azureml_serverless_endpoints.cli._commands import COMMANDS

    names = [one.name for one in COMMANDS] + ["run"] * any(one.in_run for one in COMMANDS)
    parts = [f"## {code(model().config.distribution)}", f"```text\n{_help()}```"]
    for name in names:
        parts += [f"## {code(name)}", f"```text\n{_help(name)}```"]
    return "\n\n".join(parts)


def _help(*subcommand: str) -> str:
    output = io.StringIO()
    # click asks the environment how wide a terminal is.
    with contextlib.redirect_stdout(output), mock.patch.dict(os.environ, COLUMNS="90"):
        status = main([*subcommand, "--help"])
    if status != 0:
        raise RuntimeError(f"`{' '.join(subcommand)} --help` ended with {status}")
    return output.getvalue()


def raised(**failure: Any) -> Any:
    """Return the error that a call raises when the stand-in fails as `failure` says."""
    # The build shows warnings only.
    logging.getLogger("httpx").setLevel(logging.WARNING)
    service = StandIn()
    service.fail(times=None, **failure)
    with package.Client(
        "any-token",
        subscription_id="00000000-1111-2222-3333-444444444444",
        retry=package.RetryPolicy(attempts=1),
        http_client=httpx.Client(transport=service),
    ) as client:
        try:
            client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")
        except package.APIError as error:
            return error
    raise RuntimeError(f"no error for {failure}: correct `raised` in docs/facts.py")


def _kind(error: Exception | type[Exception]) -> str:
    """Return a link to the class of an error."""
    kind = error if isinstance(error, type) else type(error)
    return f"{{py:exc}}`~{kind.__module__}.{kind.__qualname__}`"


FACTS: Final[Mapping[str, Callable[[], str]]] = {
    one.__name__: one for one in (clouds, codes, command, connections, operations, statuses, tree)
}


class Facts(SphinxDirective):
    """Writes the named facts in the place of the directive."""

    required_arguments = 1
    has_content = False

    def run(self) -> list[nodes.Node]:
        """Return the nodes of the facts."""
        name = directives.choice(self.arguments[0], tuple(FACTS))
        return self.parse_text_to_nodes(FACTS[name](), allow_section_headings=True)


def setup(app: Sphinx) -> dict[str, bool]:
    """Add the directive, and return what Sphinx may do with it."""
    app.add_directive("facts", Facts)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
