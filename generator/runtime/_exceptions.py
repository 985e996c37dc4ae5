"""Sanitises exceptions and log records of other libraries.

An exception of an HTTP library or of a credential may contain tokens and keys: in the locals of its
frames, which error reporters print, in its attributes, such as a request, and in its message, if a
parser quotes the bytes that it could not read. Only the type and the message of such an exception
are passed on, without the parts of the message that may be secret.
"""

from __future__ import annotations

import logging
import re
import ssl
from typing import Any, Final

import httpcore
import httpx

from ._call import Failure, Kind

# Strings, because `re` compiles and keeps each when it is needed: calls without failure need none.

#: The part of a message in which a parser quotes bytes of the response.
_QUOTED: Final = r"(?s)(?:bytearray\()?\bb\\*['\"].*|\bContent: .*"
#: A secret, recognised by the name that sign-in services give it.
_NAMED: Final = (
    r"(?i)((?:access_?|refresh_?|id_?)token|client_?(?:secret|assertion)|password)"
    r"(\\?[\"']?\s*[:=]\s*)(?!\s)[^\s&,}]+"
)
#: The headers in httpcore's record of a response. Their values may repeat a secret.
_HEADERS: Final = r"(?s)\[\(b['\"].*"
#: What OpenSSL says of a server that does not answer in TLS, by its version.
_NO_TLS: Final = r"wrong version number|record layer failure|unknown protocol"
_LONGEST: Final = 4000


def described(error: BaseException) -> str:
    """Return the type and the message of an exception on one line, without possible secrets."""
    from ._text import one_line

    # Line by line: long lines are cut.
    words = " ".join(filter(None, map(one_line, cleaned(error).splitlines())))
    return f"{type(error).__name__}: {words}".removesuffix(": ")


def cleaned(error: BaseException) -> str:
    """Return the lines of the message of an exception, without possible secrets but tokens."""
    return re.sub(_NAMED, r"\1\2[secret]", re.sub(_QUOTED, "…", str(error)))[:_LONGEST]


def unquote_logs() -> None:
    """Remove bytes and header values of responses from httpcore's log records at DEBUG.

    A program may let `import httpx` lead to httpx2, whose core logs under another name.
    """
    for name in ("httpcore.http11", "httpcore2.http11"):
        logging.getLogger(name).addFilter(_unquoted)


def _unquoted(record: logging.LogRecord) -> bool:
    if isinstance(record.msg, str):
        if "exception=" in record.msg:
            record.msg = re.sub(_QUOTED, "…", record.msg)
        if record.msg.startswith("receive_response_headers.complete"):
            record.msg = re.sub(_HEADERS, "[…])", record.msg)
    return True


def drop_frames(error: BaseException, handled: BaseException | None = None) -> None:
    """Remove the frames of an exception and of its causes, because they may contain a token.

    A note says where each exception was raised.

    Args:
        error: The exception.
        handled: The exception that the caller was handling when the call began. It is not changed.
    """
    seen = {id(handled)}
    pending: list[BaseException | None] = [error]
    while pending:
        current = pending.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        place = place_of(current)
        if place is not None and isinstance(current, Exception):
            current.add_note(place)
        current.__traceback__ = None
        pending += [current.__cause__, current.__context__]


def place_of(error: BaseException) -> str | None:
    """Return a note that says where an exception was raised, or None if it has no frames."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return None
    code = frame.tb_frame.f_code
    return f"raised in {code.co_name}, {code.co_filename}:{frame.tb_lineno}"


def failure_of(error: BaseException) -> Failure | None:
    """Return what an exception means for the call, or None if it is not an error of the network."""
    # httpx-aiohttp reports every lost connection as a timeout, and does not wrap some errors of
    # aiohttp. Under asyncio, httpx does not wrap errors of TLS after the handshake.
    source = error.__cause__ if _is_aiohttp(error.__cause__) else error
    known = isinstance(source, (httpx.RequestError, ssl.SSLError, ConnectionError))
    if source is None or not (known or _is_aiohttp(source)):
        return None
    words = described(source)
    cause = _bare(source, words) if isinstance(source, httpx.RequestError) else None
    return Failure(_kind(error, source, words), words, cause, _is_of_proxy(source))


def _kind(error: BaseException, source: BaseException, words: str) -> Kind:
    if _is_refused_by_proxy(source):
        return "proxy"
    # A timeout on the way to a proxy is the cause of an error of the proxy.
    timeout = httpcore.TimeoutException if isinstance(source, httpx.ProxyError) else ()
    if isinstance(source, (httpx.TimeoutException, TimeoutError)) or _has(source, timeout):
        return "timeout"
    if isinstance(source, httpx.DecodingError):
        return "answer"
    if _has(error, ssl.SSLCertVerificationError):
        return "certificate"
    if re.search(_NO_TLS, words):
        return "plain"
    return "refused" if _has(error, ConnectionRefusedError) else "connection"


def _bare(source: httpx.RequestError, words: str) -> httpx.RequestError:
    """Return an exception of the same class of httpx that contains only a message.

    A subclass of another library may need more arguments than a message.
    """
    kinds: tuple[Any, ...] = type(source).__mro__
    found = next(kind for kind in kinds if kind.__module__ == httpx.__name__)
    bare: httpx.RequestError = found(words)
    return bare


def _is_refused_by_proxy(source: BaseException) -> bool:
    """Whether a proxy refused the credentials (407), which another attempt does not change."""
    if isinstance(source, httpx.ProxyError):
        return str(source).startswith("407")
    return type(source).__name__ == "ClientHttpProxyError" and getattr(source, "status", 0) == 407


def _is_of_proxy(source: BaseException) -> bool:
    """Return whether the connection to a proxy failed, or the proxy opened none to the service."""
    names = {"ClientHttpProxyError", "ClientProxyConnectionError"}
    return isinstance(source, httpx.ProxyError) or type(source).__name__ in names


def _is_aiohttp(error: BaseException | None) -> bool:
    return type(error).__module__.partition(".")[0] == "aiohttp"


def _has(
    error: BaseException | None, kind: type[BaseException] | tuple[type[BaseException], ...]
) -> bool:
    """Return whether an exception or one in its chain is of a kind."""
    while error is not None:
        if isinstance(error, kind):
            return True
        error = error.__cause__ or error.__context__
    return False
