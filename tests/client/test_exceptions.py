"""Exceptions of other libraries reach the caller without their frames."""

from __future__ import annotations

import asyncio
import logging
import traceback
from collections.abc import AsyncIterator

import httpx
import pytest
from azureml_serverless_endpoints import AsyncClient
from azureml_serverless_endpoints._exceptions import drop_frames, unquote_logs

from tests.client.calls import NAMES, SUBSCRIPTION, TOKEN

MARK = "s3cr3t-marker"


def inner(value: str) -> None:
    raise ValueError(len(value))


def outer(value: str) -> None:
    try:
        inner(value)
    except ValueError as error:
        raise KeyError("outer") from error


def last(value: str) -> None:
    try:
        outer(value)
    except KeyError:
        raise OSError("last")  # noqa: B904 - what lies behind an error need not be its cause


def shown(error: BaseException) -> str:
    """Return the traceback with locals of an exception and of its chain."""
    text = traceback.TracebackException.from_exception(error, capture_locals=True)
    return "".join(text.format())


def raised() -> OSError:
    """Return an exception with two others in its chain, whose frames contain a secret."""
    try:
        last(MARK)
    except OSError as error:
        return error
    raise AssertionError("nothing was raised")


def test_the_frames_of_an_exception_and_of_its_chain_are_dropped() -> None:
    error = raised()
    assert shown(error).count(MARK) > 3
    drop_frames(error)
    assert MARK not in shown(error)
    behind = error.__context__
    assert behind is not None
    for each, name in ((error, "last"), (behind, "outer"), (behind.__cause__, "inner")):
        assert each is not None
        assert each.__traceback__ is None
        (note,) = each.__notes__
        assert note.startswith(f"raised in {name}, {__file__}:")


def test_a_circular_chain_of_exceptions_is_handled() -> None:
    error = raised()
    assert error.__context__ is not None
    error.__context__.__context__ = error
    drop_frames(error)
    assert MARK not in shown(error)


class Stalled(httpx.AsyncByteStream):
    """A body that stalls after its first part."""

    def __init__(self) -> None:
        self.is_read = asyncio.Event()

    async def __aiter__(self) -> AsyncIterator[bytes]:
        yield f'{{"primaryKey": "{MARK}'.encode()
        self.is_read.set()
        await asyncio.Event().wait()


def test_the_exception_of_a_task_cancelled_in_a_body_contains_no_part_of_it() -> None:
    async def main() -> BaseException:
        body = Stalled()
        transport = httpx.MockTransport(lambda _: httpx.Response(200, stream=body))
        http_client = httpx.AsyncClient(transport=transport)
        async with AsyncClient(
            TOKEN, subscription_id=SUBSCRIPTION, http_client=http_client
        ) as client:
            task = asyncio.create_task(client.serverless_endpoints.list_keys(*NAMES))
            await body.is_read.wait()
            task.cancel()
            with pytest.raises(asyncio.CancelledError) as caught:
                await task
            return caught.value

    assert MARK not in shown(asyncio.run(main()))


def test_httpcore_logs_no_value_of_a_header(caplog: pytest.LogCaptureFixture) -> None:
    unquote_logs()
    headers = [(b"Location", b"https://a.example/?t=" + MARK.encode()), (b'b"', b"c'")]
    message = f"receive_response_headers.complete return_value={(b'HTTP/1.1', 307, b'', headers)}"
    with caplog.at_level(logging.DEBUG, "httpcore.http11"):
        logging.getLogger("httpcore.http11").debug(message)
    assert caplog.messages == [
        "receive_response_headers.complete return_value=(b'HTTP/1.1', 307, b'', […])"
    ]
