"""The file api.md: each change of the code changes the lines that a reader would expect."""

from __future__ import annotations

import difflib
import importlib
import inspect
import re

import azureml_serverless_endpoints
import pytest
from azureml_serverless_endpoints import API_VERSION, __version__, errors, models, testing

from generator import paths
from generator.files import Tree
from generator.paths import CONFIG, DOCUMENT, SURFACE
from generator.pipeline import generate_tree
from generator.render.surface import surface

PACKAGE = "azureml_serverless_endpoints"
GROUP = f"{PACKAGE}/api/serverless_endpoints/_operations.py"


@pytest.fixture(scope="module")
def tree() -> Tree:
    """Generate the package."""
    return generate_tree(paths.ROOT / DOCUMENT, paths.ROOT / CONFIG)


def edited(tree: Tree, *edits: tuple[str, str, str]) -> Tree:
    """Return a tree in which a text is another one, everywhere in a file."""
    files = dict(tree)
    for name, old, new in edits:
        text = files[name].decode()
        assert old in text, f"{name} does not hold {old!r}"
        files[name] = text.replace(old, new).encode()
    return files


def difference(tree: Tree, *edits: tuple[str, str, str]) -> list[str]:
    """Return the lines of api.md that go (-) and come (+) with some edits."""
    texts = (surface(files, PACKAGE).splitlines() for files in (tree, edited(tree, *edits)))
    lines = list(difflib.unified_diff(*texts, n=0, lineterm=""))[2:]
    return [line for line in lines if not line.startswith("@@")]


def test_the_file_in_the_package_is_the_surface(tree: Tree) -> None:
    """Below the line that says where it comes from."""
    head, _, text = tree[SURFACE].decode().partition("\n")
    assert head.startswith("<!-- Generated from ")
    python, heading, commands = text.partition("\n## Command line\n")
    assert python + "\n" == surface(tree, PACKAGE) + "\n"
    assert heading
    assert "\nlist-keys.--name: -n, required\n" in commands


def test_the_surface_is_the_same_each_time(tree: Tree) -> None:
    """Whatever the order of the files."""
    assert surface(dict(reversed(tree.items())), PACKAGE) == surface(tree, PACKAGE)


def test_every_public_name_has_a_declaration(tree: Tree) -> None:
    """What the package really has at run time is there, by each name that is exported."""
    text = tree[SURFACE].decode()
    for module in (azureml_serverless_endpoints, errors, models, testing):
        for name in module.__all__:
            starts = (f"class {name}", f"{name}: ", f"{name}(", f"{name} = ")
            assert any(f"\n{start}" in text for start in starts), name


def test_every_declaration_is_true(tree: Tree) -> None:
    """Names and parameters are those that Python finds in the package."""
    module, checked = PACKAGE, 0
    for line in tree[SURFACE].decode().splitlines():
        if line.startswith("## "):
            module = f"{PACKAGE}._credential" if " " in line[3:] else line[3:]
        words, parenthesis, parameters = line.partition("(")
        name = words.split(" ")[-1]
        if not parenthesis or words.startswith(("class ", "#", "<")) or re.search("[:=] ", words):
            continue
        found = importlib.import_module(module)
        if name.partition(".")[0].endswith("Operations"):
            found = importlib.import_module(f"{PACKAGE}.api.serverless_endpoints")
        for part in name.split("."):
            found = getattr(found, part)
        names = [p for p in inspect.signature(found).parameters if p != "self"]
        assert all(f"{name}:" in parameters for name in names), line
        checked += 1
    assert checked > 20


def test_each_name_is_declared_once(tree: Tree) -> None:
    """A model is offered by the package and by its `models`, but is one thing."""
    lines = [line for line in tree[SURFACE].decode().splitlines() if line.startswith("class ")]
    assert len(lines) == len(set(lines))
    assert "class EndpointAuthKeys  # attrs.frozen(kw_only=True)" in lines


def test_a_type_that_a_signature_refers_to_is_declared_wherever_it_is_defined(tree: Tree) -> None:
    """Callers write classes with a `get_token` and read the fields of an error's model."""
    credential = f"{PACKAGE}/_credential.py"
    lines = difference(tree, (credential, "def get_token(", "def token("))
    assert [line.partition("(")[0] for line in lines] == [
        "-AsyncTokenCredential.get_token",
        "+AsyncTokenCredential.token",
        "-TokenCredential.get_token",
        "+TokenCredential.token",
    ]
    model = f"{PACKAGE}/_error_model.py"
    assert difference(tree, (model, "TypeAlias = ErrorDetail", "TypeAlias = ErrorResponse")) == [
        "-ErrorModel: TypeAlias = ErrorDetail",
        "+ErrorModel: TypeAlias = ErrorResponse",
    ]


def test_a_type_that_only_private_code_refers_to_is_not_declared(tree: Tree) -> None:
    """Nor a private constant that is a default value, which shows where it is used."""
    text = tree[SURFACE].decode()
    names = "OPERATIONS|SERVERS|Decoder|_[a-z]+"
    assert not re.search(rf"^(class )?({names})\b", text, re.MULTILINE)


def test_a_new_argument_changes_the_lines_of_its_method(tree: Tree) -> None:
    """One line for the sync and one for the async method, and nothing else."""
    edit = (
        GROUP,
        "    def list_keys(\n        self,",
        "    def list_keys(\n        self,\n        x: int,",
    )
    old, new = (
        "ServerlessEndpointsOperations.list_keys(resource",
        "ServerlessEndpointsOperations.list_keys(x: int, resource",
    )
    lines = difference(tree, edit)
    assert [line.partition("_group")[0] for line in lines] == [f"-{old}", f"+{new}"]


def test_a_changed_default_changes_one_line(tree: Tree) -> None:
    """Of a field."""
    edit = (f"{PACKAGE}/_timeout.py", "default=65.0", "default=70.0")
    assert difference(tree, edit) == [
        "-Timeout.read: float = 65.0",
        "+Timeout.read: float = 70.0",
    ]


def test_a_default_behind_a_private_constant_shows(tree: Tree) -> None:
    """Callers cannot read `_TIMEOUT`, and a change of it would be hidden."""
    edit = (
        f"{PACKAGE}/_client.py",
        "_TIMEOUT: Final = Timeout()",
        "_TIMEOUT: Final = Timeout(read=1)",
    )
    lines = difference(tree, edit)
    # The constructors and `from_config` of both clients, before and after.
    assert len(lines) == 8
    assert all(
        "timeout: Timeout | float = Timeout(read=1)" in line for line in lines if "+" in line[0]
    )


def test_another_api_version_changes_one_line(tree: Tree) -> None:
    """The default of an argument refers to the constant."""
    edit = (f"{PACKAGE}/_about.py", API_VERSION, "2024-10-01")
    assert difference(tree, edit) == [
        f"-API_VERSION: Final = '{API_VERSION}'",
        "+API_VERSION: Final = '2024-10-01'",
    ]


def test_another_version_of_the_package_changes_nothing(tree: Tree) -> None:
    """Every release would."""
    assert difference(tree, (f"{PACKAGE}/_about.py", f'"{__version__}"', '"9"')) == []


def test_a_removed_error_takes_its_lines_with_it(tree: Tree) -> None:
    """Those of its own, no others."""
    name = "class ConflictError(APIStatusError):"
    lines = difference(
        tree,
        (f"{PACKAGE}/errors.py", name, name.replace("Conflict", "_Conflict")),
        (f"{PACKAGE}/errors.py", '    "ConflictError",\n', ""),
        (f"{PACKAGE}/__init__.py", '    "ConflictError",\n', ""),
        (f"{PACKAGE}/__init__.py", "    ConflictError,\n", ""),
    )
    assert lines == ["-class ConflictError(APIStatusError)"]


def test_another_base_changes_one_line(tree: Tree) -> None:
    """What callers can catch it as."""
    name = "class ConflictError(APIStatusError):"
    edit = (f"{PACKAGE}/errors.py", name, name.replace(")", ", ValueError)"))
    assert difference(tree, edit) == [
        "-class ConflictError(APIStatusError)",
        "+class ConflictError(APIStatusError, ValueError)",
    ]


def test_a_renamed_field_changes_one_line(tree: Tree) -> None:
    """In its new place."""
    edit = (f"{PACKAGE}/models/endpoint_auth_keys.py", "    primary_key: ", "    first_key: ")
    assert difference(tree, edit) == [
        "+EndpointAuthKeys.first_key: SecretStr | None = None",
        "-EndpointAuthKeys.primary_key: SecretStr | None = None",
    ]


def test_a_renamed_method_changes_one_line_each(tree: Tree) -> None:
    """The signatures stay."""
    lines = difference(tree, (GROUP, "def list_keys_detailed(", "def keys_detailed("))
    heads = sorted(line.partition("(")[0] for line in lines)
    assert heads == [
        "+ServerlessEndpointsOperations.keys_detailed",
        "+async AsyncServerlessEndpointsOperations.keys_detailed",
        "-ServerlessEndpointsOperations.list_keys_detailed",
        "-async AsyncServerlessEndpointsOperations.list_keys_detailed",
    ]


MEMBERS = '''
    def shown(self, a: int, /, b: str = "x", *c: int, d: bool = True, **e: object) -> None:
        """Shown."""

    def bare(self, *, a, b=1):
        return a

    def only(self, a: int, /) -> None: ...

    @staticmethod
    def still() -> None: ...

    @classmethod
    def made(cls) -> None: ...

    @property
    def seen(self) -> int: ...

    async def later(self) -> None: ...

    @deprecated("Use another.")
    def old(self) -> None: ...

    def __index__(self) -> int: ...

    def __repr__(self) -> str: ...

    def _hidden(self) -> None: ...

    def internal(self) -> None:
        """Called by other modules.

        :meta private:
        """
'''


def test_each_kind_of_member_is_declared_as_python_spells_it(tree: Tree) -> None:
    """Private members stay out, and so do those special methods that every object has."""
    lines = difference(
        tree, (f"{PACKAGE}/_secret.py", "    __slots__", f"{MEMBERS}\n    __slots__")
    )
    assert lines == [
        "+SecretStr.__index__() -> int",
        "+SecretStr.bare(*, a, b = 1)",
        "+async SecretStr.later() -> None",
        "+classmethod SecretStr.made() -> None",
        "+SecretStr.old() -> None  # deprecated('Use another.')",
        "+SecretStr.only(a: int, /) -> None",
        "+property SecretStr.seen: int",
        "+SecretStr.shown(a: int, /, b: str = 'x', *c: int, d: bool = True, **e: object) -> None",
        "+staticmethod SecretStr.still() -> None",
    ]


def test_the_order_of_fields_shows_where_it_is_a_promise(tree: Tree) -> None:
    """Fields that are given by position keep theirs; those given by name are sorted."""
    server = (
        f"{PACKAGE}/testing/_server.py",
        "    url: str\n    stand_in: StandIn",
        "    stand_in: StandIn\n    url: str",
    )
    assert sorted(difference(tree, server)) == [
        "+Server.stand_in: StandIn",
        "-Server.stand_in: StandIn",
    ]
    timeout = f"{PACKAGE}/_timeout.py"
    connect = "    connect: float = attrs.field(default=10.0, validator=_seconds)\n"
    total = "    total: float = attrs.field(default=120.0, validator=_seconds)\n"
    assert difference(tree, (timeout, connect, ""), (timeout, total, connect + total)) == []


def test_a_model_named_as_a_class_of_another_module_is_declared_too(tree: Tree) -> None:
    """Equal names are not one thing."""
    module = f"{PACKAGE}/_secret.py"
    init = f"{PACKAGE}/__init__.py"
    lines = difference(
        tree,
        (module, "\nclass SecretStr:", "\nclass Answer:\n    x: int\n\n\nclass SecretStr:"),
        (init, '    "SecretStr",\n', '    "Answer",\n    "SecretStr",\n'),
        (init, "import SecretStr\n", "import Answer, SecretStr\n"),
    )
    assert lines == ["+class Answer", "+Answer.x: int"]
