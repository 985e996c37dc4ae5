"""Names of the runtime that no name of the document may replace."""

from __future__ import annotations

from typing import Final

#: Members of every model.
MODEL_MEMBERS: Final = frozenset(
    {
        "_repr_html_",
        "additional_properties",
        "attrs",
        "constraints",
        "decode",
        "from_dict",
        "to_dict",
    }
)
#: Arguments of every call.
CALL_ARGUMENTS: Final = frozenset({"body", "from_environment", "headers", "retry", "timeout"})
#: Arguments of every call for resources that their ids name, beside those of every call.
ID_ARGUMENTS: Final = frozenset({"concurrency", "resource_id", "resource_ids"})
#: Members of a client beside its parameters and its groups of operations.
CLIENT_MEMBERS: Final = frozenset({"close", "config", "from_config"})
#: Arguments and members of every client.
CLIENT_ARGUMENTS: Final = CALL_ARGUMENTS | CLIENT_MEMBERS | {
    "base_url", "cloud", "credential", "http_client", "path", "proxy", "scope", "ssl_context",
    "trust_env", "user_agent"
}  # fmt: skip
#: Classes that generated modules import beside those of the document. A class of the document with
#: one of these names gets the suffix `Model`.
# fmt: off
CLASSES: Final = frozenset(
    {
        "APIConnectionError", "APIError", "APIResponseError", "APIStatusError",
        "APITimeoutError", "AiohttpSession", "Answer", "Any", "AnyOf", "Array", "AsyncClient",
        "AsyncCredential", "AsyncIterable", "AsyncOutcomes", "AsyncTransport",
        "AuthenticationError", "BadRequestError", "Body", "Boolean", "CLOUDS", "Calls",
        "ClassVar", "Client", "ClientParameters", "Cloud", "CloudName", "Config", "ConflictError",
        "Constraint", "Credential", "CredentialError", "ErrorModel", "Final", "InstanceOf",
        "IntEnum", "InternalServerError", "InvalidParameterError", "Iterable", "Limit", "Literal",
        "Mapping",
        "NotFoundError", "Nullable", "Number", "OPERATION", "Object", "OneValue", "OpenEnum",
        "Operation", "OtherMembers", "Outcomes", "Parameter", "PermissionDeniedError",
        "RateLimitError", "Request", "Response", "RetryPolicy",
        "Secret", "SecretStr", "Self", "StrEnum", "String", "SyncTransport", "Timeout",
        "TracebackType", "TypeAlias", "UUID", "Violation",
    }
)
# fmt: on
