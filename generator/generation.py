"""From a document to the tree of a package: the whole way, in memory."""

from __future__ import annotations

from pathlib import Path

from .build import build_package
from .config import read_config
from .document import read_document
from .project import SURFACE, source_name
from .provenance import provenance
from .render import marked, render
from .surface import surface
from .tree import Tree, formatted


def generate_tree(document: Path, config: Path, source: str | None = None) -> Tree:
    """Every file of the package that a document and a configuration make.

    Args:
        document: The document.
        config: The configuration.
        source: How the files name the document; by default, by where it stands.

    Raises:
        GeneratorError: If they make none.
    """
    source = source or source_name(document)
    settings = read_config(config)
    package = build_package(read_document(document, source), settings)
    tree = dict(formatted(render(package, provenance(document))))
    tree[SURFACE] = marked(SURFACE, surface(tree, settings.package), source).encode()
    return tree
