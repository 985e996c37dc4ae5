# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The option `--ids`: resources by their ids, instead of the options that name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ._facts import Option
from ._failures import Failure


def given_ids(options: Sequence[Option], given: Mapping[str, Any]) -> list[str]:
    """Return the ids on the command line, each once.

    As in az, one `--ids` takes all words after it. A word may hold several ids, one a line.

    Args:
        options: The options of the subcommand.
        given: What the command line gives.

    Returns:
        The ids; empty if none is given.

    Raises:
        Failure: If ids stand beside options that name the resource, or without `--ids`.
    """
    named, more = given.get("ids") or (), given.get("more_ids") or ()
    if not named:
        if more:
            raise Failure(f"unexpected argument {more[0]!r}; ids follow --ids")
        return []
    clashing = [one.flag for one in options if one.in_id and given.get(one.key) is not None]
    if clashing:
        raise Failure(f"--ids and {', '.join(clashing)} exclude each other; an id has all names")
    found = list(unique(id_ for word in (*named, *more) for id_ in word.split()))
    if not found:
        raise Failure("--ids: is blank; pass the id of a resource")
    return found


def unique(ids: Iterable[str]) -> Iterator[str]:
    """Yield ids without spaces around them, each once; letters in another case make no other id."""
    seen: set[str] = set()
    for each in ids:
        stripped = each.strip()
        if stripped and stripped.lower() not in seen:
            seen.add(stripped.lower())
            yield stripped
