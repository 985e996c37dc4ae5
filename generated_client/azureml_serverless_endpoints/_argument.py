# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The description of a wrong argument, for the error that refuses it."""

from __future__ import annotations


def found(value: object) -> str:
    """Return what a value of a wrong type is, as the end of a sentence, without the value."""
    if isinstance(value, type):
        return f"the class {value.__name__}; pass an instance of it"
    kind = type(value)
    # With the module: a class of another library may have the name of one of this package.
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"of type {module}{kind.__qualname__}"
