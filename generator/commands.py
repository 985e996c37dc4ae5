"""What each command does; `__main__` reads the command line."""

from __future__ import annotations

import argparse
import shlex
import sys
import tempfile
from pathlib import Path

import attrs

from generator import paths
from generator.files import compare, write
from generator.paths import CONFIG, DOCUMENT, PACKAGE, PROVENANCE, real_path, source_name
from generator.pipeline import generate_tree
from generator.review import as_json, exit_status, markdown
from generator.review.bump import bumped
from generator.review.gate import Review, gate, review
from generator.review.snapshot import Snapshot, merge_base, snapshot, working_tree


def generate(options: argparse.Namespace) -> int:
    """Writes the package."""
    tree = generate_tree(options.document, options.config)
    written = write(tree, options.output)
    for name in written.removed:
        print(f"removed: {name}")
    for name in written.kept:
        print(f"kept: {name}: the generator did not write it")
    print(f"{_shown(options.output)}: {len(tree)} files written")
    return 0


def check(options: argparse.Namespace) -> int:
    """Says how the package on disk differs from what the document makes."""
    tree = generate_tree(options.document, options.config)
    drift = compare(tree, options.output)
    origins = {name for name in tree if options.any_origin and name.endswith(f"/{PROVENANCE}")}
    if not (drift.missing or drift.stray or set(drift.changed) - origins):
        print(f"{_shown(options.output)}: {len(tree)} files, all as the document makes them")
        return 0
    print(drift.diff, end="")
    kinds = {"changed": drift.changed, "missing": drift.missing, "stray": drift.stray}
    for kind, names in kinds.items():
        for name in names:
            print(f"{kind}: {name}")
    made = f"is not what {source_name(options.document)} makes"
    print(f"{_shown(options.output)} {made}: run `python -m generator generate{_places(options)}`")
    return 1


def diff(options: argparse.Namespace) -> int:
    """Says what changed for callers, and whether version and changelog follow."""
    old = snapshot(merge_base() if options.old is None else options.old)
    new = working_tree() if options.new is None else snapshot(options.new)
    found = review(old, new)
    print(_report(old, new, found, options.format), end="")
    if not options.gate:
        return exit_status(found.changes)
    missing = gate(old, new, found)
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


def bump(options: argparse.Namespace) -> int:
    """Moves the document to another api-version, regenerates, and says what that means.

    The draft of the changelog is the last part of the report. It is not written into the file: its
    words and its place are for a person to choose, and going back to the old api-version could not
    take it out again.
    """
    root = paths.ROOT
    path = root / DOCUMENT
    old = working_tree()
    version: str = old.document.root["info"]["version"]
    text = bumped(old.content(DOCUMENT).decode(), version, options.version, source=DOCUMENT)
    with tempfile.TemporaryDirectory() as folder:
        moved = Path(folder, path.name)
        moved.write_bytes(text.encode())
        tree = generate_tree(moved, root / CONFIG, DOCUMENT)
    path.write_bytes(text.encode())
    try:
        write(tree, root / PACKAGE)
    except BaseException:
        # Whatever it was, an interrupt included: document and package belong together.
        path.write_bytes(old.content(DOCUMENT))
        raise
    new = working_tree()
    labels = [f"api-version {one}" for one in (version, options.version)]
    old, new = (
        attrs.evolve(one, label=label) for one, label in zip((old, new), labels, strict=True)
    )
    print(_report(old, new, review(old, new), "markdown"), end="")
    return 0


def _report(old: Snapshot, new: Snapshot, found: Review, form: str) -> str:
    version = old.config.version
    if form == "json":
        return as_json(found.changes, version=version, unjudged=found.unjudged)
    return markdown(
        found.changes,
        old_label=old.label,
        new_label=new.label,
        version=version,
        unjudged=found.unjudged,
    )


def _places(options: argparse.Namespace) -> str:
    """The options that say where files stand, where that is not in their usual places."""
    root = paths.ROOT
    usual = {"document": root / DOCUMENT, "config": root / CONFIG, "output": root / PACKAGE}
    given = {name: getattr(options, name) for name, path in usual.items()}
    return "".join(
        f" --{name} {shlex.quote(str(path))}" for name, path in given.items() if path != usual[name]
    )


def _shown(path: Path) -> str:
    """A path as people know it: from the project's root on, where it is inside."""
    full, root = real_path(path), paths.ROOT
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(path)
