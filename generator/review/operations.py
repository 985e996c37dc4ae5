"""Compares operations: the methods of the client, their arguments, bodies and answers."""

import re
from collections.abc import Callable, Iterable, Mapping

from generator.model.naming import python_name
from generator.model.package import REPEATABLE
from generator.review.change import Kind, code, codes
from generator.review.findings import Context, Findings, match
from generator.review.place import (
    FORMATS,
    METHODS,
    Document,
    Operation,
    Place,
    is_client,
    schema_of,
)
from generator.review.rules import Aspect, Direction, Use, judge, movement
from generator.review.schemas import Absence, Member, Schemas, secret_sentence

# The attributes of a parameter that have a comparison of their own.
ELSEWHERE = frozenset(
    {"name", "in", "required", "schema", "content"}
    | {"x-ms-client-name", "x-ms-parameter-location", "x-ms-secret"}
)


class Operations:
    """Compares the operations of two documents."""

    def __init__(self, findings: Findings, schemas: Schemas) -> None:
        self._findings = findings
        self._schemas = schemas
        self.old = schemas.old
        self.new = schemas.new

    def compare(self) -> None:
        """Compare all operations, and the arguments of the client that they share."""
        pairs, gone, came = match(
            self.old.operations,
            self.new.operations,
            lambda a, b: a.identity is not None and a.identity == b.identity,
            lambda a, b: (_shape(a.path), a.method) == (_shape(b.path), b.method),
        )
        for before, after in pairs:
            self._operation(before, after)
        for operation in gone:
            sentence = f"{code(operation.name)} is removed."
            self._findings.report(operation.place.pointer, "removed", Kind.BREAKING, sentence)
        for operation in came:
            label = code(operation.name)
            self._findings.report(
                operation.place.pointer, "added", Kind.ADDITIVE, f"{label} is new."
            )
            self._findings.marks_of_added(operation.place, label)
            self._findings.marks_of_added(operation.item, label)
        self._client_parameters(after for _, after in pairs)

    def _operation(self, old: Operation, new: Operation) -> None:
        label, report = code(new.name), self._findings.report
        pointer = new.place.pointer
        if old.name != new.name:
            sentence = f"{code(old.name)} is renamed to {label}."
            report(pointer, "name", Kind.BREAKING, sentence)
        elif old.identity != new.identity:
            moved = movement(old.identity, new.identity)
            sentence = f"The operationId of {label}, by which the stand-in knows it, {moved}."
            report(pointer, "name", Kind.BREAKING, sentence)
        if old.method != new.method:
            methods = code(new.method.upper()), code(old.method.upper())
            sentence = f"{label} sends {methods[0]} instead of {methods[1]}."
            report(pointer, "method", Kind.SECURITY, sentence)
        renamed = _renamed_variables(old.path, new.path)
        if renamed is None:
            paths = codes(old.path, new.path)
            sentence = f"{label} calls the path {paths[1]} instead of {paths[0]}."
            report(pointer, "path", Kind.SECURITY, sentence)
        # What all operations share is told of the document, once.
        if not old.security.pointer == new.security.pointer == "/security":
            where = new.place.child("security").pointer
            self._findings.security(where, old.security, new.security, label)
        elsewhere = {"operationId", "parameters", "requestBody", "responses", "security"}
        if new.method in REPEATABLE:
            elsewhere.add("x-sdk-repeatable")
        self._findings.attributes(old.place, new.place, label, skip=elsewhere)
        self._findings.attributes(old.item, new.item, label, skip={*METHODS, "parameters"})
        self._parameters(old, new, renamed or {})
        self._body(old, new)
        self._responses(old, new)

    # Arguments.

    def _parameters(self, old: Operation, new: Operation, renamed: Mapping[str, str]) -> None:
        pairs, gone, came = match(
            old.parameters,
            new.parameters,
            lambda a, b: (_in(a), _name(a)) == (_in(b), _name(b)),
            lambda a, b: _in(a) == _in(b) == "path" and renamed.get(_name(a)) == _name(b),
            lambda a, b: (_in(a), _python_name(a)) == (_in(b), _python_name(b)),
            lambda a, b: _name(a) == _name(b),
        )
        for before, after in pairs:
            self._parameter(before, after, old, new)
        for parameter in gone:
            if is_client(parameter):
                self._sent(parameter, new, self.new, "no longer sends")
            else:
                sentence = f"The {_label(parameter, new)} is removed."
                self._findings.report(parameter.pointer, "removed", Kind.BREAKING, sentence)
        for parameter in came:
            if is_client(parameter):
                self._sent(parameter, new, self.old, "now sends")
            else:
                self._added(parameter, _label(parameter, new))
        self._schemas.unmasked(
            [_member(self.old, p, _label(p, old)) for p in gone if not is_client(p)],
            [_member(self.new, p, _label(p, new)) for p in came if not is_client(p)],
        )
        self._order(old, new, pairs)

    def _parameter(
        self, old: Place, new: Place, old_operation: Operation, operation: Operation
    ) -> None:
        label, report = _label(new, operation), self._findings.report
        if _python_name(old) != _python_name(new):
            sentence = f"The {_label(old, operation)} is renamed to {code(_python_name(new))}."
            report(new.child("name").pointer, "name", Kind.BREAKING, sentence)
        elif _wire_name(old) == _wire_name(new) and _name(old) != _name(new):
            sentence = f"{label} is spelled otherwise in the document; for callers it is the same."
            report(new.child("name").pointer, "name", Kind.DOCUMENTATION, sentence)
        if _wire_name(old) != _wire_name(new):
            names = codes(_name(old), _name(new))
            sentence = f"{label} is sent as {names[1]} instead of {names[0]}."
            report(new.child("name").pointer, "wire", Kind.BEHAVIOUR, sentence)
        if _in(old) != _in(new):
            # A value that moves into the query, say, begins to show in logs.
            places = {_in(old), _in(new)}
            sentence = f"{label} is sent in the {code(_in(new))} instead of the {code(_in(old))}."
            pointer = new.child("in").pointer
            report(pointer, "in", Kind.SECURITY, sentence, breaking="path" in places)
        if is_client(old) != is_client(new):
            # The label of a shared one names no method.
            is_shared = label == f"argument {code(_python_name(new))}"
            now = "an argument of each call" if is_shared else f"the {label}"
            sentence = f"The {_label(old, old_operation)} is now {now}."
            report(new.pointer, "location", Kind.BREAKING, sentence)
        was_secret, secret = (p.value.get("x-ms-secret") is True for p in (old, new))
        if was_secret != secret:
            sentence = secret_sentence(label, now=secret)
            report(new.pointer, "secret", Kind.SECURITY, sentence, breaking=True)
        use = Use.PATH if _in(new) == "path" else Use.REQUEST
        sends_default = is_client(new) or new.value.get("required") is True
        context = Context(label, use, was_secret or secret, sends_default)
        self._findings.attributes(old, new, label, skip=ELSEWHERE, hidden=context.hidden)
        absence = Absence(
            before=not self.old.is_mandatory(old),
            now=not self.new.is_mandatory(new),
            pointer=new.child("required").pointer,
        )
        requires = bool(new.value.get("required"))
        if bool(old.value.get("required")) != requires and absence.before == absence.now:
            verb = "now requires" if requires else "no longer requires"
            sentence = f"The service {verb} the {label}; it may be left out as before."
            report(absence.pointer, "required", Kind.BEHAVIOUR, sentence)
        self._schemas.compare(schema_of(old), schema_of(new), context, absence)

    def _added(self, parameter: Place, label: str, *, is_used: bool = True) -> None:
        if self.new.is_mandatory(parameter) and not is_used:
            sentence = f"{label} is new, and only new operations need it."
            self._findings.report(parameter.pointer, "new", Kind.ADDITIVE, sentence)
        elif self.new.is_mandatory(parameter):
            sentence = f"{label} is new and must be given."
            self._findings.report(parameter.pointer, "new", Kind.BREAKING, sentence)
        else:
            sentence = f"{label} is new and may be left out."
            self._findings.report(parameter.pointer, "new", Kind.ADDITIVE, sentence)
        self._findings.marks_of_added(parameter, label)

    def _sent(self, parameter: Place, operation: Operation, other: Document, verb: str) -> None:
        """Report that an operation starts or stops to send an argument that the client keeps.

        Whether the client takes the argument at all is compared for all operations at once; in a
        path it is part of the change of the path.
        """
        if _name(parameter) in other.client_parameters and _in(parameter) != "path":
            sentence = f"{code(operation.name)} {verb} the {_label(parameter, operation)}."
            self._findings.report(parameter.pointer, "sent", Kind.BEHAVIOUR, sentence)

    def _client_parameters(self, stay: Iterable[Operation]) -> None:
        """Compare which arguments `Client` takes, whichever operation uses them.

        One that is required has to be given for the operations that use it, so where none of those
        that stay does, callers go on as they are.
        """

        def names(document: Document) -> set[str]:
            parameters = [p for operation in document.operations for p in operation.parameters]
            return {name for p in parameters for name in (_name(p), _python_name(p))}

        # One that moved between the client and a call was reported as a move.
        in_old, in_new = names(self.old), names(self.new)
        old, new = self.old.client_parameters, self.new.client_parameters
        gone = [p for name, p in old.items() if not in_new & {name, _python_name(p)}]
        came = [p for name, p in new.items() if not in_old & {name, _python_name(p)}]
        for parameter in gone:
            sentence = f"The {_client_label(parameter)} is removed."
            self._findings.report(parameter.pointer, "removed", Kind.BREAKING, sentence)
        used = {_name(p) for operation in stay for p in operation.parameters if is_client(p)}
        for parameter in came:
            self._added(parameter, _client_label(parameter), is_used=_name(parameter) in used)
        self._schemas.unmasked(
            [_member(self.old, parameter, _client_label(parameter)) for parameter in gone],
            [_member(self.new, parameter, _client_label(parameter)) for parameter in came],
        )

    def _order(self, old: Operation, new: Operation, pairs: list[tuple[Place, Place]]) -> None:
        partners = {before.pointer: after for before, after in pairs}
        before = [partners[p.pointer] for p in old.parameters if p.pointer in partners]
        before = [after for after in before if _positional(after)]
        now = [place for place in new.parameters if _positional(place)]
        if before != [place for place in now if place in before]:
            order = ", ".join(code(_python_name(place)) for place in now)
            sentence = f"The positional arguments of {code(new.name)} are now {order}."
            pointer = new.place.child("parameters").pointer
            self._findings.report(pointer, "order", Kind.BREAKING, sentence)

    # Bodies and answers.

    def _body(self, old: Operation, new: Operation) -> None:
        before = self.old.resolve_with_siblings(old.place.child("requestBody"))
        after = self.new.resolve_with_siblings(new.place.child("requestBody"))
        label = f"argument `body` of {_users(before, after, code(new.name))}"
        was_required, required = ((p.value or {}).get("required") is True for p in (before, after))
        if before.value and after.value:
            absence = Absence(not was_required, not required, after.child("required").pointer)
            self._findings.attributes(before, after, label, skip={"required", "content"})
            self._content(before, after, Context(label, Use.REQUEST), absence)
        elif before.value:
            sentence = f"The {label} is removed."
            self._findings.report(before.pointer, "removed", Kind.BREAKING, sentence)
        elif required:
            sentence = f"{label} is new and must be given."
            self._findings.report(after.pointer, "new", Kind.BREAKING, sentence)
        elif after.value:
            sentence = f"{label} is new and may be left out."
            self._findings.report(after.pointer, "new", Kind.ADDITIVE, sentence)

    def _content(
        self, old: Place, new: Place, context: Context, absence: Absence | None = None
    ) -> None:
        label, report = context.label, self._findings.report
        pairs, gone, came = match(
            old.child("content"),
            new.child("content"),
            lambda a, b: a.key == b.key,
            lambda _, __: True,
        )
        for before, after in pairs:
            if before.key != after.key:
                sentence = f"The media type of {label} {movement(before.key, after.key)}."
                report(after.pointer, "media", Kind.BEHAVIOUR, sentence)
            self._findings.attributes(before, after, label, skip={"schema"})
            self._schemas.compare(_body_schema(before), _body_schema(after), context, absence)
        for media in gone:
            sentence = f"{label} is no longer sent as {code(media.key)}."
            report(media.pointer, "media", Kind.BREAKING, sentence)
        for media in came:
            kind, _ = judge(Aspect.TYPE, context.use, Direction.LOOSER)
            sentence = f"{label} may now be sent as {code(media.key)}."
            report(media.pointer, "media", kind, sentence)

    def _responses(self, old: Operation, new: Operation) -> None:
        def alike(before: Place, after: Place) -> bool:
            return self._alike(before, after, self._schemas.same_type)

        def same(before: Place, after: Place) -> bool:
            return self._alike(before, after, self._schemas.same_result)

        name, report = code(new.name), self._findings.report
        before_all, after_all = (one.place.child("responses") for one in (old, new))
        olds, news = before_all.entries, after_all.entries
        described = {place.key for place in (*olds, *news)}
        self._findings.attributes(before_all, after_all, name, skip=described)
        pairs, gone, came = match(olds, news, lambda a, b: a.key == b.key, alike)
        for before, after in pairs:
            if before.key != after.key:
                sentence = (
                    f"{name} succeeds with status {code(after.key)} instead of {code(before.key)}."
                )
                report(after.pointer, "status", Kind.BEHAVIOUR, sentence)
            self._response(before, after, name)
        # A result has one type for all successes together; errors of any status are raised.
        for status in gone:
            known = not _success(status) or any(same(status, place) for place in news)
            sentence = f"{name} no longer answers with status {code(status.key)}"
            own = "had a type of its own" if _has_body(self.old, status) else "was empty"
            sentence += "." if known else f", whose result {own}."
            report(status.pointer, "gone", Kind.BEHAVIOUR if known else Kind.BREAKING, sentence)
        for status in came:
            known = not _success(status) or any(same(place, status) for place in olds)
            sentence = f"{name} may now answer with status {code(status.key)}"
            own = "has a type of its own" if _has_body(self.new, status) else "is empty"
            sentence += "." if known else f", whose result {own}."
            report(status.pointer, "came", Kind.BEHAVIOUR if known else Kind.BREAKING, sentence)

    def _alike(self, old: Place, new: Place, same: Callable[[Place, Place], bool]) -> bool:
        """Whether two answers are successes with the same result, or both without one."""
        if not (_success(old) and _success(new)):
            return False
        before = _result(self.old.resolve_with_siblings(old))
        after = _result(self.new.resolve_with_siblings(new))
        return same(before, after) if before and after else before is after

    def _response(self, old: Place, new: Place, name: str) -> None:
        success = _success(new)
        before = self.old.resolve_with_siblings(old)
        after = self.new.resolve_with_siblings(new)
        label = f"the {'result' if success else 'error'} of {_users(before, after, name)}"
        self._findings.attributes(before, after, label, skip={"content"})
        had, has = (bool(place.value.get("content")) for place in (before, after))
        if had != has:
            kind = Kind.BREAKING if success else Kind.BEHAVIOUR
            pointer = (after if has else before).child("content").pointer
            sentence = f"{label} {'now has' if has else 'no longer has'} a body."
            self._findings.report(pointer, "content", kind, sentence)
        else:
            self._content(before, after, Context(label, Use.RESULT))


def _body_schema(media: Place) -> Place:
    """Return the schema of a body; of one that is not JSON, the media type tells the type."""
    schema = media.child("schema")
    name = media.key.partition(";")[0].strip().lower()
    if not isinstance(schema.value, Mapping) or "$ref" in schema.value or name.endswith("json"):
        return schema
    told = {} if name.startswith("text/") else {"format": "binary"}
    rest = {k: v for k, v in schema.value.items() if k != "format" or v not in FORMATS}
    return Place(schema.pointer, {**told, **rest, "type": "string"})


def _has_body(document: Document, response: Place) -> bool:
    return _result(document.resolve_with_siblings(response)) is not None


def _users(old: Place, new: Place, name: str) -> str:
    """Return which operations have a body or an answer, a component being that of many."""
    is_shared = all(place.pointer.startswith("/components/") for place in (old, new))
    return f"all operations that share {code(new.key)}" if is_shared else name


def _success(response: Place) -> bool:
    return response.key.startswith("2")


def _result(response: Place) -> Place | None:
    """Return the schema of an answer's body, or None when it has no body."""
    return next(map(_body_schema, response.child("content")), None)


def _shape(path: str) -> str:
    return re.sub(r"\{[^}]*\}", "{}", path)


def _renamed_variables(old: str, new: str) -> dict[str, str] | None:
    """Return the variables of a path that are named otherwise, or None when it is another path."""
    before, after = (re.findall(r"\{([^}]*)\}", path) for path in (old, new))
    renamed = {a: b for a, b in zip(before, after, strict=False) if a != b}
    # Two variables that change places put each value where the other one stood.
    swapped = any(a in after or b in before for a, b in renamed.items())
    return None if _shape(old) != _shape(new) or swapped else renamed


def _in(parameter: Place) -> str:
    return str(parameter.value["in"])


def _name(parameter: Place) -> str:
    return str(parameter.value["name"])


def _wire_name(parameter: Place) -> str:
    """Return what the service knows it by: in a path its place, in a header no upper case."""
    if _in(parameter) == "path":
        return ""
    return _name(parameter).lower() if _in(parameter) == "header" else _name(parameter)


def _python_name(parameter: Place) -> str:
    return python_name(_name(parameter), parameter.value)


def _positional(parameter: Place) -> bool:
    return _in(parameter) == "path" and not is_client(parameter)


def _member(document: Document, parameter: Place, label: str) -> Member:
    marked = parameter.value.get("x-ms-secret") is True
    return Member.of(document, label, schema_of(parameter), marked=marked)


def _client_label(parameter: Place) -> str:
    return f"argument {code(_python_name(parameter))} of `Client`"


def _label(parameter: Place, operation: Operation) -> str:
    if is_client(parameter):
        return _client_label(parameter)
    name = f"argument {code(_python_name(parameter))}"
    # A shared parameter is the same argument of many methods.
    if parameter.pointer.startswith("/components/"):
        return name
    # So is that of a path with several of them.
    methods = operation.item.value.keys() & set(METHODS)
    if parameter.pointer.startswith(f"{operation.item.pointer}/parameters/") and len(methods) > 1:
        return f"{name} of all operations of {code(operation.path)}"
    return f"{name} of {code(operation.name)}"
