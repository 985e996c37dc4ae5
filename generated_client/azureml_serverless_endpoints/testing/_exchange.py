# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""One exchange: what becomes of a request, as httpx sees it."""

from collections.abc import AsyncIterator, Iterator

import attrs
import httpx

from ._reply import Reply


@attrs.frozen
class Exchange:
    """What becomes of a request.

    Attributes:
        delay: Seconds to wait first.
        outcome: The response, or the exception to raise in its place.
    """

    delay: float
    outcome: httpx.Response | httpx.RequestError

    @classmethod
    def of(
        cls,
        request: httpx.Request,
        outcome: Reply | type[httpx.RequestError],
        delay: float,
        headers: httpx.Headers,
    ) -> "Exchange":
        """Make an exchange.

        Args:
            request: The request.
            outcome: The answer, or the exception to raise in its place.
            delay: Seconds before the outcome. If the request's read timeout is shorter, the outcome
                is `httpx.ReadTimeout` after that.
            headers: Headers that every answer has. Those of the answer itself replace them.

        Returns:
            The exchange.
        """
        timeout: float | None = request.extensions.get("timeout", {}).get("read")
        if timeout is not None and delay > timeout:
            return cls(timeout, httpx.ReadTimeout("The read operation timed out", request=request))
        if not isinstance(outcome, Reply):
            return cls(delay, outcome("Scripted by a test", request=request))
        merged = headers.copy()
        if outcome.status not in (204, 304):
            merged["Content-Length"] = str(len(outcome.body))
        merged.update(outcome.headers)
        if request.method == "HEAD" or outcome.status in (204, 304):
            stream = _Body(b"")
        else:
            declared = merged["Content-Length"]
            cut = declared.isdecimal() and int(declared) > len(outcome.body)
            stream = _Body(outcome.body, cut=cut)
        return cls(delay, httpx.Response(outcome.status, headers=merged, stream=stream))

    def end(self) -> httpx.Response:
        """Bring the exchange to its end, once the delay has passed.

        Returns:
            The response.

        Raises:
            httpx.RequestError: It is the outcome.
        """
        if isinstance(self.outcome, httpx.RequestError):
            raise self.outcome
        return self.outcome


class _Body(httpx.SyncByteStream, httpx.AsyncByteStream):
    """The body of an answer. It breaks off if it is cut, shorter than its headers say."""

    def __init__(self, content: bytes, *, cut: bool = False) -> None:
        self._content = content
        self._cut = cut

    def __iter__(self) -> Iterator[bytes]:
        yield self._content
        if self._cut:
            raise httpx.RemoteProtocolError(
                "peer closed connection without sending complete message body"
            )

    async def __aiter__(self) -> AsyncIterator[bytes]:
        for chunk in self:
            yield chunk
