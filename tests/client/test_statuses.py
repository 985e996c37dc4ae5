"""Each status code, and the error that a caller gets."""

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

from tests.client.caller import KEYS, Caller

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
    """The class of the error for a status that is no success."""
    if status < 400:
        return APIResponseError
    return CLASSES.get(status, InternalServerError if status >= 500 else APIStatusError)


def failed(caller: Caller, **options: Any) -> Any:
    """The error of a call that is made once."""
    with pytest.raises(APIError) as caught:
        caller.list_keys(retry=ONCE, **options)
    return caught.value


# 1xx other than 101 never ends an answer; 101 does.
@pytest.mark.parametrize("status", [101, *range(201, 600)])
def test_every_status_but_200_raises_the_error_of_its_class(status: int) -> None:
    """Once per status: that both kinds of client read an answer alike is shown below."""
    transport = httpx.MockTransport(lambda _: httpx.Response(status, json=KEYS))
    with httpx.Client(transport=transport) as http_client:
        error = failed(Caller("sync"), client={"http_client": http_client})
    assert type(error) is expected(status)
    assert error.status_code == status
    assert error.attempts == 1
    assert str(status) in str(error)
    assert "first-key" not in str(error) + repr(error)


@pytest.mark.parametrize("status", [101, 201, 204, 302, 304, *CLASSES, 408, 418, 500, 503, 599])
def test_each_kind_of_client_reads_a_status_alike(
    caller: Caller, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(
        status_code=status,
        headers={"x-ms-request-id": "r-1", "x-ms-correlation-request-id": "c-1"},
    )
    error = failed(caller)
    assert type(error) is expected(status)
    assert (error.status_code, error.request_id, error.correlation_request_id) == (
        status,
        "r-1",
        "c-1",
    )
    (request,) = httpx_mock.get_requests()
    assert error.client_request_id == request.headers["x-ms-client-request-id"]
    assert "[request id r-1]" in str(error)


@pytest.mark.parametrize("status", [300, 301, 302, 303, 304, 305, 307, 308])
def test_a_redirect_to_another_place_is_not_followed(
    caller: Caller, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"location": "https://elsewhere.example/"})
    error = failed(caller)
    assert type(error) is APIResponseError
    assert len(httpx_mock.get_requests()) == 1
    assert str(error) == (
        f"ServerlessEndpoints_ListKeys: the response ({status}) is a redirect to "
        "https://elsewhere.example, which is not followed: only a few redirects with status 307 or "
        "308 to the same origin are"
    )


@pytest.mark.parametrize("status", [101, 201, 204])
def test_an_undocumented_success_is_an_error(
    caller: Caller, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status)
    assert str(failed(caller)) == (
        f"ServerlessEndpoints_ListKeys: the response ({status}) has a status code that is not "
        "documented for this operation"
    )


@pytest.mark.parametrize("status", [307, 308])
def test_a_redirect_within_the_origin_is_followed(
    caller: Caller, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status, headers={"location": "/moved?api-version=1"})
    httpx_mock.add_response(json=KEYS)
    response = caller.list_keys_detailed()
    first, second = httpx_mock.get_requests()
    assert response.attempts == 2
    assert (second.method, str(second.url)) == (
        "POST",
        "https://management.azure.com/moved?api-version=1",
    )
    assert second.headers["authorization"] == first.headers["authorization"]


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_a_status_that_may_pass_is_tried_again(
    caller: Caller, httpx_mock: HTTPXMock, status: int
) -> None:
    httpx_mock.add_response(status_code=status)
    httpx_mock.add_response(json=KEYS)
    response = caller.list_keys_detailed()
    assert (response.status_code, response.attempts) == (200, 2)
    assert caller.clock.waits == [0.5]


def test_the_facts_of_an_error_are_its_attributes(caller: Caller, httpx_mock: HTTPXMock) -> None:
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
    error = failed(caller)
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
        "[request id r-1] The service asks to wait 17 s before the next call."
    )


def test_the_wait_that_is_too_long_is_on_the_error(caller: Caller, httpx_mock: HTTPXMock) -> None:
    httpx_mock.add_response(status_code=429, headers={"retry-after": "3600"})
    with pytest.raises(RateLimitError, match="wait 3600 s") as caught:
        caller.list_keys()
    assert (caught.value.retry_after, caught.value.attempts) == (3600.0, 1)
    assert caller.clock.waits == []
