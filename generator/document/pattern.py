"""Regular expressions of ECMA 262, which is what OpenAPI's patterns are, as Python's."""

from __future__ import annotations

import re
import warnings
from typing import Any, Final

#: Escapes that both read alike, beside those of punctuation.
_SAME: Final = frozenset("dDwWtnrfvb")
_PUNCTUATION: Final = frozenset("\\/.-_^$*+?()[]{}|\"'#&~@%=:,;<>!` ")

#: What ECMA 262 calls white space, and what its dot leaves out, as members of a class.
_SPACE: Final = r"\t\n\v\f\r \xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff"
_LINE_ENDS: Final = r"\n\r\u2028\u2029"

_GROUPS: Final = ("(?:", "(?=", "(?!", "(?<=", "(?<!")


def python_pattern(pattern: Any) -> str:
    r"""A regular expression of ECMA 262 as one of Python, for `re.ASCII`, that means the same.

    Python's `$` lets a line end through, so it becomes `\Z`. Its dot lets most line ends through.

    Raises:
        ValueError: If Python cannot compile it, or would read it in another way.
    """
    if not isinstance(pattern, str):
        raise ValueError("the pattern is no string")
    translated = "".join(_translated(pattern))
    try:
        with warnings.catch_warnings():
            # Python warns of what it may read otherwise one day.
            warnings.simplefilter("error")
            re.compile(translated, re.ASCII)
    except (re.error, Warning, OverflowError, RecursionError) as error:
        raise ValueError(f"the pattern is no regular expression to Python: {error}") from None
    return translated


def _translated(pattern: str) -> list[str]:
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
            piece = r"\Z"
        elif piece == ".":
            piece = f"[^{_LINE_ENDS}]"
        pieces.append(piece)
        index += 1
    return pieces


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
