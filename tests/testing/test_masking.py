"""The stand-in shows no secrets that it received or sends."""

from __future__ import annotations

import httpx
from azureml_serverless_endpoints.testing import StandIn
from azureml_serverless_endpoints.testing._messages import Reply


def test_a_recorded_request_shows_neither_headers_nor_body(
    client: httpx.Client, stand_in: StandIn, sample: str
) -> None:
    client.post(sample, content=b"marker-body", headers={"x-functions-key": "marker-key"})
    (request,) = stand_in.requests
    assert (request.headers["x-functions-key"], request.body) == ("marker-key", b"marker-body")
    shown = f"{request!r} {stand_in.requests!r} {request.headers} {stand_in!r}"
    assert "marker-body" not in shown
    assert "secret-token" not in shown
    assert "marker" not in repr(request)


def test_a_reply_shows_neither_headers_nor_body() -> None:
    reply = Reply(200, b"marker-body", httpx.Headers({"set-cookie": "marker-cookie"}))
    assert repr(reply) == "Reply(status=200)"
