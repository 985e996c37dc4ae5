"""Writes `api.md`, the public surface of the package: its diff is the diff of the interface.

Public are:

- the names in `__all__` of the package, `errors`, `many`, `models` and `testing`, and the classes
  of the operation groups;
- the fixtures of the pytest plugin;
- of each class, `__init__`, the members without a leading underscore, and the special methods that
  `object` does not have.

As in Sphinx, a line `:meta private:` in a docstring takes a member out: it is for other modules of
the package, not for callers.

Types that these declarations refer to are declared too, wherever they are defined, so that a change
of `ErrorModel` shows.
"""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Final, cast

import griffe

from generator.files import Tree, write

_HEAD: Final = """\
# Public surface

All that callers may rely on, one declaration a line. What is not here may change without notice.
"""
_MODULES: Final = ("errors", "many", "models", "testing")
_REFERRED: Final = "Types that declarations refer to"

#: Labels of griffe that a declaration begins with.
_WORDS: Final = ("property", "classmethod", "staticmethod", "async")
#: How docstrings of generated code mark what is deprecated: as a whole, or an argument or a field.
_DEPRECATED: Final = re.compile(r"^ *(?:(\w+): )?Deprecated\.", re.MULTILINE)
_PRIVATE: Final = re.compile(r"^\s*:meta private:\s*$", re.MULTILINE)


def surface(tree: Tree, package: str) -> str:
    """Return the text of `api.md` below its header.

    Args:
        tree: The package's files, with the Python code formatted.
        package: The name that Python imports.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = Path(folder, "tree")
        write({name: text for name, text in tree.items() if not _is_inner(name)}, files)
        root, fixtures = (
            cast(
                griffe.Module,
                griffe.load(
                    name, search_paths=[files], allow_inspection=False, resolve_aliases=True
                ),
            )
            for name in (package, f"pytest_{package}")
        )
    parts = [_HEAD]
    # A name that the package itself exports is declared once.
    known: dict[str, griffe.Object] = {}
    for module in (root, *(root[name] for name in _MODULES)):
        own = [obj for obj in _exported(module) if obj.path not in known]
        own += _groups(root) if module is root else ()
        known |= {obj.path: obj for obj in own}
        parts += _section(module.path, own)
    parts += _section(fixtures.path, _fixtures(fixtures))
    parts += _section(_REFERRED, _referred(root, known))
    return "\n".join(parts)


def _section(heading: str, objects: Iterable[griffe.Object]) -> Iterator[str]:
    """Yield declarations below a heading, if there are any."""
    lines = [line for obj in objects for line in _declarations(obj)]
    if lines:
        yield "\n".join((f"## {heading}", "", "```python", *lines, "```", ""))


def _is_inner(name: str) -> bool:
    """Return whether a file belongs to one operation or to the command: nobody imports these."""
    return "/cli/" in name or ("/api/" in name and not Path(name).name.startswith("_"))


def _exported(module: griffe.Module) -> Iterator[griffe.Object]:
    for name in sorted(str(name) for name in module.exports or ()):
        target = _target(module[name])
        if isinstance(target, griffe.Attribute) and target.name != name:
            # The version has another name inside of the package.
            target = griffe.Attribute(name, value=target.value, annotation=target.annotation)
        yield target


def _target(member: griffe.Object | griffe.Alias) -> griffe.Object:
    return member.final_target if isinstance(member, griffe.Alias) else member


def _groups(root: griffe.Module) -> Iterator[griffe.Object]:
    """Yield the classes of operation groups, which callers reach as attributes of a client."""
    modules: dict[str, griffe.Module] = root["api"].modules
    for name in sorted(modules):
        for group in _exported(modules[name]):
            # Only clients create them.
            group.members.pop("__init__", None)
            yield group


def _fixtures(plugin: griffe.Module) -> Iterator[griffe.Object]:
    """Yield the fixtures of the pytest plugin, which tests use by their names."""
    for member in plugin.members.values():
        if isinstance(member, griffe.Function) and _is_public(member):
            yield member


def _referred(root: griffe.Module, known: Mapping[str, griffe.Object]) -> list[griffe.Object]:
    """Return the types that annotations and bases refer to, directly or through others."""
    found: dict[str, griffe.Object] = {}
    pending = list(known.values())
    while pending:
        for path in _references(pending.pop()):
            if not path.startswith(f"{root.path}."):
                continue
            obj = _target(root[path.removeprefix(f"{root.path}.")])
            if obj.path not in {*known, *found}:
                found[obj.path] = obj
                pending.append(obj)
    return sorted(found.values(), key=lambda obj: obj.name)


def _references(obj: griffe.Object) -> Iterator[str]:
    """Yield the paths of all names in the declarations of an object, except in default values."""
    texts: list[object] = []
    if isinstance(obj, griffe.Class):
        texts += obj.bases
        for member in _members(obj):
            yield from _references(member)
    elif isinstance(obj, griffe.Function):
        texts += [obj.returns, *(parameter.annotation for parameter in obj.parameters)]
    elif isinstance(obj, griffe.Attribute):
        is_alias = str(obj.annotation) == "TypeAlias"
        texts += [obj.annotation, *([obj.value] if is_alias else [])]
    for text in texts:
        if isinstance(text, griffe.Expr):
            names = (part for part in text.iterate() if isinstance(part, griffe.ExprName))
            yield from (name.canonical_path for name in names)


def _declarations(obj: griffe.Object) -> Iterator[str]:
    if not isinstance(obj, griffe.Class):
        yield _declaration(obj)
        return
    bases = ", ".join(str(base) for base in obj.bases)
    yield f"class {obj.name}{f'({bases})' if bases else ''}{_comment(obj)}"
    for member in _members(obj):
        yield _declaration(member, f"{obj.name}.")


def _members(class_: griffe.Class) -> list[griffe.Object]:
    public = [
        member
        for member in class_.members.values()
        if isinstance(member, griffe.Object) and _is_public(member)
    ]
    made_of_fields = "NamedTuple" in map(str, class_.bases) or any(
        "attrs." in one for one in _decorators(class_)
    )
    by_position = made_of_fields and not any("kw_only=True" in one for one in _decorators(class_))

    # The order of fields is part of the surface where callers pass them by position.
    def is_ordered(member: griffe.Object) -> bool:
        return by_position and isinstance(member, griffe.Attribute) and not _words(member)

    ordered = [member for member in public if is_ordered(member)]
    rest = [member for member in public if not is_ordered(member)]
    return ordered + sorted(rest, key=lambda member: member.name)


def _is_public(member: griffe.Object) -> bool:
    name = member.name
    if member.docstring and _PRIVATE.search(member.docstring.value):
        return False
    if name.startswith("__") and isinstance(member, griffe.Function):
        return name == "__init__" or not hasattr(object, name)
    return not name.startswith("_")


def _declaration(obj: griffe.Object, owner: str = "") -> str:
    if isinstance(obj, griffe.Function):
        returns = f" -> {obj.returns}" if obj.returns is not None else ""
        return f"{_words(obj)}{owner}{obj.name}({_parameters(obj)}){returns}{_comment(obj)}"
    attribute = cast(griffe.Attribute, obj)
    annotation = f": {attribute.annotation}" if attribute.annotation is not None else ""
    default = _default(attribute)
    value = f" = {default}" if default is not None else ""
    return f"{_words(obj)}{owner}{obj.name}{annotation}{value}{_comment(obj)}"


def _words(obj: griffe.Object) -> str:
    return "".join(f"{word} " for word in _WORDS if word in obj.labels)


def _comment(obj: griffe.Object) -> str:
    """Return the decorators of an object and what of it is deprecated, as a comment."""
    shown = [text for text in _decorators(obj) if text not in _WORDS]
    if isinstance(obj, griffe.Attribute):
        shown += ["deprecated"] * (obj.name in _deprecated(obj.parent))
    elif isinstance(obj, griffe.Function):
        names = _deprecated(obj)
        shown += ["deprecated"] * ("" in names)
        shown += [f"deprecated: {name}" for name in sorted(names) if name]
    return f"  # {', '.join(shown)}" if shown else ""


def _decorators(obj: griffe.Object) -> list[str]:
    if not isinstance(obj, (griffe.Class, griffe.Function)):
        return []
    return [str(decorator.value) for decorator in obj.decorators]


def _deprecated(obj: griffe.Object | griffe.Alias | None) -> set[str]:
    """Return the names that a docstring marks as deprecated; an empty one is the object itself."""
    text = obj.docstring.value if obj is not None and obj.docstring else ""
    return {found[1] or "" for found in _DEPRECATED.finditer(text)}


def _default(member: griffe.Attribute) -> str | None:
    """Return the value of a constant or the default of a field, if callers can rely on it."""
    value = member.value
    # The version changes in each release, which changes nothing for callers.
    if value is None or member.name == "__version__" or member.labels == {"instance-attribute"}:
        return None
    if isinstance(value, griffe.ExprCall) and str(value.function) == "attrs.field":
        given = {a.name: a.value for a in value.arguments if isinstance(a, griffe.ExprKeyword)}
        if "factory" in given:
            return f"{given['factory']}()"
        return str(given["default"]) if "default" in given else None
    return str(value)


def _parameters(function: griffe.Function) -> str:
    kinds = griffe.ParameterKind
    parts: list[str] = []
    previous: griffe.ParameterKind | None = None
    for parameter in function.parameters:
        if parameter.name in {"self", "cls"}:
            continue
        if previous is kinds.positional_only and parameter.kind is not kinds.positional_only:
            parts.append("/")
        if parameter.kind is kinds.keyword_only and previous not in {
            kinds.keyword_only,
            kinds.var_positional,
        }:
            parts.append("*")
        parts.append(_parameter(parameter, function))
        previous = parameter.kind
    if previous is kinds.positional_only:
        parts.append("/")
    return ", ".join(parts)


def _parameter(parameter: griffe.Parameter, function: griffe.Function) -> str:
    kinds = griffe.ParameterKind
    several: dict[griffe.ParameterKind | None, str] = {
        kinds.var_positional: "*",
        kinds.var_keyword: "**",
    }
    stars = several.get(parameter.kind, "")
    text = f"{stars}{parameter.name}"
    if parameter.annotation is not None:
        text += f": {parameter.annotation}"
    if parameter.default is not None and not stars:
        text += f" = {_spelled_out(parameter.default, function)}"
    return text


def _spelled_out(default: str | griffe.Expr, function: griffe.Function) -> str:
    """Return a default, with the value of a private constant in place of its name."""
    constant = function.module.members.get(str(default))
    if isinstance(constant, griffe.Attribute) and constant.name.startswith("_"):
        return str(constant.value)
    return str(default)
