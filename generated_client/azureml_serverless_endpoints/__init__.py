# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Azure Machine Learning serverless endpoints.

Reads the keys that programs send to a serverless endpoint of an Azure Machine Learning workspace.
The operation belongs to Azure Resource Manager, so it takes a Microsoft Entra token. Other tools
call it `az ml serverless-endpoint get-credentials` and `MLClient.serverless_endpoints.get_keys`.
"""

from ._about import API_VERSION, CloudName
from ._about import VERSION as __version__
from ._client import AsyncClient, Client
from ._credential import AsyncCredential, Credential
from ._response import Response
from ._retry import RetryPolicy
from ._secret import SecretStr
from ._timeout import Timeout
from .errors import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    CredentialError,
    InternalServerError,
    InvalidParameterError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    Violation,
)
from .models import EndpointAuthKeys, ErrorAdditionalInfo, ErrorDetail, ErrorResponse

__all__ = [
    "__version__",
    "API_VERSION",
    "APIConnectionError",
    "APIError",
    "APIResponseError",
    "APIStatusError",
    "APITimeoutError",
    "AsyncClient",
    "AsyncCredential",
    "AuthenticationError",
    "BadRequestError",
    "Client",
    "CloudName",
    "ConflictError",
    "Credential",
    "CredentialError",
    "EndpointAuthKeys",
    "ErrorAdditionalInfo",
    "ErrorDetail",
    "ErrorResponse",
    "InternalServerError",
    "InvalidParameterError",
    "NotFoundError",
    "PermissionDeniedError",
    "RateLimitError",
    "Response",
    "RetryPolicy",
    "SecretStr",
    "Timeout",
    "Violation",
]
