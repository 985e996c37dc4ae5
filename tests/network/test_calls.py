"""What becomes of a call when the network, a proxy or the service fails, in each kind of client."""

from __future__ import annotations

import re

import pytest

from tests.network.cases import CASES, Case
from tests.network.socket_server import SocketServer
from tests.network.ways import JumpClock, open_client


@pytest.mark.parametrize("case", CASES, ids=[case.sentence for case in CASES])
def test_a_call_ends_in_keys_or_the_right_error(
    case: Case, way: str, server: SocketServer, recwarn: pytest.WarningsRecorder
) -> None:
    clock = JumpClock()
    server.replies.extend(case.replies)
    with open_client(way, server.url, clock=clock, **case.options) as caller:
        outcome = caller.outcome()
        assert len(server.requests) == case.sent
        if case.waits is not None:
            assert clock.waits == pytest.approx(case.waits)
        if case.error is None:
            assert not isinstance(outcome, Exception), repr(outcome)
            assert outcome.attempts == case.sent
        else:
            assert type(outcome) is case.error, repr(outcome)
            assert re.search(case.says, str(outcome)), str(outcome)
            assert "\n" not in str(outcome)
            assert {name: getattr(outcome, name) for name in case.holds} == case.holds
        # Whatever came, the next call on the same client works.
        server.replies.clear()
        caller.detailed()
    assert not [str(warning.message) for warning in recwarn.list]
