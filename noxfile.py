"""The tasks of this project: `nox --list` shows them, `nox -s NAME` runs one."""

from __future__ import annotations

import itertools
import os
import re
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

import nox
from nox.command import CommandFailed
from packaging.requirements import Requirement

nox.needs_version = ">=2024.10.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.error_on_external_run = True

ROOT = Path(__file__).parent
PACKAGE = ROOT / "generated_client"
PYPROJECT = nox.project.load_toml(PACKAGE / "pyproject.toml")
DISTRIBUTION = PYPROJECT["project"]["name"]
EXTRAS = sorted(PYPROJECT["project"]["optional-dependencies"])
DOCUMENT = ROOT / "openapi" / "serverless-endpoints.yaml"


def installed_pythons() -> list[str]:
    """The Python versions that the package supports and this machine runs, oldest first."""
    if pyenv := shutil.which("pyenv"):
        # pyenv puts a command for every version on PATH, but runs only those that are switched on.
        listed = subprocess.run(
            [pyenv, "versions", "--bare"], capture_output=True, text=True, check=False
        )
        os.environ.setdefault("PYENV_VERSION", ":".join(reversed(listed.stdout.split())))
    return [
        version for version in nox.project.python_versions(PYPROJECT) if _runs(f"python{version}")
    ]


def _runs(python: str) -> bool:
    path = shutil.which(python)
    return (
        path is not None
        and subprocess.run([path, "--version"], capture_output=True).returncode == 0
    )


PACKAGE_NAME = DISTRIBUTION.replace("-", "_")
PYTHONS = installed_pythons()
PYTHON = PYTHONS[0]


def install_generator(session: nox.Session) -> None:
    """Installs what `python -m generator` needs, at the very versions that shape its output."""
    session.install("--no-compile", "-r", "generator/requirements.txt")


def build_wheel(session: nox.Session) -> Path:
    """Builds the wheel of the package, and says where it is."""
    folder = Path(session.create_tmp()) / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    session.install("build")
    session.run(
        "python", "-m", "build", "--wheel", "--outdir", str(folder), str(PACKAGE), silent=True
    )
    return next(folder.glob("*.whl"))


def install_package(session: nox.Session, *more: str, extras: Sequence[str] = ()) -> None:
    """Installs the package as its sources are now, also where `nox -r` keeps an older build."""
    wheel = str(build_wheel(session))
    # Python compiles the few modules that it imports; pip would compile all of them.
    wanted = f"{wheel}[{','.join(extras)}]" if extras else wheel
    session.install("--no-compile", wanted, *more)
    session.install("--force-reinstall", "--no-deps", wheel)


def install_wheel_alone(session: nox.Session) -> str:
    """Makes an environment that holds the package and what it needs alone, and says its Python."""
    folder = Path(session.create_tmp()) / "alone"
    shutil.rmtree(folder, ignore_errors=True)
    session.run("python", "-m", "venv", str(folder), silent=True)
    python = str(folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python"))
    session.run(python, "-m", "pip", "install", "--quiet", str(build_wheel(session)), external=True)
    return python


@nox.session(python=PYTHON, default=False)
def generate(session: nox.Session) -> None:
    """Write generated_client/ anew from the document."""
    install_generator(session)
    session.run("python", "-m", "generator", "generate", *session.posargs)


@nox.session(python=PYTHON)
def check(session: nox.Session) -> None:
    """Say how generated_client/ differs from what the document makes."""
    install_generator(session)
    session.run("python", "-m", "generator", "check", *session.posargs)


#: What another Python may change: the behaviour of the package, and the bytes that are generated.
ELSEWHERE = [
    *(f"tests/{name}" for name in ("client", "network", "package", "testing")),
    "tests/render/test_determinism.py",
]


@nox.session(python=PYTHONS)
def tests(session: nox.Session) -> None:
    """Run all tests on the oldest Python, with coverage; those of the package on each other one."""
    install_generator(session)
    install_package(session, "-r", "tests/requirements.txt", extras=EXTRAS)
    # Many tests wait for a socket, so that more of them fit than there are cores.
    command = ["python", "-m", "pytest", "-q", f"--numprocesses={max(4, os.cpu_count() or 1)}"]
    session.env["COVERAGE_FILE"] = str(Path(session.create_tmp()) / "coverage")
    if session.posargs:
        session.run(*command, *session.posargs)
    elif session.python == PYTHON:
        # A failed run ends with the names of the tests that failed: the report comes after it.
        session.run(*command, "-m", "not types", "--cov", "--cov-report=")
        session.run("coverage", "report")
    else:
        session.run(*command, *ELSEWHERE)


@nox.session(python=PYTHON)
def lint(session: nox.Session) -> None:
    """Check style, format and imports of all code that is written by hand."""
    install_generator(session)
    session.install("-r", "tests/lint/requirements.txt")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")
    session.run("lint-imports", "--no-logo", "--no-cache", env={"PYTHONPATH": str(PACKAGE)})
    session.run("zizmor", "--offline", "--quiet", ".github")
    session.run("repo-review", "--show", "err", ".")


@nox.session(python=PYTHON)
def types(session: nox.Session) -> None:
    """Check the types of the package, of code that uses it, and of the generator."""
    install_generator(session)
    needed = ["-r", "tests/requirements.txt", "-r", "tests/typing/requirements.txt"]
    install_package(session, *needed, extras=EXTRAS)
    session.run("mypy", "generator")
    session.run("mypy", "-p", PACKAGE_NAME)
    session.run("pyright", "--warnings", "--pythonpath", shutil.which("python", path=session.bin))
    session.run("python", "tests/typing/judge.py")
    session.run("python", "-m", "pytest", "-q", "-m", "types")


@nox.session(python=PYTHON, default=False)
def build(session: nox.Session) -> None:
    """Build sdist and wheel into dist/."""
    session.install("build")
    session.run("python", "-m", "build", "--outdir", "dist", str(PACKAGE))


@nox.session(python=PYTHON, default=False)
def demo(session: nox.Session) -> None:
    """The main job, without Azure: regenerate, build, install, and list keys from a real server."""
    install_generator(session)
    session.log("1. The package is what the document makes:")
    session.run("python", "-m", "generator", "check")
    session.log("2. It is built and installed in an empty environment.")
    python = install_wheel_alone(session)
    session.log("3. It lists the keys of the sample endpoint:")
    session.run(python, "-I", "tests/demo.py", external=True)


@nox.session(python=PYTHON, default=False)
def diff(session: nox.Session) -> None:
    """Say what changed for callers since the main branch, in words for a pull request."""
    install_generator(session)
    # Its exit status grades the changes; what must not be merged is for `gate` to say.
    session.run("python", "-m", "generator", "diff", *session.posargs, success_codes=[0, 1, 2, 3])


@nox.session(python=PYTHON, default=False)
def gate(session: nox.Session) -> None:
    """Fail if version and changelog do not follow what changed since the main branch."""
    install_generator(session)
    session.run("python", "-m", "generator", "diff", "--gate", *session.posargs)


@nox.session(python=PYTHON, default=False)
def bump(session: nox.Session) -> None:
    """Move the document to another api-version and regenerate: `nox -s bump -- 2025-12-01`."""
    install_generator(session)
    session.run("python", "-m", "generator", "bump", *session.posargs)


@nox.session(python=PYTHON, default=False)
def engine(session: nox.Session) -> None:
    """Try another release of the engine and say what works: `nox -s engine -- 0.30.0`."""
    if len(session.posargs) != 1:
        session.error("Name the release to try: nox -s engine -- 0.30.0")
    install_generator(session)
    install_package(session, "-r", "tests/requirements.txt")
    release = f"openapi-python-client=={session.posargs[0]}"
    try:
        # Every other pin stays, so that a difference can only come from the engine.
        session.install("--no-deps", release)
    except CommandFailed:
        session.error(f"{release} cannot be installed: see above whether there is such a release")
    listed = session.run("python", "-m", "tests.engine", "requirements", silent=True)
    if missing := str(listed).split("\n")[:-1]:
        pins = (ROOT / "generator" / "requirements.txt").read_text("utf-8").splitlines()
        kept = Path(session.create_tmp()) / "kept.txt"
        kept.write_text(
            "\n".join(one for one in pins if not one.startswith("openapi-python-client"))
        )
        session.install("--constraint", str(kept), *missing, success_codes=[0, 1])
    session.run("python", "-m", "tests.engine")


@nox.session(python=PYTHON, default=False)
def bench(session: nox.Session) -> None:
    """Compare the speed of calls with httpx by hand, and of generation with the engine alone."""
    install_generator(session)
    install_package(session, "trustme==1.2.1", "httpx2==2.16.2", extras=EXTRAS)
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session(python=PYTHON, default=False)
def mutation(session: nox.Session) -> None:
    """Edit the package and see whether a test notices; `-- _retry tests/client` tries a part."""
    install_generator(session)
    session.install("-r", "tests/requirements.txt", "-r", "tests/mutation/requirements.txt")
    # The copies that are edited go to the temporary folder of the session.
    session.create_tmp()
    session.run("python", "-m", "tests.mutation", *session.posargs)


#: The oldest Node.js that Redocly and Prism run on.
NODE = (20, 19)


def install_judges(session: nox.Session) -> Path:
    """Installs Prism and Redocly from npm into the session's folder, and says where they are."""
    try:
        version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    except FileNotFoundError:
        version = ""
    found = tuple(int(part) for part in re.findall(r"\d+", version)[:2])
    if found < NODE or shutil.which("npm") is None:
        session.error(
            f"Prism and Redocly need npm and Node.js {'.'.join(map(str, NODE))} or later, and here "
            f"is {version.strip() or 'none'}: get them from https://nodejs.org or your system"
        )
    folder = Path(session.create_tmp()) / "npm"
    folder.mkdir(exist_ok=True)
    for name in ("package.json", ".npmrc"):
        shutil.copy(ROOT / "tests" / "contract" / name, folder)
    session.run("npm", "install", "--silent", "--prefix", str(folder), external=True)
    return folder / "node_modules" / ".bin"


def last_line(session: nox.Session, *arguments: str) -> str:
    """Runs Python, silent where it succeeds, and says how its output ends."""
    output = session.run("python", *arguments, silent=True)
    return str(output).strip().rpartition("\n")[2]


@nox.session(python=PYTHON, default=False)
def contract(session: nox.Session) -> None:
    """Let Redocly, Prism and Schemathesis judge the document, the clients and the stand-in."""
    judges = install_judges(session)
    install_package(session, "-r", "tests/contract/requirements.txt", "schemathesis==4.32.5")
    session.env.update(REDOCLY_TELEMETRY="off", PRISM=str(judges / "prism"))
    redocly = [str(judges / "redocly"), "lint", "--config", "tests/contract/redocly.yaml"]
    session.run(*redocly, str(DOCUMENT), external=True, silent=True)
    prism = last_line(session, "-m", "pytest", "-q", "tests/contract/prism.py")
    driven = last_line(session, "tests/contract/drive.py", *session.posargs)
    session.log(f"contract: Redocly: no objection to the document; Prism: {prism}; {driven}")


@nox.session(python=PYTHON, default=False)
def parity(session: nox.Session) -> None:
    """Compare every request and reading with those of Microsoft's own client."""
    install_package(session, "-r", "tests/contract/requirements.txt", "azure-ai-ml==1.35.2")
    passed = last_line(session, "-m", "pytest", "-q", "tests/contract/parity.py", *session.posargs)
    session.log(
        f"parity: azure-ai-ml 1.35.2 asks for the same and reads the same: {passed}; where they "
        "differ on purpose is in tests/contract/parity.py"
    )


@nox.session(python=PYTHON, default=False)
def package(session: nox.Session) -> None:
    """Judge the package as a stranger gets it; `-- --audit` fails without an audit."""
    session.install("-r", "tests/package/requirements.txt")
    dist = Path(session.create_tmp()) / "dist"
    shutil.rmtree(dist, ignore_errors=True)
    first = build_archives(session, PACKAGE, dist / "first")
    copy = shutil.copytree(PACKAGE, dist / "copy", copy_function=shutil.copyfile)
    for path in copy.rglob("*"):
        os.utime(path, (1_000_000_000, 1_000_000_000))
        path.chmod(0o700 if path.is_dir() else 0o600)
    build_archives(session, copy, dist / "second", TZ="Asia/Tokyo", PYTHONHASHSEED="7")
    # The archives are read, not imported: what other tests share is not installed here.
    look = ["python", "-m", "pytest", "-q", "--noconftest", "tests/package/archives.py"]
    session.run(*look, env={"DIST": str(dist)})
    session.run("twine", "check", "--strict", *map(str, first))
    session.run("check-wheel-contents", *(str(path) for path in first if path.suffix == ".whl"))
    session.run("validate-pyproject", str(PACKAGE / "pyproject.toml"))
    session.run("pyroma", "--min=10", str(PACKAGE))
    tried = 0
    for python in PYTHONS:
        for archive in first:
            for lowest in (True, False):
                install_as_stranger(session, python, archive, lowest=lowest)
                tried += 1
    audited = audit(session, dist)
    session.log(
        f"package: {len(first)} archives, the same twice; {tried} installations on Python "
        f"{', '.join(PYTHONS)} work; {audited}."
    )


@nox.session(python=PYTHON, default=False)
def release(session: nox.Session) -> None:
    """Do all of a release but the upload; `-- v0.3.0` also checks that tag."""
    session.install("-r", "tests/package/requirements.txt")
    made = ROOT / "build" / "release"
    for folder in (ROOT / "dist", made):
        shutil.rmtree(folder, ignore_errors=True)
    made.mkdir(parents=True)
    archives = build_archives(session, PACKAGE, ROOT / "dist")
    session.run("twine", "check", "--strict", *map(str, archives))
    (wheel,) = (path for path in archives if path.suffix == ".whl")
    alone = Path(session.create_tmp()) / "alone"
    session.run("uv", "venv", "--quiet", "--clear", "--python", f"python{PYTHON}", str(alone))
    wanted = f"{wheel}[{','.join(EXTRAS)}]"
    session.run("uv", "pip", "install", "--quiet", "--python", str(alone), wanted)
    sbom = made / f"{wheel.name.removesuffix('-py3-none-any.whl')}.cdx.json"
    describe = ["cyclonedx-py", "environment", "--output-reproducible", "--mc-type", "library"]
    describe += ["--pyproject", str(PACKAGE / "pyproject.toml"), "--output-file", str(sbom)]
    session.run(*describe, str(alone))
    notes = made / "notes.md"
    session.run("python", "tests/package/release.py", str(sbom), str(notes), *session.posargs)
    names = ", ".join(path.name for path in (*archives, sbom, notes))
    session.log(f"release: ready to publish: {names}; nothing was uploaded")


def build_archives(
    session: nox.Session, project: Path, folder: Path, **environment: str
) -> list[Path]:
    """Builds sdist and wheel, and says where they are."""
    command = ["python", "-m", "build", "--installer", "uv", "--outdir", str(folder), str(project)]
    session.run(*command, env=environment, silent=True)
    return sorted(folder.iterdir())


def install_as_stranger(session: nox.Session, python: str, archive: Path, *, lowest: bool) -> None:
    """Installs an archive in an environment of its own and uses it, without extras and with all."""
    folder = Path(session.create_tmp()) / "stranger"
    session.run("uv", "venv", "--quiet", "--clear", "--python", f"python{python}", str(folder))
    extras = PYPROJECT["project"]["optional-dependencies"]
    pins = Path(session.create_tmp()) / "pins.txt"
    needed = [*PYPROJECT["project"]["dependencies"], *itertools.chain(*extras.values())]
    pins.write_text("".join(f"{lowest_allowed(text)}\n" for text in needed) if lowest else "")
    inside = Path("Scripts/python.exe" if os.name == "nt" else "bin/python")
    for chosen in ([], sorted(extras)):
        wanted = f"{archive}[{','.join(chosen)}]" if chosen else str(archive)
        install = ["uv", "pip", "install", "--quiet", "--python", str(folder)]
        session.run(*install, "--constraints", str(pins), wanted)
        use = ["-I", "-W", "error", "tests/package/stranger.py", *chosen]
        session.run(str(folder / inside), *use, external=True)


def lowest_allowed(requirement: str) -> str:
    """The oldest release that a requirement allows, as a pin."""
    parsed = Requirement(requirement)
    (bound,) = [each.version for each in parsed.specifier if each.operator == ">="]
    return f"{parsed.name}=={bound}"


def audit(session: nox.Session, folder: Path) -> str:
    """Asks for known vulnerabilities in what the package and each extra install; says what came."""
    files: list[str] = []
    for extra in ("", *PYPROJECT["project"]["optional-dependencies"]):
        file = folder / f"needs-{extra or 'alone'}.txt"
        command = ["uv", "pip", "compile", "--quiet", "--no-header", "--no-annotate"]
        command += [*(["--extra", extra] if extra else []), "--output-file", str(file)]
        session.run(*command, str(PACKAGE / "pyproject.toml"), silent=True)
        files.append(str(file))
    command = ["python", "tests/package/audit.py", *files]
    output = str(session.run(*command, silent=True, success_codes=[0, 3]))
    session.log(output.strip())
    if "NOT AUDITED" not in output:
        return "no vulnerability known in what it needs"
    if "--audit" in session.posargs:
        session.error("No vulnerability service could be asked.")
    session.warn("No vulnerability service can be reached from here: nothing is known of any.")
    return "NOT AUDITED for known vulnerabilities, see above"
