# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What made this package: `python -m azureml_serverless_endpoints --version` prints it."""

from __future__ import annotations

from typing import Final

#: SHA-256 of the OpenAPI document.
DOCUMENT_SHA256: Final = "c9dea39be41110f3ee4ff4b56063fd2f45761fe09a7737bb54c805f82e7f08e2"
#: SHA-256 of the generator: its code, its templates and its runtime.
GENERATOR_SHA256: Final = "bcad14d9390fbe75858585ddabcf8c22c3e0823fea42e88956d6cce9a051a88e"
#: The tools that shaped the output, with their versions.
TOOLS: Final = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
    "griffelib": "2.4.1",
}
