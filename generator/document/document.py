"""Reads the OpenAPI document, and holds what the engine drops.

The engine forgets parameter constraints, servers, scopes, security and every extension. So the raw
document stays at hand, and each place in it has an address: a JSON pointer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, Final, TypeAlias
from urllib.parse import unquote

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
        """The error for a place in this document."""
        # The document as a whole has no place worth naming.
        return GeneratorError(self.source, f"#{pointer}" if pointer else "", problem, todo)

    def at(self, pointer: str) -> Any:
        """The value that a JSON pointer leads to.

        Raises:
            KeyError: If it leads nowhere.
        """
        value: Any = self.root
        for step in steps(pointer):
            try:
                value = value[int(step)] if isinstance(value, list) else value[step]
            except (ValueError, IndexError, TypeError):
                raise KeyError(pointer) from None
        return value

    def resolve(self, pointer: str) -> tuple[str, Any]:
        """Follows `$ref` from a place to the value that is meant, and says where that stands.

        Raises:
            GeneratorError: If a `$ref` leads nowhere, out of the document, or in a circle.
        """
        seen: list[str] = []
        while True:
            value = self.at(pointer)
            if not (isinstance(value, dict) and isinstance(value.get("$ref"), str)):
                return pointer, value
            ref: str = value["$ref"]
            here, seen = pointer, [*seen, pointer]
            if not ref.startswith("#/"):
                todo = "point to a place in this document, such as #/components/schemas/Name"
                raise self.error(here, f"$ref {ref!r} leads out of the document", todo)
            pointer = unquote(ref[1:])
            try:
                self.at(pointer)
            except KeyError:
                raise self.error(here, f"$ref {ref!r} leads nowhere", "correct it") from None
            if pointer in seen:
                raise self.error(here, f"$ref {ref!r} leads back to itself", "write the schema out")

    def self_contained(self, pointer: str) -> Any:
        """Return a schema whose references lead to copies under its own `$defs`.

        Args:
            pointer: The place of the schema, or of a `$ref` to it.
        """
        _, schema = self.resolve(pointer)
        found: dict[str, Any] = {}
        pending = [schema]
        while pending:
            for ref in _references(pending.pop()):
                if ref not in found:
                    found[ref] = self.at(unquote(ref[1:]))
                    pending.append(found[ref])
        if not found:
            return schema
        definitions = {_definition(ref): _redirected(target) for ref, target in found.items()}
        return {**_redirected(schema), "$defs": definitions}

    def paths(self) -> Node:
        """What is described for each path."""
        return entries(self.root.get("paths", {}))

    def operations(self) -> Iterator[tuple[str, str, str, Node]]:
        """Pointer, path, method and value of each operation, in the document's order."""
        for path, item in self.paths().items():
            for method in METHODS:
                if method in item:
                    yield child("/paths", path, method), path, method, item[method]

    def parameters(self, operation_pointer: str) -> Iterator[tuple[str, Node]]:
        """Pointer and value of each parameter of an operation, its path's own ones last."""
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
        """The security requirements of an operation, or else those of the document."""
        holder = operation if "security" in operation else self.root
        return list(holder.get("security", ()))

    def is_secured(self, operation: Node) -> bool:
        """Whether an operation needs a token."""
        requirements = self.requirements(operation)
        # An empty requirement among them means that a call without token will do.
        return bool(requirements) and all(requirements)

    def schemas(self) -> Iterator[tuple[str, Node]]:
        """Pointer and value of each schema but `$ref`s, an outer one before those within it."""
        for root in self.schema_roots():
            yield from self._schemas_in(root)

    def schema_roots(self) -> Iterator[str]:
        """Pointer of each schema that stands in no other one, `$ref`s included."""
        for name in self.root.get("components", {}).get("schemas", {}):
            yield child("/components/schemas", name)
        for holder, value in self.schema_holders():
            if "schema" in value:
                yield f"{holder}/schema"

    def schema_holders(self) -> Iterator[tuple[str, Node]]:
        """Pointer and value of each parameter and each media type."""
        for holder, value in self.parts():
            if "in" in value:
                yield holder, value
            for media_type, media in value.get("content", {}).items():
                yield child(holder, "content", media_type), media

    def used(self) -> Callable[[str], bool]:
        """Tells of a place whether an operation uses it, itself or through `$ref`s."""
        roots = {"/paths"}
        pending = ["/paths"]
        while pending:
            for ref in _references(self.at(pending.pop())):
                target = unquote(ref[1:])
                if target not in roots:
                    roots.add(target)
                    pending.append(target)
        return lambda pointer: any(
            pointer == root or pointer.startswith(f"{root}/") for root in roots
        )

    def parts(self) -> Iterator[tuple[str, Node]]:
        """Pointer and value of each parameter, request body and response, `$ref`s included."""
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

    def _schemas_in(self, pointer: str) -> Iterator[tuple[str, Node]]:
        schema = self.at(pointer)
        if not isinstance(schema, dict) or "$ref" in schema:
            return
        yield pointer, schema
        for keyword in _NAMED:
            for name in schema.get(keyword, {}):
                yield from self._schemas_in(child(pointer, keyword, name))
        for keyword in _LISTED:
            for index in range(len(schema.get(keyword, ()))):
                yield from self._schemas_in(child(pointer, keyword, index))
        for keyword in _DIRECT:
            if keyword in schema:
                yield from self._schemas_in(child(pointer, keyword))


def entries(holder: Node) -> Node:
    """What `paths` or the responses of an operation describe, without the extensions among it."""
    return {key: value for key, value in holder.items() if not key.startswith("x-")}


def media_types(content: Node) -> list[str]:
    """The media types of a body, JSON first: what the package asks for where there is a choice."""
    return sorted(content, key=lambda one: "json" not in usual_media_type(one))


def usual_media_type(media_type: str) -> str:
    """A media type in small letters, in which case makes no difference; its parameters stay."""
    name, semicolon, rest = media_type.partition(";")
    return f"{name.lower()}{semicolon}{rest}"


def _references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("$ref"), str):
            yield value["$ref"]
        for member in value.values():
            yield from _references(member)
    elif isinstance(value, list):
        for item in value:
            yield from _references(item)


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
    return unquote(ref).removeprefix("#/components/schemas/")
