"""What operations of a document become: arguments, defaults, requests and results."""

from __future__ import annotations

import ast
import copy
import datetime as dt
import enum
import importlib
import inspect
import ssl
import typing
from typing import Any
from uuid import UUID

import anyio
import httpx
import pytest

from generator.model.reserved import CLASSES as RESERVED_CLASSES
from generator.render.expressions import result
from tests.calls import called
from tests.generated_packages import CONFIG, Importer, package_of, refusal, tree_of
from tests.small_documents import (
    GET,
    answering,
    edited,
    library,
    minimal,
    operation,
    parameters,
    two,
    with_parameter,
    with_schema,
)

STRING = {"schema": {"type": "string"}}


@pytest.mark.parametrize("value", [5, "get", {"get": 5}, {"content": {}}, None, [1]])
def test_an_extension_among_paths_or_responses_is_ignored(value: Any) -> None:
    places = ("/paths/x-note", f"{GET}/responses/x-note")
    extensions = {place: copy.deepcopy(value) for place in places}
    root = edited(answering("application/json", {}), extensions)
    assert tree_of(root) == tree_of(answering("application/json", {}))
    changed = edited(root, dict.fromkeys(places, "another"))
    assert tree_of(changed) == tree_of(root)


@pytest.mark.parametrize(
    ("parameter", "value", "query"),
    [
        ({"schema": {"type": "array", "items": {"enum": [1, 2]}}}, [], ""),
        ({"schema": {"type": "array", "items": {"type": "integer"}}}, [1, 2], "q=1&q=2"),
        (
            {"schema": {"type": ["array", "null"], "items": {"type": "string"}}},
            ["a", "b"],
            "q=a&q=b",
        ),
        ({"schema": {"type": ["string", "integer", "null"]}}, 3, "q=3"),
        ({"schema": {"type": "number"}}, 1.5, "q=1.5"),
        ({"schema": {"const": "a"}}, "a", "q=a"),
        ({"schema": {"type": "string"}, "name": "$filter[a b]"}, "x", "%24filter%5Ba%20b%5D=x"),
        (
            {"schema": {"type": "string"}, "name": "timeout", "x-ms-client-name": "wait"},
            "x",
            "timeout=x",
        ),
    ],
)
def test_a_query_parameter_may_be_a_scalar_or_an_array(
    imported: Importer, parameter: dict[str, Any], value: Any, query: str
) -> None:
    package = imported(with_parameter(**parameter))
    method = package.Client("t").things.list
    (name,) = inspect.signature(method).parameters.keys() - {"timeout", "retry", "headers"}
    _, request = called(package, httpx.Response(200), "things.list", **{name: value})
    assert request.url.query.decode() == query


def test_the_readme_shows_a_whole_number_as_an_int() -> None:
    root = with_parameter({"type": "integer"}, required=True, example=3.0)
    assert b"things.list(q=3)" in tree_of(root)["README.md"]


def test_a_media_type_may_have_a_parameter(imported: Importer) -> None:
    content = {"application/json; charset=utf-8": {"schema": {"type": "integer"}, "example": 1}}
    answers = {"200": {"description": "", "content": copy.deepcopy(content)}}
    package = imported(operation(requestBody={"content": content}, responses=answers))
    result, request = called(package, httpx.Response(200, json=3), "things.list", body=2)
    assert (result, request.content) == (3, b"2")
    assert request.headers["content-type"] == "application/json; charset=utf-8"
    stand_in = package.testing.StandIn()
    client = package.Client("t", http_client=httpx.Client(transport=stand_in))
    assert client.things.list(body=2) == 1


@pytest.mark.parametrize("name", ["user.id", "user-id", "$id", "1", "größe", "a b", "a,b", "a*"])
def test_any_name_may_stand_in_a_path(imported: Importer, name: str) -> None:
    schema = {"enum": ["x y", "z"], "example": "x y"}
    found = {"name": name, "in": "path", "required": True, "schema": schema}
    root = edited(minimal(), {f"{GET}/parameters": [found]})
    root["paths"] = {f"/things/{{{name}}}/all": root["paths"]["/things"]}
    package = imported(root)
    client = package.Client("t", http_client=httpx.Client(transport=package.testing.StandIn()))
    (kind,) = package.models.__all__
    value, other = (getattr(package.models, kind)(one) for one in ("x y", "z"))
    assert client.things.list(value) is None
    (argument, *_) = inspect.signature(client.things.list).parameters
    arguments = {argument: other}
    _, request = called(package, httpx.Response(200), "things.list", **arguments)
    assert request.url.path == "/things/z/all"


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"type": "string", "default": "x"}, "x"),
        ({"type": "integer", "default": 3}, 3),
        ({"type": "boolean", "default": False}, False),
        ({"type": "string", "format": "date", "default": "2026-01-02"}, dt.date(2026, 1, 2)),
        (
            {"type": "string", "format": "date-time", "default": "2026-01-02T00:00:00Z"},
            dt.datetime(2026, 1, 2, tzinfo=dt.UTC),
        ),
        ({"type": "string", "format": "uuid", "default": str(UUID(int=3))}, UUID(int=3)),
        ({"const": "a", "default": "a"}, "a"),
        ({"anyOf": [{"const": "a"}, {"type": "null"}]}, "a"),
        ({"type": ["string", "null"], "default": "x"}, "x"),
        ({"type": ["boolean", "null"], "default": False}, False),
        ({"type": "array", "items": {"type": "integer"}, "default": [1, 2.0]}, [1, 2]),
        ({"type": "array", "items": {"type": "string"}, "default": []}, []),
        (
            {"type": ["array", "null"], "items": {"format": "uuid", "type": "string"}}
            | {"default": [str(UUID(int=3))]},
            [UUID(int=3)],
        ),
        (
            {"type": "array", "items": {"type": ["integer", "string"]}, "default": ["1", 1]},
            ["1", 1],
        ),
        ({"type": ["integer", "string"], "default": "1"}, "1"),
        ({"type": ["string", "integer"], "default": 1}, 1),
        ({"type": ["boolean", "integer"], "default": 1}, 1),
        ({"type": ["integer", "boolean", "null"], "default": True}, True),
        ({"anyOf": [{"const": "a"}, {"type": "string"}], "default": "b"}, "b"),
        (
            {"anyOf": [{"format": "date", "type": "string"}, {"type": "string"}]}
            | {"default": "2026-01-02"},
            dt.date(2026, 1, 2),
        ),
        *(
            (
                {"anyOf": [{"format": format_, "type": "string"}, {"type": "string"}]}
                | {"default": text},
                text,
            )
            for format_, text in [
                ("date", "20260102"),
                ("date", "2026-01-02T00:00:00Z"),
                ("date-time", "2026-01-02"),
                ("date-time", "2026-01-02 00:00:00Z"),
                ("date-time", "2026-01-02Tnow"),
                ("uuid", UUID(int=3).hex),
            ]
        ),
    ],
)
def test_a_required_parameter_has_the_documents_default(
    imported: Importer, schema: Any, default: Any
) -> None:
    package = imported(with_parameter(schema, required=True))
    parameters = inspect.signature(package.Client("t").things.list).parameters
    assert parameters["q"].default == default
    package = imported(with_parameter(schema, **{"x-ms-parameter-location": "client"}))
    assert inspect.signature(package.Client).parameters["q"].default == default


def test_a_default_of_an_enum_is_its_member(imported: Importer) -> None:
    package = imported(with_parameter({"enum": ["a", "b"], "default": "b"}, required=True))
    (enum,) = (one for name, one in vars(package.models).items() if name.endswith("Q"))
    parameters = inspect.signature(package.Client("t").things.list).parameters
    assert parameters["q"].default is enum.B


@pytest.mark.parametrize(
    ("schema", "default"),
    [
        ({"enum": ["a", "b", None], "default": "b"}, "b"),
        ({"anyOf": [{"enum": ["a", "b"]}, {"type": "string"}], "default": "b"}, "b"),
        ({"type": "array", "items": {"enum": ["a", "b"]}, "default": ["b", "a"]}, ["b", "a"]),
        ({"anyOf": [{"type": "boolean"}, {"enum": [1, 2]}], "default": 1}, 1),
        ({"anyOf": [{"enum": [1, 2]}, {"type": "boolean"}], "default": True}, True),
    ],
)
def test_a_default_of_a_union_may_be_a_member_of_an_enum(
    imported: Importer, schema: Any, default: Any
) -> None:
    package = imported(with_parameter(copy.deepcopy(schema), required=True))
    found = inspect.signature(package.Client("t").things.list).parameters["q"].default
    assert found == default
    for one in found if isinstance(found, list) else [found]:
        assert isinstance(one, bool | enum.Enum)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "format": "uuid", "default": UUID(int=3).hex},
        {"type": "string", "format": "date", "default": "20260102"},
        {"type": ["string", "null"], "format": "date-time", "default": "2026-01-02"},
        {"type": "array", "items": {"type": "string", "format": "date"}, "default": ["20260102"]},
        {"type": "array", "items": {"type": "string", "format": "date-time"}}
        | {"default": ["2016-12-31T23:59:60Z"]},
    ],
)
def test_a_default_of_another_format_is_refused(schema: Any) -> None:
    line = refusal(with_parameter(schema, required=True))
    assert "/schema/default" in line


def test_a_default_among_secrets_is_refused() -> None:
    secrets = {"type": "array", "items": {"type": "string", "format": "password"}}
    described = {"required": True, "in": "header"}
    line = refusal(with_parameter({**secrets, "default": ["s3cret"]}, **described))
    assert "/schema/default: shows the value of a secret" in line
    assert "s3cret" not in line


def test_a_nullable_api_version_has_its_default(imported: Importer) -> None:
    client_wide = {"required": True, "x-ms-parameter-location": "client", "name": "api-version"}
    package = imported(
        with_parameter({"type": ["string", "null"], "default": "1.0"}, **client_wide)
    )
    _, request = called(package, httpx.Response(200), "things.list")
    assert request.url.query == b"api-version=1.0"


def test_a_default_list_is_sent(imported: Importer) -> None:
    schema = {"type": "array", "items": {"type": "integer"}, "default": [1, 2]}
    package = imported(with_parameter(schema, required=True))
    _, request = called(package, httpx.Response(200), "things.list")
    assert request.url.query == b"q=1&q=2"


@pytest.mark.parametrize("beside", [{}, {"default": "a"}], ids=["there", "beside it"])
def test_a_default_is_read_at_and_beside_a_reference(
    imported: Importer, beside: dict[str, str]
) -> None:
    root = with_parameter({"$ref": "#/components/schemas/Color", **beside}, required=True)
    root["components"] = {"schemas": {"Color": {"enum": ["a", "b"], "default": "b"}}}
    package = imported(root)
    parameters = inspect.signature(package.Client("t").things.list).parameters
    assert parameters["q"].default is package.models.Color(beside.get("default", "b"))


@pytest.mark.parametrize("is_shared", [True, False], ids=["shared", "written out twice"])
def test_an_argument_of_the_client_may_be_an_enum(imported: Importer, is_shared: bool) -> None:
    described = {"name": "q", "in": "query", "x-ms-parameter-location": "client"}
    schema = {"$ref": "#/components/schemas/Color"}
    found = [{**described, "schema": {**schema}} for _ in range(2)]
    if is_shared:
        found = [{"$ref": "#/components/parameters/Q"}, {"$ref": "#/components/parameters/Q"}]
    root = two(
        *(
            {"operationId": f"A_{n}", "parameters": [one]}
            for n, one in zip("bc", found, strict=True)
        )
    )
    root["components"] = {
        "schemas": {"Color": {"enum": ["a", "b"]}},
        "parameters": {"Q": {**described, "schema": {**schema}}},
    }
    package = imported(root)
    enum = package.models.Color
    assert "Color" in package.Client.__init__.__annotations__["q"]
    asked: list[bytes] = []

    def handle(request: httpx.Request) -> httpx.Response:
        asked.append(request.url.query)
        return httpx.Response(200)

    service = httpx.MockTransport(handle)
    with package.Client("t", q=enum.B, http_client=httpx.Client(transport=service)) as client:
        client.a.b()
        client.a.c(q=enum.A)
        with pytest.raises(package.InvalidParameterError, match="q"):
            client.a.b(q="b")

    async def ask() -> None:
        http_client = httpx.AsyncClient(transport=service)
        async with (
            http_client,
            package.AsyncClient("t", q=enum.B, http_client=http_client) as client,
        ):
            await client.a.b()

    anyio.run(ask)
    assert asked == [b"q=b", b"q=a", b"q=b"]


def test_an_argument_of_the_client_may_be_a_secret(imported: Importer) -> None:
    described = {"in": "header", "x-ms-parameter-location": "client"}
    package = imported(with_parameter({"type": "string", "format": "password"}, **described))
    # These are imported for type checkers only, so that `get_type_hints` needs them.
    names = {"httpx": httpx, "ssl": ssl}
    hints = typing.get_type_hints(package.Client.__init__, localns=names)
    assert hints["q"] == package.SecretStr | None


@pytest.mark.parametrize(
    ("schema", "value", "text"),
    [
        ({"type": "string", "format": "date"}, dt.date(2026, 1, 2), "2026-01-02"),
        ({"type": "array", "items": {"type": "integer"}}, [1, 2], "1,2"),
        ({"type": "string", "format": "uuid"}, UUID(int=1), str(UUID(int=1))),
        ({"type": "boolean"}, True, "true"),
    ],
)
def test_a_header_holds_what_a_query_holds(
    imported: Importer, schema: Any, value: Any, text: str
) -> None:
    package = imported(with_parameter(schema, **{"in": "header"}))
    _, request = called(package, httpx.Response(200), "things.list", q=value)
    assert (request.headers["q"], request.url.query) == (text, b"")


def test_the_body_of_a_response_without_content_is_ignored(imported: Importer) -> None:
    package = imported(minimal())
    assert called(package, httpx.Response(200, content=b"<html>"), "things.list")[0] is None


@pytest.mark.parametrize("status", [204, 205])
def test_the_body_of_204_and_205_is_ignored(imported: Importer, status: int) -> None:
    """Even if the document describes a body."""
    content = {"application/json": {"schema": {"type": "string"}}}
    answers = {str(status): {"description": "", "content": content}}
    package = imported(edited(minimal(), {f"{GET}/responses": answers}))
    assert called(package, httpx.Response(status), "things.list")[0] is None


def test_the_body_of_a_response_to_head_is_ignored(imported: Importer) -> None:
    root = answering("application/json", {"type": "string"})
    root["paths"]["/things"]["head"] = root["paths"]["/things"].pop("get")
    package = imported(root)
    assert called(package, httpx.Response(200), "things.list")[0] is None


ACCEPTED = {
    "JSON": ({"application/json": {"schema": {}}}, "application/json", b'"a"', "a"),
    "a kind of JSON": (
        {"application/vnd.a+json": {"schema": {}}},
        "application/vnd.a+json, application/json",
        b'"a"',
        "a",
    ),
    "text": ({"text/csv": STRING}, "text/csv, application/json", b"a", "a"),
    "bytes": (
        {"application/octet-stream": STRING},
        "application/octet-stream, application/json",
        b"a",
        b"a",
    ),
    "text or JSON": (
        {"text/plain": STRING, "application/json": STRING},
        "application/json",
        b'"a"',
        "a",
    ),
    "text or XML": (
        {"application/xml": STRING, "text/plain": STRING},
        "text/plain, application/json",
        b"a",
        "a",
    ),
}


@pytest.mark.parametrize(
    ("content", "accept", "body", "result"), ACCEPTED.values(), ids=ACCEPTED.keys()
)
def test_accept_lists_the_media_types_that_the_call_reads(
    imported: Importer, content: Any, accept: str, body: bytes, result: Any
) -> None:
    """JSON is always among them, because errors are JSON."""
    distinct = {one: copy.deepcopy(described) for one, described in content.items()}
    root = edited(minimal(), {f"{GET}/responses/200/content": distinct})
    answer, request = called(imported(root), httpx.Response(200, content=body), "things.list")
    assert (answer, request.headers.get_list("accept")) == (result, [accept])


@pytest.mark.parametrize("name", ["destination", "guarded", "transport"])
def test_an_argument_of_the_client_may_have_any_name(imported: Importer, name: str) -> None:
    described = {"name": name, "in": "query", "x-ms-parameter-location": "client"}
    package = imported(parameters(described))
    with package.Client("t", **{name: "a"}) as client:
        assert getattr(client, name) == "a"


def test_the_default_of_an_integer_may_be_written_as_a_float(imported: Importer) -> None:
    package = imported(with_parameter({"type": "integer", "default": 3.0}, required=True))
    _, request = called(package, httpx.Response(200), "things.list")
    assert request.url.query == b"q=3"


def test_without_servers_base_url_is_required(imported: Importer) -> None:
    root = minimal()
    del root["servers"]
    package = imported(root)
    with pytest.raises(TypeError, match="base_url"):
        package.Client("t")
    assert called(package, httpx.Response(200), "things.list")[1].url.host == "x.example"


@pytest.mark.parametrize(
    ("security", "is_secured"),
    [
        ({}, False),
        ({"/security": [{"key": []}]}, True),
        ({"/security": [{"key": []}, {}]}, False),
        ({"/security": [{"key": []}], f"{GET}/security": []}, False),
        ({f"{GET}/security": [{"key": []}]}, True),
    ],
)
def test_security_of_an_operation_replaces_that_of_the_document(
    security: Any, is_secured: bool
) -> None:
    schemes = {"key": {"type": "openIdConnect", "openIdConnectUrl": "https://x.example"}}
    package = package_of(edited(minimal(securitySchemes=schemes), security))
    assert package.operations[0].is_secured is is_secured


# Two runs, because `Operation` and `OPERATION` would have the same module name.
@pytest.mark.parametrize("reserved", [RESERVED_CLASSES - {"OPERATION"}, {"OPERATION"}])
def test_a_schema_with_a_reserved_name_gets_a_suffix(
    reserved: set[str],
) -> None:
    schema: dict[str, Any] = {"type": "object", "properties": {"a": {}}}
    schemas = {name: copy.deepcopy(schema) for name in sorted(reserved)}
    package = package_of(with_schema(schema, **schemas))
    assert {model.name for model in package.models} == {
        "Thing",
        *(f"{name}Model" for name in reserved),
    }


def test_every_class_that_generated_code_imports_is_reserved() -> None:
    """A new import in a template needs its name in `reserved.CLASSES`."""
    shaped = ("api/", "models/", "_client.py", "_error_model.py", "__init__.py")
    names: set[str] = set()
    own = {model.name for model in package_of(library()).models}
    own |= {enum.name for enum in package_of(library()).enums}
    for name, content in tree_of(library()).items():
        if name.removeprefix(f"{CONFIG.package}/").startswith(shaped) and name.endswith(".py"):
            for node in ast.walk(ast.parse(content)):
                if isinstance(node, ast.ImportFrom):
                    names |= {alias.asname or alias.name for alias in node.names}
                elif isinstance(node, (ast.AnnAssign, ast.ClassDef)) and node.col_offset == 0:
                    target = (
                        node.name if isinstance(node, ast.ClassDef) else ast.unparse(node.target)
                    )
                    names.add(target)
    classes = {name for name in names if name[0].isupper() and "_" not in name}
    groups = {name for name in classes if name.endswith("Operations")}
    assert classes - own - groups - RESERVED_CLASSES == set()


def test_an_operation_overrides_a_parameter_of_its_path(imported: Importer) -> None:
    wide = {"name": "q", "in": "query", "schema": {"type": "string"}}
    narrow = {"name": "q", "in": "query", "schema": {"type": "string", "maxLength": 2}}
    root = edited(minimal(), {"/paths/~1things/parameters": [wide], f"{GET}/parameters": [narrow]})
    package = imported(root)
    with pytest.raises(package.InvalidParameterError, match="q must have at most 2 characters"):
        called(package, httpx.Response(200), "things.list", q="abc")


def test_an_external_example_is_skipped() -> None:
    examples = {"far": {"externalValue": "https://x.example"}, "near": {"value": "ab"}}
    root = with_parameter({"type": "string"}, examples=examples)
    assert package_of(root).operations[0].parameters[0].example == "ab"
    del examples["near"]
    root = with_parameter({"type": "string"}, examples=examples)
    assert package_of(root).operations[0].parameters[0].example is None


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "string", "example": "ab"},
        {"type": "string", "examples": ["ab", "cd"]},
        {"type": "string", "default": "ab"},
        {"const": "ab"},
    ],
)
def test_an_example_is_read_from_the_schema(imported: Importer, schema: Any) -> None:
    """Of a parameter and of a response; a default or a constant serves as an example."""
    root = answering("application/json", copy.deepcopy(schema))
    root["paths"]["/things/{id}"] = root["paths"].pop("/things")
    described = {"name": "id", "in": "path", "required": True, "schema": schema}
    root["paths"]["/things/{id}"]["get"]["parameters"] = [described]
    package = imported(root)
    testing = importlib.import_module(f"{package.__name__}.testing")
    with package.Client("t", http_client=httpx.Client(transport=testing.StandIn())) as client:
        assert client.things.list("ab") == "ab"


def test_the_stand_in_answers_without_a_body_where_http_does(imported: Importer) -> None:
    content = {"application/json": {"schema": {"type": "string"}}}
    answers = {"204": {"description": "", "content": content}}
    package = imported(edited(minimal(), {f"{GET}/responses": answers}))
    testing = importlib.import_module(f"{package.__name__}.testing")
    with package.Client("t", http_client=httpx.Client(transport=testing.StandIn())) as client:
        assert client.things.list() is None


def test_a_required_constant_may_be_omitted(imported: Importer) -> None:
    package = imported(with_parameter({"const": "ab"}, required=True))
    _, request = called(package, httpx.Response(200), "things.list")
    assert request.url.query == b"q=ab"


def test_required_arguments_come_first(imported: Importer) -> None:
    given = [("a", False), ("b", True), ("c", False), ("d", True)]
    found = [
        {"name": name, "in": "query", "required": required, "schema": {"type": "string"}}
        for name, required in given
    ]
    package = imported(edited(minimal(), {f"{GET}/parameters": found}))
    names = list(inspect.signature(package.Client("t").things.list).parameters)
    assert names == ["b", "d", "a", "c", "timeout", "retry", "headers"]


def test_a_union_with_any_is_declared_as_any() -> None:
    content = {"application/json": {"schema": {}}}
    responses = {"200": {"description": "", "content": content}, "204": {"description": ""}}
    package = package_of(edited(minimal(), {f"{GET}/responses": responses}))
    assert result(package.operations[0].results) == "Any"


def test_several_tags_make_one_group(imported: Importer) -> None:
    root = edited(minimal(), {f"{GET}/operationId": "list", f"{GET}/tags": ["First", "Second"]})
    assert called(imported(root), httpx.Response(200), "first.list")[0] is None


@pytest.mark.parametrize(
    ("operation_id", "tags", "name"),
    [
        ("list_books", ["Books"], "client.books.list_books"),
        ("Books_Get", ["Books"], "client.books.get"),
        ("books_get_all", ["Books", "get"], "client.books.get_all"),
        ("TownLibrary_Get", ["town library"], "client.town_library.get"),
        ("town_library_get", ["TownLibrary"], "client.town_library.get"),
        ("Books_Get", ["Shelves"], "client.books.get"),
        ("Books_", ["Books"], "client.books.books"),
        ("Books_", [], "client.books.books"),
        ("Town_Books_Get", [], "client.town_books.get"),
        ("get", [], "client.default.get"),
    ],
)
def test_group_and_method_come_from_operation_id_and_tag(
    operation_id: str, tags: list[str], name: str
) -> None:
    """Without a tag, the group is what comes before the last `_`."""
    root = operation(operationId=operation_id, tags=tags)
    (group,) = package_of(root).groups
    assert f"client.{group.name}.{group.operations[0].name}" == name


def test_references_to_components_are_followed_everywhere(imported: Importer) -> None:
    root = minimal(
        parameters={
            "P": {
                "name": "p",
                "in": "header",
                "schema": {"type": "integer"},
                "examples": {"e": {"$ref": "#/components/examples/E"}},
            }
        },
        requestBodies={
            "B": {
                "required": True,
                "content": {
                    "application/json": {
                        "schema": {"type": "array", "items": {"type": "string", "minLength": 2}}
                    }
                },
            }
        },
        responses={
            "R": {
                "description": "",
                "content": {
                    "application/json": {
                        "schema": {"type": "string"},
                        "examples": {"e": {"$ref": "#/components/examples/S"}},
                    }
                },
            }
        },
        examples={"E": {"value": 3}, "S": {"value": "shown"}},
    )
    root = edited(
        root,
        {
            f"{GET}/parameters": [{"$ref": "#/components/parameters/P"}],
            f"{GET}/requestBody": {"$ref": "#/components/requestBodies/B"},
            f"{GET}/responses/200": {"$ref": "#/components/responses/R"},
        },
    )
    operation = package_of(root).operations[0]
    assert (operation.parameters[0].example, operation.examples[0].body) == (3, "shown")
    package = imported(root)
    result, request = called(
        package, httpx.Response(200, json="a"), "things.list", body=["bb"], p=4
    )
    assert (result, request.content, request.headers["p"]) == ("a", b'["bb"]', "4")
    with pytest.raises(
        package.InvalidParameterError, match=r"body\[0\] must have at least 2 characters"
    ):
        called(package, httpx.Response(200), "things.list", body=["b"])


def test_a_call_overrides_a_parameter_of_the_client(imported: Importer) -> None:
    """Without an environment variable as a fallback."""
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
