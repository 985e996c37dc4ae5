"""Compares parameters: the arguments of methods and those of the client."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import attrs

from generator.model.command import option
from generator.model.package import Operation, Package, Parameter
from generator.review import labels
from generator.review.change import Kind
from generator.review.classes import Classes
from generator.review.compare_classes import Member, unmasked
from generator.review.compare_schemas import Absence, Context, compare_schemas, finding
from generator.review.findings import Finding, match
from generator.review.grading import Use
from generator.review.quoting import code, codes, movement


def compare_parameters(
    old: Operation,
    new: Operation,
    old_package: Package,
    new_package: Package,
    classes: Classes,
    renamed: Mapping[str, str],
) -> Iterator[Finding]:
    """Compare the parameters of an operation.

    Args:
        old: The old operation.
        new: The new operation.
        old_package: The package of the old one.
        new_package: The package of the new one.
        classes: The classes of both.
        renamed: Variables of the path that have other names: the new name by the old one.
    """
    pairs, gone, came = match(
        old.parameters,
        new.parameters,
        lambda a, b: (a.location, a.name) == (b.location, b.name),
        lambda a, b: a.location == b.location == "path" and renamed.get(a.name) == b.name,
        lambda a, b: (a.location, a.python_name) == (b.location, b.python_name),
        lambda a, b: a.name == b.name,
    )
    for before, after in pairs:
        yield from _parameter(before, after, old, new, classes)
    for parameter in gone:
        if parameter.is_client:
            yield from _sent(parameter, new, new_package, "no longer sends")
        else:
            yield _of_parameter(parameter, old, "removed", Kind.BREAKING, "The {} is removed.")
    for parameter in came:
        if parameter.is_client:
            yield from _sent(parameter, new, old_package, "now sends")
        else:
            yield from _added(parameter, labels.of_parameter(parameter, new))
    yield from unmasked(_members(gone, old), _members(came, new))
    yield from _order(old, new, pairs)


def compare_client_parameters(
    old: Package, new: Package, stay: list[Operation]
) -> Iterator[Finding]:
    """Compare which arguments the client takes, whichever operation uses them.

    Args:
        old: The old package.
        new: The new package.
        stay: The operations of the new package that the old one has, too. Callers go on as they are
            if none of these needs a new argument.
    """

    def names(package: Package) -> set[str]:
        return {
            name
            for operation in package.operations
            for one in operation.parameters
            for name in (one.name, one.python_name)
        }

    # A parameter that moves between the client and a call is reported as a move.
    in_old, in_new = names(old), names(new)
    gone = [p for p in old.client_parameters if in_new.isdisjoint({p.name, p.python_name})]
    came = [p for p in new.client_parameters if in_old.isdisjoint({p.name, p.python_name})]
    for parameter in gone:
        label = labels.of_client_parameter(parameter)
        yield _finding(parameter, label, "removed", Kind.BREAKING, "The {} is removed.")
    used = {one.name for operation in stay for one in operation.parameters if one.is_client}
    for parameter in came:
        label = labels.of_client_parameter(parameter)
        yield from _added(parameter, label, is_used=parameter.name in used)
    yield from unmasked(
        [Member(labels.of_client_parameter(p), p.pointer, p.schema) for p in gone],
        [Member(labels.of_client_parameter(p), p.pointer, p.schema) for p in came],
    )


def _parameter(
    old: Parameter, new: Parameter, old_operation: Operation, operation: Operation, classes: Classes
) -> Iterator[Finding]:
    label = labels.of_parameter(new, operation)
    yield from _names(old, new, labels.of_parameter(old, old_operation), label)
    yield from _places(old, new, labels.of_parameter(old, old_operation), label)
    yield from _environment(old, new, label)
    yield from _identifier(old, new, label)
    yield from _option(old, new, label)
    if old.deprecated != new.deprecated:
        words = "{} is deprecated." if new.deprecated else "{} is no longer deprecated."
        yield _finding(new, label, "deprecated", Kind.BEHAVIOUR, words)
    is_list = any(part.kind == "array" for part in new.schema.parts)
    if is_list and old.explode != new.explode:
        how = "one pair for each item" if new.explode else "one pair with all items"
        words = f"{{}} is now sent as {how}."
        yield _finding(new, label, "explode", Kind.BEHAVIOUR, words)
    context = Context(
        label=label,
        pointer=new.schema.pointer or f"{new.pointer}/schema",
        use=Use.PATH if new.location == "path" else Use.REQUEST,
        classes=classes,
        sends_default=_sends_default(new),
    )
    if new.schema.class_name:
        context = attrs.evolve(context, pointer=f"{new.pointer}/schema")
    absence = Absence(
        before=not _is_mandatory(old),
        now=not _is_mandatory(new),
        pointer=f"{new.pointer}/required",
    )
    if old.required != new.required and absence.before == absence.now:
        verb = "now requires" if new.required else "no longer requires"
        words = f"The service {verb} the {{}}; it may be left out as before."
        yield _finding(new, label, "required", Kind.BEHAVIOUR, words, key="required")
    if _sends_default(old) and _sends_default(new) and old.default != new.default:
        moved = movement(old.default, new.default)
        words = f"The default of {{}} {moved}."
        pointer = f"{context.pointer}/default"
        yield finding(context, "default", Kind.BEHAVIOUR, words, pointer=pointer)
    yield from compare_schemas(old.schema, new.schema, context, absence)


def _names(old: Parameter, new: Parameter, was: str, label: str) -> Iterator[Finding]:
    if old.python_name != new.python_name:
        words = f"The {{}} is renamed to {code(new.python_name)}."
        yield _finding(new, was, "name", Kind.BREAKING, words, key="name")
    elif _wire_name(old) == _wire_name(new) and old.name != new.name:
        names = codes(old.name, new.name)
        words = f"{{}} is spelled {names[1]} instead of {names[0]} in the document alone."
        yield _finding(new, label, "name", Kind.DOCUMENTATION, words, key="name")
    if _wire_name(old) != _wire_name(new):
        names = codes(old.name, new.name)
        words = f"{{}} is sent as {names[1]} instead of {names[0]}."
        yield _finding(new, label, "wire", Kind.BEHAVIOUR, words, key="name")


def _places(old: Parameter, new: Parameter, was: str, label: str) -> Iterator[Finding]:
    if old.location != new.location:
        # A value that moves into the query, for example, shows in logs from then on.
        where = code(new.location), code(old.location)
        words = f"{{}} is sent in the {where[0]} instead of the {where[1]}."
        is_breaking = "path" in {old.location, new.location}
        yield _finding(new, label, "in", Kind.SECURITY, words, key="in", breaking=is_breaking)
    if old.is_client != new.is_client:
        # The label of a shared parameter does not name a method.
        is_shared = label == f"argument {code(new.python_name)}"
        now = "an argument of each call" if is_shared else f"the {label}"
        yield _finding(new, was, "location", Kind.BREAKING, f"The {{}} is now {now}.")


def _environment(old: Parameter, new: Parameter, label: str) -> Iterator[Finding]:
    """Compare from which environment variable an argument is read.

    Whoever sets the environment of a program decides what ends up in its requests.
    """
    was, now = old.environment, new.environment
    if was == now:
        return
    kind, breaking = Kind.SECURITY, was is not None
    if was is None:
        words = f"{{}} is now read from the environment variable {code(now)} if it is not given."
    elif now is None:
        kind, words = Kind.BREAKING, f"{{}} is no longer read from the variable {code(was)}."
    else:
        words = f"{{}} is read from the environment variable {code(now)} instead of {code(was)}."
    key = "x-sdk-environment"
    yield _finding(new, label, "environment", kind, words, key=key, breaking=breaking)


def _identifier(old: Parameter, new: Parameter, label: str) -> Iterator[Finding]:
    if old.is_identifier != new.is_identifier:
        kind, verb = Kind.ADDITIVE, "accepts again"
        if new.is_identifier:
            kind, verb = Kind.BREAKING, "no longer accepts"
        words = f"{{}} {verb} a value with a space or a slash."
        yield _finding(new, label, "identifier", kind, words, key="x-sdk-identifier")


def _option(old: Parameter, new: Parameter, label: str) -> Iterator[Finding]:
    """Compare how the command line spells an argument, and from which variable it reads it."""
    # An argument with another name has another option, unless the document spells both.
    follows = old.option == option(old.python_name, None) and old.python_name != new.python_name
    if old.option != new.option and not follows:
        is_kept = set(old.option) <= set(new.option)
        words = f"The command spells the {{}} {_spelled(new)} instead of {_spelled(old)}."
        kind = Kind.ADDITIVE if is_kept else Kind.BREAKING
        yield _finding(new, label, "option", kind, words, key="x-sdk-option")
    was, now = old.option_environment, new.option_environment
    if was != now:
        words = f"The variable from which the command reads the {{}} {movement(was, now)}."
        key = "x-sdk-option-environment"
        # As with x-sdk-environment: whoever sets the variable decides what is sent.
        kind, breaking = (Kind.SECURITY if now else Kind.BREAKING), was is not None
        yield _finding(new, label, "option variable", kind, words, key=key, breaking=breaking)


def _spelled(parameter: Parameter) -> str:
    return " or ".join(map(code, parameter.option))


def _added(parameter: Parameter, label: str, *, is_used: bool = True) -> Iterator[Finding]:
    kind, words = Kind.ADDITIVE, "{} is new and may be left out."
    if _is_mandatory(parameter) and not is_used:
        words = "{} is new, and only new operations need it."
    elif _is_mandatory(parameter):
        kind, words = Kind.BREAKING, "{} is new and must be given."
    yield _finding(parameter, label, "added", kind, words)
    if parameter.environment:
        words = f"{{}} is read from the environment variable {code(parameter.environment)}"
        words += " if it is not given."
        yield _finding(
            parameter, label, "environment", Kind.SECURITY, words, key="x-sdk-environment"
        )


def _sent(parameter: Parameter, new: Operation, other: Package, verb: str) -> Iterator[Finding]:
    """Report that an operation starts or stops to send an argument that the client keeps.

    Whether the client takes the argument at all is compared for all operations at once; in a path
    it is part of the change of the path.
    """
    names = {one.name for one in other.client_parameters}
    if parameter.name in names and parameter.location != "path":
        label = labels.of_operation(new)
        words = f"{{}} {verb} the {labels.of_client_parameter(parameter)}."
        # The parameter may be shared by operations that still send it.
        yield Finding(
            pointer=f"{new.pointer}/parameters",
            topic=f"sends {parameter.name}",
            kind=Kind.BEHAVIOUR,
            label=label,
            sentence=words.replace("{}", label, 1),
        )


def _order(
    old: Operation, new: Operation, pairs: list[tuple[Parameter, Parameter]]
) -> Iterator[Finding]:
    partners = {before.pointer: after.pointer for before, after in pairs}
    before = [partners[one.pointer] for one in old.positional if one.pointer in partners]
    now = [one.pointer for one in new.positional]
    if [one for one in before if one in now] != [one for one in now if one in before]:
        names = ", ".join(code(one.python_name) for one in new.positional)
        label = labels.of_operation(new)
        yield Finding(
            pointer=f"{new.pointer}/parameters",
            topic="order",
            kind=Kind.BREAKING,
            label=label,
            sentence=f"The positional arguments of {label} are now {names}.",
        )


def _wire_name(parameter: Parameter) -> str:
    """Return what the service knows a parameter by: in a path, its place."""
    if parameter.location == "path":
        return ""
    return parameter.name.lower() if parameter.location == "header" else parameter.name


def _sends_default(parameter: Parameter) -> bool:
    return parameter.is_client or parameter.required


def _is_mandatory(parameter: Parameter) -> bool:
    return parameter.required and parameter.default is None


def _members(parameters: list[Parameter], operation: Operation) -> list[Member]:
    return [
        Member(labels.of_parameter(one, operation), one.pointer, one.schema)
        for one in parameters
        if not one.is_client
    ]


def _of_parameter(
    parameter: Parameter, operation: Operation, topic: str, kind: Kind, words: str
) -> Finding:
    return _finding(parameter, labels.of_parameter(parameter, operation), topic, kind, words)


def _finding(
    parameter: Parameter,
    label: str,
    topic: str,
    kind: Kind,
    words: str,
    *,
    key: str = "",
    breaking: bool = False,
) -> Finding:
    return Finding(
        pointer=f"{parameter.pointer}/{key}" if key else parameter.pointer,
        topic=topic,
        kind=kind,
        label=label,
        sentence=words.replace("{}", label, 1),
        breaking=breaking,
    )
