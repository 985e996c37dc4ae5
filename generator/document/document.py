"""The OpenAPI document: its values, each with an address, and the ways through it.

The engine drops parameter constraints, servers, scopes, security and every extension, so that later
stages read them here. The address of a place is a JSON pointer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias

from generator.document.pointer import child, steps
from generator.errors import GeneratorError

Node: TypeAlias = dict[str, Any]

METHODS: Final = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

#: Where a schema holds others: under each name, in a list, or directly.
_NAMED: Final = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTED: Final = ("allOf", "anyOf", "oneOf", "prefixItems")
_DIRECT: Final = (
    "additionalProperties",
    "contains",
    "contentSchema",
    "else",
    "if",
    "items",
    "not",
    "propertyNames",
    "then",
    "unevaluatedItems",
    "unevaluatedProperties",
)

#: Keys whose value is data of the service, in which a `$ref` or an extension means nothing.
_DATA: Final = frozenset({"const", "default", "enum", "example", "value"})

#: Keys whose value is a mapping from names that the document chooses.
MAPS: Final = frozenset(
    {"$defs", "callbacks", "content", "dependentSchemas", "examples", "headers", "links"}
    | {"parameters", "pathItems", "paths", "patternProperties", "properties", "requestBodies"}
    | {"responses", "schemas", "scopes", "securitySchemes", "webhooks"}
)

#: What the objects below these keys are, as `components` names it; below others they are schemas.
_KINDS: Final = {
    **{kind: kind for kind in ("callbacks", "examples", "headers", "links", "parameters")},
    **{kind: kind for kind in ("pathItems", "requestBodies", "responses", "securitySchemes")},
    "paths": "pathItems",
    "requestBody": "requestBodies",
    "webhooks": "pathItems",
}


class Document:
    """A parsed document.

    Args:
        source: How messages and generated files name it.
        root: The document as plain values.
    """

    def __init__(self, source: str, root: Node) -> None:
        self.source = source
        self.root = root

    def error(self, pointer: str, problem: str, todo: str) -> GeneratorError:
        """Return the error for a place in this document.

        Args:
            pointer: The place; empty for the document as a whole.
            problem: What is wrong.
            todo: What to do about it.
        """
        return GeneratorError(self.source, f"#{pointer}" if pointer else "", problem, todo)

    def at(self, pointer: str) -> Any:
        """Return the value at a place.

        Raises:
            KeyError: If there is no such place.
        """
        value: Any = self.root
        for step in steps(pointer):
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (ValueError, IndexError, TypeError):
                raise KeyError(pointer) from None
        return value

    def target(self, pointer: str) -> str | None:
        """Return the place that the `$ref` at a place leads to; None where there is no `$ref`.

        Raises:
            GeneratorError: If it leads nowhere or out of the document.
        """
        value = self.at(pointer)
        ref = value.get("$ref") if isinstance(value, dict) else None
        if not isinstance(ref, str):
            return None
        if not ref.startswith("#/"):
            todo = "point to a place in this document, such as #/components/schemas/Name"
            raise self.error(pointer, f"$ref {ref!r} leads out of the document", todo)
        try:
            self.at(ref[1:])
        except KeyError:
            raise self.error(pointer, f"$ref {ref!r} leads nowhere", "correct it") from None
        return ref[1:]

    def resolve(self, pointer: str) -> tuple[str, Any]:
        """Follow `$ref`s from a place to one without, and return that place and its value.

        What stands beside a `$ref` is not in the value: see `keywords.keywords_at`.

        Raises:
            GeneratorError: If a `$ref` leads nowhere, out of the document, or in a circle.
        """
        seen: list[str] = []
        while (target := self.target(pointer)) is not None:
            seen.append(pointer)
            if target in seen:
                problem = f"$ref '#{target}' leads back to itself"
                raise self.error(pointer, problem, "write the schema out")
            pointer = target
        return pointer, self.at(pointer)

    def self_contained(self, pointer: str) -> Any:
        """Return a schema whose references lead to copies under its own `$defs`.

        Args:
            pointer: The place of the schema, or of a `$ref` to it.
        """
        _, schema = self.resolve(pointer)
        found: dict[str, Any] = {}
        pending = [schema]
        while pending:
            for _, value, _ in _objects("", pending.pop(), "schemas", is_map=False):
                ref = value.get("$ref")
                if isinstance(ref, str) and ref not in found:
                    found[ref] = self.at(ref[1:])
                    pending.append(found[ref])
        if not found:
            return schema
        definitions = {_definition(ref): _redirected(target) for ref, target in found.items()}
        return {**_redirected(schema), "$defs": definitions}

    def paths(self) -> Node:
        """Return the path items by path."""
        return entries(self.root.get("paths", {}))

    def operations(self) -> Iterator[tuple[str, str, str, Node]]:
        """Yield pointer, path, method and value of each operation, in the document's order."""
        for path, item in self.paths().items():
            for method in METHODS:
                if method in item:
                    yield child("/paths", path, method), path, method, item[method]

    def parameters(self, operation_pointer: str) -> Iterator[tuple[str, Node]]:
        """Yield pointer and value of each parameter of an operation, those of its path last."""
        seen: set[tuple[str, str]] = set()
        path_pointer = operation_pointer.rpartition("/")[0]
        for holder in (operation_pointer, path_pointer):
            for index in range(len(self.at(holder).get("parameters", ()))):
                pointer, parameter = self.resolve(f"{holder}/parameters/{index}")
                key = (parameter["name"], parameter["in"])
                if key not in seen:
                    seen.add(key)
                    yield pointer, parameter

    def requirements(self, operation: Node) -> list[Node]:
        """Return the security requirements of an operation, or else those of the document."""
        holder = operation if "security" in operation else self.root
        return list(holder.get("security", ()))

    def schemas(self, *, references: bool = False) -> Iterator[tuple[str, Node]]:
        """Yield pointer and value of each schema that is an object, outer ones first.

        Args:
            references: Whether to yield those with a `$ref`, too.
        """
        for root in self.schema_roots():
            for pointer, schema in self.schemas_in(root):
                if isinstance(schema, dict) and (references or "$ref" not in schema):
                    yield pointer, schema

    def schema_roots(self) -> Iterator[str]:
        """Yield the pointer of each schema that is not within another one."""
        for name in self.root.get("components", {}).get("schemas", {}):
            yield child("/components/schemas", name)
        for holder, value in self.schema_holders():
            if "schema" in value:
                yield f"{holder}/schema"

    def schemas_in(self, pointer: str) -> Iterator[tuple[str, Any]]:
        """Yield pointer and value of a schema and of each within it.

        A schema may be a boolean. Booleans are skipped below keywords that allow them.
        """
        schema = self.at(pointer)
        yield pointer, schema
        if not isinstance(schema, dict):
            return
        for keyword in _NAMED:
            for name in schema.get(keyword, {}):
                yield from self.schemas_in(child(pointer, keyword, name))
        for keyword in _LISTED:
            for index in range(len(schema.get(keyword, ()))):
                yield from self.schemas_in(child(pointer, keyword, index))
        for keyword in _DIRECT:
            if isinstance(schema.get(keyword), dict) or (keyword == "items" and keyword in schema):
                yield from self.schemas_in(child(pointer, keyword))

    def schema_holders(self) -> Iterator[tuple[str, Node]]:
        """Yield pointer and value of each parameter and each media type."""
        for holder, value in self.parts():
            if "in" in value:
                yield holder, value
            for media_type, media in value.get("content", {}).items():
                yield child(holder, "content", media_type), media

    def used(self) -> Callable[[str], bool]:
        """Return a function that says of a place whether an operation uses it."""
        targets: dict[str, set[str]] = {}
        for pointer, value, _ in self.objects():
            if isinstance(value.get("$ref"), str):
                targets.setdefault(_component(pointer), set()).add(value["$ref"][1:])
        found, pending = {"/paths"}, ["/paths"]
        while pending:
            new = targets.get(pending.pop(), set()) - found
            found |= new
            pending += new
        return lambda pointer: _component(pointer) in found

    def parts(self) -> Iterator[tuple[str, Node]]:
        """Yield pointer and value of each parameter, request body and response, or its `$ref`."""
        for kind in ("parameters", "responses", "requestBodies"):
            for name, value in self.root.get("components", {}).get(kind, {}).items():
                yield child("/components", kind, name), value
        for path, item in self.paths().items():
            place = child("/paths", path)
            for owner in (place, *(child(place, method) for method in METHODS if method in item)):
                value = self.at(owner)
                for index, parameter in enumerate(value.get("parameters", ())):
                    yield f"{owner}/parameters/{index}", parameter
                if "requestBody" in value:
                    yield f"{owner}/requestBody", value["requestBody"]
                for status, response in entries(value.get("responses", {})).items():
                    yield child(owner, "responses", status), response

    def objects(self) -> Iterator[tuple[str, Node, str]]:
        """Yield pointer, value and kind of each object of the specification, outer ones first.

        The kind is what a `$ref` there has to lead to, as `components` names it. What is in an
        extension, an example or another value of the service is left out.
        """
        yield from _objects("", self.root, "schemas", is_map=False)


def entries(holder: Node) -> Node:
    """Return what `paths` or the responses of an operation describe, without extensions."""
    return {key: value for key, value in holder.items() if not key.startswith("x-")}


def media_types(content: Node) -> list[str]:
    """Return the media types of a body, JSON first: what the package asks for if it can choose."""
    return sorted(content, key=lambda one: "json" not in one)


def _redirected(value: Any) -> Any:
    """Return a copy in which each `$ref` leads to the `$defs` of a self-contained schema."""
    if isinstance(value, list):
        return [_redirected(item) for item in value]
    if not isinstance(value, dict):
        return value
    copy = {name: _redirected(member) for name, member in value.items()}
    if isinstance(value.get("$ref"), str):
        copy["$ref"] = child("#/$defs", _definition(value["$ref"]))
    return copy


def _definition(ref: str) -> str:
    """Return the name of a `$ref` under the `$defs` of a self-contained schema."""
    return ref.removeprefix("#/components/schemas/")


def _component(pointer: str) -> str:
    """Return the component that a place is part of; `/paths` for every place below it."""
    parts = pointer.split("/")
    return "/paths" if parts[1:2] == ["paths"] else "/".join(parts[:4])


def _objects(
    pointer: str, value: Any, kind: str, *, is_map: bool
) -> Iterator[tuple[str, Node, str]]:
    if isinstance(value, list):
        for index, item in enumerate(value):
            yield from _objects(child(pointer, index), item, kind, is_map=False)
    if not isinstance(value, dict):
        return
    if not is_map:
        yield pointer, value, kind
    for key, member in value.items():
        here = child(pointer, key)
        if is_map:
            yield from _objects(here, member, kind, is_map=False)
        elif not (key in _DATA or key.startswith("x-")):
            is_list = isinstance(member, list)
            if not (key == "examples" and is_list):
                below = _KINDS.get(key, "schemas")
                yield from _objects(here, member, below, is_map=key in MAPS and not is_list)
