"""Reading a document: all its problems in one run, and the documents that have none."""

from __future__ import annotations

from pathlib import Path

import pytest
from openapi_spec_validator import validate

from generator.document.document import Document
from generator.document.notes import notes
from generator.document.reading import read_document
from generator.errors import GeneratorError
from tests.document.refused import refusals
from tests.small_documents import LIBRARY, PROJECT, operation

GROUP = Path(__file__).parents[1] / "documents" / "serverless-endpoint-group.yaml"


@pytest.mark.parametrize("path", [PROJECT, LIBRARY, GROUP], ids=lambda path: path.stem)
def test_a_document_that_is_read_is_what_the_specification_allows(path: Path) -> None:
    validate(read_document(path, path.name).root)


def test_every_problem_is_named_in_one_run_in_the_documents_order() -> None:
    root = operation(
        parameters=[
            {"name": "a", "in": "cookie", "schema": {"type": "string", "maximum": 1}},
            {"name": "b", "in": "query", "schema": {"type": "string"}, "example": 1},
        ],
        operationId="a b",
    )
    root["components"]["schemas"] = {"A": {"minProperties": 1, "x-ms-enum": {"name": "A"}}}
    root["tags"] = [{"name": "a"}, {"name": "a"}]
    assert [line.partition(": ")[0] for line in refusals(root)] == [
        "#/paths/~1things/get/operationId",
        "#/paths/~1things/get/parameters/0/in",
        "#/paths/~1things/get/parameters/0/schema/maximum",
        "#/paths/~1things/get/parameters/1/example",
        "#/components/schemas/A/minProperties",
        "#/components/schemas/A/x-ms-enum",
        "#/tags/1",
    ]


def test_a_problem_that_many_operations_share_is_named_once() -> None:
    root = operation(parameters=[{"$ref": "#/components/parameters/A"}])
    item = root["paths"]["/things"]
    item["put"] = {
        **item["get"],
        "operationId": "Things_Put",
        "parameters": [{**item["get"]["parameters"][0]}],
    }
    item["put"]["responses"] = {"200": {"description": ""}}
    schema = {"type": "string", "default": "2"}
    root["components"]["parameters"] = {
        "A": {"name": "api-version", "in": "query", "schema": schema}
        | {"x-ms-parameter-location": "client"}
    }
    assert len(refusals(root)) == 1


def test_a_file_that_cannot_be_read_is_named_as_the_document(tmp_path: Path) -> None:
    path = tmp_path / "document.yaml"
    path.write_text("a: [")
    with pytest.raises(GeneratorError, match=r"^openapi/document\.yaml: line 1, column 5: "):
        read_document(path, "openapi/document.yaml")


def test_the_notes_of_the_endpoint_group_name_paging_and_long_running_operations() -> None:
    document: Document = read_document(GROUP, GROUP.name)
    pageable, running = notes(document)
    assert "serverlessEndpoints/get/x-ms-pageable: the call returns one page" in pageable
    assert "{name}/put/x-ms-long-running-operation and 3 others: the call returns the" in running
