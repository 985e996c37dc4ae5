"""Patterns: those of the document mean in Python what they mean in ECMA 262."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from generator.document.pattern import python_pattern

#: What JavaScript's own engine finds: for each pattern a 1 for each text that it finds itself in.
ECMA_262 = json.loads((Path(__file__).parents[1] / "documents" / "ecma262.json").read_text())


@pytest.mark.parametrize("pattern", ECMA_262["found"])
def test_a_pattern_finds_the_same_as_in_ecma_262(pattern: str) -> None:
    """On texts that tell dialects apart."""
    ours = re.compile(python_pattern(pattern), re.ASCII)
    for text, found in zip(ECMA_262["texts"], ECMA_262["found"][pattern], strict=True):
        assert (ours.search(text) is not None) is (found == "1"), repr(text)


@pytest.mark.parametrize(
    ("pattern", "words"),
    [
        ("(", "unterminated subpattern"),
        ("*", "nothing to repeat"),
        ("a**", "multiple repeat"),
        ("a{3,1}", "min repeat greater than max repeat"),
        ("[a--b]", "set difference"),
        ("[[a]", "a [ inside"),
        ("[a[]", "a [ inside"),
        ("[]", "an empty []"),
        ("[^]", "an empty []"),
        ("(?i)a", "the group (?i"),
        ("(?<n>a)", "the group (?<"),
        ("(?P<n>a)", "the group (?P"),
        ("(?>a)", "the group (?>"),
        ("a{,3}", "the {,"),
        ("a++", "the + after"),
        ("a?+", "the + after"),
        ("a{2}+", "the + after"),
        (r"\A", r"the escape \A"),
        (r"\Z", r"the escape \Z"),
        (r"\1", r"the escape \1"),
        (r"\0", r"the escape \0"),
        (r"\cA", r"the escape \c"),
        (r"\p{L}", r"the escape \p"),
        (r"[\S]", r"the escape \S"),
        (r"[\B]", r"the escape \B"),
        (r"\u12", r"the escape \u"),
        (r"\xg0", r"the escape \x"),
        ("a\\", "the escape \\"),
        (3, "is no string"),
    ],
)
def test_a_pattern_that_python_reads_otherwise_is_refused(pattern: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        python_pattern(pattern)


def test_an_end_lets_no_line_end_through() -> None:
    assert re.search("^a$", "a\n") is not None
    assert re.search(python_pattern("^a$"), "a\n") is None
