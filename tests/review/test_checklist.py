"""The list that `bump` prints: what to compare with the specification, with the present values."""

from __future__ import annotations

from typing import Any

from generator.document.document import Document
from generator.review.checklist import checklist
from tests.small_documents import edited, minimal, with_parameter

GET = "#/paths/~1things/get"


def lines(root: dict[str, Any]) -> list[str]:
    """Return the lines of the list after its introduction."""
    text = checklist(Document("things.yaml", root))
    return text[text.index("- Constraints") :].splitlines()


def test_each_value_is_listed_with_its_pointer() -> None:
    """The pointer can be pasted, and the value is that of the document."""
    root = edited(
        with_parameter({"type": "string", "pattern": "^[ab]$", "maxLength": 3, "enum": ["a", "ü"]}),
        {
            "/components/schemas": {
                "Key": {"type": "string", "format": "password", "x-ms-secret": True},
                "Size": {"type": "integer", "format": "int32", "const": 4},
            },
            "/security": [{"key": ["read"]}],
            "/paths/~1things/get/security": [],
            "/paths/~1things/get/tags": ["Things"],
        },
    )
    assert lines(root) == [
        "- Constraints:",
        f"  - `{GET}/parameters/0/schema/pattern`: `^[ab]$`",
        f"  - `{GET}/parameters/0/schema/maxLength`: `3`",
        "- Secret marks:",
        "  - `#/components/schemas/Key/format`: `password`",
        "  - `#/components/schemas/Key/x-ms-secret`: `true`",
        "- Enums:",
        "  - `#/components/schemas/Size/const`: `4`",
        f'  - `{GET}/parameters/0/schema/enum`: `["a", "\\xfc"]`',
        "- Security:",
        '  - `#/security`: `[{"key": ["read"]}]`',
        f"  - `{GET}/security`: `[]`",
        "- Tags:",
        f'  - `{GET}/tags`: `["Things"]`',
    ]


def test_a_group_without_values_is_named_too() -> None:
    """The specification may have what the document lacks."""
    assert lines(minimal()) == [
        f"- {name}: none here"
        for name in ("Constraints", "Secret marks", "Enums", "Security", "Tags")
    ]


def test_a_long_list_ends_with_a_count() -> None:
    """A large document prints a list that can be read."""
    schemas = {f"Word{index}": {"type": "string", "maxLength": index} for index in range(40)}
    found = lines(minimal(schemas=schemas))
    assert found[30:32] == ["  - `#/components/schemas/Word29/maxLength`: `29`", "  - and 10 more"]


def test_the_url_of_the_specification_is_that_of_the_version() -> None:
    """The document names it with placeholders, which a bump does not change."""
    url = "https://specs.example/{stability}/{version}"
    for version, expected in (
        ("2025-12-01", "https://specs.example/stable/2025-12-01"),
        ("2026-01-15-preview", "https://specs.example/preview/2026-01-15-preview"),
    ):
        root = edited(minimal(), {"/info/version": version, "/info/x-sdk-specification": url})
        assert f"\nSpecification: {expected}\n" in checklist(Document("things.yaml", root))
    assert "Specification:" not in checklist(Document("things.yaml", minimal()))
