# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What the stand-in answers: a status, headers and a body in bytes."""

import json
from collections.abc import Mapping

import attrs
import httpx

from ._operation import Json


@attrs.frozen
class Reply:
    """An answer.

    Attributes:
        status: Status code.
        body: The body in bytes; not shown by the repr, since it may hold secrets.
        headers: Headers beyond those that every answer has.
    """

    status: int
    body: bytes = attrs.field(default=b"", repr=False)
    headers: httpx.Headers = attrs.field(factory=httpx.Headers, repr=False)


def encoded(body: Json | bytes, media_type: str) -> bytes:
    """Encode a body.

    Args:
        body: A JSON value; for a media type other than JSON, a text or bytes.
        media_type: The media type it is to be of.

    Returns:
        The bytes to send.

    Raises:
        TypeError: The body is not made of JSON values.
    """
    if isinstance(body, bytes):
        return body
    if isinstance(body, str) and "json" not in media_type:
        return body.encode()
    return json.dumps(body, ensure_ascii=False).encode()


def content(
    status: int, body: Json | bytes, media_type: str, headers: Mapping[str, str] | None = None
) -> Reply:
    """Make an answer with a body.

    Args:
        status: Status code.
        body: The body, as `encoded` takes it.
        media_type: Its media type.
        headers: Headers to add; they may replace `Content-Type`.

    Returns:
        The answer.

    Raises:
        TypeError: The body is not made of JSON values.
    """
    merged = httpx.Headers({"Content-Type": media_type})
    merged.update(headers)
    return Reply(status, encoded(body, media_type), merged)


def error(
    status: int,
    code: str,
    message: str,
    *,
    target: str | None = None,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """Make an answer that tells of an error the way Azure Resource Manager does.

    Args:
        status: Status code, 400 to 599.
        code: Name of the error, for programs.
        message: What went wrong and what to do, for people.
        target: What the error is about, such as the name of a parameter.
        headers: Headers to add.

    Returns:
        The answer.
    """
    detail: dict[str, Json] = {"code": code, "message": message}
    if target is not None:
        detail["target"] = target
    return content(status, {"error": detail}, "application/json; charset=utf-8", headers)
