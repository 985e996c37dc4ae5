"""The audit distinguishes a clean package from one that it could not audit."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from tests.package import audit

CLEAN = {"name": "a", "version": "1", "vulns": []}
BROKEN = {"name": "b", "version": "2", "vulns": [{"id": "CVE-1", "fix_versions": ["3"]}]}


@pytest.mark.parametrize(
    ("pypi", "osv", "status", "said"),
    [
        ([CLEAN, {**BROKEN, "vulns": []}], [], 0, "2 packages, 2 audited, 0 with"),
        ([CLEAN], [{**BROKEN, "vulns": []}], 0, "2 packages, 2 audited, 0 with"),
        ([CLEAN, BROKEN], [], 1, "b==2: CVE-1, fixed by 3"),
        ([BROKEN], [], 1, "NOT AUDITED: a==1."),
        ([CLEAN], [], 3, "NOT AUDITED: b==2."),
        ([], [], 3, "NOT AUDITED: a==1, b==2. PyPI: no response; OSV: no response"),
    ],
)
def test_a_package_that_could_not_be_audited_is_reported(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    pypi: list[Any],
    osv: list[Any],
    status: int,
    said: str,
) -> None:
    """The exit status is 1 for a vulnerability, and 3 for a package that was not audited."""

    def query(service: str, files: list[str]) -> tuple[dict[str, Any], str]:
        answers = pypi if service == "pypi" else osv
        found = {f"{answer['name']}=={answer['version']}": answer for answer in answers}
        return found, "" if len(found) == 2 else "no response"

    monkeypatch.setattr(audit, "query", query)
    file = tmp_path / "freeze.txt"
    file.write_text("a==1\nb==2\n")
    assert audit.main([str(file)]) == status
    assert said in capsys.readouterr().out
