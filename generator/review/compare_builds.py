"""Compares two files `pyproject.toml`: what builds the package, and what it installs and starts.

The configuration decides most of it and has a comparison of its own. Here is what a template adds.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.review.change import Change, Kind, gravest_first
from generator.review.quoting import code, movement

#: The file of the package, from its folder on.
BUILD: Final = "pyproject.toml"

_REASONS: Final[Mapping[str, str]] = {
    "build-system": "other code builds the package",
    "dependencies": "users install other code",
    "entry-points": "programs of users load it unasked",
    "optional-dependencies": "users install other code",
    "tool": "the package is built in another way",
}
#: The commands that the package installs.
_COMMANDS: Final = frozenset({"scripts", "gui-scripts"})


def compare_builds(committed: bytes, expected: bytes) -> tuple[Change, ...]:
    """Return what changes between two files beside what the configuration says.

    Args:
        committed: The file as it was committed with the old document and configuration.
        expected: The file that the new generator makes of the same two.
    """
    old, new = _settings(committed), _settings(expected)
    changes: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        if old.get(key) == new.get(key):
            continue
        table, _, name = key.removeprefix("project.").partition(".")
        moved = movement(old.get(key), new.get(key))
        if table in _COMMANDS:
            kind = Kind.BREAKING if key in old else Kind.ADDITIVE
            sentence = f"The command {code(name)} {moved}."
        elif table in _REASONS:
            kind = Kind.SECURITY
            sentence = f"{code(key)} of {code(BUILD)} {moved}: {_REASONS[table]}."
        else:
            continue
        changes.append(
            Change(
                pointer=f"{BUILD}#{key}",
                kind=kind,
                sentence=sentence,
                breaking=kind is Kind.BREAKING,
            )
        )
    return gravest_first(changes)


def _settings(content: bytes) -> Mapping[str, str]:
    """Return every value by its place, with dots between the keys; a list is one value."""
    return dict(_flat("", tomllib.loads(content.decode())))


def _flat(place: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        for key, member in value.items():
            yield from _flat(f"{place}.{key}" if place else key, member)
    else:
        yield place, ", ".join(map(str, value)) if isinstance(value, list) else str(value)
