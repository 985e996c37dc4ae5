"""Turns an OpenAPI document into a pip package: `python -m generator --help`."""
