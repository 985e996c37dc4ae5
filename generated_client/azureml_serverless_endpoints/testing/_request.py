# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""A request, as the stand-in received it."""

import urllib.parse

import attrs
import httpx


@attrs.frozen(kw_only=True)
class RecordedRequest:
    """A request that the stand-in received.

    Its repr leaves out the headers and the body, since those carry secrets.

    Attributes:
        method: HTTP method in upper case.
        path: Path as it was sent, still percent-encoded.
        query: Names and values of the query, decoded, in the order they were sent.
        headers: Headers; their repr masks the value of `Authorization`.
        body: Body as it was sent, empty if there was none.
        operation_id: The operation that the request was meant for, or None if there is none such.
    """

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: httpx.Headers = attrs.field(repr=False)
    body: bytes = attrs.field(repr=False)
    operation_id: str | None

    @classmethod
    def received(cls, request: httpx.Request) -> "RecordedRequest":
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
