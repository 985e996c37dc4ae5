"""Markup and secrets in what a document says."""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable

import pytest

from generator.review import compare
from generator.review.change import code, codes
from tests.generator.changes.table import DOCUMENTS, ORDER, put, remove


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a`b", "<code>a&#96;b</code>"),
        ("a|b", "<code>a&#124;b</code>"),
        ("<img src=x>", "<code>&#60;img src&#61;x&#62;</code>"),
        ("a\n\n# b", "`a\ufffd\ufffd# b`"),
        ("a\u202eb", "`a\ufffdb`"),
        ("", "<code></code>"),
        (" ", "<code> </code>"),
        ("x" * 300, f"`{'x' * 100}…{'x' * 100}`"),
        (True, "`True`"),
    ],
)
def test_no_text_of_a_document_becomes_markup(text: object, shown: str) -> None:
    """Whatever stands in a document is shown as code, and ends neither the code nor the line."""
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
    """A default, a name or a host with Markdown and HTML in it is one line of inert text."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    hostile = "`x`\n\n# Approved | <script>alert(1)</script> @all"
    put(
        document,
        {
            f"{ORDER}/get/parameters/2/schema/default": hostile,
            "/servers/-": {"url": f"https://{hostile}"},
            "/info/version": hostile,
            "/components/securitySchemes/key/name": hostile,
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
    put(old, {f"{api_key}/schema/default": "hunter1", f"{api_key}/example": "hunter2"})
    put(new, {f"{api_key}/schema/default": "hunter3", f"{secret}/default": "hunter4"})
    put(new, {f"{secret}/enum": ["hunter5"], f"{secret}/examples": ["hunter6"]})
    put(new, {f"{secret}/format": "uri", f"{secret}/const": "hunter7"})
    put(new, {f"{secret}/pattern": "hunter8"})
    remove(new, [f"{api_key}/x-ms-secret"])
    put(new, {"/components/schemas/Hit/properties/name/example": "hunter9"})
    for changes in (compare(old, new), compare(new, old)):
        assert changes
        for change in changes:
            assert not re.search("hunter|swordfish|tuna", change.sentence), change
