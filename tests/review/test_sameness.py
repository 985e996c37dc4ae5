"""What is no change, however differently it is written."""

from __future__ import annotations

import copy
import itertools
from typing import Any

import pytest

from generator.review.change import exit_status, version_step
from tests.review.table import DOCUMENTS, PROJECT, Json, at, compare


@pytest.mark.parametrize("name", DOCUMENTS)
def test_equal_documents_do_not_differ(name: str) -> None:
    """A document compared with a copy of itself gives nothing, and asks for no version."""
    changes = compare(DOCUMENTS[name], copy.deepcopy(DOCUMENTS[name]))
    assert changes == ()
    assert version_step(changes) == "none"
    assert exit_status(changes) == 0


def reordered(value: Any) -> Any:
    """Return a value whose mappings have their keys the other way round."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_order_of_keys_is_no_change(name: str) -> None:
    """Where a key stands in its mapping makes no difference."""
    assert compare(DOCUMENTS[name], reordered(DOCUMENTS[name])) == ()


def inlined(value: Any, document: Json, section: str) -> Any:
    """Return a value in which the `$ref`s to a section of components are what they lead to."""
    if isinstance(value, list):
        return [inlined(item, document, section) for item in value]
    if not isinstance(value, dict):
        return value
    if str(value.get("$ref")).startswith(f"#/components/{section}/"):
        return inlined(at(document, value["$ref"][1:]), document, section)
    return {key: inlined(item, document, section) for key, item in value.items()}


@pytest.mark.parametrize("turn", [lambda a, b: (a, b), lambda a, b: (b, a)])
def test_a_parameter_in_its_place_is_the_same_as_a_reference_to_it(turn: Any) -> None:
    """Moving parameters into components, or out of them, changes nothing for a caller."""
    moved = inlined(PROJECT, PROJECT, "parameters")
    del moved["components"]["parameters"]
    assert compare(*turn(PROJECT, moved)) == ()


SPELLINGS: list[Json] = [
    {"type": ["string", "null"], "maxLength": 5},
    {"maxLength": 5, "type": ["null", "string"]},
    {"oneOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]},
    {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Short"}]},
    {"allOf": [{"$ref": "#/components/schemas/Shorter"}]},
    {"$ref": "#/components/schemas/Shorter"},
]


@pytest.mark.parametrize(("old", "new"), [*itertools.permutations(SPELLINGS, 2)])
def test_two_spellings_of_one_type_do_not_differ(old: Json, new: Json) -> None:
    """However null, `$ref` and `allOf` are written, the package has the same type."""
    documents = []
    for schema in (old, new):
        document = copy.deepcopy(DOCUMENTS["shop"])
        document["components"]["schemas"] |= {
            "Short": {"type": "string", "maxLength": 5},
            "Shorter": {"type": ["string", "null"], "maxLength": 5},
            "Holder": {"type": "object", "properties": {"field": schema}},
        }
        documents.append(document)
    assert compare(*documents) == ()


def test_fields_from_a_base_class_are_fields() -> None:
    """`allOf` folds its parts: a field may move from the class to its base."""
    apart = copy.deepcopy(DOCUMENTS["shop"])
    fields = {"a": {"type": "string"}, "b": {"type": "integer"}}
    apart["components"]["schemas"]["Whole"] = {
        "type": "object",
        "required": ["a"],
        "properties": fields,
    }
    parts = copy.deepcopy(apart)
    parts["components"]["schemas"] |= {
        "Base": {"type": "object", "required": ["a"], "properties": {"a": fields["a"]}},
        "Whole": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "properties": {"b": fields["b"]}},
            ]
        },
    }
    assert [change.sentence for change in compare(apart, parts)] == ["Class `Base` is new."]
