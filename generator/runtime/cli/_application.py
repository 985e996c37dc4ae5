"""The command: its subcommands and options, made from `_commands`, and how it ends.

Modules that only some calls need (rich, jmespath, azure-identity) are imported where they are used.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import Any, NamedTuple

import click

from .._about import API_VERSION, CLOUDS, DISTRIBUTION
from ..errors import APIError
from . import _arguments, _output
from ._codes import HELP, RUN_HELP, Code
from ._commands import COMMANDS, CONFIG, TITLE
from ._facts import Command, Option
from ._failures import Failure, code_of, message_of
from ._ids import given_ids, read_ids

_SETTINGS: Mapping[str, Any] = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
_ORDER = "An option counts before its environment variable, and that before a config file."
_VARIABLE = f"_{DISTRIBUTION.replace('-', '_').upper()}_COMPLETE"


def _listed(heading: str, rows: Iterable[tuple[int, str]]) -> str:
    """Return a list of exit codes whose lines click does not wrap."""
    return "\n".join(["\b", heading, *(f"  {code:<4d}{text}" for code, text in rows)])


_EXIT_CODES = _listed("Exit codes:", HELP)
_COMPLETION = "\n".join(
    [
        "\b",
        "Completion, in the start file of your shell:",
        f'  bash  eval "$({_VARIABLE}=bash_source {DISTRIBUTION})"',
        f'  zsh   eval "$({_VARIABLE}=zsh_source {DISTRIBUTION})"',
        f"  fish  {_VARIABLE}=fish_source {DISTRIBUTION} | source",
    ]
)


def main(arguments: Sequence[str]) -> int:
    """Run the command.

    Args:
        arguments: Arguments of the command line.

    Returns:
        The exit code; see `_codes.Code`.
    """
    given = list(arguments) or ["--help"]
    output = sys.stdout
    try:
        code = _application().main(given, prog_name=DISTRIBUTION, standalone_mode=False)
    except click.UsageError as error:
        code = Code.USAGE
        _say(_usage(error))
    except click.ClickException as error:
        code = Code.FAILED
        _say(error.format_message())
    except Failure as error:
        code = error.code
        _say(str(error))
    except (click.Abort, KeyboardInterrupt):
        code = Code.INTERRUPTED
        _say("interrupted")
    except SystemExit:
        # click ends like this, and replaces the stream, if nobody reads the help.
        if sys.stdout is output:
            raise
        code = Code.CLOSED_PIPE
    except Exception as error:  # A person at a shell gets one line, whatever happens.
        code = Code.FAILED
        _say(_unexpected(error))
    if given[0] == "run" and Code.DONE < (code or Code.DONE) < Code.RUN_FAILED:
        code = Code.RUN_FAILED
    return int(code or Code.DONE)


def _application() -> click.Group:
    """Return the command with all subcommands."""
    root = click.Group(
        help=f"{TITLE}, api-version {API_VERSION}.",
        epilog="\n\n".join([_EXIT_CODES, _COMPLETION]),
        context_settings=dict(_SETTINGS),
        params=[
            click.Option(
                ["--version"],
                is_flag=True,
                is_eager=True,
                expose_value=False,
                callback=_print_version,
                help="Show the version, and what the package is made from.",
            )
        ],
    )
    groups = dict.fromkeys(command.group for command in COMMANDS)
    for name in groups:
        parent = root
        if len(groups) > 1:
            parent = click.Group(name.replace("_", "-"), no_args_is_help=False)
            root.add_command(parent)
        for command in COMMANDS:
            if command.group == name:
                parent.add_command(_subcommand(command))
    for command in COMMANDS:
        if command.in_run:
            root.add_command(_run_subcommand(command))
    return root


def _print_version(context: click.Context, _: click.Parameter, is_given: bool) -> None:
    if is_given:
        from .._version import version

        click.echo(version())
        context.exit()


def _subcommand(command: Command) -> click.Command:
    output = [
        click.Option(
            ["-o", "--output"],
            type=click.Choice(["table", "json", "tsv", "env"]),
            default="table",
            show_default=True,
            help="Format of the output. A table masks keys; the others print them. `env` writes "
            "lines for a dotenv file.",
        ),
        click.Option(["--query"], help="JMESPath expression: what to print, as az has it."),
    ]
    return click.Command(
        command.name,
        callback=partial(_call, command),
        params=[*_parameters(command.options), *_ids(command), *output, *_connection()],
        help="\n\n".join(filter(None, [command.summary, command.description])),
        short_help=command.summary,
        epilog="\n\n".join([_ORDER, _EXIT_CODES]),
        deprecated=command.deprecated,
    )


def _run_subcommand(command: Command) -> click.Command:
    names = click.Option(
        ["--env"],
        metavar="NAME=MEMBER",
        multiple=True,
        help="Name of a variable, and the member of the result that it gets, such as "
        "API_KEY=primaryKey. By default, all members, primaryKey as PRIMARY_KEY.",
    )
    one_id = click.Option(
        ["--ids"],
        metavar="ID",
        multiple=True,
        help="Id of the resource, as the portal, az and Resource Graph show it, instead of the "
        "options that name it.",
    )
    return click.Command(
        "run",
        callback=partial(_start, command),
        params=[
            *_parameters(command.options),
            *([] if command.by_id is None else [one_id]),
            names,
            *_connection(),
            click.Argument(["program"], nargs=-1, required=True, metavar="-- COMMAND [ARG]..."),
        ],
        help=f"Run COMMAND with the result of `{command.name}` in its environment.\n\n"
        "Nothing is printed or written. Signals and the exit status are those of COMMAND. With "
        "--token-stdin, it has no standard input of its own: the token was all.",
        short_help=f"Run a program with the result of `{command.name}` in its environment.",
        epilog=f"{_ORDER}\n\n{_listed('Exit codes, apart from those of COMMAND:', RUN_HELP)}",
        context_settings={"allow_interspersed_args": False},
    )


def _parameters(options: Sequence[Option]) -> list[click.Parameter]:
    return [
        click.Option(
            [*option.flags, option.key],
            help=_help(option),
            multiple=option.multiple,
            metavar=_metavar(option),
            shell_complete=partial(_complete, option.choices),
        )
        for option in options
    ]


def _ids(command: Command) -> list[click.Parameter]:
    """Return the option `--ids`, and the argument that takes the words after its first one."""
    if command.by_id is None:
        return []
    text = "Ids of the resources, as the portal, az and Resource Graph show them, instead of the "
    text += "options that name a resource. All words that follow are ids."
    if command.by_ids is not None:
        text += " `-` reads them from standard input. For several ids, or `-`, each outcome is a "
        text += "line of JSON."
    resume = click.Option(
        ["--resume"],
        metavar="FILE",
        help="Note in FILE which ids succeeded, without their results, and leave these out when "
        "the command is run again.",
    )
    return [
        click.Option(["--ids"], metavar="ID...", multiple=True, help=text),
        *([] if command.by_ids is None else [resume]),
        click.Argument(["more_ids"], nargs=-1, required=False, metavar=""),
    ]


def _help(option: Option) -> str:
    places = ["required"] if option.required else []
    places += [option.environment] if option.environment else []
    places += [f"{option.config_key} in a config file"] if option.config_key else []
    return f"{option.help}  [{', or '.join(places)}]" if places else option.help


def _metavar(option: Option) -> str:
    if option.secret or option.form == "bytes":
        return "@FILE"
    return "TEXT" if option.form == "text" else "JSON"


def _complete(
    choices: tuple[str, ...], _context: click.Context, _parameter: click.Parameter, start: str
) -> list[str]:
    return [choice for choice in choices if choice.startswith(start)]


def _connection() -> list[click.Parameter]:
    """Return the options of the connection, which every subcommand has."""
    clouds = [
        click.Option(
            ["--cloud"],
            type=click.Choice(list(CLOUDS)),
            default=next(iter(CLOUDS)),
            show_default=True,
            help="The cloud to send requests to.",
        )
        for _ in range(bool(CLOUDS))
    ]
    files = [
        click.Option(
            ["--config-file"],
            metavar="PATH",
            help="The config file, or the folder where the search for it starts. By default, the "
            f"current folder, then its parents: {', '.join(config.names)}.",
        )
        for config in filter(None, [CONFIG])
    ]
    return [
        *files,
        *clouds,
        click.Option(
            ["--token-stdin"],
            is_flag=True,
            help="Read a token from standard input. By default, azure-identity signs in, as `az "
            "login`, a managed identity or the environment has it.",
        ),
        # No environment variable: whoever sets one would decide where tokens go.
        click.Option(
            ["--base-url"],
            metavar="URL",
            help="Send requests and tokens there instead: https, or http to localhost.",
        ),
        click.Option(["--scope"], help="Scope of the token, for a --base-url."),
        click.Option(
            ["--timeout"],
            type=float,
            metavar="SECONDS",
            help="Limit of the whole call, with retries.  [default: 120]",
        ),
        click.Option(
            ["--debug"],
            is_flag=True,
            help="Show requests, retries and where values come from, never a secret.",
        ),
    ]


def _call(command: Command, **given: Any) -> int:
    """Call an operation and print its result."""
    form: _output.Format = given["output"]
    search: _output.Search | None = None
    if given["query"] is not None:
        from ._query import compiled

        search = compiled(given["query"])
    words = given_ids(command.options, given)
    resume = given.get("resume")
    if resume is not None and not words:
        raise Failure("--resume is for --ids")
    if len(words) > 1 or "-" in words or resume is not None:
        return _many(command, given, search)
    result = _result(command, given)
    if isinstance(result, bytes):
        _output.write_bytes(result)
        return Code.DONE
    value = _output.masked(result) if form == "table" else _output.plain(result)
    if search is not None:
        value = search(value)
        if value is None:
            _say("warning: the --query found nothing")
    _output.write(_output.written(value, form))
    return Code.DONE


def _start(command: Command, **given: Any) -> int:
    """Call an operation and run a program with its result."""
    from . import _run

    names = _run.parsed_names(given["env"])
    path = _run.program(given["program"])
    variables = _run.environment(_output.plain(_result(command, given)), names)
    _run.execute(path, given["program"], variables)


def _many(command: Command, given: Mapping[str, Any], search: _output.Search | None) -> int:
    """Call an operation for many resources, and print a line for each of them."""
    if given["output"] not in {"table", "json"}:
        raise Failure(f"-o {given['output']} is for one id; use -o json, a line for each")
    with _call_of(command, given) as call:
        if command.by_ids is None:
            raise Failure("--ids takes one id")
        # Imported here: rich, jmespath and this are for some calls only.
        from . import _many

        run = _many.Run(
            command.name,
            call.ids,
            place=call.place,
            resume=given["resume"],
            line=partial(_output.line, form=given["output"], search=search),
            options=command.options,
        )
        return run.print_all(partial(call.method(command.by_ids), **call.arguments), _say)


def _result(command: Command, given: Mapping[str, Any]) -> Any:
    """Return the result of an operation.

    Raises:
        Failure: If there is none.
    """
    with _call_of(command, given) as call:
        if len(call.ids) > 1:
            raise Failure("--ids takes one id here")
        method = command.by_id if call.ids and command.by_id else command.method
        return call.method(method)(*call.ids, **call.arguments)


class _Call(NamedTuple):
    """What a call needs."""

    ids: list[str]
    arguments: Mapping[str, Any]
    method: Callable[[str], Callable[..., Any]]
    place: str


@contextmanager
def _call_of(command: Command, given: Mapping[str, Any]) -> Generator[_Call, None, None]:
    """Open a client for a call, and turn an error of the call into a `Failure`."""
    words = given_ids(command.options, given)
    options = [one for one in command.options if not (words and one.in_id)]
    found = _arguments.values(options, given, CONFIG)
    _arguments.check_standard_input(options, found, given)
    ids = read_ids(words)
    sources = list(_arguments.sources(options, found))
    if given["debug"]:
        _log()
        for line in sources:
            _say(f"debug: {line}")
    from . import _connection

    of_client = [option for option in options if option.of_client]
    of_call = [option for option in options if not option.of_client]
    try:
        with _connection.client(given, _arguments.arguments(of_client, found)) as client:
            group = getattr(client, command.group)
            arguments = _arguments.arguments(of_call, found)
            place = f"{given['base_url'] or given.get('cloud')}"
            yield _Call(ids, arguments, partial(getattr, group), place)
        return
    except APIError as error:
        code, message = code_of(error), message_of(error, command.options)
    if code is Code.NOT_FOUND and sources:
        # The usual reason is a value that the person did not write.
        message += f" Note: {'; '.join(sources)}."
    raise Failure(message, code)


def _log() -> None:
    """Show the log of the package on standard error."""
    import logging

    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter(f"{DISTRIBUTION}: debug: %(message)s"))
    logger = logging.getLogger((__package__ or "").rpartition(".")[0])
    logger.setLevel(logging.DEBUG)
    logger.addHandler(handler)


def _usage(error: click.UsageError) -> str:
    path = DISTRIBUTION if error.ctx is None else error.ctx.command_path
    message = error.format_message()
    return f"{message[:1].lower()}{message[1:].rstrip('.')}; see `{path} --help`"


def _unexpected(error: Exception) -> str:
    """Return a line for an error of the command itself, without its text: it may hold a secret."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename}, line {frame.lineno}"
    return f"unexpected {type(error).__name__} in {place}; please report it"


def _say(message: str) -> None:
    """Write a line to standard error, if there is a message."""
    if not message:
        return
    with suppress(OSError):  # Nobody reads it.
        click.echo(f"{DISTRIBUTION}: {message}", err=True)
