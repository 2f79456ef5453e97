"""The recorded Anthropic streams: each becomes legal streams that say what an independent reader finds in it.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import base64
import json
import os
import sys
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.bridges.anthropic_thinking import thinking_block
from tests.anthropic_streams import Converted

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
FOLDER = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "anthropic"
RECORDINGS = sorted(path for path in FOLDER.glob("*") if path.suffix in (".sse", ".jsonl", ".json"))
STREAMS = [path for path in RECORDINGS if path.suffix != ".json"]
SPLICED = "vercel__ai--anthropic-spliced-message-start"
PAGE = Path(__file__).resolve().parents[1] / "docs" / "anthropic.md"

if RECORDINGS:
    each = pytest.mark.parametrize("path", STREAMS, ids=lambda path: path.stem[-60:])
else:
    pytestmark = pytest.mark.skip(reason="no recorded Anthropic streams: set OPENRESPONSES_CORPUS to their folder")
    each = pytest.mark.parametrize("path", [Path("absent")])

STATUSES = {"end_turn": "completed", "stop_sequence": "completed", "tool_use": "completed"}
REASONS = {"max_tokens": "max_output_tokens", "pause_turn": "pause_turn", "refusal": "content_filter"}


def payloads(path: Path) -> list[bytes]:
    """The JSON texts of a recording: SSE data, or lines."""
    lines = path.read_bytes().splitlines()
    if path.suffix == ".sse":
        return [line[5:].strip() for line in lines if line.startswith(b"data:")]
    return [line for line in lines if line.strip()]


@dataclass
class Message:
    """What a recording says in one message, read block by block."""

    id: str
    model: str
    usage: dict[str, Any]
    stop_reason: str | None
    blocks: list[dict[str, Any]] = field(default_factory=list)
    is_ended: bool = False

    @property
    def runs(self) -> list[str]:
        """The text of each run of text blocks."""
        runs: list[str] = []
        is_text = False
        for block in self.blocks:
            if block["type"] != "text":
                is_text = False
            elif block["text"] and is_text:
                runs[-1] += block["text"]
            elif block["text"]:
                runs.append(block["text"])
                is_text = True
        return runs

    def of(self, *types: str) -> list[dict[str, Any]]:
        return [block for block in self.blocks if block["type"] in types]

    @property
    def others(self) -> list[dict[str, Any]]:
        return [b for b in self.blocks if b["type"] not in ("text", "thinking", "redacted_thinking", "tool_use")]


def read(path: Path) -> list[Message]:
    """Read a recording without the bridge and its tables."""
    messages: list[Message] = []
    for event in map(json.loads, payloads(path)):
        match event["type"]:
            case "message_start":
                said = event["message"]
                told = dict(said["usage"])
                messages.append(Message(said["id"], said["model"], told, said["stop_reason"], list(said["content"])))
            case "content_block_start":
                messages[-1].blocks.append({**event["content_block"], "json": "", "cited": []})
            case "content_block_delta":
                block, said = messages[-1].blocks[-1], event["delta"]
                match said["type"]:
                    case "text_delta":
                        block["text"] += said["text"]
                    case "thinking_delta":
                        block["thinking"] += said["thinking"]
                    case "signature_delta":
                        block["signature"] = said["signature"]
                    case "input_json_delta":
                        block["json"] += said["partial_json"]
                    case "citations_delta":
                        block["cited"].append(said["citation"])
                    case "compaction_delta":
                        block["content"] = said["content"]
                    case other:
                        raise AssertionError(other)
            case "message_delta":
                messages[-1].stop_reason = event["delta"]["stop_reason"]
                messages[-1].usage |= {name: value for name, value in event["usage"].items() if value is not None}
            case "message_stop":
                messages[-1].is_ended = True
            case other:
                assert other in ("content_block_stop", "ping")
    return messages


def pairs(path: Path) -> list[tuple[Message, dict[str, Any]]]:
    return list(zip(read(path), Converted(payloads(path)).responses, strict=True))


def items(response: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [item for item in response["output"] if item["type"] == kind]


@each
def test_a_recording_becomes_legal_streams_without_findings(path: Path):
    """Issue 5, it must show 1: `check` reports no error, nor a warning."""
    converted = Converted(payloads(path))
    assert converted.violations == []
    assert len(converted.streams) == len(converted.responses) == len(read(path))
    if path.stem != SPLICED:
        assert converted.findings == []


@each
def test_text_and_thinking_are_those_of_the_recording(path: Path):
    """Issue 5, it must show 1: compared by an independent reader; thinking blocks come back as they were."""
    for message, response in pairs(path):
        assert [
            "".join(part["text"] for part in item["content"]) for item in items(response, "message")
        ] == message.runs
        blocks = [
            thinking_block(item.get("encrypted_content"), "".join(part["text"] for part in item.get("content") or []))
            for item in items(response, "reasoning")
        ]
        assert blocks == [
            {name: block[name] for name in ("type", "thinking", "signature", "data") if name in block}
            for block in message.of("thinking", "redacted_thinking")
        ]


@each
def test_tools_are_those_of_the_recording(path: Path):
    """Issue 5, it must show 1: tool arguments; the provider's own tools and their results keep their fields."""
    for message, response in pairs(path):
        calls = [(item["name"], item["call_id"], item["arguments"]) for item in items(response, "function_call")]
        uses = message.of("tool_use")
        if message.is_ended:
            calls = [(name, call_id, json.loads(arguments)) for name, call_id, arguments in calls]
            assert calls == [
                (use["name"], use["id"], json.loads(use.get("json") or json.dumps(use["input"]))) for use in uses
            ]
        else:
            assert calls == [(use["name"], use["id"], use["json"]) for use in uses]
        others = [item for item in response["output"] if item["type"].startswith("anthropic:")]
        assert [item["type"].removeprefix("anthropic:") for item in others] == [b["type"] for b in message.others]
        for item, block in zip(others, message.others, strict=True):
            expected = {**block, "input": json.loads(block["json"])} if block["json"] else block
            for name in expected.keys() - {"type", "id", "json", "cited"}:
                assert item[name] == expected[name]
            assert item.get("anthropic:id") == block.get("id")


@each
def test_citations_are_those_of_the_recording(path: Path):
    """Issue 5: citations to annotations; each span is the text of its block."""
    for message, response in pairs(path):
        parts = [part for item in items(response, "message") for part in item["content"]]
        made = [
            (a["anthropic:citation"], part["text"][a["start_index"] : a["end_index"]])
            for part in parts
            for a in part["annotations"]
        ]
        kept = [
            entry["citation"] for item in items(response, "message") for entry in item.get("anthropic:citations", [])
        ]
        cited = [(citation, block["text"]) for block in message.of("text") for citation in block["cited"]]
        assert made == [(citation, said) for citation, said in cited if "url" in citation]
        assert kept == [citation for citation, _ in cited if "url" not in citation]


@each
def test_usage_and_stop_reason_are_those_of_the_recording(path: Path):
    """Issue 5, it must show 1: usage arithmetic with caches, stop reasons, ids and models."""
    for message, response in pairs(path):
        assert (response["id"], response["model"]) == (f"resp_{message.id}", message.model)
        if not message.is_ended:
            assert (response["status"], response["error"]["code"]) == ("failed", "stream_truncated")
            continue
        said, usage = message.usage, response["usage"]
        cached = said.get("cache_read_input_tokens") or 0
        given = said["input_tokens"] + (said.get("cache_creation_input_tokens") or 0) + cached
        thought = (said.get("output_tokens_details") or {}).get("thinking_tokens", 0)
        assert usage["input_tokens"] == given
        assert usage["input_tokens_details"] == {"cached_tokens": cached}
        assert usage["output_tokens"] == said["output_tokens"]
        assert usage["output_tokens_details"] == {"reasoning_tokens": thought}
        assert usage["total_tokens"] == given + said["output_tokens"]
        assert response["status"] == STATUSES.get(message.stop_reason or "", "incomplete")
        assert (response["incomplete_details"] or {}).get("reason") == REASONS.get(message.stop_reason or "")


@each
def test_a_recording_cut_at_any_line_completes_no_message_that_was_cut(path: Path):
    """Issue 5, bad input: truncated streams."""
    lines = payloads(path)
    # A recording of hundreds of lines holds the same few situations again and again.
    for cut in range(1, len(lines), 1 + len(lines) // 12):
        head = lines[:cut]
        converted = Converted(head)
        ended = sum(json.loads(line)["type"] == "message_stop" for line in head)
        statuses = [response["status"] for response in converted.responses]
        assert converted.errors == []
        assert len(statuses) - statuses.count("failed") == ended
        if json.loads(head[-1])["type"] != "message_stop":
            assert statuses[-1] == "failed"


def test_a_compressed_error_body_is_a_failed_response():
    """Recorded with its content encoding, so that it is no JSON: a finding, and no completed response."""
    bodies = [path for path in RECORDINGS if path.suffix == ".json"]
    for path in bodies:
        data = path.read_text("utf-8").strip()
        for form in (data, base64.b64decode(data.removeprefix("base64:"))):
            converted = Converted([form])
            assert converted.errors == []
            assert converted.response["status"] == "failed"
            assert [finding.severity for finding in converted.findings] == ["error", "error"]
    assert bodies


def test_the_recordings_hold_what_the_page_says(capsys: pytest.CaptureFixture[str]):
    """Issue 5, it must show 1: counts by provider printed, and repeated by docs/anthropic.md."""
    counts: Counter[str] = Counter()
    for path in STREAMS:
        converted = Converted(payloads(path))
        counts["events"] += len(converted.events)
        for response in converted.responses:
            counts["responses"] += 1
            counts[response["status"]] += 1
            counts.update("extension items" if ":" in item["type"] else item["type"] for item in response["output"])
            parts = [part for item in items(response, "message") for part in item["content"]]
            counts["annotations"] += sum(len(part["annotations"]) for part in parts)
    with capsys.disabled():
        sys.stdout.write(f"\nanthropic: {len(STREAMS)} recordings, {dict(counts)}\n")
    page = " ".join(PAGE.read_text("utf-8").split())
    assert f"{len(STREAMS)} recorded streams" in page
    for name, count in counts.items():
        assert f"{count} {name}" in page, (name, count)
