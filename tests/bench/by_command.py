"""The call of `by_hand` with the command."""

from __future__ import annotations

import contextlib
import io
import sys

from .by_hand import API_VERSION, GROUP, NAME, SUBSCRIPTION, TOKEN, WORKSPACE


def script(base_url: str) -> None:
    """Run the command with one call, from the import of its entry point on."""
    from azureml_serverless_endpoints.__main__ import main

    sys.stdin = io.TextIOWrapper(io.BytesIO(TOKEN.encode()))
    names = ["-g", GROUP, "-w", WORKSPACE, "-n", NAME, "--subscription", SUBSCRIPTION]
    options = ["--base-url", base_url, "--api-version", API_VERSION, "--token-stdin"]
    with contextlib.redirect_stdout(io.StringIO()):
        status = main(["list-keys", *names, *options, "-o", "json"])
    if status != 0:
        raise RuntimeError(f"status {status}")
