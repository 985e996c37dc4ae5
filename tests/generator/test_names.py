"""The names that the generator works out itself are those that the engine gives."""

import itertools

import pytest
from openapi_python_client import strings

from generator.names import PREFIX, RESERVED, class_name, identifier, snake_case

WORDS = ["name", "Name", "NAME", "2fa", "a", "API", "listKeys", "type", "None", "self", "_x", ""]
NAMES = [
    *("".join(parts) for parts in itertools.product(WORDS, ["", "-", "_", ".", " ", "$"], WORDS)),
    *("ServerlessEndpoints_ListKeys", "api-version", "resourceGroupName", "x-ms-request-id"),
    *("HTTPServer2Name", "aB1c", "id", "ID", "datetime", "true", "%$", "naïve", "Straße", "ﬁeld"),
    *sorted(RESERVED),
]


@pytest.mark.parametrize("name", NAMES)
def test_names_are_those_of_the_engine(name: str) -> None:
    """Words, arguments and classes are named alike."""
    assert snake_case(name) == strings.snake_case(name)
    assert identifier(name) == strings.PythonIdentifier(name, PREFIX)
    assert class_name(name) == strings.ClassName(name, PREFIX)


def test_the_names_of_this_project() -> None:
    """The names that callers of the package know."""
    assert identifier("api-version") == "api_version"
    assert identifier("ListKeys") == "list_keys"
    assert class_name("ErrorDetail") == "ErrorDetail"
    assert identifier("type") == "type_"
