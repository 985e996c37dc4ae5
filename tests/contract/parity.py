"""Comparison of this package with the client of Microsoft, the generated one inside azure-ai-ml.

Both make the same calls over TLS to one server that records them. `python -m nox -s parity`
installs azure-ai-ml and runs these tests.
"""

from __future__ import annotations

import asyncio
import http.server
import json
import re
import ssl
import threading
import warnings
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

import azure.identity
import httpx
import pytest
import requests
import trustme
from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azureml_serverless_endpoints import (
    API_VERSION,
    APIStatusError,
    AsyncClient,
    Client,
    RetryPolicy,
)
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

with warnings.catch_warnings(action="ignore"):  # It uses what it deprecates.
    from azure.ai.ml._restclient.arm_ml_service import MachineLearningServicesMgmtClient

SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
ROOT = Path(__file__).parents[2]
SAMPLE = ("test-rg", "my-aml-workspace", "string")
ONCE = RetryPolicy(attempts=1)

#: Primary and secondary key, or status, code and message of the error.
Outcome = tuple[str | None, str | None] | tuple[int, str | None, str | None]


class Recorded(NamedTuple):
    """A request as the server received it."""

    line: str
    headers: dict[str, str]
    body: bytes


class Recorder(http.server.ThreadingHTTPServer):
    """A server that sends one response to all requests and records them."""

    def __init__(self, context: ssl.SSLContext) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.socket = context.wrap_socket(self.socket, server_side=True)
        self.url = f"https://localhost:{self.server_address[1]}"
        self.recorded: list[Recorded] = []
        self.answer: tuple[int, Any] = (200, {})

    def taken(self) -> Recorded:
        """Return the only request since the last call."""
        (one,) = self.recorded
        self.recorded.clear()
        return one


class _Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Recorder

    def do_POST(self) -> None:
        names = [name.lower() for name in self.headers]
        assert len(names) == len(set(names)), "a header occurs twice"
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.server.recorded.append(Recorded(self.requestline, headers, body))
        status, content = self.server.answer
        answer = json.dumps(content).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(answer)))
        self.end_headers()
        self.wfile.write(answer)

    def log_message(self, *_: object) -> None:
        """Log nothing."""


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, ssl.SSLContext]]:
    """Make a certificate for this machine, and the file that makes a client trust it."""
    made = trustme.CA()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    made.issue_cert("localhost").configure_cert(context)
    file = tmp_path_factory.mktemp("tls") / "ca.pem"
    made.cert_pem.write_to_path(file)
    return file, context


@pytest.fixture(scope="module")
def server(authority: tuple[Path, ssl.SSLContext]) -> Iterator[Recorder]:
    """Run the recording server."""
    with Recorder(authority[1]) as running:
        thread = threading.Thread(target=running.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        yield running
        running.shutdown()
        thread.join()


class _Credential:
    def get_token(self, *_: str, **__: Any) -> AccessToken:
        return AccessToken("token", 4_102_444_800)


@pytest.fixture(scope="module")
def theirs(server: Recorder, authority: tuple[Path, ssl.SSLContext]) -> Iterator[Any]:
    """Open Microsoft's client, which sends each request once."""
    with MachineLearningServicesMgmtClient(
        _Credential(),
        SUBSCRIPTION,
        base_url=server.url,
        api_version=API_VERSION,
        connection_verify=str(authority[0]),
        retry_total=0,
    ) as client:
        yield client


@pytest.fixture(scope="module")
def ours(server: Recorder, authority: tuple[Path, ssl.SSLContext]) -> Iterator[Client]:
    """Open this package's client, which sends each request once."""
    verify = ssl.create_default_context(cafile=authority[0])
    with httpx.Client(verify=verify) as transport:
        yield Client(**_arguments(server), http_client=transport)


def _arguments(server: Recorder) -> dict[str, Any]:
    return {
        "credential": _Credential(),
        "subscription_id": SUBSCRIPTION,
        "base_url": server.url,
        "scope": "https://management.azure.com/.default",
        "api_version": API_VERSION,
        "retry": ONCE,
    }


def their_outcome(client: Any, *names: str) -> Outcome:
    """Return the outcome of a call with the client of Microsoft."""
    try:
        keys = client.serverless_endpoints.list_keys(*names)
    except HttpResponseError as error:
        status = error.status_code or 0
        code, message = (getattr(error.error, name, None) for name in ("code", "message"))
        return status, code, message
    return keys.primary_key, keys.secondary_key


def our_outcome(client: Client, *names: str) -> Outcome:
    """Return the outcome of a call with the client of this package."""
    try:
        return _values(client.serverless_endpoints.list_keys(*names))
    except APIStatusError as error:
        return error.status_code, error.code, error.message


def our_async_outcome(server: Recorder, ca: Path, *names: str) -> Outcome:
    """Return the outcome of a call with the async client of this package."""

    async def outcome() -> Outcome:
        verify = ssl.create_default_context(cafile=ca)
        async with httpx.AsyncClient(verify=verify) as transport:
            client = AsyncClient(**_arguments(server), http_client=transport)
            try:
                return _values(await client.serverless_endpoints.list_keys(*names))
            except APIStatusError as error:
                return error.status_code, error.code, error.message

    return asyncio.run(outcome())


def _values(keys: Any) -> Outcome:
    primary, secondary = (
        None if key is None else key.get_secret_value()
        for key in (keys.primary_key, keys.secondary_key)
    )
    return primary, secondary


@pytest.fixture(params=["sync", "async"])
def our_call(
    request: pytest.FixtureRequest,
    server: Recorder,
    authority: tuple[Path, ssl.SSLContext],
    ours: Client,
) -> Callable[..., Outcome]:
    """Return a call with each kind of client of this package in turn."""
    if request.param == "sync":
        return partial(our_outcome, ours)
    return partial(our_async_outcome, server, authority[0])


EDGES = [
    SAMPLE,
    ("r", "a--", "0"),
    ("R" * 90, "9" * 33, "Z" * 255),
    ("a", "A_-", "a" + "-_" * 127),
    ("my.rg", "ws1", "e.e".replace(".", "-")),
    ("rg.(test)_-1", "aZ0_-", "A"),
    ("...", "wsp", "e"),
    (".a", "wsp", "e"),
    ("группа-ресурсов", "wsp", "e"),
    ("リソース", "wsp", "e"),
    ("e\u0301\u00e9", "wsp", "e"),
    ("\U0001f600" * 90, "wsp", "e"),
    ("a b+c%20d", "wsp", "e"),
    ("a/b\\c", "wsp", "e"),
    ("a?b#c&d=e;f", "wsp", "e"),
    ("{name}", "wsp", "e"),
    ("~!$'()*,:@[]|^`<>\"", "wsp", "e"),
]


@pytest.mark.parametrize("names", EDGES, ids=range(len(EDGES)))
def test_both_send_the_same_request(
    server: Recorder, theirs: Any, our_call: Callable[..., Outcome], names: tuple[str, str, str]
) -> None:
    """Method, path and query are the same, byte for byte, and neither sends a body."""
    server.answer = (200, {})
    their_outcome(theirs, *names)
    wanted = server.taken()
    our_call(*names)
    sent = server.taken()
    assert sent.line == wanted.line
    assert sent.body == wanted.body == b""


@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    group=st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=90).filter(
        lambda text: text not in {".", ".."}
    ),
    workspace=st.from_regex("[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}", fullmatch=True),
    name=st.from_regex("[a-zA-Z0-9][a-zA-Z0-9_-]{0,254}", fullmatch=True),
)
def test_both_send_the_same_request_for_any_names(
    server: Recorder, theirs: Any, ours: Client, group: str, workspace: str, name: str
) -> None:
    server.recorded.clear()
    server.answer = (200, {})
    their_outcome(theirs, group, workspace, name)
    wanted = server.taken()
    our_outcome(ours, group, workspace, name)
    assert server.taken().line == wanted.line


class Difference(NamedTuple):
    """A header that differs on purpose: the pattern of each value, or None if it is not sent."""

    ours: str | None
    theirs: str | None
    reason: str


_HEX = "[0-9a-f]"
DIFFERENCES = {
    "accept-encoding": Difference(
        "identity",
        "gzip, deflate",
        "the response is small, and without compression it cannot be a compression bomb",
    ),
    "user-agent": Difference(
        r"azureml-serverless-endpoints/\S+ Python/\S+ httpx/\S+",
        r"azsdk-python-arm_ml_service/\S+ Python/\S+ \(.+\)",
        "each names itself; ours does not name the operating system",
    ),
    "x-ms-client-request-id": Difference(
        f"{_HEX}{{8}}-{_HEX}{{4}}-4{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}",
        f"{_HEX}{{8}}-{_HEX}{{4}}-1{_HEX}{{3}}-[89ab]{_HEX}{{3}}-{_HEX}{{12}}",
        "ours is random (UUID 4); theirs contains the time and the address of the machine (UUID 1)",
    ),
    "x-ms-return-client-request-id": Difference(
        "true", None, "ours checks that the response belongs to the request"
    ),
}


def test_headers_differ_only_where_it_is_intended(
    server: Recorder, theirs: Any, our_call: Callable[..., Outcome]
) -> None:
    """All other headers, such as the token, are the same."""
    server.answer = (200, {})
    their_outcome(theirs, *SAMPLE)
    wanted = server.taken().headers
    our_call(*SAMPLE)
    sent = server.taken().headers
    assert {*sent, *wanted} >= {"authorization", "accept", "host", "content-length"}
    differing = {name for name in {*sent, *wanted} if sent.get(name) != wanted.get(name)}
    assert differing == set(DIFFERENCES)
    for name, difference in DIFFERENCES.items():
        for pattern, value in ((difference.ours, sent), (difference.theirs, wanted)):
            if pattern is None:
                assert name not in value
            else:
                assert re.fullmatch(pattern, value[name]), name
        assert difference.reason


@pytest.mark.parametrize(
    "answer",
    [
        {"primaryKey": "one", "secondaryKey": "two"},
        {"primaryKey": "one", "secondaryKey": None},
        {"primaryKey": None, "secondaryKey": None},
        {"secondaryKey": "two"},
        {"primaryKey": ""},
        {"primaryKey": '\u00e9\U0001f600\\"', "secondaryKey": " "},
        {"primaryKey": "one", "keyType": "new", "more": {"a": [1]}},
        {},
    ],
)
def test_both_read_the_same_keys(
    server: Recorder, theirs: Any, our_call: Callable[..., Outcome], answer: Any
) -> None:
    server.answer = (200, answer)
    read = our_call(*SAMPLE)
    assert read == their_outcome(theirs, *SAMPLE)
    assert read == (answer.get("primaryKey"), answer.get("secondaryKey"))
    server.recorded.clear()


DETAIL = {
    "code": "SomeCode",
    "message": "Something went wrong.",
    "target": "name",
    "details": [{"code": "Inner", "message": "Inside."}],
    "additionalInfo": [{"type": "Correlation", "info": {"value": {"operation": "1"}}}],
}
STATUSES = [400, 401, 402, 403, 404, 405, 406, 408, 409, 410, 412, 413, 422, 423, 429]
STATUSES += [500, 501, 502, 503, 504, 599]


@pytest.mark.parametrize("status", STATUSES)
@pytest.mark.parametrize(
    "detail",
    [
        DETAIL,
        {"code": "SomeCode", "message": "Only these."},
        {**DETAIL, "details": [], "additionalInfo": [], "innerError": {"code": "X"}},
        {"code": "SomeCode", "message": None},
    ],
    ids=["full", "plain", "empty", "no message"],
)
def test_both_read_the_same_error(
    server: Recorder, theirs: Any, our_call: Callable[..., Outcome], status: int, detail: Any
) -> None:
    server.answer = (status, {"error": detail})
    read = our_call(*SAMPLE)
    assert read == their_outcome(theirs, *SAMPLE)
    assert read == (status, detail["code"], detail["message"])
    server.recorded.clear()


#: Bodies of errors seen in the field, and the code and message that each client reads. If theirs
#: reads nothing, it cannot decode the body and shows only the status.
READ_BETTER = {
    "null for additionalInfo": (
        {"error": {"code": "C", "message": "M", "additionalInfo": None}},
        ("C", "M"),
        (None, None),
    ),
    "no envelope": ({"code": "C", "message": "M"}, ("C", "M"), ("C", "M")),
    "capital names": ({"Code": "C", "Message": "M"}, ("C", "M"), (None, None)),
    "a plain string": ({"error": "M"}, (None, "M"), (None, None)),
    "no error": ({"error": None}, (None, None), (None, None)),
}


@pytest.mark.parametrize("shape", READ_BETTER)
def test_ours_reads_at_least_as_much_of_an_unusual_error(
    server: Recorder, theirs: Any, our_call: Callable[..., Outcome], shape: str
) -> None:
    body, our_error, their_error = READ_BETTER[shape]
    server.answer = (400, body)
    assert our_call(*SAMPLE) == (400, *our_error)
    assert their_outcome(theirs, *SAMPLE) == (400, *their_error)
    server.recorded.clear()


def test_the_sample_of_azure_ai_ml_in_the_documentation_works(
    server: Recorder, authority: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It reads the same keys; the tests of the other samples do not install azure-ai-ml."""
    (sample,) = re.findall(
        r"^```python\n(from azure\.ai\.ml import .*?)^```$",
        (ROOT / "docs" / "how-to" / "migrate.md").read_text("utf-8"),
        re.MULTILINE | re.DOTALL,
    )
    send = requests.adapters.HTTPAdapter.send

    def send_here(
        adapter: requests.adapters.HTTPAdapter, request: requests.PreparedRequest, **options: Any
    ) -> requests.Response:
        request.url = str(request.url).replace("https://management.azure.com", server.url)
        return send(adapter, request, **{**options, "verify": str(authority[0])})

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send_here)
    monkeypatch.setattr(azure.identity, "DefaultAzureCredential", _Credential)
    server.answer = (200, {"primaryKey": "one", "secondaryKey": "two"})
    names: dict[str, Any] = {}
    exec(compile(sample, "sample", "exec"), names)
    assert names["value"] == "one"
    assert "/serverlessEndpoints/string/listKeys?" in server.taken().line
