# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The description of an operation, from which the stand-in answers requests."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Literal, TypeAlias

import attrs

Json: TypeAlias = bool | int | float | str | Sequence["Json"] | Mapping[str, "Json"] | None


@attrs.frozen(kw_only=True)
class Parameter:
    """A parameter of an operation.

    Attributes:
        name: Name in the path, the query or the headers.
        location: Where the parameter is sent.
        required: Whether a request without it is refused. A path parameter is always required.
        schema: JSON Schema of the value; a `$ref` leads to a place in the same schema. Known are
            the keywords that the package checks, type, enum, const, items, anyOf, oneOf and allOf;
            other keywords and schemas of the type object allow everything.
        example: The document's example, or None.
        explode: Whether each item of an array in the query is sent by itself, as in `a=1&a=2`.
            Otherwise, and in paths and headers, commas separate the items.
    """

    name: str
    location: Literal["path", "query", "header"]
    required: bool
    schema: Mapping[str, Json] = attrs.field(factory=dict[str, Json])
    example: Json = None
    explode: bool = True

    @property
    def sample(self) -> str | None:
        """The example as the text to send, or None."""
        return None if self.example is None else _text(self.example)


@attrs.frozen(kw_only=True)
class Answer:
    """A response that the document describes.

    Attributes:
        status: Status code as the document writes it: `200`, `2XX` or `default`.
        media_type: Media type of the body, or None if the response has no body.
        body: The document's first example of the body, or None.
    """

    status: str
    media_type: str | None = None
    body: Json = None


@attrs.frozen(kw_only=True)
class Operation:
    """An operation of the document.

    Attributes:
        id: The document's operationId.
        method: HTTP method in upper case.
        path: Path below the server's URL, with parameters in braces.
        secured: Whether a request needs a bearer token.
        parameters: Parameters of the path, the query and the headers.
        answers: Responses in the document's order.
        body: JSON Schema of the request body, or None if the operation takes none; a `$ref` leads
            to a place in the same schema. Known are the keywords of `Parameter.schema`,
            properties, required and additionalProperties. Only JSON bodies are checked.
        body_media_type: Media type of the request body.
        body_required: Whether a request without a body is refused.
    """

    id: str
    method: str
    path: str
    secured: bool
    parameters: tuple[Parameter, ...] = ()
    answers: tuple[Answer, ...] = ()
    body: Mapping[str, Json] | None = None
    body_media_type: str = "application/json"
    body_required: bool = False

    @property
    def path_parameters(self) -> tuple[Parameter, ...]:
        """The parameters that together name the resource."""
        return tuple(each for each in self.parameters if each.location == "path")

    @property
    def success(self) -> Answer:
        """The response of a success, which is a 2xx, else `default`, else one without a body."""
        described = {answer.status: answer for answer in reversed(self.answers)}
        successes = [answer for answer in self.answers if answer.status.startswith("2")]
        return successes[0] if successes else described.get("default", Answer(status="204"))


def _text(value: Json) -> str:
    """Return a value as it is sent in a path: the items of an array separated by commas."""
    if isinstance(value, str):
        return value
    if isinstance(value, Sequence):
        return ",".join(map(_text, value))
    return json.dumps(value)
