"""What all tests share: an environment that holds nothing of the machine's."""

from __future__ import annotations

import os

import pytest


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    """No credential, subscription or proxy of the machine reaches a test."""
    for name in list(os.environ):
        if name.startswith(("AZURE_", "AZUREML_", "IDENTITY_", "MSI_", "IMDS_")):
            monkeypatch.delenv(name)
        if name.lower() in {"http_proxy", "https_proxy", "all_proxy", "no_proxy"}:
            monkeypatch.delenv(name)
