"""The command: the distribution's name in a shell, or `python -m` and the name of this package."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib.util import find_spec

from ._about import DISTRIBUTION

#: Modules that the extra `cli` installs.
_NEEDED = ("click", "jmespath", "rich")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, which the extra `cli` installs. `--version` works without it.

    Args:
        arguments: Arguments of the command line; those of the process by default.

    Returns:
        The exit code; 2 if the extra is not installed.
    """
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given == ["--version"]:
        from ._version import version

        try:
            print(version(), flush=True)
        except BrokenPipeError:
            # Python would flush once more at its end, and report the pipe again.
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
            return 141
        return 0
    if not all(map(find_spec, _NEEDED)):
        todo = f"pip install '{DISTRIBUTION}[cli]'"
        print(f"{DISTRIBUTION}: the command needs more packages: {todo}", file=sys.stderr)
        return 2
    try:
        from .cli._application import main as run
    except KeyboardInterrupt:
        # Ctrl-C in the first tenths of a second; later ones are handled there.
        return 130
    return run(given)


if __name__ == "__main__":
    raise SystemExit(main())
