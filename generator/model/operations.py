"""Translates operations: their parameters, bodies and responses."""

from __future__ import annotations

from typing import Any, Final

import attrs

from generator.document.document import Document, Node, entries, media_types
from generator.document.examples import example_of
from generator.document.keywords import is_secret, keywords_at, place_of
from generator.document.pointer import child
from generator.errors import GeneratorError
from generator.model import engine
from generator.model.command import option
from generator.model.defaults import accepts
from generator.model.naming import (
    group_and_method,
    identifier,
    method_name,
    place_of_group,
)
from generator.model.package import (
    REPEATABLE,
    Body,
    ErrorBody,
    Example,
    Failure,
    Operation,
    Parameter,
    RateLimit,
    Success,
)
from generator.model.reserved import CALL_ARGUMENTS, CLIENT_ARGUMENTS, ID_ARGUMENTS
from generator.model.schema import ANY, BYTES, NULL, TEXT, Kind, Schema
from generator.model.schemas import Schemas, secret_without_effect

#: What a path, a query or a header can carry, alone or in an array.
_SENDABLE: Final[frozenset[Kind]] = frozenset(
    {"boolean", "constant", "date", "date-time", "enum", "integer", "number", "string", "uuid"}
)
#: Names in errors that are not Azure's: its envelope is read as if such names began in lower case.
_CAPITAL: Final = {"AdditionalInfo", "Code", "Details", "Error", "Message", "Target"}


class Operations:
    """The operations of a document, translated from what the engine parsed.

    Args:
        document: The document.
        parsed: What the engine made of it.
        schemas: Its schemas.
    """

    def __init__(self, document: Document, parsed: engine.Parsed, schemas: Schemas) -> None:
        self._document = document
        self._endpoints = engine.endpoints(parsed)
        self._schemas = schemas
        described = {
            pointer: self._described_failures(pointer) for pointer, *_ in document.operations()
        }
        self._failures = described
        #: The bodies of all errors, each once, in the document's order.
        self.error_bodies = tuple(
            dict.fromkeys(
                body for found in described.values() for failure in found for body in failure.bodies
            )
        )

    def all(self) -> list[Operation]:
        """Return all operations, in the document's order."""
        return [self._operation(*place) for place in self._document.operations()]

    def _operation(self, pointer: str, path: str, method: str, node: Node) -> Operation:
        document, endpoint = self._document, self._endpoints[pointer]
        operation_id: str = node["operationId"]
        group, method_title = group_and_method(operation_id, node.get("tags"))
        group_place, todo_of_group = place_of_group(document, pointer)
        successes = self._successes(pointer, method)
        if not successes:
            todo = "describe a response with a status from 200 to 299"
            raise document.error(f"{pointer}/responses", "describes no success", todo)
        found = Operation(
            operation_id=operation_id,
            group=identifier(document, group_place, group, todo=todo_of_group),
            name=method_name(document, pointer, method_title),
            method=method.upper(),
            path=path,
            summary=node.get("summary", ""),
            description=node.get("description", ""),
            parameters=tuple(
                self._parameter(engine.parameter(endpoint, parameter["name"]), place, parameter)
                for place, parameter in document.parameters(pointer)
            ),
            body=self._body(pointer),
            accept=_accept(document, pointer, node),
            successes=tuple(successes),
            failures=tuple(self._all_failures(pointer)),
            examples=_examples(document, pointer, method, node),
            security=tuple(
                {name: tuple(scopes) for name, scopes in requirement.items()}
                for requirement in document.requirements(node)
            ),
            is_repeatable=method in REPEATABLE or bool(node.get("x-sdk-repeatable")),
            permission=node.get("x-sdk-permission"),
            is_run=bool(node.get("x-sdk-run")),
            rate_limit=_rate_limit(node),
            deprecated=node.get("deprecated") is True,
            pointer=pointer,
        )
        if found.rate_limit is not None and not found.id_parameters:
            problem = "is for operations on a resource that an id names, which this path is not"
            raise document.error(f"{pointer}/x-sdk-rate-limit", problem, "leave it out")
        for parameter in found.parameters if found.id_parameters else ():
            if parameter.location != "path" and parameter.python_name in ID_ARGUMENTS:
                raise self._reserved(parameter.pointer, parameter.python_name, "call by id")
        return found

    def _parameter(self, prop: Any, pointer: str, node: Node) -> Parameter:
        document = self._document
        schema_pointer, _ = document.resolve(f"{pointer}/schema")
        schema_node = keywords_at(document, f"{pointer}/schema")
        is_client = node.get("x-ms-parameter-location") == "client"
        name = identifier(document, pointer, node["name"], node)
        if name in (CLIENT_ARGUMENTS if is_client else CALL_ARGUMENTS):
            raise self._reserved(pointer, name, "client" if is_client else "call")
        schema = self._parameter_schema(prop, pointer, node)
        example = example_of(document, pointer)
        if schema.kind == "integer" and isinstance(example, float):
            # JSON Schema takes 3.0 for an integer.
            example = int(example)
        if "x-sdk-environment" in node and schema.kind != "string":
            problem = "is read from the environment, which holds strings, but is not a string"
            todo = "describe a string, or leave x-sdk-environment out"
            raise document.error(schema_pointer, problem, todo)
        if "x-sdk-config-key" in node:
            self._check_config_key(pointer, node, schema)
        return Parameter(
            name=node["name"],
            python_name=name,
            location=node["in"],
            schema=schema,
            required=bool(node.get("required")),
            explode=node.get("explode", node["in"] == "query"),
            description=node.get("description") or schema_node.get("description", ""),
            example=example,
            default=self._default(pointer, node, schema),
            is_client=is_client,
            environment=node.get("x-sdk-environment"),
            config_key=node.get("x-sdk-config-key"),
            option=option(name, node.get("x-sdk-option")),
            option_environment=node.get("x-sdk-option-environment"),
            is_identifier=bool(node.get("x-sdk-identifier")),
            deprecated=node.get("deprecated") is True,
            document_schema=document.self_contained(schema_pointer),
            pointer=pointer,
        )

    def _reserved(self, pointer: str, name: str, holder: str) -> GeneratorError:
        problem = f"its name {name!r} in Python has a meaning in every {holder}"
        todo = "give it another with x-ms-client-name"
        return self._document.error(f"{pointer}/name", problem, todo)

    def _check_config_key(self, pointer: str, node: Node, schema: Schema) -> None:
        """Check that a config file can give a parameter."""
        todo = "leave x-sdk-config-key out"
        place = f"{pointer}/x-sdk-config-key"
        if schema.kind != "string" or schema.has_secret:
            problem = "is for plain strings: a config file holds no secret and no other type"
            raise self._document.error(place, problem, todo)
        is_client = node.get("x-ms-parameter-location") == "client"
        if is_client and self._default(pointer, node, schema) is not None:
            problem = "has no effect: the client has a default, which comes before the file"
            raise self._document.error(place, problem, todo)

    def _parameter_schema(self, prop: Any, pointer: str, node: Node) -> Schema:
        """Return what a parameter may be; None means that it is not given, so null is left out."""
        place, schema_node = self._document.resolve(f"{pointer}/schema")
        choices = engine.choices(prop)
        schema = (
            self._schemas.schema(prop)
            if choices == [prop]
            else self._schemas.union(choices, schema_node, place)
        ).given
        outer = schema.choices or (schema,)
        items = [outer[0].items] if len(outer) == 1 and outer[0].items is not None else outer
        inner = [part for item in items for part in (item.choices or (item,))]
        if not choices or any(part.kind not in _SENDABLE for part in inner):
            problem = "has no form in a path, a query or a header"
            todo = "use a string, number, boolean, enum, or an array of them"
            raise self._document.error(f"{pointer}/schema", problem, todo)
        if is_secret(node) and schema.kind == "string":
            schema = attrs.evolve(schema, secret=True)
        if is_secret(node) and not schema.has_secret:
            raise secret_without_effect(self._document, pointer)
        if schema.has_secret and node["in"] != "header":
            problem = "is a secret in a URL, which many programs log"
            raise self._document.error(pointer, problem, "send it in a header")
        return schema

    def _default(self, pointer: str, node: Node, schema: Schema) -> Any:
        """Return the default of an argument as a JSON value, or None."""
        if not node.get("required") and node.get("x-ms-parameter-location") != "client":
            return None
        schema_node = keywords_at(self._document, f"{pointer}/schema")
        place = place_of(self._document, f"{pointer}/schema", "default")
        # A constant has no other value to be given.
        value = schema_node.get("default", schema.value if schema.kind == "constant" else None)
        if value is None:
            return None
        if schema.has_secret:
            problem = "shows the value of a secret"
            raise self._document.error(place, problem, "leave it out")
        if not accepts(schema, value):
            problem = "is not one of the values that the schema describes"
            raise self._document.error(place, problem, "correct it, or leave it out")
        return value

    def _body(self, pointer: str) -> Body | None:
        document, endpoint = self._document, self._endpoints[pointer]
        if not endpoint.bodies:
            return None
        place, node = document.resolve(f"{pointer}/requestBody")
        if len(node["content"]) > 1:
            raise document.error(f"{place}/content", "offers several media types", "keep one")
        body = endpoint.bodies[0]
        ((content_type, media),) = node["content"].items()
        if body.body_type not in {"json", "content"}:
            problem = f"the media type {content_type!r} is not supported"
            todo = "use application/json or application/octet-stream"
            raise document.error(f"{place}/content", problem, todo)
        schema_place = child(place, "content", content_type, "schema")
        return Body(
            content_type=content_type,
            schema=self._schemas.schema(body.prop) if body.body_type == "json" else BYTES,
            required=bool(node.get("required")),
            description=node.get("description", ""),
            document_schema=document.self_contained(schema_place) if "schema" in media else {},
            pointer=place,
        )

    def _successes(self, pointer: str, method: str) -> list[Success]:
        """Return the responses of an operation that are results."""
        found: list[Success] = []
        places = self._response_places(pointer)
        for response in self._endpoints[pointer].responses.patterns:
            statuses = response.status_code.range
            if statuses is None or not 200 <= statuses[0] < 300:
                continue
            kind = engine.response_kind(response)
            if method == "head" or statuses in {(204, 204), (205, 205)}:
                # HTTP sends no body with these, whatever the document shows.
                kind = "empty"
            fixed = {"text": TEXT, "content": BYTES, "empty": NULL}
            schema = fixed[kind] if kind in fixed else self._schemas.schema(response.prop)
            found.append(
                Success(statuses=statuses, kind=kind, schema=schema, pointer=places[statuses])
            )
        return found

    def _all_failures(self, pointer: str) -> list[Failure]:
        """Return the errors of an operation, those of one status first.

        The last one describes all other statuses: by the response `default`, or else by any model
        of the operation's own errors, or where it has none, by any that the document has.
        """
        found = list(self._failures[pointer])
        if found and found[-1].statuses is None:
            others = found.pop()
        else:
            own = [body for failure in found for body in failure.bodies]
            others = Failure(
                statuses=None, bodies=_any_of(list(dict.fromkeys(own)) or self.error_bodies)
            )
        while found and found[-1].bodies == others.bodies:
            found.pop()
        return [*found, others]

    def _described_failures(self, pointer: str) -> list[Failure]:
        """Return the errors of an operation that have a model, in the order of precedence."""
        found: list[Failure] = []
        places = self._response_places(pointer)
        for response in self._endpoints[pointer].responses:
            statuses = response.status_code.range
            kind = engine.response_kind(response)
            if (statuses is not None and statuses[0] < 400) or kind not in {"json", "text"}:
                continue
            body = (
                ErrorBody(TEXT, is_text=True) if kind == "text" else self._error_body(response.prop)
            )
            # A value that may be anything, or that is never there, is not a model.
            if body.schema.kind not in {"any", "null"}:
                found.append(Failure(statuses=statuses, bodies=(body,), pointer=places[statuses]))
        return found

    def _error_body(self, prop: Any) -> ErrorBody:
        """Return the model of an error in JSON, without Azure's envelope."""
        enveloped = self._enveloped(prop) if engine.kind_of(prop) == "object" else None
        # A null holds no error.
        schema = self._schemas.schema(prop if enveloped is None else enveloped).given
        return ErrorBody(schema, enveloped is not None)

    def _enveloped(self, prop: Any) -> Any:
        """Return what the member `error` of Azure's envelope holds; None if it is no envelope."""
        found = self._schemas.member(prop, "error")
        if found is None:
            return None
        choices = engine.choices(found)
        if not choices or any(engine.kind_of(choice) != "object" for choice in choices):
            return None
        names = {name for choice in choices for name in self._schemas.member_names(choice)}
        return None if names & _CAPITAL else found

    def _response_places(self, pointer: str) -> dict[tuple[int, int] | None, str]:
        """Return the place of each response by the status codes that it describes."""
        found: dict[tuple[int, int] | None, str] = {}
        for status in entries(self._document.at(pointer)["responses"]):
            place, _ = self._document.resolve(child(pointer, "responses", status))
            if status == "default":
                found[None] = place
            else:
                # `4XX` describes 400 to 499, and 404 describes itself.
                first, last = (int(status.upper().replace("X", digit)) for digit in "09")
                found[first, last] = place
        return found


def _any_of(bodies: list[ErrorBody] | tuple[ErrorBody, ...]) -> tuple[ErrorBody, ...]:
    """Return what an error may be that the document does not describe.

    A text model accepts every body, so it is used only if there is no JSON model.
    """
    if not bodies:
        return (ErrorBody(ANY, enveloped=True),)
    in_json = tuple(body for body in bodies if not body.is_text)
    return in_json or tuple(bodies)


def _examples(document: Document, pointer: str, method: str, node: Node) -> tuple[Example, ...]:
    """Return an example of each response: the first that the document gives."""
    found: list[Example] = []
    for status in entries(node["responses"]):
        place, response = document.resolve(child(pointer, "responses", status))
        media_type = next(iter(media_types(response.get("content", {}))), None)
        body = None
        if method == "head" or status in {"204", "205"}:
            media_type = None
        if media_type is not None:
            body = example_of(document, child(place, "content", media_type))
        found.append(Example(status=status, media_type=media_type, body=body))
    return tuple(found)


def _rate_limit(node: Node) -> RateLimit | None:
    limit = node.get("x-sdk-rate-limit")
    return None if limit is None else RateLimit(limit["burst"], limit["per-second"])


def _accept(document: Document, pointer: str, node: Node) -> str | None:
    """Return the media types to accept, errors being JSON; None if JSON is the only one."""
    found: dict[str, None] = {}
    for status in entries(node["responses"]):
        _, response = document.resolve(child(pointer, "responses", status))
        types = media_types(response.get("content", {}))
        if status.startswith("2") and types:
            found[next(filter(engine.is_readable, types), types[0])] = None
    found["application/json"] = None
    return ", ".join(found) if len(found) > 1 else None
