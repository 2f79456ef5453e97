# /// script
# requires-python = ">=3.11"
# dependencies = ["nox[uv]"]
# ///
"""The tasks of this repository; `python3 dev.py SESSION` runs one from a bare Python."""

import shutil
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.reuse_venv = "yes"
nox.options.download_python = "never"
nox.options.sessions = ["test"]

PACKAGES = ("openresponses_sdk", "openresponses_schema")
FIND_PUBLISHED_DOCUMENT = (
    "from importlib.resources import files; print(files('llm_comply') / 'specs' / 'openresponses.json')"
)


def install_pins(session: nox.Session, name: str = "dev") -> None:
    session.install("--require-hashes", "-r", f"requirements/{name}.txt")


def install_project(session: nox.Session, pins: str = "dev") -> None:
    install_pins(session, pins)
    # The pins hold the build backend, so nothing unpinned is fetched for an isolated build.
    session.install("--no-deps", "--no-build-isolation", "-e", ".")


@nox.session
def demo(session: nox.Session) -> None:
    """Turn the agent session in examples/ into an Open Responses stream and check it."""
    install_project(session, "base")
    session.run("python", "examples/demo.py", *session.posargs)


@nox.session
def test(session: nox.Session) -> None:
    """Run all tests; arguments after -- go to pytest."""
    install_project(session)
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def oldest(session: nox.Session) -> None:
    """Run all tests with the oldest releases of what the package needs; arguments after -- go to pytest."""
    install_project(session)
    session.install("--require-hashes", "-r", "requirements/oldest.txt")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def long(session: nox.Session) -> None:
    """Run the laws over 100,000 legal streams and as many hostile inputs; prints the figures (half an hour)."""
    install_project(session)
    which = session.posargs or ["tests/test_long_runs.py", "tests/test_streams.py", "tests/test_mutants.py"]
    session.run("python", "-m", "pytest", *which, env={"OPENRESPONSES_LONG": "1"})


@nox.session
def lint(session: nox.Session) -> None:
    """Check style and formatting with ruff."""
    install_pins(session)
    session.run("ruff", "check", *session.posargs, ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """Check types with mypy --strict and pyright, and that no type of a public name is left to be inferred."""
    install_project(session)
    session.run("mypy", *session.posargs)
    session.run("pyright")
    for package in PACKAGES:
        session.run("pyright", "--verifytypes", package, "--ignoreexternal")


@nox.session
def drift(session: nox.Session) -> None:
    """Compare generated/ with spec/, and spec/ with the published document."""
    install_pins(session)
    session.run("python", "-m", "codegen", "check")
    document = session.run("python", "-c", FIND_PUBLISHED_DOCUMENT, silent=True)
    session.run("python", "-m", "codegen", "equivalence", str(document).strip())


@nox.session
def typescript(session: nox.Session) -> None:
    """Compile the npm package and judge it: types, tests in node, golden vectors (needs npm)."""
    install_project(session)
    session.run(
        "python", "-m", "pytest", *(session.posargs or ["tests/test_typescript.py", "tests/test_typescript_laws.py"])
    )


@nox.session
def generate(session: nox.Session) -> None:
    """Write generated/ anew from spec/."""
    install_pins(session)
    session.run("python", "-m", "codegen", "generate", *session.posargs)


@nox.session
def share(session: nox.Session) -> None:
    """Generate twice, into two folders, and prove that both and generated/ are equal byte for byte."""
    install_pins(session)
    folder = Path(session.create_tmp())
    trees = []
    for name in ("first", "second"):
        shutil.rmtree(folder / name, ignore_errors=True)
        session.run("python", "-m", "codegen", "generate", "--out", str(folder / name), silent=True)
        trees.append(contents(folder / name))
    committed = contents(Path("generated"))
    differing = sorted(name for name in trees[0].keys() | trees[1].keys() if trees[0].get(name) != trees[1].get(name))
    stale = sorted(name for name in trees[0].keys() | committed.keys() if trees[0].get(name) != committed.get(name))
    if differing or stale:
        session.error(f"two runs differ in {differing or 'nothing'}, generated/ differs in {stale or 'nothing'}")
    session.log(
        f"{len(committed)} files, {sum(map(len, committed.values())):,} bytes: equal in both runs and committed"
    )


def contents(folder: Path) -> dict[str, bytes]:
    made = {"__pycache__", "node_modules", "dist", "LICENSE"}  # By Python and npm, from what is generated.
    files = (path for path in folder.rglob("*") if path.is_file() and made.isdisjoint(path.parts))
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


@nox.session
def mappings(session: nox.Session) -> None:
    """Write docs/mappings.md anew from the tables of the bridges; `-- --check` only compares."""
    install_project(session)
    session.run("python", "docs/mapping_tables.py", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """Build the documentation into site/, strictly; `-- serve` shows it and follows changes."""
    install_pins(session)
    command = session.posargs or ["build", "--strict"]
    session.run("mkdocs", *command, env={"NO_MKDOCS_2_WARNING": "1"})


@nox.session
def build(session: nox.Session) -> None:
    """Build the sdist and the wheel into dist/, as they are published, and use the wheel outside the repository."""
    install_pins(session, "base")
    shutil.rmtree("dist", ignore_errors=True)
    session.run("hatchling", "build", "-d", "dist")
    session.install("--no-deps", "--reinstall", *map(str, Path("dist").glob("*.whl")))
    example = Path("examples", "agent-session.jsonl").resolve()
    with session.chdir(session.create_tmp()):
        session.run("python", "-c", "import openresponses_sdk, openresponses_schema")
        session.run("openresponses", "convert", example, "--from", "thread-events", "--to", "sse", "-o", "session.sse")
        session.run("openresponses", "check", "session.sse")
        session.run("openresponses", "schema", "diff", "2026-01-15", "2026-04-24", silent=True)


@nox.session
def distributions(session: nox.Session) -> None:
    """Judge what `build` left in dist/: build it again from its sdist, compare, and ask the checkers of the indexes."""
    install_pins(session)
    found = sorted(map(str, Path("dist").iterdir()))
    session.run("twine", "check", "--strict", *found)
    session.run("check-wheel-contents", *(name for name in found if name.endswith(".whl")))
    session.run("python", "-m", "release", "rebuild", "dist")


@nox.session
def api(session: nox.Session) -> None:
    """Compare the public names with those of the last release; what breaks must stand in the changelog."""
    install_pins(session)
    session.run("python", "-m", "release", "api", *session.posargs)


@nox.session
def lock(session: nox.Session) -> None:
    """Pin requirements/*.txt again; `-- --upgrade` moves to the newest releases."""
    install_pins(session, "bootstrap")
    pin = ["uv", "pip", "compile", "-q", "--universal", "--python-version", "3.11", "--generate-hashes"]
    pin += ["--no-header", "--no-annotate", *session.posargs]
    project = [*pin, "--extra", "cli", "pyproject.toml"]
    session.run(*project, "--group", "dev", "-o", "requirements/dev.txt")
    session.run(*project, "--group", "build", "-c", "requirements/dev.txt", "-o", "requirements/base.txt")
    session.run(*project, "--group", "bench", "-c", "requirements/dev.txt", "-o", "requirements/bench.txt")
    session.run(*project, "--extra", "schema", "--resolution", "lowest-direct", "-o", "requirements/oldest.txt")
    session.run(*pin, "requirements/bootstrap.in", "-c", "requirements/dev.txt", "-o", "requirements/bootstrap.txt")


@nox.session
def bench(session: nox.Session) -> None:
    """Measure speed, memory and import time, beside other libraries, and print what was measured."""
    install_project(session, "bench")
    session.run("python", "-m", "bench", *session.posargs)


if __name__ == "__main__":
    nox.main()
