"""The command `diff`, between states of a project that are really there."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import pytest

from generator import commands
from generator.__main__ import main
from generator.files import Tree
from generator.model.package import Package
from generator.paths import CONFIG, DOCUMENT, PACKAGE
from generator.render.provenance import Provenance
from tests.review.repository import Repository

API = f"{PACKAGE}/api.md"
WORDS = ("description: Name of the serverless endpoint.", "description: The endpoint's name.")
SUMMARY = ("summary: Both keys", "summary: The keys")
SECOND_KEY = "        secondaryKey:\n"
THIRD_KEY = (
    "        secondaryKey:\n",
    "        thirdKey:\n          type: string\n        secondaryKey:\n",
)
RENAMED_KEY = ("        secondaryKey:\n", "        otherKey:\n")
ANOTHER_HOST = ("url: https://management.azure.com", "url: https://elsewhere.example")


def report(repository: Repository, *arguments: str) -> tuple[int, dict[str, Any]]:
    """Run `diff` for programs: its exit status and what it prints."""
    status, out, err = repository.run("diff", *arguments, "--format", "json")
    assert err == ""
    return status, json.loads(out)


def sentences(result: dict[str, Any]) -> list[str]:
    """Return what a report says about each change."""
    return [change["sentence"] for change in result["changes"]]


@pytest.mark.parametrize(
    ("edit", "status", "highest", "step"),
    [
        (None, 0, None, "none"),
        (WORDS, 0, "documentation", "patch"),
        (THIRD_KEY, 1, "additive", "minor"),
        (RENAMED_KEY, 2, "breaking", "major"),
        (ANOTHER_HOST, 3, "security", "minor"),
    ],
)
def test_the_status_is_that_of_the_gravest_change(
    repository: Repository, edit: tuple[str, str] | None, status: int, highest: str, step: str
) -> None:
    """Each class ends the command with its own status, for the working tree as for a commit."""
    if edit:
        repository.edit(DOCUMENT, *edit)
    found, result = report(repository)
    assert (found, result["highest"], result["step"]) == (status, highest, step)
    repository.commit()
    assert report(repository, "HEAD~1", "HEAD") == (found, result)


def test_by_default_the_work_is_compared_with_where_it_left_the_main_branch(
    repository: Repository,
) -> None:
    """What main did since then is not told of; what is not committed yet is."""
    repository.git("checkout", "--quiet", "-b", "work")
    repository.edit(DOCUMENT, *THIRD_KEY)
    repository.commit()
    repository.git("checkout", "--quiet", "main")
    repository.edit(DOCUMENT, *ANOTHER_HOST)
    repository.commit()
    repository.git("checkout", "--quiet", "work")
    repository.edit(DOCUMENT, *WORDS)
    status, result = report(repository)
    assert status == 1
    assert [change["kind"] for change in result["changes"]] == ["additive", "documentation"]
    assert "third_key" in sentences(result)[0]


def test_the_main_branch_of_the_remote_comes_first(repository: Repository) -> None:
    """A local main that is behind its remote is not what a pull request is merged into."""
    repository.git("checkout", "--quiet", "-b", "work")
    repository.edit(DOCUMENT, *THIRD_KEY)
    repository.run("generate")
    merged = repository.commit()
    assert report(repository)[0] == 1
    repository.git("update-ref", "refs/remotes/origin/main", merged)
    assert report(repository)[0] == 0


def test_files_are_compared_without_any_history(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two documents need no git, and no surface is taken for theirs."""
    old, new = tmp_path / "old.yaml", tmp_path / "new.yaml"
    old.write_text(repository.read(DOCUMENT))
    repository.edit(DOCUMENT, *RENAMED_KEY)
    new.write_text(repository.read(DOCUMENT))
    repository.edit(API, "class Client", "class Klient")
    monkeypatch.setenv("PATH", str(tmp_path))
    status, out, _ = repository.run("diff", str(old), str(new))
    assert status == 2
    assert f"From `{old}` to `{new}`: 1 breaking" in out
    assert "Klient" not in out


def test_a_file_is_compared_with_the_working_tree(repository: Repository, tmp_path: Path) -> None:
    """The second name may be left out."""
    old = tmp_path / "old.yaml"
    old.write_text(repository.read(DOCUMENT).replace("secondaryKey", "otherKey"))
    assert report(repository, str(old))[0] == 2


def test_the_report_names_both_sides_and_proposes_words(repository: Repository) -> None:
    """Markdown for the pull request: labels, the step, and an entry for the changelog."""
    repository.git("tag", "v0.1.0")
    repository.edit(DOCUMENT, *THIRD_KEY)
    status, out, _ = repository.run("diff", "v0.1.0")
    assert status == 1
    assert "Proposed version: 0.1.0 → 0.1.1" in out
    assert "From `v0.1.0` to `the working tree`: 1 additive." in out
    assert "### Proposed changelog entry" in out
    _, out, _ = repository.run("diff")
    assert f"From `{repository.git('rev-parse', 'HEAD')[:12]}` to" in out


def test_a_change_of_the_generator_is_told_apart_from_one_of_the_document(
    repository: Repository,
) -> None:
    """The old document by the new generator shows what the generator changed, and only that."""
    # As if an older generator had made another surface.
    repository.edit(API, "Timeout.read: float = 65.0", "Timeout.read: float = 60.0")
    repository.edit(API, "class NotFoundError(APIStatusError)\n", "")
    repository.commit()
    repository.edit(DOCUMENT, *THIRD_KEY)
    status, result = report(repository)
    assert status == 2
    assert sentences(result)[0] == (
        "`Timeout.read` is now declared as `Timeout.read: float = 65.0` instead of"
        " `Timeout.read: float = 60.0`."
    )
    assert "third_key" in sentences(result)[1]
    assert sentences(result)[2:] == ["`NotFoundError` is new in the public surface."]


def test_between_revisions_the_generator_is_that_of_the_newer_one(repository: Repository) -> None:
    """What a commit says about the generator does not depend on what is on disk later."""
    repository.edit("generator/runtime/_timeout.py", "default=65.0", "default=70.0")
    repository.commit()
    assert sentences(report(repository, "HEAD~1", "HEAD")[1]) == [
        "`Timeout.read` is now declared as `Timeout.read: float = 70.0` instead of"
        " `Timeout.read: float = 65.0`."
    ]


def test_a_generator_that_did_not_change_is_not_started_again(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer of a large document waits for it."""
    repository.edit(DOCUMENT, *WORDS)
    repository.commit()
    monkeypatch.setattr(commands, "extract_generator", None)
    assert report(repository, "HEAD~1", "HEAD")[0] == 0


@pytest.mark.parametrize("is_committed", [False, True])
def test_a_change_of_the_runtime_is_not_denied(repository: Repository, is_committed: bool) -> None:
    """No signature shows it: the report names its files for a person to read, with status 1."""
    changed = repository.read("generator/runtime/_secret.py").replace("*" * 10, "shown")
    assert "shown" in changed
    if is_committed:
        (repository.root / "generator/runtime/_secret.py").write_text(changed)
        repository.commit()
        names = ["HEAD~1", "HEAD"]
    else:
        # As if the generator of this process were the newer one.
        path = next((repository.root / PACKAGE).rglob("_secret.py"))
        path.write_text(changed)
        repository.commit()
        names = ["HEAD"]
    status, out, _ = repository.run("diff", *names)
    assert status == 1
    assert out.startswith("## The code inside of the package changes. Proposed version: 0.1.0")
    assert (
        "for other reasons than the changes below: `azureml_serverless_endpoints/_secret.py`" in out
    )


def test_without_an_older_surface_the_documents_speak_alone(repository: Repository) -> None:
    """A revision from before api.md is no error."""
    (repository.root / API).unlink()
    repository.commit()
    assert report(repository, "HEAD", "HEAD") == report(repository, "HEAD")
    assert report(repository, "HEAD")[0] == 0


BROKEN = ("#/components/schemas/ErrorDetail", "#/components/schemas/Nothing")


@pytest.mark.parametrize(
    "arguments", [["--help-me"], ["a", "b", "c"], ["--format", "xml"], ["-upload-pack=x"]]
)
def test_a_wrong_command_line_is_no_finding(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """Status 4 instead of argparse's own, which would mean that callers break."""
    assert main(["diff", *arguments]) == 4
    assert capsys.readouterr().err.startswith("usage: ")
    assert main(["check", "--help-me"]) == 2


@pytest.mark.parametrize(
    ("file", "edit", "side", "words"),
    [
        (None, None, "old", "other: is neither a file nor a git revision"),
        (None, None, "new", "other: is neither a file nor a git revision"),
        (DOCUMENT, None, "new", f"{DOCUMENT}: is not there in other"),
        (CONFIG, None, "old", f"{CONFIG}: is not there in other"),
        (DOCUMENT, BROKEN, "new", f"other:{DOCUMENT}: #/"),
        ("generator/pipeline.py", None, "new", "its generator cannot read other"),
    ],
)
def test_what_cannot_be_compared_is_an_error_of_its_own(
    repository: Repository,
    file: str | None,
    edit: tuple[str, str] | None,
    side: str,
    words: str,
) -> None:
    """Status 4, with one line that says what was wrong, and nothing that looks like a finding."""
    if file:
        repository.git("checkout", "--quiet", "-b", "other")
        if edit:
            repository.edit(file, *edit)
        else:
            repository.git("rm", "--quiet", file)
        repository.commit()
        repository.git("checkout", "--quiet", "main")
    status, out, err = repository.run("diff", *(["other"] if side == "old" else ["main", "other"]))
    assert (status, out) == (4, "")
    assert words in err
    assert err.count("\n") == 1


@pytest.mark.parametrize("is_there", [False, True], ids=["elsewhere", "refused"])
def test_history_that_nobody_can_mend_is_compared_by_its_package(
    repository: Repository, is_there: bool
) -> None:
    """Where the document stood elsewhere, or is refused today; the gravest class, for who knows."""
    if is_there:
        repository.edit(DOCUMENT, *BROKEN)
    else:
        repository.git("mv", DOCUMENT, "openapi/other.yaml")
    repository.edit(API, "class NotFoundError(APIStatusError)\n", "")
    repository.commit()
    repository.git("checkout", "--quiet", "HEAD~1", "--", DOCUMENT)
    status, result = report(repository, "HEAD")
    unread, *others = sentences(result)
    assert (status, result["step"]) == (3, "minor")
    assert unread.startswith("The document of `HEAD` cannot be compared (")
    assert others == ["`NotFoundError` is new in the public surface."]


def test_without_a_package_either_there_is_nothing_to_compare(repository: Repository) -> None:
    repository.edit(DOCUMENT, *BROKEN)
    (repository.root / API).unlink()
    repository.commit()
    repository.git("checkout", "--quiet", "HEAD~1", "--", DOCUMENT)
    status, out, err = repository.run("diff", "HEAD")
    assert (status, out) == (4, "")
    assert err.startswith(f"HEAD:{DOCUMENT}: #/")


def test_what_git_is_told_of_files_hides_none_of_them(repository: Repository) -> None:
    """`git archive` would leave the old package out, and no surface could be compared."""
    (repository.root / ".gitattributes").write_text("generated_client/** export-ignore\n")
    repository.edit(API, "class NotFoundError(APIStatusError)\n", "")
    repository.commit()
    assert sentences(report(repository, "HEAD")[1]) == [
        "`NotFoundError` is new in the public surface."
    ]


def test_an_empty_name_is_no_name(repository: Repository) -> None:
    """A variable that is not set must not be taken for a wish to compare with the main branch."""
    assert repository.run("diff", "")[0] == 4


def test_the_line_names_the_document_that_no_package_can_be_made_from(
    repository: Repository, tmp_path: Path
) -> None:
    """Whichever of the two it is, and wherever it stands."""
    new = tmp_path / "new.yaml"
    new.write_text(repository.read(DOCUMENT).replace("        secondaryKey:", "        __:"))
    status, _, err = repository.run("diff", str(repository.root / DOCUMENT), str(new))
    assert status == 4
    assert err.startswith("new.yaml: #/components/schemas/EndpointAuthKeys")


def test_a_bad_document_on_disk_is_an_error(repository: Repository) -> None:
    """A working tree that nothing can be made from has status 4, and with other commands 2."""
    repository.edit(DOCUMENT, *BROKEN)
    for command, status in (("diff", 4), ("generate", 2), ("check", 2)):
        found, out, err = repository.run(command)
        assert (found, out) == (status, "")
        assert err.startswith(f"{DOCUMENT}: #/")


@pytest.mark.parametrize("absent", ["git", "history", "repository"])
def test_without_history_the_message_says_what_to_do(
    repository: Repository, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, absent: str
) -> None:
    """No git, no main branch, or no repository at all: nothing to compare with."""
    if absent == "git":
        monkeypatch.setenv("PATH", str(tmp_path))
    elif absent == "history":
        repository.git("branch", "--quiet", "--move", "other")
    else:
        (repository.root / ".git").rename(tmp_path / "elsewhere")
        monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    status, out, err = repository.run("diff")
    assert (status, out) == (4, "")
    assert err == (
        "git: finds no common history with any of origin/main, origin/master, main, master; "
        "fetch one, or name what to compare with\n"
    )


@pytest.mark.parametrize(("command", "status"), [("diff", 4), ("check", 2)])
@pytest.mark.parametrize("error", [RuntimeError("unforeseen"), PermissionError(13, "unforeseen")])
def test_an_unforeseen_error_is_not_taken_for_a_finding(
    repository: Repository,
    monkeypatch: pytest.MonkeyPatch,
    command: str,
    status: int,
    error: Exception,
) -> None:
    """Python ends with 1 then, which would mean that something additive was found."""

    def fail(options: object) -> int:
        raise error

    monkeypatch.setattr(commands, command, fail)
    found, out, err = repository.run(command)
    assert (found, out) == (status, "")
    assert "unforeseen" in err


def test_what_is_not_installed_is_named(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As when the engine is of another release, or nothing was installed yet."""
    monkeypatch.delitem(sys.modules, "generator.commands")
    monkeypatch.delattr("generator.commands")
    monkeypatch.setitem(sys.modules, "generator.review.bump", None)
    status, out, err = repository.run("diff")
    assert (status, out) == (4, "")
    assert err.startswith("import of generator.review.bump halted")
    assert err.endswith("; install generator/requirements.txt\n")


def test_help_is_no_error(repository: Repository) -> None:
    """The help tells the statuses."""
    status, out, _ = repository.run("diff", "--help")
    assert status == 0
    assert "3: security, 4: error" in " ".join(out.split())


def test_the_command_makes_each_of_the_two_packages_once(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A reviewer waits for it."""
    made: list[str] = []
    write_package = commands.write_package

    def counted(package: Package, made_from: Provenance) -> Tree:
        made.append(package.api_version)
        return write_package(package, made_from)

    monkeypatch.setattr(commands, "write_package", counted)
    repository.edit(DOCUMENT, *THIRD_KEY)
    repository.run("diff")
    assert len(made) == 2


def test_the_report_is_utf_8_whatever_the_terminal_speaks(repository: Repository) -> None:
    repository.edit(DOCUMENT, *THIRD_KEY)
    done = repository.start("diff", PYTHONIOENCODING="ascii")
    assert done.returncode == 1, done.stderr
    assert "0.1.0 → " in done.stdout.decode("utf-8")
