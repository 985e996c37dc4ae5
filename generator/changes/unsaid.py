"""Which differences of two surfaces the comparison of their documents has not told of.

The comparison of documents explains what changes, but it names classes and members as it expects
the generator to. The surfaces hold the names that callers really use. So what differs there, and is
in no sentence about the documents, becomes a change of its own.
"""

import html
import re
from collections.abc import Iterable, Set

from generator.changes.change import Change, Kind
from generator.changes.surfaces import Difference, differences

_CODE = re.compile(r"`([^`]*)`|<code>(.*?)</code>")
_WORD = re.compile(r"[^\W\d]\w*")


def unsaid(old: str, new: str, said: Iterable[Change]) -> tuple[Change, ...]:
    """Return what changes between two surfaces and is in no sentence about their documents.

    Args:
        old: The api.md of the old document.
        new: That of the new one, by the same generator.
        said: What `compare` found between the documents.
    """
    # What is documentation to the document and changes a name explains nothing.
    told = [(one.breaking, _names(one)) for one in said if one.kind is not Kind.DOCUMENTATION]
    found: list[Change] = []
    for difference in sorted(differences(old, new), key=_last_what_follows):
        change = difference.change
        if not _is_told(difference, told):
            found.append(change)
            told.append((change.breaking, _names(change)))
    return tuple(found)


def _is_told(difference: Difference, told: Iterable[tuple[bool, Set[str]]]) -> bool:
    effect = difference.effect
    subjects = {_plain(difference.name.rpartition(".")[2])}
    if effect.argument:
        subjects.add(_plain(effect.argument))
    if effect.types is None:
        is_breaking = effect.kind is Kind.BREAKING
        return any(subjects & names for breaking, names in told if breaking or not is_breaking)
    # Whether a type that is only wider breaks callers, the document's comparison knows better.
    known = frozenset[str]().union(*(names for _, names in told))
    before, after = ({_plain(word) for word in _WORD.findall(type_)} for type_ in effect.types)
    return bool(subjects & known) or before ^ after <= known


def _last_what_follows(difference: Difference) -> tuple[bool, bool]:
    """Types follow names that come or go, and other ways to call a method the plain one."""
    is_other_way = difference.name.startswith("Async") or difference.name.endswith("_detailed")
    return difference.effect.types is not None, is_other_way


def _names(change: Change) -> Set[str]:
    """All names in the code of a sentence, and each piece of code as one name."""
    spans = [html.unescape(one or other) for one, other in _CODE.findall(change.sentence)]
    return {_plain(word) for span in spans for word in (span, *_WORD.findall(span))} - {""}


def _plain(name: str) -> str:
    """A name without what tells a class from an attribute, or one of two ways to call from another.

    So that `client.books.list` explains `AsyncBooksOperations.list_detailed`, and `in-progress` the
    member `IN_PROGRESS` of an enum.
    """
    name = re.sub(r"^Async|_detailed$|Operations$", "", name)
    return re.sub(r"[\W_]", "", name).lower()
