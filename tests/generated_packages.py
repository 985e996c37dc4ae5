"""Packages that the tests generate, and fixtures for them: a plugin of pytest."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import attrs
import pytest

from generator.config import Config
from generator.document.document import Document
from generator.document.reading import checked
from generator.errors import GeneratorError
from generator.files import Tree, write
from generator.model.package import Package
from generator.model.translate import translate
from generator.pipeline import generate_tree
from generator.render.provenance import provenance
from generator.render.templating import render
from tests.small_documents import LIBRARY

CONFIG: Final = Config(
    distribution="town-library",
    package="town_library",
    version="1.0.0",
    license_holder="The town",
    license_year=2026,
    requires_python=">=3.11",
    dependencies=["attrs>=23.1", "httpx>=0.28,<1"],
)
CONFIG_TEXT: Final = """\
distribution: town-library
package: town_library
version: 1.0.0
license_holder: The town
license_year: 2026
requires_python: ">=3.11"
dependencies: [attrs>=23.1, "httpx>=0.28,<1"]
"""

#: Read once: a package of every test states the same origin.
FACTS: Final = provenance(LIBRARY)


def package_of(root: Any, config: Config = CONFIG) -> Package:
    """The package that a document makes."""
    return translate(checked(Document("things.yaml", root)), config)


def tree_of(root: Any, config: Config = CONFIG) -> Tree:
    """The files that a document makes, as they are before they are formatted."""
    return render(package_of(root, config), FACTS)


def refusal(root: Any) -> str:
    """Return the lines that say why a document makes no package."""
    try:
        tree_of(root)
    except GeneratorError as error:
        for line in str(error).split("\n"):
            assert line.isprintable(), line
            assert line.startswith("things.yaml: "), line
        return str(error)
    raise AssertionError("the document makes a package")


class Importer:
    """Writes packages and imports them, each under a name of its own."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []

    def __call__(self, root: Any) -> ModuleType:
        """The package that a document makes, imported with all its modules."""
        name = f"made_{self.folder.name}_{len(self._names)}".replace("-", "_")
        tree = tree_of(root, attrs.evolve(CONFIG, package=name))
        self._names.append(name)
        write(tree, self.folder / name)
        sys.path.insert(0, str(self.folder / name))
        try:
            importlib.invalidate_caches()
            for path in sorted(tree):
                if path.endswith(".py") and not path.endswith("__main__.py"):
                    importlib.import_module(
                        path.removesuffix(".py").replace("/", ".").removesuffix(".__init__")
                    )
            return sys.modules[name]
        finally:
            sys.path.remove(str(self.folder / name))

    def forget(self) -> None:
        """Takes the packages out of Python's memory."""
        for module in list(sys.modules):
            if module.partition(".")[0] in self._names:
                del sys.modules[module]


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
