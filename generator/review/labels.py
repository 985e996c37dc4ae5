"""What sentences call the parts of a package."""

from __future__ import annotations

from collections.abc import Mapping

from generator.document.pointer import steps
from generator.model.package import Body, Enum, Model, Operation, Package, Parameter
from generator.model.schema import Schema
from generator.review.quoting import code

#: The types that values of plain schemas have in Python.
_PYTHON: Mapping[str, str] = {
    "any": "Any",
    "boolean": "bool",
    "bytes": "bytes",
    "date": "date",
    "date-time": "datetime",
    "integer": "int",
    "null": "None",
    "number": "float",
    "string": "str",
    "uuid": "UUID",
}


def of_operation(operation: Operation) -> str:
    """Return how a caller reaches an operation: `client.group.method`."""
    return code(f"client.{operation.group}.{operation.name}")


def of_parameter(parameter: Parameter, operation: Operation) -> str:
    """Return what to call a parameter of an operation, which others may share."""
    if parameter.is_client:
        return of_client_parameter(parameter)
    name = f"argument {code(parameter.python_name)}"
    if is_shared(parameter.pointer):
        return name
    if not parameter.pointer.startswith(f"{operation.pointer}/"):
        return f"{name} of all operations of {code(operation.path)}"
    return f"{name} of {of_operation(operation)}"


def of_client_parameter(parameter: Parameter) -> str:
    """Return what to call a parameter of the client."""
    return f"argument {code(parameter.python_name)} of `Client`"


def of_body(old: Body, new: Body, operation: Operation) -> str:
    """Return what to call the body of a request."""
    return f"argument `body` of {_users(old.pointer, new.pointer, operation)}"


def of_response(old: str, new: str, status: str, operation: Operation) -> str:
    """Return what to call a response.

    Args:
        old: Its place in the old document.
        new: Its place in the new document.
        status: Its status code as the document writes it.
        operation: The operation.
    """
    what = "result" if is_success(status) else "error"
    return f"the {what} of {_users(old, new, operation)}"


def of_field(model: Model, python_name: str) -> str:
    """Return what to call a field."""
    return code(f"{model.name}.{python_name}")


def of_part(kind: str) -> tuple[str, str]:
    """Return what to call the values in an array or a map, and the keyword that describes them."""
    if kind == "array":
        return "each item", "items"
    return "each additional property", "additionalProperties"


def of_type(schema: Schema) -> str:
    """Return the type in Python of a schema's values, None aside."""
    choices = schema.choices or (schema,)
    return " or ".join(sorted({code(_annotation(choice)) for choice in choices}))


def is_shared(pointer: str) -> bool:
    """Whether a place belongs to a component, which many operations may share."""
    return pointer.startswith("/components/")


def is_success(status: str) -> bool:
    """Whether a status code of a document is that of a result."""
    return status.startswith("2")


def by_pointer(package: Package) -> dict[str, str]:
    """Return what to call the parts of a package by their places in the document."""
    found: dict[str, str] = {}
    for operation in package.operations:
        path = operation.pointer.rpartition("/")[0]
        found[path] = f"the operations of {code(operation.path)}"
        found[operation.pointer] = of_operation(operation)
        for parameter in operation.parameters:
            found[parameter.pointer] = of_parameter(parameter, operation)
        if body := operation.body:
            found[body.pointer] = of_body(body, body, operation)
        results = [("result", one.pointer) for one in operation.successes]
        errors = [("error", one.pointer) for one in operation.failures if one.pointer]
        for kind, pointer in (*results, *errors):
            found[pointer] = f"the {kind} of {_users(pointer, pointer, operation)}"
    made: list[Model | Enum] = [*package.models, *package.enums]
    for one in made:
        found[one.pointer] = code(one.name)
    for model in package.models:
        found |= {f.pointer: of_field(model, f.python_name) for f in model.fields}
    for model in package.models:
        for field in model.fields:
            for part in field.schema.parts:
                if part.pointer:
                    found.setdefault(part.pointer, of_field(model, field.python_name))
    found |= {cloud.pointer: f"cloud {code(cloud.name)}" for cloud in package.clouds}
    return found


def _users(old: str, new: str, operation: Operation) -> str:
    """Return which operations have a body or a response: one, or all that share a component."""
    if is_shared(old) and is_shared(new):
        return f"all operations that share {code(steps(new)[-1])}"
    return of_operation(operation)


def _annotation(schema: Schema) -> str:
    if schema.class_name:
        return schema.class_name
    if schema.items is not None:
        inner = schema.items.choices or (schema.items,)
        names = " | ".join(sorted({_annotation(choice) for choice in inner}))
        return f"list[{names}]" if schema.kind == "array" else f"dict[str, {names}]"
    if schema.kind == "constant":
        return f"Literal[{schema.value!r}]"
    return "SecretStr" if schema.secret else _PYTHON[schema.kind]
