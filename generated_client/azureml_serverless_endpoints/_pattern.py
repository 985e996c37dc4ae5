# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
r"""Compiles the regular expressions of OpenAPI documents.

Documents write the dialect of ECMA 262, where `$` is the very end of the text, the dot leaves out
four line ends, and `\d` and `\w` are ASCII. The generator refuses a pattern that Python cannot
follow, so the patterns of a generated package always compile.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, Final

#: Escapes that mean the same in both dialects, besides those of punctuation.
_SAME: Final = frozenset("dDwWtnrfvb")
_PUNCTUATION: Final = frozenset("\\/.-_^$*+?()[]{}|\"'#&~@%=:,;<>!` ")

#: The white space of ECMA 262, and the line ends that its dot leaves out, as members of a class.
_SPACE: Final = r"\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_LINE_ENDS: Final = r"\n\r\u2028\u2029"

_GROUPS: Final = ("(?:", "(?=", "(?!", "(?<=", "(?<!")


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the Python pattern that finds what `pattern` finds in ECMA 262.

    Args:
        pattern: A pattern that `check_pattern` accepts.

    Raises:
        ValueError: If Python has no equivalent of the pattern.
    """
    return re.compile(_translated(pattern), re.ASCII)


def check_pattern(pattern: Any) -> None:
    """Raise unless Python has an equivalent of a pattern.

    Args:
        pattern: The value of the keyword `pattern` in a document.

    Raises:
        ValueError: If it is not a string, does not compile, or has another meaning in Python. The
            message is a sentence without its full stop.
    """
    import warnings  # Only the generator checks patterns.

    if not isinstance(pattern, str):
        raise ValueError("the pattern is not a string")
    translated = _translated(pattern)
    try:
        with warnings.catch_warnings():
            # Python warns of a pattern that a later version may read differently.
            warnings.simplefilter("error")
            re.compile(translated, re.ASCII)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise ValueError(f"Python cannot compile the pattern: {error}") from None


def _translated(pattern: str) -> str:
    pieces: list[str] = []
    index = 0
    in_class = False
    while index < len(pattern):
        piece = pattern[index]
        if piece == "\\":
            escaped = pattern[index + 1 : index + 2]
            pieces.append(_escape(escaped, pattern[index + 2 :], in_class))
            index += 2
            continue
        if in_class:
            if piece == "[":
                raise ValueError("a [ inside of [...] in the pattern needs a backslash")
            in_class = piece != "]"
        elif piece == "[":
            if pattern.startswith(("[]", "[^]"), index):
                raise ValueError("an empty [] in the pattern means something else to Python")
            in_class = True
        elif (
            piece == "("
            and pattern.startswith("(?", index)
            and not pattern.startswith(_GROUPS, index)
        ):
            group = pattern[index : index + 3]
            raise ValueError(f"the group {group}... in the pattern means something else to Python")
        elif piece == "{" and pattern.startswith("{,", index):
            raise ValueError("the {, in the pattern means something else to Python: start at 0")
        elif piece in "*+?}" and pattern.startswith("+", index + 1):
            raise ValueError(
                "the + after a quantifier in the pattern means something else to Python"
            )
        elif piece == "$":
            # Python's own $ also matches before a line end at the end of the text.
            piece = r"\Z"
        elif piece == ".":
            piece = f"[^{_LINE_ENDS}]"
        pieces.append(piece)
        index += 1
    return "".join(pieces)


def _escape(escaped: str, rest: str, in_class: bool) -> str:
    if escaped == "s":
        return _SPACE if in_class else f"[{_SPACE}]"
    if escaped == "S" and not in_class:
        return f"[^{_SPACE}]"
    if escaped == "B" and not in_class:
        return r"\B"
    digits = {"x": 2, "u": 4}.get(escaped, 0)
    if digits and re.match(f"[0-9a-fA-F]{{{digits}}}", rest):
        if escaped == "u" and re.match("[dD][89a-fA-F]", rest):
            raise ValueError("half of a character in the pattern means something else to Python")
        return f"\\{escaped}"
    if escaped in _SAME or escaped in _PUNCTUATION:
        return f"\\{escaped}"
    raise ValueError(f"the escape \\{escaped} in the pattern means something else to Python")
