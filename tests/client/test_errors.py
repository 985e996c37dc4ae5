"""The tree of errors: its shape, its public names, and copies of errors."""

from __future__ import annotations

import copy
import inspect
import json
import pickle
import re
from typing import Any

import azureml_serverless_endpoints as package
import pytest
from azureml_serverless_endpoints import (
    APIError,
    APIResponseError,
    APIStatusError,
    ErrorDetail,
    InvalidParameterError,
    NotFoundError,
    Violation,
    errors,
)

CLASSES = [
    value for _, value in inspect.getmembers(errors, inspect.isclass) if issubclass(value, APIError)
]


def drawn() -> dict[str, str]:
    """Return each class in the tree that the docstring draws, with its base class."""
    drawing = (errors.__doc__ or "").split("```")[1]
    found: dict[str, str] = {}
    above = {-1: "Exception"}
    for line in drawing.strip().splitlines():
        # Two classes on one line have the same base class.
        names = list(re.finditer(r"(?:^|── )(\w+Error)\b", line))
        depth = names[0].start(1)
        above = {place: name for place, name in above.items() if place < depth}
        found |= {match[1]: above[max(above)] for match in names}
        above[depth] = names[0][1]
    return found


def test_the_docstring_draws_the_tree_of_classes() -> None:
    assert drawn() == {cls.__name__: cls.__base__.__name__ for cls in CLASSES if cls.__base__}


def test_the_docstring_names_the_status_of_each_class() -> None:
    statuses = dict(re.findall(r"(\w+Error) (\d{3}|5xx)", errors.__doc__ or ""))
    for name, status in statuses.items():
        assert (getattr(errors, name).__doc__ or "").startswith(f"{status}: ")
    assert len(statuses) == 7


def test_an_invalid_parameter_error_is_a_value_error() -> None:
    assert issubclass(InvalidParameterError, ValueError)


def test_all_of_the_package_lists_exactly_its_public_names() -> None:
    public = {
        name
        for name, value in vars(package).items()
        if not name.startswith("_") and not inspect.ismodule(value)
    }
    assert set(package.__all__) == public | {"__version__"}
    assert len(set(package.__all__)) == len(package.__all__)


def test_all_of_the_errors_module_lists_exactly_its_public_names() -> None:
    public = {
        name
        for name, value in vars(errors).items()
        if not name.startswith("_") and getattr(value, "__module__", None) == errors.__name__
    }
    assert list(errors.__all__) == sorted(public)


def test_the_package_exports_every_error() -> None:
    assert set(errors.__all__) <= set(package.__all__)


DETAIL = ErrorDetail(code="c", details=[ErrorDetail(message="m", additional_properties={"a": [1]})])


def made(kind: type[APIError]) -> APIError:
    """Return an error of a class with a value for each attribute."""
    error: APIError
    if issubclass(kind, APIStatusError):
        error = kind(
            "words",
            status_code=404,
            error=DETAIL,
            code="c",
            message="m",
            target="t",
            advice="Do.",
            request_id="r",
            correlation_request_id="q",
            routing_request_id="w",
            failure_cause="gateway",
            retry_after=1.5,
        )
    elif issubclass(kind, InvalidParameterError):
        error = kind("Op", [Violation("a", "must be"), Violation("b", ".c must be")])
    else:
        error = kind("words")
    if isinstance(error, APIResponseError):
        error.status_code, error.request_id, error.correlation_request_id = 200, "r", "q"
    error.attempts, error.client_request_id, error.resource_id = 3, "id", "/things"
    error.add_note("a note")
    return error


@pytest.mark.parametrize("kind", CLASSES)
@pytest.mark.parametrize(
    "twin",
    [copy.copy, copy.deepcopy]
    + [
        lambda error, p=protocol: pickle.loads(pickle.dumps(error, p))
        for protocol in range(pickle.HIGHEST_PROTOCOL + 1)
    ],
)
def test_a_copied_or_pickled_error_keeps_all_attributes(kind: Any, twin: Any) -> None:
    error = made(kind)
    other = twin(error)
    assert type(other) is kind
    assert other is not error
    assert (str(other), other.args, other.__dict__) == (str(error), error.args, error.__dict__)
    assert other.__dict__ is not error.__dict__
    assert len(vars(other)) > 1


def test_a_deep_copy_shares_nothing() -> None:
    error = made(NotFoundError)
    other = copy.deepcopy(error)
    assert isinstance(error, NotFoundError)
    assert isinstance(other, NotFoundError)
    assert other.error == error.error
    assert other.error is not error.error


@pytest.mark.parametrize("kind", CLASSES)
def test_a_new_error_has_no_value_for_optional_attributes(kind: Any) -> None:
    """Tests of callers create errors with only the attributes that they need."""
    if issubclass(kind, APIStatusError):
        error, given = kind("words", status_code=404), {"status_code": 404}
    elif issubclass(kind, InvalidParameterError):
        error, given = kind("words", []), {"violations": ()}
    else:
        error, given = kind("words"), {}
    held = {name: value for name, value in vars(error).items() if value is not None}
    assert held == {"attempts": 0, **given}
    assert error.client_request_id is None
    assert str(error).startswith("words")


def test_a_violation_reads_as_a_sentence() -> None:
    error = InvalidParameterError(
        "Op", [Violation("a", "must be"), Violation("b", ".c must be"), Violation("d", "[0] must")]
    )
    assert str(error) == "Op: a must be; b.c must be; d[0] must"


@pytest.mark.parametrize("kind", CLASSES)
def test_an_error_can_be_made_again_from_its_args(kind: Any) -> None:
    """Celery's JSON results hold only the class and the `args` of an exception."""
    error = made(kind)
    again = kind(*json.loads(json.dumps(error.args)))
    assert (str(again), again.args) == (str(error), error.args)


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        (kind, int(match[1] or match[2] + "00"))
        for kind in CLASSES
        if (match := re.match(r"(?:(\d{3})|(5)xx): ", kind.__doc__ or ""))
    ],
)
def test_a_status_error_without_a_status_has_that_of_its_class(kind: Any, status: int) -> None:
    assert kind("words").status_code == status
    assert kind("words", status_code=599).status_code == 599
    assert APIStatusError("words").status_code == 0
