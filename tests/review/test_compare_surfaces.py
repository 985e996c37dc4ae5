"""What another text of api.md means, if a generator makes it of the same document."""

from __future__ import annotations

import pytest

from generator.review.change import Kind
from generator.review.compare_surfaces import compare_surfaces


def surface(*lines: str, testing: tuple[str, ...] = ()) -> str:
    """Return an api.md with some lines in the section of the package, and some of a module."""
    texts = ("\n".join(each) for each in (lines, testing))
    own, inner = (f"```python\n{text}\n```\n" for text in texts)
    return (
        f"# Public surface\n\nProse.is: text\n\n## package\n\n{own}\n## package.testing\n\n{inner}"
    )


@pytest.mark.parametrize(
    ("old", "new", "kind", "sentence"),
    [
        ("f() -> int", "", Kind.BREAKING, "`f` is removed from the public surface."),
        ("", "async f() -> int", Kind.ADDITIVE, "`f` is new in the public surface."),
        ("A.x: int", "A.x: str", Kind.BREAKING, "`A.x` is now declared as `A.x: str` instead of"),
        ("f(a: int)", "async f(a: int)", Kind.BREAKING, "`f` is now declared as `async f(a: int)`"),
    ],
)
def test_a_line_that_goes_or_changes_breaks_callers(
    old: str, new: str, kind: Kind, sentence: str
) -> None:
    """Only a line that comes adds something."""
    (change,) = compare_surfaces(surface(old), surface(new))
    assert change.kind is kind
    assert change.breaking is (kind is Kind.BREAKING)
    assert change.sentence.startswith(sentence)


def test_a_name_belongs_to_its_module() -> None:
    """Two classes of one name in two modules have places that tell them apart."""
    old = surface("class A", testing=("class A", "A.x: int"))
    new = surface("class A", testing=("class A", "A.x: str"))
    (change,) = compare_surfaces(old, new)
    assert change.pointer == "api.md#testing.A.x"


def test_prose_and_the_order_of_lines_are_not_compared() -> None:
    """Only declarations count."""
    old, new = surface("f()", "g()"), surface("g()", "f()")
    assert compare_surfaces(old, new.replace("Prose.is", "Words.are")) == ()
