"""Tokens and challenges, as the steps of a call handle them."""

from __future__ import annotations

import base64

import pytest
from azureml_serverless_endpoints import Client, CredentialError, SecretStr, Timeout
from azureml_serverless_endpoints._response import Answer

from tests.client.caller import NAMES, SUBSCRIPTION
from tests.client.course import OPEN, Course, answer

CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'


def challenge(claims: str = CLAIMS) -> Answer:
    """A 401 that asks for claims."""
    value = base64.b64encode(claims.encode()).decode()
    header = f'Bearer realm="", error="insufficient_claims", claims="{value}"'
    return answer(401, {"www-authenticate": header})


def tokens(course: Course) -> list[str | None]:
    """The token of each attempt."""
    return [send.token.get_secret_value() if send.token else None for send in course.sent]


def test_a_token_is_asked_for_before_each_attempt() -> None:
    course = Course(answer(503), answer(200))
    course.run()
    assert tokens(course) == ["token-1", "token-2"]
    assert [(ask.claims, ask.rejected) for ask in course.asked] == [(None, None)] * 2


def test_a_token_that_comes_too_late_is_named_as_what_took_the_time() -> None:
    """A thread cannot give up a credential, so the time may be up when its token comes."""
    course = Course(tokens=[(4.0, SecretStr("late"))], timeout=Timeout(total=1.5))
    with pytest.raises(CredentialError) as caught:
        course.run()
    assert str(caught.value) == (
        "no token in time: the credential gave one after 4 s, and `timeout` allows the whole call "
        "1.5 s; allow more, or find out why the credential is slow"
    )
    assert (course.sent, caught.value.attempts) == ([], 0)


def test_a_token_that_comes_late_but_in_time_is_sent() -> None:
    course = Course(answer(200), tokens=[(1.0, SecretStr("late"))], timeout=Timeout(total=1.5))
    course.run()
    assert [send.seconds_left for send in course.sent] == [0.5]


def test_a_slow_token_of_a_later_attempt_is_named_with_its_own_time() -> None:
    course = Course(
        (0.5, challenge()),
        tokens=[SecretStr("token-1"), (2.0, SecretStr("token-2"))],
        timeout=Timeout(total=2.25),
    )
    with pytest.raises(
        CredentialError, match=r"gave one after 2 s, and .* allows .* 2\.25 s"
    ) as caught:
        course.run()
    assert (caught.value.attempts, caught.value.client_request_id) == (1, "id-of-the-call")


def test_an_operation_without_security_has_no_token() -> None:
    course = Course(answer(401), operation=OPEN)
    assert course.run().status_code == 401
    assert (tokens(course), course.asked, course.forgotten) == ([None], [], [])


def test_a_challenge_is_answered_with_a_new_token() -> None:
    course = Course(challenge(), answer(200))
    assert course.run().attempts == 2
    assert tokens(course) == ["token-1", "token-2"]
    assert course.asked[1].claims == CLAIMS
    assert course.asked[1].rejected == SecretStr("token-1")
    assert (course.waits, course.forgotten) == ([], [])


@pytest.mark.parametrize("second", [challenge(), challenge('{"more":1}'), answer(401)])
def test_a_second_401_is_final(second: Answer) -> None:
    course = Course(challenge(), second)
    final = course.run()
    assert (final.status_code, final.attempts) == (401, 2)
    assert course.forgotten == ["token-2"]


def test_a_token_that_was_refused_is_not_sent_again_where_no_other_is_to_be_had() -> None:
    """A token that was given as a string, or a callable that gives the same one again."""
    refused = challenge()
    course = Course(refused, tokens=[SecretStr("fixed"), SecretStr("fixed")])
    assert course.run() is refused
    assert refused.attempts == 1
    assert (tokens(course), course.forgotten) == (["fixed"], ["fixed"])


def test_the_same_token_may_be_sent_after_a_failure_that_is_not_about_it() -> None:
    second = SecretStr("second")
    given = [SecretStr("first"), second, second]
    course = Course(challenge(), answer(503), answer(200), tokens=given)
    assert course.run().status_code == 200
    assert tokens(course) == ["first", "second", "second"]


def test_a_challenge_is_answered_once_also_with_failures_in_between() -> None:
    course = Course(challenge(), answer(503), challenge())
    assert course.run().attempts == 3
    assert [ask.claims for ask in course.asked] == [None, CLAIMS, None]
    assert course.forgotten == ["token-3"]


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"www-authenticate": "Bearer"},
        {"www-authenticate": 'Bearer error="invalid_token"'},
        {"www-authenticate": 'Bearer error="insufficient_claims", claims="@"'},
    ],
)
def test_any_other_401_is_final_and_drops_the_token(headers: dict[str, str]) -> None:
    course = Course(answer(401, headers))
    assert course.run().attempts == 1
    assert course.forgotten == ["token-1"]


@pytest.mark.parametrize("status", [200, 403, 407, 500])
def test_no_other_status_drops_the_token(status: int) -> None:
    course = Course(*[answer(status)] * (4 if status == 500 else 1))
    course.run()
    assert course.forgotten == []


def test_an_answered_challenge_takes_nothing_from_the_attempts() -> None:
    course = Course(challenge(), *[answer(503)] * 4)
    assert course.run().attempts == 5


def test_without_a_token_nothing_is_sent() -> None:
    error = CredentialError("no token")
    course = Course(tokens=[error])
    with pytest.raises(CredentialError) as caught:
        course.run()
    assert caught.value is error
    assert (error.attempts, error.client_request_id) == (0, None)
    assert course.sent == []


def test_a_token_that_is_missing_later_says_how_often_was_sent() -> None:
    course = Course(answer(503), tokens=[SecretStr("token-1"), CredentialError("no token")])
    with pytest.raises(CredentialError) as caught:
        course.run()
    assert (caught.value.attempts, caught.value.client_request_id) == (1, "id-of-the-call")


def test_no_step_shows_a_token() -> None:
    course = Course(challenge(), answer(200))
    course.run()
    assert "token-" not in repr(course.sent) + repr(course.asked)


def test_ctrl_c_in_a_credential_leaves_alone_what_the_caller_is_handling() -> None:
    """Its frames go, since they may hold a token; the others are not this package's."""

    def stop() -> str:
        raise KeyboardInterrupt

    client = Client(stop, subscription_id=SUBSCRIPTION)
    try:
        raise LookupError("before")
    except LookupError as before:
        with pytest.raises(KeyboardInterrupt):
            client.serverless_endpoints.list_keys(*NAMES)
        kept = before.__traceback__
    assert kept is not None
