"""What is shipped: the same bytes from every build, as the indexes want it, and a wheel that works alone."""

import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from email.message import Message
from email.parser import Parser
from html.parser import HTMLParser
from pathlib import Path

import pytest
from readme_renderer import markdown

from openresponses_schema import SPEC_VERSION
from openresponses_sdk import __version__
from release.rebuild import differences, rebuild

ROOT = Path(__file__).resolve().parents[1]
NEEDED = ("pydantic", "pydantic_core", "typing_extensions", "typing_inspection", "annotated_types")
"""What the base install brings: pydantic, typing-extensions, and what these need themselves."""
SCRIPTS = "Scripts" if os.name == "nt" else "bin"


def run(*command: str | Path, cwd: Path, code: int = 0) -> str:
    unwanted = ("PYTHON", "PIP_", "COV", "SOURCE_DATE_EPOCH")
    environment = {name: value for name, value in os.environ.items() if not name.startswith(unwanted)}
    done = subprocess.run(command, cwd=cwd, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == code, f"{command}\n{done.stdout}{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def sdist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sdist as it is built in the repository; the wheel stands beside it."""
    folder = tmp_path_factory.mktemp("dist")
    run(sys.executable, "-m", "hatchling", "build", "-d", folder, cwd=ROOT)
    (built,) = folder.glob("*.tar.gz")
    return built


@pytest.fixture(scope="module")
def again(sdist: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is built from the sdist, as an installer would."""
    return rebuild(sdist, tmp_path_factory.mktemp("another place"))


@pytest.fixture(scope="module")
def wheel(again: Path) -> Path:
    (built,) = again.glob("*.whl")
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


def test_two_builds_give_the_same_bytes(sdist: Path, again: Path, tmp_path: Path) -> None:
    """Issue 6: reproducible; folder, time, umask, and whether it is a clone or the sdist, do not show in the result."""
    assert [path.suffix for path in sorted(again.iterdir())] == [".whl", ".gz"]
    assert differences(sdist.parent, again) == []
    shutil.copytree(again, tmp_path, dirs_exist_ok=True)
    (tmp_path / sdist.name).write_bytes(sdist.read_bytes() + b"\0")
    assert differences(sdist.parent, tmp_path) == [sdist.name]


def test_the_indexes_and_the_inspectors_of_wheels_find_no_fault(sdist: Path) -> None:
    """Issue 6: `twine check --strict` and `check-wheel-contents`."""
    said = run(sys.executable, "-m", "twine", "--no-color", "check", "--strict", *sdist.parent.iterdir(), cwd=ROOT)
    assert said.count("PASSED") == 2
    (built,) = sdist.parent.glob("*.whl")
    run(sys.executable, "-m", "check_wheel_contents", built, cwd=ROOT)


def test_the_wheel_holds_both_packages_with_their_types_and_the_specification(wheel: Path) -> None:
    """DESIGN, the house: two import packages in one wheel, both with py.typed; issue 1: the bundle inside."""
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {"openresponses_sdk/__init__.py", "openresponses_sdk/py.typed"} <= names
    assert {"openresponses_schema/__init__.py", "openresponses_schema/py.typed"} <= names
    assert "openresponses_schema/openapi.json" in names
    for folder in ("src", "generated"):
        assert {path.relative_to(ROOT / folder).as_posix() for path in (ROOT / folder).rglob("*.py")} <= names
    # Who installs the SDK gets what runs, not what makes it.
    tops = {name.split("/")[0] for name in names}
    assert {top for top in tops if not top.endswith(".dist-info")} == {"openresponses_sdk", "openresponses_schema"}


def test_the_wheel_holds_the_golden_vectors_as_they_were_generated(wheel: Path, home: Path) -> None:
    """Issue 6: the vectors are in the installed wheel, and the command finds them there; nothing else lies beside."""
    sources = {
        "openresponses_sdk": ROOT / "src" / "openresponses_sdk",
        "openresponses_schema": ROOT / "generated" / "openresponses_schema",
        "openresponses_schema/vectors": ROOT / "generated" / "vectors",
    }
    expected = {
        f"{place}/{path.relative_to(folder).as_posix()}": path.read_bytes()
        for place, folder in sources.items()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    with zipfile.ZipFile(wheel) as archive:
        packed = {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}
    assert packed.keys() == expected.keys()
    assert packed == expected
    python = home / "env" / SCRIPTS / "python"
    reference = (python, "-I", "-m", "openresponses_sdk.testing.vectors")
    assert "30 of 30 passed" in openresponses(home, "vectors", "run", "--kind", "bridge", "--", *reference)


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


def test_the_licence_is_declared_as_pep_639_asks(wheel: Path, metadata: Message) -> None:
    """PEP 639: an SPDX expression, the licence file inside the wheel, and no licence classifier."""
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["License"] is None
    assert not [name for name in metadata.get_all("Classifier", []) if name.startswith("License ::")]
    archive = zipfile.ZipFile(wheel)
    (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
    assert archive.read(name) == (ROOT / "LICENSE").read_bytes()
    assert b"Apache License" in archive.read(name)


def test_the_base_install_needs_pydantic_and_typing_extensions_only(metadata: Message) -> None:
    """DESIGN, the house: everything else is an extra."""
    required = metadata.get_all("Requires-Dist", [])
    base = {re.split(r"[^A-Za-z0-9_-]", line)[0] for line in required if "extra ==" not in line}
    assert base == {"pydantic", "typing-extensions"}
    assert metadata.get_all("Provides-Extra") == ["cli", "schema"]
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_metadata_says_what_it_is_and_where_to_go(metadata: Message) -> None:
    """Issue 1: the metadata that users expect."""
    assert metadata["Name"] == "openresponses-sdk"
    assert metadata["Version"] == __version__
    assert metadata["Keywords"] and metadata["Summary"]
    links = {line.split(",")[0] for line in metadata.get_all("Project-URL", [])}
    assert {"Homepage", "Documentation", "Changelog", "Issues", "Source"} <= links
    assert "Typing :: Typed" in metadata.get_all("Classifier", [])


class Links(HTMLParser):
    """Where the links of a page lead."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.targets += [value for name, value in attrs if name in ("href", "src") and value]


def test_the_readme_renders_away_from_the_repository(metadata: Message) -> None:
    """Issue 6: on the page of the package every link leads to the file as it was released."""
    assert metadata["Description-Content-Type"] == "text/markdown"
    readme, shown = (ROOT / "README.md").read_text("utf-8"), str(metadata.get_payload())
    files = f"https://github.com/openresponses-sdk/openresponses-sdk/blob/v{__version__}/"
    assert shown.replace(f"]({files}", "](") == readme
    page = markdown.render(shown)
    assert page is not None and "<h1" in page
    targets = Links(page).targets
    assert [target for target in targets if not target.startswith(("https://", "#"))] == []
    released = [target.removeprefix(files) for target in targets if target.startswith(files)]
    assert "docs/producing.md" in released
    assert [name for name in released if not (ROOT / name.partition("#")[0]).exists()] == []


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


def test_the_installed_command_compares_the_releases_that_come_with_it(home: Path) -> None:
    """Issue 6: what a maintainer of a specification uses works from an installed wheel, without the extras."""
    openresponses(home, "schema", "diff", "2026-01-15", "2026-04-24")
    openresponses(home, "schema", "diff", "2026-01-15", "2026-04-24", "--fail-on", "breaking", code=1)


def test_the_installed_command_exports_what_the_repository_holds(home: Path) -> None:
    """Issue 6: JSON Schemas, the document and its overlay come from a wheel alone, byte for byte."""
    openresponses(home, "schema", "export", "shared")
    exported = {path.relative_to(home / "shared"): path.read_bytes() for path in (home / "shared").rglob("*.json")}
    assert {path.parts[0] for path in exported} >= {"json-schema", "openapi"}
    for path, data in exported.items():
        assert (ROOT / "generated" / path).read_bytes() == data
    assert json.loads(openresponses(home, "schema", "show", "Response", "--profile", "read"))["title"] == "Response"


def test_the_packages_can_be_run_as_a_module(home: Path) -> None:
    """Where no script folder is on the path, `python -m openresponses_sdk` is the command."""
    printed = run(home / "env" / SCRIPTS / "python", "-I", "-m", "openresponses_sdk", "--version", cwd=home)
    assert __version__ in printed
