"""The gate before a merge: version and changelog follow what changed."""

from __future__ import annotations

import pytest

from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE
from tests.review.repository import Repository

WORDS = ("description: Name of the serverless endpoint.", "description: The endpoint's name.")
RENAMED_KEY = ("        secondaryKey:\n", "        otherKey:\n")


def set_version(repository: Repository, version: str) -> None:
    """Give the package another version."""
    repository.edit(CONFIG, "version: 0.1.0\n", f"version: {version}\n")


def add_entry(repository: Repository, heading: str, text: str = "- Something.") -> None:
    """Write an entry above the others in the changelog."""
    repository.edit(CHANGELOG, "\n## ", f"\n## {heading}\n\n{text}\n\n## ")


def gate(repository: Repository) -> tuple[int, list[str]]:
    """Run the gate: its status, and what it says is missing."""
    status, out, err = repository.run("diff", "--gate")
    assert out
    return status, err.splitlines()


def test_nothing_is_asked_for_where_nothing_changed(repository: Repository) -> None:
    """An untouched project passes."""
    assert gate(repository) == (0, [])


@pytest.mark.parametrize(
    ("edit", "step", "proposed"), [(WORDS, "patch", "0.1.1"), (RENAMED_KEY, "major", "0.2.0")]
)
def test_a_change_asks_for_a_version_and_an_entry(
    repository: Repository, edit: tuple[str, str], step: str, proposed: str
) -> None:
    """It fails until both are there, says each time what to do, and then passes."""
    repository.edit(DOCUMENT, *edit)
    wants_version = (
        f"generator/config.yaml: the version is 0.1.0, but the changes are a {step} step from "
        f"0.1.0: set it to {proposed} and regenerate."
    )
    as_before = "CHANGELOG.md: the entry `## 0.1.0` is as before: add the changes."
    assert gate(repository) == (1, [wants_version, as_before])
    set_version(repository, proposed)
    no_entry = f"CHANGELOG.md: has no entry `## {proposed}` above all others: write what changes"
    assert gate(repository) == (1, [f"{no_entry} for users."])
    add_entry(repository, proposed)
    assert gate(repository) == (0, [])


@pytest.mark.parametrize(
    ("version", "passes"),
    [("0.1.9", False), ("0.2.0rc1", True), ("0.2.0", True), ("0.10.0", True), ("1.0.0", True)],
)
def test_a_version_may_go_further_than_proposed(
    repository: Repository, version: str, passes: bool
) -> None:
    """A larger step is the maintainer's choice; a smaller one misleads; a pre-release counts."""
    repository.edit(DOCUMENT, *RENAMED_KEY)
    set_version(repository, version)
    add_entry(repository, version)
    assert (gate(repository)[0] == 0) is passes


@pytest.mark.parametrize("heading", ["0.2.0", "[0.2.0]", "0.2.0 - 2026-01-31", "[0.2.0] - soon"])
def test_headings_of_the_changelog_may_be_decorated(repository: Repository, heading: str) -> None:
    """Brackets and dates are common, and no part of the version."""
    repository.edit(DOCUMENT, *RENAMED_KEY)
    set_version(repository, "0.2.0")
    add_entry(repository, heading)
    assert gate(repository) == (0, [])


@pytest.mark.parametrize("heading", ["0.2.0", "0.2.0 - 2026-01-31"])
def test_a_bare_heading_is_no_entry(repository: Repository, heading: str) -> None:
    """Users read what changed, not that something did."""
    repository.edit(DOCUMENT, *RENAMED_KEY)
    set_version(repository, "0.2.0")
    add_entry(repository, heading, text="")
    assert gate(repository)[0] == 1


def test_an_entry_for_another_version_does_not_count(repository: Repository) -> None:
    """Words under an old heading reach nobody who upgrades."""
    repository.edit(DOCUMENT, *RENAMED_KEY)
    set_version(repository, "0.2.0")
    repository.edit(CHANGELOG, "## 0.1.0\n", "## 0.1.0\n\n- Something.\n")
    assert gate(repository)[0] == 1


def test_a_change_of_the_surface_alone_asks_for_them_too(repository: Repository) -> None:
    """The document stays, but the generator makes something else of it."""
    repository.edit(f"{PACKAGE}/api.md", "class NotFoundError(APIStatusError)\n", "class Gone\n")
    repository.commit()
    status, missing = gate(repository)
    assert status == 1
    assert "major step" in missing[0]


def test_a_prerelease_before_the_change_is_no_obstacle(repository: Repository) -> None:
    """The release that it leads to may hold the change as well."""
    set_version(repository, "0.2.0rc1")
    add_entry(repository, "0.2.0rc1")
    repository.commit()
    repository.edit(DOCUMENT, *RENAMED_KEY)
    repository.edit(CONFIG, "version: 0.2.0rc1\n", "version: 0.2.0\n")
    add_entry(repository, "0.2.0")
    assert gate(repository) == (0, [])


def test_a_version_alone_asks_for_an_entry(repository: Repository) -> None:
    """A release that changes nothing for callers has its reason."""
    set_version(repository, "0.1.1")
    assert gate(repository)[1] == [
        "CHANGELOG.md: has no entry `## 0.1.1` above all others: write what changes for users."
    ]


def test_a_changelog_that_is_no_text_is_one_clear_line(repository: Repository) -> None:
    (repository.root / CHANGELOG).write_bytes(b"\xff")
    set_version(repository, "0.1.1")
    status, _, err = repository.run("diff", "--gate")
    assert (status, err) == (
        4,
        f"{CHANGELOG}: is not UTF-8 in the working tree; write it in UTF-8\n",
    )


def test_a_version_never_goes_back(repository: Repository) -> None:
    """Pip would take the older code for the newer one."""
    set_version(repository, "0.0.9")
    add_entry(repository, "0.0.9")
    assert gate(repository)[1] == [
        f"{CONFIG}: the version goes back from 0.1.0 to 0.0.9: set it to 0.1.0."
    ]


def test_the_gate_between_files_reads_the_changelog_on_disk(repository: Repository) -> None:
    """A file is a document; all else is the project's."""
    old = repository.root / "old.yaml"
    old.write_text(repository.read(DOCUMENT))
    repository.edit(DOCUMENT, *WORDS)
    status, _, err = repository.run("diff", str(old), str(repository.root / DOCUMENT), "--gate")
    assert status == 1
    assert "is as before" in err


SCOPE = ("x-sdk-token-scope: https://management.azure.com/", "x-sdk-token-scope: https://other/")
ACKNOWLEDGED = """- The scope of tokens that requests to cloud `AzureCloud` carry changes from
  `https://management.azure.com/.default` to `https://other/.default`."""


def test_a_security_change_needs_its_sentence_in_the_changelog(repository: Repository) -> None:
    """A version and any words do not do; the message is the line to add, which may be wrapped."""
    repository.edit(DOCUMENT, *SCOPE)
    set_version(repository, "0.1.1")
    add_entry(repository, "0.1.1", "- Typos.")
    status, (missing,) = gate(repository)
    assert status == 1
    assert missing == (
        "CHANGELOG.md: the entry `## 0.1.1` does not acknowledge a security change: if it is"
        f" intended, add the line: {' '.join(ACKNOWLEDGED.split())}"
    )
    repository.edit(CHANGELOG, "- Typos.", f"- See <https://a.example>, `b<c>`.\n{ACKNOWLEDGED}")
    assert gate(repository) == (0, [])


def test_other_files_never_have_the_same_version(repository: Repository) -> None:
    """Code of the package that changes, with the same interface, takes a patch step."""
    path = next((repository.root / PACKAGE).rglob("_secret.py"))
    path.write_text(path.read_text() + "\n# From an older generator.\n")
    repository.commit()
    status, missing = gate(repository)
    assert status == 1
    assert "the changes are a patch step from 0.1.0: set it to 0.1.1" in missing[0]
    set_version(repository, "0.1.1")
    add_entry(repository, "0.1.1")
    assert gate(repository) == (0, [])


def test_what_cannot_be_judged_does_not_pass(repository: Repository) -> None:
    """An error is no pass, and not taken for a missing version either."""
    assert repository.run("diff", "nothing", "--gate")[0] == 4


@pytest.mark.parametrize("place", ["src/package/__pycache__/_secret.cpython-311.pyc", "notes.txt"])
def test_a_file_that_git_knows_and_nobody_makes_does_not_pass(
    repository: Repository, place: str
) -> None:
    """Compiled code in a cache would run instead of its source, and `check` skips caches."""
    path = repository.root / PACKAGE / place
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"anything")
    assert gate(repository) == (0, [])
    repository.git("add", "--force", str(path))
    said = f"{PACKAGE}/{place}: is in git, but the generator does not make it: remove it."
    assert gate(repository) == (1, [said])
    repository.commit()
    status, _, err = repository.run("diff", "HEAD~1", "HEAD", "--gate")
    assert (status, err.splitlines()) == (1, [said])
