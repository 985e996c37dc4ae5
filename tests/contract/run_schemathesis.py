"""Run Schemathesis with the document against the server of the stand-in.

`python -m nox -s contract` runs it. Arguments are passed to Schemathesis, such as
`--max-examples 5000`. Without arguments, each run sends the same requests.
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
    """Start the server, run Schemathesis, and return its exit status."""
    # Schemathesis writes a cache into the current folder.
    with tempfile.TemporaryDirectory() as folder, serve(StandIn()) as server:
        command = ["schemathesis", "--config-file", str(HERE / "schemathesis.toml"), "run"]
        command += [str(DOCUMENT), "--url", server.url, *(arguments or ["--seed", "1"])]
        environment = {**os.environ, "API_VERSION": API_VERSION}
        status = subprocess.run(command, cwd=folder, env=environment, check=False).returncode
    sent, found = (
        len(server.stand_in.requests),
        "see the failures above" if status else "no failure",
    )
    print(f"Schemathesis: {sent} requests to the stand-in, {found}")
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
