# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The clients."""

from __future__ import annotations

import os
from types import TracebackType
from typing import TYPE_CHECKING, Final, Self

from ._about import API_VERSION, CLOUDS, CloudName
from ._credential import AsyncCredential, Credential, Secret
from ._credential import guarded as _guarded
from ._destination import destination as _destination
from ._retry import RetryPolicy
from ._secret import protect as _protect
from ._timeout import Timeout
from .api.serverless_endpoints import (
    AsyncServerlessEndpointsOperations,
    ServerlessEndpointsOperations,
)

if TYPE_CHECKING:
    import ssl

    import httpx

    from ._aiohttp import AiohttpSession
    from ._config import Config
    from ._transport import AsyncTransport, SyncTransport

_TIMEOUT: Final = Timeout()
_RETRY: Final = RetryPolicy()


class Client:
    """Azure Machine Learning serverless endpoints. Threads may share a client.

    Reads the keys that programs send to a serverless endpoint of an Azure Machine Learning
    workspace. The operation belongs to Azure Resource Manager, so it takes a Microsoft Entra token.
    Other tools call it `az ml serverless-endpoint get-credentials` and
    `MLClient.serverless_endpoints.get_keys`.

    Args:
        credential: A token, as a string or a secret such as pydantic's, a credential with `get_token`
            such as those of azure-identity, or a callable that returns a token. None means the `DefaultAzureCredential` of azure-identity,
            which the extra `identity` installs. One thread at a time calls it.
        subscription_id: Id of the Azure subscription, a UUID in practice. At least 1 character. No
            space and no slash. When None, the environment variable AZURE_SUBSCRIPTION_ID. A call
            can override it.
        cloud: The cloud to send requests to: AzureCloud, AzureUSGovernment, AzureChinaCloud.
        base_url: The URL to send requests and tokens to, instead of the cloud's: https, or http to
            localhost.
        scope: The scope of the tokens, instead of the cloud's. With `base_url`, a credential needs it:
            a token for the cloud is not sent elsewhere by default. azure-identity then signs in at
            `AZURE_AUTHORITY_HOST`, not at the sign-in host of the cloud.
        api_version: Version of the service's interface to speak. At least 1 character.
        timeout: The limits of each call, or its total in seconds, above 0.
        retry: The policy for retries.
        proxy: The URL of a proxy, such as `http://user:password@host:3128`, for https alone; also
            `https://`, or with `httpx[socks]` `socks5://`. Instead of `HTTPS_PROXY`, `ALL_PROXY` and
            `NO_PROXY`. azure-identity does not use it.
        ssl_context: The certificates to trust, and a certificate to present, instead of
            `SSL_CERT_FILE`, `SSL_CERT_DIR` and certifi's. An https proxy is trusted by it as well.
        trust_env: Whether these variables are read.
        http_client: Your own client, with its proxies, certificates, headers and hooks, instead of
            `proxy`, `ssl_context` and `trust_env`. Its `auth`, `params` and redirects are not used. It
            stays open when this client is closed. An exception of a hook ends the call. A sync one
            cannot interrupt a response whose headers arrive byte by byte, whatever the `total` of
            `timeout`.
        user_agent: Added to the header `User-Agent`, in visible ASCII. That header names this package,
            or is the one of `http_client` if you set one there.

    Attributes:
        serverless_endpoints: Endpoints that serve a model without a compute resource to manage.
            `list_keys(resource_group_name, workspace_name, name)`.

    Raises:
        InvalidParameterError: If an argument is invalid, or the environment names a proxy or
            certificates that cannot be used. Each call checks the parameters of its request:
            `subscription_id`, `api_version`.
        ValueError: If `timeout` is not above 0.
        TypeError: If `credential`, `timeout`, `retry`, `proxy`, `ssl_context` or `http_client` has a
            wrong type.
    """

    if TYPE_CHECKING:
        serverless_endpoints: ServerlessEndpointsOperations
    else:
        # The classes of what each client has, for help(), dir() and mock.create_autospec().
        serverless_endpoints = ServerlessEndpointsOperations

    def __init__(
        self,
        credential: Credential | None = None,
        *,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        proxy: str | Secret | httpx.Proxy | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        http_client: httpx.Client | None = None,
        user_agent: str | None = None,
    ) -> None:
        # Before all else: from here on, no frame shows a token or a password that is a str.
        credential, proxy = _guarded(credential), _protect(proxy)
        # Imported here: a program that makes no client does not pay for the import of httpx.
        from ._transport import SyncTransport

        self.subscription_id: str | None = subscription_id
        self.api_version: str = api_version
        self._config: Config | None = None
        self._transport = SyncTransport(
            credential,
            _destination(CLOUDS, cloud=cloud, base_url=base_url, scope=scope),
            timeout=Timeout.of(timeout),
            retry=retry,
            proxy=proxy,
            ssl_context=ssl_context,
            trust_env=trust_env,
            http_client=http_client,
            user_agent=user_agent,
        )
        self.serverless_endpoints = ServerlessEndpointsOperations(self, self._transport)

    def __repr__(self) -> str:
        # Error reporters also call this for a client whose arguments were refused.
        transport: SyncTransport | None = vars(self).get("_transport")
        place = "" if transport is None else f" {transport.destination.base_url}"
        return f"<{type(self).__name__}{place}>"

    @classmethod
    def from_config(
        cls,
        credential: Credential | None = None,
        *,
        path: str | os.PathLike[str] | None = None,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        proxy: str | Secret | httpx.Proxy | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        http_client: httpx.Client | None = None,
        user_agent: str | None = None,
    ) -> Self:
        """Make a client for the project whose config file is in this folder or in one above.

        The file is .azureml/config.json, .azureml/project.json, aml_config/config.json,
        aml_config/project.json, config.json, project.json, in this order: each is looked for in the
        folder and its 20 nearest parent folders before the next.

        Args:
            credential: As for the class; so are the arguments that are not named here.
            path: The file, or the folder to search first. None means the current folder.
            subscription_id: Takes precedence over the file.

        Returns:
            A client with the arguments of the file in `config`.

        Raises:
            InvalidParameterError: If there is no such file, it lacks a key, or an argument is invalid.
        """
        credential, proxy = _guarded(credential), _protect(proxy)
        # Imported here: most programs use no config file.
        from ._config import CONFIG_FILE, Config
        from ._config_file import read_config

        found = read_config(CONFIG_FILE, path)
        client = cls(
            credential,
            subscription_id=subscription_id
            if subscription_id is not None
            else found["subscription_id"],
            api_version=api_version,
            cloud=cloud,
            base_url=base_url,
            scope=scope,
            timeout=timeout,
            retry=retry,
            proxy=proxy,
            ssl_context=ssl_context,
            trust_env=trust_env,
            http_client=http_client,
            user_agent=user_agent,
        )
        client._config = Config(
            resource_group_name=found["resource_group_name"],
            workspace_name=found["workspace_name"],
        )
        return client

    @property
    def config(self) -> Config:
        """The arguments of operations that the config file gives: `**client.config` passes them.

        Only a client that `from_config` made has it.
        """
        if self._config is None:
            raise AttributeError(
                f"{type(self).__name__}.config: only a client that from_config made has it"
            )
        return self._config

    def close(self) -> None:
        """Close the connections and the default credential. A later call raises a `RuntimeError`.

        A second `close` does nothing.
        """
        self._transport.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()


class AsyncClient:
    """Azure Machine Learning serverless endpoints. For asyncio and trio.

    Arguments and errors are those of `Client`. Tasks may share a client, but each event loop needs its
    own. The credential may be sync or async; a sync one runs in a daemon thread, one call at a time.
    `http_client` may also be an `aiohttp.ClientSession` without `auth`.
    """

    if TYPE_CHECKING:
        serverless_endpoints: AsyncServerlessEndpointsOperations
    else:
        # The classes of what each client has, for help(), dir() and mock.create_autospec().
        serverless_endpoints = AsyncServerlessEndpointsOperations

    def __init__(
        self,
        credential: AsyncCredential | None = None,
        *,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        proxy: str | Secret | httpx.Proxy | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        http_client: httpx.AsyncClient | AiohttpSession | None = None,
        user_agent: str | None = None,
    ) -> None:
        # Before all else: from here on, no frame shows a token or a password that is a str.
        credential, proxy = _guarded(credential), _protect(proxy)
        # Imported here: a program that makes no client does not pay for the import of httpx.
        from ._transport import AsyncTransport

        self.subscription_id: str | None = subscription_id
        self.api_version: str = api_version
        self._config: Config | None = None
        self._transport = AsyncTransport(
            credential,
            _destination(CLOUDS, cloud=cloud, base_url=base_url, scope=scope),
            timeout=Timeout.of(timeout),
            retry=retry,
            proxy=proxy,
            ssl_context=ssl_context,
            trust_env=trust_env,
            http_client=http_client,
            user_agent=user_agent,
        )
        self.serverless_endpoints = AsyncServerlessEndpointsOperations(self, self._transport)

    def __repr__(self) -> str:
        # Error reporters also call this for a client whose arguments were refused.
        transport: AsyncTransport | None = vars(self).get("_transport")
        place = "" if transport is None else f" {transport.destination.base_url}"
        return f"<{type(self).__name__}{place}>"

    @classmethod
    def from_config(
        cls,
        credential: AsyncCredential | None = None,
        *,
        path: str | os.PathLike[str] | None = None,
        subscription_id: str | None = None,
        cloud: CloudName = "AzureCloud",
        base_url: str | None = None,
        scope: str | None = None,
        api_version: str = API_VERSION,
        timeout: Timeout | float = _TIMEOUT,
        retry: RetryPolicy = _RETRY,
        proxy: str | Secret | httpx.Proxy | None = None,
        ssl_context: ssl.SSLContext | None = None,
        trust_env: bool = True,
        http_client: httpx.AsyncClient | AiohttpSession | None = None,
        user_agent: str | None = None,
    ) -> Self:
        """Make a client for the project whose config file is in this folder or in one above.

        The file is .azureml/config.json, .azureml/project.json, aml_config/config.json,
        aml_config/project.json, config.json, project.json, in this order: each is looked for in the
        folder and its 20 nearest parent folders before the next.

        Args:
            credential: As for the class; so are the arguments that are not named here.
            path: The file, or the folder to search first. None means the current folder.
            subscription_id: Takes precedence over the file.

        Returns:
            A client with the arguments of the file in `config`.

        Raises:
            InvalidParameterError: If there is no such file, it lacks a key, or an argument is invalid.
        """
        credential, proxy = _guarded(credential), _protect(proxy)
        # Imported here: most programs use no config file.
        from ._config import CONFIG_FILE, Config
        from ._config_file import read_config

        found = read_config(CONFIG_FILE, path)
        client = cls(
            credential,
            subscription_id=subscription_id
            if subscription_id is not None
            else found["subscription_id"],
            api_version=api_version,
            cloud=cloud,
            base_url=base_url,
            scope=scope,
            timeout=timeout,
            retry=retry,
            proxy=proxy,
            ssl_context=ssl_context,
            trust_env=trust_env,
            http_client=http_client,
            user_agent=user_agent,
        )
        client._config = Config(
            resource_group_name=found["resource_group_name"],
            workspace_name=found["workspace_name"],
        )
        return client

    @property
    def config(self) -> Config:
        """The arguments of operations that the config file gives: `**client.config` passes them.

        Only a client that `from_config` made has it.
        """
        if self._config is None:
            raise AttributeError(
                f"{type(self).__name__}.config: only a client that from_config made has it"
            )
        return self._config

    async def close(self) -> None:
        """Close the connections and the default credential. A later call raises a `RuntimeError`.

        A second `close` does nothing.
        """
        await self._transport.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        exc_type: type[BaseException] | None,
        exc: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.close()
