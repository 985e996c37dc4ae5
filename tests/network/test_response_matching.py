"""A result is the response to its own request, even after surplus bytes on a connection."""

from __future__ import annotations

import json
import socket
import sys
import threading
from typing import Any

import pytest
from azureml_serverless_endpoints import APIResponseError, NotFoundError

from tests.network.clients import JumpClock, open_client
from tests.network.socket_server import (
    KEYS,
    Connection,
    Received,
    Reply,
    SocketServer,
    respond,
)

#: Keys that no call may return.
FOREIGN = json.dumps({"primaryKey": "foreign-1", "secondaryKey": "foreign-2"}).encode()


def whole(body: bytes, status: str = "200 OK") -> bytes:
    """Return a response with a `Content-Length`."""
    return b"HTTP/1.1 %b\r\ncontent-length: %d\r\n\r\n%b" % (status.encode(), len(body), body)


def chunked(body: bytes) -> bytes:
    """Return a chunked response."""
    head = b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n"
    return head + b"%x\r\n%b\r\n0\r\n\r\n" % (len(body), body)


def pieces(*data: bytes, sent: threading.Event | None = None) -> Reply:
    """Send each of the pieces with a separate write, and keep the connection open."""

    def reply(connection: Connection, received: Received) -> bool:
        for piece in data:
            connection.write(piece)
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
#: aiohttp keeps an incomplete head in its parser, and reads the next response with a new parser. So
#: these bytes are lost, and it uses the connection again.
INCOMPLETE = {"a part of a head", "a line end", "a byte"}


@pytest.mark.parametrize("name", SURPLUS)
@pytest.mark.parametrize("place", ["server", "plain_server"])
def test_surplus_bytes_do_not_answer_the_next_call(
    name: str, place: str, client_kind: str, request: pytest.FixtureRequest
) -> None:
    server: SocketServer = request.getfixturevalue(place)
    server.replies.append(pieces(SURPLUS[name]))
    with open_client(client_kind, server.url) as caller:
        assert caller.list_keys().attempts == 1
        assert caller.list_keys().attempts == 1
    assert server.connections == 2 or (client_kind == "aiohttp" and name in INCOMPLETE)


def test_surplus_bytes_after_an_error_do_not_answer_the_next_call(
    client_kind: str, server: SocketServer
) -> None:
    server.replies.append(pieces(whole(b"{}", "404 Not Found") + whole(FOREIGN)))
    with open_client(client_kind, server.url) as caller:
        assert type(caller.outcome()) is NotFoundError
        caller.list_keys()
    assert server.connections == 2


@pytest.mark.parametrize("place", ["server", "plain_server"])
def test_surplus_bytes_that_arrive_later_do_not_answer_the_next_call(
    place: str, client_kind: str, request: pytest.FixtureRequest
) -> None:
    server: SocketServer = request.getfixturevalue(place)
    sent = threading.Event()
    server.replies.append(pieces(whole(KEYS), whole(FOREIGN), sent=sent))
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
        assert sent.wait(10)
        caller.list_keys()
    assert server.connections == 2


@pytest.mark.parametrize("place", ["server", "plain_server"])
def test_surplus_bytes_on_an_idle_connection_do_not_answer_the_next_call(
    place: str, client_kind: str, request: pytest.FixtureRequest
) -> None:
    server: SocketServer = request.getfixturevalue(place)
    ended, sent = threading.Event(), threading.Event()

    def late(connection: Connection, received: Received) -> bool:
        connection.write(whole(KEYS))
        assert ended.wait(10)
        connection.write(whole(FOREIGN))
        sent.set()
        return True

    server.replies.append(late)
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
        ended.set()
        assert sent.wait(10)
        caller.list_keys()
    assert server.connections == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux sends two records in one segment")
def test_surplus_bytes_in_a_separate_tls_record_do_not_answer_the_next_call(
    client_kind: str, server: SocketServer
) -> None:
    """They arrive with the response, so they are in the buffer of TLS, not of the socket."""

    def in_one_segment(connection: Connection, received: Received) -> bool:
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 1)
        pieces(whole(KEYS), whole(FOREIGN))(connection, received)
        connection.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_CORK, 0)
        return True

    server.replies.append(in_one_segment)
    with open_client(client_kind, server.url) as caller:
        caller.list_keys()
        caller.list_keys()
    assert server.connections == 2


@pytest.mark.parametrize("response", [whole(KEYS), chunked(KEYS)], ids=["whole", "chunked"])
@pytest.mark.parametrize("cut", [None, 50, -1])
def test_a_connection_without_surplus_bytes_is_kept(
    cut: int | None, response: bytes, client_kind: str, server: SocketServer
) -> None:
    server.default_reply = pieces(response[:cut], *([] if cut is None else [response[cut:]]))
    with open_client(client_kind, server.url) as caller:
        for _ in range(3):
            caller.list_keys()
    assert server.connections == 1


def echo(value: str | None = None, body: bytes = KEYS) -> Reply:
    """Send a response with a client request id, by default that of the request in capitals."""

    def reply(connection: Connection, received: Received) -> bool:
        own = received.headers["x-ms-client-request-id"]
        return respond(200, body, {"x-ms-client-request-id": value or own.upper()})(
            connection, received
        )

    return reply


def make_http_client(kind: type[Any]) -> Any:
    return kind()


@pytest.mark.parametrize("http", [None, make_http_client], ids=["own connections", "http_client"])
def test_a_response_to_another_request_is_discarded_and_the_call_retried(
    http: Any, client_kind: str, server: SocketServer
) -> None:
    server.replies.append(echo("of-another-request", FOREIGN))
    with open_client(client_kind, server.url, clock=JumpClock(), http=http) as caller:
        response = caller.list_keys()
    assert response.attempts == 2
    # The package closes that connection, if it is one of its own.
    first, second = (request.connection for request in server.requests)
    assert client_kind == "aiohttp" or first != second


def test_a_call_with_only_responses_to_other_requests_raises_an_error(
    client_kind: str, server: SocketServer
) -> None:
    server.default_reply = echo("of-another-request")
    with open_client(client_kind, server.url, clock=JumpClock()) as caller:
        outcome = caller.outcome()
    assert type(outcome) is APIResponseError
    assert outcome.attempts == 4
    assert "belongs to another request (it has the x-ms-client-request-id of" in str(outcome)


def test_the_client_request_id_of_a_response_is_compared_without_case(
    client_kind: str, server: SocketServer
) -> None:
    server.replies.append(echo())
    with open_client(client_kind, server.url) as caller:
        assert caller.list_keys(headers={"x-ms-client-request-id": "own-id"}).attempts == 1
