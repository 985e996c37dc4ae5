"""Lets Schemathesis drive the real server of the stand-in, from the document, with all its checks.

Run by `python -m nox -s contract`. Without arguments it does the same each time; arguments go to
Schemathesis, such as `--max-examples 5000`.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from azureml_serverless_endpoints import API_VERSION
from azureml_serverless_endpoints.testing import StandIn, serve

HERE = Path(__file__).resolve().parent
DOCUMENT = HERE.parents[1] / "openapi" / "serverless-endpoints.yaml"


def main(arguments: list[str]) -> int:
    """Starts the server, has it driven, and returns the status of Schemathesis."""
    # Schemathesis leaves a cache where it runs.
    with tempfile.TemporaryDirectory() as folder, serve(StandIn()) as server:
        command = ["schemathesis", "--config-file", str(HERE / "schemathesis.toml"), "run"]
        command += [str(DOCUMENT), "--url", server.url, *(arguments or ["--seed", "1"])]
        environment = {**os.environ, "API_VERSION": API_VERSION}
        status = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    sent, found = len(server.stand_in.requests), "objections" if status else "no objection"
    print(f"Schemathesis: {sent} requests to the stand-in, {found}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
