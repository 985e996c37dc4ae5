"""Compares the clouds: where requests go, and whose tokens they carry."""

from __future__ import annotations

from collections.abc import Iterator

from generator.model.package import Cloud, Package
from generator.review.change import Kind
from generator.review.findings import Finding, match
from generator.review.quoting import code, movement


def compare_clouds(old: Package, new: Package) -> Iterator[Finding]:
    """Compare the clouds of two packages.

    Args:
        old: The old package.
        new: The new package.
    """
    pairs, gone, came = match(
        old.clouds,
        new.clouds,
        lambda a, b: a.name == b.name,
        lambda a, b: a.url == b.url,
        # Clouds that are named by their hosts alone are told apart by their order.
        lambda a, b: not (a.is_named or b.is_named),
    )
    for before, after in pairs:
        yield from _cloud(before, after)
    for cloud in gone:
        yield _finding(cloud, "removed", Kind.BREAKING, "The {} is removed.")
    for cloud in came:
        words = f"The {{}} is new: requests, with their tokens, may go to {code(cloud.url)}."
        yield _finding(cloud, "added", Kind.SECURITY, words)
        if cloud.scope is not None:
            words = f"The tokens for {{}} have the scope {code(cloud.scope)}."
            yield _finding(cloud, "scope", Kind.SECURITY, words, "x-sdk-token-scope")
    first, now = old.clouds[:1], new.clouds[:1]
    if first and now and (first[0], now[0]) not in pairs:
        yield Finding(
            pointer="/servers",
            topic="default",
            kind=Kind.SECURITY,
            label=_label(now[0]),
            sentence=(
                f"Clients that name no cloud use the {_label(now[0])} instead of the"
                f" {_label(first[0])}."
            ),
            breaking=True,
        )


def _cloud(old: Cloud, new: Cloud) -> Iterator[Finding]:
    if old.name != new.name:
        words = f"The {_label(old)} is renamed to {code(new.name)}."
        yield _finding(new, "name", Kind.BREAKING, words)
    if old.url != new.url:
        words = f"Requests to {{}} go to {code(new.url)} instead of {code(old.url)}."
        yield _finding(new, "url", Kind.SECURITY, words, "url")
    if old.scope != new.scope:
        moved = movement(old.scope, new.scope)
        words = f"The scope of tokens that requests to {{}} carry {moved}."
        yield _finding(new, "scope", Kind.SECURITY, words, "x-sdk-token-scope")
    if old.sign_in_host != new.sign_in_host:
        moved = movement(old.sign_in_host, new.sign_in_host)
        words = f"The host that issues tokens for {{}} {moved}."
        yield _finding(new, "host", Kind.SECURITY, words, "x-sdk-sign-in-host")


def _label(cloud: Cloud) -> str:
    return f"cloud {code(cloud.name)}"


def _finding(cloud: Cloud, topic: str, kind: Kind, words: str, key: str = "") -> Finding:
    label = _label(cloud)
    return Finding(
        pointer=f"{cloud.pointer}/{key}" if key else cloud.pointer,
        topic=topic,
        kind=kind,
        label=label,
        sentence=words.replace("{}", label, 1),
    )
