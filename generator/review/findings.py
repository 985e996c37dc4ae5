"""Collects the differences that a comparison meets, and decides which reading of one stands."""

from collections.abc import Callable, Collection, Iterable
from typing import Any, TypeVar

import attrs

from generator.review.change import GRAVEST_FIRST, Change, Kind, code, codes
from generator.review.place import Place
from generator.review.rules import Use, canonical, effective, movement, rule_for

Item = TypeVar("Item")

UNSIGNED = "no token"


@attrs.frozen
class Context:
    """What a sentence needs to know about where it is."""

    label: str
    use: Use
    hidden: bool = False
    """Whether what stands here is a secret, whose values no sentence shows."""
    sends_default: bool = False
    """Whether the package itself sends the default, which otherwise the service takes."""

    def inside(self, label: str) -> "Context":
        """Return the context of a part."""
        return attrs.evolve(self, label=label, sends_default=False)


@attrs.frozen
class Findings:
    """The differences found so far, one per place and topic."""

    found: dict[tuple[str, str], Change] = attrs.Factory(dict)

    def changes(self) -> tuple[Change, ...]:
        """Return them in an order that depends on their content alone."""
        return tuple(sorted(self.found.values(), key=_gravest_first))

    def report(
        self,
        pointer: str,
        topic: str,
        kind: Kind,
        sentence: str,
        *,
        breaking: bool = False,
    ) -> None:
        """Add a change; when its place and topic are known, the gravest of the two readings stands.

        A schema that is used in requests and results is met in both ways, but is one change.
        """
        change = Change(
            pointer=pointer,
            kind=kind,
            sentence=sentence[0].upper() + sentence[1:],
            breaking=breaking or kind is Kind.BREAKING,
        )
        known = self.found.get((pointer, topic), change)
        self.found[pointer, topic] = attrs.evolve(
            min(known, change, key=_gravest_first), breaking=known.breaking or change.breaking
        )

    def attribute(
        self,
        key: str,
        old: Place,
        new: Place,
        label: str,
        *,
        hidden: bool = False,
        is_new: bool = False,
    ) -> None:
        """Compare the value of one attribute by its rule.

        `hidden` keeps it out of the sentence. Of what `is_new` itself, nothing is "now" otherwise.
        """
        before, after = effective(key, old.value), effective(key, new.value)
        if canonical(before) == canonical(after):
            return
        outcome = rule_for(key).outcome(before, after)
        template, moved = outcome.sentence, movement(before, after, hidden=hidden)
        if is_new:
            template, moved = (text.replace(" now ", " ") for text in (template, moved))
        shown = codes(before, after)
        sentence = template.format(
            label=label, key=code(key), old=shown[0], new=shown[1], movement=moved
        )
        place = old if after is None else new
        self.report(place.pointer, key, outcome.kind, sentence, breaking=outcome.breaking)

    def security(self, pointer: str, old: Place, new: Place, label: str) -> None:
        """Compare what sign-in is needed; which of its alternatives comes first is no change."""
        before, after = _alternatives(old.value), _alternatives(new.value)
        if before == after:
            return
        sentence = f"What {label} needs to be called changes from {_any(before)} to {_any(after)}."
        if after == [UNSIGNED]:
            sentence = f"{label} is now called without a token, not with {_any(before)}."
        self.report(pointer, "security", Kind.SECURITY, sentence)

    def attributes(
        self,
        old: Place,
        new: Place,
        label: str,
        *,
        skip: Collection[str] = (),
        hidden: bool = False,
    ) -> None:
        """Compare all attributes but those that have a comparison of their own."""
        for key in {**old.members, **new.members}:
            if key not in skip:
                self.attribute(key, old.child(key), new.child(key), label, hidden=hidden)

    def marks_of_added(self, place: Place, label: str) -> None:
        """Report what a reviewer must see on a thing although all of it is new."""
        for key, member in place.members.items():
            if rule_for(key).added.kind is Kind.SECURITY:
                self.attribute(key, Place(member.pointer, None), member, label, is_new=True)


def match(
    olds: Iterable[Item], news: Iterable[Item], *alike: Callable[[Item, Item], bool]
) -> tuple[list[tuple[Item, Item]], list[Item], list[Item]]:
    """Pair items by the first criterion, the rest by the next; return pairs and leftovers."""
    pairs: list[tuple[Item, Item]] = []
    gone, came = list(olds), list(news)
    for criterion in alike:
        left = []
        for old in gone:
            partner = next((i for i, new in enumerate(came) if criterion(old, new)), None)
            if partner is None:
                left.append(old)
            else:
                pairs.append((old, came.pop(partner)))
        gone = left
    return pairs, gone, came


def _alternatives(requirements: Any) -> list[str]:
    """The alternatives of sign-in in words, in one order."""
    return sorted(
        {
            " and ".join(
                code(scheme) + (f" for {', '.join(map(code, sorted(scopes)))}" if scopes else "")
                for scheme, scopes in sorted(each.items())
            )
            or UNSIGNED
            for each in requirements or [{}]
        }
    )


def _any(alternatives: list[str]) -> str:
    return " or ".join(alternatives)


def _gravest_first(change: Change) -> tuple[int, str, str]:
    return GRAVEST_FIRST.index(change.kind), change.pointer, change.sentence
