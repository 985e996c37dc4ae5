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

#: Exit status after an error. `diff` uses the lower ones to grade changes.
_FAILED: Final = 2
_DIFF_FAILED: Final = 4


def main(arguments: list[str] | None = None) -> int:
    """Run a command and return its exit status, which the help of each command explains.

    Args:
        arguments: Arguments of the command line; those of the process if None.
    """
    arguments = sys.argv[1:] if arguments is None else arguments
    failed = _DIFF_FAILED if arguments[:1] == ["diff"] else _FAILED
    try:
        return _run(_parser().parse_args(arguments))
    except SystemExit as stop:
        # argparse exits after the help, and after a wrong command line.
        return failed if stop.code else 0
    except GeneratorError as error:
        print(error, file=sys.stderr)
    except OSError as error:
        print(refused(error), file=sys.stderr)
    except ImportError as error:
        print(f"{error}; install generator/requirements.txt", file=sys.stderr)
    except Exception:
        # Python would exit with 1, which means a difference.
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
        prog="python -m generator", description="Make a pip package from an OpenAPI document."
    )
    commands = parser.add_subparsers(dest="command", required=True)

    def add(name: str, words: str) -> argparse.ArgumentParser:
        return commands.add_parser(name, help=words, description=words)

    generate = add("generate", "Write the package; other files stay. Status 0: done, 2: error.")
    check = add(
        "check",
        "Compare the package on disk with what generate would write. "
        "Status 0: no difference, 1: differences, 2: error.",
    )
    root = paths.ROOT
    for command in (generate, check):
        for name, metavar, usual, words in (
            ("document", "FILE", DOCUMENT, "the OpenAPI document"),
            ("config", "FILE", CONFIG, "names and versions of the package"),
            ("output", "DIR", PACKAGE, "the folder of the package"),
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
        "Report what changes for callers. Status 0: nothing or documentation, 1: additive, "
        "behaviour or other files, 2: breaking, 3: security, 4: error.",
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
        help="status 1 if version and changelog do not follow the changes, or if a changed file "
        "hides something from its readers, else 0",
    )
    bump = add(
        "bump", "Move the document to another api-version, regenerate, and report what changes."
    )
    bump.add_argument("version", help="YYYY-MM-DD or YYYY-MM-DD-preview")
    return parser


if __name__ == "__main__":
    # Without garbage collection: a command needs its objects until it ends, and collecting would
    # take a fifth of its time.
    gc.disable()
    # Not every console can encode the characters of a report, or the name of a file.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    sys.exit(main())
