"""A document with everything that Azure Resource Manager's documents use makes a usable client."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import httpx
import pytest

from generator.document.yaml import load
from tests.generated_packages import Importer
from tests.small_documents import ROOT

DOCUMENT: Final = ROOT / "tests" / "documents" / "serverless-endpoint-group.yaml"
SUBSCRIPTION: Final = "00000000-1111-2222-3333-444444444444"
PLACE: Final = ("test-rg", "my-aml-workspace")
ENDPOINT: Final = (*PLACE, "my-endpoint")
RESOURCE_ID: Final = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/{ENDPOINT[0]}/providers"
    f"/Microsoft.MachineLearningServices/workspaces/{ENDPOINT[1]}/serverlessEndpoints/{ENDPOINT[2]}"
)


#: Responses for operations without an example in the document.
_RESOURCE: Final = {"location": "westeurope", "properties": {"authMode": "Key"}}
RESPONSES: Final = {
    "ServerlessEndpoints_List": {"value": [_RESOURCE], "nextLink": "https://next.example"},
    "ServerlessEndpoints_CreateOrUpdate": _RESOURCE,
    "ServerlessEndpoints_Update": _RESOURCE,
    "ServerlessEndpoints_ListKeys": {"primaryKey": "one", "secondaryKey": None},
    "ServerlessEndpoints_RegenerateKeys": {"primaryKey": "two"},
}


@pytest.fixture
def package(imported: Importer) -> ModuleType:
    """Import the package of the service's whole endpoint group."""
    return imported(load(DOCUMENT))


@pytest.fixture
def operations(package: ModuleType) -> Any:
    """Return the operations of a client that calls the stand-in."""
    stand_in = package.testing.StandIn()
    names = dict(zip(("resourceGroupName", "workspaceName", "name"), ENDPOINT, strict=True))
    for operation_id, body in RESPONSES.items():
        path = {"subscriptionId": SUBSCRIPTION, **names}
        if operation_id.endswith("_List"):
            del path["name"]
        stand_in.add(operation_id, path, body)
    http_client = httpx.Client(transport=stand_in)
    client = package.Client("token", subscription_id=SUBSCRIPTION, http_client=http_client)
    return client.serverless_endpoints


def endpoint(package: ModuleType) -> Any:
    """Return an endpoint to create."""
    properties = package.ServerlessEndpointProperties(
        auth_mode=package.ServerlessInferenceEndpointAuthMode.KEY
    )
    identity = package.ManagedServiceIdentity(
        type_=package.ManagedServiceIdentityType.SYSTEM_ASSIGNED_USER_ASSIGNED,
        user_assigned_identities={"/subscriptions/s/identity": package.UserAssignedIdentity()},
    )
    return package.ServerlessEndpoint(
        location="westeurope", properties=properties, identity=identity, tags={"team": "a"}
    )


@pytest.mark.parametrize(
    ("call", "result"),
    [
        (
            lambda package, ops: ops.list(*PLACE),
            "ServerlessEndpointTrackedResourceArmPaginatedResult",
        ),
        (lambda package, ops: ops.get(*ENDPOINT), "ServerlessEndpoint"),
        (
            lambda package, ops: ops.create_or_update(*ENDPOINT, endpoint(package)),
            "ServerlessEndpoint",
        ),
        (
            lambda package, ops: ops.update(
                *ENDPOINT,
                package.PartialMinimalTrackedResourceWithSkuAndIdentity(tags={"team": None}),
            ),
            "ServerlessEndpoint",
        ),
        (lambda package, ops: ops.delete(*ENDPOINT), "NoneType"),
        (lambda package, ops: ops.list_keys(*ENDPOINT), "EndpointAuthKeys"),
        (
            lambda package, ops: ops.regenerate_keys(
                *ENDPOINT, package.RegenerateEndpointKeysRequest(key_type=package.KeyType.PRIMARY)
            ),
            "EndpointAuthKeys",
        ),
    ],
    ids=["list", "get", "create_or_update", "update", "delete", "list_keys", "regenerate_keys"],
)
def test_each_operation_can_be_called(
    package: ModuleType, operations: Any, call: Callable[..., Any], result: str
) -> None:
    assert type(call(package, operations)).__name__ == result


def test_operations_on_a_resource_can_be_called_by_its_id(
    package: ModuleType, operations: Any
) -> None:
    """Those whose path is a resource id, alone or before an action, but not lists."""
    by_id = {name for name in dir(operations) if name.endswith("_by_id")}
    assert by_id == {
        f"{name}_by_id"
        for name in ("get", "create_or_update", "update", "delete", "list_keys", "regenerate_keys")
    }
    assert operations.get_by_id(RESOURCE_ID) == operations.get(*ENDPOINT)
    created = operations.create_or_update_by_id(RESOURCE_ID, endpoint(package))
    assert created == operations.create_or_update(*ENDPOINT, endpoint(package))
    assert operations.delete_by_id(RESOURCE_ID) is None


def test_operations_with_a_rate_limit_can_be_called_for_many_resources(
    package: ModuleType, operations: Any
) -> None:
    """Also with a body, which is the same for all, and without a result."""
    body = package.RegenerateEndpointKeysRequest(key_type=package.KeyType.PRIMARY)
    (regenerated,) = operations.regenerate_keys_many([RESOURCE_ID], body)
    assert regenerated.result == operations.regenerate_keys(*ENDPOINT, body)
    wrong = RESOURCE_ID.replace("/my-", "/-")
    deleted = {one.resource_id: one for one in operations.delete_many([RESOURCE_ID, wrong])}
    assert (deleted[RESOURCE_ID].error, deleted[RESOURCE_ID].result) == (None, None)
    assert isinstance(deleted[wrong].error, package.InvalidParameterError)


def test_a_config_file_gives_the_arguments_of_several_operations(
    package: ModuleType, operations: Any, tmp_path: Path
) -> None:
    keys = ("subscription_id", "resource_group", "workspace_name")
    values = (SUBSCRIPTION, *PLACE)
    (tmp_path / "config.json").write_text(json.dumps(dict(zip(keys, values, strict=True))))
    config = package.Client.from_config("token", path=tmp_path).config
    assert operations.list(**config) == operations.list(*PLACE)
    assert operations.get(**config, name=ENDPOINT[2]) == operations.get(*ENDPOINT)


def test_a_value_that_an_extensible_enum_does_not_name_is_passed_on(package: ModuleType) -> None:
    data = {"type": "FutureAssigned"}
    identity = package.ManagedServiceIdentity.from_dict(data)
    assert identity.type_ == "FutureAssigned"
    assert identity.to_dict() == data
    known = package.ManagedServiceIdentity.from_dict({"type": "None"})
    assert known.type_ is package.ManagedServiceIdentityType.NONE


def test_a_map_of_strings_is_a_dict(package: ModuleType) -> None:
    resource = package.PartialMinimalTrackedResource.from_dict({"tags": {"team": "a"}})
    assert resource.tags == {"team": "a"}
    assert type(resource.tags) is dict


def test_words_beside_a_reference_describe_the_property(package: ModuleType) -> None:
    assert "system_data: " in package.Resource.__doc__
    assert "Read-only." in package.Resource.__doc__
