"""The part of OpenAPI that a package can be made from: checks that a document stays within it.

What is refused here is allowed by the specification. A package would leave it out without a word,
though, or could not do it safely.
"""

from __future__ import annotations

import re
from typing import Any, Final
from urllib.parse import urlsplit

from generator.document.document import Document
from generator.document.keywords import check_schema
from generator.document.pointer import child
from generator.runtime._headers import REPLACEABLE, RESERVED

#: Extensions that the generator reads, with the values that they may have, and where.
EXTENSIONS: Final[dict[str, tuple[type | tuple[str, ...], tuple[str, ...]]]] = {
    "x-sdk-cloud": (str, ("server",)),
    "x-sdk-token-scope": (str, ("server",)),
    "x-sdk-sign-in-host": (str, ("server",)),
    "x-sdk-repeatable": (bool, ("operation",)),
    "x-sdk-permission": (str, ("operation",)),
    "x-sdk-environment": (str, ("parameter",)),
    "x-ms-parameter-location": (("client", "method"), ("parameter",)),
    "x-ms-client-name": (str, ("parameter", "property")),
    "x-ms-secret": (bool, ("parameter", "property", "schema")),
}

#: What may stand beside a `$ref`: all else would be lost.
_BESIDE_REF: Final = frozenset({"$ref", "summary", "description", "deprecated", "x-ms-client-name"})

#: Below these keys stands data, in which a `$ref` or an extension means nothing.
_DATA: Final = frozenset({"example", "examples", "default", "const", "enum"})

#: What is below these keys stands under names of the document's own, not under OpenAPI's keys.
_MAPS: Final = frozenset(
    {"$defs", "content", "dependentSchemas", "headers", "parameters", "paths", "patternProperties"}
    | {"properties", "requestBodies", "responses", "schemas", "scopes", "securitySchemes"}
)

#: What a reference below these keys leads to; elsewhere it leads to a schema.
_KINDS: Final = {
    kind: kind
    for kind in ("callbacks", "headers", "links", "parameters", "requestBodies", "responses")
} | {"requestBody": "requestBodies", "securitySchemes": "securitySchemes", "paths": "pathItems"}

_OPERATION_ID: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]+")
_HOST: Final = re.compile(r"[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]+)*\.?")
_SERVER: Final = re.compile(r"https://[A-Za-z0-9._~:/\[\]!$&'()*+,;=%-]+")
_LITERAL_PATH: Final = re.compile(r"[A-Za-z0-9._~!$&'()*+,;=:@/-]*")
#: Headers that the client itself sets. OpenAPI says of some that parameters for them are ignored.
_OWN_HEADERS: Final = RESERVED | REPLACEABLE
_WORD: Final = r"[A-Za-z0-9!#$&^_.+*-]+"
_MEDIA_TYPE: Final = re.compile(
    rf"{_WORD}/{_WORD}( *; *{_WORD}=({_WORD}|\"[A-Za-z0-9_ .,:/+-]*\"))*"
)


def check_subset(document: Document) -> None:
    """Checks that a package can be made from all that a document says.

    Raises:
        GeneratorError: If it cannot.
    """
    _check_marks(document, "", document.root, places=_places(document))
    _check_servers(document)
    _check_tags(document)
    _check_operations(document)
    _check_version(document)
    for pointer, part in document.parts():
        _check_media_types(document, pointer, part)
    for pointer, schema in document.schemas():
        check_schema(document, pointer, schema)
    _check_circles(document)


def _check_version(document: Document) -> None:
    """Checks that clients ask for the version that the document, and so the package, speaks of."""
    version = document.root["info"]["version"]
    for operation, _, _, _ in document.operations():
        for pointer, parameter in document.parameters(operation):
            is_version = parameter["name"].lower().replace("-", "_") == "api_version"
            if not (is_version and parameter.get("x-ms-parameter-location") == "client"):
                continue
            place, schema = document.resolve(f"{pointer}/schema")
            default = schema.get("default", version) if isinstance(schema, dict) else version
            if default != version:
                problem = f"is {default!r}, while #/info/version is {version!r}"
                todo = "let them agree: `python -m generator bump VERSION` moves both"
                raise document.error(f"{place}/default", problem, todo)


def _places(document: Document) -> dict[str, str]:
    """What stands at the places in a document where extensions have an effect."""
    found = {
        f"/servers/{index}": "server" for index in range(len(document.root.get("servers", ())))
    }
    found |= {pointer: "operation" for pointer, *_ in document.operations()}
    found |= {pointer: "parameter" for pointer, value in document.parts() if "in" in value}
    for pointer, schema in document.schemas():
        found.setdefault(pointer, "schema")
        for name in schema.get("properties", ()):
            found[child(pointer, "properties", name)] = "property"
    return found


def _check_marks(
    document: Document,
    pointer: str,
    value: Any,
    *,
    places: dict[str, str],
    kind: str = "schemas",
    is_map: bool = False,
) -> None:
    """Checks extensions and references, wherever they stand.

    Args:
        document: The document.
        pointer: A place in it.
        value: What stands there.
        places: What stands at the places where extensions have an effect.
        kind: What a reference there has to lead to, as the components name it.
        is_map: Whether the keys there are names of the document's own.
    """
    if isinstance(value, dict):
        if not is_map and "$ref" in value:
            _check_reference(document, pointer, value, kind)
        for key, member in value.items():
            here = child(pointer, key)
            if is_map:
                _check_marks(document, here, member, places=places, kind=kind)
                continue
            _check_extension(document, here, key, member, places.get(pointer))
            if key not in _DATA:
                below, names = _KINDS.get(key, "schemas"), key in _MAPS
                _check_marks(document, here, member, places=places, kind=below, is_map=names)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            _check_marks(document, child(pointer, index), item, places=places, kind=kind)


def _check_reference(document: Document, pointer: str, value: Any, kind: str) -> None:
    document.resolve(pointer)
    if not re.fullmatch(f"#/components/{kind}/[^/]+", value["$ref"]):
        problem = f"$ref {value['$ref']!r} leads to no place that is read from here"
        raise document.error(pointer, problem, f"point to #/components/{kind}/Name")
    for key in sorted(value.keys() - _BESIDE_REF):
        todo = "move it to what the $ref names"
        raise document.error(child(pointer, key), "beside a $ref is lost", todo)


def _check_extension(
    document: Document, pointer: str, key: str, value: Any, place: str | None
) -> None:
    if key.startswith("x-sdk-") and key not in EXTENSIONS:
        todo = f"use one of {', '.join(name for name in EXTENSIONS if name.startswith('x-sdk-'))}"
        raise document.error(pointer, "is no extension of this generator", todo)
    if key not in EXTENSIONS:
        return
    allowed, places = EXTENSIONS[key]
    if isinstance(allowed, tuple) and value not in allowed:
        raise document.error(pointer, f"is not {' or '.join(allowed)}", "correct it")
    if isinstance(allowed, type) and (type(value) is not allowed or value == ""):
        raise document.error(
            pointer, f"is not {'true or false' if allowed is bool else 'a name'}", "correct it"
        )
    if place not in places:
        todo = f"move it to the {' or the '.join(places)} that it is about"
        raise document.error(pointer, "has no effect here", todo)


def _check_servers(document: Document) -> None:
    seen: set[str] = set()
    for index, server in enumerate(document.root.get("servers", ())):
        pointer = f"/servers/{index}"
        url = server["url"]
        is_plain = _SERVER.fullmatch(url) and {".", ".."}.isdisjoint(url.split("/"))
        if not is_plain or not _host(url):
            todo = "write https://host, without variables"
            raise document.error(f"{pointer}/url", "is no place to send a token to", todo)
        if not _HOST.fullmatch(server.get("x-sdk-sign-in-host", "any")):
            todo = "write a name such as login.example.com"
            raise document.error(f"{pointer}/x-sdk-sign-in-host", "is no host", todo)
        name = server.get("x-sdk-cloud", _host(url))
        if name in seen:
            raise document.error(
                pointer, f"the cloud {name!r} is there twice", "give it another x-sdk-cloud"
            )
        seen.add(name)


def _check_tags(document: Document) -> None:
    seen: set[str] = set()
    for index, tag in enumerate(document.root.get("tags", ())):
        if tag["name"] in seen:
            problem = f"the tag {tag['name']!r} is there twice"
            raise document.error(f"/tags/{index}", problem, "describe it once")
        seen.add(tag["name"])


def _host(url: str) -> str | None:
    try:
        parts = urlsplit(url)
        is_place = parts.port is None or parts.port
    except ValueError:
        return None
    host = parts.hostname or ""
    # The address of an IPv6 host was checked when it was split.
    return host if is_place and (_HOST.fullmatch(host) or ":" in host) else None


def _check_operations(document: Document) -> None:
    operations = list(document.operations())
    if not operations:
        raise document.error("/paths", "holds no operation", "describe at least one")
    shapes: dict[str, str] = {}
    for path, item in document.paths().items():
        _check_path(document, child("/paths", path), path, item)
        shape = re.sub(r"\{[^{}]*\}", "{}", path)
        if shape in shapes:
            todo = "describe both under one path"
            raise document.error(
                child("/paths", path), f"is the path {shapes[shape]!r} with other names", todo
            )
        shapes[shape] = path
    seen: dict[str, str] = {}
    for pointer, path, _, operation in operations:
        operation_id = operation.get("operationId")
        if operation_id is None or not _OPERATION_ID.fullmatch(operation_id):
            todo = "name the operation with letters, digits and _, such as Group_Verb"
            raise document.error(f"{pointer}/operationId", "is missing or no name", todo)
        if operation_id in seen:
            todo = f"{seen[operation_id]} has it too: give one another name"
            raise document.error(f"{pointer}/operationId", f"{operation_id!r} is there twice", todo)
        seen[operation_id] = f"#{pointer}"
        if not operation.get("responses"):
            raise document.error(
                f"{pointer}/responses", "is missing", "say what the operation answers"
            )
        if "servers" in operation:
            raise document.error(
                f"{pointer}/servers", "is not made here", "move it to the document's servers"
            )
        _check_security(document, pointer, operation)
        _check_parameters(document, pointer, path)


def _check_path(document: Document, pointer: str, path: str, item: Any) -> None:
    for key in ("$ref", "servers"):
        if key in item:
            raise document.error(
                f"{pointer}/{key}", "of a path is not made here", "write it out where it belongs"
            )
    literal = re.sub(r"\{[^{}]*\}", "x", path)
    if not _LITERAL_PATH.fullmatch(literal) or {".", ".."} & set(literal.split("/")):
        todo = "use letters, digits, -._~ and {name}, and no segment of dots only"
        raise document.error(pointer, "is no path that is sent as it stands", todo)


def _check_security(document: Document, pointer: str, operation: Any) -> None:
    schemes = document.root.get("components", {}).get("securitySchemes", {})
    for requirement in document.requirements(operation):
        for name, scopes in requirement.items():
            if name not in schemes:
                todo = "declare it in #/components/securitySchemes"
                raise document.error(
                    f"{pointer}/security", f"the scheme {name!r} is not declared", todo
                )
            place, scheme = document.resolve(child("/components/securitySchemes", name))
            bearer = scheme["type"] == "http" and scheme.get("scheme", "").lower() == "bearer"
            if not bearer and scheme["type"] not in {"oauth2", "openIdConnect"}:
                raise document.error(
                    place, "is no bearer token", "use oauth2, openIdConnect or http bearer"
                )
            flows = scheme.get("flows", {}).items()
            declared = {one for key, flow in flows if key[:2] != "x-" for one in flow["scopes"]}
            for scope in scopes if scheme["type"] == "oauth2" else ():
                if scope not in declared:
                    problem = f"the scheme {name!r} has no scope {scope!r}"
                    raise document.error(
                        f"{pointer}/security", problem, f"correct it, or declare it in #{place}"
                    )


def _check_parameters(document: Document, operation: str, path: str) -> None:
    names = re.findall(r"\{([^{}]*)\}", path)
    given: list[str] = []
    headers: set[str] = set()
    for pointer, parameter in document.parameters(operation):
        place, name = parameter["in"], parameter["name"]
        if place == "cookie":
            raise document.error(pointer, "is a cookie parameter", "use path, query or header")
        if "schema" not in parameter:
            raise document.error(pointer, "has no schema", "describe its values in `schema`")
        usual = "form" if place == "query" else "simple"
        if parameter.get("style", usual) != usual:
            raise document.error(f"{pointer}/style", "is not made here", "leave it out")
        if parameter.get("allowReserved"):
            raise document.error(f"{pointer}/allowReserved", "is not made here", "leave it out")
        if (
            "x-sdk-environment" in parameter
            and parameter.get("x-ms-parameter-location") != "client"
        ):
            todo = "add x-ms-parameter-location: client"
            raise document.error(
                pointer, "only a client parameter is read from the environment", todo
            )
        if place == "header":
            if not _HEADER.fullmatch(name) or name.lower() in {*_OWN_HEADERS, *headers}:
                raise document.error(
                    f"{pointer}/name",
                    f"{name!r} is no header of an operation's own, or twice there",
                    "leave it out",
                )
            headers.add(name.lower())
        if place == "path":
            given.append(name)
            if name not in names:
                raise document.error(
                    pointer, f"the path has no {{{name}}}", "put it there, or leave this out"
                )
    for name in names:
        if name not in given or names.count(name) > 1:
            todo = "describe it once among the parameters, with `in: path`"
            raise document.error(
                operation, f"{{{name}}} in the path is no parameter, or twice there", todo
            )


def _check_media_types(document: Document, pointer: str, part: Any) -> None:
    for media_type in part.get("content", ()):
        if not _MEDIA_TYPE.fullmatch(media_type):
            raise document.error(
                child(pointer, "content", media_type),
                "is no media type",
                "write one such as application/json",
            )
    is_body = pointer.endswith("/requestBody") or pointer.startswith("/components/requestBodies/")
    if is_body and part.get("content") == {}:
        todo = "describe it, or leave the body out"
        raise document.error(f"{pointer}/content", "offers no media type", todo)


def _check_circles(document: Document) -> None:
    """Checks that no array or union holds itself; with an object between, which is a class, it may.

    Raises:
        GeneratorError: If one does.
    """
    done: set[str] = set()

    def visit(pointer: str, above: tuple[str, ...]) -> None:
        place, schema = document.resolve(pointer)
        if place in above:
            todo = "make one of them a property of an object"
            raise document.error(place, "holds itself, with no object between", todo)
        if place in done or not isinstance(schema, dict) or "properties" in schema:
            return
        inner = [f"{place}/items"] if "items" in schema else []
        for union in ("anyOf", "oneOf"):
            inner += [f"{place}/{union}/{index}" for index in range(len(schema.get(union, ())))]
        for one in inner:
            visit(one, (*above, place))
        done.add(place)

    for pointer in document.schema_roots():
        visit(pointer, ())
