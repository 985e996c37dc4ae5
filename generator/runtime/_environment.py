"""How a client connects: the proxy, and the certificates to trust."""

from __future__ import annotations

import os
import ssl
from copy import copy
from importlib.util import find_spec
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from ._argument import found
from ._destination import is_usable
from ._secret import SecretStr
from .errors import InvalidParameterError, Violation

_PROXY_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
#: Variables that name a file which a TLS context uses.
_TLS_FILES: Final = ("SSL_CERT_FILE", "SSLKEYLOGFILE")


class Settings(NamedTuple):
    """How a client connects.

    Attributes:
        proxy: The proxy to go through, or None.
        tls: The certificates to trust.
    """

    proxy: httpx.Proxy | None
    tls: ssl.SSLContext


def settings(
    url: str,
    *,
    proxy: Any = None,
    ssl_context: Any = None,
    trust_env: bool = True,
) -> Settings:
    """Return how a client connects: by its arguments, else by the environment.

    Args:
        url: Where requests go. Plain http never uses a proxy.
        proxy: The proxy that was given, as a `SecretStr` or an `httpx.Proxy`, or None for
            HTTPS_PROXY, ALL_PROXY and NO_PROXY.
        ssl_context: The certificates that were given, which an https proxy needs as well, or None
            for SSL_CERT_FILE and SSL_CERT_DIR, else those of httpx.
        trust_env: Whether the environment is read.

    Raises:
        InvalidParameterError: If a proxy, or a file that the environment names, cannot be used.
        TypeError: If an argument has a wrong type.
    """
    if proxy is not None and not isinstance(proxy, (SecretStr, httpx.Proxy)):
        raise TypeError(f"proxy must be a URL as a str, or an httpx.Proxy, not {found(proxy)}")
    if ssl_context is not None and not isinstance(ssl_context, ssl.SSLContext):
        words = f"ssl_context must be an ssl.SSLContext, not {found(ssl_context)}"
        raise TypeError(f"{words}; make one with ssl.create_default_context(cafile=...)")
    chosen: httpx.Proxy | Violation | None = None
    if proxy is not None:
        chosen = _given_proxy(proxy, url)
    elif trust_env:
        chosen = _proxy(url)
    # Raised here, where no local variable holds the proxy's password.
    if isinstance(chosen, Violation):
        raise InvalidParameterError("the client", [chosen])
    if chosen is not None and ssl_context is not None and chosen.url.scheme == "https":
        # A copy: the proxy may be the caller's own, for other clients too.
        chosen = copy(chosen)
        chosen.ssl_context = chosen.ssl_context or ssl_context
    return Settings(chosen, ssl_context or _tls(trust_env=trust_env))


def refuse_settings(proxy: object, ssl_context: object, *, trust_env: bool) -> None:
    """Refuse settings that an `http_client` has already.

    Raises:
        InvalidParameterError: If an argument is not the default.
    """
    given = {"proxy": proxy is not None, "ssl_context": ssl_context is not None}
    given["trust_env"] = not trust_env
    rule = "has no effect with `http_client`: set it where that client is made"
    violations = [Violation(name, rule) for name, is_given in given.items() if is_given]
    if violations:
        raise InvalidParameterError("the client", violations)


def _tls(*, trust_env: bool) -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context(trust_env=trust_env)
    except OSError as error:
        variables = [name for name in _TLS_FILES if os.environ.get(name)]
        if not variables:
            raise
        rule = f"names a file that cannot be used ({error.strerror or error})"
        violation = Violation(" or ".join(variables), rule)
        raise InvalidParameterError("the client", [violation]) from error


def _given_proxy(proxy: SecretStr | httpx.Proxy, url: str) -> httpx.Proxy | Violation:
    if urlsplit(url).scheme == "http":
        return Violation("proxy", "is not used for http: the token would leave this machine")
    if isinstance(proxy, httpx.Proxy):
        return _without_socks(proxy.url.scheme, "proxy") or proxy
    return _proxy_of(proxy.get_secret_value(), "proxy")


def _proxy(url: str) -> httpx.Proxy | Violation | None:
    place = urlsplit(url)
    # Plain http is allowed only for localhost; with a proxy, the token would leave this machine.
    if place.scheme == "http":
        return None
    proxies = getproxies()
    kind = place.scheme if proxies.get(place.scheme) else "all"
    given = proxies.get(kind)
    if not given or proxy_bypass(place.netloc):
        return None
    return _proxy_of(given if "://" in given else f"http://{given}", f"{kind.upper()}_PROXY")


def _proxy_of(text: str, name: str) -> httpx.Proxy | Violation:
    """Return the proxy of a URL, or the rule that it breaks, without a password.

    Args:
        text: The URL.
        name: The argument or the variable that holds it.
    """
    scheme = text.partition("://")[0].lower()
    if scheme not in _PROXY_SCHEMES:
        return Violation(name, "must begin with http://, https://, socks5:// or socks5h://")
    if not _is_proxy(text):
        rule = (
            "must be a URL such as http://host:port or http://user:password@host:port, where user "
            "name and password are quoted: %2F for /, %40 for @"
        )
        return Violation(name, rule)
    return _without_socks(scheme, name) or httpx.Proxy(text)


def _without_socks(scheme: str, name: str) -> Violation | None:
    if scheme.startswith("socks") and find_spec("socksio") is None:
        rule = "names a SOCKS proxy, which needs more of httpx: pip install 'httpx[socks]'"
        return Violation(name, rule)
    return None


def _is_proxy(text: str) -> bool:
    if not is_usable(text):
        return False
    # A slash in a password ends the host, so that a part of the password is taken for the port.
    url = httpx.URL(text)
    return b"@" not in url.raw_path and "@" not in url.fragment
