"""Counts over all tests, printed at the end: a plugin of pytest."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

#: The counts by name, such as `{"requests": 7}`.
counts: Counter[str] = Counter()


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Pass the counts of a worker of pytest-xdist to the main process."""
    if (output := getattr(session.config, "workeroutput", None)) is not None:
        output["counts"] = dict(counts)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any, error: object) -> None:
    """Add the counts of a worker of pytest-xdist. A worker that crashed has none."""
    counts.update(getattr(node, "workeroutput", {}).get("counts", {}))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the counts."""
    terminalreporter.write_line(
        f"openapi-core: {counts['requests']} requests and {counts['responses']} responses checked; "
        f"{counts['deviations']} tests deviate on purpose"
    )
    if counts["inputs"]:
        terminalreporter.write_line(
            f"hypothesis: {counts['inputs']} inputs tried on the code that reads untrusted bytes"
        )
