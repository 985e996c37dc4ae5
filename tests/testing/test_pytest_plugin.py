"""The pytest plugin: its fixture, and that it leaves other tests and plugins alone."""

from __future__ import annotations

import os
import sys

import pytest

PLUGIN = "pytest_azureml_serverless_endpoints"
TESTS = '''
import sys

import httpx
import pytest

# The modules that pytest and its plugins have imported before any test.
STARTED = set(sys.modules)


def test_the_start_of_pytest_imports_no_module_of_the_package():
    assert not {name for name in STARTED if name.startswith("azureml_serverless_endpoints")}


def test_the_stand_in_is_ready_to_answer_and_to_fail(stand_in):
    from azureml_serverless_endpoints import RateLimitError, RetryPolicy

    client = stand_in.client(retry=RetryPolicy(attempts=1))
    names = ("test-rg", "my-aml-workspace", "string")
    assert client.serverless_endpoints.list_keys(*names).primary_key.get_secret_value() == "string"
    stand_in.fail(429)
    with pytest.raises(RateLimitError):
        client.serverless_endpoints.list_keys(*names)
    assert len(stand_in.requests) == 2


def test_each_test_has_a_stand_in_of_its_own(stand_in):
    assert stand_in.requests == ()


@pytest.mark.anyio
async def test_an_async_test_has_it_too(stand_in):
    async with stand_in.async_client() as client:
        await client.serverless_endpoints.list_keys("test-rg", "my-aml-workspace", "string")


def test_it_works_beside_pytest_httpx(stand_in, httpx_mock):
    """pytest-httpx answers what httpx would send over a network; the stand-in needs none."""
    httpx_mock.add_response(json={"primaryKey": "mocked"})
    assert httpx.get("https://any.example").json() == {"primaryKey": "mocked"}
    keys = stand_in.client().serverless_endpoints.list_keys(
        "test-rg", "my-aml-workspace", "string"
    )
    assert keys.primary_key.get_secret_value() == "string"
'''
OWN = """
import pytest


@pytest.fixture
def stand_in():
    return "mine"


def test_a_fixture_of_the_project_takes_precedence(stand_in):
    assert stand_in == "mine"
"""


def test_the_fixture_works_beside_other_plugins(
    pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In a process of its own, which starts as that of any project does."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(map(os.path.abspath, sys.path)))
    pytester.makepyfile(test_kit=TESTS, test_own=OWN)
    result = pytester.runpytest_subprocess("-p", PLUGIN, "-W", "error")
    result.assert_outcomes(passed=7)
