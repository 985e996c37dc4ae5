"""Nothing of a document changes unseen, and what is reported does not depend on chance."""

from __future__ import annotations

import contextlib
import copy
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from generator.errors import GeneratorError
from tests.review.table import DOCUMENTS, ORDER, ROOT, ROWS, compare, edit, put, side


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value that holds no other, with its pointer."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    else:
        yield pointer, value
    for key, item in inside:
        yield from leaves(item, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


def other(value: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}x"


# A `$ref` that is changed leads nowhere, which is an error of its own.
LEAVES = [
    (name, pointer, value)
    for name, document in DOCUMENTS.items()
    for pointer, value in leaves(document)
    if not pointer.endswith("/$ref")
]


@pytest.mark.parametrize(("name", "pointer", "value"), LEAVES)
def test_no_value_changes_unseen(name: str, pointer: str, value: Any) -> None:
    """Each changed value of a document is refused, or reported in both directions."""
    changed = copy.deepcopy(DOCUMENTS[name])
    put(changed, {pointer: other(value)})
    try:
        side(changed)
    except GeneratorError:
        return
    assert compare(DOCUMENTS[name], changed)
    assert compare(changed, DOCUMENTS[name])


def test_the_order_does_not_depend_on_the_seed_of_hashes() -> None:
    """Two processes with other hash seeds write the same report."""
    script = (
        "import json, sys; from generator.review.report import as_json;"
        "from tests.review.table import compare;"
        "print(as_json(compare(*json.load(sys.stdin)), version='1.0.0'))"
    )
    old, new = DOCUMENTS["shop"], copy.deepcopy(DOCUMENTS["shop"])
    for row in ROWS:
        if row.on == "shop" and row.title.startswith(("a field", "an enum", "a constraint")):
            with contextlib.suppress(KeyError, IndexError):
                edit(new, row.steps)
    reports = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=json.dumps([old, new]),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "7")
    }
    assert len(reports) == 1


@pytest.mark.parametrize("place", ["/paths/x-note", f"{ORDER}/get/responses/x-note"])
def test_an_extension_among_paths_or_responses_is_compared(place: str) -> None:
    """It is neither a path nor a response, but a reviewer sees that it comes."""
    changed = copy.deepcopy(DOCUMENTS["shop"])
    put(changed, {place: {"get": 5}})
    assert [change.pointer for change in compare(DOCUMENTS["shop"], changed)] == [place]
