"""What a changed file may hold, beside what `test_smuggling` shows that it may not."""

from __future__ import annotations

import pytest

from generator.paths import CONFIG, DOCUMENT, PACKAGE
from generator.review.changed_files import ChangedFile, concealed, uncompared


def changed(name: str, content: bytes | None, mode: str = "100644") -> ChangedFile:
    """Return a file that changes."""
    return ChangedFile(name=name, mode=mode, content=content)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("README.md", "Größe → 5 cm".encode()),
        (CONFIG, "license_holder: Société".encode()),
        ("tests/test_names.py", 'NAME = "名前"'.encode()),
        ("generator/quoting.py", b'DOTS = "\xe2\x80\xa6"\r\n\tpass\r\n'),
        ("docs/page.png", b"\x89PNG\r\n\x1a\n"),
        ("generator/removed.py", None),
        (DOCUMENT, "description: a\u00a0b".encode()),
        (f"{PACKAGE}/README.md", "a\u200bb".encode()),
        (".gitattributes", f"# A word.\n\n{PACKAGE}/** linguist-generated=true\n".encode()),
    ],
)
def test_what_everybody_sees_or_another_check_reads_is_accepted(
    name: str, content: bytes | None
) -> None:
    assert list(concealed([changed(name, content)], [name])) == []


@pytest.mark.parametrize(
    ("name", "line", "says"),
    [
        ("README.md", "p\u0430ypal", ":1: holds U+0430 (CYRILLIC SMALL LETTER A), which may look"),
        (CONFIG, "a\u2060b", ":1: holds U+2060 (WORD JOINER), which no reader sees"),
        ("tests/a.py", "a\rb", ":1: holds U+000D (unnamed), which no reader sees"),
        ("generator/.gitattributes", f"{PACKAGE}/** -diff", ":1: `-diff` may hide files"),
        (".gitattributes", "*.py binary", ":1: `binary` may hide files"),
    ],
)
def test_a_place_is_named_by_its_file_and_line(name: str, line: str, says: str) -> None:
    (sentence,) = concealed([changed(name, line.encode())], [name])
    assert sentence.startswith(name + says)


def test_only_what_nothing_compares_and_something_runs_is_listed() -> None:
    """Removed files count: a check may be gone."""
    names = ["tests/gone.py", DOCUMENT, "docs/conf.py", "docs/a.md", f"{PACKAGE}/a.py", "LICENSE"]
    assert uncompared(changed(name, None) for name in names) == ("docs/conf.py", "tests/gone.py")
