"""How grave a change of a value's schema is: for an argument, for a body, for a result."""

from __future__ import annotations

import enum
from collections.abc import Set
from typing import Any

from generator.document.constraints import KEYWORDS
from generator.model.schema import Constraint
from generator.review.change import Kind
from generator.review.pattern import compare_patterns


class Use(enum.Enum):
    """Where a value goes."""

    PATH = "path"
    REQUEST = "request"
    RESULT = "result"


class Direction(enum.Enum):
    """Whether a new rule admits fewer values than the old one, more, or neither."""

    STRICTER = "stricter"
    LOOSER = "looser"
    OTHER = "other"


def grade_type(use: Use, direction: Direction) -> Kind:
    """Return the class of a change of a value's type, an enum's members included.

    A caller of a result has code for the old type: a wider one brings values that the code does not
    expect, and a strict type checker refuses comparisons that a narrower one can never meet.
    """
    return Kind.BREAKING if use is Use.RESULT else _of_argument(use, direction)


def grade_absence(use: Use, direction: Direction) -> Kind:
    """Return the class of a change of whether a value may be None.

    Code for a result that may be None still runs if it never is.
    """
    if use is Use.RESULT:
        return Kind.BREAKING if direction is Direction.LOOSER else Kind.BEHAVIOUR
    return Kind.ADDITIVE if direction is Direction.LOOSER else Kind.BREAKING


def grade_values(use: Use, direction: Direction) -> Kind:
    """Return the class of a change of a constraint. The package does not check results."""
    return Kind.BEHAVIOUR if use is Use.RESULT else _of_argument(use, direction)


def breaks(kind: Kind, direction: Direction) -> bool:
    """Return whether a change may break callers: the stricter ones of a security class do, too."""
    return kind is Kind.BREAKING or (kind is Kind.SECURITY and direction is Direction.OTHER)


def compare_sets(old: Set[Any], new: Set[Any]) -> Direction | None:
    """Return how a set of what is admitted changes; None if it does not."""
    if old == new:
        return None
    if old < new:
        return Direction.LOOSER
    return Direction.STRICTER if new < old else Direction.OTHER


def compare_constraints(old: Constraint | None, new: Constraint | None) -> Direction | None:
    """Return how one constraint keyword changes which values are valid.

    Args:
        old: The constraint before; None if there was none.
        new: The constraint now; None if there is none. At least one of the two is given.

    Returns:
        The direction; None if both admit the same values.
    """
    if old is None or new is None:
        return Direction.STRICTER if old is None else Direction.LOOSER
    match KEYWORDS[new.keyword].stricter:
        case "higher":
            stricter = float(new.value) > float(old.value)
        case "lower":
            stricter = float(new.value) < float(old.value)
        case "true":
            stricter = bool(new.value)
        case None:
            if new.keyword == "pattern":
                return _compared_patterns(str(old.value), str(new.value))
            return Direction.OTHER
    return Direction.STRICTER if stricter else Direction.LOOSER


def _compared_patterns(old: str, new: str) -> Direction | None:
    match compare_patterns(old, new):
        case "same":
            return None
        case "stricter":
            return Direction.STRICTER
        case "looser":
            return Direction.LOOSER
        case "other" | "not decided":
            return Direction.OTHER


def _of_argument(use: Use, direction: Direction) -> Kind:
    """Return the class of a change of what an argument accepts.

    In a path, a constraint keeps a value from naming another resource than the one meant.
    """
    if use is Use.PATH and direction is not Direction.STRICTER:
        return Kind.SECURITY
    return Kind.ADDITIVE if direction is Direction.LOOSER else Kind.BREAKING
