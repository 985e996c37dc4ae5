"""Each workaround for the engine is still needed.

A failure here means good news: this version of openapi-python-client no longer needs a workaround.
Delete the function, and its document here.
"""

from __future__ import annotations

from typing import Any

import pytest

from generator.document.document import Document
from generator.document.reading import checked
from generator.errors import GeneratorError
from generator.model import engine, workarounds
from generator.model.package import Package
from generator.model.translate import translate
from generator.model.workarounds import WORKAROUNDS, Workaround
from tests.generated_packages import CONFIG
from tests.small_documents import (
    answering,
    edited,
    minimal,
    operation,
    with_parameter,
    with_schema,
)

#: For each workaround a document of which the engine makes something else without it.
DOCUMENTS: dict[Workaround, Any] = {
    workarounds.mark_places: with_parameter({"type": "string", "maxLength": 5}),
    workarounds.drop_types_of_constants: with_schema(
        {"type": "object", "properties": {"a": {"type": "boolean", "const": True}}}
    ),
    workarounds.drop_defaults: with_parameter(
        {"type": "string", "format": "date-time", "default": "2026-01-01t00:00:00z"}, required=True
    ),
    workarounds.drop_type_lists_of_enums: with_schema(
        {
            "type": "object",
            "properties": {"a": {"type": ["string", "null"], "enum": ["b", "c", None]}},
        }
    ),
    workarounds.keep_siblings_of_all_of: with_schema(
        {
            "allOf": [{"$ref": "#/components/schemas/Base"}],
            "properties": {"a": {"type": "string"}},
        },
        Base={"type": "object", "properties": {"b": {"type": "string"}}},
    ),
    workarounds.order_media_types: edited(
        answering("text/plain", {"type": "string"}),
        {
            "/paths/~1things/get/responses/200/content/application~1json": {
                "schema": {"type": "integer"}
            }
        },
    ),
    workarounds.move_parameters_to_the_query: operation(
        parameters=[{"name": "a", "in": "header", "schema": {"type": "string", "format": "date"}}]
    ),
    workarounds.drop_extensions_of_responses: operation(
        responses={"200": {"description": ""}, "x-note": {"description": ""}}
    ),
    workarounds.hide_path_parameters: {
        **minimal(),
        "paths": {
            "/things/{a}": {
                "get": {
                    "operationId": "Things_Get",
                    "parameters": [
                        {
                            "name": "a",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        }
                    ],
                    "responses": {"200": {"description": ""}},
                }
            }
        },
    },
}


def test_each_workaround_has_a_document() -> None:
    assert list(DOCUMENTS) == list(WORKAROUNDS)


@pytest.mark.parametrize("workaround", WORKAROUNDS, ids=lambda one: one.__name__)
def test_the_engine_still_needs_the_workaround(
    workaround: Workaround, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without it the document is refused, or another package is made of it."""
    document = checked(Document("things.yaml", DOCUMENTS[workaround]))
    expected = translate(document, CONFIG)
    others = tuple(one for one in WORKAROUNDS if one is not workaround)
    parse = engine.parse
    monkeypatch.setattr(engine, "parse", lambda one: parse(one, others))
    assert _translated(document) != expected, (
        f"{workaround.__name__} is no longer needed: delete it"
    )


def _translated(document: Document) -> Package | str:
    try:
        return translate(document, CONFIG)
    except (GeneratorError, LookupError) as error:
        return str(error)
