"""What `list-keys` prints, and that a key is printed only where it was asked for."""

from __future__ import annotations

import json

import pytest
from azureml_serverless_endpoints.cli import _output
from azureml_serverless_endpoints.cli._failures import Failure

from .conftest import ENDPOINT, PRIMARY, SECONDARY, Run

SHELL_QUERY = "{API_KEY: primaryKey}"


def test_the_table_masks_every_key(run: Run) -> None:
    done = run("list-keys", *ENDPOINT)
    assert (done.code, done.err) == (0, "")
    heading, line, row = done.out.splitlines()
    assert heading.split() == ["PrimaryKey", "SecondaryKey"]
    assert set(line) == {"-"}
    assert row.split() == ["**********", "**********"]


@pytest.mark.parametrize(
    ("options", "printed"),
    [
        (
            ("-o", "json"),
            f'{{\n  "primaryKey": "{PRIMARY}",\n  "secondaryKey": "{SECONDARY}"\n}}\n',
        ),
        (("-o", "tsv"), f"{PRIMARY}\t{SECONDARY}\n"),
        (("-o", "env"), f"PRIMARY_KEY={PRIMARY}\nSECONDARY_KEY={SECONDARY}\n"),
        (("--query", "primaryKey", "-o", "tsv"), f"{PRIMARY}\n"),
        (("--query", "primaryKey", "-o", "json"), f'"{PRIMARY}"\n'),
        (("--query", "[primaryKey, secondaryKey]", "-o", "tsv"), f"{PRIMARY}\n{SECONDARY}\n"),
        (("--query", SHELL_QUERY, "-o", "env"), f"API_KEY={PRIMARY}\n"),
        (("--query", "length(primaryKey)", "-o", "tsv"), f"{len(PRIMARY)}\n"),
    ],
)
def test_the_other_outputs_print_what_was_asked_for(
    run: Run, options: tuple[str, ...], printed: str
) -> None:
    assert run("list-keys", *ENDPOINT, *options) == (0, printed, "")


@pytest.mark.parametrize(
    "query",
    ["primaryKey", "@", "[primaryKey]", SHELL_QUERY, "join(' ', [primaryKey])", "to_string(@)"],
)
def test_a_table_of_a_query_prints_no_key(run: Run, query: str) -> None:
    """The query is applied to masked texts, so that no function of JMESPath reveals one."""
    done = run("list-keys", *ENDPOINT, "--query", query)
    assert done.code == 0
    assert "*****" in done.out
    assert PRIMARY not in done.shown


def test_a_query_that_finds_nothing_is_a_warning(run: Run) -> None:
    done = run("list-keys", *ENDPOINT, "--query", "primarykey", "-o", "tsv")
    assert (done.code, done.out) == (0, "")
    assert "warning: the --query found nothing" in done.err


def test_an_endpoint_without_keys_prints_no_variable(run: Run) -> None:
    options = ("-g", "test-rg", "-w", "my-aml-workspace", "-n", "no-keys")
    assert run("list-keys", *options, "-o", "json") == (0, "{}\n", "")
    done = run("list-keys", *options, "-o", "env")
    assert (done.code, done.out) == (1, "")
    assert "the result holds no value" in done.err


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("aB3+/=.:@%,-_", "A=aB3+/=.:@%,-_\n"),
        ('two words $HOME \\ "#', "A='two words $HOME \\ \"#'\n"),
        ("é", "A='é'\n"),
        (True, "A=true\n"),
        (7, "A=7\n"),
    ],
)
def test_a_dotenv_line_means_the_same_to_every_reader(text: object, written: str) -> None:
    assert _output.written({"a": text, "other": None, "list": [1]}, "env") == written


@pytest.mark.parametrize("text", ["it's", "a\nb"])
def test_a_value_without_a_common_dotenv_form_is_refused(text: str) -> None:
    with pytest.raises(Failure, match="A contains a quote or a line end") as caught:
        _output.written({"a": text}, "env")
    assert text not in str(caught.value)


@pytest.mark.parametrize(
    ("member", "name"),
    [
        ("primaryKey", "PRIMARY_KEY"),
        ("API_KEY", "API_KEY"),
        ("URLOfModel", "URL_OF_MODEL"),
        ("x-ms-model", "X_MS_MODEL"),
        ("key1", "KEY1"),
    ],
)
def test_the_name_of_a_variable_comes_from_the_member(member: str, name: str) -> None:
    assert _output.variable_name(member) == name


def test_texts_of_the_service_do_not_act_on_the_terminal() -> None:
    value = {"a": "x\x1b[31my\n\tz"}
    for form in ("tsv", "table"):
        assert "x\\x1b[31my\\n\\tz" in _output.written(value, form)
    assert json.loads(_output.written(value, "json")) == value


def test_a_page_is_a_table_of_its_items() -> None:
    page = {"value": [{"name": "a", "tags": {"b": 1}}, {"name": "c", "size": 2}], "nextLink": "d"}
    lines = _output.written(page, "table").splitlines()
    assert [line.split() for line in lines[:1] + lines[2:]] == [["Name", "Size"], ["a"], ["c", "2"]]
    assert _output.written({"value": []}, "table") == ""


def test_a_table_is_never_cut() -> None:
    """Not even in the narrow window that programs without a terminal seem to have."""
    assert "w" * 500 in _output.written({"a": "w" * 500}, "table")
