"""The outcome of a call for each reply of the server, with each kind of client."""

from __future__ import annotations

import re
from typing import Any

import pytest

from tests.network.clients import CLIENT_KINDS, HAS_HTTPX_AIOHTTP, JumpClock, open_client
from tests.network.response_cases import RESPONSE_CASES, ResponseCase
from tests.network.socket_server import SocketServer


@pytest.fixture(params=[*CLIENT_KINDS, *(["httpx-aiohttp"] if HAS_HTTPX_AIOHTTP else [])])
def options(request: pytest.FixtureRequest) -> dict[str, Any]:
    """Return the arguments of `open_client` for each kind of client, httpx-aiohttp included."""
    if request.param == "httpx-aiohttp":
        return {"client_kind": "aiohttp", "http": lambda kind: kind()}
    return {"client_kind": request.param}


@pytest.mark.parametrize("case", RESPONSE_CASES, ids=[case.sentence for case in RESPONSE_CASES])
def test_a_call_returns_keys_or_raises_the_right_error(
    case: ResponseCase,
    options: dict[str, Any],
    server: SocketServer,
    recwarn: pytest.WarningsRecorder,
) -> None:
    clock = JumpClock()
    server.replies.extend(case.replies)
    with open_client(url=server.url, clock=clock, **options, **case.options) as caller:
        outcome = caller.outcome()
        assert len(server.requests) == case.sent
        if case.waits is not None:
            assert clock.waits == pytest.approx(case.waits)
        if case.error is None:
            assert not isinstance(outcome, Exception), repr(outcome)
            assert outcome.attempts == case.sent
        else:
            assert type(outcome) is case.error, repr(outcome)
            assert re.search(case.message, str(outcome)), str(outcome)
            assert "\n" not in str(outcome)
            assert {name: getattr(outcome, name) for name in case.attributes} == case.attributes
        # After each outcome, the next call on the same client works.
        server.replies.clear()
        caller.list_keys()
    assert not [str(warning.message) for warning in recwarn.list]
