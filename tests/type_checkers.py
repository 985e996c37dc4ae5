"""Type checkers, run on generated packages and on code that uses them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

#: The parts of a package that are not copies of the runtime.
GENERATED: Final = (
    "__init__.py", "_about.py", "_client.py", "_error_model.py", "api", "models",
    "testing/_contract.py",
)  # fmt: skip


def mypy_errors(folder: Path, *names: str) -> str:
    """Return the errors that mypy reports in strict mode for files and packages of a folder."""
    options = [
        "--strict",
        "--warn-unreachable",
        "--config-file=",
        f"--cache-dir={folder / '.mypy'}",
    ]
    output = _output(folder, "mypy", *options, *names)
    return "" if output.startswith("Success: no issues found in ") else output


def pyright_errors(folder: Path, *names: str, formatted: bool = True) -> str:
    """Return the errors that pyright reports in strict mode for files and packages of a folder.

    Before a package is formatted its modules import all that they may need.
    """
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnnecessaryTypeIgnoreComment": "error",
        "reportUnusedImport": formatted,
        "enableTypeIgnoreComments": False,
        "include": names,
    }
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    output = _output(folder, "pyright", "--pythonpath", sys.executable)
    return "" if output.startswith("0 errors, 0 warnings, ") else output


def _output(folder: Path, module: str, *arguments: str) -> str:
    command = [sys.executable, "-m", module, *arguments]
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr
