"""What schemas of a document become: models, enums and values that are decoded and checked."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

import httpx
import pytest

from generator.render import expressions
from generator.render.formatting import formatted
from generator.render.surface import surface
from tests.calls import answered, called
from tests.generated_packages import CONFIG, Importer, package_of, tree_of
from tests.small_documents import with_schema

REF = "#/components/schemas/"
THING = f"{REF}Thing"


def test_a_class_name_without_case_gets_another_module_name(imported: Importer) -> None:
    colour = {"title": "色", "enum": ["赤", "青"]}
    book = {"title": "书", "type": "object", "properties": {"色": {"$ref": REF + "Colour"}}}
    shelf = {"type": "array", "items": {"$ref": REF + "Book"}}
    root = with_schema(shelf, Book=book, Colour=colour)
    package = imported(root)
    assert {"书", "色"} <= set(package.models.__all__)
    (found,) = answered(package, [{"色": "赤"}])
    assert found == package.models.书(色=package.models.色("赤"))
    assert "class 书" in surface(formatted(tree_of(root)), CONFIG.package)


@pytest.mark.parametrize(
    "schema",
    [
        {"allOf": [{"$ref": REF + "Other"}], "default": {"x": "y"}},
        {"type": "object", "default": {"x": "y"}},
        {"type": "string", "format": "date-time", "default": "2016-12-31T23:59:60Z"},
        {"type": "object", "properties": {"a": {"type": "array", "items": {"$ref": THING}}}},
    ],
)
def test_a_property_keeps_keywords_that_the_engine_ignores(imported: Importer, schema: Any) -> None:
    other = {"type": "object", "properties": {"x": {"type": "string"}}}
    root = with_schema({"type": "object", "properties": {"a": schema}}, Other=other)
    assert answered(imported(root), {}).a is None


@pytest.mark.parametrize(
    ("schema", "value", "result"),
    [
        ({}, {"a": [1]}, {"a": [1]}),
        ({"type": "string"}, "a", "a"),
        ({"type": ["string", "null"]}, None, None),
        ({"type": "null"}, None, None),
        ({"anyOf": [{"type": "null"}]}, None, None),
        *(
            ({"type": [kind, "null"], "format": form}, None, None)
            for kind, form in (
                *(("boolean", ""), ("integer", ""), ("number", ""), ("string", "")),
                *(("string", form) for form in ("date", "date-time", "password", "uuid")),
            )
        ),
        (
            {"type": "array", "items": {"type": ["string", "null"], "format": "date"}},
            ["2026-01-02", None],
            [dt.date(2026, 1, 2), None],
        ),
        ({"type": "string", "pattern": '^\\d"$'}, '1"', '1"'),
        ({"type": "string", "pattern": "^ä\\d$"}, "ä1", "ä1"),
        ({"type": "string", "pattern": "\\\\"}, "\\", "\\"),
        ({"type": "integer"}, 2.0, 2),
        ({"type": "number", "minimum": 3}, 2, 2.0),
        (
            {"type": "string", "format": "date-time"},
            "2026-01-02T03:04:05Z",
            dt.datetime(2026, 1, 2, 3, 4, 5, tzinfo=dt.UTC),
        ),
        ({"type": "string", "format": "uuid"}, str(UUID(int=1)), UUID(int=1)),
        ({"type": "string", "format": "weird"}, "a", "a"),
        ({"type": "array", "items": {"type": ["integer", "null"]}}, [1, None], [1, None]),
        (
            {"type": "array", "items": {"type": "array", "items": {"type": "string"}}},
            [["a"]],
            [["a"]],
        ),
        ({"type": "array", "items": {}}, [1, "a"], [1, "a"]),
        ({"const": "a"}, "a", "a"),
        ({"const": True}, True, True),
        ({"enum": ["a", None]}, None, None),
        ({"type": ["string", "null"], "enum": ["a", None]}, None, None),
        ({"oneOf": [{"type": "string"}, {"type": "integer"}, {"type": "null"}]}, 3, 3),
        ({"anyOf": [{"type": "string"}, {}]}, [1], [1]),
        ({"type": ["array", "null"], "items": {"type": "string"}}, ["a"], ["a"]),
    ],
)
def test_a_response_of_any_schema_is_decoded(
    imported: Importer, schema: Any, value: Any, result: Any
) -> None:
    found = answered(imported(with_schema(schema)), value)
    assert (found, type(found)) == (result, type(result))


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"properties": {"a": {}}}, {"a": None, "b": 1}),
        ({"type": "object", "additionalProperties": False}, {}),
        (
            {"type": "object", "additionalProperties": {"$ref": "#/components/schemas/Thing"}},
            {"a": {"b": {}}},
        ),
        ({"properties": {"self": {"$ref": "#/components/schemas/Thing"}}}, {"self": {"self": {}}}),
        (
            {
                "properties": {
                    "all": {"type": "array", "items": {"$ref": "#/components/schemas/Thing"}}
                }
            },
            {"all": [{}]},
        ),
        (
            {
                "properties": {
                    "x": {"anyOf": [{"$ref": "#/components/schemas/Thing"}, {"type": "null"}]}
                }
            },
            {"x": {"x": {}}},
        ),
        (
            {
                "properties": {
                    "x": {"allOf": [{"$ref": "#/components/schemas/Thing"}], "description": "d"}
                }
            },
            {"x": {}},
        ),
        (
            {
                "properties": {
                    "x": {"allOf": [{"$ref": "#/components/schemas/Thing"}], "type": "object"}
                }
            },
            {"x": {}},
        ),
        ({"allOf": [{"properties": {"a": {"type": "string"}}}, {"required": ["a"]}]}, {"a": "b"}),
        (
            {"properties": {"x": {"properties": {"y": {"type": "string"}}}}, "required": ["x"]},
            {"x": {"y": "z"}},
        ),
        ({"properties": {"x": {"properties": {"x": {"enum": ["a"]}}}}}, {"x": {"x": "a"}}),
        (
            {
                "properties": {
                    name: {}
                    for name in (
                        "class",
                        "def",
                        "None",
                        "print",
                        "self",
                        "cls",
                        "value",
                        "lenient",
                        "members",
                        "dict",
                        "list",
                        "id",
                        "type",
                        "datetime",
                        "any",
                        "uuid",
                        "mapping",
                        "_x",
                        "1st",
                        "x-y",
                        "$ref",
                        "",
                        "a b",
                        "größe",
                        "data",
                    )
                    if name
                }
            },
            {
                "class": 1,
                "self": 2,
                "cls": 3,
                "members": 4,
                "_x": 5,
                "1st": 6,
                "$ref": 7,
                "größe": 8,
                "other": 9,
            },
        ),
        (
            {
                "properties": {
                    "toDict": {"x-ms-client-name": "asDict"},
                    "attrs": {"x-ms-client-name": "attributes"},
                }
            },
            {"toDict": 1, "attrs": 2},
        ),
        (
            {
                "properties": {
                    "example": {"type": "string"},
                    "default": {},
                    "properties": {},
                    "allOf": {},
                }
            },
            {"example": "a", "properties": 1},
        ),
        (
            {"properties": {"status": {"type": "string", "enum": ["1.0", "2.0", "x"]}}},
            {"status": "1.0"},
        ),
        (
            {
                "properties": {
                    "code": {
                        "type": "integer",
                        "enum": [1, 2],
                        "x-ms-enum": {
                            "values": [{"value": 1, "name": "one"}, {"value": 2, "name": "two"}]
                        },
                    }
                }
            },
            {"code": 2},
        ),
    ],
)
def test_an_object_decodes_and_encodes_to_the_same_json(
    imported: Importer, schema: Any, data: Any
) -> None:
    package = imported(with_schema(schema))
    thing = answered(package, data)
    assert type(thing) is package.Thing
    expected = {name: value for name, value in data.items() if value is not None}
    assert thing.to_dict() == expected
    _, request = called(package, httpx.Response(204), "things.add", body=thing)
    assert httpx.Response(200, content=request.content).json() == expected


@pytest.mark.parametrize(
    ("schema", "data"),
    [
        ({"type": "object"}, {"a": 1, "b": None}),
        ({"type": "object", "additionalProperties": {}}, {"a": [1]}),
        (
            {"type": "object", "additionalProperties": {"type": ["integer", "string"]}},
            {"a": 1, "b": "c"},
        ),
    ],
)
def test_an_object_without_named_members_is_a_dict(
    imported: Importer, schema: Any, data: Any
) -> None:
    package = imported(with_schema(schema))
    assert answered(package, data) == data
    assert not hasattr(package.models, "Thing")
    _, request = called(package, httpx.Response(204), "things.add", body=data)
    assert httpx.Response(200, content=request.content).json() == data


@pytest.mark.parametrize(
    ("schema", "annotation"),
    [
        ({"type": ["string", "null"], "enum": ["a", None]}, "ThingKindType1 | None"),
        ({"type": ["integer", "null"], "enum": [1, None]}, "ThingKindType1 | None"),
        ({"type": ["string", "integer", "null"], "enum": ["a", None]}, "ThingKindType1 | None"),
        ({"enum": ["a", None]}, "ThingKindType1 | None"),
        ({"type": ["string"], "enum": ["a"]}, "ThingKind"),
    ],
)
def test_an_enum_is_one_class_however_its_type_is_written(schema: Any, annotation: str) -> None:
    root = with_schema({"required": ["kind"], "properties": {"kind": schema}})
    package = package_of(root)
    assert expressions.annotation(package.models[0].fields[0].declared) == annotation
    assert [enum.name for enum in package.enums] == [annotation.removesuffix(" | None")]


WORDS = {"type": "array", "items": {"type": "string", "minLength": 2}}
BAD_MEMBERS = {
    "a type": (
        {"properties": {"a": {}}, "additionalProperties": {"type": "integer"}},
        {"size": "2"},
        r"body\.additional_properties\['size'\] must be a whole number",
    ),
    "a rule": (
        {"properties": {"a": {}}, "additionalProperties": WORDS},
        {"words": ["ab", "c"]},
        r"body\.additional_properties\['words'\]\[1\] must have at least 2 characters",
    ),
    "an object": (
        {"properties": {"a": {}}, "additionalProperties": {"$ref": "#/components/schemas/Part"}},
        {"part": {"size": 1}},
        r"\['part'\] must be of type Part, not dict",
    ),
    "none": ({"additionalProperties": False}, {"size": 2}, "must be empty"),
    "a field's": ({"properties": {"theSize": {"type": "integer"}}}, {"theSize": "x"}, "own"),
}


@pytest.mark.parametrize(
    ("schema", "members", "rule"), BAD_MEMBERS.values(), ids=BAD_MEMBERS.keys()
)
def test_additional_properties_are_checked_before_a_request(
    imported: Importer, schema: Any, members: Any, rule: str
) -> None:
    part = {"type": "object", "properties": {"size": {"type": "integer"}}}
    package = imported(with_schema({"type": "object", **schema}, Part=part))
    thing = package.Thing(additional_properties=members)
    with pytest.raises(package.InvalidParameterError, match=rule):
        called(package, httpx.Response(204), "things.add", body=thing)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"words": ["ab", "c"]}, r"body\['words'\]\[1\] must have at least 2 characters"),
        ({1: ["ab"]}, "body must have names that are strings, not of type int"),
        ([["ab"]], "body must be a mapping, not of type list"),
    ],
)
def test_the_members_of_a_map_are_checked_before_a_request(
    imported: Importer, body: object, problem: str
) -> None:
    package = imported(with_schema({"type": "object", "additionalProperties": WORDS}))
    with pytest.raises(package.InvalidParameterError, match=problem):
        called(package, httpx.Response(204), "things.add", body=body)


def test_a_response_keeps_members_that_the_document_forbids(imported: Importer) -> None:
    """A newer version of the service may return more members."""
    package = imported(with_schema({"type": "object", "additionalProperties": False}))
    assert answered(package, {"new": 1}).to_dict() == {"new": 1}


def test_an_all_of_has_the_members_of_all_its_parts(imported: Importer) -> None:
    base = {
        "type": "object",
        "required": ["a"],
        "properties": {"a": {"type": "string"}, "b": {"type": "integer"}},
    }
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Base"}],
        "properties": {"c": {"type": "boolean"}},
        "required": ["b"],
    }
    package = imported(with_schema(schema, Base=base))
    assert answered(package, {"a": "x", "b": 1}) == package.Thing(a="x", b=1)
    with pytest.raises(package.APIResponseError, match=r"b should be present"):
        answered(package, {"a": "x"})
    assert answered(package, {"a": "x", "b": 1, "c": True}).c is True


@pytest.mark.parametrize(
    "parts",
    [
        [{"$ref": "#/components/schemas/Base"}, {"properties": {"a": {"description": "Words."}}}],
        [{"properties": {"a": {"description": "Words."}}}, {"$ref": "#/components/schemas/Base"}],
        [{"$ref": "#/components/schemas/Base"}, {"$ref": "#/components/schemas/Same"}],
    ],
)
def test_a_part_of_an_all_of_may_repeat_or_describe_a_property(
    imported: Importer, parts: Any
) -> None:
    rules = {"type": "string", "maxLength": 2, "x-ms-client-name": "b"}
    base = {"properties": {"a": {**rules, "example": "x"}}}
    same = {"properties": {"a": {**rules, "description": "Words."}}}
    package = imported(with_schema({"allOf": parts}, Base=base, Same=same))
    assert answered(package, {"a": "x"}) == package.Thing(b="x")
    with pytest.raises(package.InvalidParameterError, match=r"body\.b must have at most 2"):
        called(package, httpx.Response(204), "things.add", body=package.Thing(b="xyz"))


@pytest.mark.parametrize(
    ("schema", "good", "bad"),
    [
        ({"type": "boolean", "const": False}, False, True),
        ({"type": ["string", "null"], "const": "a"}, "a", "b"),
        ({"type": "string", "oneOf": [{"const": "a"}, {"enum": ["b"]}]}, "b", "c"),
    ],
)
def test_a_constant_accepts_no_other_value(
    imported: Importer, schema: Any, good: Any, bad: Any
) -> None:
    package = imported(with_schema(schema))
    assert answered(package, good) == good
    with pytest.raises(package.APIResponseError):
        answered(package, bad)


@pytest.mark.parametrize(
    ("mapping", "kinds"),
    [
        ({}, ("A", "B")),
        ({"a": "A", "b": "#/components/schemas/B", "c": "B"}, ("a", "b")),
        ({"1": "A"}, (1, "B")),
    ],
)
def test_a_constant_member_decides_which_alternative_is_read(
    imported: Importer, mapping: Any, kinds: Any
) -> None:
    """Also if a string is a secret in one alternative only."""
    choices = [{"$ref": f"#/components/schemas/{name}"} for name in "AB"]
    schema = {
        "oneOf": [*choices, {"type": "null"}],
        "discriminator": {"propertyName": "kind", "mapping": mapping},
    }
    parts = {
        name: {
            "type": "object",
            "required": ["kind"],
            "properties": {"kind": {"const": kind}, "value": value},
        }
        for name, kind, value in zip(
            "AB", kinds, ({"type": "string"}, {"type": "string", "format": "password"}), strict=True
        )
    }
    package = imported(with_schema(schema, **parts))
    found = answered(package, {"kind": kinds[1], "value": "s3cret"})
    assert type(found) is package.B
    assert "s3cret" not in repr(found)
    with pytest.raises(package.APIResponseError, match="should be the constant"):
        answered(package, {"kind": "other", "value": "s3cret"})


def test_a_secret_in_a_part_of_an_all_of_stays_a_secret(imported: Importer) -> None:
    base = {"properties": {"key": {"type": "string", "format": "password"}}}
    schema = {
        "allOf": [{"$ref": "#/components/schemas/Base"}, {"properties": {"a": {"type": "string"}}}]
    }
    package = imported(with_schema(schema, Base=base))
    thing = answered(package, {"key": "s3cret", "a": "b"})
    assert "s3cret" not in repr(thing)
    assert thing.key.get_secret_value() == "s3cret"


def test_a_required_member_is_required_in_requests_and_responses(imported: Importer) -> None:
    schema = {
        "type": "object",
        "required": ["theName"],
        "properties": {"theName": {"type": ["string", "null"]}},
    }
    package = imported(with_schema(schema))
    with pytest.raises(TypeError, match="the_name"):
        package.Thing()
    with pytest.raises(package.APIResponseError, match=r"theName should be present"):
        package.Thing.from_dict({})
    for data in ({"theName": None}, {"theName": "x"}):
        assert package.Thing.from_dict(data).to_dict() == data
