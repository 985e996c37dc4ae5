"""The command: `python -m tests.mutation [WORD…]`, from the project's root."""

from __future__ import annotations

import argparse
import itertools
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

from . import (
    rules_call,
    rules_call_templates,
    rules_client,
    rules_connections,
    rules_errors,
    rules_request,
    rules_result,
    rules_script,
    rules_stand_in,
    rules_templates,
    rules_tokens,
    rules_transport,
)
from .process import run
from .rule import Rule
from .trial import ROOT, SUITE, Outcome, copy_project, tested, try_rule

RULES: list[Rule] = [
    *rules_request.RULES,
    *rules_client.RULES,
    *rules_call.RULES,
    *rules_tokens.RULES,
    *rules_connections.RULES,
    *rules_transport.RULES,
    *rules_result.RULES,
    *rules_errors.RULES,
    *rules_stand_in.RULES,
    *rules_script.RULES,
    *rules_call_templates.RULES,
    *rules_templates.RULES,
]


def main(arguments: Sequence[str] | None = None) -> int:
    """Tries the rules.

    Args:
        arguments: Arguments of the command line; the process's own when None.

    Returns:
        The exit status: 0 if a test noticed every broken rule, 1 if not, 2 if nothing could be
        tried.
    """
    options = _options(arguments)
    words = [word.lower() for word in options.words]
    rules = [
        rule
        for rule in RULES
        if not words or any(word in f"{rule.file} {rule.broken}".lower() for word in words)
    ]
    if not rules:
        print(f"No rule speaks of {' or '.join(options.words)}.", file=sys.stderr)
        return 2
    began = time.monotonic()
    with (
        tempfile.TemporaryDirectory(prefix="mutation-") as folder,
        ThreadPoolExecutor(options.jobs) as pool,
    ):
        whole = Path(folder) / "whole"
        copy_project(ROOT, whole)
        if problem := _unbroken_problem(pool, rules, whole, options):
            print(problem, file=sys.stderr)
            return 2
        print(f"The unbroken package passes, after {time.monotonic() - began:.0f} s.", flush=True)
        trials = {
            pool.submit(
                try_rule,
                rule,
                whole,
                Path(folder) / str(number),
                options.limit,
                thorough=options.thorough,
            ): rule
            for number, rule in enumerate(rules)
        }
        outcomes: list[Outcome] = []
        try:
            for trial in as_completed(trials):
                outcomes.append(trial.result())
                print(_line(trials[trial], outcomes[-1]), flush=True)
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
    caught = sum(outcome.verdict == "caught" for outcome in outcomes)
    print(f"{caught} of {len(rules)} rules caught, in {time.monotonic() - began:.0f} s")
    return 0 if caught == len(rules) else 1


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m tests.mutation",
        description="Breaks each rule of the package once, and says whether a test notices.",
    )
    parser.add_argument("words", nargs="*", help="try the rules whose file or sentence holds one")
    parser.add_argument("--thorough", action="store_true", help="run all tests before giving up")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="trials at once")
    parser.add_argument("--limit", type=float, default=15.0, help="seconds of a trial's tests")
    return parser.parse_args(arguments)


def _unbroken_problem(
    pool: ThreadPoolExecutor, rules: list[Rule], whole: Path, options: argparse.Namespace
) -> str | None:
    """Why no rule can be tried: the tests fail though nothing is broken."""
    status, output = run(whole, 10 * options.limit, "generator", "generate")
    if status != 0:
        return f"Nothing can be generated:\n{output}"
    tests = sorted({test for rule in rules for test in rule.tests})
    if options.thorough:
        tests += SUITE
    # Tests of one file take turns; those of several files run at once.
    files = [list(group) for _, group in itertools.groupby(tests, lambda t: t.partition("::")[0])]
    outcomes = pool.map(lambda group: tested(whole, tuple(group), 40 * options.limit), files)
    for outcome in outcomes:
        if outcome.verdict != "survived":
            return f"The tests fail though nothing is broken: {outcome.by}"
    return None


def _line(rule: Rule, outcome: Outcome) -> str:
    verdict = outcome.verdict if outcome.verdict == "caught" else outcome.verdict.upper()
    by = f", by {outcome.by}" if outcome.verdict == "caught" else ""
    problem = f": {outcome.by}" if outcome.verdict in {"stale", "error"} else ""
    return (
        f"{verdict:<8} {rule.file}: {rule.broken.removesuffix('.')}{by} "
        f"({outcome.seconds:.1f} s){problem}"
    )


if __name__ == "__main__":
    sys.exit(main())
