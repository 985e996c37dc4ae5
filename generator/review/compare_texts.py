"""Compares what only the documents show: texts for people, and parts that no package is made of.

Both documents are walked side by side, from the operations through their references to all they
use, and then through the components that nothing uses. What the model of a package expresses is
passed over; `comparison` compares that.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any, Final

import attrs

from generator.document.constraints import KEYWORDS
from generator.document.document import METHODS, Document
from generator.document.pointer import child, steps
from generator.model.package import Operation
from generator.review.change import Change, Kind
from generator.review.classes import Classes
from generator.review.findings import Finding, match, merged
from generator.review.quoting import code, movement

#: Keywords that are texts for people. Of the keys that start with `x-`, all but ours are, too.
_TEXTS: Final = frozenset(
    {"$comment", "contact", "description", "example", "examples", "externalDocs", "license"}
    | {"openapi", "summary", "tags", "termsOfService", "title"}
)
#: Keywords that the model of a package expresses, or that the generator refuses.
_MODELLED: Final = frozenset(
    {"$ref", "const", "default", "deprecated", "enum", "explode", "format", "in", "name"}
    | {"operationId", "readOnly", "required", "security", "style", "type", "url", "version"}
    | {"writeOnly", "x-ms-client-name", "x-ms-parameter-location"}
    | {"x-ms-secret", "x-sdk-cloud", "x-sdk-config-key", "x-sdk-config-file"}
    | {"x-sdk-environment", "x-sdk-permission", "x-sdk-repeatable", "x-sdk-sign-in-host"}
    | {"x-sdk-rate-limit", "x-sdk-option", "x-sdk-option-environment", "x-sdk-run"}
    | {"x-sdk-identifier"}
    | {"x-sdk-token-scope", *KEYWORDS}
)
#: Keywords whose values are parts that are walked: one, several by name, or several in a list.
_SINGLE: Final = frozenset({"additionalProperties", "items", "requestBody", "schema"})
_NAMED: Final = frozenset({"content", "properties", "responses"})
_LISTED: Final = frozenset({"allOf", "anyOf", "oneOf"})
#: Keywords of the document and of a path whose values are walked apart.
_APART: Final = frozenset({"components", "info", "parameters", "paths", "servers", *METHODS})


@attrs.frozen(kw_only=True)
class Sides:
    """Two documents and what sentences call their places.

    Attributes:
        old: The old document.
        new: The new document.
        labels: Labels by the pointers to places in the new document.
        operations: The operations that belong together.
        classes: The classes of both packages.
    """

    old: Document
    new: Document
    labels: Mapping[str, str]
    operations: list[tuple[Operation, Operation]]
    classes: Classes


def compare_texts(sides: Sides, told: tuple[Change, ...]) -> tuple[Change, ...]:
    """Return the differences of two documents that the models of their packages do not show.

    Args:
        sides: The documents.
        told: The changes between the models.
    """
    known = {change.pointer for change in told}
    # A title may name a class.
    known |= {f"{pointer}/title" for pointer in known}
    if any(pointer.endswith("/security") for pointer in known):
        known.add("/security")
    found = [one for one in _differences(sides) if one.pointer not in known]
    return merged(found)


def _differences(sides: Sides) -> Iterator[Finding]:
    classes = [(before.pointer, after.pointer) for before, after in sides.classes.pairs]
    pending = [("", ""), ("/info", "/info"), *_servers(sides), *_operations(sides), *classes]
    # Two classes that do not belong together have texts of their own.
    alone = {pointer for pair in classes for pointer in pair}
    alone |= {one.pointer for one in (*sides.classes.gone, *sides.classes.came)}
    visited: set[tuple[str, str]] = set()
    # Extensions may stand among paths and among responses.
    holders = {("/paths", "/paths")}
    pending += holders
    while pending:
        pair = pending.pop(0)
        places = sides.old.resolve(pair[0])[0], sides.new.resolve(pair[1])[0]
        if pair in visited or (places not in classes and not alone.isdisjoint(places)):
            continue
        visited.add(pair)
        old, new = _keys(sides.old, pair[0]), _keys(sides.new, pair[1])
        for key in {**old, **new}:
            if pair in holders and not key.startswith("x-"):
                continue
            if key == "responses" and key in old and key in new:
                holders.add((old[key], new[key]))
                pending.append((old[key], new[key]))
            if key in old and key in new and key in {*_SINGLE, *_NAMED, *_LISTED}:
                pending += _inside(sides, key, old[key], new[key])
            elif key not in {*_SINGLE, *_NAMED, *_LISTED, *_MODELLED, *_APART}:
                absent = child(pair[1], key)
                here = new.get(key, absent)
                # What stands beside a `$ref` is about the part that the `$ref` leads to.
                is_named = pair[1] in sides.labels and here.startswith(f"{pair[1]}/")
                label = _label(sides, pair[1] if is_named else places[1])
                yield from _attribute(sides, key, old.get(key, absent), here, label)
        if "content" in old and "content" in new:
            yield from _media_types(sides, old["content"], new["content"])
    yield from _unused(sides)
    yield from _security(sides)


def _keys(document: Document, pointer: str) -> dict[str, str]:
    """Return where each key of a part stands; what stands beside its `$ref` comes first."""
    place, value = document.resolve(pointer)
    found = {key: child(place, key) for key in value} if isinstance(value, dict) else {}
    here = document.at(pointer)
    return found | ({key: child(pointer, key) for key in here} if isinstance(here, dict) else {})


def _inside(sides: Sides, key: str, old: str, new: str) -> list[tuple[str, str]]:
    """Return the parts below a key that belong together."""
    if key in _SINGLE:
        return [(old, new)]
    before, after = sides.old.at(old), sides.new.at(new)
    if key in _NAMED:
        return [(child(old, name), child(new, name)) for name in before if name in after]
    if len(before) != len(after):
        return []
    return [(child(old, index), child(new, index)) for index in range(len(before))]


def _servers(sides: Sides) -> list[tuple[str, str]]:
    olds, news = (list(enumerate(one.root.get("servers", ()))) for one in (sides.old, sides.new))
    pairs, _, _ = match(
        olds,
        news,
        lambda a, b: a[1].get("x-sdk-cloud", a[1]["url"]) == b[1].get("x-sdk-cloud", b[1]["url"]),
        lambda a, b: a[1]["url"] == b[1]["url"],
        lambda a, b: a[0] == b[0],
    )
    return [(f"/servers/{old}", f"/servers/{new}") for (old, _), (new, _) in pairs]


def _operations(sides: Sides) -> list[tuple[str, str]]:
    """Return the places of operations, their paths and their parameters."""
    found: list[tuple[str, str]] = []
    for before, after in sides.operations:
        was, now = before.pointer, after.pointer
        found += [(was, now), (was.rpartition("/")[0], now.rpartition("/")[0])]
        pairs, _, _ = match(
            _parameters(sides.old, was),
            _parameters(sides.new, now),
            lambda a, b: a[1:] == b[1:],
            lambda a, b: a[0] == b[0],
        )
        found += [(old[0], new[0]) for old, new in pairs]
    return found


def _parameters(document: Document, operation: str) -> Iterator[tuple[str, str, str]]:
    """Yield where an operation lists each parameter, where it is sent, and its name."""
    for holder in (operation, operation.rpartition("/")[0]):
        for index in range(len(document.at(holder).get("parameters", ()))):
            pointer = f"{holder}/parameters/{index}"
            _, value = document.resolve(pointer)
            yield pointer, value["in"], value["name"]


def _attribute(sides: Sides, key: str, old: str, new: str, label: str) -> Iterator[Finding]:
    """Compare the values of a keyword that the models do not show."""
    before, after = (
        one.at(place) if _stands(one, place) else None
        for one, place in ((sides.old, old), (sides.new, new))
    )
    if _canonical(before) == _canonical(after):
        return
    if key in _TEXTS or key.startswith("x-"):
        words = f"{code(key)} of {label} changes{_strange(before, after)}."
        yield _finding(old if after is None else new, label, Kind.DOCUMENTATION, words)
        return
    words = f"{code(key)} of {label} {_moved(before, after)}."
    yield _finding(old if after is None else new, label, Kind.BEHAVIOUR, words)


def _moved(old: Any, new: Any) -> str:
    """Return in words how a value changes; of an object, which of its members do."""
    if not (isinstance(old or {}, dict) and isinstance(new or {}, dict)):
        return movement(old, new)
    before, after = old or {}, new or {}
    words = [f"no longer has {code(name)}" for name in before if name not in after]
    words += [f"now has {code(name)}" for name in after if name not in before]
    both = (name for name in after if name in before)
    words += [
        f"has another {code(name)}"
        for name in both
        if _canonical(before[name]) != _canonical(after[name])
    ]
    return " and ".join(words)


def _strange(old: Any, new: Any) -> str:
    """Return which characters that a reader may not see, or take for others, a text now has."""
    came = sorted(set(_canonical(new)) - set(_canonical(old)) - set(map(chr, range(128))))
    return f"; it now has the characters {', '.join(map(code, came))}" if came else ""


def _media_types(sides: Sides, old: str, new: str) -> Iterator[Finding]:
    """Compare the media types of a response; the package asks for one that it can read."""
    before, after = sides.old.at(old), sides.new.at(new)
    if before.keys().isdisjoint(after):
        return  # The models show another media type.
    label = _label(sides, new)
    for name in after:
        if name not in before:
            words = f"{label} may now be {code(name)} as well, which the package does not ask for."
            yield _finding(child(new, name), label, Kind.DOCUMENTATION, words)
    for name in before:
        if name not in after:
            words = f"{label} is never {code(name)}, which the package did not ask for."
            yield _finding(child(old, name), label, Kind.DOCUMENTATION, words)


def _unused(sides: Sides) -> Iterator[Finding]:
    """Compare the components that no operation uses and that are no classes."""
    before, after = _unused_components(sides.old), _unused_components(sides.new)
    for pointer in {**before, **after}:
        if pointer in sides.labels or before.get(pointer) == after.get(pointer):
            continue
        if pointer not in after and _stands(sides.new, pointer):
            continue
        if pointer not in before and _stands(sides.old, pointer):
            continue
        label = f"component {code(f'#{pointer}')}"
        words = "changes" if pointer in before and pointer in after else "is removed"
        words = "is new" if pointer not in before else words
        sentence = f"The {label}, which no operation uses, {words}."
        yield _finding(pointer, label, Kind.DOCUMENTATION, sentence)


def _unused_components(document: Document) -> dict[str, str]:
    used = document.used()
    found: dict[str, str] = {}
    for kind, components in document.root.get("components", {}).items():
        if kind == "securitySchemes" or not isinstance(components, dict):
            continue
        for name, component in components.items():
            pointer = child("/components", kind, name)
            if not used(pointer):
                found[pointer] = _canonical(component)
    return found


# Security.


def _security(sides: Sides) -> Iterator[Finding]:
    """Compare the security schemes, and what the document requires of all operations."""
    required = (one.root.get("security") for one in (sides.old, sides.new))
    if len({_canonical(one) for one in required}) > 1:
        sentence = (
            "`security` of the document changes. What each operation needs is compared apart, with"
            " what it inherits."
        )
        yield _finding("/security", "the document", Kind.DOCUMENTATION, sentence)
    pointer = "/components/securitySchemes"
    olds, news = (
        one.at(pointer) if _stands(one, pointer) else {} for one in (sides.old, sides.new)
    )
    for name in {**olds, **news}:
        label, place = f"security scheme {code(name)}", child(pointer, name)
        if name not in olds or name not in news:
            verb = "new" if name in news else "removed"
            yield _finding(place, label, Kind.SECURITY, f"The {label} is {verb}.")
        else:
            yield from _scheme(place, label, olds[name], news[name])


def _scheme(pointer: str, label: str, old: Any, new: Any) -> Iterator[Finding]:
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        for key in {**old, **new}:
            yield from _scheme(child(pointer, key), label, old.get(key), new.get(key))
    elif _canonical(old) != _canonical(new):
        *_, holder, key = steps(pointer)
        # The text of a scope that stays is its description.
        is_text = key == "description" or (holder == "scopes" and None not in (old, new))
        kind = Kind.DOCUMENTATION if is_text else Kind.SECURITY
        moved = movement(old, new, hidden=is_text or holder == "scopes")
        yield _finding(pointer, label, kind, f"{code(key)} of {label} {moved}.")


def _label(sides: Sides, pointer: str) -> str:
    """Return what to call the named part that a place belongs to."""
    place = pointer
    while place and place not in sides.labels:
        place = place.rpartition("/")[0]
    return sides.labels.get(place, "the document")


def _finding(pointer: str, label: str, kind: Kind, sentence: str) -> Finding:
    return Finding(pointer=pointer, topic="text", kind=kind, label=label, sentence=sentence)


def _stands(document: Document, pointer: str) -> bool:
    try:
        document.at(pointer)
    except KeyError:
        return False
    return True


def _canonical(value: Any) -> str:
    """Return a text that is the same for equal values, wherever their keys stand."""
    return json.dumps(value, sort_keys=True, default=str, ensure_ascii=False)
