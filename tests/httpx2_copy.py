"""A copy of the project for httpx2: the setting is changed, and the tests use httpx2 as well.

`python -m tests.httpx2_copy FOLDER` makes it; `nox -s httpx2` runs the tests of the package there.
For the real change, take `tests/` over from the copy.
"""

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import Final

from generator.paths import CONFIG
from generator.render.http_library import written_for
from tests.project_copy import copy_project, generate

#: The oldest release that the tests pass with, and the next major one.
REQUIREMENT: Final = "httpx2>=2.16,<3"
#: Names of other distributions that httpx2 has a counterpart of, as whole words.
_COUNTERPARTS: Final = {
    "pytest_httpx": "pytest_httpx2",
    "httpx_mock": "httpx2_mock",
    "HTTPXClientInstrumentor": "HTTPX2ClientInstrumentor",
}
#: The requirements of the tests: the counterpart of pytest-httpx, and none of httpx-aiohttp.
_REQUIREMENTS: Final = {
    r"^pytest-httpx==.*$": "httpx2-pytest==2.0.0",
    r"^httpx-aiohttp==.*\n": "",
}


def main(folder: Path) -> None:
    """Copy the project to a folder, and change the copy to httpx2."""
    copy_project(folder)
    _replace(folder / CONFIG, {r"^  - httpx>=.*$": f"  - {REQUIREMENT}"})
    _replace(folder / "tests" / "requirements.txt", _REQUIREMENTS)
    words = {rf"\b{name}\b": other for name, other in _COUNTERPARTS.items()}
    for path in (folder / "tests").rglob("*.py"):
        text = written_for("httpx2", path.read_text("utf-8"))
        for pattern, other in words.items():
            text = re.sub(pattern, other, text)
        path.write_text(text, "utf-8")
    generate(folder)


def _replace(path: Path, edits: dict[str, str]) -> None:
    """Replace each pattern in a file, which must hold it once."""
    text = path.read_text("utf-8")
    for pattern, new in edits.items():
        text, count = re.subn(pattern, new, text, flags=re.MULTILINE)
        assert count == 1, f"{path}: {pattern} is there {count} times, not once"
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
