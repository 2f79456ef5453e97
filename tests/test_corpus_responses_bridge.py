"""The recorded streams and responses of every provider, through ``ResponsesBridge``: legal, and with all they said.

The recordings are not part of the repository.  OPENRESPONSES_CORPUS names their folder; without it they are looked
for beside the checkout.
"""

from __future__ import annotations

import json
import sys
from collections import Counter, defaultdict
from pathlib import Path
from typing import Any

import pytest

from openresponses_sdk.bridges.responses import ResponsesBridge
from openresponses_sdk.emitters import EventEmitter
from openresponses_sdk.validator import iter_violations
from tests.test_corpus_responses import RECORDINGS, recordings, streamed

pytestmark = pytest.mark.skipif(
    not RECORDINGS.is_dir(), reason="no recorded responses: set OPENRESPONSES_CORPUS to the folder of recordings"
)

TEXT_DIFFERS = {
    "openai--__fixtures__-openai-shell-container.1.sse": "its final text does not begin with what it streamed",
}
"""The recordings whose final text cannot be told any more, and why."""
NOT_FINAL = {"queued", "in_progress"}
INTERLEAVED = 3
"""Streams whose items interleave, which the specification advises against."""


class Bytes(EventEmitter):
    """A sink of bytes."""

    def __init__(self) -> None:
        self.texts: list[bytes] = []

    def emit(self, event: Any) -> None:
        self.texts.append(event.to_json())

    def emit_encoded(self, type: str, data: bytes) -> None:
        self.texts.append(data)


def through(source: list[bytes], **options: Any) -> tuple[list[bytes], ResponsesBridge]:
    sink = Bytes()
    bridge = ResponsesBridge(sink, clock=lambda: 2_000_000_000, **options)
    for event in source:
        bridge.receive(event)
    bridge.receive_eof()
    return sink.texts, bridge


def said(path: Path) -> dict[str, Any]:
    """What a recording says, read without the SDK: by its final response, else by its deltas and done events."""
    events = [json.loads(data) for data in source_of(path)]
    final: dict[str, Any] = {}
    texts: dict[tuple[int, int], str] = defaultdict(str)
    calls: dict[int, str] = defaultdict(str)
    for event in events:
        kind = event.get("type", "")
        if event.get("object") == "response":
            final = event
        elif kind in ("response.completed", "response.failed", "response.incomplete"):
            final = event["response"]
        elif kind == "response.output_text.delta":
            texts[event["output_index"], event["content_index"]] += event["delta"]
        elif kind == "response.function_call_arguments.delta":
            calls[event["output_index"]] += event["delta"]
        elif kind == "response.function_call_arguments.done" and event["arguments"]:
            calls[event["output_index"]] = event["arguments"]
    told = {
        "text": [texts[at] for at in sorted(texts)],
        "arguments": [calls[at] for at in sorted(calls)],
        "usage": final.get("usage"),
        "status": {"complete": "completed"}.get(final.get("status", ""), final.get("status")),
    }
    return told if not final.get("output") else {**told, **output_of(final)}


def output_of(response: dict[str, Any]) -> dict[str, Any]:
    return {
        "text": [
            part["text"]
            for one in response["output"]
            for part in one.get("content") or ()
            if part["type"] == "output_text"
        ],
        "arguments": [one["arguments"] for one in response["output"] if one["type"] == "function_call"],
    }


def source_of(path: Path) -> list[bytes]:
    return [path.read_bytes()] if path.suffix == ".json" else list(streamed(path))


def provider_of(path: Path) -> str:
    return path.name.partition("--")[0]


def test_every_recording_comes_out_legal_and_says_what_it_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Issue 4, it must show 2: no error on any; text, tool arguments and usage equal the source's."""
    counts: Counter[tuple[str, str]] = Counter()
    faults: list[Any] = []
    warnings: Counter[str] = Counter()
    for path in recordings(".sse", ".jsonl", ".response.json"):
        written, bridge = through(source_of(path))
        found = list(iter_violations(written))
        faults += [(path.name, str(violation)) for violation in found if violation.severity == "error"]
        warnings.update({violation.requirement for violation in found})
        (response,) = bridge.responses
        final, told = json.loads(written[-1])["response"], said(path)
        assert response.to_dict() == final
        got = output_of(final)
        if path.name not in TEXT_DIFFERS and (got["text"], got["arguments"]) != (told["text"], told["arguments"]):
            faults.append((path.name, got, told))
        usage = told["usage"]
        if usage and any((final["usage"] or {}).get(name) != count for name, count in usage.items()):
            faults.append((path.name, final["usage"], usage))
        expected = "failed" if told["status"] in {None, *NOT_FINAL} else told["status"]
        if final["status"] != expected:
            faults.append((path.name, final["status"], told["status"]))
        form = "whole" if path.suffix == ".json" else "streamed"
        counts[provider_of(path), f"{form}, {'mended' if bridge.violations else 'as it came'}"] += 1
    with capsys.disabled():
        sys.stdout.write("\nthrough ResponsesBridge, by provider:\n")
        for (provider, outcome), number in sorted(counts.items()):
            sys.stdout.write(f"  {provider:<26}{outcome:<24}{number:>4}\n")
        sys.stdout.write(f"  with a warning: {dict(sorted(warnings.items()))}\n")
    assert faults == []
    assert sum(number for (_, outcome), number in counts.items() if outcome.startswith("streamed")) > 100
    assert warnings["OR-GRAM-38"] <= INTERLEAVED


def test_errors_become_failed_responses() -> None:
    """An error body in place of a stream: code and message are those of the server."""
    count = 0
    for path in recordings(".error.json"):
        written, bridge = through([path.read_bytes()])
        assert [one for one in iter_violations(written) if one.severity == "error"] == [], path.name
        (response,) = bridge.responses
        assert response.status == "failed"
        inner = json.loads(path.read_bytes()).get("error")
        if response.error is not None and isinstance(inner, dict) and isinstance(inner.get("message"), str):
            assert response.error.message == inner["message"]
            count += 1
    assert count > 3


def test_a_recording_that_is_cut_at_any_line_is_never_completed() -> None:
    """Issue 4, it must show 2; long runs of deltas are cut at their ends and in the middle."""
    cuts = 0
    for path in recordings(".sse", ".jsonl"):
        lines = [data for data in streamed(path) if data.strip() != b"[DONE]"]
        ends = [at for at, data in enumerate(lines) if b'"response.completed"' in data[:60]]
        last = ends[0] if ends else len(lines) - 1
        kinds = [json.loads(data).get("type") for data in lines]
        places = [at for at in range(last + 1) if at in (0, last) or kinds[at] != kinds[at - 1] or at % 40 == 0]
        for at in places:
            _, bridge = through(lines[:at])
            assert all(response.status == "failed" for response in bridge.responses), (path.name, at)
            assert bridge.responses, (path.name, at)
            cuts += 1
    assert cuts > 1000


def test_what_came_out_goes_through_again_byte_for_byte() -> None:
    """What is mended is conformant, and a conformant stream is passed on as it is."""
    for path in recordings(".sse"):
        written, _ = through(source_of(path))
        again, bridge = through(written)
        assert again == written, path.name
        assert bridge.violations == []
