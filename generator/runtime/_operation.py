"""The operations of the document and the requests for them, built without I/O."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Mapping, Set
from typing import Any, Final, Literal, TypeAlias
from urllib.parse import quote, unquote

from ._constraints import Constraint
from ._headers import RESERVED, is_field_name, is_field_value
from ._json import encode, is_array
from .errors import InvalidParameterError, Violation

Location: TypeAlias = Literal["path", "query", "header"]

_CONTROL: Final = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_NAME: Final = re.compile(r"\{([^{}]*)\}")
#: A dot segment, also for a service that takes a quoted slash or a backslash for a slash.
_DOTS: Final = re.compile(r"(?:\A|[/\\])\.{1,2}(?:[/\\]|\Z)")


class Parameter:
    """A parameter of an operation.

    Args:
        name: The name in the request.
        argument: The name in Python.
        location: The part of the request that holds it.
        constraint: The values that it may have.
        required: Whether a call without it is refused.
        hint: What to do when it is missing; the end of a sentence.
        explode: Whether each item of an array in a query is a parameter of its own. Otherwise
            commas join the items.
        is_identifier: Whether its values are ids, without a space or a slash.
    """

    __slots__ = (
        "argument",
        "constraint",
        "explode",
        "hint",
        "is_identifier",
        "location",
        "name",
        "required",
    )

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
        is_identifier: bool = False,
    ) -> None:
        self.name = name
        self.argument = argument
        self.location: Location = location
        self.constraint = constraint
        self.required = required
        self.hint = hint
        self.explode = explode
        self.is_identifier = is_identifier


class Body:
    """The body of a request.

    Args:
        content_type: A JSON media type, or another one, whose bodies are bytes.
        constraint: The values that it may have.
        required: Whether a call without it is refused.
    """

    __slots__ = ("constraint", "content_type", "required")

    def __init__(self, content_type: str, *, constraint: Constraint, required: bool) -> None:
        self.content_type = content_type
        self.constraint = constraint
        self.required = required

    def content(self, value: Any, violations: list[Violation]) -> bytes | None:
        """Return the bytes to send, or None for a missing or an invalid value.

        Args:
            value: The argument of the caller, or None.
            violations: Takes the rules that the value breaks.
        """
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
            found = ["contains a value that JSON cannot represent"]
        violations += [Violation("body", rule) for rule in found]
        return None


class Operation:
    """The facts of the document about an operation that a call needs.

    Args:
        operation_id: The `operationId` in the document.
        method: The HTTP method, in capitals.
        path: The path, with a `{name}` for each path parameter.
        secured: Whether it needs a token.
        repeatable: Whether it is idempotent, so that a retry is safe.
        permission: The action that a caller needs permission for, used in the advice for a 403.
        body: The body of its requests.
        accept: The media types of its responses, if JSON is not the only one.
        returns_secrets: Whether a result can contain a secret, so that no body is ever quoted.

    Attributes:
        segments: For each segment of the path, literal texts and parameter names in turn.
    """

    __slots__ = (
        "accept",
        "body",
        "method",
        "operation_id",
        "permission",
        "repeatable",
        "returns_secrets",
        "secured",
        "segments",
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
        returns_secrets: bool = False,
    ) -> None:
        self.operation_id = operation_id
        self.method = method
        self.secured = secured
        self.repeatable = repeatable
        self.permission = permission
        self.body = body
        self.accept = accept
        self.returns_secrets = returns_secrets
        self.segments = [_NAME.split(segment) for segment in path.split("/")]

    def request(self, *arguments: tuple[Parameter, Any], body: Any = None) -> Request:
        """Check every argument and build the request.

        Args:
            arguments: Each parameter with its value; None if the caller gave none.
            body: A value that the constraint of the body accepts, or None for no body.

        Returns:
            The request, without the headers of the client.

        Raises:
            InvalidParameterError: If an argument is invalid. Lists every violation, but no value.
        """
        violations: list[Violation] = []
        request = self._built(arguments, body, violations)
        # Raised here: no local of this frame holds a secret in plain text.
        if violations:
            raise InvalidParameterError(self.operation_id, violations)
        return request

    def resource_id(self, target: str) -> str:
        """Return the id of the resource that a request is about, or else its path.

        In Azure Resource Manager, a POST to a path that ends in a name behind the id of a resource
        is an action of that resource. No secret is in a path: the generator refuses such documents.

        Args:
            target: Path and query of the request, quoted.

        Returns:
            The path without the action, not quoted.
        """
        path = target.partition("?")[0]
        # A segment with a parameter has more parts than one.
        owner, last = self.segments[-2:]
        if self.method == "POST" and len(owner) > 1 and len(last) == 1:
            path = path.rpartition("/")[0]
        return unquote(path)

    def _built(
        self, arguments: tuple[tuple[Parameter, Any], ...], body: Any, violations: list[Violation]
    ) -> Request:
        path: dict[str, tuple[str, list[str]]] = {}
        query: list[str] = []
        headers = {} if self.accept is None else {"accept": self.accept}
        for parameter, value in arguments:
            texts = _checked(parameter, value, violations)
            if parameter.location == "path":
                # A missing value has its violation already; "-" is not a dot segment.
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
        target = "/".join([_fill(segment, path, violations) for segment in self.segments])
        content = None if self.body is None else self.body.content(body, violations)
        if content is not None and self.body is not None:
            headers["content-type"] = self.body.content_type
        return Request(self, f"{target}?{'&'.join(query)}" if query else target, headers, content)


class Request:
    """A request for an operation, without the origin and the headers of the client."""

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


def checked_headers(request: Request, headers: Mapping[str, str] | None) -> dict[str, str]:
    """Return the headers that a caller adds to a request, by lower-case names.

    Args:
        request: The request.
        headers: The caller's argument, or None.

    Raises:
        InvalidParameterError: If a header is reserved, invalid, or already set by an argument of
            the call. Lists every violation, but no value.
    """
    if headers is None:
        return {}
    given: Any = headers
    subject = request.operation.operation_id
    if not isinstance(given, Mapping):
        rule = f"must be a mapping of names to values, not of type {type(given).__name__}"
        raise InvalidParameterError(subject, [Violation("headers", rule)])
    taken = {name.lower() for name in request.headers}
    violations: list[Violation] = []
    checked: dict[str, str] = {}
    for name, value in headers.items():
        broken = _broken(name, value, taken)
        if broken is None:
            # The methods of a subclass of str may show another text than the one that was checked.
            checked[str.lower(name)] = str.__str__(value)
            taken.add(str.lower(name))
        else:
            violations.append(Violation("headers", broken))
    if violations:
        raise InvalidParameterError(subject, violations)
    return checked


def from_environment(variable: str, *given: Any) -> Any:
    """Return the first of `given` that is not None, else the environment variable.

    Args:
        variable: The name of the environment variable, which is read at each call.
        given: The arguments of the call and the client, in order of precedence.

    Returns:
        The value, or None if there is none or the variable is empty.
    """
    for value in given:
        if value is not None:
            return value
    return os.environ.get(variable) or None


def _broken(name: object, value: object, taken: Set[str]) -> str | None:
    """Return the rule that a header breaks, or None. The value is not quoted: it may be a secret.

    Args:
        name: The name of the header.
        value: The value of the header.
        taken: The lower-case names of the headers that the request has already.
    """
    if not isinstance(name, str):
        return f"must have names of type str, not {type(name).__name__}"
    if not is_field_name(name):
        from ._text import one_line

        return f"must have valid HTTP header names, not {one_line(name)!a:.60}"
    key = str.lower(name)
    if key == "authorization":
        return "must not set authorization: pass the token as `credential` of the client"
    if key in RESERVED:
        return f"must not set {key}: it is reserved for the client"
    if key in taken:
        return f"must not set {key}, which the call sets already"
    if not isinstance(value, str):
        return f"must have values of type str, not {type(value).__name__} ({key})"
    if not is_field_value(value):
        return f"must have values of visible ASCII on one line, without space at an end ({key})"
    return None


def _checked(parameter: Parameter, value: Any, violations: list[Violation]) -> list[str]:
    """Return the texts to send for a value; none if it is missing or invalid."""
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
    if parameter.is_identifier and not any(rules):
        rules += [_no_identifier(text) for text in texts]
    if parameter.location == "header":
        rules += [_unsendable_in_header(text) for text in texts]
    broken = [rule for rule in rules if rule is not None]
    violations += [Violation(parameter.argument, rule) for rule in dict.fromkeys(broken)]
    return [] if broken else texts


def _texts(value: Any) -> list[str]:
    """Return the texts of a valid value, one for each item of an array that is not None."""
    items = value if is_array(value) else [value]
    encoded = [item if isinstance(item, str) else encode(item) for item in items]
    return [_text(item) for item in encoded if item is not None]


def _text(value: Any) -> str:
    if isinstance(value, str):
        # The methods of a subclass, such as an enum, may show another text than its content.
        return str.__str__(value)
    return ("true" if value else "false") if isinstance(value, bool) else str(value)


def _unsendable(text: str) -> str | None:
    """Return why a text cannot be in a path, query or header, or None if it can."""
    if text.isascii() and text.isprintable():
        return None
    if _CONTROL.search(text):
        return "must not contain control characters"
    try:
        text.encode()
    except UnicodeEncodeError:
        return "must be valid Unicode"
    return None


def _no_identifier(text: str) -> str | None:
    """Return why a text cannot be an id, or None if it may be one."""
    if "/" in text:
        return "must be an id alone, not a path: pass the part between two slashes"
    return "must be an id, not a name with spaces" if any(map(str.isspace, text)) else None


def _unsendable_in_header(text: str) -> str | None:
    if not text.isascii():
        return "must be ASCII"
    return "must not begin or end with a space" if text != text.strip(" ") else None


def _fill(
    segment: list[str], path: Mapping[str, tuple[str, list[str]]], violations: list[Violation]
) -> str:
    """Return a segment of the path, quoted.

    Every HTTP client resolves the segments `.` and `..`, even if they are quoted, and would send
    the request to another path. A value that makes such a segment is therefore a violation.
    """
    if len(segment) == 1:
        return segment[0]
    plain, quoted = segment.copy(), segment.copy()
    for index in range(1, len(segment), 2):
        _, texts = path[segment[index]]
        plain[index] = ",".join(texts)
        quoted[index] = ",".join([quote(text, safe="") for text in texts])
    if _DOTS.search("".join(plain)):
        rule = "must not make the path segment `.` or `..`"
        violations += [Violation(path[name][0], rule) for name in segment[1::2]]
    return "".join(quoted)
