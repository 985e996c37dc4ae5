# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The group `serverless_endpoints`: a module for each operation, and the classes that offer them."""

from ._operations import AsyncServerlessEndpointsOperations, ServerlessEndpointsOperations

__all__ = ["AsyncServerlessEndpointsOperations", "ServerlessEndpointsOperations"]
