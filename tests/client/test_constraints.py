"""Constraints: the values that they accept, and the rules that they name for others."""

from __future__ import annotations

import datetime as dt
import enum
import math
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import attrs
import pytest
from azureml_serverless_endpoints import SecretStr
from azureml_serverless_endpoints._constraints import (
    RULES,
    AnyOf,
    Array,
    Boolean,
    Constraint,
    InstanceOf,
    Nullable,
    Number,
    Object,
    OneValue,
    OpenEnum,
    OtherMembers,
    String,
)

from generator.document.constraints import KEYWORDS
from tests.client.calls import Masked


class Colour(enum.Enum):
    RED = "red"


@attrs.frozen(kw_only=True)
class Wheel:
    """A model that a request can hold."""

    size: Any = 1
    inner: Any = None

    @classmethod
    def constraints(cls) -> Mapping[str, Constraint]:
        return {
            "size": Number(integer=True, minimum=1),
            "inner": Nullable(Array(Object(cls), max_items=1)),
        }


WORD = String(min_length=2, max_length=3, pattern=r"^\w*$")
ZONE = dt.timezone(dt.timedelta(hours=2))


@pytest.mark.parametrize(
    ("constraint", "values"),
    [
        (Constraint(), [None, 5, object()]),
        (String(), ["", "a\nb", SecretStr("")]),
        (WORD, ["ab", "abc", "_1", SecretStr("ab")]),
        (String(pattern="b"), ["abc"]),
        (String(max_length=1), ["😀"]),
        (Number(), [0, -1, 0.5, 10**300, -0.0]),
        (Number(integer=True, minimum=1, maximum=3), [1, 2, 3]),
        (Number(exclusive_minimum=0, exclusive_maximum=1), [0.5, 1e-9]),
        (Number(multiple_of=0.1), [0.3, 0.7, 1, 1.1, -0.3, 0]),
        (Number(integer=True, multiple_of=3), [9, 0, -3, 3 * 10**200]),
        (Boolean(), [True, False]),
        (InstanceOf(Colour), [Colour.RED]),
        (OpenEnum(Colour), [Colour.RED, "red", "green", ""]),
        (InstanceOf(dt.date), [dt.date(2024, 9, 1)]),
        (InstanceOf(dt.datetime), [dt.datetime(2024, 9, 1, tzinfo=ZONE)]),
        (InstanceOf(UUID), [UUID(int=1)]),
        (InstanceOf(bytes), [b"", b"a"]),
        (OneValue("x"), ["x"]),
        (Array(WORD, min_items=1, max_items=2), [["ab"], ("ab", "cd")]),
        (Array(Number(), unique_items=True), [[], [1, 2]]),
        (Array(Number(), unique_items=False), [[1, 1]]),
        (Array(Constraint(), unique_items=True), [[1, True, "1", [1], {"a": 1}, {"a": True}]]),
        (Array(Object(Wheel), unique_items=True), [[Wheel(), Wheel(inner=[])]]),
        (OtherMembers(Constraint()), [{}, {"a": 1, "": None}]),
        (OtherMembers(WORD, frozenset({"a"})), [{}, {"b": "ab", "A": "cd"}]),
        (OtherMembers(None, frozenset({"a"})), [{}]),
        (Object(Wheel), [Wheel(), Wheel(inner=[Wheel(size=2)])]),
        (Nullable(WORD), [None, "ab"]),
        (AnyOf(WORD, Number()), ["ab", 5]),
    ],
)
def test_a_value_within_the_limits_is_accepted(constraint: Constraint, values: list[Any]) -> None:
    for value in values:
        assert list(constraint.violations(value)) == []


@pytest.mark.parametrize(
    ("constraint", "value", "violations"),
    [
        (String(), 5, ["must be a string, not of type int"]),
        (WORD, Masked("abcd"), ["must have at most 3 characters"]),
        (String(), None, ["must be a string, not of type NoneType"]),
        (String(), Colour.RED, ["must be a string, not of type Colour"]),
        (WORD, "", ["must have at least 2 characters"]),
        (WORD, SecretStr(""), ["must have at least 2 characters"]),
        (WORD, "!", ["must have at least 2 characters", r"must match ^\w*$"]),
        (WORD, "abcd", ["must have at most 3 characters"]),
        (WORD, "ab\n", [r"must match ^\w*$"]),
        (WORD, "aä", [r"must match ^\w*$"]),
        (String(min_length=1), "", ["must have at least 1 character"]),
        (Number(), "5", ["must be a number, not of type str"]),
        (Number(), True, ["must be a number, not of type bool"]),
        (Number(integer=True), 5.0, ["must be a whole number, not of type float"]),
        (Number(), math.nan, ["must be finite, and no larger than a double can be"]),
        (Number(), -math.inf, ["must be finite, and no larger than a double can be"]),
        (Number(integer=True), 10**400, ["must be finite, and no larger than a double can be"]),
        (Number(minimum=1), 0, ["must be at least 1"]),
        (Number(maximum=1), 1.5, ["must be at most 1"]),
        (Number(exclusive_minimum=0), 0, ["must be greater than 0"]),
        (Number(exclusive_maximum=0.5), 0.5, ["must be less than 0.5"]),
        (Number(multiple_of=0.1), 0.35, ["must be a multiple of 0.1"]),
        (Number(multiple_of=2), 10**200 + 1, ["must be a multiple of 2"]),
        (Number(minimum=4, multiple_of=2), 3, ["must be at least 4", "must be a multiple of 2"]),
        (Boolean(), 1, ["must be True or False, not of type int"]),
        (InstanceOf(Colour), "red", ["must be a Colour, not of type str"]),
        (OpenEnum(Colour), 5, ["must be a Colour or a string, not of type int"]),
        (OpenEnum(Colour), None, ["must be a Colour or a string, not of type NoneType"]),
        (InstanceOf(dt.date), "2024-09-01", ["must be a date, not of type str"]),
        (InstanceOf(dt.date), dt.datetime.now(ZONE), ["must be a date, not of type datetime"]),
        (InstanceOf(dt.datetime), dt.datetime(2024, 9, 1), ["must have a time zone"]),  # noqa: DTZ001
        (InstanceOf(dt.datetime), dt.date(2024, 9, 1), ["must be a datetime, not of type date"]),
        (InstanceOf(UUID), str(UUID(int=1)), ["must be a UUID, not of type str"]),
        (InstanceOf(bytes), "a", ["must be a bytes, not of type str"]),
        (OneValue("x"), "y", ["must be the constant of the document"]),
        (OneValue(1), True, ["must be the constant of the document"]),
        (Array(WORD), "ab", ["must be a list or a tuple, not of type str"]),
        (Array(WORD), {"ab"}, ["must be a list or a tuple, not of type set"]),
        (Array(WORD, min_items=1), [], ["must have at least 1 item"]),
        (Array(WORD, max_items=1), ["ab", "cd"], ["must have at most 1 item"]),
        (Array(Number(), unique_items=True), [1, 2, 1], ["must not hold equal items"]),
        (
            Array(Constraint(), unique_items=True),
            [{"a": [1]}, {"a": [1.0]}],
            ["must not hold equal items"],
        ),
        (
            Array(Object(Wheel), unique_items=True),
            [Wheel(inner=[]), Wheel(inner=[])],
            ["must not hold equal items"],
        ),
        (
            Array(Array(WORD)),
            [["ab", 5], "cd"],
            [
                "[0][1] must be a string, not of type int",
                "[1] must be a list or a tuple, not of type str",
            ],
        ),
        (OtherMembers(WORD), [], ["must be a mapping, not of type list"]),
        (OtherMembers(None), {"a": 1, "b": 2}, ["must be empty: the document names all members"]),
        (
            OtherMembers(Array(WORD), frozenset({"size"})),
            {"a": ["ab"], "b\n": ["ab", 5], "c": 1, "size": ["ab"], 3: ["ab"]},
            [
                r"['b\n'][1] must be a string, not of type int",
                "['c'] must be a list or a tuple, not of type int",
                "must not hold 'size', which has a field of its own",
                "must have names that are strings, not of type int",
            ],
        ),
        (Object(Wheel), {"size": 1}, ["must be of type Wheel, not dict"]),
        (Object(Wheel), Wheel(size=0), [".size must be at least 1"]),
        (
            Object(Wheel),
            Wheel(size="1", inner=[Wheel(size=0), Wheel(inner=[None])]),
            [
                ".size must be a whole number, not of type str",
                ".inner must have at most 1 item",
                ".inner[0].size must be at least 1",
                ".inner[1].inner[0] must be of type Wheel, not NoneType",
            ],
        ),
        (Nullable(WORD), 5, ["must be a string, not of type int"]),
        (
            AnyOf(WORD, Number()),
            None,
            ["must be a string, not of type NoneType or must be a number, not of type NoneType"],
        ),
        (AnyOf(Number(), Number()), "a", ["must be a number, not of type str"]),
    ],
)
def test_each_broken_rule_is_named(
    constraint: Constraint, value: Any, violations: list[str]
) -> None:
    assert list(constraint.violations(value)) == violations


def test_a_constraint_takes_no_unknown_keyword() -> None:
    with pytest.raises(KeyError, match="least"):
        String(least=1)


def test_the_generator_and_the_package_know_the_same_constraint_keywords() -> None:
    """Otherwise a document could use a keyword that the package does not check."""
    known = {row.argument: row.applies_to for row in KEYWORDS.values()}
    assert known == {keyword: rule.type for keyword, rule in RULES.items()}
