"""The report on another release of the engine says what works, what does not, and what to do."""

from __future__ import annotations

import subprocess
import sys

from packaging.requirements import Requirement

from tests import engine
from tests.engine import Answer

GOOD = Answer("Can the generator import it?", (), "adapt the imports")
BAD = Answer("Is each workaround still needed?", ("hide: is no longer needed",), "delete it")


def test_a_release_without_problems_is_to_be_pinned() -> None:
    assert engine.report("1.0", "1.1", [GOOD]).splitlines() == [
        "openapi-python-client 1.1; pinned is 1.0",
        "- Can the generator import it? yes",
        "Result: pin openapi-python-client==1.1 in generator/requirements.txt.",
    ]


def test_each_problem_comes_with_what_to_do() -> None:
    assert engine.report("1.0", "1.1", [GOOD, BAD]).splitlines()[2:] == [
        "- Is each workaround still needed? no:",
        "    hide: is no longer needed",
        "    To do: delete it.",
        "Result: keep 1.0 until the points above are done.",
    ]


def test_a_question_that_could_not_be_asked_has_no_answer() -> None:
    unasked = Answer("Is it the same?", ("import it first",), "")
    assert engine.report("1.0", "1.1", [unasked]).splitlines()[1:] == [
        "- Is it the same? not known:",
        "    import it first",
        "Result: keep 1.0 until the points above are done.",
    ]


def test_requirements_that_the_environment_does_not_meet_are_named() -> None:
    required = [Requirement("attrs>=1"), Requirement("attrs<1"), Requirement("not-installed>2")]
    older, missing = engine.conflicts(required)
    assert older.startswith("it requires attrs<1, but ")
    assert missing == "it requires not-installed>2, which is not installed"


def test_failed_tests_are_told_by_their_messages() -> None:
    results = """<testsuites><testsuite>
        <testcase name="a"/>
        <testcase name="b"><failure message="Failed: m has no Name&#10;more">E</failure></testcase>
        <testcase name="c"><failure message="AssertionError: hide: done">E</failure></testcase>
        <testcase name="d"><skipped message="not here"/></testcase>
        <testcase name="e"><error message="collection failure">x
E   ImportError: cannot import it</error></testcase>
        <testcase name="f"><failure message="Failed: m has no Name">again</failure></testcase>
    </testsuite></testsuites>"""
    assert engine.read_failures(results) == [
        "m has no Name",
        "hide: done",
        "ImportError: cannot import it",
    ]


def test_of_another_package_only_the_files_are_named() -> None:
    told = ["--- there/a.py", "-stray: b", "changed: a.py", "missing: c.py", "run it"]
    assert engine.differences(told) == ["changed: a.py", "missing: c.py"]
    assert engine.differences(["the document is refused"]) == ["the document is refused"]


def test_a_command_that_fails_is_a_problem_even_without_words() -> None:
    assert engine.output("-c", "pass") == []
    assert engine.output("-c", "raise SystemExit(3)") == ["exit status 3 without a message"]


def test_the_pinned_release_passes() -> None:
    """The pins meet the engine's requirements, and the generator can import it."""
    assert engine.pinned() == engine.installed(engine.ENGINE)
    assert engine.conflicts(engine.requirements()) == []


def test_nothing_is_listed_if_every_requirement_is_installed() -> None:
    """The session passes each line to pip, which refuses an empty one."""
    command = [sys.executable, "-m", "tests.engine", "requirements"]
    done = subprocess.run(command, cwd=engine.ROOT, capture_output=True, check=True)
    assert done.stdout == b""
