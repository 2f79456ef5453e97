"""Facts about the repository as a whole: what its files must not hold, its pins, its tasks."""

import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
SESSIONS = {"demo", "test", "lint", "types", "drift", "generate", "build", "lock", "bench", "long", "share", "mappings"}
SESSIONS |= {"docs", "api", "distributions", "oldest", "typescript"}

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
    """A bug seen in the demo must be seen in the tests: the smaller sets are parts of the dev set; not the oldest."""
    versions: dict[str, set[frozenset[str]]] = {}
    for pins in {*(ROOT / "requirements").glob("*.txt")} - {ROOT / "requirements" / "oldest.txt"}:
        found: dict[str, set[str]] = {}  # A file may pin two versions of a name, each for its own releases of Python.
        for name, version in re.findall(r"^([a-z0-9-]+)==(\S+)", pins.read_text(encoding="utf-8"), re.MULTILINE):
            found.setdefault(name, set()).add(version)
        for name, pinned in found.items():
            versions.setdefault(name, set()).add(frozenset(pinned))
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_the_oldest_pins_are_the_bounds_that_the_package_declares() -> None:
    """Issue 6: what `pip install` may choose has been run; a bound that nothing tests is a guess."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    extras = [line for lines in project["optional-dependencies"].values() for line in lines]
    bounds = dict(
        re.fullmatch(r"([a-z-]+)>=([\d.]+)(?:,<\d+)?", line).groups() for line in project["dependencies"] + extras
    )
    text = (ROOT / "requirements" / "oldest.txt").read_text("utf-8")
    pinned = dict(re.findall(r"^([a-z-]+)==(\S+)", text, re.MULTILINE))
    for name, bound in bounds.items():
        assert re.fullmatch(rf"{re.escape(bound)}(\.0)*", pinned[name]), name


def test_every_task_is_listed_with_one_line_about_it() -> None:
    """Issue 1, and issue 3 for the long runs: the sessions, each with a one-line docstring."""
    listing = run(sys.executable, "-m", "nox", "--list", "-f", str(ROOT / "noxfile.py"))
    described = dict(re.findall(r"^[*-] (\w+) -> (\S.*)$", listing, re.MULTILINE))
    assert set(described) == SESSIONS
