"""Facts about the repository as a whole: what its files must not hold, its metadata, its tasks."""

import re
import shutil
import subprocess
import sys
import zipfile
from email.message import Message
from email.parser import Parser
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SESSIONS = {"demo", "test", "lint", "types", "drift", "generate", "build", "lock", "bench", "long", "mappings"}

MACHINE_PATH = re.compile(r"(?<![\w.-])/(?:work|root|home|tmp|farm)/[A-Za-z.]")
REGISTRY_HOST = re.compile(r"\b(?:pypi|pythonhosted|npmjs|debian|crates|rubygems)\.(?:org|com|io|net)\b")
DOWNLOAD_ADDRESS = re.compile(r"https?://\S+(?:\.whl|\.tar\.gz|\.tgz|\.zip|/releases/download/)")
ADDRESS_IN_PINS = re.compile(r"://|^\s*--?(?!hash=sha256:)[a-z]|^\s*-e|\s@\s", re.MULTILINE)


def run(*command: str) -> str:
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command} failed:\n{done.stdout}{done.stderr}"
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    """Every text file that is in the repository or would go into the next commit."""
    if not (ROOT / ".git").exists() or not shutil.which("git"):
        pytest.skip("only a git checkout knows which files belong to the repository")
    names = run("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").split("\0")
    found: dict[str, str] = {}
    for name in filter(None, names):
        path = ROOT / name
        if path.is_file() and b"\0" not in (content := path.read_bytes()):
            found[name] = content.decode("utf-8", errors="replace")
    return found


def lines_matching(pattern: re.Pattern[str], texts: dict[str, str]) -> list[str]:
    return [
        f"{name}:{number}: {line.strip()[:160]}"
        for name, text in texts.items()
        for number, line in enumerate(text.splitlines(), 1)
        if pattern.search(line)
    ]


@pytest.mark.parametrize("pattern", [MACHINE_PATH, REGISTRY_HOST, DOWNLOAD_ADDRESS], ids=["path", "host", "download"])
def test_no_file_names_a_place_of_one_machine_or_a_registry(texts: dict[str, str], pattern: re.Pattern[str]) -> None:
    """The house rules: what is committed must work on any machine and with any mirror."""
    assert "pyproject.toml" in texts
    assert lines_matching(pattern, texts) == []


@pytest.mark.parametrize(
    ("pattern", "line"),
    [
        (MACHINE_PATH, 'open("' + "/home" + '/me/notes")'),
        (REGISTRY_HOST, "see files." + "pythonhosted" + ".org"),
        (DOWNLOAD_ADDRESS, "https://example.test/" + "tool-1.0" + ".tar.gz"),
        (ADDRESS_IN_PINS, "--extra-index" + "-url anything"),
        (ADDRESS_IN_PINS, "tool @ " + "file:anything"),
    ],
)
def test_the_patterns_above_find_what_they_are_for(pattern: re.Pattern[str], line: str) -> None:
    """A search that finds nothing proves something only if it can find."""
    assert pattern.search(line)


@pytest.mark.parametrize("pins", sorted((ROOT / "requirements").glob("*.txt")), ids=lambda path: path.name)
def test_every_requirement_is_pinned_by_hash_and_holds_no_address(pins: Path) -> None:
    """Issue 1: hash-pinned requirements that hold no download address."""
    text = pins.read_text(encoding="utf-8")
    assert not ADDRESS_IN_PINS.search(text)
    entries = text.replace("\\\n", " ").splitlines()
    assert entries
    for entry in entries:
        assert re.match(r"[a-z0-9-]+(\[[a-z,-]+\])?==\S+ .*--hash=sha256:[0-9a-f]{64}", entry), entry


def test_the_pin_files_agree_with_one_another() -> None:
    """A bug seen in the demo must be seen in the tests: the smaller sets are parts of the dev set."""
    versions: dict[str, set[frozenset[str]]] = {}
    for pins in (ROOT / "requirements").glob("*.txt"):
        found: dict[str, set[str]] = {}  # A file may pin two versions of a name, each for its own releases of Python.
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", pins.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        for name, pinned in found.items():
            versions.setdefault(name, set()).add(frozenset(pinned))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> zipfile.ZipFile:
    target = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(target))
    return zipfile.ZipFile(next(target.glob("*.whl")))


@pytest.fixture(scope="module")
def metadata(wheel: zipfile.ZipFile) -> Message:
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/METADATA"))
    return Parser().parsestr(wheel.read(name).decode("utf-8"))


def test_the_licence_is_declared_as_pep_639_asks(wheel: zipfile.ZipFile, metadata: Message) -> None:
    """PEP 639: an SPDX expression, the licence file inside the wheel, and no licence classifier."""
    assert metadata["License-Expression"] == "Apache-2.0"
    assert metadata.get_all("License-File") == ["LICENSE"]
    assert metadata["License"] is None
    assert not [name for name in metadata.get_all("Classifier", []) if name.startswith("License ::")]
    (name,) = (name for name in wheel.namelist() if name.endswith(".dist-info/licenses/LICENSE"))
    assert wheel.read(name) == (ROOT / "LICENSE").read_bytes()
    assert b"Apache License" in wheel.read(name)


def test_the_base_install_needs_pydantic_and_typing_extensions_only(metadata: Message) -> None:
    """DESIGN, the house: everything else is an extra."""
    required = metadata.get_all("Requires-Dist", [])
    base = {re.split(r"[^A-Za-z0-9_-]", line)[0] for line in required if "extra ==" not in line}
    assert base == {"pydantic", "typing-extensions"}
    assert metadata.get_all("Provides-Extra") == ["cli", "schema"]
    assert metadata["Requires-Python"] == ">=3.11"


def test_the_wheel_holds_two_typed_packages_and_nothing_else(wheel: zipfile.ZipFile) -> None:
    """DESIGN, the house: both import packages travel together, and type checkers see both."""
    names = set(wheel.namelist())
    tops = {name.split("/")[0] for name in names if ".dist-info/" not in name}
    assert tops == {"openresponses_sdk", "openresponses_schema"}
    assert {f"{top}/py.typed" for top in tops} <= names
    assert "openresponses_schema/openapi.json" in names


def test_every_task_is_listed_with_one_line_about_it() -> None:
    """Issue 1, and issue 3 for the long runs: the sessions, each with a one-line docstring."""
    listing = run(sys.executable, "-m", "nox", "--list", "-f", str(ROOT / "noxfile.py"))
    described = dict(re.findall(r"^[*-] (\w+) -> (\S.*)$", listing, re.MULTILINE))
    assert set(described) == SESSIONS
