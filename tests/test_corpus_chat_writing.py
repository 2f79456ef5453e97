"""The recorded streams, written as chunks of chat completions: they say what readers without the SDK find in them.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import os
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk import (
    AnthropicMessagesBridge,
    Bridge,
    ChatCompletionsBridge,
    GeminiBridge,
    OllamaBridge,
    ResponsesToChatBridge,
)
from openresponses_sdk.cli.values import iter_values
from tests.chat_carried import accumulated, carried
from tests.test_corpus_responses_bridge import TEXT_DIFFERS, provider_of, source_of

CORPUS = Path(os.environ.get("OPENRESPONSES_CORPUS", Path(__file__).resolve().parents[2] / "shared" / "corpus"))
RESPONSES = sorted(path for path in (CORPUS / "responses").rglob("*") if path.name.endswith((".sse", ".jsonl")))
BRIDGES: dict[str, Callable[..., Bridge]] = {
    "anthropic": AnthropicMessagesBridge,
    "gemini": GeminiBridge,
    "ollama": OllamaBridge,
}
OTHERS = sorted(path for name in BRIDGES for path in (CORPUS / name).glob("*.*"))
LIMIT = 64 * 1024 * 1024
ENDS = ("response.completed", "response.incomplete", "response.failed")

pytestmark = pytest.mark.skipif(
    not (RESPONSES and OTHERS), reason="no recordings: set OPENRESPONSES_CORPUS to the folder of recordings"
)


def written(events: list[Any]) -> tuple[list[list[dict[str, Any]]], ResponsesToChatBridge]:
    """The chunks of each completion."""
    bridge = ResponsesToChatBridge(include_usage=True)
    completions: list[list[dict[str, Any]]] = [[]]
    for event in events:
        if bridge.is_ended and event["type"] in ("response.created", "response.queued"):
            completions.append([])
        completions[-1] += bridge.receive(event)
    completions[-1] += bridge.receive_eof()
    return completions, bridge


def streamed_text(events: list[Any]) -> str:
    """The text of a stream by its deltas, for those whose final response has less of it."""
    return "".join(event["delta"] for event in events if event["type"] == "response.output_text.delta")


def compared(path: Path, said: dict[str, Any], told: dict[str, Any], events: list[Any]) -> None:
    is_streamed_only = bool(said["calls"]) and not told["calls"]
    assert said["ending"] == ("tool_calls" if is_streamed_only and told["ending"] == "stop" else told["ending"])
    assert (said["usage"], said["refusal"]) == (told["usage"], told["refusal"])
    # Where the final text is empty, or not what was streamed and more, what was streamed counts.
    is_told = bool(told["content"]) and path.name not in TEXT_DIFFERS
    assert said["content"] == (told["content"] if is_told else streamed_text(events)), path.name
    assert said["calls"] == told["calls"] or is_streamed_only


def back(chunks: list[dict[str, Any]]) -> dict[str, Any]:
    """What ``ChatCompletionsBridge`` makes of the chunks."""
    bridge = ChatCompletionsBridge(None)
    for chunk in chunks:
        bridge.receive(chunk)
    bridge.receive("[DONE]")
    bridge.receive_eof()
    (response,) = bridge.responses
    return carried(response.to_dict())


def test_every_recorded_stream_says_the_same_as_chunks() -> None:
    """Issue 5: all streams of the responses corpus; counts by provider and of findings by what they say."""
    ends: dict[str, Counter[str]] = {}
    kinds: Counter[str] = Counter()
    for path in RESPONSES:
        events = [json.loads(data) for data in source_of(path)]
        completions, bridge = written(events)
        finals = [event["response"] for event in events if event.get("type") in ENDS]
        kinds.update(finding.message.split(":")[0][:70] for finding in bridge.findings)
        assert all(finding.line is not None for finding in bridge.findings)
        for at, chunks in enumerate(completions):
            said = accumulated(chunks)
            ends.setdefault(provider_of(path), Counter())[str(said["ending"])] += 1
            if at >= len(finals):
                assert said["ending"] == "error", path.name
                continue
            compared(path, said, carried(finals[at]), events)
            again = back(chunks)
            names = ("content", "refusal", "ending") if said["ending"] != "error" else ("content",)
            assert {name: again[name] for name in names} == {name: said[name] for name in names}, path.name
            assert [call[2] or "{}" for call in said["calls"]] == [call[2] for call in again["calls"]], path.name
    report("responses", len(RESPONSES), ends, kinds)


def test_every_converted_recording_of_a_provider_says_the_same_as_chunks() -> None:
    """Issue 5: Anthropic, Gemini and Ollama through their bridges, and on to chat."""
    ends: dict[str, Counter[str]] = {}
    kinds: Counter[str] = Counter()
    for path in OTHERS:
        events: list[Any] = []
        bridge = BRIDGES[path.parent.name](events.append)
        with path.open("rb") as stream:
            for value in iter_values(stream, LIMIT):
                bridge.receive(value.data)
        bridge.receive_eof()
        completions, writer = written([json.loads(event.to_json()) for event in events])
        assert len(completions) == len(bridge.responses)
        kinds.update(finding.message.split(":")[0][:70] for finding in writer.findings)
        for chunks, response in zip(completions, bridge.responses, strict=True):
            said = accumulated(chunks)
            ends.setdefault(path.parent.name, Counter())[str(said["ending"])] += 1
            assert said == carried(response.to_dict()), path.name
            again = back(chunks)
            assert (again["content"], again["reasoning"]) == (said["content"], said["reasoning"]), path.name
    report("other providers", len(OTHERS), ends, kinds)


def report(what: str, count: int, ends: dict[str, Counter[str]], kinds: Counter[str]) -> None:
    lines = [f"\n{what}: {count} recordings as chat completions"]
    lines += [f"  {name}: {', '.join(f'{n} {end}' for end, n in ends[name].most_common())}" for name in sorted(ends)]
    lines += [f"  findings: {sum(kinds.values())}", *(f"    {n:>5} {kind}" for kind, n in kinds.most_common())]
    sys.stderr.write("\n".join(lines) + "\n")
