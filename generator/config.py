"""Reads `config.yaml`: names and versions of the package."""

from __future__ import annotations

import keyword
import re
from pathlib import Path
from typing import Any, Final

import attrs
from packaging.requirements import InvalidRequirement, Requirement
from packaging.specifiers import InvalidSpecifier, SpecifierSet

from .errors import GeneratorError
from .pointer import child
from .yaml import load

_VERSION: Final = re.compile(r"(\d+!)?\d+(\.\d+)*((a|b|rc)\d+)?(\.post\d+)?(\.dev\d+)?", re.ASCII)
_DISTRIBUTION: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


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
    is_name = config.package.isidentifier() and not keyword.iskeyword(config.package)
    if not (is_name and config.package.isascii()):
        todo = "use lower-case letters, digits and _"
        raise GeneratorError(source, "#/package", "is no name of a package", todo)
    _check_requirements(source, config)
    return config


def _check_requirements(source: str, config: Config) -> None:
    """Reads what pip will read, so that no package is made that it refuses."""
    try:
        SpecifierSet(config.requires_python)
    except InvalidSpecifier:
        problem, todo = "is no PEP 440 specifier", 'write it as ">=3.11"'
        raise GeneratorError(source, "#/requires_python", problem, todo) from None
    listed = {"#/dependencies": config.dependencies}
    listed |= {child("#/extras", extra): found for extra, found in config.extras.items()}
    for place, requirements in listed.items():
        for index, requirement in enumerate(requirements):
            try:
                Requirement(requirement)
            except InvalidRequirement:
                problem, todo = "is no PEP 508 requirement", 'write it as "httpx>=0.28,<1"'
                raise GeneratorError(source, f"{place}/{index}", problem, todo) from None


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
