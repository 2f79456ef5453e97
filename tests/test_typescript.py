"""The npm package `openresponses-schema`: its types hold what they promise, its reader passes the golden vectors."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import openresponses_sdk
from codegen.typescript_types import comment
from tests.typescript_package import LOCKED, NAME, ROOT, compiler, node, project

GENERATED = ROOT / "generated"
SOURCES = Path(__file__).parent / "typescript"
BUNDLE: dict[str, Any] = json.loads((GENERATED / "openresponses_schema" / "openapi.json").read_text("utf-8"))
COMPONENTS = list(BUNDLE["components"]["schemas"])
BLOCK = re.compile(r"^```ts\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LOCK: dict[str, Any] = json.loads((LOCKED / "package-lock.json").read_text("utf-8"))
PACKAGE: dict[str, Any] = json.loads((LOCKED / "package.json").read_text("utf-8"))


@pytest.fixture(scope="module")
def folder() -> Path:
    """A project that has installed the package, with the programs of ``typescript/``."""
    for source in SOURCES.iterdir():
        shutil.copy(source, project())
    return project()


def vectors(kind: str) -> list[dict[str, Any]]:
    files = sorted((GENERATED / "vectors" / kind).glob("*.json"))
    return [vector for file in files for vector in json.loads(file.read_text("utf-8"))["vectors"]]


def test_the_types_allow_and_refuse_what_they_should(folder: Path) -> None:
    """Issue 6: types that narrow, open members as slug:name, forbidden fields never; `tsc --strict` passes."""
    expected = (SOURCES / "types.ts").read_text("utf-8").count("@ts-expect-error")
    assert expected > 15
    (folder / "profiles.ts").write_text(both_profiles(), "utf-8")
    (folder / "legal.ts").write_text(legal_events(), "utf-8")
    for page in (LOCKED / "README.md", ROOT / "docs" / "typescript.md"):
        for at, block in enumerate(BLOCK.findall(page.read_text("utf-8"))):
            (folder / f"{page.stem}_{at}.ts").write_text(block, "utf-8")
    done = node(compiler(), "-p", folder)
    assert done.returncode == 0, done.stdout


def both_profiles() -> str:
    """A program that reads what may be sent, for every component."""
    imports = [f'import type * as {profile} from "{NAME}/{profile}";' for profile in ("read", "write")]
    fits = [f"export const as{name} = (sent: write.{name}): read.{name} => sent;" for name in COMPONENTS]
    return "\n".join([*imports, *fits])


def legal_events() -> str:
    """A program that sends one event of each type in the legal streams of the vectors."""
    lines = [f'import type {{ ResponseStreamEvent }} from "{NAME}/write";']
    lines += ["declare function send(event: unknown): void;"]
    seen: set[str] = set()
    for vector in vectors("streams"):
        if vector["violations"]:
            continue
        for event in vector["input"]["events"]:
            written = json.dumps(event)
            if event["type"] not in seen and "response" not in event:
                seen.add(event["type"])
                lines.append(f"send({written} satisfies ResponseStreamEvent);")
    assert len(seen) > 15
    return "\n".join(lines)


BOUNDS = {"maxLength", "minLength", "pattern", "minimum", "maximum", "maxItems", "minItems", "maxProperties"}
"""What no type can say."""
OPEN = re.compile(r"Type '\"[a-z]+\"' is not assignable to type '`\$\{string\}:\$\{string\}`'")


def test_the_strict_types_take_what_the_schema_takes_and_refuse_what_it_refuses(tmp_path: Path) -> None:
    """Issue 6: the strict profile is the published strictness; the golden vectors have objects of both kinds."""
    objects = vectors("objects")
    lines = [f'import type * as write from "{NAME}/write";']
    for at, vector in enumerate(objects):
        value = json.dumps(vector["input"]["value"])
        lines.append(f"export const value{at}: write.{vector['input']['component']} = {value};")
    (tmp_path / "objects.ts").write_text("\n".join(lines), "utf-8")
    shutil.copy(SOURCES / "tsconfig.json", tmp_path)
    shutil.copytree(project() / "node_modules", tmp_path / "node_modules")
    shutil.copy(project() / "package.json", tmp_path)
    done = node(compiler(), "-p", tmp_path)
    found = re.findall(r"objects\.ts\((\d+),\d+\): error TS\d+: (.*)", done.stdout)
    refused = {int(line) - 2: message for line, message in reversed(found)}
    assert len(refused) > 1000
    for at, vector in enumerate(objects):
        errors = vector["output"].get("errors", ())
        if vector["output"]["valid"]:
            # The schema of an open member takes any tag, the type extensions only.
            assert at not in refused or OPEN.match(refused[at]), (vector["id"], refused[at])
        elif at not in refused:
            assert BOUNDS.issuperset(error["keyword"] for error in errors), vector["id"]


def test_every_test_in_node_passes(folder: Path) -> None:
    """Issue 6: a decoder and an accumulator over the table, shipped; the vectors run in the test run."""
    tests = sorted(folder.glob("*.test.mjs"))
    done = node("--test", *tests, OPENRESPONSES_VECTORS=str(GENERATED / "vectors"))
    assert done.returncode == 0, done.stdout
    (passed,) = re.findall(r"^# pass (\d+)$", done.stdout, re.MULTILINE)
    assert int(passed) >= 19, done.stdout


def test_the_accumulator_passes_all_stream_vectors_and_the_decoder_all_of_bytes(folder: Path) -> None:
    """Issue 6, it must show 1: through `openresponses vectors run`."""
    program = folder / "node_modules" / NAME / "dist" / "vectors.js"
    command = [sys.executable, "-m", "openresponses_sdk", "vectors", "run", "--json", "--", "node", str(program)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    report = json.loads(done.stdout)
    streams = sum("output" in vector for vector in vectors("streams"))
    cuts = sum(len(vector["cuts"]) for vector in vectors("decode"))
    assert report["kinds"]["accumulate"]["passed"] == streams > 40
    assert report["kinds"]["decode"]["passed"] == cuts > 40


def test_the_package_is_ready_for_npm(folder: Path) -> None:
    """Issue 6: `package.json` ready for npm; every file that it points at is there, and it depends on nothing."""
    package = folder / "node_modules" / NAME
    manifest = json.loads((package / "package.json").read_text("utf-8"))
    entries = [entry if isinstance(entry, dict) else {"": entry} for entry in manifest["exports"].values()]
    targets = [path for entry in entries for path in entry.values()]
    assert [path for path in targets if not (package / path).is_file()] == []
    assert "dependencies" not in manifest and "peerDependencies" not in manifest
    assert manifest["sideEffects"] is False and manifest["license"] == "Apache-2.0"
    assert manifest["version"] == openresponses_sdk.__version__


def test_pins_are_exact_and_hold_no_address() -> None:
    """The house rules: pinned by hash, and no lock file with download addresses."""
    assert PACKAGE["devDependencies"] == {
        name: LOCK["packages"][f"node_modules/{name}"]["version"] for name in PACKAGE["devDependencies"]
    }
    locked = {name: entry for name, entry in LOCK["packages"].items() if name}
    assert locked
    for entry in locked.values():
        assert "resolved" not in entry and entry["integrity"].startswith("sha512-")
    assert LOCK["version"] == PACKAGE["version"] and LOCK["packages"][""]["version"] == PACKAGE["version"]


@pytest.mark.parametrize("profile", ["read", "write"])
def test_every_component_is_a_type_with_its_description(profile: str) -> None:
    """Issue 6: types from the bundle, named as ours, with doc comments."""
    text = (GENERATED / "typescript" / "src" / f"{profile}.ts").read_text("utf-8")
    declared = re.findall(r"\*/\nexport (?:interface|type) (\w+)", text)
    assert sorted({*declared}) == sorted(COMPONENTS)


def test_a_description_cannot_end_the_comment_that_it_stands_in() -> None:
    """Issue 6: ready for npm; what a maintainer writes into spec/ is prose and never code."""
    (written,) = comment({"description": "Globs such as **/*.ts are */ fine."}).splitlines()
    assert written == "/** Globs such as **\\/*.ts are *\\/ fine. */"


def test_the_hand_written_modules_name_no_event_and_no_type_of_item() -> None:
    """Issue 6: over that table, to prove that the table alone is enough."""
    table = json.loads((GENERATED / "tables" / "semantics.json").read_text("utf-8"))
    names = [row["type"] for row in table["events"]] + [name for kinds in table["types"].values() for name in kinds]
    names += ["output_index", "content_index", "summary_index", "annotations", "arguments", "annotation", "delta"]
    names.remove("error")  # Also how a stream ended.
    named = re.compile("|".join(rf"""["'`]{re.escape(name)}["'`]""" for name in names) + "|OR-GRAM")
    for path in (LOCKED / "src").glob("*.ts"):
        code = re.sub(r"/\*.*?\*/|//[^\n]*", "", path.read_text("utf-8"), flags=re.DOTALL)
        assert named.findall(code) == [], path.name
