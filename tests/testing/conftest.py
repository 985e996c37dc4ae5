"""What the tests of the stand-in share: a stand-in of the document, and its published sample."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import httpx
import pytest
from azureml_serverless_endpoints import API_VERSION
from azureml_serverless_endpoints.testing import StandIn

ErrorOf = Callable[[httpx.Response], tuple[int, str, str | None]]


@pytest.fixture
def sample() -> str:
    """Path and query of the published sample."""
    return (
        "/subscriptions/00000000-1111-2222-3333-444444444444/resourceGroups/test-rg"
        "/providers/Microsoft.MachineLearningServices/workspaces/my-aml-workspace"
        f"/serverlessEndpoints/string/listKeys?api-version={API_VERSION}"
    )


@pytest.fixture
def stand_in() -> StandIn:
    """Make a stand-in with ids that count up."""
    numbers = iter(range(1_000_000))
    return StandIn(new_id=lambda: f"id-{next(numbers)}")


@pytest.fixture
def client(stand_in: StandIn) -> Iterator[httpx.Client]:
    """Open a client that sends a token to the stand-in."""
    with httpx.Client(
        transport=stand_in,
        base_url="https://management.azure.com",
        headers={"Authorization": "Bearer secret-token"},
    ) as opened:
        yield opened


@pytest.fixture
def error_of() -> ErrorOf:
    """Read status, code and target of an error."""

    def read(response: httpx.Response) -> tuple[int, str, str | None]:
        assert response.headers["content-type"] == "application/json; charset=utf-8"
        error = response.json()["error"]
        assert error["message"].endswith(".")
        return response.status_code, error["code"], error.get("target")

    return read
