"""A result belongs to its request: bytes after a response never answer the next call."""

from __future__ import annotations

import json
import socket
import sys
import threading
from typing import Any

import pytest
from azureml_serverless_endpoints import APIResponseError, NotFoundError

from tests.network.socket_server import (
    KEYS,
    Line,
    Received,
    Reply,
    SocketServer,
    answer,
)
from tests.network.ways import JumpClock, open_client

#: The kinds of client whose connections are the package's own.
OWN = ("sync", "asyncio", "trio")

FOREIGN = json.dumps({"primaryKey": "foreign-1", "secondaryKey": "foreign-2"}).encode()


def whole(body: bytes, status: str = "200 OK") -> bytes:
    """Return a response whose length is told by a header."""
    return b"HTTP/1.1 %b\r\ncontent-length: %d\r\n\r\n%b" % (status.encode(), len(body), body)


def chunked(body: bytes) -> bytes:
    """Return a response in chunks."""
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def pieces(*data: bytes, sent: threading.Event | None = None) -> Reply:
    """Send pieces of bytes, each by a write of its own, and keep the connection."""

    def reply(line: Line, received: Received) -> bool:
        for piece in data:
            line.write(piece)
        if sent is not None:
            sent.set()
        return True

    return reply


SURPLUS = {
    "a response": whole(KEYS) + whole(FOREIGN),
    "a response in chunks": chunked(KEYS) + chunked(FOREIGN),
    "a part of a response": whole(KEYS) + whole(FOREIGN)[:-20],
    "a part of a head": whole(KEYS) + b"HTTP/1.1 404 Not Found\r\nx: ",
    "a line end": whole(KEYS) + b"\r\n",
    "a byte": chunked(KEYS) + b"H",
}


@pytest.mark.parametrize("name", SURPLUS)
@pytest.mark.parametrize("place", ["server", "plain_server"])
@pytest.mark.parametrize("way", OWN)
def test_surplus_bytes_do_not_answer_the_next_call(
    name: str, place: str, way: str, request: pytest.FixtureRequest
) -> None:
    server: SocketServer = request.getfixturevalue(place)
    server.replies.append(pieces(SURPLUS[name]))
    with open_client(way, server.url) as caller:
        assert caller.detailed().attempts == 1
        assert caller.detailed().attempts == 1
    assert server.connections == 2


@pytest.mark.parametrize("way", OWN)
def test_surplus_bytes_after_an_error_do_not_answer_the_next_call(
    way: str, server: SocketServer
) -> None:
    server.replies.append(pieces(whole(b"{}", "404 Not Found") + whole(FOREIGN)))
    with open_client(way, server.url) as caller:
        assert type(caller.outcome()) is NotFoundError
        caller.detailed()
    assert server.connections == 2


@pytest.mark.parametrize("place", ["server", "plain_server"])
@pytest.mark.parametrize("way", OWN)
def test_surplus_bytes_that_follow_later_do_not_answer_the_next_call(
    place: str, way: str, request: pytest.FixtureRequest
) -> None:
    server: SocketServer = request.getfixturevalue(place)
    sent = threading.Event()
    server.replies.append(pieces(whole(KEYS), whole(FOREIGN), sent=sent))
    with open_client(way, server.url) as caller:
        caller.detailed()
        assert sent.wait(10)
        caller.detailed()
    assert server.connections == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sends two records in one segment")
@pytest.mark.parametrize("way", OWN)
def test_surplus_bytes_in_a_tls_record_of_their_own_do_not_answer_the_next_call(
    way: str, server: SocketServer
) -> None:
    """They arrive together with the response, and then wait in memory and not at the socket."""

    def in_one_segment(line: Line, received: Received) -> bool:
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        pieces(whole(KEYS), whole(FOREIGN))(line, received)
        line.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
        return True

    server.replies.append(in_one_segment)
    with open_client(way, server.url) as caller:
        caller.detailed()
        caller.detailed()
    assert server.connections == 2


@pytest.mark.parametrize("response", [whole(KEYS), chunked(KEYS)], ids=["whole", "chunked"])
@pytest.mark.parametrize("cut", [None, 50, -1])
@pytest.mark.parametrize("way", OWN)
def test_a_connection_without_surplus_bytes_is_kept(
    cut: int | None, response: bytes, way: str, server: SocketServer
) -> None:
    server.otherwise = pieces(response[:cut], *([] if cut is None else [response[cut:]]))
    with open_client(way, server.url) as caller:
        for _ in range(3):
            caller.detailed()
    assert server.connections == 1


def echo(value: str | None = None, body: bytes = KEYS) -> Reply:
    """Answer with an id of the request: its own, unless another is given."""

    def reply(line: Line, received: Received) -> bool:
        own = received.headers["x-ms-client-request-id"]
        return answer(200, body, {"x-ms-client-request-id": value or own.upper()})(line, received)

    return reply


def owned(kind: type[Any]) -> Any:
    return kind()


@pytest.mark.parametrize("http", [None, owned], ids=["its own connections", "an http_client"])
def test_a_response_to_another_request_is_not_taken(
    http: Any, way: str, server: SocketServer
) -> None:
    server.replies.append(echo("of-another-request", FOREIGN))
    with open_client(way, server.url, clock=JumpClock(), http=http) as caller:
        response = caller.detailed()
    assert response.attempts == 2
    # Nothing else of that connection is trusted, where the package can close it.
    first, second = (request.connection for request in server.requests)
    assert way == "aiohttp" or first != second


def test_only_responses_to_other_requests_are_an_error_that_says_so(
    way: str, server: SocketServer
) -> None:
    server.otherwise = echo("of-another-request")
    with open_client(way, server.url, clock=JumpClock()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIResponseError
    assert outcome.attempts == 4
    assert "belongs to another request (it has the x-ms-client-request-id of" in str(outcome)


def test_an_echo_of_the_request_is_taken_in_any_case(way: str, server: SocketServer) -> None:
    server.replies.append(echo())
    with open_client(way, server.url) as caller:
        assert caller.detailed(headers={"x-ms-client-request-id": "own-id"}).attempts == 1
