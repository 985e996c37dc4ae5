# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Says what to do about the known errors of Azure Resource Manager.

Codes and their meaning: https://learn.microsoft.com/azure/azure-resource-manager/troubleshooting/common-deployment-errors
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

_SIGN_IN: Final = (
    "Get a token for the client's scope: check that the credential belongs to the cloud and the "
    "tenant of the subscription. The next call asks the credential for a new token. If you passed "
    "the token as a string, create a client with a new one."
)
_VERSION: Final = "The service does not support this api-version: check the client's `api_version`."

_BY_CODE: Final[Mapping[str, str]] = {
    "ExpiredAuthenticationToken": (
        "The token has expired: get a new one, or give the client a credential."
    ),
    "InvalidAuthenticationTokenTenant": (
        "The token belongs to another tenant than the subscription: sign in to that tenant."
    ),
    "ResourceGroupNotFound": (
        "Check the name of the resource group, and that it belongs to this subscription."
    ),
    "SubscriptionNotFound": (
        "Check the id of the subscription, and the cloud and the tenant of the credential."
    ),
    "MissingSubscriptionRegistration": (
        "The subscription is not registered for the service: register the provider that the "
        "message names (`az provider register`). This client never registers a provider."
    ),
    "ScopeLocked": (
        "A lock blocks the operation; a ReadOnly lock blocks every POST. Ask an owner to remove it "
        "from the resource, its resource group or its subscription."
    ),
    "RequestDisallowedByPolicy": (
        "A policy of the organisation forbids the request: the message names the policy."
    ),
    "InvalidResourceType": _VERSION,
    "NoRegisteredProviderFound": _VERSION,
    "InvalidApiVersionParameter": _VERSION,
}

_BY_STATUS: Final[Mapping[int, str]] = {
    400: "The service refuses the request: its code and message say what to correct.",
    401: _SIGN_IN,
    404: "Check each name that was passed, and the cloud.",
    405: "The service does not allow this method: check `base_url` and the client's `api_version`.",
    407: "The proxy requires credentials: put them into the proxy's URL.",
    408: "The service waited too long for the request: call again later.",
    409: "The state of the resource does not allow the operation: call again when it has changed.",
}

_FAILED: Final = (
    "The service failed: call again later. If the error persists, open a support case with the "
    "request id."
)


def advice(
    code: str | None, status: int, *, permission: str | None, retry_after: float | None
) -> str | None:
    """Return what the reader can do about an error, or None if that is not known.

    Args:
        code: The service's name of the error.
        status: The HTTP status code of the response.
        permission: The action that the caller needs permission for, from the document.
        retry_after: The seconds that the service asks to wait.
    """
    if code is not None and code in _BY_CODE:
        return _BY_CODE[code]
    if status == 403:
        action = f"the action {permission}" if permission else "this operation"
        return (
            f"The caller needs a role that allows {action}: ask for the role, then get a new token."
        )
    # A wait of 0 s is not worth a sentence.
    if retry_after and status in {429, 503}:
        return f"The service asks to wait {retry_after:g} s before the next call."
    if status == 429:
        return "There are too many calls: wait, and call less often."
    return _FAILED if status >= 500 else _BY_STATUS.get(status)
