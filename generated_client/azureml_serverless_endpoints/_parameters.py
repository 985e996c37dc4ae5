# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The arguments of a client that its operations read."""

from __future__ import annotations

from typing import Protocol


class ClientParameters(Protocol):
    """Attributes of `Client` and `AsyncClient` that each operation sends."""

    subscription_id: str | None
    api_version: str
