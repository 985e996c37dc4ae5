"""Writes texts of the document into docstrings, so that none can end a docstring early."""

from __future__ import annotations

import re
import textwrap
from typing import Final

from generator.document.constraints import BOUNDS, KEYWORDS, Keyword
from generator.model.engine import safe_for_docstring
from generator.model.package import Field, Group, Parameter
from generator.model.schema import Schema

_WIDTH: Final = 100

#: Characters that are invisible or change how the text around them looks. The list is fixed, since
#: `str.isprintable` depends on the Unicode tables of the Python that runs.
_HIDDEN: Final = re.compile(
    "[\x00-\x1f\x7f-\xa0\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2000-\u200f\u2028-\u202f"
    "\u205f-\u206f\u3000\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


def one_line(text: str) -> str:
    """Return text on one line, without invisible characters."""
    return " ".join(_HIDDEN.sub(" ", text).split())


def visible(text: str) -> str:
    """Return Markdown of the document without invisible characters."""
    return "\n".join(_HIDDEN.sub(" ", line).rstrip() for line in text.strip().split("\n"))


def prose(text: str, indent: int) -> str:
    """Return paragraphs, wrapped and indented; the first line is not indented."""
    lead = " " * indent
    paragraphs = [
        _wrapped(one_line(paragraph), lead, lead) for paragraph in re.split(r"\n\s*\n", text)
    ]
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph).removeprefix(lead)


def item(name: str, text: str, indent: int) -> str:
    """Return an entry of a list of arguments or attributes, with a hanging indent."""
    lead = " " * indent
    return _wrapped(f"{name}: {_sentence(text)}", lead, f"{lead}    ").removeprefix(lead)


def sentence(text: str) -> str:
    """Return the first line of a docstring, with a full stop."""
    return _escaped(_sentence(text))


def rules(schema: Schema) -> str:
    """Return the constraints of a schema in words, each as a sentence of its own."""
    given = {one.keyword: one.value for one in schema.constraints}
    found: list[str] = []
    for low, high in BOUNDS:
        # Only inclusive bounds have a form as short as "1 to 90 characters".
        if low in given and high in given and "exclusive" not in f"{low}{high}":
            found.append(f"{given.pop(low)} to {_counted(KEYWORDS[high], given.pop(high))}")
    for keyword, value in given.items():
        row = KEYWORDS[keyword]
        text = row.words.format(_counted(row, value))
        found.append(text[:1].upper() + text[1:])
    if schema.items is not None and (inner := rules(schema.items)):
        found.append(f"Each item: {inner[:1].lower()}{inner[1:].removesuffix('.')}")
    return " ".join(f"{text}." for text in found)


def described(parameter: Parameter, *, in_call: bool = False) -> str:
    """Return the description of an argument of the client or of a call; not yet escaped."""
    parts = [_sentence(parameter.description), rules(parameter.schema)]
    if parameter.is_identifier:
        parts.append("No space and no slash.")
    if parameter.deprecated:
        parts.insert(0, "Deprecated.")
    sources = ["the client's"] if in_call and parameter.is_client else []
    if parameter.environment:
        sources.append(f"the environment variable {parameter.environment}")
    if sources:
        parts.append(f"When None, {', else '.join(sources)}.")
    return " ".join(part for part in parts if part)


def described_group(group: Group) -> str:
    """Return the description of a group and the calls of its operations; not yet escaped."""
    calls: list[str] = []
    for operation in group.operations:
        names = [parameter.python_name for parameter in operation.positional]
        if operation.body is not None and operation.body.required:
            names.append("body")
        calls.append(f"`{operation.name}({', '.join(names)})`")
    return f"{_sentence(group.description or 'Operations of the service')} {', '.join(calls)}"


def described_option(parameter: Parameter) -> str:
    """Return the help of an option on the command line."""
    parts = ["Deprecated."] if parameter.deprecated else []
    parts += [_sentence(parameter.description), rules(parameter.schema)]
    if parameter.default is not None:
        parts.append(f"By default {one_line(str(parameter.default))}.")
    return " ".join(part for part in parts if part)


def paragraph(text: str) -> str:
    """Return text on one line that ends with a full stop."""
    return _sentence(text)


def described_field(field: Field) -> str:
    """Return the description of a member of a model; not yet escaped."""
    parts = [_sentence(field.description or "See the document"), rules(field.schema)]
    if field.deprecated:
        parts.insert(0, "Deprecated.")
    if field.read_only:
        parts.append("Read-only.")
    return " ".join(part for part in parts if part)


def _counted(row: Keyword, value: object) -> str:
    """Return the value of a keyword with its unit, if it has one."""
    if not row.unit:
        return str(value)
    return f"{value} {row.unit}" if value == 1 else f"{value} {row.unit}s"


def _sentence(text: str) -> str:
    flat = one_line(text)
    return flat if not flat or flat.endswith((".", "!", "?", "…")) else f"{flat}."


def _escaped(text: str) -> str:
    safe = " ".join(safe_for_docstring(text).split())
    # A quotation mark at the very end would join those that close the docstring.
    body = safe.removesuffix('"')
    is_bare = body != safe and (len(body) - len(body.rstrip("\\"))) % 2 == 0
    return f'{body}\\"' if is_bare else safe


def _wrapped(text: str, first: str, later: str) -> str:
    return textwrap.fill(
        _escaped(text),
        _WIDTH,
        initial_indent=first,
        subsequent_indent=later,
        break_long_words=False,
        break_on_hyphens=False,
    )
