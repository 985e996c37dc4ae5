"""Rules of requests: what arguments may be, how they are quoted, which headers a caller may add."""

from __future__ import annotations

from .rule import table

_CONSTRAINTS = table(
    "runtime/_constraints.py",
    "client/test_constraints.py",
    [
        (
            "\\d and \\w mean more than ASCII.",
            "re.compile(pattern, re.ASCII)",
            "re.compile(pattern)",
        ),
        (
            "A pattern has to match from the start.",
            "_compiled(self._pattern).search(value)",
            "_compiled(self._pattern).match(value)",
        ),
        ("A pattern is not checked.", "if self._pattern is not None and", "if False and"),
        ("The end of a pattern shows Python's mark.", "replace(chr(92) + 'Z', '$')", "strip()"),
        ("A least length is not checked.", "len(value) < self._min_length", "False"),
        ("A greatest length is not checked.", "len(value) > self._max_length", "False"),
        ("The greatest length itself is refused.", "> self._max_length", ">= self._max_length"),
        (
            "A secret is no string.",
            "value = value.get_secret_value()",
            "pass",
        ),
        ("Anything passes for a string.", "if not isinstance(value, str):", "if False:"),
        ("A string is checked as what it shows.", "value = str.__str__(value)", "pass"),
        ("A truth value passes for a number.", "if isinstance(value, bool) or not", "if not"),
        (
            "A fraction passes for a whole number.",
            "int if self._integer else (int, float)",
            "(int, float)",
        ),
        ("Infinity passes for a number.", "not abs(value) <= sys.float_info.max", "False"),
        ("A minimum is not checked.", "value < minimum:", "False:"),
        ("A maximum is not checked.", "value > maximum:", "False:"),
        ("A minimum itself is refused.", "value < minimum:", "value <= minimum:"),
        ("A maximum itself is refused.", "value > maximum:", "value >= maximum:"),
        ("An exclusive minimum is permitted.", "value <= exclusive_m", "value < exclusive_m"),
        ("An exclusive maximum is permitted.", "value >= exclusive_m", "value > exclusive_m"),
        (
            "A multiple is not checked.",
            "not _is_multiple(value, self._multiple_of)",
            "False",
        ),
        (
            "A multiple is one of binary fractions.",
            "Fraction(str(value)) % Fraction(str(step)) == 0",
            "value % step == 0",
        ),
        (
            "A number passes for a truth value.",
            "if not isinstance(value, bool):",
            "if value not in (0, 1):",
        ),
        ("A date with a time passes for a date.", "and self._kind is not dt.date", ""),
        ("A time without a zone is permitted.", "value.utcoffset() is None", "False"),
        ("Any value passes for a constant.", "or value != self._value", ""),
        ("True passes for the constant 1.", "type(value) is not type(self._value) or ", ""),
        (
            "A string passes for an array.",
            "if not is_array(value):",
            "if not hasattr(value, '__len__'):",
        ),
        ("A least number of items is not checked.", "len(value) < self._min_items", "False"),
        ("A greatest number of items is not checked.", "len(value) > self._max_items", "False"),
        ("Equal items are permitted.", "if self._unique and any", "if False and any"),
        (
            "Items of an array are not checked.",
            "for index, item in enumerate(value):\n            for",
            "for index, item in ():\n            for",
        ),
        ("Any value passes for a mapping.", "if not is_object(value):", "if False:"),
        (
            "A mapping passes for a model.",
            "if not isinstance(value, self._model):",
            "if not isinstance(value, (self._model, dict)):",
        ),
        (
            "The members of a model are not checked.",
            "in constraints.items():",
            "in ():",
        ),
        (
            "Members that the document does not name are not checked.",
            "for name, member in members.items():",
            "for name, member in ():",
        ),
        ("Members that the document forbids are sent.", "if self._value is None:", "if False:"),
        (
            "A member may take the place of a field.",
            "elif name in self._fields:",
            "elif False:",
        ),
        ("Null is refused where it is allowed.", "iter(()) if value is None else ", ""),
        ("Every choice has to permit a value.", "if None not in found:", "if any(found):"),
    ],
)

_OPERATION = table(
    "runtime/_operation.py",
    "client/test_operation.py",
    [
        (
            "A slash in the path is not quoted.",
            'quoted[index] = ",".join([quote(text, safe="")',
            'quoted[index] = ",".join([quote(text)',
        ),
        (
            "A value in a query is not quoted.",
            '[quote(text, safe="") for text in texts]\n                if',
            "list(texts)\n                if",
        ),
        (
            "The name of a parameter is not quoted.",
            'name = quote(parameter.name, safe="")',
            "name = parameter.name",
        ),
        ("A segment of dots is sent.", 'if _DOTS.search("".join(plain)):', "if False:"),
        (
            "A segment of dots behind a slash is sent.",
            r"(?:\A|[/\\])\.{1,2}(?:[/\\]|\Z)",
            r"\A\.{1,2}\Z",
            "client/test_parameters.py",
        ),
        (
            "Control characters are sent.",
            "if _CONTROL.search(text):",
            "if False:",
            "client/test_parameters.py",
        ),
        (
            "The upper control characters are sent.",
            r"[\x00-\x1f\x7f-\x9f]",
            r"[\x00-\x1f]",
            "client/test_parameters.py",
        ),
        (
            "Half a character is no violation.",
            "except UnicodeEncodeError:\n        return",
            "except ZeroDivisionError:\n        return",
        ),
        ("A header may hold more than ASCII.", "if not text.isascii():", "if False:"),
        ("A header may end with a space.", 'if text != text.strip(" ")', "if False"),
        (
            "An empty name goes into a path.",
            'if parameter.location == "path" and not',
            "if False and not",
        ),
        ("A missing value is no violation.", "if parameter.required:", "if False:"),
        ("The hint of a parameter is lost.", 'f"is missing: {parameter.hint}"', '"is missing"'),
        (
            "The document's constraints are not asked.",
            "found = list(parameter.constraint.violations(value))",
            "found = []",
            "client/test_parameters.py",
        ),
        (
            "A violation does not stop the request.",
            "if violations:\n            raise",
            "if False:\n            raise",
        ),
        ("A joined array is sent item by item.", "if not parameter.explode:", "if False:"),
        ("An array is always joined.", "if not parameter.explode:", "if True:"),
        (
            "A null in an array is sent.",
            " for item in encoded if item is not None]",
            " for item in encoded]",
        ),
        (
            "A truth value is sent in Python's words.",
            '("true" if value else "false")',
            "str(value)",
        ),
        ("A header parameter is not sent.", 'headers[parameter.name] = ",".join(texts)', "pass"),
        (
            "A parameter of a query is not sent.",
            'query += [f"{name}={text}" for text in quoted]',
            "pass",
        ),
        ("A missing body is no violation.", "if self.required:", "if False:"),
        (
            "The constraints of a body are not asked.",
            "found = list(self.constraint.violations(value))",
            "found = []",
            "generator/generate/test_library.py::test_a_body_is_checked_before_it_is_sent",
        ),
        ("NaN is sent as JSON.", "allow_nan=False, ", ""),
        (
            "A secret in a body is sent masked.",
            "json.dumps(encode(value)",
            "json.dumps(value, default=str",
        ),
        ("Bytes are sent as JSON.", '"json" not in self.content_type', "False"),
        (
            "The type of a body is not sent.",
            'headers["content-type"] = self.body.content_type',
            "pass",
        ),
        (
            "A value that cannot be JSON is no violation.",
            "except (TypeError, ValueError, RecursionError):",
            "except ZeroDivisionError:",
        ),
        (
            "A request shows its parameters.",
            'f"<Request {self.operation.operation_id}>"',
            "self.target",
        ),
        (
            "A text is sent as what it shows.",
            "return str.__str__(value)",
            "return str(value)",
        ),
        (
            "An enum of strings is sent as another text than was checked.",
            "item if isinstance(item, str) else encode(item)",
            "encode(item)",
        ),
        (
            "The environment comes before what was given.",
            "for value in given:\n        if value is not None:",
            "for value in given:\n        if value is not None and variable not in os.environ:",
            "client/test_parameters.py",
        ),
        (
            "An empty variable of the environment counts.",
            "return os.environ.get(variable) or None",
            "return os.environ.get(variable)",
            "client/test_parameters.py",
        ),
        (
            "Each item names the rule that it breaks.",
            "for rule in dict.fromkeys(broken)]",
            "for rule in broken]",
        ),
    ],
)

_HEADERS = table(
    "runtime/_headers.py",
    "client/test_request.py",
    [
        (
            "Headers that are no mapping are an AttributeError.",
            "if not isinstance(given, Mapping):",
            "if False:",
        ),
        (
            "A value that is no text is told to be no ASCII.",
            "    if not isinstance(value, str):",
            "    if False:",
        ),
        (
            "A name that is no text is an error of Python.",
            "    if not isinstance(name, str):",
            "    if False:",
        ),
        (
            "A name that HTTP does not allow shows a token.",
            "one_line(name)!a",
            "name!a",
        ),
        ("A caller may set the token.", '"authorization", ', ""),
        ("A caller may set the host.", '{"host", ', "{"),
        ("A caller may set the length.", '"content-length", ', ""),
        (
            "A reserved header passes in capitals.",
            "if key in _RESERVED:",
            "if name in _RESERVED:",
        ),
        (
            "A header passes by showing another name.",
            "key = str.lower(name)",
            "key = name.lower()",
        ),
        ("A header is sent as what it shows.", "= str.__str__(value)", "= str(value)"),
        ("A line end passes in a header.", "if not is_field_value(value):", "if False:"),
        ("A header may begin with a space.", r"(?:[!-~](?:[\t -~]*[!-~])?)?", r"[\t -~]*"),
        ("Any text is the name of a header.", "if not _FIELD_NAME.fullmatch(name):", "if False:"),
        ("A wrong header is left out in silence.", "if violations:", "if False:"),
        ("A caller's header is not sent.", "checked[str.lower(name)] = str.__str__(value)", "pass"),
        (
            "A caller's header keeps its case.",
            "checked[str.lower(name)] = str",
            "checked[name] = str",
        ),
    ],
)

RULES = [*_CONSTRAINTS, *_OPERATION, *_HEADERS]
