# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The subcommands: what the document says of each operation."""

from __future__ import annotations

from typing import Final

from .._config import CONFIG_FILE
from .._config_file import ConfigFile
from ._facts import Command, Option

CONFIG: Final[ConfigFile | None] = CONFIG_FILE
TITLE: Final = "Azure Machine Learning serverless endpoints"

COMMANDS: Final = (
    Command(
        name="list-keys",
        group="serverless_endpoints",
        method="list_keys",
        summary="List the keys of a serverless endpoint.",
        description="Returns the two keys of an endpoint that authenticates its callers by key. Nothing is changed, but Azure Resource Manager counts the call as a write: a ReadOnly lock blocks it, and the limits on writes apply.",
        options=(
            Option(
                "resource_group_name",
                flags=(
                    "-g",
                    "--resource-group",
                ),
                help="Name of the resource group; upper and lower case do not differ. 1 to 90 characters.",
                environment="AZURE_DEFAULTS_GROUP",
                config_key="resource_group",
                in_id=True,
            ),
            Option(
                "workspace_name",
                flags=(
                    "-w",
                    "--workspace-name",
                ),
                help="Name of the Azure Machine Learning workspace. Matches `^[a-zA-Z0-9][a-zA-Z0-9_-]{2,32}$`.",
                environment="AZURE_DEFAULTS_WORKSPACE",
                config_key="workspace_name",
                in_id=True,
            ),
            Option(
                "name",
                flags=(
                    "-n",
                    "--name",
                ),
                help="Name of the serverless endpoint. Matches `^[a-zA-Z0-9][a-zA-Z0-9\\-_]{0,254}$`.",
                in_id=True,
            ),
            Option(
                "subscription_id",
                flags=("--subscription",),
                help="Id of the Azure subscription, a UUID in practice. At least 1 character.",
                environment="AZURE_SUBSCRIPTION_ID",
                config_key="subscription_id",
                of_client=True,
                in_id=True,
            ),
            Option(
                "api_version",
                flags=("--api-version",),
                help="Version of the service's interface to speak. At least 1 character. By default 2025-09-01.",
                required=False,
                of_client=True,
            ),
        ),
        by_id="list_keys_by_id",
        by_ids="list_keys_many",
        in_run=True,
    ),
)
