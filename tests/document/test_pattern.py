"""A pattern finds in Python what it finds in ECMA 262, or is refused."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from azureml_serverless_endpoints._pattern import check_pattern, compiled

#: What a JavaScript engine finds: for each pattern, one digit for each text, 1 if it was found.
ECMA_262 = json.loads((Path(__file__).parents[1] / "documents" / "ecma262.json").read_text())


@pytest.mark.parametrize("pattern", ECMA_262["found"])
def test_a_pattern_finds_what_javascript_finds(pattern: str) -> None:
    check_pattern(pattern)
    for text, found in zip(ECMA_262["texts"], ECMA_262["found"][pattern], strict=True):
        assert (compiled(pattern).search(text) is not None) is (found == "1"), repr(text)


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
        (3, "is not a string"),
    ],
)
def test_a_pattern_with_another_meaning_in_python_is_refused(pattern: str, words: str) -> None:
    with pytest.raises(ValueError, match=re.escape(words)):
        check_pattern(pattern)


def test_a_dollar_does_not_match_before_a_line_end() -> None:
    assert re.search("^a$", "a\n") is not None
    assert compiled("^a$").search("a\n") is None
