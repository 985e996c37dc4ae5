"""Drives openapi-python-client: the only module that imports it.

The engine parses the document, decides what becomes a class, and names everything in Python. It
gets a prepared copy of the document (see `workarounds`), in which each part carries the JSON
pointer to its place, so that what it returns leads back to the original.
"""

from __future__ import annotations

import copy
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final, Literal, TypeAlias

from openapi_python_client import strings
from openapi_python_client.config import Config as EngineConfig
from openapi_python_client.config import ConfigFile, MetaType
from openapi_python_client.parser import properties as kinds
from openapi_python_client.parser.errors import GeneratorError as EngineError
from openapi_python_client.parser.openapi import Endpoint, GeneratorData
from openapi_python_client.parser.properties.boolean import BooleanProperty
from openapi_python_client.parser.properties.const import ConstProperty
from openapi_python_client.parser.properties.date import DateProperty
from openapi_python_client.parser.properties.datetime import DateTimeProperty
from openapi_python_client.parser.properties.file import FileProperty
from openapi_python_client.parser.properties.float import FloatProperty
from openapi_python_client.parser.properties.int import IntProperty
from openapi_python_client.parser.properties.list_property import ListProperty
from openapi_python_client.parser.properties.none import NoneProperty
from openapi_python_client.parser.properties.string import StringProperty
from openapi_python_client.parser.properties.union import UnionProperty
from openapi_python_client.parser.properties.uuid import UuidProperty
from openapi_python_client.schema import OpenAPI
from pydantic import ValidationError

from generator.document.document import Document
from generator.document.pointer import child, steps
from generator.errors import GeneratorError, raise_all
from generator.model import reserved
from generator.model.workarounds import WORKAROUNDS, Workaround, shown_path

#: A document as the engine parsed it.
Parsed: TypeAlias = GeneratorData

#: The prefix of names that are not identifiers, such as `2fa`.
PREFIX: Final = "field_"

#: The engine's classes for schemas, by the names that this project gives to the kinds.
KINDS: Final[dict[str, type[Any]]] = {
    "boolean": BooleanProperty,
    "const": ConstProperty,
    "date": DateProperty,
    "date-time": DateTimeProperty,
    "enum": kinds.EnumProperty,
    "integer": IntProperty,
    "array": ListProperty,
    "object": kinds.ModelProperty,
    "null": NoneProperty,
    "number": FloatProperty,
    "string": StringProperty,
    "union": UnionProperty,
    "uuid": UuidProperty,
    "binary": FileProperty,
    "any": kinds.AnyProperty,
}
#: Other names for classes of the document that would hide a class of the runtime.
_RENAMED: Final = {name: f"{name}Model" for name in reserved.CLASSES}
#: How a message of the engine names an operation or a component.
_OPERATION: Final = re.compile(r"WARNING parsing (\w+) (.+) within ")
_COMPONENT: Final = re.compile(r"/components/\w+/[\w.-]+")
_EMPTY_WORDS: Final = (
    r"Unable to (parse|process) (schema|parameter) /\S+|Failure to process schema.*"
    r"|Unable to parse this part of your OpenAPI document: ?:?"
)
_KIND_OF: Final = {kind: name for name, kind in KINDS.items()}


def kind_of(prop: Any) -> str:
    """Return the kind of a schema that the engine parsed, a key of `KINDS`."""
    return _KIND_OF[type(prop)]


def parse(document: Document, workarounds: Iterable[Workaround] = WORKAROUNDS) -> Parsed:
    """Return what the engine makes of a document.

    Args:
        document: The document.
        workarounds: What is done to the copy that the engine gets.

    Raises:
        GeneratorError: If the engine reports anything. Its warnings mean that it leaves out an
            endpoint or a model.
    """
    annotated = _prepared(document, workarounds).root
    try:
        data = GeneratorData.from_dict(annotated, config=_config())
    except Exception as error:
        # The engine fails on some documents with exceptions of all kinds.
        words = f"the engine cannot read it ({type(error).__name__}: {_one_line(str(error))})"
        todo = "simplify the document step by step to find the place"
        raise document.error("", words, todo) from error
    if isinstance(data, EngineError):
        raise _misfit(document, annotated, data)
    collections = data.endpoint_collections_by_tag.values()
    endpoints = [message for collection in collections for message in collection.parse_errors]
    # Without a schema, every endpoint that refers to it fails as well.
    messages: list[Any] = list(data.errors) or endpoints
    raise_all(_refusal(document, message) for message in messages)
    return data


def endpoints(data: Parsed) -> dict[str, Endpoint]:
    """Return every endpoint by the pointer to its operation; see `workarounds.mark_places`."""
    return {
        endpoint.description.get_untrusted_value(): endpoint
        for collection in data.endpoint_collections_by_tag.values()
        for endpoint in collection.endpoints
    }


def place_of(prop: Any) -> str:
    """Return the place of a property's schema in the document; see `workarounds.mark_places`.

    It is empty if the engine dropped it.
    """
    example = getattr(prop, "example", None)
    return "" if example is None else str(example.get_untrusted_value())


def members(model: Any) -> list[Any]:
    """Return the properties of a model, required ones first."""
    return [*(model.required_properties or ()), *(model.optional_properties or ())]


def choices(prop: Any) -> list[Any]:
    """Return the alternatives of a property but null, or the property itself."""
    found = prop.inner_properties if kind_of(prop) == "union" else [prop]
    return [choice for choice in found if kind_of(choice) != "null"]


def parameter(endpoint: Endpoint, name: str) -> Any:
    """Return the parameter of an endpoint with a name; names are unique."""
    return next(prop for prop in endpoint.query_parameters if prop.name == name)


def response_kind(response: Any) -> Literal["json", "text", "content", "empty"]:
    """Return how the engine reads the body of a response: `empty` if it does not."""
    match response.source["attribute"]:
        case "response.json()":
            return "json"
        case "response.text":
            return "text"
        case "response.content":
            return "content"
        case _:
            return "empty"


def is_readable(media_type: str) -> bool:
    """Return whether the engine reads bodies of a media type; it refuses others."""
    name = media_type.partition(";")[0].strip().lower()
    known = name in {"application/json", "application/octet-stream"}
    return known or name.startswith("text/") or name.endswith("+json")


def class_of(prop: Any) -> tuple[str, str]:
    """Return the name of the class for an object or an enum, and that of its module."""
    name, module = str(prop.class_info.name), str(prop.class_info.module_name)
    # In a script without upper and lower case both would have one name, but `models` exports the
    # class.
    return name, f"{module}_model" if module == name else module


def plain(value: Any) -> str:
    """Return a text of the document that the engine kept, or an empty one."""
    return "" if value is None else str(value.get_untrusted_value())


def snake_case(name: str) -> str:
    """Return a name as a Python identifier in snake_case."""
    return str(strings.PythonIdentifier(name, PREFIX))


def pascal_case(name: str) -> str:
    """Return a name as the name of a Python class."""
    return str(strings.ClassName(name, PREFIX))


def safe_for_docstring(text: str) -> str:
    """Return text that cannot end a docstring, except by a quotation mark at its end."""
    return strings.safe_for_docstring(text)


def _config() -> EngineConfig:
    renamed = {
        name: {"class_name": own, "module_name": f"{snake_case(name)}_model"}
        for name, own in _RENAMED.items()
    }
    settings = ConfigFile.model_validate(
        {"post_hooks": [], "field_prefix": PREFIX, "class_overrides": renamed}
    )
    return EngineConfig.from_sources(settings, MetaType.NONE, Path("document"), "utf-8", True, None)


def _prepared(document: Document, workarounds: Iterable[Workaround]) -> Document:
    """Return a copy of a document that the engine parses without losing or refusing anything."""
    prepared = Document(document.source, copy.deepcopy(document.root))
    for workaround in workarounds:
        workaround(prepared)
    return prepared


def _refusal(document: Document, message: Any) -> GeneratorError:
    """Return the error for a message of the engine."""
    data = getattr(message, "data", None)
    texts = (getattr(data, key, None) for key in ("example", "description"))
    places = [text if isinstance(text, str) else plain(text) for text in texts if text is not None]
    header, detail = message.header, message.detail or ""
    if operation := _OPERATION.match(header):
        # The header only says that the operation is left out.
        header = ""
        places.append(f"{shown_path(operation[2])}/{operation[1].lower()}")
    elif component := _COMPONENT.search(f"{header} {detail}"):
        places.append(component[0])
    place = next((place for place in places if place.startswith("/")), "")
    words = _one_line(f"{header} {detail}")
    return document.error(
        place, f"openapi-python-client refuses it: {words}", "describe it in another way"
    )


def _misfit(document: Document, annotated: dict[str, Any], message: EngineError) -> GeneratorError:
    """Return the error for a document that does not fit the engine's model of OpenAPI."""
    try:
        OpenAPI.model_validate(annotated)
    except ValidationError as error:
        found = [(_known_steps(document, one["loc"]), one["msg"]) for one in error.errors()]
        found_steps, words = max(found, key=lambda one: len(one[0]))
        place, todo = child("", *found_steps), "describe it in another way"
        return document.error(place, f"is not supported: {words}", todo)
    return _refusal(document, message)


def _known_steps(document: Document, location: tuple[int | str, ...]) -> list[int | str]:
    """Return the steps of a place that pydantic names, without the names of its own types."""
    found: list[int | str] = []
    for step in location:
        if str(step).startswith("/paths/"):
            # The engine gets each path as its pointer.
            step = steps(shown_path(str(step)))[-1]
        try:
            document.at(child("", *found, step))
        except KeyError:
            continue
        found.append(step)
    return found


def _one_line(text: str) -> str:
    # Messages of the engine contain addresses of objects, and repeat themselves.
    for pattern, words in ((r"<[\w.]+ object at 0x[0-9a-f]+>", "(...)"), (_EMPTY_WORDS, "")):
        text = re.sub(pattern, words, text)
    return " ".join(text.split())
