"""Replies of a server, each with the outcome of the call: one list for every kind of client."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Mapping
from typing import Any, NamedTuple

from azureml_serverless_endpoints import (
    APIConnectionError,
    APIError,
    APIResponseError,
    APIStatusError,
    APITimeoutError,
    AuthenticationError,
    BadRequestError,
    ConflictError,
    InternalServerError,
    NotFoundError,
    PermissionDeniedError,
    RateLimitError,
    RetryPolicy,
    Timeout,
)

from tests.network.socket_server import (
    KEYS,
    Reply,
    failure,
    flood,
    fragment,
    garble,
    hang_up,
    redirect,
    reset,
    reset_in_body,
    respond,
    silence,
    stalled,
    trickle,
)

SHORT_READ: Mapping[str, Any] = {"timeout": Timeout(total=20, read=0.5)}
SHORT: Mapping[str, Any] = {"timeout": Timeout(total=1.0), "retry": RetryPolicy(attempts=1)}
HEAD = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n"
CHUNKED = HEAD + b"transfer-encoding: chunked\r\n\r\n"
MEGABYTE = 1024 * 1024
DEEP = b'{"primaryKey": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"


class ResponseCase(NamedTuple):
    """Replies of the server, and the expected outcome of the call.

    Attributes:
        sentence: What happens, as the id of the test.
        replies: The replies of the server. Keys follow them.
        error: The class of the exception, or None if the call returns keys.
        message: A pattern that occurs in the message of the exception.
        sent: The number of requests that arrive.
        waits: The seconds of each wait between them. Random numbers are the highest possible.
        options: More arguments of the client.
        attributes: Attributes of the exception.
    """

    sentence: str
    replies: tuple[Reply, ...]
    error: type[APIError] | None = None
    message: str = ""
    sent: int = 2
    waits: tuple[float, ...] | None = None
    options: Mapping[str, Any] = {}
    attributes: Mapping[str, Any] = {}


def _statuses() -> list[ResponseCase]:
    """Return a case for each status that is retried, and for each that is final."""
    kinds: dict[int, type[APIStatusError]] = {
        400: BadRequestError,
        401: AuthenticationError,
        403: PermissionDeniedError,
        404: NotFoundError,
        409: ConflictError,
        418: APIStatusError,
        501: InternalServerError,
        505: InternalServerError,
    }
    return [
        *(ResponseCase(f"a {x} is retried", (failure(x),)) for x in (408, 429, 500, 502, 503, 504)),
        *(
            ResponseCase(f"a {status} is final", (failure(status),), kind, f"{status} Code", sent=1)
            for status, kind in kinds.items()
        ),
    ]


RESPONSE_CASES = [
    ResponseCase("a call returns the keys", (), sent=1),
    # The connection.
    ResponseCase("a reset connection is retried", (reset,), waits=(0.5,)),
    ResponseCase("a connection that closes without a response is retried", (hang_up,)),
    ResponseCase("a truncated head is retried", (fragment(HEAD[:25]),)),
    ResponseCase("a truncated body is retried", (respond(200, KEYS[:9], length=90),)),
    ResponseCase("a connection that is reset in the body is retried", (reset_in_body,)),
    ResponseCase(
        "a truncated chunked body is retried",
        (fragment(CHUNKED + b"9\r\n" + KEYS[:9] + b"\r\n"),),
    ),
    ResponseCase("a chunk with a wrong size is retried", (fragment(CHUNKED + b"5\r\n" + KEYS),)),
    ResponseCase(
        "a chunk size that is not a number is retried", (fragment(CHUNKED + b"zz\r\n" + KEYS),)
    ),
    ResponseCase(
        "a response that is not HTTP is retried", (fragment(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),)
    ),
    ResponseCase("bytes that are not TLS are retried", (garble,)),
    ResponseCase("an endless head is retried", (fragment(HEAD + b"x: " + b"y" * MEGABYTE),)),
    ResponseCase(
        "a connection that always fails is an error",
        (reset,) * 9,
        APIConnectionError,
        r"no response from localhost:\d+ .* Check the network",
        sent=4,
        waits=(0.5, 1.0, 2.0),
        attributes={"attempts": 4},
    ),
    ResponseCase(
        "a policy of one attempt sends one request",
        (reset,),
        APIConnectionError,
        sent=1,
        waits=(),
        options={"retry": RetryPolicy(attempts=1)},
        attributes={"attempts": 1},
    ),
    # Time.
    ResponseCase("a slow first byte is retried", (silence,), options=SHORT_READ),
    ResponseCase(
        "a pause in the body is retried",
        (stalled(HEAD + b"content-length: 9\r\n\r\n"),),
        options=SHORT_READ,
    ),
    ResponseCase(
        "a slow first byte of the last attempt is a timeout",
        (silence,),
        APITimeoutError,
        "in time .*Timeout",
        sent=1,
        options={**SHORT_READ, "retry": RetryPolicy(attempts=1)},
    ),
    ResponseCase(
        "a server that sends nothing is a timeout",
        (silence,),
        APITimeoutError,
        "in time",
        sent=1,
        options=SHORT,
    ),
    ResponseCase(
        "a body that trickles for ever is a timeout",
        (trickle(HEAD + b"content-length: 99999\r\n\r\n", b" "),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    ResponseCase(
        "a chunked body that trickles for ever is a timeout",
        (trickle(CHUNKED, b"1\r\n \r\n"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    ResponseCase(
        "a head that trickles for ever is a timeout",
        (trickle(HEAD + b"x: ", b"y"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    ResponseCase(
        "responses of status 100 for ever are a timeout",
        (trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    # Statuses, and the waits that the service requests.
    *_statuses(),
    ResponseCase(
        "a requested wait in seconds is kept",
        (failure(429, headers={"retry-after": "7"}),),
        waits=(7.0,),
        options={"timeout": 60},
    ),
    ResponseCase(
        "a requested wait in milliseconds is kept",
        (failure(503, headers={"retry-after-ms": "250"}),),
        waits=(0.25,),
    ),
    ResponseCase(
        "a requested wait in the header of Azure is kept",
        (failure(503, headers={"x-ms-retry-after-ms": "1500"}),),
        waits=(1.5,),
    ),
    ResponseCase(
        "a requested wait until a past date is ignored",
        (failure(503, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}),),
        waits=(0.5,),
    ),
    ResponseCase(
        "a requested wait of 0 is ignored",
        (failure(429, headers={"retry-after": "0"}),),
        waits=(0.5,),
    ),
    ResponseCase(
        "an invalid requested wait is ignored",
        (failure(429, headers={"retry-after": "soon"}),),
        waits=(0.5,),
    ),
    ResponseCase(
        "a requested wait beyond the remaining time ends the call",
        (failure(429, "SubscriptionRequestsThrottled", {"retry-after": "3600"}),),
        RateLimitError,
        "429 SubscriptionRequestsThrottled: The service's words.*request-1.*wait 3600 s",
        sent=1,
        waits=(),
        attributes={"retry_after": 3600.0, "request_id": "request-1"},
    ),
    ResponseCase(
        "a requested wait beyond the total time of the policy ends the call",
        (failure(503, headers={"retry-after": "5"}),),
        InternalServerError,
        sent=1,
        waits=(),
        options={"retry": RetryPolicy(total_time=4)},
        attributes={"retry_after": 5.0, "attempts": 1},
    ),
    # Invalid and unusual responses.
    ResponseCase(
        "HTML with status 200 is invalid",
        (respond(200, b"<!doctype html><title>Sign in</title>", {"content-type": "text/html"}),),
        APIResponseError,
        "HTML or XML",
        sent=1,
    ),
    ResponseCase(
        "truncated JSON is invalid",
        (respond(200, KEYS[:30]),),
        APIResponseError,
        "truncated",
        sent=1,
    ),
    ResponseCase("an empty body is invalid", (respond(200),), APIResponseError, "empty", sent=1),
    ResponseCase("a 204 is invalid", (respond(204),), APIResponseError, "204", sent=1),
    ResponseCase(
        "JSON that is nested too deeply is invalid",
        (respond(200, DEEP),),
        APIResponseError,
        "nested too deeply|not valid JSON",
        sent=1,
    ),
    ResponseCase(
        "an error body that is nested too deeply keeps its status",
        (respond(400, DEEP.replace(b"primaryKey", b"error")),),
        BadRequestError,
        sent=1,
    ),
    ResponseCase(
        "an error page of a gateway keeps its title",
        (respond(404, b"<html><title>Not here</title></html>", {"content-type": "text/html"}),),
        NotFoundError,
        "404: Not here",
        sent=1,
    ),
    ResponseCase(
        "a response of more than 8 MB is refused",
        (flood(HEAD + b"content-length: 99999999\r\n\r\n", b" " * MEGABYTE),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    ResponseCase(
        "a chunked response of more than 8 MB is refused",
        (flood(CHUNKED, b"100000\r\n" + b" " * 0x100000 + b"\r\n"),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    ResponseCase(
        "an error body of more than 64 KB is read up to its limit",
        (
            flood(
                HEAD.replace(b"200 OK", b"400 No") + b'\r\n{"error": {"code": "TooMuch", "x": "',
                b"x" * MEGABYTE,
            ),
        ),
        BadRequestError,
        "400 TooMuch",
        sent=1,
        attributes={"status_code": 400, "code": "TooMuch"},
    ),
    ResponseCase(
        "a temporary error with a body of more than 64 KB is retried",
        (flood(HEAD.replace(b"200 OK", b"500 No") + b"\r\n", b"x" * MEGABYTE),),
    ),
    ResponseCase(
        "an error body of an unknown compression is ignored",
        (respond(403, b"\x8b\x02\x80", {"content-encoding": "br"}),),
        PermissionDeniedError,
        "403. .request id request-1, resource [^ ]+. The caller needs a role",
        sent=1,
        attributes={"status_code": 403, "request_id": "request-1", "message": None},
    ),
    ResponseCase(
        "a temporary error with a body of an unknown compression is retried",
        (respond(503, b"\x8b\x02\x80", {"content-encoding": "br"}),),
    ),
    ResponseCase(
        "a compressed error body of more than 64 KB keeps its status",
        (respond(404, gzip.compress(b" " * (9 * MEGABYTE)), {"content-encoding": "gzip"}),),
        NotFoundError,
        sent=1,
    ),
    ResponseCase(
        "a redirect with a body of an unknown compression is followed",
        (respond(307, b"\x8b\x02\x80", {"content-encoding": "br", "location": "/y"}),),
    ),
    ResponseCase(
        "a response that is compressed without request is read",
        (respond(200, gzip.compress(KEYS), {"content-encoding": "gzip"}),),
        sent=1,
    ),
    ResponseCase(
        "a compressed response of more than 8 MB is refused",
        (respond(200, gzip.compress(b" " * (9 * MEGABYTE)), {"content-encoding": "gzip"}),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    ResponseCase(
        "a truncated compressed response is invalid",
        (respond(200, gzip.compress(KEYS)[:-20], {"content-encoding": "gzip"}),),
        APIResponseError,
        sent=1,
    ),
    ResponseCase(
        "a response of an unknown compression is invalid",
        (respond(200, KEYS, {"content-encoding": "br"}),),
        APIResponseError,
        "compressed",
        sent=1,
    ),
    ResponseCase(
        "a response that is compressed with deflate is read",
        (respond(200, zlib.compress(KEYS), {"content-encoding": "deflate"}),),
        sent=1,
    ),
    # Redirects.
    *(
        ResponseCase(f"a {x} to the same origin is followed", (redirect(x, "/y"),))
        for x in (307, 308)
    ),
    ResponseCase(
        "a loop of redirects ends",
        (redirect(307, "/y"),) * 20,
        APIResponseError,
        "307.*a redirect, which is not followed",
        sent=6,
    ),
    *(
        ResponseCase(
            f"a {status} is not followed", (redirect(status, "/y"),), APIResponseError, sent=1
        )
        for status in (300, 301, 302, 303, 304)
    ),
    *(
        ResponseCase(
            f"a 307 to {place} is not followed, and the error names only its origin",
            (redirect(307, location),),
            APIResponseError,
            f"307. is a redirect{named}, which is not followed",
            sent=1,
        )
        for place, location, named in [
            ("another host", "https://127.0.0.1:{port}/y", r" to https://127.0.0.1:\d+"),
            ("another port", "https://localhost:1/y", " to https://localhost:1"),
            ("no scheme", "//example.org/y", " to //example.org"),
            ("plain http", "http://localhost:{port}/y?z", r" to http://localhost:\d+"),
            ("a user's name", "https://user@localhost:{port}/y", r" to https://localhost:\d+"),
            ("nowhere", "", ""),
            ("no URL", "https://[", ""),
        ]
    ),
]
