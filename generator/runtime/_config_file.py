"""The config file of a project, which gives values of arguments: where it is, and what it says.

The document names the files, the folders that may contain them and the keys. The search is that
of azure-ai-ml (`MLClient.from_config`): the first name is looked for in the start folder and its
parent folders, then the second name, and so on. So a file in a parent folder can come before one in
the start folder.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, NamedTuple, TypeAlias, cast

from .errors import InvalidParameterError, Violation

StrPath: TypeAlias = str | os.PathLike[str]

#: How many parent folders are searched; the number is that of azure-ai-ml.
_PARENTS: Final = 20


class ConfigFile(NamedTuple):
    """What the document says of the config file.

    Attributes:
        names: The paths to look for in each folder, in order of precedence, with `/`.
        keys: The key of each argument in the file.
        id_key: A key that gives all arguments at once by a resource id, or None. If the file has
            it, the other keys do not count.
        id_path: The form of that resource id, with a `{name}` for each argument, or None.
    """

    names: tuple[str, ...]
    keys: Mapping[str, str]
    id_key: str | None = None
    id_path: str | None = None


def find_config(config_file: ConfigFile, path: StrPath | None = None) -> Path | None:
    """Return the config file, or None if there is none.

    Args:
        config_file: What the document says of it.
        path: The file itself, or the folder to search first, before its 20 nearest parent folders.
            None means the current folder.
    """
    start = _start(path)
    # `Path.is_file` and `Path.exists` raise errors for a folder that may not be read.
    if os.path.isfile(start):  # noqa: PTH113
        return start
    found = (folder / name for name in config_file.names for folder in _folders(start))
    return next(filter(os.path.isfile, found), None)


def read_config(
    config_file: ConfigFile, path: StrPath | None = None, *, subject: str = "from_config"
) -> dict[str, str]:
    """Return the values that the config file gives, by the names of arguments.

    Args:
        config_file: What the document says of the file.
        path: As for `find_config`.
        subject: What an error message begins with.

    Raises:
        InvalidParameterError: If there is no such file, it cannot be read, or a value is missing.
            The message names the file or the folders that were searched, and no value.
    """
    found = _read(config_file, path)
    # Raised here, where no local variable holds the file's content: it may contain a secret.
    if isinstance(found, str):
        raise InvalidParameterError(subject, [Violation("path", found)])
    return found


def _start(path: StrPath | None) -> Path:
    return Path(os.path.realpath(os.curdir if path is None else path))


def _folders(start: Path) -> list[Path]:
    return [start, *start.parents][: _PARENTS + 1]


def _read(config_file: ConfigFile, path: StrPath | None) -> dict[str, str] | str:
    """Return the values, or the rule that the argument `path` breaks."""
    start = _start(path)
    if not os.path.exists(start):  # noqa: PTH110
        # azure-ai-ml would search the parent folders, and could find the file of another project.
        return f"must be a file or a folder that exists, not {start}"
    file = find_config(config_file, start)
    if file is None:
        *names, last = config_file.names
        wanted = f"{', '.join(names)} or {last}" if names else last
        searched = ", ".join(map(str, _folders(start)))
        return f"leads to no {wanted} (searched: {searched}); pass the path of the file"
    try:
        content: Any = json.loads(file.read_text(encoding="utf-8-sig"))
    except OSError as error:
        return f"leads to {file}, which cannot be read: {error.strerror or 'unknown error'}"
    except json.JSONDecodeError as error:
        place = f"line {error.lineno}, column {error.colno}"
        return f"leads to {file}, which is not valid JSON ({place}); correct it"
    except UnicodeDecodeError:
        return f"leads to {file}, which is not JSON in UTF-8; save it as UTF-8"
    except (ValueError, RecursionError):
        # Python reads no integer of more than 4,300 digits.
        return f"leads to {file}, which has a number too long or is nested too deeply; correct it"
    found = _values(config_file, content)
    return f"leads to {file}, {found}" if isinstance(found, str) else found


def _values(config_file: ConfigFile, content: Any) -> dict[str, str] | str:
    """Return the values, or what is wrong with the content."""
    if not isinstance(content, dict):
        return "which is not a JSON object; pass the path of another file"
    members = cast("dict[str, Any]", content)
    id_key, id_path = config_file.id_key, config_file.id_path
    if id_key and id_path and members.get(id_key):
        wrong = f"whose {id_key} is not of the form {id_path}; correct it"
        return _parts(id_path, members[id_key]) or wrong
    given = {argument: members.get(key) for argument, key in config_file.keys.items()}
    found = {name: value for name, value in given.items() if isinstance(value, str) and value}
    if missing := [key for name, key in config_file.keys.items() if name not in found]:
        wanted = ", ".join(missing)
        return f"which has no text for {wanted}; add it, or pass the path of another file"
    return found


def _parts(path: str, resource_id: Any) -> dict[str, str] | None:
    """Return the arguments that a resource id contains, or None if it is of another form.

    Azure Resource Manager does not distinguish upper and lower case. A file may name a child of
    the resource.
    """
    if not isinstance(resource_id, str):
        return None
    pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(path))
    found = re.match(pattern, resource_id, re.IGNORECASE)
    return found and found.groupdict()
