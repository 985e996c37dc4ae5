"""What the engine made of a document, joined with what it dropped, in the terms of the package."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any, Final
from uuid import UUID

import attrs

from generator.document.document import Document, Node, example_of
from generator.document.keywords import described, has_rules, is_secret, joined
from generator.document.pointer import child
from generator.errors import GeneratorError
from generator.model import engine
from generator.model.naming import check_names, identifier, taken
from generator.model.package import Enum, Failure, Field, Model, Parameter, Success, Type
from generator.render import expressions
from generator.render.expressions import ANY, BYTES, NOTHING, TEXT

#: Members of every model, and arguments of every call and every client: no name of the document may
#: take their place.
_MODEL_NAMES: Final = frozenset(
    {"additional_properties", "attrs", "constraints", "decode", "from_dict", "to_dict"}
)
_CALL_NAMES: Final = frozenset({"body", "from_environment", "headers", "retry", "timeout"})
_CLIENT_NAMES: Final = _CALL_NAMES | {
    "base_url", "close", "cloud", "credential", "http_client", "scope", "user_agent"
}  # fmt: skip

_SCALARS: Final = {
    "date-time": ("datetime.datetime", "_json.date_time", "InstanceOf(datetime.datetime)"),
    "date": ("datetime.date", "_json.date", "InstanceOf(datetime.date)"),
    "uuid": ("UUID", "_json.uuid", "InstanceOf(UUID)"),
    "boolean": ("bool", "_json.boolean", "Boolean()"),
}
#: What no error of Azure's is described with: its wrapping is read as if such names were small.
_CAPITAL: Final = {"AdditionalInfo", "Code", "Details", "Error", "Message", "Target"}
#: What a path, a query or a header can hold, alone or in an array.
_SENDABLE: Final = frozenset({*_SCALARS, "const", "enum", "integer", "number", "string"})


class Parsed:
    """A document as the engine parsed it.

    Args:
        document: The document to parse.

    Raises:
        GeneratorError: If the engine cannot parse it as a whole.
    """

    def __init__(self, document: Document) -> None:
        self._document = document
        check_names(document)
        self._data = engine.parse(document)
        self._endpoints = engine.endpoints(self._data)
        self._models = {str(model.class_info.name): model for model in self._data.models}
        bodies = [body for endpoint in self._endpoints.values() for body in endpoint.bodies]
        self._sent = self._reachable([body.prop for body in bodies])
        #: Where the schemas stand that became secrets.
        self._secrets: set[str] = set()

    def endpoint(self, operation: str) -> Any:
        """The engine's endpoint for the operation at a JSON pointer."""
        return self._endpoints[operation]

    def models(self) -> list[Model]:
        """Every class for a JSON object."""
        return [self._model(model) for model in self._data.models]

    def enums(self) -> list[Enum]:
        """Every class for a choice of values."""
        return [self._enum(enum) for enum in self._data.enums]

    def classes(self) -> Iterator[tuple[str, str, str]]:
        """Name, module and place in the document of each of those classes."""
        for one in (*self._data.models, *self._data.enums):
            yield *engine.class_of(one), engine.place_of(one)

    def parameter(self, endpoint: Any, pointer: str, raw: Node) -> Parameter:
        """A parameter of an endpoint.

        Args:
            endpoint: The endpoint.
            pointer: Where the parameter stands in the document.
            raw: The parameter as the document has it.

        Raises:
            GeneratorError: If it cannot be an argument.
        """
        found = engine.parameter(endpoint, raw["name"])
        schema_pointer, schema = self._document.resolve(f"{pointer}/schema")
        is_client = raw.get("x-ms-parameter-location") == "client"
        name = identifier(self._document, pointer, raw["name"], raw)
        if name in (_CLIENT_NAMES if is_client else _CALL_NAMES):
            holder = "client" if is_client else "call"
            problem = f"its name {name!r} in Python has a meaning in every {holder}"
            raise self._document.error(
                f"{pointer}/name", problem, "give it another with x-ms-client-name"
            )
        type_ = self._parameter_type(found, pointer, raw)
        example = self._example(pointer, raw, schema)
        if type_.annotation == "int" and isinstance(example, float):
            # JSON Schema takes 3.0 for an integer.
            example = int(example)
        if "x-sdk-environment" in raw and type_.annotation not in {"str", "SecretStr"}:
            problem = "comes from the environment, which holds strings, but is none"
            raise self._document.error(
                schema_pointer, problem, "describe a string, or leave x-sdk-environment out"
            )
        return Parameter(
            name=raw["name"],
            python_name=name,
            location=raw["in"],
            type=type_,
            required=bool(raw.get("required")),
            explode=raw.get("explode", raw["in"] == "query"),
            description=raw.get("description") or schema.get("description", ""),
            schema=schema,
            example=example,
            default=self._default(found, pointer, raw, type_),
            is_client=is_client,
            environment=raw.get("x-sdk-environment"),
        )

    def successes(self, endpoint: Any) -> list[Success]:
        """The answers of an endpoint that are results."""
        found: list[Success] = []
        for response in endpoint.responses.patterns:
            if not _is_success(response.status_code.range):
                continue
            kind = engine.response_kind(response)
            fixed = {"text": TEXT, "content": BYTES, "empty": NOTHING}
            type_ = fixed[kind] if kind in fixed else self.type(response.prop)
            found.append(Success(statuses=response.status_code.range, kind=kind, type=type_))
        return found

    @cached_property
    def error_models(self) -> tuple[Type, ...]:
        """The models of the errors that operations answer, each once, in the document's order."""
        found: dict[Type, None] = {}
        for pointer, _, _, _ in self._document.operations():
            for failure in self._described_failures(self.endpoint(pointer)):
                found[failure.type] = None
        return tuple(found)

    def failures(self, endpoint: Any) -> list[Failure]:
        """The answers of an endpoint that are errors, those of one status first.

        The last one stands for all others: what the document says of them, or else any model of the
        endpoint's own errors, or where it has none, any that the document has.
        """
        found = self._described_failures(endpoint)
        if found and found[-1].statuses is None:
            others = found.pop().type
        else:
            others = _any_of(list(dict.fromkeys(one.type for one in found)) or self.error_models)
        while found and found[-1].type == others:
            found.pop()
        return [*found, Failure(statuses=None, type=others)]

    def type(self, prop: Any, *, is_loose: bool = False) -> Type:
        """The type of the values that a property of the engine holds.

        Args:
            prop: The property.
            is_loose: Whether to leave its constraints out, because it stands for several schemas.

        Raises:
            GeneratorError: If no type can hold them.
        """
        kind = engine.kind_of(prop)
        pointer = "" if is_loose else engine.place_of(prop)
        schema: Node = self._document.at(pointer) if pointer else {}
        if kind == "string":
            if is_secret(schema):
                self._secrets.add(pointer)
            return expressions.string(schema, secret=is_secret(schema))
        if kind in {"integer", "number"}:
            return expressions.number(schema, integer=kind == "integer")
        if kind in _SCALARS:
            annotation, decoder, constraint = _SCALARS[kind]
            return Type(annotation=annotation, decoder=decoder, constraint=constraint)
        if kind == "const":
            return expressions.constant(prop.value.raw_value)
        if kind in {"enum", "object"}:
            name, module = engine.class_of(prop)
            return Type(
                annotation=name,
                decoder=f"_json.member_of({name})" if kind == "enum" else f"{name}.decode",
                constraint=f"InstanceOf({name})" if kind == "enum" else f"Object({name})",
                models=frozenset({(module, name)}),
            )
        if kind == "array":
            return expressions.array(self.type(prop.inner_property), schema)
        if kind == "union":
            return self._union(prop.inner_properties, schema)
        if kind == "binary":
            todo = "use application/octet-stream for the whole body, or another format"
            raise self._document.error(pointer, "bytes inside JSON are not made here", todo)
        return NOTHING if kind == "null" else ANY

    def check_secrets(self) -> None:
        """Checks that each mark of a secret had its effect, once all types were asked for.

        Raises:
            GeneratorError: If one had not, so that the package would show the secret.
        """
        used = self._document.used()
        for pointer, schema in self._document.schemas():
            if is_secret(schema) and pointer not in self._secrets and used(pointer):
                raise self._no_effect(pointer)

    def _described_failures(self, endpoint: Any) -> list[Failure]:
        """The errors of an endpoint that have a model, in the order in which they count."""
        found: list[Failure] = []
        for response in endpoint.responses:
            kind = engine.response_kind(response)
            if not _is_failure(response.status_code.range) or kind not in {"json", "text"}:
                continue
            type_ = TEXT if kind == "text" else self._error_model(response.prop)
            # What may be anything, and what is never there, are no models.
            if type_ not in (ANY, NOTHING):
                found.append(Failure(statuses=response.status_code.range, type=type_))
        return found

    def _error_model(self, prop: Any) -> Type:
        """The model of an error in JSON.

        Azure wraps the error in an object whose member `error` holds it; the wrapping goes.
        """
        wrapped = self._wrapped(prop) if engine.kind_of(prop) == "object" else None
        type_ = self.type(wrapped or prop)
        # A null holds no error.
        type_ = type_.given or type_
        return expressions.wrapped(type_) if wrapped else type_

    def _wrapped(self, prop: Any) -> Any:
        """What Azure's wrapping holds, None where an object is no such wrapping."""
        members = engine.members(self._models[str(prop.class_info.name)])
        found = next((member for member in members if member.name == "error"), None)
        if found is None:
            return None
        choices = found.inner_properties if engine.kind_of(found) == "union" else [found]
        choices = [choice for choice in choices if engine.kind_of(choice) != "null"]
        if not choices or any(engine.kind_of(choice) != "object" for choice in choices):
            return None
        inner = (self._models[str(choice.class_info.name)] for choice in choices)
        names = {member.name for model in inner for member in engine.members(model)}
        return None if names & _CAPITAL else found

    def _parameter_type(self, prop: Any, pointer: str, raw: Node) -> Type:
        choices = _choices(prop)
        items = choices
        if len(choices) == 1 and engine.kind_of(choices[0]) == "array":
            items = [choices[0].inner_property]
            if engine.kind_of(items[0]) == "union":
                items = items[0].inner_properties
        if not items or any(engine.kind_of(item) not in _SENDABLE for item in items):
            problem = "has no form in a path, a query or a header"
            todo = "use a string, number, boolean, enum, or an array of them"
            raise self._document.error(f"{pointer}/schema", problem, todo)
        schema = self._document.resolve(f"{pointer}/schema")[1]
        type_ = self.type(prop) if choices == [prop] else self._union(choices, schema)
        if is_secret(raw) and type_.annotation == "str":
            type_ = attrs.evolve(type_, annotation="SecretStr")
        if is_secret(raw) and "SecretStr" not in type_.annotation:
            raise self._no_effect(pointer)
        if "SecretStr" in type_.annotation and raw["in"] != "header":
            raise self._document.error(
                pointer, "is a secret in a URL, which many programs log", "send it in a header"
            )
        return type_

    def _default(self, prop: Any, pointer: str, raw: Node, type_: Type) -> str | None:
        """The default of a parameter as Python code; None where the argument has none."""
        if not raw.get("required") and raw.get("x-ms-parameter-location") != "client":
            return None
        place, schema = self._document.resolve(f"{pointer}/schema")
        choices = _choices(prop)
        # A constant has no other value to be given.
        is_constant = len(choices) == 1 and engine.kind_of(choices[0]) == "const"
        value = schema.get("default", choices[0].value.raw_value if is_constant else None)
        if value is None:
            return None
        if "SecretStr" in type_.annotation:
            problem = "gives the value of a secret away"
            raise self._document.error(f"{place}/default", problem, "leave it out")
        code = next(filter(None, (_code(choice, value) for choice in choices)), None)
        if code is None:
            problem = "is none of the values that it stands for"
            raise self._document.error(f"{place}/default", problem, "give one of them, or none")
        return code

    def _example(self, pointer: str, raw: Node, schema: Node) -> Any:
        for name in raw.get("examples", {}):
            _, example = self._document.resolve(child(pointer, "examples", name))
            if "value" in example:
                return example["value"]
        return raw.get("example", example_of(schema))

    def _union(self, choices: list[Any], schema: Node) -> Type:
        # The engine keeps one of several choices that it takes for the same type.
        is_loose = len(schema.get("anyOf", ())) + len(schema.get("oneOf", ())) > len(choices)
        return expressions.one_of([self.type(choice, is_loose=is_loose) for choice in choices])

    def _model(self, model: Any) -> Model:
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
            additional=self.type(extra) if extra else ANY,
            is_open=extra is not None,
            is_map=extra is not None and (not fields or self._speaks_of_others(pointer)),
            is_sent=name in self._sent,
        )

    def _field(self, prop: Any, places: list[tuple[str, Any]]) -> Field:
        # Where parts of an allOf describe a property again, one of them may have words only.
        place, raw = next((one for one in places if has_rules(one[1])), places[0])
        name = engine.plain(prop.name)
        python_name = identifier(self._document, place, name, raw)
        if python_name in _MODEL_NAMES:
            problem = f"its name {python_name!r} in Python is a member of every model"
            raise self._document.error(place, problem, "give it another with x-ms-client-name")
        texts = (one.get("description") for _, one in places)
        return Field(
            name=name,
            python_name=python_name,
            type=self.type(prop),
            required=prop.required,
            description=next(filter(None, texts), engine.plain(prop.description)),
        )

    def _no_effect(self, pointer: str) -> GeneratorError:
        todo = "make it a plain string, and mark it wherever it is described"
        return self._document.error(pointer, "its mark as a secret would have no effect", todo)

    def _speaks_of_others(self, pointer: str) -> bool:
        """Whether a model, or a part of its allOf, says what members it has that are not named."""
        # False says that there are none.
        parts = joined(self._document, pointer)
        return any(part.get("additionalProperties", False) is not False for _, part in parts)

    def _enum(self, enum: Any) -> Enum:
        schema = self._document.at(engine.place_of(enum))
        values = [value for value in schema["enum"] if value is not None]
        names = engine.enum_names(values, schema.get("x-enum-varnames", []))
        name, module = engine.class_of(enum)
        return Enum(
            name=name,
            module=module,
            description=engine.plain(enum.description),
            base="str" if isinstance(values[0], str) else "int",
            members=tuple(
                (member, expressions.literal(value))
                for member, value in zip(names, values, strict=True)
            ),
        )

    def _reachable(self, properties: list[Any]) -> set[str]:
        """Names of the models that values of some properties can hold."""
        found: set[str] = set()
        pending = list(properties)
        while pending:
            prop = pending.pop()
            kind = engine.kind_of(prop)
            if kind == "array":
                pending.append(prop.inner_property)
            elif kind == "union":
                pending += prop.inner_properties
            elif kind == "object" and (name := str(prop.class_info.name)) not in found:
                found.add(name)
                model = self._models[name]
                pending += engine.members(model)
                if model.additional_properties:
                    pending.append(model.additional_properties)
        return found


def _any_of(models: Sequence[Type]) -> Type:
    """What an error is of which the document says nothing: the first of some models that fits.

    Any text would fit a plain one, so that it stands for others only where it is the only model.
    """
    in_json = [model for model in models if model != TEXT]
    if not models:
        return expressions.wrapped(ANY)
    return expressions.one_of(in_json) if in_json else TEXT


def _is_success(statuses: tuple[int, int] | None) -> bool:
    return statuses is not None and 200 <= statuses[0] < 300


def _is_failure(statuses: tuple[int, int] | None) -> bool:
    return statuses is None or statuses[0] >= 400


def _choices(prop: Any) -> list[Any]:
    """The types that a property may have; None means that it is not given, so null is none."""
    choices = prop.inner_properties if engine.kind_of(prop) == "union" else [prop]
    return [choice for choice in choices if engine.kind_of(choice) != "null"]


def _code(prop: Any, value: Any) -> str | None:
    """A JSON value as Python code, as a property reads it; None where it is none of its values."""
    kind = engine.kind_of(prop)
    is_number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if kind == "union":
        found = (_code(choice, value) for choice in prop.inner_properties)
        return next((code for code in found if code is not None), None)
    if kind == "array" and isinstance(value, list):
        items = [_code(prop.inner_property, item) for item in value]
        known = [item for item in items if item is not None]
        return f"[{', '.join(known)}]" if known == items else None
    if kind == "enum" and not isinstance(value, bool):
        # The engine forgets the default of an enum that is referred to.
        names = (name for name, one in prop.values.items() if one == value)
        return next((f"{prop.class_info.name}.{name}" for name in names), None)
    if kind == "integer" and is_number and value == int(value):
        # JSON Schema takes 3.0 for an integer.
        return expressions.literal(int(value))
    is_plain = {
        "string": isinstance(value, str),
        "number": is_number,
        "boolean": isinstance(value, bool),
        "const": kind == "const" and value == prop.value.raw_value,
    }
    if is_plain.get(kind):
        return expressions.literal(value)
    if not isinstance(value, str) or not _has_form(kind, value):
        return None
    if kind == "uuid":
        return f"UUID({expressions.literal(value)})"
    return f"{_SCALARS[kind][0]}.fromisoformat({expressions.literal(value.upper())})"


def _has_form(kind: str, text: str) -> bool:
    """Whether a text is a date, a date and time, or a UUID as the package reads it."""
    try:
        if kind == "uuid":
            return str(UUID(text)) == text.lower()
        day, time = text[:10], text[10:]
        is_day = kind in {"date", "date-time"} and str(dt.date.fromisoformat(day)) == day
        if kind == "date-time":
            dt.datetime.fromisoformat(text.upper())
        return is_day and time[:1].upper() == ("T" if kind == "date-time" else "")
    except ValueError:
        return False
