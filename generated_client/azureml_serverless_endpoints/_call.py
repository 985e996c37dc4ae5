# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The rules of a call: tokens, attempts, redirects and waits, without any I/O.

`steps` is a generator. It yields the next step and receives its outcome. So all rules stand here
once, for `Client` and `AsyncClient`, and tests need neither a network nor time.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple, TypeAlias

from ._clock import Clock
from ._destination import Destination
from ._operation import Operation
from ._response import Answer, ids
from ._retry import RETRYABLE_STATUSES, RetryPolicy, requested_wait
from ._secret import SecretStr
from ._timeout import Timeout
from .errors import APIConnectionError, APIError, APIResponseError, APITimeoutError, CredentialError

if TYPE_CHECKING:
    import httpx

    from ._pace import Bucket

logger = logging.getLogger(__package__)

_MAX_REDIRECTS: Final = 5


class Authorize(NamedTuple):
    """The step to get a token. Its outcome is the token or a `CredentialError`."""

    claims: str | None
    rejected: SecretStr | None
    seconds_left: float


class Send(NamedTuple):
    """The step to send the request. Its outcome is an `Answer` or a `Failure`."""

    url: str
    token: SecretStr | None
    seconds_left: float


class Wait(NamedTuple):
    """The step to wait."""

    seconds: float


Step: TypeAlias = Authorize | Send | Wait


Kind: TypeAlias = Literal[
    "timeout", "connection", "refused", "plain", "foreign", "certificate", "proxy", "answer"
]


class Failure(NamedTuple):
    """The outcome of an attempt without a usable response.

    Attributes:
        kind: `timeout`, `connection`, `refused` (nothing listens), `plain` (no TLS) and `foreign`
            (a response to another request) are temporary. `certificate`, `proxy` (wants other
            credentials) and `answer` (a response that cannot be read) are not.
        words: What happened.
        cause: An exception of httpx with the same words, and without frames.
        is_of_proxy: Whether the connection to a proxy failed, or the proxy opened none.
    """

    kind: Kind
    words: str
    cause: BaseException | None = None
    is_of_proxy: bool = False


_TEMPORARY: Final = frozenset({"timeout", "connection", "refused", "plain", "foreign"})
FOREIGN: Final = Failure("foreign", "it has the x-ms-client-request-id of another request")


def is_foreign(headers: httpx.Headers, client_request_id: str) -> bool:
    """Return whether the headers of a response name another request than the one that was sent."""
    names = headers.get_list("x-ms-client-request-id")
    return bool(names) and client_request_id.lower() not in map(str.lower, names)


class Terms(NamedTuple):
    """The limits and the destination of a call.

    Attributes:
        bucket: Paces the retries of a call that is one of many; the first attempt has its place in
            it already. Redirects and claims challenges are rare, and are not paced.
    """

    destination: Destination
    timeout: Timeout
    retry: RetryPolicy
    client_request_id: str
    bucket: Bucket | None = None


def steps(
    operation: Operation,
    target: str,
    terms: Terms,
    clock: Clock,
    forget: Callable[[SecretStr], None],
) -> Generator[Step, Any, Answer]:
    """Yield the steps of a call.

    Args:
        operation: The operation that is called.
        target: Path and query of the request.
        terms: The limits of the call.
        clock: Time and randomness.
        forget: Drops a token that the service refused.

    Returns:
        The last response, of any status.

    Raises:
        APIError: If there is no response.
    """
    start = clock.monotonic()
    url = f"{terms.destination.base_url}{target}"
    attempts = failures = redirects = 0
    token: SecretStr | None = None
    claims: str | None = None
    challenge: Answer | None = None
    while True:
        began = clock.monotonic()
        if operation.secured:
            outcome = yield Authorize(claims, token if claims else None, _left(start, terms, clock))
            if isinstance(outcome, APIError):
                # The credential does not know for which operation its token is.
                outcome.args = (f"{operation.operation_id}: {outcome}",)
                raise _completed(outcome, operation, target, terms, attempts)
            if challenge is not None and claims and outcome == token:
                # The credential returned the same token again (a static token cannot be refreshed).
                forget(outcome)
                return challenge
            token, claims = outcome, None
            asked, began = began, clock.monotonic()
            if asked - start < terms.timeout.total <= began - start:
                late = _late_token(operation, began - asked, terms)
                raise _completed(late, operation, target, terms, attempts)
        attempts += 1
        _log_request(operation, attempts, terms)
        outcome = yield Send(url, token, _left(start, terms, clock))
        if isinstance(outcome, Answer):
            outcome.token, outcome.target = token, target
        _log_attempt(operation, target, attempts, outcome, clock.monotonic() - began)
        requested: float | None = None
        if isinstance(outcome, Answer):
            outcome.attempts = attempts
            status = outcome.status_code
            if terms.bucket is not None:
                asked_wait = requested_wait(outcome.headers, clock.time())
                terms.bucket.observe(status, outcome.headers, asked_wait, clock.monotonic())
            if status in {307, 308} and redirects < _MAX_REDIRECTS:
                elsewhere = terms.destination.follow(url, outcome.location())
                if elsewhere is not None:
                    redirects += 1
                    url = elsewhere
                    continue
            if status == 401 and token is not None:
                if challenge is None:
                    claims = _claims(outcome)
                    challenge = outcome
                    if claims is not None:
                        continue
                forget(token)
            if status not in RETRYABLE_STATUSES:
                return outcome
            requested = requested_wait(outcome.headers, clock.time())
        elif outcome.kind not in _TEMPORARY:
            error = _error(operation, outcome, terms)
            raise _completed(error, operation, target, terms, attempts)
        failures += 1
        wait = (
            terms.retry.wait(
                failures=failures,
                elapsed=clock.monotonic() - start,
                requested=requested,
                uniform=clock.uniform,
            )
            if operation.repeatable
            else None
        )
        if wait is not None and terms.bucket is not None:
            now = clock.monotonic()
            paced = max(wait, terms.bucket.reserve(now))
            wait = paced if now - start + paced < terms.retry.total_time else None
        if wait is not None and wait < _left(start, terms, clock):
            _log_retry(operation, target, attempts, outcome, wait)
            yield Wait(wait)
            elapsed = clock.monotonic() - start
            if elapsed < min(terms.retry.total_time, terms.timeout.total):
                continue
        if isinstance(outcome, Answer):
            return outcome
        error = _error(operation, outcome, terms)
        raise _completed(error, operation, target, terms, attempts) from outcome.cause


def _left(start: float, terms: Terms, clock: Clock) -> float:
    # Never 0 or less: httpx reads 0 as "no limit", and sockets refuse a negative number.
    return max(0.001, terms.timeout.total - (clock.monotonic() - start))


def _claims(answer: Answer) -> str | None:
    header = answer.headers.get("www-authenticate")
    if header is None:
        return None
    from ._challenge import requested_claims

    return requested_claims(header)


def _error(operation: Operation, failure: Failure, terms: Terms) -> APIError:
    subject = f"{operation.operation_id}: "
    place = terms.destination
    host = place.host
    if failure.is_of_proxy:
        return _proxy_error(subject, failure, place)
    if place.proxy is not None:
        host = f"{host} through the proxy {place.proxy}"
    if failure.kind == "timeout":
        return APITimeoutError(
            f"{subject}no response from {host} in time ({failure.words}). Check the network, or "
            "allow more with `timeout`."
        )
    if failure.kind == "certificate":
        return APIConnectionError(
            f"{subject}the TLS certificate of {host} is not trusted ({failure.words}). If a proxy "
            "opens TLS here, trust its certificate authority with `ssl_context` or SSL_CERT_FILE."
        )
    if failure.kind == "foreign":
        return APIResponseError(
            f"{subject}the response from {host} belongs to another request ({failure.words}). "
            "Check the proxies and gateways on the way."
        )
    if failure.kind == "answer":
        return APIResponseError(
            f"{subject}the response from {host} cannot be read: {failure.words}."
        )
    if failure.kind == "plain":
        todo = (
            "Start `base_url` with http:// if the server has no certificate."
            if place.is_local
            else "Check the port of `base_url`, and the proxies and gateways on the way."
        )
        return APIConnectionError(f"{subject}{host} does not speak TLS ({failure.words}). {todo}")
    if failure.kind == "refused" and place.is_local:
        return APIConnectionError(
            f"{subject}nothing listens on {host} ({failure.words}). Start the server, or check the "
            "port of `base_url`."
        )
    return APIConnectionError(
        f"{subject}no response from {host} ({failure.words}). Check the network, name resolution, "
        "the firewall, and the proxy (`proxy` or HTTPS_PROXY)."
    )


def _proxy_error(subject: str, failure: Failure, place: Destination) -> APIError:
    proxy = "the proxy" if place.proxy is None else f"the proxy {place.proxy}"
    if failure.kind == "proxy":
        return APIConnectionError(
            f"{subject}{proxy} on the way to {place.host} wants credentials ({failure.words}). Put "
            "them into the proxy's URL (`proxy` or HTTPS_PROXY)."
        )
    if failure.kind == "timeout":
        return APITimeoutError(
            f"{subject}{proxy} did not answer in time ({failure.words}). Check its URL (`proxy` or "
            "HTTPS_PROXY) and the network, or allow more with `timeout`."
        )
    if failure.kind == "certificate":
        return APIConnectionError(
            f"{subject}the TLS certificate of {proxy} is not trusted ({failure.words}). Trust its "
            "certificate authority with `ssl_context` or SSL_CERT_FILE."
        )
    if failure.kind == "plain":
        return APIConnectionError(
            f"{subject}{proxy} does not speak TLS ({failure.words}). Start its URL (`proxy` or "
            "HTTPS_PROXY) with http://."
        )
    return APIConnectionError(
        f"{subject}no connection to {place.host} through {proxy} ({failure.words}). Check that the "
        "proxy runs and allows this host, and its URL (`proxy` or HTTPS_PROXY)."
    )


def _late_token(operation: Operation, seconds: float, terms: Terms) -> CredentialError:
    return CredentialError(
        f"{operation.operation_id}: no token in time: the credential gave one after {seconds:.3g} "
        f"s, and `timeout` allows the whole call {terms.timeout.total:g} s; allow more, or find "
        "out why the credential is slow"
    )


def _completed(
    error: APIError, operation: Operation, target: str, terms: Terms, attempts: int
) -> APIError:
    """Return an error of a call without a response, with the facts about the call."""
    error.resource_id = operation.resource_id(target)
    # The message of a credential may have more lines.
    first, *others = str(error).split("\n")
    error.args = ("\n".join([first + ids(None, error.resource_id), *others]),)
    error.attempts = attempts
    if attempts:
        error.client_request_id = terms.client_request_id
    return error


# Nothing is logged that may be a secret: no query, no body, and no header but the ids.


def _log_request(operation: Operation, attempt: int, terms: Terms) -> None:
    logger.debug(
        "%s: attempt %d: %s %s [client request id %s]",
        operation.operation_id,
        attempt,
        operation.method,
        terms.destination.host,
        terms.client_request_id,
    )


def _summary(operation: Operation, target: str, outcome: Answer | Failure) -> str:
    """Return what is logged of an outcome: the status or the failure, and the ids."""
    if isinstance(outcome, Failure):
        return f"{outcome.words}{ids(None, operation.resource_id(target))}"
    return f"{outcome.status_code}{outcome.ids()}"


def _log_attempt(
    operation: Operation, target: str, attempt: int, outcome: Answer | Failure, seconds: float
) -> None:
    if logger.isEnabledFor(logging.DEBUG):
        logger.debug(
            "%s: attempt %d: %s in %.3f s",
            operation.operation_id,
            attempt,
            _summary(operation, target, outcome),
            seconds,
        )


def _log_retry(
    operation: Operation, target: str, attempt: int, outcome: Answer | Failure, wait: float
) -> None:
    if logger.isEnabledFor(logging.INFO):
        logger.info(
            "%s: attempt %d failed: %s; retrying in %.3f s",
            operation.operation_id,
            attempt,
            _summary(operation, target, outcome),
            wait,
        )
