"""Counts over all tests, for the lines at the end that say what was tried: a plugin of pytest."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

#: How much of what was tried, by words that go before the number's unit: `{"requests": 7}`.
tally: Counter[str] = Counter()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hands over the counts of one of several processes."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["tally"] = dict(tally)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Adds the counts of one of pytest-xdist's processes; one that broke down has none."""
    tally.update(getattr(node, "workeroutput", {}).get("tally", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says what was tried."""
    terminalreporter.write_line(
        f"openapi-core: {tally['requests']} requests and {tally['answers']} answers judged; "
        f"{tally['deviations']} tests deviate on purpose"
    )
    if tally["inputs"]:
        terminalreporter.write_line(
            f"hypothesis: {tally['inputs']} inputs tried on what reads foreign bytes; each finding "
            "is a test that failed"
        )
