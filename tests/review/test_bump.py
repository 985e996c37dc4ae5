"""Another api-version for the document, there and back."""

from __future__ import annotations

import pytest
from azureml_serverless_endpoints import API_VERSION

from generator import commands
from generator.errors import GeneratorError
from generator.paths import DOCUMENT, PACKAGE
from generator.review.bump import bumped, is_older
from tests.review.repository import Repository

OLD, NEW = "2024-04-01", "2024-10-01"

# Every way in which a value can stand in YAML, and what must not change beside it.
TEXT = """\
# Since 2024-04-01; "2024-04-01" is the version.
info:
  version: "2024-04-01"   # "2024-04-01", quoted
  title: About 2024-04-01
  description: >-
    2024-04-01 is when this began, see
    2024-04-01
"2024-04-01": a key
? 2024-04-01
: 2024-04-01-preview
anchors:
  - &2024-04-01 '2024-04-01'
  - *2024-04-01
  - !!str 2024-04-01
  - [2024-04-01, "x2024-04-01", { a: "2024-04-01" }]
blocks:
  - |-
    2024-04-01
  - >-
    2024-04-01
  - "\U0001f511 2024-04-01"
  -
    2024-04-01
"""
BUMPED = """\
# Since 2024-04-01; "2024-04-01" is the version.
info:
  version: "2024-10-01"   # "2024-04-01", quoted
  title: About 2024-04-01
  description: >-
    2024-04-01 is when this began, see
    2024-04-01
"2024-04-01": a key
? 2024-04-01
: 2024-04-01-preview
anchors:
  - &2024-04-01 '2024-10-01'
  - *2024-04-01
  - !!str 2024-10-01
  - [2024-10-01, "x2024-04-01", { a: "2024-10-01" }]
blocks:
  - |-
    2024-10-01
  - >-
    2024-10-01
  - "\U0001f511 2024-04-01"
  -
    2024-10-01
"""


def move(text: str, old: str, new: str) -> str:
    """Bump a text under a name for messages."""
    return bumped(text, old, new, source="document.yaml")


def test_values_that_are_the_version_change_and_nothing_else() -> None:
    """Keys, comments, prose, anchors and longer texts stay as they are."""
    assert move(TEXT, OLD, NEW) == BUMPED


@pytest.mark.parametrize("new", [NEW, "2024-01-15-preview", "2024-02-29", "2024-04-01-preview"])
@pytest.mark.parametrize("text", [TEXT, TEXT.replace("\n", "\r\n"), f"\ufeff{TEXT}"])
def test_the_way_back_leads_to_the_very_text(text: str, new: str) -> None:
    """Whatever the line ends and the first character are."""
    text = text.replace("2024-04-01-preview", "other")
    there = move(text, OLD, new)
    assert there != text
    assert move(there, new, OLD) == text


def test_a_preview_becomes_stable() -> None:
    """The longer version holds the shorter one, and is replaced whole."""
    assert move("a: 2024-04-01-preview\n", "2024-04-01-preview", OLD) == "a: 2024-04-01\n"


def test_the_version_of_now_changes_nothing() -> None:
    """Even where the text could not be told apart on the way back."""
    assert move(TEXT, OLD, OLD) == TEXT


@pytest.mark.parametrize(
    "version",
    [
        "",
        "2024-12",
        "2024-12-1",
        "2024-13-01",
        "2025-02-29",
        "2024-10-01-Preview",
        "2024-10-01-preview.1",
        "2024-10-01\n",
        " 2024-10-01",
        "20251201",
        "2024-W49-1",
        "٢٠٢٥-12-01",
        "v1",
        "latest",
        "2024-10-01'}]",
    ],
)
def test_what_is_no_version_is_refused(version: str) -> None:
    """Only days that exist, in the one form that the service uses."""
    with pytest.raises(
        GeneratorError, match="is no api-version; use YYYY-MM-DD or YYYY-MM-DD-prev"
    ):
        move(TEXT, OLD, version)


def test_a_value_that_is_the_new_version_already_is_refused() -> None:
    """On the way back it would change with the others."""
    with pytest.raises(GeneratorError) as caught:
        move("a: 2024-04-01\n# words\nb: [2024-10-01]\n", OLD, NEW)
    assert str(caught.value) == (
        "document.yaml: line 3: 2024-10-01 stands there already, and could not be told apart on "
        "the way back; write it as 2024-04-01 first"
    )


@pytest.mark.parametrize(
    ("version", "other", "expected"),
    [
        ("2025-09-01", "2025-12-01", True),
        ("2025-12-01", "2025-09-01", False),
        ("2025-12-01", "2025-12-01", False),
        ("2025-12-01-preview", "2025-12-01", True),
        ("2025-12-01", "2025-12-01-preview", False),
        ("2025-12-01", "2026-01-15-preview", True),
        ("2025-12-01", "v9", False),
    ],
)
def test_a_version_is_older_by_its_day_and_a_preview_is_older_than_the_stable_one(
    version: str, other: str, expected: bool
) -> None:
    """A document may have a version of another form, which cannot be compared."""
    assert is_older(version, other) is expected


def test_a_version_that_is_written_with_escapes_is_refused() -> None:
    """It would be left behind in silence."""
    with pytest.raises(GeneratorError, match=r"document\.yaml: line 2: .* with escapes"):
        move('a: 2024-04-01\nb: "2024\\x2D04-01"\n', OLD, NEW)


@pytest.mark.parametrize("version", [NEW, "2024-01-15-preview"])
def test_the_command_moves_the_project_there_and_back(repository: Repository, version: str) -> None:
    """Document and package are as before, byte for byte, and each time consistent."""
    before = repository.files()
    status, out, err = repository.run("bump", version)
    assert (status, err) == (
        0,
        f"warning: {DOCUMENT}: api-version {version} is older than {API_VERSION}; "
        f"run `python -m generator bump {API_VERSION}` to go back\n",
    )
    assert repository.read(DOCUMENT).count(f'"{version}"') == 3
    assert f"API_VERSION: Final = '{version}'" in repository.read(f"{PACKAGE}/api.md")
    assert repository.run("check")[0] == 0
    moved = repository.files()
    changed = {name for name, content in moved.items() if before[name] != content}
    assert all(name == DOCUMENT or name.startswith(PACKAGE) for name in changed)
    assert "### Proposed changelog entry" in out
    assert f"`{API_VERSION}`" in out
    assert f"## Compare with the specification of `{version}`" in out
    status, _, err = repository.run("bump", API_VERSION)
    assert (status, err) == (0, "")
    assert repository.files() == before


def test_the_report_of_a_bump_tells_of_one_change(repository: Repository) -> None:
    """The default of `api_version` is what callers notice; no place is told of twice."""
    _, out, _ = repository.run("bump", NEW)
    assert "1 behaviour" in out
    assert "breaking" not in out
    assert "0.1.0 → 0.1.1" in out


@pytest.mark.parametrize("version", ["2024-13-01", "soon", ""])
def test_the_command_refuses_what_is_no_version(repository: Repository, version: str) -> None:
    """Status 2, one line, and nothing written."""
    before = repository.files()
    status, out, err = repository.run("bump", version)
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert repository.files() == before


@pytest.mark.parametrize("step", ["generate_tree", "write"])
@pytest.mark.parametrize(
    ("error", "status"),
    [
        (GeneratorError("document", "", "is bad", "mend it"), 2),
        (OSError(28, "No space left"), 2),
        (RuntimeError("unforeseen"), 2),
    ],
)
def test_a_failure_leaves_everything_as_it_was(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    step: str,
    error: Exception,
    status: int,
) -> None:
    """Whether the document is refused, the disk is full, or the generator is wrong."""
    found: list[bool] = []

    def fail(*_: object) -> None:
        found.append(NEW in repository.read(DOCUMENT))
        raise error

    before = repository.files()
    monkeypatch.setattr(commands, step, fail)
    assert repository.run("bump", NEW)[0] == status
    assert repository.files() == before
    # Nothing is written before all is made.
    assert found == [step == "write"]


def test_an_interrupt_leaves_everything_as_it_was(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Control-C ends the command, with the document as it was."""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = repository.files()
    monkeypatch.setattr(commands, "write", interrupt)
    with pytest.raises(KeyboardInterrupt):
        repository.run("bump", NEW)
    assert repository.files() == before
