"""What each command does; `__main__` reads the command line."""

from __future__ import annotations

import argparse
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import attrs

from generator import paths
from generator.errors import GeneratorError
from generator.files import Tree, compare, read, write
from generator.model.package import Package
from generator.model.translate import translate
from generator.paths import CONFIG, DOCUMENT, PACKAGE, PROVENANCE, SURFACE, real_path, source_name
from generator.pipeline import generate_tree, read_package, write_package
from generator.render.provenance import provenance
from generator.review.bump import bumped, is_older
from generator.review.change import exit_status
from generator.review.changed_files import concealed, uncompared
from generator.review.checklist import checklist
from generator.review.gate import Made, Review, gate, review, review_packages
from generator.review.report import as_json, markdown
from generator.review.snapshot import (
    Snapshot,
    all_names,
    changed_files,
    extract_generator,
    is_running,
    merge_base,
    snapshot,
    working_tree,
)


def generate(options: argparse.Namespace) -> int:
    """Write the package, and note what it leaves out of the document."""
    package = read_package(options.document, options.config)
    for note in package.notes:
        print(f"note: {note}", file=sys.stderr)
    tree = write_package(package, provenance(options.document))
    written = write(tree, options.output)
    for name in written.removed:
        print(f"removed: {name}")
    for name in written.kept:
        print(f"kept: {name}: the generator did not write it")
    print(f"{_shown(options.output)}: {len(tree)} files written")
    return 0


def check(options: argparse.Namespace) -> int:
    """Report how the package on disk differs from what the document makes."""
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
    """Report what changes for callers, and whether version and changelog follow."""
    old = snapshot(merge_base() if options.old is None else options.old)
    new = working_tree() if options.new is None else snapshot(options.new)
    found = _review(old, new)
    print(_report(old, new, found, options.format), end="")
    if not options.gate:
        return exit_status(found.changes, found.unjudged)
    missing = gate(old, new, found)
    for sentence in missing:
        print(sentence, file=sys.stderr)
    return 1 if missing else 0


def bump(options: argparse.Namespace) -> int:
    """Move the document to another api-version, regenerate, and report what that means.

    The report ends with a draft for the changelog. It is not written into the file: a person
    chooses its words and its place, and a bump back could not remove it again. After the report
    comes what a person has to compare with the specification of the new version.
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
        # Document and package belong together, so an interrupt restores the document, too.
        path.write_bytes(old.content(DOCUMENT))
        raise
    new = working_tree()
    labels = [f"api-version {one}" for one in (version, options.version)]
    old, new = (
        attrs.evolve(one, label=label) for one, label in zip((old, new), labels, strict=True)
    )
    print(_report(old, new, _review(old, new), "markdown"))
    print(checklist(new.document), end="")
    if is_older(options.version, version):
        back = f"run `python -m generator bump {version}` to go back"
        words = f"{DOCUMENT}: api-version {options.version} is older than {version}; {back}"
        print(f"warning: {words}", file=sys.stderr)
    return 0


def _review(old: Snapshot, new: Snapshot) -> Review:
    """Return what changes between two snapshots, both read by the generator of the new one.

    Files are made only where there are committed ones to compare them with.
    """
    files = changed_files(old, new)
    return attrs.evolve(
        _compared(old, new),
        concealed=tuple(concealed(files, all_names(new))),
        uncompared=uncompared(files),
    )


def _compared(old: Snapshot, new: Snapshot) -> Review:
    """Return what the packages say about two snapshots."""
    has_package = bool(old.package or new.tracked)
    # Its own process would make the same, and take twice as long.
    maker = None if new.revision and is_running(new.revision) else new.revision
    after = _made(new, maker, with_tree=has_package)
    try:
        if all(old.content(name) == new.content(name) for name in (DOCUMENT, CONFIG)):
            before = attrs.evolve(after, snapshot=old)
        else:
            before = _made(old, maker, with_tree=bool(old.package))
    except GeneratorError as refusal:
        if SURFACE not in old.package:
            raise
        return review_packages(old, after, refusal)
    return review(before, after)


def _made(state: Snapshot, revision: str | None, *, with_tree: bool) -> Made:
    """Return what the generator of a revision makes of a snapshot.

    Args:
        state: The snapshot.
        revision: The revision; None for the generator that runs.
        with_tree: Whether to make the files as well as the model.
    """
    package = translate(state.document, state.config)
    return Made(
        snapshot=state, package=package, tree=_tree(state, package, revision) if with_tree else None
    )


def _tree(state: Snapshot, package: Package, revision: str | None) -> Tree:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        document, config, output = folder / DOCUMENT, folder / "config.yaml", folder / PACKAGE
        document.parent.mkdir()
        document.write_bytes(state.content(DOCUMENT))
        if revision is None:
            # The files name the usual place of a document, whichever file it was read from.
            return write_package(attrs.evolve(package, source=DOCUMENT), provenance(document))
        config.write_bytes(state.content(CONFIG))
        extract_generator(revision, folder)
        command = [sys.executable, "-m", "generator", "generate", "--config", str(config)]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            problem = f"its generator cannot read {state.label}: {done.stderr.strip()}"
            raise GeneratorError(revision[:12], "", problem, "name two files instead")
        return read(output)


def _report(old: Snapshot, new: Snapshot, found: Review, form: str) -> str:
    version = old.config.version
    if form == "json":
        return as_json(
            found.changes,
            version=version,
            unjudged=found.unjudged,
            uncompared=found.uncompared,
        )
    return markdown(
        found.changes,
        old_label=old.label,
        new_label=new.label,
        version=version,
        unjudged=found.unjudged,
        uncompared=found.uncompared,
    )


def _places(options: argparse.Namespace) -> str:
    """Return the options that name places of files other than the usual ones."""
    root = paths.ROOT
    usual = {"document": root / DOCUMENT, "config": root / CONFIG, "output": root / PACKAGE}
    given = {name: getattr(options, name) for name, path in usual.items()}
    return "".join(
        f" --{name} {shlex.quote(str(path))}" for name, path in given.items() if path != usual[name]
    )


def _shown(path: Path) -> str:
    """Return a path from the root of the project on, if it is inside."""
    full, root = real_path(path), paths.ROOT
    return full.relative_to(root).as_posix() if full.is_relative_to(root) else str(path)
