"""Moves a document to another api-version: the version changes wherever it stands, nothing else."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from typing import Final

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from generator.errors import GeneratorError

_VERSION: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})(-preview)?")


def bumped(text: str, old: str, new: str, *, source: str) -> str:
    """Return the document's text with another api-version.

    Each scalar that is the old version is replaced in place, so that the rest of the text, with its
    comments and layout, stays byte for byte, and a bump back restores the text.

    Args:
        text: The document.
        old: Its version.
        new: The version to move to, `YYYY-MM-DD` or `YYYY-MM-DD-preview`.
        source: How messages name the document.

    Raises:
        GeneratorError: If `new` is not a version, or a bump back would not restore the text.
    """
    if not _is_version(new):
        todo = "use YYYY-MM-DD or YYYY-MM-DD-preview"
        raise GeneratorError(repr(new), "", "is no api-version", todo)
    if old == new:
        return text
    root = YAML(typ="safe", pure=True).compose(text)
    for start, _ in _places(root, new):
        problem = f"{new} stands there already, and could not be told apart on the way back"
        raise GeneratorError(source, _line(text, start), problem, f"write it as {old} first")
    # From the end on, since each replacement moves what comes after it.
    for start, end in sorted(_places(root, old), reverse=True):
        # What comes before may be an anchor, which could be named after the version.
        before, found, after = text[start:end].rpartition(old)
        if not found:
            problem = f"the version {old} is written with escapes"
            raise GeneratorError(source, _line(text, start), problem, "write it plainly")
        text = f"{text[:start]}{before}{new}{after}{text[end:]}"
    return text


def is_older(version: str, other: str) -> bool:
    """Return whether an api-version is older than another; a preview before the stable one.

    A version of another form, which a document may have before a bump, is not older or newer.
    """
    found = [_VERSION.fullmatch(one) for one in (version, other)]
    first, second = ((match[1], match[2] is None) if match else None for match in found)
    return first is not None and second is not None and first < second


def _is_version(text: str) -> bool:
    match = _VERSION.fullmatch(text)
    if match is None:
        return False
    try:
        dt.date.fromisoformat(match[1])
    except ValueError:
        return False
    return True


def _places(root: Node, version: str) -> set[tuple[int, int]]:
    """Return start and end, in characters, of each value that is the version."""
    return {
        (node.start_mark.index, node.end_mark.index)
        for node in _values(root)
        if node.value == version
    }


def _values(root: Node) -> Iterator[ScalarNode]:
    """Yield every scalar that is not a key; the target of an alias each time that it is used."""
    pending: list[Node] = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, ScalarNode):
            yield node
        elif isinstance(node, SequenceNode):
            pending += node.value
        elif isinstance(node, MappingNode):
            pending += [value for _, value in node.value]


def _line(text: str, index: int) -> str:
    return f"line {text.count(chr(10), 0, index) + 1}"
