"""What the generator supports of OpenAPI and JSON Schema, in tables that the checks read.

Each keyword changes the package, only informs people, or is refused. A rule that the package would
not enforce is refused, because callers would rely on it. Supported is what documents of Azure
Resource Manager use. To support more, move the keyword to another table and give it an effect.

Paging and long-running operations are plain calls: a call returns one page, or the first response.
`LEFT_OUT` has the notes that say so.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias

import attrs

from generator.document.constraints import KEYWORDS


@attrs.frozen
class Refusal:
    """Why something is refused, and what to do instead."""

    problem: str
    todo: str


#: Keywords of a schema that affect the package, apart from constraints.
EFFECTIVE: Final = frozenset(
    {"$ref", "additionalProperties", "allOf", "anyOf", "const", "discriminator", "enum", "format"}
    | {"items", "oneOf", "properties", "required", "type"}
)
#: Keywords of a schema that inform people, or tools, and allow no value less.
INFORMATIVE: Final = frozenset(
    {"$anchor", "$comment", "$defs", "$schema", "contentEncoding", "contentMediaType"}
    | {"contentSchema", "default", "deprecated", "description", "example", "examples"}
    | {"externalDocs", "readOnly", "title", "writeOnly", "xml"}
)
#: Keywords of a schema that are refused.
REFUSED_KEYWORDS: Final[Mapping[str, Refusal]] = {
    **dict.fromkeys(
        ("$dynamicRef", "$recursiveRef"), Refusal("is not supported", "use $ref, or leave it out")
    ),
    **dict.fromkeys(
        ("$dynamicAnchor", "$id", "$vocabulary"), Refusal("is not supported", "leave it out")
    ),
    **dict.fromkeys(
        {"contains", "dependentRequired", "dependentSchemas", "else", "if", "maxContains"}
        | {"maxProperties", "minContains", "minProperties", "not", "propertyNames", "then"}
        | {"unevaluatedItems", "unevaluatedProperties"},
        Refusal("is not checked by the package", "leave it out, and describe it in words"),
    ),
    "nullable": Refusal("means nothing in OpenAPI 3.1", 'add "null" to its type, or leave it out'),
    "patternProperties": Refusal("is not supported", "use additionalProperties, or leave it out"),
    "prefixItems": Refusal("is not supported", "use items, or leave it out"),
}
#: Constraints and other keywords that restrict values of one type, with the type.
OF_TYPE: Final[Mapping[str, str]] = {
    **{name: row.applies_to for name, row in KEYWORDS.items()},
    "items": "array",
    **dict.fromkeys(("additionalProperties", "properties", "required"), "object"),
}
#: Extensions of a schema that change what the package makes of it.
MARKS: Final = frozenset({"x-ms-client-name", "x-ms-enum", "x-ms-secret"})

#: Keywords that may stand beside the `$ref` of a schema, where they describe this one use and go
#: before those of the schema that the `$ref` names. Other extensions but `MARKS` may, too.
BESIDE_SCHEMA_REF: Final = frozenset(
    {
        "$comment",
        "default",  # What is sent without an argument; beside a property it informs only.
        "deprecated",  # Callers should stop this use; the schema may be fine elsewhere.
        "description",  # What the value means here.
        "example",
        "examples",
        "externalDocs",
        "readOnly",  # Informs only: the service ignores or refuses the value in a request.
        "title",  # Informs only: the class has the name of the schema.
        "writeOnly",  # Informs only.
        "x-ms-client-name",  # The name of this property in Python.
        "xml",
    }
)

#: What a value of an extension has to be: a name in printable ASCII characters, such as a scope; a
#: flag; one of some words; or a mapping.
ExtensionValue: TypeAlias = type[str] | type[bool] | type[dict[str, Any]] | tuple[str, ...]
Place: TypeAlias = Literal[
    "document", "info", "operation", "parameter", "property", "schema", "server"
]
#: Extensions that the generator reads, with the values that they may have, and where.
EXTENSIONS: Final[Mapping[str, tuple[ExtensionValue, tuple[Place, ...]]]] = {
    "x-sdk-specification": (str, ("info",)),
    "x-sdk-cloud": (str, ("server",)),
    "x-sdk-token-scope": (str, ("server",)),
    "x-sdk-sign-in-host": (str, ("server",)),
    "x-sdk-repeatable": (bool, ("operation",)),
    "x-sdk-permission": (str, ("operation",)),
    "x-sdk-rate-limit": (dict, ("operation",)),
    "x-sdk-environment": (str, ("parameter",)),
    "x-sdk-config-file": (dict, ("document",)),
    "x-sdk-config-key": (str, ("parameter",)),
    "x-sdk-option": (str, ("parameter",)),
    "x-sdk-option-environment": (str, ("parameter",)),
    "x-sdk-identifier": (bool, ("parameter",)),
    "x-sdk-run": (bool, ("operation",)),
    "x-ms-parameter-location": (("client", "method"), ("parameter",)),
    "x-ms-client-name": (str, ("parameter", "property")),
    "x-ms-secret": (bool, ("parameter", "property", "schema")),
    "x-ms-enum": (dict, ("property", "schema")),
}
#: The keys of `x-sdk-rate-limit`, both required.
RATE_LIMIT_KEYS: Final = {"burst": int, "per-second": (int, float)}
#: The keys of `x-ms-enum`, and those of each item of its `values`.
ENUM_KEYS: Final = {"name": str, "modelAsString": bool, "values": list}
ENUM_VALUE_KEYS: Final = {"value": (str, int), "name": str, "description": str}
#: The keys of `x-sdk-config-file`.
CONFIG_FILE_KEYS: Final = {"names": list, "id-key": str}
#: Extensions that other generators read and that would change the package.
REFUSED_EXTENSIONS: Final[Mapping[str, Refusal]] = {
    "x-enum-varnames": Refusal("is not supported", "name the values in x-ms-enum"),
    "x-ms-discriminator-value": Refusal(
        "means nothing in OpenAPI 3.1", "describe the property by a const with this value"
    ),
    "x-ms-header-collection-prefix": Refusal("is not supported", "describe each header"),
    "x-ms-parameterized-host": Refusal("is not supported", "write the host in servers"),
    "x-ms-paths": Refusal("is not supported", "move its operations to paths"),
    "x-ms-skip-url-encoding": Refusal(
        "is not supported: values are always encoded", "leave it out"
    ),
    "x-nullable": Refusal("means nothing in OpenAPI 3.1", 'add "null" to its type'),
}

#: Keys that are refused, by the part of the document that has them. False stands for their absence.
REFUSED_KEYS: Final[Mapping[str, Mapping[str, Refusal]]] = {
    "path item": {
        "$ref": Refusal("is not supported in a path", "write the path item out"),
        "servers": Refusal("are not supported in a path", "move them to the document's servers"),
    },
    "operation": {
        "servers": Refusal(
            "are not supported in an operation", "move them to the document's servers"
        ),
    },
    "parameter": {
        "allowReserved": Refusal("is not supported: values are always encoded", "leave it out"),
        "content": Refusal("is not supported in a parameter", "describe its values in `schema`"),
    },
}
#: The one style that parameters may have, by their location; others are refused.
STYLES: Final[Mapping[str, str]] = {"path": "simple", "query": "form", "header": "simple"}
#: Types of security schemes that are a bearer token; of `http`, the scheme `bearer` alone.
TOKEN_SCHEMES: Final = frozenset({"http", "oauth2", "openIdConnect"})

#: Parts of a document that the package leaves out, by their key, and what that means for a caller.
LEFT_OUT: Final[Mapping[str, str]] = {
    "callbacks": "the package has no code for callbacks",
    "content": "the package reads one of these media types, JSON if it can, and ignores the others",
    "webhooks": "the package has no code for webhooks",
    "x-ms-long-running-operation": (
        "the call returns the service's first response and does not wait for the operation to end"
    ),
    "x-ms-pageable": "the call returns one page and does not follow the link to the next one",
}
