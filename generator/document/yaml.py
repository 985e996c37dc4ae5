"""Reads YAML files, JSON included, and names the place of an error in them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, NoReturn

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.constructor import ConstructorError, SafeConstructor
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import Node

from generator.errors import GeneratorError

#: Levels of mappings and lists in a file; documents of real services have some twenty.
_DEEPEST: Final = 100


class _Constructor(SafeConstructor):
    """Constructs values, and names the place of one that cannot be constructed."""

    def construct_object(self, node: Node, deep: bool = False) -> Any:
        try:
            value = super().construct_object(node, deep)
            # Python can read long hexadecimal numbers that it refuses to write.
            if isinstance(value, int):
                str(value)
        except (ArithmeticError, LookupError, ValueError) as error:
            kind = str(node.tag).rpartition(":")[2]
            # After a semicolon Python advises the author of the program.
            words = f"this {kind} cannot be read ({str(error).partition(';')[0]})"
            raise ConstructorError(problem=words, problem_mark=node.start_mark) from None
        return value


def load(path: Path) -> Any:
    """Return the value of a YAML 1.2 file.

    A JSON file is YAML, too, but a JSON parser is many times faster, and it joins two escaped
    surrogates to one character.

    Raises:
        GeneratorError: If the file cannot be read, is not UTF-8 or not YAML, or repeats a key.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GeneratorError(path.name, "", "is not UTF-8", "save it as UTF-8") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise GeneratorError(
            str(path), "", f"cannot be read ({reason})", "check the path"
        ) from None
    try:
        value = json.loads(
            text, object_pairs_hook=_distinct_members, parse_constant=_refuse_constant
        )
    except (ValueError, RecursionError):
        return _load_yaml(path, text)
    # The YAML parser names the place of whatever is wrong with it as JSON.
    return _load_yaml(path, text) if _is_too_deep(value) else value


def _load_yaml(path: Path, text: str) -> Any:
    parser = YAML(typ="safe", pure=True)
    parser.max_depth = _DEEPEST
    parser.Constructor = _Constructor
    try:
        return parser.load(text)
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        problem, todo = f"is not YAML: {error.problem}", "correct it there"
        if isinstance(error, MaxDepthExceededError):
            problem, todo = f"is nested deeper than {_DEEPEST} levels", "flatten it there"
        raise GeneratorError(path.name, where, problem, todo) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise GeneratorError(path.name, "", f"is not YAML: {error}", "correct it") from None


def _distinct_members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a key is repeated")
    return members


def _is_too_deep(value: Any) -> bool:
    level = [value] if isinstance(value, (dict, list)) else []
    for _ in range(_DEEPEST - 1):
        level = [
            member
            for holder in level
            for member in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(member, (dict, list))
        ]
        if not level:
            return False
    return True


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
