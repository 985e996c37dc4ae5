"""The package to be made, in the terms that the templates render: no engine, no raw document."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, Final, Literal

import attrs

from generator.config import Config

#: Types whose values stand in JSON as they stand in Python.
_PLAIN: Final = frozenset({"str", "int", "float", "bool"})

#: A name in an annotation, or a mark of a constant that is a string.
_WORD: Final = re.compile(r"\w+|['\"]")

#: What HTTP lets a client send twice, to no other effect than once.
REPEATABLE: Final = frozenset({"get", "head", "put", "delete", "options"})

#: Classes of the package's own that stand beside those of the document: a class of the document
#: with one of these names gets another one.
# fmt: off
RESERVED_CLASSES: Final = frozenset(
    {
        "APIConnectionError", "APIError", "APIResponseError", "APIStatusError",
        "APITimeoutError", "Answer", "Any", "AnyOf", "Array", "AsyncClient", "AsyncCredential",
        "AsyncTransport", "AuthenticationError", "BadRequestError", "Body", "Boolean", "CLOUDS",
        "ClassVar", "Client", "Cloud", "CloudName", "ConflictError", "Constraint", "Credential",
        "CredentialError", "ErrorModel", "Final", "InstanceOf", "IntEnum",
        "InternalServerError", "InvalidParameterError", "Literal", "Mapping", "NotFoundError",
        "Nullable", "Number", "OPERATION", "Object", "OneValue", "Operation", "OtherMembers",
        "Parameter",
        "PermissionDeniedError", "RateLimitError", "Request", "Response", "RetryPolicy",
        "SecretStr", "Self", "StrEnum", "String", "SyncTransport", "Timeout", "TracebackType",
        "TypeAlias", "UUID", "Violation",
    }
)
# fmt: on


def union(annotations: Iterable[str]) -> str:
    """The annotation of a value of one of several types, None last, as one writes it."""
    parts: dict[str, None] = {}
    optional = False
    for annotation in annotations:
        optional |= annotation == "None" or annotation.endswith(" | None")
        parts[annotation.removesuffix(" | None")] = None
    parts.pop("None", None)
    if "Any" in parts:
        return "Any"
    return " | ".join([*parts, *(["None"] if optional else [])])


@attrs.frozen(kw_only=True)
class Type:
    """A type of values, as three pieces of Python code.

    Attributes:
        annotation: How it is declared.
        decoder: What reads it from JSON.
        constraint: What checks it before it is sent.
        models: Each class of the package that it names, with its module.
        nullable: Whether None belongs to it.
        given: The same without None, where None and others belong to it.
    """

    annotation: str
    decoder: str
    constraint: str
    models: frozenset[tuple[str, str]] = frozenset()
    nullable: bool = False
    given: Type | None = None

    @property
    def is_choice(self) -> bool:
        """Whether type checkers have to be told what its decoder decodes.

        They infer no union, and of a constant inside of another type only that it is a string.
        """
        return "one_of(" in self.decoder or "(_json.constant(" in self.decoder

    @property
    def holds_secrets(self) -> bool:
        """Whether each string in its values, alone or in a list, is a secret."""
        words = set(_WORD.findall(self.annotation))
        return "SecretStr" in words and not words & {"str", "'", '"'}


def _models(types: Iterable[Type]) -> list[tuple[str, str]]:
    return sorted({pair for type_ in types for pair in type_.models})


@attrs.frozen(kw_only=True)
class Field:
    """A member of a model."""

    name: str
    python_name: str
    type: Type
    required: bool
    description: str

    @property
    def read(self) -> Type:
        """The type of what is read from JSON; of what may be missing, a null counts as missing."""
        return self.type if self.required else self.type.given or self.type

    @property
    def annotation(self) -> str:
        """How the field is declared: what may be missing may be None."""
        if self.required or self.type.nullable:
            return self.type.annotation
        return f"{self.type.annotation} | None"

    @property
    def constraint(self) -> str:
        """What checks the field before it is sent."""
        if self.required or self.type.nullable:
            return self.type.constraint
        return f"Nullable({self.type.constraint})"


@attrs.frozen(kw_only=True)
class Model:
    """A class for a JSON object."""

    name: str
    module: str
    description: str
    fields: tuple[Field, ...]
    #: Type of the members that the document does not name.
    additional: Type
    #: Whether it may have such members, as far as the document knows; an answer may all the same.
    is_open: bool
    #: Whether the document speaks of such members, or of no others.
    is_map: bool
    #: Whether a request can hold it, so that its fields are checked.
    is_sent: bool

    @property
    def secrets(self) -> list[str]:
        """The names in Python of what holds secrets."""
        found = [field.python_name for field in self.fields if field.type.holds_secrets]
        return found + ["additional_properties"] * self.additional.holds_secrets

    @property
    def imports(self) -> list[tuple[str, str]]:
        """Each other class that its fields name, with its module."""
        types = [field.type for field in self.fields] + [self.additional]
        found = {pair for type_ in types for pair in type_.models}
        return sorted(found - {(self.module, self.name)})


@attrs.frozen(kw_only=True)
class Enum:
    """A class for a choice of values."""

    name: str
    module: str
    description: str
    base: Literal["str", "int"]
    #: Names with values, as Python code.
    members: tuple[tuple[str, str], ...]


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter of an operation that is not part of the body."""

    name: str
    python_name: str
    location: Literal["path", "query", "header"]
    type: Type
    required: bool
    explode: bool
    description: str
    #: The schema as the document has it, for the stand-in and for the rules in words.
    schema: dict[str, Any]
    example: Any
    #: Python code, or None.
    default: str | None
    #: Whether it is an argument of the client.
    is_client: bool
    environment: str | None

    @property
    def constant(self) -> str:
        """The name of the constant that holds its rules; no class starts with an underscore."""
        return f"_{self.python_name.upper().rstrip('_')}"

    @property
    def is_overridable(self) -> bool:
        """Whether a call may set it although it belongs to the client."""
        return self.is_client and self.default is None

    @property
    def sample(self) -> str | None:
        """The document's example as Python code; None without one that can be shown as it is."""
        kind = self.type.annotation.removesuffix(" | None")
        kind = kind.removeprefix("list[").removesuffix("]")
        is_plain = kind in _PLAIN or kind.startswith("Literal[")
        return ascii(self.example) if is_plain and self.example is not None else None


@attrs.frozen(kw_only=True)
class Body:
    """The body of a request."""

    content_type: str
    type: Type
    required: bool
    description: str
    schema: dict[str, Any]


@attrs.frozen(kw_only=True)
class Success:
    """An answer that is a result.

    Attributes:
        statuses: The first and the last status that it stands for.
        kind: How the body is read: as JSON, text or bytes, or not at all.
        type: The type of the result.
    """

    statuses: tuple[int, int]
    kind: Literal["json", "text", "content", "empty"]
    type: Type


@attrs.frozen(kw_only=True)
class Failure:
    """An answer that is an error.

    Attributes:
        statuses: The first and the last status that it stands for; None where for all others.
        type: The type of the error.
    """

    statuses: tuple[int, int] | None
    type: Type


@attrs.frozen(kw_only=True)
class Example:
    """An answer as the document shows it."""

    status: str
    media_type: str | None
    body: Any


@attrs.frozen(kw_only=True)
class Operation:
    """An operation of the document."""

    operation_id: str
    group: str
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    #: The header `Accept`, where it is not JSON alone.
    accept: str | None
    successes: tuple[Success, ...]
    #: The last one stands for every status that no other one names.
    failures: tuple[Failure, ...]
    examples: tuple[Example, ...]
    is_secured: bool
    is_repeatable: bool
    permission: str | None

    @property
    def positional(self) -> list[Parameter]:
        """What a call passes by position: its path parameters, in the document's order."""
        return [p for p in self.parameters if p.location == "path" and not p.is_client]

    @property
    def keywords(self) -> list[Parameter]:
        """What a call passes by name: its other parameters, required ones first."""
        own = [p for p in self.parameters if p.location != "path" and not p.is_client]
        return sorted(own, key=lambda p: not p.required)

    @property
    def has_sample(self) -> bool:
        """Whether a call can be shown that does what the document's examples do."""
        needs_body = self.body is not None and self.body.required
        needed = [p for p in self.parameters if p.required and not p.is_client]
        return not needs_body and all(p.default or p.sample for p in needed)

    @property
    def has_answer(self) -> bool:
        """Whether the document shows what it answers when all is well."""
        return any(
            example.body is not None or example.media_type is None
            for example in self.examples
            if example.status.startswith("2")
        )

    @property
    def sample(self) -> list[str]:
        """The arguments of a call, as Python code: examples, or names that stand for values."""
        found = [p.sample or p.python_name for p in self.positional]
        if self.body is not None and self.body.required:
            found.append("body")
        keywords = [p for p in self.keywords if p.required and p.default is None]
        return found + [f"{p.python_name}={p.sample or p.python_name}" for p in keywords]

    @property
    def overridable(self) -> list[Parameter]:
        """Parameters of the client that a call may set for itself."""
        return [p for p in self.parameters if p.is_overridable]

    @property
    def result(self) -> str:
        """The annotation of its result."""
        return union(success.type.annotation for success in self.successes)

    @property
    def models(self) -> list[tuple[str, str]]:
        """Each class that its arguments and results name, with its module."""
        types = [success.type for success in self.successes]
        types += [parameter.type for parameter in self.parameters]
        if self.body is not None:
            types.append(self.body.type)
        return _models(types)

    @property
    def error_models(self) -> list[tuple[str, str]]:
        """Each class that its errors name, with its module."""
        return _models(failure.type for failure in self.failures)

    @property
    def default_models(self) -> list[tuple[str, str]]:
        """Each class that a default of its arguments names, with its module."""
        return _models(p.type for p in self.keywords if p.default is not None)


@attrs.frozen(kw_only=True)
class Group:
    """Operations that belong together."""

    name: str
    class_name: str
    description: str
    operations: tuple[Operation, ...]


@attrs.frozen(kw_only=True)
class Cloud:
    """A server of the document."""

    name: str
    url: str
    scope: str | None
    sign_in_host: str | None
    description: str


@attrs.frozen(kw_only=True)
class Package:
    """All that the templates need to know."""

    config: Config
    #: The document, as the first line of each file names it.
    source: str
    title: str
    description: str
    api_version: str
    clouds: tuple[Cloud, ...]
    #: Parameters of the client, each once.
    client_parameters: tuple[Parameter, ...]
    groups: tuple[Group, ...]
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    #: The models of the errors that operations answer, each once.
    error_models: tuple[Type, ...]

    @property
    def shown(self) -> tuple[Group, Operation]:
        """The operation that the README calls, with its group: the first that examples can show."""
        found = [(group, operation) for group in self.groups for operation in group.operations]
        return max(found, key=lambda one: (one[1].has_sample, one[1].has_answer))

    @property
    def client_sample(self) -> list[str]:
        """The arguments of a client by name, as Python code."""
        needed = [
            f"{p.python_name}={p.sample or p.python_name}"
            for p in self.client_parameters
            if p.is_overridable and (p.required or p.sample)
        ]
        return needed if self.clouds else [*needed, 'base_url="https://service.example"']

    @property
    def client_models(self) -> list[tuple[str, str]]:
        """Each class that an argument of the client names, with its module."""
        return _models(p.type for p in self.client_parameters)

    @property
    def error_classes(self) -> list[tuple[str, str]]:
        """Each class that the models of errors name, with its module."""
        return _models(self.error_models)

    @property
    def client_default_models(self) -> list[tuple[str, str]]:
        """Each class that a default of the client's arguments names, with its module."""
        return _models(p.type for p in self.client_parameters if p.default is not None)

    @property
    def operations(self) -> list[Operation]:
        """Every operation, group by group."""
        return [operation for group in self.groups for operation in group.operations]
