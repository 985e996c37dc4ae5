"""What two surfaces show and the comparison of their documents does not see."""

from __future__ import annotations

import html
import re
from typing import Any

import pytest

from generator.document.document import Document
from generator.document.reading import checked
from generator.model.translate import translate
from generator.paths import DOCUMENT
from generator.render.formatting import formatted
from generator.render.provenance import provenance
from generator.render.surface import surface
from generator.render.templating import render
from generator.review import Change, Kind, compare, unsaid
from tests.generator.changes.table import edit
from tests.generator.generate.making import CONFIG, PROJECT, minimal
from tests.generator.review.repository import Repository

LIST = "/paths/~1things/get"
META = "/components/schemas/Thing/properties/meta"
STATE = "/components/schemas/Thing/properties/state"


def things() -> dict[str, Any]:
    """Return a document whose names the generator makes from many places."""
    document = minimal(
        schemas={
            "Thing": {
                "type": "object",
                "properties": {
                    "meta": {"type": "object", "properties": {"id": {"type": "string"}}},
                    "state": {"type": "string", "enum": ["open", "shut"]},
                },
            }
        }
    )
    operation = document["paths"]["/things"]["get"]
    operation["operationId"] = "listThings"
    operation["tags"] = ["Things"]
    operation["parameters"] = [
        {"name": "sort", "in": "query", "schema": {"type": "string", "enum": ["up", "down"]}}
    ]
    answer = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation["responses"] = {"200": {"description": "Things.", "content": answer}}
    return document


def surface_of(document: dict[str, Any]) -> str:
    """Return the api.md of a document."""
    package = translate(checked(Document(DOCUMENT, document)), CONFIG)
    return surface(formatted(render(package, provenance(PROJECT))), CONFIG.package)


def found(old: dict[str, Any], new: dict[str, Any]) -> list[tuple[Kind, str]]:
    """Return what the surfaces of two documents tell beyond the documents."""
    changes = unsaid(surface_of(old), surface_of(new), compare(old, new))
    seen = (html.unescape(re.sub("</?code>", "`", change.sentence)) for change in changes)
    return [(change.kind, sentence) for change, sentence in zip(changes, seen, strict=True)]


def gone_and_new(old: str, new: str) -> list[tuple[Kind, str]]:
    """Return what is said of a name that turns into another one."""
    return [
        (Kind.BREAKING, f"`{old}` is removed from the public surface."),
        (Kind.ADDITIVE, f"`{new}` is new in the public surface."),
    ]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"set": {f"{META}/title": "Facts"}}, gone_and_new("ThingMeta", "ThingFacts")),
        ({"set": {f"{STATE}/title": "Mood"}}, gone_and_new("ThingState", "ThingMood")),
        (
            {"set": {f"{LIST}/parameters/0/schema/title": "Order"}},
            gone_and_new("ListThingsSort", "ListThingsOrder"),
        ),
        (
            {"set": {f"{STATE}/x-ms-enum": {"values": [{"value": "shut", "name": "CLOSED"}]}}},
            gone_and_new("ThingState.SHUT", "ThingState.CLOSED"),
        ),
        (
            {
                "set": {
                    "/components/schemas/Meta": {
                        "type": "object",
                        "properties": {"id": {"type": "string"}},
                    },
                    META: {"$ref": "#/components/schemas/Meta"},
                }
            },
            gone_and_new("ThingMeta", "Meta")[:1],
        ),
        (
            {"set": {f"{LIST}/operationId": "Things_listThings"}},
            gone_and_new("ListThingsSort", "ThingsListThingsSort"),
        ),
    ],
    ids=["object", "enum", "argument", "members", "component", "operation"],
)
def test_a_renamed_class_is_a_break_that_no_description_hides(
    change: dict[str, Any], expected: list[tuple[Kind, str]]
) -> None:
    """Whatever place of the document names it: those who import it fail."""
    new = things()
    edit(new, change)
    said = found(things(), new)
    assert sorted(said) == sorted(expected)
    back = found(new, things())
    assert all("is removed" in s or "is new" in s for _, s in back)


@pytest.mark.parametrize(
    "change",
    [
        {"set": {f"{STATE}/enum": ["open", "shut", "half-open"]}},
        {"set": {f"{STATE}/enum": ["open"]}},
        {"set": {f"{LIST}/operationId": "getThings"}},
        {"set": {f"{LIST}/parameters/0/required": True}},
        {"set": {f"{META}/properties/id/type": "integer"}},
        {"set": {"/components/schemas/Thing/required": ["state"]}},
        {"set": {"/servers/-": {"url": "https://other.example"}}},
        {"set": {f"{LIST}/tags": ["Stuff"]}},
        {"remove": META},
        {"replace": {"Thing": "Item", "listItems": "listThings", '"Items"': '"Things"'}},
    ],
)
def test_what_the_documents_tell_is_not_told_twice(change: dict[str, Any]) -> None:
    """One change has one sentence, or those of the names that follow it; nothing else appears."""
    new = things()
    edit(new, change)
    for said in (found(things(), new), found(new, things())):
        assert all(re.match(r"`\w+Sort`|`(Thing|Item)(State|Meta)`", s) for _, s in said), said


def change(kind: Kind, sentence: str) -> Change:
    """Return a change that the comparison of documents found."""
    return Change(pointer="", kind=kind, sentence=sentence, breaking=kind is Kind.BREAKING)


# What the documents tell, the old and the new lines, and the names that stay to be told.
SAID: list[tuple[list[tuple[Kind, str]], str, str, list[str]]] = [
    # No behaviour of a name explains another type of it.
    ([(Kind.BEHAVIOUR, "`A.b` is deprecated.")], "A.b: C", "A.b: D", ["A.b"]),
    ([(Kind.BREAKING, "`A.b` is another.")], "A.b: C", "A.b: D", []),
    # A field that is only given may take more, as the documents know.
    ([(Kind.ADDITIVE, "`A.b` now accepts `None`.")], "A.b: C", "A.b: C | None", []),
    # A type is told by the name that has it, not by another that gets the same.
    ([(Kind.BREAKING, "`B.c` may now be `None`.")], "A.b: C", "A.b: C | None", ["A.b"]),
    # One name of two classes is two names.
    ([(Kind.BREAKING, "`B.c` is removed.")], "class A\nA.c: int", "class A", ["A.c"]),
    ([(Kind.BREAKING, "`B.c` is removed.")], "class B\nB.c: int", "class B", []),
    ([(Kind.BREAKING, "`c` of the result of `client.b.d` is gone.")], "A.c: int", "", []),
    # A class of an inline schema is named after its place.
    ([(Kind.BREAKING, "`A.b` is removed.")], "class AB", "", []),
    ([(Kind.BREAKING, "`A.b.c` is removed.")], "class AB\nAB.c: int", "class AB", []),
    # An argument is that of its method, unless many methods share it.
    (
        [(Kind.BREAKING, "The argument `a` of `client.c.d` is removed.")],
        "COperations.d(a: int)\nCOperations.e(a: int)",
        "COperations.d()\nCOperations.e()",
        ["COperations.e"],
    ),
    (
        [(Kind.BREAKING, "The argument `a` of `Client` is removed.")],
        "COperations.d(a: int)\nAsyncCOperations.d(a: int)\nClient.a: int",
        "COperations.d()\nAsyncCOperations.d()",
        [],
    ),
    # What a class is called is told once.
    (
        [(Kind.BREAKING, "Class `A` is renamed to `B`.")],
        "class A\nf() -> list[A]",
        "class B\nf() -> list[B]",
        [],
    ),
    # That a class is new does not tell what returns it besides others.
    (
        [(Kind.ADDITIVE, "Class `B` is new.")],
        "class A\nf() -> A",
        "class A\nclass B\nf() -> A | B",
        ["f"],
    ),
    # Which member of a union comes first, only the documents know to matter.
    ([], "f() -> list[A | B]", "f() -> list[B | A]", []),
    # An argument that takes more does not tell that an attribute may be more.
    (
        [],
        "Client.__init__(a: int) -> None\nClient.a: int",
        "Client.__init__(a: int | None) -> None\nClient.a: int | None",
        ["Client.__init__", "Client.a"],
    ),
]


@pytest.mark.parametrize(("said", "old", "new", "expected"), SAID)
def test_a_sentence_explains_what_it_names_and_no_more(
    said: list[tuple[Kind, str]], old: str, new: str, expected: list[str]
) -> None:
    """Whatever else changes has to be told as well."""
    before, after = (f"## package\n\n```python\n{lines}\n```\n" for lines in (old, new))
    found = unsaid(before, after, [change(*one) for one in said])
    assert [one.pointer.removeprefix("api.md#") for one in found] == expected


def test_the_command_tells_what_the_surfaces_show(repository: Repository) -> None:
    """A title on an inline enum passed for documentation, though its class has another name."""
    place = "        secondaryKey:\n"
    state = "        state: {type: string, enum: [on, off]TITLE}\n"
    repository.edit(DOCUMENT, place, place.replace(place, state.replace("TITLE", "") + place))
    repository.run("generate")
    repository.commit()
    repository.edit(DOCUMENT, "[on, off]", "[on, off], title: Power")
    status, out, _ = repository.run("diff", "HEAD")
    assert status == 2
    assert "`EndpointAuthKeysState` is removed from the public surface." in out
