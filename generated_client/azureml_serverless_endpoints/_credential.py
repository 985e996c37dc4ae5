# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What a client takes as a credential."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

from ._secret import SecretStr


class AccessToken(Protocol):
    """What a credential gives, such as azure-core's `AccessToken`."""

    @property
    def token(self) -> str:
        """The token itself."""
        ...

    @property
    def expires_on(self) -> int:
        """When it ends, in seconds since the epoch."""
        ...


class TokenCredential(Protocol):
    """A credential as azure-core and azure-identity have it."""

    def get_token(self, *scopes: Any, **options: Any) -> AccessToken:
        """A token for the scopes."""
        ...


class AsyncTokenCredential(Protocol):
    """A credential as `azure.core.credentials_async` and `azure.identity.aio` have it."""

    def get_token(self, *scopes: Any, **options: Any) -> Awaitable[AccessToken]:
        """A token for the scopes."""
        ...


Credential: TypeAlias = str | SecretStr | TokenCredential | Callable[[], str | SecretStr]
AsyncCredential: TypeAlias = (
    Credential | AsyncTokenCredential | Callable[[], Awaitable[str | SecretStr]]
)


def protect(credential: Any) -> Any:
    """A token given as a string becomes a secret; anything else stays as it is."""
    return SecretStr(credential) if isinstance(credential, str) else credential
