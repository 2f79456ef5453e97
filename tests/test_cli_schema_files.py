"""``openresponses schema list | show | export``: what teams of other languages get from an installed package."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from openresponses_sdk.cli import main
from openresponses_sdk.documents.json_schemas import components, json_schema, shared_files

ROOT = Path(__file__).resolve().parents[1]
SHARED = ("json-schema", "openapi", "tables")
"""The folders of generated/ that an export gives."""


def in_repository() -> dict[str, bytes]:
    generated = ROOT / "generated"
    files = [path for name in SHARED for path in (generated / name).rglob("*.json")]
    return {path.relative_to(generated).as_posix(): path.read_bytes() for path in files}


def in_folder(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_an_export_is_what_the_repository_holds_byte_for_byte(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 6: the same bytes, made from the package, which ships none of these files."""
    assert main(["schema", "export", str(tmp_path / "out")]) == 0
    assert in_folder(tmp_path / "out") == in_repository()
    assert f"{len(in_repository())} written, 0 as they were" in capsys.readouterr().out
    assert main(["schema", "export", str(tmp_path / "out"), "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {
        "folder": str(tmp_path / "out"),
        "written": [],
        "unchanged": len(in_repository()),
    }


def test_an_export_of_an_earlier_release_replaces_and_is_replaced(tmp_path: Path) -> None:
    """What says itself where it came from may be written over."""
    assert main(["schema", "export", str(tmp_path), "--release", "2026-01-15"]) == 0
    assert in_folder(tmp_path) == shared_files("2026-01-15")
    document = json.loads((tmp_path / "openapi" / "openapi.json").read_bytes())
    assert document["info"]["version"] == "2026-01-15"
    assert main(["schema", "export", str(tmp_path)]) == 0
    assert in_folder(tmp_path).items() >= in_repository().items()


def test_files_from_elsewhere_stop_an_export_before_it_begins(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 6: refuses to overwrite foreign files without --force."""
    theirs = tmp_path / "openapi" / "openapi.json"
    theirs.parent.mkdir()
    theirs.write_text('{"openapi": "3.1.0"}', "utf-8")
    assert main(["schema", "export", str(tmp_path)]) == 3
    assert "openapi/openapi.json" in capsys.readouterr().err
    assert in_folder(tmp_path) == {"openapi/openapi.json": b'{"openapi": "3.1.0"}'}
    assert main(["schema", "export", str(tmp_path), "--force"]) == 0
    assert in_folder(tmp_path) == in_repository()


def test_an_export_follows_no_link_even_when_forced(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A file is written where its path says, or not at all."""
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "openapi").symlink_to(tmp_path / "elsewhere")
    assert main(["schema", "export", str(tmp_path / "out"), "--force"]) == 3
    assert "symbolic link" in capsys.readouterr().err
    assert in_folder(tmp_path) == {}


def test_an_export_that_cannot_be_written_is_said_in_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder stands where a file should, or a file where a folder should."""
    (tmp_path / "openapi" / "openapi.json").mkdir(parents=True)
    assert main(["schema", "export", str(tmp_path), "--force"]) == 3
    (tmp_path / "file").write_text("")
    assert main(["schema", "export", str(tmp_path / "file" / "below")]) == 3
    assert capsys.readouterr().err.count("\n") == 2


def test_a_schema_is_shown_by_its_name(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: `show NAME`, in both profiles and for earlier releases."""
    assert main(["schema", "show", "OutputItem", "--profile", "read"]) == 0
    assert json.loads(capsys.readouterr().out) == json_schema("OutputItem", profile="read")
    assert main(["schema", "show", "Annotation", "--release", "2026-01-15"]) == 0
    assert "/2026-01-15/write/Annotation.json" in json.loads(capsys.readouterr().out)["$id"]


def test_a_name_that_is_not_there_brings_a_hint(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: a helpful error with near matches; exit status 2."""
    assert main(["schema", "show", "ResponseResource"]) == 2
    assert "did you mean Response," in capsys.readouterr().err
    assert main(["schema", "list", "--release", "\x1b[2J"]) == 2
    said = capsys.readouterr().err
    assert "there are 2026-01-15, 2026-04-24" in said and "\x1b" not in said


def test_the_list_tells_roots_from_their_parts(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: `list`, for people and for programs."""
    assert main(["schema", "list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert all(len([line for line in lines if line.split(" ")[0] == row.name]) == 1 for row in components())
    assert main(["schema", "list", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert [row["name"] for row in report["components"]] == [row.name for row in components()]
    assert report["profiles"] == ["write", "read"]
