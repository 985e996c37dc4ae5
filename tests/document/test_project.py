"""The project's own document: what the specification, the service and its examples ask of it."""

from __future__ import annotations

from typing import Any

import pytest
from openapi_schema_validator import OAS31Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from generator.document.document import Document
from generator.document.examples import check_examples
from generator.document.reading import read_document
from tests.small_documents import PROJECT

OPERATION = (
    "/paths/~1subscriptions~1{subscriptionId}~1resourceGroups~1{resourceGroupName}~1providers"
    "~1Microsoft.MachineLearningServices~1workspaces~1{workspaceName}~1serverlessEndpoints~1{name}"
    "~1listKeys/post"
)
VERSION = read_document(PROJECT, "project.yaml").root["info"]["version"]
#: From 2025-12-01 on, the specification has no pattern for the name of an endpoint.
NAME = {"pattern": r"^[a-zA-Z0-9][a-zA-Z0-9\-_]{0,254}$"} if VERSION < "2025-12-01" else {}


@pytest.fixture(scope="module")
def project() -> Document:
    return read_document(PROJECT, "project.yaml")


def _examples(document: Document) -> list[tuple[str, str, Any]]:
    """Place, place of the schema and value of each example, found wherever it stands."""
    found: list[tuple[str, str, Any]] = []

    def walk(pointer: str, value: Any) -> None:
        if isinstance(value, list):
            for index, item in enumerate(value):
                walk(f"{pointer}/{index}", item)
        if not isinstance(value, dict):
            return
        if "schema" in value:
            held = value.get("examples", {}).items()
            examples = {f"examples/{name}/value": one["value"] for name, one in held}
            if "example" in value:
                examples["example"] = value["example"]
            for place, example in examples.items():
                found.append((f"{pointer}/{place}", f"{pointer}/schema", example))
        for key, member in value.items():
            walk(f"{pointer}/{key.replace('~', '~0').replace('/', '~1')}", member)

    walk("", document.root)
    return found


def test_every_example_is_one_that_its_schema_allows(project: Document) -> None:
    registry = Registry().with_resource("urn:d", Resource(project.root, DRAFT202012))
    examples = _examples(project)
    for place, schema, example in examples:
        reference = {"$ref": f"urn:d#{schema.replace('{', '%7B').replace('}', '%7D')}"}
        assert list(OAS31Validator(reference, registry=registry).iter_errors(example)) == [], place
    # Five parameters, the published answer, and one that is no success.
    assert len(examples) == 7
    assert list(check_examples(project)) == []


def test_the_operation_is_the_published_one(project: Document) -> None:
    assert [pointer for pointer, *_ in project.operations()] == [OPERATION]
    operation = project.at(OPERATION)
    assert operation["operationId"] == "ServerlessEndpoints_ListKeys"
    assert operation["tags"] == ["ServerlessEndpoints"]
    assert operation["x-sdk-repeatable"] is True
    assert operation["x-sdk-permission"] == (
        "Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/listKeys/action"
    )
    assert "requestBody" not in operation
    assert list(operation["responses"]) == ["200", "default"]


@pytest.mark.parametrize(
    ("name", "place", "schema", "is_client", "example"),
    [
        ("subscriptionId", "path", {"minLength": 1}, True, "00000000-1111-2222-3333-444444444444"),
        ("resourceGroupName", "path", {"minLength": 1, "maxLength": 90}, False, "test-rg"),
        (
            "workspaceName",
            "path",
            {"pattern": "^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$"},
            False,
            "my-aml-workspace",
        ),
        ("name", "path", NAME, False, "string"),
        ("api-version", "query", {"minLength": 1, "default": VERSION}, True, VERSION),
    ],
)
def test_each_parameter_has_the_published_constraint(
    project: Document, name: str, place: str, schema: dict[str, Any], is_client: bool, example: str
) -> None:
    (found,) = [one for _, one in project.parameters(OPERATION) if one["name"] == name]
    assert (found["in"], found["required"]) == (place, True)
    # Some texts of the specification add a pattern to the resource group: either may be the case.
    pattern = {"pattern": r"^[-\w\._\(\)]+$"} if name == "resourceGroupName" else {}
    one_of = [{"type": "string", **schema}, {"type": "string", **schema, **pattern}]
    assert found["schema"] in one_of
    assert (found.get("x-ms-parameter-location") == "client") is is_client
    assert found["example"] == example
    assert found["description"]


def test_the_order_of_the_arguments_is_that_of_the_official_clients(project: Document) -> None:
    own = [one for _, one in project.parameters(OPERATION) if "x-ms-parameter-location" not in one]
    assert [one["name"] for one in own] == ["resourceGroupName", "workspaceName", "name"]


def test_both_keys_are_nullable_secrets_and_nothing_is_required(project: Document) -> None:
    keys = project.at("/components/schemas/EndpointAuthKeys/properties")
    assert list(keys) == ["primaryKey", "secondaryKey"]
    for key in keys.values():
        assert key["type"] == ["string", "null"]
        assert (key["format"], key["x-ms-secret"]) == ("password", True)
    assert not any("required" in schema for schema in project.at("/components/schemas").values())


def test_errors_have_the_published_form(project: Document) -> None:
    schemas = project.at("/components/schemas")
    members = {name: list(schema["properties"]) for name, schema in schemas.items()}
    assert members["ErrorResponse"] == ["error"]
    assert members["ErrorDetail"] == ["code", "message", "target", "details", "additionalInfo"]
    assert members["ErrorAdditionalInfo"] == ["type", "info"]
    detail = schemas["ErrorDetail"]["properties"]
    assert detail["details"]["items"] == {"$ref": "#/components/schemas/ErrorDetail"}
    assert all(member["readOnly"] for member in detail.values())
    # An object on paper, anything in practice.
    assert "type" not in schemas["ErrorAdditionalInfo"]["properties"]["info"]


def test_the_operation_needs_a_token_of_the_signed_in_user(project: Document) -> None:
    """Declared on the operation, or at the root, where the specification declares it."""
    needed = project.at(OPERATION).get("security", project.root.get("security"))
    assert needed == [{"azure_auth": ["user_impersonation"]}]
    flow = project.at("/components/securitySchemes/azure_auth/flows/implicit")
    assert flow["authorizationUrl"] == "https://login.microsoftonline.com/common/oauth2/authorize"
    assert list(flow["scopes"]) == ["user_impersonation"]


def test_the_three_clouds_are_there_with_their_scopes(project: Document) -> None:
    china, government = "https://management.chinacloudapi.cn", "management.core.usgovcloudapi.net"
    public = "https://management.azure.com"
    keys = ("x-sdk-cloud", "url", "x-sdk-token-scope", "x-sdk-sign-in-host")
    assert [tuple(server[key] for key in keys) for server in project.at("/servers")] == [
        ("AzureCloud", public, f"{public}/.default", "login.microsoftonline.com"),
        (
            "AzureUSGovernment",
            "https://management.usgovcloudapi.net",
            f"https://{government}/.default",
            "login.microsoftonline.us",
        ),
        ("AzureChinaCloud", china, f"{china}/.default", "login.chinacloudapi.cn"),
    ]


def test_everything_a_reader_meets_is_described(project: Document) -> None:
    for pointer, schema in project.schemas():
        if pointer.startswith("/components/schemas/") and "items" not in pointer:
            is_link = pointer.endswith("/error")
            assert is_link or schema.get("description"), pointer


def test_each_extension_is_explained_at_the_top() -> None:
    text = PROJECT.read_text(encoding="utf-8")
    head, _, body = text.partition("\nopenapi:")
    used = {
        word.rstrip(":") for word in body.split() if word.startswith("x-") and word.endswith(":")
    }
    assert used
    assert {name for name in used if name not in head} == set()
