"""Compares two packages: every fact of the model that a caller of the package can notice."""

from __future__ import annotations

from collections.abc import Iterator

import attrs

from generator.document.document import Document
from generator.model.package import Package
from generator.review import labels
from generator.review.change import Change, Kind, gravest_first
from generator.review.classes import classes
from generator.review.compare_classes import compare_classes, compare_names
from generator.review.compare_clouds import compare_clouds
from generator.review.compare_config_file import compare_config_file
from generator.review.compare_operations import compare_operations, pair_operations
from generator.review.compare_texts import Sides, compare_texts
from generator.review.findings import Finding, merged
from generator.review.quoting import code, movement


@attrs.frozen
class Side:
    """One of two states that are compared.

    Attributes:
        document: The document.
        package: The model of its package.
    """

    document: Document
    package: Package


def compare_sides(old: Side, new: Side) -> tuple[Change, ...]:
    """Return what changes between two documents, the gravest first, then by place.

    Args:
        old: The old document and its model.
        new: The new document and its model, made by the same generator.
    """
    changes = compare(old.package, new.package)
    sides = Sides(
        old=old.document,
        new=new.document,
        labels=labels.by_pointer(new.package),
        operations=pair_operations(old.package, new.package)[0],
        classes=classes(old.package, new.package),
    )
    return gravest_first((*changes, *compare_texts(sides, changes)))


def compare(old: Package, new: Package) -> tuple[Change, ...]:
    """Return what changes for callers between two packages, the gravest first, then by place.

    Args:
        old: The model of the old package.
        new: The model of the new package, made by the same generator.
    """
    both = classes(old, new)
    findings = [
        *compare_clouds(old, new),
        *compare_config_file(old, new),
        *compare_operations(old, new, both),
        *_groups(old, new),
        *compare_classes(old, new, both),
        *_version(old, new),
    ]
    return merged([*findings, *compare_names(both, findings)])


def _groups(old: Package, new: Package) -> Iterator[Finding]:
    """Compare the classes of groups that have the same attribute of the client."""
    olds = {group.name: group for group in old.groups}
    for group in new.groups:
        before = olds.get(group.name, group)
        if before.class_name != group.class_name:
            yield Finding(
                pointer=group.operations[0].pointer,
                topic="group",
                kind=Kind.BREAKING,
                label=code(group.class_name),
                sentence=(
                    f"Class {code(before.class_name)} is renamed to {code(group.class_name)}."
                ),
            )


def _version(old: Package, new: Package) -> Iterator[Finding]:
    versions = old.api_version, new.api_version
    if versions[0] == versions[1]:
        return
    defaults = {one.name: one.default for one in old.client_parameters}
    # The default of an argument that follows the version tells a caller more.
    if any((defaults.get(p.name), p.default) == versions for p in new.client_parameters):
        return
    yield Finding(
        pointer="/info/version",
        topic="version",
        kind=Kind.BEHAVIOUR,
        label="the service's interface",
        sentence=f"The version of the service's interface {movement(*versions)}.",
    )
