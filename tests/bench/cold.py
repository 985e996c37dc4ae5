"""The cost of a new process: the import, and a script with one call over TLS."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from .comparison import Comparison

IMPORT = {"wall": 1.05, "cpu": 1.05}
#: The import of attrs, which httpx does not need, takes more than a tenth of such a script.
SCRIPT = {"wall": 1.20, "cpu": 1.20}
#: The command also reads options. Both sides have rich installed, which `import httpx` imports for
#: a command of its own; ours keeps httpx from it.
COMMAND = {"wall": 1.30, "cpu": 1.30}


def comparisons(base_url: str, certificates: Path) -> list[Comparison]:
    """Return the comparisons that run in new processes."""
    environment = {
        **os.environ,
        "SSL_CERT_FILE": str(certificates),
        # If it were set, Python would keep no bytecode, and every process would compile all code.
        "PYTHONDONTWRITEBYTECODE": "",
    }

    def fresh(code: str) -> Callable[[], dict[str, float]]:
        return lambda: _process(code, environment)

    def script(module: str) -> Callable[[], dict[str, float]]:
        return fresh(f"from tests.bench import {module}; {module}.script({base_url!r})")

    both = fresh("import attrs, httpx")
    package = "azureml_serverless_endpoints"
    return [
        Comparison(
            "import of the package", fresh(f"import {package}"), both, IMPORT, peer="attrs, httpx"
        ),
        Comparison(
            "import of a client",
            fresh(f"from {package} import Client"),
            both,
            IMPORT,
            peer="attrs, httpx",
        ),
        Comparison(
            "a script, one call over TLS",
            script("by_package"),
            script("by_hand"),
            SCRIPT,
            peer="httpx",
        ),
        Comparison(
            "the command, one call over TLS",
            script("by_command"),
            script("by_hand"),
            COMMAND,
            peer="httpx",
        ),
    ]


def _process(code: str, environment: dict[str, str]) -> dict[str, float]:
    """Run code in a new interpreter, which measures it from its first line to its last."""
    timed = (
        "import time; wall, cpu = time.perf_counter(), time.process_time()\n"
        f"{code}\n"
        "print(time.perf_counter() - wall, time.process_time() - cpu)"
    )
    done = subprocess.run(
        [sys.executable, "-c", timed],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
    )
    wall, cpu = map(float, done.stdout.split())
    return {"wall": wall, "cpu": cpu}
