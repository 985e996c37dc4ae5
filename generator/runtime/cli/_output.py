"""Writes a result to standard output: as a table, JSON, TSV, or lines of a dotenv file."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any, Literal, TextIO, TypeAlias

from .. import _json
from .._secret import SecretStr
from ._codes import Code
from ._failures import Failure

Format: TypeAlias = Literal["table", "json", "tsv", "env"]
#: Applies a JMESPath expression to a JSON value.
Search: TypeAlias = Callable[[Any], Any]

_MASK = "**********"
#: Values that every reader of dotenv files takes for the same text without quotes.
_PLAIN = re.compile(r"[A-Za-z0-9_./+:@%,=-]*")
#: Values that readers take for the same text in single quotes.
_QUOTABLE = re.compile(r"[^'\x00-\x1f\x7f]*")
#: The name of a variable that every shell accepts.
VARIABLE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")


def plain(result: Any) -> Any:
    """Return the JSON value of a result, with secrets in plain text."""
    return _json.encode(result)


def masked(result: Any) -> Any:
    """Return the JSON value of a result with every secret masked.

    Every text that equals a secret is masked, wherever it stands.
    """
    hidden = {text for text in _secrets(result) if text}

    def mask(value: Any) -> Any:
        if isinstance(value, str):
            return _MASK if value in hidden else value
        if _json.is_object(value):
            return {name: mask(member) for name, member in value.items()}
        return [mask(item) for item in value] if _json.is_array(value) else value

    return mask(plain(result))


def written(value: Any, form: Format) -> str:
    """Return the text of a JSON value in a format.

    Args:
        value: The value.
        form: The format. A table is for people: masked, without objects inside of others.

    Raises:
        Failure: If the format has no form for the value.
    """
    if value is None:
        return ""
    if form == "json":
        # A console of Windows may not have every character.
        is_unicode = "utf" in (getattr(sys.stdout, "encoding", None) or "ascii").lower()
        return json.dumps(value, indent=2, ensure_ascii=not is_unicode) + "\n"
    if form == "env":
        return "".join(f"{name}={_quoted(name, text)}\n" for name, text in variables(value).items())
    if form == "tsv":
        rows = value if _json.is_array(value) else [value]
        return "".join("\t".join(map(_cell, _cells(row))) + "\n" for row in rows)
    return _table(value)


def line(
    resource_id: str,
    *,
    result: Any = None,
    error: Mapping[str, Any] | None = None,
    form: Format,
    search: Search | None,
) -> str:
    """Return the outcome of one of many resources as a line of JSON.

    Args:
        resource_id: The id of the resource.
        result: The result, of which `form` decides whether secrets are masked.
        error: What is said of the error instead, if there is one.
        form: The format.
        search: What to write of the result; None for all of it.
    """
    if error is not None:
        return json.dumps({"id": resource_id, "error": error}) + "\n"
    value = masked(result) if form == "table" else plain(result)
    if search is not None:
        value = search(value)
    return json.dumps({"id": resource_id, "result": value}) + "\n"


def write(text: str) -> None:
    """Write a text to standard output at once.

    Raises:
        Failure: If it cannot be written. A closed pipe has no message.
    """
    given: TextIO | None = sys.stdout
    if given is None:
        raise Failure("standard output is closed", Code.FAILED)
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except UnicodeEncodeError:
        sys.stdout.buffer.write(text.encode(sys.stdout.encoding, "backslashreplace"))
        sys.stdout.flush()
    except OSError as error:
        # Python flushes standard output once more at its end, and would report the failure again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if isinstance(error, BrokenPipeError):
            raise Failure("", Code.CLOSED_PIPE) from None
        message = f"standard output cannot be written: {error.strerror}"
        raise Failure(message, Code.FAILED) from None


def texts(value: Any) -> dict[str, str]:
    """Return the members of a JSON object that are texts, numbers, or true or false, as texts."""
    if not _json.is_object(value):
        return {}
    return {
        name: member if isinstance(member, str) else _cell(member)
        for name, member in value.items()
        if member is not None and not _json.is_object(member) and not _json.is_array(member)
    }


def variables(value: Any) -> dict[str, str]:
    """Return the environment variables that a JSON object makes, one for each of its texts.

    Raises:
        Failure: If the value is not an object, a name is not that of a variable or of two, or there
            is none.
    """
    if not _json.is_object(value):
        message = "there are no names for variables; use a --query such as '{NAME: member}'"
        raise Failure(message, Code.FAILED)
    found: dict[str, str] = {}
    for member, text in texts(value).items():
        name = variable_name(member)
        if not VARIABLE.fullmatch(name) or name in found:
            problem = "two variables" if name in found else "no variable"
            raise Failure(f"{_shown(name)!r} would name {problem}; choose names", Code.FAILED)
        found[name] = text
    if not found:
        raise Failure("the result holds no value", Code.FAILED)
    return found


def variable_name(member: str) -> str:
    """Return the name of the variable for a member of JSON: PRIMARY_KEY for primaryKey."""
    words = re.sub(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])", "_", member)
    return re.sub(r"[-. ]", "_", words).upper()


def _secrets(value: Any) -> Iterator[str]:
    """Yield the texts of all secrets in a result."""
    if isinstance(value, SecretStr):
        yield value.get_secret_value()
    elif _json.is_object(value):
        for member in value.values():
            yield from _secrets(member)
    elif _json.is_array(value):
        for item in value:
            yield from _secrets(item)
    else:
        fields: Sequence[Any] = getattr(value, "__attrs_attrs__", ())
        for field in fields:
            yield from _secrets(getattr(value, field.name))


def _quoted(name: str, text: str) -> str:
    if _PLAIN.fullmatch(text):
        return text
    if _QUOTABLE.fullmatch(text):
        return f"'{text}'"
    message = f"{name} contains a quote or a line end, which dotenv files have no common form for"
    raise Failure(f"{message}; use -o json", Code.FAILED)


def _cells(row: Any) -> Sequence[Any]:
    if _json.is_object(row):
        return list(row.values())
    return row if _json.is_array(row) else [row]


def _cell(value: Any) -> str:
    """Return a JSON value on one line, without characters that act on a terminal."""
    if value is None:
        return ""
    if isinstance(value, str):
        return _shown(value)
    return json.dumps(value, ensure_ascii=True)


def _shown(text: str) -> str:
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _table(value: Any) -> str:
    """Return a table of objects, without members that are arrays or objects; else one column."""
    rows = _rows(value)
    if not rows:
        return ""
    if not all(map(_json.is_object, rows)):
        return _drawn(["Result"], [[_cell(row)] for row in rows])
    names = list(
        dict.fromkeys(
            name
            for row in rows
            for name, member in row.items()
            if not _json.is_object(member) and not _json.is_array(member)
        )
    )
    # Headings as az writes them: PrimaryKey for primaryKey.
    headings = [_shown(name[:1].upper() + name[1:]) for name in names]
    return _drawn(headings, [[_cell(row.get(name)) for name in names] for row in rows])


def _rows(value: Any) -> Sequence[Any]:
    if _json.is_array(value):
        return value
    # A page of Azure Resource Manager: its items are in `value`.
    if _json.is_object(value) and _json.is_array(page := value.get("value")):
        return page
    return [value]


def _drawn(headings: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    from io import StringIO

    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    # Dashes below the headings, which every console has.
    dashes = box.Box("    \n    \n -- \n    \n    \n -- \n    \n    \n", ascii=True)
    table = Table(box=dashes, show_edge=False, pad_edge=False, header_style="bold cyan")
    for heading in headings:
        # Never cut or wrapped, so that the text can be searched and pasted.
        table.add_column(Text(heading), no_wrap=True, overflow="ignore")
    for row in rows:
        table.add_row(*map(Text, row))
    file = StringIO()
    # rich decides by NO_COLOR and TERM whether a terminal gets colour.
    given: TextIO | None = sys.stdout
    is_terminal = given is not None and given.isatty()
    console = Console(file=file, force_terminal=is_terminal, width=10_000, legacy_windows=False)
    console.print(table)
    lines = file.getvalue().splitlines()
    return "".join(f"{line.rstrip()}\n" for line in lines)


def write_bytes(content: bytes) -> None:
    """Write the content of a file to standard output.

    Raises:
        Failure: If standard output is a terminal.
    """
    if sys.stdout.isatty():
        raise Failure("the result is not text; redirect the output to a file")
    sys.stdout.buffer.write(content)
    sys.stdout.flush()
