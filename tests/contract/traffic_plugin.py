"""Check the traffic of every test against the document: a plugin of pytest, based on openapi-core.

It checks against openapi/serverless-endpoints.yaml

- every request that a client of this package sends, with any transport;
- every response of the stand-in to a request for an operation of the document;
- that the stand-in accepts no request that violates the document.

A test that deviates from the document on purpose has a mark: `@pytest.mark.deviates("reason")`. A
test fails if it deviates without the mark, or has the mark and does not deviate.

It does not check packages and stand-ins of other documents, other processes, and requests that
follow a redirect of the same test, because the document does not say where a redirect may lead.
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

from tests.summary import counts

DOCUMENT: Final = Path(__file__).parents[2] / "openapi" / "serverless-endpoints.yaml"

#: Hosts that a test may use as `base_url`: this machine, and the names that RFC 2606 reserves.
_TEST_HOST: Final = re.compile(
    r"localhost|127\.\d+\.\d+\.\d+|\[?::1\]?|(.+\.)?(test|example|invalid|localhost|example\.\w+)"
)
_SHOWN: Final = 5


class Exchange(NamedTuple):
    """The parts of a request that the document describes."""

    method: str
    origin: str
    path: str
    query: str
    authorization: str
    content_type: str
    body: bytes

    @classmethod
    def of(cls, request: httpx.Request) -> Exchange:
        """Read a request whose body is in memory."""
        path, _, query = request.url.raw_path.decode().partition("?")
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        return cls(
            request.method.lower(),
            f"{request.url.scheme}://{request.url.netloc.decode()}",
            path,
            query,
            # A fixed token lets the results be cached.
            f"{scheme} {'token' if re.fullmatch('[!-~]+', token) else token}",
            request.headers.get("Content-Type", ""),
            request.read(),
        )


@functools.cache
def _openapi() -> Any:
    """Return openapi-core with the document, which is loaded once, at the first use."""
    from jsonschema_path.readers import FilePathReader
    from openapi_core import Config, OpenAPI
    from openapi_core.security.exceptions import SecurityProviderError
    from openapi_core.security.factories import SecurityProviderFactory
    from openapi_core.security.providers import BaseProvider

    class Bearer(BaseProvider):
        """A reader of OAuth 2 tokens, which openapi-core does not have."""

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
        # openapi-core uses the default of a missing parameter, even of a required one.
        parameter["schema"].pop("default", None)
    return OpenAPI.from_dict(document, config=Config(security_provider_factory=Providers()))


def _request(exchange: Exchange) -> Any:
    from openapi_core.datatypes import RequestParameters
    from openapi_core.testing import MockRequest
    from werkzeug.datastructures import Headers, ImmutableMultiDict

    origin, path = exchange.origin, exchange.path
    host = origin.partition("://")[2].rpartition("@")[2]
    if _TEST_HOST.fullmatch(re.sub(r":\d+$", "", host)):
        # A `base_url` may have its own path before the path of the document.
        origin, roots = _server_and_roots()
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
def _server_and_roots() -> tuple[str, list[str]]:
    """Return the first server of the document, and the first segments of its paths."""
    servers, paths = (_openapi().spec / name for name in ("servers", "paths"))
    roots = {f"/{path.split('/')[1]}/" for path in paths.read_value()}
    return str(servers.read_value()[0]["url"]), sorted(roots)


@functools.lru_cache(maxsize=4096)
def request_deviations(exchange: Exchange) -> tuple[str, ...]:
    """Return the errors that openapi-core finds in a request."""
    return tuple(map(_message, _openapi().iter_request_errors(_request(exchange))))


@functools.lru_cache(maxsize=4096)
def response_deviations(
    exchange: Exchange, status: int, content_type: str, body: bytes
) -> tuple[str, ...]:
    """Return the errors that openapi-core finds in a response to a request."""
    from openapi_core.testing import MockResponse

    response = MockResponse(body, status, content_type=content_type)
    return tuple(map(_message, _openapi().iter_response_errors(_request(exchange), response)))


def _message(error: Exception) -> str:
    """Return the message of an error of openapi-core with the details of its cause."""
    cause = error.__cause__
    details = getattr(cause, "schema_errors", None) or ([cause] if cause else [])
    return ": ".join([f"{type(error).__name__}: {error}", *map(str, details)])


@functools.lru_cache(maxsize=4096)
def is_documented(exchange: Exchange) -> bool:
    """Return whether the document has an operation for a request."""
    from openapi_core.templating.paths.exceptions import PathError

    errors = _openapi().iter_request_errors(_request(exchange))
    return not any(isinstance(error, PathError) for error in errors)


#: The deviations of the current test, and the URLs that its responses redirect to.
_deviations: list[str] = []
_redirected: set[httpx.URL] = set()


def _check_request(request: httpx.Request) -> None:
    from azureml_serverless_endpoints._about import DISTRIBUTION

    if request.url in _redirected:
        return
    if request.headers.get("User-Agent", "").startswith(f"{DISTRIBUTION}/"):
        exchange = Exchange.of(request)
        counts["requests"] += 1
        _deviations.extend(
            f"the client sent {exchange.method.upper()} {request.url}: {message}"
            for message in request_deviations(exchange)
        )


def _note_redirect(request: httpx.Request, response: httpx.Response) -> None:
    if response.has_redirect_location:
        with contextlib.suppress(httpx.InvalidURL):
            _redirected.add(request.url.join(response.headers["Location"]))


def _check_response(request: httpx.Request, response: httpx.Response) -> None:
    exchange = Exchange.of(request)
    if not is_documented(exchange):
        return
    counts["responses"] += 1
    try:
        body = b"".join(response.stream)  # type: ignore[arg-type]
    except httpx.RemoteProtocolError:
        _deviations.append(f"the stand-in answered {response.status_code}: the body is truncated")
        return
    content_type = response.headers.get("Content-Type", "")
    _deviations.extend(
        f"the stand-in answered {response.status_code}: {message}"
        for message in response_deviations(exchange, response.status_code, content_type, body)
    )
    if response.is_success:
        _deviations.extend(
            f"the stand-in accepted {request.method} {request.url}: {message}"
            for message in request_deviations(exchange)
        )


def pytest_configure(config: pytest.Config) -> None:
    """Declare the mark."""
    config.addinivalue_line(
        "markers",
        "deviates(reason): the traffic of this test deviates from the document on purpose.",
    )


def pytest_sessionstart(session: pytest.Session) -> None:
    """Wrap the `send` of httpx clients and the transport methods of the stand-in."""
    try:
        from azureml_serverless_endpoints.testing import StandIn
    except ModuleNotFoundError as error:
        raise pytest.UsageError(
            f"{error}: the tests need the package, `python -m pip install ./generated_client`, or "
            "run `python -m nox -s tests`, which installs all requirements"
        ) from None

    _wrap(httpx.Client, "send", _wrap_send)
    _wrap(httpx.AsyncClient, "send", _wrap_async_send)
    _wrap(StandIn, "handle_request", _wrap_transport)
    _wrap(StandIn, "handle_async_request", _wrap_async_transport)


def _wrap(kind: type, method: str, wrap: Callable[..., Any]) -> None:
    original = getattr(kind, method)
    setattr(kind, method, functools.wraps(original)(wrap(original)))


def _wrap_send(send: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    def wrapper(client: Any, request: httpx.Request, *args: Any, **kwargs: Any) -> httpx.Response:
        _check_request(request)
        response = send(client, request, *args, **kwargs)
        _note_redirect(request, response)
        return response

    return wrapper


def _wrap_async_send(
    send: Callable[..., Awaitable[httpx.Response]],
) -> Callable[..., Awaitable[httpx.Response]]:
    async def wrapper(
        client: Any, request: httpx.Request, *args: Any, **kwargs: Any
    ) -> httpx.Response:
        _check_request(request)
        response = await send(client, request, *args, **kwargs)
        _note_redirect(request, response)
        return response

    return wrapper


def _wrap_transport(handle: Callable[..., httpx.Response]) -> Callable[..., httpx.Response]:
    def wrapper(stand_in: Any, request: httpx.Request) -> httpx.Response:
        response = handle(stand_in, request)
        _check_response(request, response)
        return response

    return wrapper


def _wrap_async_transport(
    handle: Callable[..., Awaitable[httpx.Response]],
) -> Callable[..., Awaitable[httpx.Response]]:
    async def wrapper(stand_in: Any, request: httpx.Request) -> httpx.Response:
        response = await handle(stand_in, request)
        _check_response(request, response)
        return response

    return wrapper


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Forget the previous test before the fixtures of the next one run."""
    _deviations.clear()
    _redirected.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    """Fail a test that passed if its traffic and its mark do not agree."""
    mark = item.get_closest_marker("deviates")
    if mark and not (
        len(mark.args) == 1 and isinstance(mark.args[0], str) and mark.args[0].strip()
    ):
        pytest.fail("give the reason: @pytest.mark.deviates('reason')", pytrace=False)
    result = yield
    counts["deviations"] += mark is not None
    found = list(dict.fromkeys(_deviations))
    if found and not mark:
        more = [f"and {len(found) - _SHOWN} more"] if len(found) > _SHOWN else []
        lines = "\n".join(f"- {line}" for line in [*found[:_SHOWN], *more])
        pytest.fail(
            f"the traffic deviates from {DOCUMENT.name}:\n{lines}\n"
            "If the test does so on purpose, mark it: @pytest.mark.deviates('reason').",
            pytrace=False,
        )
    if mark and not found:
        pytest.fail(
            "the test is marked `deviates`, but its traffic matches the document; remove the mark",
            pytrace=False,
        )
    return result
