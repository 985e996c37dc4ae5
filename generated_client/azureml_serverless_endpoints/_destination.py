# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Where requests, and with them tokens, may go."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

from .errors import InvalidParameterError, Violation

_PORTS: Final = {"https": 443, "http": 80}
_LAST_PORT: Final = 65535
#: What a URL may hold (RFC 3986): no space, no backslash, nothing beyond ASCII.
_URL: Final = re.compile(r"[A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]+")

#: How a URL with a scheme begins; `host:8000` does not.
_SCHEME: Final = re.compile(r"https?:|[a-z]+://", re.IGNORECASE)
_SCOPE: Final = re.compile(r"[!-~]+")


class Cloud(NamedTuple):
    """A server that the document names.

    Attributes:
        name: The name by which a client chooses it.
        url: Its base URL.
        scope: The scope of its tokens, or None where the document says none.
        sign_in_host: The host that issues its tokens, or None where the document says none.
    """

    name: str
    url: str
    scope: str | None
    sign_in_host: str | None


class Destination(NamedTuple):
    """The one place that a client talks to.

    Attributes:
        base_url: What a request's path is appended to.
        host: For messages; with the port, where that does not go without saying.
        scope: The scope of the tokens to send there, or None where it is not known.
        sign_in_host: The host that issues them, or None where it is not known.
    """

    base_url: str
    host: str
    scope: str | None
    sign_in_host: str | None

    def follow(self, url: str, location: str) -> str | None:
        """The URL that a redirect leads to, or None where it leaves this place.

        Args:
            url: The URL that was asked.
            location: The value of the answer's `Location`.
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
    """The place for a client's arguments.

    Args:
        clouds: The servers of the document, by name.
        cloud: The name of one of them, or None where the document has none.
        base_url: Another place, of the caller's own: https, or http to this very machine. Neither
            the scope nor the sign-in host of the cloud is known to be right for it.
        scope: Another scope than the cloud's.

    Raises:
        InvalidParameterError: If the cloud is unknown, the URL is no place to send a token to, or
            the scope is none.
    """
    base_url, scope = _plain(base_url), _plain(scope)
    chosen = clouds.get(cloud) if isinstance(cloud, str) else None
    if clouds and chosen is None:
        raise _refusal("cloud", f"must be one of {', '.join(clouds)}")
    if scope is not None and not _is_scope(scope):
        raise _refusal("scope", "must be a str of visible ASCII, without spaces")
    sign_in_host = None
    if base_url is None:
        if chosen is None:
            raise _refusal("base_url", "is missing: the document names no server")
        base_url, sign_in_host = chosen.url, chosen.sign_in_host
        if scope is None:
            scope = chosen.scope
    parts = _checked(base_url)
    return Destination(base_url.rstrip("/"), _shown(parts), scope, sign_in_host)


def origin_of(url: str) -> str | None:
    """Scheme, host and port of a URL, or None where it names no host. For messages.

    Args:
        url: A URL, which may be relative, and may be none.
    """
    try:
        parts = urlsplit(url)
        # Without what stands before an @, or in the path: it may be a secret.
        host = parts.netloc.rpartition("@")[2]
    except ValueError:
        return None
    return f"{parts.scheme}://{host}".removeprefix(":") if host else None


def is_usable(url: str) -> bool:
    """Whether a URL names a host and a port that can be reached with httpx.

    Args:
        url: A whole URL, of whatever scheme.
    """
    # Here, so that a program which makes no client does not wait for it.
    import httpx

    try:
        parsed = httpx.URL(url)
    except httpx.InvalidURL:
        return False
    # Sockets refuse what httpx takes: such a port, and labels that are empty or too long.
    labels = parsed.raw_host.removesuffix(b".").split(b".")
    return (parsed.port or 0) <= _LAST_PORT and all(0 < len(label) <= 63 for label in labels)


def _checked(base_url: str) -> SplitResult:
    if not isinstance(base_url, str) or _URL.fullmatch(base_url) is None:  # pyright: ignore[reportUnnecessaryIsInstance]
        raise _refusal("base_url", "must be a URL such as https://host, in ASCII, without spaces")
    if _SCHEME.match(base_url) is None:
        raise _refusal("base_url", "must begin with https://")
    try:
        parts = urlsplit(base_url)
        scheme, host, _ = _origin(parts)
    except ValueError:
        raise _refusal("base_url", "must be a URL such as https://host:port") from None
    if "@" in parts.netloc:
        # The URL itself stays out of the message: it may hold a password.
        raise _refusal("base_url", "must not hold a user name or a password")
    if not host:
        raise _refusal("base_url", "must name a host: https://host")
    # A bare ? or # at the end leaves no trace in the parts, but would swallow a request's path.
    if {"?", "#"} & set(base_url):
        raise _refusal("base_url", "must hold no query and no fragment: no ? and no #")
    if not is_usable(base_url):
        raise _refusal("base_url", "must name a host and a port that can be: https://host:port")
    if {".", ".."} & set(parts.path.split("/")):
        raise _refusal("base_url", "must hold no path segments that are . or ..")
    if scheme != "https" and not (scheme == "http" and _is_loopback(host)):
        raise _refusal("base_url", "must be https; plain http is for this machine's loopback alone")
    return parts


def _plain(text: str | None) -> str | None:
    """Of a subclass of str the text that it holds, whatever it shows."""
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
