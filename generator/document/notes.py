"""Notes for the person who generates a package: what it leaves out of the document."""

from __future__ import annotations

from collections.abc import Iterator

from generator.document.document import Document
from generator.document.pointer import child
from generator.document.support import LEFT_OUT


def notes(document: Document) -> list[str]:
    """Return a line for each kind of thing that the package leaves out.

    Args:
        document: A document that `reading` has checked.
    """
    places: dict[str, list[str]] = {}
    for words, pointer in _left_out(document):
        places.setdefault(words, []).append(pointer)
    return [
        f"{document.source}: #{first}{_others(len(others))}: {words}"
        for words, (first, *others) in places.items()
    ]


def _left_out(document: Document) -> Iterator[tuple[str, str]]:
    """Yield words and place of everything that is left out."""
    if "webhooks" in document.root:
        yield LEFT_OUT["webhooks"], "/webhooks"
    for pointer, _, _, operation in document.operations():
        for key in ("callbacks", "x-ms-long-running-operation", "x-ms-pageable"):
            if operation.get(key, False) is not False:
                yield LEFT_OUT[key], child(pointer, key)
    for pointer, part in document.parts():
        if len(part.get("content", ())) > 1:
            yield LEFT_OUT["content"], f"{pointer}/content"


def _others(number: int) -> str:
    return f" and {number} other{'s' if number > 1 else ''}" if number else ""
