"""How far our templates stand from the engine's, which they once followed.

The engine's templates are not public: any release may change them. What it changes there may be a
mend that ours need too, so the digests of those that were read are committed, and a new engine
shows which ones to read again. A ceiling keeps ours from drifting away unnoticed. Nothing here
needs an engine that can be imported, so that any release can be looked at.
"""

from __future__ import annotations

import difflib
import hashlib
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

import attrs
from attrs.validators import instance_of, optional

from .errors import GeneratorError
from .yaml import load

_HERE: Final = Path(__file__).parent
_CEILINGS: Final = _HERE / "deviation.yaml"
_OURS: Final = _HERE / "templates"
_VERDICTS: Final = {
    True: "Every template is within its ceiling, and the engine's are those that were read.",
    False: "Read the rows in bold: raise a ceiling only knowingly.",
}


@attrs.frozen(kw_only=True)
class Ceiling:
    """What is allowed for one of our templates.

    Attributes:
        ours: Its name.
        upstream: The engine's template that does the same job, or None where the engine has none.
        sha256: Digest of the engine's one when it was last read, or None.
        percent: How much of the two together may differ, 0 to 100.
    """

    ours: str
    upstream: str | None = attrs.field(default=None, validator=optional(instance_of(str)))
    sha256: str | None = attrs.field(default=None, validator=optional(instance_of(str)))
    percent: int = attrs.field(default=100, validator=instance_of(int))


def read_ceilings(file: Path = _CEILINGS, ours: Path = _OURS) -> list[Ceiling]:
    """The committed ceilings, one for each template.

    Raises:
        GeneratorError: If a template has none, or one has no template.
    """
    data: dict[str, dict[str, Any] | None] = load(file)
    names = {path.name for path in ours.iterdir()}
    for name in sorted(names ^ data.keys()):
        problem = "has no ceiling" if name in names else "is no template any more"
        raise GeneratorError(file.name, f"#/{name}", problem, "keep one entry for each template")
    found: list[Ceiling] = []
    for name, entry in data.items():
        try:
            found.append(Ceiling(ours=name, **(entry or {})))
        except TypeError:
            problem, todo = (
                "is no ceiling",
                "give upstream and sha256 as texts, percent as a number",
            )
            raise GeneratorError(file.name, f"#/{name}", problem, todo) from None
    return found


def engine_templates() -> Path:
    """The folder of the engine's templates."""
    engine = find_spec("openapi_python_client")
    if engine is None or engine.origin is None:
        todo = "install generator/requirements.txt"
        raise GeneratorError("openapi-python-client", "", "is not installed", todo)
    return Path(engine.origin).parent / "templates"


def report(
    ceilings: list[Ceiling], *, ours: Path = _OURS, upstream: Path | None = None
) -> tuple[str, bool]:
    """The report as Markdown, and whether every template is within its ceiling and was read.

    Args:
        ceilings: What is allowed.
        ours: The folder of our templates.
        upstream: The folder of the engine's; that of the installed engine when None.
    """
    rows = [_row(ceiling, ours, upstream or engine_templates()) for ceiling in ceilings]
    is_within = all(fits for _, fits in rows)
    lines = [
        f"## Our templates and those of openapi-python-client {version('openapi-python-client')}",
        "",
        "| ours | upstream | differs | allowed | upstream since it was read |",
        "|---|---|--:|--:|---|",
        *(row for row, _ in rows),
        "",
        _VERDICTS[is_within],
        "",
    ]
    return "\n".join(lines), is_within


def _row(ceiling: Ceiling, ours: Path, folder: Path) -> tuple[str, bool]:
    """A row of the report, and whether it is as it should be."""
    if ceiling.upstream is None:
        return f"| {ceiling.ours} | none | | | |", True
    path = folder / ceiling.upstream
    shown, state, fits = "", "**removed**", False
    if path.is_file():
        upstream = path.read_text(encoding="utf-8")
        differs = deviation((ours / ceiling.ours).read_text(encoding="utf-8"), upstream)
        digest = hashlib.sha256(upstream.encode()).hexdigest()
        is_read = digest == ceiling.sha256
        shown = f"{differs} %" if differs <= ceiling.percent else f"**{differs} %**"
        state = "unchanged" if is_read else f"**changed**: read it, then commit {digest}"
        fits = is_read and differs <= ceiling.percent
    cells = (ceiling.ours, ceiling.upstream, shown, f"{ceiling.percent} %", state)
    return f"| {' | '.join(cells)} |", fits


def deviation(ours: str, upstream: str) -> int:
    """How much of two texts together is not common to both, in percent of their lines."""
    matcher = difflib.SequenceMatcher(None, _lines(upstream), _lines(ours), autojunk=False)
    return round(100 * (1 - matcher.ratio()))


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]
