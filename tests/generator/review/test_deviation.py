"""The report on how far the templates stand from the engine's."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from generator import deviation
from generator.deviation import Ceiling, read_ceilings, report
from generator.errors import GeneratorError
from tests.generator.review.repository import Repository

OURS, UPSTREAM = "a\nb\nc\n{# ours #}\n", "a\nb\nc\nd\n"
DIGEST = hashlib.sha256(UPSTREAM.encode()).hexdigest()


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Make a folder with a template of ours, and one with the engine's."""
    ours, upstream = tmp_path / "ours", tmp_path / "upstream"
    for folder, text in ((ours, OURS), (upstream, UPSTREAM)):
        folder.mkdir()
        (folder / "model.jinja").write_text(text)
    return ours, upstream


def row(ceiling: Ceiling, folders: tuple[Path, Path]) -> tuple[list[str], bool]:
    """Return the cells of the one row of a report, and the verdict."""
    text, is_within = report([ceiling], ours=folders[0], upstream=folders[1])
    head, rule, line, _, verdict = text.splitlines()[2:]
    assert head.count("|") == rule.count("|") == line.count("|") == 6
    assert ("Every template is within" in verdict) is is_within
    return [cell.strip() for cell in line.strip("|").split("|")], is_within


@pytest.mark.parametrize(
    ("percent", "shown", "is_within"),
    [(26, "25 %", True), (25, "25 %", True), (24, "**25 %**", False)],
)
def test_a_template_may_differ_up_to_its_ceiling(
    folders: tuple[Path, Path], percent: int, shown: str, is_within: bool
) -> None:
    """Three of four lines are common, so a quarter is not."""
    ceiling = Ceiling(ours="model.jinja", upstream="model.jinja", sha256=DIGEST, percent=percent)
    assert row(ceiling, folders) == (
        ["model.jinja", "model.jinja", shown, f"{percent} %", "unchanged"],
        is_within,
    )


def test_a_template_that_upstream_changed_is_to_be_read(folders: tuple[Path, Path]) -> None:
    """The row says which digest to commit afterwards; that one then passes."""
    (folders[1] / "model.jinja").write_text(f"{UPSTREAM}e\n")
    ceiling = Ceiling(ours="model.jinja", upstream="model.jinja", sha256=DIGEST)
    cells, is_within = row(ceiling, folders)
    assert not is_within
    marked, _, digest = cells[4].partition(": read it, then commit ")
    assert marked == "**changed**"
    ceiling = Ceiling(ours="model.jinja", upstream="model.jinja", sha256=digest)
    assert row(ceiling, folders)[1]


def test_a_template_that_upstream_removed_is_to_be_looked_for(folders: tuple[Path, Path]) -> None:
    """It may have been renamed."""
    ceiling = Ceiling(ours="model.jinja", upstream="gone.jinja", sha256=DIGEST)
    cells = ["model.jinja", "gone.jinja", "", "100 %", "**removed**"]
    assert row(ceiling, folders) == (cells, False)


def test_a_template_without_a_counterpart_is_free(folders: tuple[Path, Path]) -> None:
    """There is nothing to stand apart from."""
    cells = ["model.jinja", "none", "", "", ""]
    assert row(Ceiling(ours="model.jinja"), folders) == (cells, True)


def test_one_bad_row_is_enough(folders: tuple[Path, Path]) -> None:
    """Good rows do not make up for it, wherever they stand."""
    good = Ceiling(ours="model.jinja")
    bad = Ceiling(ours="model.jinja", upstream="gone.jinja")
    for ceilings in ([good, bad], [bad, good]):
        assert not report(ceilings, ours=folders[0], upstream=folders[1])[1]


@pytest.mark.parametrize(
    ("ours", "upstream", "percent"),
    [
        ("", "", 0),
        ("a\n  b\n\n", "a\nb\n", 0),
        ("a\n", "b\n", 100),
        ("a\nb\n", "b\nc\n", 50),
        ("a\n", "a\nb\nc\n", 50),
    ],
)
def test_deviation_counts_lines_that_are_not_common(ours: str, upstream: str, percent: int) -> None:
    """Indentation and empty lines do not count."""
    assert deviation.deviation(ours, upstream) == percent


@pytest.mark.parametrize(
    ("ceilings", "message"),
    [
        ("a.jinja:\n", "ceilings.yaml: #/model.jinja: has no ceiling; keep one entry"),
        ("model.jinja:\ngone.jinja:\n", "ceilings.yaml: #/gone.jinja: is no template any more"),
        ("model.jinja: {percent: many}\n", "ceilings.yaml: #/model.jinja: is no ceiling"),
        ("model.jinja: {most: 3}\n", "ceilings.yaml: #/model.jinja: is no ceiling"),
    ],
)
def test_each_template_has_one_ceiling(
    folders: tuple[Path, Path], tmp_path: Path, ceilings: str, message: str
) -> None:
    """A new template needs one, and one that is left over misleads."""
    file = tmp_path / "ceilings.yaml"
    file.write_text(ceilings.replace("a.jinja:\n", "{}\n"))
    with pytest.raises(GeneratorError) as caught:
        read_ceilings(file, folders[0])
    assert str(caught.value).startswith(message)


def test_the_committed_ceilings_hold(repository: Repository) -> None:
    """The command reports on every template, and ends with 0."""
    status, out, err = repository.run("deviation")
    assert (status, err) == (0, "")
    for ceiling in read_ceilings():
        assert f"\n| {ceiling.ours} | " in out


def test_the_command_ends_with_1_for_a_template_too_far(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """So that the session that tries an engine can tell."""
    monkeypatch.setattr(
        deviation, "read_ceilings", lambda: [Ceiling(ours="model.py.jinja", upstream="gone")]
    )
    assert repository.run("deviation")[0] == 1


def test_without_the_engine_the_message_says_what_to_install(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is not an error of the project."""
    monkeypatch.setattr(deviation, "find_spec", lambda name: None)
    status, out, err = repository.run("deviation")
    assert (status, out) == (2, "")
    assert "openapi-python-client: is not installed; install generator/requirements.txt" in err
