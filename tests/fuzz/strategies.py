"""Strategies for untrusted input, and the limits that reading it must keep."""

from __future__ import annotations

import contextlib
import copy
import json
import pickle
import tracemalloc
from collections.abc import Iterator
from typing import Any

from azureml_serverless_endpoints import APIError
from hypothesis import strategies as st

from tests.summary import counts

#: A value of a member. No error about a response with a status of success may contain it.
CANARY = "canary-7f3a"

_MEMBERS = """
error code message target details additionalInfo type info value Error Code Message primaryKey
secondaryKey innererror __class__
"""
NAMES = st.sampled_from(_MEMBERS.split())
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=40)
    | st.sampled_from([CANARY, "\\ud800", "\u202e", "Bearer eyJabc", "0" * 700, 10**400, 1e308])
)


def _object_of(members: st.SearchStrategy[Any]) -> st.SearchStrategy[dict[str, Any]]:
    return st.dictionaries(NAMES | st.text(max_size=8), members, max_size=6)


JSON: st.SearchStrategy[Any] = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(NAMES | st.text(max_size=8), inner, max_size=6)
    ),
    max_leaves=25,
)
OBJECTS = _object_of(JSON)

_OF_JSON = ("[", "{", '{"error":', '{"details":[', '[{"additionalInfo":', '"', ",", "]", "}")
_OF_STRINGS = ("\\u00", "\\", '\\"', "\ufeff", "\x00", "é", "\n", " ", "eyJaaaaaaaa.")
_OF_MARKUP = ("<", "<code>", "<code ", "<title>", "</h1>")
_OF_NUMBERS = ("9", "1e", "-", "+", "1.", "nan", "1_")
_OF_CHALLENGES = ("a=", 'a="', "a ", "a", "Bearer ", "==", ", ")
_OF_DATES = ("Mon, ", "01 Jan 2030 ", ":", "(", "GMT", "-1")
_PIECES = st.sampled_from(
    (*_OF_JSON, *_OF_STRINGS, *_OF_MARKUP, *_OF_NUMBERS, *_OF_CHALLENGES, *_OF_DATES)
)


def texts(longest: int) -> st.SearchStrategy[str]:
    """Return texts of pieces that have a meaning to a parser, some repeated many times."""
    counts = st.integers(0, 64) | st.sampled_from([1_000, longest // 4, longest])
    repeated = st.builds(lambda piece, count: piece * (count // len(piece)), _PIECES, counts)
    parts = st.lists(repeated | _PIECES | st.text(max_size=20), max_size=6)
    return parts.map(lambda each: "".join(each)[:longest])


def _dumped(value: Any) -> bytes:
    return json.dumps(value).encode()


def _cut(content: bytes, at: int) -> bytes:
    return content[: at % (len(content) + 1)]


_DOCUMENTS = (OBJECTS | JSON).map(_dumped) | OBJECTS.map(lambda value: _dumped({"error": value}))
BODIES = (
    st.binary(max_size=200)
    | _DOCUMENTS
    | st.builds(_cut, _DOCUMENTS, st.integers(0))
    | _DOCUMENTS.map(lambda content: b"\xef\xbb\xbf" + content)
    | texts(200_000).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | texts(2_000).map(lambda text: text.encode("utf-16"))
)


@contextlib.contextmanager
def memory_limit(size: int) -> Iterator[None]:
    """Check that reading an input of that size, in bytes, takes memory in proportion to it.

    The limit only separates linear from quadratic. `nox -s bench` compares the time.
    """
    counts["inputs"] += 1
    tracemalloc.start()
    try:
        yield
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 4_000_000 + size * 200, f"{peak} bytes of memory for {size} bytes"


def check_error(error: APIError) -> None:
    """Check that an error can be printed, copied and pickled, and is short enough to read."""
    assert len(str(error)) < 6_000
    assert str(error).isprintable()
    assert repr(error)
    for again in (copy.copy(error), copy.deepcopy(error), pickle.loads(pickle.dumps(error))):
        assert type(again) is type(error)
        assert str(again) == str(error)
