# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""An operation of the document, and the request that a call of it makes: pure, no I/O."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote

from ._constraints import Constraint
from ._json import encode, is_array
from .errors import InvalidParameterError, Violation

Location: TypeAlias = Literal["path", "query", "header"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAME: Final = re.compile(r"\{([^{}]*)\}")
#: A path segment of dots, also where a service reads a quoted slash, or a backslash, as a slash.
_DOTS: Final = re.compile(r"(?:\A|[/\\])\.{1,2}(?:[/\\]|\Z)")


class Parameter:
    """A parameter of an operation.

    Args:
        name: Its name in the request.
        argument: Its name in Python.
        location: Where in the request it stands.
        constraint: What values it may have.
        required: Whether a call without it is refused.
        hint: What to do when it is missing; the end of a sentence.
        explode: Whether the items of an array in a query are parameters of their own, or else
            joined by commas.
    """

    __slots__ = ("argument", "constraint", "explode", "hint", "location", "name", "required")

    def __init__(
        self,
        name: str,
        *,
        argument: str,
        location: Location,
        constraint: Constraint,
        required: bool = True,
        hint: str = "pass it to the call",
        explode: bool = True,
    ) -> None:
        self.name = name
        self.argument = argument
        self.location: Location = location
        self.constraint = constraint
        self.required = required
        self.hint = hint
        self.explode = explode


class Body:
    """The body of a request.

    Args:
        content_type: `application/json`, or another type, whose bodies are bytes.
        constraint: What values it may have.
        required: Whether a call without it is refused.
    """

    __slots__ = ("constraint", "content_type", "required")

    def __init__(self, content_type: str, *, constraint: Constraint, required: bool) -> None:
        self.content_type = content_type
        self.constraint = constraint
        self.required = required

    def content(self, value: Any, violations: list[Violation]) -> bytes | None:
        """The bytes to send for a value; None where there are none, or where it breaks a rule."""
        if value is None:
            if self.required:
                violations.append(Violation("body", "is missing: pass it to the call"))
            return None
        try:
            found = list(self.constraint.violations(value))
            if not found and "json" not in self.content_type:
                return bytes(value)
            if not found:
                return json.dumps(encode(value), allow_nan=False, separators=(",", ":")).encode()
        except (TypeError, ValueError, RecursionError):
            found = ["holds a value that JSON has no form for"]
        violations += [Violation("body", rule) for rule in found]
        return None


class Operation:
    """What the document says of an operation, as far as a call needs it.

    Args:
        operation_id: Its name in the document.
        method: The HTTP method, in capitals.
        path: The path, with a `{name}` for each path parameter.
        secured: Whether it needs a token.
        repeatable: Whether it may be sent again after a failure: twice does no more than once.
        permission: The action that a caller must be allowed, for the advice of a 403.
        body: The body that it takes.
        accept: The media types of its answers, where JSON is not the only one.
    """

    __slots__ = (
        "_segments",
        "accept",
        "body",
        "method",
        "operation_id",
        "permission",
        "repeatable",
        "secured",
    )

    def __init__(
        self,
        operation_id: str,
        *,
        method: str,
        path: str,
        secured: bool,
        repeatable: bool,
        permission: str | None = None,
        body: Body | None = None,
        accept: str | None = None,
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.secured = secured
        self.repeatable = repeatable
        self.permission = permission
        self.body = body
        self.accept = accept
        #: For each segment: literal text and, in every other place, names of parameters.
        self._segments = [_NAME.split(segment) for segment in path.split("/")]

    def request(self, *arguments: tuple[Parameter, Any], body: Any = None) -> Request:
        """Checks every argument, then builds the request.

        Args:
            arguments: Each parameter with its value, None for one that is not given.
            body: A value that the operation's body permits, or None for no body.

        Raises:
            InvalidParameterError: If a value breaks a rule. Names every violation, and no value.
        """
        violations: list[Violation] = []
        request = self._built(arguments, body, violations)
        # Raised here, where no local holds a secret in plain text that a traceback could show.
        if violations:
            raise InvalidParameterError(self.operation_id, violations)
        return request

    def _built(
        self, arguments: tuple[tuple[Parameter, Any], ...], body: Any, violations: list[Violation]
    ) -> Request:
        path: dict[str, tuple[str, list[str]]] = {}
        query: list[str] = []
        headers = {} if self.accept is None else {"Accept": self.accept}
        for parameter, value in arguments:
            texts = _checked(parameter, value, violations)
            if parameter.location == "path":
                # A missing value has its violation already; it stands for no dots.
                path[parameter.name] = parameter.argument, texts or ["-"]
            elif parameter.location == "header":
                if texts:
                    headers[parameter.name] = ",".join(texts)
            elif texts:
                name = quote(parameter.name, safe="")
                quoted = [quote(text, safe="") for text in texts]
                if not parameter.explode:
                    quoted = [",".join(quoted)]
                query += [f"{name}={text}" for text in quoted]
        target = "/".join([_fill(segment, path, violations) for segment in self._segments])
        content = None if self.body is None else self.body.content(body, violations)
        if content is not None and self.body is not None:
            headers["content-type"] = self.body.content_type
        return Request(self, f"{target}?{'&'.join(query)}" if query else target, headers, content)


class Request:
    """A request that is ready to go to whatever origin the client talks to."""

    __slots__ = ("content", "headers", "operation", "target")

    def __init__(
        self, operation: Operation, target: str, headers: Mapping[str, str], content: bytes | None
    ) -> None:
        self.operation: Final = operation
        #: Path and query, quoted.
        self.target: Final = target
        self.headers: Final = headers
        self.content: Final = content

    def __repr__(self) -> str:
        # Parameters, headers and content may hold secrets.
        return f"<Request {self.operation.operation_id}>"


def from_environment(variable: str, *given: Any) -> Any:
    """The first of `given` that is not None, or else the environment variable, None when empty.

    Read at each call, so that a variable which is set after the client was made counts.
    """
    for value in given:
        if value is not None:
            return value
    return os.environ.get(variable) or None


def _checked(parameter: Parameter, value: Any, violations: list[Violation]) -> list[str]:
    """The texts to send for a value; none where it is missing or breaks a rule."""
    if value is None:
        if parameter.required:
            violations.append(Violation(parameter.argument, f"is missing: {parameter.hint}"))
        return []
    found = list(parameter.constraint.violations(value))
    if found:
        violations += [Violation(parameter.argument, rule) for rule in found]
        return []
    texts = _texts(value)
    rules = [_unsendable(text) for text in texts]
    if parameter.location == "path" and not "".join(texts):
        rules.append("must not be empty")
    if parameter.location == "header":
        rules += [_unsendable_in_header(text) for text in texts]
    broken = [rule for rule in rules if rule is not None]
    violations += [Violation(parameter.argument, rule) for rule in dict.fromkeys(broken)]
    return [] if broken else texts


def _texts(value: Any) -> list[str]:
    """The texts of a permitted value, one for each item of an array; a null in one is not sent."""
    items = value if is_array(value) else [value]
    encoded = [item if isinstance(item, str) else encode(item) for item in items]
    return [_text(item) for item in encoded if item is not None]


def _text(value: Any) -> str:
    if isinstance(value, str):
        # A subclass, such as an enum of strings, may show another text than the one it holds.
        return str.__str__(value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _unsendable(text: str) -> str | None:
    """Why a text can be in no path, query or header, or None where it can."""
    if text.isascii() and text.isprintable():
        return None
    if _CONTROL.search(text):
        return "must not hold control characters"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "must be valid Unicode"
    return None


def _unsendable_in_header(text: str) -> str | None:
    if not text.isascii():
        return "must be ASCII"
    return "must not begin or end with a space" if text != text.strip(" ") else None


def _fill(
    segment: list[str], path: Mapping[str, tuple[str, list[str]]], violations: list[Violation]
) -> str:
    """One segment of the path, quoted.

    A segment that comes out as `.` or `..` would make every HTTP client send the request to another
    path, whatever its quoting, so none is ever built.
    """
    if len(segment) == 1:
        return segment[0]
    plain, quoted = segment.copy(), segment.copy()
    for index in range(1, len(segment), 2):
        _, texts = path[segment[index]]
        plain[index] = ",".join(texts)
        quoted[index] = ",".join([quote(text, safe="") for text in texts])
    if _DOTS.search("".join(plain)):
        rule = "must not make a path segment of dots only"
        violations += [Violation(path[name][0], rule) for name in segment[1::2]]
    return "".join(quoted)
