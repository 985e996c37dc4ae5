# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What made this package: `python -m azureml_serverless_endpoints --version` prints it."""

from __future__ import annotations

from typing import Final

#: SHA-256 of the OpenAPI document.
DOCUMENT_SHA256: Final = "c9dea39be41110f3ee4ff4b56063fd2f45761fe09a7737bb54c805f82e7f08e2"
#: SHA-256 of the generator: its code, its templates and its runtime.
GENERATOR_SHA256: Final = "25e50c77ef901efb774e953a4a84239a533af8f6c977ebac256c1a78e827ea3e"
#: The tools that shaped the output, with their versions.
TOOLS: Final = {
    "openapi-python-client": "0.29.1",
    "ruff": "0.17.6",
    "griffelib": "2.4.1",
}
