"""Which redirects a call follows."""

from __future__ import annotations

import pytest

from tests.client.scripted_call import OPEN, WRITE, ScriptedCall, answer


@pytest.mark.parametrize("status", [307, 308])
@pytest.mark.parametrize(
    ("location", "url"),
    [
        ("https://service.example/moved", "https://service.example/moved"),
        ("/moved?a=b", "https://service.example/moved?a=b"),
        ("other", "https://service.example/base/other"),
    ],
)
def test_a_redirect_within_the_origin_is_followed(status: int, location: str, url: str) -> None:
    call = ScriptedCall(answer(status, {"location": location}), answer(200))
    assert call.run().attempts == 2
    assert [send.url for send in call.sent] == [
        "https://service.example/base/things?api-version=1",
        url,
    ]
    assert call.waits == []


def test_a_redirect_of_an_operation_that_is_not_repeatable_is_followed() -> None:
    """A 307 or 308 means that the service has not processed the request."""
    call = ScriptedCall(answer(307, {"location": "/a"}), answer(200), operation=WRITE)
    assert call.run().attempts == 2


@pytest.mark.parametrize(
    ("status", "headers"),
    [
        (307, {"location": "https://elsewhere.example/moved"}),
        (308, {"location": "http://service.example/moved"}),
        (307, {"location": "https://service.example:8443/moved"}),
        (307, {"location": "https://user@service.example/moved"}),
        (307, {}),
        (301, {"location": "/moved"}),
        (302, {"location": "/moved"}),
        (303, {"location": "/moved"}),
        (304, {}),
    ],
)
def test_any_other_redirect_is_returned(status: int, headers: dict[str, str]) -> None:
    call = ScriptedCall(answer(status, headers))
    assert call.run().status_code == status
    assert len(call.sent) == 1


def test_a_loop_of_redirects_ends() -> None:
    call = ScriptedCall(*[answer(307, {"location": "/again"})] * 6)
    final = call.run()
    assert (final.status_code, final.attempts) == (307, 6)


def test_a_relative_location_is_relative_to_the_last_redirect() -> None:
    call = ScriptedCall(
        answer(307, {"location": "/a/b/c"}), answer(307, {"location": "d"}), answer(200)
    )
    call.run()
    assert call.sent[2].url == "https://service.example/a/b/d"


def test_a_redirect_does_not_count_as_an_attempt_of_the_policy() -> None:
    """All attempts remain for failures."""
    moved = answer(307, {"location": "/a"})
    call = ScriptedCall(moved, answer(503), answer(503), answer(503), answer(503), operation=OPEN)
    assert call.run().attempts == 5
    assert call.waits == [0.5, 1.0, 2.0]
    assert {send.url for send in call.sent[1:]} == {"https://service.example/a"}
