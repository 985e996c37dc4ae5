"""Which differences of two surfaces the comparison of their documents has not told of.

The comparison of documents explains what changes, but it names classes and members as it expects
the generator to. The surfaces hold the names that callers really use. So what differs there, and is
in no sentence about the documents, becomes a change of its own.
"""

import html
import re
from collections.abc import Iterable, Iterator, Set
from typing import TypeAlias

import attrs

from generator.review.change import Change, Kind
from generator.review.declarations import read_declarations
from generator.review.surfaces import Difference, differences

#: A name in comparable parts: that of a member has two, its own and that of what it belongs to.
Name: TypeAlias = tuple[str, ...]

_CODE = re.compile(r"`([^`]*)`|<code>(.*?)</code>")
_WORD = re.compile(r"[^\W\d]\w*")
_CHOICE = re.compile(r"'([^']*)'")
# A sentence about what a call does, or about a text, explains no other type.
_OF_TYPES = frozenset({Kind.SECURITY, Kind.BREAKING, Kind.ADDITIVE})


def unsaid(old: str, new: str, said: Iterable[Change]) -> tuple[Change, ...]:
    """Return what changes between two surfaces and is in no sentence about their documents.

    Args:
        old: The api.md of the old document.
        new: That of the new one, by the same generator.
        said: What `compare` found between the documents.
    """
    # What is documentation to the document and changes a name explains nothing.
    told = [_Told.by(one) for one in said if one.kind is not Kind.DOCUMENTATION]
    before, after = read_declarations(old).keys(), read_declarations(new).keys()
    found: list[Change] = []
    for difference in sorted(differences(old, new), key=_last_what_follows):
        if _only_follows(difference, before - after, after - before):
            continue
        if not any(sentence.explains(difference) for sentence in told):
            found.append(difference.change)
            told.append(_Told.by(difference.change, knows_uses=False))
    return tuple(found)


@attrs.frozen
class _Told:
    """A change that has its sentence.

    Attributes:
        change: The change.
        names: The names in the sentence.
        knows_uses: Whether it was found where one can see if callers read or give a type.
    """

    change: Change
    names: Set[Name]
    knows_uses: bool

    @classmethod
    def by(cls, change: Change, *, knows_uses: bool = True) -> "_Told":
        spans = [html.unescape(one or other) for one, other in _CODE.findall(change.sentence)]
        return cls(change, {name for span in spans for name in _names(span)}, knows_uses)

    def explains(self, difference: Difference) -> bool:
        """Whether the sentence is about a difference, and as grave."""
        effect = difference.effect
        is_grave = self.change.breaking or effect.kind is not Kind.BREAKING
        if effect.types is not None:
            # A type that is only wider breaks those who read it, not those who give it.
            is_grave = (is_grave or self.knows_uses) and self.change.kind in _OF_TYPES
        return is_grave and self._is_about(difference)

    def _is_about(self, difference: Difference) -> bool:
        name, argument = _name(difference.name), difference.effect.argument
        if argument is None:
            return not self.names.isdisjoint({name, name[-1:], *_choices(difference)})
        # What shared arguments do is said without a method.
        is_shared = all(len(one) == 1 for one in self.names)
        return _name(argument) in self.names and (is_shared or name in self.names)


def _only_follows(difference: Difference, gone: Set[str], came: Set[str]) -> bool:
    """Whether another type is no news: its classes come and go, or stand in another order."""
    effect = difference.effect
    if effect.types is None:
        return False
    before, after = (set(_WORD.findall(type_)) for type_ in effect.types)
    is_renamed = bool(before - after) and before - after <= gone and after - before <= came
    return effect.kind is Kind.BEHAVIOUR or is_renamed


def _choices(difference: Difference) -> Set[Name]:
    """What comes or goes where a type lists values, such as the names of the clouds."""
    before, after = (set(_CHOICE.findall(type_)) for type_ in difference.effect.types or ("", ""))
    return set(map(_name, before ^ after))


def _last_what_follows(difference: Difference) -> tuple[bool, bool]:
    """Types follow names that come or go, and other ways to call a method the plain one."""
    is_other_way = difference.name.startswith("Async") or difference.name.endswith("_detailed")
    return difference.effect.types is not None, is_other_way


def _names(code: str) -> Iterator[Name]:
    """All names that a piece of code may stand for."""
    name = _name(code)
    yield name
    if len(name) == 1:
        yield from map(_name, _WORD.findall(code))
    elif code.startswith("client."):
        # With its last operation a group goes, and the attribute that leads there.
        yield from (name[:1], ("client", name[0]))
    else:
        # The class of an inline schema is named after its place.
        yield ("".join(name),)


def _name(code: str) -> Name:
    """A name in its parts: `client.books.list` and `AsyncBooksOperations.list_detailed` agree."""
    if not re.fullmatch(r"\w+(\.\w+)+", code):
        return (_plain(code),)
    owner, _, member = code.removeprefix("client.").rpartition(".")
    return ("".join(map(_plain, owner.split("."))), _plain(member))


def _plain(name: str) -> str:
    """A name without what tells a class from an attribute, or one of two ways to call from another.

    So that `in-progress` explains the member `IN_PROGRESS` of an enum.
    """
    name = re.sub(r"^Async|_detailed$|Operations$", "", name)
    return re.sub(r"[\W_]", "", name).lower()
