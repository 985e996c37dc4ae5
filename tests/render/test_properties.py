"""Properties of all documents, on documents that are made up by chance."""

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
from tests.random_documents import CANARY, Made, chances, collisions_left_out, documents
from tests.type_checkers import SHAPED, mypy_objections, pyright_objections

#: How many packages the type checkers see at once.
BATCH = 50


@chances(6)
@given(made=documents())
def test_a_document_makes_a_package_whose_models_go_there_and_back(
    made: Made, tmp_path_factory: pytest.TempPathFactory
) -> None:
    validate(made.root)
    with collisions_left_out():
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
def test_packages_made_by_chance_pass_the_type_checkers(tmp_path: Path) -> None:
    """Made first and judged together, because a checker takes longer to start than to judge one."""
    roots: dict[str, Any] = {}

    @chances(12, Phase.generate)
    @given(made=documents())
    def make(made: Made) -> None:
        name = f"made_{len(roots)}"
        with collisions_left_out():
            tree = tree_of(made.root, attrs.evolve(CONFIG, package=name))
        inside = {path.removeprefix(f"{name}/"): content for path, content in tree.items()}
        write(inside, tmp_path / f"batch_{len(roots) // BATCH}" / name)
        roots[name] = made.root

    make()
    for batch in sorted(tmp_path.iterdir()):
        names = [folder.name for folder in sorted(batch.iterdir())]
        shaped = [f"{name}/{part}" for name in names for part in SHAPED]
        found = mypy_objections(batch, *names)
        found += pyright_objections(batch, *shaped, formatted=False)
        blamed = {name: roots[name] for name in names if f"{name}/" in found}
        assert found == "", f"{found}\n{json.dumps(blamed, indent=1)}"
