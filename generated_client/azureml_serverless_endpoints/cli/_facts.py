# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The facts of an operation that the command line needs; `_commands` has those of the document."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal, NamedTuple


class Option(NamedTuple):
    """An option that gives an argument of an operation or of the client.

    Attributes:
        argument: The name of the argument in Python.
        flags: The spellings of the option, a short one first.
        help: The description and the constraints.
        form: What the option holds: a text, a JSON value, or `bytes`, the content of a file.
        environment: The environment variable that counts without the option, or None.
        config_key: The key in the config file that counts without both, or None.
        required: Whether the operation needs a value, and has no default.
        of_client: Whether it is an argument of the client.
        in_id: Whether the id of the resource contains it.
        multiple: Whether the option can be given several times, for an array.
        secret: Whether the value is a secret. The option then takes no value, only `@FILE` or `-`.
        choices: The values that the document names, for completion; others may be allowed.
        decoder: Returns what decodes the JSON value of the argument. None leaves the text as it is.
    """

    argument: str
    flags: tuple[str, ...]
    help: str
    form: Literal["text", "json", "bytes"] = "text"
    environment: str | None = None
    config_key: str | None = None
    required: bool = True
    of_client: bool = False
    in_id: bool = False
    multiple: bool = False
    secret: bool = False
    choices: tuple[str, ...] = ()
    decoder: Callable[[], Any] | None = None

    @property
    def key(self) -> str:
        """The name of the option among all options of a subcommand."""
        return f"argument_{self.argument}"

    @property
    def is_read(self) -> bool:
        """Whether `@FILE` and `-` stand for the content of a file and of standard input."""
        return self.secret or self.form != "text"

    @property
    def flag(self) -> str:
        """The long spelling, for messages."""
        return self.flags[-1]


class Command(NamedTuple):
    """A subcommand, which calls an operation.

    Attributes:
        name: The name of the subcommand.
        group: The attribute of the client.
        method: The method of the group.
        summary: One line of help.
        description: More help; may be empty.
        options: Options of the operation's parameters and body.
        by_id: The method of the group that takes the id of a resource, or None.
        by_ids: The method of the group that takes many ids, or None.
        in_run: Whether the subcommand `run` starts a program with its result.
        deprecated: Whether callers should stop using it.
    """

    name: str
    group: str
    method: str
    summary: str
    description: str
    options: tuple[Option, ...]
    by_id: str | None = None
    by_ids: str | None = None
    in_run: bool = False
    deprecated: bool = False
