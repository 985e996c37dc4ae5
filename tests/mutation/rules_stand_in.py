"""Rules of the stand-in: what it refuses, and what it answers."""

from __future__ import annotations

from .rule import table

_MEMORY = "standin/test_stand_in.py"
_OTHER = "standin/test_other_service.py"
_COMMAND = "standin/test_command.py"

_RESPOND = table(
    "runtime/testing/_respond.py",
    (_MEMORY, _OTHER),
    [
        (
            "Upper and lower case differ in a name.",
            "return text.lower()",
            "return text",
        ),
        (
            "A number has several spellings.",
            'if schema.get("type") == "number":',
            "if False:",
            _OTHER,
        ),
        (
            "A moment has several spellings.",
            'if schema.get("format") == "date-time":',
            "if False:",
            _OTHER,
        ),
        (
            "A body that is not JSON is read as JSON.",
            'if "json" not in operation.body_media_type.lower():',
            "if False:",
            _OTHER,
        ),
        (
            "One of several versions is refused.",
            ' or "enum" in asked[0].schema',
            "",
            _OTHER,
        ),
        (
            "A version that may be missing is wanted.",
            " or (version is None and not asked[0].required)",
            "",
            _OTHER,
        ),
        (
            "A request without a token is answered.",
            "_authentication_failure(request, operation)\n        or ",
            "",
        ),
        ("An operation without security wants a token.", "if not operation.secured or ", "if "),
        ("Any scheme is a token.", r'r"Bearer +\S+"', r'r"\S+ +\S+"'),
        ("The scheme in lower case is none.", ", credentials, re.IGNORECASE)", ", credentials)"),
        ("A 401 names no scheme.", 'headers={"WWW-Authenticate": "Bearer"},', ""),
        ("Any api-version is known.", "if version != known:", "if False:"),
        ("A missing api-version is another one.", "if not version:", "if False:"),
        (
            "An operation without api-version wants one.",
            "if not asked or ",
            "if asked and ",
        ),
        ("A wrong method is a 404.", "if not route.methods:", "if True:"),
        ("A 405 does not name the methods.", 'headers={"Allow": methods},', ""),
        (
            "A missing parameter is not refused.",
            "if parameter.required and not values:",
            "if False:",
        ),
        (
            "A wrong parameter is not refused.",
            "if found := text_violation(value, parameter.schema, parameter.name):",
            "if found := None:",
        ),
        (
            "A repeated parameter is looked at once.",
            "for value in values:",
            "for value in values[:1]:",
        ),
        (
            "A missing body is not refused.",
            "if operation.body_required else None",
            "if False else None",
        ),
        (
            "A body that is no JSON is an exception.",
            "except ValueError:",
            "except ZeroDivisionError:",
        ),
        (
            "A wrong body is not refused.",
            'return _refusal("InvalidRequestContent", found) if found else None',
            "return None",
        ),
        ("What does not exist is found.", "if name not in resources:", "if False:"),
        ("An answer that nobody has is empty.", "if body is None:", "if False:"),
        ("An answer has no type.", '{"Content-Type": media_type} if media_type else None', "None"),
        ("Each success is a 200.", "int(status) if status.isdecimal() else 200", "200"),
    ],
)

_ROUTE = table(
    "runtime/testing/_route.py",
    (_MEMORY, _OTHER),
    [
        (
            "A path is decoded before it is split.",
            'urllib.parse.unquote(segment) for segment in path.split("/")',
            'segment for segment in urllib.parse.unquote(path).split("/")',
        ),
        (
            "A path is not decoded.",
            'urllib.parse.unquote(segment) for segment in path.split("/")',
            'segment for segment in path.split("/")',
        ),
        (
            "A parameter goes before a literal.",
            'sorted(operations, key=lambda each: ["{" in s for s in each.path.split("/")])',
            "operations",
        ),
        ("Any method leads to an operation.", "if operation.method == method:", "if True:"),
        ("A segment of dots leads somewhere.", ' or {".", ".."} & set(segments)', ""),
        ("Upper and lower case differ in a path.", "re.IGNORECASE | re.DOTALL", "re.DOTALL"),
        ("A line end in a name leads nowhere.", "re.IGNORECASE | re.DOTALL", "re.IGNORECASE"),
        ("An empty name leads somewhere.", '"(.+)".join(', '"(.*)".join('),
    ],
)

_CONSTRAINT = table(
    "runtime/testing/_constraint.py",
    (_OTHER, _MEMORY),
    [
        ("NaN is JSON.", "json.loads(text, parse_constant=_refuse_constant)", "json.loads(text)"),
        (
            "JSON that is nested too deep is an exception.",
            "except RecursionError:",
            "except ZeroDivisionError:",
        ),
        ("A number in a query is a text.", 'if found and types != {"string"}:', "if False:"),
        (
            "An array in a query is refused.",
            '    if types & {"array", "object"}:\n        return None\n',
            "",
        ),
        ("Types are not checked.", "if types and not any(", "if False and not any("),
        ("True is a number.", " and not isinstance(value, bool)\n\n", "\n\n"),
        ("A fraction is an integer.", "_is_number(value) and value % 1 == 0", "_is_number(value)"),
        ("Enums are not checked.", "if value not in allowed:", "if False:"),
        ("Patterns are not checked.", "if not _compiled(pattern).search(text):", "if False:"),
        ("A least length is not checked.", "if len(text) < least:", "if False:"),
        ("A greatest length is not checked.", "if len(text) > most:", "if False:"),
        ("A minimum is not checked.", "if n < least:", "if False:"),
        ("A maximum is not checked.", "if n > most:", "if False:"),
        (
            "Members may be missing.",
            "if missing := [n for n in names if n not in value]:",
            "if missing := []:",
        ),
        (
            "Members are not checked.",
            "                if name in value:\n",
            "                if False:\n",
        ),
        (
            "Members that the schema does not name are not checked.",
            "            for name in _unknown(value, schema):",
            "            for name in ():",
        ),
        (
            "Members that the schema forbids are accepted.",
            "if unknown := _unknown(value, schema):",
            "if unknown := []:",
        ),
        (
            "Items are not checked.",
            'case list(), {"items": items}:',
            'case list(), {"no items": items}:',
        ),
        (
            "The end of a pattern lets a line end through.",
            r'r"\Z" if part[0] == "$" else part[0]',
            "part[0]",
        ),
        ("A dollar sign in a class is an end.", r"\[(?:\\.|[^\]\\])*\]|", ""),
        ("A word means more than ASCII.", "re.compile(parts, re.ASCII)", "re.compile(parts)"),
    ],
)

_REQUEST = table(
    "runtime/testing/_request.py",
    _MEMORY,
    [
        (
            "A recorded request shows its headers.",
            "headers: httpx.Headers = attrs.field(repr=False)",
            "headers: httpx.Headers",
            "standin/test_masking.py",
        ),
        (
            "A recorded request shows its body.",
            "body: bytes = attrs.field(repr=False)",
            "body: bytes",
            "standin/test_masking.py",
        ),
        ("Empty values of a query are lost.", ", keep_blank_values=True", ""),
        ("A path is recorded with its query.", "path=path,", 'path=f"{path}?{query}",'),
    ],
)

_OPERATION = table(
    "runtime/testing/_operation.py",
    _OTHER,
    [
        (
            "An example that is no text is sent in Python's words.",
            "return json.dumps(value)",
            "return str(value) + ' '",
            _COMMAND,
        ),
        (
            "An array in a path is sent as JSON.",
            "if isinstance(value, Sequence):",
            "if False:",
            _OTHER,
        ),
        ("All parameters name a resource.", 'if each.location == "path")', ")"),
        ("The first answer is the success.", 'if answer.status.startswith("2")', ""),
        (
            "The default answer is no success.",
            'described.get("default", Answer(status="204"))',
            'Answer(status="204")',
        ),
        (
            "An operation without answers has none.",
            'described.get("default", Answer(status="204"))',
            'described["default"]',
        ),
    ],
)

_EXCHANGE = table(
    "runtime/testing/_exchange.py",
    (_MEMORY, _OTHER),
    [
        (
            "A delay beyond the timeout is an answer.",
            "if timeout is not None and delay > timeout:",
            "if False:",
        ),
        ("A delay of the timeout is a timeout.", "and delay > timeout:", "and delay >= timeout:"),
        ("A 204 has a length.", "if outcome.status not in (204, 304):", "if True:"),
        (
            "Scripted headers do not replace those of every answer.",
            "merged.update(outcome.headers)",
            "merged.update({k: v for k, v in outcome.headers.items() if k not in merged})",
        ),
        ("A HEAD has a body.", 'request.method == "HEAD" or ', ""),
        (
            "A cut answer is whole.",
            "cut = declared.isdecimal() and int(declared) > len(outcome.body)",
            "cut = False",
        ),
        (
            "A scripted exception is not raised.",
            'outcome("Scripted by a test", request=request)',
            'httpx.ReadTimeout("Scripted by a test", request=request)',
        ),
    ],
)

RULES = [*_RESPOND, *_ROUTE, *_CONSTRAINT, *_REQUEST, *_OPERATION, *_EXCHANGE]
