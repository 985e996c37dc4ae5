"""Characters that a reviewer does not see, or takes for others."""

from __future__ import annotations

from typing import Any

import pytest

from tests.document.refused import refusals
from tests.small_documents import edited, minimal, operation, parameters, with_schema

GET = "#/paths/~1things/get"
THING = "#/components/schemas/Thing"


@pytest.mark.parametrize(
    ("character", "name"),
    [
        ("\u200b", "U+200B (ZERO WIDTH SPACE)"),
        ("\u00a0", "U+00A0 (NO-BREAK SPACE)"),
        ("\u00ad", "U+00AD (SOFT HYPHEN)"),
        ("\u202e", "U+202E (RIGHT-TO-LEFT OVERRIDE)"),
        ("\u2066", "U+2066 (LEFT-TO-RIGHT ISOLATE)"),
        ("\ufeff", "U+FEFF (ZERO WIDTH NO-BREAK SPACE)"),
        ("\u3164", "U+3164 (HANGUL FILLER)"),
        ("\ufe0f", "U+FE0F (VARIATION SELECTOR-16)"),
        ("\u2028", "U+2028 (LINE SEPARATOR)"),
    ],
)
def test_a_name_with_a_character_that_nobody_sees_is_refused(character: str, name: str) -> None:
    (line,) = refusals(with_schema({"properties": {f"ä{character}b": {}}}))
    assert line.endswith(f"/b: holds {name}, which no reader sees; remove it".removeprefix("/b"))
    assert line.startswith(f"{THING}/properties/ä")


@pytest.mark.parametrize(
    ("root", "place"),
    [
        (operation(operationId="A\u200b"), f"{GET}/operationId"),
        (operation(tags=["a\u200b"]), f"{GET}/tags/0"),
        (parameters({"name": "a\u200b"}), f"{GET}/parameters/0/name"),
        (edited(minimal(), {"/servers/0/url": "https://a\u200b.example"}), "#/servers/0/url"),
        (
            edited(minimal(), {"/servers/0/x-sdk-token-scope": "a\u200b"}),
            "#/servers/0/x-sdk-token-scope",
        ),
        (with_schema({"enum": ["a\u200b"]}), f"{THING}/enum/0"),
        (with_schema({"type": "string", "pattern": "a\u200b"}), f"{THING}/pattern"),
        (
            with_schema({"properties": {"value": {"enum": ["a\u200b"]}}}),
            f"{THING}/properties/value/enum/0",
        ),
        (
            edited(
                minimal(
                    securitySchemes={
                        "a": {
                            "type": "oauth2",
                            "flows": {
                                "implicit": {
                                    "authorizationUrl": "https://a.example",
                                    "scopes": {"ab": ""},
                                }
                            },
                        }
                    }
                ),
                {"/security": [{"a": ["a\u200bb"]}]},
            ),
            "#/security/0/a/0",
        ),
    ],
)
def test_the_check_reaches_every_kind_of_name(root: Any, place: str) -> None:
    assert refusals(root) == [
        f"{place}: holds U+200B (ZERO WIDTH SPACE), which no reader sees; remove it"
    ]


@pytest.mark.parametrize(
    ("name", "letter"),
    [
        ("AzureChina\u0421loud", "U+0421 (CYRILLIC CAPITAL LETTER ES)"),
        ("\u0420ub", "U+0420 (CYRILLIC CAPITAL LETTER ER)"),
        ("b\u03bfok", "U+03BF (GREEK SMALL LETTER OMICRON)"),
        ("\u03bf\u0440", "U+03BF (GREEK SMALL LETTER OMICRON)"),
    ],
)
def test_a_name_in_letters_of_two_scripts_is_refused(name: str, letter: str) -> None:
    (line,) = refusals(with_schema({"properties": {name: {}}}))
    assert line == (
        f"{THING}/properties/{name}: mixes scripts in a word: {letter} looks like a letter of "
        "another script; write the word in one script"
    )


@pytest.mark.parametrize("name", ["Größe", "имя", "名前", "名前Id", "имя_id", "naïve Ελλάδα"])
def test_a_name_in_any_one_script_is_accepted(name: str) -> None:
    assert refusals(with_schema({"properties": {name: {"description": "a"}}})) == []


def test_a_text_may_have_invisible_characters_but_none_that_change_the_order() -> None:
    text = "a\u00a0b \u200b\u200d 👍\ufe0f \u0410B"
    root = operation(description=text, summary=text)
    root["components"] = {"schemas": {"A": {"description": text, "example": {text: text}}}}
    assert refusals(root) == []
    assert refusals(operation(description="a\u202eb")) == [
        f"{GET}/description: holds U+202E (RIGHT-TO-LEFT OVERRIDE), which no reader sees; remove it"
    ]
