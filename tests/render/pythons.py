"""Check that each Python makes the same bytes: `python -m tests.render.pythons python3.12 …`.

Each interpreter gets an empty environment with `generator/requirements.txt` and nothing else. Takes
minutes, so it is no test; the tests vary what one interpreter can vary.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
import tempfile
from pathlib import Path

from generator.pipeline import generate_tree
from tests.small_documents import CONFIG_TEXT, LIBRARY, PROJECT, ROOT

CONFIG = ROOT / "generator" / "config.yaml"
_PROGRAM = (
    "import sys; from pathlib import Path; from tests.render.pythons import digest;"
    " print(digest(Path(sys.argv[1]), Path(sys.argv[2])))"
)


def digest(document: Path, config: Path) -> str:
    """Return a digest of all names and bytes of a package."""
    tree = generate_tree(document, config)
    return hashlib.sha256(repr(sorted(tree.items())).encode()).hexdigest()


def digests(python: str, folder: Path, pairs: list[tuple[Path, Path]]) -> list[str]:
    """Return the digests that an interpreter computes, in an environment of its own."""
    subprocess.run([python, "-m", "venv", str(folder)], check=True)
    own = str(folder / "bin" / "python")
    requirements = str(ROOT / "generator" / "requirements.txt")
    subprocess.run([own, "-m", "pip", "install", "--quiet", "-r", requirements], check=True)
    return [
        subprocess.run(
            [own, "-c", _PROGRAM, *map(str, pair)],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
        for pair in pairs
    ]


def main(pythons: list[str]) -> int:
    """Compare interpreters, and return the exit status."""
    with tempfile.TemporaryDirectory() as scratch:
        library = Path(scratch, "config.yaml")
        library.write_text(CONFIG_TEXT)
        pairs = [(PROJECT, CONFIG), (LIBRARY, library)]
        found = {
            python: digests(python, Path(scratch, str(number)), pairs)
            for number, python in enumerate([sys.executable, *pythons])
        }
    for python, values in found.items():
        print(python, *(value[:16] for value in values))
    return len({tuple(values) for values in found.values()}) - 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
