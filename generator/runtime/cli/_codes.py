"""The exit codes of the command."""

from __future__ import annotations

import enum
from typing import Final


class Code(enum.IntEnum):
    """The exit codes; `HELP` and `RUN_HELP` explain them. Those of az have the same numbers."""

    DONE = 0
    FAILED = 1
    USAGE = 2
    NOT_FOUND = 3
    DENIED = 4
    NO_RESPONSE = 5
    TRY_LATER = 6
    #: Of `run`, as those of env(1), nohup(1) and timeout(1).
    RUN_FAILED = 125
    NOT_EXECUTABLE = 126
    NO_COMMAND = 127
    #: 128 and the number of the signal, as shells have it.
    INTERRUPTED = 130
    CLOSED_PIPE = 141


#: A row for each exit code, for the help.
HELP: Final = (
    (Code.DONE, "success"),
    (Code.FAILED, "a request failed for a reason without a code, or several for different ones"),
    (Code.USAGE, "wrong option, argument, environment or config file; nothing was sent"),
    (Code.NOT_FOUND, "the resource does not exist"),
    (Code.DENIED, "no token, or no permission"),
    (Code.NO_RESPONSE, "no response: connection, proxy, certificates or timeout"),
    (Code.TRY_LATER, "too many requests, or the service failed: try again later"),
    (Code.INTERRUPTED, "interrupted by Ctrl-C"),
    (Code.CLOSED_PIPE, "the reader of the output closed the pipe"),
)
#: The same for `run`, whose other codes are those of the program that it starts.
RUN_HELP: Final = (
    (Code.RUN_FAILED, "this command failed, for instance because there is no permission"),
    (Code.NOT_EXECUTABLE, "COMMAND cannot be executed"),
    (Code.NO_COMMAND, "there is no COMMAND"),
)
