"""The models of errors, as the document describes them for each operation and status code."""

from __future__ import annotations

import copy
import datetime as dt
import importlib
from typing import Any, Literal
from uuid import UUID

import httpx
import pytest

from tests.calls import answered, called
from tests.generated_packages import Importer
from tests.small_documents import object_of, two, with_schema


def failure(schema: Any, media_type: str = "application/json") -> Any:
    """Return a response with a schema, or with a reference to the component of that name."""
    if isinstance(schema, str):
        schema = {"$ref": f"#/components/schemas/{schema}"}
    return {"description": "", "content": {media_type: {"schema": schema}}}


def failing(get: Any, put: Any) -> Any:
    """Return a document with two operations that have these error responses."""
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
    """Return the model of the error that a call raises."""
    return refused(package, httpx.Response(status, json=body), method).error


def refused(package: Any, answer: httpx.Response, method: str) -> Any:
    """Return the error that a call raises."""
    with pytest.raises(package.APIStatusError) as caught:
        called(package, answer, f"things.{method}")
    return caught.value


def test_an_error_has_the_model_of_its_own_operation(imported: Importer) -> None:
    """Even if the model of another operation fits better."""
    package = imported(failing({"404": failure("First")}, {"422": failure("Second")}))
    body = {"a": "x", "n": "none"}
    first = package.First(a="x", additional_properties={"n": "none"})
    assert raised(package, 404, body, "list") == first
    assert raised(package, 422, body, "set") == package.Second(additional_properties=body)
    assert raised(package, 422, {"b": 3}, "set") == package.Second(b=3)
    assert raised(package, 404, {"b": 3}, "list") is None


def test_an_error_has_the_model_of_its_status(imported: Importer) -> None:
    """A status code goes before a range, and a range before `default`."""
    get = {"default": failure("Third"), "4XX": failure("Second"), "404": failure("First")}
    package = imported(failing(get, {}))
    body = {"a": "x"}
    assert raised(package, 404, body, "list") == package.First(a="x")
    assert raised(package, 422, body, "list") == package.Second(additional_properties=body)
    assert raised(package, 500, body, "list") == package.Third(additional_properties=body)


def test_an_exact_status_with_the_default_model_goes_before_a_range(
    imported: Importer,
) -> None:
    get = {"default": failure("Third"), "4XX": failure("Second"), "404": failure("Third")}
    package = imported(failing(get, {}))
    assert raised(package, 404, {"c": 1}, "list") == package.Third(c=1)
    assert raised(package, 409, {"b": 1}, "list") == package.Second(b=1)


@pytest.mark.parametrize("method", ["list", "set"])
def test_an_undocumented_error_has_the_first_model_that_fits(
    imported: Importer, method: str
) -> None:
    """Among the models of its operation or, if it has none, of all operations."""
    get = {"404": failure("First"), "422": failure("Second")}
    package = imported(failing(get, {}))
    assert raised(package, 500, {"b": 3}, method) == package.Second(b=3)
    assert raised(package, 500, {"a": "x"}, method) == package.First(a="x")
    unfit = {"b": "", "n": "none"}
    first = package.First(a="x", additional_properties=unfit)
    assert raised(package, 500, {"a": "x", **unfit}, method) == first


TEXT = {"type": "string"}


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
def test_an_error_is_read_in_the_form_that_the_document_describes(
    imported: Importer, schema: Any, body: Any, model: Any
) -> None:
    """The response `default` is not used, even if it fits better."""
    root = failing({"400": failure("Wrong"), "default": failure("Third")}, {})
    root["components"]["schemas"]["Wrong"] = schema
    package = imported(root)
    assert raised(package, 400, body, "list") == model(package.models)


def test_an_error_in_plain_text_is_a_string(imported: Importer) -> None:
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
def test_an_error_that_does_not_match_the_document_has_no_model(
    imported: Importer, schema: Any, body: Any
) -> None:
    package = imported(failing({"400": failure(schema), "default": failure("Third")}, {}))
    assert raised(package, 400, body, "list") is None


def test_an_error_without_a_body_has_no_model(imported: Importer) -> None:
    package = imported(failing({"400": failure("Third")}, {}))
    for content in ("", " \n", "<html></html>"):
        assert refused(package, httpx.Response(400, content=content), "list").error is None
    assert raised(package, 400, {}, "list") == package.Third()


def test_an_error_without_a_readable_schema_has_the_default_model(
    imported: Importer,
) -> None:
    get = {"400": failure({}, "application/octet-stream"), "default": failure("Third")}
    package = imported(failing({**get, "404": failure({})}, {}))
    for status in (400, 404):
        assert raised(package, status, {"c": 1}, "list") == package.Third(c=1)


def test_an_operation_with_own_errors_never_uses_the_model_of_another(
    imported: Importer,
) -> None:
    """Whatever the type of its own errors."""
    of_texts = {"type": "array", "items": TEXT}
    for schema, media_type in ((of_texts, "application/json"), (TEXT, "text/plain")):
        put = {"default": failure(schema, media_type)}
        package = imported(failing({"default": failure("Second")}, put))
        error = raised(package, 404, {"b": 1}, "set")
        assert error is None or error == '{"b":1}'


def test_an_undocumented_error_is_plain_text_only_if_all_errors_are(
    imported: Importer,
) -> None:
    get = {"400": failure(TEXT, "text/plain")}
    package = imported(failing({**get, "404": failure("Second")}, {}))
    for method in ("list", "set"):
        assert raised(package, 500, {"b": 3}, method) == package.Second(b=3)
    package = imported(failing(get, {}))
    for method in ("list", "set"):
        assert raised(package, 500, {"b": 3}, method) == '{"b":3}'


def test_code_and_message_of_an_error_do_not_depend_on_its_model(imported: Importer) -> None:
    package = imported(failing({"400": failure({"type": "array", "items": TEXT})}, {}))
    answer = httpx.Response(400, json={"Error": {"Code": "c", "Message": "m", "Target": "t"}})
    error = refused(package, answer, "list")
    assert (error.code, error.message, error.target, error.error) == ("c", "m", "t", None)


def test_the_type_of_an_error_is_the_union_of_all_error_schemas(imported: Importer) -> None:
    schemas: list[Any] = [{"const": "no"}, {"type": ["null", "array"], "items": {}}]
    schemas += [{"type": "string", "format": name} for name in ("date", "uuid", "password")]
    get = {str(400 + n): failure(schema) for n, schema in enumerate(schemas)}
    package = imported(failing({**get, "410": failure("First"), "411": failure("First")}, {}))
    declared = importlib.import_module(f"{package.__name__}._error_model").ErrorModel
    types = dt.date | Literal["no"] | list[Any] | UUID | package.SecretStr | package.First
    assert declared == types


def test_the_type_of_an_error_joins_the_models_of_all_operations(imported: Importer) -> None:
    package = imported(failing({"404": failure("Second")}, {"default": failure("First")}))
    declared = importlib.import_module(f"{package.__name__}._error_model").ErrorModel
    assert declared == package.Second | package.First


def test_an_error_without_a_model_is_the_json_value(imported: Importer) -> None:
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
def test_a_documented_member_named_error_is_data(
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
def test_an_undocumented_member_named_error_is_an_error(
    imported: Importer, schema: Any, body: Any
) -> None:
    package = imported(with_schema(copy.deepcopy(schema)))
    with pytest.raises(package.APIResponseError, match="contains an error instead of a result"):
        answered(package, body)
