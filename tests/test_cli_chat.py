"""``openresponses convert --to chat-completions``: from every source, live, and whole answers as whole completions."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.cli import main
from openresponses_sdk.cli.sources import SOURCES
from tests.chat_carried import accumulated, carried
from tests.scripted_streams import stream
from tests.test_cli_convert import EXAMPLES, WHOLE, convert, lines, sse

Json = dict[str, Any]
FINISHED = stream("agent")


def frames(written: bytes) -> list[Json | None]:
    """The data of each frame, None for the end mark; every line is a data line or blank."""
    texts = written.decode().split("\n\n")
    assert texts.pop() == ""
    assert all(text.startswith("data: ") and "\n" not in text for text in texts)
    return [None if text == "data: [DONE]" else json.loads(text[6:]) for text in texts]


def chunks(written: bytes) -> list[Json]:
    """The chunks of one completion."""
    read = frames(written)
    assert read.count(None) == 1
    assert read[-1] is None
    return [chunk for chunk in read if chunk is not None]


@pytest.mark.parametrize("framing", [lines, sse])
def test_a_stream_is_written_as_chunks(framing: Any, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 5, command line: text, reasoning, calls, end and usage."""
    path = tmp_path / "input"
    path.write_bytes(framing(FINISHED))
    status, written = convert(path, "auto", "chat-completions")
    said, told = accumulated(chunks(written)), carried(FINISHED[-1]["response"], summaries=True)
    for each in (told, said):  # A summary that was told before the raw reasoning stands before it.
        each["reasoning"] = sorted(each["reasoning"])
    assert said == told
    errors = capsys.readouterr().err
    assert status == (1 if errors else 0)
    assert all(": warning: line " in line for line in errors.splitlines())


@pytest.mark.parametrize("source", SOURCES)
def test_every_source_can_be_written_as_chunks(source: str, tmp_path: Path) -> None:
    """Issue 5, command line: with any ``--from``; one that was cut off ends with an error and the end mark."""
    path = tmp_path / "input"
    path.write_bytes(lines(EXAMPLES[source]))
    _, written = convert(path, source, "chat-completions")
    assert accumulated(chunks(written))["ending"] is not None


@pytest.mark.parametrize("indent", [None, 2])
def test_a_whole_answer_is_written_as_a_whole_completion(indent: int | None, tmp_path: Path) -> None:
    """Issue 5: whole responses become a chat.completion."""
    path = tmp_path / "input"
    path.write_text(json.dumps(WHOLE, indent=indent), encoding="utf-8")
    _, written = convert(path, "auto", "chat-completions")
    completion = json.loads(written)
    assert completion["object"] == "chat.completion"
    assert completion["choices"][0]["message"]["content"] == carried(WHOLE)["content"]


def test_several_inputs_are_several_completions(tmp_path: Path) -> None:
    """Each completion has its end mark, since a client stops reading there."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(lines(FINISHED))
    output = tmp_path / "out"
    main(
        [
            "convert",
            str(tmp_path / "a.jsonl"),
            str(tmp_path / "b.jsonl"),
            "--from",
            "auto",
            "--to",
            "chat-completions",
            "-o",
            str(output),
        ]
    )
    read = frames(output.read_bytes())
    assert read.count(None) == 2
    assert read[-1] is None
    assert read[: len(read) // 2] == read[len(read) // 2 :]


def test_a_loss_is_printed_with_its_line_and_makes_the_status_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Issue 5: nothing is dropped in silence."""
    path = tmp_path / "input.jsonl"
    path.write_bytes(lines([*FINISHED[:2], {"type": "acme:tick", "sequence_number": 2}]))
    status, written = convert(path, "responses", "chat-completions")
    assert status == 1
    assert accumulated(chunks(written))["ending"] == "error"
    assert "warning: line 3 acme:tick type: An event of type 'acme:tick' has no place" in capsys.readouterr().err


def test_a_pipe_is_written_as_it_comes() -> None:
    """Issue 5: live, line by line; the role is there while the source is still open."""
    command = [sys.executable, "-m", "openresponses_sdk", "convert", "-", "--from", "auto", "--to", "chat-completions"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        if running.stdin is None or running.stdout is None:
            pytest.fail("the process has no pipes")
        running.stdin.write(lines(FINISHED[:1]))
        running.stdin.flush()
        first = json.loads(running.stdout.readline().removeprefix(b"data: "))
        assert first["choices"][0]["delta"]["role"] == "assistant"
        rest, _ = running.communicate(timeout=60)
    assert b'"error"' in rest
    assert rest.endswith(b"data: [DONE]\n\n")
    assert running.returncode == 1
