# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The types of credentials that a client accepts."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias
from uuid import UUID

from ._argument import found
from ._secret import SecretStr, protect


class AccessToken(Protocol):
    """The result of a credential, such as azure-core's `AccessToken`."""

    @property
    def token(self) -> str:
        """The token."""
        ...

    @property
    def expires_on(self) -> float:
        """The time of its expiry, in seconds since the epoch."""
        ...


class Secret(Protocol):
    """A string in a wrapper such as `SecretStr`, or pydantic's type of that name."""

    def get_secret_value(self) -> str:
        """Return the string."""
        ...


class TokenCredential(Protocol):
    """A sync credential, such as those of azure-identity."""

    def get_token(self, *scopes: Any, **options: Any) -> AccessToken:
        """Return a token for the scopes."""
        ...


class AsyncTokenCredential(Protocol):
    """An async credential, such as those of `azure.identity.aio`."""

    def get_token(self, *scopes: Any, **options: Any) -> Awaitable[AccessToken]:
        """Return a token for the scopes."""
        ...


class TokenInfoCredential(Protocol):
    """A sync credential with azure-core's newer method, which is preferred to `get_token`."""

    def get_token_info(self, *scopes: Any, options: Any = None) -> AccessToken:
        """Return a token for the scopes."""
        ...


class AsyncTokenInfoCredential(Protocol):
    """An async credential with azure-core's newer method."""

    def get_token_info(self, *scopes: Any, options: Any = None) -> Awaitable[AccessToken]:
        """Return a token for the scopes."""
        ...


Credential: TypeAlias = (
    str | Secret | TokenCredential | TokenInfoCredential | Callable[[], str | Secret]
)
AsyncCredential: TypeAlias = (
    Credential
    | AsyncTokenCredential
    | AsyncTokenInfoCredential
    | Callable[[], Awaitable[str | Secret]]
)


class NoCredential:
    """A replacement for an argument that is not a credential, which may be a token in plain text.

    Args:
        found: The description of the argument, as the end of a sentence.
    """

    __slots__ = ("problem",)

    def __init__(self, found: str) -> None:
        self.problem = (
            "credential must be a token as a str, an object with `get_token`, or a callable that "
            f"returns a token, not {found}"
        )


def guarded(credential: Any) -> Any:
    """Return the argument `credential` of a client in a form that shows no token.

    This function raises no exception: the frame of its caller still holds the argument.
    """
    credential = protect(credential)
    if isinstance(credential, SecretStr) and _is_uuid(credential.get_secret_value()):
        return NoCredential("a UUID; pass an id by its name, such as `subscription_id=`")
    if credential is None or isinstance(credential, SecretStr):
        return credential
    is_class = isinstance(credential, type)
    if not is_class and (callable(credential) or method_of(credential) is not None):
        return credential
    return NoCredential(found(credential))


def _is_uuid(text: str) -> bool:
    """Return whether a text has the form of a UUID, which no token has."""
    try:
        return len(text) == len(str(UUID(text)))
    except ValueError:
        return False


def method_of(credential: Any) -> Callable[..., Any] | None:
    """Return the method of a credential that returns a token, or None if it has none.

    azure-core's newer method also says when to renew the token.
    """
    for name in ("get_token_info", "get_token"):
        method = getattr(credential, name, None)
        if callable(method):
            return method  # type: ignore[no-any-return]
    return None
