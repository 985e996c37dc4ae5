"""Decoders for every type that a document can name, and the encoder."""

from __future__ import annotations

import datetime as dt
import enum
import json
from typing import Any
from uuid import UUID

import attrs
import pytest
from azureml_serverless_endpoints import SecretStr, _json
from azureml_serverless_endpoints._json import Members, Mismatch


class Colour(enum.StrEnum):
    RED = "red"


class Level(enum.IntEnum):
    LOW = 1


ID = UUID("00000000-1111-2222-3333-444444444444")
OTHER_ID = UUID("abcdefab-cdef-abcd-efab-cdefabcdefab")
MOMENT = dt.datetime(2024, 9, 1, 12, 0, 0, 250_000, tzinfo=dt.UTC)
INTEGERS = _json.array(_json.integer)
EITHER: Any = _json.one_of(_json.integer, _json.string)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("decode", "value", "result"),
    [
        (_json.string, "", ""),
        (_json.secret, "a", SecretStr("a")),
        (_json.integer, 5, 5),
        (_json.integer, -5.0, -5),
        (_json.number, 5, 5.0),
        (_json.number, 0.5, 0.5),
        (_json.boolean, False, False),
        (_json.null, None, None),
        (_json.anything, {"a": [None]}, {"a": [None]}),
        (_json.date_time, "2024-09-01T12:00:00.25Z", MOMENT),
        (_json.date_time, "2024-09-01T14:00:00.2500000+02:00", MOMENT),
        (_json.date_time, "2024-09-01t07:00:00.25-05:00", MOMENT),
        (_json.date_time, "2024-09-01T12:00:00.25z", MOMENT),
        (_json.date_time, "2024-09-01T12:00:00.25", MOMENT.replace(tzinfo=None)),
        (_json.date, "2024-09-01", dt.date(2024, 9, 1)),
        (_json.uuid, str(ID), ID),
        (_json.uuid, str(OTHER_ID).upper(), OTHER_ID),
        (_json.member_of(Colour), "red", Colour.RED),
        (_json.member_of(Level), 1, Level.LOW),
        (_json.open_member_of(Colour), "red", Colour.RED),
        (_json.open_member_of(Colour), "blue", "blue"),
        (_json.open_member_of(Colour), "", ""),
        (_json.constant("x"), "x", "x"),
        (INTEGERS, [], []),
        (INTEGERS, [1, 2.0], [1, 2]),
        (_json.mapping(_json.integer), {}, {}),
        (_json.mapping(_json.integer), {"a": 1, "b": 2.0}, {"a": 1, "b": 2}),
        (_json.nullable(_json.string), None, None),
        (_json.nullable(_json.string), "a", "a"),
        (EITHER, 5, 5),
        (EITHER, "5", "5"),
    ],
)
def test_a_value_of_the_type_is_decoded(decode: Any, value: Any, result: Any) -> None:
    for lenient in (False, True):
        read = decode(value, lenient)
        assert read == result
        assert type(read) is type(result)


@pytest.mark.parametrize(
    ("decode", "values", "expected"),
    [
        (_json.string, [5, None, True, [], {}], "a string"),
        (_json.secret, [5, None, ["a"]], "a string"),
        (_json.integer, ["5", 5.5, True, None, 1e400, -1e400], "an integer"),
        (_json.number, ["5", True, None, [], 10**400, 1e400], "a number"),
        (_json.boolean, [0, 1, "true", None], "true or false"),
        (_json.null, [0, "", False], "null"),
        (_json.date_time, ["yesterday", "2025-13-01T00:00:00Z", 5], "a date and time (RFC 3339)"),
        (_json.date, ["2025-02-30", "2024-09-01T00:00:00Z", 5], "a date (YYYY-MM-DD)"),
        (_json.uuid, ["0000", 5, ""], "a UUID"),
        (_json.member_of(Colour), ["RED", "", 5, None, [], {}], "a value of Colour"),
        (_json.member_of(Level), [True, "1", 2], "a value of Level"),
        (_json.open_member_of(Colour), [5, None, True, ["red"], {}], "a string"),
        (_json.constant("x"), ["y", None, ["x"]], "the constant 'x'"),
        (_json.constant(1), [True, 1.0, "1"], "the constant 1"),
        (INTEGERS, ["12", {}, None], "an array"),
        (_json.mapping(_json.integer), ["12", [], None], "an object"),
        (_json.nullable(_json.string), [5], "a string"),
        (EITHER, [None, [], 5.5], "an integer or a string"),
        (_json.one_of(_json.string, _json.secret), [5], "a string"),  # type: ignore[arg-type]
    ],
)
def test_a_value_of_another_type_is_refused(decode: Any, values: list[Any], expected: str) -> None:
    for value in values:
        for lenient in (False, True):
            with pytest.raises(Mismatch) as caught:
                decode(value, lenient)
            assert (caught.value.expected, caught.value.path) == (expected, "")


@pytest.mark.parametrize(
    ("decode", "value"),
    [
        (_json.date, "20240901"),
        (_json.date, "2024-W35-7"),
        (_json.date, "2024-W35"),
        (_json.date, "2024-9-1"),
        (_json.date, "٢٠٢٤-٠٩-٠١"),
        (_json.date, " 2024-09-01"),
        (_json.date, "2024-09-01\n"),
        (_json.date_time, "2024-09-01"),
        (_json.date_time, "2024-09-01T12"),
        (_json.date_time, "2024-09-01T12:00Z"),
        (_json.date_time, "20240901T120000Z"),
        (_json.date_time, "2024-W35-7T12:00:00Z"),
        (_json.date_time, "2024-09-01 12:00:00Z"),
        (_json.date_time, "2024-09-01T12:00:00,5Z"),
        (_json.date_time, "2024-09-01T12:00:00.Z"),
        (_json.date_time, "2024-09-01T24:00:00Z"),
        (_json.date_time, "2024-09-01T12:00:00+02"),
        (_json.date_time, "2024-09-01T12:00:00+02:60"),
        (_json.date_time, "2024-09-01T12:00:00+0200"),
        (_json.date_time, "2024-09-01T12:00:00+02:00:30"),
        (_json.date_time, "2024-09-01T12:00:00Z\n"),
        (_json.uuid, ID.hex),
        (_json.uuid, f"{{{ID}}}"),
        (_json.uuid, f"urn:uuid:{ID}"),
        (_json.uuid, str(ID).replace("0-1111", "01111-")),
        (_json.uuid, f"{ID}\n"),
    ],
)
def test_a_form_that_only_python_accepts_is_refused(decode: Any, value: str) -> None:
    """In a choice of a date or a string it stays the string that the service sent."""
    with pytest.raises(Mismatch):
        decode(value, False)
    assert _json.one_of(decode, _json.string)(value, False) == value


def test_a_date_is_not_read_as_a_date_and_time() -> None:
    decode: Any = _json.one_of(_json.date_time, _json.date)  # type: ignore[arg-type]
    assert decode("2024-09-01", False) == dt.date(2024, 9, 1)
    assert decode("2024-09-01T12:00:00.25Z", False) == MOMENT


def test_the_error_names_the_item_of_an_array() -> None:
    with pytest.raises(Mismatch) as caught:
        _json.array(INTEGERS)([[1], [2, "3"]], False)
    assert str(caught.value) == "[1][1] should be an integer"


def test_the_error_calls_the_value_itself_it() -> None:
    with pytest.raises(Mismatch, match=r"^it should be an integer$"):
        _json.integer("3", False)


def test_the_error_names_the_member_of_a_map() -> None:
    with pytest.raises(Mismatch) as caught:
        _json.mapping(INTEGERS)({"a": [1], "b": [2, "3"]}, False)
    assert str(caught.value) == "b[1] should be an integer"


def test_a_lenient_map_drops_what_does_not_match() -> None:
    assert _json.mapping(INTEGERS)({"a": [1, "2"], "b": 3}, True) == {"a": [1]}


def test_a_lenient_array_drops_what_does_not_match() -> None:
    assert _json.array(INTEGERS)([[1, "2", 3], "4", None], True) == [[1, 3]]


def test_the_error_of_a_choice_names_the_item_that_does_not_match() -> None:
    with pytest.raises(Mismatch) as caught:
        _json.one_of(INTEGERS, _json.null)([1, "2"], False)  # type: ignore[arg-type]
    assert caught.value.expected == "an integer at [1] or null"


@pytest.mark.parametrize("lenient", [False, True])
@pytest.mark.parametrize("last", ["blue", "green"])
def test_choices_within_choices_are_decoded_in_linear_time(last: str, lenient: bool) -> None:
    """Each of two classes has a member that is one of both: 2**40 ways, of which none is tried."""
    calls = 0

    def kind(name: str) -> Any:
        def decode(value: object, lenient: bool) -> dict[str, Any]:
            nonlocal calls
            calls += 1
            members = _json.Members(value, lenient)
            child = members.required("child", _json.nullable(either))
            return {"kind": members.required("kind", _json.constant(name)), "child": child}

        return decode

    either: Any = _json.one_of(kind("red"), kind("blue"))
    value: Any = {"kind": last, "child": None}
    for _ in range(40):
        value = {"kind": "blue", "child": value}
    if last == "blue":
        assert either(value, lenient) == value
    else:
        with pytest.raises(Mismatch):
            either(value, lenient)
    assert calls <= 6 * 41


def test_a_lenient_choice_prefers_an_exact_match() -> None:
    decode: Any = _json.one_of(INTEGERS, _json.array(_json.string))  # type: ignore[arg-type]
    assert decode(["a", "b"], True) == ["a", "b"]
    assert decode([1, "b"], True) == [1]


def nested(wrap: Any, times: int) -> Any:
    """Return a value inside so many containers."""
    value: Any = 1
    for _ in range(times):
        value = wrap(value)
    return value


@pytest.mark.parametrize(
    "wrap",
    [
        lambda v: [v],
        lambda v: (v,),
        lambda v: {"a": v},
        lambda v: [v, v],
        lambda v: [{"a": "x", "b": v}],
    ],
)
def test_a_hundred_containers_may_be_nested(wrap: Any) -> None:
    """Objects and arrays both count."""
    per_wrap = 2 if isinstance(wrap(1)[0] if isinstance(wrap(1), list) else None, dict) else 1
    assert not _json.is_too_deep(nested(wrap, 100 // per_wrap))
    assert _json.is_too_deep(nested(wrap, 100 // per_wrap + 1))


def test_only_containers_count_as_nesting() -> None:
    value: Any = [MOMENT]
    for _ in range(99):
        value = [value]
    assert not _json.is_too_deep(value)


def test_an_empty_container_counts_as_nesting() -> None:
    assert not _json.is_too_deep(json.loads("[" * 100 + "]" * 100))
    assert _json.is_too_deep(json.loads("[" * 101 + "]" * 101))


def test_a_value_that_contains_itself_is_too_deep() -> None:
    value: list[Any] = []
    value += [value, value]
    assert _json.is_too_deep(value)


class TestMembers:
    """The members of an object, read one by one."""

    def test_only_an_object_has_members(self) -> None:
        for value in ([], "a", None, 5):
            with pytest.raises(Mismatch, match="an object"):
                Members(value, True)

    def test_the_members_that_were_not_read_remain(self) -> None:
        members = Members({"a": "x", "b": 1, "c": None}, False)
        assert members.required("a", _json.string) == "x"
        assert members.optional("missing", _json.string) is None
        assert members.rest(_json.anything) == {"b": 1, "c": None}

    @pytest.mark.parametrize("lenient", [False, True])
    def test_a_required_member_must_be_present(self, lenient: bool) -> None:
        with pytest.raises(Mismatch) as caught:
            Members({}, lenient).required("a", _json.string)
        assert str(caught.value) == "a should be present"

    def test_a_required_member_may_be_null_only_if_it_is_nullable(self) -> None:
        assert Members({"a": None}, False).required("a", _json.nullable(_json.string)) is None
        with pytest.raises(Mismatch) as caught:
            Members({"a": None}, False).required("a", _json.string)
        assert caught.value.path == ".a"

    def test_an_optional_member_that_is_null_counts_as_missing_and_does_not_remain(self) -> None:
        members = Members({"a": None}, False)
        assert members.optional("a", _json.string) is None
        assert members.rest(_json.anything) == {}

    def test_an_optional_member_of_another_type_is_refused_unless_lenient(self) -> None:
        with pytest.raises(Mismatch) as caught:
            Members({"a": 5}, False).optional("a", _json.string)
        assert caught.value.path == ".a"
        lenient = Members({"a": 5}, True)
        assert lenient.optional("a", _json.string) is None
        assert lenient.rest(_json.anything) == {"a": 5}

    def test_unknown_members_are_checked_against_their_type(self) -> None:
        with pytest.raises(Mismatch) as caught:
            Members({"a": 1, "b": "x"}, False).rest(_json.integer)
        assert caught.value.path == ".b"
        assert Members({"a": 1, "b": "x"}, True).rest(_json.integer) == {"a": 1}

    @pytest.mark.parametrize(
        ("name", "shown"),
        [
            ("a\nb", r".a\nb"),
            ("\u202e", r".\u202e"),
            ("ä", ".ä"),
            ("n" * 80, f".{'n' * 80}"),
            ("n" * 81, f".{'n' * 79}…"),
        ],
    )
    def test_a_member_name_in_a_message_is_escaped_and_shortened(
        self, name: str, shown: str
    ) -> None:
        with pytest.raises(Mismatch) as caught:
            Members({name: "x"}, False).rest(_json.integer)
        assert caught.value.path == shown


@attrs.frozen
class Model:
    """A stand-in for a generated model."""

    def to_dict(self) -> dict[str, Any]:
        return {"of": "a model"}


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (None, None),
        (True, True),
        (5, 5),
        (0.5, 0.5),
        ("a", "a"),
        (SecretStr("a"), "a"),
        (Colour.RED, "red"),
        (Level.LOW, 1),
        (MOMENT, "2024-09-01T12:00:00.250000+00:00"),
        (dt.date(2024, 9, 1), "2024-09-01"),
        (ID, str(ID)),
        (Model(), {"of": "a model"}),
        ([Model(), SecretStr("a")], [{"of": "a model"}, "a"]),
        ((1, ()), [1, []]),
        ({"a": {"b": SecretStr("c")}, 5: None}, {"a": {"b": "c"}, "5": None}),
    ],
)
def test_a_value_is_encoded(value: Any, written: Any) -> None:
    result = _json.encode(value)
    assert result == written
    assert type(result) is type(written)


@pytest.mark.parametrize("value", [b"marker", {"marker"}, object(), 1j, [b"marker"]])
def test_the_error_of_a_value_without_a_json_form_names_its_type(value: Any) -> None:
    with pytest.raises(TypeError, match=r"a value of type \w+ has no JSON form") as caught:
        _json.encode(value)
    assert "marker" not in str(caught.value)


def test_a_model_is_encoded_with_its_unknown_members_first() -> None:
    written = _json.encode_members(
        {"a": "unknown", "b": SecretStr("x")},
        required={"a": None, "c": 1},
        optional={"d": None, "e": False},
    )
    assert written == {"a": None, "b": "x", "c": 1, "e": False}
