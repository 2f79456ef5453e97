"""``openresponses show``, and the timeline behind it: what a person sees, and what nobody must see."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import ListEmitter, ResponseBuilder
from openresponses_sdk.cli import main
from openresponses_sdk.cli.style import cells
from openresponses_sdk.timeline import Happening, Kind, Moment, Node, Timeline

EVIL = "\x1b[2J\x1b]0;title\x07\x1b]8;;http://x\x1b\\\x9b31m\x90q\u202eabc\u2066\u200b\ufeff\r\x08"
USAGE = {
    "input_tokens": 4,
    "input_tokens_details": {"cached_tokens": 1},
    "output_tokens": 3,
    "output_tokens_details": {"reasoning_tokens": 2},
    "total_tokens": 7,
}


def legal_events() -> list[dict[str, Any]]:
    """Reasoning, a tool call with its output, a message in three pieces."""
    sink = ListEmitter()
    response = ResponseBuilder(sink, model="demo-1", response_id="resp_1")
    with response.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("Look it up.")
    with response.function_call("weather", call_id="call_1") as call:
        call.delta('{"city": ')
        call.delta('"Rome"}')
    response.function_call_output("call_1", "sunny")
    with response.message() as message, message.text() as text:
        text.delta("It is ")
        text.delta("sunny.\nBring ")
        text.delta("a hat.")
    response.complete(usage=USAGE)
    return [json.loads(event.to_json()) for event in sink.events]


def as_sse(events: Iterable[dict[str, Any]]) -> bytes:
    frames = (f"event: {event['type']}\ndata: {json.dumps(event)}\n\n" for event in events)
    return "".join(frames).encode() + b"data: [DONE]\n\n"


def as_lines(events: Iterable[dict[str, Any]]) -> bytes:
    return b"".join(json.dumps(event).encode() + b"\n" for event in events)


FORMS = {
    "sse": as_sse,
    "ndjson": as_lines,
    "array": lambda events: json.dumps(events).encode(),
    "response": lambda events: json.dumps(events[-1]["response"], indent=1).encode(),
}


def shown(tmp_path: Path, data: bytes, capsys: pytest.CaptureFixture[str], *more: str, status: int = 0) -> str:
    path = tmp_path / "stream"
    path.write_bytes(data)
    assert main(["show", str(path), *more]) == status
    return capsys.readouterr().out


@pytest.mark.parametrize("form", FORMS)
def test_a_stream_is_told_in_every_form(tmp_path: Path, form: str, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: items, parts, text, tool calls, reasoning, usage, status; SSE, NDJSON and JSON."""
    out = shown(tmp_path, FORMS[form](legal_events()), capsys)
    for expected in (
        "resp_1",
        "demo-1",
        "reasoning",
        "summary_text",
        "Look it up.",
        "weather",
        "call_1",
        '{"city": "Rome"}',
        "sunny",
        "It is sunny.\n",
        "Bring a hat.",
        "4 input (1 cached) · 3 output (2 reasoning) · 7 total",
    ):
        assert expected in out, expected
    assert out.count("completed") >= 4
    assert out.splitlines()[-1].endswith("0 errors, 0 warnings")
    assert out.isascii() or "\x1b" not in out


def test_a_request_is_shown_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What ``check`` reads, ``show`` shows."""
    request = {"model": "m", "input": [{"type": "message", "role": "user", "content": "What now?"}]}
    assert "What now?" in shown(tmp_path, json.dumps(request).encode(), capsys)
    assert "Hello" in shown(tmp_path, b'{"model": "m", "input": "Hello"}', capsys)


def test_what_happened_has_its_event_and_its_number(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """When what happened: the place of the event, and its sequence number where that differs."""
    events = legal_events()
    assert re.search(r"#2 +● reasoning", shown(tmp_path, as_lines(events), capsys))
    for event in events[-2:]:
        event["sequence_number"] += 7
    assert f"seq {events[-1]['sequence_number']}" in shown(tmp_path, as_lines(events), capsys)


def test_what_is_wrong_stands_where_it_happened(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Violations inline: after the event, before the next one, with requirement and line."""
    events = legal_events()
    at = next(index for index, event in enumerate(events) if event["type"] == "response.output_text.delta")
    events[at]["item_id"] = "other"
    lines = shown(tmp_path, as_lines(events), capsys, status=1).splitlines()
    found = next(index for index, line in enumerate(lines) if "[OR-GRAM-15]" in line)
    assert f"#{at} " in lines[found]
    assert f"line {at + 1}" in lines[found]
    assert "It is" in lines[found - 1]
    assert "sunny." in lines[found + 2]


def test_text_of_several_items_at_once_is_kept_apart(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Items may be open at once; each piece says where it belongs."""
    timeline = [event for event in legal_events() if event["type"] != "response.output_item.done"]
    pieces = [
        {"type": "response.output_text.delta", "output_index": index, "content_index": 0, "delta": word}
        for index, word in ((7, "one"), (8, "two"), (7, " three"))
    ]
    out = shown(tmp_path, as_lines([*timeline[:2], *pieces]), capsys, status=1)
    assert out.count("↳ item 7 content 0 text") == 1
    assert "one" in out
    assert "│  three" in out


def test_lines_are_broken_at_the_width_and_not_in_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Width: words stay whole where they fit, wide characters count twice, and a pipe gets whole lines for grep."""
    monkeypatch.delenv("COLUMNS", raising=False)
    events = legal_events()
    words = "The quick brown fox jumps over the lazy dog. " * 5 + "界" * 60 + "x" * 200
    at = next(index for index, event in enumerate(events) if event["type"] == "response.output_text.delta")
    events[at]["delta"] = words
    assert words in shown(tmp_path, as_lines(events), capsys, status=1)
    out = shown(tmp_path, as_lines(events), capsys, "--width", "60", status=1)
    body = out.splitlines()[:-1]
    assert max(map(cells, body)) <= 60
    assert sum(len(re.findall(r"quick|brown|jumps", line)) for line in body if "│" in line) == 15, (
        "no word is cut in two"
    )
    monkeypatch.setenv("COLUMNS", "50")
    assert max(map(cells, shown(tmp_path, as_lines(events), capsys, status=1).splitlines()[:-1])) <= 50


def test_colour_is_for_terminals_and_can_be_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Plain when it is no terminal; NO_COLOR is obeyed; ``--color`` decides when it is given."""
    data = as_sse(legal_events())
    assert "\x1b" not in shown(tmp_path, data, capsys)
    assert "\x1b[1;36mresponse\x1b[0m" in shown(tmp_path, data, capsys, "--color", "always")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    monkeypatch.setenv("TERM", "xterm")
    monkeypatch.delenv("NO_COLOR", raising=False)
    assert "\x1b[" in shown(tmp_path, data, capsys)
    monkeypatch.setenv("NO_COLOR", "1")
    assert "\x1b" not in shown(tmp_path, data, capsys)
    assert "\x1b" not in shown(tmp_path, data, capsys, "--color", "never")


def hostile_events(evil: str) -> list[dict[str, Any]]:
    """``evil`` wherever a stream can put text."""
    failed = {"id": evil, "status": evil, "error": {"code": evil, "message": evil}, "usage": {evil: evil}}
    return [
        {"type": "response.created", "response": {"id": evil, "model": evil, "status": evil, evil: evil}},
        {
            "type": "response.output_item.added",
            "output_index": 0,
            "item": {"type": evil, "id": evil, "role": evil, "name": evil, "call_id": evil, "status": evil},
        },
        {
            "type": "response.content_part.added",
            "output_index": 0,
            "content_index": 0,
            "part": {"type": evil, "text": evil},
        },
        {"type": "response.output_text.delta", "output_index": 0, "content_index": 0, "delta": evil},
        {"type": "response.output_text.done", "output_index": 0, "content_index": 0, "text": f"other {evil}"},
        {"type": "response.function_call_arguments.delta", "output_index": 1, "delta": evil},
        {"type": evil, "data": evil, evil: {evil: [evil]}},
        {"type": f"response.{evil}.delta", "output_index": 0, "delta": evil},
        {"type": "error", "error": {"code": evil, "message": evil}},
        {
            "type": "response.output_item.done",
            "output_index": 0,
            "item": {"type": evil, evil: evil, "status": evil, "more": f"{evil}\n{evil}"},
        },
        {"type": "response.failed", "response": failed},
    ]


def test_nothing_of_a_stream_is_obeyed_by_the_terminal(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The issue: no escape, OSC, C1 control, carriage return, override or invisible character gets through anywhere."""
    events = hostile_events(EVIL)
    for data in (as_lines(events), as_sse(events), as_sse(events).replace(b"event:", b"id: \x1b[2J\nevent: \x9b31m")):
        out = shown(tmp_path, data, capsys, status=1)
        assert "\\x1b[2J" in out
        assert "\\u202e" in out
        assert all(character.isprintable() or character == "\n" for character in out)
    coloured = shown(tmp_path, as_lines(events), capsys, "--color", "always", "--width", "40", status=1)
    own = re.sub(r"\x1b\[(?:[0-9]+;)?[0-9]+m", "", coloured)
    assert all(character.isprintable() or character == "\n" for character in own)


def test_a_name_of_a_file_is_shown_harmless(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """File names and the messages about them come from outside, too."""
    path = tmp_path / f"a{EVIL.replace('/', '')}b"
    path.write_bytes(as_sse(legal_events()))
    assert main(["show", str(path)]) == 0
    assert main(["show", f"{path}gone"]) == 3
    captured = capsys.readouterr()
    assert all(character.isprintable() or character == "\n" for character in captured.out + captured.err)


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 1),
        (b"{", 1),
        (b"null", 1),
        (b"[5, [], null]", 1),
        (b"data: x\n\ndata: [1]\n\n", 1),
        (b'{"type": "response.output_text.delta", "output_index": 1000000000, "content_index": -4, "delta": 5}\n', 1),
        (b'{"type": "response.output_item.added", "output_index": "0", "item": []}\n', 1),
        (b'{"type": "response.completed", "response": {"output": [1, {"content": [{}, 2]}], "usage": []}}\n', 1),
        (b'{"type": "response.created", "response": {"created_at": 1e300, "usage": {"input_tokens": 1e300}}}\n', 1),
        (b'{"type": 5}\n', 1),
    ],
)
def test_any_input_is_shown_and_judged(
    tmp_path: Path, data: bytes, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    """Bad input gives findings and exit status 1, never a traceback."""
    out = shown(tmp_path, data, capsys, status=status)
    assert "error" in out
    page = tmp_path / "page.html"
    assert main(["show", str(tmp_path / "stream"), "--html", str(page)]) == status
    assert page.read_bytes().endswith(b"</html>\n")


def test_a_running_stream_grows_before_it_ends() -> None:
    """Text grows live: what was piped in is on the screen before the writer goes on."""
    process = subprocess.Popen(
        [sys.executable, "-m", "openresponses_sdk", "show", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )
    with process:
        if process.stdin is None or process.stdout is None:
            pytest.fail("the process has no pipes")
        seen = b""
        for event in legal_events():
            process.stdin.write(as_sse([event]).removesuffix(b"data: [DONE]\n\n"))
            process.stdin.flush()
            if event["type"] == "response.output_text.delta":
                last = event["delta"].rpartition("\n")[2].encode()
                while last not in seen:
                    seen += (piece := os.read(process.stdout.fileno(), 1 << 16))
                    assert piece, "the output ended early"
        process.stdin.write(b"data: [DONE]\n\n")
        process.stdin.close()
        seen += process.stdout.read()
        assert process.wait(timeout=30) == 0
    assert re.search(rb"#\d+ \+\d+\.\d\ds ", seen), "what is read live has its time"


def test_the_first_line_of_a_live_log_does_not_wait_for_the_second() -> None:
    """NDJSON from a pipe: the first event is shown at once."""
    process = subprocess.Popen(
        [sys.executable, "-m", "openresponses_sdk", "show", "-"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    with process:
        if process.stdin is None or process.stdout is None:
            pytest.fail("the process has no pipes")
        process.stdin.write(as_lines(legal_events()[:1]))
        process.stdin.flush()
        seen = b""
        while b"resp_1" not in seen:
            seen += (piece := os.read(process.stdout.fileno(), 1 << 16))
            assert piece, "the output ended early"
        process.stdin.close()
        process.stdout.read()
        assert process.wait(timeout=30) == 1, "the stream is unfinished"


def test_a_terminal_without_the_signs_gets_plain_ones() -> None:
    """An ASCII terminal."""
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "openresponses_sdk", "show", "-"],
        input=as_sse(legal_events()),
        capture_output=True,
        env=environment,
        check=False,
    )
    assert done.returncode == 0
    assert b"+ reasoning" in done.stdout


def test_a_timeline_knows_when_things_opened_and_closed() -> None:
    """The layer below: events in, a tree with moments out."""
    clock = iter(range(1000))
    timeline = Timeline(lambda: float(next(clock)))
    for event in legal_events():
        timeline.receive(event)
    (response,) = timeline.nodes
    assert (response.kind, response.status) == (Kind.RESPONSE, "completed")
    assert [node.type for node in response.in_order()] == [
        "reasoning",
        "function_call",
        "function_call_output",
        "message",
    ]
    reasoning = next(response.in_order())
    assert reasoning.opened == Moment(2, 2, 2.0)
    assert reasoning.closed == Moment(7, 7, 7.0)
    assert [str(node.texts["text"]) for node in response.walk() if "text" in node.texts] == [
        "Look it up.",
        "It is sunny.\nBring a hat.",
    ]
    assert sum(run.count for run in timeline.runs) == timeline.events == len(legal_events())


def test_every_text_of_a_recording_is_in_its_timeline() -> None:
    """No text is lost and none is told twice: what grew, put together, is what the last event holds."""
    timeline = Timeline()
    grown: dict[Node, list[str]] = {}
    for event in legal_events():
        for entry in timeline.receive(event):
            assert entry.happening is not Happening.REPLACED
            if entry.happening is Happening.GREW:
                grown.setdefault(entry.node, []).append(entry.text)
    assert {"".join(texts) for texts in grown.values()} == {
        "Look it up.",
        '{"city": "Rome"}',
        "sunny",
        "It is sunny.\nBring a hat.",
    }


def recordings() -> list[Path]:
    corpus = os.environ.get("OPENRESPONSES_CORPUS", str(Path(__file__).parents[2] / "shared" / "corpus"))
    streams = sorted(Path(corpus, "responses").rglob("*.sse"))
    if not streams:
        pytest.skip("the corpus is not here")
    return streams


def test_recorded_streams_are_all_shown(capsys: pytest.CaptureFixture[str]) -> None:
    """Every recording of the corpus is told without a failure."""
    for stream in recordings():
        assert main(["show", str(stream)]) in (0, 1)
        assert capsys.readouterr().err == ""


def test_no_text_of_a_recorded_response_is_missing() -> None:
    """The texts of every last response, found by other means, are in the tree of its events."""
    compared = 0
    for stream in recordings():
        timeline = Timeline()
        final: dict[str, Any] = {}
        for line in stream.read_bytes().splitlines():
            if line.startswith(b"data:") and line[5:].strip().startswith(b"{"):
                event = json.loads(line[5:])
                timeline.receive(event)
                final = event.get("response", final)
        told = {str(text) for node in timeline.nodes for inner in node.walk() for text in inner.texts.values()}
        for item in final.get("output") or ():
            for part in item.get("content") or ():
                compared += 1
                assert part.get("text", "") in told | {""}, stream
    assert compared > 50


def test_the_cost_of_a_delta_does_not_grow() -> None:
    """Linear in time: ten times the deltas cost about ten times as much."""

    def seconds(number: int) -> float:
        timeline = Timeline()
        for event in legal_events()[:-8]:
            timeline.receive(event)
        delta = {"type": "response.output_text.delta", "output_index": 3, "content_index": 0, "delta": "x" * 20}
        start = time.process_time()
        for _ in range(number):
            timeline.receive(delta)
        return time.process_time() - start

    small = min(seconds(2_000) for _ in range(3))
    assert min(seconds(20_000) for _ in range(2)) < 25 * small
