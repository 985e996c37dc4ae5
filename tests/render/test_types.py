"""Type checkers report no error in generated packages, nor in code that uses them correctly."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from generator.document.yaml import load
from generator.files import write
from generator.pipeline import generate_tree
from tests.small_documents import (
    GET,
    ROOT,
    edited,
    minimal,
    operation,
    parameters,
    with_parameter,
    with_schema,
)
from tests.type_checkers import GENERATED, mypy_errors, pyright_errors

pytestmark = pytest.mark.types

CONSUMER = Path(__file__).with_name("consumer.py")

FIXED = {"const": "fixed"}
EITHER = {"type": ["string", "integer"]}
NULL = {"type": "null"}
SECRET = {"type": "string", "format": "password"}
EITHER_OBJECT = {"oneOf": [{"title": title, "type": "object"} for title in ("One", "Other")]}

#: Documents whose packages type checkers are more likely to reject than that of the library.
PACKAGES = {
    "serverless_endpoint_group": load(ROOT / "tests/documents/serverless-endpoint-group.yaml"),
    "without_models_groups_servers_security_or_parameters": {
        key: value for key, value in minimal().items() if key != "servers"
    },
    "with_a_config_file_of_the_client_alone": edited(
        with_parameter(
            {"type": "string"}, **{"x-sdk-config-key": "q", "x-ms-parameter-location": "client"}
        ),
        {"/x-sdk-config-file": {"names": ["config.json"]}},
    ),
    "with_a_secret_of_the_client": with_parameter(
        {"type": "string", "x-ms-secret": True},
        **{"in": "header", "x-ms-parameter-location": "client"},
    ),
    "with_null_beside_constants_and_choices": with_schema(
        {
            "properties": {
                "constant": {"anyOf": [FIXED, NULL]},
                "constants": {"type": "array", "items": {"anyOf": [FIXED, NULL]}},
                "choice": {"anyOf": [EITHER, NULL]},
                "choices": {"type": ["array", "null"], "items": EITHER},
                "itself": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, EITHER, NULL]},
            }
        }
    ),
    "with_errors_of_several_forms": edited(
        minimal(),
        {
            f"{GET}/responses/{status}": {
                "description": "",
                "content": {"application/json": {"schema": {"title": title, "type": "object"}}},
            }
            for status, title in [("404", "Missing"), ("422", "Invalid"), ("4XX", "Problem")]
        },
    ),
    "with_errors_that_are_no_objects": operation(
        responses={
            status: {"description": "", "content": {media_type: {"schema": schema}}}
            for status, media_type, schema in [
                ("200", "text/plain", {"type": "string"}),
                ("400", "text/plain", {"type": "string"}),
                ("401", "application/json", {"type": ["array", "null"], "items": EITHER}),
                ("402", "application/json", {"type": "array", "items": FIXED}),
                ("403", "application/json", {"type": "array", "items": {"type": "object"}}),
                ("404", "application/json", {"type": ["boolean", "number"]}),
                ("405", "application/json", {"type": "string", "format": "password"}),
                ("406", "application/json", {"properties": {"error": {"type": "object"}}}),
                ("default", "application/json", {"properties": {"error": EITHER_OBJECT}}),
            ]
        }
    ),
    "with_secrets_beside_others_and_members_without_names": with_schema(
        {
            "additionalProperties": {"type": "array", "items": SECRET},
            "properties": {
                "list": {"type": "array", "items": SECRET},
                "choice": {"oneOf": [{"type": "integer"}, SECRET, NULL]},
            },
        }
    ),
    "with_defaults_of_choices_and_lists": parameters(
        *(
            {"name": name, "required": True, "schema": schema, **place}
            for letter, place in (("a", {}), ("b", {"x-ms-parameter-location": "client"}))
            for name, schema in (
                (f"{letter}1", {"type": "array", "items": EITHER, "default": [1, "2"]}),
                (f"{letter}2", {**EITHER, "default": 1}),
                (f"{letter}5", {"anyOf": [FIXED, {"type": "integer"}], "default": "fixed"}),
            )
        )
    ),
    "with_two_results_that_are_choices": operation(
        responses={
            status: {"description": "", "content": {"application/json": {"schema": schema}}}
            for status, schema in [("200", EITHER), ("201", {"type": ["boolean", "number"]})]
        }
    ),
}


@pytest.fixture(scope="module")
def packages(
    library_folder: Path, config_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """Return a folder with the packages and the consumer's code."""
    folder, made = (tmp_path_factory.mktemp(name) for name in ("types", "made"))
    document, config = made / "document.yaml", made / "config.yaml"
    for name, root in PACKAGES.items():
        document.write_text(json.dumps(root))
        config.write_text(config_file.read_text().replace("town_library", name))
        write(generate_tree(document, config), made / name)
        shutil.move(made / name / name, folder)
    shutil.copytree(library_folder / "town_library", folder / "town_library")
    shutil.copy(CONSUMER, folder)
    return folder


def test_mypy_finds_nothing(packages: Path) -> None:
    assert mypy_errors(packages, "consumer.py", "town_library", *PACKAGES) == ""


def test_pyright_finds_nothing(packages: Path) -> None:
    # Of the other packages only the files that depend on the document.
    shaped = (f"{name}/{part}" for name in PACKAGES for part in GENERATED)
    assert pyright_errors(packages, "consumer.py", "town_library", *shaped) == ""
