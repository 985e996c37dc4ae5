"""Writes changes down: for the reviewer of a pull request, for programs, and for the changelog."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Final

from generator.review.change import (
    GRAVEST_FIRST,
    Change,
    Kind,
    Step,
    exit_status,
    propose,
    version_step,
)
from generator.review.quoting import code, listed

_REASONS: Final[Mapping[Step, str]] = {
    "major": "callers may have to change their code",
    "minor": "callers need not change code, but the package behaves differently or does more",
    "patch": "only documentation or files without an effect on the interface change",
}
_BEFORE_1_0: Final = "Before 1.0, a major step raises the second number and every other the third."
#: How many files of one folder are named; if there are more, they are counted. A person reads each
#: file of the package that changes, and the folder of the runtime holds about 50.
_MOST_IN_PACKAGE: Final = 60
_MOST_ELSEWHERE: Final = 3
#: The headings of the changelog, in their order, with the kinds below each.
_HEADINGS: Final[Mapping[str, frozenset[Kind]]] = {
    "Security": frozenset({Kind.SECURITY}),
    "Changed": frozenset({Kind.BREAKING, Kind.BEHAVIOUR}),
    "Added": frozenset({Kind.ADDITIVE}),
}
_INTERNAL: Final = "### Changed\n\n- Code inside of the package changes; its interface does not.\n"


def markdown(
    changes: Sequence[Change],
    *,
    old_label: str,
    new_label: str,
    version: str,
    unjudged: Sequence[str] = (),
    uncompared: Sequence[str] = (),
) -> str:
    """Return a report for a pull request.

    Args:
        changes: What changes for callers, the gravest first.
        old_label: What to call the old state, such as a commit.
        new_label: What to call the new one.
        version: The version of the package before the changes.
        unjudged: Files of the package that change while the changes for callers do not say why.
        uncompared: Other files that change and that no comparison judges, such as the checks.
    """
    between = f"From {code(old_label)} to {code(new_label)}"
    if not changes and not unjudged:
        parts = ["## Nothing changes for callers", f"{between}.", *_by_hand(uncompared)]
        return "\n\n".join(parts) + "\n"
    step = version_step(changes, unjudged)
    kinds = [kind for kind in GRAVEST_FIRST if _of(changes, {kind})]
    counts = ", ".join(f"{len(_of(changes, {kind}))} {kind}" for kind in kinds)
    counts = counts or "the interface stays, files of the package change"
    highest = f"Highest class: {kinds[0]}." if kinds else "The code inside of the package changes."
    parts = [
        f"## {highest} Proposed version: {version} → {propose(version, step)}",
        f"{between}: {counts}. A {step} step, because {_REASONS[step]}.",
    ]
    if version.startswith("0."):
        parts[-1] += " " + _BEFORE_1_0
    if unjudged:
        parts.append(_named(unjudged))
    parts += _by_hand(uncompared)
    for kind in kinds:
        parts.append(f"### {kind.capitalize()}")
        parts.append("\n".join(map(_item, _of(changes, {kind}))))
    parts.append("### Proposed changelog entry")
    # No sentence can hold three backticks, see `code`, so none can end the block.
    parts.append(f"```markdown\n{changelog_entry(changes, unjudged)}```")
    return "\n\n".join(parts) + "\n"


def as_json(
    changes: Sequence[Change],
    *,
    version: str,
    unjudged: Sequence[str] = (),
    uncompared: Sequence[str] = (),
) -> str:
    """Return the report for programs.

    Its keys, to which later versions may add others: `highest` (a kind, or null), `exit_status`,
    `step`, `version` with `current` and `proposed`, `changes` with `kind`, `breaking`, `pointer`,
    `others` (pointers of further places that the change meets) and `sentence` (Markdown) each,
    `unjudged` and `uncompared` (see `markdown`), and `changelog` (Markdown).

    Args:
        changes: What changes for callers, the gravest first.
        version: The version of the package before the changes.
        unjudged: As for `markdown`.
        uncompared: As for `markdown`.
    """
    step = version_step(changes, unjudged)
    report = {
        "highest": min((change.kind for change in changes), key=GRAVEST_FIRST.index, default=None),
        "exit_status": exit_status(changes, unjudged),
        "step": step,
        "version": {"current": version, "proposed": propose(version, step)},
        "changes": [
            {
                "kind": change.kind,
                "breaking": change.breaking,
                "pointer": change.pointer,
                "others": list(change.others),
                "sentence": change.sentence,
            }
            for change in changes
        ],
        "unjudged": list(unjudged),
        "uncompared": list(uncompared),
        "changelog": changelog_entry(changes, unjudged),
    }
    return json.dumps(report, indent=2) + "\n"


def changelog_entry(changes: Sequence[Change], unjudged: Sequence[str] = ()) -> str:
    """Return the lines of a changelog for users of the package, those that break them marked.

    Args:
        changes: What changes for callers.
        unjudged: As for `markdown`.
    """
    sections = []
    for heading, kinds in _HEADINGS.items():
        # What breaks comes first, whatever its kind.
        chosen = sorted(_of(changes, kinds), key=lambda change: not change.breaking)
        lines = [f"- {'**Breaking:** ' if c.breaking else ''}{legible(c.sentence)}" for c in chosen]
        if lines:
            sections.append("\n".join([f"### {heading}", "", *lines, ""]))
    if _of(changes, {Kind.DOCUMENTATION}):
        # A user reads the documentation itself, not a list of the places that were reworded.
        sections.append("### Documentation\n\n- Descriptions and examples are revised.\n")
    return "\n".join(sections) or (_INTERNAL if unjudged else "")


def legible(sentence: str) -> str:
    """Return a sentence with its code in backticks wherever that is safe in a list.

    A changelog is read as text as well. Only a table needs more than backticks around `a|b`.

    Args:
        sentence: The sentence of a change.
    """

    def plain(found: re.Match[str]) -> str:
        text = html.unescape(found[1])
        return f"`{text}`" if text.strip() and "`" not in text else found[0]

    # No code in backticks holds a `<`, and no code in an element holds one either, see `code`.
    return re.sub("<code>(.*?)</code>", plain, sentence)


def _of(changes: Sequence[Change], kinds: Collection[Kind]) -> list[Change]:
    return [change for change in changes if change.kind in kinds]


def _named(unjudged: Sequence[str]) -> str:
    return (
        "Files of the package change for other reasons than the changes below:"
        f" {_by_folder(unjudged, _MOST_IN_PACKAGE)}. The"
        " generator, its templates or its tools changed, or the document says the same in another"
        " way. No comparison of interfaces can judge that: read their diff."
    )


def _by_hand(uncompared: Sequence[str]) -> list[str]:
    """Return a paragraph on files that only a person judges, if there are any."""
    if not uncompared:
        return []
    return [
        "No comparison judges these files, and some of them decide what is checked: read their"
        f" diff. {_by_folder(uncompared, _MOST_ELSEWHERE)}."
    ]


def _by_folder(names: Sequence[str], most: int) -> str:
    """Return the names of files as a list in a sentence.

    Args:
        names: The names.
        most: How many files of a folder are named. If it has more, they are counted.
    """
    folders: dict[str, list[str]] = {}
    for name in names:
        folders.setdefault(name.rpartition("/")[0], []).append(name)
    shown: list[str] = []
    for folder, inside in folders.items():
        if folder and len(inside) > most:
            shown.append(f"{len(inside)} files in {code(folder)}")
        else:
            shown += map(code, inside)
    return listed(shown, len(shown))


def _item(change: Change) -> str:
    mark = " **Breaks callers.**" if change.breaking and change.kind is Kind.SECURITY else ""
    return f"- {change.sentence}{mark}<br>{code(change.pointer, is_whole=True)}"
