"""What the document stage says of a document."""

from __future__ import annotations

import json
from typing import Any

from generator.document.document import Document
from generator.document.reading import checked
from generator.errors import GeneratorError


def refusals(root: Any) -> list[str]:
    """Return the lines that say why a document is refused; none if it is not."""
    try:
        checked(Document("things.yaml", root))
    except GeneratorError as error:
        lines = str(error).split("\n")
        assert all(line.isprintable() and line.startswith("things.yaml: ") for line in lines)
        return [line.removeprefix("things.yaml: ") for line in lines]
    return []


def apart(root: Any) -> Any:
    """Return a copy of a document in which no value stands at two places."""
    return json.loads(json.dumps(root))
