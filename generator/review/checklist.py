"""What to compare with the specification after a bump, which changes the version alone."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any, Final

from generator.document.constraints import KEYWORDS
from generator.document.document import Document
from generator.document.pointer import child
from generator.review.quoting import code

#: The extension that names the published specification, with two placeholders.
SPECIFICATION: Final = "x-sdk-specification"
_OF_ENUMS: Final = frozenset({"const", "enum", "x-ms-enum"})
_MOST_PLACES: Final = 30


def checklist(document: Document) -> str:
    """Return the places to compare with the specification, and their present values, as Markdown.

    Args:
        document: The document, which has its new api-version already.
    """
    version = document.root["info"]["version"]
    lines = [f"## Compare with the specification of {code(version)}", ""]
    if url := _url(document):
        lines += [f"Specification: {url}", ""]
    lines += [
        f"`bump` changed the version alone. These values of {code(document.source)} are as before. "
        "Correct those that differ, and add what only the specification has:",
        "",
    ]
    lines += _section("Constraints", _in_schemas(document, lambda key, _: key in KEYWORDS))
    lines += _section("Secret marks", _in_schemas(document, _is_secret_mark))
    lines += _section("Enums", _in_schemas(document, lambda key, _: key in _OF_ENUMS))
    lines += _section("Security", _security(document))
    lines += _section("Tags", _tags(document))
    return "\n".join(lines) + "\n"


def _url(document: Document) -> str | None:
    """Return the URL of the specification of the document's version, if the document names it."""
    info = document.root["info"]
    template: str | None = info.get(SPECIFICATION)
    if template is None:
        return None
    version: str = info["version"]
    stability = "preview" if version.endswith("-preview") else "stable"
    return template.replace("{stability}", stability).replace("{version}", version)


def _section(title: str, found: Iterable[tuple[str, Any]]) -> Iterator[str]:
    """Yield the lines of a group of places; a group without any is named, too."""
    places = [
        f"  - {code(f'#{pointer}', is_whole=True)}: {_value(value)}" for pointer, value in found
    ]
    yield f"- {title}{':' if places else ': none here'}"
    yield from places[:_MOST_PLACES]
    if (more := len(places) - _MOST_PLACES) > 0:
        yield f"  - and {more} more"


def _value(value: Any) -> str:
    return code(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False))


def _in_schemas(
    document: Document, is_wanted: Callable[[str, Any], bool]
) -> Iterator[tuple[str, Any]]:
    for pointer, schema in document.schemas(references=True):
        for key, value in schema.items():
            if is_wanted(key, value):
                yield child(pointer, key), value


def _is_secret_mark(key: str, value: Any) -> bool:
    return key == "x-ms-secret" or (key, value) == ("format", "password")


def _security(document: Document) -> Iterator[tuple[str, Any]]:
    for holder in ("", *(pointer for pointer, *_ in document.operations())):
        value = document.at(holder)
        if "security" in value:
            yield f"{holder}/security", value["security"]


def _tags(document: Document) -> Iterator[tuple[str, Any]]:
    for pointer, _, _, operation in document.operations():
        if "tags" in operation:
            yield f"{pointer}/tags", operation["tags"]
