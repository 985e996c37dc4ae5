"""Compares two patterns, as far as that can be decided for sequences of character classes."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any, Final, Literal, TypeAlias

import attrs

from generator.runtime._pattern import compiled

# The parser of Python's `re` has no public name. Hypothesis relies on it as well.
from re import _constants as sre  # type: ignore[attr-defined]  # isort: skip
from re import _parser as parser  # type: ignore[attr-defined]  # isort: skip

Verdict: TypeAlias = Literal["same", "stricter", "looser", "not decided"]

_DIGITS: Final = frozenset(range(ord("0"), ord("9") + 1))
_WORD: Final = frozenset(ord(c) for c in map(chr, range(128)) if c.isalnum() or c == "_")


@attrs.frozen
class _Letters:
    """A set of characters: some, or all but some.

    Attributes:
        codes: Code points.
        others: Whether all characters but these are meant.
    """

    codes: frozenset[int]
    others: bool = False

    def __le__(self, other: _Letters) -> bool:
        if self.others:
            return other.others and other.codes <= self.codes
        return self.codes.isdisjoint(other.codes) if other.others else self.codes <= other.codes


@attrs.frozen
class _Item:
    """Some characters of one set, one after the other.

    Attributes:
        letters: The set.
        least: How many there are at least.
        most: How many there are at most; infinite if there is no limit.
    """

    letters: _Letters
    least: int
    most: float


_ALL: Final = _Letters(frozenset(), others=True)
_ANYTHING: Final = _Item(_ALL, 0, float("inf"))
_SETS: Final = {
    sre.CATEGORY_DIGIT: _Letters(_DIGITS),
    sre.CATEGORY_NOT_DIGIT: _Letters(_DIGITS, others=True),
    sre.CATEGORY_WORD: _Letters(_WORD),
    sre.CATEGORY_NOT_WORD: _Letters(_WORD, others=True),
}


def compare_patterns(old: str, new: str) -> Verdict:
    """Return how a pattern of JSON Schema changes which strings match.

    Args:
        old: The old pattern, a regular expression of ECMA-262.
        new: The new pattern.

    Returns:
        "same" or the direction where both patterns are plain sequences of character classes, or one
        of them matches everything; else "not decided".
    """
    before, after = _items(old), _items(new)
    if after == [_ANYTHING] != before:
        return "looser"
    if before == [_ANYTHING] != after:
        return "stricter"
    if before is None or after is None:
        return "same" if old == new else "not decided"
    is_stricter, is_looser = _holds(before, after), _holds(after, before)
    if is_stricter and is_looser:
        return "same"
    if is_stricter:
        return "stricter"
    return "looser" if is_looser else "not decided"


def _holds(outer: list[_Item], inner: list[_Item]) -> bool:
    """Return whether every string of one sequence is surely one of the other sequence."""
    if len(outer) == 1:
        (whole,) = outer
        least, most = sum(one.least for one in inner), sum(one.most for one in inner)
        is_in_range = whole.least <= least and most <= whole.most
        return is_in_range and all(one.letters <= whole.letters for one in inner)
    return all(
        one is not None
        and other is not None
        and other.letters <= one.letters
        and one.least <= other.least
        and other.most <= one.most
        for one, other in zip_longest(outer, inner)
    )


def _items(pattern: str) -> list[_Item] | None:
    """Return a pattern as a sequence; None if it is not one."""
    try:
        tokens = list(parser.parse(compiled(pattern).pattern, re.ASCII))
        # A pattern matches anywhere in a string unless it is anchored.
        before = [] if tokens[:1] == [(sre.AT, sre.AT_BEGINNING)] else [_ANYTHING]
        after = [] if tokens[-1:] == [(sre.AT, sre.AT_END_STRING)] else [_ANYTHING]
        inner = tokens[1 - len(before) : len(tokens) - 1 + len(after)]
        return _joined([*before, *(_item(token) for token in _flat(inner)), *after])
    except ValueError:
        return None


def _flat(tokens: list[Any]) -> Iterator[Any]:
    """Yield tokens, those in plain groups included."""
    for operator, value in tokens:
        if operator is sre.SUBPATTERN and value[1:3] == (0, 0):
            yield from _flat(list(value[3]))
        else:
            yield operator, value


def _item(token: Any) -> _Item:
    """Return a token as an item.

    Raises:
        ValueError: If it is more than characters of one set.
    """
    operator, value = token
    if operator is sre.MAX_REPEAT:
        least, most, repeated = value
        (only,) = _flat(list(repeated))
        if only[0] is sre.MAX_REPEAT:
            raise ValueError("a repetition of repetitions")
        return _Item(_letters(only), least, float("inf") if most is sre.MAXREPEAT else most)
    return _Item(_letters(token), 1, 1)


def _letters(token: Any) -> _Letters:
    """Return the set of characters that a token matches one of.

    Raises:
        ValueError: If it matches something else.
    """
    operator, value = token
    if operator is sre.LITERAL:
        return _Letters(frozenset({value}))
    if operator is sre.NOT_LITERAL:
        return _Letters(frozenset({value}), others=True)
    if operator is not sre.IN:
        raise ValueError("not a set of characters")
    found, is_negated = frozenset[int](), False
    for inner, part in value:
        if inner is sre.NEGATE:
            is_negated = True
        elif inner is sre.LITERAL:
            found |= {part}
        elif inner is sre.RANGE:
            found |= frozenset(range(part[0], part[1] + 1))
        elif inner is sre.CATEGORY and part in _SETS and not _SETS[part].others:
            found |= _SETS[part].codes
        elif inner is sre.CATEGORY and part in _SETS and len(value) == 1:
            return _SETS[part]
        else:
            raise ValueError("a set that is not compared")
    return _Letters(found, is_negated)


def _joined(items: list[_Item]) -> list[_Item]:
    """Return items without those that an item beside them, which matches everything, includes."""
    found: list[_Item] = []
    for item in items:
        if found and _ANYTHING in (found[-1], item) and 0 == found[-1].least == item.least:
            found[-1] = _ANYTHING
        else:
            found.append(item)
    return found
