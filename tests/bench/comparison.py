"""Two ways to do one thing, timed in turn, and whether ours keeps its target.

A figure of one run says little on a machine that others use too. So both sides run in turn, each
pair of runs makes one ratio, and the median of the ratios counts. Pairs are added until the
confidence interval of the median lies on one side of the limit, or there are enough of them.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

#: What one run took, in seconds, by the name of what was measured.
Run: TypeAlias = Callable[[], Mapping[str, float]]

#: Share by which a median may lie above its target: what equal sides differ by on a busy machine.
NOISE = 0.02
#: How often more pairs are run for a comparison that is not clear.
MOST_LOOKS = 5


class Comparison(NamedTuple):
    """What is compared.

    Attributes:
        subject: What both sides do.
        ours: The package.
        theirs: The same by hand.
        targets: The greatest permitted ratio of ours to theirs for each thing that is measured.
        pairs: Pairs of runs between two looks at the figures; many short ones tell more than a few
            long ones.
        peer: What the other side uses.
    """

    subject: str
    ours: Run
    theirs: Run
    targets: Mapping[str, float]
    pairs: int = 12
    peer: str = "itself"


class Figure(NamedTuple):
    """What came of one thing that was measured: medians, in seconds."""

    subject: str
    peer: str
    quantity: str
    ours: float
    theirs: float
    ratio: float
    low: float
    high: float
    target: float
    pairs: int

    @property
    def is_kept(self) -> bool:
        """Whether the target is kept, noise allowed for."""
        return self.ratio <= self.limit

    @property
    def is_clear(self) -> bool:
        """Whether more pairs would hardly change the verdict."""
        return self.high <= self.limit or self.low > self.limit

    @property
    def limit(self) -> float:
        """The target and the noise."""
        return self.target * (1 + NOISE)


def compare(comparison: Comparison) -> list[Figure]:
    """Runs both sides until the verdict is clear; one figure for each target."""
    # The first runs open connections and write bytecode, so they do not count.
    comparison.ours()
    comparison.theirs()
    ours: list[Mapping[str, float]] = []
    theirs: list[Mapping[str, float]] = []
    while True:
        # Neither side is always the first, which pays for what the other left behind.
        if len(ours) % 2:
            ours.append(comparison.ours())
            theirs.append(comparison.theirs())
        else:
            theirs.append(comparison.theirs())
            ours.append(comparison.ours())
        looks, rest = divmod(len(ours), comparison.pairs)
        if rest == 0:
            figures = _figures(comparison, ours, theirs)
            if looks == MOST_LOOKS or all(figure.is_clear for figure in figures):
                return figures


def _figures(
    comparison: Comparison,
    ours: Sequence[Mapping[str, float]],
    theirs: Sequence[Mapping[str, float]],
) -> list[Figure]:
    figures: list[Figure] = []
    for quantity, target in comparison.targets.items():
        mine, other = ([run[quantity] for run in runs] for runs in (ours, theirs))
        ratios = sorted(a / b for a, b in zip(mine, other, strict=True))
        # The order statistics that enclose the median with 95 % confidence: no law is assumed.
        margin = math.ceil(0.98 * math.sqrt(len(ratios)))
        middle = len(ratios) // 2
        figures.append(
            Figure(
                comparison.subject,
                comparison.peer,
                quantity,
                statistics.median(mine),
                statistics.median(other),
                statistics.median(ratios),
                ratios[middle - margin],
                ratios[middle + margin],
                target,
                len(ratios),
            )
        )
    return figures


def table(figures: Sequence[Figure]) -> str:
    """The figures as Markdown."""
    lines = [
        "| what | beside | measured | ours | theirs | times as fast | 95 % interval | at least "
        "| pairs | |",
        "|---|---|---|--:|--:|--:|--:|--:|--:|---|",
    ]
    lines += [
        f"| {figure.subject} | {figure.peer} | {figure.quantity} | {_time(figure.ours)} "
        f"| {_time(figure.theirs)} | {1 / figure.ratio:.2f} "
        f"| {1 / figure.high:.2f} to {1 / figure.low:.2f} | {1 / figure.target:.2f} "
        f"| {figure.pairs} | {'ok' if figure.is_kept else '**missed**'} |"
        for figure in figures
    ]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    return f"{seconds * 1e6:.0f} µs" if seconds < 0.001 else f"{seconds * 1e3:.1f} ms"
