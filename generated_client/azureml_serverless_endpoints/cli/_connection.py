# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The client of the command, and its token."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from typing import Any, TextIO, cast

from .. import Client, Timeout
from .._about import CLOUDS
from .._secret import SecretStr
from ._arguments import decoded, standard_input
from ._failures import Failure

#: A token of Microsoft Entra ID has some kilobytes.
_LONGEST_TOKEN = 64 * 1024


def client(settings: Mapping[str, Any], arguments: Mapping[str, Any]) -> Client:
    """Return a client.

    Args:
        settings: The options that every subcommand has.
        arguments: Arguments of the client from the options of the subcommand.

    Raises:
        APIError: If an argument is wrong.
        Failure: If there is no token on standard input.
    """
    # httpx imports click, rich and pygments for a command of its own where they are installed, as
    # they are here. Without that command, its import takes half the time.
    cast("dict[str, Any]", sys.modules).setdefault("httpx._main", None)
    chosen = {name: settings[name] for name in ("base_url", "scope") if settings[name] is not None}
    if settings["timeout"] is not None:
        try:
            chosen["timeout"] = Timeout(total=settings["timeout"])
        except ValueError:
            raise Failure("--timeout: must be above 0 and at most 1e9 seconds") from None
    if CLOUDS:
        chosen["cloud"] = settings["cloud"]
    token = token_from_standard_input() if settings["token_stdin"] else None
    if token is None:
        _silence()
    return Client(token, **chosen, **arguments)


def token_from_standard_input() -> SecretStr:
    """Return the token on standard input; at a terminal, ask for it without an echo.

    Raises:
        Failure: If there is none.
    """
    given: TextIO | None = sys.stdin
    if given is not None and given.isatty():
        import getpass

        token = SecretStr(getpass.getpass("Token: ").strip())
    else:
        token = SecretStr(decoded(standard_input("a token")).strip())
    if not token:
        raise Failure("--token-stdin: standard input is empty; pipe a token to the command")
    if len(token.get_secret_value()) > _LONGEST_TOKEN or token.get_secret_value()[0] in "{[":
        # As az prints it without a query.
        raise Failure(
            "--token-stdin: standard input is not a token alone; print it with "
            "`az account get-access-token --query accessToken -o tsv`"
        )
    return token


def _silence() -> None:
    """Keep azure-identity from logging the failure that the command reports itself."""
    import logging

    logging.getLogger("azure").addHandler(logging.NullHandler())
