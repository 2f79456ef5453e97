"""The recorded chat completions: each converts to legal streams that say the same, and no cut one completes.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.  What the source says is read here, without the bridge and by other rules.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from openresponses_sdk.bridges.chat_completions import ChatCompletionsBridge
from tests.chat_conversion import Converted

BESIDE = Path(__file__).resolve().parents[2] / "shared" / "corpus"
CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", BESIDE))
RECORDINGS = sorted(path for path in (CORPUS / "chat-completions").glob("*") if path.is_file())

if RECORDINGS:
    each_recording = pytest.mark.parametrize("path", RECORDINGS, ids=lambda path: path.name[:60] + path.name[-12:])
else:
    pytestmark = pytest.mark.skip(
        reason="no recorded completions: set OPENRESPONSES_CORPUS to the folder of recordings"
    )
    each_recording = pytest.mark.parametrize("path", [Path("absent")])

STATUS = {"stop": "completed", "tool_calls": "completed", "length": "incomplete", "content_filter": "incomplete"}
END = "[DONE]"


def data_of(path: Path, lines: list[str]) -> Iterator[str]:
    """The data of the lines of a recording: server-sent events, one chunk a line, or one body."""
    if path.suffix == ".jsonl":
        yield from lines
    elif any(line.startswith("data:") for line in lines):
        yield from (line.removeprefix("data:").strip() for line in lines if line.startswith("data:"))
    else:
        yield "\n".join(lines)


def lines_of(path: Path) -> list[str]:
    return [line.rstrip("\r") for line in path.read_text("utf-8").split("\n")]


def bridged(path: Path, lines: list[str], **options: Any) -> ChatCompletionsBridge:
    bridge = ChatCompletionsBridge(None, clock=lambda: 1_700_000_000, **options)
    for data in data_of(path, lines):
        bridge.receive(data)
    bridge.receive_eof()
    return bridge


class Said(NamedTuple):
    """What one completion of a source says."""

    text: str
    reasoning: str
    refusal: str
    calls: list[tuple[str, str, Any]]
    usage: tuple[int, int, int, int, int] | None
    status: str


def chunks_of(path: Path) -> list[list[dict[str, Any]]]:
    """The chunks of each completion.  An id on several chunks names a completion, any other says nothing."""
    chunks = [json.loads(data) for data in data_of(path, lines_of(path)) if data not in ("", END)]
    often = Counter(chunk.get("id") for chunk in chunks)
    completions: list[list[dict[str, Any]]] = [[]]
    current = None
    for chunk in chunks:
        id = chunk.get("id")
        if id and often[id] > 1:
            if current not in (None, id):
                completions.append([])
            current = id
        completions[-1].append(chunk)
    return completions


def said_in(chunks: list[dict[str, Any]]) -> Said:
    """Read one completion with nothing but JSON."""
    text, reasoning, refusal, usage, reason, failed = "", "", "", None, None, False
    calls: dict[Any, list[str]] = {}
    for chunk in chunks:
        failed |= "error" in chunk
        usage = chunk.get("usage") or chunk.get("x_groq", {}).get("usage") or usage
        for choice in chunk.get("choices", []):
            if choice.get("index", 0) != 0:
                continue
            reason = choice.get("finish_reason") or reason
            delta = choice.get("delta") or choice.get("message") or {}
            content = delta.get("content") or ""
            if isinstance(content, list):
                text += "".join(part["text"] for part in content if part["type"] == "text")
                thoughts = [inner for part in content if part["type"] == "thinking" for inner in part["thinking"]]
                reasoning += "".join(thought["text"] for thought in thoughts)
            else:
                text += content
            details = "".join(detail.get("text", "") for detail in delta.get("reasoning_details") or [])
            reasoning += details or delta.get("reasoning") or delta.get("reasoning_content") or ""
            refusal += delta.get("refusal") or ""
            for at, call in enumerate(delta.get("tool_calls") or []):
                key = call.get("index", at) if "index" in call else call.get("id")
                entry = calls.setdefault(key, ["", "", ""])
                entry[0] = entry[0] or call.get("id") or ""
                entry[1] = entry[1] or call["function"].get("name") or ""
                entry[2] += call["function"].get("arguments") or ""
    status = "failed" if failed or reason is None else STATUS[reason]
    arguments = [(id, name, json.loads(whole or "{}")) for id, name, whole in calls.values()]
    return Said(text, reasoning, refusal, arguments, counts_of(usage), status)


def counts_of(usage: dict[str, Any] | None) -> tuple[int, int, int, int, int] | None:
    """Input, output, total, cached and reasoning tokens; xAI alone counts reasoning beside the output."""
    if usage is None:
        return None
    total = usage["total_tokens"]
    cached = (usage.get("prompt_tokens_details") or {}).get("cached_tokens") or usage.get("cached_tokens") or 0
    reasoning = (usage.get("completion_tokens_details") or {}).get("reasoning_tokens") or 0
    return usage["prompt_tokens"], total - usage["prompt_tokens"], total, cached, reasoning


def answered(response: Any) -> Said:  # the model of the response
    """The same of a response."""
    usage = response.usage
    calls = [
        (item.call_id, item.name, json.loads(item.arguments))
        for item in response.output
        if item.type == "function_call"
    ]
    counts = None
    if usage is not None:
        details = usage.input_tokens_details.cached_tokens, usage.output_tokens_details.reasoning_tokens
        counts = (usage.input_tokens, usage.output_tokens, usage.total_tokens, *details)
    thoughts = [part for item in response.output if item.type == "reasoning" for part in item.content or []]
    reasoning = "".join(part.text for part in thoughts)
    return Said(response.output_text, reasoning, response.refusal or "", calls, counts, response.status)


@each_recording
def test_a_recording_becomes_legal_streams(path: Path):
    """Issue 4, it must show 2: every recording converts and the check reports no error."""
    events: list[Any] = []
    bridge = ChatCompletionsBridge(events.append, clock=lambda: 1_700_000_000)
    for data in data_of(path, lines_of(path)):
        bridge.receive(data)
    bridge.receive_eof()
    converted = Converted([json.loads(event.to_json()) for event in events], bridge)
    assert converted.errors() == []
    assert len(converted.streams) == len(bridge.responses) >= 1


@each_recording
def test_text_arguments_usage_and_status_equal_the_source(path: Path):
    """Issue 4, it must show 2: an independent comparison."""
    assert [answered(response) for response in bridged(path, lines_of(path)).responses] == [
        said_in(chunks) for chunks in chunks_of(path)
    ]


@each_recording
def test_no_cut_recording_is_completed(path: Path):
    """Issue 4, it must show 2: cutting any source at any line.

    Where the source has said its finish reason before the cut, the answer is whole; a caller who knows that the server
    sends an end mark makes that a cut too.
    """
    lines = [line for line in lines_of(path) if line.strip()]
    has_end_mark = END in data_of(path, lines)
    for at in cuts_of(len(lines)):
        head = lines[:at]
        bridge = bridged(path, head, end_mark="required" if has_end_mark else "optional")
        statuses = [response.status for response in bridge.responses]
        has_reason = '"finish_reason":"' in "".join(head).replace('": "', '":"')
        if not has_reason or (has_end_mark and f"data: {END}" not in head):
            assert "completed" not in statuses, f"cut before line {at + 1}"
        assert statuses


def cuts_of(count: int) -> list[int]:
    """Where to cut so many lines: everywhere, but in long recordings only at each seventh line of the middle."""
    return [at for at in range(count) if at < 30 or at > count - 30 or at % 7 == 0]


def test_the_recordings_are_counted_by_provider():
    """Issue 4, it must show 2: counts by format and provider printed (pytest -s shows them)."""
    manifest = json.loads((CORPUS / "bridge-manifest.json").read_text("utf-8"))
    provider = {row["file"]: row["provider"] for row in manifest}
    counts: dict[str, Counter[str]] = {}
    for path in RECORDINGS:
        row = counts.setdefault(provider[f"chat-completions/{path.name}"], Counter())
        row["recordings"] += 1
        bridge = bridged(path, lines_of(path))
        row.update(str(response.status) for response in bridge.responses)
        row["findings"] += len(bridge.findings)
    for name, row in sorted(counts.items()):
        sys.stdout.write(f"{name:20}  {'  '.join(f'{count} {kind}' for kind, count in sorted(row.items()) if count)}\n")
    assert sum(row["recordings"] for row in counts.values()) == len(RECORDINGS)
