"""HTTP messages: requests as the stand-in received them, responses as it sends them."""

from __future__ import annotations

import json
import urllib.parse
from collections.abc import AsyncIterator, Iterator, Mapping

import attrs
import httpx

from ._operation import Json


@attrs.frozen(kw_only=True)
class RecordedRequest:
    """A request that the stand-in received.

    Its repr leaves out the headers and the body, since those carry secrets.

    Attributes:
        method: HTTP method in upper case.
        path: Path as it was sent, still percent-encoded.
        query: Names and values of the query, decoded, in the order they were sent.
        headers: Headers; their repr masks the value of `Authorization`.
        body: Body as it was sent, empty if there was none or if it was dropped.
        operation_id: The operation that the request is for, or None if no operation matches.
        body_dropped: Whether the stand-in dropped the body: it keeps 16 MB of the latest bodies.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: httpx.Headers = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    operation_id: str | None
    body_dropped: bool = False

    @classmethod
    def received(cls, request: httpx.Request) -> RecordedRequest:
        """Record a request whose body has been read.

        :meta private:

        Args:
            request: The request.

        Returns:
            The record, with the operation still unknown.
        """
        path, _, query = request.url.raw_path.decode("ascii").partition("?")
        return cls(
            method=request.method,
            path=path,
            query=tuple(urllib.parse.parse_qsl(query, keep_blank_values=True)),
            headers=request.headers.copy(),
            body=request.content,
            operation_id=None,
        )


@attrs.frozen
class Reply:
    """A response.

    Attributes:
        status: Status code.
        body: The body in bytes; not in the repr, since it may hold secrets.
        headers: Headers in addition to those of every response; not in the repr either.
    """

    status: int
    body: bytes = attrs.field(default=b"", repr=False)
    headers: httpx.Headers = attrs.field(factory=httpx.Headers, repr=False)

    def response(self, request: httpx.Request, headers: httpx.Headers) -> httpx.Response:
        """Make the response that httpx returns.

        Args:
            request: The request that it answers.
            headers: Headers of every response. The reply's own headers replace them.

        Returns:
            The response, with its body unread. Reading fails if the body is shorter than the
            header `Content-Length` says.
        """
        merged = headers.copy()
        has_length = self.status not in (204, 304)
        if has_length:
            merged["Content-Length"] = str(len(self.body))
        merged.update(self.headers)
        stream = _Body(b"")
        if has_length and request.method != "HEAD":
            length = merged["Content-Length"]
            is_cut = length.isdecimal() and int(length) > len(self.body)
            stream = _Body(self.body, is_cut=is_cut)
        return httpx.Response(self.status, headers=merged, stream=stream)


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of a response, which fails at its end if it is cut."""

    def __init__(self, content: bytes, *, is_cut: bool = False) -> None:
        self._content = content
        self._is_cut = is_cut

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        if self._is_cut:
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body"
            )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk


def encoded(body: Json | bytes, media_type: str) -> bytes:
    """Encode a body.

    Args:
        body: A JSON value; for a media type other than JSON, a text or bytes.
        media_type: Media type of the body.

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
    """Make a response with a body.

    Args:
        status: Status code.
        body: The body, as `encoded` takes it.
        media_type: Media type of the body.
        headers: Headers to add; they may replace `Content-Type`.

    Returns:
        The response.

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
    """Make an error response in the envelope of Azure Resource Manager.

    Args:
        status: Status code, 400 to 599.
        code: Name of the error, for programs.
        message: What went wrong and what to do, for people.
        target: What the error is about, such as the name of a parameter.
        headers: Headers to add.

    Returns:
        The response.
    """
    detail: dict[str, Json] = {"code": code, "message": message}
    if target is not None:
        detail["target"] = target
    return content(status, {"error": detail}, "application/json; charset=utf-8", headers)
