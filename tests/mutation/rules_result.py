"""Rules of results: JSON into Python and back, the answer, secrets."""

# ruff: noqa: E501 - what is to be found in a file stands here as it stands there.
from __future__ import annotations

from .rule import table

_FACTS = "generator/generate/test_facts.py"

_JSON = table(
    "runtime/_json.py",
    "client/test_json.py",
    [
        (
            "A value may be nested a thousand times.",
            "_DEEPEST: Final = 100",
            "_DEEPEST: Final = 1000",
        ),
        ("A value may be nested a little less.", "_DEEPEST: Final = 100", "_DEEPEST: Final = 99"),
        (
            "What arrays hold is not nested.",
            "if is_object(outer) or is_array(outer)",
            "if is_object(outer)",
        ),
        (
            "What objects hold is not nested.",
            "outer.values() if is_object(outer) else outer",
            "() if is_object(outer) else outer",
        ),
        (
            "A value that holds itself twice grows without end.",
            "level = {id(item): item for item in inner}",
            "level = dict(enumerate(inner))",
        ),
        (
            "A model may be nested as deep as Python reads.",
            "if is_too_deep(value):",
            "if False:",
            "client/test_models.py",
        ),
        (
            "A date, time or UUID may have any form that Python reads.",
            " and re.fullmatch(form, value):",
            ":",
        ),
        ("A date and time has capitals only.", "read(value.upper())", "read(value)"),
        (
            "A plain text shows itself in a model.",
            "return value if isinstance(value, enum.Enum) else protect(value)",
            "return value",
            "client/test_models.py",
        ),
        (
            "A member of an enum is hidden in a model.",
            "return value if isinstance(value, enum.Enum) else protect(value)",
            "return protect(value)",
            "client/test_secret.py",
        ),
        (
            "A plain text in a list shows itself.",
            "return [_hidden(item) for item in value]",
            "return value",
            "client/test_secret.py",
        ),
        (
            "A plain text in a map shows itself.",
            "{name: _hidden(member) for name",
            "{name: member for name",
            "client/test_secret.py",
        ),
        (
            "A wrapped error of nothing is an error.",
            '        if not detail:\n            raise Mismatch("an error")\n',
            "",
            "client/test_error_bodies.py::test_what_fits_is_read_and_what_does_not_is_kept_beside_it",
        ),
        (
            "A wrapped error stays in its wrapping.",
            "return error(detail, lenient)",
            "return error(value, lenient)",
            "client/test_error_bodies.py::test_what_fits_is_read_and_what_does_not_is_kept_beside_it",
        ),
        (
            "A number passes for a string.",
            "if isinstance(value, str):\n        return value",
            "if isinstance(value, (str, int)):\n        return value",
        ),
        ("A secret is read as plain text.", "return SecretStr(value)", "return value"),
        (
            "True passes for an integer.",
            "isinstance(value, int) and not isinstance(value, bool):",
            "isinstance(value, int):",
        ),
        ("1.0 is no integer.", "and value.is_integer()", "and False"),
        (
            "A fraction passes for an integer.",
            "if isinstance(value, float) and value.is_integer():",
            "if isinstance(value, float):",
        ),
        ("True passes for a number.", "        and not isinstance(value, bool)\n", ""),
        ("A number may be infinite.", "\n        and abs(value) <= sys.float_info.max", ""),
        (
            "A number passes for a truth value.",
            "if isinstance(value, bool):\n        return value",
            "if value in (0, 1):\n        return bool(value)",
        ),
        ("Anything passes for null.", "if value is not None:", "if False:"),
        (
            "A text that is no date is a ValueError.",
            "except ValueError:\n            pass\n    raise Mismatch(expected)",
            "except ZeroDivisionError:\n            pass\n    raise Mismatch(expected)",
        ),
        ("True passes for an enum of integers.", "if not isinstance(value, bool):", "if True:"),
        (
            "A value that an enum lacks is a ValueError.",
            "return kind(value)\n            except ValueError:",
            "return kind(value)\n            except ZeroDivisionError:",
        ),
        (
            "True passes for the constant 1.",
            "if type(value) is type(expected) and value == expected:",
            "if value == expected:",
        ),
        (
            "Any text passes for a constant.",
            "type(value) is type(expected) and value == expected:",
            "type(value) is type(expected):",
        ),
        ("An object passes for an array.", "if not is_array(value):", "if False:"),
        (
            "A wrong item of an array is left out.",
            "if not lenient:\n                    mismatch.inside",
            "if False:\n                    mismatch.inside",
        ),
        ("The place of a wrong item is lost.", 'mismatch.inside(f"[{index}]")', "pass"),
        (
            "Null is refused where it is allowed.",
            "return None if value is None else inner(value, lenient)",
            "return inner(value, lenient)",
        ),
        (
            "A choice takes what nearly fits before what fits.",
            "for mode in (False, True) if lenient else (False,):",
            "for mode in (lenient,):",
        ),
        (
            "The place inside a choice is lost.",
            'place = f" at {mismatch.path}" if mismatch.path else ""',
            'place = ""',
        ),
        (
            "Anything has members.",
            "        if not is_object(value):\n            raise",
            "        if value is None:\n            raise",
        ),
        ("A required member may be missing.", "if name not in self._left:", "if False:"),
        (
            "A null is a value of an optional member.",
            "if self._left.get(name) is None:",
            "if name not in self._left:",
        ),
        ("A null is left over among the unknown members.", "self._left.pop(name, None)", "pass"),
        (
            "One wrong member makes an error unreadable.",
            "            if self._lenient:\n                return None",
            "            if False:\n                return None",
        ),
        (
            "A wrong type of an optional member is no error.",
            "            if self._lenient:\n                return None",
            "            if True:\n                return None",
        ),
        (
            "A wrong type of an unknown member is no error.",
            "                if not self._lenient:\n                    raise",
            "                pass",
        ),
        (
            "Unknown members are lost.",
            "found[name] = self._take(name, decode)",
            "self._take(name, decode)",
        ),
        ("Known members are unknown too.", "del self._left[name]", "pass"),
        (
            "The name of a wrong member is lost.",
            "        except Mismatch as mismatch:\n            mismatch.inside(_step(name))\n            raise",
            "        except Mismatch:\n            raise",
        ),
        (
            "A place is named from the inside out.",
            "reversed(self._steps)",
            "self._steps",
            "client/test_models.py",
        ),
        (
            "A name of the service breaks a message.",
            "name if name.isprintable() else ascii(name)[1:-1]",
            "name",
        ),
        ("A name of the service is of any length.", "if len(shown) <= 80", "if True"),
        (
            "A nesting that is too deep is a RecursionError.",
            '    except RecursionError:\n        problem = f"{name} is',
            '    except ZeroDivisionError:\n        problem = f"{name} is',
            "client/test_models.py",
        ),
        (
            "A mismatch stands behind the error.",
            '        problem = f"{name}{mismatch.path} should be {mismatch.expected}"\n',
            '        raise APIResponseError(f"{name}{mismatch.path} should be {mismatch.expected}")\n',
            "client/test_models.py",
        ),
        ("An enum is written as itself.", "return value.value", "return value"),
        ("A secret is written masked.", "return value.get_secret_value()", "return str(value)"),
        ("A date is written in Python's words.", "return value.isoformat()", "return str(value)"),
        ("A UUID is no JSON.", "        return str(value)\n", "        return value\n"),
        (
            "What lies in an object is not written.",
            "{str(name): encode(member) for",
            "{str(name): member for",
        ),
        (
            "What lies in an array is not written.",
            "return [encode(item) for item in value]",
            "return list(value)",
        ),
        ("A model is written in Python's words.", "return to_dict()", "return str(value)"),
        (
            "Anything is written in Python's words.",
            'raise TypeError(f"a value of type',
            'return str(value)\n    raise TypeError(f"a value of type',
        ),
        (
            "A member that is None is written.",
            "in optional.items() if value is not None}",
            "in optional.items()}",
        ),
        (
            "A required null is not written.",
            "{**unknown, **required, **given}",
            "{**unknown, **{k: v for k, v in required.items() if v is not None}, **given}",
        ),
        (
            "Unknown members are not written.",
            "{**unknown, **required, **given}",
            "{**required, **given}",
        ),
        (
            "An unknown member replaces a known one.",
            "{**unknown, **required, **given}",
            "{**required, **given, **unknown}",
        ),
    ],
)

_RESPONSE = table(
    "runtime/_response.py",
    ("client/test_answer.py", "client/test_results.py"),
    [
        (
            "A response can be changed.",
            "@attrs.frozen(kw_only=True)",
            "@attrs.define(kw_only=True)",
        ),
        (
            "A response shows its headers.",
            "Mapping[str, str] = attrs.field(repr=False)",
            "Mapping[str, str]",
        ),
        (
            "An answer shows its body.",
            'f"<Answer {self.status_code}>"',
            'f"<Answer {self.status_code} {self.body!r}>"',
        ),
        (
            "A result of a wrong type is a Mismatch.",
            "except Mismatch as mismatch:",
            "except ZeroDivisionError as mismatch:",
        ),
        (
            "A result that is nested too deep is a RecursionError.",
            "except RecursionError:",
            "except ZeroDivisionError:",
        ),
        (
            "A result that is no JSON is a ValueError.",
            "except ValueError:\n            problem",
            "except ZeroDivisionError:\n            problem",
        ),
        (
            "An error inside a success is a result.",
            "if not _holds_error(result):",
            "if True:",
        ),
        (
            "A null for an error is an error.",
            "isinstance(error, Mapping) or (",
            "error is None or (",
        ),
        (
            "An error of text inside a success is a result.",
            "(isinstance(error, str) and bool(error.strip()))",
            "False",
        ),
        (
            "An error with a capital is a result.",
            'others.get("error", others.get("Error"))',
            'others.get("error")',
        ),
        (
            "Words alone are a result.",
            "return isinstance(message, str) and",
            "return False and",
        ),
        (
            "A result with words is an error.",
            " and result.to_dict().keys() == others.keys()",
            "",
        ),
        ("An empty text is an error inside a success.", "bool(error.strip())", "True"),
        (
            "What a map holds is an error.",
            ' or getattr(result, "_is_map", False)',
            "",
            f"{_FACTS}::test_a_member_that_the_document_has_a_place_for_is_no_error",
        ),
        ("A frame holds the result that was refused.", "            del result\n", ""),
        (
            "A text may be in any encoding.",
            "return self.body.decode()",
            'return self.body.decode("latin-1")',
        ),
        (
            "A text that is no UTF-8 is a UnicodeDecodeError.",
            "except UnicodeDecodeError:",
            "except ZeroDivisionError:",
        ),
        ("An error does not count the attempts.", "error.attempts = self.attempts", "pass"),
        ("An error does not name the status.", "error.status_code = self.status_code", "pass"),
        (
            "An error does not name the id of the call.",
            "error.client_request_id = self.client_request_id",
            "pass",
        ),
        (
            "An error does not name the service's id.",
            'error.request_id = self.headers.get("x-ms-request-id")',
            "pass",
        ),
        (
            "An error does not name the id of the activity log.",
            'error.correlation_request_id = self.headers.get("x-ms-correlation-request-id")',
            "pass",
            "client/test_statuses.py::test_each_kind_of_client_reads_a_status_alike[sync-302]",
        ),
        (
            "The id of the service breaks a message.",
            "{one_line(request_id)}",
            "{request_id}",
            "client/test_error_bodies.py::test_no_id_breaks_the_line_of_a_message",
        ),
        (
            "A response does not name the service's id.",
            '            request_id=self.headers.get("x-ms-request-id"),',
            "            request_id=None,",
        ),
        (
            "A response does not name the id of the activity log.",
            'correlation_request_id=self.headers.get("x-ms-correlation-request-id"),',
            "correlation_request_id=None,",
        ),
        (
            "A response does not count the attempts.",
            "            attempts=self.attempts,",
            "            attempts=1,",
            "client/test_statuses.py::test_a_status_that_may_pass_is_tried_again",
        ),
        ("An answer may be nested as deep as Python reads.", "if is_too_deep(value):", "if False:"),
        ("NaN passes for JSON.", ", parse_constant=_refuse_constant", ""),
        ("An empty answer is a cut one.", 'return "it is empty"', "pass"),
        ("A sign-in page is not named.", 'if start == b"<":', "if False:"),
    ],
)

_SECRET = table(
    "runtime/_secret.py",
    "client/test_secret.py",
    [
        (
            "A token that was given shows itself.",
            "SecretStr(value) if isinstance(value, str) else value",
            "value",
            "network/test_credentials.py::test_a_token_and_a_callable_are_credentials",
        ),
        (
            "repr shows a secret.",
            "return f\"SecretStr('{_MASK}')\"",
            "return f\"SecretStr('{self._value}')\"",
        ),
        ("str shows a secret.", "        return _MASK\n", "        return self._value\n"),
        (
            "format shows a secret.",
            "return format(_MASK, spec)",
            "return format(self._value, spec)",
        ),
        (
            "The mask has the length of the secret.",
            "        return _MASK\n",
            '        return "*" * len(self._value)\n',
        ),
        ("An empty secret is true.", "return bool(self._value)", "return True"),
        ("All secrets are equal.", "return compare_digest(", "return True or compare_digest("),
        ("A secret is equal to its text.", "return NotImplemented", "return self._value == other"),
        (
            "Secrets of half characters cannot be compared.",
            'self._value.encode("utf-8", "surrogatepass")',
            "self._value.encode()",
        ),
        (
            "A secret has the hash of its text.",
            "hash((SecretStr, self._value))",
            "hash(self._value)",
        ),
        (
            "A secret can be changed.",
            'def __setattr__(self, name: str, value: Any) -> NoReturn:\n        raise AttributeError("a SecretStr does not change; make a new one")',
            "def __setattr__(self, name: str, value: Any) -> None:\n        object.__setattr__(self, name, value)",
        ),
        (
            "A secret can be taken out.",
            'def __delattr__(self, name: str) -> NoReturn:\n        raise AttributeError("a SecretStr does not change; make a new one")',
            "def __delattr__(self, name: str) -> None:\n        object.__delattr__(self, name)",
        ),
        (
            "A copy of a secret is its mask.",
            "return SecretStr, (self._value,)",
            "return SecretStr, (_MASK,)",
        ),
        ("Anything is a secret.", "if not _is_text(value):", "if False:"),
        ("A wrong secret is in the message.", "not of type {kind}", "not {locals()}"),
        ("A secret has attributes to look at.", '    __slots__ = ("_value",)\n', ""),
    ],
)

RULES = [*_JSON, *_RESPONSE, *_SECRET]
