"""The stand-in of the document, as a transport in memory."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any
from urllib.parse import quote

import anyio
import httpx
import pytest
from azureml_serverless_endpoints import API_VERSION, testing
from azureml_serverless_endpoints.testing import StandIn, _stand_in

from tests.constraints import ARGUMENTS, BROKEN

LIST_KEYS = "ServerlessEndpoints_ListKeys"
ErrorOf = Callable[[httpx.Response], tuple[int, str, str | None]]


def test_the_published_sample_works(client: httpx.Client, sample: str) -> None:
    response = client.post(sample)
    assert response.status_code == 200
    assert response.json() == {"primaryKey": "string", "secondaryKey": "string"}
    assert response.headers["content-type"] == "application/json"


def test_paths_are_case_insensitive(client: httpx.Client, sample: str) -> None:
    path, _, query = sample.partition("?")
    assert client.post(f"{path.upper()}?{query}").status_code == 200


def test_a_name_may_be_percent_encoded(client: httpx.Client, sample: str) -> None:
    assert client.post(sample.replace("test-rg", "%74est%2Drg")).status_code == 200


def test_every_response_has_its_ids(client: httpx.Client, sample: str) -> None:
    for url in (sample, "/nowhere"):
        headers = client.post(url).headers
        names = ("request", "correlation-request", "routing-request")
        assert len({headers[f"x-ms-{name}-id"] for name in names}) == 3
        assert headers["cache-control"] == "no-cache"
        assert headers["content-length"].isdecimal()
        assert "x-ms-client-request-id" not in headers


def test_ids_are_uuids_by_default(sample: str) -> None:
    with httpx.Client(transport=StandIn(), base_url="https://management.azure.com") as client:
        assert uuid.UUID(client.post(sample).headers["x-ms-request-id"]).version == 4


def test_the_client_request_id_is_returned_on_request(client: httpx.Client, sample: str) -> None:
    headers = {"x-ms-client-request-id": "mine", "x-ms-return-client-request-id": "true"}
    assert client.post(sample, headers=headers).headers["x-ms-client-request-id"] == "mine"
    del headers["x-ms-return-client-request-id"]
    assert "x-ms-client-request-id" not in client.post(sample, headers=headers).headers


def test_writes_are_counted_for_each_subscription_and_come_back(sample: str) -> None:
    """Otherwise a server that runs for long says 0, and a client of many resources crawls."""
    name, now = "x-ms-ratelimit-remaining-subscription-writes", [0.0]
    stand_in = StandIn(clock=lambda: now[0])
    other = sample.replace("/subscriptions/", "/SUBSCRIPTIONS/1")
    with httpx.Client(transport=stand_in, base_url="https://management.azure.com") as client:
        assert [client.post(sample).headers[name] for _ in range(2)] == ["199", "198"]
        assert name not in client.get(sample).headers
        left = [client.post(sample).headers[name] for _ in range(200)]
        assert left == [*map(str, range(197, -1, -1)), "0", "0"]
        assert client.post(other).headers[name] == "199"
        now[0] += 1
        assert client.post(sample).headers[name] == "9"
        now[0] += 3600
        assert client.post(sample).headers[name] == "199"
        stand_in.reset()
        assert client.post(sample).headers[name] == "199"


@pytest.mark.parametrize("credentials", ["", "Bearer", "Bearer ", "Basic eDp5", "token"])
def test_a_request_without_a_bearer_token_is_refused(
    client: httpx.Client, sample: str, error_of: ErrorOf, credentials: str
) -> None:
    response = client.post(sample, headers={"Authorization": credentials})
    assert error_of(response) == (401, "AuthenticationFailed", None)
    assert response.headers["www-authenticate"] == "Bearer"


def test_the_authorization_scheme_is_case_insensitive(client: httpx.Client, sample: str) -> None:
    assert client.post(sample, headers={"Authorization": "bearer x"}).status_code == 200


@pytest.mark.parametrize("query", ["", "?api-version=", f"?version={API_VERSION}"])
def test_a_missing_api_version_is_refused(
    client: httpx.Client, sample: str, error_of: ErrorOf, query: str
) -> None:
    response = client.post(sample.partition("?")[0] + query)
    assert error_of(response) == (400, "MissingApiVersionParameter", None)


def test_an_unknown_api_version_is_answered_with_the_known_one(
    client: httpx.Client, sample: str, error_of: ErrorOf
) -> None:
    response = client.post(sample.replace(API_VERSION, "2020-01-01"))
    assert error_of(response) == (400, "NoRegisteredProviderFound", None)
    assert f"'{API_VERSION}'" in response.text


def test_the_accepted_api_version_can_be_set(sample: str) -> None:
    other = StandIn(api_version="2021-07-01")
    with httpx.Client(
        transport=other,
        base_url="https://management.azure.com",
        headers={"Authorization": "Bearer x"},
    ) as client:
        assert client.post(sample.replace(API_VERSION, "2021-07-01")).status_code == 200
        assert client.post(sample).status_code == 400


@pytest.mark.parametrize("path", ["/", "/nowhere", "/subscriptions", "{sample}/more"])
def test_an_unknown_path_is_not_found(
    client: httpx.Client, sample: str, error_of: ErrorOf, path: str
) -> None:
    url = path.replace("{sample}", sample.partition("?")[0])
    assert error_of(client.post(url)) == (404, "NotFound", None)


@pytest.mark.parametrize("name", ["..", ".", "%2e%2E", ""])
def test_a_dot_segment_or_an_empty_name_is_not_found(
    client: httpx.Client, sample: str, error_of: ErrorOf, name: str
) -> None:
    assert error_of(client.post(sample.replace("test-rg", name))) == (404, "NotFound", None)


def test_another_method_is_not_allowed(
    client: httpx.Client, stand_in: StandIn, sample: str, error_of: ErrorOf
) -> None:
    response = client.get(sample)
    assert error_of(response) == (405, "MethodNotAllowed", None)
    assert response.headers["allow"] == "POST"
    assert stand_in.requests[0].operation_id is None


@pytest.mark.parametrize(
    ("name", "text"),
    # Shorter ones stand in every response, or cannot be a segment of a path.
    [(name, text) for name, text in BROKEN if len(text) > 2],
)
def test_a_name_that_breaks_a_constraint_is_refused(
    client: httpx.Client, sample: str, error_of: ErrorOf, name: str, text: str
) -> None:
    usual = dict(zip(ARGUMENTS, ("test-rg", "my-aml-workspace", "string"), strict=True))
    wrong = quote(text, safe="")
    response = client.post(sample.replace(f"/{usual[name]}/", f"/{wrong}/"))
    assert error_of(response) == (400, "InvalidParameter", name)
    assert wrong not in response.text


def test_an_unknown_resource_is_not_found(
    client: httpx.Client, sample: str, error_of: ErrorOf
) -> None:
    response = client.post(sample.replace("test-rg", "other-rg"))
    assert error_of(response) == (404, "ResourceNotFound", None)


def test_a_resource_can_be_added(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    keys = {"primaryKey": "k1", "secondaryKey": None}
    stand_in.add(LIST_KEYS, {"resourceGroupName": "RG", "name": "endpoint"}, keys)
    keys["primaryKey"] = "changed later"
    url = sample.replace("test-rg", "rg").replace("/string/", "/endpoint/")
    assert client.post(url).json() == {"primaryKey": "k1", "secondaryKey": None}


def test_an_added_resource_has_the_documents_example_by_default(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    stand_in.add(LIST_KEYS, {"name": "endpoint"})
    response = client.post(sample.replace("/string/", "/endpoint/"))
    assert response.json() == {"primaryKey": "string", "secondaryKey": "string"}


def test_a_resource_can_be_removed(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    stand_in.remove(LIST_KEYS, {"resourceGroupName": "TEST-RG"})
    assert client.post(sample).status_code == 404
    with pytest.raises(ValueError, match="No such resource exists"):
        stand_in.remove(LIST_KEYS, {})


@pytest.mark.parametrize(
    ("operation_id", "parameters", "message"),
    [
        ("ListKeys", {}, "There are: ServerlessEndpoints_ListKeys"),
        (LIST_KEYS, {"workspace": "ws1"}, "no path parameter 'workspace'. It has: subscriptionId,"),
        (LIST_KEYS, {"api-version": "1"}, "no path parameter 'api-version'"),
        (LIST_KEYS, {"workspaceName": "ws"}, r"'workspaceName' must match \^"),
        (LIST_KEYS, {"resourceGroupName": ""}, "must have at least 1 character"),
    ],
)
def test_add_and_remove_say_what_is_wrong(
    stand_in: StandIn, operation_id: str, parameters: dict[str, str], message: str
) -> None:
    for change in (stand_in.add, stand_in.remove):
        with pytest.raises(ValueError, match=message):
            change(operation_id, parameters)


@pytest.mark.parametrize(
    ("status", "code"),
    [
        (400, "BadRequest"),
        (401, "AuthenticationFailed"),
        (403, "AuthorizationFailed"),
        (404, "ResourceNotFound"),
        (409, "ScopeLocked"),
        (429, "SubscriptionRequestsThrottled"),
        (500, "InternalServerError"),
        (503, "ServiceUnavailable"),
        (504, "GatewayTimeout"),
        (599, "UnknownError"),
    ],
)
def test_a_scripted_status_has_a_fitting_error(
    client: httpx.Client, stand_in: StandIn, sample: str, error_of: ErrorOf, status: int, code: str
) -> None:
    stand_in.fail(status)
    assert error_of(client.post(sample)) == (status, code, None)
    assert client.post(sample).status_code == 200


def test_failures_come_in_the_order_of_the_script(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    stand_in.fail(429, times=3, headers={"Retry-After": "0"})
    stand_in.fail(500, times=None)
    stand_in.fail(502)
    responses = [client.post(sample) for _ in range(6)]
    assert [each.status_code for each in responses] == [429, 429, 429, 500, 500, 500]
    assert responses[0].headers["retry-after"] == "0"
    stand_in.reset()
    assert client.post(sample).status_code == 200
    assert len(stand_in.requests) == 1


def test_a_scripted_request_is_not_checked(client: httpx.Client, stand_in: StandIn) -> None:
    stand_in.fail(503)
    response = client.get("/nowhere", headers={"Authorization": ""})
    assert response.status_code == 503
    assert response.headers["x-ms-request-id"] == "id-0"


NO_SUCH_KEYS = pytest.mark.deviates("The script asks for an answer that holds no keys.")


@pytest.mark.parametrize(
    ("body", "content", "media_type"),
    [
        ({"error": None}, b'{"error": null}', "application/json; charset=utf-8"),
        pytest.param(None, b"null", "application/json; charset=utf-8", marks=NO_SUCH_KEYS),
        pytest.param("<html>é", b"<html>\xc3\xa9", "text/plain; charset=utf-8", marks=NO_SUCH_KEYS),
        pytest.param("", b"", "text/plain; charset=utf-8", marks=NO_SUCH_KEYS),
        pytest.param(b"\xff\x00", b"\xff\x00", "application/octet-stream", marks=NO_SUCH_KEYS),
    ],
)
def test_a_scripted_body_is_sent_as_it_is(
    client: httpx.Client,
    stand_in: StandIn,
    sample: str,
    body: Any,
    content: bytes,
    media_type: str,
) -> None:
    stand_in.fail(200, body=body)
    response = client.post(sample)
    assert (response.content, response.headers["content-type"]) == (content, media_type)


@pytest.mark.deviates("The script asks for a media type that the document does not know.")
def test_scripted_headers_replace_those_of_every_response(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    headers = {"X-MS-Request-Id": "mine", "content-type": "text/html"}
    stand_in.fail(502, body="<html>", headers=headers)
    response = client.post(sample)
    assert response.headers.get_list("x-ms-request-id") == ["mine"]
    assert response.headers.get_list("content-type") == ["text/html"]


def test_a_header_may_be_scripted_more_than_once(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    challenges = [("WWW-Authenticate", 'Bearer claims="eA=="'), ("WWW-Authenticate", "PoP")]
    stand_in.fail(401, headers=httpx.Headers(challenges))
    answered = client.post(sample).headers.get_list("www-authenticate")
    assert answered == [value for _, value in challenges]


@pytest.mark.deviates("The document knows no such status, or an error with a body for it.")
@pytest.mark.parametrize("status", [204, 304, 307])
def test_a_scripted_status_below_400_has_no_body(
    client: httpx.Client, stand_in: StandIn, sample: str, status: int
) -> None:
    stand_in.fail(status)
    assert client.post(sample).content == b""


@pytest.mark.deviates("The service may break off in the middle of its answer.")
def test_a_response_can_be_cut_short(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    stand_in.fail(200, body='{"primaryKey": "se', headers={"Content-Length": "60"})
    with pytest.raises(httpx.RemoteProtocolError, match="without sending complete message body"):
        client.post(sample)


@pytest.mark.deviates("The length that the script asks for is not that of the body.")
@pytest.mark.parametrize("length", ["3", "many"])
def test_another_wrong_length_is_sent_as_it_is(
    client: httpx.Client, stand_in: StandIn, sample: str, length: str
) -> None:
    stand_in.fail(200, body="body", headers={"Content-Length": length})
    assert client.post(sample).headers["content-length"] == length


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"status": "429"}, "status is a whole number, not of type str."),
        ({"status": True}, "status is a whole number, not of type bool."),
        ({"status": 429, "delay": "1"}, "delay is a number of seconds, not of type str."),
        ({"status": 429, "times": 1.5}, "times is a whole number, or None, not of type float."),
        (
            {"status": 429, "headers": "x: y"},
            "headers is a mapping of names to values, not of type str.",
        ),
        (
            {"status": 429, "headers": {"Retry-After": 7}},
            "headers holds names and values of type str, not int.",
        ),
        (
            {"status": 429, "headers": {7: "x"}},
            "headers holds names and values of type str, not int.",
        ),
        ({"exception": OSError}, "exception is a class of httpx's RequestError, not OSError."),
        (
            {"exception": httpx.ConnectError("x")},
            "exception is a class of httpx's RequestError, not of type ConnectError.",
        ),
        (
            {"exception": "ConnectError"},
            "exception is a class of httpx's RequestError, not of type str.",
        ),
    ],
)
def test_fail_refuses_arguments_of_another_type(
    stand_in: StandIn, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(TypeError) as caught:
        stand_in.fail(**arguments)
    assert str(caught.value) == message


def test_an_exception_can_be_scripted(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    stand_in.fail(exception=httpx.ConnectError)
    with pytest.raises(httpx.ConnectError) as caught:
        client.post(sample)
    assert caught.value.request.url.path.endswith("/listKeys")
    assert len(stand_in.requests) == 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({}, "Give a status from 200 to 599, or an exception"),
        ({"status": 100}, "200 to 599"),
        ({"status": 600}, "200 to 599"),
        ({"status": 500, "exception": httpx.ReadError}, "give no status, body or headers"),
        ({"body": None, "exception": httpx.ReadError}, "give no status, body or headers"),
        ({"status": 204, "body": {}}, "status 204 has no body"),
        ({"status": 500, "headers": {"x y": ""}}, "a name that HTTP does not allow: 'x y'"),
        ({"status": 500, "headers": {"x": "ä"}}, "the header 'x' is visible ASCII on one line"),
        ({"status": 500, "headers": {"x": "a\r\nb: c"}}, "the header 'x' is visible ASCII on one"),
        ({"status": 500, "times": 0}, "times is 1 or more"),
        ({"status": 500, "delay": -1.0}, "delay is in seconds"),
        ({"status": 500, "delay": float("inf")}, "delay is in seconds"),
        ({"status": 500, "delay": float("nan")}, "delay is in seconds"),
    ],
)
def test_fail_refuses_values_out_of_range(
    stand_in: StandIn, arguments: dict[str, Any], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        stand_in.fail(**arguments)


def test_a_delay_precedes_the_response(sample: str) -> None:
    waits: list[float] = []
    stand_in = StandIn(sleep=waits.append)
    stand_in.fail(500, delay=1.5, times=2)
    with httpx.Client(transport=stand_in, base_url="https://management.azure.com") as client:
        assert client.post(sample, timeout=1.5).status_code == 500
        assert client.post(sample, timeout=None).status_code == 500
    assert waits == [1.5, 1.5]


def test_a_delay_beyond_the_read_timeout_is_a_timeout(sample: str) -> None:
    waits: list[float] = []
    stand_in = StandIn(sleep=waits.append)
    stand_in.fail(500, delay=60)
    with (
        httpx.Client(transport=stand_in, base_url="https://management.azure.com") as client,
        pytest.raises(httpx.ReadTimeout),
    ):
        client.post(sample, timeout=0.5)
    assert waits == [0.5]


@pytest.mark.deviates("One of the answers breaks off.")
@pytest.mark.parametrize("backend", ["asyncio", "trio"])
def test_asynchronous_requests_are_answered(sample: str, backend: str) -> None:
    stand_in = StandIn()
    stand_in.fail(429, delay=0.001)
    stand_in.fail(200, body=b"cut", headers={"Content-Length": "4"})
    stand_in.fail(exception=httpx.ReadError)

    async def ask() -> list[int | str]:
        outcomes: list[int | str] = []
        async with httpx.AsyncClient(
            transport=stand_in,
            base_url="https://management.azure.com",
            headers={"Authorization": "Bearer x"},
        ) as client:
            for _ in range(4):
                try:
                    outcomes.append((await client.post(sample)).status_code)
                except httpx.RequestError as problem:
                    outcomes.append(type(problem).__name__)
        return outcomes

    assert anyio.run(ask, backend=backend) == [429, "RemoteProtocolError", "ReadError", 200]


def test_an_asynchronous_delay_uses_the_given_sleep(sample: str) -> None:
    waits: list[float] = []

    async def note(seconds: float) -> None:
        waits.append(seconds)

    stand_in = StandIn(async_sleep=note)
    stand_in.fail(500, delay=3)

    async def ask() -> int:
        async with httpx.AsyncClient(
            transport=stand_in, base_url="https://management.azure.com"
        ) as client:
            return (await client.post(sample)).status_code

    assert anyio.run(ask) == 500
    assert waits == [3]


def test_requests_are_recorded(client: httpx.Client, stand_in: StandIn, sample: str) -> None:
    client.post(f"{sample}&empty=&twice=1&twice=%C3%A9", content=b"body")
    client.get("/no%20where")
    first, second = stand_in.requests
    assert (first.method, first.operation_id, first.body) == ("POST", LIST_KEYS, b"body")
    assert first.path == sample.partition("?")[0]
    expected = (("api-version", API_VERSION), ("empty", ""), ("twice", "1"), ("twice", "é"))
    assert first.query == expected
    assert first.headers["authorization"] == "Bearer secret-token"
    assert (second.method, second.path, second.operation_id) == ("GET", "/no%20where", None)


def test_the_oldest_bodies_are_dropped_when_they_need_too_much_memory(
    client: httpx.Client, stand_in: StandIn, sample: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(_stand_in, "_KEPT_BYTES", 10)
    for body in (b"12345", b"", b"1234", b"12", b"1"):
        client.post(sample, content=body)
    kept = [(request.body, request.body_dropped) for request in stand_in.requests]
    assert kept == [(b"", True), (b"", False), (b"1234", False), (b"12", False), (b"1", False)]
    stand_in.reset()
    client.post(sample, content=b"1234567890")
    client.post(sample, content=b"12345678901")
    client.post(sample, content=b"1")
    assert [request.body for request in stand_in.requests] == [b"", b"", b"1"]


def test_all_public_names_have_a_docstring() -> None:
    assert sorted(testing.__all__) == testing.__all__
    for name in set(testing.__all__) - {"Json"}:
        public = getattr(testing, name)
        assert public.__doc__
        for member, value in vars(public).items() if isinstance(public, type) else ():
            assert member.startswith("_") or not callable(value) or value.__doc__, member
