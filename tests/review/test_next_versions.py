"""The next api-versions, rehearsed as a maintainer would move to them; the documentation shows how.

The pages `docs/maintainers/bump-VERSION.md` are what the commands print. If another output is
right, replace the page by the one that the failed test wrote.
"""

from __future__ import annotations

import difflib
import re
from pathlib import Path

import pytest

from generator import paths
from generator.paths import CHANGELOG, CONFIG, DOCUMENT, PACKAGE
from tests.next_versions import EDITS, MARKS_AND_TAG, edited, replaced
from tests.review.repository import Repository

PAGES = paths.ROOT / "docs" / "maintainers"
#: Shown instead of the commit that the reports compare with, which is another one in each run.
COMMIT = "0123456789ab"
PAGE = """\
# A rehearsal: move to {version}

What a maintainer does, and what the commands print, for what is known of api-version {version}.
`tests/review/test_next_versions.py` runs these commands in a copy of the project whose package has
version 0.1.0, and fails if one of them prints something else. Only the id of the commit is made up.

## Bump

```console
$ python -m nox -s bump -- {version}
```

{bump}

## Edit the document

The maintainer compares each line of the list above with the specification. With the edits that
follow from it, and with what `bump` did, the document changes as follows:

{changes}

## Read the report

```console
$ python -m nox -s generate
$ python -m nox -s diff
```

{diff}

## Pass the gate

`python -m nox -s gate` prints the same report, and on standard error what is missing:

{missing}

Set the version in `generator/config.yaml`, and write the entry of the changelog from the one that
the report proposes. A security change keeps its sentence: it shows the gate that somebody read it.

{entry}

Then `python -m nox -s generate` writes the version into the package, and the gate passes.
"""


def fenced(words: str, text: str) -> str:
    """Return a text as a block of code that may hold blocks of code."""
    return f"````{words}\n{text.rstrip()}\n````"


def proposed(report: str) -> str:
    """Return the changelog entry that a report proposes, without the revised descriptions."""
    entry = report.rpartition("```markdown\n")[2].partition("```")[0]
    return entry.partition("### Documentation")[0].strip()


@pytest.mark.parametrize("version", EDITS)
def test_the_page_shows_the_way_to_a_later_version(
    repository: Repository, tmp_path: Path, version: str
) -> None:
    """From `bump` to the gate, each command prints what the page says."""

    def run(*arguments: str, status: int) -> tuple[str, str]:
        found, out, err = repository.run(*arguments)
        assert found == status, err
        return out.replace(commit, COMMIT), err

    commit = repository.git("rev-parse", "HEAD")[:12]
    before = repository.read(DOCUMENT)
    bump, _ = run("bump", version, status=0)
    after = edited(repository.read(DOCUMENT), version)
    (repository.root / DOCUMENT).write_text(after, "utf-8")
    run("generate", status=0)
    diff, _ = run("diff", status=3)
    report, missing = run("diff", "--gate", status=1)
    assert report == diff
    (step,) = re.findall(r"Proposed version: 0\.1\.0 → (\S+)", diff)
    entry = f"## {step}\n\n{proposed(diff)}\n"
    repository.edit(CHANGELOG, "## 0.1.0", f"{entry}\n## 0.1.0")
    repository.edit(CONFIG, "version: 0.1.0", f"version: {step}")
    run("generate", status=0)
    assert run("diff", "--gate", status=0)[1] == ""
    assert f"version = '{step}'" in repository.read(f"{PACKAGE}/pyproject.toml").replace('"', "'")

    changes = difflib.unified_diff(
        before.splitlines(), after.splitlines(), DOCUMENT, DOCUMENT, "", "", 0, ""
    )
    page = PAGE.format(
        version=version,
        bump=fenced("markdown", bump),
        # Without the numbers of lines, which change with every comment of the document.
        changes=fenced("diff", re.sub("(?m)^@@ .* @@$", "@@", "\n".join(changes))),
        diff=fenced("markdown", diff),
        missing=fenced("text", missing),
        entry=fenced("markdown", entry),
    )
    committed = PAGES / f"bump-{version}.md"
    new = tmp_path / committed.name
    new.write_text(page, "utf-8")
    shown = committed.read_text("utf-8") if committed.is_file() else ""
    assert shown.splitlines() == page.splitlines(), f"if it is right: cp {new} {committed}"


def test_secret_marks_and_another_tag_are_reported(repository: Repository) -> None:
    """From a document as the service publishes 2025-09-01: without the marks, and the tag singular.

    Callers get `SecretStr` instead of `str`. The tag has no effect, since the operationId names the
    group of the client.
    """
    text = repository.read(DOCUMENT)
    published = replaced(text, [(new, old) for old, new in MARKS_AND_TAG])
    (repository.root / DOCUMENT).write_text(published, "utf-8")
    assert repository.run("generate")[0] == 0
    repository.commit()
    (repository.root / DOCUMENT).write_text(text, "utf-8")
    status, report, _ = repository.run("diff")
    assert status == 3
    assert [line.partition("<br>")[0] for line in report.split("### Proposed")[0].splitlines()][
        4:
    ] == [
        "### Security",
        "",
        *(
            f"- `EndpointAuthKeys.{key}` is now a secret: a `SecretStr`, which nothing shows by "
            "accident. **Breaks callers.**"
            for key in ("primary_key", "secondary_key")
        ),
        "",
        "### Documentation",
        "",
        "- `tags` of `client.serverless_endpoints.list_keys` changes.",
        "",
    ]
