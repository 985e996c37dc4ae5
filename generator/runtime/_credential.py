"""What a client takes as a credential."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, Protocol, TypeAlias

from ._argument import found
from ._secret import SecretStr, protect


class AccessToken(Protocol):
    """What a credential gives, such as azure-core's `AccessToken`."""

    @property
    def token(self) -> str:
        """The token itself."""
        ...

    @property
    def expires_on(self) -> float:
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


class TokenInfoCredential(Protocol):
    """A credential by azure-core's newer method, which is asked first where there are both."""

    def get_token_info(self, *scopes: Any, options: Any = None) -> AccessToken:
        """A token for the scopes."""
        ...


class AsyncTokenInfoCredential(Protocol):
    """The same as `azure.core.credentials_async` has it."""

    def get_token_info(self, *scopes: Any, options: Any = None) -> Awaitable[AccessToken]:
        """A token for the scopes."""
        ...


Credential: TypeAlias = (
    str | SecretStr | TokenCredential | TokenInfoCredential | Callable[[], str | SecretStr]
)
AsyncCredential: TypeAlias = (
    Credential
    | AsyncTokenCredential
    | AsyncTokenInfoCredential
    | Callable[[], Awaitable[str | SecretStr]]
)


class NoCredential:
    """Stands for an argument that is no credential, and may be a token that shows itself.

    Args:
        found: What the argument is, as the end of a sentence.
    """

    __slots__ = ("problem",)

    def __init__(self, found: str) -> None:
        self.problem = (
            "credential must be a token as a str, an object with `get_token`, or a callable that "
            f"gives a token, not {found}"
        )


def guarded(credential: Any) -> Any:
    """What a client keeps of its argument `credential`, so that no frame shows a token.

    Nothing is raised here, where the frame of the client would still hold the argument.
    """
    credential = protect(credential)
    if credential is None or isinstance(credential, SecretStr):
        return credential
    is_class = isinstance(credential, type)
    if not is_class and (callable(credential) or method_of(credential) is not None):
        return credential
    return NoCredential(found(credential))


def method_of(credential: Any) -> Callable[..., Any] | None:
    """What a credential is asked by: azure-core's newer method says also when to renew a token."""
    for name in ("get_token_info", "get_token"):
        method = getattr(credential, name, None)
        if callable(method):
            return method  # type: ignore[no-any-return]
    return None
