"""The document's constraints on the names in the path, for tests that hold for every api-version.

They are read from the document and judged by `re` alone, so that neither the generator nor the
package decides what a test expects.
"""

from __future__ import annotations

import re
from typing import Any, Final

import yaml

from tests.contract.traffic_plugin import DOCUMENT

#: The parameters that a call takes by position, with the names of its arguments.
ARGUMENTS: Final = {
    "resourceGroupName": "resource_group_name",
    "workspaceName": "workspace_name",
    "name": "name",
}

#: Texts at and beyond the limits of some parameter in some api-version.
_TEXTS: Final = (
    *("", "0", "ab", "A-_", "a" * 33, "a" * 34, "z" * 90, "z" * 91, "z" * 255, "z" * 256),
    *("Ä" * 90, "-abc", "_abc", "abc ", "a/bc", "a.bc", "abc٣", "abc\n", "a\x00", ".."),
)
#: Texts that a client never sends, whatever the document says.
_NEVER_SENT: Final = ("", "..", "abc\n", "a\x00")


def _schemas() -> dict[str, dict[str, Any]]:
    """Return the schema of each parameter of the document's one operation."""
    document = yaml.safe_load(DOCUMENT.read_text("utf-8"))
    ((operation,),) = (path.values() for path in document["paths"].values())
    shared = document["components"]["parameters"]
    parameters = (
        shared[one["$ref"].rpartition("/")[2]] if "$ref" in one else one
        for one in operation["parameters"]
    )
    return {one["name"]: one["schema"] for one in parameters}


SCHEMAS: Final = _schemas()


def broken_rules(name: str, text: str) -> list[str]:
    """Return the rules that a text breaks, as the package words them.

    Args:
        name: The parameter, as the document names it.
        text: The value.
    """
    schema = SCHEMAS[name]
    rules: list[str] = []
    if len(text) < (least := schema.get("minLength", 0)):
        rules.append(f"must have at least {least} character{'s' * (least != 1)}")
    if len(text) > (most := schema.get("maxLength", len(text))):
        rules.append(f"must have at most {most} characters")
    # The patterns of the document begin with ^ and end with $, and ECMAScript's \w is ASCII only.
    pattern = schema.get("pattern")
    if pattern is not None and not re.fullmatch(pattern, text, re.ASCII):
        rules.append(f"must match {pattern}")
    return rules


#: Each parameter with each text that it does not allow, and with each that it does.
BROKEN: Final = [(name, text) for name in ARGUMENTS for text in _TEXTS if broken_rules(name, text)]
ALLOWED: Final = [
    (name, text)
    for name in ARGUMENTS
    for text in _TEXTS
    if text not in _NEVER_SENT and not broken_rules(name, text)
]


def with_name(names: tuple[str, str, str], name: str, text: str) -> tuple[str, ...]:
    """Return the names of a call with another value for one parameter."""
    return tuple(
        text if parameter == name else usual
        for parameter, usual in zip(ARGUMENTS, names, strict=True)
    )
