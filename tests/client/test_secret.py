"""A secret is masked everywhere except in `get_secret_value`."""

from __future__ import annotations

import copy
import enum
import json
import logging
import pickle
import pprint
from collections.abc import Callable
from typing import Any

import attrs
import pytest
from azureml_serverless_endpoints import EndpointAuthKeys, SecretStr
from azureml_serverless_endpoints._json import hide
from azureml_serverless_endpoints._secret import without_secret

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
    for use in (iter, len, bytes):
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
