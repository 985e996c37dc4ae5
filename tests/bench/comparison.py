"""Measurement of two implementations of one task, and whether ours meets its target.

One run says little on a machine that others also use. Therefore both sides run in turn, each pair
of runs gives one ratio, and the median of the ratios counts. Pairs are added until the confidence
interval of the median lies on one side of the limit, or a maximum is reached.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple, TypeAlias

#: One run. It returns seconds by the name of the quantity.
Run: TypeAlias = Callable[[], Mapping[str, float]]

#: The share by which a median may exceed its target. Equal sides differ by that on a busy machine.
NOISE = 0.02
#: The maximum number of batches of pairs for a comparison whose result is not clear.
MOST_LOOKS = 5


class Comparison(NamedTuple):
    """A comparison.

    Attributes:
        subject: The task of both sides.
        ours: The side of the package.
        theirs: The other side.
        targets: The maximum ratio of ours to theirs for each quantity.
        pairs: The number of pairs in a batch. Many short runs are more precise than few long ones.
        peer: The name of the other side.
    """

    subject: str
    ours: Run
    theirs: Run
    targets: Mapping[str, float]
    pairs: int = 12
    peer: str = "itself"


class Figure(NamedTuple):
    """The result for one quantity. Times are medians in seconds."""

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
        """Return whether the ratio is within the target and the noise."""
        return self.ratio <= self.limit

    @property
    def is_clear(self) -> bool:
        """Return whether more pairs are unlikely to change the result."""
        return self.high <= self.limit or self.low > self.limit

    @property
    def limit(self) -> float:
        """Return the target with the noise."""
        return self.target * (1 + NOISE)


def compare(comparison: Comparison) -> list[Figure]:
    """Run both sides until the result is clear, and return a figure for each target."""
    # The first runs do not count, because they open connections and write bytecode.
    comparison.ours()
    comparison.theirs()
    ours: list[Mapping[str, float]] = []
    theirs: list[Mapping[str, float]] = []
    while True:
        # The sides alternate, because the first one may pay for work that the other left.
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
        # Order statistics give a 95 % confidence interval of the median for any distribution.
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
    """Return the figures as a table in Markdown."""
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
