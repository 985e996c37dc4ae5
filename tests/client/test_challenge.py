"""Claims in `WWW-Authenticate`."""

from __future__ import annotations

import base64

import pytest
from azureml_serverless_endpoints._challenge import requested_claims
from hypothesis import given, strategies

CLAIMS = '{"access_token":{"nbf":{"essential":true,"value":"1700000000"},"a":"~~~???>>>"}}'
STANDARD = base64.b64encode(CLAIMS.encode()).decode()
URL_SAFE = base64.urlsafe_b64encode(CLAIMS.encode()).decode()


ASK = 'error="insufficient_claims"'


def encoded(text: str) -> str:
    """Return a text in base64."""
    return base64.b64encode(text.encode()).decode()


def test_the_two_alphabets_differ_for_these_claims() -> None:
    assert "+" in STANDARD
    assert "/" in STANDARD
    assert STANDARD.endswith("=")
    assert STANDARD != URL_SAFE


@pytest.mark.parametrize("value", [STANDARD, URL_SAFE, STANDARD.rstrip("="), URL_SAFE.rstrip("=")])
@pytest.mark.parametrize(
    "header",
    [
        'Bearer ASK, claims="{}"',
        'Bearer realm="", authorization_uri="https://login.example/common/oauth2/authorize", '
        'ASK, claims="{}"',
        'bearer CLAIMS="{}",Error=insufficient_claims',
        'Bearer claims = "{}" , error = "insufficient_claims"',
        'Basic realm="a, b", Bearer ASK, claims="{}"',
        'Negotiate, Bearer ASK, claims="{}"',
        'Bearer error="invalid_token", Bearer ASK, claims="{}", PoP nonce="n"',
        'Bearer realm="say \\"no, claims=x\\"", ASK, claims="{}"',
        'Bearer error="insufficient\\_claims", claims="{}"',
        'PoP ASK, claims="YWJj", Bearer ASK, claims="{}"',
        'Bearer ASK, claims="@@", Bearer ASK, claims="{}"',
        'Bearer ASK, claims="{}", claims="YWJj"',
    ],
)
def test_claims_are_read(header: str, value: str) -> None:
    assert requested_claims(header.replace("ASK", ASK).replace("{}", value)) == CLAIMS


@pytest.mark.parametrize(
    "header",
    [
        None,
        "",
        "Bearer",
        ",,,===",
        'Bearer error="invalid_token"',
        f"Bearer {ASK}",
        f'Bearer {ASK}, claims=""',
        f'Bearer error="invalid_token", claims="{STANDARD}"',
        f'Bearer claims="{STANDARD}"',
        f'PoP {ASK}, claims="{STANDARD}"',
        f'{ASK}, claims="{STANDARD}"',
        f'Bearer {ASK}, Bearer claims="{STANDARD}"',
        f'Bearer {ASK}, claims="{STANDARD}',
        f'Bearer {ASK}, claims="{STANDARD} "',
        f'Bearer {ASK}, claims="ä"',
        f'Bearer {ASK}, claims="a"',
        f'Bearer {ASK}, claims="{encoded("no JSON")}"',
        f'Bearer {ASK}, claims="{encoded("[1]")}"',
        f'Bearer {ASK}, claims="{encoded("[" * 40_000)}"',
        f'Bearer {ASK}, claims="{base64.b64encode(bytes([255])).decode()}"',
        f'Bearer {ASK}, claims="{encoded("{}")}", x="{"y" * 70_000}"',
    ],
)
def test_a_header_without_claims_challenge_has_no_claims(header: str | None) -> None:
    assert requested_claims(header) is None


@given(strategies.text(alphabet='Bearer claims=",\\error ', max_size=200))
def test_no_header_raises_an_exception(header: str) -> None:
    assert requested_claims(header) is None
