"""The content of sdist and wheel, and that two builds are identical.

`python -m nox -s package` builds twice into the folder DIST and runs these tests.
"""

from __future__ import annotations

import email
import os
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "generated_client"
PROJECT = tomllib.loads((SOURCE / "pyproject.toml").read_text())["project"]
FIRST, SECOND = (Path(os.environ["DIST"]) / name for name in ("first", "second"))
STEM = f"{PROJECT['name'].replace('-', '_')}-{PROJECT['version']}"


def contents(path: Path) -> dict[str, bytes]:
    """Return the files of an archive by name."""
    if path.suffix == ".whl":
        with zipfile.ZipFile(path) as wheel:
            return {name: wheel.read(name) for name in wheel.namelist()}
    with tarfile.open(path) as sdist:
        files = {member.name: sdist.extractfile(member) for member in sdist if member.isfile()}
        return {name: file.read() for name, file in files.items() if file}


WHEEL = contents(FIRST / f"{STEM}-py3-none-any.whl")
SDIST = contents(FIRST / f"{STEM}.tar.gz")
CODE = {
    path.relative_to(SOURCE).as_posix(): path.read_bytes()
    for path in (
        *(SOURCE / PROJECT["name"].replace("-", "_")).rglob("*"),
        *SOURCE.glob("pytest_*.py"),
    )
    if path.is_file() and "__pycache__" not in path.parts
}


def test_each_build_makes_one_wheel_and_one_sdist() -> None:
    names = [f"{STEM}-py3-none-any.whl", f"{STEM}.tar.gz"]
    assert [sorted(path.name for path in folder.iterdir()) for folder in (FIRST, SECOND)] == [
        names,
        names,
    ]


@pytest.mark.parametrize("name", [f"{STEM}-py3-none-any.whl", f"{STEM}.tar.gz"])
def test_two_builds_give_the_same_bytes(name: str) -> None:
    """The second build has other file times, modes, time zone and hash seed."""
    assert (FIRST / name).read_bytes() == (SECOND / name).read_bytes()


def test_the_wheel_contains_only_the_package_and_its_metadata() -> None:
    names = ("METADATA", "RECORD", "WHEEL", "entry_points.txt")
    info = {f"{STEM}.dist-info/{name}" for name in names}
    assert set(WHEEL) == {*CODE, *info, f"{STEM}.dist-info/licenses/LICENSE"}
    assert {name: WHEEL[name] for name in CODE} == CODE


def test_the_sdist_contains_only_the_package_and_its_build_files() -> None:
    """The package has a `.gitignore`, so hatchling ignores those of the folders above it."""
    names = (".gitignore", "LICENSE", "README.md", "pyproject.toml")
    files = {name: (SOURCE / name).read_bytes() for name in names}
    expected = {f"{STEM}/{name}": content for name, content in {**CODE, **files}.items()}
    assert set(SDIST) == {*expected, f"{STEM}/PKG-INFO"}
    assert {name: SDIST[name] for name in expected} == expected


def test_the_metadata_matches_pyproject() -> None:
    metadata = email.message_from_string(WHEEL[f"{STEM}.dist-info/METADATA"].decode())
    assert metadata["Name"] == PROJECT["name"]
    assert metadata["Version"] == PROJECT["version"]
    assert metadata["Requires-Python"] == PROJECT["requires-python"]
    assert metadata["License-Expression"] == PROJECT["license"]
    assert metadata.get_payload() == (SOURCE / "README.md").read_text()
    needed = {str(Requirement(text)) for text in PROJECT["dependencies"]}
    for extra, texts in PROJECT["optional-dependencies"].items():
        needed |= {str(Requirement(f"{text}; extra == '{extra}'")) for text in texts}
    said = metadata.get_all("Requires-Dist", [])
    assert {str(Requirement(text)) for text in said} == needed


@pytest.mark.parametrize("archive", [WHEEL, SDIST], ids=["wheel", "sdist"])
def test_the_archives_contain_no_path_of_the_machine(archive: dict[str, bytes]) -> None:
    marks = [str(ROOT).encode(), str(Path.home()).encode() + b"/"]
    assert [
        name for name, content in archive.items() if any(mark in content for mark in marks)
    ] == []


def test_owners_and_modes_do_not_depend_on_the_machine() -> None:
    with tarfile.open(FIRST / f"{STEM}.tar.gz") as sdist:
        assert {(member.uid, member.gid, member.mode & 0o022) for member in sdist} == {(0, 0, 0)}
    with zipfile.ZipFile(FIRST / f"{STEM}-py3-none-any.whl") as wheel:
        assert {info.external_attr >> 16 & 0o777 for info in wheel.infolist()} == {0o644}
