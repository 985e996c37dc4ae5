"""What a notebook shows: tables for results and errors, and a line for a group of operations."""

from __future__ import annotations

from typing import Any
from xml.etree import ElementTree

import httpx
import pytest
from azureml_serverless_endpoints import (
    APIConnectionError,
    AsyncClient,
    Client,
    EndpointAuthKeys,
    ErrorAdditionalInfo,
    ErrorDetail,
    ErrorResponse,
    InvalidParameterError,
    NotFoundError,
    SecretStr,
)
from azureml_serverless_endpoints.testing import StandIn

from tests.client.calls import SUBSCRIPTION

SAMPLE = ("test-rg", "my-aml-workspace", "string")
MASK = "**********"


def rows(shown: Any) -> dict[str, Any]:
    """Return the rows of the table of an object by their names; an inner table is a dict, too."""
    table = ElementTree.fromstring(shown._repr_html_())
    assert shown.__class__.__name__ == table[0][0].text
    return _rows(table)


def _rows(table: ElementTree.Element) -> dict[str, Any]:
    # Otherwise a notebook would typeset what stands between two dollars.
    assert table.get("class") == "tex2jax_ignore mathjax_ignore"
    return {str(row[0].text): _rows(row[1][0]) if len(row[1]) else row[1].text for row in table[1:]}


def call(**options: Any) -> Any:
    """Return the detailed result of a call to a stand-in, or the error."""
    stand_in = StandIn()
    body = {"primaryKey": "hunter2", "newKey": "hunter3"}
    stand_in.add("ServerlessEndpoints_ListKeys", {"name": "known"}, body)
    http_client = httpx.Client(transport=stand_in)
    with Client("t", subscription_id=SUBSCRIPTION, http_client=http_client) as client:
        arguments = {"workspace_name": "my-aml-workspace", "name": "known", **options}
        return client.serverless_endpoints.list_keys_detailed("test-rg", **arguments)


def test_the_table_of_a_result_has_its_fields_and_masks_secrets() -> None:
    keys = EndpointAuthKeys(
        primary_key=SecretStr("hunter2"), additional_properties={"newKey": "hunter3"}
    )
    assert rows(keys) == {"primary_key": MASK, "secondary_key": "None"}


def test_the_table_of_a_response_shows_the_result_inside_and_no_headers() -> None:
    response = call()
    found = rows(response)
    assert found.pop("parsed") == {"primary_key": MASK, "secondary_key": "None"}
    assert found.pop("status_code") == "200"
    assert found.pop("request_id") == response.request_id
    assert "headers" not in found


def test_the_table_of_an_error_has_the_message_and_what_it_does_not_tell() -> None:
    with pytest.raises(NotFoundError) as caught:
        call(name="unknown")
    found = rows(caught.value)
    assert found["message"] == str(caught.value)
    assert found["status_code"] == "404"
    assert found["correlation_request_id"] == caught.value.correlation_request_id
    assert found.keys().isdisjoint({"advice", "code", "error", "failure_cause", "retry_after"})


def test_the_table_of_a_refused_argument_has_the_constraint_and_not_the_value() -> None:
    with pytest.raises(InvalidParameterError) as caught:
        call(workspace_name="hunter2!")
    assert rows(caught.value) == {"message": str(caught.value), "attempts": "0"}
    assert "hunter2" not in caught.value._repr_html_()


@pytest.mark.parametrize(
    "make",
    [
        lambda text: ErrorDetail(message=text),
        lambda text: ErrorDetail(details=[ErrorDetail(message=text)]),
        lambda text: ErrorResponse(error=ErrorDetail(message=text)),
        lambda text: ErrorAdditionalInfo(info={text: text}),
        APIConnectionError,
    ],
)
def test_no_text_of_a_service_becomes_markup(make: Any) -> None:
    """The tags, entities and invisible characters of a text are text, on one line, and cut."""
    text = "<script>alert('1')</script> &lt; \u202e\x00 </table> " + "x" * 5000
    html = make(text)._repr_html_()
    assert "<script" not in html
    assert not {"\u202e", "\x00"} & set(html)
    assert len(html) < 3000
    # The text adds no element: the table is still well-formed, with the same elements.
    assert [one.tag for one in ElementTree.fromstring(html).iter()] == [
        one.tag for one in ElementTree.fromstring(make("x")._repr_html_()).iter()
    ]


def test_an_inner_table_has_no_further_one() -> None:
    """A result may be deep, and a table stays small."""
    deep = ErrorResponse(error=ErrorDetail(details=[ErrorDetail(code="inner")]))
    inner = rows(deep)["error"]
    assert inner["details"].startswith("[ErrorDetail(code='inner', ")


def test_the_table_of_one_of_many_outcomes_has_the_result_or_the_error() -> None:
    service = StandIn()
    path = service.client().serverless_endpoints.list_keys_detailed(*SAMPLE).resource_id
    ids = [str(path), f"{path}s"]
    with service.client() as client:
        found = {
            one.resource_id: rows(one) for one in client.serverless_endpoints.list_keys_many(ids)
        }
    masked = {"primary_key": MASK, "secondary_key": MASK}
    assert found[ids[0]] == {"resource_id": ids[0], "error": "None", "result": masked}
    assert found[ids[1]]["error"].startswith("NotFoundError(")


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_the_repr_of_a_group_names_its_client_and_its_operations(kind: Any) -> None:
    group = kind("token").serverless_endpoints
    client = f"<{kind.__name__} https://management.azure.com>"
    assert repr(group) == f"<{type(group).__name__} of {client}: list_keys>"
