"""What the comparison of two documents reports: a table of changes, and the rules around it."""

import contextlib
import copy
import itertools
import json
import os
import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from ruamel.yaml import YAML

from generator.changes import (
    Change,
    Kind,
    as_json,
    changelog_entry,
    compare,
    exit_status,
    markdown,
    propose,
    version_step,
)
from generator.changes.change import code

ROOT = Path(__file__).parents[2]
Json = dict[str, Any]

# What the project's document lacks: a GET with a query, a body, enums, arrays, a 204, unions.
SHOP = """
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers:
  - {url: "https://a.example"}
  - {url: "https://b.example"}
paths:
  /shops/{shop}/orders/{order}:
    get:
      operationId: Orders_Get
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string, maxLength: 9}}
        - {name: order, in: path, required: true, schema: {type: string, enum: [first, last]}}
        - {name: expand, in: query, schema: {type: string, default: lines, enum: [lines, none]}}
        - {name: limit, in: query, schema: {type: integer, maximum: 9}}
        - {name: api-key, in: header, schema: {type: string}, x-ms-secret: true}
      responses:
        "200":
          description: The order.
          content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
        "404":
          description: None.
    put:
      operationId: Orders_Put
      x-sdk-repeatable: true
      parameters:
        - {name: shop, in: path, required: true, schema: {type: string, maxLength: 9}}
        - {name: order, in: path, required: true, schema: {type: string, enum: [first, last]}}
      requestBody:
        content: {application/json: {schema: {$ref: "#/components/schemas/Order"}}}
      responses:
        "204": {description: Done.}
  /search:
    post:
      operationId: search
      tags: [Find]
      security: [{key: []}, {}]
      requestBody:
        required: true
        content: {application/json: {schema: {$ref: "#/components/schemas/Query"}}}
      responses:
        "200":
          description: What was found.
          content:
            application/json:
              schema: {type: array, items: {$ref: "#/components/schemas/Hit"}}
components:
  securitySchemes:
    key: {type: apiKey, in: header, name: key}
  schemas:
    Order:
      type: object
      required: [id, state]
      properties:
        id: {type: string, maxLength: 5}
        state: {$ref: "#/components/schemas/State"}
        note: {type: string}
        parts: {type: array, maxItems: 3, items: {type: string}}
        pin: {type: string, format: password, default: swordfish, enum: [swordfish, tuna]}
    State:
      type: string
      enum: [open, closed]
    Query:
      type: object
      additionalProperties: false
      required: [text]
      properties:
        text: {type: string, minLength: 2, pattern: "^a|b$"}
        since: {type: string, format: date}
        size: {type: number, default: 1}
        strict: {type: boolean}
        kind: {oneOf: [{type: string}, {type: integer}]}
    Hit:
      type: object
      required: [name, score]
      properties:
        name: {type: string, maxLength: 80}
        score: {type: number}
        near: {oneOf: [{$ref: "#/components/schemas/Hit"}, {type: "null"}]}
        of: {anyOf: [{$ref: "#/components/schemas/Order"}, {$ref: "#/components/schemas/Hit"}]}
"""


def read(text: str) -> Json:
    """Parse a document as the generator does."""
    document: Json = YAML(typ="safe").load(text)
    return document


PROJECT = read((ROOT / "openapi/serverless-endpoints.yaml").read_text("utf-8"))
DOCUMENTS = {"project": PROJECT, "shop": read(SHOP)}

GONE = object()
LIST_KEYS = f"/paths/{next(iter(PROJECT['paths'])).replace('/', '~1')}/post"
FLOW = "/components/securitySchemes/azure_auth/flows/implicit"
GROUP = "/components/parameters/ResourceGroupName"
KEY = "/components/schemas/EndpointAuthKeys/properties/primaryKey"
ORDER = "/paths/~1shops~1{shop}~1orders~1{order}"
SEARCH = "/paths/~1search/post"
FOUND = f"{SEARCH}/responses/200/content/application~1json/schema"
Edit = Callable[[Json], None]


def at(document: Json, pointer: str) -> Any:
    """Return what stands at a JSON pointer."""
    place: Any = document
    for token in pointer.split("/")[1:]:
        key = token.replace("~1", "/").replace("~0", "~")
        place = place[int(key)] if isinstance(place, list) else place[key]
    return place


def put(values: dict[str, Any]) -> Edit:
    """Return an edit that sets the values at JSON pointers; "-" appends to a list, GONE removes."""

    def edit(document: Json) -> None:
        for pointer, value in values.items():
            parent, _, key = pointer.rpartition("/")
            place, key = at(document, parent), key.replace("~1", "/").replace("~0", "~")
            if isinstance(place, list) and key == "-":
                place.append(value)
            elif value is GONE:
                del place[int(key) if isinstance(place, list) else key]
            else:
                place[int(key) if isinstance(place, list) else key] = value

    return edit


def replace(old: str, new: str) -> Edit:
    """Return an edit that replaces a text everywhere."""

    def edit(document: Json) -> None:
        changed = json.loads(json.dumps(document).replace(old, new))
        document.clear()
        document.update(changed)

    return edit


def rename_variable(document: Json) -> None:
    """Give a variable of the path another name."""
    replace("{order}", "{orderName}")(document)
    replace('"name": "order"', '"name": "orderName"')(document)


def respell_variable(document: Json) -> None:
    """Give a variable of the path another spelling, of which Python sees nothing."""
    replace("{order}", "{Order}")(document)
    replace('"name": "order"', '"name": "Order"')(document)


def swap_parameters(document: Json) -> None:
    """Let two parameters of the path change places in the list, and nowhere else."""
    listed = at(document, f"{LIST_KEYS}/parameters")
    listed[1], listed[2] = listed[2], listed[1]


def share_argument(document: Json) -> None:
    """Let both operations on orders send an argument of the client."""
    shared = {"name": "region", "in": "query", "schema": {"type": "string"}}
    shared["x-ms-parameter-location"] = "client"
    for method in ("get", "put"):
        at(document, f"{ORDER}/{method}/parameters").append(copy.deepcopy(shared))


def move_to_plain_class(document: Json) -> None:
    """Let the keys come in a new class, in which they are no secrets."""
    plain = {"type": "object", "properties": {"primaryKey": {"type": ["string", "null"]}}}
    document["components"]["schemas"]["Plain"] = plain
    schema = at(document, f"{LIST_KEYS}/responses/200/content/application~1json/schema")
    schema["$ref"] = "#/components/schemas/Plain"


def name_inline(document: Json) -> None:
    """Move an object from where it stands into a component."""
    media = at(document, f"{SEARCH}/responses/404/content/application~1json")
    document["components"]["schemas"]["Failure"] = media["schema"]
    media["schema"] = {"$ref": "#/components/schemas/Failure"}


FAILURE = {
    "description": "Nothing was found.",
    "content": {
        "application/json": {
            "schema": {"type": "object", "properties": {"why": {"type": "string"}}}
        }
    },
}


@attrs.frozen
class Row:
    """One change of a document, and all that is reported of it."""

    title: str
    edit: Edit
    kind: Kind | None
    step: str
    sentences: list[str]
    on: str = "project"
    start: Edit | None = None
    """What is done to both documents first."""

    @property
    def documents(self) -> tuple[Json, Json]:
        """The old and the new document."""
        old = copy.deepcopy(DOCUMENTS[self.on])
        if self.start:
            self.start(old)
        new = copy.deepcopy(old)
        self.edit(new)
        return old, new


ROWS = [
    Row(
        "a cloud is added",
        put({"/servers/-": {"url": "https://evil.example", "x-sdk-cloud": "Other"}}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The cloud `Other` is new: requests, with their tokens, may go to "
                "`https://evil.example`."
            )
        ],
    ),
    Row(
        "a cloud is removed",
        put({"/servers/2": GONE}),
        Kind.BREAKING,
        "major",
        ["The cloud `AzureChinaCloud` is removed."],
    ),
    Row(
        "the default cloud is removed",
        put({"/servers/0": GONE}),
        Kind.SECURITY,
        "major",
        [
            (
                "Clients that name no cloud use the cloud `AzureUSGovernment` instead of the "
                "cloud `AzureCloud`."
            ),
            "The cloud `AzureCloud` is removed.",
        ],
    ),
    Row(
        "the order of the clouds changes",
        put({"/servers": [*reversed(PROJECT["servers"])]}),
        Kind.SECURITY,
        "major",
        [
            (
                "Clients that name no cloud use the cloud `AzureChinaCloud` instead of the cloud "
                "`AzureCloud`."
            )
        ],
    ),
    Row(
        "only clouds after the first change places",
        put({"/servers": [PROJECT["servers"][i] for i in (0, 2, 1)]}),
        None,
        "none",
        [],
    ),
    Row(
        "a cloud is renamed",
        put({"/servers/1/x-sdk-cloud": "AzureGov"}),
        Kind.BREAKING,
        "major",
        ["The cloud `AzureUSGovernment` is renamed to `AzureGov`."],
    ),
    Row(
        "the host of a cloud changes",
        put({"/servers/0/url": "https://management.azure.example"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Requests to cloud `AzureCloud` go to `https://management.azure.example` instead "
                "of `https://management.azure.com`."
            )
        ],
    ),
    Row(
        "the host of a cloud without a name changes",
        put({"/servers/1/url": "https://c.example"}),
        Kind.SECURITY,
        "major",
        [
            (
                "Requests to cloud `c.example` go to `https://c.example` instead of "
                "`https://b.example`."
            ),
            "The cloud `b.example` is renamed to `c.example`.",
        ],
        on="shop",
    ),
    Row(
        "the token scope of a cloud changes",
        put({"/servers/0/x-sdk-token-scope": "https://other.example/.default"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The scope of tokens that requests to cloud `AzureCloud` carry changes from "
                "`https://management.azure.com/.default` to `https://other.example/.default`."
            )
        ],
    ),
    Row(
        "the sign-in host of a cloud is removed",
        put({"/servers/0/x-sdk-sign-in-host": GONE}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The host that issues tokens for cloud `AzureCloud` is no longer "
                "`login.microsoftonline.com`."
            )
        ],
    ),
    Row(
        "the description of a cloud changes",
        put({"/servers/0/description": "The public cloud."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`description` of cloud `AzureCloud` changes."],
    ),
    Row(
        "an operation brings a server of its own",
        put({f"{LIST_KEYS}/servers": [{"url": "https://evil.example"}]}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Where requests go may change: `servers` of "
                "`client.serverless_endpoints.list_keys` is set."
            )
        ],
    ),
    Row(
        "a path item brings a server of its own",
        put({f"{LIST_KEYS.removesuffix('/post')}/servers": [{"url": "https://evil.example"}]}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Where requests go may change: `servers` of "
                "`client.serverless_endpoints.list_keys` is set."
            )
        ],
    ),
    Row(
        "the operation needs another scope",
        put({f"{LIST_KEYS}/security/0/azure_auth/0": "admin"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The security of `client.serverless_endpoints.list_keys` changes: which sign-in "
                "and which scopes it needs."
            )
        ],
    ),
    Row(
        "the operation needs no sign-in any more",
        put({f"{LIST_KEYS}/security": []}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The security of `client.serverless_endpoints.list_keys` changes: which sign-in "
                "and which scopes it needs."
            )
        ],
    ),
    Row(
        "the document requires sign-in of all operations",
        put({"/security": [{"azure_auth": ["user_impersonation"]}]}),
        Kind.SECURITY,
        "minor",
        ["The security of the document changes: which sign-in and which scopes it needs."],
    ),
    Row(
        "the alternatives of sign-in change places",
        put({f"{SEARCH}/security": [{}, {"key": []}]}),
        None,
        "none",
        [],
        on="shop",
    ),
    Row(
        "a security scheme signs in elsewhere",
        put({f"{FLOW}/authorizationUrl": "https://evil.example"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "`authorizationUrl` of security scheme `azure_auth` changes from "
                "`https://login.microsoftonline.com/common/oauth2/authorize` to "
                "`https://evil.example`."
            )
        ],
    ),
    Row(
        "a security scheme gets a scope",
        put({f"{FLOW}/scopes/all": "Everything."}),
        Kind.SECURITY,
        "minor",
        ["`all` of security scheme `azure_auth` is set."],
    ),
    Row(
        "a security scheme is added",
        put({"/components/securitySchemes/key": {"type": "apiKey", "in": "header", "name": "key"}}),
        Kind.SECURITY,
        "minor",
        ["The security scheme `key` is new."],
    ),
    Row(
        "a security scheme is removed",
        put({"/components/securitySchemes": GONE}),
        Kind.SECURITY,
        "minor",
        ["The security scheme `key` is removed."],
        on="shop",
    ),
    Row(
        "the words about a scope change",
        put({f"{FLOW}/scopes/user_impersonation": "Act."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`user_impersonation` of security scheme `azure_auth` changes."],
    ),
    Row(
        "a field is no longer a secret",
        put({f"{KEY}/x-ms-secret": GONE, f"{KEY}/format": GONE}),
        Kind.SECURITY,
        "major",
        [
            (
                "`EndpointAuthKeys.primary_key` is no longer a secret, a `SecretStr`: reprs and "
                "logs begin to show it."
            )
        ],
    ),
    Row(
        "a field becomes a secret",
        put({"/components/schemas/ErrorDetail/properties/target/x-ms-secret": True}),
        Kind.SECURITY,
        "major",
        [("`ErrorDetail.target` is now a secret: a `SecretStr`, which nothing shows by accident.")],
    ),
    Row(
        "one of two secret marks is removed",
        put({f"{KEY}/x-ms-secret": GONE}),
        Kind.SECURITY,
        "minor",
        [
            (
                "One of the marks of secret `EndpointAuthKeys.primary_key` changes; it stays a "
                "`SecretStr`."
            )
        ],
    ),
    Row(
        "an argument becomes a secret",
        put({f"{GROUP}/schema/format": "password"}),
        Kind.SECURITY,
        "major",
        [
            (
                "Argument `resource_group_name` is now a secret: a `SecretStr`, which nothing "
                "shows by accident."
            )
        ],
    ),
    Row(
        "a secret argument loses its mark",
        put({f"{ORDER}/get/parameters/4/x-ms-secret": False}),
        Kind.SECURITY,
        "major",
        [
            (
                "Argument `api_key` of `client.orders.get` is no longer a secret, a `SecretStr`: "
                "reprs and logs begin to show it."
            )
        ],
        on="shop",
    ),
    Row(
        "a result moves to another class and loses its secret marks",
        move_to_plain_class,
        Kind.SECURITY,
        "major",
        [
            (
                "`Plain.primary_key` is no longer a secret, a `SecretStr`: reprs and logs begin "
                "to show it."
            ),
            (
                "The type of the result of `client.serverless_endpoints.list_keys` changes from "
                "`EndpointAuthKeys` to `Plain`."
            ),
            "Class `Plain` is new.",
        ],
    ),
    Row(
        "the path changes",
        replace('/listKeys": {', '/listAllKeys": {'),
        Kind.SECURITY,
        "minor",
        [
            (
                "`client.serverless_endpoints.list_keys` calls another path: "
                "`/subscriptions/{subscriptionId}/resourceGroups/{resourceGroupName}/providers/Mi"
                "crosoft.MachineLearningServices/workspaces/{workspaceName}/serverlessEndpoints/{"
                "name}/listAllKeys`."
            )
        ],
    ),
    Row(
        "two values change places in the path",
        replace("/shops/{shop}/orders/{order}", "/shops/{order}/orders/{shop}"),
        Kind.SECURITY,
        "minor",
        [
            "`client.orders.get` calls another path: `/shops/{order}/orders/{shop}`.",
            "`client.orders.put` calls another path: `/shops/{order}/orders/{shop}`.",
        ],
        on="shop",
    ),
    Row(
        "a variable of the path is renamed",
        rename_variable,
        Kind.BREAKING,
        "major",
        [
            "The argument `order` of `client.orders.get` is renamed to `order_name`.",
            "The argument `order` of `client.orders.put` is renamed to `order_name`.",
        ],
        on="shop",
    ),
    Row(
        "an argument gets another name in Python",
        put({f"{ORDER}/get/parameters/3/x-ms-client-name": "atMost"}),
        Kind.BREAKING,
        "major",
        ["The argument `limit` of `client.orders.get` is renamed to `at_most`."],
        on="shop",
    ),
    Row(
        "a variable of the path is spelled otherwise",
        respell_variable,
        Kind.DOCUMENTATION,
        "patch",
        [
            (
                "Argument `order` of `client.orders.get` is spelled otherwise in the path; for "
                "callers it is the same."
            ),
            (
                "Argument `order` of `client.orders.put` is spelled otherwise in the path; for "
                "callers it is the same."
            ),
        ],
        on="shop",
    ),
    Row(
        "the method changes",
        put({LIST_KEYS.removesuffix("post") + "get": at(PROJECT, LIST_KEYS), LIST_KEYS: GONE}),
        Kind.SECURITY,
        "minor",
        ["`client.serverless_endpoints.list_keys` sends `GET` instead of `POST`."],
    ),
    Row(
        "a path constraint is loosened",
        put({f"{GROUP}/schema/maxLength": 900}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `resource_group_name` accepts more values than before: its `maxLength` "
                "changes from `90` to `900`."
            )
        ],
    ),
    Row(
        "a path constraint is removed",
        put({f"{LIST_KEYS}/parameters/3/schema/pattern": GONE}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `name` of `client.serverless_endpoints.list_keys` accepts more values "
                "than before: its `pattern` is no longer `^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$`."
            )
        ],
    ),
    Row(
        "a path pattern changes",
        put({f"{LIST_KEYS}/parameters/3/schema/pattern": "^(a|b)$"}),
        Kind.SECURITY,
        "major",
        [
            (
                "Argument `name` of `client.serverless_endpoints.list_keys` accepts other values "
                "than before: its `pattern` changes from `^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$` to "
                "<code>&#94;&#40;a&#124;b&#41;&#36;</code>."
            )
        ],
    ),
    Row(
        "a path constraint is tightened",
        put({f"{GROUP}/schema/maxLength": 64}),
        Kind.BREAKING,
        "major",
        [
            (
                "Argument `resource_group_name` accepts fewer values than before: its "
                "`maxLength` changes from `90` to `64`."
            )
        ],
    ),
    Row(
        "a path constraint is added",
        put({f"{GROUP}/schema/pattern": "^[a-z]+$"}),
        Kind.BREAKING,
        "major",
        [
            (
                "Argument `resource_group_name` accepts fewer values than before: its `pattern` "
                "is now `^[a-z]+$`."
            )
        ],
    ),
    Row(
        "a client parameter of the path is loosened",
        put({"/components/parameters/SubscriptionId/schema/minLength": 0}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `subscription_id` of `Client` accepts more values than before: its "
                "`minLength` changes from `1` to `0`."
            )
        ],
    ),
    Row(
        "a path parameter takes any type",
        put({f"{GROUP}/schema": {}}),
        Kind.SECURITY,
        "minor",
        ["The type of argument `resource_group_name` changes from `str` to `Any`."],
    ),
    Row(
        "a path parameter takes one more value",
        put({f"{ORDER}/get/parameters/1/schema/enum/-": "*"}),
        Kind.SECURITY,
        "minor",
        ["Argument `order` of `client.orders.get` now accepts `*`."],
        on="shop",
    ),
    Row(
        "a new way of escaping a path value",
        put({f"{GROUP}/allowReserved": True}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Where requests go may change: `allowReserved` of argument `resource_group_name` "
                "is now `True`."
            )
        ],
    ),
    Row(
        "an operation becomes repeatable",
        put({f"{SEARCH}/x-sdk-repeatable": True}),
        Kind.SECURITY,
        "minor",
        ["`client.find.search` may now be sent again after a failure."],
        on="shop",
    ),
    Row(
        "an operation is no longer repeatable",
        put({f"{LIST_KEYS}/x-sdk-repeatable": GONE}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.serverless_endpoints.list_keys` is no longer sent again after a failure."],
    ),
    Row(
        "a repeatable mark turns from false to absent",
        put({f"{SEARCH}/x-sdk-repeatable": False}),
        None,
        "none",
        [],
        on="shop",
    ),
    Row(
        "a new operation is repeatable",
        put(
            {
                "/paths/~1ping": {
                    "post": {"operationId": "Ping_Send", "x-sdk-repeatable": True, "responses": {}}
                }
            }
        ),
        Kind.SECURITY,
        "minor",
        ["`client.ping.send` may now be sent again after a failure.", "`client.ping.send` is new."],
        on="shop",
    ),
    Row(
        "an argument is read from the environment",
        put({"/components/parameters/ApiVersion/x-sdk-environment": "API_VERSION"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `api_version` of `Client` is now read from `API_VERSION` of the "
                "environment when not given."
            )
        ],
    ),
    Row(
        "an argument is read from another variable",
        put({"/components/parameters/SubscriptionId/x-sdk-environment": "SUB"}),
        Kind.SECURITY,
        "major",
        [
            (
                "Argument `subscription_id` of `Client` is read from `SUB` of the environment, "
                "not from `AZURE_SUBSCRIPTION_ID`."
            )
        ],
    ),
    Row(
        "an argument is no longer read from the environment",
        put({"/components/parameters/SubscriptionId/x-sdk-environment": GONE}),
        Kind.BREAKING,
        "major",
        [
            (
                "Argument `subscription_id` of `Client` is no longer read from "
                "`AZURE_SUBSCRIPTION_ID` of the environment."
            )
        ],
    ),
    Row(
        "an argument moves from the query to the header",
        put({f"{ORDER}/get/parameters/3/in": "header"}),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `limit` of `client.orders.get` is sent in the `header` instead of the "
                "`query`."
            )
        ],
        on="shop",
    ),
    Row(
        "a mark of our own that is unknown",
        put({f"{LIST_KEYS}/x-sdk-quiet": True}),
        Kind.SECURITY,
        "minor",
        [
            (
                "The mark `x-sdk-quiet` of `client.serverless_endpoints.list_keys`, unknown "
                "here, is now `True`."
            )
        ],
    ),
    Row(
        "an operation is removed",
        put({f"{ORDER}/get": GONE}),
        Kind.BREAKING,
        "major",
        ["`client.orders.get` is removed."],
        on="shop",
    ),
    Row(
        "an operation is renamed",
        put({f"{LIST_KEYS}/operationId": "ServerlessEndpoints_GetKeys"}),
        Kind.BREAKING,
        "major",
        [
            (
                "`client.serverless_endpoints.list_keys` is renamed to "
                "`client.serverless_endpoints.get_keys`."
            )
        ],
    ),
    Row(
        "an operation moves to another tag",
        put({f"{SEARCH}/tags": ["Look", "Find"]}),
        Kind.BREAKING,
        "major",
        [
            "`client.find.search` is renamed to `client.look.search`.",
            "`tags` of `client.look.search` changes.",
        ],
        on="shop",
    ),
    Row(
        "a class is renamed",
        replace("ErrorDetail", "ErrorItem"),
        Kind.BREAKING,
        "major",
        ["Class `ErrorDetail` is renamed to `ErrorItem`."],
    ),
    Row(
        "a class is renamed by a title",
        put({"/components/schemas/EndpointAuthKeys/title": "Keys"}),
        Kind.BREAKING,
        "major",
        ["Class `EndpointAuthKeys` is renamed to `Keys`."],
    ),
    Row(
        "a class has the name of one of the package's own",
        put({"/components/schemas/Timeout": {"type": "object"}}),
        Kind.ADDITIVE,
        "minor",
        ["Class `TimeoutModel` is new."],
    ),
    Row(
        "a field gets another name in Python",
        put({f"{KEY}/x-ms-client-name": "firstKey"}),
        Kind.BREAKING,
        "major",
        ["`EndpointAuthKeys.primary_key` is renamed to `first_key`."],
    ),
    Row(
        "a field keeps its name in Python",
        put({f"{KEY}/x-ms-client-name": "PrimaryKey"}),
        None,
        "none",
        [],
    ),
    Row(
        "a class is removed",
        put(
            {
                "/components/schemas/ErrorDetail/properties/additionalInfo/items": {},
                "/components/schemas/ErrorAdditionalInfo": GONE,
            }
        ),
        Kind.BREAKING,
        "major",
        [
            "Class `ErrorAdditionalInfo` is removed.",
            (
                "The type of each item of `ErrorDetail.additional_info` changes from "
                "`ErrorAdditionalInfo` to `Any`."
            ),
        ],
    ),
    Row(
        "a field is removed",
        put({KEY: GONE}),
        Kind.BREAKING,
        "major",
        ["`EndpointAuthKeys.primary_key` is removed."],
    ),
    Row(
        "a field of a result becomes nullable",
        put({"/components/schemas/Hit/properties/score/type": ["number", "null"]}),
        Kind.BREAKING,
        "major",
        ["`Hit.score` may now be `None`."],
        on="shop",
    ),
    Row(
        "a field of a result may be absent",
        put({"/components/schemas/Hit/required": ["name"]}),
        Kind.BREAKING,
        "major",
        ["`Hit.score` may now be `None`."],
        on="shop",
    ),
    Row(
        "a field of a result is always there",
        put(
            {
                "/components/schemas/Hit/required/-": "near",
                "/components/schemas/Hit/properties/near/oneOf/1": GONE,
            }
        ),
        Kind.BREAKING,
        "major",
        ["`Hit.near` is never `None` any more."],
        on="shop",
    ),
    Row(
        "an optional field is no longer null",
        put({f"{KEY}/type": "string"}),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "Whether `EndpointAuthKeys.primary_key` may be null or absent changes; its type "
                "keeps `None`."
            )
        ],
    ),
    Row(
        "a field of a result is of a wider type",
        put({"/components/schemas/ErrorDetail/properties/code/type": ["string", "integer"]}),
        Kind.BREAKING,
        "major",
        ["The type of `ErrorDetail.code` changes from `str` to `int` or `str`."],
    ),
    Row(
        "a field of a result is of a narrower type",
        put({"/components/schemas/Hit/properties/score/type": "integer"}),
        Kind.BREAKING,
        "major",
        ["The type of `Hit.score` changes from `float` to `int`."],
        on="shop",
    ),
    Row(
        "a field of a result is of another type",
        put({"/components/schemas/ErrorDetail/properties/target/format": "date-time"}),
        Kind.BREAKING,
        "major",
        ["The type of `ErrorDetail.target` changes from `str` to `datetime`."],
    ),
    Row(
        "a field of a result has one alternative less",
        put({"/components/schemas/Hit/properties/of/anyOf/0": GONE}),
        Kind.BREAKING,
        "major",
        ["The alternatives of `Hit.of` change."],
        on="shop",
    ),
    Row(
        "a result takes another class",
        put(
            {
                f"{FOUND}/items/$ref": "#/components/schemas/Order",
            }
        ),
        Kind.BREAKING,
        "major",
        [
            (
                "The type of each item of the result of `client.find.search` changes from `Hit` "
                "to `Order`."
            )
        ],
        on="shop",
    ),
    Row(
        "an enum of a result gains a member",
        put({"/components/schemas/State/enum/-": "lost"}),
        Kind.BREAKING,
        "major",
        ["`State` may now be `lost`."],
        on="shop",
        start=put({f"{ORDER}/put": GONE}),
    ),
    Row(
        "an enum of requests and results gains a member",
        put({"/components/schemas/State/enum/-": "lost"}),
        Kind.BREAKING,
        "major",
        ["`State` may now be `lost`."],
        on="shop",
    ),
    Row(
        "an enum loses a member",
        put({"/components/schemas/State/enum": ["open"]}),
        Kind.BREAKING,
        "major",
        ["`State` is never `closed`."],
        on="shop",
    ),
    Row(
        "an enum of an argument gains a member",
        put({f"{ORDER}/get/parameters/2/schema/enum/-": "all"}),
        Kind.ADDITIVE,
        "minor",
        ["Argument `expand` of `client.orders.get` now accepts `all`."],
        on="shop",
    ),
    Row(
        "an enum of an argument loses a member",
        put({f"{ORDER}/get/parameters/2/schema/enum/1": GONE}),
        Kind.BREAKING,
        "major",
        ["Argument `expand` of `client.orders.get` no longer accepts `none`."],
        on="shop",
    ),
    Row(
        "an argument takes any value",
        put({f"{ORDER}/get/parameters/2/schema/enum": GONE}),
        Kind.ADDITIVE,
        "minor",
        [("Argument `expand` of `client.orders.get` is no longer one of a fixed list of values.")],
        on="shop",
    ),
    Row(
        "an argument takes listed values only",
        put({f"{ORDER}/get/parameters/3/schema/enum": [*range(20)]}),
        Kind.BREAKING,
        "major",
        ["Argument `limit` of `client.orders.get` is now one of a fixed list of values."],
        on="shop",
    ),
    Row(
        "a constraint of a query argument is tightened",
        put({f"{ORDER}/get/parameters/3/schema/maximum": 5}),
        Kind.BREAKING,
        "major",
        [
            (
                "Argument `limit` of `client.orders.get` accepts fewer values than before: its "
                "`maximum` changes from `9` to `5`."
            )
        ],
        on="shop",
    ),
    Row(
        "a constraint of a query argument is loosened",
        put({f"{ORDER}/get/parameters/3/schema/maximum": 50}),
        Kind.ADDITIVE,
        "minor",
        [
            (
                "Argument `limit` of `client.orders.get` accepts more values than before: its "
                "`maximum` changes from `9` to `50`."
            )
        ],
        on="shop",
    ),
    Row(
        "a constraint of a result changes",
        put({"/components/schemas/Hit/properties/name/maxLength": 90}),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "`Hit.name` may have other values than before: its `maxLength` changes from `80` "
                "to `90`."
            )
        ],
        on="shop",
    ),
    Row(
        "a constraint of a body is tightened",
        put({"/components/schemas/Query/properties/text/minLength": 3}),
        Kind.BREAKING,
        "major",
        [
            (
                "`Query.text` accepts fewer values than before: its `minLength` changes from `2` "
                "to `3`."
            )
        ],
        on="shop",
    ),
    Row(
        "a constraint of a body is loosened",
        put({"/components/schemas/Query/properties/text/minLength": 1}),
        Kind.ADDITIVE,
        "minor",
        [
            (
                "`Query.text` accepts more values than before: its `minLength` changes from `2` "
                "to `1`."
            )
        ],
        on="shop",
    ),
    Row(
        "a keyword without a rule constrains a body",
        put(
            {
                "/components/schemas/Query/minProperties": 1,
                "/components/schemas/Query/dependentRequired": {"size": ["kind"]},
            }
        ),
        Kind.BREAKING,
        "major",
        [
            "`Query` accepts fewer values than before: its `dependentRequired` is set.",
            "`Query` accepts fewer values than before: its `minProperties` is now `1`.",
        ],
        on="shop",
    ),
    Row(
        "a body admits members without a name",
        put({"/components/schemas/Query/additionalProperties": GONE}),
        Kind.ADDITIVE,
        "minor",
        [
            (
                "`Query` accepts more values than before: its `additionalProperties` changes "
                "from `False` to `True`."
            )
        ],
        on="shop",
    ),
    Row(
        "a body refuses members without a name",
        put({"/components/schemas/Order/additionalProperties": False}),
        Kind.BREAKING,
        "major",
        [
            (
                "`Order` accepts fewer values than before: its `additionalProperties` changes "
                "from `True` to `False`."
            )
        ],
        on="shop",
    ),
    Row(
        "items of a list are of another type",
        put({"/components/schemas/Order/properties/parts/items/type": "integer"}),
        Kind.BREAKING,
        "major",
        ["The type of each item of `Order.parts` changes from `str` to `int`."],
        on="shop",
    ),
    Row(
        "a member of a union is wider",
        put({"/components/schemas/Query/properties/kind/oneOf/-": {"type": "boolean"}}),
        Kind.ADDITIVE,
        "minor",
        [("The type of `Query.kind` changes from `int` or `str` to `bool` or `int` or `str`.")],
        on="shop",
    ),
    Row(
        "an argument of a body takes null",
        put({"/components/schemas/Query/properties/text/type": ["string", "null"]}),
        Kind.ADDITIVE,
        "minor",
        ["`Query.text` now accepts `None`."],
        on="shop",
    ),
    Row(
        "a new required argument",
        put(
            {
                f"{SEARCH}/parameters": [
                    {
                        "name": "X-Tenant",
                        "in": "header",
                        "required": True,
                        "schema": {"type": "string"},
                    }
                ]
            }
        ),
        Kind.BREAKING,
        "major",
        ["Argument `x_tenant` of `client.find.search` is new and must be given."],
        on="shop",
    ),
    Row(
        "a new optional argument",
        put(
            {
                f"{SEARCH}/parameters": [
                    {"name": "top", "in": "query", "schema": {"type": "integer"}}
                ]
            }
        ),
        Kind.ADDITIVE,
        "minor",
        ["Argument `top` of `client.find.search` is new and may be left out."],
        on="shop",
    ),
    Row(
        "an argument is removed",
        put({f"{ORDER}/get/parameters/3": GONE}),
        Kind.BREAKING,
        "major",
        ["The argument `limit` of `client.orders.get` is removed."],
        on="shop",
    ),
    Row(
        "an argument becomes mandatory",
        put({f"{ORDER}/get/parameters/3/required": True}),
        Kind.BREAKING,
        "major",
        ["Argument `limit` of `client.orders.get` must now be given."],
        on="shop",
    ),
    Row(
        "an argument may be left out",
        put({f"{ORDER}/get/parameters/3/required": GONE}),
        Kind.ADDITIVE,
        "minor",
        ["Argument `limit` of `client.orders.get` may now be left out."],
        on="shop",
        start=put({f"{ORDER}/get/parameters/3/required": True}),
    ),
    Row(
        "an argument with a default becomes required",
        put({f"{ORDER}/get/parameters/2/required": True}),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "The service now requires the argument `expand` of `client.orders.get`; it may "
                "be left out as before."
            )
        ],
        on="shop",
    ),
    Row(
        "positional arguments change places",
        swap_parameters,
        Kind.BREAKING,
        "major",
        [
            (
                "The positional arguments of `client.serverless_endpoints.list_keys` are now "
                "`workspace_name`, `resource_group_name`, `name`."
            )
        ],
    ),
    Row(
        "an argument moves from the call to the client",
        put({f"{GROUP}/x-ms-parameter-location": "client"}),
        Kind.BREAKING,
        "major",
        [
            (
                "The argument `resource_group_name` is now the argument `resource_group_name` of "
                "`Client`."
            )
        ],
    ),
    Row(
        "a new argument of the client",
        put(
            {
                f"{LIST_KEYS}/parameters/-": {
                    "name": "region",
                    "in": "query",
                    "schema": {"type": "string"},
                    "x-ms-parameter-location": "client",
                    "x-sdk-environment": "REGION",
                }
            }
        ),
        Kind.SECURITY,
        "minor",
        [
            (
                "Argument `region` of `Client` is now read from `REGION` of the environment when "
                "not given."
            ),
            "Argument `region` of `Client` is new and may be left out.",
        ],
    ),
    Row(
        "an argument of the client is removed",
        put({f"{LIST_KEYS}/parameters/4": GONE}),
        Kind.BREAKING,
        "major",
        ["The argument `api_version` of `Client` is removed."],
    ),
    Row(
        "an operation stops to send an argument of the client",
        put({f"{ORDER}/get/parameters/5": GONE}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.orders.get` no longer sends the argument `region` of `Client`."],
        on="shop",
        start=share_argument,
    ),
    Row(
        "a new required field of a body",
        put(
            {
                "/components/schemas/Query/properties/page": {"type": "integer"},
                "/components/schemas/Query/required/-": "page",
            }
        ),
        Kind.BREAKING,
        "major",
        ["`Query.page` is new and must be given."],
        on="shop",
    ),
    Row(
        "a new optional field of a body",
        put({"/components/schemas/Query/properties/page": {"type": "integer"}}),
        Kind.ADDITIVE,
        "minor",
        ["`Query.page` is new."],
        on="shop",
    ),
    Row(
        "a field of a body becomes mandatory",
        put({"/components/schemas/Query/required/-": "since"}),
        Kind.BREAKING,
        "major",
        ["`Query.since` must now be given."],
        on="shop",
    ),
    Row(
        "a field of a body may be left out",
        put({"/components/schemas/Query/required": []}),
        Kind.ADDITIVE,
        "minor",
        ["`Query.text` may now be left out."],
        on="shop",
    ),
    Row(
        "a new field of a result",
        put(
            {
                "/components/schemas/EndpointAuthKeys/properties/expiresOn": {
                    "type": "string",
                    "format": "date-time",
                }
            }
        ),
        Kind.ADDITIVE,
        "minor",
        ["`EndpointAuthKeys.expires_on` is new."],
    ),
    Row(
        "a body becomes required",
        put({f"{ORDER}/put/requestBody/required": True}),
        Kind.BREAKING,
        "major",
        ["Argument `body` of `client.orders.put` must now be given."],
        on="shop",
    ),
    Row(
        "a body is removed",
        put({f"{SEARCH}/requestBody": GONE}),
        Kind.BREAKING,
        "major",
        ["The argument `body` of `client.find.search` is removed."],
        on="shop",
    ),
    Row(
        "a new optional body",
        put({f"{LIST_KEYS}/requestBody": {"content": {"application/json": {"schema": {}}}}}),
        Kind.ADDITIVE,
        "minor",
        [
            (
                "Argument `body` of `client.serverless_endpoints.list_keys` is new and may be "
                "left out."
            )
        ],
    ),
    Row(
        "a new required body",
        put(
            {
                f"{LIST_KEYS}/requestBody": {
                    "required": True,
                    "content": {"application/json": {"schema": {}}},
                }
            }
        ),
        Kind.BREAKING,
        "major",
        [("Argument `body` of `client.serverless_endpoints.list_keys` is new and must be given.")],
    ),
    Row(
        "a body has another media type",
        put(
            {
                f"{ORDER}/put/requestBody/content": {
                    "application/merge-patch+json": {
                        "schema": {"$ref": "#/components/schemas/Order"}
                    }
                }
            }
        ),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "The media type of argument `body` of `client.orders.put` changes from "
                "`application/json` to `application/merge-patch+json`."
            )
        ],
        on="shop",
    ),
    Row(
        "a body may have one more media type",
        put({f"{ORDER}/put/requestBody/content/text~1plain": {}}),
        Kind.ADDITIVE,
        "minor",
        ["Argument `body` of `client.orders.put` may now be sent as `text/plain`."],
        on="shop",
    ),
    Row(
        "a result may have one more media type",
        put({f"{SEARCH}/responses/200/content/text~1plain": {}}),
        Kind.BREAKING,
        "major",
        ["The result of `client.find.search` may now be sent as `text/plain`."],
        on="shop",
    ),
    Row(
        "a result loses its body",
        put({f"{LIST_KEYS}/responses/200/content": GONE}),
        Kind.BREAKING,
        "major",
        ["The result of `client.serverless_endpoints.list_keys` no longer has a body."],
    ),
    Row(
        "an error gets a body",
        put({f"{ORDER}/get/responses/404/content": {"application/json": {}}}),
        Kind.BEHAVIOUR,
        "minor",
        ["The error of `client.orders.get` now has a body."],
        on="shop",
    ),
    Row(
        "a success without result is added",
        put({f"{SEARCH}/responses/204": {"description": "Nothing."}}),
        Kind.BREAKING,
        "major",
        [
            (
                "`client.find.search` may now answer with status `204`, whose result has a type "
                "of its own."
            )
        ],
        on="shop",
    ),
    Row(
        "another success with the same result is added",
        put({f"{SEARCH}/responses/201": at(read(SHOP), f"{SEARCH}/responses/200")}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.find.search` may now answer with status `201`."],
        on="shop",
    ),
    Row(
        "a success has another status",
        put({f"{ORDER}/put/responses": {"200": {"description": "Done."}}}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.orders.put` succeeds with status `200` instead of `204`."],
        on="shop",
    ),
    Row(
        "an error is added",
        put({f"{SEARCH}/responses/409": {"description": "No."}}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.find.search` may now answer with status `409`."],
        on="shop",
    ),
    Row(
        "an error is removed",
        put({f"{ORDER}/get/responses/404": GONE}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.orders.get` no longer answers with status `404`."],
        on="shop",
    ),
    Row(
        "a success is removed",
        put({f"{SEARCH}/responses/204": GONE}),
        Kind.BREAKING,
        "major",
        [
            (
                "`client.find.search` no longer answers with status `204`, whose result had a "
                "type of its own."
            )
        ],
        on="shop",
        start=put({f"{SEARCH}/responses/204": {"description": "Nothing."}}),
    ),
    Row(
        "the headers of a result change",
        put({f"{ORDER}/put/responses/204/headers": {"ETag": {"schema": {"type": "string"}}}}),
        Kind.BEHAVIOUR,
        "minor",
        ["`headers` of the result of `client.orders.put` is set."],
        on="shop",
    ),
    Row(
        "the version of the interface changes with its default",
        put(
            {
                "/info/version": "2026-09-01",
                "/components/parameters/ApiVersion/schema/default": "2026-09-01",
            }
        ),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "The default of argument `api_version` of `Client` changes from `2025-09-01` to "
                "`2026-09-01`."
            )
        ],
    ),
    Row(
        "the version of the interface changes",
        put({"/info/version": "2"}),
        Kind.BEHAVIOUR,
        "minor",
        ["The version of the service's interface changes from `1` to `2`."],
        on="shop",
    ),
    Row(
        "a default changes",
        put({f"{ORDER}/get/parameters/2/schema/default": "none"}),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "The default of argument `expand` of `client.orders.get` changes from `lines` to "
                "`none`."
            )
        ],
        on="shop",
    ),
    Row(
        "a default is removed",
        put({"/components/schemas/Query/properties/size/default": GONE}),
        Kind.BEHAVIOUR,
        "minor",
        ["The default of `Query.size` is no longer `1`."],
        on="shop",
    ),
    Row(
        "the default and the list of a secret change",
        put(
            {
                "/components/schemas/Order/properties/pin/default": "tuna",
                "/components/schemas/Order/properties/pin/enum": ["tuna", "cod"],
            }
        ),
        Kind.BREAKING,
        "major",
        [
            "`Order.pin` is never a value not shown here.",
            "`Order.pin` may now be a value not shown here.",
            "The default of `Order.pin` changes.",
        ],
        on="shop",
    ),
    Row(
        "the permission of an operation changes",
        put({f"{LIST_KEYS}/x-sdk-permission": "Other/action"}),
        Kind.BEHAVIOUR,
        "minor",
        [
            (
                "The permission that callers of `client.serverless_endpoints.list_keys` need "
                "changes from "
                "`Microsoft.MachineLearningServices/workspaces/serverlessEndpoints/listKeys/actio"
                "n` to `Other/action`."
            )
        ],
    ),
    Row(
        "an operation is deprecated",
        put({f"{LIST_KEYS}/deprecated": True}),
        Kind.BEHAVIOUR,
        "minor",
        ["`client.serverless_endpoints.list_keys` is deprecated."],
    ),
    Row(
        "a field is read-only",
        put({"/components/schemas/Order/properties/id/readOnly": True}),
        Kind.BEHAVIOUR,
        "minor",
        ["`readOnly` of `Order.id` is now `True`."],
        on="shop",
    ),
    Row(
        "another format without a type",
        put({"/components/schemas/Order/properties/id/format": "uri"}),
        Kind.BEHAVIOUR,
        "minor",
        ["`format` of `Order.id` is now `uri`."],
        on="shop",
    ),
    Row(
        "an attribute without a rule changes",
        put({f"{ORDER}/get/parameters/3/explode": False}),
        Kind.BEHAVIOUR,
        "minor",
        ["`explode` of argument `limit` of `client.orders.get` is now `False`."],
        on="shop",
    ),
    Row(
        "an operation is added",
        put({f"{ORDER}/delete": {"operationId": "Orders_Delete", "responses": {}}}),
        Kind.ADDITIVE,
        "minor",
        ["`client.orders.delete` is new."],
        on="shop",
    ),
    Row(
        "a class is added",
        put({"/components/schemas/Extra": {"type": "object", "properties": {"x": {}}}}),
        Kind.ADDITIVE,
        "minor",
        ["Class `Extra` is new."],
    ),
    Row(
        "an inline class gets a name",
        name_inline,
        Kind.ADDITIVE,
        "minor",
        ["Class `Failure` is new."],
        on="shop",
        start=put({f"{SEARCH}/responses/404": FAILURE}),
    ),
    Row(
        "an unused class changes",
        put({"/components/schemas/Extra/properties/x": {"type": "string"}}),
        Kind.BREAKING,
        "major",
        ["The type of `Extra.x` changes from `Any` to `str`."],
        start=put({"/components/schemas/Extra": {"type": "object", "properties": {"x": {}}}}),
    ),
    Row(
        "the description of the document changes",
        put({"/info/description": "Other words."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`description` of the document changes."],
    ),
    Row(
        "the description of an operation changes",
        put({f"{LIST_KEYS}/summary": "Other words."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`summary` of `client.serverless_endpoints.list_keys` changes."],
    ),
    Row(
        "the description of a shared parameter changes",
        put({f"{GROUP}/description": "Other words."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`description` of argument `resource_group_name` changes."],
    ),
    Row(
        "an example changes",
        put({f"{GROUP}/example": "other"}),
        Kind.DOCUMENTATION,
        "patch",
        ["`example` of argument `resource_group_name` changes."],
    ),
    Row(
        "the tags are described otherwise",
        put({"/tags/0/description": "Other words."}),
        Kind.DOCUMENTATION,
        "patch",
        ["`tags` of the document changes."],
    ),
    Row(
        "a foreign extension is added",
        put({f"{LIST_KEYS}/x-ms-examples": {"a": "b"}}),
        Kind.DOCUMENTATION,
        "patch",
        ["`x-ms-examples` of `client.serverless_endpoints.list_keys` changes."],
    ),
    Row(
        "a title of a field is added",
        put({f"{KEY}/title": "First key"}),
        Kind.DOCUMENTATION,
        "patch",
        ["`title` of `EndpointAuthKeys.primary_key` changes."],
    ),
]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title.replace(" ", "-"))
def test_a_change_is_reported_with_its_class_step_and_sentence(row: Row) -> None:
    """Each row of the table gives its sentences, no other, the gravest first."""
    changes = compare(*row.documents)
    assert [change.sentence for change in changes] == row.sentences
    assert (changes[0].kind if changes else None) == row.kind
    assert version_step(changes) == row.step


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title.replace(" ", "-"))
def test_the_way_back_is_reported_too(row: Row) -> None:
    """What changes in one direction changes in the other, though it may be another class."""
    old, new = row.documents
    assert bool(compare(new, old)) == bool(row.sentences)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.title.replace(" ", "-"))
def test_each_pointer_leads_to_a_place_of_one_of_the_documents(row: Row) -> None:
    """A reviewer can follow every pointer; where a keyword is absent, to what would hold it."""
    old, new = row.documents
    for change in compare(old, new):
        holder = change.pointer.rpartition("/")[0]
        assert any(_stands(document, holder) for document in (old, new)), change.pointer


def _stands(document: Json, pointer: str) -> bool:
    try:
        at(document, pointer)
    except (KeyError, IndexError):
        return False
    return True


def test_the_table_is_long_enough() -> None:
    """The table names at least 45 changes, and every title once."""
    titles = [row.title for row in ROWS]
    assert len(titles) == len(set(titles)) >= 45


# What is no change.


@pytest.mark.parametrize("name", DOCUMENTS)
def test_equal_documents_do_not_differ(name: str) -> None:
    """A document compared with a copy of itself gives nothing, and asks for no version."""
    changes = compare(DOCUMENTS[name], copy.deepcopy(DOCUMENTS[name]))
    assert changes == ()
    assert version_step(changes) == "none"
    assert exit_status(changes) == 0


def reordered(value: Any) -> Any:
    """Return a value whose mappings have their keys the other way round."""
    if isinstance(value, dict):
        return {key: reordered(value[key]) for key in reversed(value)}
    return [reordered(item) for item in value] if isinstance(value, list) else value


@pytest.mark.parametrize("name", DOCUMENTS)
def test_the_order_of_keys_is_no_change(name: str) -> None:
    """Where a key stands in its mapping makes no difference."""
    assert compare(DOCUMENTS[name], reordered(DOCUMENTS[name])) == ()


def inlined(value: Any, document: Json, section: str) -> Any:
    """Return a value in which the `$ref`s to a section of components are what they lead to."""
    if isinstance(value, list):
        return [inlined(item, document, section) for item in value]
    if not isinstance(value, dict):
        return value
    if str(value.get("$ref")).startswith(f"#/components/{section}/"):
        return inlined(at(document, value["$ref"][1:]), document, section)
    return {key: inlined(item, document, section) for key, item in value.items()}


@pytest.mark.parametrize("turn", [lambda a, b: (a, b), lambda a, b: (b, a)])
def test_a_parameter_in_its_place_is_the_same_as_a_reference_to_it(turn: Any) -> None:
    """Moving parameters into components, or out of them, changes nothing for a caller."""
    moved = inlined(PROJECT, PROJECT, "parameters")
    del moved["components"]["parameters"]
    assert compare(*turn(PROJECT, moved)) == ()


SPELLINGS: list[Json] = [
    {"type": ["string", "null"], "maxLength": 5},
    {"maxLength": 5, "type": ["null", "string"]},
    {"oneOf": [{"type": "string", "maxLength": 5}, {"type": "null"}]},
    {"anyOf": [{"type": "null"}, {"$ref": "#/components/schemas/Short"}]},
    {"allOf": [{"$ref": "#/components/schemas/Short"}], "type": ["string", "null"]},
    {"$ref": "#/components/schemas/Short", "type": ["string", "null"]},
    {"$ref": "#/components/schemas/Shorter"},
]


@pytest.mark.parametrize(("old", "new"), [*itertools.permutations(SPELLINGS, 2)])
def test_two_spellings_of_one_type_do_not_differ(old: Json, new: Json) -> None:
    """However null, `$ref` and `allOf` are written, the package has the same type."""
    documents = []
    for schema in (old, new):
        document = copy.deepcopy(DOCUMENTS["shop"])
        document["components"]["schemas"] |= {
            "Short": {"type": "string", "maxLength": 5},
            "Shorter": {"type": ["string", "null"], "maxLength": 5},
            "Holder": {"type": "object", "properties": {"field": schema}},
        }
        documents.append(document)
    assert compare(*documents) == ()


def test_fields_from_a_base_class_are_fields() -> None:
    """`allOf` folds its parts: a field may move from the class to its base."""
    apart = copy.deepcopy(DOCUMENTS["shop"])
    fields = {"a": {"type": "string"}, "b": {"type": "integer"}}
    apart["components"]["schemas"]["Whole"] = {
        "type": "object",
        "required": ["a"],
        "properties": fields,
    }
    parts = copy.deepcopy(apart)
    parts["components"]["schemas"] |= {
        "Base": {"type": "object", "required": ["a"], "properties": {"a": fields["a"]}},
        "Whole": {
            "allOf": [
                {"$ref": "#/components/schemas/Base"},
                {"type": "object", "properties": {"b": fields["b"]}},
            ]
        },
    }
    assert [change.sentence for change in compare(apart, parts)] == ["Class `Base` is new."]


# How documents are walked.


def many(count: int, limit: int) -> Json:
    """Return a document with many operations that all give one schema and take one parameter."""
    operation = {
        "parameters": [{"$ref": "#/components/parameters/Name"}],
        "responses": {
            "200": {
                "description": "",
                "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Thing"}}},
            }
        },
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Many", "version": "1"},
        "paths": {
            f"/things{i}/{{name}}": {"get": {**operation, "operationId": f"Things_Get{i}"}}
            for i in range(count)
        },
        "components": {
            "parameters": {
                "Name": {
                    "name": "name",
                    "in": "path",
                    "required": True,
                    "schema": {"type": "string", "maxLength": limit},
                }
            },
            "schemas": {
                "Thing": {
                    "type": "object",
                    "properties": {"x": {"type": "string", "maxLength": limit}},
                }
            },
        },
    }


def test_what_is_shared_is_reported_once() -> None:
    """A schema and a parameter that 100 operations refer to are one change each."""
    assert [change.pointer for change in compare(many(100, 5), many(100, 6))] == [
        "/components/parameters/Name/schema/maxLength",
        "/components/schemas/Thing/properties/x/maxLength",
    ]


def test_each_reference_is_walked_once() -> None:
    """Schemas of which each refers twice to the next take steps, not powers of two."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    for i in range(60):
        target = {"$ref": f"#/components/schemas/S{i + 1}"}
        document["components"]["schemas"][f"S{i}"] = {
            "type": "object",
            "properties": {"a": target, "b": target},
        }
    document["components"]["schemas"]["S60"] = {"type": "object", "properties": {"c": {}}}
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["S60"]["properties"]["c"] = {"type": "string"}
    assert [change.sentence for change in compare(document, changed)] == [
        "The type of `S60.c` changes from `Any` to `str`."
    ]


def test_recursion_ends() -> None:
    """Schemas that contain themselves, by fields, items, parts or alternatives, come to an end."""
    loops: Json = {
        "Tree": {"type": "object", "properties": {"up": {"$ref": "#/components/schemas/Tree"}}},
        "Part": {"allOf": [{"$ref": "#/components/schemas/Part"}], "type": "object"},
        "Value": {"anyOf": [{"type": "string"}, {"$ref": "#/components/schemas/Values"}]},
        "Values": {"anyOf": [{"type": "integer"}, {"$ref": "#/components/schemas/Value"}]},
        "Wrap": {"type": "object", "properties": {"v": {"$ref": "#/components/schemas/Value"}}},
    }
    document = copy.deepcopy(DOCUMENTS["shop"])
    document["components"]["schemas"] |= loops
    changed = copy.deepcopy(document)
    changed["components"]["schemas"]["Value"]["anyOf"][0]["type"] = "boolean"
    assert compare(document, copy.deepcopy(document)) == ()
    assert [change.sentence for change in compare(document, changed)] == [
        "The type of `Wrap.v` changes from `int` or `str` to `bool` or `int`."
    ]


def test_long_chains_of_references_end() -> None:
    """Schemas may lead from one to the next for longer than Python's calls may nest."""

    def chain(last: Json) -> Json:
        document = copy.deepcopy(DOCUMENTS["shop"])
        for i in range(2000):
            document["components"]["schemas"][f"S{i}"] = {
                "type": "object",
                "properties": {"next": {"$ref": f"#/components/schemas/S{i + 1}"}},
            }
        document["components"]["schemas"]["S2000"] = last
        return document

    (change,) = compare(chain({"type": "string"}), chain({"type": "boolean"}))
    assert change.sentence == "The type of `S1999.next_` changes from `str` to `bool`."


def test_every_place_that_takes_another_class_is_reported() -> None:
    """Two fields that change from one class to another are two changes."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    fields = {name: {"$ref": "#/components/schemas/Order"} for name in ("a", "b")}
    old["components"]["schemas"]["Pair"] = {"type": "object", "properties": fields}
    new = copy.deepcopy(old)
    for name in fields:
        target = {"$ref": "#/components/schemas/Query"}
        new["components"]["schemas"]["Pair"]["properties"][name] = target
    assert [change.sentence for change in compare(old, new)] == [
        "The type of `Pair.a` changes from `Order` to `Query`.",
        "The type of `Pair.b` changes from `Order` to `Query`.",
    ]


def test_constraints_of_a_plain_type_may_move_into_an_alternative() -> None:
    """A type that becomes one of two keeps its constraints there: only the type is wider."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    plain = {"type": "string", "minLength": 2}
    put({"/components/schemas/Query/properties/text": plain})(old)
    new = copy.deepcopy(old)
    union = {"oneOf": [plain, {"type": "integer"}]}
    put({"/components/schemas/Query/properties/text": union})(new)
    (change,) = compare(old, new)
    assert change.sentence == "The type of `Query.text` changes from `str` to `int` or `str`."
    assert change.kind is Kind.ADDITIVE


def test_listed_values_tell_a_type_that_is_not_given() -> None:
    """An enum or a const without a type has the type of its values."""
    old = copy.deepcopy(DOCUMENTS["shop"])
    field = "/components/schemas/Query/properties/text"
    put({field: {"type": "string", "enum": ["a", "b"]}})(old)
    new = copy.deepcopy(old)
    put({field: {"enum": ["b", "a"]}})(new)
    assert compare(old, new) == ()
    put({field: {"enum": [None, "a", "b"]}})(new)
    assert [change.sentence for change in compare(old, new)] == ["`Query.text` now accepts `None`."]
    put({field: {"const": "a"}})(new)
    assert [change.sentence for change in compare(old, new)] == [
        "`Query.text` no longer accepts `b`."
    ]


@pytest.mark.parametrize(
    ("reference", "words"),
    [
        ("#/components/schemas/Loop", "leads back to itself"),
        ("#/components/schemas/Nowhere", "does not exist"),
        ("other.yaml#/Thing", "leads out of the document"),
    ],
)
def test_a_reference_that_leads_nowhere_is_an_error(reference: str, words: str) -> None:
    """Each error names the place and what is wrong with it."""
    document = copy.deepcopy(PROJECT)
    document["components"]["schemas"]["Loop"] = {"$ref": reference}
    with pytest.raises(ValueError, match=f"^/components/schemas/Loop: .*{words}"):
        compare(PROJECT, document)


def test_references_may_be_escaped() -> None:
    """A `$ref` may hold the escapes of JSON pointers and of URLs."""
    document = copy.deepcopy(PROJECT)
    document["components"]["schemas"] |= {
        "a/b c": {"type": "object", "properties": {"x": {}}},
        "Holder": {
            "type": "object",
            "properties": {"y": {"$ref": "#/components/schemas/a~1b%20c"}},
        },
    }
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "Class `Holder` is new.",
        "Class `AbC` is new.",
    ]


def test_words_beside_a_reference_count() -> None:
    """A description beside the `$ref` of a parameter or an answer overrides that of the target."""
    document = copy.deepcopy(PROJECT)
    at(document, f"{LIST_KEYS}/parameters/1")["description"] = "Other words."
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "`description` of argument `resource_group_name` changes."
    ]


def test_an_operation_is_found_by_its_path_when_it_has_no_name() -> None:
    """Without an operationId, method and path tell operations apart and name them."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    del at(document, SEARCH)["operationId"]
    changed = copy.deepcopy(document)
    at(changed, SEARCH)["deprecated"] = True
    (change,) = compare(document, changed)
    assert change.sentence == "`client.find.post_search` is deprecated."


def test_parameters_of_a_path_item_belong_to_its_operations() -> None:
    """Moving a parameter from the operation to the path item is no change."""
    moved = copy.deepcopy(PROJECT)
    item = at(moved, LIST_KEYS.removesuffix("/post"))
    item["parameters"] = [item["post"]["parameters"].pop()]
    assert compare(PROJECT, moved) == ()


def test_a_schema_may_stand_in_the_content_of_a_parameter() -> None:
    """A parameter that is JSON has its schema in a media type."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    limit = at(document, f"{ORDER}/get/parameters/3")
    limit["content"] = {"application/json": {"schema": limit.pop("schema")}}
    changed = copy.deepcopy(document)
    at(changed, f"{ORDER}/get/parameters/3/content/application~1json/schema")["maximum"] = 10
    (change,) = compare(document, changed)
    assert change.kind is Kind.ADDITIVE


def test_a_class_under_another_key_with_the_same_name_is_the_same_class() -> None:
    """What a key is spelled like does not matter where Python sees the same name."""
    document = copy.deepcopy(PROJECT)
    replace("ErrorDetail", "Error_detail")(document)
    at(document, "/components/schemas/Error_detail/properties")["more"] = {"type": "string"}
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "`ErrorDetail.more` is new."
    ]


def test_classes_that_are_renamed_together_keep_their_relation() -> None:
    """Two classes that refer to each other may both be renamed, one change each."""
    document = copy.deepcopy(PROJECT)
    replace("ErrorDetail", "Problem")(document)
    replace("ErrorAdditionalInfo", "Fact")(document)
    assert [change.sentence for change in compare(PROJECT, document)] == [
        "Class `ErrorAdditionalInfo` is renamed to `Fact`.",
        "Class `ErrorDetail` is renamed to `Problem`.",
    ]


def test_a_class_with_other_fields_is_another_class() -> None:
    """A class that goes and one that comes are two changes where their contents differ."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    old = {"type": "object", "properties": {"a": {"type": "string"}}}
    put({"/components/schemas/Old": old})(document)
    for fields in ({"b": {"type": "string"}}, {"a": {"type": "integer"}}):
        new = copy.deepcopy(DOCUMENTS["shop"])
        put({"/components/schemas/New": {"type": "object", "properties": fields}})(new)
        assert [change.sentence for change in compare(document, new)] == [
            "Class `Old` is removed.",
            "Class `New` is new.",
        ]


def test_properties_tell_that_a_schema_is_an_object() -> None:
    """The type `object` may be left out where properties are given."""
    document = copy.deepcopy(PROJECT)
    put({"/components/schemas/ErrorDetail/type": GONE})(document)
    assert compare(PROJECT, document) == ()


def test_the_gravest_reading_of_a_shared_schema_stands() -> None:
    """A schema in a body and in a result is one change: of both classes the higher."""
    old, new = (copy.deepcopy(DOCUMENTS["shop"]) for _ in range(2))
    put({"/components/schemas/Order/properties/id/maxLength": 9})(new)
    assert [change.kind for change in compare(old, new)] == [Kind.BEHAVIOUR]
    put({"/components/schemas/Order/properties/id/maxLength": 3})(new)
    assert [change.kind for change in compare(old, new)] == [Kind.BREAKING]


# Nothing of a document may change unseen.


def leaves(value: Any, pointer: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each value that holds no other, with its pointer."""
    inside: Any = ()
    if isinstance(value, dict):
        inside = value.items()
    elif isinstance(value, list):
        inside = enumerate(value)
    else:
        yield pointer, value
    for key, item in inside:
        yield from leaves(item, f"{pointer}/{str(key).replace('~', '~0').replace('/', '~1')}")


def other(value: Any) -> Any:
    """Return another value of the same type."""
    if isinstance(value, bool):
        return not value
    return value + 1 if isinstance(value, int | float) else f"{value}x"


# A `$ref` that is changed leads nowhere, which is an error of its own.
LEAVES = [
    (name, pointer, value)
    for name, document in DOCUMENTS.items()
    for pointer, value in leaves(document)
    if not pointer.endswith("/$ref")
]


@pytest.mark.parametrize(("name", "pointer", "value"), LEAVES)
def test_no_value_changes_unseen(name: str, pointer: str, value: Any) -> None:
    """Whatever single value of a document is changed, something is reported, in both directions."""
    changed = copy.deepcopy(DOCUMENTS[name])
    put({pointer: other(value)})(changed)
    assert compare(DOCUMENTS[name], changed)
    assert compare(changed, DOCUMENTS[name])


def test_the_order_does_not_depend_on_the_seed_of_hashes() -> None:
    """Two processes with other hash seeds write the same report."""
    script = (
        "import json, sys; from generator.changes import *;"
        "print(as_json(compare(*json.load(sys.stdin)), version='1.0.0'))"
    )
    old, new = DOCUMENTS["shop"], copy.deepcopy(DOCUMENTS["shop"])
    for row in ROWS:
        if row.on == "shop" and row.title.startswith(("a field", "an enum", "a constraint")):
            with contextlib.suppress(KeyError, IndexError):
                row.edit(new)
    reports = {
        subprocess.run(
            [sys.executable, "-c", script],
            input=json.dumps([old, new]),
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "7")
    }
    assert len(reports) == 1


# Markup and secrets in what a document says.


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "`plain`"),
        ("a`b", "<code>a&#96;b</code>"),
        ("a|b", "<code>a&#124;b</code>"),
        ("<img src=x>", "<code>&#60;img src&#61;x&#62;</code>"),
        ("a\n\n# b", "`a\ufffd\ufffd# b`"),
        ("a\u202eb", "`a\ufffdb`"),
        ("", "<code></code>"),
        (" ", "<code> </code>"),
        ("x" * 300, f"`{'x' * 100}…{'x' * 100}`"),
        (True, "`True`"),
    ],
)
def test_no_text_of_a_document_becomes_markup(text: object, shown: str) -> None:
    """Whatever stands in a document is shown as code, and ends neither the code nor the line."""
    assert code(text) == shown


def test_hostile_text_stays_in_its_sentence() -> None:
    """A default, a name or a host with Markdown and HTML in it is one line of inert text."""
    document = copy.deepcopy(DOCUMENTS["shop"])
    hostile = "`x`\n\n# Approved | <script>alert(1)</script> @all"
    put(
        {
            f"{ORDER}/get/parameters/2/schema/default": hostile,
            "/servers/-": {"url": f"https://{hostile}"},
            "/info/version": hostile,
            "/components/securitySchemes/key/name": hostile,
        }
    )(document)
    for change in compare(DOCUMENTS["shop"], document):
        assert "\n" not in change.sentence
        assert "<script>" not in change.sentence
        assert "|" not in change.sentence
        assert re.sub("`[^`]*`", "", change.sentence).count("`") == 0


def test_no_sentence_holds_an_example_or_a_secret() -> None:
    """Examples and the values of secrets are in no sentence, whichever way they change."""
    old, new = (copy.deepcopy(DOCUMENTS["shop"]) for _ in range(2))
    secret = "/components/schemas/Order/properties/pin"
    api_key = f"{ORDER}/get/parameters/4"
    put({f"{api_key}/schema/default": "hunter1", f"{api_key}/example": "hunter2"})(old)
    put({f"{api_key}/schema/default": "hunter3", f"{secret}/default": "hunter4"})(new)
    put({f"{secret}/enum": ["hunter5"], f"{secret}/examples": ["hunter6"]})(new)
    put({f"{secret}/format": "uri", f"{secret}/const": "hunter7"})(new)
    put({f"{api_key}/x-ms-secret": GONE, f"{secret}/pattern": "hunter8"})(new)
    put({"/components/schemas/Hit/properties/name/example": "hunter9"})(new)
    for changes in (compare(old, new), compare(new, old)):
        assert changes
        for change in changes:
            assert not re.search("hunter|swordfish|tuna", change.sentence), change


# What follows from changes.


def change(kind: Kind, sentence: str = "It changes.", *, breaking: bool = False) -> Change:
    """Return a change for tests of what follows."""
    return Change(pointer="/x", kind=kind, sentence=sentence, breaking=breaking)


@pytest.mark.parametrize(
    ("changes", "step", "status"),
    [
        ([], "none", 0),
        ([change(Kind.DOCUMENTATION)], "patch", 0),
        ([change(Kind.ADDITIVE)], "minor", 1),
        ([change(Kind.BEHAVIOUR), change(Kind.DOCUMENTATION)], "minor", 1),
        ([change(Kind.ADDITIVE), change(Kind.BREAKING, breaking=True)], "major", 2),
        ([change(Kind.SECURITY)], "minor", 3),
        ([change(Kind.SECURITY, breaking=True)], "major", 3),
        ([change(Kind.SECURITY), change(Kind.BREAKING, breaking=True)], "major", 3),
    ],
)
def test_step_and_status_follow_the_gravest_change(
    changes: list[Change], step: str, status: int
) -> None:
    """The step tells whether callers break; the status tells the gravest class."""
    assert version_step(changes) == step
    assert exit_status(changes) == status


@pytest.mark.parametrize(
    ("version", "step", "expected"),
    [
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "none", "1.2.3"),
        ("0.2.3", "major", "0.3.0"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.0.0", "none", "0.0.0"),
    ],
)
def test_the_next_version_follows_the_step(version: str, step: Any, expected: str) -> None:
    """Before 1.0 a break raises the second part and all else the third."""
    assert propose(version, step) == expected


@pytest.mark.parametrize(
    "version", ["1.2", "1.2.3rc1", "v1.2.3", "1.02.3", "1.2.3\n", "²1.0.0", ""]
)
def test_another_form_of_version_is_refused(version: str) -> None:
    """Only X.Y.Z can be raised without guessing."""
    with pytest.raises(ValueError, match=r"not a version of the form X\.Y\.Z"):
        propose(version, "patch")


CHANGES = [
    change(Kind.SECURITY, "A host is new."),
    change(Kind.SECURITY, "A mark is gone.", breaking=True),
    change(Kind.BREAKING, "A field is gone.", breaking=True),
    change(Kind.BEHAVIOUR, "A default changes."),
    change(Kind.ADDITIVE, "A field is new."),
    change(Kind.DOCUMENTATION, "Words change."),
]

REPORT = """\
## Highest class: security. Proposed version: 1.4.0 → 2.0.0

From `main` to <code>a&#124;b</code>: 2 security, 1 breaking, 1 behaviour, 1 additive, \
1 documentation. A major step, because callers may have to change their code.

### Security

- A host is new.<br>`/x`
- A mark is gone. **Breaks callers.**<br>`/x`

### Breaking

- A field is gone.<br>`/x`

### Behaviour

- A default changes.<br>`/x`

### Additive

- A field is new.<br>`/x`

### Documentation

- Words change.<br>`/x`

### Proposed changelog entry

```markdown
### Security

- **Breaking:** A mark is gone.
- A host is new.

### Changed

- **Breaking:** A field is gone.
- A default changes.

### Added

- A field is new.

### Documentation

- Descriptions and examples are revised.
```
"""


def test_the_report_for_a_pull_request() -> None:
    """The highest class and the step come first, then each class, then the changelog entry."""
    assert markdown(CHANGES, old_label="main", new_label="a|b", version="1.4.0") == REPORT


def test_the_report_of_no_change() -> None:
    """Without changes the report says so, and proposes nothing."""
    report = markdown([], old_label="a", new_label="b", version="1.4.0")
    assert report == "## Nothing changes for callers\n\nFrom `a` to `b`.\n"
    assert changelog_entry([]) == ""


def test_the_report_for_programs() -> None:
    """JSON holds the same facts under documented keys."""
    report = json.loads(as_json(CHANGES[3:5], version="0.4.0"))
    assert report == {
        "highest": "behaviour",
        "exit_status": 1,
        "step": "minor",
        "version": {"current": "0.4.0", "proposed": "0.4.1"},
        "changes": [
            {
                "kind": "behaviour",
                "breaking": False,
                "pointer": "/x",
                "sentence": "A default changes.",
            },
            {"kind": "additive", "breaking": False, "pointer": "/x", "sentence": "A field is new."},
        ],
        "changelog": "### Changed\n\n- A default changes.\n\n### Added\n\n- A field is new.\n",
    }
    assert json.loads(as_json([], version="0.4.0"))["highest"] is None
