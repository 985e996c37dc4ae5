"""What all tests share: an environment that holds nothing of the machine's."""

from __future__ import annotations

import importlib.util
import os

import pytest
from hypothesis import settings

#: openapi-core judges what every test sends and is answered.
pytest_plugins = ["tests.tally", "tests.contract.oracle"]
# Some sessions test the package alone and do not install what the generator needs.
if importlib.util.find_spec("openapi_python_client"):
    pytest_plugins.append("tests.generated_packages")

# What hypothesis tries is the same each time, on every machine, however busy; a search for more
# has a profile of its own: `python -m nox -s tests -- tests/fuzz --hypothesis-profile=long`.
settings.register_profile("usual", max_examples=40, derandomize=True, deadline=None, database=None)
settings.register_profile("long", max_examples=5_000, deadline=None)
settings.load_profile("usual")


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credential, subscription or proxy of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("AZURE_", "AZUREML_", "IDENTITY_", "MSI_", "IMDS_")):
            monkeypatch.delenv(name)
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)
