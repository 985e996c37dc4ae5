"""What the comparison of two documents reports of each change in the table."""

from __future__ import annotations

import pytest

from generator.review.change import version_step
from tests.review.table import ROWS, Json, Row, at, compare

each_row = pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title.replace(" ", "-"))


@each_row
def test_a_change_is_reported_with_its_class_step_and_sentence(row: Row) -> None:
    """Each row of the table gives its sentences, no other, the gravest first.

    The way back is a change, too, though it may be of another class. A reviewer can follow every
    pointer: where a keyword is absent, to the place that would hold it.
    """
    old, new = row.documents
    changes = compare(old, new)
    assert [change.sentence for change in changes] == row.sentences
    assert (changes[0].kind if changes else None) == row.kind
    assert version_step(changes) == row.step
    assert bool(compare(new, old)) == bool(row.sentences)
    for change in changes:
        holder = change.pointer.rpartition("/")[0]
        assert any(_stands(document, holder) for document in (old, new)), change.pointer


def _stands(document: Json, pointer: str) -> bool:
    try:
        at(document, pointer)
    except (KeyError, IndexError):
        return False
    return True


def test_the_table_is_long_enough() -> None:
    """The table names at least 45 changes, every title once, and each does one thing or more."""
    titles = [row.title for row in ROWS]
    assert len(titles) == len(set(titles)) >= 45
    assert all(
        row.steps and row.steps.keys() <= {"set", "remove", "swap", "replace"} for row in ROWS
    )
