"""Compares two configurations: what users install, and by which names."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import Final

import attrs
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name

from generator.config import Config
from generator.paths import CONFIG
from generator.review.change import Change, Kind
from generator.review.quoting import code, movement

#: Settings with a comparison of their own. The version follows from the changes and is not one.
_COMPARED: Final = frozenset(
    {"distribution", "package", "requires_python", "dependencies", "extras", "version"}
)
#: Releases of Python that there are or may be some day.
_PYTHONS: Final = [f"3.{minor}.{micro}" for minor in range(50) for micro in range(30)]


def compare_settings(old: Config, new: Config) -> tuple[Change, ...]:
    """Return what changes for users between two configurations of the package.

    Args:
        old: The old configuration.
        new: The new configuration.
    """
    return tuple(
        Change(
            pointer=f"{CONFIG}#/{key}",
            kind=kind,
            sentence=sentence,
            breaking=kind is Kind.BREAKING,
        )
        for key, kind, sentence in itertools.chain(
            _names(old, new), _pythons(old, new), _requirements(old, new), _words(old, new)
        )
    )


def _names(old: Config, new: Config) -> Iterator[tuple[str, Kind, str]]:
    for key, what in (
        ("distribution", "The name that users install"),
        ("package", "The name that users import"),
    ):
        before, after = getattr(old, key), getattr(new, key)
        if before != after:
            yield key, Kind.BREAKING, f"{what} {movement(before, after)}."


def _pythons(old: Config, new: Config) -> Iterator[tuple[str, Kind, str]]:
    if old.requires_python == new.requires_python:
        return
    before, after = (set(SpecifierSet(one.requires_python).filter(_PYTHONS)) for one in (old, new))
    kind = Kind.ADDITIVE if before < after else Kind.BREAKING
    if before == after:
        kind = Kind.DOCUMENTATION
    moved = movement(old.requires_python, new.requires_python)
    yield "requires_python", kind, f"Which Python the package needs {moved}."


def _requirements(old: Config, new: Config) -> Iterator[tuple[str, Kind, str]]:
    olds, news = _lists(old), _lists(new)
    for extra in sorted(olds.keys() - news.keys()):
        yield "extras", Kind.BREAKING, f"The extra {code(extra)} is removed."
    for extra in sorted(news):
        key, of = ("extras", f" of the extra {code(extra)}") if extra else ("dependencies", "")
        before, after = _by_name(olds.get(extra, [])), _by_name(news[extra])
        if extra not in olds:
            yield key, Kind.ADDITIVE, f"The extra {code(extra)} is new."
        for name in sorted(before.keys() | after.keys()):
            if name not in after:
                gone = f"The requirement {code(before[name])}{of} is removed."
                yield key, Kind.BEHAVIOUR, gone
            elif name not in before:
                come = f"The requirement {code(after[name])}{of} is new: users install other code."
                yield key, Kind.SECURITY, come
            elif before[name] != after[name]:
                moved = movement(before[name], after[name])
                yield key, Kind.SECURITY, f"The requirement of {code(name)}{of} {moved}."


def _lists(config: Config) -> Mapping[str, list[str]]:
    """Return requirements by the extra that installs them; those of all users by ""."""
    extras = {str(canonicalize_name(name)): listed for name, listed in config.extras.items()}
    return {"": config.dependencies, **extras}


def _by_name(requirements: list[str]) -> Mapping[str, str]:
    """Return requirements in one form by their names; those of one name are joined."""
    found: dict[str, list[str]] = {}
    for text in requirements:
        one = Requirement(text)
        one.name = canonicalize_name(one.name)
        found.setdefault(one.name, []).append(str(one))
    return {name: ", ".join(sorted(texts)) for name, texts in found.items()}


def _words(old: Config, new: Config) -> Iterator[tuple[str, Kind, str]]:
    for field in attrs.fields(Config):
        key = field.name
        if key not in _COMPARED and getattr(old, key) != getattr(new, key):
            yield key, Kind.DOCUMENTATION, f"{code(key)} of the package's description changes."
