"""A document with any value at any place makes a package, or is refused in clear lines."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any, Final

import pytest

from generator.errors import GeneratorError
from tests.generated_packages import tree_of
from tests.small_documents import GONE, library

VALUES: Final[list[Any]] = [
    GONE,
    None,
    True,
    0,
    -1.5,
    10**400,
    "",
    "x",
    "null",
    'é\u202e"""\\{}\n../',
    [],
    [1],
    ["a", "a"],
    {},
    {"a": 1},
    {"$ref": "#/components/schemas/Book"},
    {"$ref": "#/nowhere"},
    {"type": "string"},
    {"type": "object"},
]
#: Every 37th pair of a place and a value is tried; together they cover all places and values.
STEP: Final = 37
PARTS: Final = 8


def _places(value: Any, way: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    yield way
    members = (
        value.items()
        if isinstance(value, dict)
        else enumerate(value)
        if isinstance(value, list)
        else ()
    )
    for step, member in members:
        yield from _places(member, (*way, step))


def _replaced(way: tuple[str | int, ...], value: Any) -> Any:
    root: Any = library()
    if not way:
        return value
    holder = root
    for step in way[:-1]:
        holder = holder[step]
    if value is GONE:
        del holder[way[-1]]
    else:
        holder[way[-1]] = copy.deepcopy(value)
    return root


PAIRS: Final = [
    (way, value) for way in _places(library()) for value in VALUES if way or value is not GONE
]


@pytest.mark.parametrize("part", range(PARTS))
def test_any_value_anywhere_makes_a_package_or_clear_lines(part: int) -> None:
    pairs = PAIRS[::STEP][part::PARTS]
    for way, value in pairs:
        shown = f"{'/'.join(map(str, way))} = {value!r}"
        try:
            tree = tree_of(_replaced(way, value))
        except GeneratorError as error:
            for line in str(error).split("\n"):
                assert line.isprintable(), shown
                assert " at 0x" not in line, shown
                assert len(line) < 1500, shown
        except Exception as error:
            raise AssertionError(f"{shown}: {error!r}") from error
        else:
            for name, content in tree.items():
                if name.endswith(".py"):
                    compile(content, f"{name} ({shown})", "exec")
    assert len(pairs) > 20
