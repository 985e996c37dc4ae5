# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The operations, a package for each group of them."""
