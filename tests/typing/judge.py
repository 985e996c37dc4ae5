"""Has type checkers judge code that uses the package: `python tests/typing/judge.py`.

Each checker reads the two files as a stranger's project, in a folder that holds nothing else,
against the installed package. It must object to every line of misuse.py that is marked as wrong,
and to no other line of it or of consumer.py.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
FILES: Final = ("consumer.py", "misuse.py")
MARK: Final = re.compile(r"# wrong(?:, but not to (?P<blind>\w+): .+?)?(?:$|  #)", re.MULTILINE)

#: A line that a checker objects to, with its words.
Objection = tuple[str, int, str]


def mypy(folder: Path) -> Iterator[Objection]:
    """mypy, strict."""
    out = run(folder, "mypy", "--strict", "--output=json", "--cache-dir=.mypy", *FILES)
    for found in map(json.loads, filter(None, out.splitlines())):
        if found["severity"] == "error":
            yield found["file"], found["line"], found["message"]


def pyright(folder: Path) -> Iterator[Objection]:
    """pyright, strict."""
    settings = {"include": FILES, "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    out = run(folder, "pyright", "--outputjson", "--pythonpath", sys.executable)
    for found in json.loads(out)["generalDiagnostics"]:
        yield found["file"], found["range"]["start"]["line"] + 1, found["message"]


def ty(folder: Path) -> Iterator[Objection]:
    """ty, with its defaults."""
    out = run(folder, "ty", "check", "--output-format=gitlab", f"--python={sys.prefix}", *FILES)
    for found in json.loads(out):
        where = found["location"]
        line = where["positions"]["begin"]["line"]
        yield where["path"], line, found["description"]


def pyrefly(folder: Path) -> Iterator[Objection]:
    """pyrefly, strict."""
    options = ["--preset=strict", "--output-format=json"]
    options += [f"--python-interpreter-path={sys.executable}"]
    out = run(folder, "pyrefly", "check", *options, *FILES)
    for found in json.loads(out)["errors"]:
        if found.get("severity", "error") == "error":
            yield found["path"], found["line"], found["description"]


CHECKERS: Final[tuple[Callable[[Path], Iterable[Objection]], ...]] = (mypy, pyright, ty, pyrefly)


def run(folder: Path, module: str, *arguments: str) -> str:
    """What a checker prints; one that breaks down says so."""
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{module} broke down:\n{process.stdout}{process.stderr}")
    return process.stdout


def marked(source: str) -> dict[int, str | None]:
    """The lines that are wrong, each with the checker that cannot see it, if any."""
    lines = enumerate(source.splitlines(), 1)
    return {number: match["blind"] for number, line in lines if (match := MARK.search(line))}


def mistakes(name: str, objections: Iterable[Objection], wrong: dict[int, str | None]) -> list[str]:
    """Where a checker says something else than the marks."""
    heard: dict[tuple[str, int], str] = {}
    for file, line, words in objections:
        heard.setdefault((Path(file).name, line), words)
    expected = {("misuse.py", line) for line, blind in wrong.items() if blind != name}
    found = [f"{file}:{line}: {name} has no objection" for file, line in expected - set(heard)]
    found += [
        f"{file}:{line}: {name} objects: {heard[file, line]}"
        for file, line in set(heard) - expected
    ]
    return sorted(found)


def main() -> int:
    """Asks every checker and says in one line what came of it."""
    wrong = marked((HERE / "misuse.py").read_text(encoding="utf-8"))
    found: list[str] = []
    for checker in CHECKERS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            for file in FILES:
                shutil.copy(HERE / file, folder)
            found += mistakes(checker.__name__, checker(folder), wrong)
    print("\n".join([*found, summary(wrong, found)]))
    return 1 if found else 0


def summary(wrong: dict[int, Any], found: list[str]) -> str:
    """The one line."""
    names = ", ".join(checker.__name__ for checker in CHECKERS)
    lines = len((HERE / "consumer.py").read_text(encoding="utf-8").splitlines())
    return (
        f"typing: {names}: {len(wrong)} wrong uses and {lines} lines of right ones, "
        f"{len(found)} not as they should be"
    )


if __name__ == "__main__":
    sys.exit(main())
