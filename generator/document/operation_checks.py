"""Checks servers, tags, paths, operations and their parts: that a package can be made from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from generator.document.document import Document, Node
from generator.document.keywords import keywords_at, place_of
from generator.document.pointer import child
from generator.document.support import REFUSED_KEYS, STYLES, TOKEN_SCHEMES
from generator.errors import GeneratorError
from generator.runtime._headers import REPLACEABLE, RESERVED, is_field_name

_OPERATION_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_-]*")
_HOST: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_SERVER: Final = re.compile(r"https://[A-Za-z0-9._~:/!$&'()*+,;=%-]+")
_LITERAL_PATH: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
#: Headers that the client itself sets. OpenAPI says of some that parameters for them are ignored.
_OWN_HEADERS: Final = RESERVED | REPLACEABLE
_WORD: Final = r"[a-z0-9!#$&^_.+*-]+"
_MEDIA_TYPE: Final = re.compile(rf"{_WORD}/{_WORD}( *; *{_WORD}=[A-Za-z0-9!#$&^_.+*-]+)*")
_BRACES: Final = re.compile(r"\{([^{}]*)\}")


def check_operations(document: Document) -> Iterator[GeneratorError]:
    """Yield an error for each part of the document, other than schemas, that no package has.

    Args:
        document: A document whose references can be followed.
    """
    yield from _check_servers(document)
    yield from _check_tags(document)
    yield from _check_paths(document)
    yield from _check_operation_ids(document)
    for pointer, path, _, operation in document.operations():
        if not operation.get("responses"):
            todo = "say what the operation returns"
            yield document.error(f"{pointer}/responses", "is missing", todo)
        yield from _check_keys(document, pointer, operation, "operation")
        yield from _check_security(document, pointer, operation)
        yield from _check_parameters(document, pointer, path)
        yield from _check_version(document, pointer)
    for pointer, part in document.parts():
        if "in" in part:
            yield from _check_parameter(document, pointer, part)
        yield from _check_content(document, pointer, part)


def _check_keys(
    document: Document, pointer: str, value: Node, part: str
) -> Iterator[GeneratorError]:
    for key, refusal in REFUSED_KEYS[part].items():
        if value.get(key, False) is not False:
            yield document.error(f"{pointer}/{key}", refusal.problem, refusal.todo)


def _check_servers(document: Document) -> Iterator[GeneratorError]:
    seen: set[str] = set()
    for index, server in enumerate(document.root.get("servers", ())):
        pointer, url = f"/servers/{index}", server["url"]
        host = _host(url)
        if not host:
            problem = "is not an https URL without variables, where a token can be sent"
            yield document.error(f"{pointer}/url", problem, "write one such as https://host")
        sign_in = server.get("x-sdk-sign-in-host")
        if isinstance(sign_in, str) and not _HOST.fullmatch(sign_in):
            todo = "write a name such as login.example.com"
            yield document.error(f"{pointer}/x-sdk-sign-in-host", "is not a host", todo)
        name = str(server.get("x-sdk-cloud", host))
        if name in seen:
            problem = f"the cloud {name!r} is described twice"
            yield document.error(pointer, problem, "give it another x-sdk-cloud")
        seen.add(name)


def _host(url: str) -> str:
    """Return the host of a server; an empty text if the URL must not get a token."""
    if not _SERVER.fullmatch(url) or {".", ".."} & set(url.split("/")):
        return ""
    try:
        parts = urlsplit(url)
        has_port = parts.port is None or parts.port > 0
    except ValueError:
        return ""
    host = parts.hostname or ""
    return host if has_port and _HOST.fullmatch(host) else ""


def _check_tags(document: Document) -> Iterator[GeneratorError]:
    seen: set[str] = set()
    for index, tag in enumerate(document.root.get("tags", ())):
        if tag["name"] in seen:
            problem = f"the tag {tag['name']!r} is described twice"
            yield document.error(f"/tags/{index}", problem, "describe it once")
        seen.add(tag["name"])


def _check_paths(document: Document) -> Iterator[GeneratorError]:
    if not any(document.operations()):
        yield document.error("/paths", "has no operation", "describe at least one")
    shapes: dict[str, str] = {}
    for path, item in document.paths().items():
        pointer = child("/paths", path)
        yield from _check_keys(document, pointer, item, "path item")
        literal = _BRACES.sub("x", path)
        if not _LITERAL_PATH.fullmatch(literal) or {".", ".."} & set(literal.split("/")):
            todo = "use letters, digits, -._~ and {name}, and no segment that is . or .."
            yield document.error(pointer, "is a path that cannot be sent as it is", todo)
        shape = _BRACES.sub("{}", path)
        if shape in shapes:
            problem = f"is the path {shapes[shape]!r} with other names"
            yield document.error(pointer, problem, "describe both under one path")
        shapes.setdefault(shape, path)


def _check_operation_ids(document: Document) -> Iterator[GeneratorError]:
    seen: dict[str, str] = {}
    for pointer, _, _, operation in document.operations():
        operation_id, place = operation.get("operationId"), f"{pointer}/operationId"
        if operation_id is None or not _OPERATION_ID.fullmatch(operation_id):
            todo = "name the operation with letters, digits, - and _, such as Group_Verb"
            yield document.error(place, "is missing or not a name", todo)
        elif operation_id in seen:
            todo = f"#{seen[operation_id]} has it, too: give one another name"
            yield document.error(place, f"{operation_id!r} is used twice", todo)
        else:
            seen[operation_id] = pointer


def _check_security(document: Document, pointer: str, operation: Node) -> Iterator[GeneratorError]:
    schemes = document.root.get("components", {}).get("securitySchemes", {})
    holder = pointer if "security" in operation else ""
    for requirement in document.requirements(operation):
        for name, scopes in requirement.items():
            if name not in schemes:
                todo = "declare it in #/components/securitySchemes"
                problem = f"the scheme {name!r} is not declared"
                yield document.error(f"{holder}/security", problem, todo)
                continue
            place, scheme = document.resolve(child("/components/securitySchemes", name))
            kind = scheme["type"]
            is_bearer = kind != "http" or scheme.get("scheme", "").lower() == "bearer"
            if kind not in TOKEN_SCHEMES or not is_bearer:
                todo = "use oauth2, openIdConnect or http bearer"
                yield document.error(place, "is not a bearer token", todo)
            declared = {
                scope
                for key, flow in scheme.get("flows", {}).items()
                if not key.startswith("x-")
                for scope in flow["scopes"]
            }
            for scope in scopes if kind == "oauth2" else ():
                if scope not in declared:
                    problem = f"the scheme {name!r} has no scope {scope!r}"
                    todo = f"correct it, or declare it in #{place}"
                    yield document.error(f"{holder}/security", problem, todo)


def _check_parameters(document: Document, operation: str, path: str) -> Iterator[GeneratorError]:
    """Check that the parameters of an operation fit each other and its path."""
    names = _BRACES.findall(path)
    given: list[str] = []
    headers: set[str] = set()
    for pointer, parameter in document.parameters(operation):
        name = parameter["name"]
        if parameter["in"] == "header":
            if name.lower() in headers:
                problem = f"the header {name!r} is described twice"
                yield document.error(f"{pointer}/name", problem, "leave one out")
            headers.add(name.lower())
        if parameter["in"] == "path":
            given.append(name)
            if name not in names:
                todo = "put it into the path, or leave this out"
                yield document.error(pointer, f"the path has no {{{name}}}", todo)
    for name in dict.fromkeys(names):
        if name not in given:
            problem = f"{{{name}}} in the path is not described"
            todo = "describe it among the parameters, with `in: path`"
            yield document.error(operation, problem, todo)
        elif names.count(name) > 1:
            problem = f"{{{name}}} is in the path twice"
            yield document.error(operation, problem, "use two names")


def _check_parameter(document: Document, pointer: str, parameter: Node) -> Iterator[GeneratorError]:
    """Check what a parameter says of itself."""
    place, name = parameter["in"], parameter["name"]
    yield from _check_keys(document, pointer, parameter, "parameter")
    if place not in STYLES:
        todo = "use path, query or header"
        yield document.error(f"{pointer}/in", f"{place} parameters are not supported", todo)
    elif parameter.get("style", STYLES[place]) != STYLES[place]:
        yield document.error(f"{pointer}/style", "is not supported", "leave it out")
    if place == "header" and not is_field_name(name):
        todo = "use letters, digits and -"
        yield document.error(f"{pointer}/name", f"{name!r} is not the name of a header", todo)
    if place == "header" and name.lower() in _OWN_HEADERS:
        problem = f"the client sets the header {name!r} itself"
        yield document.error(f"{pointer}/name", problem, "leave the parameter out")
    is_client = parameter.get("x-ms-parameter-location") == "client"
    if "x-sdk-environment" in parameter and not is_client:
        problem = "is read from the environment, which only a client parameter can be"
        todo = "add x-ms-parameter-location: client"
        yield document.error(pointer, problem, todo)
    if parameter.get("x-sdk-identifier") and place != "path":
        problem = "is for the ids in a path, where a slash separates two of them"
        yield document.error(f"{pointer}/x-sdk-identifier", problem, "leave it out")
    if is_client and "schema" in parameter:
        yield from _check_inline_enums(document, f"{pointer}/schema")


def _check_inline_enums(document: Document, pointer: str) -> Iterator[GeneratorError]:
    """Check that an enum of a client parameter is a component: all operations share its class."""
    for place, schema in document.schemas_in(pointer):
        if "enum" in schema:
            todo = "move the schema to #/components/schemas, and point there with $ref"
            yield document.error(f"{place}/enum", "is an enum inside a client parameter", todo)


def _check_version(document: Document, operation: str) -> Iterator[GeneratorError]:
    """Check that clients ask for the version that the document describes."""
    version = document.root["info"]["version"]
    for pointer, parameter in document.parameters(operation):
        is_version = parameter["name"].lower().replace("-", "_") == "api_version"
        is_client = parameter.get("x-ms-parameter-location") == "client"
        if not (is_version and is_client and "schema" in parameter):
            continue
        schema = f"{pointer}/schema"
        default = keywords_at(document, schema).get("default", version)
        if default != version:
            problem = f"is {default!r}, while #/info/version is {version!r}"
            todo = "let them agree: `python -m generator bump VERSION` changes both"
            yield document.error(place_of(document, schema, "default"), problem, todo)


def _check_content(document: Document, pointer: str, part: Any) -> Iterator[GeneratorError]:
    """Check the media types of a body."""
    for media_type, media in part.get("content", {}).items():
        place = child(pointer, "content", media_type)
        if not _MEDIA_TYPE.fullmatch(media_type):
            todo = "write one such as application/json, in lower case"
            yield document.error(place, "is not a media type", todo)
        if "schema" not in media:
            todo = "add one; {} allows every value"
            yield document.error(place, "has no schema", todo)
    is_body = pointer.endswith("/requestBody") or pointer.startswith("/components/requestBodies/")
    if is_body and part.get("content") == {}:
        todo = "describe it, or leave the body out"
        yield document.error(f"{pointer}/content", "has no media type", todo)
