# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What made this package: `python -m azureml_serverless_endpoints --version` prints it."""

from __future__ import annotations

from typing import Final

#: SHA-256 of the OpenAPI document.
DOCUMENT_SHA256: Final = "01d6529ddaf53a49db8970b36cf4997d0986e2dc7f2ef0ad2836b51529e1ed80"
#: The tools that shaped the output, with their versions.
TOOLS: Final = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
    "griffelib": "2.4.1",
}
