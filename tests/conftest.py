"""Plugins and settings for all tests, and a clean environment."""

from __future__ import annotations

import importlib.util
import os
import signal

import pytest
from hypothesis import settings

#: The second one lets openapi-core check every request and response of every test.
pytest_plugins = ["tests.summary", "tests.contract.traffic_plugin", "pytester"]
# Some sessions test the package alone and do not install what the generator needs.
if importlib.util.find_spec("openapi_python_client"):
    pytest_plugins.append("tests.generated_packages")

# By default, hypothesis tries the same inputs on every machine. The profile `long` tries more of
# them: `python -m nox -s tests -- tests/fuzz --hypothesis-profile=long`.
settings.register_profile("usual", max_examples=40, derandomize=True, deadline=None, database=None)
settings.register_profile("long", max_examples=5_000, deadline=None)
settings.load_profile("usual")

# A shell starts background processes with Ctrl-C ignored, and their children inherit that. Tests
# send it to processes that they start.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remove credentials, subscriptions and proxies of the machine from the environment."""
    for name in list(os.environ):
        if name.startswith(("AZURE_", "AZUREML_", "IDENTITY_", "MSI_", "IMDS_")):
            monkeypatch.delenv(name)
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)
