"""Rules of a call: its tokens, redirects, challenges, attempts, time and log."""

from __future__ import annotations

from .rule import table

_RETRIES = "client/test_call_retries.py"
_TOKENS = "client/test_call_tokens.py"
_REDIRECTS = "client/test_call_redirects.py"

_CALL = table(
    "runtime/_call.py",
    _RETRIES,
    [
        ("A secured operation asks for no token.", "if operation.secured:", "if False:", _TOKENS),
        (
            "An operation without security gets a token.",
            "if operation.secured:",
            "if True:",
            _TOKENS,
        ),
        ("A rejected token is asked for again.", "token if claims else None", "None", _TOKENS),
        (
            "Claims are asked for again and again.",
            "token, claims = outcome, None",
            "token = outcome",
            _TOKENS,
        ),
        (
            "A missing token is sent all the same.",
            "raise _counted(outcome, attempts, terms)\n            if challenge",
            "pass\n            if challenge",
            _TOKENS,
        ),
        (
            "A token may come after the time of the call.",
            "if asked - start < terms.timeout.total <= began - start:",
            "if False:",
            _TOKENS,
        ),
        (
            "A token that comes in time is too late.",
            "if asked - start < terms.timeout.total <= began - start:",
            "if True:",
            _TOKENS,
        ),
        (
            "A token is blamed for the time of an answer.",
            "if asked - start < terms.timeout.total <= began - start:",
            "if terms.timeout.total <= began - start:",
        ),
        (
            "A late token is said to have taken the whole call.",
            "_late_token(began - asked, terms)",
            "_late_token(began - start, terms)",
            _TOKENS,
        ),
        ("An answer does not count its attempts.", "outcome.attempts = attempts", "pass"),
        ("A 307 is not followed.", "status in {307, 308}", "status in {308}", _REDIRECTS),
        ("A 308 is not followed.", "status in {307, 308}", "status in {307}", _REDIRECTS),
        ("A 302 is followed.", "status in {307, 308}", "status in {302, 307, 308}", _REDIRECTS),
        (
            "Six redirects are followed.",
            "_MAX_REDIRECTS: Final = 5",
            "_MAX_REDIRECTS: Final = 6",
            _REDIRECTS,
        ),
        ("Redirects have no end.", "redirects += 1", "redirects += 0", _REDIRECTS),
        ("A redirect leads back.", "url = elsewhere", "pass", _REDIRECTS),
        (
            "A redirect starts from the first place.",
            "terms.destination.follow(url, ",
            'terms.destination.follow(f"{terms.destination.base_url}{target}", ',
            _REDIRECTS,
        ),
        (
            "A 401 without a token drops one.",
            "if status == 401 and token is not None:",
            "if status == 401:",
            _TOKENS,
        ),
        ("A second challenge is answered.", "if challenge is None:", "if True:", _TOKENS),
        (
            "A refused token is sent twice where there is no other.",
            "if challenge is not None and claims and outcome == token:",
            "if False:",
            _TOKENS,
        ),
        (
            "After a challenge no token is sent again.",
            "claims and outcome == token:",
            "outcome == token:",
            _TOKENS,
        ),
        ("A token that has no other is kept.", "forget(outcome)", "pass", _TOKENS),
        ("A challenge is not answered.", "claims = _claims(outcome)", "claims = None", _TOKENS),
        ("A refused token is kept.", "forget(token)", "pass", _TOKENS),
        (
            "A 403 drops the token.",
            "if status == 401 and token",
            "if status in {401, 403} and token",
            _TOKENS,
        ),
        (
            "A certificate that is not trusted is tried again.",
            'not in {"timeout", "connection"}',
            'not in {"timeout", "connection", "certificate"}',
        ),
        (
            "An answer that cannot be read is asked for again.",
            'not in {"timeout", "connection"}',
            'not in {"timeout", "connection", "answer"}',
        ),
        (
            "A timeout is not tried again.",
            'not in {"timeout", "connection"}',
            'not in {"connection"}',
        ),
        (
            "A lost connection is not tried again.",
            'not in {"timeout", "connection"}',
            'not in {"timeout"}',
        ),
        (
            "An operation that changes something is sent again.",
            "if operation.repeatable",
            "if True",
        ),
        ("Nothing is sent again.", "if operation.repeatable", "if False"),
        ("Redirects count as failures.", "failures=failures,", "failures=attempts,", _REDIRECTS),
        (
            "The wait that the service asks for is not told.",
            "requested=requested,",
            "requested=None,",
        ),
        (
            "The policy is not told how much time has passed.",
            "elapsed=clock.monotonic() - start,",
            "elapsed=0.0,",
        ),
        ("A date is measured against another clock.", "clock.time())", "clock.monotonic())"),
        (
            "A wait goes beyond the deadline of the call.",
            "if wait is not None and wait < _left(start, terms, clock):",
            "if wait is not None:",
        ),
        (
            "A wait that took too long is not the end of the policy's time.",
            "elapsed < min(terms.retry.total_time, terms.timeout.total)",
            "elapsed < terms.timeout.total",
        ),
        (
            "A wait that took too long is not the end of the call's time.",
            "elapsed < min(terms.retry.total_time, terms.timeout.total)",
            "elapsed < terms.retry.total_time",
        ),
        ("The cause of a failure is lost.", "from outcome.cause", "from None"),
        ("The time left may be nothing.", "return max(0.001, terms", "return max(0.0, terms"),
        (
            "Each attempt has all the time.",
            "terms.timeout.total - (clock.monotonic() - start)",
            "terms.timeout.total",
        ),
        ("A timeout is a lost connection.", 'if failure.kind == "timeout":', "if False:"),
        (
            "A certificate that is not trusted is a lost connection.",
            'if failure.kind == "certificate":',
            "if False:",
        ),
        (
            "An answer that cannot be read is a lost connection.",
            'if failure.kind == "answer":',
            "if False:",
        ),
        ("An error does not count the attempts.", "error.attempts = attempts", "pass"),
        (
            "An error does not name the id of the call.",
            "error.client_request_id = terms.client_request_id",
            "pass",
        ),
        ("An error names the id of a call that was not sent.", "if attempts:", "if True:", _TOKENS),
        (
            "An attempt is not logged.",
            "_log_attempt(operation, attempts, outcome, clock.monotonic() - began)",
            "pass",
        ),
        (
            "A retry is not logged.",
            "_log_retry(operation, attempts, outcome, wait)\n            yield",
            "yield",
        ),
        ("Each attempt is a warning.", "logger.debug(", "logger.warning("),
        ("A retry is no warning.", "logger.warning(", "logger.debug("),
        (
            "The log does not name the request.",
            "{outcome.status_code}{outcome.ids()}",
            "{outcome.status_code}",
        ),
        (
            "The log shows the headers of an answer.",
            "{outcome.status_code}{outcome.ids()}",
            "{outcome.status_code}{outcome.ids()} {outcome.headers}",
        ),
    ],
)

_CHALLENGE = table(
    "runtime/_challenge.py",
    "client/test_challenge.py",
    [
        ("A header of any length is read.", " or len(header) > _LONGEST", ""),
        (
            "A scheme in capitals is another one.",
            '(match["scheme"] or "").lower()',
            '(match["scheme"] or "")',
        ),
        ("A name in capitals is another one.", 'match["name"].lower()', 'match["name"]'),
        (
            "A later parameter replaces the first one.",
            'challenges[-1].setdefault(match["name"].lower(), value)',
            'challenges[-1][match["name"].lower()] = value',
        ),
        (
            "All schemes are one challenge.",
            'if match["scheme"] is not None or not challenges:',
            "if not challenges:",
        ),
        ("An escape in a value stays.", '_ESCAPED.sub(r"\\1", quoted)', "quoted"),
        ("Any scheme may ask for claims.", 'if challenge[""] == "bearer" and', "if"),
        ("Any error asks for claims.", ' and challenge.get("error") == "insufficient_claims"', ""),
        (
            "Claims that cannot be read are claims.",
            "if claims is not None:\n                return claims",
            "return claims",
        ),
        ("The alphabet of URLs is not read.", '.replace("-", "+").replace("_", "/")', ""),
        ("Claims without padding are not read.", '"=" * (-len(standard) % 4)', '""'),
        ("What is no base64 is read around.", ", validate=True", ""),
        ("Any JSON is claims.", "text if isinstance(json.loads(text), dict) else None", "text"),
        ("Nested claims are an exception.", "(ValueError, RecursionError)", "ValueError"),
    ],
)

_CLOCK = table(
    "runtime/_clock.py",
    "client/test_clock.py",
    [
        ("Chance is the lowest number.", "random.uniform(low, high)", "low"),
        ("A wait lets no time pass.", "        time.sleep(seconds)", "        pass"),
        (
            "A wait in an event loop stops all others.",
            "await anyio.sleep(seconds)",
            "time.sleep(seconds)",
        ),
        ("Time is not that of the machine.", "return time.time()", "return time.monotonic()"),
        ("Time can go back.", "return time.monotonic()", "return -time.monotonic()"),
    ],
)

RULES = [*_CALL, *_CHALLENGE, *_CLOCK]
