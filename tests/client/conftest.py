"""What the tests of the client share: one caller for each kind of client."""

from __future__ import annotations

import pytest

from tests.client.caller import KINDS, Caller


@pytest.fixture(params=KINDS)
def caller(request: pytest.FixtureRequest) -> Caller:
    """Makes the calls of a test with each kind of client in turn."""
    return Caller(request.param)
