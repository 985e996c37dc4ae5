"""Search for known vulnerabilities in pinned requirements: `python audit.py FREEZE...`.

Each argument is a file of exact requirements. pip-audit queries PyPI, and OSV for packages that
PyPI does not know. The exit status is 1 for a known vulnerability, and 3 if a package could not be
audited.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

SERVICES = {"pypi": "PyPI", "osv": "OSV"}


def main(files: list[str]) -> int:
    """Audit the files, print the result, and return the exit status."""
    found: dict[str, Any] = {}
    silent: dict[str, str] = {}
    for service, name in SERVICES.items():
        answers, problem = query(service, files)
        found |= answers
        if problem:
            silent[name] = problem
        elif all("vulns" in answer for answer in found.values()):
            break
    packages = {line for file in files for line in requirements(file)}
    audited = {key: answer for key, answer in found.items() if "vulns" in answer}
    vulnerable = {key: answer["vulns"] for key, answer in audited.items() if answer["vulns"]}
    for key, vulnerabilities in vulnerable.items():
        fixed = {v["id"]: ", ".join(v["fix_versions"]) or "no release" for v in vulnerabilities}
        print(f"{key}: " + "; ".join(f"{name}, fixed by {by}" for name, by in fixed.items()))
    if missing := sorted(packages - set(audited)):
        reasons = "; ".join(f"{name}: {why}" for name, why in silent.items())
        print(f"NOT AUDITED: {', '.join(missing)}. {reasons or 'No service knows them.'}")
    print(
        f"audit: {len(packages)} packages, {len(audited)} audited, "
        f"{len(vulnerable)} with known vulnerabilities"
    )
    return 1 if vulnerable else 3 if missing else 0


def requirements(file: str) -> list[str]:
    """Return the lines of a file of exact requirements."""
    with open(file, encoding="utf-8") as lines:  # noqa: PTH123
        return [line.strip() for line in lines if line.strip()]


def query(service: str, files: list[str]) -> tuple[dict[str, Any], str]:
    """Return the result of a service for each package, and the reason for missing results."""
    command = [sys.executable, "-m", "pip_audit", "--no-deps", "--disable-pip", "--format=json"]
    command += ["--progress-spinner=off", f"--vulnerability-service={service}"]
    for file in files:
        command += ["--requirement", file]
    process = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answers = json.loads(process.stdout)["dependencies"]
    except (ValueError, KeyError):
        return {}, process.stderr.strip().rpartition("\n")[2][:300] or "no response"
    said = {
        f"{answer['name']}=={answer['version']}": answer for answer in answers if "vulns" in answer
    }
    skipped = {answer["skip_reason"] for answer in answers if "skip_reason" in answer}
    return said, next(iter(sorted(skipped)), "")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
