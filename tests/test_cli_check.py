"""``openresponses check`` over many files: folders, summaries, redaction, explanations, progress, exit status."""

from __future__ import annotations

import io
import json
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openresponses_schema.requirements import REQUIREMENTS
from openresponses_sdk import ListEmitter, ResponseBuilder, SSEEncoder
from openresponses_sdk.cli import main, progress
from openresponses_sdk.cli.progress import PlainBar, Progress, start_progress
from openresponses_sdk.doubled_members import doubled_members

USAGE = {
    "input_tokens": 4,
    "input_tokens_details": {"cached_tokens": 1},
    "output_tokens": 3,
    "output_tokens_details": {"reasoning_tokens": 2},
    "total_tokens": 7,
}
EVIL = "\x1b[2J\x1b]0;title\x07\x9b31m\u202eabc\u2066\r"


def legal_stream(secret: str = "hello") -> bytes:
    sink = ListEmitter()
    response = ResponseBuilder(sink, model="m")
    with response.message() as message, message.text() as text:
        text.delta(secret)
    response.complete(usage=USAGE)
    encoder = SSEEncoder()
    return b"".join(map(encoder.encode, sink.events)) + encoder.encode_done()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two clean streams, one with an error, one with a warning, and files that are none of ours."""
    good = legal_stream()
    (tmp_path / "deep" / "er").mkdir(parents=True)
    (tmp_path / ".hidden").mkdir()
    (tmp_path / "a.sse").write_bytes(good)
    (tmp_path / "deep" / "b.SSE").write_bytes(good)
    (tmp_path / "deep" / "er" / "c.json").write_bytes(b'{"object": "response"}')
    (tmp_path / "d.jsonl").write_bytes(_with_a_gap(good))
    (tmp_path / "notes.txt").write_bytes(b"no stream")
    (tmp_path / ".hidden" / "x.json").write_bytes(b"{")
    return tmp_path


def _with_a_gap(stream: bytes) -> bytes:
    events = [json.loads(line[6:]) for line in stream.splitlines() if line.startswith(b"data: {")]
    events[-1]["sequence_number"] += 5
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


def report_of(capsys: pytest.CaptureFixture[str]) -> dict[str, Any]:
    report: dict[str, Any] = json.loads(capsys.readouterr().out)
    return report


def test_a_folder_is_read_with_those_below_it(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: many files and folders, recursive over the four endings; hidden folders are left out."""
    assert main(["check", str(folder), "--json"]) == 1
    report = report_of(capsys)
    names = [Path(file["file"]).relative_to(folder).as_posix() for file in report["files"]]
    assert names == ["a.sse", "d.jsonl", "deep/b.SSE", "deep/er/c.json"]
    assert {violation["file"] for violation in report["violations"]} == {
        str(folder / "d.jsonl"),
        str(folder / "deep" / "er" / "c.json"),
    }
    assert report["errors"] == sum(file["errors"] for file in report["files"])
    assert report["requirements"]["OR-RESP-01"] == report["files"][3]["requirements"]["OR-RESP-01"]


def test_the_summary_counts_by_requirement_and_by_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: a summary by requirement and file, with what the requirement demands."""
    assert main(["check", str(folder / "a.sse"), str(folder)]) == 1
    lines = capsys.readouterr().out.splitlines()
    assert sum(line.startswith(f"{folder / 'a.sse'}: ") for line in lines) == 1, "a file named twice is read once"
    assert any(re.search(r"\d+ x OR-RESP-01 in 1 file: \w", line) for line in lines)
    assert lines[-1].startswith("4 files (2 clean, 2 with findings): ")


def test_what_fails_can_be_chosen(folder: Path) -> None:
    """``--fail-on``: a warning fails only when asked for."""
    warned = str(folder / "d.jsonl")
    assert main(["check", warned]) == 0
    assert main(["check", warned, "--fail-on", "error"]) == 0
    assert main(["check", warned, "--fail-on", "warning"]) == 1
    assert main(["check", str(folder / "a.sse"), "--fail-on", "warning"]) == 0


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_redaction_hides_values_and_keeps_the_place(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: list[str]
) -> None:
    """``--redact``: the report of a customer's stream can be handed on."""
    path = tmp_path / "x.sse"
    path.write_bytes(legal_stream("my secret").replace(b'"my secret"', b'"my other secret"', 1))
    assert main(["check", str(path), *form]) == 1
    assert "secret" in capsys.readouterr().out
    assert main(["check", str(path), "--redact", *form]) == 1
    out = capsys.readouterr().out
    assert "secret" not in out
    assert "[hidden]" in out
    assert "OR-GRAM-" in out


def test_a_file_that_cannot_be_read_does_not_stop_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Exit status 3 and a message; what could be read is reported."""
    assert main(["check", str(folder / "gone.sse"), str(folder / "a.sse"), "--json"]) == 3
    captured = capsys.readouterr()
    report = json.loads(captured.out)
    assert [("unreadable" in file) for file in report["files"]] == [True, False]
    assert "gone.sse" in captured.err
    assert "Traceback" not in captured.err


def test_a_folder_without_streams_is_no_success(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A wrong path in a build must not pass as clean."""
    assert main(["check", str(tmp_path), "--json"]) == 3
    captured = capsys.readouterr()
    assert json.loads(captured.out)["files"] == []
    assert "no .sse" in captured.err


def test_every_requirement_can_be_explained(capsys: pytest.CaptureFixture[str]) -> None:
    """``--explain``: statement, level, clause, for each row of the table and the id of the schema."""
    for name, row in REQUIREMENTS.items():
        assert main(["check", "--explain", name.lower()]) == 0
        out = " ".join(capsys.readouterr().out.split())
        assert out.startswith(name)
        assert row.level in out
        assert " ".join(row.statement.split()) in out
        assert " ".join(row.clause.split()) in out
    assert main(["check", "--explain", "OR-SCHEMA"]) == 0
    capsys.readouterr()
    assert main(["check", "--explain", "OR-GRAM-19", "--json"]) == 0
    assert report_of(capsys)["id"] == "OR-GRAM-19"


def test_an_unknown_requirement_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    """The nearest ids are offered, and what was typed is shown harmless."""
    assert main(["check", "--explain", "OR-GRAM-9\x1b[2J"]) == 2
    error = capsys.readouterr().err
    assert "OR-GRAM-" in error
    assert "\x1b" not in error
    assert main(["check", "--explain", "OR-GRAM-19", "file"]) == 2


def test_nothing_of_a_name_or_a_stream_reaches_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File names, types, ids and keys with escapes, C1 controls and overrides are shown, not obeyed."""
    path = tmp_path / f"{EVIL.replace('/', '')}.jsonl"
    rows = [{"type": EVIL, "sequence_number": 0, EVIL: EVIL}, {"type": "response.created", "response": {"id": EVIL}}]
    path.write_bytes(b"".join(json.dumps(row).encode() + b"\n" for row in rows))
    gone = str(tmp_path / f"gone{EVIL}")
    assert main(["check", str(path), gone]) == 3
    assert main(["check", str(path), gone, "--json"]) == 3
    captured = capsys.readouterr()
    for text in (captured.out, captured.err):
        assert text
        assert all(character.isprintable() or character == "\n" for character in text)


class Terminal(io.StringIO):
    """Takes itself for a terminal."""

    def isatty(self) -> bool:
        return True


def test_there_is_no_bar_without_a_terminal(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A log of a build holds no bar."""
    assert main(["check", str(folder)]) == 1
    assert capsys.readouterr().err == ""
    out = io.StringIO()
    with start_progress(1, 10, out) as none:
        none.watch(io.BytesIO(b"0123456789")).readline()
    assert out.getvalue() == ""


@pytest.mark.parametrize("rich", [True, False])
def test_a_terminal_gets_a_bar_with_or_without_rich(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], rich: bool
) -> None:
    """rich when it is installed, plain otherwise; the findings stay whole, and no name gets into the bar."""
    if rich:
        pytest.importorskip("rich")
    else:
        monkeypatch.setitem(sys.modules, "openresponses_sdk.cli.rich_bar", None)
    terminal = Terminal()
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(progress, "_INTERVAL", 0.0)
    assert main(["check", str(folder)]) == 1
    assert "files" in terminal.getvalue()
    assert "%" in terminal.getvalue()
    assert "a.sse" not in terminal.getvalue()
    assert capsys.readouterr().out.splitlines()[-1].startswith("4 files")


def test_a_bar_is_drawn_now_and_then_and_never_beyond_its_end() -> None:
    """A file that grows while it is read, and a bar that costs nothing."""
    out = Terminal()
    ticks = iter(range(1000))
    clock: Callable[[], float] = lambda: next(ticks) * 0.04  # noqa: E731
    shown = Progress(PlainBar(out), 2, 100, clock)
    source = shown.watch(io.BytesIO(b"x\n" * 100))
    while source.readline():
        pass
    draws = out.getvalue().count("\r")
    assert 10 < draws < 60
    assert "100%" in out.getvalue()
    assert "101%" not in out.getvalue()


def test_a_member_that_an_object_has_twice_is_reported(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3, reading: duplicate keys: the last wins, and check reports it; once a path in a stream."""
    stream = legal_stream()
    twice = stream.replace(b'"delta":', b'"delta":"first","delta":').replace(b'"model":"m"', b'"model":"x","model":"m"')
    lines = b"".join(line[6:] + b"\n" for line in twice.splitlines() if line.startswith(b"data: {"))
    alone = b'{"object": "response", "output": [{"id": 1, "id": 2}]}'
    for name, data, paths in (
        ("clean.sse", stream, set()),
        ("a.sse", twice, {"$.delta", "$.response.model"}),
        ("a.jsonl", lines, {"$.delta", "$.response.model"}),
        ("a.json", alone, {"$.output[0].id"}),
        ("long.json", alone.replace(b", ", b",\n"), {"$.output[0].id"}),
        ("list.json", b"[" + lines.strip().replace(b"\n", b",") + b"]", {"$[0].response.model"}),
    ):
        (tmp_path / name).write_bytes(data)
        main(["check", "--json", str(tmp_path / name)])
        found = [one for one in report_of(capsys)["violations"] if "two members" in one["message"]]
        assert {one["severity"] for one in found} <= {"warning"}
        assert paths <= {one["path"] for one in found} and bool(paths) == bool(found)
        if name == "a.sse":
            assert len(found) == len(paths)


@pytest.mark.parametrize("text", [b"{}", b"[1]", b'{"a":{"b":1},"b":1}', b'{"a":"\\"a\\":1"}'])
def test_a_name_that_comes_once_in_each_object_is_no_fault(text: bytes) -> None:
    """Inside another object or a text it is another name."""
    assert doubled_members(text) == []
