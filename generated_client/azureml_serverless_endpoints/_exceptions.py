# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Foreign exceptions, made fit to be shown.

What an HTTP library or a credential raises may hold tokens and keys: in the locals of its frames,
which error reporters print, in its attributes, such as a request, and even in its words, where a
parser quotes the bytes that it could not read. So of a foreign exception only its type and its
words go on, and of those only what cannot be a secret.
"""

from __future__ import annotations

import logging
import re
import ssl
from typing import Any, Final

import httpx

from ._call import Failure

#: From here on a parser quotes bytes of the answer.
_QUOTED: Final = re.compile(r"(?:bytearray\()?\bb\\*['\"].*|\bContent: .*", re.DOTALL)
#: A secret by the name that sign-in services give it.
_NAMED: Final = re.compile(
    r"((?:access_?|refresh_?|id_?)token|client_?(?:secret|assertion)|password)"
    r"(\\?[\"']?\s*[:=]\s*)(?!\s)[^\s&,}]+",
    re.IGNORECASE,
)
_LONGEST: Final = 4000


def described(error: BaseException) -> str:
    """Type and words of an exception on one line, without anything that may be a secret."""
    from ._error_body import one_line

    text = _NAMED.sub(r"\1\2[secret]", _QUOTED.sub("…", str(error)))
    # Line by line: a credential that tried several ways tells of each, and one line is cut if long.
    words = " ".join(filter(None, map(one_line, text[:_LONGEST].splitlines())))
    return f"{type(error).__name__}: {words}".removesuffix(": ")


def unquote_logs() -> None:
    """Keeps httpcore from logging, at DEBUG, the bytes of an answer that is no HTTP."""
    logging.getLogger("httpcore.http11").addFilter(_unquoted)


def _unquoted(record: logging.LogRecord) -> bool:
    if isinstance(record.msg, str) and "exception=" in record.msg:
        record.msg = _QUOTED.sub("…", record.msg)
    return True


def drop_frames(error: BaseException, handled: BaseException | None = None) -> None:
    """Drops the frames of an exception and of each behind it: they may hold a token.

    A note says where it was raised.

    Args:
        error: The exception.
        handled: What the caller was handling when the call began, which stays as it is.
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
    """Where an exception was raised, as a note; None where it has no frames."""
    frame = error.__traceback__
    while frame is not None and frame.tb_next is not None:
        frame = frame.tb_next
    if frame is None:
        return None
    code = frame.tb_frame.f_code
    return f"raised in {code.co_name}, {code.co_filename}:{frame.tb_lineno}"


def failure_of(error: BaseException) -> Failure | None:
    """What an exception from below means, or None where it is not of the network."""
    # httpx-aiohttp calls every connection that was lost a timeout, and lets some errors through;
    # under asyncio, httpx does so with errors of TLS after the handshake.
    source = error.__cause__ if _is_aiohttp(error.__cause__) else error
    known = isinstance(source, (httpx.RequestError, ssl.SSLError, ConnectionError))
    if source is None or not (known or _is_aiohttp(source)):
        return None
    words = described(source)
    cause = _bare(source, words) if isinstance(source, httpx.RequestError) else None
    if _is_refused_by_proxy(source):
        return Failure("proxy", words, cause)
    if isinstance(source, (httpx.TimeoutException, TimeoutError)):
        return Failure("timeout", words, cause)
    if isinstance(source, httpx.DecodingError):
        return Failure("answer", words, cause)
    if _is_certificate(error):
        return Failure("certificate", words, cause)
    return Failure("connection", words, cause)


def _bare(source: httpx.RequestError, words: str) -> httpx.RequestError:
    """An exception of the same kind of httpx's, with the words alone.

    Another library's own kind may need more than words to be made.
    """
    kinds: tuple[Any, ...] = type(source).__mro__
    bare: httpx.RequestError = next(kind for kind in kinds if kind.__module__ == "httpx")(words)
    return bare


def _is_refused_by_proxy(source: BaseException) -> bool:
    """Whether a proxy wants another password: 407, which no second attempt changes."""
    if isinstance(source, httpx.ProxyError):
        return str(source).startswith("407")
    return type(source).__name__ == "ClientHttpProxyError" and getattr(source, "status", 0) == 407


def _is_aiohttp(error: BaseException | None) -> bool:
    return type(error).__module__.partition(".")[0] == "aiohttp"


def _is_certificate(error: BaseException | None) -> bool:
    while error is not None:
        if isinstance(error, ssl.SSLCertVerificationError):
            return True
        error = error.__cause__ or error.__context__
    return False
