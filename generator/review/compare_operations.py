"""Compares operations: the methods of the client, their bodies and their responses."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import attrs

from generator.document.pointer import child
from generator.model.package import REPEATABLE, Failure, Operation, Package, Success
from generator.model.schema import NULL
from generator.review import labels
from generator.review.change import Kind
from generator.review.classes import Classes
from generator.review.compare_parameters import compare_client_parameters, compare_parameters
from generator.review.compare_schemas import Absence, Context, alike, compare_schemas, finding
from generator.review.findings import Finding, match
from generator.review.grading import Use
from generator.review.quoting import code, codes, movement

_UNSIGNED = "no token"


def pair_operations(
    old: Package, new: Package
) -> tuple[list[tuple[Operation, Operation]], list[Operation], list[Operation]]:
    """Pair the operations of two packages by operationId, else by method and path.

    Args:
        old: The old package.
        new: The new package.

    Returns:
        The pairs, the operations that are removed, and the new ones.
    """
    return match(
        old.operations,
        new.operations,
        lambda a, b: a.operation_id == b.operation_id,
        lambda a, b: (_shape(a.path), a.method) == (_shape(b.path), b.method),
    )


def compare_operations(old: Package, new: Package, classes: Classes) -> Iterator[Finding]:
    """Compare the operations of two packages, and the arguments of the client.

    Args:
        old: The old package.
        new: The new package.
        classes: Their classes.
    """
    pairs, gone, came = pair_operations(old, new)
    for before, after in pairs:
        yield from _operation(before, after, old, new, classes)
    for operation in gone:
        yield _of_operation(operation, "removed", Kind.BREAKING, "{} is removed.")
    for operation in came:
        yield _of_operation(operation, "added", Kind.ADDITIVE, "{} is new.")
        if operation.is_repeatable and operation.method.lower() not in REPEATABLE:
            words = "{} may be sent again after a failure."
            pointer = f"{operation.pointer}/x-sdk-repeatable"
            yield _of_operation(operation, "repeatable", Kind.SECURITY, words, pointer=pointer)
    yield from compare_client_parameters(old, new, [after for _, after in pairs])


def _operation(
    old: Operation, new: Operation, old_package: Package, new_package: Package, classes: Classes
) -> Iterator[Finding]:
    yield from _name(old, new)
    yield from _request(old, new)
    yield from _treatment(old, new)
    yield from _by_id(old, new)
    yield from _security(old, new)
    renamed = _renamed_variables(old.path, new.path) or {}
    yield from compare_parameters(old, new, old_package, new_package, classes, renamed)
    yield from _body(old, new, classes)
    yield from _responses(old, new, classes)


def _name(old: Operation, new: Operation) -> Iterator[Finding]:
    pointer = f"{new.pointer}/operationId"
    if labels.of_operation(old) != labels.of_operation(new):
        sentence = f"{labels.of_operation(old)} is renamed to {labels.of_operation(new)}."
        yield _of_operation(new, "name", Kind.BREAKING, sentence)
    elif old.operation_id != new.operation_id:
        moved = movement(old.operation_id, new.operation_id)
        words = f"The operationId of {{}}, by which the stand-in knows it, {moved}."
        yield _of_operation(new, "name", Kind.BREAKING, words, pointer=pointer)


def _request(old: Operation, new: Operation) -> Iterator[Finding]:
    if old.method != new.method:
        words = f"{{}} sends {code(new.method)} instead of {code(old.method)}."
        yield _of_operation(new, "method", Kind.SECURITY, words)
    if _renamed_variables(old.path, new.path) is None:
        paths = codes(old.path, new.path)
        words = f"{{}} calls the path {paths[1]} instead of {paths[0]}."
        yield _of_operation(new, "path", Kind.SECURITY, words)


def _treatment(old: Operation, new: Operation) -> Iterator[Finding]:
    """Compare how a call is treated: repeated, deprecated, with which permission."""
    # The method tells whether a GET or PUT is repeated.
    is_marked = {old.method.lower(), new.method.lower()}.isdisjoint(REPEATABLE)
    if is_marked and old.is_repeatable != new.is_repeatable:
        kind, words = Kind.BEHAVIOUR, "{} is no longer sent again after a failure."
        if new.is_repeatable:
            kind, words = Kind.SECURITY, "{} may now be sent again after a failure."
        pointer = f"{new.pointer}/x-sdk-repeatable"
        yield _of_operation(new, "repeatable", kind, words, pointer=pointer)
    if old.permission != new.permission:
        moved = movement(old.permission, new.permission)
        words = f"The permission that callers of {{}} need {moved}."
        pointer = f"{new.pointer}/x-sdk-permission"
        yield _of_operation(new, "permission", Kind.BEHAVIOUR, words, pointer=pointer)
    if old.is_run != new.is_run:
        kind, words = Kind.BREAKING, "The command `run` no longer uses {}."
        if new.is_run:
            kind, words = Kind.ADDITIVE, "The command `run` puts the result of {} into variables."
        pointer = f"{new.pointer}/x-sdk-run"
        yield _of_operation(new, "run", kind, words, pointer=pointer)
    if old.deprecated != new.deprecated:
        words = "{} is deprecated." if new.deprecated else "{} is no longer deprecated."
        pointer = f"{new.pointer}/deprecated"
        yield _of_operation(new, "deprecated", Kind.BEHAVIOUR, words, pointer=pointer)


def _by_id(old: Operation, new: Operation) -> Iterator[Finding]:
    """Compare the methods that take ids of resources."""
    limit_pointer = f"{new.pointer}/x-sdk-rate-limit"
    for variant, pointer in (("by_id", new.pointer), ("many", limit_pointer)):
        was, now = (f"{one.name}_{variant}" in one.methods for one in (old, new))
        if was != now:
            words = f"{_variant(new, variant)} is {'new' if now else 'removed'}."
            kind = Kind.ADDITIVE if now else Kind.BREAKING
            yield _of_operation(new, variant, kind, words, pointer=pointer)
    if old.rate_limit and new.rate_limit and old.rate_limit != new.rate_limit:
        before, after = (
            f"{limit.burst} calls at once and {limit.per_second} a second"
            for limit in (old.rate_limit, new.rate_limit)
        )
        words = (
            f"{_variant(new, 'many')} keeps to {after} in each subscription, instead of {before}."
        )
        yield _of_operation(new, "many", Kind.BEHAVIOUR, words, pointer=limit_pointer)


def _variant(operation: Operation, variant: str) -> str:
    return labels.of_operation(attrs.evolve(operation, name=f"{operation.name}_{variant}"))


def _security(old: Operation, new: Operation) -> Iterator[Finding]:
    """Compare what sign-in a call needs, whether the operation or the document says so."""
    before, after = _alternatives(old), _alternatives(new)
    if before == after:
        return
    moved = f"changes from {' or '.join(before)} to {' or '.join(after)}"
    words = f"What {{}} needs to be called {moved}."
    if after == [_UNSIGNED]:
        words = f"{{}} is now called without a token, not with {' or '.join(before)}."
    pointer = f"{new.pointer}/security"
    yield _of_operation(new, "security", Kind.SECURITY, words, pointer=pointer)


def _alternatives(operation: Operation) -> list[str]:
    """Return the alternatives of sign-in in words, each once, in an order of their own."""
    return sorted(
        {
            " and ".join(
                code(scheme) + (f" for {', '.join(map(code, sorted(scopes)))}" if scopes else "")
                for scheme, scopes in sorted(each.items())
            )
            or _UNSIGNED
            for each in operation.security or ({},)
        }
    )


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _renamed_variables(old: str, new: str) -> dict[str, str] | None:
    """Return the variables of a path that have other names; None if it is another path."""
    before, after = (re.findall(r"\{([^}]*)\}", path) for path in (old, new))
    renamed = {a: b for a, b in zip(before, after, strict=False) if a != b}
    # Two variables that change places put each value where the other one stood.
    is_swapped = any(a in after or b in before for a, b in renamed.items())
    return None if _shape(old) != _shape(new) or is_swapped else renamed


# Bodies and responses.


def _body(old: Operation, new: Operation, classes: Classes) -> Iterator[Finding]:
    before, after = old.body, new.body
    if before and after:
        label = labels.of_body(before, after, new)
        context = Context(label=label, pointer=after.pointer, use=Use.REQUEST, classes=classes)
        absence = Absence(
            before=not before.required, now=not after.required, pointer=f"{after.pointer}/required"
        )
        if before.content_type != after.content_type:
            moved = movement(before.content_type, after.content_type)
            words = f"The media type of {{}} {moved}."
            pointer = f"{after.pointer}/content"
            yield finding(context, "media", Kind.BEHAVIOUR, words, pointer=pointer)
        context = attrs.evolve(context, pointer=after.schema.pointer or after.pointer)
        yield from compare_schemas(before.schema, after.schema, context, absence)
    elif body := before or after:
        operation = new if after else old
        label = labels.of_body(body, body, operation)
        kind, words = Kind.BREAKING, "The {} is removed."
        if after:
            kind = Kind.BREAKING if after.required else Kind.ADDITIVE
            words = f"{{}} is new and {'must be given' if after.required else 'may be left out'}."
        context = Context(label=label, pointer=body.pointer, use=Use.REQUEST, classes=classes)
        yield finding(context, "added" if after else "removed", kind, words)


def _responses(old: Operation, new: Operation, classes: Classes) -> Iterator[Finding]:
    olds, news = _successes(old), _successes(new)
    media = [{one.status: one.media_type for one in each.examples} for each in (old, new)]

    def same(before: str, after: str) -> bool:
        if not (before in olds and after in news):
            return False
        return alike(olds[before].schema, news[after].schema, classes)

    pairs, gone, came = match(media[0], media[1], lambda a, b: a == b, same)
    for before, after in pairs:
        if before != after:
            words = f"{{}} succeeds with status {code(after)} instead of {code(before)}."
            yield _of_response(new, after, Kind.BEHAVIOUR, words)
        yield from _response(before, after, old, new, classes)
    for status in gone:
        is_known = status not in olds or any(same(status, one) for one in news)
        words = f"{{}} no longer answers with status {code(status)}"
        had = "was empty" if _is_empty(olds.get(status)) else "had a type of its own"
        words += "." if is_known else f", whose result {had}."
        yield _of_response(old, status, Kind.BEHAVIOUR if is_known else Kind.BREAKING, words)
    for status in came:
        is_known = status not in news or any(same(one, status) for one in olds)
        words = f"{{}} may now answer with status {code(status)}"
        has = "is empty" if _is_empty(news.get(status)) else "has a type of its own"
        words += "." if is_known else f", whose result {has}."
        yield _of_response(new, status, Kind.BEHAVIOUR if is_known else Kind.BREAKING, words)


def _response(
    was: str, now: str, old: Operation, new: Operation, classes: Classes
) -> Iterator[Finding]:
    """Compare two responses that stand for each other."""
    before = _successes(old).get(was) or _failures(old).get(was)
    after = _successes(new).get(now) or _failures(new).get(now)
    here = child(new.pointer, "responses", now)
    place = after.pointer if after else here
    label = labels.of_response(before.pointer if before else place, place, now, new)
    context = Context(label=label, pointer=place, use=Use.RESULT, classes=classes)
    media = [
        next(one.media_type for one in each.examples if one.status == status)
        for each, status in ((old, was), (new, now))
    ]
    if (media[0] is None) != (media[1] is None):
        kind = Kind.BREAKING if labels.is_success(now) else Kind.BEHAVIOUR
        words = "{} no longer has a body." if media[1] is None else "{} now has a body."
        yield finding(context, "content", kind, words)
        return
    if media[0] != media[1]:
        words = f"The media type of {{}} {movement(*media)}."
        yield finding(context, "media", Kind.BEHAVIOUR, words)
    match before, after:
        case Success(), Success():
            within = attrs.evolve(context, pointer=_place(after))
            yield from compare_schemas(before.schema, after.schema, within)
        case Failure(), Failure():
            yield from _errors(before, after, context)
        case None, Failure(bodies=(body, *_)):
            words = f"{{}} is now read as {labels.of_type(body.schema)}, not as any JSON value."
            yield finding(context, "model", Kind.BEHAVIOUR, words)
        case Failure(bodies=(body, *_)), None:
            words = f"{{}} is no longer read as {labels.of_type(body.schema)}."
            yield finding(context, "model", Kind.BREAKING, words)
        case _:
            pass


def _errors(old: Failure, new: Failure, context: Context) -> Iterator[Finding]:
    for before, after in zip(old.bodies, new.bodies, strict=False):
        within = attrs.evolve(context, pointer=_place(new))
        yield from compare_schemas(before.schema, after.schema, within)
        if before.enveloped != after.enveloped:
            where = "the member `error` of the body" if after.enveloped else "the whole body"
            yield finding(context, "envelope", Kind.BEHAVIOUR, f"{{}} is now {where}.")


def _place(response: Success | Failure) -> str:
    """Return the place of a response's schema; a class has another place, which others share."""
    schema = response.schema if isinstance(response, Success) else response.bodies[0].schema
    is_inside = schema.pointer.startswith(f"{response.pointer}/")
    return schema.pointer if is_inside else response.pointer


def _successes(operation: Operation) -> Mapping[str, Success]:
    return {_status(one.statuses): one for one in operation.successes}


def _failures(operation: Operation) -> Mapping[str, Failure]:
    return {_status(one.statuses): one for one in operation.failures if one.pointer}


def _status(statuses: tuple[int, int] | None) -> str:
    """Return status codes as a document writes them."""
    if statuses is None:
        return "default"
    first, last = statuses
    return str(first) if first == last else f"{first // 100}XX"


def _is_empty(success: Success | None) -> bool:
    return success is None or success.schema == NULL


def _of_operation(
    operation: Operation, topic: str, kind: Kind, words: str, *, pointer: str = ""
) -> Finding:
    label = labels.of_operation(operation)
    return Finding(
        pointer=pointer or operation.pointer,
        topic=topic,
        kind=kind,
        label=label,
        sentence=words.replace("{}", label, 1),
    )


def _of_response(operation: Operation, status: str, kind: Kind, words: str) -> Finding:
    pointer = child(operation.pointer, "responses", status)
    return _of_operation(operation, "status", kind, words, pointer=pointer)
