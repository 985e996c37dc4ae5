"""Findings: differences as the comparison meets them, and how they become changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

import attrs

from generator.review.change import GRAVEST_FIRST, Change, Kind, gravest_first
from generator.review.quoting import listed

Item = TypeVar("Item")

#: How many equal findings are told one by one, and how many places of more than that are named.
_MOST_ALIKE: Final = 3


@attrs.frozen(kw_only=True)
class Finding:
    """A difference as it shows at one place.

    Attributes:
        pointer: JSON pointer of the place.
        topic: What it is about. Two findings of one place and topic are readings of one change.
        kind: The class of the change in this reading.
        label: What the sentence is about, such as an argument.
        sentence: The sentence, with the label.
        breaking: Whether working callers may fail, in a class that does not say so.
    """

    pointer: str
    topic: str
    kind: Kind
    label: str
    sentence: str
    breaking: bool = False

    @property
    def shape(self) -> tuple[str, Kind, bool, str]:
        """What it has in common with findings that differ from it in the label alone."""
        return self.topic, self.kind, self.breaking, self.sentence.replace(self.label, "\0")


def merged(findings: Iterable[Finding]) -> tuple[Change, ...]:
    """Return the changes that findings amount to, the gravest first, then by place.

    A schema that requests and results use is met in both ways but is one change: of two readings
    the gravest stands. Many places that change in the same way are one change, too.
    """
    found: dict[tuple[str, str], Finding] = {}
    for one in findings:
        known = found.get((one.pointer, one.topic), one)
        breaking = any(each.breaking or each.kind is Kind.BREAKING for each in (known, one))
        gravest = min(known, one, key=_gravest_first)
        found[one.pointer, one.topic] = attrs.evolve(gravest, breaking=breaking)
    alike: dict[tuple[str, Kind, bool, str], list[Finding]] = {}
    for one in sorted(found.values(), key=_gravest_first):
        alike.setdefault(one.shape, []).append(one)
    changes: list[Change] = []
    for ones in alike.values():
        if len(ones) > _MOST_ALIKE:
            changes.append(_joined(ones))
        else:
            changes += [_change(one, one.sentence) for one in ones]
    return gravest_first(changes)


def match(
    olds: Iterable[Item], news: Iterable[Item], *alike: Callable[[Item, Item], bool]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair old and new items.

    Args:
        olds: The old items.
        news: The new items.
        alike: Tell whether two items belong together; what one leaves over, the next one pairs.

    Returns:
        The pairs, the old items without a partner, and the new ones.
    """
    pairs: list[tuple[Item, Item]] = []
    gone, came = list(olds), list(news)
    for criterion in alike:
        left: list[Item] = []
        for old in gone:
            partner = next((i for i, new in enumerate(came) if criterion(old, new)), None)
            if partner is None:
                left.append(old)
            else:
                pairs.append((old, came.pop(partner)))
        gone = left
    return pairs, gone, came


def _joined(ones: list[Finding]) -> Change:
    """Return one change for findings that differ in their label and place alone."""
    first, *others = ones
    labels = listed([one.label for one in others], _MOST_ALIKE)
    sentence = f"{first.sentence} The same holds for {len(others)} other places: {labels}."
    pointers = tuple(one.pointer for one in others)
    return attrs.evolve(_change(first, sentence), others=pointers)


def _change(one: Finding, sentence: str) -> Change:
    return Change(
        pointer=one.pointer,
        kind=one.kind,
        sentence=sentence[0].upper() + sentence[1:],
        breaking=one.breaking or one.kind is Kind.BREAKING,
    )


def _gravest_first(one: Finding) -> tuple[int, str, str]:
    return GRAVEST_FIRST.index(one.kind), one.pointer, one.sentence
