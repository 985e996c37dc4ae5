"""Everything of openapi-python-client that this project uses.

Its Python API is not public, so any release may change it. Each name has its own test, which says
what is missing and where. The last tests check that the lists are complete.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import attrs
import pytest

from generator.document.yaml import load

ROOT = Path(__file__).parents[2]
ENGINE = "openapi_python_client"
DOCUMENTS = [
    ROOT / "openapi/serverless-endpoints.yaml",
    ROOT / "tests/documents/library.yaml",
]

#: The names that are imported from each module.
NAMES = {
    "strings": ["ClassName", "PythonIdentifier", "safe_for_docstring"],
    "config": ["Config", "ConfigFile", "MetaType"],
    "schema": ["OpenAPI"],
    "parser.errors": ["GeneratorError"],
    "parser.openapi": ["Endpoint", "GeneratorData"],
    "parser.properties": ["AnyProperty", "EnumProperty", "ModelProperty"],
    "parser.properties.boolean": ["BooleanProperty"],
    "parser.properties.const": ["ConstProperty"],
    "parser.properties.date": ["DateProperty"],
    "parser.properties.datetime": ["DateTimeProperty"],
    "parser.properties.file": ["FileProperty"],
    "parser.properties.float": ["FloatProperty"],
    "parser.properties.int": ["IntProperty"],
    "parser.properties.list_property": ["ListProperty"],
    "parser.properties.none": ["NoneProperty"],
    "parser.properties.string": ["StringProperty"],
    "parser.properties.union": ["UnionProperty"],
    "parser.properties.uuid": ["UuidProperty"],
}

#: The functions that are called: the number of positional arguments, and the keywords.
CALLS: dict[tuple[str, str], tuple[int, list[str]]] = {
    ("strings", "ClassName"): (2, []),
    ("strings", "PythonIdentifier"): (2, []),
    ("strings", "safe_for_docstring"): (1, []),
    ("config", "Config.from_sources"): (6, []),
    ("schema", "OpenAPI.model_validate"): (1, []),
    ("parser.openapi", "GeneratorData.from_dict"): (1, ["config"]),
    ("schema.untrusted_string", "UntrustedString.get_untrusted_value"): (1, []),
}

#: The attributes that are read from every kind of property.
PROPERTY = ["description", "example", "name", "required"]

#: The attributes that are read from the objects of each class.
ATTRIBUTES = {
    ("config", "ConfigFile"): ["class_overrides", "field_prefix", "post_hooks"],
    ("config", "MetaType"): ["NONE"],
    ("parser.bodies", "Body"): ["body_type", "prop"],
    ("parser.errors", "GeneratorError"): ["detail", "header"],
    ("parser.errors", "ParseError"): ["data", "detail", "header"],
    ("parser.errors", "PropertyError"): ["data", "detail", "header"],
    ("parser.openapi", "Endpoint"): [
        *("bodies", "description", "query_parameters", "responses"),
    ],
    ("parser.openapi", "EndpointCollection"): ["endpoints", "parse_errors"],
    ("parser.openapi", "GeneratorData"): [
        *("endpoint_collections_by_tag", "enums", "errors", "models"),
    ],
    ("parser.properties.any", "AnyProperty"): PROPERTY,
    ("parser.properties.boolean", "BooleanProperty"): PROPERTY,
    ("parser.properties.const", "ConstProperty"): [*PROPERTY, "value"],
    ("parser.properties.date", "DateProperty"): PROPERTY,
    ("parser.properties.datetime", "DateTimeProperty"): PROPERTY,
    ("parser.properties.enum_property", "EnumProperty"): [*PROPERTY, "class_info"],
    ("parser.properties.file", "FileProperty"): PROPERTY,
    ("parser.properties.float", "FloatProperty"): PROPERTY,
    ("parser.properties.int", "IntProperty"): PROPERTY,
    ("parser.properties.list_property", "ListProperty"): [*PROPERTY, "inner_property"],
    ("parser.properties.model_property", "ModelProperty"): [
        *PROPERTY,
        *("additional_properties", "class_info", "optional_properties", "required_properties"),
    ],
    ("parser.properties.none", "NoneProperty"): PROPERTY,
    ("parser.properties.protocol", "Value"): ["raw_value"],
    ("parser.properties.schemas", "Class"): ["module_name", "name"],
    ("parser.properties.string", "StringProperty"): PROPERTY,
    ("parser.properties.union", "UnionProperty"): [*PROPERTY, "inner_properties"],
    ("parser.properties.uuid", "UuidProperty"): PROPERTY,
    ("parser.responses", "HTTPStatusPattern"): ["range"],
    ("parser.responses", "Response"): ["prop", "source", "status_code"],
    ("parser.responses", "Responses"): ["patterns"],
    ("schema.openapi_schema_pydantic.schema", "Schema"): ["description", "example"],
    ("schema.untrusted_string", "UntrustedString"): ["get_untrusted_value"],
}

#: The expressions by which the engine names the ways to read a body.
SOURCES = {
    "JSON_SOURCE": "response.json()",
    "TEXT_SOURCE": "response.text",
    "BYTES_SOURCE": "response.content",
}


def found(module: str, name: str, used_for: str) -> Any:
    """Return the object of a dotted name; fail with one line if there is none."""
    place = f"openapi-python-client {version('openapi-python-client')}: {ENGINE}.{module}"
    try:
        value: Any = importlib.import_module(f"{ENGINE}.{module}")
    except Exception as error:
        # A broken release raises anything while it is imported.
        pytest.fail(f"{place} cannot be imported ({error!r}), which {used_for}", pytrace=False)
    for part in name.split("."):
        if not has(value, part):
            pytest.fail(f"{place} has no {name}, which {used_for}", pytrace=False)
        value = getattr(value, part, None)
    return value


def has(owner: Any, name: str) -> bool:
    """Return whether a module, a class or its objects have an attribute."""
    if not inspect.isclass(owner):
        return hasattr(owner, name)
    fields = {field.name for field in attrs.fields(owner)} if attrs.has(owner) else set()
    declared = {key for base in owner.__mro__ for key in inspect.get_annotations(base)}
    return name in fields | declared or hasattr(owner, name)


@pytest.mark.parametrize(
    ("module", "name"), [(module, name) for module, names in NAMES.items() for name in names]
)
def test_the_engine_has_the_name(module: str, name: str) -> None:
    """Each name that is imported exists."""
    found(module, name, "generator/model/engine.py imports")


@pytest.mark.parametrize(
    ("module", "name", "attribute"),
    [(*owner, attribute) for owner, listed in ATTRIBUTES.items() for attribute in listed],
)
def test_the_engine_has_the_attribute(module: str, name: str, attribute: str) -> None:
    """Each attribute that is read exists."""
    found(module, f"{name}.{attribute}", "the generator reads")


@pytest.mark.parametrize(("module", "name"), CALLS)
def test_the_engine_takes_the_arguments(module: str, name: str) -> None:
    """Each function takes the arguments that it gets."""
    called = found(module, name, "generator/model/engine.py calls")
    positional, keywords = CALLS[module, name]
    try:
        inspect.signature(called).bind(*range(positional), **dict.fromkeys(keywords))
    except TypeError as error:
        pytest.fail(
            f"{ENGINE}.{module}.{name} does not take the arguments that it gets: {error}",
            pytrace=False,
        )


@pytest.mark.parametrize("name", SOURCES)
def test_the_engine_reads_bodies_in_known_ways(name: str) -> None:
    """The names decide how a response is read."""
    source = found("parser.responses", name, "decides how a body is read")
    assert source["attribute"] == SOURCES[name]


# The lists are complete.


def imports(path: Path) -> Iterator[tuple[str, str]]:
    """Yield each name of the engine that a file imports, with its module."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from ((alias.name, "") for alias in node.names if ENGINE in alias.name)
        elif isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ENGINE):
            yield from ((str(node.module), alias.name) for alias in node.names)


def test_one_module_imports_the_engine() -> None:
    """All others use it through that one."""
    files = sorted((ROOT / "generator").rglob("*.py"))
    assert [path.name for path in files if list(imports(path))] == ["engine.py"]


def test_every_name_that_is_imported_is_listed() -> None:
    """A new import needs a line in `NAMES`, and a removed import none."""
    path = ROOT / "generator/model/engine.py"
    aliases = {
        alias.asname or alias.name: f"{node.module}.{alias.name}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith(ENGINE)
        for alias in node.names
    }
    modules = {alias for alias, name in aliases.items() if name.removeprefix(f"{ENGINE}.") in NAMES}
    used = {name for alias, name in aliases.items() if alias not in modules}
    used |= {
        f"{aliases[node.value.id]}.{node.attr}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in modules
    }
    listed = {f"{ENGINE}.{module}.{name}" for module, names in NAMES.items() for name in names}
    assert used == listed


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> Mapping[tuple[str, str], set[str]]:
    """Record each attribute that the generator's code reads from an object of the engine."""
    try:
        importlib.import_module("generator.model.engine")
    except Exception:
        pytest.fail(
            "the attributes that are read cannot be listed until the engine can be imported",
            pytrace=False,
        )
    seen: dict[tuple[str, str], set[str]] = defaultdict(set)

    def recording(self: Any, name: str) -> Any:
        # An attribute that is absent raises here: the generator asks for some with a default.
        value = object.__getattribute__(self, name)
        reader = sys._getframe(1).f_globals.get("__name__", "")
        if reader.startswith("generator.") and not name.startswith("__"):
            module = type(self).__module__.removeprefix(f"{ENGINE}.")
            seen[module, type(self).__name__].add(name)
        return value

    modules = [module for name, module in sys.modules.items() if name.startswith(ENGINE)]
    classes = {c for module in modules for c in vars(module).values() if inspect.isclass(c)}
    for class_ in classes:
        if class_.__module__.startswith(ENGINE):
            monkeypatch.setattr(class_, "__getattribute__", recording)
    return seen


def variants() -> Iterator[dict[str, Any]]:
    """Yield documents with what the others lack; the engine refuses the last one."""
    of_enum = {"type": "string", "enum": ["one"], "default": "one"}
    refused = {"type": "array"}
    for place, value in (
        (
            ("components", "parameters", "WorkspaceName"),
            {"name": "workspaceName", "in": "path", "required": True, "schema": of_enum},
        ),
        (("components", "schemas", "EndpointAuthKeys", "properties", "member"), refused),
    ):
        document = copy.deepcopy(load(DOCUMENTS[0]))
        for path in document["paths"].values():
            # A path with an enum is not the id of a resource, which this mark needs.
            path["post"].pop("x-sdk-rate-limit")
        holder = document
        for step in place[:-1]:
            holder = holder[step]
        holder[place[-1]] = value
        yield document


def test_every_attribute_that_is_read_is_listed(
    read: Mapping[tuple[str, str], set[str]],
) -> None:
    """Documents with every kind of schema read the attributes in `ATTRIBUTES` and no others."""
    from generator.config import read_config
    from generator.document.document import Document
    from generator.document.reading import checked, read_document
    from generator.errors import GeneratorError
    from generator.model.translate import translate

    config = read_config(ROOT / "generator/config.yaml")
    documents = [read_document(path, path.name) for path in DOCUMENTS]
    documents += [checked(Document("a variant", variant)) for variant in variants()]
    refusals = []
    for document in documents:
        try:
            translate(document, config)
        except GeneratorError as error:
            refusals.append(str(error))
    assert len(refusals) == 1
    for owner, names in read.items():
        assert names <= set(ATTRIBUTES.get(owner, ())), owner
    # The shared attributes are listed for each kind, but not all are read from each.
    common = set(PROPERTY)
    for owner, listed in ATTRIBUTES.items():
        # Settings are written, not read; the class of a refusal depends on what is refused.
        if owner[0] not in {"config", "parser.errors"}:
            assert set(listed) - common <= read[owner], owner
    assert common <= set().union(*read.values())
