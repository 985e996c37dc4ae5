"""Reads the error out of an answer, whatever its shape.

The norm is `{"error": {"code", "message", "target", …}}`. Gateways, proxies and older services also
send an error without envelope, with capital names, as a plain string, as HTML or XML, or nothing.
All that can be read is kept, and nothing here raises.
"""

from __future__ import annotations

import html
import json
import re
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from . import errors
from ._advice import advice
from ._destination import origin_of
from ._json import Decoder, Mismatch, is_object, is_too_deep
from ._response import Answer
from ._retry import requested_wait

if TYPE_CHECKING:
    from ._error_model import ErrorModel

_CLASSES: Final[Mapping[int, type[errors.APIStatusError]]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    429: errors.RateLimitError,
}

#: The norm's names as older services spell them.
_CAPITAL: Final = frozenset({"Error", "Code", "Message", "Target", "Details", "AdditionalInfo"})

#: How much of a body that is no JSON is looked at, and how long a message may become.
_LOOKED_AT: Final = 16_384
_MESSAGE: Final = 600

_TAGGED: Final = "<{0}(?:\\s[^<>]*)?>([^<>]*)</{0}>"
_CODE: Final = re.compile(_TAGGED.format("code"), re.IGNORECASE)
_WORDS: Final = [
    re.compile(_TAGGED.format(tag), re.IGNORECASE) for tag in ("message", "title", "h1")
]
#: The code in a JSON that was cut.
_CUT_CODE: Final = re.compile(r'"code"\s*:\s*"([^"\\]*)"', re.IGNORECASE)
#: What looks like a token; it ends where JSON or XML go on.
_TOKEN: Final = re.compile(
    r"\b(?:bearer\s+[^\s\"'\\<>,;]+|eyJ[\w-]{8,}(?:\.[\w-]*)*)", re.IGNORECASE
)


def read_error(
    answer: Answer, decoder: Decoder[ErrorModel], *, is_text: bool = False
) -> errors.APIError:
    """The error to raise for an answer whose status the document does not name as a success.

    Args:
        answer: The answer.
        decoder: What reads the model of such an error.
        is_text: Whether it reads the text of the body, not the JSON that it is.
    """
    if answer.status_code < 300:
        return answer.refusal("no such success is known to it")
    if answer.status_code < 400:
        origin = origin_of(answer.headers.get("location", ""))
        place = f" to {one_line(origin)}" if origin else ""
        return answer.refusal(
            f"it is a redirect{place} that is not followed; only a few of 307 and 308 within one "
            "origin are"
        )
    text = _TOKEN.sub("[token]", answer.body.decode(json.detect_encoding(answer.body), "replace"))
    value = _value(text)
    detail = unwrapped(value)
    kind = _CLASSES.get(answer.status_code)
    if kind is None:
        kind = errors.InternalServerError if answer.status_code >= 500 else errors.APIStatusError
    code, message, target = (_line(detail.get(name)) for name in ("code", "message", "target"))
    retry_after = requested_wait(answer.headers, time.time())
    permission = answer.operation.permission
    todo = advice(code, answer.status_code, permission=permission, retry_after=retry_after)
    error = kind(
        _sentence(answer, code, message, target, todo),
        status_code=answer.status_code,
        error=_model(text or None if is_text else value, decoder),
        code=code,
        message=message,
        target=target,
        advice=todo,
        request_id=answer.headers.get("x-ms-request-id"),
        correlation_request_id=answer.headers.get("x-ms-correlation-request-id"),
        routing_request_id=answer.headers.get("x-ms-routing-request-id"),
        failure_cause=answer.headers.get("x-ms-failure-cause"),
        retry_after=retry_after,
    )
    error.attempts = answer.attempts
    error.client_request_id = answer.client_request_id
    return error


def one_line(text: str) -> str:
    """Foreign text made fit for a message: on one line, of bounded length, without tokens."""
    # Unprintable characters include the marks that turn the direction of writing.
    clean = "".join(c if c.isprintable() else " " for c in text[: 4 * _MESSAGE])
    clean = _TOKEN.sub("[token]", " ".join(clean.split()))
    return clean if len(clean) <= _MESSAGE else clean[: _MESSAGE - 1] + "…"


def _sentence(
    answer: Answer, code: str | None, message: str | None, target: str | None, todo: str | None
) -> str:
    head = " ".join(filter(None, (str(answer.status_code), code)))
    text = f"{answer.operation.operation_id}: {head}"
    if message:
        text += f": {message}"
    # The advice is a sentence of its own.
    if todo and not text.endswith((".", "!", "?", "…")):
        text += "."
    if target:
        text += f" (target: {target})"
    text += answer.ids()
    return f"{text} {todo}" if todo else text


def _line(value: Any) -> str | None:
    if isinstance(value, (str, int, float)) and not isinstance(value, bool):
        return one_line(str(value)) or None
    return None


def _model(value: Any, decoder: Decoder[ErrorModel]) -> ErrorModel | None:
    try:
        return decoder(value, True)
    except (Mismatch, RecursionError):
        return None


def _value(text: str) -> Any:
    """The body as JSON, or what can be read of another one in the norm's names, else None."""
    try:
        value = json.loads(text)
        return _from_text(text[:_LOOKED_AT]) if is_too_deep(value) else value
    except (ValueError, RecursionError):
        return _from_text(text[:_LOOKED_AT].strip("\ufeff \t\r\n")) or None


def unwrapped(value: object) -> dict[str, Any]:
    """The error in a JSON value, as an object with the norm's names; empty where there is none."""
    if isinstance(value, str):
        return {"message": value} if value.strip() else {}
    if not is_object(value):
        return {}
    members = {_norm(name): member for name, member in value.items()}
    inner = members.pop("error", None)
    if is_object(inner):
        detail = {_norm(name): member for name, member in inner.items()}
    else:
        detail = unwrapped(inner) if isinstance(inner, str) else {}
    # What stands beside the envelope tells more about the same error.
    return {**members, **detail}


def _norm(name: str) -> str:
    return name[:1].lower() + name[1:] if name in _CAPITAL else name


def _from_text(text: str) -> dict[str, Any]:
    tagged = text.startswith("<")
    found: dict[str, Any] = {}
    if code := (_CODE if tagged else _CUT_CODE).search(text):
        found["code"] = code[1]
    if not tagged and text:
        found["message"] = text
    for words in _WORDS if tagged else ():
        if (match := words.search(text)) and match[1].strip():
            found["message"] = html.unescape(match[1])
            break
    return found
