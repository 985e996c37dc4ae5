"""A release needs a tag, a changelog entry, an SBOM and URLs that match the package."""

from __future__ import annotations

from typing import Any

import pytest

from tests.package import release

URL = "https://host.example/owner/repository"
PROJECT: dict[str, Any] = {
    "name": "things",
    "version": "1.2.0",
    "dependencies": ["httpx>=0.28"],
    "optional-dependencies": {"typing": ["Typing_Extensions"]},
    "urls": {"Source": URL},
}
CHANGELOG = (
    "# Changelog\n\nWords.\n\n## 1.2.0\n\n- New.\n\n### Fixed\n\n- A bug.\n\n## 1.1.0\n\n- Old.\n"
)
LISTED = [{"name": "httpx"}, {"name": "typing_extensions"}]


def bom(components: list[dict[str, str]], version: str = "1.2.0") -> dict[str, Any]:
    return {
        "metadata": {"component": {"name": "things", "version": version}},
        "components": components,
    }


def actions(repository: str) -> dict[str, str]:
    return {"GITHUB_SERVER_URL": "https://host.example", "GITHUB_REPOSITORY": repository}


def test_a_complete_release_is_ready() -> None:
    assert list(release.wrong_tag(PROJECT, "v1.2.0")) == []
    assert list(release.wrong_changelog(PROJECT, CHANGELOG)) == []
    assert list(release.wrong_sbom(PROJECT, bom(LISTED))) == []
    assert list(release.wrong_repository(PROJECT, actions("owner/repository"))) == []


def test_the_repository_is_only_known_in_github_actions() -> None:
    assert list(release.wrong_repository(PROJECT, {})) == []


@pytest.mark.parametrize("tag", ["v1.2.1", "1.2.0", "v1.2.0rc1", "v1.2", ""])
def test_another_tag_is_refused(tag: str) -> None:
    (problem,) = release.wrong_tag(PROJECT, tag)
    assert "the version in generator/config.yaml is 1.2.0" in problem


@pytest.mark.parametrize(
    ("changelog", "problem"),
    [
        ("", "CHANGELOG.md: the first entry is missing"),
        ("## 1.1.0\n\n- Old.\n", "CHANGELOG.md: the first entry is 1.1.0"),
        ("## 1.3.0\n\n- New.\n\n" + CHANGELOG, "CHANGELOG.md: the first entry is 1.3.0"),
        ("## 1.2.0\n\n## 1.1.0\n\n- Old.\n", "CHANGELOG.md: the entry 1.2.0 is empty"),
    ],
)
def test_the_changelog_must_begin_with_the_version(changelog: str, problem: str) -> None:
    (found,) = release.wrong_changelog(PROJECT, changelog)
    assert found.startswith(problem)


def test_the_notes_are_the_entry_of_the_version() -> None:
    assert release.newest(CHANGELOG) == ("1.2.0", "- New.\n\n### Fixed\n\n- A bug.")


@pytest.mark.parametrize(
    ("made", "problem"),
    [
        (bom(LISTED, version="1.1.0"), "SBOM: describes things 1.1.0"),
        (bom(LISTED[1:]), "SBOM: lacks httpx"),
        (bom(LISTED[:1]), "SBOM: lacks typing-extensions"),
    ],
)
def test_the_sbom_must_describe_the_package(made: dict[str, Any], problem: str) -> None:
    (found,) = release.wrong_sbom(PROJECT, made)
    assert found.startswith(problem)


def test_the_source_url_must_be_the_repository_that_publishes() -> None:
    (found,) = release.wrong_repository(PROJECT, actions("someone/fork"))
    assert f"Source is {URL}, but this is https://host.example/someone/fork" in found
