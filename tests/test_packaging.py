"""What is shipped: the sdist builds the wheel, and the wheel works alone, away from the repository."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path
from typing import Any

import pytest

from openresponses_schema import SPEC_VERSION
from openresponses_sdk import __version__

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "annotated_types")
"""What the base install brings: pydantic, typing-extensions, and what these need themselves."""
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_", "COV"))}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sdist")
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def wheel(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, made from the sdist as an installer would make it."""
    folder = tmp_path_factory.mktemp("wheel")
    # The oldest releases of Python 3.11 know no filter, newer ones warn without it.
    options: dict[str, Any] = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, **options)
    (source,) = folder.iterdir()
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder, cwd=source)
    (built,) = folder.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def metadata(wheel: Path) -> Message:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        return Parser().parsestr(archive.read(name).decode("utf-8"))


@pytest.fixture(scope="module")
def home(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A fresh environment that holds the wheel and what the base install brings, and nothing else of ours."""
    home = tmp_path_factory.mktemp("alone")
    venv.create(home / "env", with_pip=True)
    python = home / "env" / SCRIPTS / "python"
    run(python, "-m", "pip", "install", "-q", "--no-deps", "--no-index", wheel, cwd=home)
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=home).strip())
    # Copied from the environment that runs the tests, so that nothing is fetched.
    for name in NEEDED:
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.origin is not None
        origin = Path(spec.origin)
        if origin.name == "__init__.py":
            shutil.copytree(origin.parent, site / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(origin, site)
    return home


def alone(home: Path, program: str) -> str:
    return run(home / "env" / SCRIPTS / "python", "-I", "-c", program, cwd=home)


def openresponses(home: Path, *arguments: str | Path, code: int = 0) -> str:
    return run(home / "env" / SCRIPTS / "openresponses", *arguments, cwd=home, code=code)


def test_the_wheel_holds_both_packages_with_their_types_and_the_specification(wheel: Path) -> None:
    """DESIGN, the house: two import packages in one wheel, both with py.typed; issue 1: the bundle inside."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"openresponses_sdk/__init__.py", "openresponses_sdk/py.typed"} <= names
    assert {"openresponses_schema/__init__.py", "openresponses_schema/py.typed"} <= names
    assert "openresponses_schema/openapi.json" in names
    for folder in ("src", "generated"):
        assert {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*.py")} <= names


def test_the_wheel_holds_no_tests_and_no_generator(wheel: Path) -> None:
    """Who installs the SDK gets what runs, not what makes it."""
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"openresponses_sdk", "openresponses_schema"}


def test_the_sdist_holds_what_is_needed_to_generate_and_test(sdist: Path) -> None:
    """A distributor that packages from the sdist can run the tests and check the generated files."""
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    for name in ("spec/openapi.yaml", "codegen/__main__.py", "codegen/templates/_base.py", "tests/test_packaging.py"):
        assert name in names
    assert {"LICENSE", "README.md", "CHANGELOG.md", "docs/README.md", "examples/agent-session.jsonl"} <= names
    assert {"generated/openresponses_schema/openapi.json", "generated/docs/lifecycle.md", "bench/__main__.py"} <= names
    # The build backend adds .gitignore, which it needs to build again.
    assert {name for name in names if "__pycache__" in name or name.startswith(".")} <= {".gitignore"}


def test_the_metadata_names_the_licence_and_only_two_requirements(metadata: Message) -> None:
    """Issue 1: PEP 639 licence Apache-2.0; base dependencies pydantic and typing-extensions only."""
    assert metadata["License-Expression"] == "Apache-2.0"
    required = [line for line in metadata.get_all("Requires-Dist", []) if "extra ==" not in line]
    assert sorted(line.split(">")[0].split("<")[0] for line in required) == ["pydantic", "typing-extensions"]
    assert metadata["Name"] == "openresponses-sdk"
    assert metadata["Version"] == __version__


def test_the_metadata_shows_the_readme_and_where_to_go(metadata: Message) -> None:
    """Issue 1: the metadata that users expect."""
    assert metadata["Description-Content-Type"] == "text/markdown"
    assert metadata.get_payload() == (ROOT / "README.md").read_text("utf-8")
    links = {line.split(",")[0] for line in metadata.get_all("Project-URL", [])}
    assert {"Homepage", "Documentation", "Changelog", "Issues", "Source"} <= links


def test_the_installed_wheel_imports_without_the_repository_and_without_extras(home: Path) -> None:
    """Issue 1: the command line works in the base install; rich is an optional nicety."""
    program = (
        "import importlib.util, json, openresponses_schema, openresponses_sdk\n"
        "for name in openresponses_sdk.__all__: getattr(openresponses_sdk, name)\n"
        "for name in openresponses_schema.__all__: getattr(openresponses_schema, name)\n"
        "absent = [name for name in ('rich', 'yaml', 'codegen', 'tests') if importlib.util.find_spec(name)]\n"
        "print(json.dumps([absent, openresponses_sdk.__file__, openresponses_schema.SPEC_VERSION]))"
    )
    present, file, version = json.loads(alone(home, program))
    assert present == []
    assert Path(file).resolve().is_relative_to((home / "env").resolve())
    assert version == SPEC_VERSION


def test_the_installed_command_knows_its_version(home: Path) -> None:
    """Issue 1: the command is `openresponses`."""
    assert openresponses(home, "--version").strip() == f"openresponses {__version__}"


def test_the_installed_command_converts_a_session_and_finds_no_fault_with_it(home: Path) -> None:
    """Issue 1: a real agent session becomes a conformant stream; here with nothing but the base install."""
    session = ROOT / "examples" / "agent-session.jsonl"
    openresponses(home, "convert", session, "--from", "thread-events", "--to", "sse", "-o", "session.sse")
    text = (home / "session.sse").read_text("utf-8")
    assert text.startswith("event: response.created\n") and text.endswith("data: [DONE]\n\n")
    report = json.loads(openresponses(home, "check", "--json", "session.sse"))
    assert report["errors"] == 0
    (home / "broken.sse").write_text(text.replace("event: response.created", "event: response.queued", 1), "utf-8")
    openresponses(home, "check", "broken.sse", code=1)


def test_the_packages_can_be_run_as_a_module(home: Path) -> None:
    """Where no script folder is on the path, `python -m openresponses_sdk` is the command."""
    printed = run(home / "env" / SCRIPTS / "python", "-I", "-m", "openresponses_sdk", "--version", cwd=home)
    assert __version__ in printed
