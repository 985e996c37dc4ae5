"""Rules of errors: how bodies are read, which class an error is, what it advises and hides."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_BODIES = "client/test_error_bodies.py"
_FACTS_OF_DOCUMENTS = "generator/generate/test_facts.py"
#: The tests that need no client come first, since they take no time.
_READ = (
    f"{_BODIES}::test_an_error_reads_as_one_line",
    f"{_BODIES}::test_what_fits_is_read_and_what_does_not_is_kept_beside_it",
    f"{_BODIES}::test_what_the_envelope_holds_comes_before_what_stands_beside_it",
    f"{_BODIES}::test_a_nesting_that_the_model_cannot_take_leaves_the_words",
    f"{_BODIES}::test_a_token_that_the_service_sends_back_is_nowhere",
    f"{_BODIES}::test_a_long_message_is_cut",
    f"{_BODIES}::test_a_long_text_is_looked_at_only_at_its_start",
    f"{_BODIES}::test_foreign_words_are_made_one_line",
    f"{_BODIES}::test_all_that_can_be_read_of_a_body_is_on_the_error",
)
_STATUSES = "client/test_statuses.py::test_each_kind_of_client_reads_a_status_alike"
_FACTS = "client/test_statuses.py::test_the_facts_of_an_error_are_its_attributes"

_CLASSES = {
    400: "BadRequestError",
    401: "AuthenticationError",
    403: "PermissionDeniedError",
    404: "NotFoundError",
    409: "ConflictError",
    429: "RateLimitError",
}

_ERROR_BODY = table(
    "runtime/_error_body.py",
    _READ,
    [
        *(
            (
                f"A {status} has no class of its own.",
                f"    {status}: errors.{name},\n",
                "",
                _STATUSES,
            )
            for status, name in _CLASSES.items()
        ),
        (
            "A 5xx has no class of its own.",
            "errors.InternalServerError if answer.status_code >= 500 else errors.APIStatusError",
            "errors.APIStatusError",
            _STATUSES,
        ),
        (
            "A success that nobody knows is an error of the service.",
            "if answer.status_code < 300:",
            "if answer.status_code < 100:",
            "client/test_statuses.py::test_a_success_that_the_document_does_not_know_is_named",
        ),
        (
            "A redirect does not say where it leads.",
            'f" to {one_line(origin)}" if origin else ""',
            '""',
            "client/test_statuses.py::test_a_redirect_to_another_place_is_not_followed",
        ),
        (
            "The advice runs on from the service's words.",
            'if todo and not text.endswith((".", "!", "?", "…")):',
            "if False:",
            "client/test_advice.py",
        ),
        (
            "A sentence has two full stops.",
            'if todo and not text.endswith((".", "!", "?", "…")):',
            "if todo:",
            "client/test_advice.py",
        ),
        (
            "A redirect is an error of the service.",
            "if answer.status_code < 400:",
            "if answer.status_code < 100:",
            _STATUSES,
        ),
        *(
            (f"An error has no {name}.", f"        {old},\n", f"        {name}=None,\n", _FACTS)
            for name, old in {
                "code": "code=code",
                "message": "message=message",
                "target": "target=target",
                "request_id": 'request_id=answer.headers.get("x-ms-request-id")',
                "correlation_request_id": 'correlation_request_id=answer.headers.get("x-ms-correlation-request-id")',
                "routing_request_id": 'routing_request_id=answer.headers.get("x-ms-routing-request-id")',
                "failure_cause": 'failure_cause=answer.headers.get("x-ms-failure-cause")',
                "retry_after": "retry_after=retry_after",
            }.items()
        ),
        ("An error has no advice.", "        advice=todo,\n", "", "client/test_advice.py"),
        (
            "An error has no model.",
            "error=_model(text or None if is_text else value, decoder),",
            "error=None,",
        ),
        (
            "An error in plain text is read as JSON.",
            "text or None if is_text else value",
            "value",
            f"{_FACTS_OF_DOCUMENTS}::test_an_error_in_plain_text_is_the_text",
        ),
        (
            "An empty text is an error.",
            "text or None if is_text",
            "text if is_text",
            f"{_FACTS_OF_DOCUMENTS}::test_an_error_in_plain_text_is_the_text",
        ),
        (
            "An error is read strictly.",
            "return decoder(value, True)",
            "return decoder(value, False)",
        ),
        (
            "An error does not count the attempts.",
            "error.attempts = answer.attempts",
            "pass",
            "client/test_statuses.py::test_every_status_but_200_raises_the_error_of_its_class",
        ),
        (
            "An error does not name the id of the call.",
            "error.client_request_id = answer.client_request_id",
            "pass",
            _STATUSES,
        ),
        (
            "The advice is not told the permission.",
            "permission=permission, retry_after",
            "permission=None, retry_after",
            "client/test_advice.py",
        ),
        (
            "The advice is not told the wait.",
            "permission=permission, retry_after=retry_after)",
            "permission=permission, retry_after=None)",
            _FACTS,
        ),
        ("A message holds what cannot be printed.", 'c if c.isprintable() else " "', "c"),
        (
            "A message holds a token.",
            '_TOKEN.sub("[token]", " ".join(clean.split()))',
            '" ".join(clean.split())',
        ),
        (
            "A message has any length.",
            "return clean if len(clean) <= _MESSAGE else",
            "return clean if True else",
        ),
        ("A message has many spaces.", '" ".join(clean.split())', "clean"),
        (
            "A message does not name the code.",
            "filter(None, (str(answer.status_code), code))",
            "filter(None, (str(answer.status_code),))",
        ),
        ("A message has no words.", "    if message:\n", "    if False:\n"),
        ("A message does not name the target.", "    if target:\n", "    if False:\n"),
        ("A message does not name the request.", "    text += answer.ids()\n", "", _FACTS),
        ("A message gives no advice.", 'return f"{text} {todo}" if todo else text', "return text"),
        (
            "A code that is a number is lost.",
            "isinstance(value, (str, int, float)) and",
            "isinstance(value, str) and",
        ),
        (
            "True is a code.",
            " and not isinstance(value, bool):\n        return one",
            ":\n        return one",
        ),
        (
            "A body that is too deep is read.",
            "_from_text(text[:_LOOKED_AT]) if is_too_deep(value) else ",
            "",
        ),
        (
            "A model of nothing is made.",
            '.strip("\\ufeff \\t\\r\\n")) or None',
            '.strip("\\ufeff \\t\\r\\n"))',
            f"{_FACTS_OF_DOCUMENTS}::test_an_error_without_a_body_has_no_model",
        ),
        (
            "A token in a body stays.",
            '_TOKEN.sub("[token]", answer.body.decode',
            "str(answer.body.decode",
        ),
        ("A JSON Web Token is no token.", r"|eyJ[\w-]{8,}(?:\.[\w-]*)*", ""),
        ("A bearer is no token.", r"bearer\s+[^\s\"'\\<>,;]+|", ""),
        (
            "A body is UTF-8.",
            "body.decode(json.detect_encoding(answer.body), ",
            'body.decode("utf-8", ',
        ),
        (
            "A body that is no UTF-8 is an exception.",
            '(json.detect_encoding(answer.body), "replace")',
            "(json.detect_encoding(answer.body))",
        ),
        (
            "A body that is no JSON is an exception.",
            "except (ValueError, RecursionError):\n        return _from_text",
            "except ZeroDivisionError:\n        return _from_text",
        ),
        ("A long text is read to its end.", "_from_text(text[:_LOOKED_AT].", "_from_text(text."),
        (
            "A string is no message.",
            'return {"message": value} if value.strip() else {}',
            "return {}",
        ),
        (
            "An empty string is a message.",
            '{"message": value} if value.strip() else {}',
            '{"message": value}',
        ),
        (
            "A body that is an array is an exception.",
            "    if not is_object(value):\n        return {}\n",
            "",
        ),
        (
            "Capital names are not read.",
            "return name[:1].lower() + name[1:] if name in _CAPITAL else name",
            "return name",
        ),
        ("Any name loses its capital.", "if name in _CAPITAL else name", ""),
        ("The envelope is not opened.", "if is_object(inner):", "if False:"),
        (
            "Capital names in an envelope are not read.",
            "{_norm(name): member for name, member in inner.items()}",
            "dict(inner)",
        ),
        ("An error of text is lost.", "unwrapped(inner) if isinstance(inner, str) else {}", "{}"),
        (
            "What stands beside the envelope is lost.",
            "return {**members, **detail}",
            "return detail",
        ),
        (
            "What stands beside the envelope comes first.",
            "return {**members, **detail}",
            "return {**detail, **members}",
        ),
        ("The code of XML is not read.", "_CODE if tagged else _CUT_CODE", "_CUT_CODE"),
        ("The code of a cut JSON is not read.", "_CODE if tagged else _CUT_CODE", "_CODE"),
        (
            "The words of XML are not read.",
            'for tag in ("message", "title", "h1")',
            'for tag in ("title", "h1")',
        ),
        (
            "The title of a page is not read.",
            'for tag in ("message", "title", "h1")',
            'for tag in ("message", "h1")',
        ),
        (
            "The heading of a page is not read.",
            'for tag in ("message", "title", "h1")',
            'for tag in ("message", "title")',
        ),
        ("A text is no message.", "    if not tagged and text:\n", "    if False:\n"),
        ("A page is its own message.", "    if not tagged and text:\n", "    if text:\n"),
        ("The words of a page keep their escapes.", "html.unescape(match[1])", "match[1]"),
    ],
)

_ADVICE = table(
    "runtime/_advice.py",
    "client/test_advice.py",
    [
        (
            "A service that failed gives no advice.",
            "return _FAILED if status >= 500 else _BY_STATUS",
            "return _BY_STATUS",
        ),
        *(
            (f"A {status} gives no advice.", f"    {status}: ", "    0: ")
            for status in (400, 401, 404, 405, 407, 408, 409)
        ),
        ("A code that is known gives no advice.", "return _BY_CODE[code]", "pass"),
        (
            "A 403 does not name the permission.",
            'f"the action {permission}" if permission else "this operation"',
            '"this operation"',
        ),
        (
            "A 403 names no permission at all.",
            'f"the action {permission}" if permission else "this operation"',
            'f"the action {permission}"',
        ),
        ("The wait of a 503 is no advice.", "status in {429, 503}", "status in {429}"),
        ("The wait of a 429 is no advice.", "status in {429, 503}", "status in {503}"),
        (
            "A wait of 0 seconds is advice.",
            "if retry_after and",
            "if retry_after is not None and",
        ),
        ("A 429 without a wait gives no advice.", "    if status == 429:\n", "    if False:\n"),
        ("A status gives no advice.", "else _BY_STATUS.get(status)", "else None"),
    ],
)

_ERRORS = table(
    "runtime/errors.py",
    "client/test_errors.py",
    [
        (
            "An error is copied without what it holds.",
            "type(self), self.args, self.__dict__.copy()",
            "type(self), self.args, {}",
        ),
        ("An error is pickled as Exception does it.", "def __reduce__", "def _reduce"),
        (
            "A wrong argument is no ValueError.",
            "InvalidParameterError(APIError, ValueError)",
            "InvalidParameterError(APIError)",
        ),
        (
            "A timeout is no lost connection.",
            "APITimeoutError(APIConnectionError)",
            "APITimeoutError(APIError)",
        ),
        (
            "A 404 is no error of a status.",
            "class NotFoundError(APIStatusError)",
            "class NotFoundError(APIError)",
        ),
        (
            "One violation is told.",
            "'; '.join(map(str, self.violations))",
            "self.violations[0] if self.violations else ''",
        ),
        ("Violations can be used up.", "= tuple(violations)", "= violations  # type: ignore"),
        ("A place inside an argument stands apart.", "'' if self.rule[0] in '.[' else ' '", "' '"),
        ("An error begins with an attempt.", "self.attempts: int = 0", "self.attempts: int = 1"),
    ],
)

RULES = [*_ERROR_BODY, *_ADVICE, *_ERRORS]
