"""`generate` writes what the spec says, the same everywhere; `check` notices whatever differs from it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from functools import cache
from pathlib import Path

import pytest

from codegen import write
from codegen.folder import HEADER, MARK, PAGE_HEADER
from codegen.product import Product
from tests.codegen_specs import ROOT, SPEC, SpecCopy, run

RENDER = write.render
REPOSITORY = cache(lambda: RENDER(SPEC))
GENERATED = ROOT / "generated"
MODULE = "openresponses_schema/content.py"


def files(folder: Path) -> dict[str, bytes]:
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture(autouse=True)
def rendered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """The repository's own spec does not change under the tests, so they render it once."""
    monkeypatch.setattr(write, "render", lambda spec: dict(REPOSITORY()) if spec == SPEC else RENDER(spec))


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of generated/ that a test may spoil."""
    target = tmp_path / "generated"
    shutil.copytree(GENERATED, target, ignore=shutil.ignore_patterns("__pycache__"))
    return target


def test_two_runs_under_other_hash_seeds_write_the_same_bytes(tmp_path: Path) -> None:
    """Issue 1: byte-equal twice and under another hash seed."""
    for seed in ("0", "4711"):
        out = tmp_path / seed
        command = [sys.executable, "-m", "codegen", "generate", "--out", str(out)]
        environment = {**os.environ, "PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Asia/Tokyo"}
        done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
    assert files(tmp_path / "0") == files(tmp_path / "4711") == files(GENERATED)


def test_the_generated_files_of_the_repository_match_the_spec() -> None:
    """Issue 1: a change in spec/ reaches every generated file by one command, so none may lag behind."""
    outcome = run("check")
    assert outcome.status == 0, outcome.output
    assert outcome.output.endswith("generated files match the spec\n")


def test_a_changed_file_is_shown_as_a_diff(copy: Path) -> None:
    """Issue 1: `check` compares every file and prints a diff."""
    path = copy / MODULE
    path.write_text(path.read_text("utf-8").replace("class LogProb(", "class LogProbability("), "utf-8")
    outcome = run("check", "--out", copy)
    assert outcome.status == 1
    assert f"--- generated/{MODULE}" in outcome.output
    assert "-class LogProbability(Model):" in outcome.output
    assert "+class LogProb(Model):" in outcome.output
    assert "1 of" in outcome.output


@pytest.mark.parametrize("spoilt", [b"\r\n", b"\xff", b"", None], ids=["line end", "not UTF-8", "empty", "missing"])
def test_a_file_that_differs_in_any_byte_is_noticed(copy: Path, spoilt: bytes | None) -> None:
    """Issue 1: `check` compares every file."""
    path = copy / MODULE
    whole = path.read_bytes()
    if spoilt is None:
        path.unlink()
    else:
        path.write_bytes(whole.replace(b"\n", spoilt) if spoilt == b"\r\n" else whole + spoilt if spoilt else b"")
    outcome = run("check", "--out", copy)
    assert outcome.status == 1
    assert MODULE in outcome.output


def test_an_empty_module_that_is_missing_is_noticed(copy: Path) -> None:
    """`py.typed` is an empty file; without it type checkers ignore the whole package."""
    (copy / "openresponses_schema" / "py.typed").unlink()
    outcome = run("check", "--out", copy)
    assert outcome.status == 1
    assert "py.typed" in outcome.output


@pytest.mark.parametrize(
    "name", ["openresponses_schema/old.py", "openresponses_schema/sub/x.txt", "stray.json", ".hidden"]
)
def test_a_stray_file_is_noticed_and_kept(copy: Path, name: str) -> None:
    """Issue 1: strays that git does not ignore are reported; a file that codegen did not write is not its to delete."""
    stray = copy / name
    stray.parent.mkdir(exist_ok=True)
    stray.write_text("x", "utf-8")
    outcome = run("check", "--out", copy)
    assert outcome.status == 1
    assert f"generated/{name} does not come from the spec" in outcome.output
    outcome = run("generate", "--out", copy)
    assert outcome.status == 0
    assert f"kept {name}" in outcome.output
    assert stray.read_text("utf-8") == "x"


@pytest.mark.parametrize(
    ("name", "header"), [("openresponses_schema/old.py", HEADER), ("docs/old.md", PAGE_HEADER)], ids=["module", "page"]
)
def test_what_a_former_run_wrote_is_removed(copy: Path, name: str, header: str) -> None:
    """Issue 1: a change in spec/ reaches every generated file, also one that is no longer made."""
    (copy / name).write_text(f"{header}\nold\n", "utf-8")
    outcome = run("generate", "--out", copy)
    assert f"removed {name}" in outcome.output
    assert files(copy) == files(GENERATED)


@pytest.mark.parametrize("key", ["$comment", "x-comment"])
def test_json_of_a_former_run_is_removed_by_the_member_that_says_so(copy: Path, key: str) -> None:
    """JSON Schemas and tables say it in a comment, an overlay in the only kind of member that it may add."""
    (copy / "openapi" / "old.json").write_text(json.dumps({key: MARK}), "utf-8")
    (copy / "openapi" / "mine.json").write_text(json.dumps({key: "Mine."}), "utf-8")
    outcome = run("generate", "--out", copy)
    assert "removed openapi/old.json" in outcome.output and "kept openapi/mine.json" in outcome.output


@pytest.mark.parametrize("name", ["notes.txt", "docs/lifecycle.md", "openresponses_schema/openapi.json", ".git/config"])
def test_a_folder_with_work_of_others_is_left_alone(tmp_path: Path, name: str) -> None:
    """`--out` may name the wrong folder by mistake; nothing in it is written or deleted."""
    mine = tmp_path / "out" / name
    mine.parent.mkdir(parents=True)
    mine.write_text('{"openapi": "3.1.0"}', "utf-8")
    outcome = run("generate", "--out", tmp_path / "out")
    assert (outcome.status, outcome.output) == (1, "")
    assert name in outcome.errors
    assert files(tmp_path / "out") == {name: b'{"openapi": "3.1.0"}'}


@pytest.mark.parametrize(
    "name", ["openresponses_schema", "docs", "docs/lifecycle.md", "openresponses_schema/events.py"]
)
def test_a_symbolic_link_is_never_followed(copy: Path, name: str, tmp_path: Path) -> None:
    """What a link leads to lies outside the folder, so it is neither written nor deleted."""
    target = tmp_path / "elsewhere"
    (copy / name).rename(target)
    before = files(target) if target.is_dir() else target.read_bytes()
    if target.is_file():
        target.write_bytes(before := b"mine")
    (copy / name).symlink_to(target)
    assert run("check", "--out", copy).status == 1
    outcome = run("generate", "--out", copy)
    assert outcome.status == 1
    assert f"a symbolic link stands at {name}" in outcome.errors
    assert (files(target) if target.is_dir() else target.read_bytes()) == before


def test_a_link_that_is_a_stray_is_kept_with_what_it_leads_to(copy: Path, tmp_path: Path) -> None:
    """Even when the file behind it says that codegen wrote it."""
    target = tmp_path / "old.py"
    target.write_text(f"{HEADER}\n", "utf-8")
    link = copy / "openresponses_schema" / "old.py"
    link.symlink_to(target)
    assert "kept openresponses_schema/old.py" in run("generate", "--out", copy).output
    assert link.is_symlink() and target.exists()


def test_byte_code_caches_are_no_strays(copy: Path) -> None:
    """Importing the package must not make it differ from the spec, with git or without."""
    cache = copy / "openresponses_schema" / "__pycache__"
    cache.mkdir()
    (cache / "content.cpython-311.pyc").write_bytes(b"\0")
    assert run("check", "--out", copy).status == 0
    assert run("generate", "--out", copy).status == 0
    assert cache.exists()


@pytest.mark.skipif(not shutil.which("git"), reason="only git knows what it ignores")
def test_what_git_ignores_is_no_stray(copy: Path) -> None:
    """Issue 1: strays that git does not ignore."""
    subprocess.run(["git", "init", "-q", str(copy.parent)], check=True)
    (copy.parent / ".gitignore").write_text("*.local\n", "utf-8")
    (copy / "notes.local").write_text("mine", "utf-8")
    assert run("check", "--out", copy).status == 0
    (copy / "notes.txt").write_text("mine", "utf-8")
    assert run("check", "--out", copy).status == 1


def test_another_spec_folder_writes_beside_itself_and_only_there(tmp_path: Path) -> None:
    """Issue 1: `--spec DIR` lets all commands work on another spec folder."""
    before = files(GENERATED)
    spec = SpecCopy(tmp_path)
    with spec.edit("content") as content:
        content["$defs"]["LogProb"]["description"] = "Changed in a copy."
    assert run("generate", "--spec", spec.folder).status == 0
    assert b"Changed in a copy." in (tmp_path / "generated" / MODULE).read_bytes()
    assert run("check", "--spec", spec.folder).status == 0
    assert run("check", "--spec", spec.folder, "--out", GENERATED).status == 1
    assert run("check", "--spec", SPEC, "--out", tmp_path / "generated").status == 1
    assert files(GENERATED) == before


def test_a_property_that_python_keeps_for_itself_works_in_every_module(tmp_path: Path) -> None:
    """The wire decides the names, and no name may break the generated package."""
    names = ["class", "from", "schema", "copy", "list", "str", "self", "to_json", "model_config", "emit", "async"]
    spec = SpecCopy(tmp_path)
    for topic, component in (("content", "InputTextContent"), ("events", "ResponseRefusalDeltaEvent")):
        with spec.edit(topic) as content:
            for name in names:
                schema = {"description": "Added.", "type": "array", "items": {"type": "string"}}
                content["$defs"][component]["properties"][name] = schema
    outcome = run("generate", "--spec", spec.folder)
    assert outcome.status == 0, outcome.errors
    program = f"""
from openresponses_schema import InputTextContent, EmitterMethods
wire = {{"type": "input_text", "text": "x", **{{name: ["y"] for name in {names!r}}}}}
part = InputTextContent.model_validate(wire)
assert part.to_dict() == wire and not part.model_extra, part
assert part.class_ == part.to_json_ == part.emit == ["y"]
class Kept(EmitterMethods):
    def emit(self, event):
        self.event = event
kept = Kept()
kept.response_refusal_delta(item_id="m", output_index=0, content_index=0, delta="d", from_=["a"], self_=["b"])
assert kept.event.to_dict() == {{"type": "response.refusal.delta", "item_id": "m", "output_index": 0,
    "content_index": 0, "delta": "d", "from": ["a"], "self": ["b"]}}, kept.event.to_dict()
"""
    environment = {**os.environ, "PYTHONPATH": str(tmp_path / "generated")}
    done = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_package_carries_the_tables_that_an_export_gives(monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 6: an installed wheel exports the tables of events too, the same bytes."""
    table = json.dumps({"$comment": MARK})
    made = Product({"tables/of_a_test.json": table, "docs/of_a_test.md": PAGE_HEADER}, [])
    monkeypatch.setattr(write, "PRODUCTS", (*write.PRODUCTS, lambda bundle, spec: made))
    found = RENDER(SPEC)
    assert found["openresponses_schema/tables/of_a_test.json"] == found["tables/of_a_test.json"] == table
    assert "openresponses_schema/docs/of_a_test.md" not in found
