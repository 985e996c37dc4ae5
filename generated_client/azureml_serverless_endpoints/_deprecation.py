# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Warns of deprecated operations and arguments."""

from __future__ import annotations

import inspect
import warnings


def warn_deprecated(name: str, value: object = ...) -> None:
    """Warn at the line that calls the package.

    Args:
        name: How callers name the operation or the argument.
        value: The value of the argument. If it is None, the call does not use the argument.
    """
    if value is None:
        return
    # `list_keys` calls `list_keys_detailed`, so that the depth of the caller varies.
    level = 1
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith(f"{__package__}."):
        level, frame = level + 1, frame.f_back
    warnings.warn(f"{name} is deprecated", DeprecationWarning, stacklevel=level)
