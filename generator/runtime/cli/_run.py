"""The subcommand `run`: starts a program with a result in its environment."""

from __future__ import annotations

import os
import shutil
import signal
import sys
from collections.abc import Mapping, Sequence
from typing import Any, NoReturn

from ._codes import Code
from ._failures import Failure
from ._output import VARIABLE, texts, variable_name, variables


def parsed_names(given: Sequence[str]) -> dict[str, str]:
    """Return the members of the result by the names of variables.

    Args:
        given: Texts such as `API_KEY=primaryKey`.

    Raises:
        Failure: If a text is of another form, or a name is given twice.
    """
    names: dict[str, str] = {}
    for text in given:
        name, _, member = text.partition("=")
        if not VARIABLE.fullmatch(name) or not member:
            message = f"--env: {text!r} is not of the form NAME=MEMBER, such as API_KEY=primaryKey"
            raise Failure(message, Code.RUN_FAILED)
        if name in names:
            raise Failure(f"--env: names {name} twice", Code.RUN_FAILED)
        names[name] = member
    return names


def program(command: Sequence[str]) -> str:
    """Return the path of a program, before any key is asked for.

    Raises:
        Failure: If there is none, or it cannot be executed.
    """
    path = shutil.which(command[0])
    if path is not None:
        return path
    if os.path.dirname(command[0]) and os.path.exists(command[0]):  # noqa: PTH110, PTH120
        message = f"run: {command[0]!r} is not a program; check its path and permissions"
        raise Failure(message, Code.NOT_EXECUTABLE)
    message = f"run: there is no program {command[0]!r}; check its name and PATH"
    raise Failure(message, Code.NO_COMMAND)


def environment(result: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of this process with the texts of a result.

    Args:
        result: The JSON value of the result.
        names: The members of the result by the names of variables. Empty: every text.

    Raises:
        Failure: If the result lacks a member, or has none that a variable can hold.
    """
    inherited = dict(os.environ)
    found = _chosen(result, names) if names else variables(result)
    for name, text in found.items():
        if "\0" in text:
            raise Failure(f"run: {name} contains a null character", Code.RUN_FAILED)
    if not names:
        # A variable of an earlier result must not stand beside those of this one.
        for member in result:
            inherited.pop(variable_name(member), None)
    return inherited | found


def _chosen(result: Any, names: Mapping[str, str]) -> dict[str, str]:
    """Return the texts of some members of a result by the names of their variables."""
    found = texts(result)
    missing = [member for member in names.values() if member not in found]
    if missing:
        message = (
            f"run: the result has no {', '.join(missing)}; it has {', '.join(found) or 'none'}"
        )
        raise Failure(message, Code.RUN_FAILED)
    return {name: found[member] for name, member in names.items()}


def execute(path: str, command: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Run a program in the place of this process, and never return.

    Args:
        path: The path of the program.
        command: Its name and its arguments.
        variables: Its environment.

    Raises:
        Failure: If the system cannot execute it.
        SystemExit: On Windows, with the exit status of the program.
    """
    try:
        if os.name == "nt":
            _wait(path, command, variables)
        # Python ignores these signals, and a program inherits what is ignored.
        for name in ("SIGPIPE", "SIGXFSZ"):
            signal.signal(getattr(signal, name), signal.SIG_DFL)
        # The program takes the place of this process: it receives every signal itself, its exit
        # status is the one that the caller sees, and no second process holds keys and token.
        os.execve(path, list(command), variables)  # noqa: S606 - the task of `run`
    except OSError as error:
        message = f"run: {command[0]!r} cannot be executed: {error.strerror}"
        raise Failure(message, Code.NOT_EXECUTABLE) from None


def _wait(path: str, command: Sequence[str], variables: Mapping[str, str]) -> NoReturn:
    """Run a program and pass its exit status on: Windows cannot replace a process."""
    import subprocess

    # Ctrl-C reaches the program as well, which decides what to do.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(subprocess.call([path, *command[1:]], env=variables))
