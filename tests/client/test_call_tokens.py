"""How a call gets its tokens and answers claims challenges."""

from __future__ import annotations

import base64

import pytest
from azureml_serverless_endpoints import Client, CredentialError, SecretStr, Timeout
from azureml_serverless_endpoints._response import Answer

from tests.client.calls import NAMES, SUBSCRIPTION
from tests.client.scripted_call import OPEN, ScriptedCall, answer

CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"}}}'


def challenge(claims: str = CLAIMS) -> Answer:
    """Return a 401 with a claims challenge."""
    value = base64.b64encode(claims.encode()).decode()
    header = f'Bearer realm="", error="insufficient_claims", claims="{value}"'
    return answer(401, {"www-authenticate": header})


def tokens(call: ScriptedCall) -> list[str | None]:
    """Return the token of each attempt."""
    return [send.token.get_secret_value() if send.token else None for send in call.sent]


def test_a_token_is_requested_before_each_attempt() -> None:
    call = ScriptedCall(answer(503), answer(200))
    call.run()
    assert tokens(call) == ["token-1", "token-2"]
    assert [(ask.claims, ask.rejected) for ask in call.asked] == [(None, None)] * 2


def test_the_error_of_a_token_after_the_deadline_names_the_credential() -> None:
    """A thread cannot interrupt a credential, so its token may arrive after the deadline."""
    call = ScriptedCall(tokens=[(4.0, SecretStr("late"))], timeout=Timeout(total=1.5))
    with pytest.raises(CredentialError) as caught:
        call.run()
    assert str(caught.value) == (
        "Things_Read: no token in time: the credential gave one after 4 s, and `timeout` allows "
        "the whole call 1.5 s; allow more, or find out why the credential is slow "
        "[resource /things]"
    )
    assert (call.sent, caught.value.attempts) == ([], 0)


def test_the_error_of_a_credential_names_the_operation_and_the_resource_in_its_first_line() -> None:
    call = ScriptedCall(tokens=[CredentialError("no token: sign in\n  tried: nothing")])
    with pytest.raises(CredentialError) as caught:
        call.run()
    assert str(caught.value) == (
        "Things_Read: no token: sign in [resource /things]\n  tried: nothing"
    )
    assert caught.value.resource_id == "/things"


def test_a_token_just_before_the_deadline_is_sent() -> None:
    call = ScriptedCall(answer(200), tokens=[(1.0, SecretStr("late"))], timeout=Timeout(total=1.5))
    call.run()
    assert [send.seconds_left for send in call.sent] == [0.5]


def test_the_error_of_a_late_token_names_the_time_of_that_token_alone() -> None:
    call = ScriptedCall(
        (0.5, challenge()),
        tokens=[SecretStr("token-1"), (2.0, SecretStr("token-2"))],
        timeout=Timeout(total=2.25),
    )
    with pytest.raises(
        CredentialError, match=r"gave one after 2 s, and .* allows .* 2\.25 s"
    ) as caught:
        call.run()
    assert (caught.value.attempts, caught.value.client_request_id) == (1, "id-of-the-call")


def test_an_operation_without_security_sends_no_token() -> None:
    call = ScriptedCall(answer(401), operation=OPEN)
    assert call.run().status_code == 401
    assert (tokens(call), call.asked, call.forgotten) == ([None], [], [])


def test_a_challenge_is_answered_with_a_new_token() -> None:
    call = ScriptedCall(challenge(), answer(200))
    assert call.run().attempts == 2
    assert tokens(call) == ["token-1", "token-2"]
    assert call.asked[1].claims == CLAIMS
    assert call.asked[1].rejected == SecretStr("token-1")
    assert (call.waits, call.forgotten) == ([], [])


@pytest.mark.parametrize("second", [challenge(), challenge('{"more":1}'), answer(401)])
def test_a_second_401_is_final(second: Answer) -> None:
    call = ScriptedCall(challenge(), second)
    final = call.run()
    assert (final.status_code, final.attempts) == (401, 2)
    assert call.forgotten == ["token-2"]


def test_a_refused_token_is_not_sent_again_if_the_credential_returns_it_again() -> None:
    """A static token cannot be refreshed, and a callable may return the same token."""
    refused = challenge()
    call = ScriptedCall(refused, tokens=[SecretStr("fixed"), SecretStr("fixed")])
    assert call.run() is refused
    assert refused.attempts == 1
    assert (tokens(call), call.forgotten) == (["fixed"], ["fixed"])


def test_a_token_is_sent_again_after_a_failure_other_than_401() -> None:
    second = SecretStr("second")
    given = [SecretStr("first"), second, second]
    call = ScriptedCall(challenge(), answer(503), answer(200), tokens=given)
    assert call.run().status_code == 200
    assert tokens(call) == ["first", "second", "second"]


def test_a_second_challenge_is_not_answered_even_after_another_failure() -> None:
    call = ScriptedCall(challenge(), answer(503), challenge())
    assert call.run().attempts == 3
    assert [ask.claims for ask in call.asked] == [None, CLAIMS, None]
    assert call.forgotten == ["token-3"]


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
    call = ScriptedCall(answer(401, headers))
    assert call.run().attempts == 1
    assert call.forgotten == ["token-1"]


@pytest.mark.parametrize("status", [200, 403, 407, 500])
def test_no_other_status_drops_the_token(status: int) -> None:
    call = ScriptedCall(*[answer(status)] * (4 if status == 500 else 1))
    call.run()
    assert call.forgotten == []


def test_an_answered_challenge_does_not_count_as_an_attempt_of_the_policy() -> None:
    call = ScriptedCall(challenge(), *[answer(503)] * 4)
    assert call.run().attempts == 5


def test_nothing_is_sent_without_a_token() -> None:
    error = CredentialError("no token")
    call = ScriptedCall(tokens=[error])
    with pytest.raises(CredentialError) as caught:
        call.run()
    assert caught.value is error
    assert (error.attempts, error.client_request_id) == (0, None)
    assert call.sent == []


def test_the_error_of_a_token_missing_for_a_retry_has_the_number_of_attempts() -> None:
    call = ScriptedCall(answer(503), tokens=[SecretStr("token-1"), CredentialError("no token")])
    with pytest.raises(CredentialError) as caught:
        call.run()
    assert (caught.value.attempts, caught.value.client_request_id) == (1, "id-of-the-call")


def test_the_repr_of_a_step_shows_no_token() -> None:
    call = ScriptedCall(challenge(), answer(200))
    call.run()
    assert "token-" not in repr(call.sent) + repr(call.asked)


def test_ctrl_c_in_a_credential_keeps_the_frames_of_the_exception_being_handled() -> None:
    """Only the frames of the interrupt are dropped, because they may contain a token."""

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
