"""Secrets in models and results of a generated package."""

from __future__ import annotations

import copy
import importlib
from typing import Any

import attrs
import pytest

from tests.calls import answered
from tests.generated_packages import Importer
from tests.small_documents import object_of, with_schema

TEXT = {"type": "string"}
SECRET = {"type": "string", "format": "password"}


@pytest.mark.parametrize(
    ("schema", "given"),
    [
        (SECRET, "s3cret"),
        ({"type": "array", "items": SECRET}, ["s3cret"]),
        ({"type": ["array", "null"], "items": {"type": "array", "items": SECRET}}, [["s3cret"]]),
        ({"oneOf": [SECRET, {"type": "integer"}]}, "s3cret"),
        ({"oneOf": [{"type": "array", "items": SECRET}, {**SECRET}, {"const": 5}]}, ["s3cret"]),
    ],
)
def test_a_plain_string_in_a_secret_field_becomes_a_secret(
    imported: Importer, schema: Any, given: Any
) -> None:
    thing = object_of("k", k=schema, j=schema)
    package = imported(with_schema(thing))
    thing = package.Thing(k=given, j=given)
    assert "s3cret" not in repr(thing) + repr(attrs.asdict(thing))
    assert thing.to_dict() == {"k": given, "j": given}
    assert thing == package.Thing.from_dict(thing.to_dict())


def test_the_strings_of_a_map_of_secrets_are_secrets(imported: Importer) -> None:
    package = imported(with_schema({"type": "object", "additionalProperties": {**SECRET}}))
    assert answered(package, {"k": "s3cret"}) == {"k": package.SecretStr("s3cret")}


def test_a_plain_string_in_a_map_of_secrets_becomes_a_secret(imported: Importer) -> None:
    secrets = {"type": "object", "additionalProperties": {**SECRET}}
    package = imported(with_schema({"properties": {"keys": secrets}}))
    thing = package.Thing(keys={"k": "s3cret"})
    assert "s3cret" not in repr(thing) + repr(attrs.asdict(thing))
    assert thing.to_dict() == {"keys": {"k": "s3cret"}}


def test_a_plain_string_among_additional_properties_that_are_secrets_becomes_one(
    imported: Importer,
) -> None:
    schema = {**object_of(n={"type": "integer"}), "additionalProperties": {**SECRET}}
    package = imported(with_schema(schema))
    thing = package.Thing(n=1, additional_properties={"k": "s3cret"})
    assert "s3cret" not in repr(attrs.asdict(thing))
    assert thing.to_dict() == {"n": 1, "k": "s3cret"}


@pytest.mark.parametrize(
    ("others", "kept"),
    [
        ({}, False),
        ({"additionalProperties": True}, False),
        ({"additionalProperties": {"type": "string"}}, True),
    ],
)
def test_only_undocumented_strings_beside_a_secret_are_secrets(
    imported: Importer, others: Any, kept: bool
) -> None:
    package = imported(with_schema({**object_of(k=SECRET), **others}))
    thing = package.Thing.from_dict({"other": "s3cret"})
    assert ("s3cret" in repr(attrs.asdict(thing))) == kept
    assert thing.to_dict() == {"other": "s3cret"}


@pytest.mark.parametrize(
    ("schema", "returns_secrets"),
    [
        (SECRET, True),
        ({"type": ["array", "null"], "items": SECRET}, True),
        (object_of(k=SECRET), True),
        (object_of(k={"type": "array", "items": {"$ref": "#/components/schemas/Pair"}}), True),
        ({"type": "object", "additionalProperties": SECRET}, True),
        (object_of(k=TEXT, e={"enum": ["a", "b"]}), False),
        (object_of(k={"$ref": "#/components/schemas/Thing"}), False),
        ({}, False),
    ],
)
def test_returns_secrets_is_true_if_a_result_can_contain_one(
    imported: Importer, schema: Any, returns_secrets: bool
) -> None:
    """At any depth, and in models that contain themselves."""
    package = imported(with_schema(copy.deepcopy(schema), Pair=object_of(a=TEXT, b={**SECRET})))
    returning, taking = (
        importlib.import_module(f"{package.__name__}.api.things.{name}").OPERATION
        for name in ("list", "add")
    )
    assert returning.returns_secrets == returns_secrets
    assert not taking.returns_secrets


@pytest.mark.parametrize(
    "other", [{"const": "none"}, {"enum": ["none", "all"]}, {"type": "array", "items": TEXT}]
)
def test_a_string_that_is_an_alternative_to_a_secret_is_not_hidden(
    imported: Importer, other: Any
) -> None:
    package = imported(with_schema(object_of(k={"oneOf": [{**other}, SECRET]})))
    read = package.Thing.from_dict({"k": ["none"] if "items" in other else "none"})
    assert package.Thing(k=read.k) == read
    assert "none" in repr(read)
