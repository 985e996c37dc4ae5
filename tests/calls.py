"""Calls of a generated package, answered by the test."""

from __future__ import annotations

import json
from typing import Any

import httpx


def called(
    package: Any, answer: httpx.Response, method: str = "things.list", **arguments: Any
) -> tuple[Any, Any]:
    """Make a call, and return its result and the request."""
    requests: list[httpx.Request] = []

    def handle(request: httpx.Request) -> httpx.Response:
        requests.append(request)
        return answer

    http_client = httpx.Client(transport=httpx.MockTransport(handle))
    client = package.Client("token", base_url="https://x.example", http_client=http_client)
    group, _, name = method.partition(".")
    return getattr(getattr(client, group), name)(**arguments), requests[0]


def answered(package: Any, value: Any) -> Any:
    """Return the result of a call for a response with a JSON value."""
    content = json.dumps(value).encode()
    return called(package, httpx.Response(200, content=content), "things.list")[0]
