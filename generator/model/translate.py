"""Translates a document into the model of its package."""

from __future__ import annotations

import re
from typing import Final
from urllib.parse import urlsplit

from generator.config import Config
from generator.document.document import Document, Node
from generator.document.notes import notes
from generator.model import engine
from generator.model.command import check_command
from generator.model.naming import (
    REIDENTIFY,
    check_names,
    group_of,
    is_kept,
    place_of_group,
)
from generator.model.operations import Operations
from generator.model.package import Cloud, ConfigFile, Group, Operation, Package, Parameter
from generator.model.reserved import CLIENT_MEMBERS
from generator.model.schemas import Schemas

#: In bytes. Most file systems hold 255, with an ending, and some tools add a word.
_LONGEST_NAME: Final = 200
_VARIABLE: Final = re.compile(r"\{([^{}]*)\}")
#: What has to be the same for a client's parameter in all operations.
_SHARED: Final = ("name", "schema", "default", "environment", "config_key")


def translate(document: Document, config: Config) -> Package:
    """Return the model of the package that a document describes.

    Args:
        document: A document that `document.reading` has checked.
        config: Names and versions of the package.

    Raises:
        GeneratorError: If no package can be made from the document.
    """
    check_names(document)
    parsed = engine.parse(document)
    schemas = Schemas(document, parsed)
    translated = Operations(document, parsed, schemas)
    operations = translated.all()
    client_parameters = _client_parameters(document, operations)
    info: Node = document.root["info"]
    package = Package(
        config=config,
        source=document.source,
        title=info["title"],
        description=info.get("description", ""),
        api_version=info["version"],
        clouds=_clouds(document),
        client_parameters=client_parameters,
        config_file=_config_file(document, operations),
        groups=_groups(
            document, operations, {parameter.python_name for parameter in client_parameters}
        ),
        models=tuple(schemas.models()),
        enums=tuple(schemas.enums()),
        error_bodies=translated.error_bodies,
        notes=tuple(notes(document)),
    )
    schemas.check_secrets()
    _check_classes(document, package)
    _check_files(document, package)
    check_command(document, package)
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
            is_named="x-sdk-cloud" in server,
            pointer=f"/servers/{index}",
        )
        for index, server in enumerate(document.root.get("servers", ()))
    )


def _client_parameters(document: Document, operations: list[Operation]) -> tuple[Parameter, ...]:
    """Return each parameter of the client once, which all operations have to describe alike."""
    found: dict[str, Parameter] = {}
    for operation in operations:
        for parameter in operation.parameters:
            if not parameter.is_client:
                continue
            known = found.setdefault(parameter.python_name, parameter)
            if any(getattr(known, part) != getattr(parameter, part) for part in _SHARED):
                name = parameter.name
                problem = f"the client parameter {name!r} is not the same in all operations"
                todo = "move it to #/components/parameters and refer to it"
                raise document.error(operation.pointer, problem, todo)
    return tuple(found.values())


def _config_file(document: Document, operations: list[Operation]) -> ConfigFile | None:
    """Return the config file, with each parameter that it gives once."""
    if "x-sdk-config-file" not in document.root:
        return None
    marks: Node = document.root["x-sdk-config-file"]
    found: dict[str, Parameter] = {}
    for operation in operations:
        for parameter in operation.parameters:
            known = found.setdefault(parameter.python_name, parameter)
            if known.config_key != parameter.config_key:
                problem = f"the parameter {parameter.name!r} has another key in other operations"
                todo = "move it to #/components/parameters and refer to it"
                raise document.error(operation.pointer, problem, todo)
    keyed = tuple(one for one in found.values() if one.config_key is not None)
    id_key: str | None = marks.get("id-key")
    id_paths = {_id_path(operation.path, keyed) for operation in operations} - {None}
    if id_key is not None and len(id_paths) != 1:
        problem = "needs one resource id that starts the paths and contains all keyed parameters"
        raise document.error("/x-sdk-config-file/id-key", problem, "correct them, or leave it out")
    return ConfigFile(
        names=tuple(marks["names"]),
        parameters=keyed,
        id_key=id_key,
        id_path=id_paths.pop() if id_key is not None else None,
    )


def _id_path(path: str, keyed: tuple[Parameter, ...]) -> str | None:
    """Return the shortest start of a path that contains all parameters of the config file.

    It has the names of arguments. None means that another parameter stands before the last one.
    """
    names = {one.name: one.python_name for one in keyed}
    parts = _VARIABLE.split(path)
    start = parts[: 2 * len(names)]
    if sorted(start[1::2]) != sorted(names):
        return None
    return "".join(
        f"{literal}{{{names[name]}}}" for literal, name in zip(start[::2], start[1::2], strict=True)
    )


def _groups(document: Document, operations: list[Operation], taken: set[str]) -> tuple[Group, ...]:
    """Return the groups of operations.

    Args:
        document: The document.
        operations: All operations, in the document's order.
        taken: Names of the client's other attributes.
    """
    tags = {tag["name"]: tag.get("description", "") for tag in document.root.get("tags", ())}
    members: dict[str, list[Operation]] = {}
    methods: set[str] = set()
    for operation in operations:
        name = operation.group
        if name in taken | CLIENT_MEMBERS:
            place, todo = place_of_group(document, operation.pointer)
            problem = f"its group {name!r} has the name of a member of the client"
            raise document.error(place, problem, todo)
        for method in (f"{name}.{method}" for method in operation.methods):
            if method in methods:
                problem = f"another operation has the name {method!r} in Python"
                raise document.error(f"{operation.pointer}/operationId", problem, REIDENTIFY)
            methods.add(method)
        members.setdefault(name, []).append(operation)
    groups: list[Group] = []
    for name, own in members.items():
        title = group_of(document, own[0].pointer)
        described = (title, *document.at(own[0].pointer).get("tags", ()))
        groups.append(
            Group(
                name=name,
                class_name=f"{engine.pascal_case(title)}Operations",
                description=next(filter(None, map(tags.get, described)), ""),
                operations=tuple(own),
            )
        )
    return tuple(groups)


def _check_files(document: Document, package: Package) -> None:
    """Refuse names that no file system holds."""
    names = [group.name for group in package.groups]
    names += [operation.name for operation in package.operations]
    names += [one.module for one in package.classes]
    for name in names:
        if len(name.encode()) > _LONGEST_NAME:
            problem = f"the name of a file, {name!r}, is longer than {_LONGEST_NAME} bytes"
            todo = "shorten the operationId, the tag or the name of the schema"
            raise document.error("", problem, todo)


def _check_classes(document: Document, package: Package) -> None:
    """Refuse two classes or modules of one name; the engine compares some of them only."""
    made: list[tuple[str, str, str, str]] = []
    for group in package.groups:
        place = place_of_group(document, group.operations[0].pointer)
        made += [("class", f"{prefix}{group.class_name}", *place) for prefix in ("", "Async")]
    for one in package.classes:
        todo = "rename the schema, or give it a title"
        made += [("class", one.name, one.pointer, todo), ("module", one.module, one.pointer, todo)]
    seen: set[tuple[str, str]] = set()
    for kind, name, pointer, todo in made:
        if not is_kept(name):
            problem = f"makes a {kind} of the name {name!r}, which Python changes when it reads it"
            raise document.error(pointer, problem, todo)
        if (kind, name) in seen:
            problem = f"makes a {kind} of the name {name!r}, as another schema or group does"
            raise document.error(pointer, problem, todo)
        seen.add((kind, name))
