"""Decides which JSON values a schema describes, for defaults in the document."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from generator.model.schema import Schema


def accepts(schema: Schema, value: Any) -> bool:
    """Return whether a JSON value is one of a schema's values; constraints are not checked.

    Args:
        schema: The schema.
        value: The value, which is not null.
    """
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    match schema.kind:
        case "union":
            return any(accepts(choice, value) for choice in schema.choices)
        case "array" if schema.items is not None and isinstance(value, list):
            return all(accepts(schema.items, item) for item in value)
        case "enum":
            values = [member for _, member in schema.members]
            return not isinstance(value, bool) and (value in values or _is_open_to(schema, value))
        case "integer":
            # JSON Schema takes 3.0 for an integer.
            return is_number and value == int(value)
        case "number":
            return is_number
        case "string":
            return isinstance(value, str)
        case "boolean":
            return isinstance(value, bool)
        case "constant":
            return type(value) is type(schema.value) and value == schema.value
        case "date" | "date-time" | "uuid":
            return isinstance(value, str) and _has_form(schema.kind, value)
        case _:
            return False


def _is_open_to(schema: Schema, value: Any) -> bool:
    return schema.is_open and isinstance(value, str)


def _has_form(kind: str, text: str) -> bool:
    """Return whether a text is a date, a date and time, or a UUID as the package reads it."""
    try:
        if kind == "uuid":
            return str(UUID(text)) == text.lower()
        day, time = text[:10], text[10:]
        is_day = str(dt.date.fromisoformat(day)) == day
        if kind == "date":
            return is_day and time == ""
        dt.datetime.fromisoformat(text.upper())
        return is_day and time[:1].upper() == "T"
    except ValueError:
        return False
