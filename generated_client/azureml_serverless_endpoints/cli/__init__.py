# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The command line, which the extra `cli` installs: see `_application`."""
