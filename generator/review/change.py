"""What a change is, how grave it is, and which version follows from it."""

import enum
import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Literal

import attrs
from packaging.version import Version

Step = Literal["major", "minor", "patch", "none"]
#: The smallest first.
STEPS: tuple[Step, ...] = ("none", "patch", "minor", "major")

LONGEST_VALUE = 200
SHARED = 40
"""How much of what two long values have in common is shown next to where they differ."""


class Kind(enum.StrEnum):
    """The class of a change, the gravest first."""

    SECURITY = "security"
    BREAKING = "breaking"
    BEHAVIOUR = "behaviour"
    ADDITIVE = "additive"
    DOCUMENTATION = "documentation"

    @property
    def exit_status(self) -> int:
        """The status with which a command ends when this is the gravest kind it found."""
        return {Kind.SECURITY: 3, Kind.BREAKING: 2, Kind.DOCUMENTATION: 0}.get(self, 1)


GRAVEST_FIRST = tuple(Kind)


@attrs.frozen(kw_only=True)
class Change:
    """One difference between two documents, as a caller of the Python package notices it."""

    pointer: str
    """JSON pointer of the place in the new document, or in the old one where it was removed."""
    kind: Kind
    sentence: str
    """One sentence in Markdown; whatever comes from the document is escaped."""
    breaking: bool
    """Whether working callers may fail. A security change can break callers as well."""


def exit_status(changes: Iterable[Change]) -> int:
    """Return 0 for no change that matters, 1 for additive or behaviour, 2 breaking, 3 security."""
    return max((change.kind.exit_status for change in changes), default=0)


def version_step(changes: Iterable[Change]) -> Step:
    """Return the step that the package's version takes.

    A security change that breaks nobody is a minor step: it does more than before (another host, a
    second sending), and a reviewer must see it, but code that ran keeps running.
    """
    changes = tuple(changes)
    if any(change.breaking for change in changes):
        return "major"
    if any(change.kind is not Kind.DOCUMENTATION for change in changes):
        return "minor"
    return "patch" if changes else "none"


def propose(version: str, step: Step) -> str:
    """Return the release that follows `version`.

    A pre-release leads to its own release, unless the step is a larger one than that release is.
    Before 1.0 there is no major version to raise. The convention of SemVer's 0.y.z, which `~=0.1.2`
    and Cargo's and npm's `^0.1.2` rely on, is that y is raised when callers may break and z by all
    else; so a pin that is safe stays useful.

    Raises:
        ValueError: `version` is none.
    """
    known = Version(version)
    major, minor, patch = (*known.release, 0, 0)[:3]
    if step == "none":
        return version
    # Which step led to a release shows in the last of its numbers that is not 0.
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


def code(value: object) -> str:
    """Return `value` as code in Markdown that nothing in it can end or turn into markup.

    Backslashes do not escape inside a code span, so text with a special character becomes an HTML
    element, where entities do: safe in a paragraph, in a list and in a table.
    """
    # Line breaks would end the paragraph; invisible and bidirectional characters would mislead.
    text = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in str(value))
    if len(text) > LONGEST_VALUE:
        # Both ends stay: two long paths or patterns often differ in their ends only.
        text = f"{text[: LONGEST_VALUE // 2]}…{text[-LONGEST_VALUE // 2 :]}"
    if text.strip() and not re.search(r"[`|<>&]", text):
        return f"`{text}`"
    escaped = re.sub(r"[^\w ./:-]", lambda found: f"&#{ord(found[0])};", text)
    return f"<code>{escaped}</code>"


def codes(old: object, new: object) -> tuple[str, str]:
    """Return two values as `code`, so that however long they are, where they differ is in sight."""
    before, after = str(old), str(new)
    if max(len(before), len(after)) <= LONGEST_VALUE:
        return code(before), code(after)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    start, end = max(0, start - SHARED), max(0, end - SHARED)
    parts = (text[start : len(text) - end] for text in (before, after))
    shown = [code(f"{'…' if start else ''}{part}{'…' if end else ''}") for part in parts]
    return shown[0], shown[1]


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
