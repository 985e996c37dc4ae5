"""Redirects, as the steps of a call follow them."""

from __future__ import annotations

import pytest

from tests.client.course import OPEN, WRITE, Course, answer


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
    course = Course(answer(status, {"location": location}), answer(200))
    assert course.run().attempts == 2
    assert [send.url for send in course.sent] == [
        "https://service.example/base/things?api-version=1",
        url,
    ]
    assert course.waits == []


def test_an_operation_that_changes_something_follows_too() -> None:
    """307 and 308 say that nothing was done yet and that the method stays."""
    course = Course(answer(307, {"location": "/a"}), answer(200), operation=WRITE)
    assert course.run().attempts == 2


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
def test_any_other_redirect_is_the_answer(status: int, headers: dict[str, str]) -> None:
    course = Course(answer(status, headers))
    assert course.run().status_code == status
    assert len(course.sent) == 1


def test_a_circle_of_redirects_ends() -> None:
    course = Course(*[answer(307, {"location": "/again"})] * 6)
    final = course.run()
    assert (final.status_code, final.attempts) == (307, 6)


def test_a_relative_redirect_starts_from_the_last_one() -> None:
    course = Course(
        answer(307, {"location": "/a/b/c"}), answer(307, {"location": "d"}), answer(200)
    )
    course.run()
    assert course.sent[2].url == "https://service.example/a/b/d"


def test_a_redirect_is_no_failure() -> None:
    """It takes nothing from the attempts that a failure may have."""
    moved = answer(307, {"location": "/a"})
    course = Course(moved, answer(503), answer(503), answer(503), answer(503), operation=OPEN)
    assert course.run().attempts == 5
    assert course.waits == [0.5, 1.0, 2.0]
    assert {send.url for send in course.sent[1:]} == {"https://service.example/a"}
