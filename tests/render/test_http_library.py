"""A package for httpx2: code and prose name it, and the code of others stays as it is."""

from __future__ import annotations

import re

import attrs
import pytest

from generator.render.http_library import written_for
from tests.generated_packages import CONFIG, tree_of
from tests.small_documents import library


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import httpx", "import httpx2"),
        ("import httpcore\n", "import httpcore2\n"),
        ("httpx.Client | None, httpx's own `httpx`", "httpx2.Client | None, httpx2's own `httpx2`"),
        ('"httpcore.http11", "httpcore2.http11"', '"httpcore2.http11", "httpcore.http11"'),
        ("httpx>=0.28, 'httpx[socks]'", "httpx2>=0.28, 'httpx2[socks]'"),
        ("uses httpx, not httpx2", "uses httpx2, not httpx"),
    ],
)
def test_the_two_names_are_exchanged(text: str, expected: str) -> None:
    """The other library becomes the first one, so that texts about both stay true."""
    assert written_for("httpx2", text) == expected
    assert written_for("httpx2", expected) == text
    assert written_for("httpx", text) == text


@pytest.mark.parametrize(
    "text",
    [
        "httpx-aiohttp and httpx_aiohttp",
        "https://github.com/encode/httpx/issues/3215",
        "opentelemetry.instrumentation.httpx",
        "python-httpx",
        "my_httpx, httpx22",
    ],
)
def test_names_of_others_stay(text: str) -> None:
    """They are other distributions, or places that have no counterpart."""
    assert written_for("httpx2", text) == text


def test_a_package_for_httpx2_imports_and_names_it_alone() -> None:
    """One line of the configuration changes dependency, imports, docstrings and README."""
    document = library()
    document["info"]["description"] = "Written with httpx, says the document."
    wanted = ["attrs>=23.1", "httpx2>=2.16,<3"]
    tree = {
        name: content.decode()
        for name, content in tree_of(document, attrs.evolve(CONFIG, dependencies=wanted)).items()
    }
    assert '"httpx2>=2.16,<3",\n]' in tree["pyproject.toml"]
    assert "Its only dependencies are `attrs` and `httpx2`." in tree["README.md"]
    code = {name: text for name, text in tree.items() if name.endswith(".py")}
    assert not [
        name for name, text in code.items() if re.search(r"import (httpx|httpcore)\b", text)
    ]
    assert "import httpx2" in code["town_library/_transport.py"]
    assert "import httpcore2" in code["town_library/_network.py"]
    # The document's own words stay.
    assert any("Written with httpx, says the document." in text for text in tree.values())
