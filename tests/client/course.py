"""Drives the steps of a call by hand, with an outcome written down for each attempt."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import httpx
from azureml_serverless_endpoints import RetryPolicy, SecretStr, Timeout
from azureml_serverless_endpoints._call import Authorize, Failure, Send, Terms, Wait, steps
from azureml_serverless_endpoints._destination import Destination
from azureml_serverless_endpoints._operation import Operation
from azureml_serverless_endpoints._response import Answer

from tests.client.caller import FakeClock

READ = Operation("Things_Read", method="POST", path="/things", secured=True, repeatable=True)
WRITE = Operation("Things_Write", method="POST", path="/things", secured=True, repeatable=False)
OPEN = Operation("Things_Open", method="GET", path="/things", secured=False, repeatable=True)
PLACE = Destination("https://service.example/base", "service.example", "scope", None)

TIMED_OUT = Failure("timeout", "ReadTimeout", TimeoutError("read"))
REFUSED = Failure("connection", "ConnectError", ConnectionRefusedError("connect"))


def answer(status: int, headers: Mapping[str, str] | None = None, body: bytes = b"{}") -> Answer:
    """An answer of the service."""
    fields = [(name.encode(), value.encode()) for name, value in (headers or {}).items()]
    return Answer(operation=READ, status_code=status, headers=httpx.Headers(fields), body=body)


class Course:
    """One call, whose attempts end as a test says.

    Attributes:
        sent: Each attempt.
        asked: Each request for a token.
        forgotten: Each token that was dropped.
        clock: The time, which passes in waits and where a test says so.
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
        """Each wait, in seconds."""
        return self.clock.waits

    def run(self) -> Answer:
        """Go all steps; an outcome that no attempt asked for is a failure of the test."""
        came: Any = None
        try:
            while True:
                came = self._do(self._steps.send(came))
        except StopIteration as end:
            return end.value
        finally:
            assert not self._outcomes, "an attempt that was expected did not come"

    def _do(self, step: Any) -> Any:
        if isinstance(step, Wait):
            return self.clock.sleep(step.seconds)
        if isinstance(step, Authorize):
            self.asked.append(step)
            if self._tokens is not None:
                return self._after_its_time(self._tokens.pop(0))
            return SecretStr(f"token-{len(self.asked)}")
        self.sent.append(step)
        return self._after_its_time(self._outcomes.pop(0))

    def _after_its_time(self, outcome: Any) -> Any:
        """What came; a pair is what came and the seconds that it took."""
        if type(outcome) is tuple:
            seconds, outcome = outcome
            self.clock.now += seconds
        return outcome
