"""Reads the lines of api.md, one declaration each, back into their parts."""

import ast
import contextlib
import re
from collections.abc import Mapping
from functools import partial
from inspect import Parameter, Signature
from typing import Any, TypeAlias, cast

import attrs

_LINE = re.compile(
    r"(?P<words>(?:(?:class|property|classmethod|staticmethod|async)\s+)*)"
    r"(?P<name>[A-Za-z_][\w.]*)(?P<rest>.*?)(?:  # (?P<decorators>.*))?"
)
_HEADING = re.compile(r"## (?:\w+\.?([\w.]*)|.*)")


@attrs.frozen(kw_only=True)
class Value:
    """A constant, an attribute, a field or a property."""

    annotation: str
    value: str | None


@attrs.frozen(kw_only=True)
class Class:
    """A class, without its members, which have declarations of their own."""

    bases: tuple[str, ...]


#: What is declared; the very text where it is no Python.
Form: TypeAlias = Value | Class | Signature | str


@attrs.frozen(kw_only=True)
class Declaration:
    """One public name.

    Attributes:
        traits: The words before it and the decorators, such as `async` or `attrs.frozen`.
        form: The rest of it.
    """

    traits: frozenset[str]
    form: Form


def read_declarations(surface: str) -> Mapping[str, Declaration]:
    """Return the declarations in the code blocks by name, in their order.

    A name below the heading of a module inside of the package begins with that module, such as
    `testing.Server.url`.
    """
    found: dict[str, Declaration] = {}
    module, inside = "", False
    for line in surface.splitlines():
        if line.startswith("```"):
            inside = not inside
        elif inside and (parts := _LINE.fullmatch(line)):
            name = f"{module}.{parts['name']}" if module else parts["name"]
            found[name] = _declaration(parts)
        elif heading := _HEADING.fullmatch(line):
            module = heading[1] or ""
    return found


def _declaration(parts: re.Match[str]) -> Declaration:
    words = parts["words"].split()
    form: Form = parts["rest"]
    with contextlib.suppress(SyntaxError, ValueError):
        form = _form(words, parts["rest"])
    decorators = [parts["decorators"]] if parts["decorators"] else []
    return Declaration(traits=frozenset([*words, *decorators]) - {"class"}, form=form)


def _form(words: list[str], rest: str) -> Form:
    if "class" in words:
        class_ = cast(ast.ClassDef, ast.parse(f"class _{rest}: ...").body[0])
        return Class(bases=tuple(map(ast.unparse, class_.bases)))
    if rest.startswith("("):
        return _signature(cast(ast.FunctionDef, ast.parse(f"def _{rest}: ...").body[0]))
    match ast.parse(f"_{rest}").body:
        case [ast.AnnAssign() as field]:
            default = None if field.value is None else ast.unparse(field.value)
            return Value(annotation=_annotation(field.annotation), value=default)
        case [ast.Assign() as constant]:
            return Value(annotation=_annotation(None), value=ast.unparse(constant.value))
        case [ast.Expr(ast.Name())]:
            return Value(annotation=_annotation(None), value=None)
    return rest


def _signature(function: ast.FunctionDef) -> Signature:
    given = function.args
    only = len(given.posonlyargs)
    positional = [*given.posonlyargs, *given.args]
    defaults = [*[None] * (len(positional) - len(given.defaults)), *given.defaults]
    parameters = [
        *map(partial(_parameter, Parameter.POSITIONAL_ONLY), positional[:only], defaults),
        *map(
            partial(_parameter, Parameter.POSITIONAL_OR_KEYWORD),
            positional[only:],
            defaults[only:],
        ),
    ]
    if given.vararg:
        parameters.append(_parameter(Parameter.VAR_POSITIONAL, given.vararg))
    parameters += map(
        partial(_parameter, Parameter.KEYWORD_ONLY), given.kwonlyargs, given.kw_defaults
    )
    if given.kwarg:
        parameters.append(_parameter(Parameter.VAR_KEYWORD, given.kwarg))
    return Signature(parameters, return_annotation=_annotation(function.returns))


def _parameter(kind: Any, argument: ast.arg, default: ast.expr | None = None) -> Parameter:
    return Parameter(
        argument.arg,
        kind,
        default=Parameter.empty if default is None else ast.unparse(default),
        annotation=_annotation(argument.annotation),
    )


def _annotation(node: ast.expr | None) -> str:
    # To a type checker, what has no annotation is of any type.
    return "Any" if node is None else ast.unparse(node)
