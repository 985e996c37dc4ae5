# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""What an argument turned out to be, for the error that refuses it."""

from __future__ import annotations


def found(value: object) -> str:
    """What a value of a wrong type is, as the end of a sentence. Never shows the value."""
    if isinstance(value, type):
        return f"the class {value.__name__}: make one of it"
    kind = type(value)
    # Somebody else's class may have the name of one of this package.
    module = "" if kind.__module__ == "builtins" else f"{kind.__module__}."
    return f"of type {module}{kind.__qualname__}"
