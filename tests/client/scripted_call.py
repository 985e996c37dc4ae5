"""A call without a network, whose attempts have the outcomes that a test lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from azureml_serverless_endpoints import RetryPolicy, SecretStr, Timeout
from azureml_serverless_endpoints._call import Authorize, Failure, Send, Terms, Wait, steps
from azureml_serverless_endpoints._destination import Destination
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import Answer

from tests.client.calls import FakeClock

READ = Operation("Things_Read", method="POST", path="/things", secured=True, repeatable=True)
WRITE = Operation("Things_Write", method="POST", path="/things", secured=True, repeatable=False)
OPEN = Operation("Things_Open", method="GET", path="/things", secured=False, repeatable=True)
PLACE = Destination("https://service.example/base", "service.example", "scope", None)

TIMED_OUT = Failure("timeout", "ReadTimeout", TimeoutError("read"))
REFUSED = Failure("connection", "ConnectError", ConnectionRefusedError("connect"))


def answer(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"{}") -> Answer:
    """Return a response of the service."""
    fields = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Answer(operation=READ, status_code=status, headers=httpx.Headers(fields), body=body)


class ScriptedCall:
    """A call whose attempts have the given outcomes.

    Attributes:
        sent: Each attempt.
        asked: Each request for a token.
        forgotten: Each token that was dropped.
        clock: The clock, which waits and the given durations advance.

    Args:
        outcomes: A response or a failure for each attempt, or a pair of the seconds that it takes
            and the outcome.
        operation: The operation to call.
        tokens: The tokens in order, each also alone or with its seconds. By default they are
            numbered.
        terms: `place`, `timeout` and `retry`, if they differ from the defaults.
    """

    def __init__(
        self,
        *outcomes: Any,
        operation: Operation = READ,
        tokens: list[Any] | None = None,
        **terms: Any,
    ) -> None:
        self.sent: list[Send] = []
        self.asked: list[Authorize] = []
        self.forgotten: list[str] = []
        self.clock = FakeClock()
        self._outcomes = list(outcomes)
        self._tokens = tokens
        self._steps = steps(
            operation,
            "/things?api-version=1",
            Terms(
                terms.get("place", PLACE),
                terms.get("timeout", Timeout()),
                terms.get("retry", RetryPolicy()),
                "id-of-the-call",
            ),
            self.clock,
            lambda token: self.forgotten.append(token.get_secret_value()),
        )

    @property
    def waits(self) -> list[float]:
        """Return each wait, in seconds."""
        return self.clock.waits

    def run(self) -> Answer:
        """Run all steps, and check that the attempts used all outcomes."""
        result: Any = None
        try:
            while True:
                result = self._do(self._steps.send(result))
        except StopIteration as end:
            return end.value
        finally:
            assert not self._outcomes, "the call made fewer attempts than expected"

    def _do(self, step: Any) -> Any:
        if isinstance(step, Wait):
            return self.clock.sleep(step.seconds)
        if isinstance(step, Authorize):
            self.asked.append(step)
            if self._tokens is not None:
                return self._wait_for(self._tokens.pop(0))
            return SecretStr(f"token-{len(self.asked)}")
        self.sent.append(step)
        return self._wait_for(self._outcomes.pop(0))

    def _wait_for(self, outcome: Any) -> Any:
        """Return the outcome. For a pair, advance the clock first."""
        if type(outcome) is tuple:
            seconds, outcome = outcome
            self.clock.now += seconds
        return outcome
