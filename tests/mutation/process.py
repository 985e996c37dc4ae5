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
    handle, name = tempfile.mkstemp(dir=copy.parent, suffix=".txt")
    os.close(handle)
    printed = Path(name)
    process = _CONTEXT.Process(target=_inside, args=(copy, printed, command))
    process.start()
    process.join(limit)
    status = process.exitcode
    if process.pid is not None:
        # What the tests themselves started ends with them.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
    process.join()
    process.close()
    output = printed.read_text("utf-8", "replace")
    printed.unlink()
    return status, output


def _inside(copy: Path, printed: Path, command: tuple[str, ...]) -> None:
    """Becomes the process that `python -m` would be."""
    os.setsid()
    os.chdir(copy)
    with printed.open("wb") as file, Path(os.devnull).open("rb") as nothing:
        os.dup2(nothing.fileno(), 0)
        os.dup2(file.fileno(), 1)
        os.dup2(file.fileno(), 2)
    package = copy / "generated_client"
    os.environ["PYTHONPATH"] = str(package)
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
    runpy.run_module(module, run_name="__main__", alter_sys=True)
