"""Calls by resource id: an id fills the path, and a wrong one names the part that is wrong."""

from __future__ import annotations

import os
from typing import Any

import pytest
from azureml_serverless_endpoints import EndpointAuthKeys, InvalidParameterError, Violation
from pytest_httpx import HTTPXMock

from tests.client.calls import KEYS, PATH, SUBSCRIPTION, URL, FreshClient, Masked
from tests.constraints import broken_rules

ID = PATH.removesuffix("/listKeys")
FORM = (
    "; the form is /subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers"
    "/Microsoft.MachineLearningServices/workspaces/{workspaceName}/serverlessEndpoints/{name}"
)
PROVIDER = "Microsoft.MachineLearningServices"


def changed(old: str, new: str) -> str:
    """Return the id with another text in one place."""
    assert ID.count(old) == 1
    return ID.replace(old, new)


@pytest.mark.parametrize(
    "resource_id",
    [
        ID,
        f" {ID}\r\n",
        changed("resourceGroups", "resourcegroups"),
        changed(PROVIDER, PROVIDER.lower()),
        changed("serverlessEndpoints", "SERVERLESSENDPOINTS"),
    ],
)
def test_the_id_fills_the_whole_path(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, resource_id: str
) -> None:
    """With the spelling of the document, whatever the case of the fixed parts of the id is."""
    httpx_mock.add_response(json=KEYS)
    keys = fresh_client.list_keys_by_id(resource_id)
    assert keys == EndpointAuthKeys.from_dict(KEYS)
    (request,) = httpx_mock.get_requests()
    assert (request.method, str(request.url)) == ("POST", URL)


def test_a_subclass_of_str_is_read_as_its_content(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(json=KEYS)
    FreshClient("sync").list_keys_by_id(Masked(ID))
    assert str(httpx_mock.get_requests()[0].url) == URL


def test_the_subscription_is_that_of_the_id(
    httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither that of the client nor that of the environment."""
    monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", "of-the-environment")
    httpx_mock.add_response(json=KEYS, is_reusable=True)
    for own in ("of-the-client", None):
        FreshClient("sync").list_keys_by_id(ID, client={"subscription_id": own})
    used = {request.url.path.split("/")[2] for request in httpx_mock.get_requests()}
    assert used == {SUBSCRIPTION}


@pytest.mark.parametrize(
    ("resource_id", "rule"),
    [
        ("", "is blank: pass the id of the resource"),
        (" \n", "is blank: pass the id of the resource"),
        (ID[1:], "must begin with `/subscriptions/`"),
        (f"https://portal.azure.com{ID}", "must begin with `/subscriptions/`"),
        ("my-endpoint", "must begin with `/subscriptions/`"),
        (f"/{ID}", "has an empty part where `subscriptions` belongs"),
        (changed("/subscriptions", "/tenants"), "has another part where `subscriptions` belongs"),
        (changed(SUBSCRIPTION, ""), "has an empty part where the value after `subscriptions` belo"),
        (
            changed("/resourceGroups/test-rg", ""),
            "has another part where `resourceGroups` belongs",
        ),
        (
            changed(PROVIDER, "Microsoft.CognitiveServices"),
            f"has another part where the provider `{PROVIDER}` belongs",
        ),
        (
            changed("workspaces", "registries"),
            "has another part where `workspaces` belongs",
        ),
        (changed("serverlessEndpoints", "onlineEndpoints"), "`serverlessEndpoints` belongs"),
        (
            ID[: ID.index("/serverless")],
            "ends too early: `serverlessEndpoints` is missing",
        ),
        (
            ID.removesuffix("/my-endpoint"),
            "ends too early: the value after `serverlessEndpoints` is missing",
        ),
        (
            ID.removesuffix("my-endpoint"),
            "has an empty part where the value after `serverlessEndpoints` belongs",
        ),
        (f"{ID}/", "must not end with `/`"),
        (f"{ID}/deployments/blue", "must end after {name}: pass the id of the resource itself"),
        (PATH, "must end after {name}: pass the id of the resource itself"),
    ],
)
def test_a_wrong_id_names_the_part_that_is_wrong(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, resource_id: str, rule: str
) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        fresh_client.list_keys_by_id(resource_id)
    assert httpx_mock.get_requests() == []
    ((argument, found),) = caught.value.violations
    assert argument == "resource_id"
    assert rule in found
    assert found.endswith(FORM)
    assert str(caught.value) == f"ServerlessEndpoints_ListKeys: resource_id {found}"
    # No value, as in every other message about an argument.
    assert "my-endpoint" not in found


@pytest.mark.parametrize("resource_id", [None, 7, ID.encode(), os.PathLike])
def test_an_id_of_another_type_is_refused(resource_id: Any) -> None:
    with pytest.raises(InvalidParameterError, match="resource_id must be a string, not of type "):
        FreshClient("sync").list_keys_by_id(resource_id)


def test_each_value_in_the_id_is_checked_by_its_own_constraint() -> None:
    wrong = changed("test-rg", "..").replace("my-aml-workspace", "a").replace("my-end", "my\tend")
    with pytest.raises(InvalidParameterError) as caught:
        FreshClient("sync").list_keys_by_id(wrong)
    control = "must not contain control characters"
    # Not every api-version has a pattern for the name.
    (of_name,) = broken_rules("name", "my\tendpoint") or [control]
    (of_workspace,) = broken_rules("workspaceName", "a")
    assert sorted(caught.value.violations) == [
        Violation("name", of_name),
        Violation("resource_group_name", "must not make the path segment `.` or `..`"),
        Violation("workspace_name", of_workspace),
    ]
