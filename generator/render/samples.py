"""Sample calls for the README, made of the document's examples."""

from __future__ import annotations

from shlex import quote
from typing import Any

from generator.model.command import command_name
from generator.model.package import Group, Operation, Package, Parameter
from generator.render.expressions import literal


def sample(parameter: Parameter) -> str | None:
    """Return the example of a parameter as Python code; None without one that shows its type."""
    schema = parameter.schema
    if schema.kind == "array" and schema.items is not None:
        schema = schema.items
    is_plain = schema.kind in {"boolean", "constant", "integer", "number"} or (
        schema.kind == "string" and not schema.secret
    )
    return literal(parameter.example) if is_plain and parameter.example is not None else None


def call_arguments(operation: Operation) -> list[str]:
    """Return the arguments of a call as Python code: examples, or names in place of values."""
    found = [sample(p) or p.python_name for p in operation.positional]
    if operation.body is not None and operation.body.required:
        found.append("body")
    keywords = [p for p in operation.keywords if p.required and p.default is None]
    return found + [f"{p.python_name}={sample(p) or p.python_name}" for p in keywords]


def config_call_arguments(package: Package, operation: Operation) -> list[str]:
    """Return the arguments of a call of a client that has some of them in `config`."""
    found = ["**client.config"] if package.config_file else []
    given = package.config_file.arguments if package.config_file else []
    names = {one.python_name for one in given}
    called = [p for p in (*operation.positional, *operation.keywords) if p.required]
    needed = [p for p in called if p.default is None and p.python_name not in names]
    body = ["body=body"] if operation.body is not None and operation.body.required else []
    return found + [f"{p.python_name}={sample(p) or p.python_name}" for p in needed] + body


def id_parts(operation: Operation) -> list[str]:
    """Return the id of a resource, of examples or names in place of values, in two parts."""
    text = operation.path
    for parameter in operation.id_parameters:
        text = text.replace(
            f"{{{parameter.name}}}", str(parameter.example or parameter.python_name)
        )
    # An action is not a part of the id.
    last = operation.path.rpartition("}")[2]
    before, found, after = text.removesuffix(last).partition("/providers/")
    return [before, f"{found}{after}"]


def client_arguments(package: Package) -> list[str]:
    """Return the arguments of a client by name, as Python code."""
    needed = [
        f"{p.python_name}={sample(p) or p.python_name}"
        for p in package.client_parameters
        if p.is_overridable and (p.required or sample(p))
    ]
    return needed if package.clouds else [*needed, 'base_url="https://service.example"']


def client_values(package: Package) -> dict[str, Any]:
    """Return the arguments of a client that the document has examples of."""
    found = {
        one.python_name: one.example
        for one in package.client_parameters
        if one.is_overridable and sample(one)
    }
    return found if package.clouds else {**found, "base_url": "https://service.example"}


def command_line(package: Package, group: Group, operation: Operation) -> str:
    """Return a call on the command line: examples, or names in capitals in place of values."""
    words = [package.config.distribution]
    if len(package.groups) > 1:
        words.append(command_name(group.name))
    words.append(command_name(operation.name))
    for parameter in sorted(operation.parameters, key=lambda one: one.is_client):
        if parameter.required and parameter.default is None:
            value = parameter.example if isinstance(parameter.example, str) else None
            words += [parameter.option[0], quote(value or parameter.python_name.upper())]
    if operation.body is not None and operation.body.required:
        words += ["--body", "BODY"]
    return " ".join(words)


def has_sample(operation: Operation) -> bool:
    """Return whether examples show every argument that a call needs."""
    needs_body = operation.body is not None and operation.body.required
    needed = [p for p in operation.parameters if p.required and not p.is_client]
    return not needs_body and all(p.default is not None or sample(p) for p in needed)


def shown(package: Package) -> tuple[Group, Operation]:
    """Return the operation that the README calls, with its group: the first with all examples."""
    found = [(group, operation) for group in package.groups for operation in group.operations]
    return max(found, key=lambda one: (has_sample(one[1]), _has_result(one[1])))


def _has_result(operation: Operation) -> bool:
    return any(
        example.body is not None or example.media_type is None
        for example in operation.examples
        if example.status.startswith("2")
    )
