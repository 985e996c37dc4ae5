"""Rules of connections: how many, how long, by which proxy, and until when."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_LIFE = "network/test_life.py"
_FIT = "network/test_fit.py"
_ENDS = "network/test_calls.py::test_a_call_ends_in_keys_or_the_right_error"
_MANY = f"{_LIFE}::test_a_client_outlives_many_failures"
_KEPT = f"{_LIFE}::test_a_connection_is_kept_between_calls"
_CONNECTED = "network/test_connections.py"
_BUSY = f"{_CONNECTED}::test_a_call_waits_for_a_free_connection_only_as_long_as_it_may"
_NO_PROXY = f"{_CONNECTED}::test_a_proxy_that_is_none_is_refused_at_once_and_by_its_variable"
_NO_PLACE = f"{_CONNECTED}::test_a_connection_that_cannot_be_made_takes_no_place"
_FORKED = f"{_CONNECTED}::test_processes_that_were_forked_share_no_connection"
_OWN = f"{_CONNECTED}::test_a_client_of_ones_own_does_not_decide_over_tokens"

_CONNECTIONS = table(
    "runtime/_connections.py",
    _LIFE,
    [
        (
            "The proxy of the environment is ignored in threads.",
            "verify=self._tls, limits=_ONE, proxy=self._proxy)\n            keep",
            "verify=self._tls, limits=_ONE)\n            keep",
            f"{_FIT}::test_the_proxy_of_the_environment_is_used_for_retries_too[sync-HTTPS_PROXY]",
        ),
        (
            "The proxy of the environment is ignored in event loops.",
            "AsyncHTTPTransport(verify=self._tls, limits=_ONE, proxy=self._proxy)",
            "AsyncHTTPTransport(verify=self._tls, limits=_ONE)",
            f"{_FIT}::test_the_proxy_of_the_environment_is_used_for_retries_too[asyncio-HTTPS_PROXY]",
        ),
        (
            "Any number of connections is opened.",
            "_MOST: Final = 100",
            "_MOST: Final = 1000",
            f"{_LIFE}::test_no_more_than_a_hundred_connections_are_opened",
        ),
        (
            "A thread waits for a connection for ever.",
            'acquire(timeout=request.extensions["timeout"]["pool"])',
            "acquire()",
            f"{_BUSY}[sync]",
        ),
        (
            "A thread keeps its place after a failure.",
            "            self._free.release()\n            if transport is not None:\n                self",
            "            if transport is not None:\n                self",
            f"{_MANY}[sync]",
        ),
        (
            "A task keeps its place after a failure.",
            "            self._free.release()\n            if transport is not None:\n                await",
            "            if transport is not None:\n                await",
            f"{_MANY}[asyncio]",
        ),
        (
            "A connection that a thread could not make keeps its place.",
            "        is_sound = False\n        try:\n            transport = self._take()\n            with",
            "        is_sound = False\n        transport = self._take()\n        try:\n            with",
            f"{_NO_PLACE}[sync]",
        ),
        (
            "A connection that a task could not make keeps its place.",
            "        is_sound = False\n        try:\n            transport = self._take()\n            async",
            "        is_sound = False\n        transport = self._take()\n        try:\n            async",
            f"{_NO_PLACE}[asyncio]",
        ),
        (
            "Processes that were forked share connections.",
            "        # Closes them here alone: a close says nothing to the other side.\n        self.close()\n",
            "",
            _FORKED,
        ),
        (
            "The threads of a parent keep their places in its child.",
            "        self._free = threading.Semaphore(_MOST)\n        # Closes",
            "        # Closes",
            _FORKED,
        ),
        (
            "A connection of a thread is not kept.",
            "if not is_sound:\n            transport.close()",
            "if True:\n            transport.close()",
            f"{_KEPT}[sync]",
        ),
        (
            "A connection of a task is not kept.",
            "if not is_sound:\n            await",
            "if True:\n            await",
            f"{_KEPT}[asyncio]",
        ),
        (
            "A connection of a thread that failed is kept.",
            "if not is_sound:\n            transport.close()",
            "if False:\n            transport.close()",
            _CONNECTED,
        ),
        (
            "A connection of a task that failed is kept.",
            "if not is_sound:\n            await",
            "if False:\n            await",
            _CONNECTED,
        ),
        (
            "An idle connection is kept for ever in threads.",
            "while self._idle and self._idle[0][1] < now - _KEPT:\n            try",
            "while False:\n            try",
            _CONNECTED,
        ),
        (
            "An idle connection is kept for ever in event loops.",
            "while self._idle and self._idle[0][1] < now - _KEPT:\n            await",
            "while False:\n            await",
            _CONNECTED,
        ),
        (
            "Idle connections stay open in threads.",
            "self._idle.pop()[0].close()",
            "break",
            f"{_LIFE}::test_a_client_works_without_with[sync]",
        ),
        (
            "Idle connections stay open in event loops.",
            "await self._idle.pop()[0].aclose()",
            "break",
            f"{_LIFE}::test_a_client_works_without_with[asyncio]",
        ),
        (
            "A thread has no end to its waits.",
            "            keep_to_waits(transport)\n",
            "",
            f"{_LIFE}::test_httpx_still_has_the_places_that_the_connections_use",
        ),
        (
            "The sign-in of a caller's client replaces the token.",
            "with closing(client.send(request, stream=True, auth=None,",
            "with closing(client.send(request, stream=True,",
            f"{_OWN}[sync]",
        ),
        (
            "The sign-in of a caller's async client replaces the token.",
            "response = await client.send(request, stream=True, auth=None,",
            "response = await client.send(request, stream=True,",
            f"{_OWN}[asyncio]",
        ),
        (
            "A caller's client follows redirects.",
            "follow_redirects=False)) as response",
            "follow_redirects=True)) as response",
            f"{_OWN}[sync]",
        ),
        (
            "A caller's async client follows redirects.",
            "follow_redirects=False)\n    async",
            "follow_redirects=True)\n    async",
            f"{_OWN}[asyncio]",
        ),
        (
            "An answer of a caller's client is not closed.",
            "with closing(client.send(request, stream=True, auth=None, follow_redirects=False)) as response:\n        yield response",
            "yield client.send(request, stream=True, auth=None, follow_redirects=False)",
            f"{_CONNECTED}::test_an_answer_of_a_client_of_ones_own_is_closed[sync]",
        ),
        (
            "An answer of a caller's async client is not closed.",
            "    async with aclosing(response):\n        yield response",
            "    yield response",
            f"{_CONNECTED}::test_an_answer_of_a_client_of_ones_own_is_closed[asyncio]",
        ),
    ],
)

_ENVIRONMENT = table(
    "runtime/_environment.py",
    _CONNECTED,
    [
        (
            "NO_PROXY is ignored.",
            " or proxy_bypass(place.netloc)",
            "",
            f"{_FIT}::test_no_proxy_is_kept",
        ),
        (
            "ALL_PROXY is ignored.",
            'else "all"',
            'else "none"',
            f"{_FIT}::test_the_proxy_of_the_environment_is_used_for_retries_too[sync-ALL_PROXY]",
        ),
        (
            "A proxy needs a scheme.",
            'if "://" not in given:',
            "if False:",
            _CONNECTED,
        ),
        (
            "A proxy that cannot be is found out in a call.",
            "elif not _is_proxy(given):",
            "elif False:",
            _NO_PROXY,
        ),
        (
            "A proxy by another protocol is found out in a call.",
            "if scheme not in _PROXY_SCHEMES:",
            "if False:",
            _NO_PROXY,
        ),
        (
            "A password that is not quoted is taken for a port.",
            'return b"@" not in url.raw_path and "@" not in url.fragment',
            "return True",
            _NO_PROXY,
        ),
        (
            "A SOCKS proxy that httpx cannot use is found out in a call.",
            'find_spec("socksio") is None',
            "False",
            _NO_PROXY,
        ),
        (
            "A wrong proxy shows its password in a frame.",
            "    proxy = _proxy(url)\n",
            "    shown = str(getproxies())\n    proxy = _proxy(url)\n",
            _NO_PROXY,
        ),
        (
            "A wrong file of certificates is a bare error.",
            "if not variables:",
            "if True:",
            f"{_CONNECTED}::test_certificates_that_are_none_are_refused_at_once_and_by_their_variable",
        ),
        (
            "Every broken certificate is the environment's fault.",
            "if not variables:",
            "if False:",
            f"{_CONNECTED}::test_certificates_that_no_variable_names_stay_an_error_of_the_machine",
        ),
    ],
)

_DEADLINE = table(
    "runtime/_deadline.py",
    f"{_ENDS}[sync-a head that trickles for ever ends in time]",
    [
        (
            "A wait that trickles has no end.",
            "if isinstance(timeout, Wait):",
            "if False:",
            "client/test_deadline.py",
        ),
        (
            "A wait over TLS has no end.",
            "return _Stream(self._start_tls(*arguments, **options))",
            "return self._start_tls(*arguments, **options)",
            "client/test_deadline.py",
        ),
        (
            "A wait is not cut at the end of the call.",
            "timeout = min(timeout, left)",
            "pass",
            "client/test_deadline.py",
        ),
        (
            "A wait begins after the end of the call.",
            "if left <= 0:",
            "if False:",
            "client/test_deadline.py",
        ),
        (
            "A place that httpx has moved is an error.",
            "if backend is not None:",
            "if True:",
            "client/test_deadline.py",
        ),
    ],
)

RULES = [*_CONNECTIONS, *_ENVIRONMENT, *_DEADLINE]
