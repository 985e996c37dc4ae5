"""Check that a release is ready: `python release.py SBOM NOTES [TAG]`.

It compares the version of the package with the tag, the changelog and the SBOM, and writes the
changelog entry to NOTES. With a tag, in GitHub Actions, it also checks that the URLs of the package
are those of the repository that publishes. The exit status is 1 if something is wrong or missing.
"""

from __future__ import annotations

import json
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parents[2]


def main(arguments: list[str]) -> int:
    """Check this project, and write the notes of its release."""
    sbom, notes, *tag = arguments
    project = tomllib.loads((ROOT / "generated_client/pyproject.toml").read_text("utf-8"))[
        "project"
    ]
    changelog = (ROOT / "CHANGELOG.md").read_text("utf-8")
    bom = json.loads(Path(sbom).read_text("utf-8"))
    found = [*wrong_changelog(project, changelog), *wrong_sbom(project, bom)]
    if tag:
        # Without a tag, this is a dry run, which a fork makes too.
        found += [*wrong_tag(project, tag[0]), *wrong_repository(project, os.environ)]
    print("\n".join(found))
    if not found:
        Path(notes).write_text(newest(changelog)[1] + "\n", "utf-8")
    return 1 if found else 0


def newest(changelog: str) -> tuple[str, str]:
    """Return version and text of the first entry; two empty strings if there is none."""
    _, *parts = re.split(r"^## +(.*)$", changelog, maxsplit=2, flags=re.MULTILINE)
    return (parts[0].strip(), parts[1].strip()) if parts else ("", "")


def wrong_tag(project: Mapping[str, Any], tag: str) -> Iterator[str]:
    """Yield what is wrong with the tag."""
    expected = f"v{project['version']}"
    if tag != expected:
        yield (
            f"tag {tag}: the version in generator/config.yaml is {project['version']}; "
            f"delete the tag, and tag the commit that has this version as {expected}"
        )


def wrong_changelog(project: Mapping[str, Any], changelog: str) -> Iterator[str]:
    """Yield what is wrong with the newest entry of the changelog."""
    version, text = newest(changelog)
    if version != project["version"]:
        yield (
            f"CHANGELOG.md: the first entry is {version or 'missing'}, but the version is "
            f"{project['version']}; write the entry `## {project['version']}` above the others"
        )
    elif not text:
        yield f"CHANGELOG.md: the entry {version} is empty; write what changes for users"


def wrong_sbom(project: Mapping[str, Any], bom: Mapping[str, Any]) -> Iterator[str]:
    """Yield where the SBOM and the package differ."""
    root = bom["metadata"]["component"]
    if (root["name"], root["version"]) != (project["name"], project["version"]):
        yield f"SBOM: describes {root['name']} {root['version']}; make it from this package"
    extras = project.get("optional-dependencies", {}).values()
    required = [*project["dependencies"], *(text for extra in extras for text in extra)]
    listed = {canonicalize_name(component["name"]) for component in bom["components"]}
    for name in (canonicalize_name(Requirement(text).name) for text in required):
        if name not in listed:
            yield f"SBOM: lacks {name}; make it from an environment with all extras"


def wrong_repository(project: Mapping[str, Any], environment: Mapping[str, str]) -> Iterator[str]:
    """Yield what is wrong with the Source URL; nothing outside of GitHub Actions."""
    if "GITHUB_REPOSITORY" not in environment:
        return
    expected = f"{environment['GITHUB_SERVER_URL']}/{environment['GITHUB_REPOSITORY']}"
    if project["urls"]["Source"] != expected:
        yield (
            f"generator/config.yaml: Source is {project['urls']['Source']}, but this is "
            f"{expected}; correct `urls` and `author_email`, and regenerate"
        )


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
