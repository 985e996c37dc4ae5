"""Run the comparisons, print a table, and exit with 1 if a target is missed.

Words on the command line select the comparisons whose subject or peer contains one of them. httpx2
is included if it is installed.
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from . import cold, growth, warm
from .comparison import Figure, compare, table
from .fairness import check_fairness
from .server import serve


def main(words: list[str]) -> int:
    """Run the selected comparisons, by default all, and return the exit status."""
    check_fairness()
    figures: list[Figure] = []
    with (
        serve() as addresses,
        tempfile.TemporaryDirectory() as folder,
        warm.comparisons(addresses.http) as comparisons,
    ):
        comparisons += cold.comparisons(addresses.https, addresses.certificates)
        for comparison in comparisons + growth.comparisons(Path(folder)):
            name = f"{comparison.subject} (beside {comparison.peer})"
            if not words or any(word in name for word in words):
                print(f"{name} …", file=sys.stderr)
                figures += compare(comparison)
    print(table(figures))
    return 0 if figures and all(figure.is_kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
