"""The whole way: a document and a configuration in, the files of a package out.

    document/  reads the document and refuses what is not supported
    model/     translates it into the typed model of a package
    render/    writes the model as files

`review/` compares two models; see `commands.diff`.
"""

from __future__ import annotations

from pathlib import Path

from generator.config import read_config
from generator.document.reading import read_document
from generator.files import Tree
from generator.model.package import Package
from generator.model.translate import translate
from generator.paths import SURFACE, source_name
from generator.render.command_surface import command_surface
from generator.render.formatting import formatted
from generator.render.provenance import Provenance, provenance
from generator.render.surface import surface
from generator.render.templating import marked, render


def read_package(document: Path, config: Path, source: str | None = None) -> Package:
    """Return the model of the package that a document and a configuration describe.

    Args:
        document: The file of the document.
        config: The file of the configuration.
        source: How generated files and messages name the document; by default, by its path.

    Raises:
        GeneratorError: If no package can be made from them.
    """
    settings = read_config(config)
    return translate(read_document(document, source or source_name(document)), settings)


def write_package(package: Package, made_from: Provenance) -> Tree:
    """Return every file of a package.

    Args:
        package: The model of the package.
        made_from: What it is made from.

    Raises:
        GeneratorError: If ruff cannot read a file.
    """
    tree = formatted(render(package, made_from))
    text = surface(tree, package.config.package) + command_surface(package)
    return {**tree, SURFACE: marked(SURFACE, text, package.source).encode()}


def generate_tree(document: Path, config: Path, source: str | None = None) -> Tree:
    """Return every file of the package that a document and a configuration describe.

    Args:
        document: The file of the document.
        config: The file of the configuration.
        source: How generated files and messages name the document; by default, by its path.

    Raises:
        GeneratorError: If no package can be made from them.
    """
    return write_package(read_package(document, config, source), provenance(document))
