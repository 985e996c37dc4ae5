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
from .._config_file import ConfigFile, find_config, read_config
from .._secret import SecretStr
from ..errors import InvalidParameterError
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


def values(
    options: Sequence[Option], given: Mapping[str, Any], config_file: ConfigFile | None
) -> dict[str, Value]:
    """Return the values of options: of the command line, else the environment, else a config file.

    The config file is read only if a value is missing that it can give, or if it was named.

    Args:
        options: The options of a subcommand.
        given: What the command line gives, by the keys of options.
        config_file: What the document says of the config file, or None.

    Raises:
        Failure: If values are missing. The message names all of them. Or if the config file that
            was named, or that should give one, cannot be used.
    """
    found = {one.argument: value for one in options if (value := _value(one, given))}
    wanted = [one for one in options if one.config_key and one.argument not in found]
    problem = ""
    if config_file is not None and (wanted or given.get("config_file") is not None):
        path = given.get("config_file")
        try:
            file = find_config(config_file, path)
            if file is not None or path is not None:
                members = read_config(config_file, file if path is None else path)
                for one in wanted:
                    found[one.argument] = Value(members[one.argument], f"{file}")
        except InvalidParameterError as error:
            problem = error.violations[0].rule
            if path is not None:
                raise Failure(f"--config-file {problem}") from None
    missing = [one for one in options if one.required and one.argument not in found]
    if missing:
        message = f"missing: {', '.join(map(_place, missing))}"
        if problem and any(one.config_key for one in missing):
            message += f"; the search for a config file {problem}"
        raise Failure(message)
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
        one.argument: _read(one, found[one.argument]) for one in options if one.argument in found
    }


def sources(options: Sequence[Option], found: Mapping[str, Value]) -> Iterator[str]:
    """Yield a sentence for each value that does not come from the command line."""
    for option in options:
        value = found.get(option.argument)
        if value is not None and value.source is not None:
            shown = "hidden" if option.secret else f"{value.text!r}"
            yield f"{option.flag} is {shown}, from {value.source}"


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
    words = (*(given.get("ids") or ()), *(given.get("more_ids") or ()))
    readers += ["--ids -"] if "-" in words else []
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


def decoded(content: bytes) -> str:
    """Return the text of standard input: UTF-8, or UTF-16 as Windows PowerShell writes files."""
    encoding = "utf-16" if content[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8-sig"
    return content.decode(encoding, "replace")


def _value(option: Option, given: Mapping[str, Any]) -> Value | None:
    text = given.get(option.key)
    if text is not None and text != ():
        return Value(text)
    if option.environment and (text := os.environ.get(option.environment)):
        return Value((text,) if option.multiple else text, option.environment)
    return None


def _place(option: Option) -> str:
    """Return where to give a missing value."""
    places = [f"the environment variable {option.environment}"] if option.environment else []
    places += [f"{option.config_key} in a config file"] if option.config_key else []
    return f"{option.flag} (or {', or '.join(places)})" if places else option.flag


def _read(option: Option, given: Value) -> Any:
    # The command line is visible to other users of the machine; the environment is not.
    is_visible = given.source is None
    if option.multiple:
        value: Any = [_json_value(option, one, is_visible=is_visible) for one in given.text]
    else:
        value = _json_value(option, given.text, is_visible=is_visible)
    if option.decoder is None:
        return value
    try:
        return option.decoder()(value, False)
    except _json.Mismatch as mismatch:
        problem = f"{option.flag}: {str(mismatch).removeprefix('it ')}"
    raise Failure(problem)


def _json_value(option: Option, text: str, *, is_visible: bool) -> Any:
    """Return the JSON value that an option or the file it names contains."""
    if not option.is_read:
        return text
    is_hidden = option.secret and not is_visible
    is_inline = is_hidden or not (text == "-" or text.startswith("@"))
    if is_inline and not is_hidden and (option.secret or option.form == "bytes"):
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
