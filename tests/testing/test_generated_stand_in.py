"""The stand-in of a generated package accepts and refuses what the client does."""

from __future__ import annotations

from collections.abc import Iterator
from types import ModuleType
from typing import Any

import httpx
import pytest

BOOK: dict[str, Any] = {"kind": "book", "isbn": "978", "title": "Emma", "genre": "novel"}


@pytest.fixture
def client(town_library: ModuleType) -> Iterator[httpx.Client]:
    """Open a client of the library's stand-in, without the checks of the package."""
    from town_library.testing import StandIn  # type: ignore[import-not-found]

    headers = {"Authorization": "Bearer x", "tenant": "town"}
    with httpx.Client(
        transport=StandIn(), base_url="https://county.example", headers=headers
    ) as opened:
        yield opened


@pytest.mark.parametrize(
    ("changes", "target"),
    [
        ({}, None),
        ({"sequel": BOOK, "author": {"name": "A", "books": [BOOK]}, "notes": [None]}, None),
        ({"kind": "film"}, "body.kind"),
        ({"genre": "poem"}, "body.genre"),
        ({"isbn": "97"}, "body.isbn"),
        ({"weight": 0}, "body.weight"),
        ({"sequel": {**BOOK, "pages": 0}}, "body.sequel.pages"),
        (
            {"author": {"name": "A", "books": [{**BOOK, "rating": 4}]}},
            "body.author.books[0].rating",
        ),
        ({"author": {"books": []}}, "body.author"),
        ({"code": 1.5}, "body.code"),
    ],
)
def test_a_body_is_checked_with_the_schemas_that_it_refers_to(
    client: httpx.Client, changes: dict[str, Any], target: str | None
) -> None:
    response = client.post("/books", json={**BOOK, **changes})
    # The document has no example of a book, so the stand-in answers 501 to a valid request.
    expected = (501, None) if target is None else (400, target)
    assert (response.status_code, response.json()["error"].get("target")) == expected


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("genre=novel&genre=essay&shelf=A,B&limit=100", None),
        ("genre=novel&genre=poem", "genre[1]"),
        ("genre=novel&genre=novel&genre=novel&genre=novel", "genre"),
        ("shelf=A,A", "shelf"),
        ("shelf=A,b", "shelf[1]"),
        ("limit=101", "limit"),
    ],
)
def test_the_items_of_an_array_in_the_query_are_checked(
    client: httpx.Client, query: str, target: str | None
) -> None:
    response = client.get(f"/books?inStock=true&order=title&{query}")
    assert response.status_code == (200 if target is None else 400)
    if target is not None:
        assert response.json()["error"]["target"] == target
