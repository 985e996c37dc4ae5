"""The error of each status code."""

from __future__ import annotations

from typing import Any

import httpx
import pytest
from azureml_serverless_endpoints import (
    APIError,
    APIResponseError,
    APIStatusError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RetryPolicy,
)
from pytest_httpx import HTTPXMock

from tests.client.calls import KEYS, RESOURCE, FreshClient

ONCE = RetryPolicy(attempts=1)

CLASSES: dict[int, type[APIError]] = {
    400: BadRequestError,
    401: AuthenticationError,
    403: PermissionDeniedError,
    404: NotFoundError,
    409: ConflictError,
    429: RateLimitError,
}


def expected(status: int) -> type[APIError]:
    """Return the class of the error for a status other than 200."""
    if status < 400:
        return APIResponseError
    return CLASSES.get(status, InternalServerError if status >= 500 else APIStatusError)


def failed(fresh_client: FreshClient, **options: Any) -> Any:
    """Return the error of a call without retries."""
    with pytest.raises(APIError) as caught:
        fresh_client.list_keys(retry=ONCE, **options)
    return caught.value


# No 1xx but 101 is a final response.
@pytest.mark.parametrize("status", [101, *range(201, 600)])
def test_every_status_but_200_raises_the_error_of_its_class(status: int) -> None:
    """One kind of client is enough: the next test compares the kinds."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=KEYS))
    with httpx.Client(transport=transport) as http_client:
        error = failed(FreshClient("sync"), client={"http_client": http_client})
    assert type(error) is expected(status)
    assert error.status_code == status
    assert error.attempts == 1
    assert str(status) in str(error)
    assert "first-key" not in str(error) + repr(error)


@pytest.mark.parametrize("status", [101, 201, 204, 302, 304, *CLASSES, 408, 418, 500, 503, 599])
def test_each_kind_of_client_raises_the_same_error_for_a_status(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(
        status_code=status,
        headers={"x-ms-request-id": "r-1", "x-ms-correlation-request-id": "c-1"},
    )
    error = failed(fresh_client)
    assert type(error) is expected(status)
    assert (error.status_code, error.request_id, error.correlation_request_id) == (
        status,
        "r-1",
        "c-1",
    )
    (request,) = httpx_mock.get_requests()
    assert error.client_request_id == request.headers["x-ms-client-request-id"]
    assert error.resource_id == RESOURCE
    assert f"[request id r-1, resource {RESOURCE}]" in str(error)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
def test_the_error_of_a_redirect_to_another_origin_names_the_origin(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"location": "https://elsewhere.example/"})
    error = failed(fresh_client)
    assert type(error) is APIResponseError
    assert len(httpx_mock.get_requests()) == 1
    assert str(error) == (
        f"ServerlessEndpoints_ListKeys: the response ({status}) is a redirect to "
        "https://elsewhere.example, which is not followed: only a few redirects with status 307 or "
        f"308 to the same origin are [resource {RESOURCE}]"
    )


@pytest.mark.parametrize("status", [101, 201, 204])
def test_an_undocumented_success_is_an_error(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status)
    assert str(failed(fresh_client)) == (
        f"ServerlessEndpoints_ListKeys: the response ({status}) has a status code that is not "
        f"documented for this operation [resource {RESOURCE}]"
    )


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_within_the_origin_is_followed(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"location": "/moved?api-version=1"})
    httpx_mock.add_response(json=KEYS)
    response = fresh_client.list_keys_detailed()
    first, second = httpx_mock.get_requests()
    assert response.attempts == 2
    assert (second.method, str(second.url)) == (
        "POST",
        "https://management.azure.com/moved?api-version=1",
    )
    assert second.headers["authorization"] == first.headers["authorization"]


def test_an_error_has_the_code_the_ids_and_the_wait_of_the_response(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(
        status_code=429,
        headers={
            "x-ms-request-id": "r-1",
            "x-ms-correlation-request-id": "c-1",
            "x-ms-routing-request-id": "w-1",
            "x-ms-failure-cause": "gateway",
            "retry-after": "17",
        },
        json={
            "error": {"code": "SubscriptionRequestsThrottled", "message": "Slow.", "target": "t"}
        },
    )
    error = failed(fresh_client)
    assert isinstance(error, RateLimitError)
    assert (error.code, error.message, error.target) == (
        "SubscriptionRequestsThrottled",
        "Slow.",
        "t",
    )
    assert (error.request_id, error.correlation_request_id) == ("r-1", "c-1")
    assert error.routing_request_id == "w-1"
    assert (error.failure_cause, error.retry_after) == ("gateway", 17.0)
    assert str(error) == (
        "ServerlessEndpoints_ListKeys: 429 SubscriptionRequestsThrottled: Slow. (target: t) "
        f"[request id r-1, resource {RESOURCE}] "
        "The service asks to wait 17 s before the next call."
    )


def test_an_error_has_a_requested_wait_that_was_too_long(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    httpx_mock.add_response(status_code=429, headers={"retry-after": "3600"})
    with pytest.raises(RateLimitError, match="wait 3600 s") as caught:
        fresh_client.list_keys()
    assert (caught.value.retry_after, caught.value.attempts) == (3600.0, 1)
    assert fresh_client.clock.waits == []
