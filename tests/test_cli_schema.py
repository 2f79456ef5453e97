"""``openresponses schema``: the commands for maintainers of a document, their forms, their exit status."""

from __future__ import annotations

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from openresponses_sdk.cli import main
from openresponses_sdk.cli.documents import releases
from tests.openapi_documents import tagged, thing, union

EVIL = "\x1b[2J\u202eabc"


def written(folder: Path, name: str, schemas: object, **info: str) -> str:
    path = folder / name
    path.write_text(json.dumps({"info": {"version": "1", **info}, "components": {"schemas": schemas}}), "utf-8")
    return str(path)


def test_the_releases_in_the_package_are_compared_by_date(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: OLD and NEW are files or releases."""
    assert main(["schema", "diff", "2026-01-15", "2026-04-24"]) == 0
    printed = capsys.readouterr().out
    assert "! properties/logprobs: a property may be left out now" in printed
    assert "Readers: 3 breaking" in printed


@pytest.mark.parametrize(("fail_on", "status"), [("breaking", 1), ("additive", 1), ("clarifying", 1), (None, 0)])
def test_a_release_may_fail_on_what_it_breaks(fail_on: str | None, status: int) -> None:
    """Issue 6: `--fail-on breaking`."""
    options = [] if fail_on is None else ["--fail-on", fail_on]
    assert main(["schema", "diff", "2026-01-15", "2026-04-24", *options]) == status
    assert main(["schema", "diff", "2026-04-24", "2026-04-24", *options]) == 0


def test_a_change_of_prose_fails_only_when_asked(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Prose is counted, and listed with --all."""
    old = written(tmp_path, "old.json", {"A": {"description": "One."}})
    new = written(tmp_path, "new.json", {"A": {"description": "Two."}})
    assert main(["schema", "diff", old, new, "--fail-on", "additive"]) == 0
    assert "1 change that clarifies is not listed" in (printed := capsys.readouterr().out)
    assert "Nothing has changed" not in printed
    assert main(["schema", "diff", old, new, "--fail-on", "clarifying", "--all"]) == 1
    assert "One. -> Two." in capsys.readouterr().out


def test_a_keyword_that_is_not_understood_fails_as_breaking(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A release policy must not let through what the comparison cannot judge."""
    old = written(tmp_path, "old.json", {"A": thing()})
    new = written(tmp_path, "new.json", {"A": {**thing(), "not": {"required": ["a"]}}})
    assert main(["schema", "diff", old, new, "--fail-on", "breaking"]) == 1
    assert "! not: a keyword that is not understood" in capsys.readouterr().out


@pytest.mark.parametrize("command", [["diff", "2026-04-24"], ["lint"], ["examples"]])
def test_a_document_of_another_version_is_wrong_usage(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], command: list[str]
) -> None:
    """OpenAPI 3.0 has other keywords; a comparison by those of 3.1 would be wrong without a word."""
    path = tmp_path / "api.json"
    path.write_text(json.dumps({"openapi": "3.0.3", "components": {"schemas": {"A": thing()}}}), "utf-8")
    assert main(["schema", *command, str(path)]) == 2
    assert "is OpenAPI 3.0.3; 3.1 is what can be read" in capsys.readouterr().err


def test_the_report_has_a_form_for_programs_and_one_for_pages(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: text, Markdown, JSON."""
    main(["schema", "diff", "2026-01-15", "2026-04-24", "--format", "json"])
    report = json.loads(capsys.readouterr().out)
    assert report["readers"]["breaking"] == 3 and report["changes"][0]["rule"]
    main(["schema", "diff", "2026-01-15", "2026-04-24", "--format", "markdown"])
    page = capsys.readouterr().out
    assert page.startswith("# 2026-01-15 to 2026-04-24\n") and "## Breaking" in page


def test_yaml_is_read_and_a_date_in_it_stays_text(tmp_path: Path) -> None:
    """OpenAPI is written in YAML as often as in JSON."""
    path = tmp_path / "api.yaml"
    path.write_text(
        "info: {version: 2026-04-24}\n"
        "components: {schemas: {A: {description: It., type: string, enum: [2026-01-01]}}}\n"
    )
    assert main(["schema", "diff", str(path), str(path), "--fail-on", "clarifying"]) == 0
    assert main(["schema", "lint", str(path)]) == 1  # A list of one value.


@pytest.mark.parametrize(
    ("text", "status"),
    [
        (json.dumps({"components": {"schemas": {"A": thing()}}}), 0),
        ("openapi: 3.1.0\ncomponents: {schemas: {A: {description: It., type: string}}}\n", 0),
        ("openapi: 3.0.3\ncomponents: {schemas: {A: {description: It., type: string}}}\n", 2),
        ("a: [", 3),
        ("{", 3),
    ],
)
def test_a_document_may_come_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], text: str, status: int
) -> None:
    """`-` is standard input, as with the other commands, JSON or YAML."""

    class Stdin:
        buffer = io.BytesIO(text.encode())

    monkeypatch.setattr(sys, "stdin", Stdin())
    assert main(["schema", "lint", "-"]) == status
    assert ("standard input is" in capsys.readouterr().err) == bool(status)


def test_lint_prints_each_fault_and_what_to_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 6: `openresponses schema lint FILE`."""
    schemas = {"Union": union("One", "Two"), "One": tagged("one"), "Two": tagged("two")}
    path = written(tmp_path, "api.json", schemas)
    assert main(["schema", "lint", path]) == 1
    printed = capsys.readouterr().out
    assert "[closed-union]" in printed and "add an open member" in printed
    assert main(["schema", "lint", path, "--ignore", "closed-union"]) == 0
    assert main(["schema", "lint", path, "--ignore", "nonesuch"]) == 2
    capsys.readouterr()
    main(["schema", "lint", path, "--json"])
    report = json.loads(capsys.readouterr().out)
    assert report["counts"] == {"closed-union": 1} and report["faults"][0]["component"] == "Union"


def test_examples_of_a_page_are_held_against_the_newest_release(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 6: `openresponses schema examples FILE`."""
    page = tmp_path / "page.mdx"
    page.write_text('```json\n{"model": "m", "input": 1}\n```\n```json\n{"type": "nonesuch"}\n```\n', "utf-8")
    assert main(["schema", "examples", str(page)]) == 1
    printed = capsys.readouterr().out
    assert "line 2 as CreateResponseRequest: $.input: 1 is not" in printed
    assert "2 examples, 1 invalid, 1 not checked" in printed
    assert main(["schema", "examples", str(page), "--against", "2026-01-15", "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["invalid"] == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{", "is not JSON"),
        (b"[]", "no object"),
        (b"{}", "components.schemas"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[" * 5000, "is not JSON"),
        (b'{"components": {"schemas": {"A": {"$ref": "#/components/schemas/A"}}}}', "consists of itself"),
    ],
)
def test_what_cannot_be_read_is_said_in_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], content: bytes, reason: str
) -> None:
    """Bad input gets a clear error, exit status 3."""
    path = tmp_path / "api.json"
    path.write_bytes(content)
    assert main(["schema", "lint", str(path)]) == 3
    said = capsys.readouterr().err
    assert reason in said and said.count("\n") == 1


def test_a_release_that_is_not_here_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    """Who misspells a date sees which there are."""
    assert main(["schema", "diff", "2025-01-01", "2026-04-24"]) == 3
    assert "there are 2026-01-15, 2026-04-24" in capsys.readouterr().err
    assert list(releases()) == ["2026-01-15", "2026-04-24"]


def test_nothing_in_a_document_reaches_the_terminal_as_a_control(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 2: nothing that was read can move the cursor or colour the terminal."""
    old = written(tmp_path, "old.json", {EVIL: {"enum": [EVIL, 1]}}, version=EVIL)
    new = written(tmp_path, "new.json", {EVIL: {"enum": [1, 2]}}, version="2")
    for command in (["diff", old, new], ["diff", old, new, "--format", "markdown"], ["lint", old]):
        main(["schema", *command])
    printed = capsys.readouterr().out
    assert all(line.isprintable() for line in printed.split("\n"))


def test_the_command_needs_nothing_but_the_base_install_for_json() -> None:
    """An extra is for what it fills: comparing and linting JSON need no other package."""
    program = (
        "import sys; sys.modules['yaml'] = sys.modules['jsonschema'] = None\n"
        "from openresponses_sdk.cli import main\n"
        "assert main(['schema', 'diff', '2026-01-15', '2026-04-24']) == 0\n"
        "raise SystemExit(main(['schema', 'examples', '2026-04-24']))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.returncode == 3
    assert "pip install 'openresponses-sdk[schema]'" in done.stderr
