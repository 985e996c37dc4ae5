"""The command of `nox -s mutation`: edit a copy of the project until a test should fail.

Two kinds of edits: those that mutmut makes in the functions of the generated package, and those of
`rules.toml` in the templates, the constants and the defaults, which mutmut does not reach.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path
from typing import IO, Any, Final, Literal, NamedTuple

ROOT: Final = Path(__file__).parents[2]
HERE: Final = Path(__file__).parent
#: The least share of mutmut's edits that tests must notice. The rest are edits that change nothing
#: a caller can observe, and gaps: the command prints all of them.
FLOOR: Final = 0.85
#: Settings of mutmut, see https://github.com/boxed/mutmut. Of the selected tests it runs, for each
#: edit, those that call the edited function.
SETTINGS: Final[dict[str, Any]] = {
    "pytest_add_cli_args_test_selection": ["tests/client", "tests/network", "tests/testing"],
    # These tests compare frames or names of the package, and mutmut adds its own.
    "pytest_add_cli_args": [
        *("-p", "no:cacheprovider", "-k"),
        "not (test_all_of_the_errors_module_lists_exactly_its_public_names"
        " or test_all_of_the_package_lists_exactly_its_public_names"
        " or test_an_invalid_proxy_is_refused_with_the_name_of_its_variable"
        " or test_an_unusable_certificate_file_is_refused_with_the_name_of_its_variable"
        " or test_the_error_of_a_token_that_a_header_cannot_hold_does_not_show_it"
        " or test_all_public_names_have_a_docstring)",
    ],
    # Seconds until a test that hangs is stopped: (usual time + constant) * multiplier.
    "timeout_multiplier": 2.0,
    "timeout_constant": 30.0,
}
#: Seconds that the tests of one rule may take. A test that hangs has noticed.
LIMIT: Final = 300.0


class Rule(NamedTuple):
    """One entry of `rules.toml`, which documents the fields."""

    file: str
    wrong: str
    old: str
    new: str
    tests: list[str]

    def problem(self) -> str | None:
        """Return why the rule cannot be tried, or None."""
        path = ROOT / "generator" / self.file
        count = path.read_text("utf-8").count(self.old) if path.is_file() else 0
        if count != 1:
            return f"`old` occurs {count} times in generator/{self.file}, and must occur once"
        for test in self.tests:
            if (count := len(_found(test))) != 1:
                return f"{count} files below tests/ are named {test}, and one must be"
        return None

    def paths(self) -> list[str]:
        """Return the paths of the tests, from the root of the project."""
        return [path.relative_to(ROOT).as_posix() for test in self.tests for path in _found(test)]


class Outcome(NamedTuple):
    """What the tests of a rule did: `error` if they did not run."""

    verdict: Literal["noticed", "missed", "error"]
    detail: str = ""


def main(arguments: list[str]) -> int:
    """Run the command.

    Args:
        arguments: Those of the command line, without the name of the program.

    Returns:
        The exit status: 0 if tests noticed enough, 1 if not, 2 if nothing could be tried.
    """
    options = _options(arguments)
    tests = [word for word in options.words if "/" in word]
    words = [word for word in options.words if "/" not in word]
    rules = [rule for rule in _rules() if not words or any(word in rule.file for word in words)]
    if problems := [(rule, text) for rule in rules if (text := rule.problem())]:
        for rule, text in problems:
            print(
                f"tests/mutation/rules.toml: {rule.wrong!r}: {text}; update the rule or delete it"
            )
        return 2
    if options.check:
        print(f"{len(rules)} rules fit the sources.")
        return 0
    package = next(path.parent for path in ROOT.glob("generated_client/*/py.typed"))
    modules = [
        path.relative_to(package).as_posix()
        for path in package.rglob("*.py")
        if words and any(word in path.relative_to(package).as_posix() for word in words)
    ]
    if words and not modules and not rules:
        print(f"No module and no rule is named {' or '.join(words)}.")
        return 2
    with tempfile.TemporaryDirectory(prefix="mutation-") as name:
        folder = Path(name)
        copy_project(folder / "whole")
        statuses = [try_rules(rules, folder)] if rules else []
        if modules or not words:
            statuses.append(run_mutmut(package.name, modules, tests, folder))
        return max(statuses)


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument(
        "words",
        nargs="*",
        metavar="WORD",
        help="part of the name of a module or template to edit (all, if none is given), or, with a "
        "slash, tests for mutmut to run instead of the usual ones, such as tests/client",
    )
    parser.add_argument("--check", action="store_true", help="only check that each rule fits")
    return parser.parse_args(arguments)


def _rules() -> list[Rule]:
    with (HERE / "rules.toml").open("rb") as file:
        return [Rule(**entry) for entry in tomllib.load(file)["rule"]]


def _found(test: str) -> list[Path]:
    """Return the files below tests/ whose path ends in `test`."""
    return list((ROOT / "tests").glob(f"**/{test}"))


def copy_project(target: Path) -> None:
    """Copy all files of the project that git tracks or would add."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    for name in filter(None, listed.split("\0")):
        if (ROOT / name).is_file():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(ROOT / name, target / name)


def try_rules(rules: list[Rule], folder: Path) -> int:
    """Try each rule in a copy of its own, a few at once, and print what the tests noticed.

    Returns:
        0 if tests noticed each rule, 1 if not, 2 if some fail before any edit. Rules of those are
        not tried.
    """
    tests = sorted({path for rule in rules for path in rule.paths()})
    missed = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        unedited = pool.map(lambda test: _tested(folder / "whole", [test]), tests)
        failing = {
            test: outcome.detail
            for test, outcome in zip(tests, unedited, strict=True)
            if outcome.verdict != "missed"
        }
        for test, detail in failing.items():
            print(f"{test} fails, though nothing was edited: {detail}")
        rules = [rule for rule in rules if not failing.keys() & rule.paths()]
        trials = {
            pool.submit(_try_rule, rule, folder / "whole", folder / f"rule-{number}"): rule
            for number, rule in enumerate(rules)
        }
        for trial in as_completed(trials):
            rule, outcome = trials[trial], trial.result()
            missed += outcome.verdict != "noticed"
            line = f"{outcome.verdict:<8} {rule.file}: {rule.wrong}"
            print(f"{line} {outcome.detail}".rstrip(), flush=True)
    print(f"rules: tests noticed {len(rules) - missed} of {len(rules)}")
    return 2 if failing else 1 if missed else 0


def _try_rule(rule: Rule, whole: Path, copy: Path) -> Outcome:
    shutil.copytree(whole, copy)
    try:
        path = copy / "generator" / rule.file
        path.write_text(path.read_text("utf-8").replace(rule.old, rule.new), "utf-8")
        generate = subprocess.run(
            [sys.executable, "-m", "generator", "generate"],
            cwd=copy,
            capture_output=True,
            text=True,
        )
        if generate.returncode:
            return Outcome("error", f"generate failed:\n{generate.stdout}{generate.stderr}")
        return _tested(copy, rule.paths())
    finally:
        shutil.rmtree(copy, ignore_errors=True)


def _tested(copy: Path, tests: list[str]) -> Outcome:
    """Run tests in a copy of the project, up to the first one that fails."""
    options = ["-x", "-q", "--numprocesses=0", "-p", "no:cacheprovider"]
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *tests],
            cwd=copy,
            env={**os.environ, "PYTHONPATH": str(copy / "generated_client")},
            capture_output=True,
            text=True,
            timeout=LIMIT,
        )
    except subprocess.TimeoutExpired:
        return Outcome("noticed", f"(tests took more than {LIMIT:g} s)")
    if run.returncode == 0:
        return Outcome("missed")
    failed = re.search(r"^(?:FAILED|ERROR) \S+?::(\S+)", run.stdout, re.MULTILINE)
    if run.returncode == 1 and failed:
        return Outcome("noticed", f"({failed[1]})")
    return Outcome("error", f"pytest ended with status {run.returncode}:\n{run.stdout[-3000:]}")


def run_mutmut(package: str, modules: list[str], tests: list[str], folder: Path) -> int:
    """Let mutmut edit modules of a copy of the package, and print the edits that no test noticed.

    Args:
        package: The name of the package.
        modules: Paths of modules in the package; all modules if empty.
        tests: Tests to run, or none for those of `SETTINGS`.
        folder: Holds `whole`, the copy of the project.

    Returns:
        0 if tests noticed a share of at least `FLOOR`, 1 if not, 2 if mutmut could not run.
    """
    copy = folder / "mutmut"
    shutil.copytree(folder / "whole", copy)
    settings = SETTINGS | {"also_copy": [path.name for path in copy.iterdir()]}
    # mutmut derives the name of a module from its path, and ignores no other folder than src/.
    shutil.move(copy / "generated_client" / package, copy / "src" / package)
    settings["source_paths"] = ["src"]
    settings["only_mutate"] = [f"src/{package}/{path}" for path in modules]
    if tests:
        settings["pytest_add_cli_args_test_selection"] = tests
    with (copy / "pyproject.toml").open("a", encoding="utf-8") as file:
        file.write("\n[tool.mutmut]\n")
        # Strings, numbers and lists of them are the same in JSON and in TOML.
        file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in settings.items())
    # mutmut works here. Python takes a folder of PYTHONPATH that does not exist for an empty one.
    sources = copy / "mutants" / "src"
    sources.mkdir(parents=True)

    def mutmut(*command: str, output: IO[str] | int = subprocess.PIPE) -> str | None:
        program = Path(sys.executable).with_name("mutmut")
        environment = {**os.environ, "PYTHONPATH": str(sources)}
        run = subprocess.run(
            [program, *command],
            cwd=copy,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
        )
        return run.stdout if run.returncode == 0 else None

    log = folder / "mutmut.log"
    with log.open("w") as file:
        mutmut("run", output=file)
    # It ends with status 0 in some cases where it did not get as far as an edit.
    mutmut("export-cicd-stats")
    results = copy / "mutants" / "mutmut-cicd-stats.json"
    counts = json.loads(results.read_text("utf-8")) if results.exists() else {"total": 0}
    # Not those that hang: if most do, something is wrong with the machine or the settings.
    noticed = counts.get("killed", 0)
    if not noticed:
        output = log.read_text("utf-8")[-5000:]
        print(f"{output}\nmutmut edited nothing. If a test fails above because it compares frames")
        print("or names of the package, exclude it in SETTINGS of tests/mutation/__main__.py.")
        return 2
    for line in (mutmut("results") or "").splitlines():
        print(mutmut("show", line.strip().partition(":")[0]))
    share = noticed / counts["total"]
    print(f"mutmut: tests noticed {noticed} of {counts['total']} edits, {share:.1%}")
    return 0 if share >= FLOOR else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
