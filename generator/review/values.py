"""Compares which values schemas allow: their rules, their lists of values, and their defaults."""

from generator.review.change import Kind, code
from generator.review.findings import Context, Findings, match
from generator.review.place import FORMATS, Document, Place, Schema
from generator.review.rules import (
    RULES,
    Aspect,
    Direction,
    Use,
    canonical,
    compare_constraint,
    effective,
    judge,
    movement,
)

# Compared by what they mean, not as keywords.
MEANINGFUL = frozenset(
    {"type", "enum", "const", "items", "additionalProperties", "x-ms-client-name", "x-ms-secret"}
)
LONGEST_LIST = 10


class Values:
    """Compares the values of schemas of two documents."""

    def __init__(self, old: Document, new: Document, findings: Findings) -> None:
        """Prepare a comparison; differences are reported to `findings`."""
        self._findings = findings
        versions = (document.root.child("info").child("version") for document in (old, new))
        self._versions = tuple(version.value for version in versions)

    def keywords(
        self, before: Schema, after: Schema, context: Context, *, constraints: bool
    ) -> None:
        """Compare all keywords but those that have a comparison of their own.

        Without `constraints`, only what is no rule for values.
        """
        told = self._limits(before, after, context) if constraints else frozenset()
        for key in {**before.keywords, **after.keywords}:
            if key in told:
                continue
            absent = Place(after.place.child(key).pointer, None)
            old, new = before.keywords.get(key, absent), after.keywords.get(key, absent)
            if key in MEANINGFUL or (key == "title" and after.component):  # It names the class.
                continue
            if key == "format":
                old, new = _without_type(old), _without_type(new)
            if key == "default" and self._follows_version(old, new):
                # One change, told once: as that of the version, in words of the argument.
                moved = movement(old.value, new.value, hidden=context.hidden)
                sentence = f"The default of {context.label} {moved}."
                self._findings.report("/info/version", "version", Kind.BEHAVIOUR, sentence)
            elif key == "default" and not context.sends_default:
                label = f"{context.label} at the service"
                self._findings.attribute(key, old, new, label, hidden=context.hidden)
            elif key in RULES or key.startswith("x-"):
                self._findings.attribute(key, old, new, context.label, hidden=context.hidden)
            elif constraints:
                self.constraint(key, old, new, context)

    def _follows_version(self, old: Place, new: Place) -> bool:
        return old.value != new.value and (old.value, new.value) == self._versions

    def constraint(self, key: str, old: Place, new: Place, context: Context) -> None:
        """Compare the value of one keyword that is a rule for values."""
        before, after = effective(key, old.value), effective(key, new.value)
        if canonical(before) == canonical(after):
            return
        direction = compare_constraint(key, before, after)
        place = old if new.value is None else new
        moved = f"its {code(key)} {movement(old.value, new.value, hidden=context.hidden)}"
        self._values_change(place.pointer, key, direction, moved, context)

    def _limits(self, before: Schema, after: Schema, context: Context) -> frozenset[str]:
        """Compare limits that become exclusive, or no longer are; return the keywords told of."""
        told: frozenset[str] = frozenset()
        for keyword, sign in (("minimum", 1), ("maximum", -1)):
            pair = keyword, f"exclusive{keyword.capitalize()}"
            sides = [[key for key in pair if key in s.keywords] for s in (before, after)]
            if sides not in ([[pair[0]], [pair[1]]], [[pair[1]], [pair[0]]]):
                continue
            was, now = sides[0][0], sides[1][0]
            old, new = before.value(was), after.value(now)
            # Of two limits at one value, the exclusive one is tighter.
            is_tighter = (sign * new, now == pair[1]) > (sign * old, was == pair[1])
            direction = Direction.TIGHTER if is_tighter else Direction.LOOSER
            values = ("", "") if context.hidden else (f" of {code(old)}", f" of {code(new)}")
            moved = f"its {code(now)}{values[1]} replaces its {code(was)}{values[0]}"
            self._values_change(after.keywords[now].pointer, keyword, direction, moved, context)
            told |= set(pair)
        return told

    def _values_change(
        self, pointer: str, topic: str, direction: Direction, moved: str, context: Context
    ) -> None:
        kind, breaking = judge(Aspect.VALUES, context.use, direction)
        effect = {
            Direction.TIGHTER: "accepts fewer values than before",
            Direction.LOOSER: "accepts more values than before",
            Direction.OTHER: "accepts other values than before",
        }[direction]
        if context.use is Use.RESULT:
            effect = "may have other values than before"
        sentence = f"{context.label} {effect}: {moved}."
        self._findings.report(pointer, topic, kind, sentence, breaking=breaking)

    def enumerated(self, before: Schema, after: Schema, context: Context) -> None:
        """Compare the values that are listed, if any are."""
        old, new = before.enumerated, after.enumerated
        result = context.use is Use.RESULT
        _, gone, came = match(old or (), new or (), lambda a, b: canonical(a) == canonical(b))
        effects: list[tuple[Direction, str]] = []
        if old is None and new is not None:
            effects = [(Direction.TIGHTER, "is now one of a fixed list of values")]
        elif new is None and old is not None:
            effects = [(Direction.LOOSER, "is no longer one of a fixed list of values")]
        else:
            if gone:
                verb = "is never" if result else "no longer accepts"
                effects.append((Direction.TIGHTER, f"{verb} {_values(gone, context)}"))
            if came:
                verb = "may now be" if result else "now accepts"
                effects.append((Direction.LOOSER, f"{verb} {_values(came, context)}"))
        pointer = pointer_of(before, after, "const" if "const" in after.keywords else "enum")
        for direction, effect in effects:
            kind, breaking = judge(Aspect.TYPE, context.use, direction)
            sentence = f"{context.label} {effect}."
            self._findings.report(pointer, direction.value, kind, sentence, breaking=breaking)


def pointer_of(before: Schema, after: Schema, keyword: str) -> str:
    """Return where a keyword stands, or stood, or else where its schema stands."""
    if keyword in after.keywords:
        return after.keywords[keyword].pointer
    if keyword in before.keywords and before.place.pointer == after.place.pointer:
        return before.keywords[keyword].pointer
    return after.place.pointer


def _values(values: list[object], context: Context) -> str:
    if context.hidden:
        return "a value not shown here"
    listed = [code(value) for value in sorted(values, key=str)]
    more = len(listed) - LONGEST_LIST
    return ", ".join(listed[:LONGEST_LIST]) + (f" and {more} more" if more > 0 else "")


def _without_type(place: Place) -> Place:
    """Drop a format that stands for a type or for a secret: those are compared themselves."""
    return Place(place.pointer, None) if place.value in {*FORMATS, "password"} else place
