"""From a document to the tree of a package: the whole way, in memory."""

from __future__ import annotations

from pathlib import Path

from generator.config import read_config
from generator.document.reading import read_document
from generator.files import Tree
from generator.model.translate import translate
from generator.paths import SURFACE, source_name
from generator.render.formatting import formatted
from generator.render.provenance import provenance
from generator.render.surface import surface
from generator.render.templating import marked, render


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
    package = translate(read_document(document, source), settings)
    tree = dict(formatted(render(package, provenance(document))))
    tree[SURFACE] = marked(SURFACE, surface(tree, settings.package), source).encode()
    return tree
