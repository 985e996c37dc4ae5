"""Whether a pattern accepts fewer strings than another one."""

from __future__ import annotations

import pytest

from generator.review.pattern import compare_patterns

NAME = r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$"


@pytest.mark.parametrize(
    ("old", "new", "verdict", "back"),
    [
        ("^[a-z0-9]{1,20}$", "^[a-z]{1,20}$", "stricter", "looser"),
        ("^[a-z0-9]{1,20}$", "^[0-9a-z]{1,20}$", "same", "same"),
        ("^[a-z]{1,20}$", "^[a-z]{1,9}$", "stricter", "looser"),
        (NAME, ".*", "looser", "stricter"),
        (NAME, "^.*$", "looser", "stricter"),
        ("^a|b$", ".*", "looser", "stricter"),
        ("", ".*", "same", "same"),
        (r"^\d+$", "^[0-9]+$", "same", "same"),
        ("^[^/]+$", "^[^/?]+$", "stricter", "looser"),
        ("^[^/]+$", "^[a-z]+$", "stricter", "looser"),
        (r"^\w+$", r"^[a-z]+\d?$", "stricter", "looser"),
        ("^a(?:bc)d$", "^abcd$", "same", "same"),
        # Both accept strings that the other one refuses, or it takes more to tell.
        ("^[a-c]$", "^[b-d]$", "not decided", "not decided"),
        (NAME, "^(a|b)$", "not decided", "not decided"),
        ("^(ab)+$", "^abab$", "not decided", "not decided"),
        ("a", "^a$", "not decided", "not decided"),
        ("^a(?=b)", "^a(?=b)", "same", "same"),
    ],
)
def test_patterns_of_character_classes_are_compared(
    old: str, new: str, verdict: str, back: str
) -> None:
    """Sequences of character classes are decided in both directions, others are not."""
    assert compare_patterns(old, new) == verdict
    assert compare_patterns(new, old) == back
