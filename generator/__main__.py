"""The command line: `python -m generator --help`."""

from __future__ import annotations

import argparse
import gc
import io
import sys
import traceback
from pathlib import Path
from typing import Final

from generator import paths
from generator.errors import GeneratorError, refused
from generator.paths import CONFIG, DOCUMENT, PACKAGE

#: Exit status for what cannot be done; `diff`, whose smaller ones grade the changes, has another.
_FAILED: Final = 2
_DIFF_FAILED: Final = 4


def main(arguments: list[str] | None = None) -> int:
    """Runs a command and returns its exit status; each command's help tells what it means."""
    arguments = sys.argv[1:] if arguments is None else arguments
    failed = _DIFF_FAILED if arguments[:1] == ["diff"] else _FAILED
    try:
        return _run(_parser().parse_args(arguments))
    except SystemExit as stop:
        # By argparse: the help, or a wrong command line.
        return failed if stop.code else 0
    except GeneratorError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(refused(error), file=sys.stderr)
    except ImportError as error:
        print(f"{error}; install generator/requirements.txt", file=sys.stderr)
    except Exception:
        # Python's own status for this, 1, would pass for a finding.
        traceback.print_exc()
    return failed


def _run(options: argparse.Namespace) -> int:
    # Imported here, so that `main` can say what to install when a requirement is missing.
    from generator import commands

    run = {
        "generate": commands.generate,
        "check": commands.check,
        "diff": commands.diff,
        "bump": commands.bump,
    }
    return run[options.command](options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m generator", description="Makes a pip package out of an OpenAPI document."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words)

    generate = add(
        "generate", "Write the package, whole or not at all. Status 0: done, 2: bad input."
    )
    check = add(
        "check",
        "Compare the package on disk with what would be written. "
        "Status 0: the same, 1: not, 2: bad input.",
    )
    root = paths.ROOT
    for command in (generate, check):
        for name, metavar, usual, words in (
            ("document", "FILE", DOCUMENT, "the OpenAPI document"),
            ("config", "FILE", CONFIG, "names and versions of the package"),
            ("output", "DIR", PACKAGE, "the folder of the package, which holds nothing else"),
        ):
            command.add_argument(
                f"--{name}",
                type=Path,
                default=root / usual,
                metavar=metavar,
                help=f"{words}; by default {usual}",
            )
    check.add_argument(
        "--any-origin",
        action="store_true",
        help="ignore differences in _provenance.py: the digest of the document, versions of tools",
    )
    diff = add(
        "diff",
        "Say what changed for callers. Status 0: nothing or documentation, 1: additive or "
        "behaviour, 2: breaking, 3: security, 4: an error.",
    )
    diff.add_argument(
        "old", nargs="?", help="a document or a git revision; by default the merge base with main"
    )
    diff.add_argument(
        "new", nargs="?", help="a document or a git revision; by default the working tree"
    )
    diff.add_argument("--format", choices=("markdown", "json"), default="markdown")
    diff.add_argument(
        "--gate",
        action="store_true",
        help="status 1 if version and changelog do not follow the changes, else 0",
    )
    bump = add("bump", "Move the document to another api-version, regenerate, say what changed.")
    bump.add_argument("version", help="YYYY-MM-DD or YYYY-MM-DD-preview")
    return parser


if __name__ == "__main__":
    # Without garbage collection: a command needs its objects until it ends, and collecting would
    # take a fifth of its time.
    gc.disable()
    # The report holds characters that not every console's encoding has, and the name of a file may
    # be no text at all.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
