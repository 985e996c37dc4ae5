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
#: Most file systems allow 255 bytes, with an ending.
_PACKAGE: Final = re.compile(r"[A-Za-z][A-Za-z0-9_]{0,199}")
_EMAIL: Final = re.compile(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_YEARS: Final = range(1900, 10_000)

#: The libraries that can send the requests; the package imports the one that is a dependency.
_HTTP_LIBRARIES: Final = ("httpx", "httpx2")
#: Distributions that work with one of them alone.
_ONLY_WITH: Final = {"httpx-aiohttp": "httpx"}
#: Distributions that the runtime imports, with their modules.
_NEEDED: Final = {"attrs": {"attr", "attrs"}}
#: Python versions that the runtime does not support: the first and the last of each.
_TOO_OLD: Final = [
    f"{release}{last}"
    for release in ("2.7", *(f"3.{minor}" for minor in range(11)))
    for last in ("", ".99")
]


@attrs.frozen(kw_only=True)
class Config:
    """Names and versions of the package.

    Attributes:
        distribution: The name to install, normalised.
        package: The name to import.
        version: Version of the package, in PEP 440's canonical form.
        license_holder: The holder of the copyright.
        license_year: Its first year.
        author_email: The address of the authors on the page of the package index, or empty.
        requires_python: The supported Python versions, as a PEP 440 specifier.
        dependencies: Requirements of every user, in PEP 508: one is httpx or httpx2.
        extras: Requirements of each extra.
        keywords: Keywords for the search of the package index.
        classifiers: Trove classifiers.
        urls: Links on the page of the package index, by label.
    """

    distribution: str
    package: str
    version: str
    license_holder: str
    license_year: int
    requires_python: str
    dependencies: list[str]
    author_email: str = ""
    extras: dict[str, list[str]] = attrs.field(factory=dict)
    keywords: list[str] = attrs.field(factory=list)
    classifiers: list[str] = attrs.field(factory=list)
    urls: dict[str, str] = attrs.field(factory=dict)

    @property
    def http_library(self) -> str:
        """The library that the package imports to send requests: httpx or httpx2."""
        names = {canonicalize_name(Requirement(text).name) for text in self.dependencies}
        (library,) = names.intersection(_HTTP_LIBRARIES)
        return library


def read_config(path: Path) -> Config:
    """Return the configuration in a file.

    Raises:
        GeneratorError: If the file cannot be read, or a key is unknown, missing or wrong.
    """
    data = load(path)
    source = path.name
    if not isinstance(data, dict):
        raise GeneratorError(source, "", "is not a mapping", "write one key a line")
    fields = {field.name: field for field in attrs.fields(Config)}
    for key in data:
        if key not in fields:
            todo = f"use one of {', '.join(fields)}"
            raise GeneratorError(source, f"#/{key}", "is not a key of the configuration", todo)
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
            raise GeneratorError(source, f"#/{name}", "has the wrong format", todo)
    if config.author_email and _EMAIL.fullmatch(config.author_email) is None:
        todo = "write one such as name@example.com"
        raise GeneratorError(source, "#/author_email", "is not an email address", todo)
    if config.license_year not in _YEARS:
        raise GeneratorError(source, "#/license_year", "is not a year", "write one such as 2026")
    if keyword.iskeyword(config.package) or _PACKAGE.fullmatch(config.package) is None:
        todo = "use lower-case letters, digits and _, a letter first"
        raise GeneratorError(source, "#/package", "is not a valid package name", todo)
    _check_python(source, config)
    _check_requirements(source, config)
    return attrs.evolve(config, extras=_working_extras(config))


def _check_python(source: str, config: Config) -> None:
    todo = 'write it as ">=3.11"'
    try:
        versions = SpecifierSet(config.requires_python)
    except InvalidSpecifier:
        problem = "is not a PEP 440 specifier"
        raise GeneratorError(source, "#/requires_python", problem, todo) from None
    if any(map(versions.contains, _TOO_OLD)):
        problem = "allows Python versions before 3.11, which the package does not support"
        raise GeneratorError(source, "#/requires_python", problem, todo)


def _check_requirements(source: str, config: Config) -> None:
    """Check what pip will read, so that it can install the package."""
    dependencies = _names(source, "#/dependencies", config.dependencies)
    modules = sys.stdlib_module_names.union(dependencies, _HTTP_LIBRARIES, *_NEEDED.values())
    extras: set[str] = set()
    for extra, requirements in config.extras.items():
        place = child("#/extras", extra)
        modules |= _names(source, place, requirements)
        try:
            name = canonicalize_name(extra, validate=True)
        except InvalidName:
            todo = "use letters, digits and hyphens"
            raise GeneratorError(source, place, "is not a valid name of an extra", todo) from None
        if name in extras:
            problem = f"names the extra {name!r} a second time"
            raise GeneratorError(source, place, problem, "merge the two")
        extras.add(name)
    found = dependencies.intersection(_HTTP_LIBRARIES)
    for needed in sorted(_NEEDED.keys() - dependencies) or ([] if found else _HTTP_LIBRARIES[:1]):
        todo = "add it, with the versions that you tested"
        problem = f"lacks {needed}, which the runtime imports"
        raise GeneratorError(source, "#/dependencies", problem, todo)
    if len(found) > 1:
        problem = f"names {' and '.join(_HTTP_LIBRARIES)}, and the package imports one of them"
        raise GeneratorError(source, "#/dependencies", problem, "remove the other one")
    if config.package in {name.replace("-", "_") for name in modules}:
        problem = "is also the name of a module of Python or of a dependency"
        raise GeneratorError(source, "#/package", problem, "choose another name")


def _working_extras(config: Config) -> dict[str, list[str]]:
    """Return the extras without requirements that work with another HTTP library alone."""
    works = {None, config.http_library}
    extras = {
        extra: [
            text
            for text in requirements
            if _ONLY_WITH.get(canonicalize_name(Requirement(text).name)) in works
        ]
        for extra, requirements in config.extras.items()
    }
    return {extra: requirements for extra, requirements in extras.items() if requirements}


def _names(source: str, place: str, requirements: list[str]) -> set[str]:
    """Return the normalised names of the required distributions."""
    names: set[str] = set()
    for index, requirement in enumerate(requirements):
        try:
            names.add(canonicalize_name(Requirement(requirement).name))
        except InvalidRequirement:
            problem, todo = "is not a PEP 508 requirement", 'write it as "httpx>=0.28,<1"'
            raise GeneratorError(source, f"{place}/{index}", problem, todo) from None
    return names


def _check_type(source: str, name: str, annotation: str, value: Any) -> None:
    """Check a value against the annotation of its field."""
    right = {
        "str": _is_text(value),
        "int": type(value) is int,
        "list[str]": _is_list(value),
        "dict[str, str]": _is_mapping(value) and all(_is_text(one) for one in value.values()),
        "dict[str, list[str]]": _is_mapping(value) and all(_is_list(one) for one in value.values()),
    }
    if not right[annotation]:
        problem = f"is not of type {annotation}"
        raise GeneratorError(source, f"#/{name}", problem, "correct its type")


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and value.isprintable() and value != ""


def _is_list(value: Any) -> bool:
    return isinstance(value, list) and all(_is_text(item) for item in value)


def _is_mapping(value: Any) -> bool:
    return isinstance(value, dict) and all(_is_text(key) for key in value)
