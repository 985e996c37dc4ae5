"""Scripted failures for some requests, and the clients that the stand-in hands out."""

from __future__ import annotations

from types import ModuleType
from typing import Any

import anyio
import httpx
import pytest
from azureml_serverless_endpoints import APIStatusError, Client, RetryPolicy
from azureml_serverless_endpoints.testing import StandIn

LIST_KEYS = "ServerlessEndpoints_ListKeys"


def outcome(client: Client, name: str = "string") -> int:
    """Return the status of a call for an endpoint."""
    try:
        client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", name)
    except APIStatusError as error:
        return error.status_code
    return 200


@pytest.fixture
def service() -> StandIn:
    """Return a stand-in with the endpoints ep1 to ep9."""
    made = StandIn()
    for number in range(1, 10):
        made.add(LIST_KEYS, {"name": f"ep{number}"})
    return made


@pytest.fixture
def once(service: StandIn) -> Client:
    """Return a client that sends each request once."""
    return service.client(retry=RetryPolicy(attempts=1))


def test_only_requests_for_the_resource_fail_until_the_script_is_reset(
    service: StandIn, once: Client
) -> None:
    service.fail(403, where={"name": "EP7"})
    assert [outcome(once, f"ep{number}") for number in (6, 7, 8, 7)] == [200, 403, 200, 403]
    service.reset()
    assert outcome(once, "ep7") == 200


def test_each_nth_request_fails(service: StandIn, once: Client) -> None:
    service.fail(429, every=3)
    assert [outcome(once) for _ in range(7)] == [200, 200, 429, 200, 200, 429, 200]


def test_a_share_of_the_requests_for_a_resource_fails_a_number_of_times(
    service: StandIn, once: Client
) -> None:
    service.fail(429, where={"name": "ep7"}, every=2, times=2)
    assert {outcome(once, "ep6") for _ in range(3)} == {200}
    assert [outcome(once, "ep7") for _ in range(6)] == [200, 429, 200, 429, 200, 200]


def test_of_two_failures_that_apply_the_older_counts(service: StandIn, once: Client) -> None:
    service.fail(403, where={"name": "ep7"}, times=1)
    service.fail(409)
    assert [outcome(once, name) for name in ("ep7", "ep7", "ep7")] == [403, 409, 200]


def test_a_request_without_an_operation_has_no_parameters(service: StandIn) -> None:
    service.fail(500, where={"name": "ep7"})
    service.fail(409)
    with httpx.Client(transport=service) as client:
        statuses = [client.get("https://any.example/nowhere").status_code for _ in range(2)]
    assert statuses == [409, 404]


@pytest.mark.parametrize(
    ("options", "kind", "problem"),
    [
        ({"every": 0}, ValueError, "every is 1 or more"),
        ({"every": "2"}, TypeError, "every is a whole number, not of type str"),
        ({"where": ["name"]}, TypeError, "where is a mapping of names to values, not of type list"),
        ({"where": {"name": 7}}, TypeError, "where holds values of type str, not int \\('name'\\)"),
        (
            {"where": {"endpoint": "ep7"}},
            ValueError,
            "where: no operation has a path parameter 'endpoint'. There are: subscriptionId, "
            "resourceGroupName, workspaceName, name.",
        ),
        (
            {"where": {"workspaceName": "ws 7"}},
            ValueError,
            "where: the value of 'workspaceName' must match",
        ),
    ],
)
def test_fail_refuses_what_no_request_can_have(
    service: StandIn, options: dict[str, Any], kind: type[Exception], problem: str
) -> None:
    with pytest.raises(kind, match=problem):
        service.fail(500, **options)


def test_a_scripted_error_says_that_a_test_scripted_it(service: StandIn, once: Client) -> None:
    """Its text must not be taken for a statement of the service."""
    service.fail(403)
    with pytest.raises(APIStatusError, match=r"\. Scripted by a test\."):
        once.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "ep1")


def test_the_clients_need_no_arguments() -> None:
    service = StandIn()

    async def call() -> str:
        async with service.async_client() as client:
            keys = await client.serverless_endpoints.list_keys(
                "test-rg", "my-aml-workspace", "string"
            )
        return repr(keys)

    with service.client() as client:
        keys = client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")
    assert anyio.run(call) == repr(keys)
    assert len(service.requests) == 2


def test_the_clients_take_the_arguments_of_their_classes() -> None:
    service = StandIn()
    with service.client("my-token", subscription_id="mine", cloud="AzureChinaCloud") as client:
        assert outcome(client) == 404
    (request,) = service.requests
    assert request.headers["authorization"] == "Bearer my-token"
    assert request.headers["host"] == "management.chinacloudapi.cn"
    assert request.path.startswith("/subscriptions/mine/")
    with pytest.raises(TypeError, match="http_client"):
        service.client(http_client=httpx.Client())


def test_the_client_of_another_document_has_its_examples(town_library: ModuleType) -> None:
    from town_library.testing import StandIn as Library  # type: ignore[import-not-found]

    service = Library()
    service.fail(204)
    with service.client() as client:
        assert client.tenant == "town"


@pytest.mark.parametrize(
    ("names", "problem"),
    [
        (
            ("test-rg", "my-aml-workspace", "ep77"),
            "The stand-in has no such resource: name is 'ep77', not 'string'.",
        ),
        (
            ("Test-RG", "another", "Ep7"),
            "The stand-in has no such resource: workspaceName is 'another', not "
            "'my-aml-workspace'.",
        ),
        (
            ("rg", "another", "ep7"),
            "The stand-in has no such resource: resourceGroupName is 'rg', not 'test-rg' and "
            "workspaceName is 'another', not 'my-aml-workspace'.",
        ),
    ],
)
def test_an_unknown_name_is_answered_with_the_most_similar_one(
    service: StandIn, once: Client, names: tuple[str, str, str], problem: str
) -> None:
    with pytest.raises(APIStatusError) as caught:
        once.serverless_endpoints.list_keys(*names)
    assert caught.value.message == f"{problem} Tests add one with stand_in.add('{LIST_KEYS}', …)."


def test_without_any_resource_the_answer_says_so() -> None:
    service = StandIn()
    service.remove(LIST_KEYS, {})
    with pytest.raises(APIStatusError, match="The stand-in has no resource of this kind"):
        service.client().serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")
