"""Runs the simulations and draws their picture, and measures memory against the stand-in."""

from __future__ import annotations

import sys
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Final

from tests.scale import memory, simulation
from tests.scale.picture import draw

PICTURE: Final = Path(__file__).parents[2] / "docs" / "_static" / "scale.svg"
#: Bytes that 9,000 more calls may take: caches fill up, but nothing grows with each call.
_GROWTH: Final = 256 * 1024


def main() -> int:
    """Return 1 if a simulated call was refused, or memory grows with the number of calls."""
    before, after = memory.growth()
    print(f"memory: {before:,} bytes after {memory.CALLS // 10:,} calls, {after:,} after all")
    with ProcessPoolExecutor() as processes:
        reports = list(processes.map(simulation.simulate, simulation.ORDERS))
    for report in reports:
        print(
            f"{report.order}: {report.seconds:.0f} s, {report.refused} × 429, "
            f"{report.failed} failed, up to {report.ahead} ids in work; the first subscription is "
            f"done after {min(report.ended.values()):.0f} s, the last after "
            f"{max(report.ended.values()):.0f} s"
        )
    PICTURE.write_text(draw(reports), "utf-8")
    print(f"{PICTURE} is drawn")
    has_failed = any(report.refused or report.failed for report in reports)
    return int(has_failed or after - before > _GROWTH)


if __name__ == "__main__":
    sys.exit(main())
