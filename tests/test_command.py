"""The commands `generate` and `check`: output, files and exit status."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from generator.__main__ import main
from generator.files import Tree, write
from tests.generated_packages import CONFIG_TEXT
from tests.small_documents import LIBRARY, ROOT, edited, library

Snapshot = Mapping[str, bytes]


def snapshot(folder: Path) -> Snapshot:
    """Return the bytes of every file below a folder."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def inside(path: Path) -> str | None:
    """Return a path from the project's root on, or None if it is elsewhere.

    Temporary folders of the tests are inside of the project where `.nox` or TMPDIR is.
    """
    full = path.resolve()
    return full.relative_to(ROOT).as_posix() if full.is_relative_to(ROOT) else None


@pytest.fixture
def arguments(tmp_path: Path, config_file: Path) -> list[str]:
    """Return the options with the files of the library and an output folder."""
    files = ["--document", str(LIBRARY), "--config", str(config_file)]
    return [*files, "--output", str(tmp_path / "out" / "package")]


@pytest.fixture
def output(arguments: list[str], library_tree: Tree) -> Path:
    """Return the folder of the library's package."""
    folder = Path(arguments[-1])
    write(library_tree, folder)
    return folder


def test_check_accepts_what_generate_writes(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output = Path(arguments[-1])
    assert main(["check", *arguments]) == 1
    assert not output.exists()
    capsys.readouterr()
    assert main(["generate", *arguments]) == 0
    assert capsys.readouterr().out == (
        f"{inside(output) or output}: {len(snapshot(output))} files written\n"
    )
    assert main(["check", *arguments]) == 0
    assert capsys.readouterr().out.endswith("all as the document makes them\n")
    # No temporary file is left.
    assert list(output.parent.iterdir()) == [output]


def test_check_names_each_file_that_differs(
    output: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    book = output / "town_library" / "models" / "book.py"
    book.write_bytes(book.read_bytes().replace(b"class Book:", b"class Tome:"))
    (output / "LICENSE").unlink()
    (output / "empty").touch()
    (output / "town_library" / "stray.py").write_text("x = 1")
    (output / "town_library" / "__pycache__").mkdir()
    (output / "town_library" / "__pycache__" / "x.pyc").write_bytes(b"\0")
    before = snapshot(output)
    source = LIBRARY.relative_to(ROOT).as_posix()
    assert main(["check", *arguments]) == 1
    printed = capsys.readouterr().out
    assert (
        "--- there/town_library/models/book.py\n+++ expected/town_library/models/book.py\n"
        in printed
    )
    assert "\n-class Tome:\n+class Book:\n" in printed
    assert "\n-x = 1\n\\ No newline at end of file\n" in printed
    assert "line ends" not in printed
    assert printed.splitlines()[-5:] == [
        "changed: town_library/models/book.py",
        "missing: LICENSE",
        "stray: empty",
        "stray: town_library/stray.py",
        f"{inside(output) or output} is not what {source} makes: "
        f"run `python -m generator generate {shlex.join(arguments)}`",
    ]
    assert snapshot(output) == before
    assert main(["generate", *arguments]) == 0
    assert capsys.readouterr().out.startswith(
        "kept: empty: the generator did not write it\n"
        "kept: town_library/stray.py: the generator did not write it\n"
    )
    assert main(["check", *arguments]) == 1
    (output / "empty").unlink()
    (output / "town_library" / "stray.py").unlink()
    assert main(["check", *arguments]) == 0


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace(b"\n", b"\r\n"),
        lambda text: text[:-1],
        lambda text: text + b"\xff\n",
    ],
    ids=["CRLF", "no last line end", "no UTF-8"],
)
def test_check_notices_line_ends_and_other_bytes(
    output: Path,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    change: Callable[[bytes], bytes],
) -> None:
    file = output / "town_library" / "_client.py"
    file.write_bytes(change(file.read_bytes()))
    assert main(["check", *arguments]) == 1
    printed = capsys.readouterr().out
    assert "changed: town_library/_client.py\n" in printed
    assert "\n@@ " in printed or "the line ends are CRLF; nothing else differs\n" in printed


@pytest.mark.parametrize("damage", ["line ends", "missing", "all rewritten"])
def test_check_names_each_file_and_limits_the_diff(
    output: Path, arguments: list[str], capsys: pytest.CaptureFixture[str], damage: str
) -> None:
    """Thousands of lines would hide the names."""
    files = [path for path in output.rglob("*") if path.is_file()]
    for path in files:
        if damage == "missing":
            path.unlink()
        elif damage == "line ends":
            path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
        else:
            path.write_text("other\n" * 200)
    assert main(["check", *arguments]) == 1
    printed = capsys.readouterr().out.splitlines()
    assert len(printed) < len(files) + 700
    named = [line for line in printed if line.startswith(("changed: ", "missing: "))]
    # An empty file has no line ends.
    assert len(named) >= len(files) - 1


def test_help_shows_the_default_paths(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    assert main(["check", "--help"]) == 0
    words = " ".join(capsys.readouterr().out.split())
    assert "the OpenAPI document; by default openapi/serverless-endpoints.yaml" in words
    assert "by default generator/config.yaml" in words
    assert "by default generated_client" in words


def test_check_reports_symlinks_as_differences(
    output: Path, arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    """A symlink to the same bytes, to a folder, or to nothing."""
    file = output / "town_library" / "_client.py"
    file.rename(output.parent / "elsewhere.py")
    file.symlink_to(output.parent / "elsewhere.py")
    (output / "town_library" / "plugins").symlink_to(output.parent)
    (output / "town_library" / "gone.py").symlink_to("nowhere")
    assert main(["check", *arguments]) == 1
    printed = capsys.readouterr().out
    assert "\n-a link to nowhere\n" in printed
    assert printed.splitlines()[-4:-1] == [
        "changed: town_library/_client.py",
        "stray: town_library/gone.py",
        "stray: town_library/plugins",
    ]


@pytest.mark.parametrize("step", ["mkdir", "write_bytes", "replace 1", "replace 2", "interrupt"])
def test_a_failed_write_leaves_the_old_package_untouched(
    output: Path, arguments: list[str], monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    (output / "town_library" / "stray.py").write_text("x = 1\n")
    before = snapshot(output.parent)
    calls = 0
    owner, method = (Path, step) if step in {"mkdir", "write_bytes"} else (os, "replace")
    real = getattr(owner, method)

    def failing(*positional: object, **keywords: object) -> object:
        nonlocal calls
        if any(str(one).startswith(str(output.parent)) for one in positional):
            calls += 1
            if calls == {"mkdir": 7, "write_bytes": 7, "replace 1": 1}.get(step, 2):
                if step == "interrupt":
                    raise KeyboardInterrupt
                raise OSError(28, "No space left on device", str(output))
        return real(*positional, **keywords)

    monkeypatch.setattr(owner, method, failing)
    if step == "interrupt":
        with pytest.raises(KeyboardInterrupt):
            main(["generate", *arguments])
    else:
        assert main(["generate", *arguments]) == 2
    monkeypatch.undo()
    assert calls > 0
    assert snapshot(output.parent) == before


def test_a_failed_write_leaves_no_new_folder(
    arguments: list[str], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    real = os.replace

    def failing(source: object, target: object) -> None:
        if str(target) == f"{arguments[-1]}/README.md":
            raise OSError(30, "Read-only file system", str(target))
        real(source, target)

    monkeypatch.setattr(os, "replace", failing)
    assert main(["generate", *arguments]) == 2
    assert "Read-only file system" in capsys.readouterr().err
    assert list(Path(arguments[-1]).parent.iterdir()) == []


def test_a_folder_that_the_generator_did_not_write_is_not_replaced(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output = Path(arguments[-1])
    output.mkdir(parents=True)
    (output / "thesis.txt").write_text("years of work")
    assert main(["generate", *arguments]) == 2
    words = "holds thesis.txt, but no generated package; choose another place with --output"
    assert words in capsys.readouterr().err
    (output / "pyproject.toml").write_text("[project]\n")
    assert main(["generate", *arguments]) == 2
    assert sorted(snapshot(output)) == ["pyproject.toml", "thesis.txt"]


def test_a_symlink_to_the_output_folder_is_kept(arguments: list[str], library_tree: Tree) -> None:
    link = Path(arguments[-1])
    link.parent.mkdir()
    # The target does not exist in the first round.
    link.symlink_to(link.parent / "real")
    for _ in range(2):
        assert main(["generate", *arguments]) == 0
        assert link.readlink() == link.parent / "real"
        assert snapshot(link.parent / "real").keys() == library_tree.keys()


@pytest.mark.parametrize(
    ("option", "words"),
    [
        ("--document", "cannot be read (Too many levels of symbolic links); check the path"),
        ("--config", "cannot be read (Too many levels of symbolic links); check the path"),
        ("--output", "is not a folder; choose another place with --output"),
    ],
)
def test_a_symlink_to_itself_is_one_error_line(
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    tmp_path: Path,
    option: str,
    words: str,
) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    assert main(["generate", *arguments, option, str(loop)]) == 2
    assert capsys.readouterr().err.endswith(f"loop: {words}\n")


@pytest.mark.parametrize("folder", ["x" * 300, "file/package"])
def test_an_error_of_the_file_system_is_one_line_with_advice(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path, folder: str
) -> None:
    (tmp_path / "file").write_text("years of work")
    assert main(["generate", *arguments, "--output", str(tmp_path / folder)]) == 2
    printed = capsys.readouterr().err
    assert printed.startswith(f"{tmp_path}")
    assert ": refused: " in printed
    assert printed.endswith("; check the path\n")
    assert printed[:-1].isprintable()


def test_a_document_name_that_is_not_utf_8_is_escaped(arguments: list[str], tmp_path: Path) -> None:
    odd = tmp_path / os.fsdecode(b"b\xff.yaml")
    odd.write_bytes(LIBRARY.read_bytes())
    assert main(["generate", *arguments, "--document", str(odd)]) == 0
    text = (Path(arguments[-1]) / "README.md").read_text()
    name = (inside(odd) or odd.name).replace("\udcff", "\\xff")
    assert f"Generated from {name} by" in text.splitlines()[0]


def test_an_output_path_that_is_a_file_is_refused(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    output = Path(arguments[-1])
    output.parent.mkdir()
    output.write_text("years of work")
    assert main(["generate", *arguments]) == 2
    assert f"{output}: is not a folder; choose another place" in capsys.readouterr().err
    assert output.read_text() == "years of work"


def test_an_empty_output_folder_is_filled(arguments: list[str]) -> None:
    (Path(arguments[-1]) / "__pycache__").mkdir(parents=True)
    assert main(["generate", *arguments]) == 0


BAD = {
    "not YAML": ("a: [1,\n", "bad.yaml: line 2, column 1: is not YAML: "),
    "a key twice": ("a: 1\na: 2\n", "bad.yaml: line 2, column 1: is not YAML: "),
    "a key twice in JSON": ('{"a": 1,\n"a": 2}', "bad.yaml: line 2, column 1: is not YAML: "),
    "cut JSON": ('{"a": 1,\n"b"', "bad.yaml: line 2, column "),
    "no number of JSON": (
        '{"openapi": "3.1.0", "info": {"title": "T", "version": NaN}}',
        "bad.yaml: #/info/version: is not a version",
    ),
    "a foreign tag": ("a: !!python/object:os.system x\n", "is not YAML: "),
    "two documents": ("a: 1\n---\nb: 2\n", "is not YAML: "),
    "a control character": ("a: \x01\n", "bad.yaml: is not YAML: "),
    "an anchor that is not there": ("a: *b\n", "is not YAML: "),
    **{
        text: (
            f"a: 1\nb: [{text}]\n",
            f"bad.yaml: line 2, column 5: is not YAML: this {kind} cannot",
        )
        for text, kind in (
            ("2025-13-45", "timestamp"),
            ("2025-01-01T00:00:00+99:99", "timestamp"),
            ("!!int abc", "int"),
            ("!!bool abc", "bool"),
        )
    },
    "a number of many digits": (
        f"a: {'9' * 5000}\n",
        "line 1, column 4: is not YAML: this int cannot be read (Exceeds the limit (4300 digits) "
        "for integer string conversion: value has 5000 digits); correct it there\n",
    ),
    "a number of many hexadecimal digits": (
        f"a: 0x{'f' * 5000}\n",
        "line 1, column 4: is not YAML: this int cannot be read (Exceeds the limit (4300 digits) "
        "for integer string conversion); correct it there\n",
    ),
    "a key of many digits": (f"? 0x{'f' * 5000}\n: 1\n", "line 1, column 3: is not YAML: this int"),
    "too deep": ("[" * 1000, "bad.yaml: line 1, column 101: is nested deeper than 100 levels"),
    "not UTF-8": (b"title: \xff\n", "bad.yaml: is not UTF-8; save it as UTF-8"),
    "empty": ("", "bad.yaml: is not an OpenAPI document; start with `openapi: 3.1.0`"),
    "not OpenAPI": ("a: 1\n", "bad.yaml: #/openapi: the OpenAPI version is missing"),
    "Swagger": ("swagger: '2.0'\n", "bad.yaml: #/swagger: is a Swagger document"),
    "unquoted version": (
        "openapi: 3.1.0\ninfo: {title: T, version: 2024-09-01}\n",
        'bad.yaml: #/info/version: is not a string; quote it: version: "2024-09-01"',
    ),
}


@pytest.mark.parametrize(("text", "line"), BAD.values(), ids=BAD.keys())
def test_an_invalid_document_writes_nothing(
    tmp_path: Path,
    output: Path,
    arguments: list[str],
    capsys: pytest.CaptureFixture[str],
    text: str | bytes,
    line: str,
) -> None:
    bad = tmp_path / "bad.yaml"
    bad.write_bytes(text if isinstance(text, bytes) else text.encode())
    before = snapshot(output.parent)
    for command in ("generate", "check"):
        assert main([command, *arguments, "--document", str(bad)]) == 2
        printed = capsys.readouterr()
        assert printed.out == ""
        assert line in printed.err
        assert printed.err.endswith("\n")
        assert all(printed_line.isprintable() for printed_line in printed.err.splitlines())
    assert snapshot(output.parent) == before


def test_a_missing_document_is_one_error_line(
    arguments: list[str], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    assert main(["generate", *arguments, "--document", str(tmp_path / "no.yaml")]) == 2
    assert (
        "no.yaml: cannot be read (No such file or directory); check the path\n"
        in capsys.readouterr().err
    )


def test_a_byte_order_mark_is_ignored(tmp_path: Path, arguments: list[str]) -> None:
    marked = tmp_path / "marked.yaml"
    marked.write_bytes(b"\xef\xbb\xbf" + LIBRARY.read_bytes())
    assert main(["generate", *arguments, "--document", str(marked)]) == 0


def test_a_document_may_be_json(tmp_path: Path, output: Path, arguments: list[str]) -> None:
    """With escapes and tabs, which YAML would read in another way."""
    document = edited(library(), {"/info/title": "The \U0001f4da library"})
    texts = [json.dumps(document, indent="\t"), json.dumps(document, ensure_ascii=False)]
    trees: list[dict[str, bytes]] = []
    for text in texts:
        (tmp_path / "library.json").write_text(text, encoding="utf-8")
        path = str(tmp_path / "library.json")
        assert main(["generate", *arguments, "--document", path]) == 0
        trees.append(dict(snapshot(output)))
        # It contains the digest of the document.
        del trees[-1]["town_library/_provenance.py"]
    assert trees[0] == trees[1]


def test_the_command_runs_as_a_program(tmp_path: Path) -> None:
    bad, config = tmp_path / "bad.yaml", tmp_path / "config.yaml"
    bad.write_text("openapi: 3.0.0\ninfo: {title: T, version: '1.0'}\n")
    config.write_text(CONFIG_TEXT)
    files = ["--document", str(bad), "--config", str(config), "--output", str(tmp_path / "out")]
    done = subprocess.run(
        [sys.executable, "-m", "generator", "generate", *files],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert (
        done.stderr == f"{inside(bad) or bad.name}: #/openapi: the OpenAPI version is '3.0.0'; "
        "convert the document to 3.1.0, which describes null and bounds differently\n"
    )
    assert not (tmp_path / "out").exists()


def test_generate_notes_what_it_leaves_out(
    arguments: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    document = ROOT / "tests" / "documents" / "serverless-endpoint-group.yaml"
    assert main(["generate", *arguments, "--document", str(document)]) == 0
    notes = [line for line in capsys.readouterr().err.splitlines() if line.startswith("note: ")]
    assert len(notes) == 2
    assert "x-ms-pageable: the call returns one page" in notes[0]
