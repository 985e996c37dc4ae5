"""Asks what works with the installed release of openapi-python-client: `python -m tests.engine`.

`python -m nox -s engine -- VERSION` runs it in an environment that has the generator's pins, except
that of the engine. With `requirements`, it prints what the engine requires that is not installed.
Each problem is printed with what to do. Exit status 0: the release can be pinned, 1: not yet.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from importlib import metadata
from pathlib import Path
from xml.etree import ElementTree

import attrs
from packaging.requirements import Requirement

ENGINE = "openapi-python-client"
ROOT = Path(__file__).parents[1]
#: What pytest writes before the words of a failure.
_KIND = re.compile(r'(failed on setup with ")?(Failed|AssertionError): ')


@attrs.frozen
class Answer:
    """The answer to one question.

    Attributes:
        question: The question, which "yes" answers.
        problems: What stands against it, one line each.
        todo: What to do about the problems; empty if the question cannot be answered yet.
    """

    question: str
    problems: tuple[str, ...]
    todo: str


def ask() -> list[Answer]:
    """Return the answers for the installed release."""
    answers = [
        Answer(
            "Do the generator's pins meet its requirements?",
            tuple(conflicts(requirements())),
            "change these pins in generator/requirements.txt, if the generator works with them; "
            "otherwise wait for another release of the engine",
        ),
        Answer(
            "Can the generator import it?",
            tuple(output("-c", "import generator.model.engine")[-1:]),
            "adapt the imports in generator/model/engine.py; the next answer names what is missing",
        ),
        Answer(
            "Does it have every name that the generator uses?",
            tuple(failures("tests/model/test_engine_contract.py")),
            "adapt generator/model/ and then the lists in tests/model/test_engine_contract.py",
        ),
    ]
    same, needed = (
        "Does the generator make the same package with it?",
        "Is each workaround still needed?",
    )
    if answers[1].problems:
        unasked = ("the generator must be able to import this release first",)
        return [*answers, Answer(same, unasked, ""), Answer(needed, unasked, "")]
    return [
        *answers,
        Answer(
            same,
            tuple(differences(output("-m", "generator", "check", "--any-origin"))),
            "pin it, run `nox -s generate`, and read the diff of generated_client/",
        ),
        Answer(
            needed,
            tuple(failures("tests/model/test_workarounds.py")),
            "delete what is no longer needed in generator/model/workarounds.py, with its test",
        ),
    ]


def report(pinned: str, release: str, answers: Sequence[Answer]) -> str:
    """Return the answers as text, with what to do about each problem."""
    lines = [f"{ENGINE} {release}; pinned is {pinned}"]
    for answer in answers:
        word = "yes" if not answer.problems else "no:" if answer.todo else "not known:"
        lines.append(f"- {answer.question} {word}")
        lines += [f"    {problem}" for problem in answer.problems]
        if answer.problems and answer.todo:
            lines.append(f"    To do: {answer.todo}.")
    if any(answer.problems for answer in answers):
        lines.append(f"Result: keep {pinned} until the points above are done.")
    else:
        lines.append(f"Result: pin {ENGINE}=={release} in generator/requirements.txt.")
    return "\n".join(lines)


def requirements() -> list[Requirement]:
    """Return what the engine requires on this Python."""
    found = map(Requirement, metadata.requires(ENGINE) or ())
    return [one for one in found if one.marker is None or one.marker.evaluate({"extra": ""})]


def conflicts(required: Sequence[Requirement]) -> list[str]:
    """Return a line for each requirement that the environment does not meet."""
    lines: list[str] = []
    for one in required:
        version = installed(one.name)
        if version is None:
            lines.append(f"it requires {one.name}{one.specifier}, which is not installed")
        elif not one.specifier.contains(version, prereleases=True):
            lines.append(f"it requires {one.name}{one.specifier}, but {version} is installed")
    return lines


def installed(name: str) -> str | None:
    """Return the installed version of a distribution, or None."""
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None


def output(*arguments: str) -> list[str]:
    """Run Python; return the lines that it prints, or none if it succeeds."""
    command = [sys.executable, *arguments]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode == 0:
        return []
    lines = [line for line in (done.stdout + done.stderr).splitlines() if line.strip()]
    return lines or [f"exit status {done.returncode} without a message"]


def differences(lines: Sequence[str]) -> list[str]:
    """Return the files that `check` names without their diffs; all lines if it names none."""
    named = [one for one in lines if one.startswith(("changed: ", "missing: ", "stray: "))]
    return named or list(lines)


def failures(path: str) -> list[str]:
    """Run the tests of a file; return the first line of each failure."""
    with tempfile.TemporaryDirectory() as folder:
        results = Path(folder) / "results.xml"
        told = output("-m", "pytest", "-q", "-p", "no:cacheprovider", f"--junitxml={results}", path)
        if not results.is_file():
            return told or ["pytest wrote no results"]
        return read_failures(results.read_text("utf-8")) or told


def read_failures(results: str) -> list[str]:
    """Return the first line of each failure in pytest's JUnit XML, each once."""
    lines: list[str] = []
    for failure in ElementTree.fromstring(results).iterfind(".//testcase/*"):
        if failure.tag in {"failure", "error"}:
            # The message of an error at collection is in the text alone.
            told = [line for line in (failure.text or "").splitlines() if line.startswith("E ")]
            first = failure.get("message", "").partition("\n")[0]
            named = _KIND.sub("", first).rstrip('"')
            if first == "collection failure" and told:
                named = told[-1].removeprefix("E").strip()
            lines.append(named)
    return list(dict.fromkeys(lines))


def pinned() -> str:
    """Return the release that generator/requirements.txt pins."""
    lines = (ROOT / "generator/requirements.txt").read_text("utf-8").splitlines()
    (pin,) = (line for line in lines if line.startswith(f"{ENGINE}=="))
    return pin.partition("==")[2]


if __name__ == "__main__":
    if sys.argv[1:] == ["requirements"]:
        # Nothing at all if nothing is missing: each line is an argument of pip.
        sys.stdout.writelines(f"{one}\n" for one in requirements() if not installed(one.name))
    else:
        answers = ask()
        print(report(pinned(), metadata.version(ENGINE), answers))
        sys.exit(1 if any(answer.problems for answer in answers) else 0)
