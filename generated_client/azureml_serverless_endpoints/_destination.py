# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The origin that a client sends requests and tokens to."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from .errors import InvalidParameterError, Violation

_PORTS: Final = {"https": 443, "http": 80}
_LAST_PORT: Final = 65535
#: Characters of a URL (RFC 3986): ASCII, no space, no backslash.
_URL: Final = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")
#: The start of a URL that has a scheme; `host:8000` has none.
_SCHEME: Final = re.compile(r"https?:|[a-z]+://", re.IGNORECASE)
#: A host name as DNS and `getaddrinfo` accept it; the underscore is common in container networks.
_HOST_NAME: Final = re.compile(r"(?=.{1,253}\Z)[A-Za-z0-9_-]{1,63}(?:\.[A-Za-z0-9_-]{1,63})*")
_SCOPE: Final = re.compile(r"[!-~]+")


class Cloud(NamedTuple):
    """A server of the document.

    Attributes:
        name: The value of the client's argument `cloud`.
        url: The base URL.
        scope: The scope of its tokens, or None if the document has none.
        sign_in_host: The host that issues its tokens, or None if the document has none.
    """

    name: str
    url: str
    scope: str | None
    sign_in_host: str | None


class Destination(NamedTuple):
    """The origin that a client sends requests to.

    Attributes:
        base_url: The URL that the path of a request is appended to.
        host: The host for messages, with the port unless it is the default port.
        scope: The scope of the tokens to send, or None if it is not known.
        sign_in_host: The host that issues the tokens, or None if it is not known.
        proxy: The proxy on the way, for messages, or None. It is not known of an `http_client`.
    """

    base_url: str
    host: str
    scope: str | None
    sign_in_host: str | None
    proxy: str | None = None

    @property
    def is_local(self) -> bool:
        """Whether it is a server on this machine."""
        return _is_loopback(urlsplit(self.base_url).hostname or "")

    def follow(self, url: str, location: str) -> str | None:
        """Return the target URL of a redirect, or None if it is not on this origin.

        Args:
            url: The URL of the request.
            location: The header `Location` of the response.
        """
        if _URL.fullmatch(location) is None:
            return None
        try:
            target = urlsplit(urljoin(url, location))
            if _origin(target) != _origin(urlsplit(self.base_url)) or "@" in target.netloc:
                return None
        except ValueError:
            return None
        followed = target._replace(fragment="").geturl()
        return followed if is_usable(followed) else None


def destination(
    clouds: Mapping[str, Cloud], *, cloud: str | None, base_url: str | None, scope: str | None
) -> Destination:
    """Return the destination for the arguments of a client.

    Args:
        clouds: The servers of the document, by name.
        cloud: The name of one of them, or None if the document has none.
        base_url: A URL to use instead of the cloud's: https, or http to localhost. The scope and
            the sign-in host of the cloud do not apply to it.
        scope: A scope to use instead of the cloud's.

    Raises:
        InvalidParameterError: If `cloud`, `base_url` or `scope` is invalid.
    """
    base_url, scope = _plain(base_url), _plain(scope)
    chosen = clouds.get(cloud) if isinstance(cloud, str) else None
    if clouds and chosen is None:
        raise _refusal("cloud", f"must be one of {', '.join(clouds)}")
    if scope is not None and not _is_scope(scope):
        raise _refusal("scope", "must be a str of visible ASCII characters without spaces")
    sign_in_host = None
    if base_url is None:
        if chosen is None:
            raise _refusal("base_url", "is missing: pass the URL of the service")
        base_url, sign_in_host = chosen.url, chosen.sign_in_host
        if scope is None:
            scope = chosen.scope
    parts = _checked(base_url)
    return Destination(base_url.rstrip("/"), _shown(parts), scope, sign_in_host)


def origin_of(url: str) -> str | None:
    """Return scheme, host and port of a URL for a message, or None if it has no host.

    Args:
        url: Any text, such as a relative or an invalid URL.
    """
    try:
        parts = urlsplit(url)
        # The part before an @ and the path may be secrets.
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return None
    return f"{parts.scheme}://{host}".removeprefix(":") if host else None


def is_usable(url: str) -> bool:
    """Return whether httpx and the sockets below it accept the host and the port of a URL.

    Args:
        url: An absolute URL of any scheme.
    """
    # Imported here: a program that makes no client does not pay for the import of httpx.
    import httpx

    try:
        parsed = httpx.URL(url)
        # The attribute decodes IDNA labels such as xn--a, which the constructor does not check.
        host = parsed.host
    except (httpx.InvalidURL, UnicodeError):
        return False
    if parsed.port is not None and not 0 < parsed.port <= _LAST_PORT:
        return False
    if ":" in host:
        # httpx accepts a zone id (RFC 6874), which sockets do not.
        return "%" not in host
    return _HOST_NAME.fullmatch(parsed.raw_host.decode().removesuffix(".")) is not None


def _checked(base_url: str) -> SplitResult:
    if not isinstance(base_url, str) or _URL.fullmatch(base_url) is None:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _refusal("base_url", "must be an ASCII URL without spaces, such as https://host")
    if _SCHEME.match(base_url) is None:
        raise _refusal("base_url", "must start with https://, or http:// for localhost")
    try:
        parts = urlsplit(base_url)
        scheme, host, _ = _origin(parts)
    except ValueError:
        raise _refusal("base_url", "must be a URL such as https://host:port") from None
    if "@" in parts.netloc:
        # The message does not quote the URL, which may contain a password.
        raise _refusal("base_url", "must not contain a user name or a password")
    if not host:
        raise _refusal("base_url", "has no host: use a URL such as https://host")
    # urlsplit drops a bare ? or # at the end; appending a path to it would make it a query.
    if {"?", "#"} & set(base_url):
        raise _refusal("base_url", "must not contain a query or a fragment (? or #)")
    if not is_usable(base_url):
        raise _refusal("base_url", "must have a valid host and port, such as https://host:443")
    if {".", ".."} & set(parts.path.split("/")):
        raise _refusal("base_url", "must not contain the path segments . or ..")
    if scheme != "https" and not (scheme == "http" and _is_loopback(host)):
        raise _refusal("base_url", "must be https; plain http is allowed only for localhost")
    return parts


def _plain(text: str | None) -> str | None:
    """Return the content of a subclass of str, whose methods may show another text."""
    return str.__str__(text) if isinstance(text, str) else text


def _is_scope(scope: object) -> bool:
    return isinstance(scope, str) and _SCOPE.fullmatch(scope) is not None


def _origin(parts: SplitResult) -> tuple[str, str, int | None]:
    port = _PORTS.get(parts.scheme) if parts.port is None else parts.port
    return parts.scheme, parts.hostname or "", port


def _shown(parts: SplitResult) -> str:
    scheme, host, port = _origin(parts)
    if port == _PORTS[scheme]:
        return host
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _refusal(parameter: str, rule: str) -> InvalidParameterError:
    return InvalidParameterError("the client", [Violation(parameter, rule)])
