"""What a change of the configuration means for those who install the package."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from generator.paths import CHANGELOG, CONFIG
from generator.review.change import Kind
from generator.review.compare_settings import compare_settings
from tests.generated_packages import CONFIG as OLD
from tests.review.repository import Repository

BASE = attrs.evolve(OLD, dependencies=["attrs>=23.1"], extras={"id": ["azure-identity>=1"]})
PYTHON = "Which Python the package needs changes from <code>&#62;&#61;3.11</code> to"


@pytest.mark.parametrize(
    ("change", "kind", "sentence"),
    [
        (
            {"distribution": "other"},
            Kind.BREAKING,
            "The name that users install changes from `town-library` to `other`.",
        ),
        (
            {"package": "other"},
            Kind.BREAKING,
            "The name that users import changes from `town_library` to `other`.",
        ),
        ({"requires_python": "~=3.12"}, Kind.BREAKING, f"{PYTHON} `~=3.12`."),
        (
            {"requires_python": "!=2.7"},
            Kind.ADDITIVE,
            f"{PYTHON} `!=2.7`.",
        ),
        (
            {"requires_python": "==3.*,!=3.11.1"},
            Kind.BREAKING,
            f"{PYTHON} `==3.*,!=3.11.1`.",
        ),
        (
            {"dependencies": ["attrs>=23.1", "evil"]},
            Kind.SECURITY,
            "The requirement `evil` is new: users install other code.",
        ),
        (
            {"dependencies": ["attrs==23.2"]},
            Kind.SECURITY,
            "The requirement of `attrs` changes from <code>attrs&#62;&#61;23.1</code> to"
            " `attrs==23.2`.",
        ),
        (
            {"dependencies": []},
            Kind.BEHAVIOUR,
            "The requirement <code>attrs&#62;&#61;23.1</code> is removed.",
        ),
        ({"extras": {}}, Kind.BREAKING, "The extra `id` is removed."),
        (
            {"extras": {"id": ["azure-identity>=1", "evil"]}},
            Kind.SECURITY,
            "The requirement `evil` of the extra `id` is new: users install other code.",
        ),
        (
            {"keywords": ["books"]},
            Kind.DOCUMENTATION,
            "`keywords` of the package's description changes.",
        ),
    ],
)
def test_a_setting_is_judged_by_what_it_does_to_users(
    change: dict[str, Any], kind: Kind, sentence: str
) -> None:
    """Each change has its class and its sentence."""
    changes = compare_settings(BASE, attrs.evolve(BASE, **change))
    assert [(one.kind, one.sentence) for one in changes] == [(kind, sentence)]
    assert changes[0].breaking is (kind is Kind.BREAKING)


def test_a_new_extra_tells_of_what_it_installs() -> None:
    """Those who ask for it install other code."""
    new = attrs.evolve(BASE, extras={**BASE.extras, "web": ["aiohttp"]})
    kinds = [one.kind for one in compare_settings(BASE, new)]
    assert kinds == [Kind.ADDITIVE, Kind.SECURITY]


@pytest.mark.parametrize(
    "change",
    [
        {"version": "2.0.0"},
        {"dependencies": ["Attrs >= 23.1"]},
        {"extras": {"id": ["Azure_Identity>=1"]}},
        {"extras": {"ID": ["azure-identity>=1"]}},
    ],
)
def test_what_installs_the_same_is_no_change(change: dict[str, Any]) -> None:
    """The version follows from changes, and one requirement can be written in many ways."""
    assert compare_settings(BASE, attrs.evolve(BASE, **change)) == ()


def test_a_new_dependency_is_not_released_unseen(repository: Repository) -> None:
    """`diff` tells of it, and the gate asks for version and entry."""
    repository.edit(CONFIG, "  - attrs>=23.1\n", "  - attrs>=23.1\n  - evil\n")
    status, out, _ = repository.run("diff")
    assert status == 3
    assert "The requirement `evil` is new" in out
    status, _, err = repository.run("diff", "--gate")
    assert status == 1
    assert CHANGELOG in err
