# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The objects that the document describes."""

from .endpoint_auth_keys import EndpointAuthKeys
from .error_additional_info import ErrorAdditionalInfo
from .error_detail import ErrorDetail
from .error_response import ErrorResponse

__all__ = [
    "EndpointAuthKeys",
    "ErrorAdditionalInfo",
    "ErrorDetail",
    "ErrorResponse",
]
