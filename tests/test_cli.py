"""The ``openresponses`` command: its output, its exit status, and what it does with bad input."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.cli import inputs, main
from openresponses_sdk.cli.files import iter_lines
from openresponses_sdk.cli.terminal import harmless, harmless_json

LOG = [
    {"type": "thread.started", "thread_id": "t-1"},
    {"type": "turn.started"},
    {"type": "item.completed", "item": {"id": "item_0", "type": "agent_message", "text": "Hello"}},
    {"type": "turn.completed", "usage": {"input_tokens": 3, "cached_input_tokens": 0, "output_tokens": 2}},
]


def lines(values: list[Any]) -> bytes:
    return b"".join(json.dumps(value).encode() + b"\n" for value in values)


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "log.jsonl"
    path.write_bytes(lines(LOG + LOG[1:]))
    return path


def convert(log: Path, target: str, *more: str) -> bytes:
    output = log.with_suffix(f".{target}")
    arguments = ["convert", str(log), "--from", "thread-events", "--to", target, "-o", str(output), *more]
    assert main(arguments) == 0
    return output.read_bytes()


def check(tmp_path: Path, data: bytes, *more: str) -> int:
    path = tmp_path / "checked"
    path.write_bytes(data)
    return main(["check", str(path), *more])


def stream(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in convert(log, "ndjson").splitlines()]


@pytest.mark.parametrize(("kept", "status"), [(len(LOG), 0), (len(LOG) - 1, 1)], ids=["whole", "cut inside its turn"])
def test_a_log_with_findings_converts_and_says_so_by_its_exit_status(
    kept: int, status: int, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 1, command line: exit 0 clean, 1 findings; findings about the source go to stderr."""
    path = tmp_path / "log.jsonl"
    path.write_bytes(lines(LOG[:kept]))
    assert main(["convert", str(path), "--from", "thread-events", "--to", "json"]) == status
    out, err = capsys.readouterr()
    assert json.loads(out)["status"] == ("completed" if status == 0 else "failed")
    assert bool(err) == bool(status)


def test_a_closed_standard_stream_is_no_bug_of_ours(monkeypatch: pytest.MonkeyPatch) -> None:
    """Python gives None for a stream that the caller closed."""
    monkeypatch.setattr("sys.stdin", None)
    assert main(["check", "-"]) == 3


def test_a_log_becomes_streams_that_end_with_one_done(log: Path) -> None:
    """OR-SSE-04; two turns are two responses, one after the other."""
    text = convert(log, "sse").decode()
    assert text.count("event: response.created\n") == text.count("event: response.completed\n") == 2
    assert text.count("[DONE]") == 1
    assert text.endswith("\n\ndata: [DONE]\n\n")


def test_json_is_one_response_or_an_array_of_several(log: Path) -> None:
    """The issue: ``json`` writes one object or an array."""
    several = json.loads(convert(log, "json", "--model", "gpt"))
    assert [response["model"] for response in several] == ["gpt", "gpt"]
    log.write_bytes(lines(LOG))
    assert json.loads(convert(log, "json"))["object"] == "response"


def test_a_seed_and_a_time_make_two_runs_equal(log: Path) -> None:
    """Golden files and reproducible reports need the same ids and times in every run."""
    fixed = ("--seed", "s", "--created-at", "12")
    assert convert(log, "sse", *fixed) == convert(log, "sse", *fixed) != convert(log, "sse")
    assert json.loads(convert(log, "json", *fixed))[0]["created_at"] == 12


@pytest.mark.parametrize("target", ["sse", "ndjson", "json"])
def test_what_convert_writes_check_finds_clean(log: Path, target: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The straight line of the product: convert, then check, no error."""
    convert(log, target)
    assert main(["check", str(log.with_suffix(f".{target}"))]) == 0
    assert "0 errors, 0 warnings" in capsys.readouterr().out


def test_a_broken_line_is_a_finding_and_the_rest_is_converted(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Bad input: the finding names the line, the events before and after it are kept, the exit status is 1."""
    log.write_bytes(lines(LOG[:2]) + b"{oops\n" + lines(LOG[2:]))
    assert main(["convert", str(log), "--from", "thread-events", "--to", "json"]) == 1
    captured = capsys.readouterr()
    assert "line 3" in captured.err
    assert json.loads(captured.out)["output"][0]["content"][0]["text"] == "Hello"


def test_a_line_beyond_the_limit_is_named_and_not_kept_in_memory() -> None:
    """A huge line gets a clear message; of it only what shows that it is too long is read."""
    assert list(iter_lines(io.BytesIO(b"a\n" + b"b" * 100 + b"\nc"), 10)) == [b"a\n", b"b" * 11, b"c"]
    assert list(iter_lines(io.BytesIO(b"0123456789\n" + b"x"), 10)) == [b"0123456789\n", b"x"]
    assert list(iter_lines(io.BytesIO(b"b" * 22 + b"\nc"), 10)) == [b"b" * 11, b"c"]


def test_an_empty_log_makes_no_stream(log: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An empty file gives a finding, never an illegal stream."""
    log.write_bytes(b"")
    assert main(["convert", str(log), "--from", "thread-events", "--to", "sse"]) == 1
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err


@pytest.mark.parametrize(
    ("arguments", "status"),
    [
        ([], 2),
        (["convert"], 2),
        (["convert", "x", "--from", "nothing", "--to", "sse"], 2),
        (["convert", "x", "--from", "thread-events", "--to", "sse", "--created-at", "soon"], 2),
        (["convert", "x", "--from", "thread-events", "--to", "sse", "--created-at", "-1"], 2),
        (["check"], 2),
        (["check", "no/such/file"], 3),
        (["check", "no/such/folder"], 3),
        (["convert", "no/such/file", "--from", "thread-events", "--to", "sse"], 3),
        (["check", "nul\0byte"], 3),
        (["--version"], 0),
        (["--help"], 0),
    ],
)
def test_the_exit_status_tells_usage_from_input(
    arguments: list[str], status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """0 clean, 1 findings, 2 usage, 3 input and output; a message, and no traceback."""
    assert main(arguments) == status
    captured = capsys.readouterr()
    assert captured.out or captured.err
    assert "Traceback" not in captured.err


def test_the_output_never_overwrites_the_log(log: Path) -> None:
    """Opening the output empties it: the same file for both would lose the log."""
    before = log.read_bytes()
    assert main(["convert", str(log), "--from", "thread-events", "--to", "sse", "-o", str(log)]) == 2
    assert log.read_bytes() == before


@pytest.mark.parametrize(
    ("data", "requirement"),
    [
        (b"", "OR-GRAM-04"),
        (b"\n \n", "OR-GRAM-04"),
        (b"[]", "OR-GRAM-04"),
        (b"{", "OR-SSE-03"),
        (b"\xff\xfe\x00", "OR-SSE-03"),
        (b"hello\nworld\n", "OR-SSE-03"),
        (b"[" * 5000, "OR-SSE-03"),
        (b"NaN", "OR-SSE-03"),
        (b"null", "OR-SSE-03"),
        (b"[5]", "OR-SSE-03"),
        (b'["{}"]', "OR-SSE-03"),
        (b'{"a": 1}', "OR-SSE-03"),
        (b'{"object": "response"}', "OR-RESP-01"),
        (b'[{"object": "response"}]', "OR-RESP-01"),
        (b'{"object": "response.compaction"}', "OR-COMPACT-02"),
        (b'{"model": "m", "input": "x", "max_output_tokens": 1}', "OR-REQ-01"),
        (b'{"type": "keepalive", "sequence_number": 0}', "OR-EXT-09"),
        (b'{"type": "a:b", "sequence_number": 0}\n{"type": \n', "OR-SSE-03"),
        (b'{"type": \n{"type": "a:b", "sequence_number": 0}\n', "OR-SSE-03"),
        (b"data: {\n\n", "OR-SSE-03"),
        (b"data: \xff\n\n", "OR-SSE-03"),
        (b'data: {"type": "a:b", "sequence_number": 0}\n\n', "OR-SSE-04"),
        (b'data: {"type": "a:b", "sequence_number": 0}\n\ndata: [DONE]\n\n', "OR-SSE-05"),
        (b'event: b:a\ndata: {"type": "a:b", "sequence_number": 0}\n\ndata: [DONE]\n\n', "OR-SSE-05"),
        (b'event: a:b\ndata: {"type": "a:b", "sequence_number": 0}\n\ndata: [DONE]\n\ndata: [DONE]\n\n', "OR-SSE-04"),
    ],
)
def test_check_names_what_is_wrong(
    tmp_path: Path, data: bytes, requirement: str, capsys: pytest.CaptureFixture[str]
) -> None:
    """Whatever the file holds, there is a finding with a requirement, exit status 1, and no exception."""
    assert check(tmp_path, data, "--json") == 1
    report = json.loads(capsys.readouterr().out)
    assert requirement in {violation["requirement"] for violation in report["violations"]}
    assert report["errors"] == sum(violation["severity"] == "error" for violation in report["violations"])


def test_an_extension_event_alone_is_clean(tmp_path: Path) -> None:
    """One event, one response or one request in a file is judged by itself."""
    assert check(tmp_path, b'{"type": "a:b", "sequence_number": 7}') == 0
    assert check(tmp_path, b'\xef\xbb\xbf{"model": "m",\n "input": "hello"}') == 0
    assert check(tmp_path, b'{"type": "response.create", "model": "m", "input": "hello"}') == 0


def test_a_finding_has_line_event_and_path(log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: what is wrong, where, under which requirement id."""
    events = stream(log)
    at = next(index for index, event in enumerate(events) if event["type"] == "response.output_text.delta")
    events[at]["item_id"] = "other"
    assert check(tmp_path, lines(events)) == 1
    out = capsys.readouterr().out
    assert f"checked:{at + 1}: error: event {at} response.output_text.delta" in out
    assert "$.item_id" in out
    assert "[OR-GRAM-15]" in out
    assert out.splitlines()[-1].endswith(f"2 streams, {len(events)} events: 1 error, 0 warnings")


def test_warnings_alone_leave_the_exit_status_clean(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A gap in the numbers is a warning (OR-GRAM-03): printed, counted, no failure."""
    events = stream(log)
    events[-1]["sequence_number"] += 5
    assert check(tmp_path, lines(events)) == 0
    assert "warning: " in (out := capsys.readouterr().out)
    assert out.splitlines()[-1].endswith("0 errors, 1 warning")


def test_what_breaks_an_ignored_requirement_is_only_counted(
    log: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server known to break one rule must not hide what else is wrong, nor fail for that rule alone."""
    events = stream(log)
    events[1]["item_id"] = "other"
    events[2]["item_id"] = "other"
    events[-1]["sequence_number"] = events[-2]["sequence_number"]
    data = lines(events)
    assert check(tmp_path, data, "--json") == 1
    found = json.loads(capsys.readouterr().out)["requirements"]
    assert found.pop("OR-GRAM-02") == 1
    assert check(tmp_path, data, "--json", "--ignore", "or-gram-02", "--fail-on", "warning") == (1 if found else 0)
    report = json.loads(capsys.readouterr().out)
    assert report["requirements"] == found
    assert report["files"][0]["ignored"] == {"OR-GRAM-02": 1}
    assert check(tmp_path, data, *(word for name in (*found, "OR-GRAM-02") for word in ("--ignore", name))) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("0 errors, 0 warnings, 1 ignored")


def test_a_requirement_that_nobody_knows_cannot_be_ignored(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A typing error must not look like a clean file."""
    assert check(tmp_path, b"{}", "--ignore", "OR-GRAM-2") == 2
    assert "there is no requirement OR-GRAM-2; did you mean OR-GRAM-" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ({"error": {"type": "not_found", "code": None, "message": "No such model", "param": "model"}}, []),
        ({"error": {"type": "not_found", "code": None, "param": None}}, [("OR-ERR-01", "$.error.message")]),
        ({"error": {"type": 4, "code": None, "message": "m", "param": None}}, [("OR-SCHEMA", "$.error.type")]),
    ],
)
def test_the_body_of_an_http_error_is_judged_as_an_error(
    body: dict[str, Any], found: list[tuple[str, str]], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A client that keeps what a server refused must not be told that its event lacks a type (OR-ERR-01)."""
    assert check(tmp_path, lines([body]), "--json") == (1 if found else 0)
    report = json.loads(capsys.readouterr().out)
    assert [(one["requirement"], one["path"]) for one in report["violations"]] == found
    assert report["files"][0]["http_errors"] == 1


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-be", "utf-32"])
def test_a_file_in_another_encoding_is_told_by_its_name(
    encoding: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Shells on Windows write UTF-16 when output is redirected."""
    text = "data: {}\n\n"
    data = text.encode(encoding) if encoding != "utf-16-be" else b"\xfe\xff" + text.encode(encoding)
    assert check(tmp_path, data) == 1
    assert f"the file is written in {encoding.upper()[:6]}; events and JSON are UTF-8" in capsys.readouterr().out


def test_many_findings_of_one_requirement_are_counted_and_not_all_printed(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A server that numbers all its events alike must not bury the other findings."""
    assert check(tmp_path, lines([{"type": "a:b", "sequence_number": 0}] * 100)) == 1
    out = capsys.readouterr().out
    assert "79 more of OR-EXT-13" in out
    assert len(out.splitlines()) == 22


@pytest.mark.parametrize(
    "frame", [b"data: " + b"x" * 300 + b"\n\n", b'{"type": "a:b", "sequence_number": 0}\n' + b"y" * 300]
)
def test_an_event_beyond_the_limit_is_named(
    tmp_path: Path, frame: bytes, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Memory is bounded, and the message says by how much."""
    monkeypatch.setattr(inputs, "MAX_LINE_BYTES", 200)
    assert check(tmp_path, frame) == 1
    assert "limit of 200 bytes" in capsys.readouterr().out


def test_nothing_of_a_file_moves_the_cursor_or_reorders_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Control, escape and direction characters of a stream are shown, not obeyed."""
    evil = "\x1b[2J\r\x07\x9b31m\u202eabc\u2028\udc00"
    assert check(tmp_path, json.dumps({"type": evil, "sequence_number": 0}).replace("\\udc00", "").encode()) == 1
    out = capsys.readouterr().out
    assert "\\x1b[2J" in out or "\\u001b[2J" in out
    assert all(character.isprintable() or character == "\n" for character in out)
    assert harmless(evil).isprintable()
    assert check(tmp_path, json.dumps({"type": "\x7f" + evil[:-1], "sequence_number": 0}).encode(), "--json") == 1
    assert all(character.isprintable() or character == "\n" for character in capsys.readouterr().out)


def test_json_that_is_shown_on_a_terminal_stays_equal() -> None:
    """Escaping is of the text, never of the value."""
    value = {"a": "\x7f\x9b\u202e\U000e0041 b\u00a0\u00e9"}
    shown = harmless_json(json.dumps(value, ensure_ascii=False).encode())
    assert json.loads(shown) == value
    assert shown.decode().isprintable()


def test_a_bug_of_ours_is_told_without_a_traceback(
    log: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Never a traceback at the user."""

    def broken(*arguments: object) -> None:
        raise KeyError("x")

    monkeypatch.setattr(inputs.Judge, "judge", broken)
    assert main(["check", str(log)]) == 3
    assert "KeyError" in capsys.readouterr().err


def test_an_interrupt_ends_quietly(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Ctrl-C is no bug."""

    def interrupted(*arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(inputs.Judge, "judge", interrupted)
    assert main(["check", str(log)]) == 130


def command(*arguments: str, stdin: bytes = b"", **options: Any) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        [sys.executable, "-m", "openresponses_sdk", *arguments],
        input=stdin,
        capture_output=True,
        timeout=60,
        check=False,
        **options,
    )


def test_the_commands_work_in_a_pipe() -> None:
    """``convert - | check -``, as a real process sees its streams."""
    converted = command("convert", "-", "--from", "thread-events", "--to", "sse", stdin=lines(LOG))
    assert (converted.returncode, converted.stderr) == (0, b"")
    checked = command("check", "-", stdin=converted.stdout)
    assert checked.returncode == 0
    assert checked.stdout.startswith(b"<stdin>: 1 stream")


def test_an_output_that_cannot_show_a_character_gets_an_escape() -> None:
    """A terminal of another encoding must not end in an exception."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    checked = command("check", "-", stdin='{"type": "é", "sequence_number": 0}'.encode(), env=environment)
    assert checked.returncode == 1
    assert b"\\xe9" in checked.stdout
    assert b"Traceback" not in checked.stderr


def test_a_reader_that_goes_away_is_no_traceback(log: Path) -> None:
    """``openresponses convert … | head -1``."""
    log.write_bytes(lines(LOG * 2000))
    process = subprocess.Popen(
        [sys.executable, "-m", "openresponses_sdk", "convert", str(log), "--from", "thread-events", "--to", "sse"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    with process:
        if process.stdout is None or process.stderr is None:
            pytest.fail("the process has no pipes")
        process.stdout.readline()
        process.stdout.close()
        errors = process.stderr.read()
        process.wait(timeout=60)
    assert b"Traceback" not in errors
    assert b"BrokenPipe" not in errors
    assert process.returncode == 3
