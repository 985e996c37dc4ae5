"""Calls of a package for another service, the library of `documents/library.yaml`."""

from __future__ import annotations

import asyncio
import copy
import datetime as dt
import json
import pickle
from collections.abc import Callable
from types import ModuleType
from typing import Any
from uuid import UUID

import httpx
import pytest

Call = Callable[[Any], Any]

NAIVE = dt.datetime.fromisoformat("2026-01-01T00:00:00")
BOOK = {"kind": "book", "isbn": "978", "title": "Emma", "genre": "novel"}


class Service:
    """A service that answers every request with the same response, and keeps the requests."""

    def __init__(self, status: int = 200, **answer: Any) -> None:
        self.requests: list[httpx.Request] = []
        self._status, self._answer = status, answer

    def __call__(self, request: httpx.Request) -> httpx.Response:
        self.requests.append(request)
        return httpx.Response(self._status, **self._answer)


def _sync(library: ModuleType, service: Service, call: Call) -> Any:
    http_client = httpx.Client(transport=httpx.MockTransport(service))
    with library.Client("token", tenant="town", http_client=http_client) as client:
        return call(client)


def _async(library: ModuleType, service: Service, call: Call) -> Any:
    async def run() -> Any:
        http_client = httpx.AsyncClient(transport=httpx.MockTransport(service))
        async with library.AsyncClient("token", tenant="town", http_client=http_client) as client:
            return await call(client)

    return asyncio.run(run())


@pytest.fixture(params=[_sync, _async], ids=["sync", "async"])
def run(request: pytest.FixtureRequest, town_library: ModuleType) -> Callable[[Service, Call], Any]:
    """Return a function that makes a call with a sync or an async client."""
    return lambda service, call: request.param(town_library, service, call)


def test_a_query_is_sent_as_the_document_says(run: Any, town_library: ModuleType) -> None:
    service = Service(json=[BOOK])
    found = run(
        service,
        lambda client: client.books.search(
            genre=[town_library.Genre.NOVEL, town_library.Genre.HOW_TO],
            shelf=["A", "B"],
            limit=7,
            in_stock=True,
            since=dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
            until=dt.date(2026, 1, 31),
            url="a b&c",
            request="r",
            x_trace_id="t",
            page_token=town_library.SecretStr("s3cret"),
        ),
    )
    (request,) = service.requests
    assert (request.method, request.url.path, request.content) == ("GET", "/api/books", b"")
    assert request.url.params.multi_items() == [
        ("genre", "novel"),
        ("genre", "how-to"),
        ("shelf", "A,B"),
        ("limit", "7"),
        ("inStock", "true"),
        ("order", "title"),
        ("since", "2026-01-02T03:04:05+00:00"),
        ("until", "2026-01-31"),
        ("url", "a b&c"),
        ("request", "r"),
    ]
    assert request.headers["x-trace-id"] == "t"
    assert request.headers["x-page-token"] == "s3cret"
    assert request.headers["tenant"] == "town"
    assert request.headers["authorization"] == "Bearer token"
    assert "content-type" not in request.headers
    assert found == [town_library.Book.from_dict(BOOK)]


def test_omitted_arguments_are_not_sent(run: Any) -> None:
    service = Service(json=[])
    assert run(service, lambda client: client.books.search(in_stock=False)) == []
    assert (
        str(service.requests[0].url)
        == "https://library.example/api/books?inStock=false&order=title"
    )
    assert "x-page-token" not in service.requests[0].headers


@pytest.mark.parametrize(
    ("arguments", "violations"),
    [
        ({"in_stock": 1}, {"in_stock": "must be True or False, not of type int"}),
        ({"in_stock": None}, {"in_stock": "is missing: pass it to the call"}),
        (
            {"in_stock": True, "limit": 101, "shelf": ["a"], "genre": ["novel"]},
            {
                "limit": "must be at most 100",
                "shelf": "[0] must match ^[A-Z]+$",
                "genre": "[0] must be a Genre, not of type str",
            },
        ),
        ({"in_stock": True, "shelf": ["A", "A"]}, {"shelf": "must not hold equal items"}),
        ({"in_stock": True, "limit": 2.5}, {"limit": "must be a whole number, not of type float"}),
        ({"in_stock": True, "since": NAIVE}, {"since": "must have a time zone"}),
        (
            {"in_stock": True, "x_trace_id": "t" * 17},
            {"x_trace_id": "must have at most 16 characters"},
        ),
    ],
)
def test_a_bad_argument_is_refused_before_anything_is_sent(
    run: Any, town_library: ModuleType, arguments: dict[str, Any], violations: dict[str, str]
) -> None:
    service = Service()
    with pytest.raises(town_library.InvalidParameterError) as caught:
        run(service, lambda client: client.books.search(**arguments))
    texts = [str(violation) for violation in caught.value.violations]
    assert len(texts) == len(violations)
    for name, rule in violations.items():
        assert any(text.startswith(name) and text.endswith(rule) for text in texts), texts
    assert service.requests == []


def test_a_body_is_sent_with_its_secret(run: Any, town_library: ModuleType) -> None:
    service = Service(201, json={"number": 3})
    book = town_library.Book(
        kind="book",
        isbn="978",
        title="Emma",
        genre=town_library.Genre.NOVEL,
        rating=town_library.Rating.VALUE_NEGATIVE_1,
        access_code=town_library.SecretStr("open sesame"),
        added=dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        published=dt.date(1815, 12, 23),
        id=UUID(int=1),
        author=town_library.Author(name="Jane", books=[]),
        code=4,
        class_="c",
        additional_properties={"shelf": "A"},
    )
    added = run(service, lambda client: client.books.add(book))
    assert added == town_library.Receipt(number=3)
    (request,) = service.requests
    assert request.headers["content-type"] == "application/json"
    assert json.loads(request.content) == {
        **BOOK,
        "rating": -1,
        "accessCode": "open sesame",
        "added": "2026-01-02T00:00:00+00:00",
        "published": "1815-12-23",
        "id": str(UUID(int=1)),
        "author": {"name": "Jane", "books": []},
        "code": 4,
        "class": "c",
        "shelf": "A",
    }
    assert "open sesame" not in repr(book) + str(book) + repr(book.access_code)
    assert "shelf" not in repr(book)


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        ({"isbn": "x"}, "body.isbn must match"),
        ({"isbn": 978}, "body.isbn must be a string, not of type int"),
        ({"title": ""}, "body.title must have at least 1 character"),
        ({"genre": "novel"}, "body.genre must be a Genre, not of type str"),
        ({"kind": "tome"}, "body.kind must be the constant of the document"),
        ({"pages": 0}, "body.pages must be at least 1"),
        ({"weight": 0}, "body.weight must be greater than 0"),
        ({"access_code": "abc"}, "body.access_code must have at least 4 characters"),
        ({"notes": [1]}, "body.notes[0] must be a string, not of type int"),
        ({"code": 1.5}, "body.code must be"),
    ],
)
def test_a_body_is_checked_before_it_is_sent(
    run: Any, town_library: ModuleType, change: dict[str, Any], rule: str
) -> None:
    """At any depth: the same book as the sequel of another one is refused with its place."""
    service = Service()
    good = {**BOOK, "genre": town_library.Genre.NOVEL}
    bad = town_library.Book(**{**good, **change})
    for body, prefix in ((bad, "body."), (town_library.Book(**good, sequel=bad), "body.sequel.")):
        with pytest.raises(town_library.InvalidParameterError) as caught:
            run(service, lambda client, body=body: client.books.add(body))
        (violation,) = caught.value.violations
        assert str(violation).startswith(rule.replace("body.", prefix))
    assert service.requests == []


def test_alternatives_that_differ_only_in_constraints_have_none(
    run: Any, town_library: ModuleType
) -> None:
    book = town_library.Book(**{**BOOK, "genre": town_library.Genre.NOVEL}, codes="b")
    assert run(Service(202), lambda client: client.books.add(book)) is None


@pytest.mark.parametrize(
    ("status", "answer", "expected"),
    [
        (200, {"json": BOOK}, "Book"),
        (201, {"json": {}}, "Receipt"),
        (202, {"text": "ignored"}, "NoneType"),
    ],
)
def test_each_success_has_its_own_type(
    run: Any, town_library: ModuleType, status: int, answer: Any, expected: str
) -> None:
    book = town_library.Book.from_dict(BOOK)
    found = run(Service(status, **answer), lambda client: client.books.add(book))
    assert type(found).__name__ == expected


def test_a_204_returns_none(run: Any) -> None:
    service = Service(204)
    assert run(service, lambda client: client.books.delete("978/x?")) is None
    (request,) = service.requests
    assert (request.method, request.url.raw_path) == ("DELETE", b"/api/books/978%2Fx%3F")


def test_an_error_has_the_model_of_the_document(run: Any, town_library: ModuleType) -> None:
    service = Service(404, json={"status": 404, "title": "None of that name"})
    with pytest.raises(town_library.NotFoundError) as caught:
        run(service, lambda client: client.books.delete("978"))
    assert caught.value.error == town_library.Problem(status=404, title="None of that name")


def test_an_undocumented_success_raises_an_error(run: Any, town_library: ModuleType) -> None:
    with pytest.raises(town_library.APIError):
        run(Service(203, json=BOOK), lambda client: client.books.search(in_stock=True))


def test_an_optional_body_may_be_omitted(run: Any, town_library: ModuleType) -> None:
    service = Service(226, json=BOOK)
    assert run(service, lambda client: client.books.update("978")).title == "Emma"
    change = town_library.Change(title="Emma II", editor=town_library.Editor(name="E", books=[]))
    run(service, lambda client: client.books.update("978", body=change))
    bare, full = service.requests
    assert (bare.content, full.headers["content-type"]) == (b"", "application/merge-patch+json")
    assert json.loads(full.content) == {"title": "Emma II", "editor": {"name": "E", "books": []}}


def test_bytes_and_text_are_not_changed(run: Any, town_library: ModuleType) -> None:
    picture = bytes(range(256))
    assert run(Service(content=picture), lambda client: client.books.cover("978")) == picture
    service = Service(text="größer")
    assert run(service, lambda client: client.books.set_cover("978", picture)) == "größer"
    (request,) = service.requests
    assert (request.content, request.headers["content-type"]) == (
        picture,
        "application/octet-stream",
    )
    with pytest.raises(town_library.InvalidParameterError, match="bytes"):
        run(service, lambda client: client.books.set_cover("978", "text"))


def test_the_values_of_a_map_have_their_type(run: Any, town_library: ModuleType) -> None:
    service = Service(json={"2026-01-01": [{"number": 1}]})
    loans = run(service, lambda client: client.loans.of(UUID(int=7)))
    assert loans == {"2026-01-01": [town_library.Receipt(number=1)]}
    assert service.requests[0].url.path == f"/api/readers/{UUID(int=7)}/loans"
    with pytest.raises(town_library.APIResponseError, match=r"2026-01-01.*should be an array"):
        run(Service(json={"2026-01-01": 1}), lambda client: client.loans.of(UUID(int=7)))


def test_operations_without_security_send_no_token(run: Any) -> None:
    service = Service(json={"any": ["thing"]})
    assert run(service, lambda client: client.default.status()) == {"any": ["thing"]}
    assert run(service, lambda client: client.default.ping()) is None
    assert all("authorization" not in request.headers for request in service.requests)


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"isbn": 978}, "isbn should be a string"),
        ({"genre": "western"}, "genre should be a value of Genre"),
        ({"kind": "tome"}, "kind should be the constant 'book'"),
        (
            {"author": {"name": "J", "books": [{**BOOK, "pages": "1"}]}},
            r"author\.books\[0\]\.pages should be an integer",
        ),
        ({"sequel": {**BOOK, "title": None}}, r"sequel\.title should be a string"),
        ({"notes": [1]}, r"notes\[0\] should be a string"),
        ({"code": []}, "code should be a string or an integer"),
        ({"loan": {"due": "soon"}}, r"loan\.due should be a date"),
    ],
)
def test_a_response_of_another_type_is_refused_with_its_place(
    run: Any, town_library: ModuleType, change: dict[str, Any], place: str
) -> None:
    service = Service(json=[{**BOOK, **change}])
    with pytest.raises(town_library.APIResponseError, match=rf"\[0\]\.{place}"):
        run(service, lambda client: client.books.search(in_stock=True))


def test_null_is_read_where_the_document_allows_it(town_library: ModuleType) -> None:
    data = {**BOOK, "sequel": None, "loan": None, "notes": [None, "a"], "pages": None, "extra": [1]}
    book = town_library.Book.from_dict(data)
    assert (book.sequel, book.loan, book.notes, book.pages) == (None, None, [None, "a"], None)
    assert book.to_dict() == {**BOOK, "notes": [None, "a"], "extra": [1]}


def test_models_are_immutable_and_can_be_copied_and_pickled(town_library: ModuleType) -> None:
    book = town_library.Book.from_dict({**BOOK, "sequel": BOOK, "accessCode": "open"})
    assert copy.deepcopy(book) == book == pickle.loads(pickle.dumps(book))
    with pytest.raises(AttributeError):
        book.title = "x"
    with pytest.raises(TypeError):
        town_library.Book("book")


def test_a_class_that_would_hide_one_of_the_package_is_renamed(town_library: ModuleType) -> None:
    model = town_library.OperationModel.from_dict({"response": {"a": 1}})
    assert model == town_library.OperationModel(response={"a": 1})


def test_each_server_of_the_document_is_a_cloud(town_library: ModuleType) -> None:
    urls = []
    for cloud in ("Town", "county.example"):
        service = Service(json={})
        http_client = httpx.Client(transport=httpx.MockTransport(service))
        town_library.Client(tenant="t", cloud=cloud, http_client=http_client).default.status()
        urls.append(str(service.requests[0].url))
    assert urls == ["https://library.example/api/ping", "https://county.example/ping"]


def test_a_client_parameter_is_read_from_the_environment(
    town_library: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service(json=[])
    client = town_library.Client(
        "t", http_client=httpx.Client(transport=httpx.MockTransport(service))
    )
    with pytest.raises(town_library.InvalidParameterError, match="or set LIBRARY_TENANT"):
        client.books.search(in_stock=True)
    monkeypatch.setenv("LIBRARY_TENANT", "city")
    client.books.search(in_stock=True)
    client.books.search(in_stock=True, tenant="village")
    assert [request.headers["tenant"] for request in service.requests] == ["city", "village"]


@pytest.mark.parametrize(
    "place",
    [
        {},
        {"cloud": "county.example"},
        {"base_url": "https://other.example"},
        {"base_url": "https://other.example/api"},
    ],
    ids=["a server with a path", "a server without", "another place", "another one with that path"],
)
def test_the_stand_in_answers_from_the_document(
    town_library: ModuleType, place: dict[str, str]
) -> None:
    """The stand-in checks the requests of the client against the same document."""
    from town_library.testing import StandIn  # type: ignore[import-not-found]

    options = {"tenant": "town", "http_client": httpx.Client(transport=StandIn()), **place}
    with town_library.Client("t", **options) as client:
        assert [book.title for book in client.books.search(in_stock=True)] == ["Emma"]
        assert client.books.delete("978") is None
        with pytest.raises(town_library.NotFoundError):
            client.books.delete("979")


def test_the_stand_in_answers_below_the_path_of_each_server(town_library: ModuleType) -> None:
    """A path that the service does not have is a 404."""
    from town_library.testing import StandIn

    with httpx.Client(transport=StandIn()) as client:
        found = {
            url: client.request("OPTIONS", url).status_code
            for url in (
                "https://library.example/api/books",
                "https://library.example/books",
                "https://county.example/books",
                "https://county.example/api/books",
            )
        }
    assert list(found.values()) == [405, 404, 405, 404]


def test_the_local_server_answers_with_and_without_the_path_of_a_server(
    town_library: ModuleType,
) -> None:
    from town_library.testing import StandIn, serve

    with serve(StandIn()) as server:
        for url in (server.url, f"{server.url}/api"):
            with town_library.Client("t", tenant="town", base_url=url) as client:
                assert client.books.delete("978") is None


@pytest.mark.parametrize(
    ("call", "attempts"),
    [
        (lambda client, book: client.books.add(book), 1),
        (lambda client, book: client.books.update("978"), 2),
        (lambda client, book: client.books.search(in_stock=True), 2),
        (lambda client, book: client.books.delete("978"), 2),
    ],
)
def test_an_unsafe_method_is_retried_only_if_it_is_marked_repeatable(
    town_library: ModuleType, call: Callable[..., Any], attempts: int
) -> None:
    """`update` is a PATCH with `x-sdk-repeatable`."""
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


def test_a_missing_required_body_is_refused(town_library: ModuleType) -> None:
    with pytest.raises(town_library.InvalidParameterError, match="body is missing: pass it"):
        town_library.Client("t", tenant="town").books.add(None)


def test_an_enum_has_the_values_of_the_document(town_library: ModuleType) -> None:
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
