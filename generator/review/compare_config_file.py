"""Compares the config file that fills arguments: its names, and what its keys mean.

Whoever writes a file of that name decides what a program sends.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from generator.model.package import ConfigFile, Package, Parameter
from generator.review.change import Kind
from generator.review.findings import Finding, match
from generator.review.quoting import code, listed, movement

_POINTER: Final = "/x-sdk-config-file"
_LABEL: Final = "`Client.from_config`"


def compare_config_file(old: Package, new: Package) -> Iterator[Finding]:
    """Compare the config files of two packages.

    Args:
        old: The old package.
        new: The new package.
    """
    before, after = old.config_file, new.config_file
    if before is not None and after is not None:
        yield from _file(before, after)
        yield from _keys(old, new)
    elif before is not None:
        yield _finding("removed", Kind.BREAKING, "{} is removed.")
    elif after is not None:
        words = f"{{}} is new: arguments may come from a file {_names(after)}."
        yield _finding("added", Kind.SECURITY, words)


def _file(old: ConfigFile, new: ConfigFile) -> Iterator[Finding]:
    if old.names != new.names:
        words = f"{{}} reads a file {_names(new)} instead of {_names(old)}."
        is_breaking = not set(old.names) <= set(new.names)
        yield _finding("names", Kind.SECURITY, words, key="names", breaking=is_breaking)
    if old.id_key != new.id_key:
        words = f"The key of the resource id that {{}} reads {movement(old.id_key, new.id_key)}."
        is_breaking = old.id_key is not None
        yield _finding("id-key", Kind.SECURITY, words, key="id-key", breaking=is_breaking)


def _keys(old: Package, new: Package) -> Iterator[Finding]:
    pairs, gone, came = match(
        old.config_file.parameters if old.config_file else (),
        new.config_file.parameters if new.config_file else (),
        lambda a, b: a.name == b.name,
        lambda a, b: a.config_key == b.config_key,
    )
    # A file without the key is refused, and a call that unpacks `config` has one more argument.
    for before, after in [*pairs, *((None, parameter) for parameter in came)]:
        key = before.config_key if before else None
        if key != after.config_key:
            words = f"The key of {{}} in the config file {movement(key, after.config_key)}."
            yield _of_parameter(after, Kind.SECURITY, words)
    # An argument that is removed is reported as removed.
    remaining = {one.name for operation in new.operations for one in operation.parameters}
    for parameter in gone:
        if parameter.name in remaining:
            words = "{} is no longer read from the config file."
            yield _of_parameter(parameter, Kind.BREAKING, words)


def _of_parameter(parameter: Parameter, kind: Kind, words: str) -> Finding:
    label = f"argument {code(parameter.python_name)}"
    return Finding(
        pointer=f"{parameter.pointer}/x-sdk-config-key",
        topic="config key",
        kind=kind,
        label=label,
        sentence=words.replace("{}", label, 1),
        breaking=True,
    )


def _finding(
    topic: str, kind: Kind, words: str, *, key: str = "", breaking: bool = False
) -> Finding:
    return Finding(
        pointer=f"{_POINTER}/{key}" if key else _POINTER,
        topic=topic,
        kind=kind,
        label=_LABEL,
        sentence=words.replace("{}", _LABEL, 1),
        breaking=breaking,
    )


def _names(file: ConfigFile) -> str:
    return listed([code(name) for name in file.names], len(file.names))
