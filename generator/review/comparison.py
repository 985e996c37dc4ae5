"""Compares two whole documents: their heads here, the rest by the modules of its subjects."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from generator.review.change import Change, Kind, code
from generator.review.findings import Findings, match
from generator.review.operations import Operations
from generator.review.place import Document, Place
from generator.review.rules import canonical, movement
from generator.review.schemas import Schemas


def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[Change, ...]:
    """Return what changes for callers of the package, the gravest first, then by place.

    Both are valid OpenAPI 3.1 documents, which the caller has made sure of.

    Raises:
        ValueError: a `$ref` of a document leads out of it, nowhere, or back to itself.
    """
    before, after, findings = Document(old), Document(new), Findings()
    schemas = Schemas(before, after, findings)
    _head(before.root, after.root, findings)
    Operations(findings, schemas).compare()
    schemas.classes()
    _version(before.root, after.root, findings)
    return findings.changes()


def _head(old: Place, new: Place, findings: Findings) -> None:
    label, everything = "the document", "each operation without security of its own"
    findings.attributes(
        old, new, label, skip={"info", "servers", "paths", "components", "security"}
    )
    findings.security("/security", old.child("security"), new.child("security"), everything)
    before, after = old.child("paths"), new.child("paths")
    described = {place.key for place in (*before.entries, *after.entries)}
    findings.attributes(before, after, label, skip=described)
    findings.attributes(old.child("info"), new.child("info"), label, skip={"version"})
    _servers(old.child("servers"), new.child("servers"), findings)
    before, after = old.child("components"), new.child("components")
    # These are compared where they are used; the package knows nothing of them elsewhere.
    used = {"schemas", "parameters", "responses", "requestBodies", "securitySchemes"}
    findings.attributes(before, after, label, skip=used)
    _security_schemes(before.child("securitySchemes"), after.child("securitySchemes"), findings)


def _version(old: Place, new: Place, findings: Findings) -> None:
    before, after = (root.child("info").child("version") for root in (old, new))
    # The default of an argument that follows the version tells a caller more.
    told = (after.pointer, "version") in findings.found
    if before.value != after.value and not told:
        sentence = f"The version of the service's interface {movement(before.value, after.value)}."
        findings.report(after.pointer, "version", Kind.BEHAVIOUR, sentence)


def _servers(old: Place, new: Place, findings: Findings) -> None:
    pairs, gone, came = match(
        old,
        new,
        lambda a, b: _cloud(a) == _cloud(b),
        lambda a, b: a.value["url"] == b.value["url"],
        # Servers that are named by their hosts only are told apart by their order.
        lambda a, b: not any("x-sdk-cloud" in server.value for server in (a, b)),
    )
    for before, after in pairs:
        findings.attributes(before, after, f"cloud {code(_cloud(after))}", skip={"x-sdk-cloud"})
        if _cloud(before) != _cloud(after):
            sentence = f"The cloud {code(_cloud(before))} is renamed to {code(_cloud(after))}."
            findings.report(after.pointer, "cloud", Kind.BREAKING, sentence)
    for server in gone:
        sentence = f"The cloud {code(_cloud(server))} is removed."
        findings.report(server.pointer, "removed", Kind.BREAKING, sentence)
    for server in came:
        sentence = (
            f"The cloud {code(_cloud(server))} is new: requests, with their tokens, may go to"
            f" {code(server.value['url'])}."
        )
        findings.report(server.pointer, "added", Kind.SECURITY, sentence)
    first, now_first = next(iter(old), None), next(iter(new), None)
    if first and now_first and (first, now_first) not in pairs:
        sentence = (
            f"Clients that name no cloud use the cloud {code(_cloud(now_first))} instead of the"
            f" cloud {code(_cloud(first))}."
        )
        findings.report(new.pointer, "default", Kind.SECURITY, sentence, breaking=True)


def _cloud(server: Place) -> str:
    """Return the value of `cloud` that chooses a server: its name, or else its host."""
    url = str(server.value["url"])
    return str(server.value.get("x-sdk-cloud") or urlsplit(url).hostname or url)


def _security_schemes(old: Place, new: Place, findings: Findings) -> None:
    for name in {**old.members, **new.members}:
        before, after = old.child(name), new.child(name)
        label = f"security scheme {code(name)}"
        if before.value is None:
            findings.report(after.pointer, "added", Kind.SECURITY, f"The {label} is new.")
        elif after.value is None:
            findings.report(before.pointer, "removed", Kind.SECURITY, f"The {label} is removed.")
        else:
            _inside_security_scheme(before, after, label, findings)


def _inside_security_scheme(old: Place, new: Place, label: str, findings: Findings) -> None:
    if isinstance(old.value, Mapping) and isinstance(new.value, Mapping):
        for key in {**old.members, **new.members}:
            _inside_security_scheme(old.child(key), new.child(key), label, findings)
    elif canonical(old.value) != canonical(new.value):
        place = old if new.value is None else new
        stays = None not in (old.value, new.value)
        # The text of a scope that stays is its description.
        in_scopes = place.pointer.rpartition("/")[0].endswith("/scopes")
        text = place.key == "description" or (in_scopes and stays)
        kind = Kind.DOCUMENTATION if text else Kind.SECURITY
        hidden = text or in_scopes
        sentence = f"{code(place.key)} of {label} {movement(old.value, new.value, hidden=hidden)}."
        findings.report(place.pointer, "scheme", kind, sentence)
