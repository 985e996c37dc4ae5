"""The metadata of the package matches the configuration."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from generator.config import read_config

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "generated_client"
CONFIG = read_config(ROOT / "generator" / "config.yaml")
PYPROJECT: dict[str, Any] = tomllib.loads((PACKAGE / "pyproject.toml").read_text("utf-8"))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("name", CONFIG.distribution),
        ("version", CONFIG.version),
        ("requires-python", CONFIG.requires_python),
        ("dependencies", CONFIG.dependencies),
        ("optional-dependencies", CONFIG.extras),
        ("keywords", CONFIG.keywords),
        ("classifiers", CONFIG.classifiers),
        ("urls", CONFIG.urls),
        ("authors", [{"name": CONFIG.license_holder, "email": CONFIG.author_email}]),
        ("license", "MIT"),
        ("license-files", ["LICENSE"]),
        ("readme", "README.md"),
    ],
)
def test_pyproject_matches_the_configuration(key: str, value: object) -> None:
    assert value
    assert PYPROJECT["project"][key] == value


def test_the_build_includes_only_the_package_and_the_pytest_plugin() -> None:
    """The plugin has the name of its module, so that `-p` with that name works, too."""
    plugin = f"pytest_{CONFIG.package}"
    targets = PYPROJECT["tool"]["hatch"]["build"]["targets"]
    included = {"only-include": [CONFIG.package, f"{plugin}.py"]}
    assert targets == {"sdist": included, "wheel": included}
    assert PYPROJECT["project"]["entry-points"] == {"pytest11": {plugin: plugin}}


def test_the_license_is_mit_and_names_its_holder() -> None:
    text = (PACKAGE / "LICENSE").read_text("utf-8")
    assert "\nMIT License\n" in text
    assert f"\nCopyright (c) {CONFIG.license_year} {CONFIG.license_holder}\n" in text
    assert 'THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND' in text
