# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What made this package: `python -m azureml_serverless_endpoints --version` prints it."""

from __future__ import annotations

from typing import Final

#: SHA-256 of the OpenAPI document.
DOCUMENT_SHA256: Final = "c0be3c0d0ad82a73ba63ecd2c2068b2c264114d13a4d6facebfe30bce9e0660e"
#: The tools that shaped the output, with their versions.
TOOLS: Final = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
    "griffelib": "2.4.1",
}
