"""Writes changes down: for the reviewer of a pull request, for programs, and for the changelog."""

import html
import json
import re
from collections.abc import Collection, Sequence

from generator.review.change import (
    GRAVEST_FIRST,
    Change,
    Kind,
    code,
    exit_status,
    propose,
    version_step,
)

REASONS = {
    "major": "callers may have to change their code",
    "minor": "callers can go on as they are, but the package does something new or otherwise",
    "patch": "only documentation changes",
}
BEFORE_1_0 = "Before 1.0, a major step raises the second number and every other the third."
LONGEST_LIST = 20
# Which heading of the changelog tells of which kind, in the order of the headings.
HEADINGS = {
    "Security": {Kind.SECURITY},
    "Changed": {Kind.BREAKING, Kind.BEHAVIOUR},
    "Added": {Kind.ADDITIVE},
}


def markdown(
    changes: Sequence[Change],
    *,
    old_label: str,
    new_label: str,
    version: str,
    unjudged: Sequence[str] = (),
) -> str:
    """Return a report for a pull request.

    Args:
        changes: What `compare` found.
        old_label: What to call the old document, such as a commit.
        new_label: What to call the new one.
        version: The version of the package before the changes.
        unjudged: Files of the package that another generator makes otherwise.
    """
    between = f"From {code(old_label)} to {code(new_label)}"
    if not changes and unjudged:
        head = "## No interface changes, but the generator did"
        return f"{head}\n\n{between}.\n\n{_named(unjudged)}\n"
    if not changes:
        return f"## Nothing changes for callers\n\n{between}.\n"
    step = version_step(changes)
    kinds = [kind for kind in GRAVEST_FIRST if _of(changes, {kind})]
    counts = ", ".join(f"{len(_of(changes, {kind}))} {kind}" for kind in kinds)
    parts = [
        f"## Highest class: {kinds[0]}. Proposed version: {version} → {propose(version, step)}",
        f"{between}: {counts}. A {step} step, because {REASONS[step]}.",
    ]
    if version.startswith("0."):
        parts[-1] += " " + BEFORE_1_0
    if unjudged:
        parts.append(_named(unjudged))
    for kind in kinds:
        parts.append(f"### {kind.capitalize()}")
        parts.append("\n".join(map(_item, _of(changes, {kind}))))
    parts.append("### Proposed changelog entry")
    # No sentence can hold three backticks, see `code`, so none can end the block.
    parts.append(f"```markdown\n{changelog_entry(changes)}```")
    return "\n\n".join(parts) + "\n"


def as_json(changes: Sequence[Change], *, version: str, unjudged: Sequence[str] = ()) -> str:
    """Return the report for programs.

    Its keys, which later versions may add to: `highest` (a kind, or null), `exit_status`, `step`,
    `version` with `current` and `proposed`, `changes` with `kind`, `breaking`, `pointer` and
    `sentence` (Markdown) each, `unjudged` (see `markdown`), and `changelog` (Markdown).
    """
    step = version_step(changes)
    report = {
        "highest": min((change.kind for change in changes), key=GRAVEST_FIRST.index, default=None),
        "exit_status": exit_status(changes),
        "step": step,
        "version": {"current": version, "proposed": propose(version, step)},
        "changes": [
            {
                "kind": change.kind,
                "breaking": change.breaking,
                "pointer": change.pointer,
                "sentence": change.sentence,
            }
            for change in changes
        ],
        "unjudged": list(unjudged),
        "changelog": changelog_entry(changes),
    }
    return json.dumps(report, indent=2) + "\n"


def changelog_entry(changes: Sequence[Change]) -> str:
    """Return the lines of a changelog for users of the package, those that break them marked."""
    sections = []
    for heading, kinds in HEADINGS.items():
        # What breaks comes first, whatever its kind.
        chosen = sorted(_of(changes, kinds), key=lambda change: not change.breaking)
        lines = [
            f"- {'**Breaking:** ' if c.breaking else ''}{_legible(c.sentence)}" for c in chosen
        ]
        if lines:
            sections.append("\n".join([f"### {heading}", "", *lines, ""]))
    if _of(changes, {Kind.DOCUMENTATION}):
        # A user reads the documentation itself, not a list of the places that were reworded.
        sections.append("### Documentation\n\n- Descriptions and examples are revised.\n")
    return "\n".join(sections)


def _legible(sentence: str) -> str:
    """Return a sentence with its code in backticks wherever that is safe in a list.

    A changelog is read as text as well. Only a table needs more than backticks around `a|b`.
    """

    def plain(found: re.Match[str]) -> str:
        text = html.unescape(found[1])
        return f"`{text}`" if text.strip() and "`" not in text else found[0]

    # No code in backticks holds a `<`, and no code in an element holds one either, see `code`.
    return re.sub("<code>(.*?)</code>", plain, sentence)


def _of(changes: Sequence[Change], kinds: Collection[Kind]) -> list[Change]:
    return [change for change in changes if change.kind in kinds]


def _named(unjudged: Sequence[str]) -> str:
    names = ", ".join(map(code, unjudged[:LONGEST_LIST]))
    more = len(unjudged) - LONGEST_LIST
    names += f" and {more} more" if more > 0 else ""
    return (
        f"The generator changed too, and makes of the old document other files: {names}. No"
        " comparison of interfaces can judge that: read their diff."
    )


def _item(change: Change) -> str:
    mark = " **Breaks callers.**" if change.breaking and change.kind is Kind.SECURITY else ""
    return f"- {change.sentence}{mark}<br>{code(change.pointer)}"
