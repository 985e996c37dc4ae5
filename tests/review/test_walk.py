"""How documents are walked: references, recursion, and what belongs together."""

from __future__ import annotations

import copy

from generator.review.change import Kind
from tests.review.table import (
    DOCUMENTS,
    LIST_KEYS,
    PROJECT,
    Json,
    at,
    compare,
    put,
    remove,
    replace,
)


def many(count: int, limit: int) -> Json:
    """Return a document with many operations that all give one schema and take one parameter."""
    operation = {
        "parameters": [{"$ref": "#/components/parameters/Name"}],
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "paths": {
            f"/things{i}/{{name}}": {"get": {**operation, "operationId": f"Things_Get{i}"}}
            for i in range(count)
        },
        "components": {
            "parameters": {
                "Name": {
                    "name": "name",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "maxLength": limit},
                }
            },
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {"x": {"type": "string", "maxLength": limit}},
                }
            },
        },
    }


def test_what_is_shared_is_reported_once() -> None:
    """A schema and a parameter that 100 operations refer to are one change each."""
    assert [change.pointer for change in compare(many(100, 5), many(100, 6))] == [
        "/components/parameters/Name/schema/maxLength",
        "/components/schemas/Thing/properties/x/maxLength",
    ]


def test_each_reference_is_walked_once() -> None:
    """Schemas of which each refers twice to the next take steps, not powers of two."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    for i in range(60):
        target = {"$ref": f"#/components/schemas/S{i + 1}"}
        document["components"]["schemas"][f"S{i}"] = {
            "type": "object",
            "properties": {"a": target, "b": target},
        }
    document["components"]["schemas"]["S60"] = {"type": "object", "properties": {"c": {}}}
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["S60"]["properties"]["c"] = {"type": "string"}
    assert [change.sentence for change in compare(document, changed)] == [
        "The type of `S60.c` changes from `Any` to `str`."
    ]


def test_recursion_ends() -> None:
    """Schemas that contain themselves, by fields, items or alternatives, come to an end."""
    value = {"$ref": "#/components/schemas/Value"}
    loops: Json = {
        "Tree": {"type": "object", "properties": {"up": {"$ref": "#/components/schemas/Tree"}}},
        "Value": {
            "type": "object",
            "properties": {
                "list": {"type": "array", "items": value},
                "one": {"anyOf": [{"type": "string"}, value]},
            },
        },
    }
    document = copy.deepcopy(DOCUMENTS["shop"])
    document["components"]["schemas"] |= loops
    changed = copy.deepcopy(document)
    one = changed["components"]["schemas"]["Value"]["properties"]["one"]
    one["anyOf"][0]["type"] = "boolean"
    assert compare(document, copy.deepcopy(document)) == ()
    assert [change.sentence for change in compare(document, changed)] == [
        "The type of `Value.one` changes from `Value` or `str` to `Value` or `bool`."
    ]


def test_long_chains_of_references_end() -> None:
    """Schemas may lead from one to the next for longer than Python's calls may nest."""

    def chain(last: Json) -> Json:
        document = copy.deepcopy(DOCUMENTS["shop"])
        for i in range(2000):
            document["components"]["schemas"][f"S{i}"] = {
                "type": "object",
                "properties": {"next": {"$ref": f"#/components/schemas/S{i + 1}"}},
            }
        document["components"]["schemas"]["S2000"] = last
        return document

    (change,) = compare(chain({"type": "string"}), chain({"type": "boolean"}))
    assert change.sentence == "The type of `S1999.next_` changes from `str` to `bool`."


def test_every_place_that_takes_another_class_is_reported() -> None:
    """Two fields that change from one class to another are two changes."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    fields = {name: {"$ref": "#/components/schemas/Order"} for name in ("a", "b")}
    old["components"]["schemas"]["Pair"] = {"type": "object", "properties": fields}
    new = copy.deepcopy(old)
    for name in fields:
        target = {"$ref": "#/components/schemas/Query"}
        new["components"]["schemas"]["Pair"]["properties"][name] = target
    assert [change.sentence for change in compare(old, new)] == [
        "The type of `Pair.a` changes from `Order` to `Query`.",
        "The type of `Pair.b` changes from `Order` to `Query`.",
    ]


def test_constraints_of_a_plain_type_may_move_into_an_alternative() -> None:
    """A type that becomes one of two keeps its constraints there: only the type is wider."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    plain = {"type": "string", "minLength": 2}
    put(old, {"/components/schemas/Query/properties/text": plain})
    new = copy.deepcopy(old)
    union = {"oneOf": [plain, {"type": "integer"}]}
    put(new, {"/components/schemas/Query/properties/text": union})
    (change,) = compare(old, new)
    assert change.sentence == "The type of `Query.text` changes from `str` to `int` or `str`."
    assert change.kind is Kind.ADDITIVE


def test_listed_values_tell_a_type_that_is_not_given() -> None:
    """An enum or a const without a type has the type of its values."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    field = "/components/schemas/Query/properties/text"
    put(old, {field: {"type": "string", "enum": ["a", "b"]}})
    new = copy.deepcopy(old)
    put(new, {field: {"enum": ["b", "a"]}})
    assert compare(old, new) == ()
    put(new, {field: {"enum": [None, "a", "b"]}})
    assert [change.sentence for change in compare(old, new)] == [
        "Class `QueryText` is renamed to `QueryTextType1`.",
        "`Query.text` now accepts `None`.",
    ]
    put(new, {field: {"const": "a"}})
    assert [change.sentence for change in compare(old, new)] == [
        "Class `QueryText` is removed.",
        "`Query.text` no longer accepts `b`.",
    ]


def test_words_beside_a_reference_count() -> None:
    """A description beside the `$ref` of a parameter or an answer overrides that of the target."""
    document = copy.deepcopy(PROJECT)
    at(document, f"{LIST_KEYS}/parameters/1")["description"] = "Other words."
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "`description` of argument `resource_group_name` changes."
    ]


def test_parameters_of_a_path_item_belong_to_its_operations() -> None:
    """Moving a parameter from the operation to the path item is no change."""
    moved = copy.deepcopy(PROJECT)
    item = at(moved, LIST_KEYS.removesuffix("/post"))
    item["parameters"] = [item["post"]["parameters"].pop()]
    assert compare(PROJECT, moved) == ()


def test_a_class_under_another_key_with_the_same_name_is_the_same_class() -> None:
    """What a key is spelled like does not matter where Python sees the same name."""
    document = copy.deepcopy(PROJECT)
    replace(document, {"ErrorDetail": "Error_detail"})
    at(document, "/components/schemas/Error_detail/properties")["more"] = {"type": "string"}
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "`ErrorDetail.more` is new."
    ]


def test_classes_that_are_renamed_together_keep_their_relation() -> None:
    """Two classes that refer to each other may both be renamed, one change each."""
    document = copy.deepcopy(PROJECT)
    replace(document, {"ErrorDetail": "Problem", "ErrorAdditionalInfo": "Fact"})
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "Class `ErrorAdditionalInfo` is renamed to `Fact`.",
        "Class `ErrorDetail` is renamed to `Problem`.",
    ]


def test_a_class_with_other_fields_is_another_class() -> None:
    """A class that goes and one that comes are two changes where their contents differ."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    old = {"type": "object", "properties": {"a": {"type": "string"}}}
    put(document, {"/components/schemas/Old": old})
    for fields in ({"b": {"type": "string"}}, {"a": {"type": "integer"}}):
        new = copy.deepcopy(DOCUMENTS["shop"])
        put(new, {"/components/schemas/New": {"type": "object", "properties": fields}})
        assert [change.sentence for change in compare(document, new)] == [
            "Class `Old` is removed.",
            "Class `New` is new.",
        ]


def test_properties_tell_that_a_schema_is_an_object() -> None:
    """The type `object` may be left out where properties are given."""
    document = copy.deepcopy(PROJECT)
    remove(document, ["/components/schemas/ErrorDetail/type"])
    assert compare(PROJECT, document) == ()


def test_the_gravest_reading_of_a_shared_schema_stands() -> None:
    """A schema in a body and in a result is one change: of both classes the higher."""
    old, new = (copy.deepcopy(DOCUMENTS["shop"]) for _ in range(2))
    put(new, {"/components/schemas/Order/properties/id/maxLength": 9})
    assert [change.kind for change in compare(old, new)] == [Kind.BEHAVIOUR]
    put(new, {"/components/schemas/Order/properties/id/maxLength": 3})
    assert [change.kind for change in compare(old, new)] == [Kind.BREAKING]


def separate(limit: int) -> Json:
    """Return a document in which 300 operations describe the same parameter, each for itself."""
    document = many(300, limit)
    for item in document["paths"].values():
        operation = item["get"]
        operation["parameters"] = [copy.deepcopy(document["components"]["parameters"]["Name"])]
    del document["components"]["parameters"]
    document["components"]["schemas"] = many(1, 5)["components"]["schemas"]
    return document


def test_one_change_of_many_arguments_is_one_finding() -> None:
    """The sentence says how many places it meets, and the change holds all their pointers."""
    (change,) = compare(separate(5), separate(4))
    told = "its `maxLength` changes from `5` to `4`. The same holds for 299 other places: argument"
    assert told in change.sentence
    assert change.sentence.endswith(" and 296 more.")
    assert len({change.pointer, *change.others}) == 300
