"""Facts of a document that decide what a client does, and what the stand-in refuses."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
from collections.abc import Callable
from types import ModuleType
from typing import Any, Literal
from uuid import UUID

import attrs
import httpx
import pytest

from tests.calls import answered, called
from tests.generated_packages import Importer
from tests.small_documents import two, with_parameter, with_schema

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
    client.things.list()
    client.things.list(q="of-call")
    assert [request.url.query for request in requests] == [b"q=of-client", b"q=of-call"]
    with pytest.raises(package.InvalidParameterError, match="pass it to the call or to the client"):
        package.Client("t", http_client=http_client).things.list()


def test_a_member_that_is_required_has_to_be_given_and_to_come(imported: Importer) -> None:
    schema = {
        "type": "object",
        "required": ["theName"],
        "properties": {"theName": {"type": ["string", "null"]}},
    }
    package = imported(with_schema(schema))
    with pytest.raises(TypeError, match="the_name"):
        package.Thing()
    with pytest.raises(package.APIResponseError, match=r"theName should be present"):
        package.Thing.from_dict({})
    for data in ({"theName": None}, {"theName": "x"}):
        assert package.Thing.from_dict(data).to_dict() == data


def failure(schema: Any, media_type: str = "application/json") -> Any:
    """An error that holds a schema, or one of those that have a name."""
    if isinstance(schema, str):
        schema = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": "", "content": {media_type: {"schema": schema}}}


def failing(get: Any, put: Any) -> Any:
    """A document with two operations, their errors and some forms of them."""
    first = {"a": {"type": "string"}, "n": {"type": "integer"}}
    schemas = {
        "First": {"type": "object", "required": ["a"], "properties": first},
        "Second": {"type": "object", "properties": {"b": {"type": "integer"}}},
        "Third": {"type": "object", "properties": {"c": {"type": "integer"}}},
    }
    root = two({"operationId": "Things_List"}, {"operationId": "Things_Set"})
    root["components"]["schemas"] = schemas
    for method, failures in (("get", get), ("put", put)):
        root["paths"]["/things"][method]["responses"] = {"200": {"description": ""}, **failures}
    return root


def raised(package: Any, status: int, body: Any, method: str) -> Any:
    """The model of the error that a call raises."""
    return refused(package, httpx.Response(status, json=body), method).error


def refused(package: Any, answer: httpx.Response, method: str) -> Any:
    """The error that a call raises."""
    with pytest.raises(package.APIStatusError) as caught:
        called(package, answer, f"things.{method}")
    return caught.value


def test_an_error_has_the_model_that_its_own_operation_names(imported: Importer) -> None:
    """Whatever else it might be, and as far as it can be read."""
    package = imported(failing({"404": failure("First")}, {"422": failure("Second")}))
    body = {"a": "x", "n": "none"}
    first = package.First(a="x", additional_properties={"n": "none"})
    assert raised(package, 404, body, "list") == first
    assert raised(package, 422, body, "set") == package.Second(additional_properties=body)
    assert raised(package, 422, {"b": 3}, "set") == package.Second(b=3)
    assert raised(package, 404, {"b": 3}, "list") is None


def test_an_error_has_the_model_of_its_status(imported: Importer) -> None:
    """A status comes before a range, and both before what is said of all others."""
    get = {"default": failure("Third"), "4XX": failure("Second"), "404": failure("First")}
    package = imported(failing(get, {}))
    body = {"a": "x"}
    assert raised(package, 404, body, "list") == package.First(a="x")
    assert raised(package, 422, body, "list") == package.Second(additional_properties=body)
    assert raised(package, 500, body, "list") == package.Third(additional_properties=body)


def test_a_status_that_comes_before_a_range_may_have_the_model_of_all_others(
    imported: Importer,
) -> None:
    get = {"default": failure("Third"), "4XX": failure("Second"), "404": failure("Third")}
    package = imported(failing(get, {}))
    assert raised(package, 404, {"c": 1}, "list") == package.Third(c=1)
    assert raised(package, 409, {"b": 1}, "list") == package.Second(b=1)


@pytest.mark.parametrize("method", ["list", "set"])
def test_an_error_that_nobody_describes_has_the_first_model_that_fits(
    imported: Importer, method: str
) -> None:
    """Of its own operation's ones, or where that names none, of all."""
    get = {"404": failure("First"), "422": failure("Second")}
    package = imported(failing(get, {}))
    assert raised(package, 500, {"b": 3}, method) == package.Second(b=3)
    assert raised(package, 500, {"a": "x"}, method) == package.First(a="x")
    unfit = {"b": "", "n": "none"}
    first = package.First(a="x", additional_properties=unfit)
    assert raised(package, 500, {"a": "x", **unfit}, method) == first


TEXT = {"type": "string"}


def object_of(*required: str, **properties: Any) -> Any:
    """The schema of an object."""
    copies = {name: copy.deepcopy(schema) for name, schema in properties.items()}
    return {"type": "object", "required": list(required), "properties": copies}


@pytest.mark.parametrize(
    ("schema", "body", "model"),
    [
        pytest.param(
            object_of("error", error=TEXT, error_description=TEXT),
            {"error": "invalid_grant", "error_description": "expired"},
            lambda m: m.Wrong(error="invalid_grant", error_description="expired"),
            id="a text beside its description",
        ),
        pytest.param(
            object_of("error", error={"type": "boolean"}, message=TEXT),
            {"error": True, "message": "no"},
            lambda m: m.Wrong(error=True, message="no"),
            id="a flag",
        ),
        pytest.param(
            object_of("error", error={"type": "array", "items": TEXT}),
            {"error": ["a", "b"]},
            lambda m: m.Wrong(error=["a", "b"]),
            id="an array of errors",
        ),
        pytest.param(
            object_of("error", error={"oneOf": [TEXT, object_of(code=TEXT)]}),
            {"error": "words"},
            lambda m: m.Wrong(error="words"),
            id="a text or an object",
        ),
        pytest.param(
            object_of("Code", Code=TEXT, Message=TEXT),
            {"Code": "c", "Message": "m"},
            lambda m: m.Wrong(code="c", message="m"),
            id="capital names",
        ),
        pytest.param(
            object_of("Error", Error=object_of(code=TEXT)),
            {"Error": {"code": "c"}},
            lambda m: m.Wrong(error=m.WrongError(code="c")),
            id="a capital wrapping",
        ),
        pytest.param(
            object_of("error", error=object_of("Code", Code=TEXT)),
            {"error": {"Code": "c"}},
            lambda m: m.Wrong(error=m.WrongError(code="c")),
            id="capital names in the wrapping",
        ),
        pytest.param(
            object_of(error=object_of("code", code=TEXT, ID=TEXT)),
            {"error": {"code": "c", "ID": "5"}},
            lambda m: m.WrongError(code="c", id="5"),
            id="the wrapping",
        ),
        pytest.param(
            object_of("error", error={"anyOf": [{"$ref": "#/components/schemas/First"}, {}]}),
            {"error": {"a": "x"}},
            lambda m: m.Wrong(error={"a": "x"}),
            id="anything",
        ),
        pytest.param(
            object_of(
                "error", error={"anyOf": [{"$ref": "#/components/schemas/First"}, {"type": "null"}]}
            ),
            {"error": {"a": "x"}},
            lambda m: m.First(a="x"),
            id="a wrapping that may be null",
        ),
        pytest.param(
            object_of("error", error={"type": "null"}),
            {"error": None},
            lambda m: m.Wrong(error=None),
            id="nothing but a null",
        ),
        pytest.param(
            object_of(
                "error",
                error={
                    "oneOf": [
                        {"$ref": "#/components/schemas/First"},
                        {"$ref": "#/components/schemas/Second"},
                    ]
                },
            ),
            {"error": {"b": 3}},
            lambda m: m.Second(b=3),
            id="one of several in the wrapping",
        ),
        pytest.param(
            {
                "oneOf": [
                    {"$ref": "#/components/schemas/First"},
                    {"$ref": "#/components/schemas/Second"},
                ]
            },
            {"b": 3},
            lambda m: m.Second(b=3),
            id="one of several",
        ),
        pytest.param(
            {"type": "array", "items": {"$ref": "#/components/schemas/First"}},
            [{"a": "x"}],
            lambda m: [m.First(a="x")],
            id="an array",
        ),
        pytest.param(TEXT, "words", lambda _: "words", id="a text"),
        pytest.param({"type": "integer"}, 5, lambda _: 5, id="a number"),
        pytest.param({"enum": ["no", "never"]}, "no", lambda m: m.Wrong.NO, id="an enum"),
        pytest.param(
            {"type": ["object", "null"], "properties": {"a": TEXT}},
            {"a": "x"},
            lambda m: m.WrongType0(a="x"),
            id="an object that may be null",
        ),
        pytest.param(object_of(a=TEXT), {}, lambda m: m.Wrong(), id="an object without members"),
    ],
)
def test_an_error_is_read_as_the_document_writes_it(
    imported: Importer, schema: Any, body: Any, model: Any
) -> None:
    """And not as that of all others, however well that one would fit."""
    root = failing({"400": failure("Wrong"), "default": failure("Third")}, {})
    root["components"]["schemas"]["Wrong"] = schema
    package = imported(root)
    assert raised(package, 400, body, "list") == model(package.models)


def test_an_error_in_plain_text_is_the_text(imported: Importer) -> None:
    get = {"400": failure(TEXT, "text/plain"), "default": failure("Third")}
    package = imported(failing(get, {}))
    for text in ('"no"', '{"c": 1}', " Not\nhere. ", "5"):
        assert refused(package, httpx.Response(400, text=text), "list").error == text
    error = refused(package, httpx.Response(400, text="with Bearer abc.def"), "list")
    assert (error.error, error.message) == ("with [token]",) * 2
    assert refused(package, httpx.Response(400), "list").error is None
    assert raised(package, 500, {"c": 1}, "list") == package.Third(c=1)


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ("First", {}),
        ("First", "words"),
        ("Second", []),
        ("Second", None),
        ({"type": "array", "items": TEXT}, {"c": 1}),
        ({"anyOf": [{"type": "array", "items": TEXT}, {"type": "integer"}]}, {"c": 1}),
        ({"type": ["string", "null"]}, None),
        (object_of("error", error={"type": "boolean"}), {"error": "words"}),
        (object_of("error", error=object_of("code", code=TEXT)), {"error": None}),
    ],
)
def test_an_error_that_is_not_what_the_document_says_has_no_model(
    imported: Importer, schema: Any, body: Any
) -> None:
    package = imported(failing({"400": failure(schema), "default": failure("Third")}, {}))
    assert raised(package, 400, body, "list") is None


def test_an_error_without_a_body_has_no_model(imported: Importer) -> None:
    package = imported(failing({"400": failure("Third")}, {}))
    for content in ("", " \n", "<html></html>"):
        assert refused(package, httpx.Response(400, content=content), "list").error is None
    assert raised(package, 400, {}, "list") == package.Third()


def test_an_error_of_which_only_the_bytes_are_known_has_the_model_of_all_others(
    imported: Importer,
) -> None:
    get = {"400": failure({}, "application/octet-stream"), "default": failure("Third")}
    package = imported(failing({**get, "404": failure({})}, {}))
    for status in (400, 404):
        assert raised(package, status, {"c": 1}, "list") == package.Third(c=1)


def test_an_operation_that_describes_an_error_never_has_the_model_of_another(
    imported: Importer,
) -> None:
    """Whatever it is that it describes."""
    of_texts = {"type": "array", "items": TEXT}
    for schema, media_type in ((of_texts, "application/json"), (TEXT, "text/plain")):
        put = {"default": failure(schema, media_type)}
        package = imported(failing({"default": failure("Second")}, put))
        error = raised(package, 404, {"b": 1}, "set")
        assert error is None or error == '{"b":1}'


def test_a_plain_text_is_the_model_of_an_error_that_nobody_describes_only_if_all_are(
    imported: Importer,
) -> None:
    get = {"400": failure(TEXT, "text/plain")}
    package = imported(failing({**get, "404": failure("Second")}, {}))
    for method in ("list", "set"):
        assert raised(package, 500, {"b": 3}, method) == package.Second(b=3)
    package = imported(failing(get, {}))
    for method in ("list", "set"):
        assert raised(package, 500, {"b": 3}, method) == '{"b":3}'


def test_what_can_be_read_of_an_error_does_not_depend_on_its_model(imported: Importer) -> None:
    package = imported(failing({"400": failure({"type": "array", "items": TEXT})}, {}))
    answer = httpx.Response(400, json={"Error": {"Code": "c", "Message": "m", "Target": "t"}})
    error = refused(package, answer, "list")
    assert (error.code, error.message, error.target, error.error) == ("c", "m", "t", None)


def test_the_type_of_an_error_names_whatever_it_may_be(imported: Importer) -> None:
    schemas: list[Any] = [{"const": "no"}, {"type": ["null", "array"], "items": {}}]
    schemas += [{"type": "string", "format": name} for name in ("date", "uuid", "password")]
    get = {str(400 + n): failure(schema) for n, schema in enumerate(schemas)}
    package = imported(failing({**get, "410": failure("First"), "411": failure("First")}, {}))
    declared = importlib.import_module(f"{package.__name__}._error_model").ErrorModel
    types = dt.date | Literal["no"] | list[Any] | UUID | package.SecretStr | package.First
    assert declared == types


def test_the_type_of_an_error_is_any_of_the_models(imported: Importer) -> None:
    package = imported(failing({"404": failure("Second")}, {"default": failure("First")}))
    declared = importlib.import_module(f"{package.__name__}._error_model").ErrorModel
    assert declared == package.Second | package.First


def test_an_error_without_a_model_is_what_came(imported: Importer) -> None:
    package = imported(failing({}, {}))
    body = {"error": {"code": "c"}, "at": 1}
    assert raised(package, 500, body, "list") == {"at": 1, "code": "c"}


OF_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
ANYTHING = {"type": "object", "additionalProperties": True}


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        (OF_TEXTS, {"error": "red", "ok": "green"}),
        ({"type": "object"}, {"error": {"code": "c"}}),
        ({"type": "object", "additionalProperties": {}}, {"error": "red"}),
        ({"type": "object", "properties": {"error": TEXT}}, {"error": "red"}),
        (
            {"type": "object", "properties": {"a": TEXT}, "additionalProperties": True},
            {"a": "b", "error": {"code": "c"}},
        ),
        ({"allOf": [ANYTHING, {"properties": {"a": TEXT}}]}, {"a": "b", "error": "red"}),
    ],
)
def test_a_member_that_the_document_has_a_place_for_is_no_error(
    imported: Importer, schema: Any, body: Any
) -> None:
    package = imported(with_schema(copy.deepcopy(schema)))
    result = answered(package, body)
    # A map is a plain dict.
    assert (result if isinstance(result, dict) else result.to_dict()) == body


@pytest.mark.parametrize(
    ("schema", "body"),
    [
        ({"type": "object", "properties": {"a": TEXT}}, {"a": "b", "error": {"code": "c"}}),
        ({"type": "object", "additionalProperties": False}, {"error": "words"}),
        (
            {"type": "object", "properties": {"a": TEXT}, "additionalProperties": False},
            {"error": "words"},
        ),
    ],
)
def test_an_error_is_no_member_of_what_the_document_leaves_open(
    imported: Importer, schema: Any, body: Any
) -> None:
    package = imported(with_schema(copy.deepcopy(schema)))
    with pytest.raises(package.APIResponseError, match="contains an error instead of a result"):
        answered(package, body)


SECRET = {"type": "string", "format": "password"}


@pytest.mark.parametrize(
    ("schema", "given"),
    [
        (SECRET, "s3cret"),
        ({"type": "array", "items": SECRET}, ["s3cret"]),
        ({"type": ["array", "null"], "items": {"type": "array", "items": SECRET}}, [["s3cret"]]),
        ({"oneOf": [SECRET, {"type": "integer"}]}, "s3cret"),
        ({"oneOf": [{"type": "array", "items": SECRET}, {**SECRET}, {"const": 5}]}, ["s3cret"]),
    ],
)
def test_a_plain_text_in_the_place_of_a_secret_is_hidden(
    imported: Importer, schema: Any, given: Any
) -> None:
    thing = object_of("k", k=schema, j=schema)
    package = imported(with_schema(thing))
    thing = package.Thing(k=given, j=given)
    assert "s3cret" not in repr(thing) + repr(attrs.asdict(thing))
    assert thing.to_dict() == {"k": given, "j": given}
    assert thing == package.Thing.from_dict(thing.to_dict())


def test_the_strings_of_a_map_of_secrets_are_secrets(imported: Importer) -> None:
    package = imported(with_schema({"type": "object", "additionalProperties": {**SECRET}}))
    assert answered(package, {"k": "s3cret"}) == {"k": package.SecretStr("s3cret")}


def test_a_plain_text_in_a_map_of_secrets_is_hidden(imported: Importer) -> None:
    secrets = {"type": "object", "additionalProperties": {**SECRET}}
    package = imported(with_schema({"properties": {"keys": secrets}}))
    thing = package.Thing(keys={"k": "s3cret"})
    assert "s3cret" not in repr(thing) + repr(attrs.asdict(thing))
    assert thing.to_dict() == {"keys": {"k": "s3cret"}}


def test_a_plain_text_among_other_members_that_are_secrets_is_hidden(imported: Importer) -> None:
    schema = {**object_of(n={"type": "integer"}), "additionalProperties": {**SECRET}}
    package = imported(with_schema(schema))
    thing = package.Thing(n=1, additional_properties={"k": "s3cret"})
    assert "s3cret" not in repr(attrs.asdict(thing))
    assert thing.to_dict() == {"n": 1, "k": "s3cret"}


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        ({}, False),
        ({"additionalProperties": True}, False),
        ({"additionalProperties": {"type": "string"}}, True),
    ],
)
def test_only_undocumented_strings_beside_a_secret_are_secrets(
    imported: Importer, others: Any, kept: bool
) -> None:
    package = imported(with_schema({**object_of(k=SECRET), **others}))
    thing = package.Thing.from_dict({"other": "s3cret"})
    assert ("s3cret" in repr(attrs.asdict(thing))) == kept
    assert thing.to_dict() == {"other": "s3cret"}


@pytest.mark.parametrize(
    ("schema", "returns_secrets"),
    [
        (SECRET, True),
        ({"type": ["array", "null"], "items": SECRET}, True),
        (object_of(k=SECRET), True),
        (object_of(k={"type": "array", "items": {"$ref": "#/components/schemas/Pair"}}), True),
        ({"type": "object", "additionalProperties": SECRET}, True),
        (object_of(k=TEXT, e={"enum": ["a", "b"]}), False),
        (object_of(k={"$ref": "#/components/schemas/Thing"}), False),
        ({}, False),
    ],
)
def test_an_operation_knows_whether_it_returns_secrets(
    imported: Importer, schema: Any, returns_secrets: bool
) -> None:
    """At any depth, and in models that contain themselves."""
    package = imported(with_schema(copy.deepcopy(schema), Pair=object_of(a=TEXT, b={**SECRET})))
    returning, taking = (
        importlib.import_module(f"{package.__name__}.api.things.{name}").OPERATION
        for name in ("list", "add")
    )
    assert returning.returns_secrets == returns_secrets
    assert not taking.returns_secrets


@pytest.mark.parametrize(
    "other", [{"const": "none"}, {"enum": ["none", "all"]}, {"type": "array", "items": TEXT}]
)
def test_a_text_beside_secrets_that_is_none_of_them_stays_as_it_is(
    imported: Importer, other: Any
) -> None:
    package = imported(with_schema(object_of(k={"oneOf": [{**other}, SECRET]})))
    read = package.Thing.from_dict({"k": ["none"] if "items" in other else "none"})
    assert package.Thing(k=read.k) == read
    assert "none" in repr(read)


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
