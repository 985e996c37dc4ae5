"""Refuses characters that a reviewer cannot see, and names that look like other names.

A reviewer compares texts by eye. So a name must not hold a character that is not shown, nor letters
of several scripts that look alike (Unicode Technical Standard 39), and no text may hold a control
that changes the order in which a line is shown (https://trojansource.codes).
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any, Final

from generator.document.document import MAPS, Document
from generator.document.pointer import child
from generator.errors import GeneratorError

#: Keys whose value is text for people, or data of the service. All other strings are names, or
#: become part of code.
_TEXTS: Final = frozenset(
    {"$comment", "description", "example", "examples", "summary", "termsOfService", "value"}
)
#: Controls that embed, override or isolate a direction of writing.
_ORDER: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
#: Formats, and spaces other than the usual one: all are invisible or look like another character.
_INVISIBLE: Final = frozenset({"Cf", "Zl", "Zp", "Zs"})
#: Letters and marks that are not shown either, by Unicode's property Default_Ignorable_Code_Point,
#: and the Braille pattern without dots.
_BLANK: Final = re.compile(
    "[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2800\u3164\ufe00-\ufe0f\uffa0"
    "\U000e0100-\U000e01ef]"
)
#: Scripts with letters that look like those of another one.
_ALIKE: Final = frozenset({"ARMENIAN", "CHEROKEE", "CYRILLIC", "GREEK", "LATIN"})
_WORDS: Final = re.compile(r"[^\W\d_]+")


def check_characters(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each text with a character that misleads a reader."""
    yield from _check(document, "", document.root, is_name=True, is_map=False)


def _check(
    document: Document, pointer: str, value: Any, *, is_name: bool, is_map: bool
) -> Iterator[GeneratorError]:
    """Check the texts at a place and below it.

    Args:
        document: The document.
        pointer: The place.
        value: Its value.
        is_name: Whether texts there are names.
        is_map: Whether the keys there are names that the document chooses.
    """
    if isinstance(value, dict):
        for key, member in value.items():
            here = child(pointer, key)
            yield from _check_text(document, here, key, is_name=is_name)
            names = is_name and (is_map or key not in _TEXTS)
            below = not is_map and key in MAPS
            yield from _check(document, here, member, is_name=names, is_map=below)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            here = child(pointer, index)
            yield from _check(document, here, item, is_name=is_name, is_map=False)
    elif isinstance(value, str):
        # The value of a scope is its description.
        yield from _check_text(document, pointer, value, is_name=is_name and not is_map)


def _check_text(
    document: Document, pointer: str, text: str, *, is_name: bool
) -> Iterator[GeneratorError]:
    if text.isascii():
        return
    hidden = next(filter(is_hidden if is_name else _ORDER.match, text), None)
    if hidden is not None:
        problem = f"holds {named(hidden)}, which no reader sees"
        yield document.error(pointer, problem, "remove it")
    elif is_name and (other := other_script(text)):
        problem = f"mixes scripts in a word: {named(other)} looks like a letter of another script"
        yield document.error(pointer, problem, "write the word in one script")


def is_hidden(character: str) -> bool:
    """Return whether a character is not shown, or looks like the usual space."""
    if character == " ":
        return False
    return unicodedata.category(character) in _INVISIBLE or _BLANK.match(character) is not None


def other_script(text: str) -> str:
    """Return a letter that is of another script than the other letters of its word, or nothing."""
    words: list[str] = _WORDS.findall(text)
    for word in words:
        scripts = {letter: unicodedata.name(letter, "").partition(" ")[0] for letter in word}
        found = sorted(_ALIKE.intersection(scripts.values()))
        if len(found) > 1:
            # Most names are in Latin letters, so that the other one is the intruder.
            found.remove("LATIN" if "LATIN" in found else found[0])
            return next(letter for letter in scripts if scripts[letter] in found)
    return ""


def named(character: str) -> str:
    """Return the number of a character and its name in Unicode."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'unnamed')})"
