"""Renders the model of a package through the templates and adds the runtime."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any, Final

import jinja2
from jinja2.bccache import Bucket

from generator.files import HEADER, Tree
from generator.model.command import command_name
from generator.model.package import Failure, Operation, Package, classes
from generator.render import docstrings, expressions, samples
from generator.render.http_library import written_for
from generator.render.provenance import Provenance

_GENERATOR: Final = Path(__file__).parent.parent

#: How the header of a generated file becomes a comment, by the file's suffix or name.
_COMMENTS: Final = {
    ".py": "# {}",
    ".toml": "# {}",
    ".md": "<!-- {} -->",
    ".typed": "# {}",
    ".gitignore": "# {}",
    "LICENSE": "({})",
}


class _Bytecode(jinja2.BytecodeCache):
    """Compiled templates of this process, by their name and content.

    A process that renders several packages, as `diff` does, compiles each template once.
    """

    def __init__(self) -> None:
        self._compiled: dict[tuple[str, str], bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its bytecode, if it was compiled before."""
        if found := self._compiled.get((bucket.key, bucket.checksum)):
            bucket.bytecode_from_string(found)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the bytecode of a template."""
        self._compiled[bucket.key, bucket.checksum] = bucket.bytecode_to_string()


_BYTECODE: Final = _Bytecode()


class _Templates(jinja2.FileSystemLoader):
    """Loads templates as they are for an HTTP library."""

    def __init__(self, http_library: str) -> None:
        super().__init__(_GENERATOR / "templates")
        self._http_library = http_library

    def get_source(
        self, environment: jinja2.Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """Return the source of a template, its path, and whether it is still current."""
        source, path, is_current = super().get_source(environment, template)
        return written_for(self._http_library, source), path, is_current


def render(package: Package, provenance: Provenance) -> Tree:
    """Return every file of a package but its public surface, not yet formatted.

    Args:
        package: The model of the package.
        provenance: What the package is made from.
    """
    environment = _environment(package)
    root = package.config.package
    files: dict[str, str] = {}

    def add(path: str, template: str, **values: Any) -> None:
        files[path] = environment.get_template(template).render(**values)

    add(".gitignore", "gitignore.jinja")
    add("pyproject.toml", "pyproject.toml.jinja")
    add("README.md", "README.md.jinja")
    add("LICENSE", "LICENSE.jinja")
    add(f"{package.pytest_plugin}.py", "pytest_plugin.py.jinja")
    add(f"{root}/__init__.py", "init.py.jinja")
    add(f"{root}/py.typed", "py.typed.jinja")
    add(f"{root}/_about.py", "about.py.jinja")
    add(f"{root}/_client.py", "client.py.jinja")
    add(f"{root}/_parameters.py", "parameters.py.jinja")
    if package.config_file:
        add(f"{root}/_config.py", "config.py.jinja")
    add(f"{root}/_provenance.py", "provenance.py.jinja", provenance=provenance)
    add(f"{root}/_error_model.py", "error_model.py.jinja")
    add(f"{root}/testing/_contract.py", "contract.py.jinja")
    add(f"{root}/models/__init__.py", "models_init.py.jinja")
    for model in package.models:
        add(f"{root}/models/{model.module}.py", "model.py.jinja", model=model)
    for enum in package.enums:
        add(f"{root}/models/{enum.module}.py", "enum.py.jinja", enum=enum)
    add(f"{root}/api/__init__.py", "api_init.py.jinja")
    for group in package.groups:
        add(f"{root}/api/{group.name}/__init__.py", "group_init.py.jinja", group=group)
        add(f"{root}/api/{group.name}/_operations.py", "group.py.jinja", group=group)
        for operation in group.operations:
            path = f"{root}/api/{group.name}/{operation.name}.py"
            add(path, "operation.py.jinja", operation=operation)
    add(f"{root}/cli/_commands.py", "commands.py.jinja")
    runtime = _GENERATOR / "runtime"
    for source in sorted(runtime.rglob("*.py")):
        name = source.relative_to(runtime).as_posix()
        text = source.read_text(encoding="utf-8")
        files[f"{root}/{name}"] = written_for(package.config.http_library, text)
    return {name: marked(name, text, package.source).encode() for name, text in files.items()}


def _environment(package: Package) -> jinja2.Environment:
    """Return the environment of the templates: what they may call is listed here."""
    environment = jinja2.Environment(
        bytecode_cache=_BYTECODE,
        loader=_Templates(package.config.http_library),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        autoescape=False,  # noqa: S701 - it makes Python, not HTML
    )
    environment.filters |= {
        "annotation": expressions.annotation,
        "command": command_name,
        "constant": expressions.constant,
        "constraint": expressions.constraint,
        "decoder": expressions.decoder,
        "literal": expressions.literal,
        "optional": expressions.optional,
        "toml": lambda value: json.dumps(docstrings.one_line(value), ensure_ascii=False),
        "line": docstrings.one_line,
        "paragraph": docstrings.paragraph,
        "prose": docstrings.prose,
        "sentence": docstrings.sentence,
        "visible": docstrings.visible,
    }
    environment.globals |= {
        "package": package,
        "item": docstrings.item,
        "described": docstrings.described,
        "described_field": docstrings.described_field,
        "described_group": docstrings.described_group,
        "described_option": docstrings.described_option,
        "classes": classes,
        "default_classes": _default_classes,
        "used_classes": _used_classes,
        "choices": expressions.choices,
        "error_decoder": expressions.error_decoder,
        "form": expressions.form,
        "is_text": _is_text,
        "result": expressions.result,
        "value": expressions.value,
        "sample_call": samples.call_arguments,
        "sample_command": samples.command_line,
        "sample_config_call": samples.config_call_arguments,
        "sample_client_values": samples.client_values,
        "sample_client": samples.client_arguments,
        "sample_id": samples.id_parts,
        "shown": samples.shown,
    }
    environment.tests["inferred"] = expressions.is_inferred
    return environment


def _default_classes(operations: Iterable[Operation]) -> list[tuple[str, str]]:
    """Return the classes that defaults of arguments name, which have to be imported at run time."""
    return classes(
        parameter.schema
        for operation in operations
        for parameter in operation.keywords
        if parameter.default is not None
    )


def _used_classes(operations: Iterable[Operation]) -> list[tuple[str, str]]:
    """Return the classes that signatures of operations name."""
    return classes(
        schema for operation in operations for schema in (*operation.results, *operation.arguments)
    )


def _is_text(failure: Failure) -> bool:
    """Return whether the body of an error is plain text, not JSON."""
    return all(body.is_text for body in failure.bodies)


def marked(name: str, text: str, source: str) -> str:
    """Return the text of a file below its header.

    Args:
        name: The file's name, which decides how a comment looks.
        text: The text.
        source: How to name the document.
    """
    # The name of a file may hold anything, even the end of an HTML comment.
    shown = docstrings.one_line(source).replace("--", "-")
    path = Path(name)
    return f"{_COMMENTS[path.suffix or path.name].format(HEADER.format(shown))}\n{text}"
