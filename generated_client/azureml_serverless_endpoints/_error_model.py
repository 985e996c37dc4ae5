# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The models of the errors that the service returns."""

from __future__ import annotations

from typing import TypeAlias

from .models.error_detail import ErrorDetail

ErrorModel: TypeAlias = ErrorDetail
