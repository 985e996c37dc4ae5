# Generated from openapi/serverless-endpoints.yaml by `python -m generator generate`; do not edit.
"""The command that prints version and provenance: `python -m PACKAGE --version`."""

from __future__ import annotations

import argparse

from . import _provenance
from ._about import API_VERSION, DISTRIBUTION, VERSION


def main(arguments: list[str] | None = None) -> int:
    """Print version and provenance.

    Args:
        arguments: Arguments of the command line; those of the process by default.

    Returns:
        The exit status, 0.
    """
    facts = {
        "api-version": API_VERSION,
        "document sha256": _provenance.DOCUMENT_SHA256,
        **_provenance.TOOLS,
    }
    lines = [f"{DISTRIBUTION} {VERSION}", *(f"{name}: {value}" for name, value in facts.items())]
    parser = argparse.ArgumentParser(
        prog=f"python -m {__package__}",
        description="A library. The command only prints version and provenance.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--version", action="store_true", help="print version and provenance")
    if parser.parse_args(arguments).version:
        print("\n".join(lines))
    else:
        parser.print_help()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
