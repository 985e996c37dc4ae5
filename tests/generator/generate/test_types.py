"""Type checkers find nothing in a generated package, nor in code that uses it as it should be."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from generator.generation import generate_tree
from generator.tree import write
from tests.generator.generate.making import minimal

CONSUMER = Path(__file__).with_name("consumer.py")

#: What of a package is not a copy of the runtime.
SHAPED = ("__init__.py", "_about.py", "_client.py", "_error_model.py", "api", "models")

#: A package without models, groups of its own, servers, security or parameters.
BARE = {key: value for key, value in minimal().items() if key != "servers"}


@pytest.fixture(scope="module")
def packages(
    library_folder: Path, config_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Two packages and the consumer's code, in one folder."""
    folder = tmp_path_factory.mktemp("types")
    document, config = folder / "bare.yaml", folder / "bare-config.yaml"
    document.write_text(json.dumps(BARE))
    config.write_text(config_file.read_text().replace("town_library", "bare_library"))
    write(generate_tree(document, config), folder / "bare")
    shutil.move(folder / "bare" / "bare_library", folder)
    shutil.rmtree(folder / "bare")
    shutil.copytree(library_folder / "town_library", folder / "town_library")
    shutil.copy(CONSUMER, folder)
    return folder


def _output(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_mypy_finds_nothing(packages: Path) -> None:
    options = [
        "--strict",
        "--warn-unreachable",
        "--config-file=",
        f"--cache-dir={packages / 'cache'}",
    ]
    files = ["consumer.py", "town_library", "bare_library"]
    found = _output([sys.executable, "-m", "mypy", *options, *files], packages)
    assert found.startswith("Success: no issues found in "), found


def test_pyright_finds_nothing(packages: Path) -> None:
    settings = {
        "typeCheckingMode": "strict",
        "pythonVersion": "3.11",
        "reportUnnecessaryTypeIgnoreComment": "error",
        "enableTypeIgnoreComments": False,
        # Of the second package what the document shapes; the rest is that of the first.
        "include": ["consumer.py", "town_library", *(f"bare_library/{name}" for name in SHAPED)],
    }
    (packages / "pyrightconfig.json").write_text(json.dumps(settings))
    options = ["--pythonpath", sys.executable, "--outputjson"]
    found = json.loads(_output([sys.executable, "-m", "pyright", *options], packages))
    assert found["generalDiagnostics"] == []
    assert found["summary"]["filesAnalyzed"] > 60
