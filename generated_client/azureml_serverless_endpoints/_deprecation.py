# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""Warns of deprecated operations, arguments and properties."""

from __future__ import annotations

import inspect
import warnings


def warn_deprecated(name: str, value: object = ..., default: object = None) -> None:
    """Warn at the line that calls the package.

    Args:
        name: How callers name the operation or the argument.
        value: The value of the argument. If it is None, the call does not use the argument.
        default: The value if a caller does not pass the argument.
    """
    if value is None or value == default:
        return
    # `list_keys` calls `list_keys_detailed`, so that the depth of the caller varies.
    level = 1
    frame = inspect.currentframe()
    while frame is not None and frame.f_globals.get("__name__", "").startswith(f"{__package__}."):
        level, frame = level + 1, frame.f_back
    warnings.warn(f"{name} is deprecated", DeprecationWarning, stacklevel=level)


def warn_deprecated_property(name: str, value: object) -> None:
    """Warn at the line that makes a model with a deprecated property.

    A response that holds the property does not warn, and neither does `attrs.evolve`: nobody who
    calls it chose the property.

    Args:
        name: The class and the property.
        value: The value of the property. If it is None, the model does not use it.
    """
    if value is None:
        return
    # Between here and the caller are the model's method and the `__init__` that attrs makes.
    level = 4
    frame = inspect.currentframe()
    for _ in range(level - 1):
        frame = frame and frame.f_back
    maker = "" if frame is None else frame.f_globals.get("__name__", "").partition(".")[0]
    if maker not in {__package__, "attr", "attrs"}:
        warnings.warn(f"{name} is deprecated", DeprecationWarning, stacklevel=level)
