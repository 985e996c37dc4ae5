"""A pytest plugin: packages that the tests generate, and fixtures for them."""

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
from tests.small_documents import CONFIG_TEXT, LIBRARY

CONFIG: Final = Config(
    distribution="town-library",
    package="town_library",
    version="1.0.0",
    license_holder="The town",
    license_year=2026,
    requires_python=">=3.11",
    dependencies=["attrs>=23.1", "httpx>=0.28,<1"],
)

#: The same provenance for the packages of all tests.
PROVENANCE: Final = provenance(LIBRARY)


def package_of(root: Any, config: Config = CONFIG) -> Package:
    """Return the model of the package that a document describes."""
    return translate(checked(Document("things.yaml", root)), config)


def tree_of(root: Any, config: Config = CONFIG) -> Tree:
    """Return the files of a package before they are formatted."""
    return render(package_of(root, config), PROVENANCE)


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
    """Writes packages and imports them, each under its own name."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._names: list[str] = []

    def __call__(self, root: Any) -> ModuleType:
        """Return the package that a document describes, imported with all its modules."""
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
        """Remove the packages from `sys.modules`."""
        for module in list(sys.modules):
            if module.partition(".")[0] in self._names:
                del sys.modules[module]


@pytest.fixture(scope="session")
def config_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the configuration file of the library's package."""
    path = tmp_path_factory.mktemp("config") / "config.yaml"
    path.write_text(CONFIG_TEXT)
    return path


@pytest.fixture(scope="session")
def library_tree(config_file: Path) -> Tree:
    """Return the files of the library's package, as `generate` writes them."""
    return generate_tree(LIBRARY, config_file)


@pytest.fixture
def imported(tmp_path: Path) -> Iterator[Importer]:
    """Yield a function that imports the package that a document describes."""
    importer = Importer(tmp_path)
    yield importer
    importer.forget()


@pytest.fixture(scope="session")
def library_folder(library_tree: Tree, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the folder of the library's package."""
    folder = tmp_path_factory.mktemp("library") / "package"
    write(library_tree, folder)
    return folder


@pytest.fixture(scope="session")
def town_library(library_folder: Path) -> Iterator[ModuleType]:
    """Yield the library's package, imported."""
    sys.path.insert(0, str(library_folder))
    yield importlib.import_module("town_library")
    sys.path.remove(str(library_folder))
