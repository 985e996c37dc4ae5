"""Values of a document together with where they stand, and what they mean for the package."""

import re
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

import attrs

from generator.document.document import entries
from generator.model.engine import class_name
from generator.model.naming import group_and_method, python_name
from generator.model.package import REPEATABLE

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")

# The Python types of a JSON type. A number takes an int too, so an integer is the narrower type.
PYTHON_TYPES: Mapping[str, frozenset[str]] = {
    "string": frozenset({"str"}),
    "number": frozenset({"float", "int"}),
    "integer": frozenset({"int"}),
    "boolean": frozenset({"bool"}),
    "array": frozenset({"list"}),
    "object": frozenset({"object"}),
}
# The formats that have a Python type of their own.
FORMATS: Mapping[str, str] = {
    "date-time": "datetime",
    "date": "date",
    "uuid": "UUID",
    "binary": "bytes",
}
ANYTHING = frozenset({"Any"})


@attrs.frozen
class Place:
    """A value and the JSON pointer of where it stands."""

    pointer: str
    value: Any

    def child(self, key: str | int) -> "Place":
        """Return what stands at `key`; its value is None when nothing does."""
        pointer = f"{self.pointer}/{str(key).replace('~', '~0').replace('/', '~1')}"
        if isinstance(self.value, Mapping):
            return Place(pointer, self.value.get(key))
        if isinstance(self.value, list) and int(key) < len(self.value):
            return Place(pointer, self.value[int(key)])
        return Place(pointer, None)

    @property
    def key(self) -> str:
        """The last part of the pointer: where it stands in what holds it."""
        return self.pointer.rpartition("/")[2].replace("~1", "/").replace("~0", "~")

    def __iter__(self) -> Iterator["Place"]:
        """Yield what stands inside, in the order of the document."""
        if isinstance(self.value, Mapping):
            yield from map(self.child, self.value)
        if isinstance(self.value, list):
            yield from map(self.child, range(len(self.value)))

    @property
    def entries(self) -> list["Place"]:
        """What stands inside of `paths` or of responses, without the extensions among it."""
        return [self.child(key) for key in entries(self.value or {})]

    @property
    def members(self) -> dict[str, "Place"]:
        """What stands inside, by its key."""
        return {place.key: place for place in self}


@attrs.define
class Schema:
    """A schema with its `$ref`s, its `allOf` and its null alternative folded into it.

    However a document spells a schema, the package has one and the same class or type for it.
    """

    place: Place
    keywords: dict[str, Place] = attrs.Factory(dict)
    properties: dict[str, Place] = attrs.Factory(dict)
    required: set[str] = attrs.Factory(set)
    alternatives: list[Place] = attrs.Factory(list)
    nullable: bool = False
    component: str | None = None
    """The key under /components/schemas, when the package has a class for it."""

    def value(self, keyword: str) -> Any:
        """Return the value of `keyword`, or None."""
        return self.keywords[keyword].value if keyword in self.keywords else None

    @property
    def class_name(self) -> str:
        """The name of the class; the engine prefers a title."""
        return class_name(str(self.value("title") or self.component))

    @property
    def secret(self) -> bool:
        """Whether the package holds values of it as SecretStr."""
        return self.value("x-ms-secret") is True or self.value("format") == "password"

    @property
    def enumerated(self) -> list[Any] | None:
        """The only values it allows, null aside, or None when it lists none."""
        values = [self.value("const")] if "const" in self.keywords else self.value("enum")
        return None if values is None else [value for value in values if value is not None]


@attrs.frozen
class Operation:
    """An operation, with what its path item adds to it."""

    place: Place
    item: Place
    """Its path item."""
    path: str
    method: str
    parameters: tuple[Place, ...]
    security: Place

    @property
    def identity(self) -> Any:
        """The operationId, or None."""
        return self.place.value.get("operationId")

    @property
    def name(self) -> str:
        """How a caller reaches it: `client.group.method`."""
        group, method = group_and_method(str(self.identity or ""), self.place.value.get("tags"))
        method = method or f"{self.method} {self.path}".replace("/", " ")
        return f"client.{python_name(group)}.{python_name(method)}"


class Document:
    """A parsed OpenAPI 3.1 document."""

    def __init__(self, value: Mapping[str, Any]) -> None:
        self.root = Place("", value)
        self.operations = tuple(self._operations())
        self.client_parameters = {
            place.value["name"]: place
            for operation in self.operations
            for place in operation.parameters
            if is_client(place)
        }
        self.schemas = {
            key: self.read(place)
            for key, place in self.root.child("components").child("schemas").members.items()
        }

    def resolve(self, place: Place) -> Place:
        """Follow `$ref`s that stand alone, to where the value itself stands.

        Raises:
            ValueError: a `$ref` leads out of the document, nowhere, or back to itself.
        """
        passed = []
        while isinstance(place.value, Mapping) and place.value.keys() == {"$ref"}:
            passed.append(place.pointer)
            place = self._target(place)
            if place.pointer in passed:
                raise ValueError(f"{place.pointer}: this $ref leads back to itself")
        return place

    def resolve_with_siblings(self, place: Place) -> Place:
        """Follow the `$ref` of anything but a schema; what stands beside it wins."""
        place = self.resolve(place)
        if isinstance(place.value, Mapping) and "$ref" in place.value:
            target = self.resolve(self._target(place))
            siblings = {key: value for key, value in place.value.items() if key != "$ref"}
            return Place(target.pointer, {**target.value, **siblings})
        return place

    def read(self, place: Place) -> Schema:
        """Return the schema at `place`, folded."""
        schema = Schema(self.resolve(place))
        schema.component = self._fold(place, schema, set())
        types = schema.value("type")
        listed = [schema.value("const")] if "const" in schema.keywords else schema.value("enum")
        # Where a type is given it decides; an enum that names null only does without one.
        if types is None:
            schema.nullable = schema.nullable or None in (listed or ())
        else:
            schema.nullable = schema.nullable or "null" in types
        return schema

    def types(self, schema: Schema, passed: frozenset[str] = frozenset()) -> frozenset[str]:
        """Return the names of the Python types of a schema's values, None aside."""
        if schema.alternatives:
            passed |= {schema.place.pointer}
            options = [self.read(place) for place in schema.alternatives]
            return frozenset().union(
                *(self.types(o, passed) for o in options if o.place.pointer not in passed)
            )
        types = schema.value("type")
        if types is None and schema.properties:
            types = "object"
        if types is None:
            # Without a type, the values that it lists tell.
            return frozenset(type(value).__name__ for value in schema.enumerated or ()) or ANYTHING
        names = [name for name in ([types] if isinstance(types, str) else types) if name != "null"]
        formatted = FORMATS.get(str(schema.value("format")))
        return frozenset().union(
            *(
                {formatted} if formatted and name == "string" else PYTHON_TYPES.get(name, {name})
                for name in names
            )
        )

    def _target(self, place: Place) -> Place:
        reference = str(place.value["$ref"])
        if not reference.startswith("#/"):
            raise ValueError(f"{place.pointer}: this $ref leads out of the document")
        target = self.root
        for token in reference[2:].split("/"):
            target = target.child(unquote(token).replace("~1", "/").replace("~0", "~"))
        if target.value is None:
            raise ValueError(f"{place.pointer}: this $ref leads to a place that does not exist")
        return target

    def _fold(self, place: Place, schema: Schema, folded: set[str]) -> str | None:
        """Fold the schema at `place` into `schema`; return the key of its class, if it has one."""
        place = self.resolve(place)
        if place.pointer in folded:
            return None
        folded.add(place.pointer)
        # A schema may be true (anything) or false (nothing).
        if place.value is False:
            schema.keywords["not"] = Place(place.pointer, {})
        members = place.members if isinstance(place.value, Mapping) else {}
        parts = [self._target(place)] if "$ref" in members else []
        parts += members.get("allOf", ())
        for union in ("oneOf", "anyOf"):
            options = list(members.get(union, ()))
            others = [option for option in options if option.child("type").value != "null"]
            schema.nullable = schema.nullable or len(others) < len(options)
            if len(others) == 1:
                parts += others
            else:
                schema.alternatives += others
        components = [self._fold(part, schema, folded) for part in parts]
        for keyword, member in members.items():
            if keyword == "properties":
                schema.properties |= member.members
            elif keyword == "required":
                schema.required |= set(member.value)
            elif keyword not in ("$ref", "allOf", "oneOf", "anyOf"):
                schema.keywords[keyword] = member
        # One part alone is a detour to that part, not a class of its own; but what stands inline in
        # an allOf is named by what holds it.
        is_detour = len(parts) == 1 and "properties" not in members
        if is_detour and (components[0] or "allOf" not in members):
            return components[0]
        is_component = re.fullmatch("/components/schemas/[^/]+", place.pointer)
        has_class = schema.properties or "object" in str(schema.value("type")) or schema.enumerated
        return place.key if is_component and has_class else None

    def _operations(self) -> Iterator[Operation]:
        for described in self.root.child("paths").entries:
            path, item = described.key, self.resolve_with_siblings(described)
            for method in METHODS:
                place = item.child(method)
                if place.value is None:
                    continue
                # The operation's own come first and override those of the path item.
                listed: dict[tuple[str, str], Place] = {}
                for parameter in (*place.child("parameters"), *item.child("parameters")):
                    parameter = _stated(self.resolve_with_siblings(parameter))
                    key = (parameter.value["in"], parameter.value["name"])
                    listed.setdefault(key, parameter)
                if method in REPEATABLE:
                    place = _without(place, "x-sdk-repeatable")
                security = (place if "security" in place.value else self.root).child("security")
                yield Operation(place, item, path, method, tuple(listed.values()), security)

    def is_mandatory(self, parameter: Place) -> bool:
        """Whether a caller has to give the argument: it is required and has no default."""
        required = parameter.value.get("required") is True
        return required and self.read(schema_of(parameter)).value("default") is None


def _without(place: Place, *keys: str) -> Place:
    return Place(place.pointer, {k: value for k, value in place.value.items() if k not in keys})


def _stated(parameter: Place) -> Place:
    """Return a parameter without the attributes that say what holds without them."""
    in_query = parameter.value["in"] in {"query", "cookie"}
    usual = {"style": "form" if in_query else "simple", "explode": in_query}
    return _without(
        parameter, *(k for k, value in usual.items() if parameter.value.get(k) == value)
    )


def is_client(parameter: Place) -> bool:
    """Whether a parameter is an argument of the client, not of each call."""
    return bool(parameter.value.get("x-ms-parameter-location") == "client")


def schema_of(parameter: Place) -> Place:
    """Return the schema of a parameter, which may stand in a media type."""
    for media in parameter.child("content"):
        return media.child("schema")
    return parameter.child("schema")
