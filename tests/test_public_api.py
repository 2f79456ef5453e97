"""The public names: pinned with their signatures, and compared with the last release."""

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from release.__main__ import main
from release.breakages import breakages
from release.history import last_release
from release.surface import MODULES, Surface, load, signatures

ROOT = Path(__file__).resolve().parents[1]
SDK = Path("src", "openresponses_sdk")
SCHEMA = Path("generated", "openresponses_schema")


@pytest.fixture(scope="module")
def public() -> Surface:
    return load(ROOT)


def test_every_signature_is_the_one_that_is_written_down(public: Surface) -> None:
    """Issue 6: the surface is pinned; `python -m release pin` writes it anew, and a reviewer sees what changed."""
    pinned = (ROOT / "tests" / "public_api.txt").read_text("utf-8").splitlines()
    assert list(signatures(public)) == pinned


def test_the_surface_holds_what_is_exported_and_what_that_returns(public: Surface) -> None:
    """A scope has no public name, but every program that builds a stream calls its methods."""
    assert {"openresponses_sdk.ResponseBuilder", "openresponses_sdk.testing.FakeIds"} <= public.keys()
    assert {"openresponses_schema.ResponseCompletedEvent", "openresponses_sdk.scopes.MessageScope"} <= public.keys()
    assert "openresponses_sdk.admission.Admission" not in public
    lines = set(signatures(public))
    assert "def openresponses_sdk.SSEEncoder.encode_done() -> bytes" in lines
    assert "async def openresponses_sdk.AsyncQueueEmitter.drain() -> None" in lines


CHANGES = (
    (SDK / "__init__.py", '    "stream_sse",\n', "", "stream_sse: Public object was removed"),
    (SDK / "sse.py", "def encode_done(", "def end(", "SSEEncoder.encode_done: Public object was removed"),
    (
        SDK / "sse.py",
        "self, chunk: bytes",
        "self, data: bytes",
        "SSEDecoder.receive_data (chunk): Parameter was removed",
    ),
    (
        SDK / "builder.py",
        'role: str = "assistant"',
        "role: str",
        "ResponseBuilder.message (role): Parameter is now required",
    ),
    (SDK / "scopes.py", "def summary(", "def part(", "ReasoningScope.summary: Public object was removed"),
    (
        SDK / "bridges" / "base.py",
        "def receive_eof(",
        "def end(",
        "GeminiBridge.receive_eof: Public object was removed",
    ),
    (SCHEMA / "response.py", "    total_tokens: ", "    tokens: ", "Usage.total_tokens: Public object was removed"),
)
"""File, text, replacement, and how what they break is called: names, methods, parameters, what is only reached."""


def test_what_breaks_a_program_is_found_and_nothing_else(public: Surface, tmp_path: Path) -> None:
    """Issue 6: compared by griffe; a name that is gone and a parameter that changed are found."""
    for folder in (SDK, SCHEMA):
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("__pycache__", "*.json"))
    for file, text, replacement, _ in CHANGES:
        source = (tmp_path / file).read_text("utf-8")
        assert text in source, (file, text)
        (tmp_path / file).write_text(source.replace(text, replacement), "utf-8")
    found = [breakage.explanation for breakage in breakages(public, load(tmp_path))]
    for *_, expected in CHANGES:
        assert [one for one in found if one.startswith(expected)], (expected, found)
    known = ("stream_sse", "SSEEncoder.", "SSEDecoder.receive_data", "ResponseBuilder.message", "ReasoningScope.")
    others = [one for one in found if not one.startswith((*known, "Usage.")) and ".receive_eof" not in one]
    assert others == []


def test_a_module_that_is_gone_takes_its_names_with_it(repository: Path) -> None:
    """Else a whole module could go unseen, or one that is new could not be compared with what was before it."""
    whole = load(repository)
    (repository / SDK / "testing" / "strategies.py").unlink()
    without = load(repository)
    assert whole.keys() - without.keys() == {"openresponses_sdk.testing.strategies.read"}
    assert [breakage.explanation for breakage in breakages(whole, without)] == ["read: Public object was removed"]
    assert list(breakages(without, whole)) == []


def git(folder: Path, *arguments: str) -> None:
    identity = ("-c", "user.name=test", "-c", "user.email=test@example.test", "-c", "commit.gpgsign=false")
    subprocess.run(["git", *identity, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A small project of the same form as this one, in git."""
    if not shutil.which("git"):
        pytest.skip("the last release is a tag, and there is no git")
    for module in MODULES:
        path = tmp_path / ("generated" if module == "openresponses_schema" else "src") / module.replace(".", "/")
        is_package = any(other.startswith(f"{module}.") for other in MODULES) or "." not in module
        path = path / "__init__.py" if is_package else path.with_suffix(".py")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('__all__ = ["read"]\n\ndef read(data: bytes) -> None: ...\n', "utf-8")
    (tmp_path / SDK / "_version.py").write_text('__version__ = "0.2.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(
        "## [Unreleased]\n\n## [0.1.0] - 2026-11-25\n\n### Added\n\n- All.\n", "utf-8"
    )
    return tmp_path


def test_a_break_must_be_announced_in_the_changelog(repository: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6, and docs/versioning: no release breaks a program without saying so under Changed or Removed."""
    root = repository
    git(root, "init", "-q")
    git(root, "add", ".")
    git(root, "commit", "-qm", "Release")
    assert last_release(root) is None
    assert main(["api"], root) == 0
    assert "No release yet" in capsys.readouterr().out

    git(root, "tag", "v0.1.0")
    git(root, "tag", "vendor")
    module = root / SDK / "__init__.py"
    module.write_text(module.read_text("utf-8").replace("data", "text"), "utf-8")
    git(root, "commit", "-qam", "Break")
    assert last_release(root) == "v0.1.0"
    assert main(["api"], root) == 1
    assert "not in the changelog: read (data): Parameter was removed" in capsys.readouterr().out

    said = "## [Unreleased]\n\n### {}\n\n- `read(data)` is `read(text)`.\n"
    changelog = root / "CHANGELOG.md"
    released = changelog.read_text("utf-8")
    for heading, code in (("Added", 1), ("Removed", 0), ("Changed", 0)):
        changelog.write_text(released.replace("## [Unreleased]\n", said.format(heading)), "utf-8")
        assert main(["api"], root) == code, heading
    (root / SDK / "_version.py").write_text('__version__ = "0.1.1"\n', "utf-8")
    assert main(["api"], root) == 1
    assert "0.1.1 is a patch of v0.1.0, and a patch breaks nothing." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("tag", "changelog", "fault"),
    [
        ("v0.3.0", "## [Unreleased]\n\n## [0.3.0] - 2026-11-25\n\n### Added\n\n- A.\n", None),
        ("0.3.0", "## [0.3.0] - 2026-11-25\n", "the tag is 0.3.0, the version is 0.3.0"),
        ("v0.2.9", "## [0.3.0] - 2026-11-25\n", "the tag is v0.2.9, the version is 0.3.0"),
        ("v0.3.0", "## [Unreleased]\n\n### Added\n\n- A.\n", "CHANGELOG.md has no section [0.3.0]"),
        ("v0.3.0", "## [0.3.0]\n", "the section [0.3.0] of CHANGELOG.md has no date"),
    ],
)
def test_a_tag_is_released_only_when_everything_agrees_with_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], tag: str, changelog: str, fault: str | None
) -> None:
    """Issue 6: the workflow asks before it builds: tag, version and changelog are one."""
    (tmp_path / SDK).mkdir(parents=True)
    (tmp_path / SDK / "_version.py").write_text('__version__ = "0.3.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text(changelog, "utf-8")
    assert main(["tag", tag], tmp_path) == (1 if fault else 0)
    assert capsys.readouterr().err.splitlines() == ([fault] if fault else [])


def test_a_tag_waits_for_the_version_of_the_typescript_package(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both packages are published by one tag; an index takes a version only once."""
    (tmp_path / SDK).mkdir(parents=True)
    (tmp_path / SDK / "_version.py").write_text('__version__ = "0.3.0"\n', "utf-8")
    (tmp_path / "CHANGELOG.md").write_text("## [0.3.0] - 2026-11-25\n", "utf-8")
    package = tmp_path / "generated" / "typescript" / "package.json"
    package.parent.mkdir(parents=True)
    for version, code in (("0.2.0", 1), ("0.3.0", 0)):
        package.write_text(json.dumps({"version": version}), "utf-8")
        assert main(["tag", "v0.3.0"], tmp_path) == code
    fault = "the version of the TypeScript package is 0.2.0, not 0.3.0: `python -m release bump 0.3.0`, then generate\n"
    assert capsys.readouterr().err == fault


def test_a_version_is_written_wherever_it_stands(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Found by a user who followed *Releasing*: nothing named the files of the TypeScript package."""
    for folder in (SDK, Path("codegen", "typescript")):
        shutil.copytree(
            ROOT / folder, tmp_path / folder, ignore=shutil.ignore_patterns("node_modules", "bridges", "cli")
        )
    before = {path: path.read_text("utf-8") for path in (tmp_path / "codegen").rglob("*.json")}
    assert main(["bump", "0.9.1"], tmp_path) == 0
    changed = {path.name: text for path, text in before.items() if path.read_text("utf-8") != text}
    assert sorted(changed) == ["package-lock.json", "package.json"]
    for name, text in changed.items():
        now = (tmp_path / "codegen" / "typescript" / name).read_text("utf-8")
        lines = [new for new, old in zip(now.splitlines(), text.splitlines(), strict=True) if new != old]
        assert {line.strip() for line in lines} == {'"version": "0.9.1",'}
        assert json.loads(now).get("packages", {}).get("", {}).get("version", "0.9.1") == "0.9.1"
    assert '"0.9.1"' in (tmp_path / SDK / "_version.py").read_text("utf-8")
    assert main(["bump", "soon"], tmp_path) == 2
    assert "soon is no version" in capsys.readouterr().err
