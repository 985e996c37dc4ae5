# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The connection settings of the environment: the proxy, and the certificates to trust."""

from __future__ import annotations

import os
import ssl
from importlib.util import find_spec
from typing import Final
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from ._destination import is_usable
from .errors import InvalidParameterError, Violation

_PROXY_SCHEMES: Final = ("http", "https", "socks5", "socks5h")
#: Variables that name a file which a TLS context uses.
_TLS_FILES: Final = ("SSL_CERT_FILE", "SSLKEYLOGFILE")


def environment_proxy(url: str) -> httpx.Proxy | None:
    """Return the proxy that HTTPS_PROXY, ALL_PROXY and NO_PROXY give for a URL.

    Args:
        url: Where requests go. Plain http never uses a proxy.

    Returns:
        The proxy, or None.

    Raises:
        InvalidParameterError: If the variable names a proxy that cannot be used.
    """
    proxy = _proxy(url)
    # Raised here, where no local variable holds the proxy's password.
    if isinstance(proxy, Violation):
        raise InvalidParameterError("the client", [proxy])
    return proxy


def environment_tls() -> ssl.SSLContext:
    """Return the certificates to trust, by SSL_CERT_FILE and SSL_CERT_DIR, else those of certifi.

    Raises:
        InvalidParameterError: If a file that the environment names cannot be used.
    """
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        variables = [name for name in _TLS_FILES if os.environ.get(name)]
        if not variables:
            raise
        rule = f"names a file that cannot be used ({error.strerror or error})"
        violation = Violation(" or ".join(variables), rule)
        raise InvalidParameterError("the client", [violation]) from error


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
    if "://" not in given:
        given = f"http://{given}"
    scheme = given.partition("://")[0].lower()
    if scheme not in _PROXY_SCHEMES:
        rule = "must begin with http://, https://, socks5:// or socks5h://"
    elif not _is_proxy(given):
        rule = (
            "must be a URL such as http://host:port or http://user:password@host:port, where user "
            "name and password are quoted: %2F for /, %40 for @"
        )
    elif scheme.startswith("socks") and find_spec("socksio") is None:
        rule = "names a SOCKS proxy, which needs more of httpx: pip install 'httpx[socks]'"
    else:
        return httpx.Proxy(given)
    return Violation(f"{kind.upper()}_PROXY", rule)


def _is_proxy(text: str) -> bool:
    if not is_usable(text):
        return False
    # A slash in a password ends the host, so that a part of the password is taken for the port.
    url = httpx.URL(text)
    return b"@" not in url.raw_path and "@" not in url.fragment
