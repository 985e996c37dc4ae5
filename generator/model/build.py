"""Makes a package out of a document: what the engine parsed, joined with what it dropped."""

from __future__ import annotations

from typing import Any, Final
from urllib.parse import urlsplit

import attrs

from generator.config import Config
from generator.document.document import (
    Document,
    Node,
    entries,
    example_of,
    media_types,
    usual_media_type,
)
from generator.document.pointer import child
from generator.model.engine import is_readable, pascal_case
from generator.model.naming import group_and_method, identifier, is_kept
from generator.model.package import (
    REPEATABLE,
    Body,
    Cloud,
    Example,
    Group,
    Operation,
    Package,
    Parameter,
)
from generator.model.parsed import Parsed
from generator.render.expressions import BYTES, NOTHING

#: In bytes; most file systems hold 255, with an ending, and some tools add a word.
_LONGEST_NAME: Final = 200
#: What a client's parameter is in all operations.
_SHARED: Final = ("name", "type", "default", "environment")

_REIDENTIFY: Final = "give it another operationId"


def build_package(document: Document, config: Config) -> Package:
    """The package to be made.

    Raises:
        GeneratorError: If no package can be made from the document.
    """
    parsed = Parsed(document)
    operations: dict[str, Operation] = {}
    for pointer, path, method, raw in document.operations():
        operations[pointer] = _operation(document, parsed, pointer, path, method, raw)
    client_parameters = _client_parameters(document, operations)
    package = Package(
        config=config,
        source=document.source,
        title=document.root["info"]["title"],
        description=document.root["info"].get("description", ""),
        api_version=document.root["info"]["version"],
        clouds=_clouds(document),
        client_parameters=client_parameters,
        groups=_groups(
            document, operations, {parameter.python_name for parameter in client_parameters}
        ),
        models=tuple(parsed.models()),
        enums=tuple(parsed.enums()),
        error_models=parsed.error_models,
    )
    parsed.check_secrets()
    _check_classes(document, parsed, package, operations)
    _check_files(document, package)
    return package


def _clouds(document: Document) -> tuple[Cloud, ...]:
    """Return the servers; the first one is the default."""
    return tuple(
        Cloud(
            name=server.get("x-sdk-cloud") or urlsplit(server["url"]).hostname or server["url"],
            url=server["url"].rstrip("/"),
            scope=server.get("x-sdk-token-scope"),
            sign_in_host=server.get("x-sdk-sign-in-host"),
            description=server.get("description", ""),
        )
        for server in document.root.get("servers", ())
    )


def _operation(
    document: Document, parsed: Parsed, pointer: str, path: str, method: str, raw: Node
) -> Operation:
    endpoint = parsed.endpoint(pointer)
    operation_id: str = raw["operationId"]
    group, method_name = group_and_method(operation_id, raw.get("tags"))
    successes = parsed.successes(endpoint)
    # HTTP answers these without a body, whatever the document shows.
    successes = [
        attrs.evolve(one, kind="empty", type=NOTHING)
        if method == "head" or one.statuses in {(204, 204), (205, 205)}
        else one
        for one in successes
    ]
    if not successes:
        todo = "describe a response with a status from 200 to 299"
        raise document.error(f"{pointer}/responses", "holds no success", todo)
    return Operation(
        operation_id=operation_id,
        group=group,
        name=identifier(document, f"{pointer}/operationId", method_name, todo=_REIDENTIFY),
        method=method.upper(),
        path=path,
        summary=raw.get("summary", ""),
        description=raw.get("description", ""),
        parameters=tuple(
            parsed.parameter(endpoint, place, parameter)
            for place, parameter in document.parameters(pointer)
        ),
        body=_body(document, parsed, pointer, endpoint),
        accept=_accept(document, pointer, raw),
        successes=tuple(successes),
        failures=tuple(parsed.failures(endpoint)),
        examples=_examples(document, pointer, method, raw),
        is_secured=document.is_secured(raw),
        is_repeatable=method in REPEATABLE or bool(raw.get("x-sdk-repeatable")),
        permission=raw.get("x-sdk-permission"),
    )


def _body(document: Document, parsed: Parsed, pointer: str, endpoint: Any) -> Body | None:
    if not endpoint.bodies:
        return None
    place, raw = document.resolve(f"{pointer}/requestBody")
    if len(raw["content"]) > 1:
        raise document.error(f"{place}/content", "offers several media types", "keep one")
    body = endpoint.bodies[0]
    ((content_type, media),) = raw["content"].items()
    if body.body_type not in {"json", "content"}:
        todo = "use application/json or application/octet-stream"
        raise document.error(
            f"{place}/content", f"the media type {content_type!r} is not made here", todo
        )
    schema_place = child(place, "content", content_type, "schema")
    schema = document.resolve(schema_place)[1] if "schema" in media else {}
    return Body(
        content_type=usual_media_type(content_type),
        type=parsed.type(body.prop) if body.body_type == "json" else BYTES,
        required=bool(raw.get("required")),
        description=raw.get("description", ""),
        schema=schema,
    )


def _examples(document: Document, pointer: str, method: str, raw: Node) -> tuple[Example, ...]:
    """An example of each answer: the first that the document gives."""
    found: list[Example] = []
    for status in entries(raw["responses"]):
        place, response = document.resolve(child(pointer, "responses", status))
        content = response.get("content", {})
        media_type = next(iter(media_types(content)), None)
        body = None
        if method == "head" or status in {"204", "205"}:
            media_type = None
        if media_type is not None:
            body = _answer(document, child(place, "content", media_type))
            media_type = usual_media_type(media_type)
        found.append(Example(status=status, media_type=media_type, body=body))
    return tuple(found)


def _answer(document: Document, pointer: str) -> Any:
    """The example of a body: that of its media type, or else of its schema."""
    media = document.at(pointer)
    for name in media.get("examples", {}):
        return document.resolve(child(pointer, "examples", name))[1].get("value")
    if "example" in media or "schema" not in media:
        return media.get("example")
    return example_of(document.resolve(f"{pointer}/schema")[1])


def _accept(document: Document, pointer: str, raw: Node) -> str | None:
    """What to ask for besides JSON, which errors are made of; None where JSON is all."""
    found: dict[str, None] = {}
    for status in entries(raw["responses"]):
        _, response = document.resolve(child(pointer, "responses", status))
        types = media_types(response.get("content", {}))
        if status.startswith("2") and types:
            found[usual_media_type(next(filter(is_readable, types), types[0]))] = None
    found["application/json"] = None
    return ", ".join(found) if len(found) > 1 else None


def _client_parameters(
    document: Document, operations: dict[str, Operation]
) -> tuple[Parameter, ...]:
    found: dict[str, Parameter] = {}
    for pointer, operation in operations.items():
        for parameter in operation.parameters:
            if parameter.is_client:
                known = found.setdefault(parameter.python_name, parameter)
                if any(getattr(known, part) != getattr(parameter, part) for part in _SHARED):
                    problem = (
                        f"the client parameter {parameter.name!r} is not the same in all operations"
                    )
                    raise document.error(
                        pointer, problem, "move it to #/components/parameters and refer to it"
                    )
    return tuple(found.values())


def _groups(
    document: Document, operations: dict[str, Operation], taken: set[str]
) -> tuple[Group, ...]:
    descriptions = {
        tag["name"]: tag.get("description", "") for tag in document.root.get("tags", ())
    }
    members: dict[str, list[Operation]] = {}
    titles: dict[str, str] = {}
    methods: set[str] = set()
    for pointer, operation in operations.items():
        place, todo = _naming_group(document, pointer)
        name = identifier(document, place, operation.group, todo=todo)
        titles.setdefault(name, operation.group)
        if name in taken | {"close"}:
            problem = f"its group {name!r} has the name of a member of the client"
            raise document.error(place, problem, todo)
        for method in (f"{name}.{operation.name}", f"{name}.{operation.name}_detailed"):
            if method in methods:
                problem = f"another operation has the name {method!r} in Python"
                raise document.error(f"{pointer}/operationId", problem, _REIDENTIFY)
            methods.add(method)
        members.setdefault(name, []).append(operation)
    return tuple(
        Group(
            name=name,
            class_name=f"{pascal_case(titles[name])}Operations",
            description=descriptions.get(titles[name], ""),
            operations=tuple(members[name]),
        )
        for name in members
    )


def _naming_group(document: Document, operation: str) -> tuple[str, str]:
    """The place that names the group of an operation, and how to name it otherwise."""
    if document.at(operation).get("tags"):
        return f"{operation}/tags/0", "choose another tag"
    return f"{operation}/operationId", _REIDENTIFY


def _check_files(document: Document, package: Package) -> None:
    """Refuses names that no file system holds."""
    names = [group.name for group in package.groups]
    names += [operation.name for operation in package.operations]
    names += [model.module for model in package.models]
    names += [enum.module for enum in package.enums]
    for name in names:
        if len(name.encode()) > _LONGEST_NAME:
            problem = f"an operation, a tag or a schema makes a file of the name {name!r}"
            raise document.error("", problem, "choose a shorter name")


def _check_classes(
    document: Document, parsed: Parsed, package: Package, operations: dict[str, Operation]
) -> None:
    """Refuses classes and modules of one name; the engine compares some of them only."""
    made: list[tuple[str, str, str, str]] = []
    pointers = {operation.operation_id: pointer for pointer, operation in operations.items()}
    for group in package.groups:
        naming = _naming_group(document, pointers[group.operations[0].operation_id])
        made += [("class", f"{word}{group.class_name}", *naming) for word in ("", "Async")]
    for name, module, place in parsed.classes():
        todo = "rename the schema, or give it a title"
        made += [("class", name, place, todo), ("module", module, place, todo)]
    seen: set[tuple[str, str]] = set()
    for kind, name, place, todo in made:
        if not is_kept(name):
            problem = f"makes a {kind} of the name {name!r}, which Python does not keep as it is"
            raise document.error(place, problem, todo)
        if (kind, name) in seen:
            problem = f"makes a {kind} of the name {name!r}, as another schema or group does"
            raise document.error(place, problem, todo)
        seen.add((kind, name))
