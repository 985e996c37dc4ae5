"""Has openapi-core judge the traffic of every test: a plugin, which no test can forget.

Judged by openapi/serverless-endpoints.yaml are

- every request that a client of this package sends, whatever carries it;
- every answer of the stand-in to a request that the document has an operation for;
- that the stand-in lets no request succeed which breaks the document.

A test that deviates on purpose says why, with `@pytest.mark.deviates("reason")`. Without the mark
it fails, and with the mark but no deviation it fails as well.

Not judged: packages and stand-ins made from other documents, other processes, and requests to where
an answer of the same test redirects, since the document does not say where that may be.
"""

from __future__ import annotations

import contextlib
import functools
import re
from collections.abc import Awaitable, Callable, Generator
from pathlib import Path
from typing import Any, Final, NamedTuple
from urllib.parse import parse_qsl, unquote

import httpx
import pytest

from tests.tally import tally

DOCUMENT: Final = Path(__file__).parents[2] / "openapi" / "serverless-endpoints.yaml"

#: Hosts that a test may invent for a client's `base_url`: this machine, and what RFC 2606 reserves.
_INVENTED: Final = re.compile(
    r"localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|(.+\.)?(test|example|invalid|localhost|example\.\w+)"
)
_SHOWN: Final = 5


class Exchange(NamedTuple):
    """What the document can say something about in a request."""

    method: str
    origin: str
    path: str
    query: str
    authorization: str
    content_type: str
    body: bytes

    @classmethod
    def of(cls, request: httpx.Request) -> Exchange:
        """Reads a request whose body is in memory."""
        path, _, query = request.url.raw_path.decode().partition("?")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return cls(
            request.method.lower(),
            f"{request.url.scheme}://{request.url.netloc.decode()}",
            path,
            query,
            # Tokens differ, what is judged of them does not: the verdicts are kept.
            f"{scheme} {'token' if re.fullmatch('[!-~]+', token) else token}",
            request.headers.get("Content-Type", ""),
            request.read(),
        )


@functools.cache
def _judge() -> Any:
    """openapi-core with the document, loaded once and only if there is something to judge."""
    from jsonschema_path.readers import FilePathReader
    from openapi_core import Config, OpenAPI
    from openapi_core.security.exceptions import SecurityProviderError
    from openapi_core.security.factories import SecurityProviderFactory
    from openapi_core.security.providers import BaseProvider

    class Bearer(BaseProvider):
        """Reads the token of OAuth 2, for which openapi-core has no reader of its own."""

        def __call__(self, parameters: Any) -> str:
            authorization = str(parameters.header.get("Authorization", ""))
            if not re.fullmatch("Bearer [!-~]+", authorization, re.IGNORECASE):
                raise SecurityProviderError("there is no bearer token")
            return authorization

    class Providers(SecurityProviderFactory):
        PROVIDERS = {**SecurityProviderFactory.PROVIDERS, "oauth2": Bearer}  # noqa: RUF012

    document: Any
    document, _ = FilePathReader(DOCUMENT).read()
    for parameter in document["components"]["parameters"].values():
        # openapi-core takes the default for a parameter that is missing, also for a required one.
        parameter["schema"].pop("default", None)
    return OpenAPI.from_dict(document, config=Config(security_provider_factory=Providers()))


def _request(exchange: Exchange) -> Any:
    from openapi_core.datatypes import RequestParameters
    from openapi_core.testing import MockRequest
    from werkzeug.datastructures import Headers, ImmutableMultiDict

    origin, path = exchange.origin, exchange.path
    host = origin.partition("://")[2].rpartition("@")[2]
    if _INVENTED.fullmatch(re.sub(r":\d+$", "", host)):
        # Such a place may have a path of its own before that of the document.
        origin, roots = _places()
        path = path[max(0, *(path.find(root) for root in roots)) :]
    request = MockRequest(
        origin,
        exchange.method,
        # An encoded slash is a part of its segment.
        "/".join(unquote(segment).replace("/", "%2F") for segment in path.split("/")),
        data=exchange.body,
        content_type=exchange.content_type,
    )
    request.parameters = RequestParameters(
        query=ImmutableMultiDict(parse_qsl(exchange.query, keep_blank_values=True)),
        header=Headers({"Authorization": exchange.authorization}),
    )
    return request


@functools.cache
def _places() -> tuple[str, list[str]]:
    """The first server of the document, and how its paths begin."""
    servers, paths = (_judge().spec / name for name in ("servers", "paths"))
    roots = {f"/{path.split('/')[1]}/" for path in paths.read_value()}
    return str(servers.read_value()[0]["url"]), sorted(roots)


@functools.lru_cache(maxsize=4096)
def request_deviations(exchange: Exchange) -> tuple[str, ...]:
    """What openapi-core holds against a request."""
    return tuple(map(_words, _judge().iter_request_errors(_request(exchange))))


@functools.lru_cache(maxsize=4096)
def answer_deviations(
    exchange: Exchange, status: int, content_type: str, body: bytes
) -> tuple[str, ...]:
    """What openapi-core holds against an answer to a request."""
    from openapi_core.testing import MockResponse

    answer = MockResponse(body, status, content_type=content_type)
    return tuple(map(_words, _judge().iter_response_errors(_request(exchange), answer)))


def _words(error: Exception) -> str:
    """An error of openapi-core, with what it keeps in its cause."""
    cause = error.__cause__
    details = getattr(cause, "schema_errors", None) or ([cause] if cause else [])
    return ": ".join([f"{type(error).__name__}: {error}", *map(str, details)])


@functools.lru_cache(maxsize=4096)
def is_known(exchange: Exchange) -> bool:
    """Whether the document has an operation for a request."""
    from openapi_core.templating.paths.exceptions import PathError

    errors = _judge().iter_request_errors(_request(exchange))
    return not any(isinstance(error, PathError) for error in errors)


#: What was found in the test that runs now, and where its answers redirect to.
_found: list[str] = []
_elsewhere: set[httpx.URL] = set()


def _watch_request(request: httpx.Request) -> None:
    from azureml_serverless_endpoints._about import DISTRIBUTION

    if request.url in _elsewhere:
        return
    if request.headers.get("User-Agent", "").startswith(f"{DISTRIBUTION}/"):
        exchange = Exchange.of(request)
        tally["requests"] += 1
        _found.extend(
            f"the client sent {exchange.method.upper()} {request.url}: {words}"
            for words in request_deviations(exchange)
        )


def _watch_redirect(request: httpx.Request, response: httpx.Response) -> None:
    if response.has_redirect_location:
        with contextlib.suppress(httpx.InvalidURL):
            _elsewhere.add(request.url.join(response.headers["Location"]))


def _watch_answer(request: httpx.Request, response: httpx.Response) -> None:
    exchange = Exchange.of(request)
    if not is_known(exchange):
        return
    tally["answers"] += 1
    try:
        body = b"".join(response.stream)  # type: ignore[arg-type]
    except httpx.RemoteProtocolError:
        _found.append(f"the stand-in answered {response.status_code}: the body breaks off")
        return
    content_type = response.headers.get("Content-Type", "")
    _found.extend(
        f"the stand-in answered {response.status_code}: {words}"
        for words in answer_deviations(exchange, response.status_code, content_type, body)
    )
    if response.is_success:
        _found.extend(
            f"the stand-in accepted {request.method} {request.url}: {words}"
            for words in request_deviations(exchange)
        )


def pytest_configure(config: pytest.Config) -> None:
    """Declares the mark."""
    config.addinivalue_line(
        "markers",
        "deviates(reason): the traffic of this test deviates from the document on purpose.",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Puts the watch on httpx, which sends what the clients build, and on the stand-in."""
    try:
        from azureml_serverless_endpoints.testing import StandIn
    except ModuleNotFoundError as error:
        raise pytest.UsageError(
            f"{error}: the tests need the package, `python -m pip install ./generated_client`, or "
            "run `python -m nox -s tests`, which brings all they need"
        ) from None

    _wrap(httpx.Client, "send", _around)
    _wrap(httpx.AsyncClient, "send", _around_async)
    _wrap(StandIn, "handle_request", _after)
    _wrap(StandIn, "handle_async_request", _after_async)


def _wrap(kind: type, method: str, watch: Callable[..., Any]) -> None:
    original = getattr(kind, method)
    setattr(kind, method, functools.wraps(original)(watch(original)))


def _around(send: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    def watched(client: Any, request: httpx.Request, *args: Any, **kwargs: Any) -> httpx.Response:
        _watch_request(request)
        response = send(client, request, *args, **kwargs)
        _watch_redirect(request, response)
        return response

    return watched


def _around_async(
    send: Callable[..., Awaitable[httpx.Response]],
) -> Callable[..., Awaitable[httpx.Response]]:
    async def watched(
        client: Any, request: httpx.Request, *args: Any, **kwargs: Any
    ) -> httpx.Response:
        _watch_request(request)
        response = await send(client, request, *args, **kwargs)
        _watch_redirect(request, response)
        return response

    return watched


def _after(handle: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    def watched(stand_in: Any, request: httpx.Request) -> httpx.Response:
        response = handle(stand_in, request)
        _watch_answer(request, response)
        return response

    return watched


def _after_async(
    handle: Callable[..., Awaitable[httpx.Response]],
) -> Callable[..., Awaitable[httpx.Response]]:
    async def watched(stand_in: Any, request: httpx.Request) -> httpx.Response:
        response = await handle(stand_in, request)
        _watch_answer(request, response)
        return response

    return watched


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Begins a test, with the fixtures that it asks for."""
    _found.clear()
    _elsewhere.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Judges a test that has passed so far."""
    mark = item.get_closest_marker("deviates")
    if mark and not (
        len(mark.args) == 1 and isinstance(mark.args[0], str) and mark.args[0].strip()
    ):
        pytest.fail("give the reason: @pytest.mark.deviates('why')", pytrace=False)
    result = yield
    tally["deviations"] += mark is not None
    found = list(dict.fromkeys(_found))
    if found and not mark:
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        lines = "\n".join(f"- {line}" for line in [*found[:_SHOWN], *more])
        pytest.fail(
            f"openapi-core objects, by {DOCUMENT.name}:\n{lines}\n"
            "If that is the point of this test, mark it: @pytest.mark.deviates('why').",
            pytrace=False,
        )
    if mark and not found:
        pytest.fail("it is marked as deviating from the document, but does not", pytrace=False)
    return result
