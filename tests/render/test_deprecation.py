"""Deprecated operations and arguments: docstrings say so, and a call warns at the caller's line."""

from __future__ import annotations

import asyncio
import copy
import warnings
from typing import Any

import attrs
import httpx
import pytest

from generator.pipeline import write_package
from generator.render.provenance import Provenance
from tests.generated_packages import CONFIG, Importer, package_of
from tests.small_documents import edited, with_schema

_SCHEMA = {
    "type": "object",
    "properties": {"old": {"type": "string", "deprecated": True}, "new": {"type": "string"}},
}
_DOCUMENT = edited(
    with_schema(_SCHEMA),
    {
        "/paths/~1things/get/deprecated": True,
        "/paths/~1things/post/parameters": [
            {"name": "mode", "in": "query", "deprecated": True, "schema": {"type": "string"}},
            {
                "name": "form",
                "in": "query",
                "required": True,
                "deprecated": True,
                "schema": {"type": "string", "default": "short"},
            },
            *(
                {
                    "name": name,
                    "in": "query",
                    "required": "default" in schema,
                    "deprecated": True,
                    "x-ms-parameter-location": "client",
                    "schema": schema,
                }
                for name, schema in (
                    ("region", {"type": "string"}),
                    ("level", {"type": "integer", "default": 1}),
                )
            ),
        ],
    },
)


def _client(package: Any, kind: str) -> Any:
    transport = httpx.MockTransport(
        lambda request: (
            httpx.Response(200, json={"old": "a"})
            if request.method == "GET"
            else httpx.Response(204)
        )
    )
    if kind == "Client":
        return package.Client("t", http_client=httpx.Client(transport=transport))
    return package.AsyncClient("t", http_client=httpx.AsyncClient(transport=transport))


async def _call(package: Any, method: str, *arguments: Any, **keywords: Any) -> None:
    client = _client(package, "AsyncClient")
    await getattr(client.things, method)(*arguments, **keywords)


@pytest.mark.parametrize("method", ["list", "list_detailed"])
def test_a_deprecated_operation_warns_once_at_the_line_of_the_call(
    imported: Importer, method: str
) -> None:
    package = imported(_DOCUMENT)
    for call in (
        lambda: getattr(_client(package, "Client").things, method)(),
        lambda: asyncio.run(_call(package, method)),
    ):
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            call()
        assert [str(one.message) for one in caught] == ["things.list is deprecated"]
        assert [one.category for one in caught] == [DeprecationWarning]
        assert caught[0].filename == __file__


@pytest.mark.parametrize(("name", "value"), [("mode", "a"), ("form", "long"), ("region", "north")])
def test_a_deprecated_argument_warns_only_where_it_is_given(
    imported: Importer, name: str, value: object
) -> None:
    """Neither a default nor the client's value is what a call passes."""
    package = imported(_DOCUMENT)
    body = package.Thing()
    client = _client(package, "Client")
    client.things.add(body=body)
    with pytest.warns(DeprecationWarning, match=f"^the argument {name} is deprecated$") as caught:
        client.things.add(body=body, **{name: value})
    assert [one.filename for one in caught] == [__file__]


@pytest.mark.parametrize(("name", "value"), [("region", "north"), ("level", 2)])
@pytest.mark.parametrize("kind", ["Client", "AsyncClient"])
def test_a_deprecated_argument_of_a_client_warns_only_where_it_is_given(
    imported: Importer, kind: str, name: str, value: object
) -> None:
    package = imported(_DOCUMENT)
    _client(package, kind)
    with pytest.warns(DeprecationWarning, match=f"^the argument {name} is deprecated$") as caught:
        getattr(package, kind)("t", **{name: value})
    assert [one.filename for one in caught] == [__file__]


def test_a_deprecated_property_warns_only_where_a_caller_gives_it(imported: Importer) -> None:
    """A response that holds it is read without a warning, and copied without one."""
    package = imported(_DOCUMENT)
    package.Thing(new="a")
    with pytest.warns(DeprecationWarning, match=r"^Thing\.old is deprecated$") as caught:
        thing = package.Thing(old="a")
    assert [one.filename for one in caught] == [__file__]
    assert package.Thing.from_dict({"old": "a"}) == thing
    assert attrs.evolve(thing, new="b").old == copy.copy(thing).old == "a"


def test_docstrings_and_the_public_surface_mark_what_is_deprecated(imported: Importer) -> None:
    package = imported(_DOCUMENT)
    operations = type(_client(package, "Client").things)
    assert "Deprecated." in operations.list.__doc__.splitlines()[2]
    assert "mode: Deprecated." in operations.add.__doc__
    assert "old: Deprecated." in package.Thing.__doc__
    config = attrs.evolve(CONFIG, package="things")
    tree = write_package(package_of(_DOCUMENT, config), Provenance(document_sha256="", tools={}))
    marked = [line for line in tree["api.md"].decode().splitlines() if "deprecated" in line]
    ends = {line.partition("(")[0].partition(":")[0]: line.partition("  # ")[2] for line in marked}
    assert ends == {
        "Client.level": "deprecated",
        "Client.region": "deprecated",
        "Thing.old": "deprecated",
        "ThingsOperations.add": "deprecated: form, deprecated: mode, deprecated: region",
        "ThingsOperations.list": "deprecated",
        # The command.
        "list": "deprecated",
    }
