"""``openresponses convert`` over formats, framings, several inputs and real pipes."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.cli import FORMATS, main
from openresponses_sdk.cli.sources import PATIENCE, SOURCES, recognised
from openresponses_sdk.cli.values import iter_values
from openresponses_sdk.parsing import parse_event
from openresponses_sdk.sse import SSEEncoder, SSEParser
from tests.scripted_streams import stream

THREAD = [
    {"type": "thread.started", "thread_id": "t"},
    {"type": "turn.started"},
    {"type": "item.completed", "item": {"id": "i", "type": "agent_message", "text": "Hi."}},
    {"type": "turn.completed", "usage": {"input_tokens": 1, "output_tokens": 1, "cached_input_tokens": 0}},
]
WHOLE = stream("agent")[-1]["response"]


def lines(events: list[Any]) -> bytes:
    return b"".join(json.dumps(event, separators=(",", ":")).encode() + b"\n" for event in events)


def sse(events: list[Any]) -> bytes:
    encoder = SSEEncoder()
    return b"".join([*(encoder.encode(parse_event(event)) for event in events), encoder.encode_done()])


def convert(path: Path, source: str, target: str, *more: str) -> tuple[int, bytes]:
    output = path.parent / f"out.{target}.written"
    status = main(["convert", str(path), "--from", source, "--to", target, "-o", str(output), *more])
    return status, output.read_bytes()


FRAMINGS = {
    "sse": sse(stream("agent")),
    "sse with blank lines and a comment first": b"\n\n: hello\n\n" + sse(stream("agent")),
    "ndjson": lines(stream("agent")),
    "one array": json.dumps(stream("agent"), indent=2).encode(),
    "one array on a line": json.dumps(stream("agent")).encode(),
    "with a mark of byte order": b"\xef\xbb\xbf" + lines(stream("agent")),
}


@pytest.mark.parametrize("framing", FRAMINGS)
@pytest.mark.parametrize("source", ["responses", "auto"])
def test_every_framing_is_recognised_from_the_bytes(framing: str, source: str, tmp_path: Path) -> None:
    """Issue 4, command line: SSE, NDJSON, one document; a conformant stream comes out as it went in."""
    path = tmp_path / "input"
    path.write_bytes(FRAMINGS[framing])
    status, written = convert(path, source, "sse")
    assert status == 0
    assert written == sse(stream("agent"))
    assert json.loads(convert(path, source, "json")[1]) == WHOLE


@pytest.mark.parametrize("indent", [None, 2])
def test_a_whole_answer_is_taken_too(indent: int | None, tmp_path: Path) -> None:
    """A body that was not streamed becomes a stream."""
    path = tmp_path / "answer.json"
    path.write_text(json.dumps(WHOLE, indent=indent))
    status, written = convert(path, "auto", "ndjson")
    assert status == 0
    final = json.loads(written.splitlines()[-1])["response"]
    assert [one["type"] for one in final["output"]] == [one["type"] for one in WHOLE["output"]]


def test_a_type_that_only_the_event_field_tells_is_taken(tmp_path: Path) -> None:
    """Some servers leave the type out of the object."""
    path = tmp_path / "bare.sse"
    bare = [{name: value for name, value in event.items() if name != "type"} for event in stream("vendor")]
    frames = zip(stream("vendor"), bare, strict=True)
    path.write_bytes(
        b"".join(f"event: {event['type']}\ndata: {json.dumps(data)}\n\n".encode() for event, data in frames)
    )
    events = [json.loads(line) for line in convert(path, "responses", "ndjson")[1].splitlines()]
    assert [event["type"] for event in events] == [event["type"] for event in stream("vendor")]


def test_inputs_of_several_formats_become_one_output(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 4, command line: from files and folders; findings name their file and line."""
    folder = tmp_path / "logs"
    (folder / "deep").mkdir(parents=True)
    (folder / "a.jsonl").write_bytes(lines(THREAD))
    (folder / "deep" / "b.sse").write_bytes(sse(stream("agent")))
    cut = tmp_path / "c.ndjson"
    cut.write_bytes(lines(stream("vendor")[:5]))
    output = tmp_path / "all.sse"
    assert main(["convert", str(folder), str(cut), "--from", "auto", "--to", "sse", "-o", str(output)]) == 1
    parser = SSEParser()
    frames = [*parser.receive_data(output.read_bytes()), *parser.receive_eof()]
    ends = [frame.event for frame in frames if frame.event in ("response.completed", "response.failed")]
    assert ends == ["response.completed", "response.completed", "response.failed"]
    assert [frame.is_done for frame in frames].count(True) == 1
    assert frames[-1].is_done
    assert main(["check", str(output)]) == 0
    captured = capsys.readouterr()
    assert f"{cut}: error: line 5 " in captured.err
    seeded = ["--from", "auto", "--to", "json", "--seed", "s", "-o", str(output)]
    assert main(["convert", str(folder), str(cut), *seeded]) == 1
    responses = json.loads(output.read_bytes())
    assert len({response["id"] for response in responses}) == 3


def test_an_input_that_cannot_be_read_does_not_stop_the_others(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit status 3 says that something is missing; what could be read is there."""
    good, output, empty = tmp_path / "a.jsonl", tmp_path / "out", tmp_path / "empty"
    good.write_bytes(lines(THREAD))
    empty.mkdir()
    names = [str(tmp_path / "none"), str(empty), str(good)]
    assert main(["convert", *names, "--from", "thread-events", "--to", "json", "-o", str(output)]) == 3
    assert json.loads(output.read_bytes())["status"] == "completed"
    assert capsys.readouterr().err.count("openresponses: ") == 2


def test_a_format_that_nothing_tells_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``--from auto`` does not guess."""
    path = tmp_path / "x.jsonl"
    path.write_bytes(b'{"a": 1}\nhello\n' * 30)
    assert convert(path, "auto", "ndjson") == (1, b"")
    assert "name it with --from" in capsys.readouterr().err


def test_a_document_that_is_no_json_is_a_finding_for_each_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A cut document is read as what its lines say, and fails."""
    path = tmp_path / "cut.json"
    path.write_text(json.dumps(WHOLE, indent=1)[:-40])
    status, written = convert(path, "responses", "json")
    assert status == 1
    assert json.loads(written)["error"]["code"] == "stream_truncated"
    assert "line 1: The event is not JSON" in capsys.readouterr().err


@pytest.mark.parametrize("source", SOURCES)
def test_every_format_takes_every_option(source: str, tmp_path: Path) -> None:
    """A new bridge is one row, so every bridge must take what the command hands on."""
    path = tmp_path / "empty.jsonl"
    path.write_bytes(b"")
    options = ["--unknown", "skip", "--dialect", "openai", "--slug", "acme", "--model", "m", "--created-at", "5"]
    assert convert(path, source, "ndjson", *options, "--seed", "x")[0] == 1


def test_options_reach_the_bridge(tmp_path: Path) -> None:
    """``--dialect``, ``--unknown`` and ``--slug``."""
    path = tmp_path / "in.sse"
    path.write_bytes(sse(stream("agent")) + b'data: {"type": "response.other", "sequence_number": 30}\n\n')
    assert b"event: response.reasoning_text.delta\n" in convert(path, "responses", "sse", "--dialect", "openai")[1]
    events = stream("agent")
    events.insert(3, {"type": "response.search.started", "sequence_number": 3})
    path.write_bytes(lines(events))
    assert b'"acme:search_started"' in convert(path, "responses", "ndjson", "--slug", "acme")[1]
    assert b"search_started" not in convert(path, "responses", "ndjson", "--unknown", "skip")[1]
    with_unknown = [*THREAD[:2], {"type": "novelty"}, {"type": "item.completed", "item": {"id": "z", "type": "new"}}]
    path.write_bytes(lines([*with_unknown, *THREAD[2:]]))
    kept, skipped = (convert(path, "thread-events", "ndjson", "--unknown", how)[1] for how in ("keep", "skip"))
    assert (b"raw_event" in kept, b"codex:new" in kept) == (True, True)
    assert (b"raw_event" in skipped, b"codex:new" in skipped) == (False, False)


def test_wrong_options_are_wrong_usage() -> None:
    """Exit status 2."""
    for more in (["--slug", "a b"], ["--unknown", "drop"], ["--dialect", "french"]):
        assert main(["convert", "x", "--from", "responses", "--to", "sse", *more]) == 2


@pytest.fixture
def process(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    """A live ``convert -``, with pipes at both ends."""
    with subprocess.Popen(
        [sys.executable, "-m", "openresponses_sdk", "convert", "-", "--from", request.param, "--to", "sse"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as running:
        yield running
        running.kill()


@pytest.mark.parametrize(
    ("process", "first", "expected"),
    [
        ("thread-events", lines(THREAD[:2]), b"response.created"),
        ("auto", lines(THREAD[:2]), b"response.created"),
        ("responses", sse(stream("agent")[:1]).removesuffix(b"data: [DONE]\n\n"), b"response.created"),
        ("responses", lines(stream("agent")[:1]), b"response.created"),
    ],
    indirect=["process"],
)
def test_a_pipe_is_converted_line_by_line(process: subprocess.Popen[bytes], first: bytes, expected: bytes) -> None:
    """Issue 4: ``codex exec --json … | openresponses convert --from thread-events --to sse -`` works live.

    The event is read while the writer still holds the pipe open; a command that waits for its end would never answer.
    """
    if process.stdin is None or process.stdout is None:
        pytest.fail("the process has no pipes")
    process.stdin.write(first)
    process.stdin.flush()
    assert process.stdout.readline() == b"event: %b\n" % expected
    assert json.loads(process.stdout.readline().removeprefix(b"data: "))["response"]["status"] == "in_progress"
    process.stdin.close()
    rest = process.stdout.read()
    assert rest.endswith(b"data: [DONE]\n\n")
    assert b"event: response.failed\n" in rest
    assert process.wait(timeout=60) == 1


EXAMPLES: dict[str, Any] = {
    "thread-events": THREAD,
    "responses": [stream("agent")[2]],
    "anthropic": [{"type": "message_start", "message": {"type": "message", "id": "m", "stop_reason": None}}],
    "gemini": [{"candidates": [{"content": {"parts": [{"text": "Hi"}]}, "finishReason": "STOP"}]}],
    "ollama": [{"model": "m", "message": {"role": "assistant", "content": "Hi"}, "done": True}],
    "chat-completions": [{"object": "chat.completion.chunk", "choices": []}],
}


@pytest.mark.parametrize("source", SOURCES)
def test_every_format_is_known_by_its_events_and_by_no_other(source: str) -> None:
    """Issue 4, command line: ``auto`` looks at the first events."""
    (first, *_) = EXAMPLES[source]
    assert [name for name, row in SOURCES.items() if row.tells(first)] == [source]


def test_the_help_names_every_format_of_the_table() -> None:
    """The command line does not load the bridges to print its help, so it has a list of its own."""
    assert (*SOURCES, "auto") == FORMATS


CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))


@pytest.mark.skipif(not CORPUS.is_dir(), reason="no recordings: set OPENRESPONSES_CORPUS to their folder")
@pytest.mark.parametrize("source", SOURCES)
def test_every_recording_is_recognised(source: str) -> None:
    """Issue 4, command line: framing and format are found out, for every recorded file of every provider."""
    folder = CORPUS / {"thread-events": "agent-logs"}.get(source, source)
    files = [path for path in sorted(folder.rglob("*")) if path.suffix in (".sse", ".jsonl")]
    assert files
    missed = []
    for path in files:
        with path.open("rb") as file:
            values = [value.data for value, _ in zip(iter_values(file, 1 << 24), range(PATIENCE), strict=False)]
        found = next(filter(None, map(recognised, values)), None)
        if found != source:
            missed.append((path.name, found))
    assert missed == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no full device here")
@pytest.mark.parametrize("target", ["sse", "ndjson", "json", "chat-completions"])
@pytest.mark.parametrize("to_file", [True, False])
def test_an_output_that_is_full_is_named_once_and_not_the_input(target: str, to_file: bool, tmp_path: Path) -> None:
    """Found by a user: the file that was read was said to have no space left."""
    source = tmp_path / "chat.json"
    said = {"choices": [{"message": {"content": "x" * 100_000}, "finish_reason": "stop"}]}
    source.write_text(json.dumps({"object": "chat.completion", **said}), "utf-8")
    command = [
        sys.executable,
        "-m",
        "openresponses_sdk",
        "convert",
        str(source),
        "--from",
        "chat-completions",
        "--to",
        target,
    ]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(
            [*command, "-o", "/dev/full"] if to_file else command,
            stdout=subprocess.DEVNULL if to_file else full,
            stderr=subprocess.PIPE,
            check=False,
        )
    name = "/dev/full" if to_file else "standard output"
    assert done.returncode == 3
    assert done.stderr.decode().splitlines() == [f"openresponses: {name}: No space left on device"]


def test_the_name_of_an_input_is_not_empty(capsys: pytest.CaptureFixture[str]) -> None:
    """A variable that is not set in a script; it was taken for the folder that is current."""
    for arguments in (["convert", "", "--from", "auto", "--to", "json"], ["check", ""]):
        assert main(arguments) == 2
        assert "the name of an input is empty" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"type": "error", "error": {"type": "overloaded_error", "message": "Busy."}}, None),
        (
            {"error": {"message": "No key.", "type": "invalid_request_error", "code": "invalid_api_key"}},
            "invalid_api_key",
        ),
        ({"error": {"code": 401, "message": "No key.", "status": "UNAUTHENTICATED"}}, None),
        ([{"error": {"code": 429, "message": "Slow down.", "status": "RESOURCE_EXHAUSTED"}}], None),
        ({"error": "model 'x' not found"}, None),
    ],
)
def test_an_error_in_place_of_an_answer_is_a_failed_response(
    body: Any, code: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 5, bad input: HTTP error bodies instead of streams; found by a user: auto gave such a file up."""
    path, out = tmp_path / "error.json", tmp_path / "out.json"
    path.write_text(json.dumps(body), "utf-8")
    main(["convert", str(path), "--from", "auto", "--to", "json", "-o", str(out)])
    response = json.loads(out.read_text("utf-8"))
    assert response["status"] == "failed" and response["error"]["message"]
    assert code in (None, response["error"]["code"])
    assert "name it with --from" not in capsys.readouterr().err
