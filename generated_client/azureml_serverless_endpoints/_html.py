# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Tables that notebooks show for results and errors.

A table shows what the repr shows, so secrets are masked. Text is escaped, and the classes
`tex2jax_ignore` and `mathjax_ignore` keep a notebook from reading `$` in it as mathematics.
"""

from __future__ import annotations

from collections.abc import Iterable
from html import escape
from typing import Any, Final

import attrs

from ._secret import SecretStr
from ._text import one_line

_TABLE: Final = '<table class="tex2jax_ignore mathjax_ignore">'
#: Attributes of errors that only repeat parts of the message.
_IN_MESSAGE: Final = frozenset({"advice", "code", "error", "message", "target", "violations"})
_LEFT: Final = 'style="text-align: left"'


def fields_table(value: attrs.AttrsInstance) -> str:
    """Return the table of an object: the fields that its repr shows.

    A field that is such an object itself has a table in its cell; below that, its repr is shown.
    """
    return _table(type(value).__name__, ((name, _cell(one)) for name, one in _fields(value)))


def error_table(error: BaseException) -> str:
    """Return the table of an error: its message, and what else its public attributes tell."""
    rows = [("message", str(error))]
    rows += [
        (name, value)
        for name, value in vars(error).items()
        if value is not None and name not in _IN_MESSAGE and not name.startswith("_")
    ]
    return _table(type(error).__name__, ((name, _text(value)) for name, value in rows))


def _fields(value: Any) -> list[tuple[str, object]]:
    fields: Iterable[attrs.Attribute[Any]] = attrs.fields(value.__class__)
    return [(str(field.alias), getattr(value, field.name)) for field in fields if field.repr]


def _cell(value: object) -> str:
    if not attrs.has(type(value)):
        return _text(value)
    return _table(type(value).__name__, ((name, _text(one)) for name, one in _fields(value)))


def _text(value: object) -> str:
    """Return a value on one line of at most 600 characters, escaped."""
    text = str(value) if isinstance(value, (str, SecretStr)) else repr(value)
    return escape(one_line(text))


def _table(title: str, rows: Iterable[tuple[str, str]]) -> str:
    """Return a table.

    Args:
        title: The title, as text.
        rows: Names as text, and cells as HTML.
    """
    lines = [
        f"<tr><th {_LEFT}>{escape(name)}</th><td {_LEFT}>{cell}</td></tr>" for name, cell in rows
    ]
    head = f'<tr><th colspan="2" {_LEFT}>{escape(title)}</th></tr>'
    return "\n".join([_TABLE, head, *lines, "</table>"])
