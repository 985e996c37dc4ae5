"""Run type checkers on code that uses the package: `python tests/typing/check_types.py`.

Each checker reads consumer.py and misuse.py in an empty folder against the installed package. It
must report an error for every line of misuse.py that is marked as wrong, and for no other line.
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

#: File, line and message of an error that a checker reports.
Error = tuple[str, int, str]


def mypy(folder: Path) -> Iterator[Error]:
    """Run mypy in strict mode."""
    out = run(folder, "mypy", "--strict", "--output=json", "--cache-dir=.mypy", *FILES)
    for found in map(json.loads, filter(None, out.splitlines())):
        if found["severity"] == "error":
            yield found["file"], found["line"], found["message"]


def pyright(folder: Path) -> Iterator[Error]:
    """Run pyright in strict mode."""
    settings = {"include": FILES, "typeCheckingMode": "strict", "pythonVersion": "3.11"}
    (folder / "pyrightconfig.json").write_text(json.dumps(settings))
    out = run(folder, "pyright", "--outputjson", "--pythonpath", sys.executable)
    for found in json.loads(out)["generalDiagnostics"]:
        yield found["file"], found["range"]["start"]["line"] + 1, found["message"]


def ty(folder: Path) -> Iterator[Error]:
    """Run ty with its defaults."""
    out = run(folder, "ty", "check", "--output-format=gitlab", f"--python={sys.prefix}", *FILES)
    for found in json.loads(out):
        where = found["location"]
        line = where["positions"]["begin"]["line"]
        yield where["path"], line, found["description"]


def pyrefly(folder: Path) -> Iterator[Error]:
    """Run pyrefly in strict mode."""
    options = ["--preset=strict", "--output-format=json"]
    options += [f"--python-interpreter-path={sys.executable}"]
    out = run(folder, "pyrefly", "check", *options, *FILES)
    for found in json.loads(out)["errors"]:
        if found.get("severity", "error") == "error":
            yield found["path"], found["line"], found["description"]


CHECKERS: Final[tuple[Callable[[Path], Iterable[Error]], ...]] = (mypy, pyright, ty, pyrefly)


def run(folder: Path, module: str, *arguments: str) -> str:
    """Run a checker, and return what it prints.

    Raises:
        SystemExit: If the checker does not finish its work.
    """
    command = [sys.executable, "-m", module, *arguments]
    process = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if process.returncode not in {0, 1}:
        raise SystemExit(f"{module} failed:\n{process.stdout}{process.stderr}")
    return process.stdout


def marked(source: str) -> dict[int, str | None]:
    """Return the lines marked as wrong, each with the checker that does not see it, if any."""
    lines = enumerate(source.splitlines(), 1)
    return {number: match["blind"] for number, line in lines if (match := MARK.search(line))}


def differences(name: str, errors: Iterable[Error], wrong: dict[int, str | None]) -> list[str]:
    """Return where the errors of a checker and the marks differ."""
    reported: dict[tuple[str, int], str] = {}
    for file, line, message in errors:
        reported.setdefault((Path(file).name, line), message)
    expected = {("misuse.py", line) for line, blind in wrong.items() if blind != name}
    found = [f"{file}:{line}: {name} reports no error" for file, line in expected - set(reported)]
    found += [
        f"{file}:{line}: {name} reports: {reported[file, line]}"
        for file, line in set(reported) - expected
    ]
    return sorted(found)


def main() -> int:
    """Run every checker, print the differences and a summary, and return the exit status."""
    wrong = marked((HERE / "misuse.py").read_text(encoding="utf-8"))
    found: list[str] = []
    for checker in CHECKERS:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name).resolve()
            for file in FILES:
                shutil.copy(HERE / file, folder)
            found += differences(checker.__name__, checker(folder), wrong)
    print("\n".join([*found, summary(wrong, found)]))
    return 1 if found else 0


def summary(wrong: dict[int, Any], found: list[str]) -> str:
    """Return the summary in one line."""
    names = ", ".join(checker.__name__ for checker in CHECKERS)
    lines = len((HERE / "consumer.py").read_text(encoding="utf-8").splitlines())
    return (
        f"typing: {names}: {len(wrong)} wrong lines and {lines} right lines, "
        f"{len(found)} differences"
    )


if __name__ == "__main__":
    sys.exit(main())
