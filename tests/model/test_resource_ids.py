"""Paths that are ids of resources, so that their operations can also be called by id."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.model.package import RateLimit
from generator.model.resource_ids import variables
from tests.generated_packages import package_of, refusal
from tests.small_documents import operation, parameters

GROUP = "/subscriptions/{s}/resourceGroups/{g}"
THING = f"{GROUP}/providers/My.Service/things/{{t}}"


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("GET", THING, ["s", "g", "t"]),
        ("POST", f"{THING}/listKeys", ["s", "g", "t"]),
        ("post", f"{THING}/parts/{{p}}/listKeys", ["s", "g", "t", "p"]),
        ("GET", THING.replace("resourceGroups", "resourcegroups"), ["s", "g", "t"]),
        ("GET", "/subscriptions/{s}/providers/My.Service/things/{t}", ["s", "t"]),
        ("PUT", f"{THING}/providers/My.Locks/locks/{{l}}", ["s", "g", "t", "l"]),
        # The last segment is a collection.
        ("GET", f"{THING}/parts", []),
        ("POST", f"{GROUP}/providers/My.Service/things", []),
        ("POST", f"{THING}/parts/listKeys", []),
        ("GET", GROUP, []),
        ("GET", "/providers/My.Service/things/{t}", []),
        ("GET", f"{GROUP}/providers/{{provider}}/things/{{t}}", []),
        ("GET", f"{THING}-{{u}}", []),
        ("GET", f"/v1{THING}", []),
    ],
)
def test_a_path_is_an_id_by_its_segments(method: str, path: str, names: list[str]) -> None:
    assert variables(method, path) == names


def described(*others: dict[str, Any], **last: Any) -> dict[str, Any]:
    """Return a document with one operation on a thing, whose last path parameter has a schema."""
    schema = {"type": "string", **last}
    path = [{"name": name, "in": "path", "required": True} for name in "sgt"]
    path[-1]["schema"] = schema
    return parameters(*path, *others, path=THING)


@pytest.mark.parametrize("schema", [{"type": "integer"}, {"format": "uuid"}, {"enum": ["a"]}])
def test_only_strings_can_be_read_from_an_id(schema: dict[str, Any]) -> None:
    (plain,) = package_of(described()).operations
    assert plain.methods == ["list", "list_detailed", "list_by_id"]
    (found,) = package_of(described(**schema)).operations
    assert found.methods == ["list", "list_detailed"]


def test_an_operation_with_a_rate_limit_can_be_called_for_many_resources() -> None:
    root = described()
    (item,) = root["paths"].values()
    item["get"]["x-sdk-rate-limit"] = {"burst": 5, "per-second": 0.5}
    (found,) = package_of(root).operations
    assert found.methods == ["list", "list_detailed", "list_by_id", "list_many"]
    assert found.rate_limit == RateLimit(burst=5, per_second=0.5)


def test_a_rate_limit_is_refused_where_no_id_names_the_resource() -> None:
    root = operation(**{"x-sdk-rate-limit": {"burst": 5, "per-second": 1}})
    assert refusal(root) == (
        "things.yaml: #/paths/~1things/get/x-sdk-rate-limit: is for operations on a resource that "
        "an id names, which this path is not; leave it out"
    )


def test_an_argument_named_resource_id_is_refused_beside_the_id() -> None:
    root = described({"name": "resourceId"})
    place = "/paths/~1subscriptions~1{s}~1resourceGroups~1{g}~1providers~1My.Service~1things~1{t}"
    assert refusal(root) == (
        f"things.yaml: #{place}/get/parameters/3/name: its name 'resource_id' in Python has a "
        "meaning in every call by id; give it another with x-ms-client-name"
    )


def test_another_operation_must_not_have_the_name_of_a_call_by_id() -> None:
    root = described()
    (item,) = root["paths"].values()
    item["put"] = copy.deepcopy(item["get"]) | {"operationId": "Things_ListById"}
    assert "another operation has the name 'things.list_by_id' in Python" in refusal(root)
