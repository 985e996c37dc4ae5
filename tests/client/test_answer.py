"""An answer, read in each of the ways that a document can promise."""

from __future__ import annotations

import copy
import pickle

import attrs
import httpx
import pytest
from azureml_serverless_endpoints import APIResponseError, Response, _json
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import Answer

OPERATION = Operation("Things_Get", method="GET", path="/", secured=False, repeatable=True)


def answer(body: bytes, status: int = 200) -> Answer:
    """An answer with an id of the service."""
    headers = httpx.Headers({"x-ms-request-id": "r"})
    return Answer(operation=OPERATION, status_code=status, headers=headers, body=body)


def test_json_may_be_of_any_type() -> None:
    assert answer(b"[1, 2]").json(_json.array(_json.integer)) == [1, 2]
    assert answer(b"null").json(_json.nullable(_json.string)) is None


def test_text_is_utf_8() -> None:
    assert answer("ä".encode()).text() == "ä"
    with pytest.raises(APIResponseError, match=r"says: the text is not UTF-8 \[request id r\]"):
        answer(b"\xff").text()


def test_content_is_as_it_came() -> None:
    assert answer(b"\x00\xff").content() == b"\x00\xff"


def test_an_answer_shows_its_status_alone() -> None:
    assert repr(answer(b"secret")) == "<Answer 200>"


def test_a_response_does_not_change_and_can_be_copied() -> None:
    response = answer(b"5").response(5)
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        response.attempts = 2  # type: ignore[misc]
    for twin in (copy.deepcopy(response), pickle.loads(pickle.dumps(response))):
        assert twin == response
        assert isinstance(twin, Response)
        assert twin.headers["X-MS-REQUEST-ID"] == "r"
