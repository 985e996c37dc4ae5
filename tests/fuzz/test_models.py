"""Models, decoded from any JSON."""

from __future__ import annotations

from typing import Any

import pytest
from azureml_serverless_endpoints import (
    APIResponseError,
    EndpointAuthKeys,
    ErrorAdditionalInfo,
    ErrorDetail,
    ErrorResponse,
)
from hypothesis import example, given

from tests.fuzz.strategies import CANARY, JSON, OBJECTS, memory_limit

MODELS = [EndpointAuthKeys, ErrorAdditionalInfo, ErrorDetail, ErrorResponse]


@pytest.mark.parametrize("model", MODELS)
@given(data=OBJECTS | JSON)
@example(data={"primaryKey": "\ud800", "code": "\ud800", "type": "\ud800"})
@example(data={"additionalProperties": {}, "additional_properties": 1})
@example(data={"details": [[[[]]]]})
def test_any_value_is_decoded_or_refused(model: Any, data: Any) -> None:
    """A model that was decoded is encoded and decoded again without a change."""
    with memory_limit(10_000):
        try:
            read = model.from_dict(data)
        except APIResponseError as error:
            read = error
    if isinstance(read, APIResponseError):
        assert CANARY not in str(read)
        assert len(str(read)) < 2_000
        return
    assert isinstance(data, dict)
    assert repr(read)
    again = model.from_dict(read.to_dict())
    assert again.to_dict() == read.to_dict() or "nan" in str(data)
    if not isinstance(read, ErrorAdditionalInfo) and "nan" not in str(data):
        assert again == read


@pytest.mark.parametrize("model", MODELS)
@pytest.mark.parametrize("member", ["details", "info", "other"])
@pytest.mark.parametrize("depth", [25, 5_000])
def test_deep_nesting_does_not_crash(model: Any, member: str, depth: int) -> None:
    """Deep nesting is decoded, or refused with an error that says so."""
    data: dict[str, Any] = {}
    for _ in range(depth):
        data = {"details": [data]} if member == "details" else {member: data}
    try:
        said = repr(model.from_dict(data))
    except APIResponseError as error:
        said = str(error)
    assert said.startswith(model.__name__)
    if depth == 25:
        assert "nested too deep" not in said
