"""Small OpenAPI documents for the tests."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.document.pointer import steps
from generator.document.yaml import load

ROOT: Final = Path(__file__).resolve().parents[1]
PROJECT: Final = ROOT / "openapi" / "serverless-endpoints.yaml"
LIBRARY: Final = Path(__file__).parent / "documents" / "library.yaml"
#: The configuration of the library's package.
CONFIG_TEXT: Final = """\
distribution: town-library
package: town_library
version: 1.0.0
license_holder: The town
license_year: 2026
requires_python: ">=3.11"
dependencies: [attrs>=23.1, "httpx>=0.28,<1"]
"""

#: As a value in `edited`: remove the place.
GONE: Final = object()

_library: Final = load(LIBRARY)


def library() -> dict[str, Any]:
    """Return a copy of the library's document."""
    return copy.deepcopy(_library)


def minimal(**components: Any) -> dict[str, Any]:
    """Return a document with one operation, `GET /things`, and some components."""
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1.0"},
        "servers": [{"url": "https://things.example"}],
        "paths": {
            "/things": {
                "get": {
                    "operationId": "Things_List",
                    "responses": {"200": {"description": "Things."}},
                }
            }
        },
        "components": components,
    }


def with_schema(schema: Any, **others: Any) -> dict[str, Any]:
    """Return a document with a schema `Thing`, which one operation returns and one takes."""
    root = minimal(schemas={"Thing": schema, **others})
    content = {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}}
    operation = root["paths"]["/things"]["get"]
    operation["responses"]["200"]["content"] = content
    root["paths"]["/things"]["post"] = {
        "operationId": "Things_Add",
        "requestBody": {"content": copy.deepcopy(content)},
        "responses": {"204": {"description": "Added."}},
    }
    return root


def object_of(*required: str, **properties: Any) -> Any:
    """Return the schema of an object."""
    copies = {name: copy.deepcopy(schema) for name, schema in properties.items()}
    return {"type": "object", "required": list(required), "properties": copies}


def with_parameter(schema: Any, **parameter: Any) -> dict[str, Any]:
    """Return a document whose one operation has a query parameter `q`."""
    root = minimal()
    described = {"name": "q", "in": "query", "schema": schema, **parameter}
    root["paths"]["/things"]["get"]["parameters"] = [described]
    return root


GET: Final = "/paths/~1things/get"


def operation(**changes: Any) -> dict[str, Any]:
    """Return a document whose one operation has other values for some keys."""
    return edited(minimal(), {f"{GET}/{key}": value for key, value in changes.items()})


def answering(media_type: str, schema: Any) -> dict[str, Any]:
    """Return a document whose one operation returns a media type."""
    return edited(minimal(), {f"{GET}/responses/200/content": {media_type: {"schema": schema}}})


def taking(*media_types: str, schema: Any) -> dict[str, Any]:
    """Return a document whose one operation takes a body of some media types."""
    content = {media_type: {"schema": copy.deepcopy(schema)} for media_type in media_types}
    return operation(requestBody={"content": content})


def two(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Return a document with two operations of one path."""
    answers = [{"responses": {"200": {"description": ""}}, **one} for one in (first, second)]
    return edited(minimal(), {"/paths/~1things": dict(zip(("get", "put"), answers, strict=True))})


def parameters(*found: dict[str, Any], path: str = "/things") -> dict[str, Any]:
    """Return a document whose one operation has some parameters."""
    described = [{"in": "query", "schema": {"type": "string"}, **one} for one in found]
    root = edited(minimal(), {f"{GET}/parameters": described})
    root["paths"] = {path: root["paths"]["/things"]}
    return root


def secured(**scheme: Any) -> dict[str, Any]:
    """Return a document whose operations need a security scheme."""
    return edited(
        minimal(securitySchemes={"key": scheme} if scheme else {}), {"/security": [{"key": []}]}
    )


def edited(root: dict[str, Any], edits: Mapping[str, Any]) -> dict[str, Any]:
    """Return a copy of a document with other values at JSON pointers; `-` appends to an array."""
    changed = copy.deepcopy(root)
    for pointer, value in edits.items():
        *way, last = steps(pointer)
        holder: Any = changed
        for step in way:
            holder = holder[int(step)] if isinstance(holder, list) else holder.setdefault(step, {})
        if isinstance(holder, list) and last == "-":
            holder.append(value)
        elif isinstance(holder, list):
            holder[int(last)] = value
        elif value is GONE:
            del holder[last]
        else:
            holder[last] = value
    return changed


def large(operations: int) -> dict[str, Any]:
    """Return a document with many operations in ten groups, each with a model and an example."""
    root: dict[str, Any] = {
        "openapi": "3.1.0",
        "info": {"title": "Large", "version": "1.0"},
        "servers": [{"url": "https://large.example"}],
        "paths": {},
        "components": {"schemas": {}},
    }
    for index in range(operations):
        following = f"#/components/schemas/Thing{(index + 1) % operations}"
        root["components"]["schemas"][f"Thing{index}"] = {
            "type": "object",
            "properties": {
                "name": {"type": "string", "pattern": "^[a-z]+$"},
                "size": {"type": "integer"},
                "key": {"type": "string", "x-ms-secret": True},
                "next": {"$ref": following},
            },
        }
        content = {
            "schema": {"$ref": f"#/components/schemas/Thing{index}"},
            "example": {"name": "a", "size": index, "next": {"name": "b"}},
        }
        root["paths"][f"/things{index}/{{id}}"] = {
            "get": {
                "operationId": f"Group{index % 10}_Get{index}",
                "parameters": [
                    {
                        "name": "id",
                        "in": "path",
                        "required": True,
                        "schema": {"type": "string"},
                        "example": "a",
                    },
                    {"name": "q", "in": "query", "schema": {"type": "integer", "minimum": 1}},
                ],
                "responses": {
                    "200": {"description": "One.", "content": {"application/json": content}},
                    "default": {"description": "None."},
                },
            }
        }
    return root
