"""Compares two texts of api.md line by line, for what another generator makes of a document."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from generator.paths import SURFACE
from generator.review.change import Change, Kind, gravest_first
from generator.review.quoting import code, codes

#: Words that may stand before the name in a line that declares it.
_NAME: Final = re.compile(r"(?:(?:class|property|classmethod|staticmethod|async)\s+)*([\w.-]+)")
_HEADING: Final = re.compile(r"## (?:\w+\.?([\w.]*)|.*)")


def compare_surfaces(old: str, new: str) -> tuple[Change, ...]:
    """Return what changes for callers between two surfaces.

    A line that goes or changes may break callers. A line that comes adds something.

    Args:
        old: The old text.
        new: The new text.
    """
    before, after = _declarations(old), _declarations(new)
    changes: list[Change] = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name), after.get(name)
        if was == now:
            continue
        kind, sentence = Kind.BREAKING, f"{code(name)} is removed from the public surface."
        if was is None:
            kind, sentence = Kind.ADDITIVE, f"{code(name)} is new in the public surface."
        elif now is not None:
            shown = codes(was, now)
            sentence = f"{code(name)} is now declared as {shown[1]} instead of {shown[0]}."
        changes.append(
            Change(
                pointer=f"{SURFACE}#{name}",
                kind=kind,
                sentence=sentence,
                breaking=kind is Kind.BREAKING,
            )
        )
    return gravest_first(changes)


def _declarations(surface: str) -> Mapping[str, str]:
    """Return the lines in the code blocks by name; that of a module's member begins with it."""
    found: dict[str, str] = {}
    module, is_inside = "", False
    for line in surface.splitlines():
        if line.startswith("```"):
            is_inside = not is_inside
        elif is_inside and (name := _NAME.match(line)):
            found[f"{module}.{name[1]}" if module else name[1]] = line
        elif heading := _HEADING.fullmatch(line):
            module = heading[1] or ""
    return found
