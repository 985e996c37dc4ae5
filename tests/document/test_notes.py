"""What the package leaves out of a document, in notes for the person who generates it."""

from __future__ import annotations

from typing import Any

import pytest

from generator.document.document import Document
from generator.document.notes import notes
from tests.document.refused import apart, refusals
from tests.small_documents import answering, edited, minimal, operation, two

GET = "#/paths/~1things/get"
JSON = {"application/json": {"schema": {}}}


@pytest.mark.parametrize(
    ("root", "note"),
    [
        (
            operation(**{"x-ms-pageable": {"nextLinkName": "nextLink"}}),
            f"{GET}/x-ms-pageable: the call returns one page and does not follow the link to the "
            "next one",
        ),
        (
            operation(**{"x-ms-long-running-operation": True}),
            f"{GET}/x-ms-long-running-operation: the call returns the service's first response and "
            "does not wait for the operation to end",
        ),
        (
            edited(minimal(), {"/webhooks": {"a": {"post": {"operationId": "b"}}}}),
            "#/webhooks: the package has no code for webhooks",
        ),
        (
            operation(callbacks={"a": {"{$request.body#/url}": {"post": {"operationId": "b"}}}}),
            f"{GET}/callbacks: the package has no code for callbacks",
        ),
        (
            edited(
                answering("text/plain", {"type": "string"}),
                {f"{GET[1:]}/responses/200/content/application~1json": {"schema": {}}},
            ),
            f"{GET}/responses/200/content: the package reads one of these media types, JSON if it "
            "can, and ignores the others",
        ),
    ],
)
def test_a_note_says_what_is_left_out(root: Any, note: str) -> None:
    assert refusals(root) == []
    assert notes(Document("things.yaml", root)) == [f"things.yaml: {note}"]


def test_places_with_the_same_words_share_a_note() -> None:
    left_out = {"x-ms-long-running-operation": True, "x-ms-pageable": False}
    root = apart(two({"operationId": "A", **left_out}, {"operationId": "B", **left_out}))
    (note,) = notes(Document("things.yaml", root))
    assert note.startswith(f"things.yaml: {GET}/x-ms-long-running-operation and 1 other: the call")


def test_a_plain_document_has_no_notes() -> None:
    assert notes(Document("things.yaml", minimal())) == []
