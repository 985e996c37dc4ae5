"""Markup and secrets in what a document says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

import pytest

from generator.review.quoting import code, codes
from tests.review.table import DOCUMENTS, ORDER, compare, put, remove


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a`b", "<code>a&#96;b</code>"),
        ("a|b", "<code>a&#124;b</code>"),
        ("<img src=x>", "<code>&#60;img src&#61;x&#62;</code>"),
        ("a\n\n# b", "`a\\n\\n# b`"),
        ("a\u202eb", "`a\\u202eb`"),
        ("", "<code></code>"),
        (" ", "<code> </code>"),
        ("\u0430zure", "`\\u0430zure`"),
        ("a\u200bb\u00a0c", "`a\\u200bb\\xa0c`"),
        ("x" * 300, f"`{'x' * 100}…{'x' * 100}`"),
        (True, "`True`"),
    ],
)
def test_no_text_of_a_document_becomes_markup(text: object, shown: str) -> None:
    """Text of a document is code that stays on its line, with no character that hides."""
    assert code(text) == shown


LONG = "x" * 300


@pytest.mark.parametrize(
    ("old", "new", "shown"),
    [
        ("a", "b", ("`a`", "`b`")),
        (f"{LONG}a{LONG}", f"{LONG}b{LONG}", (f"`…{'x' * 40}{c}{'x' * 40}…`" for c in "ab")),
        (f"a{LONG}", f"b{LONG}", (f"`{c}{'x' * 40}…`" for c in "ab")),
        (f"{LONG}", f"{LONG}b", (f"`…{'x' * 40}{c}`" for c in ("", "b"))),
        (f"a{LONG}a", f"b{LONG}b", (f"`{c}{'x' * 99}…{'x' * 99}{c}`" for c in "ab")),
    ],
)
def test_two_long_values_show_where_they_differ(old: str, new: str, shown: Iterable[str]) -> None:
    """What they have in common is cut, not the middle, where a rule may be loosened unseen."""
    assert codes(old, new) == tuple(shown)


def test_hostile_text_stays_in_its_sentence() -> None:
    """A default or the name of a scheme with Markdown and HTML in it is one line of inert text."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    hostile = "`x`\n\n# Approved | <script>alert(1)</script> @all"
    put(
        document,
        {
            f"{ORDER}/get/parameters/2/schema/default": hostile,
            f"{ORDER}/get/parameters/2/schema/enum": [hostile, "lines"],
            "/components/securitySchemes/key/bearerFormat": hostile,
        },
    )
    for change in compare(DOCUMENTS["shop"], document):
        assert "\n" not in change.sentence
        assert "<script>" not in change.sentence
        assert "|" not in change.sentence
        assert re.sub("`[^`]*`", "", change.sentence).count("`") == 0


def test_no_sentence_holds_an_example_or_a_secret() -> None:
    """Examples and the values of secrets are in no sentence, whichever way they change."""
    old, new = (copy.deepcopy(DOCUMENTS["shop"]) for _ in range(2))
    secret = "/components/schemas/Order/properties/pin"
    api_key = f"{ORDER}/get/parameters/4"
    put(old, {f"{api_key}/example": "hunter1", f"{secret}/example": "hunter2"})
    put(new, {f"{secret}/examples": ["hunter3"], f"{secret}/pattern": "hunter"})
    put(new, {f"{api_key}/schema/pattern": "hunter", f"{api_key}/example": "hunter4"})
    remove(new, [f"{api_key}/x-ms-secret"])
    put(new, {"/components/schemas/Hit/properties/name/example": "hunter5"})
    for changes in (compare(old, new), compare(new, old)):
        assert changes
        for change in changes:
            assert not re.search("hunter", change.sentence), change
