"""Which differences of two surfaces the comparison of their documents has not told of.

The comparison of documents explains what changes, but it names classes and members as it expects
the generator to. The surfaces hold the names that callers really use. So what differs there, and is
in no sentence about the documents, becomes a change of its own.
"""

import html
import re
from collections.abc import Iterable, Set

from generator.changes.change import Change, Kind

_CODE = re.compile(r"`([^`]*)`|<code>(.*?)</code>")
_WORD = re.compile(r"[^\W\d]\w*")


def unsaid(surfaces: Iterable[Change], documents: Iterable[Change]) -> tuple[Change, ...]:
    """Return the changes of the surface that no change of the document explains.

    Args:
        surfaces: What `compare_surfaces` found between the surfaces of both documents.
        documents: What `compare` found between the documents.
    """
    # What is documentation to the document and changes a name explains nothing.
    told = [(d.breaking, _words(d.sentence)) for d in documents if d.kind is not Kind.DOCUMENTATION]
    found: list[Change] = []
    for change in sorted(surfaces, key=_rank):
        if not _is_told(change, told):
            found.append(change)
            told.append((change.breaking, _words(change.sentence)))
    return tuple(found)


def _is_told(change: Change, told: Iterable[tuple[bool, Set[str]]]) -> bool:
    name, *others = _spans(change.sentence)
    subjects = {_plain(name.rpartition(".")[2])}
    if "argument" in change.sentence:
        subjects.add(_plain(others[-1]))
    if not _is_of_types(change):
        return any(subjects & words for breaking, words in told if breaking or not change.breaking)
    # Whether a type that is only wider breaks callers, the document's comparison knows better.
    known = frozenset[str]().union(*(words for _, words in told))
    new, old = ({_plain(word) for word in _WORD.findall(span)} for span in others[:2])
    return bool(subjects & known) or new ^ old <= known


def _rank(change: Change) -> tuple[bool, bool]:
    """First what explains others: names that come or go, and the plain way to call of several."""
    name = _spans(change.sentence)[0]
    return _is_of_types(change), name.startswith("Async") or name.endswith("_detailed")


def _is_of_types(change: Change) -> bool:
    return " instead of " in change.sentence


def _words(sentence: str) -> Set[str]:
    """All names in the code of a sentence, and each piece of code as one name."""
    spans = _spans(sentence)
    return {_plain(word) for span in spans for word in (span, *_WORD.findall(span))} - {""}


def _spans(sentence: str) -> list[str]:
    return [html.unescape(one or other) for one, other in _CODE.findall(sentence)]


def _plain(name: str) -> str:
    """A name without what tells a class from an attribute, or one of two ways to call from another.

    So that `client.books.list` explains `AsyncBooksOperations.list_detailed`, and `in-progress` the
    member `IN_PROGRESS` of an enum.
    """
    name = re.sub(r"^Async|_detailed$|Operations$", "", name)
    return re.sub(r"[\W_]", "", name).lower()
