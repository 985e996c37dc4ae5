"""JSON pointers (RFC 6901): the addresses of places in a document."""

from __future__ import annotations


def escape(step: str) -> str:
    """A key as one step of a pointer."""
    return step.replace("~", "~0").replace("/", "~1")


def child(pointer: str, *steps: str | int) -> str:
    """The pointer to something further in."""
    return "/".join((pointer, *(escape(str(step)) for step in steps)))


def steps(pointer: str) -> list[str]:
    """The keys and indices that a pointer goes through."""
    return [step.replace("~1", "/").replace("~0", "~") for step in pointer.split("/")[1:]]
