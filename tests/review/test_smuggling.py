"""Ways to get a change past a reviewer, and the program that stops each.

The table for maintainers has a row for each way; the rows and the tests have the same titles.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

import attrs
import pytest

from generator.model.translate import translate
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE
from generator.review.gate import Made, review
from generator.review.snapshot import working_tree
from tests.review.repository import Repository

ROOT: Final = Path(__file__).parents[2]
TABLE: Final = ROOT / "docs" / "maintainers" / "what-stops-what.md"
CODE: Final = f"{PACKAGE}/azureml_serverless_endpoints"
SCOPE: Final = ("x-sdk-token-scope: https://management.azure.com/", "x-sdk-token-scope: https://o/")
SENTENCE: Final = (
    "- The scope of tokens that requests to cloud `AzureCloud` carry changes from"
    " `https://management.azure.com/.default` to `https://o/.default`."
)


def add(repository: Repository, name: str, content: str | bytes) -> None:
    """Write a file and let git know it, even if git is told to ignore it."""
    path = repository.root / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    repository.git("add", "--force", name)


def link(repository: Repository, name: str) -> None:
    """Replace a file by a link to a file with the same content."""
    path = repository.root / name
    path.rename(repository.root.parent / "elsewhere")
    path.symlink_to("../../elsewhere")
    repository.git("add", name)


def release(repository: Repository, changelog: str) -> None:
    """Change a token scope, and write the next version and a changelog."""
    repository.edit(DOCUMENT, *SCOPE)
    repository.edit(CONFIG, "version: 0.1.0\n", "version: 0.1.1\n")
    (repository.root / CHANGELOG).write_text(changelog)


def regenerated(repository: Repository, name: str, old: str, new: str) -> None:
    """Commit a generated file as an older generator made it: today's generator makes another."""
    repository.edit(name, old, new)
    repository.commit()


def submodule(repository: Repository) -> None:
    """Add a submodule that is not fetched, as in CI."""
    commit = repository.git("rev-parse", "HEAD")
    (repository.root / "generator" / "extra").mkdir()
    repository.git("update-index", "--add", "--cacheinfo", f"160000,{commit},generator/extra")


def tagged(repository: Repository, name: str) -> None:
    """Change a token scope, and tag it with the name of the branch that the gate compares with."""
    repository.git("checkout", "--quiet", "-b", "work")
    repository.edit(DOCUMENT, *SCOPE)
    repository.commit()
    repository.git("tag", name)


@attrs.frozen
class Way:
    """A way to hide a change, the command that stops it, and a part of what the command prints."""

    title: str
    command: str
    act: Callable[[Repository], object]
    says: str


#: By `check`: what is in the package is not what the document makes.
CHECK: Final = [
    Way(
        "a generated file is edited",
        "check",
        lambda it: it.edit(f"{CODE}/_headers.py", "def ", "def  "),
        "changed: azureml_serverless_endpoints/_headers.py",
    ),
    Way(
        "the provenance names another document",
        "check",
        lambda it: it.edit(f"{CODE}/_provenance.py", 'SHA256: Final = "', 'SHA256: Final = "0'),
        "changed: azureml_serverless_endpoints/_provenance.py",
    ),
    Way(
        "a module that Python imports by itself lies beside the package",
        "check",
        lambda it: add(it, f"{PACKAGE}/sitecustomize.py", "print()"),
        "stray: sitecustomize.py",
    ),
    Way(
        "a file that git ignores is packaged",
        "check",
        lambda it: (
            (it.root / ".gitignore").write_text("build/\n"),
            (it.root / CODE / "build").mkdir(),
            (it.root / CODE / "build" / "more.py").write_text("print()"),
        ),
        "stray: azureml_serverless_endpoints/build/more.py",
    ),
    Way(
        "a generated file becomes a link to the same content",
        "check",
        lambda it: link(it, f"{PACKAGE}/README.md"),
        "changed: README.md",
    ),
]

#: By `gate`: what a reviewer does not see in the diff.
UNSEEN: Final = [
    Way(
        "compiled code lies in a cache of the package",
        "gate",
        lambda it: add(it, f"{CODE}/__pycache__/_secret.cpython-311.pyc", b"anything"),
        "_secret.cpython-311.pyc: is in git, but the generator does not make it",
    ),
    Way(
        "the document becomes a link",
        "gate",
        lambda it: link(it, DOCUMENT),
        f"{DOCUMENT}: is a link",
    ),
    Way("a submodule brings code", "gate", submodule, "generator/extra: is a submodule"),
    Way(
        "a generated file becomes executable",
        "gate",
        lambda it: (it.root / PACKAGE / "README.md").chmod(0o755),
        f"{PACKAGE}/README.md: is executable",
    ),
    Way(
        "`.gitattributes` hides the document from reviewers",
        "gate",
        lambda it: add(it, ".gitattributes", "* text=auto eol=lf\nopenapi/** -diff\n"),
        ".gitattributes:2: `-diff` may hide files from a reviewer",
    ),
    Way(
        "a second `.gitattributes` folds the runtime",
        "gate",
        lambda it: add(it, "generator/.gitattributes", "runtime/** linguist-generated=true\n"),
        "generator/.gitattributes:1: `linguist-generated=true` may hide files",
    ),
    Way(
        "two names differ only in case",
        "gate",
        lambda it: add(it, "generator/runtime/_Headers.py", ""),
        "_headers.py: is the same file as generator/runtime/_Headers.py where case does not count",
    ),
    Way(
        "the runtime holds an invisible character",
        "gate",
        lambda it: it.edit("generator/runtime/_headers.py", "def ", "def \u200b"),
        "holds U+200B (ZERO WIDTH SPACE), which no reader sees",
    ),
    Way(
        "a line is shown in another order than it runs in",
        "gate",
        lambda it: it.edit("generator/runtime/_headers.py", "def ", "# \u202e\ndef "),
        "holds U+202E (RIGHT-TO-LEFT OVERRIDE), which no reader sees",
    ),
    Way(
        "a name of the runtime holds a letter that looks like another",
        "gate",
        lambda it: it.edit("generator/runtime/_headers.py", "def ", "def \u0441"),
        "holds U+0441 (CYRILLIC SMALL LETTER ES), which may look like another",
    ),
    Way(
        "code stands far to the right",
        "gate",
        lambda it: it.edit("generator/runtime/_headers.py", "\n", f"\npass;{' ' * 200}print()\n"),
        "goes on after 80 spaces or more, out of sight",
    ),
    Way(
        "a file is not text",
        "gate",
        lambda it: add(it, "tests/documents/fixture.xz", b"\xfd7zXZ\x00"),
        "tests/documents/fixture.xz: is not text in UTF-8",
    ),
]

#: By `gate`: version and changelog do not say what changes.
UNSAID: Final = [
    Way(
        "a look-alike becomes a dependency",
        "gate",
        lambda it: it.edit(CONFIG, "  - attrs>=23.1\n", "  - attrs>=23.1\n  - httpxx\n"),
        "set it to 0.1.1 and regenerate",
    ),
    Way(
        "the version goes back",
        "gate",
        lambda it: it.edit(CONFIG, "version: 0.1.0\n", "version: 0.0.9\n"),
        "the version goes back from 0.1.0 to 0.0.9",
    ),
    Way(
        "the runtime sends something else",
        "gate",
        lambda it: regenerated(it, f"{CODE}/_headers.py", "def ", "def other() -> None: ...\ndef "),
        "the changes are a patch step",
    ),
    Way(
        "a template puts code into the provenance",
        "gate",
        lambda it: regenerated(it, f"{CODE}/_provenance.py", "\n", "\nimport os\n"),
        "the changes are a patch step",
    ),
    Way(
        "a template adds a dependency",
        "gate",
        lambda it: regenerated(it, f"{PACKAGE}/pyproject.toml", '  "attrs>=23.1",\n', ""),
        "the changes are a minor step",
    ),
    Way(
        "a template lets other code build the package",
        "gate",
        lambda it: regenerated(it, f"{PACKAGE}/pyproject.toml", "hatchling>=1.27", "hatch"),
        "the changes are a minor step",
    ),
    Way(
        "the changelog leaves a security change out",
        "gate",
        lambda it: release(it, "# Changelog\n\n## 0.1.1\n\n- Typos.\n\n## 0.1.0\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "the changelog acknowledges in a comment",
        "gate",
        lambda it: release(it, f"## 0.1.1\n\n- Typos.\n\n<!--\n{SENTENCE}\n-->\n\n## 0.1.0\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "the changelog acknowledges in a folded part",
        "gate",
        lambda it: release(it, f"## 0.1.1\n\n- Typos.\n<details>\n\n{SENTENCE}\n</details>\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "the changelog acknowledges under another version",
        "gate",
        lambda it: release(it, f"## 0.1.1\n\n- Typos.\n\n## 0.1.0\n\n{SENTENCE}\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "the changelog acknowledges at the end of the file",
        "gate",
        lambda it: release(it, f"## 0.1.0\n\n- Everything.\n\n## 0.1.1\n\n{SENTENCE}\n"),
        "has no entry `## 0.1.1` above all others",
    ),
    Way(
        "the changelog holds two entries of the version",
        "gate",
        lambda it: release(it, f"## 0.1.1\n\n- Typos.\n\n## 0.1.0\n\n## 0.1.1\n\n{SENTENCE}\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "the changelog denies what it names",
        "gate",
        lambda it: release(it, f"## 0.1.1\n\n- It is not so: {SENTENCE[2:]}\n"),
        "does not acknowledge a security change",
    ),
    Way(
        "a tag has the name of the main branch",
        "gate",
        lambda it: tagged(it, "main"),
        "set it to 0.1.1 and regenerate",
    ),
]

WAYS: Final = [*CHECK, *UNSEEN, *UNSAID]

#: Ways that other tests stop, by the files of the tests.
ELSEWHERE: Final = {
    "tests/test_tasks.py": {
        "a session is removed from CI": "test_ci_runs_sessions_that_are_there",
        "a session of CI does nothing, or accepts a failure": (
            "test_a_session_of_ci_hides_no_failure"
        ),
        "the script of CI ignores a failed session": "test_ci_fails_if_one_of_its_sessions_fails",
        "the workflow for pull requests gets a condition": (
            "test_github_runs_ci_and_shows_the_report"
        ),
        "a requirement is a URL, a range or comes from another index": (
            "test_requirements_are_exact_releases_of_the_usual_index"
        ),
        "an action is used by its tag": (
            "test_workflows_pin_actions_by_hash_and_name_their_version"
        ),
        "a workflow gets more rights": (
            "test_only_the_job_that_publishes_can_ask_pypi_for_an_upload"
        ),
        "a module at the root stands in for a library": (
            "test_no_module_at_the_root_stands_in_for_a_library"
        ),
        "a tag releases a commit that is not in `main`": (
            "test_a_release_is_published_only_after_ci_and_the_release_session"
        ),
    },
    "tests/document/test_characters.py": {
        "the document holds an invisible or look-alike character": (
            "test_the_check_reaches_every_kind_of_name"
        ),
    },
    "tests/review/test_unseen.py": {
        "a value of the document changes among many others": "test_no_value_changes_unseen",
    },
    "tests/package/archives.py": {
        "the archives hold more or other files than the package": (
            "test_the_wheel_contains_only_the_package_and_its_metadata"
        ),
    },
    "tests/package/test_release.py": {
        "a tag releases another version": "test_another_tag_is_refused",
    },
}


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.title.replace(" ", "-"))
def test_a_hidden_change_is_stopped(repository: Repository, way: Way) -> None:
    """The command fails and names it."""
    way.act(repository)
    status, out, err = repository.run(*{"gate": ["diff", "--gate"]}.get(way.command, ["check"]))
    assert way.says in (err if way.command == "gate" else out)
    assert status == 1


def test_the_table_for_maintainers_lists_the_ways_that_are_tested() -> None:
    """Each row that a program stops has a test, and the other way around."""
    stopped, _, by_person = TABLE.read_text("utf-8").partition("## Only a person")
    titles = re.findall(r"^\| (.+?) \|", stopped, re.MULTILINE)[1:]
    elsewhere = {title: name for ways in ELSEWHERE.values() for title, name in ways.items()}
    assert titles == [*(way.title for way in WAYS), *titles[len(WAYS) :]]
    assert set(titles[len(WAYS) :]) == elsewhere.keys()
    for path, ways in ELSEWHERE.items():
        tests = re.findall(r"^def (\w+)", (ROOT / path).read_text("utf-8"), re.MULTILINE)
        assert set(ways.values()) <= set(tests)
    assert len(re.findall(r"^\| ", by_person, re.MULTILINE)) > 5


def test_the_report_names_the_files_that_no_comparison_judges(repository: Repository) -> None:
    """What decides which checks run comes first, the generator next, and tests last."""
    files = [".ci/run", "noxfile.py", "yaml.py", "tests/conftest.py", "tests/test_one.py"]
    for name in files:
        add(repository, name, "old")
    repository.commit()
    for name in files:
        add(repository, name, "new")
    repository.edit("generator/review/gate.py", "return missing", "return []")
    add(repository, "README.md", "Prose.")
    status, out, _ = repository.run("diff")
    assert status == 0
    assert (
        "No comparison judges these files, and some of them decide what is checked: read their"
        " diff. `.ci/run`, `noxfile.py`, `yaml.py`, `generator/review/gate.py`,"
        " `tests/conftest.py` and `tests/test_one.py`." in out
    )


def test_code_that_a_template_makes_only_for_the_next_version_is_named(
    repository: Repository,
) -> None:
    """What the generator makes with the old version shows nothing, so both sides are compared."""
    before = working_tree()
    settings = before.content(CONFIG).replace(b"version: 0.1.0\n", b"version: 0.1.1\n")
    after = attrs.evolve(before, files={**before.files, CONFIG: settings})
    tree = {name: content.replace(b"0.1.0", b"0.1.1") for name, content in before.package.items()}
    about = f"{CODE.removeprefix(f'{PACKAGE}/')}/_about.py"
    for more, named in ((b"", ()), (b"print()\n", (about,))):
        sides = [
            Made(snapshot=state, package=translate(state.document, state.config), tree=files)
            for state, files in (
                (before, before.package),
                (after, {**tree, about: tree[about] + more}),
            )
        ]
        assert review(*sides).unjudged == named
