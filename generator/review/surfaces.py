"""Compares two texts of api.md, the public surface of the package.

A second look, from the other end: what the comparison of documents does not see, because a template
or the runtime changed, shows here. What it cannot judge counts as breaking.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from functools import partial
from inspect import Parameter, Signature
from typing import Any, TypeAlias

import attrs

from generator.review.change import Change, Kind, code, codes
from generator.review.declarations import Class, Declaration, Value, read_declarations

Surface: TypeAlias = Mapping[str, Declaration]

_BY_POSITION = {Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD}
_BY_NAME = {Parameter.KEYWORD_ONLY, Parameter.POSITIONAL_OR_KEYWORD}
_VARIADIC = {Parameter.VAR_POSITIONAL, Parameter.VAR_KEYWORD}


@attrs.frozen
class Effect:
    """What happens to a name.

    Attributes:
        kind: How grave it is.
        words: The rest of a sentence that begins with the name.
        argument: The argument that it happens to, where it is one of a function.
        types: The annotations before and now, where they are what changes.
    """

    kind: Kind
    words: str
    argument: str | None = attrs.field(default=None, kw_only=True)
    types: tuple[str, str] | None = attrs.field(default=None, kw_only=True)


@attrs.frozen
class Difference:
    """One difference of two surfaces."""

    name: str
    effect: Effect

    @property
    def change(self) -> Change:
        """The difference as a caller notices it."""
        return Change(
            pointer=f"api.md#{self.name}",
            kind=self.effect.kind,
            sentence=f"{code(self.name)} {self.effect.words}.",
            breaking=self.effect.kind is Kind.BREAKING,
        )


def compare_surfaces(old: str, new: str) -> tuple[Change, ...]:
    """Return what changes for callers between two surfaces, name by name."""
    return tuple(difference.change for difference in differences(old, new))


def differences(old: str, new: str) -> tuple[Difference, ...]:
    """Return what differs between two surfaces, name by name."""
    before, after = read_declarations(old), read_declarations(new)
    return tuple(
        Difference(name, effect)
        for name in sorted(before.keys() | after.keys())
        for effect in _effects(name, before, after)
    )


def _effects(name: str, before: Surface, after: Surface) -> Iterator[Effect]:
    owner = name.rpartition(".")[0]
    # A class takes its members with it, and brings them: one sentence tells of all.
    is_told = (owner in before) != (owner in after)
    if name in before and name in after:
        yield from _redeclared(name, before, after)
    elif name in before and not is_told:
        yield Effect(Kind.BREAKING, "is removed from the public surface")
    elif name in after and not is_told:
        if name in _fields(owner, after) and _is_required(after[name]):
            yield Effect(Kind.BREAKING, f"is new, and has to be given to make {code(owner)}")
        elif "Protocol" in _ancestors(owner, after):
            yield Effect(Kind.BREAKING, f"is new, and what callers give as {code(owner)} needs it")
        else:
            yield Effect(Kind.ADDITIVE, "is new in the public surface")


def _redeclared(name: str, before: Surface, after: Surface) -> Iterator[Effect]:
    old, new = before[name], after[name]
    for trait in sorted(old.traits - new.traits):
        yield Effect(Kind.BREAKING, f"is no longer declared {code(trait)}")
    for trait in sorted(new.traits - old.traits):
        yield Effect(Kind.BREAKING, f"is now declared {code(trait)}")
    match old.form, new.form:
        case Signature() as former, Signature() as current:
            yield from _call(former, current)
        case Value() as former, Value() as current:
            yield from _value(former, current)
        case Class(), Class():
            yield from _bases(_ancestors(name, before), _ancestors(name, after))
        case former, current if former != current:
            yield Effect(Kind.BREAKING, "is declared otherwise")
    yield from _order(_positional_fields(name, before), _positional_fields(name, after))


def _call(old: Signature, new: Signature) -> Iterator[Effect]:
    before, after = old.parameters, new.parameters
    for name in sorted(before.keys() | after.keys()):
        if name not in after:
            yield Effect(Kind.BREAKING, f"no longer takes the argument {code(name)}", argument=name)
        elif name not in before:
            is_optional = _is_optional(after[name])
            yield Effect(
                Kind.ADDITIVE if is_optional else Kind.BREAKING,
                f"{'takes' if is_optional else 'needs'} the new argument {code(name)}",
                argument=name,
            )
        else:
            yield from _parameter(before[name], after[name])
    stays = [name for name in _named(before, _BY_POSITION) if name in after]
    yield from _order(stays, _named(after, _BY_POSITION))
    types = old.return_annotation, new.return_annotation
    if types[0] != types[1]:
        yield Effect(_retyped(*types), f"returns {_instead(*types)}", types=types)


def _parameter(old: Parameter, new: Parameter) -> Iterator[Effect]:
    effect, argument = partial(Effect, argument=old.name), f"the argument {code(old.name)}"
    if old.annotation != new.annotation:
        types = old.annotation, new.annotation
        widened = _choices(old.annotation) < _choices(new.annotation)
        kind = Kind.ADDITIVE if widened else _retyped(*types)
        yield effect(kind, f"takes {_instead(*types)} as {argument}", types=types)
    if _is_optional(old) and not _is_optional(new):
        yield effect(Kind.BREAKING, f"needs {argument}, which was optional")
    elif _is_optional(new) and not _is_optional(old):
        yield effect(Kind.ADDITIVE, f"can do without {argument}")
    elif old.default != new.default:
        defaults = _instead(old.default, new.default)
        yield effect(Kind.BEHAVIOUR, f"uses {defaults} for {argument} by default")
    if old.kind in _BY_NAME and new.kind not in _BY_NAME:
        yield effect(Kind.BREAKING, f"no longer takes {argument} by name")


def _value(old: Value, new: Value) -> Iterator[Effect]:
    if old.annotation != new.annotation:
        types = old.annotation, new.annotation
        yield Effect(_retyped(*types), f"is of type {_instead(*types)}", types=types)
    if old.value == new.value:
        return
    if new.value is None:
        yield Effect(Kind.BREAKING, f"has no default any more, which was {code(old.value)}")
    elif old.value is None:
        yield Effect(Kind.ADDITIVE, f"is {code(new.value)} by default")
    elif old.annotation == new.annotation == "TypeAlias":
        types = old.value, new.value
        yield Effect(_retyped(*types), f"stands for {_instead(*types)}", types=types)
    else:
        yield Effect(Kind.BEHAVIOUR, f"is {_instead(old.value, new.value)}")


def _bases(old: set[str], new: set[str]) -> Iterator[Effect]:
    for base in sorted(old - new):
        yield Effect(Kind.BREAKING, f"no longer derives from {code(base)}")
    # Nothing is missing, but an `except` or an `isinstance` may take another branch.
    for base in sorted(new - old):
        yield Effect(Kind.BEHAVIOUR, f"now derives from {code(base)} too")


def _order(old: list[str], new: list[str]) -> Iterator[Effect]:
    gone = [name for name in old if name not in new]
    if gone and new[: len(old) - len(gone)] == [name for name in old if name in new]:
        yield Effect(Kind.BREAKING, f"no longer takes {code(', '.join(gone))} by position")
    elif new[: len(old)] != old:
        texts = (", ".join(names) or "nothing" for names in (old, new))
        yield Effect(Kind.BREAKING, f"takes {_instead(*texts)} by position")


def _ancestors(name: str, surface: Surface) -> set[str]:
    """Every class that a class derives from, as far as the surface tells."""
    found: set[str] = set()
    pending = [name]
    while pending:
        here = pending.pop()
        form = surface[here].form if here in surface else None
        module = here.rpartition(".")[0]
        for base in form.bases if isinstance(form, Class) else ():
            if base not in found:
                found.add(base)
                pending.append(f"{module}.{base}" if f"{module}.{base}" in surface else base)
    return found


def _fields(owner: str, surface: Surface) -> list[str]:
    """The fields of a class whose objects are made of them, in their order."""
    is_attrs = any(trait.startswith("attrs.") for trait in _traits(owner, surface))
    if not is_attrs and "NamedTuple" not in _ancestors(owner, surface):
        return []
    members = (name for name in surface if name.rpartition(".")[0] == owner)
    return [name for name in members if _is_field(surface[name])]


def _positional_fields(owner: str, surface: Surface) -> list[str]:
    if any("kw_only=True" in trait for trait in _traits(owner, surface)):
        return []
    return [name.rpartition(".")[2] for name in _fields(owner, surface)]


def _traits(name: str, surface: Surface) -> frozenset[str]:
    return surface[name].traits if name in surface else frozenset()


def _is_field(declaration: Declaration) -> bool:
    return isinstance(declaration.form, Value) and "property" not in declaration.traits


def _is_required(declaration: Declaration) -> bool:
    return isinstance(declaration.form, Value) and declaration.form.value is None


def _is_optional(parameter: Parameter) -> bool:
    return parameter.kind in _VARIADIC or parameter.default is not Parameter.empty


def _named(parameters: Mapping[str, Parameter], kinds: set[Any]) -> list[str]:
    return [name for name, parameter in parameters.items() if parameter.kind in kinds]


def _choices(annotation: str) -> set[str]:
    """The members of a union, or the annotation alone."""
    found: set[str] = set()
    pending = [ast.parse(annotation, mode="eval").body]
    while pending:
        node = pending.pop()
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            pending += [node.left, node.right]
        else:
            found.add(ast.unparse(node))
    return found


def _retyped(old: str, new: str) -> Kind:
    """How grave another type is; which of several comes first can only matter to what is read."""
    same = _unordered(old) == _unordered(new)
    return Kind.BEHAVIOUR if same else Kind.BREAKING


def _unordered(annotation: str) -> str:
    """An annotation with the members of each union, and each list of values, in one order."""
    return ast.unparse(_Sorted().visit(ast.parse(annotation, mode="eval")))


class _Sorted(ast.NodeTransformer):
    def visit_BinOp(self, node: ast.BinOp) -> ast.AST:
        choices = _choices(ast.unparse(self.generic_visit(node)))
        return ast.Name(" | ".join(sorted(choices)))

    def visit_Tuple(self, node: ast.Tuple) -> ast.AST:
        values = [ast.unparse(self.visit(element)) for element in node.elts]
        is_listed = all(isinstance(element, ast.Constant) for element in node.elts)
        return ast.Name(", ".join(sorted(values) if is_listed else values))


def _instead(old: object, new: object) -> str:
    return "{1} instead of {0}".format(*codes(old, new))
