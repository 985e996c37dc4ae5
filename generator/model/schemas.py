"""Translates schemas: what the engine parsed, joined with the facts that it drops."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

import attrs

from generator.document.constraints import KEYWORDS, effective
from generator.document.document import Document, Node
from generator.document.keywords import described, has_rules, is_secret, joined
from generator.errors import GeneratorError
from generator.model import engine
from generator.model.naming import identifier, member_names, taken
from generator.model.package import Enum, Field, Model
from generator.model.reserved import MODEL_MEMBERS
from generator.model.schema import ANY, NULL, Constraint, Kind, Schema, union

#: The engine's kinds that are translated as they are, with the type of their constraints.
_PLAIN: Final[Mapping[str, tuple[Kind, str]]] = {
    "boolean": ("boolean", ""),
    "date": ("date", ""),
    "date-time": ("date-time", ""),
    "integer": ("integer", "number"),
    "number": ("number", "number"),
    "string": ("string", "string"),
    "uuid": ("uuid", ""),
}
#: Keywords that a schema's kind, constraints, class and members express.
_EXPRESSED: Final = frozenset(
    {"$ref", "additionalProperties", "allOf", "anyOf", "const", "enum", "items", "oneOf"}
    | {"properties", "required", "type", "x-ms-client-name", "x-ms-enum", *KEYWORDS}
)


class Schemas:
    """The schemas of a document as the engine parsed them.

    Args:
        document: The document.
        parsed: What the engine made of it.
    """

    def __init__(self, document: Document, parsed: engine.Parsed) -> None:
        self._document = document
        self._parsed = parsed
        self._models = {str(model.class_info.name): model for model in parsed.models}
        self._enums = {str(enum.class_info.name): enum for enum in parsed.enums}
        self._maps = self._find_maps()
        #: Pointers to the schemas that were translated as secrets.
        self._secrets: set[str] = set()

    def schema(self, prop: Any, *, is_loose: bool = False) -> Schema:
        """Return the schema of a property of the engine.

        Args:
            prop: The property.
            is_loose: Whether to leave out its constraints, because it joins several schemas.

        Raises:
            GeneratorError: If no Python type can hold the values.
        """
        kind = engine.kind_of(prop)
        pointer = "" if is_loose else engine.place_of(prop)
        node: Node = self._document.at(pointer) if pointer else {}
        facts: dict[str, Any] = {"pointer": pointer, "annotations": words_of(node)}
        match kind:
            case "any":
                return attrs.evolve(ANY, **facts)
            case "null":
                return NULL
            case "const":
                return Schema(kind="constant", value=prop.value.raw_value, **facts)
            case "enum":
                name, module = engine.class_of(prop)
                enum = self._enum(self._enums[str(prop.class_info.name)])
                return Schema(
                    kind="enum",
                    class_name=name,
                    module=module,
                    members=enum.members,
                    is_open=enum.is_open,
                    **facts,
                )
            case "object" if str(prop.class_info.name) in self._maps:
                values = self.schema(self._models[str(prop.class_info.name)].additional_properties)
                return Schema(kind="map", items=values, **facts)
            case "object":
                name, module = engine.class_of(prop)
                return Schema(kind="object", class_name=name, module=module, **facts)
            case "array":
                items = self.schema(prop.inner_property)
                return Schema(
                    kind="array", items=items, constraints=_constraints(node, "array"), **facts
                )
            case "union":
                return self.union(prop.inner_properties, node, pointer)
            case "binary":
                todo = "use application/octet-stream for the whole body, or another format"
                raise self._document.error(pointer, "bytes inside JSON are not supported", todo)
            case _:
                own_kind, applies_to = _PLAIN[kind]
                secret = own_kind == "string" and is_secret(node)
                if secret:
                    self._secrets.add(pointer)
                constraints = _constraints(node, applies_to)
                return Schema(kind=own_kind, secret=secret, constraints=constraints, **facts)

    def union(self, choices: list[Any], node: Node, pointer: str) -> Schema:
        """Return the schema of a value that fits one of several properties of the engine.

        Args:
            choices: The properties.
            node: The union as the document has it.
            pointer: Its place in the document.
        """
        # The engine keeps one of several choices that it takes for the same type.
        is_loose = len(node.get("anyOf", ())) + len(node.get("oneOf", ())) > len(choices)
        return union([self.schema(choice, is_loose=is_loose) for choice in choices], pointer)

    def models(self) -> list[Model]:
        """Return every class for a JSON object; a map is a plain dict and has none."""
        bodies = [
            body.prop
            for endpoint in engine.endpoints(self._parsed).values()
            for body in endpoint.bodies
        ]
        sent = self._reachable(bodies)
        return [
            self._model(model, sent)
            for name, model in self._models.items()
            if name not in self._maps
        ]

    def enums(self) -> list[Enum]:
        """Return every class for a list of values."""
        return [self._enum(enum) for enum in self._parsed.enums]

    def member_names(self, prop: Any) -> set[str]:
        """Return the names in JSON of the members of an object, as the document names them."""
        model = self._models[str(prop.class_info.name)]
        return {engine.plain(member.name) for member in engine.members(model)}

    def member(self, prop: Any, name: str) -> Any:
        """Return the engine's property for a member of an object, or None."""
        model = self._models[str(prop.class_info.name)]
        return next((one for one in engine.members(model) if engine.plain(one.name) == name), None)

    def check_secrets(self) -> None:
        """Check that each mark of a secret had an effect, after all schemas were translated.

        Raises:
            GeneratorError: If one had none, so that the package would show the secret.
        """
        used = self._document.used()
        for pointer, schema in self._document.schemas():
            if is_secret(schema) and pointer not in self._secrets and used(pointer):
                raise secret_without_effect(self._document, pointer)

    def _model(self, model: Any, sent: set[str]) -> Model:
        pointer = engine.place_of(model)
        places = described(self._document, pointer)
        fields: dict[str, Field] = {}
        for prop in engine.members(model):
            field = self._field(prop, places[engine.plain(prop.name)])
            other = fields.setdefault(field.python_name, field)
            if other is not field:
                raise taken(self._document, pointer, field.python_name, other.name)
        extra = model.additional_properties
        name, module = engine.class_of(model)
        return Model(
            name=name,
            module=module,
            description=engine.plain(model.description),
            fields=tuple(fields.values()),
            additional=self.schema(extra) if extra else ANY,
            is_open=extra is not None,
            is_map=extra is not None and (not fields or self._describes_others(pointer)),
            is_sent=name in sent,
            pointer=pointer,
        )

    def _field(self, prop: Any, places: list[tuple[str, Node]]) -> Field:
        # Where parts of an allOf describe a property again, one of them may have words only.
        place, node = next((one for one in places if has_rules(one[1])), places[0])
        name = engine.plain(prop.name)
        python_name = identifier(self._document, place, name, node)
        if python_name in MODEL_MEMBERS:
            problem = f"its name {python_name!r} in Python is a member of every model"
            raise self._document.error(place, problem, "give it another with x-ms-client-name")
        texts = (one.get("description") for _, one in places)
        schema = self.schema(prop)
        return Field(
            name=name,
            python_name=python_name,
            schema=attrs.evolve(schema, annotations={**schema.annotations, **words_of(node)}),
            required=prop.required,
            description=next(filter(None, texts), engine.plain(prop.description)),
            deprecated=node.get("deprecated") is True,
            pointer=place,
        )

    def _find_maps(self) -> set[str]:
        """Return the names of the engine's classes for objects without named members.

        One that holds itself stays a class: Python has no name for a dict of such dicts.
        """
        found = {
            name
            for name, model in self._models.items()
            if model.additional_properties and not engine.members(model)
        }
        return {name for name in found if name not in self._held_by_maps(name, found)}

    def _held_by_maps(self, name: str, maps: set[str]) -> set[str]:
        """Return the names of the classes that a map holds, directly or inside of other maps."""
        held: set[str] = set()
        pending: list[Any] = [self._models[name].additional_properties]
        while pending:
            prop = pending.pop()
            pending += _inner(prop)
            inner = str(prop.class_info.name) if engine.kind_of(prop) == "object" else ""
            if inner and inner not in held:
                held.add(inner)
                if inner in maps:
                    pending.append(self._models[inner].additional_properties)
        return held

    def _describes_others(self, pointer: str) -> bool:
        """Return whether an object, or a part of its allOf, describes members without a name."""
        parts = joined(self._document, pointer)
        return any(part.get("additionalProperties", False) is not False for _, part in parts)

    def _enum(self, enum: Any) -> Enum:
        pointer = engine.place_of(enum)
        node = self._document.at(pointer)
        values = [value for value in node["enum"] if value is not None]
        name, module = engine.class_of(enum)
        return Enum(
            name=name,
            module=module,
            description=engine.plain(enum.description),
            members=tuple(zip(member_names(node), values, strict=True)),
            is_open=bool(node.get("x-ms-enum", {}).get("modelAsString")),
            pointer=pointer,
        )

    def _reachable(self, properties: list[Any]) -> set[str]:
        """Return the names of the classes that values of some properties can hold."""
        found: set[str] = set()
        pending = list(properties)
        while pending:
            prop = pending.pop()
            pending += _inner(prop)
            name = str(prop.class_info.name) if engine.kind_of(prop) == "object" else ""
            if name and name not in found:
                found.add(name)
                model = self._models[name]
                pending += engine.members(model)
                if model.additional_properties:
                    pending.append(model.additional_properties)
        return found


def words_of(node: Node) -> dict[str, Any]:
    """Return the keywords of a schema that change no type and restrict no value.

    Args:
        node: The schema as the document has it.
    """
    return {key: value for key, value in node.items() if key not in _EXPRESSED}


def secret_without_effect(document: Document, pointer: str) -> GeneratorError:
    """Return the error for a mark of a secret that the package would ignore."""
    todo = "make it a plain string, and mark it wherever it is described"
    return document.error(pointer, "its mark as a secret would have no effect", todo)


def _constraints(node: Node, applies_to: str) -> tuple[Constraint, ...]:
    return tuple(Constraint(name, value) for name, value in effective(node, applies_to))


def _inner(prop: Any) -> list[Any]:
    match engine.kind_of(prop):
        case "array":
            return [prop.inner_property]
        case "union":
            return list(prop.inner_properties)
        case _:
            return []
