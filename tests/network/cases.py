"""What a server may answer, and what a call must make of it: one list for every kind of client."""

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
    answer,
    failure,
    flood,
    fragment,
    garble,
    hang_up,
    redirect,
    reset,
    reset_in_body,
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


class Case(NamedTuple):
    """Replies of the server, and what a call must make of them.

    Attributes:
        sentence: What is shown.
        replies: What the server answers; keys after that.
        error: What the call raises; None where it brings keys.
        says: Words in the error.
        sent: How many requests arrive.
        waits: Seconds waited between them, when chance always takes the high end.
        options: More arguments of the client.
        holds: Attributes of the error.
    """

    sentence: str
    replies: tuple[Reply, ...]
    error: type[APIError] | None = None
    says: str = ""
    sent: int = 2
    waits: tuple[float, ...] | None = None
    options: Mapping[str, Any] = {}
    holds: Mapping[str, Any] = {}


def _statuses() -> list[Case]:
    """Those statuses that pass, and those that do not."""
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
        *(Case(f"a {x} is tried again", (failure(x),)) for x in (408, 429, 500, 502, 503, 504)),
        *(
            Case(f"a {status} is final", (failure(status),), kind, f"{status} Code", sent=1)
            for status, kind in kinds.items()
        ),
    ]


CASES = [
    Case("a call brings the keys", (), sent=1),
    # The connection.
    Case("a reset connection is tried again", (reset,), waits=(0.5,)),
    Case("a connection that closes without an answer is tried again", (hang_up,)),
    Case("a head that breaks off is tried again", (fragment(HEAD[:25]),)),
    Case("a body that breaks off is tried again", (answer(200, KEYS[:9], length=90),)),
    Case("a body that is reset is tried again", (reset_in_body,)),
    Case(
        "a chunked body that breaks off is tried again",
        (fragment(CHUNKED + b"9\r\n" + KEYS[:9] + b"\r\n"),),
    ),
    Case("a chunk of a wrong size is tried again", (fragment(CHUNKED + b"5\r\n" + KEYS),)),
    Case("a chunk size that is no number is tried again", (fragment(CHUNKED + b"zz\r\n" + KEYS),)),
    Case("an answer that is no HTTP is tried again", (fragment(b"SSH-2.0-OpenSSH_9.6\r\n\r\n"),)),
    Case("bytes that are no TLS are tried again", (garble,)),
    Case("an endless head is tried again", (fragment(HEAD + b"x: " + b"y" * MEGABYTE),)),
    Case(
        "a connection that always fails ends in an error",
        (reset,) * 9,
        APIConnectionError,
        r"no response from localhost:\d+ .* Check the network",
        sent=4,
        waits=(0.5, 1.0, 2.0),
        holds={"attempts": 4},
    ),
    Case(
        "one attempt is one attempt",
        (reset,),
        APIConnectionError,
        sent=1,
        waits=(),
        options={"retry": RetryPolicy(attempts=1)},
        holds={"attempts": 1},
    ),
    # Time.
    Case("a slow first byte is tried again", (silence,), options=SHORT_READ),
    Case(
        "a pause in the body is tried again",
        (stalled(HEAD + b"content-length: 9\r\n\r\n"),),
        options=SHORT_READ,
    ),
    Case(
        "a slow first byte is a timeout in the end",
        (silence,),
        APITimeoutError,
        "in time .*Timeout",
        sent=1,
        options={**SHORT_READ, "retry": RetryPolicy(attempts=1)},
    ),
    Case("silence ends in time", (silence,), APITimeoutError, "in time", sent=1, options=SHORT),
    Case(
        "a body that trickles for ever ends in time",
        (trickle(HEAD + b"content-length: 99999\r\n\r\n", b" "),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    Case(
        "a chunked body that trickles for ever ends in time",
        (trickle(CHUNKED, b"1\r\n \r\n"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    Case(
        "a head that trickles for ever ends in time",
        (trickle(HEAD + b"x: ", b"y"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    Case(
        "answers that only say to go on end in time",
        (trickle(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),),
        APITimeoutError,
        "not complete after 1 s",
        sent=1,
        options=SHORT,
    ),
    # What the service asks for.
    *_statuses(),
    Case(
        "a wait in seconds is kept",
        (failure(429, headers={"retry-after": "7"}),),
        waits=(7.0,),
        options={"timeout": 60},
    ),
    Case(
        "a wait in milliseconds is kept",
        (failure(503, headers={"retry-after-ms": "250"}),),
        waits=(0.25,),
    ),
    Case(
        "a wait in Azure's own header is kept",
        (failure(503, headers={"x-ms-retry-after-ms": "1500"}),),
        waits=(1.5,),
    ),
    Case(
        "a wait until a date that has passed asks for none",
        (failure(503, headers={"retry-after": "Wed, 21 Oct 2015 07:28:00 GMT"}),),
        waits=(0.5,),
    ),
    Case("a wait of 0 asks for none", (failure(429, headers={"retry-after": "0"}),), waits=(0.5,)),
    Case(
        "an unreadable wait is ignored",
        (failure(429, headers={"retry-after": "soon"}),),
        waits=(0.5,),
    ),
    Case(
        "a wait beyond the time that is left stops at once",
        (failure(429, "SubscriptionRequestsThrottled", {"retry-after": "3600"}),),
        RateLimitError,
        "429 SubscriptionRequestsThrottled: The service's words.*request-1.*wait 3600 s",
        sent=1,
        waits=(),
        holds={"retry_after": 3600.0, "request_id": "request-1"},
    ),
    Case(
        "a policy's own time counts as well",
        (failure(503, headers={"retry-after": "5"}),),
        InternalServerError,
        sent=1,
        waits=(),
        options={"retry": RetryPolicy(total_time=4)},
        holds={"retry_after": 5.0, "attempts": 1},
    ),
    # Answers that are none.
    Case(
        "HTML with status 200 is no answer",
        (answer(200, b"<!doctype html><title>Sign in</title>", {"content-type": "text/html"}),),
        APIResponseError,
        "HTML or XML",
        sent=1,
    ),
    Case(
        "truncated JSON is no answer",
        (answer(200, KEYS[:30]),),
        APIResponseError,
        "truncated",
        sent=1,
    ),
    Case("an empty body is no answer", (answer(200),), APIResponseError, "empty", sent=1),
    Case("a 204 is no answer", (answer(204),), APIResponseError, "204", sent=1),
    Case(
        "a JSON nested too deep is no answer",
        (answer(200, DEEP),),
        APIResponseError,
        "nested too deeply|not valid JSON",
        sent=1,
    ),
    Case(
        "an error nested too deep is an error",
        (answer(400, DEEP.replace(b"primaryKey", b"error")),),
        BadRequestError,
        sent=1,
    ),
    Case(
        "HTML of a gateway is an error",
        (answer(404, b"<html><title>Not here</title></html>", {"content-type": "text/html"}),),
        NotFoundError,
        "404: Not here",
        sent=1,
    ),
    Case(
        "an answer beyond 8 MB is refused",
        (flood(HEAD + b"content-length: 99999999\r\n\r\n", b" " * MEGABYTE),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    Case(
        "a chunked answer beyond 8 MB is refused",
        (flood(CHUNKED, b"100000\r\n" + b" " * 0x100000 + b"\r\n"),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    Case(
        "an error beyond 64 KB is an error, read up to there",
        (
            flood(
                HEAD.replace(b"200 OK", b"400 No") + b'\r\n{"error": {"code": "TooMuch", "x": "',
                b"x" * MEGABYTE,
            ),
        ),
        BadRequestError,
        "400 TooMuch",
        sent=1,
        holds={"status_code": 400, "code": "TooMuch"},
    ),
    Case(
        "an error beyond 64 KB that may pass is tried again",
        (flood(HEAD.replace(b"200 OK", b"500 No") + b"\r\n", b"x" * MEGABYTE),),
    ),
    Case(
        "an error of an unknown compression is an error",
        (answer(403, b"\x8b\x02\x80", {"content-encoding": "br"}),),
        PermissionDeniedError,
        "403. .request id request-1. The caller needs a role",
        sent=1,
        holds={"status_code": 403, "request_id": "request-1", "message": None},
    ),
    Case(
        "an error of an unknown compression that may pass is tried again",
        (answer(503, b"\x8b\x02\x80", {"content-encoding": "br"}),),
    ),
    Case(
        "an error that unfolds beyond 64 KB is an error",
        (answer(404, gzip.compress(b" " * (9 * MEGABYTE)), {"content-encoding": "gzip"}),),
        NotFoundError,
        sent=1,
    ),
    Case(
        "a redirect of an unknown compression is followed",
        (answer(307, b"\x8b\x02\x80", {"content-encoding": "br", "location": "/y"}),),
    ),
    Case(
        "an answer that is compressed all the same is read",
        (answer(200, gzip.compress(KEYS), {"content-encoding": "gzip"}),),
        sent=1,
    ),
    Case(
        "a compressed answer that unfolds beyond 8 MB is refused",
        (answer(200, gzip.compress(b" " * (9 * MEGABYTE)), {"content-encoding": "gzip"}),),
        APIResponseError,
        "longer than 8388608 bytes",
        sent=1,
    ),
    Case(
        "a compression that was cut is no answer",
        (answer(200, gzip.compress(KEYS)[:-20], {"content-encoding": "gzip"}),),
        APIResponseError,
        sent=1,
    ),
    Case(
        "an unknown compression is no answer",
        (answer(200, KEYS, {"content-encoding": "br"}),),
        APIResponseError,
        "compressed",
        sent=1,
    ),
    Case(
        "a raw deflate answer is read as well",
        (answer(200, zlib.compress(KEYS), {"content-encoding": "deflate"}),),
        sent=1,
    ),
    # Redirects.
    *(Case(f"a {x} to the same origin is followed", (redirect(x, "/y"),)) for x in (307, 308)),
    Case(
        "redirects in a circle end",
        (redirect(307, "/y"),) * 20,
        APIResponseError,
        "307.*a redirect, which is not followed",
        sent=6,
    ),
    *(
        Case(f"a {status} is not followed", (redirect(status, "/y"),), APIResponseError, sent=1)
        for status in (300, 301, 302, 303, 304)
    ),
    *(
        Case(
            f"a 307 to {place} is not followed, and named as far as its host",
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
