"""The fixture of the tests of the client: each kind of client in turn."""

from __future__ import annotations

import pytest

from tests.client.calls import KINDS, FreshClient


@pytest.fixture(params=KINDS)
def fresh_client(request: pytest.FixtureRequest) -> FreshClient:
    """Return a client of each kind in turn."""
    return FreshClient(request.param)
