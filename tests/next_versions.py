"""What is known of later api-versions, as the edits of the document that a maintainer makes.

`python -m tests.next_versions 2025-12-01 FOLDER` copies the project to a folder, and moves the copy
to that version: `nox -s versions` runs the tests of the package there. Without arguments it prints
the versions.

From 2025-12-01 on, the specification has no pattern for the name of an endpoint and declares its
security once, at the root. It marks the keys as secrets and has the tag `ServerlessEndpoints`, both
of which the document has already. Some texts add a pattern to the resource group.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Final, TypeAlias

from generator.document.yaml import load
from generator.paths import DOCUMENT
from generator.review.bump import bumped
from tests.project_copy import copy_project, generate

#: A text that stands once in the document, and what replaces it.
Edit: TypeAlias = tuple[str, str]

NO_PATTERN: Final[Edit] = ("            pattern: ^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$\n", "")
NO_SECURITY: Final[Edit] = (
    "      security:\n        - azure_auth:\n            - user_impersonation\n",
    "",
)
ROOT_SECURITY: Final[Edit] = (
    "\npaths:\n",
    "\nsecurity:\n  - azure_auth:\n      - user_impersonation\npaths:\n",
)
GROUP_PATTERN: Final[Edit] = (
    "        maxLength: 90\n",
    "        maxLength: 90\n        pattern: ^[-\\w\\._\\(\\)]+$\n",
)
EDITS: Final[Mapping[str, tuple[Edit, ...]]] = {
    "2025-12-01": (NO_PATTERN, NO_SECURITY, ROOT_SECURITY),
    "2026-09-01": (NO_PATTERN, NO_SECURITY, ROOT_SECURITY, GROUP_PATTERN),
}

_MARKS: Final = "          format: password\n          x-ms-secret: true\n"
#: What the document has of 2025-12-01 already, as edits of what 2025-09-01 publishes.
MARKS_AND_TAG: Final[tuple[Edit, ...]] = (
    (
        "      tags:\n        - ServerlessEndpoint\n",
        "      tags:\n        - ServerlessEndpoints\n",
    ),
    *(
        (
            f"          description: The {which} key.\n",
            f"{_MARKS}          description: The {which} key.\n",
        )
        for which in ("first", "second")
    ),
)


def edited(text: str, version: str) -> str:
    """Return the text of the document with the facts of a later version.

    Args:
        text: The document, with the version already.
        version: One of `EDITS`.
    """
    return replaced(text, EDITS[version])


def replaced(text: str, edits: Iterable[Edit]) -> str:
    """Return a text after some edits, each of which must fit exactly once."""
    for old, new in edits:
        assert text.count(old) == 1, f"{DOCUMENT}: has {old!r} {text.count(old)} times, not once"
        text = text.replace(old, new)
    return text


def main(version: str, folder: Path) -> None:
    """Copy the project to a folder, and move the copy to a later version."""
    copy_project(folder)
    path = folder / DOCUMENT
    present = load(path)["info"]["version"]
    text = bumped(path.read_text("utf-8"), present, version, source=DOCUMENT)
    path.write_text(edited(text, version), "utf-8")
    generate(folder)


if __name__ == "__main__":
    if len(sys.argv) == 1:
        print("\n".join(EDITS))
    else:
        main(sys.argv[1], Path(sys.argv[2]))
