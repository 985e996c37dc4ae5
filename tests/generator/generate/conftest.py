"""What the tests of the generator share."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from generator.files import Tree, write
from generator.pipeline import generate_tree
from tests.generator.generate.making import CONFIG_TEXT, LIBRARY, Importer


@pytest.fixture(scope="session")
def config_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The configuration of the library's package."""
    path = tmp_path_factory.mktemp("config") / "config.yaml"
    path.write_text(CONFIG_TEXT)
    return path


@pytest.fixture(scope="session")
def library_tree(config_file: Path) -> Tree:
    """The whole package of the library, as `generate` writes it."""
    return generate_tree(LIBRARY, config_file)


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Importer]:
    """Imports the package that a document makes."""
    importer = Importer(tmp_path)
    yield importer
    importer.forget()


@pytest.fixture(scope="session")
def library_folder(library_tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the library, on disk."""
    folder = tmp_path_factory.mktemp("library") / "package"
    write(library_tree, folder)
    return folder


@pytest.fixture(scope="session")
def town_library(library_folder: Path) -> Iterator[ModuleType]:
    """The package of the library, imported."""
    sys.path.insert(0, str(library_folder))
    yield importlib.import_module("town_library")
    sys.path.remove(str(library_folder))
