"""The constraint keywords of JSON Schema: one table for every stage.

To add a keyword, add a row here and one to the runtime's table in `runtime/_constraints.py`, which
says how a value breaks the constraint.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal

import attrs


@attrs.frozen(kw_only=True)
class Keyword:
    """A constraint keyword.

    Attributes:
        name: The keyword in the document.
        applies_to: The type of JSON Schema whose values it restricts.
        value: The type of the keyword's own value.
        words: The constraint as part of a sentence, with `{}` for the value and its unit.
        unit: What a count counts, in the singular; empty for other values.
        stricter: Which of two values admits fewer: the lower, the higher, or, for True and False,
            true. None where two values cannot be compared.
        usual: The value that restricts nothing, which a document may also leave out.
    """

    name: str
    applies_to: Literal["string", "number", "array"]
    value: Literal["count", "number", "text", "flag"]
    words: str
    unit: str = ""
    stricter: Literal["lower", "higher", "true"] | None
    usual: float | bool | None = None

    @property
    def argument(self) -> str:
        """The argument of the runtime's constraint class: the name in snake_case."""
        return "".join(f"_{letter.lower()}" if letter.isupper() else letter for letter in self.name)


KEYWORDS: Final[Mapping[str, Keyword]] = {
    row.name: row
    for row in (
        Keyword(
            name="minLength",
            applies_to="string",
            value="count",
            words="at least {}",
            unit="character",
            stricter="higher",
            usual=0,
        ),
        Keyword(
            name="maxLength",
            applies_to="string",
            value="count",
            words="at most {}",
            unit="character",
            stricter="lower",
        ),
        Keyword(
            name="pattern",
            applies_to="string",
            value="text",
            words="matches `{}`",
            stricter=None,
        ),
        Keyword(
            name="minimum",
            applies_to="number",
            value="number",
            words="at least {}",
            stricter="higher",
        ),
        Keyword(
            name="maximum",
            applies_to="number",
            value="number",
            words="at most {}",
            stricter="lower",
        ),
        Keyword(
            name="exclusiveMinimum",
            applies_to="number",
            value="number",
            words="greater than {}",
            stricter="higher",
        ),
        Keyword(
            name="exclusiveMaximum",
            applies_to="number",
            value="number",
            words="less than {}",
            stricter="lower",
        ),
        Keyword(
            name="multipleOf",
            applies_to="number",
            value="number",
            words="a multiple of {}",
            stricter=None,
        ),
        Keyword(
            name="minItems",
            applies_to="array",
            value="count",
            words="at least {}",
            unit="item",
            stricter="higher",
            usual=0,
        ),
        Keyword(
            name="maxItems",
            applies_to="array",
            value="count",
            words="at most {}",
            unit="item",
            stricter="lower",
        ),
        Keyword(
            name="uniqueItems",
            applies_to="array",
            value="flag",
            words="no two items equal",
            stricter="true",
            usual=False,
        ),
    )
}

#: Pairs of keywords of which the first must not exceed the second.
BOUNDS: Final = (
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minimum", "maximum"),
    ("minimum", "exclusiveMaximum"),
    ("exclusiveMinimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
)


def effective(schema: Mapping[str, Any], applies_to: str) -> list[tuple[str, Any]]:
    """Return the constraint keywords of a schema that restrict values of one type.

    JSON Schema allows a count to be written as 3.0; it is returned as 3.

    Args:
        schema: The schema as the document has it.
        applies_to: The type: `string`, `number` or `array`.

    Returns:
        Keywords with their values, in the order of `KEYWORDS`, without those that restrict nothing.
    """
    found: list[tuple[str, Any]] = []
    for name, row in KEYWORDS.items():
        value = schema.get(name)
        if row.applies_to == applies_to and value is not None and value != row.usual:
            found.append((name, int(value) if row.value == "count" else value))
    return found
