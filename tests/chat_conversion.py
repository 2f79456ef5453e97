"""Chat completions for tests: chunks made by hand, and their conversion, which is judged each time."""

from __future__ import annotations

import json
from typing import Any

from openresponses_sdk.bridges.chat_completions import ChatCompletionsBridge
from openresponses_sdk.validator import iter_violations

__all__ = ["STOP", "Converted", "body", "call", "chunk", "convert"]

Json = dict[str, Any]


def chunk(delta: object = None, finish_reason: object = None, *, id: object = "chatcmpl-1", **more: object) -> Json:
    """One chunk with one choice."""
    choice = {"index": 0, "delta": {} if delta is None else delta, "finish_reason": finish_reason}
    return {
        "id": id,
        "object": "chat.completion.chunk",
        "created": 1_700_000_000,
        "model": "m-1",
        "choices": [choice],
        **more,
    }


def body(message: object, finish_reason: object = "stop", *, id: object = "chatcmpl-1", **more: object) -> Json:
    """One whole completion."""
    choice = {"index": 0, "message": message, "finish_reason": finish_reason}
    return {
        "id": id,
        "object": "chat.completion",
        "created": 1_700_000_000,
        "model": "m-1",
        "choices": [choice],
        **more,
    }


def call(arguments: object = None, *, name: object = None, **more: object) -> Json:
    """One fragment of a tool call."""
    function = {key: value for key, value in (("name", name), ("arguments", arguments)) if value is not None}
    return {**more, "function": function}


STOP = chunk(finish_reason="stop")


class Converted:
    """What a bridge made of a source."""

    def __init__(self, events: list[Json], bridge: ChatCompletionsBridge) -> None:
        self.events = events
        self.bridge = bridge
        self.streams: list[list[Json]] = []
        for event in events:
            if event["type"] == "response.created":
                self.streams.append([])
            self.streams[-1].append(event)

    @property
    def response(self) -> Json:
        """The one response."""
        (stream,) = self.streams
        return stream[-1]["response"]

    @property
    def output(self) -> list[Json]:
        return self.response["output"]

    @property
    def findings(self) -> list[str]:
        return [finding.message for finding in self.bridge.findings]

    def of(self, type: str) -> list[Json]:
        """The events of a type."""
        return [event for event in self.events if event["type"] == type]

    def errors(self) -> list[str]:
        """What the check says of the streams, warnings aside."""
        return [str(found) for stream in self.streams for found in iter_violations(stream) if found.severity == "error"]


def convert(*source: object, is_ended: bool = True, **options: Any) -> Converted:
    """Convert a source, end mark and end included, and check that every stream is legal and ends once."""
    events: list[Any] = []
    bridge = ChatCompletionsBridge(events.append, clock=lambda: 1_700_000_001, **options)
    for event in source:
        bridge.receive(event)
    if is_ended:
        bridge.receive("[DONE]")
    bridge.receive_eof()
    converted = Converted([json.loads(event.to_json()) for event in events], bridge)
    assert converted.errors() == []
    assert len(converted.streams) == len(bridge.responses) >= 1
    return converted
