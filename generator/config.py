"""Reads `config.yaml`: names and versions of the package."""

from __future__ import annotations

import keyword
import re
import sys
from pathlib import Path
from typing import Any, Final

import attrs
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet
from packaging.utils import InvalidName, canonicalize_name

from generator.document.pointer import child
from generator.document.yaml import load
from generator.errors import GeneratorError

_VERSION: Final = re.compile(r"(\d+!)?\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?", re.ASCII)
_DISTRIBUTION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
#: No file system holds longer names, with an ending.
_PACKAGE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
_YEARS: Final = range(1900, 10_000)

#: What the runtime of every package imports, and the modules that come with it.
_NEEDED: Final = {"attrs": {"attr", "attrs"}, "httpx": {"httpx"}}
#: The Python versions that are older than the runtime knows; the last of each, too.
_TOO_OLD: Final = [
    f"{release}{last}"
    for release in ("2.7", *(f"3.{minor}" for minor in range(11)))
    for last in ("", ".99")
]


@attrs.frozen(kw_only=True)
class Config:
    """Names and versions of the package.

    Attributes:
        distribution: The name that pip knows, normalised.
        package: The name that Python imports.
        version: Version of the package, in PEP 440's canonical form.
        license_holder: Who holds the copyright.
        license_year: Since when.
        requires_python: The Python versions that it runs on, as a PEP 440 specifier.
        dependencies: What every user installs, as PEP 508 requirements.
        extras: What some users install, by the name of the extra.
        keywords: For the registry's search.
        classifiers: For the registry's filters.
        urls: For the registry's page, by label.
    """

    distribution: str
    package: str
    version: str
    license_holder: str
    license_year: int
    requires_python: str
    dependencies: list[str]
    extras: dict[str, list[str]] = attrs.field(factory=dict)
    keywords: list[str] = attrs.field(factory=list)
    classifiers: list[str] = attrs.field(factory=list)
    urls: dict[str, str] = attrs.field(factory=dict)


def read_config(path: Path) -> Config:
    """Reads the configuration.

    Raises:
        GeneratorError: If the file cannot be read, or a key is unknown, missing or wrong.
    """
    data = load(path)
    source = path.name
    if not isinstance(data, dict):
        raise GeneratorError(source, "", "is no mapping", "write one key a line")
    fields = {field.name: field for field in attrs.fields(Config)}
    for key in data:
        if key not in fields:
            todo = f"use one of {', '.join(fields)}"
            raise GeneratorError(source, f"#/{key}", "is no key of the configuration", todo)
    needed = [name for name, field in fields.items() if field.default is attrs.NOTHING]
    missing = [name for name in needed if name not in data]
    if missing:
        is_one = len(missing) == 1
        todo = f"add {'it' if is_one else 'them'}"
        problem = f"{'is' if is_one else 'are'} missing"
        raise GeneratorError(source, f"#/{', #/'.join(missing)}", problem, todo)
    for name, value in data.items():
        _check_type(source, name, str(fields[name].type), value)
    config = Config(**data)
    for name, pattern, todo in (
        ("distribution", _DISTRIBUTION, "use lower-case letters, digits and hyphens"),
        ("version", _VERSION, "use PEP 440's canonical form, such as 1.2.0 or 1.2.0rc1"),
    ):
        if pattern.fullmatch(getattr(config, name)) is None:
            raise GeneratorError(source, f"#/{name}", "is not of the right form", todo)
    if config.license_year not in _YEARS:
        raise GeneratorError(source, "#/license_year", "is no year", "write one such as 2026")
    if keyword.iskeyword(config.package) or _PACKAGE.fullmatch(config.package) is None:
        todo = "use lower-case letters, digits and _, a letter first"
        raise GeneratorError(source, "#/package", "is no name of a package", todo)
    _check_python(source, config)
    _check_requirements(source, config)
    return config


def _check_python(source: str, config: Config) -> None:
    todo = 'write it as ">=3.11"'
    try:
        versions = SpecifierSet(config.requires_python)
    except InvalidSpecifier:
        problem = "is no PEP 440 specifier"
        raise GeneratorError(source, "#/requires_python", problem, todo) from None
    if any(map(versions.contains, _TOO_OLD)):
        problem = "allows a Python that is older than 3.11, which the package cannot run on"
        raise GeneratorError(source, "#/requires_python", problem, todo)


def _check_requirements(source: str, config: Config) -> None:
    """Reads what pip will read, so that no package is made that it refuses."""
    dependencies = _names(source, "#/dependencies", config.dependencies)
    modules = sys.stdlib_module_names.union(dependencies, *_NEEDED.values())
    extras: set[str] = set()
    for extra, requirements in config.extras.items():
        place = child("#/extras", extra)
        modules |= _names(source, place, requirements)
        try:
            name = canonicalize_name(extra, validate=True)
        except InvalidName:
            todo = "use letters, digits and hyphens"
            raise GeneratorError(source, place, "is no name of an extra", todo) from None
        if name in extras:
            problem = f"is the extra {name!r}, which is there already"
            raise GeneratorError(source, place, problem, "join them")
        extras.add(name)
    for needed in sorted(_NEEDED.keys() - dependencies):
        todo = "add it, with the versions that were tried"
        problem = f"lacks {needed}, which every package imports"
        raise GeneratorError(source, "#/dependencies", problem, todo)
    if config.package in {name.replace("-", "_") for name in modules}:
        problem = "has the name of a module of Python, or of one that the package imports"
        raise GeneratorError(source, "#/package", problem, "choose another name")


def _names(source: str, place: str, requirements: list[str]) -> set[str]:
    """The normalised names of what is required."""
    names: set[str] = set()
    for index, requirement in enumerate(requirements):
        try:
            names.add(canonicalize_name(Requirement(requirement).name))
        except InvalidRequirement:
            problem, todo = "is no PEP 508 requirement", 'write it as "httpx>=0.28,<1"'
            raise GeneratorError(source, f"{place}/{index}", problem, todo) from None
    return names


def _check_type(source: str, name: str, annotation: str, value: Any) -> None:
    """Compares a value with the annotation of its field, as far as this configuration needs."""
    right = {
        "str": _is_text(value),
        "int": type(value) is int,
        "list[str]": _is_list(value),
        "dict[str, str]": _is_mapping(value) and all(_is_text(one) for one in value.values()),
        "dict[str, list[str]]": _is_mapping(value) and all(_is_list(one) for one in value.values()),
    }
    if not right[annotation]:
        problem = f"is not of type {annotation}"
        raise GeneratorError(source, f"#/{name}", problem, "quote or nest it so")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and value != ""


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(key) for key in value)
