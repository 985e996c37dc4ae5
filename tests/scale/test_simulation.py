"""The simulation, with a few subscriptions: `nox -s scale` has 200."""

from __future__ import annotations

from xml.etree import ElementTree

from tests.scale.picture import draw
from tests.scale.simulation import simulate


def test_calls_for_many_resources_cause_no_429() -> None:
    """Against a service with the published limits, whose requests take unequal times to arrive."""
    report = simulate("grouped", subscriptions=1, endpoints=200)
    assert (report.refused, report.failed) == (0, 0)
    # 20 calls have to wait for a bucket that 10 calls a second refill.
    assert 2 <= report.seconds < 8
    assert sum(report.accepted.values()) == 200
    picture = ElementTree.fromstring(draw([report]))
    assert "Ids sorted by subscription" in "".join(picture.itertext())
