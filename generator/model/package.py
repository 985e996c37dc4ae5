"""The package to be made: one typed model that rendering and comparison read.

Nothing here holds Python source text, the engine's objects or, apart from a few values that the
stand-in repeats, the raw document. Each part says where in the document it stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property
from typing import Any, Final, Literal, TypeAlias

import attrs

from generator.config import Config
from generator.model import resource_ids
from generator.model.schema import Scalar, Schema

#: Methods that HTTP defines as idempotent (RFC 9110, section 9.2.2), in lower case.
REPEATABLE: Final = frozenset({"get", "head", "put", "delete", "options"})

#: A JSON value.
Json: TypeAlias = Any


@attrs.frozen(kw_only=True)
class Field:
    """A member of a model.

    Attributes:
        name: Its name in JSON.
        python_name: Its name in Python.
        schema: What its value may be.
        required: Whether it is always there.
        description: Markdown; may be empty.
        deprecated: Whether callers should stop using it.
        pointer: Its place in the document.
    """

    name: str
    python_name: str
    schema: Schema
    required: bool
    description: str
    deprecated: bool = False
    pointer: str

    @property
    def read_only(self) -> bool:
        """Whether only the service sets it; what a request has for it is ignored."""
        return self.schema.annotations.get("readOnly") is True

    @property
    def read(self) -> Schema:
        """What is read from JSON: in an optional member null counts as absent."""
        return self.schema if self.required else self.schema.given

    @property
    def declared(self) -> Schema:
        """What the attribute may be: an optional member may be None."""
        return self.schema if self.required else attrs.evolve(self.schema, nullable=True)


@attrs.frozen(kw_only=True)
class Model:
    """A class for a JSON object.

    Attributes:
        name: Name of the class.
        module: Name of its module, below `models`.
        description: Markdown; may be empty.
        fields: Its named members, required ones first.
        additional: What the members may be that the document does not name.
        is_open: Whether the document allows such members. A response may have them all the same.
        is_map: Whether the document describes such members, or no named ones.
        is_sent: Whether a request can hold it, so that its fields are checked.
        pointer: Its place in the document.
    """

    name: str
    module: str
    description: str
    fields: tuple[Field, ...]
    additional: Schema
    is_open: bool
    is_map: bool
    is_sent: bool
    pointer: str

    @property
    def secrets(self) -> list[str]:
        """The Python names of the members that hold secrets.

        In a model with secrets, members that the document does not describe are secrets too: a
        service may write the name of a member in an unexpected way.
        """
        found = [field.python_name for field in self.fields if field.schema.holds_secrets]
        is_guarded = bool(found) and self.additional.kind == "any"
        hides_others = is_guarded or self.additional.holds_secrets
        return found + ["additional_properties"] * hides_others

    @property
    def secret_texts(self) -> list[str]:
        """The Python names of the members that are one secret string, or None."""
        return [
            field.python_name
            for field in self.fields
            if field.schema.kind == "string" and field.schema.secret
        ]

    @property
    def schemas(self) -> list[Schema]:
        """What its members may be."""
        return [*(field.schema for field in self.fields), self.additional]


@attrs.frozen(kw_only=True)
class Enum:
    """A class for a list of values.

    Attributes:
        name: Name of the class.
        module: Name of its module, below `models`.
        description: Markdown; may be empty.
        members: Names and values, in the document's order. All values are strings, or all integers.
        is_open: Whether there are values that the document does not name (`modelAsString`).
        pointer: Its place in the document.
    """

    name: str
    module: str
    description: str
    members: tuple[tuple[str, Scalar], ...]
    is_open: bool
    pointer: str


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter of an operation, in the path, the query or a header.

    Attributes:
        name: Its name in the request.
        python_name: The name of the argument.
        location: Where it is sent.
        schema: What the argument may be.
        required: Whether the service requires it.
        explode: Whether an array in the query is sent as one pair for each item.
        description: Markdown; may be empty.
        example: The document's example as a JSON value; None without one.
        default: The default of the argument as a JSON value; None without one.
        is_client: Whether it is an argument of the client, which each call may override.
        environment: The environment variable to read when no value is given.
        config_key: The key of its value in the config file of a project.
        option: The spellings of its option on the command line, a short one first.
        option_environment: The environment variable to read for the option alone, or None.
        is_identifier: Whether its values are ids, without a space or a slash.
        deprecated: Whether callers should stop using it.
        document_schema: Its schema as the document has it, with the schemas that it refers to, for
            the stand-in.
        pointer: Its place in the document.
    """

    name: str
    python_name: str
    location: Literal["path", "query", "header"]
    schema: Schema
    required: bool
    explode: bool
    description: str
    example: Json
    default: Json
    is_client: bool
    environment: str | None
    config_key: str | None
    option: tuple[str, ...]
    option_environment: str | None
    is_identifier: bool = False
    deprecated: bool = False
    document_schema: Mapping[str, Json]
    pointer: str

    @property
    def is_overridable(self) -> bool:
        """Whether a call may set it although it belongs to the client."""
        return self.is_client and self.default is None


@attrs.frozen(kw_only=True)
class Body:
    """The body of a request.

    Attributes:
        content_type: Its media type.
        schema: What the argument may be.
        required: Whether the service requires it.
        description: Markdown; may be empty.
        document_schema: Its schema as the document has it, with the schemas that it refers to, for
            the stand-in.
        pointer: Its place in the document.
    """

    content_type: str
    schema: Schema
    required: bool
    description: str
    document_schema: Mapping[str, Json]
    pointer: str


@attrs.frozen(kw_only=True)
class Success:
    """A response that is a result.

    Attributes:
        statuses: The first and the last status code that it describes.
        kind: How the body is read: as JSON, text or bytes, or not at all.
        schema: What the result may be.
        pointer: Its place in the document.
    """

    statuses: tuple[int, int]
    kind: Literal["json", "text", "content", "empty"]
    schema: Schema
    pointer: str = attrs.field(default="", eq=False)


@attrs.frozen
class ErrorBody:
    """The body of a response that is an error.

    Attributes:
        schema: What the error may be.
        enveloped: Whether it is the member `error` of an object, as Azure's guidelines have it.
        is_text: Whether the body is plain text, not JSON.
    """

    schema: Schema
    enveloped: bool = False
    is_text: bool = False


@attrs.frozen(kw_only=True)
class Failure:
    """A response that is an error.

    Attributes:
        statuses: The first and the last status code that it describes; None for all others.
        bodies: What the body may be, in the order in which they are tried.
        pointer: Its place in the document; empty where the document does not describe it.
    """

    statuses: tuple[int, int] | None
    bodies: tuple[ErrorBody, ...]
    pointer: str = attrs.field(default="", eq=False)


@attrs.frozen(kw_only=True)
class Example:
    """A response as the document shows it."""

    status: str
    media_type: str | None
    body: Json


@attrs.frozen
class RateLimit:
    """The token bucket in which the service counts the calls of a subscription.

    Attributes:
        burst: The number of calls that a full bucket allows at once.
        per_second: The calls that are added to it each second.
    """

    burst: int
    per_second: float


@attrs.frozen(kw_only=True)
class Operation:
    """An operation of the document.

    Attributes:
        operation_id: Its operationId.
        group: Python name of the group that it belongs to.
        name: Name of its method.
        method: HTTP method in upper case.
        path: Its path, with parameters in braces.
        summary: One line; may be empty.
        description: Markdown; may be empty.
        parameters: Its parameters, those of the path item last.
        body: The body of its request.
        accept: The header `Accept`, where it is not JSON alone.
        successes: Its results, by status code.
        failures: Its errors. The last one describes every status code that no other one names.
        examples: One example for each response.
        security: The alternatives that the service accepts, each with its schemes and their scopes.
            Empty if it needs no token.
        is_repeatable: Whether it may be sent again after a failure.
        permission: The action that the caller's role must allow.
        is_run: Whether the subcommand `run` starts a program with its result.
        rate_limit: The limit of the service in each subscription, if the document gives one.
        deprecated: Whether callers should stop using it.
        pointer: Its place in the document.
    """

    operation_id: str
    group: str
    name: str
    method: str
    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    body: Body | None
    accept: str | None
    successes: tuple[Success, ...]
    failures: tuple[Failure, ...]
    examples: tuple[Example, ...]
    security: tuple[Mapping[str, tuple[str, ...]], ...]
    is_repeatable: bool
    permission: str | None
    is_run: bool = False
    rate_limit: RateLimit | None = None
    deprecated: bool = False
    pointer: str

    @property
    def is_secured(self) -> bool:
        """Whether a request needs a token; an empty alternative means that it does not."""
        return bool(self.security) and all(self.security)

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
    def overridable(self) -> list[Parameter]:
        """Parameters of the client that a call may set for itself."""
        return [p for p in self.parameters if p.is_overridable]

    @property
    def id_parameters(self) -> list[Parameter]:
        """The path parameters that a resource id contains, in its order.

        Empty if the path is not a resource id, alone or before an action.
        """
        of_path = {p.name: p for p in self.parameters if p.location == "path"}
        found = [of_path[name] for name in resource_ids.variables(self.method, self.path)]
        return found if all(p.schema.kind == "string" for p in found) else []

    @property
    def methods(self) -> list[str]:
        """The names of its methods."""
        found = [self.name, f"{self.name}_detailed"]
        found += [f"{self.name}_by_id"] * bool(self.id_parameters)
        return found + [f"{self.name}_many"] * (self.rate_limit is not None)

    @property
    def results(self) -> list[Schema]:
        """What its results may be."""
        return [success.schema for success in self.successes]

    @property
    def arguments(self) -> list[Schema]:
        """What its arguments may be."""
        own = [parameter.schema for parameter in self.parameters]
        return [*own, self.body.schema] if self.body is not None else own

    @property
    def errors(self) -> list[Schema]:
        """What its errors may be."""
        return [body.schema for failure in self.failures for body in failure.bodies]


@attrs.frozen(kw_only=True)
class Group:
    """Operations that belong together.

    Attributes:
        name: The attribute of the client.
        class_name: Name of the class; that of the async one begins with `Async`.
        description: Markdown; may be empty.
        operations: Its operations, in the document's order.
    """

    name: str
    class_name: str
    description: str
    operations: tuple[Operation, ...]


@attrs.frozen(kw_only=True)
class Cloud:
    """A server of the document.

    Attributes:
        name: The value of the argument `cloud` that selects it.
        url: Where requests go, without a slash at the end.
        scope: Scope of the tokens.
        sign_in_host: The host that issues tokens.
        description: Markdown; may be empty.
        is_named: Whether the document gives the name, which else is that of the host.
        pointer: Its place in the document.
    """

    name: str
    url: str
    scope: str | None
    sign_in_host: str | None
    description: str
    is_named: bool
    pointer: str


@attrs.frozen(kw_only=True)
class ConfigFile:
    """The file of a project that gives values of arguments.

    Attributes:
        names: The paths to look for in each folder, in order of precedence.
        parameters: The parameters whose values it gives, each once.
        id_key: The key of a resource id that gives all of them at once, or None.
        id_path: The form of that resource id, with a `{name}` for each argument, or None.
    """

    names: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    id_key: str | None
    id_path: str | None

    @property
    def arguments(self) -> list[Parameter]:
        """The parameters that are arguments of operations."""
        return [one for one in self.parameters if not one.is_client]


@attrs.frozen(kw_only=True)
class Package:
    """All that rendering and comparison need to know.

    Attributes:
        config: Names and versions.
        source: The document's name, for the first line of each file.
        title: Title of the service.
        description: Markdown; may be empty.
        api_version: The version of the service's interface.
        clouds: The servers; the first one is the default.
        client_parameters: Parameters of the client, each once.
        config_file: The file of a project that gives values of arguments, or None.
        groups: Groups of operations.
        models: Classes for JSON objects.
        enums: Classes for lists of values.
        error_bodies: The bodies of the errors that operations return, each once.
        notes: What the document describes that the package leaves out, one line each.
    """

    config: Config
    source: str
    title: str
    description: str
    api_version: str
    clouds: tuple[Cloud, ...]
    client_parameters: tuple[Parameter, ...]
    config_file: ConfigFile | None
    groups: tuple[Group, ...]
    models: tuple[Model, ...]
    enums: tuple[Enum, ...]
    error_bodies: tuple[ErrorBody, ...]
    notes: tuple[str, ...] = ()

    @property
    def pytest_plugin(self) -> str:
        """The module that pytest loads, beside the package."""
        return f"pytest_{self.config.package}"

    @property
    def operations(self) -> list[Operation]:
        """Every operation, group by group."""
        return [operation for group in self.groups for operation in group.operations]

    def secret_texts(self, operation: Operation) -> list[str]:
        """Return the Python names of the secret strings in the model that an operation returns."""
        names = {(schema.module, schema.class_name) for schema in operation.results}
        return [
            name
            for model in self.models
            if names == {(model.module, model.name)}
            for name in model.secret_texts
        ]

    def returns_secrets(self, operation: Operation) -> bool:
        """Return whether a result of an operation can contain a secret, at any depth."""
        if any(schema.has_secret for schema in operation.results):
            return True
        return not self._models_with_secrets.isdisjoint(classes(operation.results))

    @cached_property
    def _models_with_secrets(self) -> frozenset[tuple[str, str]]:
        """The models that can contain a secret, at any depth, as module and name."""
        holders: dict[tuple[str, str], list[tuple[str, str]]] = {}
        pending: list[tuple[str, str]] = []
        for model in self.models:
            own = (model.module, model.name)
            for held in classes(model.schemas):
                holders.setdefault(held, []).append(own)
            if any(schema.has_secret for schema in model.schemas):
                pending.append(own)
        found: set[tuple[str, str]] = set()
        while pending:
            one = pending.pop()
            if one not in found:
                found.add(one)
                pending += holders.get(one, [])
        return frozenset(found)

    @property
    def classes(self) -> list[Model | Enum]:
        """Every class of the document."""
        return [*self.models, *self.enums]


def classes(schemas: Iterable[Schema]) -> list[tuple[str, str]]:
    """Return each class that values of some schemas are made of, as module and name, sorted."""
    parts = (part for schema in schemas for part in schema.parts)
    return sorted({(part.module, part.class_name) for part in parts if part.class_name})
