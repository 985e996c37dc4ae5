"""The models: their fields, and how they are decoded, encoded and shown."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import attrs
import pytest
from azureml_serverless_endpoints import (
    APIResponseError,
    EndpointAuthKeys,
    ErrorAdditionalInfo,
    ErrorDetail,
    ErrorResponse,
    SecretStr,
)

KEYS = EndpointAuthKeys(primary_key=SecretStr("first-key"), additional_properties={"more": "x-y"})

MODELS: list[tuple[Any, dict[str, Any]]] = [
    (KEYS, {"primaryKey": "first-key", "more": "x-y"}),
    (EndpointAuthKeys(), {}),
    (ErrorAdditionalInfo(type_="t", info={"a": None}), {"type": "t", "info": {"a": None}}),
    (
        ErrorDetail(
            code="c",
            message="m",
            target="t",
            details=[ErrorDetail(code="d", details=[])],
            additional_info=[ErrorAdditionalInfo(info="i")],
            additional_properties={"innererror": {"a": 1}},
        ),
        {
            "code": "c",
            "message": "m",
            "target": "t",
            "details": [{"code": "d", "details": []}],
            "additionalInfo": [{"info": "i"}],
            "innererror": {"a": 1},
        },
    ),
    (ErrorResponse(error=ErrorDetail(code="c")), {"error": {"code": "c"}}),
]  # fmt: skip


@pytest.mark.parametrize(("model", "data"), MODELS)
def test_a_model_is_decoded_and_encoded_without_loss(model: Any, data: dict[str, Any]) -> None:
    before = copy.deepcopy(data)
    assert type(model).from_dict(data) == model
    assert model.to_dict() == data == before
    assert json.loads(json.dumps(model.to_dict())) == data


@pytest.mark.parametrize(("model", "data"), MODELS)
def test_a_model_is_immutable(model: Any, data: dict[str, Any]) -> None:
    for field in attrs.fields(type(model)):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            setattr(model, field.name, None)


@pytest.mark.parametrize(("model", "data"), MODELS)
def test_a_model_can_be_copied_and_pickled(model: Any, data: dict[str, Any]) -> None:
    for twin in (copy.copy(model), copy.deepcopy(model), pickle.loads(pickle.dumps(model))):
        assert twin == model
        assert twin.to_dict() == data


@pytest.mark.parametrize("kind", dict.fromkeys(type(model) for model, _ in MODELS))
def test_a_model_takes_only_keyword_arguments(kind: Any) -> None:
    with pytest.raises(TypeError):
        kind("value")


@pytest.mark.parametrize("name", ["primaryKey", "secondaryKey"])
def test_a_null_is_read_as_a_missing_member(name: str) -> None:
    keys = EndpointAuthKeys.from_dict({name: None})
    assert keys == EndpointAuthKeys()
    assert keys.to_dict() == {}


def test_unknown_members_are_kept_but_not_shown() -> None:
    detail = ErrorDetail.from_dict({"code": "c", "more": "x-y"})
    assert detail.additional_properties == {"more": "x-y"}
    assert "x-y" not in repr(detail)


@pytest.mark.parametrize(
    "keys",
    [
        EndpointAuthKeys.from_dict({"PrimaryKey": "x-y", "all": [{"key": "x-y"}, 5, None]}),
        EndpointAuthKeys(
            additional_properties={"PrimaryKey": "x-y", "all": [{"key": "x-y"}, 5, None]}
        ),
    ],
    ids=["decoded", "created"],
)
def test_unknown_strings_beside_secrets_are_secrets(keys: EndpointAuthKeys) -> None:
    """A service may write the name of a key in an unexpected way."""
    secret = SecretStr("x-y")
    assert keys.additional_properties == {"PrimaryKey": secret, "all": [{"key": secret}, 5, None]}
    for shown in (keys, attrs.asdict(keys, recurse=False), attrs.asdict(keys), attrs.astuple(keys)):
        assert "x-y" not in repr(shown)
    assert keys.to_dict() == {"PrimaryKey": "x-y", "all": [{"key": "x-y"}, 5, None]}


def test_models_with_equal_members_are_equal() -> None:
    twin = EndpointAuthKeys.from_dict({"primaryKey": "first-key", "more": "x-y"})
    assert twin == KEYS
    assert hash(KEYS) == hash(twin)
    assert EndpointAuthKeys(primary_key=SecretStr("other")) != KEYS


def test_a_model_keeps_a_copy_of_the_dict() -> None:
    data = {"more": "x"}
    keys = EndpointAuthKeys.from_dict(data)
    data["more"] = "y"
    assert keys.to_dict() == {"more": "x"}


def test_a_plain_string_for_a_secret_member_becomes_a_secret() -> None:
    """Type checkers refuse it, but not every caller runs one."""
    plain: Any = "plain-key"
    keys = EndpointAuthKeys(primary_key=plain)
    assert keys == EndpointAuthKeys(primary_key=SecretStr("plain-key"))
    assert "plain-key" not in repr(keys)
    assert keys.secondary_key is None


def test_printing_all_fields_of_a_model_shows_no_key() -> None:
    assert "first-key" not in repr(attrs.asdict(KEYS)) + repr(attrs.astuple(KEYS))


@pytest.mark.parametrize(
    ("kind", "data", "words"),
    [
        (EndpointAuthKeys, {"primaryKey": 5}, "EndpointAuthKeys.primaryKey should be a string"),
        (EndpointAuthKeys, [], "EndpointAuthKeys should be an object"),
        (ErrorDetail, {"details": {}}, "ErrorDetail.details should be an array"),
        (
            ErrorDetail,
            {"details": [{}, {"details": [{"code": 5}]}]},
            "ErrorDetail.details[1].details[0].code should be a string",
        ),
        (
            ErrorDetail,
            {"additionalInfo": [{"type": []}]},
            "ErrorDetail.additionalInfo[0].type should be a string",
        ),
        (ErrorResponse, {"error": "text"}, "ErrorResponse.error should be an object"),
    ],
)
def test_a_wrong_type_is_an_error_that_names_the_member(kind: Any, data: Any, words: str) -> None:
    with pytest.raises(APIResponseError) as caught:
        kind.from_dict(data)
    assert str(caught.value) == words
    assert caught.value.__cause__ is None
    assert caught.value.__context__ is None


@pytest.mark.parametrize("depth", [60, 20_000])
def test_a_value_that_is_nested_too_deeply_is_an_error(depth: int) -> None:
    """Python parses the first one, but cannot copy or print a model that deep."""
    data: dict[str, Any] = {}
    for _ in range(depth):
        data = {"details": [data]}
    with pytest.raises(APIResponseError, match="ErrorDetail is nested too deeply"):
        ErrorDetail.from_dict(data)
    # Taken apart here, because Python frees nested containers by recursion.
    while data:
        data = data.pop("details")[0]
