# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What made this package: `python -m azureml_serverless_endpoints --version` prints it."""

from __future__ import annotations

from typing import Final

#: SHA-256 of the OpenAPI document.
DOCUMENT_SHA256: Final = "4a10a49b41b2c19e8d5a7a7f0ae24f0554a1b0c59fbd8257cf788a36458d7f75"
#: The tools that shaped the output, with their versions.
TOOLS: Final = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
    "griffelib": "2.4.1",
}
