"""What a difference means for callers: tables, and how to read them."""

import enum
import json
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from generator.review.change import Kind, code, codes


class Use(enum.Enum):
    """Which way a value goes."""

    PATH = "path"
    REQUEST = "request"
    RESULT = "result"


class Aspect(enum.Enum):
    """What about a value differs: its Python type, or which values of that type there are."""

    TYPE = "type"
    VALUES = "values"


class Direction(enum.Enum):
    """Whether a new rule admits fewer values than the old one, more, or neither."""

    TIGHTER = "tighter"
    LOOSER = "looser"
    OTHER = "other"


def judge(aspect: Aspect, use: Use, direction: Direction) -> tuple[Kind, bool]:
    """Return the kind of a change to a schema, and whether it breaks callers.

    A caller of a result has code for the old type. A wider one brings values that the code does not
    expect, an enum member that no branch matches; a narrower one fails under a strict type checker,
    which refuses a comparison that can never hold. Constraints on values are not part of the type,
    and the package does not check them in a result: there they are only a change in what comes.

    In a request, tighter rules refuse what was sent before. Looser ones only add, except in a path:
    there a constraint is what keeps a value from naming another resource than the one meant.
    """
    if use is Use.RESULT:
        kind = Kind.BREAKING if aspect is Aspect.TYPE else Kind.BEHAVIOUR
        return kind, kind is Kind.BREAKING
    if use is Use.PATH and direction is not Direction.TIGHTER:
        return Kind.SECURITY, direction is Direction.OTHER
    if direction is Direction.LOOSER:
        return Kind.ADDITIVE, False
    return Kind.BREAKING, True


def compare_sets(old: frozenset[Any], new: frozenset[Any]) -> Direction | None:
    """Return how a set of what is admitted changes."""
    if old == new:
        return None
    if old < new:
        return Direction.LOOSER
    return Direction.TIGHTER if new < old else Direction.OTHER


Compare = Callable[[Any, Any], Direction]


def _bound(tighter: Callable[[Any, Any], bool]) -> Compare:
    """Compare two limits, where a missing one admits everything."""

    def compare(old: Any, new: Any) -> Direction:
        if new is None or (old is not None and tighter(old, new)):
            return Direction.LOOSER
        return Direction.TIGHTER

    return compare


def _opaque(old: Any, new: Any) -> Direction:
    """Compare what cannot be ordered, such as two patterns: only its absence is surely looser."""
    if old is None:
        return Direction.TIGHTER
    return Direction.LOOSER if new is None else Direction.OTHER


def _refusal(old: Any, new: Any) -> Direction:  # noqa: ARG001
    """Compare a schema to false, which refuses everything, so that one of two is tighter."""
    return Direction.LOOSER if old is False else Direction.TIGHTER


_upper = _bound(lambda old, new: new > old)
_lower = _bound(lambda old, new: new < old)

CONSTRAINTS: Mapping[str, Compare] = {
    **dict.fromkeys(
        ("maxLength", "maxItems", "maxProperties", "maximum", "exclusiveMaximum"), _upper
    ),
    **dict.fromkeys(
        ("minLength", "minItems", "minProperties", "minimum", "exclusiveMinimum"), _lower
    ),
    **dict.fromkeys(("items", "additionalProperties"), _refusal),
}


def compare_constraint(keyword: str, old: Any, new: Any) -> Direction:
    """Return how a keyword of a schema changes what it admits.

    A keyword without a rule of its own counts as a constraint, so that one which JSON Schema gains
    later, or which nobody thought of here, is taken for too grave rather than for nothing.
    """
    return CONSTRAINTS.get(keyword, _opaque)(old, new)


@attrs.frozen
class Outcome:
    """What follows when an attribute is added, changed or removed."""

    kind: Kind
    sentence: str
    """With the fields `label`, `key`, `old`, `new`, and `movement`, which tells both values."""
    breaking: bool = False


@attrs.frozen
class Rule:
    """The outcomes for one attribute of the document."""

    added: Outcome
    changed: Outcome
    removed: Outcome

    def outcome(self, old: Any, new: Any) -> Outcome:
        """Return the outcome for two values, None being an absent one."""
        if old is None:
            return self.added
        return self.removed if new is None else self.changed


def _always(kind: Kind, sentence: str) -> Rule:
    return Rule(*[Outcome(kind, sentence)] * 3)


_KEY = "{key} of {label} {movement}."

DOCUMENTATION = frozenset(
    {
        "$comment",
        "contact",
        "description",
        "example",
        "examples",
        "externalDocs",
        "license",
        "openapi",
        "summary",
        "tags",
        "termsOfService",
        "title",
    }
)

# The attributes that have a meaning of their own. `servers` outside of the root and `allowReserved`
# have no place in our subset: were they to appear, requests could go where no one looked.
RULES: Mapping[str, Rule] = {
    **dict.fromkeys(DOCUMENTATION, _always(Kind.DOCUMENTATION, "{key} of {label} changes.")),
    **dict.fromkeys(
        ("servers", "variables", "allowReserved"),
        _always(Kind.SECURITY, "Where requests go may change: {key} of {label} {movement}."),
    ),
    "url": _always(Kind.SECURITY, "Requests to {label} go to {new} instead of {old}."),
    "x-sdk-token-scope": _always(
        Kind.SECURITY, "The scope of tokens that requests to {label} carry {movement}."
    ),
    "x-sdk-sign-in-host": _always(
        Kind.SECURITY, "The host that issues tokens for {label} {movement}."
    ),
    # A request that is sent twice may act twice, if the mark is wrong.
    "x-sdk-repeatable": Rule(
        Outcome(Kind.SECURITY, "{label} may now be sent again after a failure."),
        Outcome(Kind.SECURITY, "Whether {label} is sent again after a failure changes."),
        Outcome(Kind.BEHAVIOUR, "{label} is no longer sent again after a failure."),
    ),
    # The permission stands in the advice of an error, and tells what the service asks of callers.
    "x-sdk-permission": _always(
        Kind.BEHAVIOUR, "The permission that callers of {label} need {movement}."
    ),
    # A program starts to obey whoever sets its environment: what it names ends up in requests.
    "x-sdk-environment": Rule(
        Outcome(Kind.SECURITY, "{label} is now read from {new} of the environment when not given."),
        Outcome(
            Kind.SECURITY, "{label} is read from {new} of the environment, not from {old}.", True
        ),
        Outcome(Kind.BREAKING, "{label} is no longer read from {old} of the environment.", True),
    ),
    "deprecated": Rule(
        Outcome(Kind.BEHAVIOUR, "{label} is deprecated."),
        Outcome(Kind.BEHAVIOUR, "The deprecation of {label} changes."),
        Outcome(Kind.BEHAVIOUR, "{label} is no longer deprecated."),
    ),
    "default": _always(Kind.BEHAVIOUR, "The default of {label} {movement}."),
    **dict.fromkeys(
        ("format", "readOnly", "writeOnly", "discriminator", "xml"),
        _always(Kind.BEHAVIOUR, _KEY),
    ),
}

_UNKNOWN = _always(Kind.BEHAVIOUR, _KEY)
_FOREIGN = _always(Kind.DOCUMENTATION, "{key} of {label} changes.")
_UNKNOWN_MARK = _always(Kind.SECURITY, "The mark {key} of {label}, unknown here, {movement}.")


def rule_for(key: str) -> Rule:
    """Return the rule of an attribute that is no constraint.

    A mark of our own without a rule is new to this comparison, and someone has to look at it. Other
    extensions are not read by the generator.
    """
    if key in RULES:
        return RULES[key]
    if key.startswith("x-sdk-"):
        return _UNKNOWN_MARK
    return _FOREIGN if key.startswith("x-") else _UNKNOWN


# What holds when the attribute is absent.
USUAL: Mapping[str, Any] = {
    **dict.fromkeys(
        ("x-sdk-repeatable", "x-ms-secret", "deprecated", "uniqueItems", "allowReserved"), False
    ),
    **dict.fromkeys(("allowEmptyValue", "readOnly", "writeOnly"), False),
    **dict.fromkeys(("minLength", "minItems", "minProperties"), 0),
}


def effective(key: str, value: Any) -> Any:
    """Return the value of an attribute in one form, None when that is what it amounts to."""
    if key in USUAL and value == USUAL[key]:
        return None
    if key == "url":
        return value and value.rstrip("/")
    # A limit of 100.0 is one of 100.
    is_whole = key in CONSTRAINTS and isinstance(value, float) and value.is_integer()
    return int(value) if is_whole else value


def movement(old: Any, new: Any, *, hidden: bool = False) -> str:
    """Tell in words how a value changes; show it when it is plain and not `hidden`."""
    shown = not hidden and all(isinstance(value, str | int | float | None) for value in (old, new))
    if old is None:
        return f"is now {code(new)}" if shown else "is set"
    if new is None:
        return f"is no longer {code(old)}" if shown else "is removed"
    return "changes from {} to {}".format(*codes(old, new)) if shown else "changes"


def canonical(value: Any) -> str:
    """Return a text that is the same for equal values, wherever their keys stand."""
    return json.dumps(value, sort_keys=True, default=str)
