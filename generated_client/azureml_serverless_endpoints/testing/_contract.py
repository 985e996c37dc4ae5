# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The operations of the document, for the stand-in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from ._operation import Answer, Operation, Parameter

API_VERSION: Final = "2025-09-01"
SERVERS: Final[tuple[str, ...]] = (
    "https://management.azure.com",
    "https://management.usgovcloudapi.net",
    "https://management.chinacloudapi.cn",
)
#: Arguments of a client that makes the sample calls.
CLIENT_ARGUMENTS: Final[Mapping[str, Any]] = {
    "subscription_id": "00000000-1111-2222-3333-444444444444",
}

OPERATIONS: Final = (
    Operation(
        id="ServerlessEndpoints_ListKeys",
        method="POST",
        path="/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}/serverlessEndpoints/{name}/listKeys",
        secured=True,
        parameters=(
            Parameter(
                name="subscriptionId",
                location="path",
                required=True,
                schema={"type": "string", "minLength": 1},
                example="00000000-1111-2222-3333-444444444444",
            ),
            Parameter(
                name="resourceGroupName",
                location="path",
                required=True,
                schema={"type": "string", "minLength": 1, "maxLength": 90},
                example="test-rg",
            ),
            Parameter(
                name="workspaceName",
                location="path",
                required=True,
                schema={"type": "string", "pattern": "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$"},
                example="my-aml-workspace",
            ),
            Parameter(
                name="name",
                location="path",
                required=True,
                schema={"type": "string", "pattern": "^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$"},
                example="string",
            ),
            Parameter(
                name="api-version",
                location="query",
                required=True,
                schema={"type": "string", "minLength": 1, "default": "2025-09-01"},
                example="2025-09-01",
            ),
        ),
        answers=(
            Answer(
                status="200",
                media_type="application/json",
                body={"primaryKey": "string", "secondaryKey": "string"},
            ),
            Answer(
                status="default",
                media_type="application/json",
                body={
                    "error": {
                        "code": "ResourceNotFound",
                        "message": "The serverless endpoint was not found in the workspace.",
                        "target": "name",
                        "details": [],
                        "additionalInfo": [
                            {"type": "Environment", "info": {"value": "westeurope"}}
                        ],
                    }
                },
            ),
        ),
    ),
)
