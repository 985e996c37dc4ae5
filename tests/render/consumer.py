"""Never run: what users of the library's package write, for the type checkers."""

from __future__ import annotations

import datetime as dt
from typing import Any, assert_type
from uuid import UUID

from town_library import (
    AsyncClient,
    Author,
    Book,
    Client,
    Editor,
    Genre,
    NotFoundError,
    Problem,
    Rating,
    Receipt,
    Response,
    RetryPolicy,
    SecretStr,
    Timeout,
)


def search(client: Client) -> None:
    books = client.books.search(
        in_stock=True,
        genre=[Genre.NOVEL],
        since=dt.datetime.now(dt.UTC),
        until=dt.date(2026, 1, 1),
        page_token=SecretStr("x"),
        retry=RetryPolicy(attempts=1),
        timeout=Timeout(total=3),
        headers={"a": "b"},
    )
    assert_type(books, list[Book])
    assert_type(client.books.search_detailed(in_stock=False), Response[list[Book]])
    assert_type(books[0].access_code, SecretStr | None)
    assert_type(books[0].code, str | int | None)
    assert_type(books[0].sequel, Book | None)
    assert_type(books[0].rating, Rating | None)
    assert_type(books[0].notes, list[str | None] | None)
    assert_type(books[0].extra, Any)
    assert_type(books[0].author, Author | None)
    assert_type(Editor(name="E", books=books, series="s").series, str | None)


def change(client: Client, book: Book) -> None:
    assert_type(client.books.add(book), Book | Receipt | None)
    assert_type(client.books.update("978"), Book)
    assert_type(client.books.cover("978"), bytes)
    assert_type(client.books.set_cover("978", b""), str)
    assert_type(client.loans.of(UUID(int=1)), dict[str, list[Receipt]])
    try:
        client.books.delete("978", tenant="village")
    except NotFoundError as error:
        assert_type(error.error, Problem | None)


async def wait(client: AsyncClient) -> None:
    assert_type(await client.books.search(in_stock=True), list[Book])
    assert_type(await client.default.ping_detailed(), Response[None])
    assert_type(await client.default.status(), Any)


def misuse(client: Client, book: Book) -> None:
    client.books.search()  # type: ignore[call-arg] # pyright: ignore[reportCallIssue]
    client.books.search(in_stock=True, genre=["novel"])  # type: ignore[list-item] # pyright: ignore[reportArgumentType]
    client.books.delete(978)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
    book.title = "x"  # type: ignore[misc] # pyright: ignore[reportAttributeAccessIssue]
    Book(kind="tome", isbn="978", title="", genre=Genre.NOVEL)  # type: ignore[arg-type] # pyright: ignore[reportArgumentType]
