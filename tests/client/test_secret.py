"""A secret is masked everywhere except in `get_secret_value`."""

from __future__ import annotations

import copy
import enum
import json
import logging
import pickle
import pprint
import subprocess
import sys
from collections.abc import Callable
from typing import Annotated, Any
from unittest.mock import Mock

import attrs
import pydantic
import pytest
from azureml_serverless_endpoints import EndpointAuthKeys, SecretStr
from azureml_serverless_endpoints._json import hide
from azureml_serverless_endpoints._secret import protect, without_secret

SECRET = SecretStr("marker")


class Colour(enum.StrEnum):
    RED = "red"


@attrs.frozen
class Holder:
    """A stand-in for a generated model."""

    secret: Any
    other: Any = "marker"


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("marker", SECRET),
        (SECRET, SECRET),
        (["marker", SECRET], [SECRET, SECRET]),
        (("marker",), [SECRET]),
        ({"a": ["marker"], "b": 5}, {"a": [SECRET], "b": 5}),
        (None, None),
        (5, 5),
        (Colour.RED, Colour.RED),
    ],
)
def test_each_plain_string_in_a_secret_attribute_becomes_a_secret(given: Any, kept: Any) -> None:
    holder = Holder(given)
    hide(holder, "secret")
    assert holder == Holder(kept)
    assert "marker" not in repr(holder.secret)


def test_get_secret_value_returns_the_value() -> None:
    assert SECRET.get_secret_value() == "marker"
    assert SecretStr("").get_secret_value() == ""


@pytest.mark.parametrize(
    ("show", "expected"),
    [
        (lambda: repr(SECRET), "SecretStr('**********')"),
        (lambda: str(SECRET), "**********"),
        (lambda: f"{SECRET}", "**********"),
        (lambda: f"{SECRET!r}", "SecretStr('**********')"),
        (lambda: f"{SECRET!s:>12}", "  **********"),
        (lambda: f"{SECRET:>12}", "  **********"),
        (lambda: f"{SECRET:.3}", "***"),
        (lambda: "{:<11}|".format(SECRET), "********** |"),  # noqa: UP032
        (lambda: "%s" % SECRET, "**********"),  # noqa: UP031
        (lambda: "%r" % SECRET, "SecretStr('**********')"),  # noqa: UP031
        (lambda: ascii(SECRET), "SecretStr('**********')"),
        (lambda: pprint.pformat([SECRET]), "[SecretStr('**********')]"),
        (lambda: repr({"a": (SECRET,)}), "{'a': (SecretStr('**********'),)}"),
        (lambda: repr(SecretStr("")), "SecretStr('**********')"),
    ],
)
def test_a_secret_is_masked_wherever_it_is_shown(show: Callable[[], str], expected: str) -> None:
    # Called here, not at import: mutmut edits the class in between.
    assert show() == expected


def test_a_secret_is_masked_in_a_log(caplog: pytest.LogCaptureFixture) -> None:
    logging.getLogger("test").warning("%s %r", SECRET, SECRET)
    assert caplog.messages == ["********** SecretStr('**********')"]


def test_json_dumps_refuses_a_secret() -> None:
    with pytest.raises(TypeError) as caught:
        json.dumps({"key": SECRET})
    assert "marker" not in str(caught.value)
    assert json.dumps(SECRET, default=str) == '"**********"'


def test_a_secret_has_neither_attributes_nor_the_methods_of_a_string() -> None:
    with pytest.raises(TypeError):
        vars(SECRET)
    for use in (iter, bytes):
        with pytest.raises(TypeError):
            use(SECRET)  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        SECRET + "x"  # type: ignore[operator]


def test_a_secret_in_the_fields_of_a_model_stays_masked() -> None:
    keys = EndpointAuthKeys(primary_key=SECRET)
    assert attrs.asdict(keys)["primary_key"] is SECRET
    assert "marker" not in str(attrs.asdict(keys))


def test_a_secret_equals_only_a_secret_with_the_same_value() -> None:
    assert SecretStr("ä\ud800") == SecretStr("ä\ud800")
    assert SecretStr("markes") != SECRET
    assert SECRET != "marker"
    assert (SECRET == 5) is False
    assert len({SECRET, SecretStr("marker"), SecretStr("other")}) == 2
    assert hash(SECRET) not in {hash("marker"), hash(SecretStr("other"))}


def test_an_empty_secret_is_false() -> None:
    assert SECRET
    assert not SecretStr("")


@pytest.mark.parametrize(
    "twin", [copy.copy, copy.deepcopy, lambda s: pickle.loads(pickle.dumps(s))]
)
def test_a_secret_can_be_copied_and_pickled(twin: Any) -> None:
    other = twin(SECRET)
    assert other == SECRET
    assert type(other) is SecretStr
    assert other.get_secret_value() == "marker"


def test_a_secret_is_immutable() -> None:
    for change in (
        lambda: setattr(SECRET, "_value", "x"),
        lambda: setattr(SECRET, "other", "x"),
        lambda: delattr(SECRET, "_value"),
    ):
        with pytest.raises(AttributeError, match="a SecretStr cannot be changed; create a new one"):
            change()
    assert SECRET.get_secret_value() == "marker"


@pytest.mark.parametrize("value", [None, 5, b"marker", ["marker"], SECRET])
def test_a_secret_must_be_a_string(value: Any) -> None:
    kind = type(value).__name__
    with pytest.raises(TypeError, match=f"a secret must be a string, not of type {kind}$"):
        SecretStr(value)


def test_a_secret_is_removed_from_a_text_wherever_it_occurs() -> None:
    secret = SecretStr("a+b/c==d")
    assert without_secret("<a+b/c==d>a+b/c==d", secret, "[x]") == "<[x]>[x]"


@pytest.mark.parametrize("secret", [None, SecretStr(""), SecretStr("token"), SecretStr("1234567")])
def test_a_short_secret_is_not_searched_for(secret: SecretStr | None) -> None:
    """It may occur by chance within a word."""
    text = "the token is 1234567"
    assert without_secret(text, secret, "[x]") == text


def test_a_secret_has_the_length_of_its_value() -> None:
    assert (len(SECRET), len(SecretStr(""))) == (6, 0)


class Unreadable:
    """A secret of another library that raises an exception."""

    def get_secret_value(self) -> str:
        raise OSError("the vault is closed")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (pydantic.SecretStr("marker"), SECRET),
        (SECRET, SECRET),
        (pydantic.SecretBytes(b"marker"), pydantic.SecretBytes(b"marker")),
        (pydantic.SecretStr, pydantic.SecretStr),
    ],
)
def test_a_secret_of_another_library_becomes_one(given: Any, kept: Any) -> None:
    assert protect(given) == kept


@pytest.mark.parametrize("given", [Unreadable(), Mock()])
def test_an_object_that_gives_no_string_is_no_secret(given: Any) -> None:
    assert protect(given) is given


class Settings(pydantic.BaseModel):
    """A model of an application."""

    key: SecretStr


@pytest.mark.parametrize("given", ["marker", SECRET, pydantic.SecretStr("marker")])
@pytest.mark.parametrize("strict", [False, True])
def test_a_field_of_a_pydantic_model_holds_a_secret(given: Any, strict: bool) -> None:
    settings = Settings.model_validate({"key": given}, strict=strict)
    assert settings.key == SECRET
    assert settings.model_dump() == {"key": SECRET}
    assert "marker" not in repr(settings) + settings.model_dump_json()


def test_the_json_of_a_pydantic_model_gives_a_secret_and_shows_asterisks() -> None:
    settings = Settings.model_validate_json('{"key": "marker"}')
    assert settings.key == SECRET
    assert settings.model_dump_json() == '{"key":"**********"}'
    (field,) = Settings.model_json_schema()["properties"].values()
    assert field == {"title": "Key", "type": "string", "format": "password", "writeOnly": True}


def test_a_pydantic_model_refuses_what_is_no_string() -> None:
    with pytest.raises(pydantic.ValidationError, match="an instance of SecretStr"):
        Settings(key=5)  # type: ignore[arg-type]


def test_the_length_of_a_secret_in_a_pydantic_model_can_be_limited() -> None:
    field = Annotated[SecretStr, pydantic.Field(min_length=7)]
    with pytest.raises(pydantic.ValidationError, match="at least 7 items"):
        pydantic.TypeAdapter(field).validate_python(SECRET)


def test_the_package_does_not_import_pydantic() -> None:
    code = "import sys, azureml_serverless_endpoints; print('pydantic' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"


@pytest.mark.parametrize(
    ("given", "found"),
    [(5, "int"), (b"marker", "bytes"), (["marker"], "list"), (Unreadable(), r".*\.Unreadable")],
)
def test_a_model_refuses_a_secret_that_is_no_string(given: Any, found: str) -> None:
    words = rf"^secondary_key of EndpointAuthKeys must be a str, .* or None, not of type {found}$"
    with pytest.raises(TypeError, match=words) as caught:
        EndpointAuthKeys(secondary_key=given)
    assert "marker" not in str(caught.value)


def test_a_model_takes_a_secret_of_another_library() -> None:
    given: Any = pydantic.SecretStr("marker")
    assert EndpointAuthKeys(primary_key=given).primary_key == SECRET
