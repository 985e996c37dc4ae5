"""The command line of the package: the names of its subcommands and options."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from generator.document.document import Document
from generator.errors import GeneratorError
from generator.model.naming import REIDENTIFY
from generator.model.package import Operation, Package, Parameter

#: Options that every subcommand has, and those that some have.
SHARED: Final[Mapping[str, str]] = {
    "--ids": "the ids of resources, instead of the options that name one",
    "--output": "table, json, tsv or env",
    "-o": "--output",
    "--query": "a JMESPath expression",
    "--env": "of `run`: NAME=MEMBER",
    "--body": "a body: JSON, @FILE or -",
    "--resume": "of many ids: the file to continue",
    "--config-file": "the config file, or the folder where the search starts",
    "--cloud": "the cloud",
    "--token-stdin": "reads the token from standard input",
    "--base-url": "the URL, instead of the cloud's",
    "--scope": "the scope of the token, for --base-url",
    "--timeout": "seconds",
    "--debug": "shows requests and sources",
    "--help": "shows the options and exit codes",
    "-h": "--help",
    "--version": "shows the version",
}
#: The subcommand that starts a program with a result in its environment.
_RUN: Final = "run"
_RESPELL: Final = "give it another spelling with x-sdk-option"


def command_name(name: str) -> str:
    """Return the name on the command line of an operation, a group or an argument."""
    return name.strip("_").replace("_", "-").lower()


def option(argument: str, marked: str | None) -> tuple[str, ...]:
    """Return the spellings of the option of a parameter.

    Args:
        argument: The name of the argument in Python.
        marked: The spellings in the document, such as `-n/--name`, or None.
    """
    if marked is not None:
        return tuple(marked.split("/"))
    name = f"--{command_name(argument)}"
    return (f"{name}-value" if name in SHARED else name,)


def check_command(document: Document, package: Package) -> None:
    """Refuse names that the command line has already.

    Raises:
        GeneratorError: If there is one.
    """
    for error in _errors(document, package):
        raise error


def _errors(document: Document, package: Package) -> Iterator[GeneratorError]:
    started = [operation for operation in package.operations if operation.is_run]
    for operation in started[1:]:
        place = f"{operation.pointer}/x-sdk-run"
        todo = "mark the one whose result programs need"
        yield document.error(place, "is the second operation for `run`", todo)
    names = [group.name for group in package.groups]
    if len(names) == 1:
        names = [operation.name for operation in package.operations]
    if started and _RUN in map(command_name, names):
        problem = f"another subcommand has the name {_RUN!r}"
        yield document.error(started[0].pointer, problem, "leave x-sdk-run out")
    for group in package.groups:
        seen: set[str] = set()
        for operation in group.operations:
            name = command_name(operation.name)
            if name in seen:
                place = f"{operation.pointer}/operationId"
                yield document.error(place, f"another subcommand has the name {name!r}", REIDENTIFY)
            seen.add(name)
            yield from _spellings(document, operation)


def _spellings(document: Document, operation: Operation) -> Iterator[GeneratorError]:
    seen: dict[str, Parameter] = {}
    for parameter in operation.parameters:
        for flag in parameter.option:
            if flag in SHARED or flag in seen:
                other = f"{seen[flag].name!r}" if flag in seen else "every subcommand"
                problem = f"its option {flag} belongs to {other} already"
                yield document.error(parameter.pointer, problem, _RESPELL)
            seen[flag] = parameter
