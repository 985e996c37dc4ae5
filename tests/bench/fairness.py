"""A check that both sides do the same work, without which their times cannot be compared."""

from __future__ import annotations

import httpx

from . import by_hand, by_package
from .server import BODY

BASE_URL = "https://management.azure.com"


def check_fairness() -> None:
    """Make a call with each side, and compare the requests and the results.

    Raises:
        RuntimeError: If the sides differ.
    """
    sent: list[tuple[object, ...]] = []

    def answer(request: httpx.Request) -> httpx.Response:
        # The ids and the names of the clients differ, but they are of similar length.
        fixed = {
            name: value
            for name, value in request.headers.items()
            if name not in {"user-agent", "x-ms-client-request-id"}
        }
        sent.append((request.method, request.url, fixed, set(request.headers), request.read()))
        return httpx.Response(200, content=BODY)

    with httpx.Client(transport=httpx.MockTransport(answer)) as client:
        by_package_keys = by_package.list_keys(by_package.client(BASE_URL, client))
        by_hand_keys = by_hand.list_keys(client, BASE_URL)
    ours, theirs = sent
    if (ours, by_package_keys) != (theirs, by_hand_keys):
        raise RuntimeError(f"the two sides do not do the same:\n{ours}\n{theirs}")
