"""The programs of docs/programs run as a user runs them, against a server on the loopback interface and on files."""

from __future__ import annotations

import io
import json
import runpy
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import ListEmitter, Response, ResponseBuilder, SSEEncoder, parse_event, validate_request
from openresponses_sdk.testing import FakeIds, FixedClock
from tests.scripted_streams import stream

PROGRAMS = Path(__file__).resolve().parents[1] / "docs" / "programs"
Script = Callable[[ResponseBuilder], object]


def run(name: str, *arguments: str) -> int:
    """Run a program as its own ``__main__``; returns the exit status."""
    before, sys.argv = sys.argv, [name, *arguments]
    try:
        runpy.run_path(str(PROGRAMS / name), run_name="__main__")
    except SystemExit as exit_:
        return exit_.code if isinstance(exit_.code, int) else 1
    finally:
        sys.argv = before
    return 0


def body(script: Script) -> bytes:
    """A stream as a server sends it."""
    sink, encoder = ListEmitter(), SSEEncoder()
    script(ResponseBuilder(sink, model="demo-1", ids=FakeIds(), clock=FixedClock()))
    return b"".join(map(encoder.encode, sink.events)) + encoder.encode_done()


def call_the_weather(response: ResponseBuilder) -> Response:
    with response.reasoning() as reasoning, reasoning.summary() as summary:
        summary.delta("I do not know.")
    with response.function_call("weather", call_id="call_1") as call:
        call.delta('{"town": ')
        call.delta('"Oslo"}')
    with response.function_call("nonsense", call_id="call_2") as call:
        call.arguments("{}")
    return response.complete(usage={"input_tokens": 2, "output_tokens": 3})


def say(response: ResponseBuilder) -> Response:
    with response.message() as message, message.text() as text:
        text.delta("It rains, ")
        text.delta("bring Gummistiefel ☔.")
    return response.complete(usage={"input_tokens": 2, "output_tokens": 3})


@contextmanager
def serving(*answers: bytes | int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A server that gives one answer after the other, in small pieces; the address, and the requests that came."""
    waiting, requests = list(answers), list[dict[str, Any]]()

    class Server(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            requests.append(json.loads(self.rfile.read(int(self.headers["content-length"]))))
            answer = waiting.pop(0)
            self.send_response(answer if isinstance(answer, int) else 200)
            self.send_header("content-type", "text/event-stream")
            data = b"" if isinstance(answer, int) else answer
            # A length that is not reached is a connection that broke.
            is_whole = data.endswith(b"[DONE]\n\n") or not data
            self.send_header("content-length", str(len(data) + (0 if is_whole else 100)))
            self.send_header("connection", "close")
            self.end_headers()
            for at in range(0, len(data), 211):
                self.wfile.write(data[at : at + 211])
                self.wfile.flush()
            self.close_connection = True

        def log_message(self, format: str, *args: object) -> None:
            """Say nothing on the terminal."""

    with HTTPServer(("127.0.0.1", 0), Server) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/v1/responses", requests
        finally:
            server.shutdown()
            thread.join()


def test_over_httpx2_carries_out_the_calls_and_prints_the_answer(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3, it must show 4: consume over httpx2; the second request holds all of the first turn and its outputs."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(body(call_the_weather), body(say)) as (url, requests):
        assert run("over_httpx2.py", url, "demo-1", "What is the weather in Oslo?") == 0
    out, err = capsys.readouterr()
    assert (out, err) == ("It rains, bring Gummistiefel ☔.\n", "")
    first, second = requests
    assert [item["type"] for item in second["input"]] == [
        *("message", "reasoning", "function_call", "function_call", "function_call_output", "function_call_output")
    ]
    outputs = {item["call_id"]: item["output"] for item in second["input"][-2:]}
    assert outputs == {"call_1": "It rains in Oslo.", "call_2": "there is no such function"}
    for request in (first, second):
        assert [str(found) for found in validate_request(request) if found.severity == "error"] == []


def test_over_httpx2_says_that_an_answer_was_cut_off(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3, outcome: what had come is shown, a broken connection is no success and no traceback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    whole = body(say)
    cut = whole[: whole.index(b"bring")]
    with serving(cut) as (url, _):
        assert run("over_httpx2.py", url, "demo-1", "Well?") == 1
    out, err = capsys.readouterr()
    assert out == "It rains, "
    assert "RemoteProtocolError" in err
    assert err.endswith("[truncated]\n")


def test_over_httpx2_says_what_the_server_said_instead(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issue 3, outcome: a status of the server is told, without a traceback."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with serving(503) as (url, _):
        assert run("over_httpx2.py", url, "demo-1", "Well?") == 1
    assert "503" in capsys.readouterr().err


def test_read_log_tells_of_every_response(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 3, it must show 4: read a log file; good, cut off and broken responses, in both forms."""
    good, called = body(say), body(call_the_weather)
    cut = good[: good.index(b"event: response.output_text.done")]
    hostile = good.replace(b"It rains", b"\\u001b[2J")
    (tmp_path / "log.sse").write_bytes(good + called + cut + hostile)
    lines = [line[6:] for line in (good + called).splitlines() if line.startswith(b"data: {")]
    del lines[3]
    (tmp_path / "log.jsonl").write_bytes(b"\n".join(lines))
    assert run("read_log.py", str(tmp_path / "log.sse")) == 0
    told = capsys.readouterr().out.splitlines()
    assert told[0] == "'resp_1' completed, 5 tokens: 'It rains, bring Gummistiefel ☔.'"
    assert told[1] == "'resp_1' completed, 5 tokens: '', calls 'weather', 'nonsense'"
    assert told[2].startswith("'resp_1' truncated, no usage: 'It rains, bring")
    assert "1 x OR-GRAM-07" in told[3]
    assert "\x1b" not in "".join(told)
    assert run("read_log.py", str(tmp_path / "log.jsonl")) == 0
    assert "OR-GRAM-16" in capsys.readouterr().out


def chat_view() -> Any:
    return runpy.run_path(str(PROGRAMS / "chat_view.py"))["ChatView"]()


def test_the_chat_view_grows_with_the_stream() -> None:
    """Issue 3, it must show 4: build a chat view; arguments are shown as far as they are certain."""
    view, seen = chat_view(), list[list[str]]()
    for event in stream("agent"):
        view.receive(parse_event(event))
        seen.append(view.lines())
    assert seen[0] == ["[in_progress]"]
    assert ["thinks: think hard", "assistant: Hel", "[in_progress]"] in seen
    assert ["thinks: think hard", "assistant: Hello", "calls: look({})", "[in_progress]"] in seen
    assert seen[-1] == [
        *("thinks: think hard", "assistant: Hello", 'calls: look({"a":1})', "gets: found", "[completed]")
    ]


@pytest.mark.parametrize("arguments", ['{"a": nonsense', "[1", "\ud83d"])
def test_the_chat_view_lives_with_arguments_that_are_no_json(arguments: str) -> None:
    """Issue 3, bad input: a model may write anything."""
    view = chat_view()
    for event in stream("agent"):
        if event["type"] == "response.function_call_arguments.delta":
            event["delta"] = arguments
        view.receive(parse_event(event, on_error="keep"))
        assert view.lines()


def test_the_chat_view_reads_a_pipe(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """Issue 3, it must show 4; nothing of a stream moves the cursor here either."""
    data = body(say).replace(b"It rains", b"\\u001b[2J")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert run("chat_view.py") == 0
    assert capsys.readouterr().out == "'assistant: \\x1b[2J, bring Gummistiefel ☔.'\n[completed]\n"


def test_every_program_is_on_the_page_and_has_a_test() -> None:
    """A program that is added is run too."""
    names = {path.name for path in PROGRAMS.glob("*.py")}
    page, here = (PROGRAMS / "README.md").read_text("utf-8"), Path(__file__).read_text("utf-8")
    assert names
    for name in names:
        assert f"({name})" in page
        assert f'"{name}"' in here
