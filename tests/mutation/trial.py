"""One trial: a copy of the project, a rule broken in it, and the tests that should notice."""

from __future__ import annotations

import os
import re
import shutil
import time
from pathlib import Path
from typing import Final, Literal, NamedTuple

from .process import run
from .rule import Rule

ROOT: Final = Path(__file__).parents[2]
#: What generating and testing need of the project.
_PARTS: Final = (
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "README.md",
    "generated_client",
    "generator",
    "noxfile.py",
    "openapi",
    "pyproject.toml",
    "tests",
)
#: All tests of what the templates and the runtime make.
SUITE: Final = (
    "tests/client",
    "tests/standin",
    "tests/network",
    "tests/generator/generate",
    "tests/package/test_readme.py",
)
#: Exit status of pytest: all passed, some failed.
_PASSED: Final = 0
_FAILED: Final = 1

_NOTICED: Final = re.compile(r"^(?:FAILED|ERROR) (\S+?\.py::.+?)(?: - .*)?$", re.MULTILINE)


class Outcome(NamedTuple):
    """How a trial ended.

    Attributes:
        verdict: `caught`, `survived`, `stale` where the rule no longer fits its file, or `error`
            where the tests could not be run.
        by: The test that noticed, or what went wrong.
        seconds: How long it took.
    """

    verdict: Literal["caught", "survived", "stale", "error"]
    by: str
    seconds: float = 0.0


def copy_project(source: Path, target: Path, *, linked: bool = False) -> None:
    """Copies what generating and testing need.

    Args:
        source: The project, or a copy of it.
        target: A folder that is not there yet.
        linked: Whether both may share their files, so that none may be written in its place.
    """
    copy = os.link if linked else shutil.copy2
    ignored = shutil.ignore_patterns(".*cache", ".hypothesis", "dist", "node_modules")
    target.mkdir()
    for name in _PARTS:
        path = source / name
        if path.is_dir():
            shutil.copytree(path, target / name, ignore=ignored, copy_function=copy)
        else:
            copy(path, target / name)


def try_rule(rule: Rule, whole: Path, copy: Path, limit: float, *, thorough: bool) -> Outcome:
    """Breaks a rule in a copy of its own, and says whether a test notices.

    Args:
        rule: The rule.
        whole: The unbroken copy.
        copy: A folder that is not there yet; it is gone afterwards.
        limit: Seconds that generating and testing may take each; a hang is noticed too.
        thorough: Whether all tests are run where the rule's own notice nothing.
    """
    began = time.monotonic()
    if rule.is_stale(whole):
        return Outcome("stale", "its text does not stand exactly once in the file")
    try:
        copy_project(whole, copy, linked=True)
        rule.apply(copy)
        outcome = _judged(rule, copy, limit, thorough=thorough)
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    return outcome._replace(seconds=time.monotonic() - began)


def _judged(rule: Rule, copy: Path, limit: float, *, thorough: bool) -> Outcome:
    if rule.is_generated_from:
        status, output = run(copy, limit, "generator", "generate")
        if status is None:
            return Outcome("caught", f"generating, which took more than {limit:g} s")
        if status:
            return Outcome("caught", f"generating: {output.strip().rpartition(chr(10))[2]}")
    outcome = tested(copy, rule.tests, limit)
    if outcome.verdict == "survived" and thorough:
        outcome = tested(copy, SUITE, 80 * limit)
    return outcome


def tested(copy: Path, tests: tuple[str, ...], limit: float) -> Outcome:
    """Runs tests up to the first that fails."""
    status, output = run(copy, limit, "pytest", "-x", "-q", "-p", "no:cacheprovider", *tests)
    if status is None:
        return Outcome("caught", f"a hang: the tests took more than {limit:g} s")
    if status == _PASSED:
        return Outcome("survived", "")
    if status == _FAILED and (noticed := _NOTICED.search(output)):
        return Outcome("caught", noticed[1])
    if status == _FAILED and "PytestUnraisableExceptionWarning" in output:
        return Outcome("caught", "a warning at the end of the tests")
    return Outcome("error", f"pytest ended with status {status}:\n{output[-3000:]}")
