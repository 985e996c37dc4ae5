"""Draws the simulations for the documentation."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from tests.scale.simulation import Report

_WIDTH: Final = 720
_HEIGHT: Final = 190
_LEFT: Final = 56
_RIGHT: Final = 60
_TOP: Final = 34
_BOTTOM: Final = 34
#: Seconds that one point of a line stands for.
_STEP: Final = 10

_TITLES: Final = {"grouped": "Ids sorted by subscription", "mixed": "Ids in no order"}
_STYLE: Final = (
    "text{font:12px sans-serif;fill:#333}.title{font-weight:bold}.axis{stroke:#999}"
    ".calls{fill:none;stroke:#0067b8;stroke-width:1.5}"
    ".ended{fill:none;stroke:#b85c00;stroke-width:1.5;stroke-dasharray:5 3}"
    ".calls-text{fill:#0067b8}.ended-text{fill:#b85c00}"
)


def draw(reports: Sequence[Report]) -> str:
    """Return an SVG with a panel for each report: calls a second, and subscriptions that ended."""
    longest = max(report.seconds for report in reports)
    busiest = max(max(_calls(report)) for report in reports)
    height = _HEIGHT * len(reports)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" role="img" '
        f'aria-label="Calls a second, and subscriptions that are done, over time">',
        f"<style>{_STYLE}</style>",
        f'<rect width="{_WIDTH}" height="{height}" fill="#fff"/>',
    ]
    for number, report in enumerate(reports):
        parts += _panel(report, number * _HEIGHT, longest, busiest)
    return "\n".join([*parts, "</svg>", ""])


def _panel(report: Report, top: int, longest: float, busiest: float) -> list[str]:
    low, high = top + _HEIGHT - _BOTTOM, top + _TOP
    right = _WIDTH - _RIGHT

    def x(seconds: float) -> float:
        return _LEFT + (right - _LEFT) * seconds / longest

    def y(share: float) -> float:
        return low - (low - high) * share

    calls = ((x(n * _STEP), y(rate / busiest)) for n, rate in enumerate(_calls(report)))
    times = sorted(report.ended.values())
    ended = [(x(0), y(0)), *((x(t), y(n / len(times))) for n, t in enumerate(times, 1))]
    return [
        f'<text class="title" x="{_LEFT}" y="{top + 18}">{_TITLES[report.order]}: '
        f"{_clock(report.seconds)} min, {report.refused} × 429</text>",
        f'<path class="axis" d="M{_LEFT} {high}V{low}H{right}V{high}" fill="none"/>',
        f'<text class="calls-text" x="{_LEFT - 6}" y="{high + 4}" text-anchor="end">'
        f"{round(busiest)}/s</text>",
        f'<text class="ended-text" x="{right + 6}" y="{high + 4}">{len(times)} done</text>',
        *(
            f'<text x="{x(60.0 * minute):.0f}" y="{low + 16}" text-anchor="middle">{minute}</text>'
            for minute in range(0, int(longest // 60) + 1, 5 if longest > 900 else 1)
        ),
        f'<text x="{right}" y="{low + 30}" text-anchor="end">minutes</text>',
        f'<path class="calls" d="{_line(calls)}"/>',
        f'<path class="ended" d="{_line(ended)}"/>',
    ]


def _calls(report: Report) -> list[float]:
    """Return the calls a second that the service accepted, for each step of the time."""
    last = int(report.seconds) // _STEP
    sums = [0] * (last + 1)
    for second, number in report.accepted.items():
        sums[min(second // _STEP, last)] += number
    return [total / _STEP for total in sums]


def _line(points: Iterable[tuple[float, float]]) -> str:
    return "M" + "L".join(f"{x:.0f} {y:.0f}" for x, y in points)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes}:{rest:02}"
