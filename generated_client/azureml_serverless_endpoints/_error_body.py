# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Reads the error in a response, in every form in which services return one.

Azure Resource Manager returns `{"error": {"code", "message", "target", …}}`. Gateways, proxies and
older services also return an error without that envelope, with capitalised names, as a plain
string, as HTML or XML, or nothing. Everything that can be read is kept, and nothing here raises.

Responses of operations that return secrets are read more strictly: no part of such a body is shown
unless it is part of an error that the document describes.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from . import errors
from ._advice import advice
from ._destination import origin_of
from ._json import Decoder, Mismatch, is_array, is_object, is_too_deep
from ._response import MAX_ERROR, Answer
from ._retry import requested_wait
from ._text import one_line

if TYPE_CHECKING:
    from ._error_model import ErrorModel

T = TypeVar("T")

_CLASSES: Final[Mapping[int, type[errors.APIStatusError]]] = {
    400: errors.BadRequestError,
    401: errors.AuthenticationError,
    403: errors.PermissionDeniedError,
    404: errors.NotFoundError,
    409: errors.ConflictError,
    429: errors.RateLimitError,
}

#: The names in Azure's error as older services write them.
_CAPITALISED: Final = frozenset({"Error", "Code", "Message", "Target", "Details", "AdditionalInfo"})

#: An element of HTML or XML without others inside.
_ELEMENT: Final = "(?i)<{0}(?:\\s[^<>]*)?>([^<>]*)</{0}>"
#: A member of truncated JSON whose value is a string; the end of the string may be missing.
_MEMBER: Final = r'(?i)"{0}"\s*:\s*"([^"\\]*(?:\\.[^"\\]*)*)'
#: The first character of JSON that may contain more than words.
_JSON_BEGINS: Final = ("{", "[", '"')
#: How many characters of a code are kept, if it is read from truncated JSON.
_LONGEST_CODE: Final = 100

_HIDDEN: Final = "[hidden]"


def enveloped(error: Decoder[T]) -> Decoder[T]:
    """Return a decoder of Azure's error envelope, an object whose member `error` holds the error.

    The names may be capitalised, and the envelope may be missing.

    Args:
        error: The decoder of the error inside the envelope.
    """

    def decode(value: object, lenient: bool) -> T:
        detail = _detail(value)
        if not detail:
            raise Mismatch("an error")
        return error(detail, lenient)

    return decode


def read_error(
    answer: Answer, decoder: Decoder[ErrorModel], *, is_text: bool = False
) -> errors.APIError:
    """Return the error to raise for a response whose status code is not a documented success.

    Args:
        answer: The response.
        decoder: The decoder of the model of the error.
        is_text: Whether the decoder reads the text of the body, not its JSON value.
    """
    status = answer.status_code
    if status < 300:
        return answer.refusal("has a status code that is not documented for this operation")
    if status < 400:
        origin = origin_of(answer.headers.get("location", ""))
        place = f" to {one_line(answer.clean(origin))}" if origin else ""
        return answer.refusal(
            f"is a redirect{place}, which is not followed: only a few redirects with status 307 or "
            "308 to the same origin are"
        )
    body = answer.body[:MAX_ERROR]
    text = body.decode(json.detect_encoding(body), "replace")
    clean = _cleaner(answer)
    value = _cleaned(_value(text, shows_text=not answer.operation.returns_secrets), clean)
    detail = _detail(value)
    code, message, target = (_line(detail.get(name)) for name in ("code", "message", "target"))
    retry_after = requested_wait(answer.headers, time.time())
    permission = answer.operation.permission
    todo = advice(code, status, permission=permission, retry_after=retry_after)
    model = _model(clean(text) or None if is_text else value, decoder)
    if answer.operation.returns_secrets:
        model = _without_unknown(model)
    kind = _CLASSES.get(status)
    if kind is None:
        kind = errors.InternalServerError if status >= 500 else errors.APIStatusError
    error = kind(
        _sentence(answer, code, message, target, todo),
        status_code=status,
        error=model,
        code=code,
        message=message,
        target=target,
        advice=todo,
        request_id=answer.header("x-ms-request-id"),
        correlation_request_id=answer.header("x-ms-correlation-request-id"),
        routing_request_id=answer.header("x-ms-routing-request-id"),
        failure_cause=answer.header("x-ms-failure-cause"),
        retry_after=retry_after,
    )
    error.attempts = answer.attempts
    error.client_request_id = answer.client_request_id
    error.resource_id = answer.resource_id
    return error


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


def _cleaner(answer: Answer) -> Callable[[str], str]:
    """Return the function that removes secrets from a string of the body."""
    if not answer.operation.returns_secrets:
        return answer.clean

    def clean(text: str) -> str:
        # A service may quote a whole body, such as the response of a service behind it.
        words, brace, _ = answer.clean(text).partition("{")
        return f"{words}…" if brace else words

    return clean


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    """Return a JSON value whose strings and names are cleaned."""
    if isinstance(value, str):
        return clean(value)
    if is_object(value):
        return {clean(name): _cleaned(member, clean) for name, member in value.items()}
    if is_array(value):
        return [_cleaned(item, clean) for item in value]
    return value


def _model(value: Any, decoder: Decoder[ErrorModel]) -> ErrorModel | None:
    try:
        return decoder(value, True)
    except (Mismatch, RecursionError):
        return None


def _without_unknown(value: Any) -> Any:
    """Return an error without the texts in members that the document does not name."""
    if is_object(value):
        # The document describes no model: three names have a meaning all the same.
        known = ("code", "message", "target")
        return {name: value[name] if name in known else _HIDDEN for name in value}
    _hide_unknown(value)
    return value


def _hide_unknown(value: Any) -> None:
    if is_array(value):
        for item in value:
            _hide_unknown(item)
    for field in getattr(value, "__attrs_attrs__", ()):
        member = getattr(value, field.name)
        if field.name != "additional_properties":
            _hide_unknown(member)
        elif not getattr(value, "_is_map", False):
            unknown = [name for name, one in member.items() if _may_be_secret(one)]
            member.update(dict.fromkeys(unknown, _HIDDEN))


def _may_be_secret(value: Any) -> bool:
    return isinstance(value, str) or is_object(value) or is_array(value)


def _value(text: str, *, shows_text: bool) -> Any:
    """Return the JSON value of a body, or the code and the message that can be read in another one.

    Args:
        text: The body.
        shows_text: Whether a plain text is a message.
    """
    try:
        value = json.loads(text)
        if not is_too_deep(value):
            return value
    except (ValueError, RecursionError):
        pass
    text = text.strip("\ufeff \t\r\n")
    if text.startswith("<"):
        return _from_markup(text) or None
    if text.startswith(_JSON_BEGINS):
        return _from_truncated_json(text) or None
    return {"message": text} if text and shows_text else None


def _from_markup(text: str) -> dict[str, str]:
    import html

    found: dict[str, str] = {}
    if code := re.search(_ELEMENT.format("code"), text):
        found["code"] = code[1]
    for name in ("message", "title", "h1"):
        if (element := re.search(_ELEMENT.format(name), text)) and element[1].strip():
            found["message"] = html.unescape(element[1])
            break
    return found


def _from_truncated_json(text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for name in ("code", "message"):
        if member := re.search(_MEMBER.format(name), text):
            try:
                found[name] = json.loads(f'"{member[1]}"', strict=False)
            except ValueError:
                found[name] = member[1]
    if len(found.get("code", "")) > _LONGEST_CODE:
        del found["code"]
    return found


def _detail(value: object) -> dict[str, Any]:
    """Return the error in a JSON value as an object with Azure's names; empty if there is none."""
    if isinstance(value, str):
        return {"message": value} if value.strip() else {}
    if not is_object(value):
        return {}
    members = {_name(name): member for name, member in value.items()}
    inner = members.pop("error", None)
    if is_object(inner):
        detail = {_name(name): member for name, member in inner.items()}
    else:
        detail = _detail(inner) if isinstance(inner, str) else {}
    # Members beside the envelope describe the same error.
    return {**members, **detail}


def _name(name: str) -> str:
    return name[:1].lower() + name[1:] if name in _CAPITALISED else name
