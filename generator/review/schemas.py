"""Compares schemas: the classes of the package, and the types of arguments, fields and results.

Every pair of schemas is compared once for each way that its values go, so shared schemas are
reported once and recursive ones end.
"""

import re
from collections import deque
from collections.abc import Callable, Collection
from itertools import combinations

import attrs

from generator.model.naming import python_name
from generator.review.change import Kind, code, codes
from generator.review.findings import Context, Findings, match
from generator.review.place import ANYTHING, Document, Place, Schema
from generator.review.rules import (
    RULES,
    Aspect,
    Direction,
    Use,
    canonical,
    compare_sets,
    judge,
)
from generator.review.values import LONGEST_LIST, Values, pointer_of

# What has no name of its own inside of a value.
PARTS = {"items": "each item", "additionalProperties": "each additional property"}
# The Python types that can hold what another type held.
HOLDERS = frozenset({"Any", "str", "list"})
# The kinds of JSON values that Python types are read from, where that is no string.
JSON_KINDS = {
    "object": "object",
    "list": "array",
    "bool": "boolean",
    "int": "number",
    "float": "number",
}


@attrs.frozen
class Absence:
    """Whether a value may be missing altogether, before and now, and where that is said."""

    before: bool
    now: bool
    pointer: str


@attrs.frozen
class Member:
    """A field or an argument."""

    label: str
    pointer: str
    types: frozenset[str]
    secret: bool

    @classmethod
    def of(cls, document: Document, label: str, place: Place, *, marked: bool = False) -> "Member":
        """Return the member whose schema stands at a place, or whose own mark makes it a secret."""
        schema = document.read(place)
        return cls(label, place.pointer, document.types(schema), marked or schema.secret)


class Schemas:
    """Compares schemas of two documents."""

    def __init__(
        self,
        old: Document,
        new: Document,
        findings: Findings,
        *,
        same_class: Callable[[str, str], bool] | None = None,
    ) -> None:
        """Prepare a comparison.

        Args:
            old: The old document.
            new: The new document.
            findings: Where differences are reported.
            same_class: Tells whether the class under a key of the old document is the one under a
                key of the new one. Without it, that is found out by names and contents.
        """
        self.old = old
        self.new = new
        self._findings = findings
        self._values = Values(old, new, findings)
        # What is inside of a schema waits its turn: documents nest deeper than Python's calls may.
        self._pending: deque[tuple[Place, Place, Context, Absence | None]] = deque()
        self._visited: set[tuple[str, str, Use]] = set()
        self._reached: set[str] = set()
        self._renamed = {} if same_class else self._renames()
        self._is_same_class = same_class or self._has_become

    def compare(
        self, old: Place, new: Place, context: Context, absence: Absence | None = None
    ) -> None:
        """Compare two schemas and all inside; `context` tells what their values are to a caller."""
        self._pending.append((old, new, context, absence))
        while self._pending:
            self._compare(*self._pending.popleft())

    def _compare(self, old: Place, new: Place, context: Context, absence: Absence | None) -> None:
        before, after = self.old.read(old), self.new.read(new)
        absence = absence or Absence(before=False, now=False, pointer=new.pointer)
        self._none(before, after, context, absence)
        same_class = self._same_class(before, after)
        if not same_class:
            self._other_class(before, after, new.pointer, context)
        visit = (before.place.pointer, after.place.pointer, context.use)
        if visit in self._visited:
            return
        self._visited.add(visit)
        if before.component:
            self._reached.add(before.component)
        self._exposed(before, after, context.label)
        if not same_class:
            self._secrets_of_other_class(before, after, context)
            return
        # What a plain schema says of all values, a union says of its alternatives: compare there.
        one_sided = bool(before.alternatives) != bool(after.alternatives)
        context = Context(
            code(after.class_name) if after.component and not one_sided else context.label,
            context.use,
            context.hidden or before.secret or after.secret,
            context.sends_default,
        )
        self._secret(before, after, context.label)
        if not self._type(before, after, context):
            return
        self._values.keywords(before, after, context, constraints=not one_sided)
        if not one_sided:
            self._values.enumerated(before, after, context)
            self._properties(before, after, context)
            self._parts(before, after, context)
        if before.alternatives or after.alternatives:
            self._alternatives(before, after, context)

    def same_type(self, old: Place, new: Place) -> bool:
        """Whether values of two schemas have the same Python type, seen from outside."""
        before, after = self.old.read(old), self.new.read(new)
        return self._same_class(before, after) and self.old.types(before) == self.new.types(after)

    def same_result(self, old: Place, new: Place) -> bool:
        """Whether two schemas give a result the same Python type, down to what a list holds."""
        pending, visited = [(old, new)], set[tuple[str, str]]()
        while pending:
            old, new = pending.pop()
            before, after = self.old.read(old), self.new.read(new)
            if (before.place.pointer, after.place.pointer) in visited:
                continue
            visited.add((before.place.pointer, after.place.pointer))
            if before.component and after.component:
                if not self._is_same_class(before.component, after.component):
                    return False
                continue
            types = self.old.types(before), self.new.types(after)
            traits = [(s.nullable, s.secret, len(s.alternatives)) for s in (before, after)]
            # The class of an inline schema belongs to its place alone.
            has_class = before.component or after.component or before.enumerated or after.enumerated
            if has_class or types[0] != types[1] or traits[0] != traits[1]:
                return False
            if "object" in types[0] and not before.alternatives:
                return False
            pending += zip(before.alternatives, after.alternatives, strict=True)
            if "list" in types[0]:
                pending.append((_part(before, "items"), _part(after, "items")))
        return True

    def classes(self) -> None:
        """Compare the classes of component schemas by name, and the contents not yet compared."""
        olds, news = _classes(self.old), _classes(self.new)
        pairs, gone, came = match(olds.values(), news.values(), self._same_class)
        for before, after in pairs:
            if before.class_name != after.class_name:
                sentence = (
                    f"Class {code(before.class_name)} is renamed to {code(after.class_name)}."
                )
                self._findings.report(after.place.pointer, "class", Kind.BREAKING, sentence)
            if before.component not in self._reached:
                # No operation uses it, but from_dict still reads it, as it reads results.
                context = Context(code(after.class_name), Use.RESULT)
                self.compare(before.place, after.place, context)
        for schema in gone:
            sentence = f"Class {code(schema.class_name)} is removed."
            self._findings.report(schema.place.pointer, "class", Kind.BREAKING, sentence)
        for schema in came:
            sentence = f"Class {code(schema.class_name)} is new."
            self._findings.report(schema.place.pointer, "class", Kind.ADDITIVE, sentence)

    # Classes.

    def _renames(self) -> dict[str, str]:
        """Return the classes that stand under another key with the same name or content."""
        gone = _classes(self.old, but=self.new.schemas.keys())
        came = _classes(self.new, but=self.old.schemas.keys())
        kept = {
            (schema.place.pointer, self.new.schemas[key].place.pointer, Use.RESULT)
            for key, schema in self.old.schemas.items()
            if key in self.new.schemas
        }

        def alike(old: Schema, new: Schema) -> bool:
            if old.properties.keys() != new.properties.keys():
                return False
            # While two classes are tried, others may be renamed as well; those that keep their
            # keys are compared elsewhere.
            trial = Schemas(
                self.old,
                self.new,
                Findings(),
                same_class=lambda a, b: a == b or (a in gone and b in came),
            )
            trial._visited |= kept
            trial.compare(old.place, new.place, Context("class", Use.RESULT))
            return all(c.kind is Kind.DOCUMENTATION for c in trial._findings.changes())

        pairs, _, _ = match(
            gone.values(), came.values(), lambda a, b: a.class_name == b.class_name, alike
        )
        return {old.place.key: new.place.key for old, new in pairs}

    def _has_become(self, old: str, new: str) -> bool:
        return self._renamed.get(old, old) == new

    def _same_class(self, old: Schema, new: Schema) -> bool:
        """Whether two schemas may be one class; one that stands inline goes by any name."""
        if old.component is None or new.component is None:
            return True
        return self._is_same_class(old.component, new.component)

    def _other_class(self, before: Schema, after: Schema, pointer: str, context: Context) -> None:
        kind, breaking = judge(Aspect.TYPE, context.use, Direction.OTHER)
        sentence = (
            f"The type of {context.label} changes from {code(before.class_name)} to"
            f" {code(after.class_name)}."
        )
        self._findings.report(pointer, "type", kind, sentence, breaking=breaking)

    def _secrets_of_other_class(self, before: Schema, after: Schema, context: Context) -> None:
        """Report secrets that lose their mark because what they are in is another class now."""
        trial = Schemas(self.old, self.new, Findings(), same_class=lambda _, __: True)
        trial.compare(before.place, after.place, context)
        for change in trial._findings.changes():
            if change.kind is Kind.SECURITY:
                self._findings.report(
                    change.pointer, "secret", change.kind, change.sentence, breaking=change.breaking
                )

    # What a value is.

    def _none(self, before: Schema, after: Schema, context: Context, absence: Absence) -> None:
        """Compare whether a value can be None, which stands for null and for absence."""
        at_schema = before.nullable != after.nullable
        if not at_schema and absence.before == absence.now:
            return
        pointer = absence.pointer
        if at_schema:
            in_type = "null" in f"{before.value('type')}{after.value('type')}"
            pointer = pointer_of(before, after, "type") if in_type else after.place.pointer
        was, now = absence.before or before.nullable, absence.now or after.nullable
        label = context.label
        if was == now:
            ways = (
                _missing(absent=absence.before, null=before.nullable),
                _missing(absent=absence.now, null=after.nullable),
            )
            sentence = f"{label} may now be {ways[1]} instead of {ways[0]}; its type keeps `None`."
            self._findings.report(pointer, "none", Kind.BEHAVIOUR, sentence)
            return
        direction = Direction.LOOSER if now else Direction.TIGHTER
        kind, breaking = judge(Aspect.TYPE, context.use, direction)
        if context.use is Use.RESULT:
            effect = "may now be `None`" if now else "is never `None` any more"
        elif at_schema:
            effect = "now accepts `None`" if now else "no longer accepts `None`"
        else:
            effect = "may now be left out" if now else "must now be given"
        self._findings.report(pointer, "none", kind, f"{label} {effect}.", breaking=breaking)

    def _secret(self, before: Schema, after: Schema, label: str) -> None:
        marks = [
            key
            for key, mark in (("x-ms-secret", True), ("format", "password"))
            if (before.value(key) == mark) != (after.value(key) == mark)
        ]
        if not marks:
            return
        changes = before.secret != after.secret
        sentence = f"One of the marks of secret {label} changes; it stays a `SecretStr`."
        if changes:
            sentence = secret_sentence(label, now=after.secret)
        pointer = pointer_of(before, after, marks[0])
        self._findings.report(pointer, "secret", Kind.SECURITY, sentence, breaking=changes)

    def _exposed(self, before: Schema, after: Schema, label: str) -> None:
        """Report secrets inside of a value that may be there as before, but in plain sight.

        Where types stay, what is inside is compared with its partner.
        """
        formless = before.properties and not after.properties and not after.alternatives
        if self.old.types(before) == self.new.types(after) and not formless:
            return
        is_open = after.value("additionalProperties") is not False and not after.properties
        holds = self.new.types(after) & HOLDERS or (is_open and "object" in self.new.types(after))
        secrets = secrets_inside(self.old, before, label)
        if secrets and holds and not secrets_inside(self.new, after, label):
            more = len(secrets) - LONGEST_LIST
            held = " and ".join([*secrets[:LONGEST_LIST], *([f"{more} more"] if more > 0 else [])])
            sentence = (
                f"What {held} held as a secret, {label} may hold in plain sight: reprs and logs"
                " begin to show it."
            )
            self._findings.report(after.place.pointer, "secret", Kind.SECURITY, sentence)

    def _type(self, before: Schema, after: Schema, context: Context) -> bool:
        """Compare the Python types; return whether what is inside can be compared."""
        old, new = self.old.types(before), self.new.types(after)
        direction = compare_sets(old, new)
        if direction is None:
            return True
        if ANYTHING in (old, new):
            direction = Direction.LOOSER if new == ANYTHING else Direction.TIGHTER
        kind, breaking = judge(Aspect.TYPE, context.use, direction)
        shown = _types(self.old, before), _types(self.new, after)
        sentence = f"The type of {context.label} changes from {shown[0]} to {shown[1]}."
        pointer = pointer_of(before, after, "type")
        self._findings.report(pointer, "type", kind, sentence, breaking=breaking)
        return bool(old & new)

    # What is inside of a value.

    def _properties(self, before: Schema, after: Schema, context: Context) -> None:
        pairs, gone, came = match(
            before.properties.values(),
            after.properties.values(),
            lambda a, b: a.key == b.key,
            lambda a, b: _field(a) == _field(b),
        )
        for old in gone:
            sentence = f"{member_label(context.label, old)} is removed."
            self._findings.report(old.pointer, "field", Kind.BREAKING, sentence)
        for new in came:
            label = member_label(context.label, new)
            # A result with one more member disturbs nobody: unknown ones were kept before.
            must = new.key in after.required and context.use is not Use.RESULT
            sentence = f"{label} is new{' and must be given' if must else ''}."
            kind = Kind.BREAKING if must else Kind.ADDITIVE
            self._findings.report(new.pointer, "field", kind, sentence)
        for old, new in pairs:
            label = member_label(context.label, new)
            if _field(old) != _field(new):
                was = member_label(context.label, old)
                sentence = f"{was} is renamed to {code(_field(new))}."
                self._findings.report(new.pointer, "field", Kind.BREAKING, sentence)
            if old.key != new.key:
                names = codes(old.key, new.key)
                sentence = f"{label} is called {names[1]} in JSON instead of {names[0]}."
                self._findings.report(new.pointer, "wire", Kind.BEHAVIOUR, sentence)
            optional = old.key not in before.required, new.key not in after.required
            absence = Absence(*optional, new.pointer)
            self._pending.append((old, new, context.inside(label), absence))
        # Between two classes that have nothing in common, every field is another one.
        if self._renamed.get(before.component or "", before.component) == after.component:
            self.unmasked(
                [Member.of(self.old, member_label(context.label, p), p) for p in gone],
                [Member.of(self.new, member_label(context.label, p), p) for p in came],
            )

    def unmasked(self, gone: Collection[Member], came: Collection[Member]) -> None:
        """Report secrets that go while members come that hold the same, but no secret."""
        secrets = [one for one in gone if one.secret]
        types = [one.types for one in secrets]
        plain = [one for one in came if not one.secret and one.types in types]
        if plain and len(secrets) > sum(one.secret for one in came):
            was, now = (" and ".join(one.label for one in ones) for ones in (secrets, plain))
            sentence = f"{was} was a secret, and {now} is none: reprs and logs show what it holds."
            self._findings.report(plain[0].pointer, "secret", Kind.SECURITY, sentence)

    def _parts(self, before: Schema, after: Schema, context: Context) -> None:
        """Compare what has no name of its own."""
        for keyword, part in PARTS.items():
            if keyword not in {**before.keywords, **after.keywords}:
                continue
            old, new = _part(before, keyword), _part(after, keyword)
            if (old.value is False) != (new.value is False):
                self._values.constraint(keyword, old, new, context)
            else:
                inside = context.inside(f"{part} of {context.label}")
                self._pending.append((old, new, inside, None))

    def _alternatives(self, before: Schema, after: Schema, context: Context) -> None:
        olds = before.alternatives or _by_type(before.place)
        news = after.alternatives or _by_type(after.place)
        pairs, gone, came = match(
            olds,
            news,
            lambda a, b: canonical(a.value) == canonical(b.value) and self.same_type(a, b),
            self.same_type,
        )
        self._pending.extend((old, new, context, None) for old, new in pairs)
        if self._other_choice(sorted(pairs, key=lambda pair: olds.index(pair[0])), news):
            sentence = (
                f"The order of the alternatives of {context.label} changes: of several that fit a"
                " value, the first is taken."
            )
            self._findings.report(after.place.pointer, "order", Kind.BEHAVIOUR, sentence)
        if not (gone or came) or self.old.types(before) != self.new.types(after):
            return  # Nothing else, or the types themselves were reported.
        direction = Direction.LOOSER if not gone else Direction.OTHER if came else Direction.TIGHTER
        kind, breaking = judge(Aspect.TYPE, context.use, direction)
        sentence = f"The alternatives of {context.label} change."
        pointer = after.place.pointer
        self._findings.report(pointer, "alternatives", kind, sentence, breaking=breaking)

    def _other_choice(self, pairs: list[tuple[Place, Place]], order: list[Place]) -> bool:
        """Whether alternatives change places of which one value can fit both."""
        return any(
            order.index(new) > order.index(other)
            and not self.same_result(old, other)
            and self._kinds(new) & self._kinds(other)
            for (old, new), (_, other) in combinations(pairs, 2)
        )

    def _kinds(self, place: Place) -> frozenset[str]:
        """The kinds of JSON values that a schema of the new document takes."""
        types = self.new.types(self.new.read(place))
        if types == ANYTHING:
            return frozenset(JSON_KINDS.values()) | {"string"}
        return frozenset(JSON_KINDS.get(name, "string") for name in types)


def _missing(*, absent: bool, null: bool) -> str:
    return " or ".join(["null"] * null + ["absent"] * absent)


def _part(schema: Schema, keyword: str) -> Place:
    """Return what a keyword allows; without it everything is allowed, as by true."""
    return schema.keywords.get(keyword, Place(schema.place.child(keyword).pointer, True))


def secrets_inside(document: Document, schema: Schema, label: str) -> list[str]:
    """Return the labels of all secrets in what a schema describes, but for the value itself."""
    found: list[str] = []
    pending, visited = deque([(schema, label)]), {schema.place.pointer}
    while pending:
        holder, label = pending.popleft()
        label = code(holder.class_name) if holder.component else label
        inside = [(place, member_label(label, place)) for place in holder.properties.values()]
        inside += [(place, label) for place in holder.alternatives]
        inside += [
            (holder.keywords[keyword], f"{part} of {label}")
            for keyword, part in PARTS.items()
            if keyword in holder.keywords
        ]
        for place, name in inside:
            member = document.read(place)
            if member.secret:
                found.append(name)
            if member.place.pointer not in visited:
                visited.add(member.place.pointer)
                pending.append((member, name))
    return found


def secret_sentence(label: str, *, now: bool) -> str:
    """Tell that something becomes a secret, or stops being one."""
    if now:
        return f"{label} is now a secret: a `SecretStr`, which nothing shows by accident."
    return f"{label} is no longer a secret, a `SecretStr`: reprs and logs begin to show it."


def member_label(label: str, member: Place) -> str:
    """Return the label of a field: `Class.field` where what holds it is named by one name."""
    field = _field(member)
    if owner := re.fullmatch(r"`([\w.]+)`", label):
        return code(f"{owner[1]}.{field}")
    return f"{code(field)} of {label}"


def _by_type(place: Place) -> list[Place]:
    """Return a schema that lists types as alternatives, one for each type."""
    types = place.child("type").value
    if not isinstance(types, list):
        return [place]
    # What is said of the whole is compared there.
    shared = {k: v for k, v in place.value.items() if k == "format" or k not in RULES}
    return [Place(place.pointer, {**shared, "type": type_}) for type_ in types if type_ != "null"]


def _field(member: Place) -> str:
    return python_name(member.key, member.value)


def _classes(document: Document, *, but: Collection[str] = ()) -> dict[str, Schema]:
    """Return the component schemas that the package has a class for, by key."""
    return {
        key: schema
        for key, schema in document.schemas.items()
        if schema.component == key and key not in but
    }


def _types(document: Document, schema: Schema) -> str:
    """Return the Python types of a schema's values in words."""
    names = _type_names(document, schema)
    # A `float` implies that an int is welcome.
    shown = names - {code("int")} if code("float") in names else names
    return " or ".join(sorted(shown)) or code(None)


def _type_names(
    document: Document, schema: Schema, passed: frozenset[str] = frozenset()
) -> frozenset[str]:
    if schema.alternatives:
        passed |= {schema.place.pointer}
        options = [document.read(place) for place in schema.alternatives]
        left = [option for option in options if option.place.pointer not in passed]
        return frozenset().union(*(_type_names(document, option, passed) for option in left))
    # The engine makes a class of an object that has fields, but names it after its place.
    mapping = "a class of its own" if schema.properties else code("dict")
    names = {"object": code(schema.class_name) if schema.component else mapping}
    names |= {"str": code("SecretStr")} if schema.secret else {}
    if "items" in schema.keywords:
        item = document.read(schema.keywords["items"])
        names["list"] = code(f"list[{item.class_name}]" if item.component else "list")
    return frozenset(names.get(name, code(name)) for name in document.types(schema))
