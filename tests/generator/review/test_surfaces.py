"""What a difference between two texts of api.md means for callers."""

import html
import re

import pytest

from generator.review import Change, Kind, compare_surfaces

ADDITIVE, BEHAVIOUR, BREAKING = Kind.ADDITIVE, Kind.BEHAVIOUR, Kind.BREAKING


def surface(*lines: str, testing: tuple[str, ...] = ()) -> str:
    """Return an api.md with some lines in the package's own section."""
    text = "# Public surface\n\nProse.is: no declaration\n\n## package\n\n```python\n"
    text += "\n".join(lines) + "\n```\n"
    return text + "\n".join(("\n## package.testing\n", "```python", *testing, "```\n"))


def effects(old: list[str], new: list[str]) -> list[tuple[Kind, str]]:
    """Return kind and sentence of each change between two lists of declarations."""
    found = compare_surfaces(surface(*old), surface(*new))
    # What holds a `|` is an HTML element, see `code`; the tests below compare what people see.
    seen = (html.unescape(re.sub("</?code>", "`", change.sentence)) for change in found)
    return [(change.kind, sentence) for change, sentence in zip(found, seen, strict=True)]


# Old line, new line, kind, and what is said after the name, which is one letter.
LINES = [
    # Arguments that appear.
    ("f() -> int", "f(a: int = 1) -> int", ADDITIVE, "takes the new argument `a`"),
    ("f(a: int)", "f(a: int, b: str | None = None)", ADDITIVE, "takes the new argument `b`"),
    ("f(a: int)", "f(a: int, *, b: int = 1)", ADDITIVE, "takes the new argument `b`"),
    ("f(a: int)", "f(a: int, *b: int)", ADDITIVE, "takes the new argument `b`"),
    ("f(a: int)", "f(a: int, **b: int)", ADDITIVE, "takes the new argument `b`"),
    ("f(a: int)", "f(a: int, b: int)", BREAKING, "needs the new argument `b`"),
    ("f(a: int)", "f(a: int, *, b: int)", BREAKING, "needs the new argument `b`"),
    # Arguments that go, or are given in another way.
    ("f(a: int = 1)", "f()", BREAKING, "no longer takes the argument `a`"),
    ("f(*, a: int)", "f()", BREAKING, "no longer takes the argument `a`"),
    ("f(**a: int)", "f()", BREAKING, "no longer takes the argument `a`"),
    (
        "f(a: int, b: int)",
        "f(b: int, a: int)",
        BREAKING,
        "takes `b, a` instead of `a, b` by position",
    ),
    ("f(a: int)", "f(*, a: int)", BREAKING, "no longer takes `a` by position"),
    ("f(a: int)", "f(a: int, /)", BREAKING, "no longer takes the argument `a` by name"),
    # Arguments that are declared otherwise.
    ("f(a: int = 1)", "f(a: int)", BREAKING, "needs the argument `a`, which was optional"),
    ("f(*, a: int = 1)", "f(*, a: int)", BREAKING, "needs the argument `a`, which was optional"),
    ("f(a: int)", "f(a: int = 1)", ADDITIVE, "can do without the argument `a`"),
    (
        "f(a: int = 1)",
        "f(a: int = 2)",
        BEHAVIOUR,
        "uses `2` instead of `1` for the argument `a` by default",
    ),
    ("f(a: int)", "f(a: str)", BREAKING, "takes `str` instead of `int` as the argument `a`"),
    ("f(a)", "f(a: str)", BREAKING, "takes `str` instead of `Any` as the argument `a`"),
    ("f(a: A | B)", "f(a: A)", BREAKING, "takes `A` instead of `A | B` as the argument `a`"),
    ("f(a: A)", "f(a: B | A)", ADDITIVE, "takes `B | A` instead of `A` as the argument `a`"),
    # Results and the way of a call.
    ("f() -> int", "f() -> int | None", BREAKING, "returns `int | None` instead of `int`"),
    ("f() -> int | None", "f() -> int", BREAKING, "returns `int` instead of `int | None`"),
    ("f()", "async f()", BREAKING, "is now declared `async`"),
    ("classmethod f()", "f()", BREAKING, "is no longer declared `classmethod`"),
    ("f()", "f()  # contextmanager", BREAKING, "is now declared `contextmanager`"),
    # Values.
    ("x: Final = '1'", "x: Final = '2'", BEHAVIOUR, "is `'2'` instead of `'1'`"),
    ("x = 1", "x = 2", BEHAVIOUR, "is `2` instead of `1`"),
    ("x: int", "x: str", BREAKING, "is of type `str` instead of `int`"),
    ("x", "x: str", BREAKING, "is of type `str` instead of `Any`"),
    ("x: int", "x: int = 1", ADDITIVE, "is `1` by default"),
    ("x: int = 1", "x: int", BREAKING, "has no default any more, which was `1`"),
    ("x: TypeAlias = A", "x: TypeAlias = A | B", BREAKING, "stands for `A | B` instead of `A`"),
    ("x: int", "property x: int", BREAKING, "is now declared `property`"),
    # Another form, or none that can be read.
    ("x: int", "x() -> int", BREAKING, "is declared otherwise"),
    ("x: int", "x: ???", BREAKING, "is declared otherwise"),
    ("x: ???", "x: !!!", BREAKING, "is declared otherwise"),
    ("x + 1", "x + 2", BREAKING, "is declared otherwise"),
]


NAME = re.compile(r"\b[fx]\b")


@pytest.mark.parametrize(("old", "new", "kind", "effect"), LINES)
def test_a_line_that_changes_is_one_change(old: str, new: str, kind: Kind, effect: str) -> None:
    """Each way in which one declaration can change has its kind and its words."""
    assert effects([old], [new]) == [(kind, f"`{NAME.search(old)[0]}` {effect}.")]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("f(*, a: int, b: int)", "f(*, b: int, a: int)"),
        ("f(a: dict[str,int])", "f(a: dict[str, int])"),
        ("f(a: int = 1, b: int = 2)", "f(a: int=1, b: int=2)"),
        ("f(*, a: int)", "f(a: int)"),
        ("f(a: int, /)", "f(a: int)"),
        ("class x(A, B)", "class x(B, A)"),
    ],
)
def test_what_callers_cannot_notice_is_no_change(old: str, new: str) -> None:
    """Order of keyword arguments, layout, and one more way to pass an argument concern nobody."""
    assert effects([old], [new]) == []


def test_one_line_can_tell_of_several_changes() -> None:
    """Each argument has a sentence of its own, and the whole is as grave as its gravest."""
    found = effects(["f(a: int, b: int = 1) -> int"], ["async f(a: str, c: int = 1) -> int"])
    assert found == [
        (BREAKING, "`f` is now declared `async`."),
        (BREAKING, "`f` takes `str` instead of `int` as the argument `a`."),
        (BREAKING, "`f` no longer takes the argument `b`."),
        (ADDITIVE, "`f` takes the new argument `c`."),
    ]


def test_an_argument_that_moves_between_others_breaks_calls_by_position() -> None:
    """A new optional argument is additive only after those that were there."""
    assert effects(["f(a: int, b: int)"], ["f(a: int, c: int = 1, b: int = 2)"]) == [
        (ADDITIVE, "`f` can do without the argument `b`."),
        (ADDITIVE, "`f` takes the new argument `c`."),
        (BREAKING, "`f` takes `a, c, b` instead of `a, b` by position."),
    ]


def test_names_come_and_go_with_their_class_in_one_sentence() -> None:
    """A class that is removed or new is told of once, not member by member."""
    old = ["class A", "A.x: int", "A.y: int", "class B", "B.x: int", "B.y: int", "z: int"]
    new = ["class B", "B.y: int", "B.z: int", "class C", "C.x() -> int", "w: int"]
    assert effects(old, new) == [
        (BREAKING, "`A` is removed from the public surface."),
        (BREAKING, "`B.x` is removed from the public surface."),
        (ADDITIVE, "`B.z` is new in the public surface."),
        (ADDITIVE, "`C` is new in the public surface."),
        (ADDITIVE, "`w` is new in the public surface."),
        (BREAKING, "`z` is removed from the public surface."),
    ]


KEYWORDS = "class A  # attrs.frozen(kw_only=True)"
POSITIONS = "class A  # attrs.frozen"
TUPLE = "class A(NamedTuple)"


@pytest.mark.parametrize(
    ("class_", "old", "new", "expected"),
    [
        (KEYWORDS, ["x: int"], ["x: int", "y: int = 1"], [(ADDITIVE, "`A.y` is new in the")]),
        (KEYWORDS, ["x: int"], ["x: int", "y: int"], [(BREAKING, "`A.y` is new, and has to be")]),
        (KEYWORDS, ["x: int"], ["x: int", "y() -> int"], [(ADDITIVE, "`A.y` is new in the")]),
        (KEYWORDS, ["x: int", "y: int"], ["y: int", "x: int"], []),
        ("class A", ["x: int"], ["x: int", "y: int"], [(ADDITIVE, "`A.y` is new in the")]),
        (POSITIONS, ["x: int"], ["x: int", "y: int = 1"], [(ADDITIVE, "`A.y` is new in the")]),
        (
            POSITIONS,
            ["x: int", "y: int"],
            ["y: int", "x: int"],
            [(BREAKING, "`A` takes `y, x` instead of `x, y` by position.")],
        ),
        (
            TUPLE,
            ["x: int", "y: int"],
            ["y: int", "x: int"],
            [(BREAKING, "`A` takes `y, x` instead of `x, y` by position.")],
        ),
    ],
)
def test_fields_are_arguments_of_their_class(
    class_: str, old: list[str], new: list[str], expected: list[tuple[Kind, str]]
) -> None:
    """A new field without default breaks whoever makes such an object; so does another order."""
    found = effects(
        [class_, *(f"A.{line}" for line in old)], [class_, *(f"A.{line}" for line in new)]
    )
    assert [
        (kind, sentence[: len(e[1])]) for (kind, sentence), e in zip(found, expected, strict=True)
    ] == (expected)


def test_a_new_member_of_a_protocol_breaks_those_who_provide_it() -> None:
    """Their own classes lack it."""
    found = effects(["class A(Protocol)"], ["class A(Protocol)", "A.f() -> int"])
    assert found == [(BREAKING, "`A.f` is new, and what callers give as `A` needs it.")]


def test_another_order_of_a_union_breaks_nobody() -> None:
    """To a type checker it is the same; what is read may be taken for the other member."""
    old = ["f() -> list[A | B]", "g: dict[A, B]", "h: TypeAlias = Literal['A', 'B']"]
    new = ["f() -> list[B | A]", "g: dict[B, A]", "h: TypeAlias = Literal['B', 'A']"]
    assert effects(old, new) == [
        (BEHAVIOUR, "`f` returns `list[B | A]` instead of `list[A | B]`."),
        (BREAKING, "`g` is of type `dict[B, A]` instead of `dict[A, B]`."),
        (BEHAVIOUR, "`h` stands for `Literal['B', 'A']` instead of `Literal['A', 'B']`."),
    ]


def test_what_stands_below_a_heading_in_words_has_no_module() -> None:
    """A type that only other declarations refer to is told of by its own name."""
    text = surface() + "## Types that declarations refer to\n```\nA: TypeAlias = {}\n```\n"
    (change,) = compare_surfaces(text.format("int"), text.format("str"))
    assert change.sentence == "`A` stands for `str` instead of `int`."


def test_a_new_property_is_no_field() -> None:
    """A property is worked out, so nobody has to give it."""
    found = effects([KEYWORDS], [KEYWORDS, "property A.y: int"])
    assert found == [(ADDITIVE, "`A.y` is new in the public surface.")]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (
            ["class A(B, C)"],
            ["class A(B)"],
            [(BREAKING, "`A` no longer derives from `C`.")],
        ),
        (
            ["class A(B)"],
            ["class A(B, ValueError)"],
            [(BEHAVIOUR, "`A` now derives from `ValueError` too.")],
        ),
        # A base that is put between others takes nothing away.
        (
            ["class A(B)", "class B"],
            ["class A(M)", "class B", "class M(B)"],
            [
                (BEHAVIOUR, "`A` now derives from `M` too."),
                (ADDITIVE, "`M` is new in the public surface."),
            ],
        ),
        (
            ["class A(M)", "class M(B)"],
            ["class A(B)"],
            [
                (BREAKING, "`A` no longer derives from `M`."),
                (BREAKING, "`M` is removed from the public surface."),
            ],
        ),
        (
            [KEYWORDS],
            [POSITIONS],
            [
                (BREAKING, "`A` is no longer declared `attrs.frozen(kw_only=True)`."),
                (BREAKING, "`A` is now declared `attrs.frozen`."),
            ],
        ),
        (["class A"], ["A: TypeAlias = B"], [(BREAKING, "`A` is declared otherwise.")]),
        # A circle, which no Python has, ends.
        (["class A(B)", "class B(A)"], ["class A(B)", "class B(A)"], []),
    ],
)
def test_bases_are_what_callers_catch_and_check(
    old: list[str], new: list[str], expected: list[tuple[Kind, str]]
) -> None:
    """A lost base breaks `except` and `isinstance`; a new one may change which branch they take."""
    assert effects(old, new) == expected


def test_a_name_belongs_to_its_module() -> None:
    """Two classes of one name in two modules are two, with places that tell them apart."""
    old = surface("class A", testing=("class A", "A.x: int"))
    new = surface("class A", testing=("class A", "A.x: str"))
    assert compare_surfaces(old, new) == (
        Change(
            pointer="api.md#testing.A.x",
            kind=BREAKING,
            sentence="`testing.A.x` is of type `str` instead of `int`.",
            breaking=True,
        ),
    )


def test_equal_surfaces_have_no_changes() -> None:
    """Prose around the declarations counts for nothing."""
    text = surface("class A(B)", "A.x: int = 1", "async f(a: int, /, *b: str, **c: Any) -> int")
    assert compare_surfaces(text, text.replace("Prose.is", "Words.are")) == ()


def test_text_of_a_surface_becomes_no_markup() -> None:
    """A default out of a document may hold anything; in a sentence it is code."""
    [change] = compare_surfaces(surface("f(a='x')"), surface("f(a='<b>`|')"))
    assert "<b>" not in change.sentence
    assert "|" not in change.sentence


def test_a_base_is_looked_for_in_its_own_module_first() -> None:
    """So that a base which is put between others takes nothing away there either."""
    old = surface("class M", testing=("class A(B)",))
    new = surface("class M", testing=("class A(M)", "class M(B)"))
    assert [change.sentence for change in compare_surfaces(old, new)] == [
        "`testing.A` now derives from `M` too.",
        "`testing.M` is new in the public surface.",
    ]
