# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What the document says of the config file of a project."""

from __future__ import annotations

from typing import Final, TypedDict

from ._config_file import ConfigFile

CONFIG_FILE: Final = ConfigFile(
    names=(
        ".azureml/config.json",
        ".azureml/project.json",
        "aml_config/config.json",
        "aml_config/project.json",
        "config.json",
        "project.json",
    ),
    keys={
        "subscription_id": "subscription_id",
        "resource_group_name": "resource_group",
        "workspace_name": "workspace_name",
    },
    id_key="Scope",
    id_path="/subscriptions/{subscription_id}/resourceGroups/{resource_group_name}/providers/Microsoft.MachineLearningServices/workspaces/{workspace_name}",
)


class Config(TypedDict):
    """Arguments of operations that the config file gives.

    Unpack it in a call: `**client.config`.
    """

    resource_group_name: str
    workspace_name: str
