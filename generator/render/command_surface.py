"""Writes the part of `api.md` about the command line: subcommands, options and exit codes."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.command import SHARED, command_name
from generator.model.package import Operation, Package, Parameter
from generator.runtime.cli._codes import HELP, RUN_HELP

_HEAD = """
## Command line

A line for each option, by its long spelling, and for each exit code.

```text"""


def command_surface(package: Package) -> str:
    """Return the text for the command line of a package."""
    lines = [_HEAD]
    for group in package.groups:
        prefix = f"{command_name(group.name)}." if len(package.groups) > 1 else ""
        for operation in group.operations:
            lines += _subcommand(f"{prefix}{command_name(operation.name)}", operation)
            if operation.is_run:
                lines.append(f"run: the options of {prefix}{command_name(operation.name)}")
    lines += [f"{name}: {text}" for name, text in SHARED.items()]
    lines += [f"exit-code.{code:d}: {text}" for code, text in (*HELP, *RUN_HELP)]
    return "\n".join([*lines, "```", ""])


def _subcommand(name: str, operation: Operation) -> Iterator[str]:
    deprecated = "  # deprecated" if operation.deprecated else ""
    yield f"{name}: {operation.method} {operation.path}{deprecated}"
    for parameter in operation.parameters:
        yield f"{name}.{parameter.option[-1]}: {', '.join(_facts(parameter))}"
    if operation.body is not None:
        yield f"{name}.--body: {'required' if operation.body.required else 'optional'}"


def _facts(parameter: Parameter) -> Iterator[str]:
    """Yield what a caller may rely on: other spellings, and where a value comes from."""
    yield from parameter.option[:-1]
    yield "required" if parameter.required and parameter.default is None else "optional"
    if environment := parameter.option_environment or parameter.environment:
        yield environment
    if parameter.config_key is not None:
        yield f"{parameter.config_key} in a config file"
