# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The option `--ids`: resources by their ids, instead of the options that name them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from ._arguments import decoded, standard_input
from ._facts import Option
from ._failures import Failure


def given_ids(options: Sequence[Option], given: Mapping[str, Any]) -> list[str]:
    """Return the ids on the command line.

    As in az, one `--ids` takes all words after it. A word may hold several ids, one a line. `-`
    stands for the ids on standard input; see `read_ids`.

    Args:
        options: The options of the subcommand.
        given: What the command line gives.

    Returns:
        The words; empty if none is given.

    Raises:
        Failure: If ids stand beside options that name the resource, or without `--ids`.
    """
    named, more = given.get("ids") or (), given.get("more_ids") or ()
    if not named:
        if more:
            raise Failure(f"unexpected argument {more[0]!r}; ids follow --ids")
        return []
    options_as_ids = [word for word in [*named, *more] if word[:1] == "-" and word != "-"]
    if options_as_ids:
        # An empty variable, as in `--ids $IDS --debug`.
        raise Failure(f"--ids takes the option {options_as_ids[0]} for an id; pass ids after --ids")
    clashing = [one.flag for one in options if one.in_id and given.get(one.key) is not None]
    if clashing:
        raise Failure(f"--ids and {', '.join(clashing)} exclude each other; an id has all names")
    return [*named, *more]


def read_ids(words: Sequence[str]) -> list[str]:
    """Return the ids in words, and on standard input for the word `-`, each once.

    Raises:
        Failure: If there is none, or standard input cannot be read.
    """
    found = list(unique(id_ for word in words for id_ in _in_word(word)))
    if words and not found:
        place = "standard input" if "-" in words else "--ids"
        raise Failure(f"{place} is blank; pass the id of a resource")
    return found


def _in_word(word: str) -> list[str]:
    if word != "-":
        return word.split()
    # A file that was joined from several has byte order marks inside.
    text = decoded(standard_input("ids")).replace("\ufeff", " ")
    # Also the JSON array of strings that az prints without `-o tsv`.
    return [id_.strip("[]\",'") for id_ in text.split()]


def unique(ids: Iterable[str]) -> Iterator[str]:
    """Yield ids without spaces around them, each once; letters in another case make no other id."""
    seen: set[str] = set()
    for each in ids:
        stripped = each.strip()
        if stripped and stripped.lower() not in seen:
            seen.add(stripped.lower())
            yield stripped
