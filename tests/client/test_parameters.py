"""Arguments that break constraints: each rule is named, and nothing is sent."""

from __future__ import annotations

from typing import Any

import pytest
from azureml_serverless_endpoints import APIError, InvalidParameterError, Violation
from pytest_httpx import HTTPXMock

from tests.client.calls import NAMES, RESOURCE, FreshClient
from tests.constraints import ALLOWED, ARGUMENTS, BROKEN, broken_rules, with_name

DOTS = "must not make the path segment `.` or `..`"
CONTROL = "must not contain control characters"
EMPTY = "must have at least 1 character"
UNICODE = "must be valid Unicode"


def refused(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, *names: Any, **options: Any
) -> list[Violation]:
    """Make a call that is refused before anything is sent, and return its violations."""
    with pytest.raises(InvalidParameterError) as caught:
        fresh_client.list_keys(*names, **options)
    assert httpx_mock.get_requests() == []
    error = caught.value
    assert isinstance(error, APIError)
    assert isinstance(error, ValueError)
    assert (error.attempts, error.client_request_id) == (0, None)
    assert str(error).startswith("ServerlessEndpoints_ListKeys: ")
    assert str(error).isprintable()
    return list(error.violations)


@pytest.mark.parametrize(("name", "text"), BROKEN)
def test_a_name_that_breaks_a_constraint_of_the_document(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, name: str, text: str
) -> None:
    violations = refused(fresh_client, httpx_mock, *with_name(NAMES, name, text))
    assert violations == [(ARGUMENTS[name], rule) for rule in broken_rules(name, text)]


@pytest.mark.parametrize("text", ["My Subscription", RESOURCE])
def test_a_subscription_that_is_a_name_or_a_path_is_refused(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, text: str
) -> None:
    """The document marks it as an id."""
    (violation,) = refused(fresh_client, httpx_mock, *NAMES, subscription_id=text)
    assert violation.parameter == "subscription_id"
    assert violation.rule.startswith("must be an id")


@pytest.mark.parametrize(("name", "text"), ALLOWED)
def test_a_name_within_the_constraints_is_sent(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, name: str, text: str
) -> None:
    httpx_mock.add_response(json={})
    fresh_client.list_keys(*with_name(NAMES, name, text))
    assert len(httpx_mock.get_requests()) == 1


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        (None, "is missing: pass it to the call"),
        (5, "must be a string, not of type int"),
        (b"test-rg", "must be a string, not of type bytes"),
        (["test-rg"], "must be a string, not of type list"),
        (True, "must be a string, not of type bool"),
    ],
)
def test_a_name_of_a_wrong_type(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, value: Any, rule: str
) -> None:
    violations = refused(fresh_client, httpx_mock, value, *NAMES[1:])
    assert violations == [("resource_group_name", rule)]


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("", EMPTY),
        (".", DOTS),
        ("..", DOTS),
        ("..\\b", DOTS),
        ("b\\..", DOTS),
        ("\t", CONTROL),
        ("a\nb", CONTROL),
        ("a\x00", CONTROL),
        ("a\x7f", CONTROL),
        ("a\x85", CONTROL),
        ("a\ud800", UNICODE),
        (7, "must be a string, not of type int"),
    ],
)
def test_a_subscription_that_breaks_a_rule_of_every_path(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, value: Any, rule: str
) -> None:
    """No api-version has a pattern for the subscription, so these rules alone refuse the value."""
    violations = refused(fresh_client, httpx_mock, subscription_id=value)
    assert violations == [Violation("subscription_id", rule)]
    assert refused(fresh_client, httpx_mock, client={"subscription_id": value}) == violations


@pytest.mark.parametrize(
    ("value", "rule"),
    [
        ("", EMPTY),
        (None, "is missing: pass it to the client"),
        (20250901, "must be a string, not of type int"),
        ("2024-09-01\n", CONTROL),
    ],
)
def test_an_api_version_that_breaks_a_rule(
    fresh_client: FreshClient, httpx_mock: HTTPXMock, value: Any, rule: str
) -> None:
    violations = refused(fresh_client, httpx_mock, client={"api_version": value})
    assert violations == [("api_version", rule)]


def test_every_violation_is_in_one_error(fresh_client: FreshClient, httpx_mock: HTTPXMock) -> None:
    violations = refused(
        fresh_client,
        httpx_mock,
        "..",
        5,
        None,
        subscription_id="\n",
        client={"api_version": ""},
    )
    assert sorted(violations) == [
        ("api_version", EMPTY),
        ("name", "is missing: pass it to the call"),
        ("resource_group_name", DOTS),
        ("subscription_id", CONTROL),
        ("workspace_name", "must be a string, not of type int"),
    ]


def test_no_value_is_in_the_error(fresh_client: FreshClient, httpx_mock: HTTPXMock) -> None:
    with pytest.raises(InvalidParameterError) as caught:
        fresh_client.list_keys("marker\n", "marker\t", "marker\r", subscription_id="marker\x00")
    assert len(caught.value.violations) == 4
    assert "marker" not in repr(caught.value) + str(caught.value)


class TestWhereTheSubscriptionComesFrom:
    """The subscription of the call, of the client, or of the environment during the call."""

    @pytest.mark.parametrize(
        ("call", "client", "environment", "used"),
        [
            ("of-call", "of-client", "of-environment", "of-call"),
            (None, "of-client", "of-environment", "of-client"),
            (None, None, "of-environment", "of-environment"),
            ("of-call", None, None, "of-call"),
        ],
    )
    def test_the_call_takes_precedence_over_the_client_and_the_environment(
        self,
        fresh_client: FreshClient,
        httpx_mock: HTTPXMock,
        monkeypatch: pytest.MonkeyPatch,
        call: str | None,
        client: str | None,
        environment: str | None,
        used: str,
    ) -> None:
        if environment is not None:
            monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", environment)
        httpx_mock.add_response(json={})
        fresh_client.list_keys(subscription_id=call, client={"subscription_id": client})
        (request,) = httpx_mock.get_requests()
        assert request.url.path.split("/")[2] == used

    @pytest.mark.parametrize("environment", [None, ""])
    def test_a_missing_subscription_says_where_to_set_it(
        self,
        fresh_client: FreshClient,
        httpx_mock: HTTPXMock,
        monkeypatch: pytest.MonkeyPatch,
        environment: str | None,
    ) -> None:
        if environment is not None:
            monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", environment)
        violations = refused(fresh_client, httpx_mock, client={"subscription_id": None})
        rule = "is missing: pass it to the call or to the client, or set AZURE_SUBSCRIPTION_ID"
        assert violations == [("subscription_id", rule)]

    def test_the_environment_is_read_at_each_call(
        self, httpx_mock: HTTPXMock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from azureml_serverless_endpoints import Client

        httpx_mock.add_response(json={}, is_reusable=True)
        with Client("token") as client:
            for value in ("set-later", "set-again"):
                monkeypatch.setenv("AZURE_SUBSCRIPTION_ID", value)
                client.serverless_endpoints.list_keys(*NAMES)
        used = [request.url.path.split("/")[2] for request in httpx_mock.get_requests()]
        assert used == ["set-later", "set-again"]


def test_a_url_that_is_too_long_for_httpx_is_an_invalid_argument(
    fresh_client: FreshClient, httpx_mock: HTTPXMock
) -> None:
    """The document sets no maximum length for a subscription."""
    violations = refused(fresh_client, httpx_mock, subscription_id="x" * 70_000)
    assert violations == [Violation("the URL", "is too long: pass shorter arguments")]
