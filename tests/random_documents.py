"""Random documents, each with values that its models accept."""

from __future__ import annotations

import contextlib
import json
import re
import string
from collections.abc import Iterator
from typing import Any, Final, TypeAlias

import attrs
from hypothesis import HealthCheck, Phase, assume, settings
from hypothesis import strategies as st

from generator.errors import GeneratorError
from generator.model.engine import pascal_case
from generator.model.reserved import CLASSES as RESERVED_CLASSES
from tests.small_documents import minimal

Schema: TypeAlias = dict[str, Any]
#: A schema, and the values that it allows.
Described: TypeAlias = tuple[Schema, st.SearchStrategy[Any]]


def few_examples(few: int, *phases: Phase) -> settings:
    """Return settings with which a test gets a few documents, the same each time.

    With `--hypothesis-profile=long` they are others each time, and fifty times as many.
    """
    is_long = settings.get_current_profile_name() == "long"
    return settings(
        max_examples=few * 50 if is_long else few,
        derandomize=not is_long,
        database=None,
        # Without a deadline, because the machine may be busy.
        deadline=None,
        suppress_health_check=list(HealthCheck),
        phases=phases or tuple(Phase),
    )


@contextlib.contextmanager
def skip_name_collisions() -> Iterator[None]:
    """Skip a document in which two names are equal in Python.

    That is all that chance may bring of what is refused.
    """
    try:
        yield
    except GeneratorError as error:
        assume(not re.search(r"\bin Python\b|\bof the name\b", error.problem))
        raise


#: The value of every secret.
CANARY: Final = "s3cret-c4nary"
#: Text that would change the code if it were not escaped.
HOSTILE: Final = [
    '"""\nimport os',
    "'''",
    "ends in a backslash\\",
    'ends in a quotation mark"',
    "{name} {0} {{ 7 * 7 }} {% raw %}",
    "# type: ignore",
    "../../etc",
    "a\u200fb\u2028c\x00d\x85e\r\nf",
    "\\N{BULLET} \\x41 \\",
    "largest " * 40,
    "Args:\n    x: y\n\n  - item\n    1. more",
]
#: Controls that change the direction of writing, which a document must not hold.
_ORDER: Final = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_CHARACTERS: Final = st.characters(exclude_categories=["Cs"], exclude_characters=_ORDER)
TEXT: Final = st.one_of(st.text(_CHARACTERS, max_size=30), st.sampled_from(HOSTILE))
#: Text where the document must not hold hidden characters, nor words of several scripts.
PLAIN_TEXT: Final = TEXT.filter(str.isascii)
# fmt: off
#: Names with a meaning in Python, in a template or in the runtime.
_LOADED: Final = [
    "class", "None", "self", "cls", "id", "type", "str", "int", "dict", "list", "datetime", "date",
    "UUID", "Any", "Self", "Mapping", "members", "lenient", "value", "data", "request", "answer",
    "print", "client", "credential", "timeout", "body", "x-y", "a.b", "$ref", "1st", "_x", "größe",
    "fooBar", "FOO_BAR", "api-version", "Literal",
]
_CLASSES: Final = [
    "Thing", "Any", "Client", "str", "List", "thing-2", "datetime", "Self", "Response",
    "error.Detail", "Mapping", "_Part", "Exception", "UUID", "SecretStr", "Literal", "None",
    "Group",
]
_HEADER_OR_ARGUMENT: Final = [
    "skip", "top", "x-y", "If-Match", "class", "request", "url", "self", "client", "id", "$filter",
    "datetime", "str", "type", "json", "answer",
]
# fmt: on
NAMES: Final = st.one_of(
    st.text(string.ascii_letters, min_size=1, max_size=8), st.sampled_from(_LOADED)
)


def _scalars(*, is_secret_too: bool = True) -> st.SearchStrategy[Described]:
    """Return a strategy of scalar schemas."""
    dates = st.dates().map(lambda value: value.isoformat())
    times = st.datetimes(timezones=st.just(None)).map(lambda value: f"{value.isoformat()}+00:00")
    words = st.sampled_from(["red", "green", "on hold"])
    pairs: list[Described] = [
        ({"type": "string"}, TEXT),
        ({"type": "string", "pattern": "^[a-z]+$"}, st.text(string.ascii_lowercase, min_size=1)),
        ({"type": "string", "minLength": 1, "maxLength": 9}, st.text("ab", min_size=1, max_size=9)),
        ({"type": "string", "format": "date"}, dates),
        ({"type": "string", "format": "date-time"}, times),
        ({"type": "string", "format": "uuid"}, st.uuids().map(str)),
        ({"type": "string", "format": "weird"}, TEXT),
        ({"type": "integer", "minimum": -5, "maximum": 5}, st.integers(-5, 5)),
        ({"type": "integer", "format": "int64", "multipleOf": 2}, st.sampled_from([-2, 0, 8])),
        ({"type": "number"}, st.floats(allow_nan=False, allow_infinity=False)),
        ({"type": "number", "exclusiveMinimum": 0}, st.floats(0.5, 9)),
        ({"type": "boolean"}, st.booleans()),
        ({"enum": ["red", "green", "on hold"]}, words),
        ({"type": "string", "enum": ["red", "green", "on hold"]}, words),
        ({"enum": ["red", "", "Blue!", None]}, st.sampled_from(["red", "", None])),
        ({"enum": [1, 2, -3]}, st.sampled_from([1, 2, -3])),
        (
            {
                "type": "integer",
                "enum": [7],
                "x-ms-enum": {"values": [{"value": 7, "name": "mro"}]},
            },
            st.just(7),
        ),
        ({"const": "fixed"}, st.just("fixed")),
        ({"const": 3}, st.just(3)),
        ({"const": True}, st.just(True)),
        ({"type": ["string", "integer"]}, st.one_of(TEXT, st.integers())),
        ({"oneOf": [{"type": "boolean"}, {"type": "string", "format": "date"}]}, st.booleans()),
        ({"anyOf": [{"enum": ["x", "y"]}, {"type": "number"}]}, st.sampled_from(["x", "y", 2.5])),
    ]
    if is_secret_too:
        pairs += [
            ({"type": "string", "x-ms-secret": True}, st.just(CANARY)),
            ({"type": "string", "format": "password", "minLength": 1}, st.just(CANARY)),
        ]
    return st.sampled_from(pairs)


def _nullable(described: Described) -> Described:
    """Return the same schema, which also accepts null."""
    schema, values = described
    kind = schema.get("type")
    if isinstance(kind, str) and "enum" not in schema:
        schema = {**schema, "type": [kind, "null"]}
    elif schema:
        schema = {"anyOf": [schema, {"type": "null"}]}
    return schema, st.one_of(st.none(), values)


@attrs.frozen
class RandomDocument:
    """A random document.

    Attributes:
        root: The document.
        values: For the name of each class for objects a JSON object that it reads.
    """

    root: dict[str, Any]
    values: dict[str, Any]


@st.composite
def _schemas(draw: st.DrawFn, known: dict[str, Described], depth: int = 2) -> Described:
    """Draw a schema of any kind; `known` are the components that it may refer to."""
    kinds = ["scalar"] * 3 + ["scalar or null", "anything", "array", "array or null"]
    kinds += ["object", "object or null", "object or string"] if depth else []
    kinds += ["reference", "reference or null", "alias"] if known else []
    kind = draw(st.sampled_from(kinds))
    if kind == "scalar":
        return draw(_scalars())
    if kind == "scalar or null":
        return _nullable(draw(_scalars()))
    if kind == "anything":
        return {}, st.one_of(st.integers(), TEXT, st.lists(st.integers(), max_size=2))
    if kind.startswith("array"):
        items, values = draw(_schemas(known, depth - 1)) if depth else draw(_scalars())
        found = {"type": "array", "items": items, "maxItems": 3}, st.lists(values, max_size=3)
        return found if kind == "array" else _nullable(found)
    if kind.startswith("object"):
        schema, values = draw(_objects(known, depth - 1))
        if kind == "object or string":
            return {"oneOf": [schema, {"type": "string"}]}, st.one_of(TEXT, values)
        return (schema, values) if kind == "object" else _nullable((schema, values))
    name = draw(st.sampled_from(sorted(known)))
    reference: Schema = {"$ref": f"#/components/schemas/{name}"}
    if kind == "alias":
        return {"allOf": [reference]}, known[name][1]
    described = (reference, known[name][1])
    return described if kind == "reference" else _nullable(described)


@st.composite
def _objects(draw: st.DrawFn, known: dict[str, Described], depth: int = 2) -> Described:
    """Draw the schema of an object."""
    names = draw(st.lists(NAMES, max_size=4, unique=True))
    properties: dict[str, Any] = {}
    values: dict[str, st.SearchStrategy[Any]] = {}
    for name in names:
        schema, values[name] = draw(_schemas(known, depth))
        # A description may stand beside a $ref.
        properties[name] = {**schema, **draw(_words())}
    required = [name for name in names if draw(st.booleans())]
    schema = {"type": "object", "properties": properties, **draw(_words())}
    if required:
        schema["required"] = required
    more: st.SearchStrategy[Any] = st.just({})
    if draw(st.booleans()):
        inner, others = draw(
            st.one_of(st.just((False, None)), st.just((True, None)), _schemas(known, 0))
        )
        schema["additionalProperties"] = inner
        if others is not None:
            # No property has such a name.
            more = st.dictionaries(st.sampled_from(["~1", "~2"]), others, max_size=2)
    return schema, _members(values, required, more)


@st.composite
def _members(
    draw: st.DrawFn,
    values: dict[str, st.SearchStrategy[Any]],
    required: list[str],
    more: st.SearchStrategy[dict[str, Any]],
) -> dict[str, Any]:
    """Draw a value of an object. An optional member is there or missing, but never null."""
    found = {
        name: draw(of) for name, of in values.items() if name in required or draw(st.booleans())
    }
    known = {name: one for name, one in found.items() if name in required or one is not None}
    return known | draw(more)


@st.composite
def _words(draw: st.DrawFn) -> dict[str, str]:
    return {"description": draw(TEXT)} if draw(st.booleans()) else {}


@st.composite
def _components(draw: st.DrawFn) -> dict[str, Described]:
    """Draw component schemas; later ones may refer to earlier ones, or extend them."""
    known: dict[str, Described] = {}
    names = draw(st.lists(st.sampled_from(_CLASSES), min_size=1, max_size=4, unique_by=str.lower))
    bases: list[str] = []
    for name in names:
        kind = draw(st.sampled_from(["object", "object", "extended", "recursive", "enum"]))
        if kind == "enum":
            known[name] = draw(
                st.sampled_from(
                    [
                        (
                            {"type": "string", "enum": ["a", "b-c", "D"]},
                            st.sampled_from(["a", "D"]),
                        ),
                        ({"type": "integer", "enum": [0, 7]}, st.sampled_from([0, 7])),
                    ]
                )
            )
            continue
        schema, values = draw(_objects(known))
        if kind == "extended" and bases:
            base = draw(st.sampled_from(bases))
            inherited = known[base][0].get("properties", {})
            own = {"ownMember": {"type": "string"}}
            if "ownMember" not in inherited and "allOf" not in known[base][0]:
                schema = {
                    "allOf": [
                        {"$ref": f"#/components/schemas/{base}"},
                        {"type": "object", "properties": own},
                    ]
                }
                values = _joined(
                    known[base][1], st.fixed_dictionaries({}, optional={"ownMember": TEXT})
                )
        elif kind == "recursive":
            reference = {"$ref": f"#/components/schemas/{name}"}
            inner = draw(
                st.sampled_from(
                    [
                        reference,
                        {"type": "array", "items": reference},
                        {"oneOf": [reference, {"type": "null"}]},
                        {"oneOf": [{"type": "string"}, reference]},
                    ]
                )
            )
            schema["properties"]["sameAgain"] = inner
        if "allOf" not in schema and schema.get("additionalProperties", True) is True:
            bases.append(name)
        known[name] = (schema, values)
    return known


@st.composite
def _joined(draw: st.DrawFn, *parts: st.SearchStrategy[dict[str, Any]]) -> dict[str, Any]:
    joined: dict[str, Any] = {}
    for part in parts:
        joined |= draw(part)
    return joined


@st.composite
def _parameter(draw: st.DrawFn, name: str, place: str) -> dict[str, Any]:
    """Draw a parameter of an operation."""
    scalars = _scalars(is_secret_too=False)
    if place == "path":
        scalars = scalars.filter(lambda pair: None not in pair[0].get("enum", ()))
    schema, values = draw(scalars)
    found: dict[str, Any] = {
        "name": name,
        "in": place,
        "required": place == "path",
        **draw(_words()),
    }
    kind = draw(st.sampled_from(["plain", "plain", "array", "default", "nullable", "secret"]))
    # A URL cannot represent null in an array.
    if kind == "array" and place != "path" and None not in schema.get("enum", ()):
        schema = {"type": "array", "items": schema, "maxItems": 3}
        if draw(st.booleans()):
            found["explode"] = place == "query" and draw(st.booleans())
    elif kind == "default":
        shown = values.filter(lambda value: not isinstance(value, str) or value.isascii())
        schema = {**schema, "default": draw(shown)}
    elif kind == "nullable" and place != "path":
        schema, _ = _nullable((schema, values))
    elif kind == "secret" and place == "header":
        schema = {"type": "string"}
        found["x-ms-secret"] = True
    if place != "path":
        found["required"] = draw(st.booleans())
    return {**found, "schema": schema}


@st.composite
def _client_parameters(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw parameters of the client, the same in all operations."""
    found: list[dict[str, Any]] = []
    for name in draw(
        st.lists(st.sampled_from(["region", "api-version", "x-ms-tenant"]), max_size=2, unique=True)
    ):
        parameters = _parameter(name, draw(st.sampled_from(["query", "header"])))
        # An enum of the client must be a component.
        parameter = draw(parameters.filter(lambda one: '"enum"' not in json.dumps(one["schema"])))
        parameter["x-ms-parameter-location"] = "client"
        schema = parameter["schema"]
        if name == "api-version":
            # Its default must be the document's version.
            schema.pop("default", None)
        # Environment variables are plain strings.
        is_plain = schema.get("type") == "string" and not {"format", "enum", "const"} & set(schema)
        if is_plain and draw(st.booleans()):
            parameter["x-sdk-environment"] = "SOME_VARIABLE"
        found.append(parameter)
    return found


@st.composite
def _content(draw: st.DrawFn, known: dict[str, Described], *, is_answer: bool) -> dict[str, Any]:
    kind = draw(st.sampled_from(["json"] * 4 + ["bytes", "text"]))
    if kind == "bytes":
        return {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    if kind == "text" and is_answer:
        return {"text/plain": {"schema": {"type": "string"}}}
    schema, values = draw(_schemas(known, 1))
    media: dict[str, Any] = {"schema": schema}
    if draw(st.booleans()) and not schema.get("$ref"):
        media["example"] = draw(values)
    return {draw(st.sampled_from(["application/json", "application/merge-patch+json"])): media}


@st.composite
def _path_item(
    draw: st.DrawFn,
    known: dict[str, Described],
    shared: list[dict[str, Any]],
    path: str,
    number: int,
) -> dict[str, Any]:
    """Draw one or two operations; they, or the path item, describe the variables of the path."""
    variables = [part.partition("}")[0] for part in path.split("{")[1:]]
    methods = st.sampled_from(["get", "put", "post", "delete", "patch", "head"])
    item: dict[str, Any] = {}
    for index, method in enumerate(draw(st.lists(methods, min_size=1, max_size=2, unique=True))):
        operation = draw(_operation(known, shared, variables, number * 2 + index))
        if method in {"put", "post", "patch"} and draw(st.booleans()):
            operation["requestBody"] = {
                "required": draw(st.booleans()),
                "content": draw(_content(known, is_answer=False)),
                **draw(_words()),
            }
        if method == "post" and draw(st.booleans()):
            operation["x-sdk-repeatable"] = draw(st.booleans())
        item[method] = operation
    described = [draw(_parameter(name, "path")) for name in variables]
    if draw(st.booleans()):
        return {"parameters": described, **item}
    for operation in item.values():
        operation["parameters"] = [*described, *operation["parameters"]]
    return item


@st.composite
def _operation(
    draw: st.DrawFn,
    known: dict[str, Described],
    shared: list[dict[str, Any]],
    variables: list[str],
    number: int,
) -> dict[str, Any]:
    parameters: list[dict[str, Any]] = []
    names = draw(st.lists(st.sampled_from(_HEADER_OR_ARGUMENT), max_size=4, unique=True))
    for name in names:
        place = "query" if "$" in name else draw(st.sampled_from(["query", "header"]))
        if name not in variables:
            parameters.append(draw(_parameter(name, place)))
    parameters += [{"$ref": f"#/components/parameters/P{i}"} for i in range(len(shared))]
    verb = f"{draw(st.sampled_from(['Get', 'list', 'class', 'print', 'Do', 'json']))}{number}"
    group = draw(st.sampled_from(["Group_", "Other_", "models_", "", "", "Type_"]))
    responses: dict[str, Any] = {}
    for status in draw(
        st.lists(st.sampled_from(["200", "201", "202", "2XX"]), min_size=1, max_size=3, unique=True)
    ):
        responses[status] = {"description": draw(TEXT)}
        if draw(st.booleans()) or draw(st.booleans()):
            responses[status]["content"] = draw(_content(known, is_answer=True))
    if draw(st.booleans()):
        responses["204"] = {"description": draw(TEXT)}
    for status in draw(
        st.lists(st.sampled_from(["default", "404", "5XX"]), max_size=2, unique=True)
    ):
        responses[status] = {"description": draw(TEXT)}
        objects = sorted(name for name in known if "enum" not in known[name][0])
        if objects and draw(st.booleans()):
            reference = {"$ref": f"#/components/schemas/{draw(st.sampled_from(objects))}"}
            responses[status]["content"] = {"application/json": {"schema": reference}}
    operation: dict[str, Any] = {
        "operationId": f"{group}{verb}",
        "parameters": parameters,
        "responses": responses,
        **draw(_words()),
    }
    if draw(st.booleans()):
        operation["tags"] = draw(
            st.lists(
                st.sampled_from(["First", "second tag", "größe", "Import", "1st"]),
                max_size=2,
                unique=True,
            )
        )
    if draw(st.booleans()):
        operation["summary"] = draw(TEXT)
    if draw(st.booleans()):
        operation["x-sdk-permission"] = draw(st.sampled_from(["Things/read", '"""', "{a}\\"]))
    if draw(st.booleans()):
        operation["security"] = draw(st.sampled_from([[], [{"key": []}], [{"key": []}, {}]]))
    return operation


@st.composite
def documents(draw: st.DrawFn) -> RandomDocument:
    """Draw a document with some models and operations."""
    known = draw(_components())
    shared = draw(_client_parameters())
    root = minimal(
        schemas={name: schema for name, (schema, _) in known.items()},
        parameters={f"P{index}": one for index, one in enumerate(shared)},
        securitySchemes={"key": {"type": "http", "scheme": "bearer"}},
    )
    root["info"] = {"title": f"T{draw(PLAIN_TEXT)}", "version": "1.0", "description": draw(TEXT)}
    root["servers"] = draw(
        st.sampled_from(
            [
                [],
                [{"url": "https://a.example/"}],
                [
                    {"url": "https://a.example", "x-sdk-cloud": 'A"b\\', "x-sdk-token-scope": "s"},
                    {"url": "https://b.example/v1", "description": '"""'},
                ],
            ]
        )
    )
    if draw(st.booleans()):
        root["security"] = [{"key": []}]
    if draw(st.booleans()):
        root["tags"] = [{"name": "First", "description": draw(TEXT)}]
    paths = st.sampled_from(["/", "/a/b", "/{id}", "/x/{class}/y", "/{fooBar}:do/{x-y}"])
    root["paths"] = {
        path: draw(_path_item(known, shared, path, number))
        for number, path in enumerate(draw(st.lists(paths, min_size=1, max_size=3, unique=True)))
    }
    values = {
        f"{name}Model" if name in RESERVED_CLASSES else name: draw(known[key][1])
        for key, name in ((key, pascal_case(key)) for key in known)
        if known[key][0].keys() & {"allOf"} or known[key][0].get("properties")
    }
    # Through JSON, so that no object is at two places.
    return RandomDocument(json.loads(json.dumps(root)), values)
