"""The advice in the message of an error."""

from __future__ import annotations

import pytest
from azureml_serverless_endpoints import APIStatusError, RetryPolicy
from azureml_serverless_endpoints._advice import advice
from pytest_httpx import HTTPXMock

from tests.client.calls import RESOURCE, FreshClient

FAILED = (
    "The service failed: call again later. If the error persists, open a support case with the "
    "request id."
)
ACTION = "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/listKeys/action"


@pytest.mark.parametrize(
    ("status", "code", "words"),
    [
        (401, "AuthenticationFailed", "Get a token for the client's scope"),
        (401, "InvalidAuthenticationToken", "Get a token for the client's scope"),
        (401, "InvalidAuthenticationTokenTenant", "belongs to another tenant"),
        (401, "ExpiredAuthenticationToken", "The token has expired"),
        (403, "AuthorizationFailed", f"needs a role that allows the action {ACTION}"),
        (403, "LinkedAuthorizationFailed", f"needs a role that allows the action {ACTION}"),
        (403, "RequestDisallowedByPolicy", "A policy of the organisation forbids the request"),
        (404, "ResourceNotFound", "Check each name that was passed"),
        (404, "NotFound", "Check each name that was passed"),
        (404, "ResourceGroupNotFound", "Check the name of the resource group"),
        (404, "SubscriptionNotFound", "Check the id of the subscription"),
        (409, "MissingSubscriptionRegistration", "az provider register"),
        (409, "ScopeLocked", "a ReadOnly lock blocks every POST"),
        (400, "InvalidResourceType", "check the client's `api_version`"),
        (404, "InvalidResourceType", "check the client's `api_version`"),
        (400, "NoRegisteredProviderFound", "check the client's `api_version`"),
        (400, "InvalidApiVersionParameter", "check the client's `api_version`"),
        (400, "BadRequest", "its code and message say what to correct"),
        (401, "AuthenticationFailed", "The next call asks the credential for a new token"),
        (405, None, "check `base_url` and the client's `api_version`"),
        (407, None, "put them into the proxy's URL"),
        (408, None, "call again later"),
        (409, "Conflict", "call again when it has changed"),
        (500, "InternalServerError", "support case with the request id"),
        (502, None, "support case with the request id"),
        (599, None, "support case with the request id"),
        (429, "SubscriptionRequestsThrottled", "too many calls"),
    ],
)
def test_the_advice_fits_the_status_and_the_code(
    httpx_mock: HTTPXMock, status: int, code: str | None, words: str
) -> None:
    httpx_mock.add_response(status_code=status, json={"error": {"code": code, "message": "Why."}})
    with pytest.raises(APIStatusError) as caught:
        FreshClient("sync").list_keys(retry=RetryPolicy(attempts=1))
    error = caught.value
    assert error.advice is not None
    assert words in error.advice
    assert str(error).endswith(f" {error.advice}")


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ({"message": "no"}, "401: no. [IDS] Get a token"),
        ({"message": "No."}, "401: No. [IDS] Get a token"),
        ({"message": "No!"}, "401: No! [IDS] Get a token"),
        ({"message": "No…"}, "401: No… [IDS] Get a token"),
        ({"message": "Why?"}, "401: Why? [IDS] Get a token"),
        ({"message": "No", "target": "it"}, "401: No. (target: it) [IDS] Get a token"),
        ({"code": "Code"}, "401 Code. [IDS] Get a token"),
        ({}, "401. [IDS] Get a token"),
    ],
)
def test_a_message_ends_with_the_advice_as_a_separate_sentence(
    httpx_mock: HTTPXMock, error: dict[str, str], sentence: str
) -> None:
    headers = {"x-ms-request-id": "1"}
    httpx_mock.add_response(status_code=401, json={"error": error}, headers=headers)
    with pytest.raises(APIStatusError) as caught:
        FreshClient("sync").list_keys()
    sentence = sentence.replace("IDS", f"request id 1, resource {RESOURCE}")
    assert f"ServerlessEndpoints_ListKeys: {sentence}" in str(caught.value)


def test_an_error_without_advice_ends_with_its_message(httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=418, json={"error": {"message": "no"}})
    with pytest.raises(APIStatusError) as caught:
        FreshClient("sync").list_keys()
    assert str(caught.value) == f"ServerlessEndpoints_ListKeys: 418: no [resource {RESOURCE}]"


@pytest.mark.parametrize(
    ("status", "wait", "words"),
    [
        (429, 17.0, "The service asks to wait 17 s before the next call."),
        (429, 0.0, "There are too many calls: wait, and call less often."),
        (503, 0.0, FAILED),
        (503, 1.5, "The service asks to wait 1.5 s before the next call."),
        (429, None, "There are too many calls: wait, and call less often."),
        (503, None, FAILED),
        (500, 5.0, FAILED),
        (418, 5.0, None),
        (418, None, None),
    ],
)
def test_the_advice_contains_the_requested_wait(
    status: int, wait: float | None, words: str | None
) -> None:
    assert advice(None, status, permission=None, retry_after=wait) == words


def test_the_advice_names_no_action_if_the_document_has_none() -> None:
    words = advice("AuthorizationFailed", 403, permission=None, retry_after=None)
    assert words is not None
    assert "a role that allows this operation" in words


def test_an_unknown_code_has_no_advice() -> None:
    assert advice("Unheard", 418, permission="p", retry_after=None) is None
