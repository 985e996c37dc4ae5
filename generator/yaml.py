"""Reads YAML files, with one clear error for those that are none."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from ruamel.yaml import YAML
from ruamel.yaml.composer import MaxDepthExceededError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from .errors import GeneratorError

#: Levels of mappings and lists in a file; documents of real services have some twenty.
_DEEPEST: Final = 100


def load(path: Path) -> Any:
    """The value that a YAML 1.2 file holds.

    Raises:
        GeneratorError: If the file cannot be read, is not UTF-8, or is no YAML (a repeated key
            included).
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise GeneratorError(path.name, "", "is not UTF-8", "save it in that encoding") from None
    except OSError as error:
        reason = error.strerror or "unknown reason"
        raise GeneratorError(
            str(path), "", f"cannot be read ({reason})", "check the path"
        ) from None
    parser = YAML(typ="safe", pure=True)
    parser.max_depth = _DEEPEST
    try:
        return parser.load(text)
    except MaxDepthExceededError as error:
        place = f"line {error.problem_mark.line + 1}, column {error.problem_mark.column + 1}"
        raise GeneratorError(
            path.name, place, f"is nested deeper than {_DEEPEST} levels", "flatten it there"
        ) from None
    except MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise GeneratorError(
            path.name, where, f"is no YAML: {error.problem}", "mend it there"
        ) from None
    except (YAMLError, ValueError, RecursionError) as error:
        raise GeneratorError(path.name, "", f"is no YAML: {error}", "mend it") from None
