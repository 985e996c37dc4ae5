"""The stand-in knows no particular service: here it stands in for another one."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints.testing import Answer, Operation, Parameter, StandIn, serve

ErrorOf = Callable[[httpx.Response], tuple[int, str, str | None]]


def item(**more: Any) -> Parameter:
    """Describe the path parameter of the other service's operations."""
    return Parameter(name="item", location="path", required=True, example="first", **more)


OPERATIONS = (
    Operation(
        id="Items_List",
        method="GET",
        path="/items",
        secured=False,
        parameters=(
            Parameter(
                name="top",
                location="query",
                required=True,
                schema={"type": "integer", "minimum": 1, "maximum": 100},
            ),
            Parameter(name="share", location="query", required=False, schema={"type": "number"}),
            Parameter(name="deep", location="query", required=False, schema={"type": "boolean"}),
            Parameter(
                name="tags",
                location="query",
                required=False,
                schema={"type": "array", "items": {"enum": ["a", "b"]}, "maxItems": 2},
            ),
        ),
        answers=(Answer(status="2XX", media_type="application/json", body=[{"item": "first"}]),),
    ),
    Operation(
        id="Items_Special",
        method="GET",
        path="/items/special",
        secured=False,
        answers=(Answer(status="200", media_type="text/plain", body="special"),),
    ),
    Operation(
        id="Items_Get",
        method="GET",
        path="/items/{item}",
        secured=False,
        parameters=(item(schema={"type": "string", "pattern": "^[\\w$]+$"}),),
        answers=(
            Answer(status="default", media_type="application/json", body={"error": {}}),
            Answer(status="200", media_type="application/json"),
        ),
    ),
    Operation(
        id="Items_Create",
        method="POST",
        path="/items",
        secured=False,
        parameters=(Parameter(name="If-Match", location="header", required=True),),
        answers=(Answer(status="201", media_type="application/json", body={"item": "new"}),),
        body={
            "type": "object",
            "required": ["item"],
            "properties": {
                "item": {"type": "string", "maxLength": 5},
                "sizes": {"type": "array", "items": {"type": "integer"}},
            },
        },
        body_required=True,
    ),
    Operation(
        id="Items_Delete",
        method="DELETE",
        path="/items/{item}",
        secured=False,
        parameters=(item(),),
        answers=(Answer(status="204"),),
    ),
    Operation(
        id="Items_Touch",
        method="POST",
        path="/items/{item}:touch/{count}",
        secured=False,
        parameters=(
            item(),
            Parameter(
                name="count", location="path", required=True, schema={"type": "integer"}, example=2
            ),
        ),
        answers=(Answer(status="default", media_type="application/json", body={"touched": True}),),
        body={"type": "object"},
    ),
    Operation(
        id="Owners_Get",
        method="GET",
        path="/owners/{owner}",
        secured=False,
        parameters=(Parameter(name="owner", location="path", required=True),),
    ),
)


@pytest.fixture
def stand_in() -> StandIn:
    """Make a stand-in of the other service."""
    return StandIn(OPERATIONS, clock=lambda: 0.0)


@pytest.fixture
def client(stand_in: StandIn) -> Iterator[httpx.Client]:
    """Open a client of the other service, without a token."""
    with httpx.Client(transport=stand_in, base_url="https://other.example") as opened:
        yield opened


def test_an_operation_without_path_parameters_always_finds_its_resource(
    client: httpx.Client,
) -> None:
    response = client.get("/items?top=1")
    assert (response.status_code, response.json()) == (200, [{"item": "first"}])


def test_the_response_to_an_operation_can_be_changed(
    client: httpx.Client, stand_in: StandIn
) -> None:
    stand_in.add("Items_List", {}, [])
    assert client.get("/items?top=1").json() == []


@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("top=0", "top"),
        ("top=1.5", "top"),
        ("top=many", "top"),
        ("top=true", "top"),
        ("top=", "top"),
        ("top=1&top=0", "top"),
        ("top=1&share=NaN", "share"),
        ("top=1&deep=True", "deep"),
        ("top=1&tags=a&tags=b&tags=a", "tags"),
        ("top=1&tags=a&tags=c", "tags[1]"),
    ],
)
def test_a_query_parameter_outside_its_schema_is_refused(
    client: httpx.Client, error_of: ErrorOf, query: str, target: str
) -> None:
    assert error_of(client.get(f"/items?{query}")) == (400, "InvalidParameter", target)


def test_query_parameters_inside_their_schemas_are_accepted(client: httpx.Client) -> None:
    query = "top=100&share=0.5&deep=true&tags=a&tags=b&unknown=1"
    assert client.get(f"/items?{query}").status_code == 200


def test_a_missing_query_parameter_is_refused(client: httpx.Client, error_of: ErrorOf) -> None:
    assert error_of(client.get("/items")) == (400, "MissingRequiredQueryParameter", "top")


def test_a_missing_header_is_refused(client: httpx.Client, error_of: ErrorOf) -> None:
    response = client.post("/items", json={"item": "new"})
    assert error_of(response) == (400, "MissingRequiredHeaderParameter", "If-Match")


def test_a_literal_segment_takes_precedence_over_a_parameter(client: httpx.Client) -> None:
    response = client.get("/items/special")
    assert (response.text, response.headers["content-type"]) == ("special", "text/plain")


def test_the_order_of_operations_does_not_change_the_route() -> None:
    stand_in = StandIn(reversed(OPERATIONS))
    with httpx.Client(transport=stand_in, base_url="https://other.example") as client:
        assert client.get("/items/special").text == "special"


def test_a_literal_segment_does_not_hide_other_methods_of_a_parameter(
    client: httpx.Client, stand_in: StandIn
) -> None:
    stand_in.add("Items_Delete", {"item": "special"})
    assert client.delete("/items/special").status_code == 204


def test_a_response_without_an_example_says_how_to_add_one(
    client: httpx.Client, stand_in: StandIn, error_of: ErrorOf
) -> None:
    response = client.get("/items/first")
    assert error_of(response) == (501, "NoExample", None)
    assert "stand_in.add('Items_Get'" in response.text
    with pytest.raises(ValueError, match="no example of a response to Items_Get: give a body"):
        stand_in.add("Items_Get", {"item": "second"})
    stand_in.add("Items_Get", {"item": "first"}, None)
    assert client.get("/items/first").content == b"null"


def test_a_dollar_sign_in_a_class_is_a_dollar_sign(client: httpx.Client, stand_in: StandIn) -> None:
    stand_in.add("Items_Get", {"item": "$1"}, {"price": 1})
    assert client.get("/items/$1").json() == {"price": 1}


@pytest.mark.parametrize(
    "name", ["a\n", "٣", "a/b", "a-b", " "], ids=["newline", "arabic", "slash", "dash", "space"]
)
def test_a_name_that_does_not_match_its_pattern_is_refused(
    client: httpx.Client, error_of: ErrorOf, name: str
) -> None:
    encoded = "".join(f"%{byte:02X}" for byte in name.encode())
    assert error_of(client.get(f"/items/{encoded}")) == (400, "InvalidParameter", "item")


def test_a_delete_answers_204_without_a_body(client: httpx.Client) -> None:
    response = client.delete("/items/first")
    assert (response.status_code, response.content) == (204, b"")
    assert "content-length" not in response.headers
    assert "content-type" not in response.headers


def test_a_response_without_a_body_accepts_none(stand_in: StandIn) -> None:
    with pytest.raises(ValueError, match="response to Items_Delete has no body"):
        stand_in.add("Items_Delete", {"item": "second"}, {})


@pytest.mark.parametrize(
    ("body", "target"),
    [
        (b"", "body"),
        (b"{", "body"),
        (b"\xff", "body"),
        (b"[" * 100_000, "body"),
        (b"[]", "body"),
        (b"{}", "body"),
        (b'{"item": 1}', "body.item"),
        (b'{"item": "longer"}', "body.item"),
        (b'{"item": "new", "sizes": [1, 2.5]}', "body.sizes[1]"),
    ],
)
def test_a_body_outside_its_schema_is_refused(
    client: httpx.Client, error_of: ErrorOf, body: bytes, target: str
) -> None:
    response = client.post("/items", content=body, headers={"If-Match": "*"})
    assert error_of(response) == (400, "InvalidRequestContent", target)


def test_a_body_inside_its_schema_is_accepted(client: httpx.Client, stand_in: StandIn) -> None:
    body = {"item": "new", "sizes": [1, 10**300], "unknown": {}}
    response = client.post("/items", json=body, headers={"If-Match": "*"})
    assert (response.status_code, response.json()) == (201, {"item": "new"})
    assert stand_in.requests[0].body.startswith(b'{"item":"new"')


def test_an_optional_body_may_be_omitted(client: httpx.Client) -> None:
    response = client.post("/items/first:touch/2")
    assert (response.status_code, response.json()) == (200, {"touched": True})


def test_a_parameter_without_example_must_be_given(
    client: httpx.Client, stand_in: StandIn, error_of: ErrorOf
) -> None:
    assert error_of(client.get("/owners/me")) == (404, "ResourceNotFound", None)
    with pytest.raises(ValueError, match="no example of 'owner'"):
        stand_in.add("Owners_Get", {})
    stand_in.add("Owners_Get", {"owner": "me"})
    assert client.get("/owners/me").status_code == 204


def test_an_example_that_violates_its_schema_is_refused() -> None:
    parameter = item(schema={"type": "string", "maxLength": 2})
    operation = Operation(
        id="Get", method="GET", path="/{item}", secured=False, parameters=(parameter,)
    )
    with pytest.raises(ValueError, match="'item' must have at most 2 characters"):
        StandIn([operation])


def test_a_head_request_has_the_length_of_the_body_without_the_body() -> None:
    operation = Operation(id="Head", method="HEAD", path="/", secured=True)
    with httpx.Client(transport=StandIn([operation]), base_url="https://other.example") as client:
        response = client.head("/")
    assert response.status_code == 401
    assert int(response.headers["content-length"]) > 0
    assert response.content == b""


def test_another_service_can_be_served(stand_in: StandIn) -> None:
    with serve(stand_in) as server, httpx.Client(base_url=server.url, timeout=60) as client:
        assert client.get("/items?top=2").json() == [{"item": "first"}]
        assert client.delete("/items/first").status_code == 204
        created = client.post("/items", json={"item": "new"}, headers={"If-Match": "*"})
        assert created.status_code == 201
        assert client.head("/items?top=2").status_code == 405
        assert client.get("/items/special").text == "special"


def test_several_threads_may_use_one_stand_in(stand_in: StandIn) -> None:
    """No request is lost, and no two responses report the same number of remaining writes."""
    seen: list[str] = []

    def work() -> None:
        with httpx.Client(transport=stand_in, base_url="https://other.example") as client:
            for _ in range(10):
                headers = client.delete("/items/first").headers
                seen.append(headers["x-ms-ratelimit-remaining-subscription-writes"])

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(stand_in.requests) == 80
    assert sorted(map(int, seen)) == list(range(120, 200))


def answered(operation: Operation, url: str, content: bytes = b"", **options: Any) -> int:
    """Return the status of what a stand-in of one operation answers."""
    with httpx.Client(transport=StandIn([operation], **options)) as client:
        return client.request(operation.method, url, content=content).status_code


def of_path(schema: dict[str, Any], example: Any) -> Operation:
    """Describe an operation whose path ends in one parameter."""
    return Operation(
        id="Get",
        method="GET",
        path="/a/{b}",
        secured=False,
        parameters=(
            Parameter(name="b", location="path", required=True, schema=schema, example=example),
        ),
        answers=(Answer(status="204"),),
    )


@pytest.mark.parametrize(
    ("schema", "example", "sent"),
    [
        ({"type": "array"}, [1, "b"], "1,b"),
        ({"type": "number"}, 5, "5.0"),
        (
            {"type": "string", "format": "date-time"},
            "2026-01-02T03:04:05Z",
            "2026-01-02T03:04:05+00:00",
        ),
        ({"enum": [1, 2]}, 1, "1"),
        ({"type": ["string", "integer"], "enum": ["a", 2]}, 2, "2"),
    ],
)
def test_a_path_parameter_is_compared_by_its_value(
    schema: dict[str, Any], example: Any, sent: str
) -> None:
    operation = of_path(schema, example)
    assert answered(operation, f"https://other.example/a/{sent}") == 204
    assert answered(operation, "https://other.example/a/9") in {400, 404}


def test_a_server_may_have_a_path_that_is_percent_encoded() -> None:
    operation = of_path({}, "c")
    servers = ["https://other.example/x%20y"]
    assert answered(operation, "https://other.example/x%20y/a/c", servers=servers) == 204


def test_a_body_that_is_not_json_is_not_checked() -> None:
    operation = Operation(
        id="Put",
        method="PUT",
        path="/",
        secured=False,
        answers=(Answer(status="204"),),
        body={"type": "string"},
        body_media_type="application/octet-stream",
        body_required=True,
    )
    assert answered(operation, "https://other.example/", b"\xff\x00") == 204
    assert answered(operation, "https://other.example/") == 400


@pytest.mark.parametrize(
    ("required", "schema", "query", "status"),
    [
        (False, {"type": "string"}, "", 204),
        (True, {"type": "string"}, "", 400),
        (False, {"type": "string"}, "?api-version=1", 400),
        (True, {"enum": ["1", "2"]}, "?api-version=1", 204),
        (True, {"enum": ["1", "2"]}, "?api-version=3", 400),
        (True, {"enum": ["1", "2"]}, "", 400),
    ],
)
def test_the_document_can_name_the_accepted_api_versions(
    required: bool, schema: dict[str, Any], query: str, status: int
) -> None:
    version = Parameter(name="api-version", location="query", required=required, schema=schema)
    operation = Operation(
        id="Get",
        method="GET",
        path="/",
        secured=False,
        parameters=(version,),
        answers=(Answer(status="204"),),
    )
    assert answered(operation, f"https://other.example/{query}", api_version="2") == status
