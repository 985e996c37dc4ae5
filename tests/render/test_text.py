"""Text of the document stays text: it cannot change the code or the file that contains it."""

from __future__ import annotations

import ast
import inspect
import tomllib
import unicodedata
from typing import Any

import pytest

from generator.render.docstrings import item, prose, sentence
from tests.generated_packages import Importer, refusal, tree_of
from tests.small_documents import edited, library, minimal, with_schema

HOSTILE = [
    '"""',
    '""" + evil() + """',
    "'''",
    "\\",
    'ends in a quote"',
    'ends in a backslash and a quote \\"',
    "ends in two backslashes \\\\",
    '\\"""',
    "\\N{DASH} \\x \\u12 \\U",
    "{evil()} {{ 7 * 7 }} {% raw %} {# x #} %s %(x)s",
    "one\ntwo\r\nthree\x0bfour\x85five\u2028six",
    "../../etc/passwd",
    "größer 中文 😀 \U0001fae8",
    "right to left\u200f \u200bzero\ufeff",
    "tab\tand nul-like \x7f",
    "]]> --> <script>",
    "x" * 10_000,
    "word " * 2_000,
    " ",
]


def name_of(text: str) -> str:
    """Return a text without the characters that the document stage refuses in a name."""
    hidden = {"Cf", "Zl", "Zp"}
    return "".join(one for one in text if unicodedata.category(one) not in hidden)


def spread(text: str) -> dict[str, Any]:
    """Return the library with one text at each place that may hold a text."""
    root = library()
    name = name_of(text)
    plain = " ".join("".join(one for one in text if " " <= one <= "~").split())
    edits: dict[str, Any] = {
        "/info/title": f"T{name}",
        "/info/description": text,
        "/tags/0/description": text,
        "/servers/0/description": text,
        "/servers/0/x-sdk-cloud": f"C{plain}",
        "/servers/0/x-sdk-token-scope": f"S{plain}",
        "/paths/~1books/get/summary": text,
        "/paths/~1books/get/description": text,
        "/paths/~1books/get/x-sdk-permission": f"P{plain}",
        "/paths/~1books/get/parameters/7/name": f"url{name}",
        "/paths/~1books/get/parameters/7/x-ms-client-name": "url",
        "/paths/~1books/get/parameters/7/description": text,
        "/paths/~1books/get/parameters/7/example": text,
        "/paths/~1books/post/requestBody/description": text,
        "/paths/~1books/post/responses/200/description": text,
        "/components/parameters/Tenant/description": text,
        "/components/parameters/Tenant/schema/default": f"d{name}",
        "/components/parameters/Tenant/x-sdk-environment": f"E{plain}",
        "/components/schemas/Genre/description": text,
        "/components/schemas/Genre/enum/0": f"n{name}",
        "/components/schemas/Genre/x-ms-enum": {"values": [{"value": f"n{name}", "name": "a"}]},
        "/paths/~1books/get/responses/200/content/application~1json/example/0/genre": "essay",
        "/components/schemas/Book/description": text,
        "/components/schemas/Book/properties/title/description": text,
        "/components/schemas/Book/properties/kind/const": f"k{name}",
        "/paths/~1books/get/responses/200/content/application~1json/example/0/kind": f"k{name}",
        "/components/schemas/Book/properties/pages/example": 1,
        "/components/responses/Failure/content/application~1json/example/title": text,
    }
    return edited(root, edits)


def shape(source: bytes, name: str) -> str:
    """Return the structure of Python code without the contents of its strings."""
    tree = ast.parse(source, name)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


HARMLESS = {
    name: shape(content, name)
    for name, content in tree_of(spread("text")).items()
    if name.endswith(".py")
}


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_of_a_document_changes_the_code(text: str) -> None:
    tree = tree_of(spread(text))
    for name, harmless in HARMLESS.items():
        assert shape(tree[name], name) == harmless, name
    assert tomllib.loads(tree["pyproject.toml"].decode())["project"]["name"] == "town-library"
    for name in HARMLESS:
        # Literals escape invisible characters, and docstrings omit them.
        assert set("\u202e\u2066\u200b\ufeff\x0b\x85\u2028\x7f").isdisjoint(tree[name].decode()), (
            name
        )


@pytest.mark.parametrize("text", HOSTILE)
def test_values_of_the_document_are_not_changed(imported: Importer, text: str) -> None:
    package = imported(spread(text))
    assert package.Genre.A.value == f"n{name_of(text)}"
    book = {"isbn": "978", "title": "x", "genre": "essay", "kind": f"k{name_of(text)}"}
    assert package.Book.from_dict(book).to_dict() == book
    client = package.Client("token", base_url="https://x.example")
    assert client.tenant == f"d{name_of(text)}"


@pytest.mark.parametrize("text", HOSTILE)
def test_a_docstring_contains_every_visible_word(text: str) -> None:
    """Invisible characters are omitted."""
    for made in (prose(text, 4), sentence(text), item("name", text, 4)):
        code = f'def f():\n    """{made}"""\n' if made else 'def f():\n    """."""\n'
        (function,) = ast.parse(code).body
        assert isinstance(function, ast.FunctionDef)
        told = inspect.cleandoc(ast.get_docstring(function) or "").removeprefix("name:").split()
        said = "".join(c if c.isprintable() or c == "\U0001fae8" else " " for c in text).split()
        assert [word.rstrip(".") for word in told if word.strip(".")] == [
            word for word in said if word
        ]


def test_paragraphs_are_kept_and_lines_are_short() -> None:
    text = prose("One  two.\n\nThree\nfour. " + "word " * 60, 8)
    assert text.startswith("One two.\n\n        Three four. word")
    assert max(len(line) for line in text.splitlines()) <= 100


def test_a_title_cannot_choose_a_path() -> None:
    tree = tree_of(with_schema({"properties": {"a": {}}, "title": "../../../x\ny.py"}))
    models = {name for name in tree if name.startswith("town_library/models/")}
    assert models == {"town_library/models/__init__.py", "town_library/models/xy_py.py"}


@pytest.mark.parametrize(
    ("tag", "group"),
    [
        ("../../up", "up"),
        ("class", "class_"),
        ("a b.c-d", "a_b_c_d"),
        ("1st", "field_1st"),
        ("_x", "field_x"),
        ("größe", "größe"),
        ("Admin/Users", "admin_users"),
    ],
)
def test_a_tag_becomes_a_name(tag: str, group: str) -> None:
    get = "/paths/~1things/get"
    tree = tree_of(edited(minimal(), {f"{get}/operationId": "list", f"{get}/tags": [tag]}))
    assert f"town_library/api/{group}/__init__.py" in tree


def test_a_tag_without_letters_is_refused() -> None:
    get = "/paths/~1things/get"
    root = edited(minimal(), {f"{get}/operationId": "list", f"{get}/tags": ['"""']})
    assert "cannot be a name in Python" in refusal(root)
