"""Properties of all documents, tested on random documents."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import attrs
import pytest
from hypothesis import Phase, given
from openapi_spec_validator import validate

from generator.files import write
from tests.generated_packages import CONFIG, Importer, tree_of
from tests.random_documents import (
    CANARY,
    RandomDocument,
    documents,
    few_examples,
    skip_name_collisions,
)
from tests.type_checkers import GENERATED, mypy_errors, pyright_errors

#: The number of packages that a type checker checks in one run.
BATCH = 50


@few_examples(6)
@given(made=documents())
def test_models_of_any_document_decode_and_encode_to_the_same_json(
    made: RandomDocument, tmp_path_factory: pytest.TempPathFactory
) -> None:
    validate(made.root)
    with skip_name_collisions():
        tree = tree_of(made.root)
    assert tree == tree_of(json.loads(json.dumps(made.root)))
    imported = Importer(tmp_path_factory.mktemp("made"))
    try:
        package = imported(made.root)
        for name, data in made.values.items():
            model = getattr(package.models, name).from_dict(data)
            assert model.to_dict() == data
            assert type(model).from_dict(model.to_dict()) == model
            assert CANARY not in repr(model)
    finally:
        imported.forget()


@pytest.mark.types
def test_packages_of_random_documents_pass_the_type_checkers(tmp_path: Path) -> None:
    """Packages are checked together, because a type checker takes long to start."""
    roots: dict[str, Any] = {}

    @few_examples(12, Phase.generate)
    @given(made=documents())
    def make(made: RandomDocument) -> None:
        name = f"made_{len(roots)}"
        with skip_name_collisions():
            tree = tree_of(made.root, attrs.evolve(CONFIG, package=name))
        inside = {path.removeprefix(f"{name}/"): content for path, content in tree.items()}
        write(inside, tmp_path / f"batch_{len(roots) // BATCH}" / name)
        roots[name] = made.root

    make()
    for batch in sorted(tmp_path.iterdir()):
        names = [folder.name for folder in sorted(batch.iterdir())]
        shaped = [f"{name}/{part}" for name in names for part in GENERATED]
        found = mypy_errors(batch, *names)
        found += pyright_errors(batch, *shaped, formatted=False)
        blamed = {name: roots[name] for name in names if f"{name}/" in found}
        assert found == "", f"{found}\n{json.dumps(blamed, indent=1)}"
