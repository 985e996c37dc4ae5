# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""List the keys of a serverless endpoint."""

from __future__ import annotations

from typing import Final

from ..._constraints import String
from ..._operation import Operation, Parameter, Request
from ..._response import Answer
from ...models.endpoint_auth_keys import EndpointAuthKeys
from ...models.error_detail import ErrorDetail

OPERATION: Final = Operation(
    "ServerlessEndpoints_ListKeys",
    method="POST",
    path="/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Microsoft.MachineLearningServices/workspaces/{workspaceName}/serverlessEndpoints/{name}/listKeys",
    secured=True,
    repeatable=True,
    permission="Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/listKeys/action",
    returns_secrets=True,
)

_SUBSCRIPTION_ID: Final = Parameter(
    "subscriptionId",
    argument="subscription_id",
    location="path",
    constraint=String(min_length=1),
    hint="pass it to the call or to the client, or set AZURE_SUBSCRIPTION_ID",
    is_identifier=True,
)
_RESOURCE_GROUP_NAME: Final = Parameter(
    "resourceGroupName",
    argument="resource_group_name",
    location="path",
    constraint=String(min_length=1, max_length=90),
)
_WORKSPACE_NAME: Final = Parameter(
    "workspaceName",
    argument="workspace_name",
    location="path",
    constraint=String(pattern="^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$"),
)
_NAME: Final = Parameter(
    "name",
    argument="name",
    location="path",
    constraint=String(pattern=r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$"),
)
_API_VERSION: Final = Parameter(
    "api-version",
    argument="api_version",
    location="query",
    constraint=String(min_length=1),
    hint="pass it to the client",
)


def build_request(
    *,
    subscription_id: str | None,
    resource_group_name: str,
    workspace_name: str,
    name: str,
    api_version: str,
) -> Request:
    """Check every argument and build the request, without I/O.

    Raises:
        InvalidParameterError: If an argument violates a constraint of the document.
    """
    return OPERATION.request(
        (_SUBSCRIPTION_ID, subscription_id),
        (_RESOURCE_GROUP_NAME, resource_group_name),
        (_WORKSPACE_NAME, workspace_name),
        (_NAME, name),
        (_API_VERSION, api_version),
    )


def build_request_by_id(
    resource_id: str,
    *,
    api_version: str,
) -> Request:
    """Build the request for a resource that its id names, without I/O.

    Raises:
        InvalidParameterError: If it is not the id of such a resource, or an argument violates a
            constraint of the document.
    """
    # Imported here: most programs pass names.
    from ..._resource_id import parts

    subscription_id, resource_group_name, workspace_name, name = parts(OPERATION, resource_id)
    return build_request(
        subscription_id=subscription_id,
        resource_group_name=resource_group_name,
        workspace_name=workspace_name,
        name=name,
        api_version=api_version,
    )


def parse_response(answer: Answer) -> EndpointAuthKeys:
    """Return the result that a response contains, without I/O.

    Raises:
        APIError: If the response is an error, or does not match the document.
    """
    if answer.status_code == 200:
        return answer.json(EndpointAuthKeys.decode)
    # Imported only here, because only failures need it.
    from ..._error_body import enveloped, read_error

    raise read_error(answer, enveloped(ErrorDetail.decode))
