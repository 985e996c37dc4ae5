"""What follows from changes: the step of the version, the exit status, the report."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.review.change import Change, Kind, exit_status, propose, version_step
from generator.review.quoting import code
from generator.review.report import as_json, changelog_entry, markdown


def change(kind: Kind, sentence: str = "It changes.", *, breaking: bool = False) -> Change:
    """Return a change for tests of what follows."""
    return Change(pointer="/x", kind=kind, sentence=sentence, breaking=breaking)


@pytest.mark.parametrize(
    ("changes", "step", "status"),
    [
        ([], "none", 0),
        ([change(Kind.DOCUMENTATION)], "patch", 0),
        ([change(Kind.ADDITIVE)], "minor", 1),
        ([change(Kind.BEHAVIOUR), change(Kind.DOCUMENTATION)], "minor", 1),
        ([change(Kind.ADDITIVE), change(Kind.BREAKING, breaking=True)], "major", 2),
        ([change(Kind.SECURITY)], "minor", 3),
        ([change(Kind.SECURITY, breaking=True)], "major", 3),
        ([change(Kind.SECURITY), change(Kind.BREAKING, breaking=True)], "major", 3),
    ],
)
def test_step_and_status_follow_the_gravest_change(
    changes: list[Change], step: str, status: int
) -> None:
    """The step tells whether callers break; the status tells the gravest class."""
    assert version_step(changes) == step
    assert exit_status(changes) == status


@pytest.mark.parametrize(
    ("version", "step", "expected"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.0.0", "none", "0.0.0"),
        ("1.2", "patch", "1.2.1"),
        ("2.0.0rc1", "major", "2.0.0"),
        ("1.3.0rc1", "minor", "1.3.0"),
        ("1.3.0rc1", "major", "2.0.0"),
        ("1.2.4rc1", "patch", "1.2.4"),
        ("1.2.4rc1", "minor", "1.3.0"),
        ("0.2.0rc1", "major", "0.2.0"),
        ("0.2.1.dev3", "minor", "0.2.1"),
        ("0.2.1.dev3", "major", "0.3.0"),
        ("0.2.1.dev3", "none", "0.2.1.dev3"),
    ],
)
def test_the_next_version_follows_the_step(version: str, step: Any, expected: str) -> None:
    """Before 1.0 a break raises the second part and all else the third.

    A pre-release leads to its own release, where that one is a step as large.
    """
    assert propose(version, step) == expected


CHANGES = [
    change(Kind.SECURITY, "A host is new."),
    change(Kind.SECURITY, "A mark is gone.", breaking=True),
    change(Kind.BREAKING, "A field is gone.", breaking=True),
    change(Kind.BEHAVIOUR, "A default changes."),
    change(Kind.ADDITIVE, "A field is new."),
    change(Kind.DOCUMENTATION, "Words change."),
]

REPORT = """\
## Highest class: security. Proposed version: 1.4.0 → 2.0.0

From `main` to <code>a&#124;b</code>: 2 security, 1 breaking, 1 behaviour, 1 additive, \
1 documentation. A major step, because callers may have to change their code.

### Security

- A host is new.<br>`/x`
- A mark is gone. **Breaks callers.**<br>`/x`

### Breaking

- A field is gone.<br>`/x`

### Behaviour

- A default changes.<br>`/x`

### Additive

- A field is new.<br>`/x`

### Documentation

- Words change.<br>`/x`

### Proposed changelog entry

```markdown
### Security

- **Breaking:** A mark is gone.
- A host is new.

### Changed

- **Breaking:** A field is gone.
- A default changes.

### Added

- A field is new.

### Documentation

- Descriptions and examples are revised.
```
"""


def test_the_report_for_a_pull_request() -> None:
    """The highest class and the step come first, then each class, then the changelog entry."""
    assert markdown(CHANGES, old_label="main", new_label="a|b", version="1.4.0") == REPORT


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("int | None", "`int | None`"),
        ("httpx<1,>=0.27", "`httpx<1,>=0.27`"),
        ("a&lt;b", "`a&lt;b`"),
        ("<code>x</code>", "`<code>x</code>`"),
        ("a`b|c", "<code>a&#96;b&#124;c</code>"),
        ("", "<code></code>"),
        ("plain", "`plain`"),
    ],
)
def test_the_changelog_holds_code_that_can_be_read_as_text(value: str, shown: str) -> None:
    """An element stays only where backticks could not hold the value."""
    entry = changelog_entry([change(Kind.ADDITIVE, f"It is {code(value)} and {code('x')}.")])
    assert entry == f"### Added\n\n- It is {shown} and `x`.\n"


def test_the_report_of_no_change() -> None:
    """Without changes the report says so, and proposes nothing."""
    report = markdown([], old_label="a", new_label="b", version="1.4.0")
    assert report == "## Nothing changes for callers\n\nFrom `a` to `b`.\n"
    assert changelog_entry([]) == ""


def test_a_step_before_1_0_says_how_it_is_counted() -> None:
    """A minor step that raises the third number looks like a mistake otherwise."""
    report = markdown(CHANGES[4:], old_label="a", new_label="b", version="0.1.0")
    assert "Proposed version: 0.1.0 → 0.1.1" in report
    assert "Before 1.0, a major step raises the second number and every other the third." in report
    assert "Before 1.0" not in REPORT


@pytest.mark.parametrize("changes", [[], CHANGES[4:]])
def test_what_no_comparison_can_judge_is_named(changes: list[Change]) -> None:
    """A file that changes without a change of the interface may mean anything."""
    names = [*(f"one/file_{number}.py" for number in range(60)), "api.py"]
    names += [f"two/file_{number}.py" for number in range(61)]
    report = markdown(changes, old_label="a", new_label="b", version="1.4.0", unjudged=names)
    assert "Nothing changes" not in report
    assert "`one/file_58.py`, `one/file_59.py`, `api.py` and 61 files in `two`." in report
    assert "No comparison of interfaces can judge that" in report
    data = json.loads(as_json(changes, version="1.4.0", unjudged=names))
    assert data["exit_status"] == 1
    assert data["step"] != "none"
    assert data["unjudged"] == names


def test_the_report_for_programs() -> None:
    """JSON holds the same facts under documented keys."""
    report = json.loads(as_json(CHANGES[3:5], version="0.4.0"))
    assert report == {
        "highest": "behaviour",
        "exit_status": 1,
        "step": "minor",
        "version": {"current": "0.4.0", "proposed": "0.4.1"},
        "changes": [
            {
                "kind": "behaviour",
                "breaking": False,
                "pointer": "/x",
                "others": [],
                "sentence": "A default changes.",
            },
            {
                "kind": "additive",
                "breaking": False,
                "pointer": "/x",
                "others": [],
                "sentence": "A field is new.",
            },
        ],
        "unjudged": [],
        "uncompared": [],
        "changelog": "### Changed\n\n- A default changes.\n\n### Added\n\n- A field is new.\n",
    }
    assert json.loads(as_json([], version="0.4.0"))["highest"] is None


def test_a_pointer_is_shown_as_a_whole() -> None:
    """A reviewer can paste it, however long it is."""
    pointer = "/paths/" + "long" * 100
    one = Change(pointer=pointer, kind=Kind.ADDITIVE, sentence="It is new.", breaking=False)
    assert f"`{pointer}`" in markdown([one], old_label="a", new_label="b", version="1.0.0")
