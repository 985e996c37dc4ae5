"""The plugin that checks the traffic: what it accepts and refuses, and that it sees every test."""

from __future__ import annotations

import os
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import httpx
import pytest
from azureml_serverless_endpoints import API_VERSION

from tests.contract.traffic_plugin import (
    Exchange,
    is_documented,
    request_deviations,
    response_deviations,
)

ROOT = Path(__file__).parents[2]
SUBSCRIPTION = "00000000-1111-2222-3333-444444444444"
PATH = (
    f"/subscriptions/{SUBSCRIPTION}/resourceGroups/test-rg/providers"
    "/Microsoft.MachineLearningServices/workspaces/my-aml-workspace/serverlessEndpoints/string/listKeys"
)
URL = f"https://management.azure.com{PATH}?api-version={API_VERSION}"


def exchange(
    url: str = URL, method: str = "POST", authorization: str | None = "Bearer x"
) -> Exchange:
    """Return a valid request with the given parts replaced."""
    headers = {"Authorization": authorization} if authorization else {}
    return Exchange.of(httpx.Request(method, url, headers=headers))


@pytest.mark.parametrize(
    "right",
    [
        exchange(),
        exchange(authorization="bearer x"),
        exchange(URL.replace("azure.com", "usgovcloudapi.net")),
        exchange(URL.replace("management.azure.com", "127.0.0.1:8080")),
        exchange(URL.replace("https://management.azure.com", "http://localhost")),
        exchange(URL.replace("management.azure.com", "proxy.example/arm")),
        exchange(URL.replace(SUBSCRIPTION, "a%20b(%C3%BC)")),
        exchange(URL.replace("test-rg", "r" * 90)),
    ],
)
def test_a_valid_request_has_no_deviation(right: Exchange) -> None:
    assert request_deviations(right) == ()
    assert is_documented(right)


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        (exchange(authorization=None), "SecurityValidationError"),
        (exchange(authorization="Basic eDp5"), "SecurityValidationError"),
        (exchange(authorization="Bearer "), "SecurityValidationError"),
        (exchange(method="GET"), "OperationNotFound"),
        (exchange(URL.replace("azure.com", "azure.co")), "ServerNotFound"),
        (exchange(URL.replace("https:", "http:")), "ServerNotFound"),
        (exchange(URL.replace("/listKeys", "/keys")), "PathNotFound"),
        (exchange(URL.partition("?")[0]), "api-version"),
        (exchange(URL.replace(API_VERSION, "")), "api-version"),
        (exchange(URL.replace("test-rg", "r" * 91)), "resourceGroupName"),
        (exchange(URL.replace("my-aml-workspace", "ab")), "workspaceName"),
    ],
)
def test_the_deviation_names_the_problem_of_a_request(wrong: Exchange, said: str) -> None:
    (deviation,) = request_deviations(wrong)
    assert said in deviation


@pytest.mark.parametrize(
    ("status", "content_type", "body", "said"),
    [
        (200, "application/json; charset=utf-8", b'{"primaryKey": null, "new": 1}', None),
        (404, "application/json", b'{"error": {"code": "NotFound", "details": []}}', None),
        (200, "application/json", b'{"primaryKey": 1}', "is not of type"),
        (200, "application/json", b'{"primaryKey": "cut', "Failed to deserialize"),
        (200, "application/json", b"", "Missing response data"),
        (200, "text/html", b"<html>", "text/html"),
        (404, "application/json", b'{"error": {"code": 1}}', "is not of type"),
        (502, "text/html", b"<html>", "text/html"),
    ],
)
def test_the_deviation_names_the_problem_of_a_response(
    status: int, content_type: str, body: bytes, said: str | None
) -> None:
    deviations = response_deviations(exchange(), status, content_type, body)
    if said is None:
        assert deviations == ()
    else:
        assert said in deviations[0]


#: Tests that do not import the plugin. The prefix of each name is its expected outcome.
INNER_TESTS = f'''
import asyncio

import httpx
import pytest

from azureml_serverless_endpoints import APIError, AsyncClient, Client, RetryPolicy
from azureml_serverless_endpoints.testing import StandIn, serve

ONCE = RetryPolicy(attempts=1)
PATH, SUBSCRIPTION = {PATH!r}, {SUBSCRIPTION!r}


def call(transport, **more):
    with httpx.Client(transport=transport) as http:
        client = Client("t", subscription_id=SUBSCRIPTION, http_client=http, retry=ONCE, **more)
        return client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")


async def acall(transport, **more):
    async with httpx.AsyncClient(transport=transport) as http:
        more = dict(more, subscription_id=SUBSCRIPTION, http_client=http, retry=ONCE)
        client = AsyncClient("t", **more)
        return await client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")


def html(stand_in):
    stand_in.fail(502, body="<html>")
    return stand_in


def ask(client, path):
    return client.post(path, headers={{"Authorization": "Bearer t"}})


def keys(request):
    return httpx.Response(200, json={{}})


@pytest.fixture
def called():
    call(httpx.MockTransport(keys), base_url="https://elsewhere.net")


def test_passes_right():
    call(StandIn())


def test_passes_right_async():
    asyncio.run(acall(StandIn()))


def test_passes_other_traffic():
    """The plugin ignores requests of other clients and paths that the document does not have."""
    with httpx.Client(transport=StandIn(), base_url="https://elsewhere.net") as client:
        assert client.get("/x").status_code == 404
        assert client.post(PATH).status_code == 401


def moved(request):
    if request.url.path == "/moved":
        return keys(request)
    return httpx.Response(307, headers={{"Location": "/moved"}})


def test_passes_redirected():
    call(httpx.MockTransport(moved))


def test_passes_redirected_async():
    asyncio.run(acall(httpx.MockTransport(moved)))


def test_fails_sent_elsewhere():
    call(httpx.MockTransport(keys), base_url="https://elsewhere.net")


def test_fails_sent_elsewhere_async():
    asyncio.run(acall(httpx.MockTransport(keys), base_url="https://elsewhere.net"))


def test_fails_in_a_fixture(called):
    pass


def test_fails_html():
    with pytest.raises(APIError):
        call(html(StandIn()))


def test_fails_html_async():
    with pytest.raises(APIError):
        asyncio.run(acall(html(StandIn())))


def test_fails_cut():
    stand_in = StandIn()
    stand_in.fail(200, body={{}}, headers={{"Content-Length": "9"}})
    with pytest.raises(APIError):
        call(stand_in)


def test_fails_html_of_the_real_server():
    with serve(html(StandIn())) as server:
        with httpx.Client(base_url=server.url, trust_env=False) as client:
            ask(client, PATH)


def test_fails_a_success_for_a_wrong_request():
    stand_in = StandIn()
    stand_in.fail(200, body={{}})
    with httpx.Client(transport=stand_in, base_url="https://management.azure.com") as client:
        ask(client, PATH)


@pytest.mark.deviates("what proxies do")
def test_passes_html_marked():
    with pytest.raises(APIError):
        call(html(StandIn()))


@pytest.mark.deviates("no longer true")
def test_fails_marked_but_right():
    call(StandIn())


@pytest.mark.deviates
def test_fails_marked_without_reason():
    with pytest.raises(APIError):
        call(html(StandIn()))


@pytest.mark.deviates("what proxies do")
def test_fails_on_its_own_account():
    call(html(StandIn()))
'''


def test_the_plugin_checks_every_test(tmp_path: Path) -> None:
    """A deviation fails a test without the mark, and its absence a test with the mark."""
    file, report = tmp_path / "test_inner.py", tmp_path / "report.xml"
    file.write_text(INNER_TESTS)
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-p",
        "tests.contract.traffic_plugin",
        "-c",
        os.devnull,
    ]
    command += [f"--rootdir={tmp_path}", f"--junitxml={report}", str(file)]
    path = os.pathsep.join([str(ROOT), os.environ.get("PYTHONPATH", "")])
    process = subprocess.run(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True
    )
    cases = ET.parse(report).getroot().findall(".//testcase")
    ended = {case.attrib["name"]: "fails" if len(case) else "passes" for case in cases}
    assert len(ended) == INNER_TESTS.count("\ndef test_"), process.stdout
    assert ended == {name: name.split("_")[1] for name in ended}, process.stdout
