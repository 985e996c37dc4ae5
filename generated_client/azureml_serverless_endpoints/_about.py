# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What this package is, and which servers its document names."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, Literal, TypeAlias

from ._destination import Cloud

DISTRIBUTION: Final = "azureml-serverless-endpoints"
VERSION: Final = "0.3.0"
API_VERSION: Final = "2025-09-01"

CloudName: TypeAlias = Literal[
    "AzureCloud",
    "AzureUSGovernment",
    "AzureChinaCloud",
]

CLOUDS: Final[Mapping[str, Cloud]] = {
    "AzureCloud": Cloud(
        name="AzureCloud",
        url="https://management.azure.com",
        scope="https://management.azure.com/.default",
        sign_in_host="login.microsoftonline.com",
    ),
    "AzureUSGovernment": Cloud(
        name="AzureUSGovernment",
        url="https://management.usgovcloudapi.net",
        scope="https://management.core.usgovcloudapi.net/.default",
        sign_in_host="login.microsoftonline.us",
    ),
    "AzureChinaCloud": Cloud(
        name="AzureChinaCloud",
        url="https://management.chinacloudapi.cn",
        scope="https://management.chinacloudapi.cn/.default",
        sign_in_host="login.chinacloudapi.cn",
    ),
}
