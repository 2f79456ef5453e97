"""The recorded agent logs: each converts to legal streams that hold every message, and no cut log is completed.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from pydantic import TypeAdapter

from openresponses_schema import ThreadEvent
from openresponses_sdk.bridges.thread_events import ThreadEventBridge
from openresponses_sdk.ids import SeededIds
from openresponses_sdk.validator import iter_violations

EVENT: TypeAdapter[Any] = TypeAdapter(ThreadEvent)
BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
LOGS = sorted((Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE)) / "agent-logs").glob("*.jsonl"))

if LOGS:
    each_log = pytest.mark.parametrize("log", LOGS, ids=lambda log: log.stem)
else:
    pytestmark = pytest.mark.skip(reason="no recorded agent logs: set OPENRESPONSES_CORPUS to the folder of recordings")
    each_log = pytest.mark.parametrize("log", [Path("absent")])


def convert(lines: list[bytes], **options: Any) -> tuple[list[list[dict[str, Any]]], ThreadEventBridge]:
    """The streams of a log, as plain JSON, and the bridge that made them."""
    events: list[Any] = []
    bridge = ThreadEventBridge(events.append, ids=SeededIds(7), clock=lambda: 1_700_000_000, **options)
    for line in lines:
        bridge.receive(line)
    bridge.receive_eof()
    streams: list[list[dict[str, Any]]] = []
    for event in events:
        plain = json.loads(event.to_json())
        if plain["type"] == "response.created":
            streams.append([])
        streams[-1].append(plain)
    return streams, bridge


def said_in_turns(lines: list[bytes]) -> list[Counter[str]]:
    """How often each text was a completed message of each turn, read without the bridge; a turn begins as it says."""
    turns: list[Counter[str]] = []
    before: Counter[str] = Counter()
    is_open = False
    for line in lines:
        event = json.loads(line)
        event = event.get("event", event)
        entry = event.get("item", {})
        if event["type"] == "turn.started":
            turns.append(before)
            before, is_open = Counter(), True
        elif event["type"] in ("turn.completed", "turn.failed"):
            is_open = False
        elif event["type"] == "item.completed" and "agent_message" in (entry.get("type"), entry.get("item_type")):
            (turns[-1] if is_open else before)[entry["text"]] += 1
    return turns or [before]


@each_log
@pytest.mark.parametrize("map_tool_calls", [True, False], ids=["calls", "extensions"])
def test_a_recording_becomes_legal_streams(log: Path, map_tool_calls: bool):
    """Issue 2, it must show 2: every recording converts and the check reports no error; issue 4: either way."""
    streams, bridge = convert(log.read_bytes().splitlines(), map_tool_calls=map_tool_calls)
    assert len(streams) == len(bridge.responses) >= 1
    for stream in streams:
        assert [violation for violation in iter_violations(stream) if violation.severity == "error"] == []


@each_log
def test_every_message_of_a_turn_is_in_its_terminal_response(log: Path):
    """Issue 2, it must show 2: compared with texts that were read without the bridge."""
    lines = log.read_bytes().splitlines()
    streams, _ = convert(lines)
    for stream, said in zip(streams, said_in_turns(lines), strict=True):
        output = stream[-1]["response"]["output"]
        messages = [entry["content"] for entry in output if entry["type"] == "message"]
        assert said <= Counter("".join(part["text"] for part in content) for content in messages)


@each_log
def test_a_log_cut_anywhere_never_completes_the_turn_it_was_cut_in(log: Path):
    """Issue 2: a log that stops inside a turn fails with `stream_truncated`, never completes."""
    lines = log.read_bytes().splitlines()
    # A recording of hundreds of lines holds the same few situations again and again.
    for cut in range(1, len(lines), 1 + len(lines) // 60):
        head = [json.loads(line) for line in lines[:cut]]
        types = [event.get("event", event)["type"] for event in head]
        ends = sum(event_type in ("turn.completed", "turn.failed") for event_type in types)
        _, bridge = convert(lines[:cut])
        responses = bridge.responses
        assert len([response for response in responses if response.status == "completed"]) == types.count(
            "turn.completed"
        )
        if types.count("turn.started") > ends:
            assert responses[-1].status == "failed"
            assert responses[-1].error is not None
            assert responses[-1].error.code == "stream_truncated"


@each_log
def test_every_recorded_line_fits_the_schema_of_the_log(log: Path):
    """Issue 2: `thread_events.yaml` says what the dialects write; what it knows is not left to its fallbacks."""
    for line in log.read_bytes().splitlines():
        value = json.loads(line)
        value = value.get("event", value)
        if "item_type" in (entry := value.get("item", {})):  # The oldest dialect's name for the tag.
            entry["type"] = entry.pop("item_type")
        event = EVENT.validate_python(value)
        assert type(event).__name__ != "CustomThreadEvent"
        assert type(getattr(event, "item", None)).__name__ != "CustomThreadItem"
