# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""A pytest plugin: the fixture `stand_in`, a stand-in for the service.

pytest imports this module when it starts, in every project of the environment. Therefore the module
is outside of the package, whose import takes longer, and the fixture imports the package.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from azureml_serverless_endpoints.testing import StandIn


@pytest.fixture
def stand_in() -> StandIn:
    """Return a stand-in for the service, new for each test.

    `stand_in.client()` returns a client that it answers. `stand_in.fail(503)` lets the next request
    fail. `azureml_serverless_endpoints.testing.StandIn` describes both.
    """
    from azureml_serverless_endpoints.testing import StandIn

    return StandIn()
