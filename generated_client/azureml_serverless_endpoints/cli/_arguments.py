# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Turns the options of a subcommand into the arguments of a call."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from .. import _json
from .._secret import SecretStr
from ._facts import Option
from ._failures import Failure


class Value(NamedTuple):
    """A value for an option, and where it comes from.

    Attributes:
        text: What was given: a text, or a tuple of texts if the option can be given several times.
        source: The place, as the end of a sentence; None for the command line.
    """

    text: Any
    source: str | None = None


def values(options: Sequence[Option], given: Mapping[str, Any]) -> dict[str, Value]:
    """Return the values of options: of the command line, else of the environment.

    Args:
        options: The options of a subcommand.
        given: What the command line gives, by the keys of options.

    Raises:
        Failure: If values are missing. The message names all of them.
    """
    found = {option.argument: value for option in options if (value := _value(option, given))}
    missing = [one for one in options if one.required and one.argument not in found]
    if missing:
        names = " and ".join(_missing(one) for one in missing)
        raise Failure(f"{names} {'is' if len(missing) == 1 else 'are'} missing")
    return found


def arguments(options: Sequence[Option], found: Mapping[str, Value]) -> dict[str, Any]:
    """Return the values of options as the Python types that a call takes.

    Args:
        options: The options of a subcommand.
        found: Their values.

    Raises:
        Failure: If a value cannot be read. The message does not contain it.
    """
    return {
        one.argument: _read(one, found[one.argument].text)
        for one in options
        if one.argument in found
    }


def sources(options: Sequence[Option], found: Mapping[str, Value]) -> Iterator[str]:
    """Yield a sentence for each value that does not come from the command line."""
    for option in options:
        value = found.get(option.argument)
        if value is not None and value.source is not None:
            yield f"{option.flag} is {value.text!r}, from {value.source}"


def check_standard_input(
    options: Sequence[Option], found: Mapping[str, Value], given: Mapping[str, Any]
) -> None:
    """Refuse options of which each would read standard input to its end.

    Args:
        options: The options of a subcommand.
        found: Their values.
        given: What the command line gives.

    Raises:
        Failure: If there are two.
    """
    readers = ["--token-stdin"] if given.get("token_stdin") else []
    readers += ["--ids -"] if "-" in (given.get("ids") or ()) else []
    for option in options:
        texts = found[option.argument].text if option.argument in found else ()
        if option.is_read and "-" in (texts if option.multiple else (texts,)):
            readers.append(f"{option.flag} -")
    if len(readers) > 1:
        message = "exclude each other, because both read standard input"
        raise Failure(f"{' and '.join(readers[:2])} {message}")


def standard_input(wanted: str) -> bytes:
    """Return what standard input holds.

    Args:
        wanted: What is expected there, for the message.

    Raises:
        Failure: If it cannot be read.
    """
    try:
        return sys.stdin.buffer.read()
    except (AttributeError, OSError, ValueError):
        raise Failure(f"standard input cannot be read; pipe {wanted} to the command") from None


def _value(option: Option, given: Mapping[str, Any]) -> Value | None:
    text = given.get(option.key)
    if text is not None and text != ():
        return Value(text)
    if option.environment and (text := os.environ.get(option.environment)):
        return Value((text,) if option.multiple else text, option.environment)
    return None


def _missing(option: Option) -> str:
    places = [f"the environment variable {option.environment}"] if option.environment else []
    return f"{option.flag} (or {' or '.join(places)})" if places else option.flag


def _read(option: Option, text: Any) -> Any:
    if option.multiple:
        value: Any = [_json_value(option, one) for one in text]
    else:
        value = _json_value(option, text)
    if option.decoder is None:
        return value
    try:
        return option.decoder()(value, False)
    except _json.Mismatch as mismatch:
        problem = f"{option.flag}: {str(mismatch).removeprefix('it ')}"
    raise Failure(problem)


def _json_value(option: Option, text: str) -> Any:
    """Return the JSON value that an option or the file it names contains."""
    if not option.is_read:
        return text
    is_inline = not (text == "-" or text.startswith("@"))
    if is_inline and (option.secret or option.form == "bytes"):
        raise Failure(f"{option.flag} takes @FILE, or - for standard input, not the value itself")
    content = text.encode() if is_inline else _content(option, text)
    if option.form == "bytes":
        return content
    try:
        decoded = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Failure(f"{option.flag}: is not UTF-8") from None
    if option.form == "text":
        return SecretStr(decoded.strip()) if option.decoder is None else decoded.strip()
    try:
        value = json.loads(decoded)
    except (ValueError, RecursionError):
        if not is_inline or text[:1] in {"{", "[", '"'}:
            raise Failure(f"{option.flag}: is not valid JSON") from None
        # A plain word, where the document allows strings beside other values.
        return text
    if _json.is_too_deep(value):
        raise Failure(f"{option.flag}: is nested too deeply")
    return value


def _content(option: Option, text: str) -> bytes:
    if text == "-":
        return standard_input(f"the value of {option.flag}")
    try:
        return Path(text[1:]).read_bytes()
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or "not a path"
    raise Failure(f"{option.flag}: the file {text[1:]!r} cannot be read: {reason}")
