"""Processes that run a module of Python in a copy of the project.

Each is a fork of one server that has already loaded what most of them load, since that takes longer
than the tests themselves.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import runpy
import signal
import sys
import tempfile
from pathlib import Path
from typing import Final

_ROOT: Final = Path(__file__).parents[2]
#: What most tests and the generator load, none of it the project's own.
_LOADED: Final = [
    "_hypothesis_pytestplugin",
    "anyio._backends._asyncio",
    "anyio._backends._trio",
    "anyio.pytest_plugin",
    "hypothesis",
    "jinja2",
    "openapi_python_client",
    "pytest",
    "pytest_httpx",
    "trustme",
]
#: The file that holds what a process prints.
_PRINTED: Final = "printed.txt"
#: The file that holds the status it ends with.
_STATUS: Final = "status.txt"
_CONTEXT: Final = multiprocessing.get_context("forkserver")
_CONTEXT.set_forkserver_preload(_LOADED)


def run(copy: Path, limit: float, *command: str) -> tuple[int | None, str]:
    """Runs a module in a copy of the project.

    Args:
        copy: The copy.
        limit: Seconds that it may take.
        command: The module and its arguments, as after `python -m`.

    Returns:
        The exit status, None when time was up, and what was printed.
    """
    # A place of its own for what the tests write: several pytest would tidy up after each other.
    with tempfile.TemporaryDirectory(dir=copy.parent, ignore_cleanup_errors=True) as name:
        scratch = Path(name)
        process = _CONTEXT.Process(target=_inside, args=(copy, scratch, command))
        process.start()
        process.join(limit)
        status = process.exitcode
        if process.pid is not None:
            # What the tests themselves started ends with them.
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        process.join()
        process.close()
        said = scratch / _STATUS
        if status is not None and said.exists():
            # Of one in hundreds the server tells another status than it ended with.
            status = int(said.read_text())
        return status, (scratch / _PRINTED).read_text("utf-8", "replace")


def _inside(copy: Path, scratch: Path, command: tuple[str, ...]) -> None:
    """Becomes the process that `python -m` would be."""
    os.setsid()
    os.chdir(copy)
    with (scratch / _PRINTED).open("wb") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    package = copy / "generated_client"
    os.environ["PYTHONPATH"] = str(package)
    os.environ["PYTEST_DEBUG_TEMPROOT"] = str(scratch)
    # Copies of the unbroken project bring what was compiled in it.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    # Nothing of the project itself may come from elsewhere than the copy.
    elsewhere = {str(_ROOT), str(_ROOT / "generated_client"), ""}
    sys.path[:] = [str(copy), str(package), *(p for p in sys.path if p not in elsewhere)]
    for name in list(sys.modules):
        if name.partition(".")[0] in {"tests", "generator"}:
            del sys.modules[name]
    module, *arguments = command
    sys.argv = [module, *arguments]
    if module == "pytest":
        # pytest would rewrite the plugins that are loaded already.
        sys.argv[1:1] = ["-W", "ignore::pytest.PytestAssertRewriteWarning"]
    try:
        runpy.run_module(module, run_name="__main__", alter_sys=True)
    except SystemExit as end:
        (scratch / _STATUS).write_text(str(int(end.code or 0)))
        raise
