"""The configuration: each invalid key or value is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from generator.config import read_config
from generator.errors import GeneratorError
from tests.generated_packages import CONFIG
from tests.small_documents import CONFIG_TEXT, ROOT


def read(folder: Path, text: str) -> str:
    """Return the error line for an invalid configuration."""
    path = folder / "config.yaml"
    path.write_text(text)
    with pytest.raises(GeneratorError) as caught:
        read_config(path)
    return str(caught.value)


def test_every_key_of_a_configuration_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG_TEXT)
    assert read_config(path) == CONFIG


def test_the_configuration_of_the_project_is_valid() -> None:
    assert read_config(ROOT / "generator" / "config.yaml").package == "azureml_serverless_endpoints"


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        (
            "version",
            "versoin",
            "#/versoin: is not a key of the configuration; use one of distribution, package, ",
        ),
        ("version: 1.0.0\n", "", "#/version: is missing; add it"),
        ("1.0.0", "2024-09-01", "#/version: is not of type str"),
        ("1.0.0", "1.0", "#/version: is not of type str"),
        (
            "1.0.0",
            "1.0.0-beta",
            "#/version: has the wrong format; use PEP 440's canonical form",
        ),
        ("1.0.0", "v1.0.0", "#/version: has the wrong format"),
        ("1.0.0", "1.0.0\u0660", "#/version: has the wrong format"),
        ("town-library", "Town_Library", "#/distribution: has the wrong format"),
        ("town-library", "''", "#/distribution: is not of type str"),
        (
            "town_library",
            "town-library",
            "#/package: is not a valid package name; use lower-case letters",
        ),
        ("town_library", "class", "#/package: is not a valid package name"),
        *(
            ("town_library", name, "#/package: is not a valid package name; use lower-case letters")
            for name in ("_", "__init__", "__pycache__", "x" * 300)
        ),
        *(
            ("town_library", name, "#/package: is also the name of a module of Python or")
            for name in ("json", "typing", "httpx", "attrs", "attr")
        ),
        (
            "package: town_library",
            "package: azure_identity\nextras: {a: [Azure.Identity>=1]}",
            "#/package: is also the name of a module of Python or of a dependency",
        ),
        ("2026", "-5", "#/license_year: is not a year; write one such as 2026"),
        ("2026", "99999", "#/license_year: is not a year"),
        *(
            (
                ">=3.11",
                older,
                "#/requires_python: allows Python versions before 3.11, which the package "
                'does not support; write it as ">=3.11"',
            )
            for older in (">=2.7", ">=3.10.4", "<4", "==3.9.*", "!=3.8.*")
        ),
        (
            "attrs>=23.1, ",
            "",
            "#/dependencies: lacks attrs, which the runtime imports; add it",
        ),
        (
            '[attrs>=23.1, "httpx>=0.28,<1"]',
            "[Attrs]",
            "#/dependencies: lacks httpx, which the runtime",
        ),
        (
            "attrs>=23.1, ",
            "attrs>=23.1, HTTPX2, ",
            "#/dependencies: names httpx and httpx2, and the package imports one of them; remove",
        ),
        (
            "dependencies: ",
            "extras: {a b: [c]}\ndependencies: ",
            "#/extras/a b: is not a valid name of an extra; use letters, digits and hyphens",
        ),
        (
            "dependencies: ",
            "extras: {a_b: [c], A-b: [d]}\ndependencies: ",
            "#/extras/A-b: names the extra 'a-b' a second time; merge the two",
        ),
        ("town_library", "bücher", "#/package: is not a valid package name"),
        ("2026", "'2026'", "#/license_year: is not of type int"),
        ("2026", "true", "#/license_year: is not of type int"),
        ("The town", '"The\\ntown"', "#/license_holder: is not of type str"),
        (
            "dependencies: ",
            "author_email: The town\ndependencies: ",
            "#/author_email: is not an email address; write one such as name@example.com",
        ),
        ("[attrs>=23.1,", "[1,", "#/dependencies: is not of type list[str]"),
        ("dependencies: ", "urls: [a]\ndependencies: ", "#/urls: is not of type dict[str, str]"),
        ("dependencies: ", "urls: {a: 1}\ndependencies: ", "#/urls: is not of type dict[str, str]"),
        (
            "dependencies: ",
            "extras: {a: b}\ndependencies: ",
            "#/extras: is not of type dict[str, list[str]]",
        ),
        (
            "dependencies: ",
            "extras: {1: [b]}\ndependencies: ",
            "#/extras: is not of type dict[str, list[str]]",
        ),
        ("dependencies: ", "keywords: x\ndependencies: ", "#/keywords: is not of type list[str]"),
        ("dependencies: ", "1: x\ndependencies: ", "#/1: is not a key of the configuration"),
        (
            '">=3.11"',
            "banana",
            '#/requires_python: is not a PEP 440 specifier; write it as ">=3.11"',
        ),
        (
            "attrs>=23.1",
            "attrs >>",
            '#/dependencies/0: is not a PEP 508 requirement; write it as "httpx>=0.28,<1"',
        ),
        (
            "dependencies: ",
            "extras: {a/b: [c, d >>]}\ndependencies: ",
            "#/extras/a~1b/1: is not a PEP 508 requirement",
        ),
    ],
)
def test_an_invalid_value_is_refused_with_its_key(
    tmp_path: Path, old: str, new: str, line: str
) -> None:
    assert line in read(tmp_path, CONFIG_TEXT.replace(old, new))


def test_all_missing_keys_are_named_at_once(tmp_path: Path) -> None:
    line = "config.yaml: #/package, #/version, #/license_holder: are missing; add them"
    rest = "distribution: a\nlicense_year: 2026\nrequires_python: '>=3.11'\ndependencies: []\n"
    assert read(tmp_path, rest) == line


def test_a_configuration_that_is_not_a_mapping_is_refused(tmp_path: Path) -> None:
    assert read(tmp_path, "- a\n") == "config.yaml: is not a mapping; write one key a line"
    assert read(tmp_path, "a: [\n").startswith("config.yaml: line 2, column 1: is not YAML")


@pytest.mark.parametrize(
    "version", ["1", "1.2", "1!2.0", "1.0a1", "1.0.0rc1", "1.0.post1", "1.0.dev0"]
)
def test_canonical_versions_are_accepted(tmp_path: Path, version: str) -> None:
    path = tmp_path / "config.yaml"
    path.write_text(CONFIG_TEXT.replace("1.0.0", f"'{version}'"))
    assert read_config(path).version == version


def test_the_dependency_on_httpx_or_httpx2_chooses_the_library(tmp_path: Path) -> None:
    """What works with the other one alone is left out, and an extra of nothing else with it."""
    path = tmp_path / "config.yaml"
    text = f"{CONFIG_TEXT}extras: {{fast: [HTTPX_aiohttp>=0.2], web: [a, httpx-aiohttp]}}\n"
    path.write_text(text)
    config = read_config(path)
    assert config.http_library == "httpx"
    assert config.extras == {"fast": ["HTTPX_aiohttp>=0.2"], "web": ["a", "httpx-aiohttp"]}
    path.write_text(text.replace("httpx>=0.28,<1", "HTTPX2>=2.16,<3"))
    config = read_config(path)
    assert (config.http_library, config.extras) == ("httpx2", {"web": ["a"]})
