"""Facts of a document that decide what a client does, and what the stand-in refuses."""

from __future__ import annotations

from collections.abc import Callable
from types import ModuleType
from typing import Any

import httpx
import pytest

from tests.generator.generate.calling import called
from tests.generator.generate.making import (
    GET,
    Importer,
    edited,
    minimal,
    with_parameter,
    with_schema,
)

BOOK = {"kind": "book", "isbn": "978", "title": "Emma", "genre": "novel"}


@pytest.mark.parametrize(
    ("call", "attempts"),
    [
        (lambda client, book: client.books.add(book), 1),
        (lambda client, book: client.books.update("978"), 2),
        (lambda client, book: client.books.search(in_stock=True), 2),
        (lambda client, book: client.books.delete("978"), 2),
    ],
)
def test_what_changes_something_is_sent_again_only_where_the_document_says_so(
    town_library: ModuleType, call: Callable[..., Any], attempts: int
) -> None:
    """By its method, or by `x-sdk-repeatable`."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(503)

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    retry = town_library.RetryPolicy(attempts=2, first_wait=0.001)
    client = town_library.Client("t", tenant="town", http_client=http_client, retry=retry)
    with pytest.raises(town_library.InternalServerError):
        call(client, town_library.Book.from_dict(BOOK))
    assert len(requests) == attempts


def test_a_body_that_is_required_is_missed(town_library: ModuleType) -> None:
    with pytest.raises(town_library.InvalidParameterError, match="body is missing: pass it"):
        town_library.Client("t", tenant="town").books.add(None)


def test_a_call_may_pass_another_value_than_the_client(imported: Importer) -> None:
    """Where no variable of the environment stands behind them too."""
    client_wide = {"x-ms-parameter-location": "client", "required": True}
    package = imported(with_parameter({"type": "string"}, **client_wide))
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return httpx.Response(200)

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    client = package.Client("t", q="of-client", http_client=http_client)
    client.things.list_()
    client.things.list_(q="of-call")
    assert [request.url.query for request in requests] == [b"q=of-client", b"q=of-call"]
    with pytest.raises(package.InvalidParameterError, match="pass it to the call or to the client"):
        package.Client("t", http_client=http_client).things.list_()


def test_a_member_that_is_required_has_to_be_given_and_to_come(imported: Importer) -> None:
    schema = {
        "type": "object",
        "required": ["theName"],
        "properties": {"theName": {"type": ["string", "null"]}},
    }
    package = imported(with_schema(schema))
    with pytest.raises(TypeError, match="the_name"):
        package.Thing()
    with pytest.raises(package.APIResponseError, match=r"\.theName should be a member that is"):
        package.Thing.from_dict({})
    for data in ({"theName": None}, {"theName": "x"}):
        assert package.Thing.from_dict(data).to_dict() == data


def test_each_of_several_errors_is_read_by_its_own_model(imported: Importer) -> None:
    """And as far as it can be read."""
    properties = {"a": {"type": "string"}, "n": {"type": "integer"}}
    schemas = {
        "First": {"type": "object", "required": ["a"], "properties": properties},
        "Second": {"type": "object", "required": ["b"], "properties": {"b": {"type": "integer"}}},
    }

    def failure(name: str) -> Any:
        content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{name}"}}}
        return {"description": "", "content": content}

    responses = {"200": {"description": ""}, "404": failure("Second")}
    root = edited(
        minimal(schemas=schemas),
        {
            f"{GET}/responses/404": failure("First"),
            "/paths/~1things/put": {"operationId": "Things_Set", "responses": responses},
        },
    )
    package = imported(root)
    for body, error in (
        ({"a": "x"}, package.First(a="x")),
        ({"b": 3}, package.Second(b=3)),
        ({"a": "x", "n": "none"}, package.First(a="x", additional_properties={"n": "none"})),
    ):
        with pytest.raises(package.APIStatusError) as caught:
            called(package, httpx.Response(404, json=body), "things.list_")
        assert caught.value.error == error


def test_an_enum_has_the_documents_values(town_library: ModuleType) -> None:
    assert [genre.value for genre in town_library.Genre] == ["novel", "essay", "how-to"]
    assert [rating.value for rating in town_library.Rating] == [1, 2, 3, -1]


@pytest.mark.parametrize(
    ("method", "target", "content", "said"),
    [
        ("GET", "/books", b"", "inStock"),
        ("GET", "/books?inStock=true&limit=101", b"", "limit"),
        ("POST", "/books", b"", "'body' is required"),
        ("POST", "/books", b"{}", "must have the member isbn"),
    ],
)
def test_the_stand_in_refuses_what_the_document_refuses(
    town_library: ModuleType, method: str, target: str, content: bytes, said: str
) -> None:
    from town_library.testing import StandIn  # type: ignore[import-not-found]

    headers = {"Authorization": "Bearer t", "tenant": "town"}
    with httpx.Client(transport=StandIn(), base_url="https://county.example") as client:
        response = client.request(method, target, content=content, headers=headers)
    assert response.status_code == 400
    assert said in response.json()["error"]["message"]
