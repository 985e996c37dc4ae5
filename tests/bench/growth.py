"""Work that must grow only in proportion to its input: reading responses, and generation."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx
from azureml_serverless_endpoints import APIError
from azureml_serverless_endpoints._challenge import requested_claims
from azureml_serverless_endpoints._response import Answer
from azureml_serverless_endpoints._retry import requested_wait
from azureml_serverless_endpoints.api.serverless_endpoints.list_keys import (
    OPERATION,
    parse_response,
)

from tests.small_documents import CONFIG_TEXT, ROOT, large

from .comparison import Comparison

#: Sizes of an input in bytes: one long input against as many bytes in short ones.
LONG, SHORT = 65_536, 8_192
#: With quadratic work, the ratio is 8.
LINEAR = {"cpu": 2.0}
#: What constraints, docstrings, checks and the stand-in may cost in relation to the engine alone.
GENERATION = {"cpu": 1.5}
OPERATIONS = 200

CHALLENGES = ("a", "a ", 'a="', "a=\\", 'a="\\"', " ", ",", "a=", 'x="y",', 'Bearer a="b", ')
WAITS = ("9", "0.", "-", " ", "Mon, 01 Jan ", ":", "(")
BODIES = (
    "[",
    '{"error":',
    '{"details":[',
    '"',
    "\\u00",
    "<code ",
    "<title>",
    "</h1>",
    "eyJaaaaaaaa.",
)


def comparisons(folder: Path) -> list[Comparison]:
    """Write the input files into a folder, and return the comparisons."""
    return [
        _reading("WWW-Authenticate", requested_claims, CHALLENGES),
        _reading("Retry-After", lambda text: requested_wait({"retry-after": text}, 0.0), WAITS),
        _reading("an error's body", _read_body, BODIES),
        _generation(folder),
    ]


def _reading(subject: str, read: Callable[[str], object], parts: tuple[str, ...]) -> Comparison:
    """Compare long inputs, each a part repeated, with the same number of bytes in short inputs."""
    long, short = (
        [(part * size)[:size] for part in parts] * (LONG // size) for size in (LONG, SHORT)
    )

    def run(texts: list[str]) -> Mapping[str, float]:
        began = time.process_time()
        for text in texts:
            read(text)
        return {"cpu": time.process_time() - began}

    subject = f"{subject}: {LONG} bytes at once, against {SHORT} at a time"
    return Comparison(subject, lambda: run(long), lambda: run(short), LINEAR)


def _read_body(text: str) -> None:
    body = text.encode()
    try:
        parse_response(
            Answer(operation=OPERATION, status_code=404, headers=httpx.Headers(), body=body)
        )
    except APIError as error:
        str(error)


def _generation(folder: Path) -> Comparison:
    """Compare `generate` with the engine's own command, each with its formatting.

    The document is JSON, because reading YAML would add the same seconds to both sides.
    """
    (folder / "large.json").write_text(json.dumps(large(OPERATIONS)))
    (folder / "config.yaml").write_text(CONFIG_TEXT)
    python = [sys.executable, "-m"]
    ours = [*python, "generator", "generate", "--document", "large.json"]
    ours += ["--config", "config.yaml", "--output", "ours"]
    engine = [*python, "openapi_python_client", "generate", "--path", "large.json"]
    engine += ["--meta", "none", "--output-path", "engine", "--overwrite"]
    programs = Path(sys.executable).parent
    environment = {
        **os.environ,
        # The engine looks for the formatter on PATH.
        "PATH": os.pathsep.join([str(programs), os.environ.get("PATH", "")]),
        "PYTHONPATH": str(ROOT),
    }

    def run(command: list[str]) -> Mapping[str, float]:
        before = os.times()
        subprocess.run(command, cwd=folder, check=True, capture_output=True, env=environment)
        after = os.times()
        return {"cpu": sum(after[2:4]) - sum(before[2:4])}

    subject = f"generation of {OPERATIONS} operations, against the engine alone"
    return Comparison(subject, lambda: run(ours), lambda: run(engine), GENERATION, pairs=8)
