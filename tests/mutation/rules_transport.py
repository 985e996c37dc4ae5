"""Rules of what is sent and how an answer is read, and of foreign exceptions."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_LIFE = "network/test_life.py"
_FIT = "network/test_fit.py"
_LEAKS = "network/test_leaks.py"
_ENDS = "network/test_calls.py::test_a_call_ends_in_keys_or_the_right_error"
_REQUEST = "client/test_request.py"
_CLOSED = f"{_LIFE}::test_closing_twice_is_fine_and_a_call_afterwards_is_a_clear_error"
_QUOTED = f"{_LEAKS}::test_no_quoted_answer_shows_a_secret"
_FAILS = f"{_LEAKS}::test_a_credential_that_fails_shows_no_secret"
_CONNECTED = "network/test_connections.py"
_OWN = f"{_CONNECTED}::test_a_client_of_ones_own_does_not_decide_over_tokens"

_TRANSPORT = table(
    "runtime/_transport.py",
    _REQUEST,
    [
        ("A call asks for any type.", '"Accept": "application/json",', ""),
        (
            "A call asks for compressed answers.",
            '"Accept-Encoding": "identity"',
            '"Accept-Encoding": "gzip"',
        ),
        (
            "A connection is closed after each call.",
            '"Connection": "keep-alive"',
            '"Connection": "close"',
        ),
        ("The package does not name itself.", '"User-Agent": agent,', ""),
        (
            "The service is not asked to return the id.",
            '"x-ms-return-client-request-id": "true",',
            "",
        ),
        (
            "The caller's suffix is not sent.",
            'agent = f"{agent} {str.__str__(user_agent)}"',
            "pass",
        ),
        (
            "The caller's suffix is sent as what it shows.",
            "{str.__str__(user_agent)}",
            "{user_agent}",
        ),
        (
            "A suffix may hold a line end.",
            "if not user_agent or not is_field_value(user_agent):",
            "if False:",
        ),
        (
            "The id that a caller brings is replaced.",
            'own.setdefault("x-ms-client-request-id", str(uuid4()))',
            'own["x-ms-client-request-id"] = str(uuid4())',
        ),
        (
            "A call is sent without an id.",
            'own.setdefault("x-ms-client-request-id", str(uuid4()))',
            "str(uuid4())",
        ),
        (
            "A call's own timeout is ignored.",
            "self.timeout if timeout is None else Timeout.of(timeout)",
            "self.timeout",
            "client/test_limits.py",
        ),
        (
            "A call's own policy is ignored.",
            "self.retry if retry is None else RetryPolicy.of(retry)",
            "self.retry",
        ),
        (
            "A call's own headers are not sent.",
            "**request.headers, **headers}",
            "**request.headers}",
        ),
        (
            "Header parameters are not sent.",
            "**self._headers, **request.headers, ",
            "**self._headers, ",
            "generator/generate/test_library.py::test_a_query_is_sent_as_the_document_says",
        ),
        (
            "A body is not sent.",
            "content=request.content,",
            "",
            "generator/generate/test_library.py::test_a_body_is_sent_with_its_secret",
        ),
        (
            "The defaults of the caller's own client are not sent.",
            "httpx.Request if self._client is None else self._client.build_request",
            "httpx.Request",
            _OWN,
        ),
        (
            "A closed client goes on.",
            "if self.closed:\n            raise",
            "if False:\n            raise",
            _CLOSED,
        ),
        (
            "A closed client of one's own goes on.",
            "if self._client is not None and self._client.is_closed:\n            raise",
            "if False:\n            raise",
            "client/test_client.py",
        ),
        (
            "A client takes a closed client of one's own.",
            "if self._client is not None and self._client.is_closed:\n            violation",
            "if False:\n            violation",
            "client/test_client.py",
        ),
        (
            "A client of another kind is found out in a call.",
            "if http_client is None or isinstance(http_client, kind):",
            "if True:",
            "client/test_client.py",
        ),
        (
            "The caller's own client is closed.",
            "            self._tokens.close()\n            if self._client is None:\n                self._connections.close()",
            "            self._tokens.close()\n            (self._client or self._connections).close()",
            f"{_LIFE}::test_the_callers_own_http_client_stays_open[sync]",
        ),
        (
            "Connections stay open in threads.",
            "            if self._client is None:\n                self._connections.close()",
            "            pass",
            f"{_LIFE}::test_a_client_works_without_with[sync]",
        ),
        (
            "Connections stay open in event loops.",
            "            if self._client is None:\n                await self._connections.close()",
            "            pass",
            f"{_LIFE}::test_a_client_works_without_with[asyncio]",
        ),
        (
            "A client serves another event loop.",
            "elif self._loop is not loop:",
            "elif False:",
            f"{_LIFE}::test_another_event_loop_is_a_clear_error",
        ),
        (
            "trio is taken for asyncio.",
            "if trio is not None and trio.lowlevel.in_trio_run():",
            "if False:",
            f"{_LIFE}::test_trio_and_asyncio_are_told_apart",
        ),
        ("A call is sent without its token.", "if step.token is not None:", "if False:"),
        (
            "A redirect is not sent elsewhere.",
            "message.url = httpx.URL(step.url)",
            "pass",
            "client/test_statuses.py::test_a_redirect_within_the_origin_is_followed",
        ),
        (
            "The timeout of a read is ignored.",
            "Wait(min(timeout.read, left)",
            "Wait(left",
            "client/test_deadline.py",
        ),
        (
            "A read has more time than the call.",
            "Wait(min(timeout.read, left)",
            "Wait(timeout.read",
            "client/test_deadline.py",
        ),
        (
            "The timeout of a connection is ignored.",
            "min(timeout.connect, left)",
            "left",
            "client/test_deadline.py",
        ),
        (
            "A wait for a connection has no end.",
            '"pool": left',
            '"pool": 1e6',
            "client/test_deadline.py",
        ),
        (
            "An answer to a thread may be of any size.",
            "                if len(body) > MAX_ANSWER:\n                    break",
            "                if False:\n                    break",
            f"{_CONNECTED}::test_an_answer_of_a_client_of_ones_own_is_closed[sync]",
        ),
        (
            "An answer may be of any size.",
            "_TOO_LONG if len(body) > MAX_ANSWER else None",
            "None",
            f"{_ENDS}[asyncio-an answer beyond 8 MB is refused]",
        ),
        (
            "An error whose body cannot be read has no status.",
            "if response.is_success:",
            "if True:",
            f"{_ENDS}[sync-an error of an unknown compression is an error]",
        ),
        (
            "An error shows what is no text.",
            'problem, body = Failure("answer", words), b""',
            'problem = Failure("answer", words)',
            f"{_ENDS}[sync-an error of an unknown compression is an error]",
        ),
        (
            "A URL that is too long is an error of httpx.",
            "except httpx.InvalidURL:",
            "except ZeroDivisionError:",
            "client/test_parameters.py::test_a_url_that_is_too_long_for_httpx_is_a_matter_of_its_arguments",
        ),
        (
            "A client is closed in another event loop.",
            "if self._client is None and self._loop not in {None, _current_loop()}:",
            "if False:",
            f"{_LIFE}::test_a_client_cannot_be_closed_in_another_event_loop",
        ),
        (
            "A client that holds no connection is not closed in another event loop.",
            "if self._client is None and self._loop not in {None, _current_loop()}:",
            "if self._loop not in {None, _current_loop()}:",
            f"{_LIFE}::test_a_client_without_connections_of_its_own_closes_in_any_event_loop",
        ),
        (
            "A thread reads for ever.",
            "if time.monotonic() >= deadline:\n                    return",
            "if False:\n                    return",
            "client/test_deadline.py",
        ),
        (
            "A thread that is late is told of a lost connection.",
            "return _too_slow(terms) if time.monotonic() >= deadline else failure",
            "return failure",
            f"{_ENDS}[sync-a head that trickles for ever ends in time]",
        ),
        (
            "A token comes too late in an event loop.",
            "with anyio.move_on_after(step.seconds_left):\n                return await self._tokens",
            "with anyio.move_on_after(None):\n                return await self._tokens",
            f"{_LIFE}::test_a_credential_that_never_answers_ends_in_time",
        ),
        (
            "An answer comes too late in an event loop.",
            "with anyio.move_on_after(step.seconds_left):\n                return await self._exchange",
            "with anyio.move_on_after(None):\n                return await self._exchange",
            f"{_ENDS}[asyncio-a body that trickles for ever ends in time]",
        ),
        (
            "An answer that a hook has read is lost in threads.",
            "if response.is_stream_consumed:\n                # A hook",
            "if False:\n                # A hook",
            f"{_FIT}::test_event_hooks_see_every_attempt[sync-True]",
        ),
        (
            "An answer that a hook has read is lost in event loops.",
            "if response.is_stream_consumed:\n                return",
            "if False:\n                return",
            f"{_FIT}::test_event_hooks_see_every_attempt[asyncio-True]",
        ),
        (
            "A compressed answer is not read.",
            'if body and coding != "identity":',
            "if False:",
            f"{_ENDS}[sync-an answer that is compressed all the same is read]",
        ),
        (
            "A compressed answer may unfold to any size.",
            "_TOO_LONG if decoder.unconsumed_tail else problem",
            "problem",
            f"{_ENDS}[sync-a compressed answer that unfolds beyond 8 MB is refused]",
        ),
        (
            "A wrong compression is an error of zlib.",
            "except zlib.error:",
            "except ZeroDivisionError:",
            f"{_ENDS}[sync-an unknown compression is no answer]",
        ),
        (
            "A foreign error in a thread keeps its frames.",
            "(failure := failure_of(error)) is None:\n                drop_frames(error, handled)\n                raise\n        return _too_slow",
            "(failure := failure_of(error)) is None:\n                raise\n        return _too_slow",
            f"{_LEAKS}::test_ctrl_c_shows_no_secret",
        ),
        (
            "A foreign error in a task keeps its frames.",
            "(failure := failure_of(error)) is None:\n                drop_frames(error, handled)\n                raise\n            return failure",
            "(failure := failure_of(error)) is None:\n                raise\n            return failure",
            "client/test_exceptions.py",
        ),
        (
            "A log of httpcore quotes answers.",
            "        unquote_logs()\n",
            "",
            f"{_QUOTED}[sync-a status line that is a key]",
        ),
    ],
)

_EXCEPTIONS = table(
    "runtime/_exceptions.py",
    _QUOTED,
    [
        ("An error quotes the bytes of an answer.", '_QUOTED.sub("…", str(error))', "str(error)"),
        ("An error quotes the answer of a sign-in.", r"|\bContent: .*", "", _FAILS),
        (
            "An error shows a secret by its name.",
            r'_NAMED.sub(r"\1\2[secret]", _QUOTED.sub("…", str(error)))',
            '_QUOTED.sub("…", str(error))',
            _FAILS,
        ),
        (
            "An error has several lines.",
            '" ".join(filter(None, map(one_line, text[:_LONGEST].splitlines())))',
            "text",
            _FAILS,
            "network/test_identity.py::test_a_default_credential_that_finds_nothing_tells_of_each_way_on_one_line[sync]",
        ),
        ("An error does not name its type.", 'f"{type(error).__name__}: {words}"', "words", _FAILS),
        (
            "A log of httpcore is not read.",
            "addFilter(_unquoted)",
            "addFilter(lambda record: True)",
        ),
        ("Frames are kept.", "current.__traceback__ = None", "pass", "client/test_exceptions.py"),
        (
            "The frames of what lies behind an error are kept.",
            "pending += [current.__cause__, current.__context__]",
            "pass",
            "client/test_exceptions.py",
        ),
        (
            "Where an error was raised is lost.",
            "current.add_note(",
            "str(",
            "client/test_exceptions.py",
        ),
        (
            "What a caller handles loses its frames.",
            "seen = {id(handled)}",
            "seen = {0}",
            f"{_FIT}::test_what_a_caller_handles_while_it_calls_stays_as_it_is",
        ),
        (
            "An error that needs more than words is an error of Python.",
            'next(kind for kind in kinds if kind.__module__ == "httpx")',
            "type(source)",
            f"{_FIT}::test_an_error_of_a_transport_of_ones_own_is_an_error_of_the_call",
        ),
        (
            "A proxy that wants a password is asked again.",
            "if _is_refused_by_proxy(source):",
            "if False:",
            f"{_FIT}::test_a_proxy_that_refuses_is_named_without_its_password",
        ),
        (
            "A proxy that is busy is not asked again.",
            'str(source).startswith("407")',
            "True",
            f"{_FIT}::test_a_proxy_that_is_busy_is_asked_again",
        ),
        (
            "A timeout is a lost connection.",
            "if isinstance(source, (httpx.TimeoutException, TimeoutError)):",
            "if False:",
            f"{_ENDS}[sync-a slow first byte is a timeout in the end]",
        ),
        (
            "An answer that cannot be decoded is a lost connection.",
            "if isinstance(source, httpx.DecodingError):",
            "if False:",
            f"{_FIT}::test_a_hook_that_cannot_read_the_answer_is_an_error_of_the_call[sync]",
        ),
        (
            "A certificate that is not trusted is a lost connection.",
            "if _is_certificate(error):",
            "if False:",
            f"{_FIT}::test_a_wrong_certificate_is_final_and_says_what_to_do[sync-unknown authority]",
        ),
        (
            "The error of a hook is a lost connection.",
            "if source is None or not (known or _is_aiohttp(source)):",
            "if source is None:",
            f"{_FIT}::test_the_error_of_a_hook_goes_to_its_writer",
        ),
        (
            "An error of aiohttp is what httpx calls it.",
            "error.__cause__ if _is_aiohttp(error.__cause__) else error",
            "error",
            f"{_ENDS}[aiohttp-a connection that always fails ends in an error]",
        ),
        (
            "The cause of a failure holds its request.",
            "_bare(source, words) if isinstance(source, httpx.RequestError) else None",
            "source",
            f"{_LEAKS}::test_no_outcome_shows_a_secret[a reset connection is tried again-aiohttp]",
        ),
    ],
)

RULES = [*_TRANSPORT, *_EXCEPTIONS]
