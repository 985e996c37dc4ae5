"""The same input makes the same bytes, whatever the settings of the machine."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from generator.files import Tree
from generator.pipeline import generate_tree
from tests.generated_packages import CONFIG, package_of, tree_of
from tests.small_documents import CONFIG_TEXT, LIBRARY, ROOT, edited, library

_DIGEST = """
import hashlib, sys
from pathlib import Path
from generator.pipeline import generate_tree
tree = generate_tree(Path(sys.argv[1]), Path(sys.argv[2]))
print(hashlib.sha256(repr(sorted(tree.items())).encode()).hexdigest())
"""


def _digest(tree: Tree) -> str:
    return hashlib.sha256(repr(sorted(tree.items())).encode()).hexdigest()


@pytest.mark.parametrize(
    ("seed", "locale"),
    [
        ("0", {"LC_ALL": "C.UTF-8"}),
        ("4294967295", {"PYTHONUTF8": "0", "LC_ALL": "C"}),
    ],
)
def test_the_bytes_do_not_depend_on_hash_seed_folder_or_locale(
    tmp_path: Path, library_tree: Tree, seed: str, locale: dict[str, str]
) -> None:
    """The working folder holds settings of ruff that would change the output."""
    (tmp_path / "pyproject.toml").write_text("[tool.ruff]\nline-length = 40\n")
    # Files of an hour may lie where git ignores them, as those of a nox session do.
    subprocess.run(["git", "init", "--quiet"], cwd=tmp_path, check=True)
    (tmp_path / ".gitignore").write_text("*\n")
    config = tmp_path / "config.yaml"
    config.write_text(CONFIG_TEXT)
    clean = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    done = subprocess.run(
        [sys.executable, "-c", _DIGEST, str(LIBRARY), str(config)],
        cwd=tmp_path,
        env={
            **clean,
            "PYTHONPATH": str(ROOT),
            "PYTHONHASHSEED": seed,
            "TMPDIR": str(tmp_path),
            **locale,
        },
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == _digest(library_tree)


def test_the_first_line_of_each_file_names_its_source(library_tree: Tree) -> None:
    """Nor anything that changes with a release or a date."""
    for name, content in library_tree.items():
        line = content.decode().partition("\n")[0]
        assert "Generated from tests/documents/library.yaml" in line, name
        assert not re.search(r"\d", line), name


def test_files_are_utf_8_and_end_in_one_lf(library_tree: Tree) -> None:
    for name, content in library_tree.items():
        text = content.decode("utf-8")
        assert "\r" not in text, name
        assert text.endswith("\n"), name
        assert " at 0x" not in text, name


def test_no_file_holds_a_path_or_the_name_of_the_machine(
    config_file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The name of a machine may be any word, so this one has a name that no file contains.
    for module, function in ((socket, "gethostname"), (socket, "getfqdn"), (platform, "node")):
        monkeypatch.setattr(module, function, lambda *_: "name-of-machine")
    for name, content in generate_tree(LIBRARY, config_file).items():
        for word in (str(ROOT), "/tmp/", "name-of-machine"):
            assert word not in content.decode(), name


@pytest.mark.parametrize("source", ["a\nb.yaml", "-->.yaml", "\u202e.yaml", "ü.yaml"])
def test_the_name_of_the_document_cannot_break_a_file(source: str) -> None:
    from generator.document.document import Document
    from generator.document.reading import checked
    from generator.model.translate import translate
    from generator.render.provenance import provenance
    from generator.render.templating import render

    package = translate(checked(Document(source, library())), CONFIG)
    for name, content in render(package, provenance(LIBRARY)).items():
        text = content.decode()
        assert "Generated from" in text.splitlines()[0]
        if name.endswith(".py"):
            compile(text, name, "exec")
        if name.endswith(".md"):
            assert text.splitlines()[0].endswith(" -->")
            assert text.splitlines()[0].count("-->") == 1


def test_a_changed_constraint_changes_only_files_of_its_operation() -> None:
    before = tree_of(library())
    changed = edited(library(), {"/paths/~1books/get/parameters/2/schema/maximum": 50})
    after = tree_of(changed)
    differing = {name for name in before if before[name] != after[name]}
    assert differing == {
        "town_library/api/books/search.py",
        "town_library/api/books/_operations.py",
        "town_library/cli/_commands.py",
        "town_library/testing/_contract.py",
    }
    assert b"maximum=50" in after["town_library/api/books/search.py"]


def test_values_are_written_in_ascii() -> None:
    """What `repr` escapes depends on the Unicode tables of the Python that runs."""
    place = "/components/schemas/Book/properties/kind"
    example = "/paths/~1books/get/responses/200/content/application~1json/example/0/kind"
    tree = tree_of(edited(library(), {f"{place}/const": "ü \U0001fae8", example: "ü \U0001fae8"}))
    book = tree["town_library/models/book.py"]
    assert rb"Literal['\xfc \U0001fae8']" in book
    assert book.isascii()


def test_the_order_of_the_document_is_kept() -> None:
    """So that a diff of the package is at the same place as that of the document."""
    package = package_of(library())
    assert [group.name for group in package.groups] == ["books", "loans", "default"]
    assert [one.name for one in package.groups[0].operations][:3] == ["search", "add", "delete"]
    assert [model.name for model in package.models][:3] == ["Book", "Person", "Author"]
