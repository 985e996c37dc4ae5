"""Two documents, ways to change them, and the table of changes in `rows/`.

A file there holds the changes of one class, `nothing.yaml` those that are none. A row:

    the host of a cloud changes:                     # its title, and the name of its tests
      on: shop                                       # where it is not the project's own document
      first: {remove: /servers/0}                    # what is done to both documents before
      set: {/servers/0/url: https://other.example}   # the change, see `edit`
      step: major                                    # the step of the version
      says: Requests go elsewhere.                   # all that is reported, the gravest first
"""

from __future__ import annotations

import copy
import functools
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, TypeAlias

import attrs

from generator.config import read_config
from generator.document.document import Document
from generator.document.reading import checked
from generator.document.yaml import load
from generator.model.translate import translate
from generator.review.change import Change, Kind
from generator.review.comparison import Side, compare_sides

Json: TypeAlias = dict[str, Any]

ROOT: Final = Path(__file__).parents[2]
CONFIG: Final = read_config(ROOT / "generator" / "config.yaml")
HERE: Final = Path(__file__).parent
PROJECT: Final[Json] = load(ROOT / "openapi" / "serverless-endpoints.yaml")
DOCUMENTS: Final[dict[str, Json]] = {"project": PROJECT, "shop": load(HERE / "shop.yaml")}

LIST_KEYS: Final = f"/paths/{next(iter(PROJECT['paths'])).replace('/', '~1')}/post"
ORDER: Final = "/paths/~1shops~1{shop}~1orders~1{order}"
SEARCH: Final = "/paths/~1search/post"

#: Places that a pointer of the table may start with.
PLACES: Final = {
    "list_keys": LIST_KEYS,
    "list_keys_path": LIST_KEYS.removesuffix("/post"),
    "flow": "/components/securitySchemes/azure_auth/flows/implicit",
    "group": "/components/parameters/ResourceGroupName",
    "keys": "/components/schemas/EndpointAuthKeys",
    "order": ORDER,
    "parameters": "/components/parameters",
    "schemas": "/components/schemas",
    "search": SEARCH,
}


def compare(old: Json, new: Json) -> tuple[Change, ...]:
    """Return what changes between two documents, both of which the generator must accept."""
    return compare_sides(side(old), side(new))


def side(root: Json) -> Side:
    """Return a document with the model of its package."""
    return _side(json.dumps(root))


@functools.cache
def _side(written: str) -> Side:
    document = checked(Document("document", json.loads(written)))
    return Side(document, translate(document, CONFIG))


def at(document: Json, pointer: str) -> Any:
    """Return what stands at a JSON pointer."""
    place: Any = document
    for token in pointer.split("/")[1:]:
        place = place[_key(place, token)]
    return place


def put(document: Json, values: Json) -> None:
    """Set the values at JSON pointers; `-` appends to a list."""
    for pointer, value in values.items():
        parent, _, token = pointer.rpartition("/")
        place = at(document, parent)
        if isinstance(place, list) and token == "-":
            place.append(value)
        else:
            place[_key(place, token)] = value


def remove(document: Json, pointers: Iterable[str]) -> None:
    """Remove what stands at JSON pointers."""
    for pointer in pointers:
        parent, _, token = pointer.rpartition("/")
        place = at(document, parent)
        del place[_key(place, token)]


def replace(document: Json, texts: dict[str, str]) -> None:
    """Replace texts everywhere in a document as `json.dumps` writes it."""
    written = json.dumps(document)
    for old, new in texts.items():
        written = written.replace(old, new)
    document.clear()
    document.update(json.loads(written))


def edit(document: Json, steps: Json) -> None:
    """Do what a row says: `set` values at pointers, `remove` what is there, `swap`, `replace`."""
    put(document, {_full(key): copy.deepcopy(one) for key, one in steps.get("set", {}).items()})
    remove(document, map(_full, _listed(steps.get("remove", []))))
    if "swap" in steps:
        one, other = map(_full, steps["swap"])
        put(document, {one: at(document, other), other: at(document, one)})
    replace(document, steps.get("replace", {}))


def _key(place: Any, token: str) -> Any:
    return int(token) if isinstance(place, list) else token.replace("~1", "/").replace("~0", "~")


def _full(pointer: str) -> str:
    start, slash, rest = pointer.partition("/")
    return f"{PLACES[start] if start else ''}{slash}{rest}"


def _listed(value: Any) -> list[str]:
    return value if isinstance(value, list) else [value]


@attrs.frozen
class Row:
    """One change of a document, and all that is reported of it."""

    title: str
    kind: Kind | None
    step: str
    sentences: list[str]
    on: str
    first: Json
    steps: Json

    @classmethod
    def of(cls, kind: Kind | None, title: str, row: Json) -> Row:
        """Return the row that stands in the file of a class."""
        return cls(
            title=title,
            kind=kind,
            step=row.pop("step", "none"),
            sentences=_listed(row.pop("says", [])),
            on=row.pop("on", "project"),
            first=row.pop("first", {}),
            steps=row,
        )

    @property
    def documents(self) -> tuple[Json, Json]:
        """The old and the new document."""
        old = copy.deepcopy(DOCUMENTS[self.on])
        edit(old, self.first)
        new = copy.deepcopy(old)
        edit(new, self.steps)
        return old, new


ROWS: Final = [
    Row.of(kind, title, row)
    for kind in (*Kind, None)
    for title, row in load(HERE / "rows" / f"{kind.value if kind else 'nothing'}.yaml").items()
]
