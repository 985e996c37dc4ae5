"""JSON pointers (RFC 6901): the addresses in a document."""

from __future__ import annotations


def escape(step: str) -> str:
    """Return a key as one step of a pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def child(pointer: str, *steps: str | int) -> str:
    """Return the pointer to a place below another one."""
    return "/".join((pointer, *(escape(str(step)) for step in steps)))


def steps(pointer: str) -> list[str]:
    """Return the keys and indices that a pointer consists of."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
