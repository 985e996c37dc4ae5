# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The model of the errors that the service answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from .models.error_detail import ErrorDetail

ErrorModel: TypeAlias = ErrorDetail


def decode_error(value: Mapping[str, Any]) -> ErrorModel:
    """Reads an error as far as it can be read."""
    return ErrorDetail.decode(value, True)
