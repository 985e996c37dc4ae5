"""A change, how grave it is, and which version follows from it."""

from __future__ import annotations

import enum
from collections.abc import Collection, Iterable
from typing import Final, Literal, TypeAlias

import attrs
from packaging.version import Version

Step: TypeAlias = Literal["major", "minor", "patch", "none"]
#: The smallest first.
STEPS: Final[tuple[Step, ...]] = ("none", "patch", "minor", "major")


class Kind(enum.StrEnum):
    """The class of a change, the gravest first."""

    SECURITY = "security"
    BREAKING = "breaking"
    BEHAVIOUR = "behaviour"
    ADDITIVE = "additive"
    DOCUMENTATION = "documentation"

    @property
    def exit_status(self) -> int:
        """The exit status of a command that finds a change of this class and no graver one."""
        return {Kind.SECURITY: 3, Kind.BREAKING: 2, Kind.DOCUMENTATION: 0}.get(self, 1)


GRAVEST_FIRST: Final = tuple(Kind)


@attrs.frozen(kw_only=True)
class Change:
    """A difference between two packages, as a caller notices it.

    Attributes:
        pointer: JSON pointer of the place in the new document, or in the old one if it was removed.
        kind: Its class.
        sentence: One sentence in Markdown; whatever comes from the document is quoted as code.
        breaking: Whether working callers may fail. A security change can break callers as well.
        others: Pointers of further places that the same change meets.
    """

    pointer: str
    kind: Kind
    sentence: str
    breaking: bool
    others: tuple[str, ...] = ()


def gravest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """Return changes in an order that depends on their content alone."""
    return tuple(
        sorted(changes, key=lambda one: (GRAVEST_FIRST.index(one.kind), one.pointer, one.sentence))
    )


def exit_status(changes: Iterable[Change], unjudged: Collection[str] = ()) -> int:
    """Return the exit status of `diff`.

    Args:
        changes: What changes for callers.
        unjudged: Files of the package that change for other reasons.

    Returns:
        3 for security, 2 for breaking, 1 for behaviour, additive or unjudged files, 0 for less.
    """
    return max((change.kind.exit_status for change in changes), default=0) or int(bool(unjudged))


def version_step(changes: Iterable[Change], unjudged: Collection[str] = ()) -> Step:
    """Return the step that the version of the package takes.

    A security change that breaks nobody is a minor step: the package does more than before, such as
    calling another host, and a reviewer must see it, but code that ran keeps running.

    Args:
        changes: What changes for callers.
        unjudged: Files of the package that change for other reasons. They take a patch step, so
            that different files never have the same version.
    """
    changes = tuple(changes)
    if any(change.breaking for change in changes):
        return "major"
    if any(change.kind is not Kind.DOCUMENTATION for change in changes):
        return "minor"
    return "patch" if changes or unjudged else "none"


def propose(version: str, step: Step) -> str:
    """Return the release that follows a version.

    A pre-release leads to its own release, unless the step is larger than that release.
    Before 1.0, the convention for SemVer's 0.y.z raises y if callers may break and z for all else;
    `~=0.1.2` of pip and `^0.1.2` of Cargo and npm rely on it.

    Raises:
        ValueError: If `version` is not a version.
    """
    known = Version(version)
    major, minor, patch = (*known.release, 0, 0)[:3]
    if step == "none":
        return version
    # The last number that is not 0 shows which step led to a release.
    taken: Step = "major" if patch == 0 and (major == 0 or minor == 0) else "minor"
    taken = "patch" if patch and major else taken
    if known.is_prerelease and STEPS.index(step) <= STEPS.index(taken):
        return known.base_version
    if major == 0:
        return f"0.{minor + 1}.0" if step == "major" else f"0.{minor}.{patch + 1}"
    return {
        "major": f"{major + 1}.0.0",
        "minor": f"{major}.{minor + 1}.0",
        "patch": f"{major}.{minor}.{patch + 1}",
    }[step]
