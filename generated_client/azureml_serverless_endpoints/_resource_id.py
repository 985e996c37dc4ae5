# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Resource ids of Azure Resource Manager, read by the path of an operation, without I/O.

Imported by the first call that takes an id.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from ._operation import Operation
from .errors import InvalidParameterError, Violation

#: The name of the argument that holds the id.
_ARGUMENT: Final = "resource_id"


def parts(operation: Operation, resource_id: object) -> tuple[str, ...]:
    """Return the values of the path parameters of an operation that a resource id contains.

    Azure Resource Manager compares ids without regard to case, so the fixed parts of the id may be
    in any case. Spaces and line ends around the id are ignored. The values are not checked: the
    constraints of the parameters do that.

    Args:
        operation: An operation whose path is a resource id, alone or before an action.
        resource_id: The argument of the caller.

    Returns:
        The values, in the order of the path.

    Raises:
        InvalidParameterError: If it is not the id of such a resource. The message names the part
            that is wrong, but contains no value.
    """
    form = _form(operation)
    rule = f"must be a string, not of type {type(resource_id).__name__}"
    if isinstance(resource_id, str):
        # The methods of a subclass may show another text than its content.
        given = str.__str__(resource_id).strip().split("/")
        broken = next(_broken(form, given), None)
        if broken is None:
            return tuple(text for name, text in zip(form, given, strict=True) if _is_variable(name))
        rule = f"{broken}; the form is {'/'.join(form)}"
    raise InvalidParameterError(operation.operation_id, [Violation(_ARGUMENT, rule)])


def _form(operation: Operation) -> list[str]:
    """Return the segments of the resource's path, without the action behind it."""
    form = ["".join(_braced(segment)) for segment in operation.segments]
    while not _is_variable(form[-1]):
        form.pop()
    return form


def _braced(segment: list[str]) -> Iterator[str]:
    for index, text in enumerate(segment):
        yield f"{{{text}}}" if index % 2 else text


def _is_variable(name: str) -> bool:
    return name.startswith("{")


def _broken(form: list[str], given: list[str]) -> Iterator[str]:
    """Yield the rules that an id breaks, from its start on, each as the end of a sentence."""
    if given == [""]:
        yield "is blank: pass the id of the resource"
    if given[0]:
        yield f"must begin with `/{form[1]}/`"
    # Both begin with the empty text before the first slash.
    for place, name in enumerate(form[1:], start=1):
        what = _what(name, form[place - 1])
        if place == len(given):
            yield f"ends too early: {what} is missing"
            return
        if not given[place]:
            yield f"has an empty part where {what} belongs"
        elif not _is_variable(name) and given[place].lower() != name.lower():
            yield f"has another part where {what} belongs"
    if len(given) > len(form):
        yield _surplus(given[len(form) :], form[-1])


def _what(name: str, before: str) -> str:
    """Return what a segment is, given the one before it in the form."""
    if _is_variable(name):
        return f"the value after `{before}`"
    return f"the provider `{name}`" if before == "providers" else f"`{name}`"


def _surplus(rest: list[str], last: str) -> str:
    if not any(rest):
        return "must not end with `/`"
    return (
        f"must end after {last}: pass the id of the resource itself, without the parts of a child "
        "or an action"
    )
