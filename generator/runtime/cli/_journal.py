"""The file of `--resume`: which ids of a run succeeded, without their results.

Its first line says which run it belongs to; each other line is an id. A line counts once its end is
written, so that a file of a run that was killed is still right.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import IO, Any, Final

from .._json import is_object
from ._codes import Code
from ._failures import Failure

_FORMAT: Final = 1


class Journal:
    """The file of one run, open to add ids.

    Attributes:
        done: The ids that succeeded before, in lower case.

    Args:
        path: The file. It is created if there is none.
        run: What tells the run from others, such as the subcommand and the service.
        ids: All ids of the run, in any order.

    Raises:
        Failure: If the file cannot be used, or belongs to another run.
    """

    def __init__(self, path: str, run: dict[str, str], ids: Iterable[str]) -> None:
        lowered = sorted(id_.lower() for id_ in ids)
        digest = hashlib.sha256("\n".join(lowered).encode()).hexdigest()
        self._head: Final = {"resume": _FORMAT, **run, "ids": len(lowered), "sha256": digest}
        self._path: Final = path
        self.done: frozenset[str] = frozenset()
        file = Path(path)
        if path in {"", "-"} or (file.exists() and not file.is_file()):
            # A device or a pipe might never end.
            raise self._failure("is not a file; pass the name of a file")
        try:
            self._file: IO[bytes] = self._opened()
        except OSError as error:
            raise self._failure(f"cannot be used: {error.strerror}; name another file") from None

    def _opened(self) -> IO[bytes]:
        content = self._content()
        end = content.rfind(b"\n") + 1
        if content:
            first, *lines = content[:end].decode("utf-8", "replace").split("\n")
            self._check(first)
            self.done = frozenset(line.lower() for line in lines if line)
        else:
            self._create()
            end = Path(self._path).stat().st_size
        file = Path(self._path).open("r+b", buffering=0)  # noqa: SIM115 - `close` closes it
        # Without the part of a line that a run wrote which was killed.
        file.truncate(end)
        file.seek(end)
        return file

    def _content(self) -> bytes:
        try:
            return Path(self._path).read_bytes()
        except FileNotFoundError:
            return b""

    def _create(self) -> None:
        """Create the file with its first line, or leave it as it is."""
        draft = Path(f"{self._path}.{os.getpid()}.new")
        try:
            draft.write_text(json.dumps(self._head) + "\n", "utf-8")
            draft.replace(self._path)
        finally:
            draft.unlink(missing_ok=True)

    def _check(self, first: str) -> None:
        """Refuse a file that is not of this run."""
        try:
            head: Any = json.loads(first)
        except ValueError:
            head = None
        if not is_object(head) or head.get("resume") != _FORMAT:
            raise self._failure("is not a file of --resume; name another one")
        other = [key for key, value in self._head.items() if head.get(key) != value]
        if other:
            what = "other ids" if {"ids", "sha256"} & {*other} else f"another {other[0]}"
            raise self._failure(f"belongs to a run with {what}; name another file, or remove it")

    def add(self, resource_id: str) -> None:
        """Note that an id succeeded.

        Raises:
            Failure: If it cannot be written.
        """
        try:
            # One call: a line is written as a whole, or not at all.
            self._file.write(f"{resource_id}\n".encode())
        except OSError as error:
            raise self._failure(f"cannot be written: {error.strerror}", Code.FAILED) from None

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _failure(self, problem: str, code: Code = Code.USAGE) -> Failure:
        return Failure(f"--resume {self._path or repr('')}: {problem}", code)
