"""Shows values of a document in Markdown, with nothing in them hidden or active."""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Any, Final

_LONGEST: Final = 200
#: How much of the text that two long values share is shown on each side of the difference.
_SHARED: Final = 40


def code(value: object, *, is_whole: bool = False) -> str:
    """Return a value as code in Markdown.

    Nothing in the value can end the code, become markup, or stay invisible: a character that is not
    printable ASCII is shown as its escape, so that `Azure` with a Cyrillic letter differs from
    `Azure`. Backslashes do not escape inside a code span. A value with a special character becomes
    an HTML element, which is safe in a paragraph, a list and a table.

    Args:
        value: The value. Only both ends of a text of more than 200 characters are shown.
        is_whole: Whether a long text is shown as a whole.
    """
    text = _visible(str(value))
    if len(text) > _LONGEST and not is_whole:
        text = f"{text[: _LONGEST // 2]}…{text[-_LONGEST // 2 :]}"
    return _markup(text)


def codes(old: object, new: object) -> tuple[str, str]:
    """Return two values as `code`, cut so that the difference between them is shown."""
    before, after = _visible(str(old)), _visible(str(new))
    if max(len(before), len(after)) <= _LONGEST:
        return _markup(before), _markup(after)
    start = _shared(before, after)
    end = _shared(before[start:][::-1], after[start:][::-1])
    start, end = max(0, start - _SHARED), max(0, end - _SHARED)
    parts = (text[start : len(text) - end] for text in (before, after))
    shown = [code(f"{'…' if start else ''}{part}{'…' if end else ''}") for part in parts]
    return shown[0], shown[1]


def listed(texts: list[str], most: int) -> str:
    """Return some texts as a list in a sentence, of which only the first ones are named.

    Args:
        texts: The texts, in their order.
        most: How many are named.
    """
    more = len(texts) - most
    names = [*texts[:most], *([f"{more} more"] if more > 0 else [])]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def movement(old: Any, new: Any, *, hidden: bool = False) -> str:
    """Return in words how a value changes, such as "changes from `1` to `2`".

    Args:
        old: The old value; None if there was none.
        new: The new value; None if there is none.
        hidden: Whether the values belong to a secret and are not shown.
    """
    shown = not hidden and all(isinstance(value, str | int | float | None) for value in (old, new))
    if old is None:
        return f"is now {code(new)}" if shown else "is set"
    if new is None:
        return f"is no longer {code(old)}" if shown else "is removed"
    return "changes from {} to {}".format(*codes(old, new)) if shown else "changes"


def _visible(text: str) -> str:
    """Return a text in which each character that is not printable ASCII is an escape."""
    return "".join(
        letter if letter in "…" or " " <= letter <= "~" else _escaped(letter) for letter in text
    )


def _escaped(letter: str) -> str:
    return letter.encode("unicode_escape", "backslashreplace").decode()


def _markup(text: str) -> str:
    if text.strip() and not re.search(r"[`|<>&]", text):
        return f"`{text}`"
    escaped = re.sub(r"[^\w ./:-]", lambda found: f"&#{ord(found[0])};", text)
    return f"<code>{escaped}</code>"


def _shared(one: str, other: str) -> int:
    """Return how many characters two texts have in common at their start."""
    pairs = zip(one, other, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], pairs))
