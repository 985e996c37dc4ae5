"""Settings of Sphinx for the documentation: `python -m nox -s docs` builds it."""

from __future__ import annotations

import inspect
import re
import sys
from importlib.metadata import metadata
from pathlib import Path
from typing import Any

from sphinx.application import Sphinx
from sphinx.ext.napoleon import GoogleDocstring

HERE = Path(__file__).parent
# `facts` stands beside this file, and reads the document with the generator.
sys.path += [str(HERE), str(HERE.parent)]

_package = metadata("azureml-serverless-endpoints")
#: The repository, for links to files that are not pages.
_source = dict(one.split(", ") for one in _package.get_all("Project-URL", []))["Source"]

project = _package["Name"]
release = _package["Version"]
author = _package["Author-email"].partition(" <")[0].strip('"')
project_copyright = author
language = "en"
root_doc = "index"
exclude_patterns = ["requirements.txt"]

extensions = [
    "facts",
    "myst_parser",
    "sphinx.ext.autodoc",
    "sphinx.ext.napoleon",
    "sphinx_copybutton",
]

# A reference that leads nowhere is a warning, and the build makes warnings errors.
nitpicky = True

# Docstrings are in Google's style.
napoleon_numpy_docstring = False
napoleon_use_ivar = True
autodoc_member_order = "bysource"
autodoc_default_options = {"members": True}
autodoc_typehints = "signature"
python_use_unqualified_type_names = True
python_maximum_signature_line_length = 88

myst_enable_extensions = ["colon_fence", "deflist", "fieldlist"]
myst_heading_anchors = 3

html_theme = "furo"
html_title = f"{project} {release}"
html_favicon = "_static/key.svg"
html_copy_source = False
html_show_sourcelink = False
# Readers search; the index of all names is wider than a screen.
html_use_index = False
html_domain_indices = False
html_static_path = ["_static"]
html_css_files = ["site.css"]
# Copies what a reader types, without prompts and outputs.
copybutton_prompt_text = r">>> |\.\.\. |\$ "
copybutton_prompt_is_regexp = True
copybutton_line_continuation_character = "\\"


def setup(app: Sphinx) -> None:
    """Adjust what Sphinx reads from the code."""
    # After napoleon, which has the priority 500.
    app.connect("autodoc-process-docstring", _docstring, priority=600)
    app.connect("missing-reference", _to_the_public_name)
    app.connect("source-read", _to_the_repository)


def _docstring(
    app: Sphinx, what: str, name: str, value: Any, _options: Any, lines: list[str]
) -> None:
    """Turn a docstring into reStructuredText, and drop that of a module: readers of code need it.

    napoleon takes the text before the first colon of a property's docstring for its type. What
    stands between backticks is code with all its backslashes, as in Markdown.
    """
    if what == "module":
        lines.clear()
    elif what == "property" and value.fget.__doc__:
        text = inspect.cleandoc(value.fget.__doc__)
        lines[:] = GoogleDocstring(text, app.config, app, "method", name).lines()
    lines[:] = [re.sub(r"(?<![`:\\])`([^`]+)`(?![`_])", r"``\1``", line) for line in lines]


def _to_the_public_name(_app: Sphinx, env: Any, node: Any, content: Any) -> Any:
    """Link a name to the only documented object of that name, wherever the code imports it from.

    Names of other libraries, and types in signatures that have no entry, get no link. Any other
    name that leads nowhere is a warning.
    """
    if node.get("refdomain") != "py":
        return None
    domain = env.domains["py"]
    place, _, last = node["reftarget"].rpartition(".")
    found = [name for name in domain.objects if name.rpartition(".")[2] == last]
    if len(found) != 1:
        is_foreign = bool(place) and not place.startswith(project.replace("-", "_"))
        return content if is_foreign or node["reftype"] == "class" else None
    return domain.resolve_xref(env, node["refdoc"], env.app.builder, "obj", found[0], node, content)


def _to_the_repository(_app: Sphinx, page: str, source: list[str]) -> None:
    """Let relative links to files outside of `docs/` lead to the repository.

    Whoever reads a page in the repository follows the same link. A link to no file stays as it is,
    and Sphinx reports it.
    """
    folder = (HERE / page).parent

    def replaced(link: re.Match[str]) -> str:
        target = (folder / link[1]).resolve()
        if target.is_relative_to(HERE) or not target.exists():
            return link[0]
        kind = "tree" if target.is_dir() else "blob"
        return (
            f"]({_source}/{kind}/main/{target.relative_to(HERE.parent).as_posix()}{link[2] or ''})"
        )

    source[0] = re.sub(r"\]\(((?:\.\./)+[^)#\s]*)(#[^)\s]*)?\)", replaced, source[0])
