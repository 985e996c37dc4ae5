# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The option `--query`: JMESPath, as the az command has it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import jmespath
from jmespath.exceptions import ArityError, JMESPathError, JMESPathTypeError

from ._codes import Code
from ._failures import Failure


def compiled(expression: str) -> Callable[[Any], Any]:
    """Return a function that applies an expression to a JSON value.

    Args:
        expression: The expression.

    Raises:
        Failure: If the expression is not valid.
    """
    try:
        query = jmespath.compile(expression)
        # jmespath finds an unknown function only when it calls it. Null has the wrong type for
        # most functions, so that error is ignored.
        with suppress(JMESPathTypeError, ArityError):
            query.search(None)
    except JMESPathError as error:
        # Later lines of the message repeat the expression, and point to the place.
        reason = str(error).splitlines()[0].rstrip(":.").removesuffix(", for expression")
        message = f"--query: {reason}; see https://jmespath.org"
        raise Failure(message) from None

    def search(value: Any) -> Any:
        try:
            return query.search(value)
        except JMESPathError:
            pass
        # The message of the library contains values of the result, which may be secrets.
        raise Failure(
            "--query: a function of the expression cannot be applied to its value", Code.FAILED
        )

    return search
